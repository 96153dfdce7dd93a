package backup

import (
	"context"

	"satchel/data"
	"satchel/data/store"
	"satchel/data/vault"
)

// MakeUnproved is Make without the proof and the audit, for tests that make hundreds.
func MakeUnproved(ctx context.Context, p *data.Practice, actor store.Actor, folder string) (Backup, error) {
	m := maker{ctx: ctx, practice: p, actor: actor, folder: folder, progress: func(Step) {}}
	m.prove = func(*vault.Chain, proving) error { return nil }
	return m.make()
}
