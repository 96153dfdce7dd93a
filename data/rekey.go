package data

import (
	"context"
	"errors"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// RekeyRequest is the owner's own sign-in name and password, given once more: the new file opens with it.
type RekeyRequest struct{ Login, Password string }

// OneTime is a password that was drawn for a user and must be replaced at the next sign-in.
type OneTime struct{ Login, Name, Passphrase string }

// Rekeyed is what must be shown once after a re-key; it is kept nowhere.
type Rekeyed struct {
	RecoveryKey string    // the one from before opens nothing any more
	OneTime     []OneTime // one for every other user, by login
}

// Rekey rewrites the whole file under a new data key (see vault.Rekey), for when somebody left who may have kept a copy of the
// file: with their old password, or the key that was in it, the new file can't be opened. Backups made before still open as they
// did. Only the owner may. The act is in the audit before the copy begins, and its failure after it.
//
// It ends with the practice closed: everyone signs in again, the owner with the same password, the others with the one that was
// drawn for them. Where it fails before that, everything is as it was. A power cut may come after the new file is in its place and
// before anybody read the passwords: then the owner signs in, and gives out new ones. A result that comes with an error is good,
// but may not outlast a power cut.
//
// It returns Forbidden for a wrong password or who is not the owner, and the vault's errors.
func (p *Practice) Rekey(ctx context.Context, actor store.Actor, r RekeyRequest, progress func(percent int)) (Rekeyed, error) {
	if progress == nil {
		progress = func(int) {}
	}
	if err := p.admit(actor, action.Rekey); err != nil {
		return Rekeyed{}, err
	}
	who, err := p.vault.Authenticate(vault.Password(r.Login, r.Password))
	if err != nil {
		return Rekeyed{}, store.FromVault("check password", err)
	}
	if store.UserID(who.ID) != actor.User {
		return Rekeyed{}, store.Fail(store.Forbidden, "error.data.other_user")
	}
	plan := vault.RekeyPlan{Slots: []vault.NewSlot{{ID: who.ID, Name: r.Login, Password: r.Password}}}
	made, undo, err := p.handOut(ctx, actor, &plan)
	if err != nil {
		return Rekeyed{}, err
	}
	made.RecoveryKey, err = p.vault.Rekey(ctx, plan, func(done, total int64) { progress(int(done * 100 / total)) })
	if p.vault.IsClosed() {
		p.dismissAll()
		if noted := p.remember(made.RecoveryKey != ""); err == nil {
			err = noted
		}
	} else if err != nil {
		// Whatever ended the copy must not end the undoing.
		err = errors.Join(rekeyError(err), undo(context.WithoutCancel(ctx)))
		return Rekeyed{}, err
	}
	if made.RecoveryKey == "" {
		return Rekeyed{}, rekeyError(err)
	}
	return made, rekeyError(err)
}

// rekeyError leaves a cancellation and what is the kernel's as they are.
func rekeyError(err error) error {
	var known *store.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return store.FromVault("re-key", err)
}

// handOut draws a password for every other user who can sign in, adds it to plan, and marks it in the record as one that must be
// replaced. undo takes the marks back and records that the act failed.
func (p *Practice) handOut(ctx context.Context, actor store.Actor, plan *vault.RekeyPlan) (made Rekeyed, undo func(context.Context) error, err error) {
	var before, marked []organization.User
	err = p.Update(ctx, actor, action.Rekey, func(tx *store.Tx) error {
		all, err := organization.AllUsers(tx)
		if err != nil {
			return err
		}
		for _, u := range all {
			if !u.Active || u.KernelID() == actor.User {
				continue
			}
			phrase, err := p.DrawPassword()
			if err != nil {
				return err
			}
			before = append(before, u)
			plan.Slots = append(plan.Slots, vault.NewSlot{ID: u.ID.Raw(), Name: u.Login, Password: phrase})
			made.OneTime = append(made.OneTime, OneTime{Login: u.Login, Name: u.Name(), Passphrase: phrase})
		}
		marked, err = markMustChange(tx, before)
		return err
	})
	undo = func(ctx context.Context) error {
		restored := p.Update(ctx, actor, action.ManageUsers, func(tx *store.Tx) error {
			for i, u := range before {
				u.Meta = marked[i].Meta
				if _, err := organization.ChangeUser(tx, u); err != nil {
					return err
				}
			}
			return nil
		})
		return errors.Join(restored, p.store.Record(ctx, actor, action.Rekey, "failure"))
	}
	return made, undo, err
}
