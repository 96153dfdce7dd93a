package document

import (
	"context"
	"errors"
	"strings"
	"testing"

	"satchel/data/documents"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
	"satchel/reports/printing"
	"satchel/ui/frame"
)

// errJam is a printer that has stopped.
var errJam = value.Problem{Key: "error.documents.printer_stopped"}

func TestModelPrint(t *testing.T) {
	c := openClinic(t)
	invoice, _ := c.bill(c.patient("Meera", "Sharma"))
	m := c.model(c.Desk, invoice)
	if p := c.load(m); !p.Waits || p.Papers != 0 || p.First == nil || p.Document.Pages != 1 || m.CopyWords(p) != "The next print is the original." {
		t.Fatalf("before: %+v, %q", p.Item, m.CopyWords(p))
	}
	for range 3 {
		if err := m.Print(ctx, c.Printer, invoice); err != nil {
			t.Fatal(err)
		}
	}
	for n, got := range c.Printer.Copies {
		if got.Number != n || got.By != "Priya" || got.At.Location().String() != "Asia/Kolkata" {
			t.Errorf("paper %d says %+v", n, got)
		}
	}
	p := c.load(m)
	if p.Waits || p.Papers != 3 || len(p.Prints) != 3 || plain(m.CopyWords(p)) != "The next print says: Copy 3, printed 23 Nov 2026 14:00 by Priya." {
		t.Errorf("after: %+v, %q", p.Item, m.CopyWords(p))
	}
	// It did not come out: the same words again.
	if err := m.DidNotComeOut(ctx); err != nil {
		t.Fatal(err)
	}
	if err := m.Print(ctx, c.Printer, invoice); err != nil || c.Printer.Copies[3].Number != 2 {
		t.Errorf("again: %v, %+v", err, c.Printer.Copies[3])
	}
}

func TestModelPrinterRefuses(t *testing.T) {
	c := openClinic(t)
	invoice, receipt := c.bill(c.patient("Meera", "Sharma"))
	m := c.model(c.Desk, invoice)
	for _, jam := range []error{errJam, errors.New("on fire")} {
		c.Printer.Err = jam
		if err := m.Print(ctx, c.Printer, invoice); !errors.Is(err, jam) {
			t.Errorf("%v came back as %v", jam, err)
		}
		p := c.load(m)
		if !p.Waits || p.Papers != 0 || !p.Failed() || m.CopyWords(p) != "The next print is the original." {
			t.Errorf("after %v: %+v", jam, p.Item)
		}
	}
	r, err := m.PrintAll(ctx, c.Printer, []documents.Document{invoice, receipt}, func(int) {})
	if err == nil || r != (frame.Printed{Left: 2}) || c.waits() != 2 {
		t.Errorf("%+v, %v, %d wait", r, err, c.waits())
	}
	c.Printer.Err = nil
	stopped, stop := context.WithCancel(ctx)
	r, err = m.PrintAll(stopped, c.Printer, []documents.Document{invoice, receipt}, func(n int) { stop() })
	if !errors.Is(err, context.Canceled) || r != (frame.Printed{Out: 1, Left: 1}) || c.waits() != 1 {
		t.Errorf("stopped after the first: %+v, %v, %d wait", r, err, c.waits())
	}
	// It came out although the printer complained.
	c.Printer.Err = errJam
	other := c.model(c.Desk, receipt)
	_ = other.Print(ctx, c.Printer, receipt)
	if err := other.Mark(ctx, receipt, documents.PrintTaken); err != nil || c.waits() != 0 {
		t.Errorf("%v, %d wait", err, c.waits())
	}
}

// What a printer holds is neither printed nor waiting: its page says so, the next paper is a copy, and a person says what became of it.
func TestModelPrinterHolds(t *testing.T) {
	c := openClinic(t)
	invoice, receipt := c.bill(c.patient("Meera", "Sharma"))
	m, other := c.model(c.Desk, invoice), c.model(c.Desk, receipt)
	c.Printer.Err = printing.ErrHeld
	r, err := m.PrintAll(ctx, c.Printer, []documents.Document{invoice, receipt}, func(int) {})
	if !errors.Is(err, printing.ErrHeld) || r != (frame.Printed{Held: 1, Left: 1}) || c.waits() != 1 {
		t.Errorf("%+v, %v, %d wait", r, err, c.waits())
	}
	if err := other.Print(ctx, c.Printer, receipt); !errors.Is(err, printing.ErrHeld) || c.waits() != 0 {
		t.Errorf("%v, %d wait", err, c.waits())
	}
	p := c.load(m)
	if !p.Sent || p.Waits || p.Papers != 1 || p.Failed() || !p.MayTakeBack() {
		t.Errorf("%+v", p.Item)
	}
	if what, _ := m.EventWords(p, p.Prints[0]); what != "Sent to the printer, not seen to come out" {
		t.Error(what)
	}
	if err := m.CameOut(ctx, invoice); err != nil {
		t.Fatal(err)
	}
	if p := c.load(m); p.Sent || p.Papers != 1 || len(p.Prints) != 1 || p.Prints[0].Outcome != documents.PrintTaken {
		t.Errorf("%+v", p)
	}
	wantCode(t, m.CameOut(ctx, invoice), store.Conflict)
	if err := other.DidNotComeOut(ctx); err != nil || c.waits() != 1 {
		t.Errorf("%v, %d wait", err, c.waits())
	}
	if p := c.load(other); p.Sent || !p.Waits || p.Papers != 0 {
		t.Errorf("%+v", p.Item)
	}
}

func TestModelHandOver(t *testing.T) {
	c := openClinic(t)
	invoice, _ := c.bill(c.patient("Meera", "Sharma"))
	m := c.model(c.Desk, invoice)
	_, err := m.HandOver(ctx, "")
	wantCode(t, err, store.Conflict) // nothing is on paper yet
	if err := m.Print(ctx, c.Printer, invoice); err != nil {
		t.Fatal(err)
	}
	given, err := m.HandOver(ctx, "Rakesh Sharma, father")
	if err != nil {
		t.Fatal(err)
	}
	p := c.load(m)
	if !p.HandedOver || p.MayTakeBack() || len(p.Given) != 1 {
		t.Errorf("%+v", p)
	}
	wantCode(t, m.DidNotComeOut(ctx), store.Conflict)
	if err := m.TakeTickBack(ctx, given.ID); err != nil {
		t.Fatal(err)
	}
	if p := c.load(m); p.HandedOver || !p.MayTakeBack() {
		t.Errorf("%+v", p)
	}
	for _, bad := range []string{"\xff", string(make([]rune, 200))} {
		_, err := m.HandOver(ctx, bad)
		wantCode(t, err, store.Invalid)
	}
}

func TestModelRewrite(t *testing.T) {
	c := openClinic(t)
	patient := c.patient("Meera", "Sharma")
	rx := c.prescription(patient)
	if _, err := c.model(c.Desk, rx).Rewrite(ctx, "no"); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk wrote a prescription anew: %v", err)
	}
	visit := frame.PlaceSpec{Name: frame.Visit, Label: "document_screen.title", Open: func(*frame.Frame, frame.Target) frame.Screen { return elsewhere{} }}
	f := c.Show(c.Owner, append(Places(), visit)...)
	f.Go(frame.Target{Place: frame.Document, Patient: patient.ID.Raw(), Record: rx.ID.Raw()})
	c.Press("F9")
	if words := c.Dialog(); !strings.Contains(words, "Write this prescription anew") {
		t.Errorf("asked %q", words)
	}
	c.Type("Wrong strength")
	c.Press("Ctrl+Enter")
	if at := f.At(); at.Place != frame.Visit || at.Patient != patient.ID.Raw() || at.Record == (store.RawID{}) {
		t.Errorf("at %+v", at)
	}
	if p := c.load(c.model(c.Owner, rx)); p.Status != documents.EnteredInError || p.VoidReason != "Wrong strength" {
		t.Errorf("%+v", p.Item)
	}
}

func TestModelVoid(t *testing.T) {
	c := openClinic(t)
	patient := c.patient("Meera", "Sharma")
	rx := c.prescription(patient)
	if err := c.model(c.Desk, rx).Void(ctx, "no"); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk made a prescription void: %v", err)
	}
	m := c.model(c.Owner, rx)
	if err := m.Void(ctx, ""); c.Owner.Problem(err).Fields["reason"] == "" {
		t.Errorf("without a reason: %v", err)
	}
	if err := m.Void(ctx, "Wrong strength"); err != nil {
		t.Fatal(err)
	}
	p := c.load(m)
	if p.Status != documents.EnteredInError || p.Waits || p.VoidReason != "Wrong strength" || m.CopyWords(p) != "" {
		t.Errorf("%+v", p.Item)
	}
	c.View(c.Owner, action.OpenChart, func(tx *store.Tx) error {
		got, err := store.Get(tx, prescribing.Prescriptions, prescribing.PrescriptionID(rx.Subject))
		if err != nil || got.Status != prescribing.PrescriptionCancelled {
			t.Errorf("the prescription is %s, %v", got.Status, err)
		}
		return nil
	}, store.About(patient.ID))
	wantCode(t, m.Print(ctx, c.Printer, rx), store.Conflict)
	invoice, _ := c.bill(patient)
	wantCode(t, c.model(c.Owner, invoice).Void(ctx, "No"), store.Conflict)
}

// A letter is made void like a prescription, in its own words, and is written anew from its page.
func TestLetterIsVoidedAndWrittenAnew(t *testing.T) {
	c := openClinic(t)
	patient := c.patient("Meera", "Sharma")
	var paper documents.Document
	c.Update(c.Owner, action.WriteLetter, func(tx *store.Tx) (err error) {
		l := documents.WrittenLetter{Patient: patient.ID, Practitioner: c.Owner.Practitioner.ID, Location: c.Owner.Location.ID, Kind: documents.Letter, Body: "Dear colleague"}
		_, paper, err = workflow.IssueLetter(tx, c.Practice.Press(), workflow.Writing{WrittenLetter: l})
		return err
	}, store.About(patient.ID))
	m := c.model(c.Owner, paper)
	if p := c.load(m); !p.Voidable() || !p.Rewritable() || !p.Written() {
		t.Errorf("%+v", p.Item)
	}
	letter := frame.PlaceSpec{Name: frame.Letter, Label: "document_screen.title", Open: func(*frame.Frame, frame.Target) frame.Screen { return elsewhere{} }}
	f := c.Show(c.Owner, append(Places(), letter)...)
	here := frame.Target{Place: frame.Document, Patient: patient.ID.Raw(), Record: paper.ID.Raw()}
	f.Go(here)
	c.Press("F8")
	if words := c.Dialog(); !strings.Contains(words, "Make this paper void") {
		t.Errorf("asked %q", words)
	}
	c.Type("Wrong colleague")
	c.Press("Ctrl+Enter")
	if p := c.load(m); p.Status != documents.EnteredInError || p.Voidable() || !p.Rewritable() {
		t.Errorf("%+v", p.Item)
	}
	c.Press("F9")
	if f.At() != (frame.Target{Place: frame.Letter, Patient: here.Patient, Record: here.Record, Text: frame.LetterAgain}) {
		t.Errorf("at %+v", f.At())
	}
	f = c.Show(c.Desk, append(Places(), letter)...)
	f.Go(here)
	c.Press("F9")
	if f.At() != here {
		t.Errorf("the desk writes: at %+v", f.At())
	}
}

func TestModelOtherPatient(t *testing.T) {
	c := openClinic(t)
	invoice, _ := c.bill(c.patient("Meera", "Sharma"))
	m := c.model(c.Desk, invoice)
	m.patient = c.patient("Asha", "Rao").ID
	if _, err := m.Load(ctx, scaleFit); err == nil {
		t.Error("a paper was read as another patient's")
	}
}

func TestModelFileName(t *testing.T) {
	if got := FileName(documents.Document{Kind: documents.CreditNote, Number: "T-A-C/26-27/0001"}); got != "credit-note-T-A-C-26-27-0001.pdf" {
		t.Error(got)
	}
	if got := FileName(documents.Document{Kind: documents.Receipt, Number: "../é\x00"}); got != "receipt------.pdf" {
		t.Errorf("%q", got)
	}
}

func TestPrintKeys(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	invoice, _ := c.bill(p)
	f := c.show(c.Desk)
	to := frame.Target{Place: frame.Document, Patient: p.ID.Raw(), Record: invoice.ID.Raw()}
	f.Go(to)
	c.Press("Ctrl+P")
	if len(c.Printer.Printed) != 1 || c.Printer.Copies[0].Number != 0 {
		t.Fatalf("printed %+v", c.Printer.Copies)
	}
	c.Press("F2", "Ctrl+P") // it did not come out; print again
	if len(c.Printer.Printed) != 2 || c.Printer.Copies[1].Number != 0 {
		t.Fatalf("printed %+v", c.Printer.Copies)
	}
	c.Press("Enter") // the button has the keyboard: a copy
	if len(c.Printer.Printed) != 3 || c.Printer.Copies[2].Number != 1 {
		t.Fatalf("printed %+v", c.Printer.Copies)
	}
	m := c.model(c.Desk, invoice)
	c.Press("F3")
	if !c.load(m).HandedOver {
		t.Error("F3 did not tick")
	}
	c.Press("Ctrl+Z")
	if c.load(m).HandedOver {
		t.Error("Ctrl+Z did not take the tick back")
	}
	c.Press("F6", "Ctrl+Enter") // shown large, copied by hand
	if page := c.load(m); page.Papers != 3 || page.Prints[len(page.Prints)-1].Outcome != documents.PrintShown {
		t.Errorf("%+v", page.Prints)
	}
	c.Printer.Err = errJam
	c.Press("Ctrl+P")
	if !f.Covered() {
		t.Error("a jam was not told")
	}
	c.Press("Enter")
	if page := c.load(m); page.Papers != 3 {
		t.Errorf("a jam counts as a paper: %+v", page.Prints)
	}
}

// A target that prints at once does so once: coming back only shows the paper.
func TestPrintNowOnce(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	invoice, _ := c.bill(p)
	f := c.show(c.Desk)
	f.Go(frame.Target{Place: frame.Today})
	f.Go(frame.Target{Place: frame.Document, Patient: p.ID.Raw(), Record: invoice.ID.Raw(), Text: printNow})
	f.Go(frame.Target{Place: frame.Today})
	f.Back()
	if len(c.Printer.Printed) != 1 || f.At().Text != "" {
		t.Errorf("printed %d times, at %+v", len(c.Printer.Printed), f.At())
	}
	c.Press("Esc")
	if f.At().Place != frame.Today {
		t.Errorf("back at %+v", f.At())
	}
}

func TestSavePDF(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	invoice, _ := c.bill(p)
	f := c.show(c.Desk)
	f.Go(frame.Target{Place: frame.Document, Patient: p.ID.Raw(), Record: invoice.ID.Raw()})
	t.Setenv("HOME", t.TempDir())
	c.Press("F5", "Enter") // told that it is not protected; go on
	m := c.model(c.Desk, invoice)
	c.Press("Esc") // given up
	if c.load(m).Papers != 0 {
		t.Error("a file that was not saved counts")
	}
	c.Press("F5", "Enter", "Enter")
	if page := c.load(m); page.Papers != 1 || page.Prints[0].Outcome != documents.PrintSaved {
		t.Errorf("%+v", page.Prints)
	}
}

func TestQueueKeys(t *testing.T) {
	c := openClinic(t)
	a, b := c.patient("Meera", "Sharma"), c.patient("Asha", "Rao")
	c.bill(a)
	c.bill(b)
	f := c.show(c.Desk)
	f.Go(frame.Target{Place: frame.Document})
	c.Press("F2")
	if len(c.Printer.Printed) != 1 || c.waits() != 3 {
		t.Fatalf("printed %d, %d wait", len(c.Printer.Printed), c.waits())
	}
	c.Printer.Err = errJam
	c.Press("Ctrl+P")
	if c.waits() != 3 || !f.Covered() {
		t.Fatalf("a jam: %d wait", c.waits())
	}
	c.Press("Enter")
	c.Printer.Err = nil
	c.Press("Delete", "Enter") // not wanted
	if c.waits() != 2 {
		t.Fatalf("%d wait", c.waits())
	}
	c.Press("Enter")
	if f.At().Record.IsZero() {
		t.Error("Enter did not open the paper")
	}
	c.Press("Esc", "Ctrl+P")
	if c.waits() != 0 || len(c.Printer.Printed) != 3 {
		t.Errorf("printed %d, %d wait", len(c.Printer.Printed), c.waits())
	}
	c.Press("Ctrl+P") // nothing waits: nothing happens
	if len(c.Printer.Printed) != 3 || f.Covered() {
		t.Errorf("printed %d", len(c.Printer.Printed))
	}
}

func TestQueueOfPatient(t *testing.T) {
	c := openClinic(t)
	a, b := c.patient("Meera", "Sharma"), c.patient("Asha", "Rao")
	c.bill(a)
	c.bill(b)
	f := c.show(c.Desk)
	f.Go(frame.Target{Place: frame.Document, Patient: a.ID.Raw(), Text: printNow})
	if c.waits() != 2 || len(c.Printer.Printed) != 2 {
		t.Errorf("printed %d, %d wait", len(c.Printer.Printed), c.waits())
	}
}
