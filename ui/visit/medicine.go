package visit

import (
	"context"
	"slices"
	"strings"

	"satchel/data/prescribing"
	"satchel/ui/kit"
	"satchel/ui/session"
)

// medicineForm is one line in full, in a dialog: a new brand with its ingredients, or what a line still needs.
type medicineForm struct {
	o        *openPage
	line     prescribing.MedicationRequest
	form     *kit.Form
	sentence *kit.Paragraph
	law      *kit.Paragraph // what the legal status means
	dialog   *kit.Dialog
	asking   bool // whether to remember the medicine is a question
	warned   bool // that without ingredients nothing is checked
	saving   bool
}

// newMedicine opens the form for a medicine that nobody has prescribed here before.
func (o *openPage) newMedicine(text string) { o.openMedicine(unknownMedicine(text), true) }

// openMedicine opens the form; fresh is a medicine that the formulary does not have.
func (o *openPage) openMedicine(line prescribing.MedicationRequest, fresh bool) {
	s := o.f.Session
	m := &medicineForm{o: o, line: line, form: kit.NewForm(4), sentence: kit.NewParagraph("", kit.Muted), law: kit.NewParagraph("", kit.Caption), asking: fresh}
	text := o.f.Text
	brand := kit.NewField(text("visit.brand"), text("visit.brand_hint"))
	brand.Entry.MaxRunes = prescribing.NameLength
	m.form.Add(fieldBrand, brand, 2)
	m.form.Add(fieldForm, kit.NewSelectField(text("visit.form"), "", formOptions(s)...), 2)
	m.form.Add(fieldIngredients, m.ingredients(), 4)
	m.form.Add(fieldDosage, kit.NewField(text("visit.dosage"), text("visit.dosage_hint")), 3)
	m.form.Add(fieldQuantity, kit.NewField(text("visit.quantity"), ""), 1)
	m.form.AddObject(m.sentence, 4)
	instructions := kit.NewField(text("visit.instructions"), text("visit.optional"))
	instructions.Entry.MaxRunes = prescribing.InstructionLength
	m.form.Add(fieldInstructions, instructions, 2)
	indication := kit.NewField(text("visit.indication"), text("visit.optional"))
	indication.Entry.MaxRunes = prescribing.NameLength
	m.form.Add(fieldIndication, indication, 2)
	m.form.Add(fieldSite, kit.NewSegmentField(text("visit.site"), "", kit.Option{Value: string(prescribing.LeftSide), Label: text("prescribing.site.left")},
		kit.Option{Value: string(prescribing.RightSide), Label: text("prescribing.site.right")}, kit.Option{Value: string(prescribing.BothSides), Label: text("prescribing.site.both")}), 2)
	m.form.Add(fieldSubstitution, kit.NewSegmentField(text("visit.another_brand"), "", kit.Option{Value: yes, Label: text("visit.another_brand_yes")}, kit.Option{Value: no, Label: text("visit.another_brand_no")}), 2)
	m.form.Add(fieldLegalStatus, kit.NewSelectField(text("visit.legal_status"), "", legalOptions(s, line.LegalStatus)...), 2)
	reason := kit.NewField(text("visit.brand_reason"), text("visit.brand_reason_hint"))
	reason.Entry.MaxRunes = prescribing.NameLength
	m.form.Add(fieldBrandReason, reason, 4)
	m.form.AddObject(m.law, 4)
	m.form.Add(fieldRemember, kit.NewSegmentField(text("visit.remember"), "", kit.Option{Value: yes, Label: text("visit.yes")}, kit.Option{Value: no, Label: text("visit.no")}), 2)
	m.form.SetValues(medicineValues(s.Language(), line, fresh))
	m.form.OnChanged = func(string) { m.arrange() }
	m.form.OnSubmit = m.save
	m.form.OnCancel = func() { m.dialog.Cancel() }
	m.show(fresh)
}

// show opens the dialog with the keyboard where something is missing.
func (m *medicineForm) show(fresh bool) {
	f := m.o.f
	title := f.Text("visit.line_title")
	if fresh {
		title = f.Text("visit.medicine_title")
	}
	save := kit.NewButton(f.Text("visit.line_save"), kit.Primary, m.save).WithKey("Enter")
	cancel := kit.NewButton(f.Text("visit.cancel"), kit.Standard, func() { m.dialog.Cancel() })
	m.dialog = f.ShowDialog(kit.DialogSpec{Title: title, Body: m.form, Buttons: []*kit.Button{cancel, save}, Default: save, Width: 640,
		Focus: m.form.Input(m.firstMissing()).FocusTarget(), OnCancel: func() { m.o.reveal(m.o.prescription.suggest) }})
	m.arrange()
}

// firstMissing is the field where typing goes on.
func (m *medicineForm) firstMissing() string {
	if m.line.Brand == "" && len(m.line.Ingredients) == 0 {
		return fieldBrand
	}
	if len(m.line.Ingredients) == 0 {
		return fieldIngredients
	}
	for _, p := range m.line.Missing() {
		if field := medicineField(p.Field); m.form.Input(field) != nil {
			return field
		}
	}
	return fieldDosage
}

// medicineField names the field of the form where a problem of a line is told.
func medicineField(field string) string {
	switch {
	case strings.HasPrefix(field, "ingredients"), field == "strength", field == "per", field == "name":
		return fieldIngredients
	case strings.HasPrefix(field, "dosage"):
		return fieldDosage
	case field == "route":
		return fieldForm
	}
	return field
}

func formOptions(s *session.Session) []kit.Option {
	var list []kit.Option
	for _, p := range prescribing.Products {
		list = append(list, kit.Option{Value: string(p.Form), Label: prescribing.FormText(s.Language(), p.Form)})
	}
	return list
}

// ingredients is the field of the ingredients; it offers the names that the safety checks know.
func (m *medicineForm) ingredients() kit.Input {
	f := m.o.f
	suggest := kit.NewSuggestField(f.Text("visit.ingredients"), f.Text("visit.ingredients_hint"))
	suggest.Entry.MaxRunes = 500
	ask := &asker[string]{f: f, suggest: suggest, chosen: func(string) {},
		find: func(_ context.Context, text string) ([]string, error) { return continued(text, 6), nil },
		row:  func(text string) kit.Suggestion { return kit.Suggestion{Title: text, Icon: "pill"} }}
	ask.connect()
	return suggest
}

// arrange shows the sentence that will be printed, and the fields that the answers ask for.
func (m *medicineForm) arrange() {
	f := m.o.f
	lang := f.Session.Language()
	line, err := lineOf(f.Session, m.line, m.form.Values())
	sentence := dosageText(lang, line)
	if amount := prescribing.AmountText(lang, line.Quantity); amount != "" {
		sentence = joined(sentence, f.Text("visit.dispense", "Amount", amount))
	}
	if err != nil {
		sentence = ""
	}
	m.sentence.SetText(sentence)
	m.sentence.Hidden = sentence == ""
	visible(m.form.Input(fieldSite), line.Route == prescribing.Ophthalmic || line.Route == prescribing.Otic)
	visible(m.form.Input(fieldRemember), m.asking)
	m.arrangeLaw(line)
	m.form.Refresh()
}

// arrangeLaw shows what the law asks about the line, and says what a legal status does.
func (m *medicineForm) arrangeLaw(line prescribing.MedicationRequest) {
	s := m.o.f.Session
	bound := line.LegalStatus.Unsubstitutable()
	visible(m.form.Input(fieldSubstitution), line.Brand != "" && !bound)
	visible(m.form.Input(fieldBrandReason), wantsBrandReason(s, line))
	words := []string{s.Text("visit.legal_status_hint")}
	if bound && line.Brand != "" {
		words = append(words, s.Text("visit.another_brand_law"))
	}
	void, other := dutyWords(s, []prescribing.MedicationRequest{line})
	m.law.SetText(strings.Join(slices.Concat(words, void, other), "\n"))
}

func visible(input kit.Input, shown bool) {
	if shown {
		input.Show()
	} else {
		input.Hide()
	}
}

// save keeps the line; what is wrong or missing is said beside its field.
func (m *medicineForm) save() {
	if m.saving {
		return
	}
	o := m.o
	values := m.form.Values()
	line, err := lineOf(o.f.Session, m.line, values)
	if err == nil {
		if missing := line.Missing(); missing != nil {
			err = missing
		}
	}
	if err != nil {
		m.fail(err)
		return
	}
	if len(line.Ingredients) == 0 && !m.warned { // a brand asks once
		m.warned = true
		m.form.SetErrors(map[string]string{fieldIngredients: o.f.Text("visit.ingredients_none")})
		return
	}
	remember := m.asking && values[fieldRemember] == yes && len(line.Ingredients) > 0
	m.saving = true
	write(o.f, &o.writes, func() func(context.Context) (prescription, error) {
		return func(ctx context.Context) (prescription, error) { return o.model.SaveLine(ctx, line, remember) }
	}, func(rx prescription, err error) {
		m.saving = false
		if err != nil {
			m.fail(err)
			return
		}
		o.page.Draft = rx
		m.dialog.Close()
		if !o.left {
			o.prescription.refresh()
			o.reveal(o.prescription.suggest)
		}
	})
}

func (m *medicineForm) fail(err error) {
	fields := map[string]string{}
	for field, sentence := range m.o.f.Session.Problem(err).Fields {
		if named := medicineField(field); fields[named] == "" {
			fields[named] = sentence
		}
	}
	if len(fields) == 0 {
		m.o.f.Fail(err)
		return
	}
	m.form.SetErrors(fields)
}
