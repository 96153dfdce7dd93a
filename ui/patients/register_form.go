package patients

import (
	"slices"
	"strings"

	"satchel/data/patients"
	"satchel/data/value"
	"satchel/ui/kit"
)

// buildForm makes the fields in the order of typing: who, how old, how to reach, whose child; then what can wait.
func (s *registerScreen) buildForm() *kit.Form {
	f, order := s.f, s.f.Session.Settings.DateOrder
	label := func(field string) string { return f.Text(labelKeys[field]) }
	form := kit.NewForm(12)

	form.Add(fieldGiven, s.nameField(label(fieldGiven)), 6)
	form.Add(fieldFamily, s.nameField(label(fieldFamily)), 6)
	form.Add(fieldLatin, kit.NewField(label(fieldLatin), f.Text("patients_screen.hint.latin")), 12)
	form.Add(fieldNameChange, kit.NewSegmentField(label(fieldNameChange), "",
		kit.Option{Value: nameCorrected, Label: f.Text("patients_screen.name_corrected")},
		kit.Option{Value: nameNew, Label: f.Text("patients_screen.name_new")}), 12)
	form.Add(fieldBirthDate, kit.NewBirthDateField(label(fieldBirthDate), f.Text("patients_screen.hint.birth_date"), order, f.Session.Now), 5)
	var genders []kit.Option
	for _, g := range value.AdministrativeGenders {
		genders = append(genders, kit.Option{Value: string(g), Label: f.Text(g.CatalogueKey())})
	}
	form.Add(fieldGender, kit.NewSegmentField(label(fieldGender), "", genders...), 7)
	form.Add(fieldPhone, kit.NewField(label(fieldPhone), ""), 5)
	form.Add(fieldLocality, s.nameField(label(fieldLocality)), 7)
	relations := []kit.Option{{Value: "", Label: f.Text("patients_screen.no_relation")}}
	for _, r := range patients.Relations {
		relations = append(relations, kit.Option{Value: string(r), Label: relationText(f.Session, r)})
	}
	form.Add(fieldRelation, kit.NewSelectField(label(fieldRelation), f.Text("patients_screen.hint.relation"), relations...), 5)
	form.Add(fieldRelative, s.nameField(label(fieldRelative)), 7)

	form.AddSection(f.Text("patients_screen.more"))
	form.Add(fieldAddress, kit.NewTextField(label(fieldAddress), "", 2), 12)
	var whose []kit.Option
	for _, w := range patients.Whoses {
		whose = append(whose, kit.Option{Value: string(w), Label: f.Text(w.CatalogueKey())})
	}
	form.Add(fieldWhose, kit.NewSelectField(label(fieldWhose), "", whose...), 6)
	form.Add(fieldLanguage, kit.NewSelectField(label(fieldLanguage), "", s.languageOptions()...), 6)
	form.Add(fieldOldNumber, kit.NewField(label(fieldOldNumber), ""), 6)
	form.Add(fieldEmail, kit.NewField(label(fieldEmail), ""), 6)
	form.Add(fieldNote, kit.NewField(label(fieldNote), f.Text("patients_screen.hint.note")), 12)
	form.Add(fieldStanding, kit.NewSegmentField(label(fieldStanding), "",
		kit.Option{Value: standingComes, Label: f.Text("patients_screen.standing.comes")},
		kit.Option{Value: standingLeft, Label: f.Text("patients_screen.standing.left")},
		kit.Option{Value: standingDied, Label: f.Text("patients_screen.standing.died")}), 8)
	form.Add(fieldDied, kit.NewBirthDateField(label(fieldDied), "", order, f.Session.Now), 4)
	return form
}

// nameField is a text that gets its capitals when it is left, or saved, where it was typed without any. Once: who takes them out
// again means it.
func (s *registerScreen) nameField(label string) *kit.Field {
	field, done := kit.NewField(label, ""), false
	finish := func() {
		text := field.Value()
		if done || text == "" {
			return
		}
		if done = true; capitalised(text) != text {
			field.SetValue(capitalised(text))
		}
	}
	field.Entry.OnFocus = func(focused bool) {
		if !focused {
			finish()
		}
	}
	s.finishNames = append(s.finishNames, finish)
	return field
}

// languageOptions are the practice's own language, then the others by name.
func (s *registerScreen) languageOptions() []kit.Option {
	f := s.f
	own, _, _ := strings.Cut(f.Session.Settings.Language, "-")
	options := []kit.Option{{Value: "", Label: f.Text("patients_screen.own_language", "Language", languageText(f.Session, own))}}
	for _, tag := range languages {
		if tag != own {
			options = append(options, kit.Option{Value: tag, Label: languageText(f.Session, tag)})
		}
	}
	slices.SortFunc(options[1:], func(a, b kit.Option) int { return strings.Compare(a.Label, b.Label) })
	return options
}
