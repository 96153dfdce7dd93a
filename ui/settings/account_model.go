package settings

import (
	"context"

	"satchel/data/store"
	"satchel/ui/session"
)

// accountModel is one's own password and PIN. Its methods may run on any goroutine.
type accountModel struct{ s *session.Session }

// changePassword changes the person's own password.
func (m accountModel) changePassword(ctx context.Context, values map[string]string) error {
	if values["password"] != values["again"] {
		return store.FailField("again", "error.session.password_differs")
	}
	err := m.s.Practice.ChangePassword(ctx, m.s.Actor, m.s.User.Login, values["old"], values["password"])
	if store.CodeOf(err) == store.Forbidden { // name and password don't fit: here the name is known
		return store.FailField("old", "error.settings.old_password")
	}
	return err
}

// setPIN sets the person's own PIN.
func (m accountModel) setPIN(ctx context.Context, pin, again string) error {
	if pin != again {
		return store.FailField("again", "error.settings.pin_differs")
	}
	return m.s.Practice.SetPIN(ctx, m.s.Actor, pin)
}
