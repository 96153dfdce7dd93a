package data

import (
	"context"
	"errors"

	"satchel/data/organization"
	"satchel/data/password"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// AddUser makes a user and the key slot that the password opens, both or neither.
func (p *Practice) AddUser(ctx context.Context, actor store.Actor, u organization.User, password string) (organization.User, error) {
	return p.addUser(ctx, actor, u, password, p.env.checkPassword)
}

// addUser is AddUser with the check that the password must pass.
func (p *Practice) addUser(ctx context.Context, actor store.Actor, u organization.User, text string, check func(string, password.About) error) (organization.User, error) {
	slotted := false
	err := p.Update(ctx, actor, action.ManageUsers, func(tx *store.Tx) (err error) {
		about, err := aboutUser(tx, u)
		if err != nil {
			return err
		}
		if err := check(text, about); err != nil {
			return err
		}
		if u, err = organization.AddUser(tx, u); err != nil {
			return err
		}
		if err := p.vault.AddSlot(vault.NewSlot{ID: u.ID.Raw(), Name: u.Login, Password: text}); err != nil {
			return store.FromVault("add key slot", err)
		}
		slotted = true
		return nil
	})
	if err != nil && slotted {
		err = errors.Join(err, store.FromVault("remove key slot", p.vault.RemoveSlot(u.ID.Raw())))
	}
	return u, err
}

// ChangeUser keeps a changed user. One who is made inactive loses the key slot: an older backup still opens with the old password.
func (p *Practice) ChangeUser(ctx context.Context, actor store.Actor, u organization.User) (organization.User, error) {
	err := p.Update(ctx, actor, action.ManageUsers, func(tx *store.Tx) (err error) {
		u, err = organization.ChangeUser(tx, u)
		return err
	})
	if err != nil || u.Active {
		return u, err
	}
	p.dismiss(u.KernelID())
	if err := p.vault.RemoveSlot(u.ID.Raw()); err != nil && vault.KindOf(err) != vault.NotFound {
		return u, store.FromVault("remove key slot", err)
	}
	return u, nil
}

// dismiss ends every session of a user.
func (p *Practice) dismiss(user store.UserID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, s := range p.sessions {
		if s.actor.User == user {
			delete(p.sessions, id)
		}
	}
}

// markMustChange keeps of each user that somebody else chose the password: at the next sign-in it serves to set one of their own.
func markMustChange(tx *store.Tx, users []organization.User) ([]organization.User, error) {
	marked := make([]organization.User, 0, len(users))
	for _, u := range users {
		u.HandedOver(tx.Now())
		u, err := organization.ChangeUser(tx, u)
		if err != nil {
			return nil, err
		}
		marked = append(marked, u)
	}
	return marked, nil
}

// SetPIN sets the actor's own PIN.
func (p *Practice) SetPIN(ctx context.Context, actor store.Actor, pin string) error {
	return p.Update(ctx, actor, action.ChangeOwnKey, func(tx *store.Tx) error { return organization.SetPIN(tx, pin) })
}

// NewRecoveryKey replaces the recovery key. The code is shown once, and kept nowhere.
func (p *Practice) NewRecoveryKey(ctx context.Context, actor store.Actor) (string, error) {
	if err := p.admit(actor, action.ReplaceRecovery); err != nil {
		return "", err
	}
	if p.looking {
		return "", store.Fail(store.Forbidden, "error.store.look_only")
	}
	if err := p.store.Record(ctx, actor, action.ReplaceRecovery, "success"); err != nil {
		return "", err
	}
	code, err := p.vault.NewRecoveryKey()
	return code, store.FromVault("make recovery key", err)
}
