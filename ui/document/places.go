// Package document is the screens of issued papers: one, as it will be printed, and the lists of them.
//
//	document.go  one paper: its pages, what became of it, and what can be done; document_model.go reads and writes
//	queue.go     the lists of papers: what waits for a printer, and what was issued, printed and handed over on a day
//	print_model.go  printing: the order in which paper comes out and is noted
//
// A Target without a record leads to what waits; with a patient alone, to what waits of that patient. Its text printNow prints at once.
package document

import (
	"satchel/data/store/action"
	"satchel/ui/frame"
)

// printNow is the text of a Target that prints at once.
const printNow = "print"

// Places lists the screens of this package.
func Places() []frame.PlaceSpec {
	return []frame.PlaceSpec{{Name: frame.Document, Label: "document_screen.title", Needs: action.ReadDocument, Open: open, Help: []string{
		"document_screen.help.print", "document_screen.help.not_out", "document_screen.help.large", "document_screen.help.save",
		"document_screen.help.hand_over", "document_screen.help.void", "document_screen.help.zoom", "document_screen.help.queue", "document_screen.help.lists", "document_screen.help.waive"}}}
}

func open(f *frame.Frame, to frame.Target) frame.Screen {
	if to.Record.IsZero() {
		return openQueue(f, to)
	}
	return openDocument(f, to)
}
