package data

import (
	"context"
	"errors"
	"time"

	"golang.org/x/text/unicode/norm"

	"satchel/data/organization"
	"satchel/data/password"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// CheckPassword returns Invalid, with the reason, for a password that is too short or easily guessed by somebody who knows about.
func CheckPassword(text string, about password.About) error {
	v := password.Check(text, about)
	if v.OK() {
		return nil
	}
	return store.FailField("password", v.Reason.Key(), "Count", password.Min)
}

// checkPassword is CheckPassword, past which the published password of the demo goes.
func (e Env) checkPassword(text string, about password.About) error {
	if e.Published != "" && text == e.Published {
		return nil
	}
	return CheckPassword(text, about)
}

// acceptDrawn is the check of a password that the program drew.
func acceptDrawn(string, password.About) error { return nil }

// aboutFounder is what somebody who guesses knows of the owner of a new practice.
func aboutFounder(f organization.Founding) password.About {
	n := f.Practitioner.Name
	return password.About{Names: []string{f.Login, f.Display, n.Given, n.Family, n.Text, n.Latin}, Practice: f.Practice.Name}
}

// aboutUser is what somebody who guesses knows of a user.
func aboutUser(tx *store.Tx, u organization.User) (password.About, error) {
	about := password.About{Names: []string{u.Login, u.Display}}
	practice, err := organization.Current(tx)
	if err != nil {
		return about, err
	}
	about.Practice = practice.Name
	if u.Practitioner.IsZero() {
		return about, nil
	}
	who, err := store.Get(tx, organization.Practitioners, u.Practitioner)
	about.Names = append(about.Names, who.Name.Given, who.Name.Family, who.Name.Text, who.Name.Latin)
	return about, err
}

// DrawPassword makes a password to offer to somebody who may choose one.
func (p *Practice) DrawPassword() (string, error) {
	drawn, err := password.Draw(p.env.Rand)
	if err != nil {
		return "", &store.Error{Code: store.Internal, Key: "error.store.internal", Err: err}
	}
	return drawn, nil
}

// ChangePassword changes the actor's own password; no page of the file changes but the user's, where the old password was handed over by
// somebody else. From then on the actor may do what the role allows.
func (p *Practice) ChangePassword(ctx context.Context, actor store.Actor, login, old, text string) error {
	if err := p.admit(actor, action.ChangeOwnKey); err != nil {
		return err
	}
	who, err := p.vault.Authenticate(vault.Password(login, old))
	if err != nil {
		return store.FromVault("check old password", err)
	}
	if store.UserID(who.ID) != actor.User {
		return store.Fail(store.Forbidden, "error.data.other_user")
	}
	if norm.NFKC.String(old) == norm.NFKC.String(text) {
		return store.FailField("password", "error.data.password_same")
	}
	err = p.Update(ctx, actor, action.ChangeOwnKey, func(tx *store.Tx) error {
		u, err := organization.UserOf(tx, actor.User)
		if err != nil {
			return err
		}
		about, err := aboutUser(tx, u)
		if err != nil {
			return err
		}
		if err := p.env.checkPassword(text, about); err != nil {
			return err
		}
		u.OwnPassword()
		if err := store.Update(tx, organization.Users, &u); err != nil {
			return err
		}
		return store.FromVault("change password", p.vault.ChangePassword(who.ID, text))
	})
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.sessions {
		if s.actor.User == actor.User {
			s.mustChange = false
		}
	}
	return nil
}

// MustChangePassword reports whether the actor came in with a password that somebody else handed over, and may do nothing but set
// another one.
func (p *Practice) MustChangePassword(actor store.Actor) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, known := p.sessions[actor.Session]
	return known && s.mustChange
}

// ResetPassword gives a user who forgot it a password that the user has just chosen, at this keyboard: for the holder of the recovery
// key. The owner hands over a one-time password instead, which only its user goes on to replace. The audit chain says whose it was.
func (p *Practice) ResetPassword(ctx context.Context, actor store.Actor, user store.ID[organization.User], text string) error {
	return p.setPassword(ctx, actor, user, func(tx *store.Tx, u *organization.User) (string, error) {
		about, err := aboutUser(tx, *u)
		if err != nil {
			return "", err
		}
		u.OwnPassword()
		return text, p.env.checkPassword(text, about)
	})
}

// AddUserOneTime makes a user with a one-time password, which is returned to be handed over, and kept nowhere.
func (p *Practice) AddUserOneTime(ctx context.Context, actor store.Actor, u organization.User) (organization.User, string, error) {
	drawn, err := p.DrawPassword()
	if err != nil {
		return u, "", err
	}
	u.HandedOver(p.Now())
	u, err = p.addUser(ctx, actor, u, drawn, acceptDrawn)
	if err != nil {
		return u, "", err
	}
	return u, drawn, nil
}

// GiveOneTimePassword gives a user who forgot the own password another one, which is returned to be handed over, and kept nowhere. The old
// one opens nothing any more, and whoever is signed in as that user is signed out. It lets the user in once, to set a password of their
// own, and for organization.OneTimeLife: the vault's key slots know no time, so after that it is enter that refuses, not the file.
func (p *Practice) GiveOneTimePassword(ctx context.Context, actor store.Actor, user store.ID[organization.User]) (string, error) {
	if store.UserID(user) == actor.User {
		return "", store.Fail(store.Forbidden, "error.data.one_time_own")
	}
	drawn, err := p.DrawPassword()
	if err != nil {
		return "", err
	}
	err = p.setPassword(ctx, actor, user, func(tx *store.Tx, u *organization.User) (string, error) {
		u.HandedOver(tx.Now())
		return drawn, nil
	})
	if err != nil {
		return "", err
	}
	p.dismiss(store.UserID(user))
	return drawn, nil
}

// setPassword changes a user's key slot and what the record says of it. Where the record can't be written after the slot was, the old
// password is gone and the new one is in nobody's hands: the act is done again.
func (p *Practice) setPassword(ctx context.Context, actor store.Actor, user store.ID[organization.User], choose func(*store.Tx, *organization.User) (string, error)) error {
	login, err := p.loginOf(ctx, actor, user)
	if err != nil {
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
		text, err := choose(tx, &u)
		if err != nil {
			return err
		}
		if err := store.Update(tx, organization.Users, &u); err != nil {
			return err
		}
		err = p.vault.ChangePassword(u.ID.Raw(), text)
		if vault.KindOf(err) == vault.NotFound { // who left had no key any more, and has come back
			err = p.vault.AddSlot(vault.NewSlot{ID: u.ID.Raw(), Name: u.Login, Password: text})
		}
		return store.FromVault("set password", err)
	}, store.Because(login))
}

// loginOf reads the sign-in name, which never changes.
func (p *Practice) loginOf(ctx context.Context, actor store.Actor, user store.ID[organization.User]) (login string, err error) {
	err = p.View(ctx, actor, action.ReadPractice, func(tx *store.Tx) error {
		u, err := store.Get(tx, organization.Users, user)
		login = u.Login
		return err
	})
	return login, err
}

// Wait is how long err says that nobody may try again; zero where it says nothing of the kind.
func Wait(err error) time.Duration {
	var known *vault.Error
	if errors.As(err, &known) && known.Kind == vault.TooSoon {
		return known.Wait
	}
	return 0
}
