package backup

import (
	"context"
	"time"

	"satchel/data"
	"satchel/data/store"
)

// DrillEvery is how often the drill should be held.
const DrillEvery = 91 * 24 * time.Hour

// Proof is what a thorough proof looked at.
type Proof struct {
	Backup   Backup
	Verified data.Verified
}

// Prove is the drill: the newest backup in a folder is restored on this machine into a temporary encrypted file, and everything in it
// is verified. The act is audited as prove_backup, whatever it ends with.
func Prove(ctx context.Context, p *data.Practice, actor store.Actor, folder string, progress func(Step)) (Proof, error) {
	return Proof{}, store.Fail(store.Internal, "error.store.internal")
}

// LastDrill returns when a drill last succeeded, the zero time where none did.
func LastDrill(ctx context.Context, p *data.Practice, actor store.Actor) (time.Time, error) {
	return time.Time{}, store.Fail(store.Internal, "error.store.internal")
}
