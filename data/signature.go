package data

import (
	"context"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// ReleaseSignature lets a picture stand as the actor's own signature on what the actor issues from now on; nil takes it back. Nobody
// can do it for somebody else: the own password is asked for, although the actor is signed in. What was issued before stays as it is.
//
// It returns Forbidden for a wrong password, and Invalid for an actor who treats nobody or for a picture that is too large.
func (p *Practice) ReleaseSignature(ctx context.Context, actor store.Actor, login, secret string, picture []byte) error {
	if err := p.admit(actor, action.ReleaseSignature); err != nil {
		return err
	}
	who, err := p.vault.Authenticate(vault.Password(login, secret))
	if err != nil {
		return store.FromVault("check own password", err)
	}
	if store.UserID(who.ID) != actor.User {
		return store.Fail(store.Forbidden, "error.data.other_user")
	}
	return p.Update(ctx, actor, action.ReleaseSignature, func(tx *store.Tx) error { return organization.SetSignature(tx, picture) })
}
