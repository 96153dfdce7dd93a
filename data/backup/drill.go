package backup

import (
	"context"
	"errors"
	"time"

	"satchel/data"
	"satchel/data/store"
	"satchel/data/store/action"
)

// DrillEvery is how often the drill should be held.
const DrillEvery = 91 * 24 * time.Hour

// Proof is what a drill looked at.
type Proof struct {
	Backup   Backup
	Verified data.Verified
}

// Prove is the drill: the newest backup in a folder is restored on this machine into a temporary encrypted file, and everything in it
// is verified. The act is audited as prove_backup, whatever it ends with.
//
// Errors: NotFound with "error.backup.folder_missing" or "error.backup.none"; the vault's, among them missing_part and damaged_part;
// "error.backup.not_proved".
func Prove(ctx context.Context, p *data.Practice, actor store.Actor, folder string, progress func(Step)) (Proof, error) {
	if progress == nil {
		progress = func(Step) {}
	}
	known := memoryOf(p)
	known.making.Lock()
	defer known.making.Unlock()
	proof, err := drill(ctx, p, folder, progress)
	outcome := "success"
	if err != nil {
		outcome = "failure"
	}
	return proof, errors.Join(err, p.Record(ctx, actor, action.ProveBackup, outcome))
}

func drill(ctx context.Context, p *data.Practice, folder string, progress func(Step)) (proof Proof, err error) {
	found, err := readPlace(ctx, p, folder)
	if err != nil {
		return proof, err
	}
	if len(found.entries) == 0 {
		return proof, store.Fail(store.NotFound, "error.backup.none")
	}
	newest := found.entries[0]
	proof.Backup = newest.backup(found)
	if newest.err != nil {
		return proof, newest.err
	}
	chain, err := found.open(p, newest)
	if err != nil {
		return proof, store.FromVault("open backup", err)
	}
	defer chain.Close()
	proof.Verified, err = prove(ctx, p, chain, proving{Manifest: newest.manifest}, progress)
	return proof, err
}

// LastDrill returns when a drill last succeeded, the zero time where none did.
func LastDrill(ctx context.Context, p *data.Practice, actor store.Actor) (at time.Time, err error) {
	err = p.View(ctx, actor, action.ReadPractice, func(tx *store.Tx) error {
		at, err = store.LastDone(tx, action.ProveBackup)
		return err
	})
	return at, err
}
