package visit

import (
	"context"
	"errors"
	"testing"

	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/reports/printing"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

// batches is a printer that lets so many papers out and then says why it prints no more; what it was given by then lies in it.
type batches struct {
	*uitest.Printer
	opened, out int
	why         error
}

func (b *batches) Print(context.Context, documents.Frozen, frame.Copy) error {
	return errors.New("printed alone")
}
func (b *batches) Batch() frame.Batch             { b.opened++; return b }
func (b *batches) Finish(_ context.Context) error { return nil }
func (b *batches) Add(_ context.Context, _ documents.Frozen, _ frame.Copy, done func(error)) error {
	if b.out == 0 {
		done(b.why)
		return b.why
	}
	b.out--
	done(nil)
	return nil
}

// The papers of a visit are one batch, and each is noted as what became of it; one sentence says what did not come out.
func TestModelPapersOfAVisitAreOneBatch(t *testing.T) {
	for name, c := range map[string]struct {
		out, waits int
		why        error
		says       string
	}{
		"all":   {3, 0, nil, ""},
		"jam":   {1, 2, value.Problem{Key: "error.documents.printer_stopped"}, "The printer has stopped: paper, ink or a jam. Printed: 1 of 3. What did not come out waits in the list of papers to print."},
		"held":  {2, 0, printing.ErrHeld, "The printer has the page and has not printed it for a minute. Printed: 2 of 3. What lies in the printer counts as sent."},
		"both":  {1, 1, printing.ErrHeld, "The printer has the page and has not printed it for a minute. Printed: 1 of 3. What did not come out waits in the list of papers to print."},
		"at it": {0, 3, value.Problem{Key: "error.documents.no_printer"}, "No printer is set up on this computer. Printed: 0 of 3. What did not come out waits in the list of papers to print."},
	} {
		t.Run(name, func(t *testing.T) {
			k := uitest.Open(t)
			furnish(t, k)
			meera := register(t, k, "Meera", "Sharma")
			m := begin(t, k.Owner, meera.ID)
			k.Update(k.Owner, action.Prescription, func(tx *store.Tx) error {
				list, err := prescribing.Propose(tx, m.session.Practitioner.ID, "paracetamol 500 mg tab 1-0-1 5d", 1)
				if err != nil {
					return err
				}
				rx, err := prescribing.DraftOf(tx, m.origin())
				if err != nil {
					return err
				}
				line := list[0].Line
				line.Prescription = rx.ID
				_, err = prescribing.SaveLine(tx, line)
				return err
			}, store.About(meera.ID))
			r, err := m.Ready(ctx)
			if err != nil {
				t.Fatal(err)
			}
			what := finishing{Version: r.Page.Encounter.Version, Pay: billing.Cash, Reasons: map[string]string{}}
			for _, finding := range r.Open {
				if finding.MustAnswer {
					what.Reasons[finding.ID] = "as agreed"
				} else {
					what.Seen = append(what.Seen, finding.ID)
				}
			}
			done, err := m.Finish(ctx, what)
			if err != nil || len(done.Documents) != 3 {
				t.Fatalf("%d papers, %v", len(done.Documents), err)
			}
			printer := &batches{Printer: k.Printer, out: c.out, why: c.why}
			result, err := m.Print(ctx, printer, done.Documents)
			if printer.opened != 1 || result.Out != c.out || !errors.Is(err, c.why) {
				t.Errorf("%d batches, %+v, %v", printer.opened, result, err)
			}
			if got := m.PrintedWords(result, err); got != c.says {
				t.Errorf("it says %q, want %q", got, c.says)
			}
			k.View(k.Owner, action.OpenChart, func(tx *store.Tx) error {
				waiting, err := documents.ToPrint(tx)
				papers, err2 := documents.OfPatient(tx, meera.ID, 0)
				printed, sent := 0, 0
				for _, p := range papers {
					switch {
					case p.Sent:
						sent++
					case p.Papers > 0:
						printed++
					}
				}
				if len(waiting) != c.waits || printed != c.out || sent != 3-c.out-c.waits {
					t.Errorf("%d wait, %d printed, %d sent", len(waiting), printed, sent)
				}
				return firstError(err, err2)
			}, store.About(meera.ID))
		})
	}
}
