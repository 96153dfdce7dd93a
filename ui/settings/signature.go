package settings

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// signatureCard lets somebody who treats release a picture of the own signature, or take it back. It asks for the own password each time.
func (s *accountSection) signatureCard() fyne.CanvasObject {
	text := s.f.Text
	s.signature = kit.NewForm(2)
	s.signature.Add("signature", s.f.PathField(text("settings.signature.path"), text("settings.signature.path_hint"), ""), 2)
	s.signature.Add("secret", kit.NewPasswordField(text("settings.account.old"), ""), 2)
	state := kit.NewParagraph("", kit.Body)
	show := func() {
		frame.Load(s.f, s.model.hasSignature, func(has bool, err error) {
			if err != nil {
				s.f.Fail(err)
				return
			}
			key := "settings.signature.none"
			if has {
				key = "settings.signature.released"
			}
			state.SetText(text(key))
		})
	}
	do := func(done string, work func(context.Context, map[string]string) error) func() {
		return func() {
			values := s.signature.Values()
			frame.Save(s.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx, values) }, func(_ struct{}, err error) {
				if err != nil {
					refuse(s.f, s.signature, err)
					return
				}
				s.signature.SetErrors(nil)
				s.signature.SetValues(map[string]string{"signature": "", "secret": ""})
				s.f.Done(text(done), nil)
				show()
			})
		}
	}
	release := do("settings.signature.done", s.model.releaseSignature)
	s.signature.OnSubmit, s.signature.OnCancel = release, func() { s.f.Key(frame.KeyEscape) }
	show()
	return kit.NewCard(text("settings.signature.title"), kit.Column(kit.GapLarge, kit.NewParagraph(text("settings.signature.lead"), kit.Muted), state, s.signature,
		kit.Row(kit.Gap, kit.Spacer(), kit.NewButton(text("settings.signature.take_back"), kit.Quiet, do("settings.signature.taken_back", s.model.takeSignatureBack)),
			kit.NewButton(text("settings.signature.release"), kit.Standard, release))))
}

// hasSignature reports whether the person's own signature is released.
func (m accountModel) hasSignature(ctx context.Context) (has bool, err error) {
	err = m.s.View(ctx, action.ReadPractice, func(tx *store.Tx) error {
		picture, err := organization.ReleasedSignature(tx, m.s.User.Practitioner)
		has = len(picture) > 0
		return err
	})
	return has, err
}

// releaseSignature reads a picture and lets it stand as the person's own signature.
func (m accountModel) releaseSignature(ctx context.Context, values map[string]string) error {
	path := strings.TrimSpace(values["signature"])
	if path == "" {
		return store.FailField("signature", "error.value.required")
	}
	picture, err := signatureOf(frame.ExpandPath(path, frame.HomeFolder()))
	if err != nil {
		return err
	}
	return m.sign(ctx, values["secret"], picture)
}

// takeSignatureBack leaves the line to sign on by hand from then on.
func (m accountModel) takeSignatureBack(ctx context.Context, values map[string]string) error {
	return m.sign(ctx, values["secret"], nil)
}

func (m accountModel) sign(ctx context.Context, secret string, picture []byte) error {
	err := m.s.Practice.ReleaseSignature(ctx, m.s.Actor, m.s.User.Login, secret, picture)
	if store.CodeOf(err) == store.Forbidden { // here the name is known
		return store.FailField("secret", "error.settings.old_password")
	}
	return err
}
