package settings

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"satchel/data/organization"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// accountSection is what everyone sets for themselves.
type accountSection struct {
	passing
	f        *frame.Frame
	model    accountModel
	pin      *kit.Form
	password *kit.Form
	pair     *frame.PasswordPair
	look     *kit.Form

	signature *kit.Form // of somebody who treats
}

func newAccountSection(f *frame.Frame) section {
	s := &accountSection{f: f, model: accountModel{f.Session}}
	text := f.Text
	escape := func() { f.Key(frame.KeyEscape) }
	s.pin = kit.NewForm(2)
	s.pin.Add("pin", kit.NewPINField(text("settings.account.pin"), organization.PINDigits), 1)
	s.pin.Add("again", kit.NewPINField(text("settings.again"), organization.PINDigits), 1)
	s.pin.OnSubmit, s.pin.OnCancel = s.setPIN, escape

	s.password = kit.NewForm(2)
	s.password.Add("old", kit.NewPasswordField(text("settings.account.old"), ""), 2)
	s.pair = f.NewPasswordPair(f.Session.About)
	s.pair.AddTo(s.password, 2)
	s.password.OnSubmit, s.password.OnCancel = s.changePassword, escape

	s.look = kit.NewForm(2)
	s.look.Add("appearance", kit.NewSegmentField(text("settings.account.appearance"), text("settings.account.this_computer"),
		kit.Option{Value: key(int(theme.System)), Label: text("settings.account.system")},
		kit.Option{Value: key(int(theme.Light)), Label: text("settings.account.light")},
		kit.Option{Value: key(int(theme.Dark)), Label: text("settings.account.dark")}), 1)
	s.look.Add("density", kit.NewSegmentField(text("settings.account.density"), text("settings.account.this_computer"),
		kit.Option{Value: key(int(theme.Standard)), Label: text("settings.account.standard")},
		kit.Option{Value: key(int(theme.Large)), Label: text("settings.account.large")}), 1)
	if f.Look.Get != nil {
		appearance, density := f.Look.Get()
		s.look.SetValues(map[string]string{"appearance": key(int(appearance)), "density": key(int(density))})
	}
	s.look.OnChanged, s.look.OnCancel = func(string) { s.setLook() }, escape
	return s
}

func key(n int) string { return strconv.Itoa(n) }

func (s *accountSection) content() fyne.CanvasObject {
	text := s.f.Text
	pinLead := "settings.account.pin_lead"
	if len(s.f.Session.User.PIN) == 0 {
		pinLead = "settings.account.pin_none"
	}
	pin := kit.Column(kit.GapLarge, kit.NewParagraph(text(pinLead), kit.Muted), s.pin,
		kit.Row(kit.Gap, kit.Spacer(), kit.NewButton(text("settings.account.set_pin"), kit.Standard, s.setPIN)))
	password := kit.Column(kit.GapLarge, s.password, kit.Row(kit.Gap, kit.Spacer(), kit.NewButton(text("settings.account.change"), kit.Standard, s.changePassword)))
	cards := []fyne.CanvasObject{
		kit.NewCard(text("settings.account.pin_title"), pin),
		kit.NewCard(text("settings.account.password_title"), password),
	}
	follow := []any{s.pin, s.password, s.look}
	if !s.f.Session.User.Practitioner.IsZero() {
		cards = append(cards, s.signatureCard())
		follow = append(follow, s.signature)
	}
	if s.f.Look.Set != nil {
		cards = append(cards, kit.NewCard(text("settings.account.look"), s.look))
	}
	return column(follow, cards...)
}

func (s *accountSection) shown() { s.pin.FocusFirst() }

func (s *accountSection) setPIN() {
	values := s.pin.Values()
	s.act(s.pin, "settings.account.pin_set", func(ctx context.Context) error { return s.model.setPIN(ctx, values["pin"], values["again"]) })
}

func (s *accountSection) changePassword() {
	values := s.password.Values()
	s.act(s.password, "settings.account.changed", func(ctx context.Context) error { return s.model.changePassword(ctx, values) })
}

// act does something with a form of secrets, which is emptied when it is done.
func (s *accountSection) act(form *kit.Form, done string, work func(context.Context) error) {
	f := s.f
	frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) }, func(_ struct{}, err error) {
		if err != nil {
			refuse(f, form, err)
			return
		}
		form.SetErrors(nil)
		empty := form.Values()
		for name := range empty {
			empty[name] = ""
		}
		form.SetValues(empty)
		s.pair.Clear()
		f.Done(f.Text(done), nil)
		f.SettingsChanged()
	})
}

func (s *accountSection) setLook() {
	values := s.look.Values()
	appearance, err := strconv.Atoi(values["appearance"])
	if err != nil {
		return
	}
	density, err := strconv.Atoi(values["density"])
	if err != nil {
		return
	}
	s.f.Look.Set(theme.Appearance(appearance), theme.Density(density))
}
