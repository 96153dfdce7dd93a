package frame_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"satchel/data/documents"
	"satchel/data/store"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// A page is drawn once for each way that somebody has it, printed only where the printer took it, and shown as it will be printed.
func TestOfferPaper(t *testing.T) {
	k, f, _ := open(t)
	drawn := 0
	var asked map[string]string
	offer := func(answer error) {
		form := kit.NewForm(1)
		form.Add("day", kit.NewField("Day", ""), 1)
		f.OfferPaper(frame.Paper{Title: "A sheet", File: "sheet.pdf", Form: form, Focus: "day", Set: func(_ context.Context, values map[string]string) (documents.Frozen, error) {
			drawn, asked = drawn+1, values
			return documents.Frozen{Kind: documents.DayList, Pages: 2}, answer
		}})
	}
	offer(nil)
	k.Type("monday")
	k.Press("Enter")
	if drawn != 1 || asked["day"] != "monday" || len(k.Printer.Printed) != 1 || f.Covered() {
		t.Fatalf("drawn %d times with %v, printed %d", drawn, asked, len(k.Printer.Printed))
	}
	k.Printer.Err = errors.New("jam")
	offer(nil)
	k.Press("Enter")
	if len(k.Printer.Printed) != 1 || k.Dialog() == "" {
		t.Error("a jam is not told")
	}
	k.Press("Esc")
	k.Printer.Err = nil
	offer(store.FailField("day", "error.value.required"))
	k.Press("Enter")
	if words := k.Dialog(); !strings.Contains(words, "A sheet") || len(k.Printer.Printed) != 1 {
		t.Errorf("a problem of a field leaves the dialog: %q", words)
	}
	k.Press("Esc")
	if f.Covered() {
		t.Fatal("Esc does not give up")
	}
	before := drawn
	f.ShowPage("A sheet", "sheet.pdf", documents.Frozen{Kind: documents.DayList, Pages: 2})
	if words := k.Dialog(); !strings.Contains(words, "A sheet") {
		t.Fatalf("shown %q", words)
	}
	k.Press("Enter")
	if len(k.Printer.Printed) != 2 || drawn != before || f.Covered() {
		t.Errorf("what was looked at was drawn anew, or not printed: %d", len(k.Printer.Printed))
	}
}
