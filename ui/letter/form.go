package letter

import (
	"satchel/data/documents"
	"satchel/data/documents/template"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// answers of a question of an order form.
var answers = []string{string(documents.Yes), string(documents.No), unknown}

// newForm makes the form of a kind. It holds an input for each field.
func newForm(f *frame.Frame, fields []field) *kit.Form {
	form := kit.NewForm(2)
	for _, one := range fields {
		span := 2
		if one.half {
			span = 1
		}
		form.Add(one.key, newInput(f, one), span)
	}
	return form
}

func newInput(f *frame.Frame, one field) kit.Input {
	label, hint := f.Text(one.labelKey()), ""
	if hinted[one.key] {
		hint = f.Text("letter.hint." + one.key)
	}
	options := func(list []string, name func(string) string) []kit.Option {
		options := make([]kit.Option, len(list))
		for i, text := range list {
			options[i] = kit.Option{Value: text, Label: f.Text(name(text))}
		}
		return options
	}
	switch one.sort {
	case lines:
		input := kit.NewTextField(label, hint, one.rows)
		if one.key == fieldBody {
			input.Entry.MaxRunes = template.MaxLength
		}
		return input
	case day:
		return kit.NewDayField(label, hint, f.Session.Settings.DateOrder, f.Session.Now)
	case choice:
		return kit.NewSegmentField(label, hint, options(one.choices, one.label)...)
	case answer:
		return kit.NewSegmentField(label, hint, options(answers, func(text string) string { return "letter.answer." + text })...)
	}
	return kit.NewField(label, hint)
}

// hinted are the fields that have a short note beside their label.
var hinted = map[string]bool{fieldBody: true, "heading": true, "tests": true, "kidney": true, "collected": true, "copyTo": true, "restrictions": true, "diagnosis": true, "validUntil": true}
