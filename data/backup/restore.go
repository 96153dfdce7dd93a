package backup

import (
	"context"
	"time"

	"satchel/data"
	"satchel/data/store"
	"satchel/data/vault"
)

// RestoreRequest asks for a practice file from a backup.
type RestoreRequest struct {
	Path string    // the backup; the files that it needs lie in the same folder
	Key  vault.Key // a user's name and password, or the recovery key, as they were when the backup was made
	To   string    // the new file; nothing may be there
}

// Restored is a practice file that was restored, verified and closed.
type Restored struct {
	Path     string
	Made     time.Time // the moment that it shows, UTC
	Practice [16]byte
	Verified data.Verified
}

// Restore writes the practice as it was when a backup was made, into a new file, and verifies all of it. It ends with a whole file
// at To, or with nothing there.
//
// Errors, as store.Error with the vault's kinds as keys: wrong_key, recovery_typo, missing_part (a file that this backup needs is
// gone), damaged_part (Args name the file and the page), exists, disk_full, read_only, network_folder, synced_folder;
// error.backup.not_proved where what was restored does not verify.
func Restore(ctx context.Context, r RestoreRequest, env data.Env, progress func(Step)) (Restored, error) {
	return Restored{}, store.Fail(store.Internal, "error.store.internal")
}

// Looked is a backup that was opened to look into: everything can be read in Practice as Actor, and nothing be changed.
type Looked struct {
	Practice *data.Practice
	Actor    store.Actor
	Made     time.Time // the moment that it shows, UTC
}

// Live is the practice that a person has open while looking into a backup of it: the look is recorded there.
type Live struct {
	Practice *data.Practice
	Actor    store.Actor
}

// Look restores a backup into a private encrypted file, which Close removes, and opens it for reading. live may be nil.
// Errors as Restore's.
func Look(ctx context.Context, path string, key vault.Key, live *Live, env data.Env, progress func(Step)) (*Looked, error) {
	return nil, store.Fail(store.Internal, "error.store.internal")
}

// Close signs out and removes what was restored.
func (l *Looked) Close() error { return nil }
