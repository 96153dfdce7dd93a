package session

import (
	"context"

	"satchel/data/backup"
	"satchel/data/documents"
)

// LossPage sets the page for the day that the computer is lost or stolen, as this file knows it now. It is never kept in the practice.
func (s *Session) LossPage(ctx context.Context) (documents.Frozen, error) {
	facts, err := s.Practice.LossFacts(ctx, s.Actor)
	if err != nil {
		return documents.Frozen{}, err
	}
	facts.Backup = backup.NewestProved(backup.FoldersOf(s.Settings))
	return s.Practice.Press().Set(documents.Loss, facts)
}

// SuccessorPage sets the page by which somebody else opens the practice. folders are where backups go. It is never kept in the
// practice.
func (s *Session) SuccessorPage(ctx context.Context, folders []string) (documents.Frozen, error) {
	facts, err := s.Practice.SuccessorFacts(ctx, s.Actor, folders)
	if err != nil {
		return documents.Frozen{}, err
	}
	facts.Backup = backup.NewestProved(folders)
	return s.Practice.Press().Set(documents.Successor, facts)
}
