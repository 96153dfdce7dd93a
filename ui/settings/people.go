package settings

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"satchel/data/organization"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
)

// peopleSection lists who signs in.
type peopleSection struct {
	passing
	f     *frame.Frame
	model peopleModel
	list  *kit.List
	rows  []person
}

func newPeopleSection(f *frame.Frame) section {
	s := &peopleSection{f: f, model: peopleModel{f.Session}}
	s.list = kit.NewList([]kit.ListColumn{
		{Title: f.Text("settings.people.display"), Weight: 3}, {Title: f.Text("frame.login"), Weight: 2}, {Title: f.Text("settings.people.role"), Weight: 2},
		{Title: f.Text("settings.people.registration"), Weight: 2, Narrow: 700}, {Title: "", Width: 190},
	}, nil)
	s.list.OnOpened = func(row int) { s.edit(s.rows[row]) }
	return s
}

func (s *peopleSection) content() fyne.CanvasObject {
	f := s.f
	selected := func(act func(person)) func() {
		return func() {
			if row := s.list.Selected(); row >= 0 && row < len(s.rows) {
				act(s.rows[row])
			}
		}
	}
	return kit.NewFlushCard(f.Text("settings.tab.people"), s.list,
		kit.NewButton(f.Text("settings.people.one_time"), kit.Quiet, selected(s.giveOneTime)),
		kit.NewButton(f.Text("settings.people.deactivate"), kit.Quiet, selected(s.deactivate)),
		kit.NewIconButton("edit", f.Text("settings.people.edit"), kit.Standard, selected(s.edit)),
		kit.NewIconButton("plus", f.Text("settings.people.add"), kit.Primary, s.add))
}

func (s *peopleSection) shown() {
	s.load(0)
}

func (s *peopleSection) load(selected int) {
	frame.Load(s.f, s.model.load, func(rows []person, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.rows = rows
		s.list.SetRows(len(rows), s.cells, min(selected, len(rows)-1))
		kit.Focus(s.list)
	})
}

func (s *peopleSection) cells(row int) []kit.Cell {
	p, f := s.rows[row], s.f
	var marks []kit.Mark
	if !p.user.Active {
		marks = append(marks, kit.Mark{Text: f.Text("settings.people.left"), Tone: theme.Neutral})
	}
	if p.user.Active && p.user.MustChange {
		marks = append(marks, kit.Mark{Text: f.Text("settings.people.one_time_waits"), Tone: theme.Info})
	}
	if treats(p.user.Role) && p.practitioner.Registration == "" {
		marks = append(marks, kit.Mark{Text: f.Text("settings.people.no_registration"), Tone: theme.Alert})
	}
	return []kit.Cell{{Text: p.user.Name(), Role: kit.Strong}, {Text: p.user.Login}, {Text: f.Text("organization.role." + string(p.user.Role))},
		{Text: p.practitioner.Registration, Role: kit.Muted}, {Marks: marks}}
}

// form asks for a person; a new one gets a one-time password after it.
func (s *peopleSection) form(fresh bool) *kit.Form {
	text := s.f.Text
	form := kit.NewForm(4)
	if fresh {
		login := kit.NewField(text("frame.login"), text("settings.people.login_hint"))
		login.Entry.MaxRunes = organization.LoginLength
		form.Add("login", login, 2)
	}
	var roles []session.Choice
	for _, r := range action.Roles {
		roles = append(roles, session.Choice{Value: string(r), Label: text("organization.role." + string(r))})
	}
	role := kit.NewSelectField(text("settings.people.role"), "", options(roles)...)
	form.Add("role", role, 2)
	form.Add("display", kit.NewField(text("settings.people.display"), text("settings.people.display_hint")), 4)
	doctor := map[string]kit.Input{
		"prefix": kit.NewField(text("settings.people.prefix"), ""), "given": kit.NewField(text("settings.people.given"), ""), "family": kit.NewField(text("settings.people.family"), ""),
		"qualification": kit.NewField(text("settings.people.qualification"), ""), "registration": kit.NewField(text("settings.people.registration"), ""),
	}
	keys := []string{"prefix", "given", "family", "qualification", "registration"}
	keys = append(keys, s.lawful(doctor)...)
	for _, key := range keys {
		span := 2
		if key == "prefix" || key == "given" {
			span = 1
		}
		form.Add(key, doctor[key], span)
	}
	if fresh {
		form.AddObject(kit.NewParagraph(text("settings.people.one_time_follows"), kit.Caption), 4)
	}
	form.OnChanged = func(key string) {
		if key == "role" {
			showDoctor(doctor, role.Value())
			form.Refresh()
		}
	}
	return form
}

// lawful adds what the law of the practice's country asks of somebody who prescribes, and returns its fields.
func (s *peopleSection) lawful(doctor map[string]kit.Input) []string {
	text := s.f.Text
	switch organization.JurisdictionOf(s.f.Session.Settings.Country) {
	case organization.UnitedKingdom:
		var professions []kit.Option
		for _, p := range organization.Professions {
			professions = append(professions, kit.Option{Value: string(p), Label: text(p.CatalogueKey())})
		}
		doctor["profession"] = kit.NewSelectField(text("settings.people.profession"), "", professions...)
		return []string{"profession"}
	case organization.UnitedStates:
		doctor["npi"], doctor["dea"] = kit.NewField(text("settings.people.npi"), text("settings.optional")), kit.NewField(text("settings.people.dea"), text("settings.people.dea_hint"))
		return []string{"npi", "dea"}
	case organization.EuropeanUnion:
		doctor["phone"], doctor["email"] = kit.NewField(text("settings.people.own_phone"), text("settings.optional")), kit.NewField(text("settings.people.own_email"), text("settings.optional"))
		return []string{"phone", "email"}
	}
	return nil
}

// showDoctor shows a doctor's fields for a doctor alone.
func showDoctor(fields map[string]kit.Input, role string) {
	for _, input := range fields {
		if treats(action.Role(role)) {
			input.Show()
		} else {
			input.Hide()
		}
	}
}

func (s *peopleSection) add() {
	form := s.form(true)
	form.SetValues(map[string]string{"role": string(action.Desk)})
	form.OnChanged("role")
	var given handed
	act := func(ctx context.Context, values map[string]string) (err error) {
		given, err = s.model.add(ctx, values)
		return err
	}
	askForm(s.f, "settings.people.add", form, act, func() {
		s.changed()
		s.showOneTime(given)
	})
}

func (s *peopleSection) edit(p person) {
	form := s.form(false)
	form.SetValues(p.values())
	form.OnChanged("role")
	act := func(ctx context.Context, values map[string]string) error { return s.model.change(ctx, p, values) }
	askForm(s.f, "settings.people.edit", form, act, func() {
		s.f.Done(s.f.Text("settings.saved"), nil)
		s.changed()
	})
}

// changed reads everybody again, and the session: one's own name may be another now.
func (s *peopleSection) changed() {
	s.f.SettingsChanged()
	s.load(s.list.Selected())
}

// deactivate asks first: the password is gone for good.
func (s *peopleSection) deactivate(p person) {
	f := s.f
	if !p.user.Active {
		return
	}
	if err := s.model.mayLeave(p, s.rows); err != nil {
		f.Fail(err)
		return
	}
	frame.Load(f, func(ctx context.Context) (string, error) { return s.model.oldBackups(ctx, p) }, func(backups string, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		text := strings.TrimSpace(f.Text("settings.people.deactivate_text") + " " + backups)
		f.Confirm(f.Text("settings.people.deactivate_title", "Name", p.user.Name()), text, f.Text("settings.people.deactivate"), kit.Danger, func() { s.end(p) })
	})
}

// end takes a person's access away.
func (s *peopleSection) end(p person) {
	f := s.f
	frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.deactivate(ctx, p) }, func(_ struct{}, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		f.Done(f.Text("settings.people.deactivated", "Name", p.user.Name()), nil)
		s.load(s.list.Selected())
	})
}

// askForm shows a form in a dialog, and keeps it open until act took its values.
func askForm(f *frame.Frame, title string, form *kit.Form, act func(context.Context, map[string]string) error, then func()) {
	var d *kit.Dialog
	busy := false
	submit := func() {
		if busy {
			return
		}
		busy = true
		values := form.Values()
		frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, act(ctx, values) }, func(_ struct{}, err error) {
			busy = false
			if err != nil {
				refuse(f, form, err)
				return
			}
			d.Close()
			then()
		})
	}
	yes := kit.NewButton(f.Text("settings.save"), kit.Primary, submit)
	no := kit.NewButton(f.Text("frame.save.cancel"), kit.Standard, func() { d.Cancel() })
	form.OnSubmit, form.OnCancel = submit, func() { d.Cancel() }
	d = f.ShowDialog(kit.DialogSpec{Title: f.Text(title), Body: form, Buttons: []*kit.Button{no, yes}, Default: yes, Width: 640})
	form.FocusFirst()
}
