package data

import (
	"context"
	"fmt"
	"time"

	"satchel/data/store"
	"satchel/data/store/action"
)

// failedAttempts are wrong passwords that were tried, as the audit chain has them: the reason of a failed_sign_in.
type failedAttempts struct {
	count int
	last  time.Time // zero: the clock was not known
}

// String is "3; 2026-11-28T14:02:11Z".
func (a failedAttempts) String() string {
	if a.last.IsZero() {
		return fmt.Sprintf("%d;", a.count)
	}
	return fmt.Sprintf("%d; %s", a.count, a.last.UTC().Format(time.RFC3339))
}

// parseAttempts reads what String wrote.
func parseAttempts(text string) (a failedAttempts, ok bool) {
	var at string
	if n, _ := fmt.Sscanf(text, "%d; %s", &a.count, &at); n == 0 || a.count <= 0 {
		return a, false
	}
	a.last, _ = time.Parse(time.RFC3339, at)
	return a, true
}

// foldAttempts moves the failed attempts that the vault counted outside its seal into the audit chain, under whoever comes in after them.
// The chain is written first: where the power goes in between, the same attempts are told of twice, and never not at all.
func (p *Practice) foldAttempts(ctx context.Context, actor store.Actor) error {
	found := p.vault.Attempts()
	if found.Unreported == 0 {
		return nil
	}
	told := failedAttempts{found.Unreported, found.Last}
	if err := p.store.Record(ctx, actor, action.FailedSignIn, "failure", store.Because(told.String())); err != nil {
		return err
	}
	return store.FromVault("acknowledge attempts", p.vault.AcknowledgeAttempts())
}
