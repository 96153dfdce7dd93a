package session

import (
	"context"
	"time"

	"satchel/data/backup"
	"satchel/data/documents"
)

// LossPage sets the page for the day that the computer is lost or stolen, as this file knows it now. It is never kept in the practice.
func (s *Session) LossPage(ctx context.Context) (documents.Frozen, error) {
	facts, err := s.Practice.LossFacts(ctx, s.Actor)
	if err != nil {
		return documents.Frozen{}, err
	}
	facts.Backup = s.newestBackup()
	return s.Practice.Press().Set(documents.Loss, facts)
}

// SuccessorPage sets the page by which somebody else opens the practice. It is never kept in the practice.
func (s *Session) SuccessorPage(ctx context.Context) (documents.Frozen, error) {
	facts, err := s.Practice.SuccessorFacts(ctx, s.Actor, s.Settings.BackupFolders())
	if err != nil {
		return documents.Frozen{}, err
	}
	facts.Backup = s.newestBackup()
	return s.Practice.Press().Set(documents.Successor, facts)
}

// newestBackup is when the newest backup in any place of the practice was made; zero where none is seen.
func (s *Session) newestBackup() time.Time {
	return backup.NewestIn(s.Settings.BackupFolders(), s.Practice.Vault().UUID())
}
