package document

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"satchel/data/documents"
	"satchel/ui/frame"
)

// pile issues papers for one patient and returns them in the order in which they wait.
func (c *clinic) pile(bills int) []documents.Document {
	c.t.Helper()
	var list []documents.Document
	p := c.patient("Meera", "Sharma")
	for range bills {
		invoice, receipt := c.bill(p)
		list = append(list, invoice, receipt)
	}
	return list
}

// stumbling is a printer that jams after so many papers, and gives back those that lie in it.
type stumbling struct {
	frame.Printer
	after, lying int
	given        []func(error)
}

func (s *stumbling) Batch() frame.Batch { return s }
func (s *stumbling) Add(_ context.Context, _ documents.Frozen, _ frame.Copy, done func(error)) error {
	if s.after == 0 && len(s.given) >= s.lying {
		return s.Finish(ctx)
	}
	if s.after == 0 {
		s.given = append(s.given, done)
		return nil
	}
	s.after--
	done(nil)
	return nil
}

func (s *stumbling) Finish(ctx context.Context) error {
	why := error(errJam)
	if ctx.Err() != nil {
		why = ctx.Err()
	}
	for _, done := range s.given {
		done(why)
	}
	if s.given = nil; s.after == 0 {
		return why
	}
	return nil
}

// Each paper of a batch is noted as what it is: out, refused, or not tried.
func TestModelBatch(t *testing.T) {
	c := openClinic(t)
	list := c.pile(5)
	m := queueModel{printModel: printModel{c.Desk}}
	out := 0
	r, err := m.PrintAll(ctx, &stumbling{after: 4, lying: 2}, list, func(n int) { out = n })
	if !errors.Is(err, errJam) || r != (frame.Printed{Out: 4, Left: 6}) || out != 4 || c.waits() != 6 {
		t.Fatalf("%+v, %v, %d told, %d wait", r, err, out, c.waits())
	}
	for n, d := range list {
		p := c.load(c.model(c.Desk, d))
		want := "not tried"
		switch {
		case n < 4:
			want = "out"
		case n < 6:
			want = "refused"
		}
		got := "not tried"
		switch {
		case p.Papers == 1 && !p.Waits && !p.Failed():
			got = "out"
		case p.Papers == 0 && p.Failed():
			got = "refused"
		}
		if got != want {
			t.Errorf("paper %d is %s, want %s: %+v", n, got, want, p.Prints)
		}
	}
	// Who stops it finds what was taken back as it was.
	stopped, stop := context.WithCancel(ctx)
	r, err = m.PrintAll(stopped, &stumbling{after: 1, lying: 9}, list[4:], func(int) { stop() })
	if !errors.Is(err, context.Canceled) || r.Out != 1 || c.waits() != 5 {
		t.Errorf("%+v, %v, %d wait", r, err, c.waits())
	}
	// A paper that was made void meanwhile stops it, and what was out before is noted.
	if len(c.load(c.model(c.Desk, list[9])).Prints) != 0 {
		t.Error("what was not tried is noted")
	}
}

func TestModelLists(t *testing.T) {
	c := openClinic(t)
	list := c.pile(2)
	m := queueModel{printModel: printModel{c.Desk}}
	today := c.Desk.Today()
	count := func(which queueList, days int) int {
		rows, err := m.Read(ctx, which, today.AddDays(days))
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if row.By == "" || row.Who.Number == "" {
				t.Errorf("%+v", row)
			}
		}
		return len(rows)
	}
	if err := m.Print(ctx, c.Printer, list[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := c.model(c.Desk, list[0]).HandOver(ctx, ""); err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(count(listWaiting, 0), count(listIssued, 0), count(listPrinted, 0), count(listHandedOver, 0), count(listIssued, -1), count(listPrinted, 1))
	if got != "3 4 1 1 0 0" {
		t.Errorf("%s", got)
	}
}

func TestModelChosen(t *testing.T) {
	rows := make([]listed, 4)
	for n := range rows {
		rows[n].ID[0], rows[n].Status = byte(n+1), documents.Current
	}
	rows[2].Status = documents.EnteredInError
	mark := func(ns ...int) map[documents.DocumentID]bool {
		marked := map[documents.DocumentID]bool{}
		for _, n := range ns {
			marked[rows[n].ID] = true
		}
		return marked
	}
	for _, c := range []struct {
		marked   map[documents.DocumentID]bool
		selected int
		want     string
	}{{nil, 1, "[2]"}, {nil, -1, "[]"}, {nil, 2, "[]"}, {mark(3, 0), 1, "[1 4]"}, {mark(2), 1, "[]"}} {
		var got []byte
		for _, l := range chosen(rows, c.marked, c.selected) {
			got = append(got, l.ID[0])
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%v, %d: %v, want %s", c.marked, c.selected, got, c.want)
		}
	}
}

// The keys of the lists: mark two, print them, look at what was printed, and at yesterday.
func TestListKeys(t *testing.T) {
	c := openClinic(t)
	list := c.pile(2)
	f := c.show(c.Desk)
	f.Go(frame.Target{Place: frame.Document})
	c.Press("Space", "Down", "Space", "F2") // the first and the third
	if len(c.Printer.Printed) != 2 || c.waits() != 2 {
		t.Fatalf("printed %d, %d wait", len(c.Printer.Printed), c.waits())
	}
	if !c.load(c.model(c.Desk, list[1])).Waits || c.load(c.model(c.Desk, list[2])).Waits {
		t.Error("others were printed than those that were marked")
	}
	c.Press("F3", "F3") // printed today
	c.Press("F2")
	if len(c.Printer.Copies) != 3 || c.Printer.Copies[2].Number != 1 {
		t.Fatalf("a copy from the list: %+v", c.Printer.Copies)
	}
	c.Press("F4", "F2", "Ctrl+P", "Delete") // yesterday there was nothing
	if len(c.Printer.Copies) != 3 || f.Covered() {
		t.Errorf("printed %d", len(c.Printer.Copies))
	}
	c.Press("F5", "Enter")
	if f.At().Record.IsZero() {
		t.Error("Enter did not open the paper")
	}
}
