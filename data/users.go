package data

import (
	"context"
	"errors"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// AddUser makes a user and the key slot that the password opens, both or neither.
func (p *Practice) AddUser(ctx context.Context, actor store.Actor, u organization.User, password string) (organization.User, error) {
	if err := CheckPassword(password); err != nil {
		return u, err
	}
	slotted := false
	err := p.Update(ctx, actor, action.ManageUsers, func(tx *store.Tx) (err error) {
		if u, err = organization.AddUser(tx, u); err != nil {
			return err
		}
		if err := p.vault.AddSlot(vault.NewSlot{ID: u.ID.Raw(), Name: u.Login, Password: password}); err != nil {
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

// ChangePassword changes the actor's own password; no page of the file changes.
func (p *Practice) ChangePassword(ctx context.Context, actor store.Actor, login, old, password string) error {
	if err := p.admit(actor, action.ChangeOwnKey); err != nil {
		return err
	}
	if err := CheckPassword(password); err != nil {
		return err
	}
	who, err := p.vault.Authenticate(vault.Password(login, old))
	if err != nil {
		return store.FromVault("check old password", err)
	}
	if store.UserID(who.ID) != actor.User {
		return store.Fail(store.Forbidden, "error.data.other_user")
	}
	if err := p.store.Record(ctx, actor, action.ChangeOwnKey, "success"); err != nil {
		return err
	}
	return store.FromVault("change password", p.vault.ChangePassword(who.ID, password))
}

// ResetPassword gives a user who forgot it a new password. The owner may, and the holder of the recovery key.
func (p *Practice) ResetPassword(ctx context.Context, actor store.Actor, user store.ID[organization.User], password string) error {
	if err := CheckPassword(password); err != nil {
		return err
	}
	return p.Update(ctx, actor, action.ManageUsers, func(tx *store.Tx) error {
		u, err := store.Get(tx, organization.Users, user)
		if err != nil {
			return err
		}
		if !u.Active {
			return store.Fail(store.Forbidden, "error.data.user_left")
		}
		err = p.vault.ChangePassword(u.ID.Raw(), password)
		if vault.KindOf(err) == vault.NotFound { // who left had no key any more, and has come back
			err = p.vault.AddSlot(vault.NewSlot{ID: u.ID.Raw(), Name: u.Login, Password: password})
		}
		return store.FromVault("reset password", err)
	})
}

// markMustChange keeps of each user that somebody else chose the password: at the next sign-in it serves to set one of their own.
func markMustChange(tx *store.Tx, users []organization.User) ([]organization.User, error) {
	marked := make([]organization.User, 0, len(users))
	for _, u := range users {
		// The mark itself comes with the column must_change: u.HandedOver(tx.Now()).
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
	if err := p.store.Record(ctx, actor, action.ReplaceRecovery, "success"); err != nil {
		return "", err
	}
	code, err := p.vault.NewRecoveryKey()
	return code, store.FromVault("make recovery key", err)
}
