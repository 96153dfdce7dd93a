package data

import (
	"context"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// prover acts in a copy that is checked and thrown away. It exists in no practice and can sign in nowhere.
var prover = store.UserID{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe}

// Copy is a restored copy of a practice, opened to be proved.
type Copy struct {
	vault *vault.Vault
	store *store.Store
	actor store.Actor
}

// OpenCopy stands the kernel on a restored copy, for reading. A copy of an older version is brought up to date by that.
func OpenCopy(ctx context.Context, v *vault.Vault, env Env) (*Copy, error) {
	computer, err := env.Local.computer(env.Rand)
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, v, store.Env{Now: env.Now, Rand: env.Rand, Computer: computer, Records: Records(), ReadOnly: true})
	if err != nil {
		return nil, err
	}
	actor := store.Actor{User: prover, Role: action.Owner}
	actor.Session, err = s.NewSession()
	return &Copy{vault: v, store: s, actor: actor}, err
}

// Verify does what Practice.Verify does, with anchors in place of what this computer has seen, and records nothing.
func (c *Copy) Verify(ctx context.Context, anchors []store.Anchor, progress func(part string, percent int)) (Verified, error) {
	return check{vault: c.vault, store: c.store, actor: c.actor, anchors: anchors, progress: progress}.run(ctx)
}

// VerifyNewer is the lighter proof, for a copy most of which was verified when it was last copied: the audit chain from what was
// seen then, up to the heads of now, and SQLite's structure. anchors are looked up, too.
func (c *Copy) VerifyNewer(ctx context.Context, since, heads, anchors []store.Anchor) (Verified, error) {
	found, err := c.store.VerifyNewer(ctx, since, heads)
	if err != nil {
		return Verified{}, err
	}
	missed, err := c.store.CheckAnchors(ctx, anchors)
	found.Findings = append(found.Findings, missed...)
	return Verified{Parts: partsOf(found)}, err
}

// Sample reads as a person would, through the rooms: the pages of the newest issued prescription, held against their hash, and the
// chart of its patient, or of the newest patient. A practice that has neither has nothing to read.
func (c *Copy) Sample(ctx context.Context) error {
	var paper documents.DocumentID
	var who patients.ID
	err := c.store.View(ctx, c.actor, action.VerifyPractice, func(tx *store.Tx) error {
		return tx.QueryRow(action.DocumentRead, `SELECT id, patient_id FROM document WHERE kind = ? ORDER BY issued DESC, id DESC LIMIT 1`,
			[]any{documents.Prescription}, &paper, &who)
	})
	switch {
	case err == nil:
		err = c.store.View(ctx, c.actor, action.ReadDocument, func(tx *store.Tx) error {
			_, _, err := documents.FrozenOf(tx, paper)
			return err
		}, store.About(who))
	case store.CodeOf(err) == store.NotFound:
		err = c.store.View(ctx, c.actor, action.FindPatients, func(tx *store.Tx) error {
			return tx.QueryRow(action.PatientRead, `SELECT id FROM patient ORDER BY id DESC LIMIT 1`, nil, &who)
		})
		if store.CodeOf(err) == store.NotFound {
			return nil
		}
	}
	if err != nil {
		return err
	}
	return c.store.View(ctx, c.actor, action.OpenChart, func(tx *store.Tx) error {
		if _, err := patients.Get(tx, who); err != nil {
			return err
		}
		_, err := chart.Summarize(tx, who)
		return err
	}, store.About(who))
}
