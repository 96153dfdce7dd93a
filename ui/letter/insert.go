package letter

import (
	"satchel/data/documents/template"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// chooseField asks for one of the fields that a template may name.
func chooseField(f *frame.Frame, chosen func(template.Field)) {
	var d *kit.Dialog
	list := kit.NewList([]kit.ListColumn{{Title: f.Text("letter.column.stands_for"), Weight: 2}, {Title: f.Text("letter.column.field"), Weight: 1.6}}, nil)
	list.SetRows(len(template.Fields), func(row int) []kit.Cell {
		field := template.Fields[row]
		return []kit.Cell{{Text: f.Text(field.CatalogueKey()), Role: kit.Strong}, {Text: "{" + field.Name + "}", Role: kit.Muted}}
	}, 0)
	list.OnOpened = func(row int) {
		d.Close()
		chosen(template.Fields[row])
	}
	cancel := kit.NewButton(f.Text("letter.cancel"), kit.Standard, func() { d.Close() })
	take := kit.NewButton(f.Text("letter.insert_do"), kit.Primary, func() { list.OnOpened(max(list.Selected(), 0)) })
	d = f.ShowDialog(kit.DialogSpec{Title: f.Text("letter.insert_title"), Text: f.Text("letter.insert_lead"), Body: kit.Fixed(0, 300, list), Buttons: []*kit.Button{cancel, take}, Default: take, Focus: list, Width: 560})
}

// typedMost is how many characters are put in one by one, as if typed, so that the entry can undo each; more are put in as a whole.
const typedMost = 200

// typeInto puts a text where the cursor stands.
func typeInto(e *kit.Entry, text string) {
	if runes := []rune(text); len(runes) <= typedMost {
		for _, r := range runes {
			e.TypedRune(r)
		}
		return
	}
	runes, at := []rune(e.Text), e.CursorTextOffset()
	at = min(at, len(runes))
	e.SetText(string(runes[:at]) + text + string(runes[at:]))
	e.CursorTo(at + len([]rune(text)))
}
