package data

import (
	"context"

	"satchel/data/store"
	"satchel/data/store/action"
)

// An older copy of the file, put back in its place, is whole and authentic: only who remembers a newer state can tell. This
// computer remembers the generation of the file and the heads of the audit chains; backups and printed day-ends remember a head.
// What is newer than all of them can't be missed by anyone.

// lookBack holds the file against what was seen of it before, and keeps what does not fit as warnings.
func (p *Practice) lookBack(ctx context.Context) error {
	practice := p.vault.UUID()
	seen := p.env.Local.seen(practice)
	missing, err := p.store.CheckAnchors(ctx, seen.Anchors)
	if err != nil {
		return err
	}
	known := seen.file(p.vault.FileID())
	switch older := p.vault.OpenedGeneration() < known.Generation; {
	case known.Replaced:
		p.warnings = append(p.warnings, store.Finding{Key: "error.data.file_replaced"})
	case older && len(missing) > 0:
		p.warnings = append(p.warnings, store.Finding{Key: "error.data.file_older"})
	case older:
		p.warnings = append(p.warnings, store.Finding{Key: "error.data.header_older"})
	}
	p.warnings = append(p.warnings, missing...)
	return nil
}

// CheckAnchors holds the audit chains against what others saw: a backup's manifest, another computer.
func (p *Practice) CheckAnchors(ctx context.Context, anchors []store.Anchor) ([]store.Finding, error) {
	return p.store.CheckAnchors(ctx, anchors)
}

// AnchorCode is the newest audit event of this computer as a short code for paper: see store.AnchorCode.
func (p *Practice) AnchorCode() string { return p.store.AnchorCode(p.store.Head()) }

// CodeOf is the code of an anchor that was kept, such as a day-end's.
func (p *Practice) CodeOf(a store.Anchor) string { return p.store.AnchorCode(a) }

// CheckAnchorCode compares a code from paper with the audit chain. Nil is good: everything up to that event is there, unchanged.
// See store.CheckAnchorCode.
func (p *Practice) CheckAnchorCode(ctx context.Context, actor store.Actor, typed string) (*store.Finding, error) {
	if err := p.View(ctx, actor, action.VerifyPractice, func(*store.Tx) error { return nil }); err != nil {
		return nil, err
	}
	return p.store.CheckAnchorCode(ctx, typed)
}

// RememberAnchors notes on this computer what it has seen, as Close does.
func (p *Practice) RememberAnchors() error { return p.remember(false) }

// remember does so; replaced says that a re-key put another file in the place of this one.
func (p *Practice) remember(replaced bool) error {
	if p.looking {
		return nil // what is only looked at was never last seen here
	}
	practice := p.vault.UUID()
	s := p.env.Local.seen(practice)
	s.Anchors = p.store.Anchors()
	s.note(p.vault.FileID(), p.vault.Generation(), replaced)
	return p.env.Local.saveSeen(practice, s)
}
