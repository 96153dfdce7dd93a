package patients

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// buildImmunizations lists every dose that the record knows of; one opens to be corrected.
func (s *patientScreen) buildImmunizations() (fyne.CanvasObject, fyne.Focusable) {
	f := s.f
	mayWrite := f.Session.May(action.WriteChart) && !s.page.Patient.Retracted
	var list *kit.List
	var load func()
	var begin *kit.Button
	var buttons []fyne.CanvasObject
	if mayWrite {
		add := func() { s.askDose(chart.Immunization{}, load) }
		s.addDose = add
		begin = kit.NewIconButton("plus", f.Text("patients_screen.immunization.add"), kit.Primary, add).WithKey("F9")
		buttons = append(buttons, kit.NewIconButton("plus", f.Text("patients_screen.immunization.add"), kit.Standard, add).WithKey("F9"))
	}
	if s.mayMakePage() && !s.page.Patient.Retracted {
		for _, kind := range []documents.Kind{documents.ImmunizationCard, documents.VaccinationCertificate} {
			buttons = append(buttons, kit.NewIconButton("print", f.Text("documents.title."+string(kind)), kit.Quiet, func() { s.makePage(kind) }))
		}
	}
	list = kit.NewList(s.columns(column{"given", 0, 118, 0}, column{"vaccine", 2.2, 0, 0}, column{"dose", 0, 56, 0}, column{"lot", 1, 0, 0}, column{"how", 1.4, 0, 0},
		column{"by", 1.4, 0, 0}, column{"source", 1.6, 0, 0}, column{"next_due", 0, 118, 0}), kit.NewEmptyState("drop", f.Text("patients_screen.immunization.none"), begin))
	load = func() {
		fillList(s, list, s.model.Doses, func(d dose) []kit.Cell { return s.doseCells(d) }, func(d dose) {
			if mayWrite {
				s.askDose(d.Immunization, load)
			}
		}, nil)
	}
	load()
	return kit.Under(kit.Inset(2, 6, kit.Row(kit.Gap, buttons...)), kit.NewFlushCard("", list)), list
}

func (s *patientScreen) doseCells(d dose) []kit.Cell {
	f, session := s.f, s.f.Session
	number, site, route := "", "", ""
	if d.DoseNumber > 0 {
		number = strconv.Itoa(d.DoseNumber)
	}
	if d.Site != "" {
		site = f.Text(d.Site.CatalogueKey())
	}
	if d.Route != "" {
		route = f.Text(d.Route.CatalogueKey())
	}
	when := f.Text("patients_screen.immunization.unknown_day")
	if !d.Occurrence.IsZero() {
		when = session.Day(d.Occurrence)
	}
	due := kit.Cell{}
	if !d.NextDue.IsZero() {
		due.Text = session.Day(d.NextDue)
		if d.NextDue.Before(session.Today()) {
			due.Color = theme.Alert.Text()
		}
	}
	return []kit.Cell{{Text: when}, {Text: d.Vaccine.Display, Role: kit.Strong}, {Text: number}, {Text: d.LotNumber, Role: kit.Muted}, {Text: joined(site, route), Role: kit.Muted},
		{Text: joined(d.By, d.Place), Role: kit.Muted}, {Text: f.Text(d.Source.CatalogueKey()), Role: kit.Muted}, due}
}

// askDose asks for a dose that was given, or corrects one; then runs once something was kept.
func (s *patientScreen) askDose(base chart.Immunization, then func()) {
	f := s.f
	text := func(key string) string { return f.Text("patients_screen.immunization." + key) }
	order, now := f.Session.Settings.DateOrder, f.Session.Now
	form := kit.NewForm(3)
	entry := func(field, label, hint string, limit, span int) {
		input := kit.NewField(text(label), hint)
		input.Entry.MaxRunes = limit
		form.Add(field, input, span)
	}
	entry(fieldVaccine, "vaccine", text("vaccine_hint"), chart.NameLength, 2)
	entry(fieldDose, "dose", text("dose_hint"), 2, 1)
	var sources, sites, routes []kit.Option
	for _, code := range chart.ImmunizationSources {
		sources = append(sources, kit.Option{Value: string(code), Label: f.Text(code.CatalogueKey())})
	}
	sites, routes = append(sites, kit.Option{Label: text("unknown")}), append(routes, kit.Option{Label: text("unknown")})
	for _, code := range chart.ImmunizationSites {
		sites = append(sites, kit.Option{Value: string(code), Label: f.Text(code.CatalogueKey())})
	}
	for _, code := range chart.ImmunizationRoutes {
		routes = append(routes, kit.Option{Value: string(code), Label: f.Text(code.CatalogueKey())})
	}
	form.Add(fieldSource, kit.NewSelectField(text("source"), "", sources...), 2)
	form.Add(fieldOccurrence, kit.NewDayField(text("occurrence"), text("occurrence_hint"), order, now), 1)
	entry(fieldMaker, "maker", text("optional"), chart.NameLength, 1)
	entry(fieldLot, "lot", text("optional"), chart.LotLength, 1)
	form.Add(fieldExpires, kit.NewDayField(text("expires"), text("optional"), order, now), 1)
	form.Add(fieldSite, kit.NewSelectField(text("site"), "", sites...), 1)
	form.Add(fieldRoute, kit.NewSelectField(text("route"), "", routes...), 1)
	form.Add(fieldNextDue, kit.NewDayField(text("next_due"), text("next_due_hint"), order, now), 1)
	entry(fieldPerformer, "performer", text("performer_hint"), chart.NameLength, 1)
	entry(fieldPlace, "place", text("place_hint"), chart.NameLength, 2)
	entry(fieldNote, "note", text("optional"), chart.CommentLimit, 3)
	form.SetValues(doseValues(f.Session, base))

	var dialog *kit.Dialog
	busy := false
	save := func() {
		if busy {
			return
		}
		busy = true
		answers := values(form.Values())
		frame.Save(f, func(ctx context.Context) (chart.Immunization, error) { return s.model.KeepDose(ctx, base, answers) }, func(_ chart.Immunization, err error) {
			busy = false
			if err != nil {
				if problem := f.Session.Problem(err); len(problem.Fields) == 0 || !form.SetErrors(problem.Fields) {
					f.Fail(err)
				}
				return
			}
			dialog.Close()
			f.Done(text("kept"), nil)
			then()
		})
	}
	yes := kit.NewButton(text("keep"), kit.Primary, save).WithKey("Enter")
	buttons := []*kit.Button{kit.NewButton(text("cancel"), kit.Standard, func() { dialog.Cancel() })}
	title := text("add")
	if !base.ID.IsZero() {
		title = text("change")
		if f.Session.May(action.RetractChart) {
			buttons = append(buttons, kit.NewIconButton("trash", text("retract"), kit.Quiet, func() {
				dialog.Close()
				s.retractDose(base, then)
			}))
		}
	}
	form.OnSubmit, form.OnCancel = save, func() { dialog.Cancel() }
	dialog = f.ShowDialog(kit.DialogSpec{Title: title, Body: form, Buttons: append(buttons, yes), Default: yes, Focus: form.Input(fieldVaccine).FocusTarget(), Width: 720})
}

// retractDose takes an immunisation back that should not be there, with a reason.
func (s *patientScreen) retractDose(i chart.Immunization, then func()) {
	f := s.f
	f.Prompt(f.Text("patients_screen.immunization.retract_title"), f.Text("patients_screen.immunization.retract_text"), f.Text("patients_screen.immunization.retract"), kit.Danger, func(reason string) {
		frame.Save(f, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, s.model.RetractDose(ctx, i.ID, reason)
		}, func(_ struct{}, err error) {
			if err != nil {
				f.Fail(err)
				return
			}
			f.Done(f.Text("patients_screen.immunization.retracted"), nil)
			then()
		})
	})
}
