// Package letter is the screens on which a doctor writes: letters, certificates and order forms, and the templates they begin from.
//
//	choose.go     what to write: a draft to go on with, a kind, a template
//	write.go      the editor with the page beside it; write_model.go reads, sets and issues
//	form.go       the fields of each kind; form_model.go turns what was typed into a writing and back
//	templates.go  the list of templates; template.go the editor of one, with the page beside it; template_model.go reads and writes
//	preview.go    the page beside both editors, drawn soon after the typing
//	text_model.go finds the places to fill in
//
// A Target with a patient alone, or with the visit as its record, leads to the choice; with a text "kind/template" to the editor; with the
// text frame.LetterAgain and a document as its record to the editor with what that was written from.
package letter

import (
	"satchel/data/store/action"
	"satchel/ui/frame"
)

// Places lists the screens of this package.
func Places() []frame.PlaceSpec {
	return []frame.PlaceSpec{
		{Name: frame.Letter, Label: "letter.title", Needs: action.WriteLetter, Open: open, Help: []string{
			"letter.help.choose", "letter.help.gap", "letter.help.field", "letter.help.issue", "letter.help.print", "letter.help.draft", "letter.help.text"}},
		{Name: frame.Templates, Label: "letter.templates", Needs: action.WriteTemplate, Open: openTemplates, Help: []string{
			"letter.help.template_new", "letter.help.template_copy", "letter.help.template_retire", "letter.help.template_field", "letter.help.template_reset",
			"letter.help.template_save", "letter.help.template_undo", "letter.help.text"}},
	}
}

func open(f *frame.Frame, to frame.Target) frame.Screen {
	if to.Text == "" {
		return openChoice(f, to)
	}
	return openWriter(f, to)
}

func openTemplates(f *frame.Frame, to frame.Target) frame.Screen {
	if to.Text == "" && to.Record.IsZero() {
		return openTemplateList(f)
	}
	return openTemplateEditor(f, to)
}
