package frame

import (
	"context"
	"errors"

	"satchel/data"
	"satchel/data/store"
	"satchel/data/vault"
	"satchel/ui/session"
)

// lockModel decides who may come through the lock. Its methods may run on any goroutine.
type lockModel struct{ practice *data.Practice }

// hasPIN reports whether a person can come back with a PIN at all.
func hasPIN(s *session.Session) bool { return len(s.User.PIN) > 0 && !data.IsRecovery(s.Actor) }

// needsPassword reports whether err says that a PIN is not enough any more.
func needsPassword(err error) bool {
	var known *store.Error
	return errors.As(err, &known) && known.Key == "error.data.password_needed"
}

// unlock reopens a person's session with the PIN.
func (m lockModel) unlock(ctx context.Context, s *session.Session, pin string) (*session.Session, error) {
	if err := m.practice.Unlock(ctx, s.Actor, pin); err != nil {
		return nil, err
	}
	return s.Fresh(ctx)
}

// reauthenticate reopens a person's session with the password. It answers Locked where the session ended meanwhile.
func (m lockModel) reauthenticate(ctx context.Context, s *session.Session, password string) (*session.Session, error) {
	if err := m.practice.Reauthenticate(ctx, s.Actor, vault.Password(s.User.Login, password)); err != nil {
		return nil, err
	}
	return s.Fresh(ctx)
}

// signIn lets another person in over the lock.
func (m lockModel) signIn(ctx context.Context, login, password string) (*session.Session, error) {
	actor, err := m.practice.SignIn(ctx, vault.Password(login, password))
	if err != nil {
		return nil, err
	}
	return session.New(ctx, m.practice, actor)
}
