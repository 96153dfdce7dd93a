package document

import (
	"testing"

	"satchel/data/documents"
	"satchel/reports"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

// drawn shows pages as they are printed, and prints as the test's printer does.
type drawn struct{ *uitest.Printer }

func (drawn) Preview(f documents.Frozen, page int, pixelsPerMM float32) (frame.PageImage, error) {
	return reports.Preview(f, page, int(pixelsPerMM*25.4), reports.Overlay{})
}

func (drawn) PreviewVoid(f documents.Frozen, page int, pixelsPerMM float32) (frame.PageImage, error) {
	return reports.Preview(f, page, int(pixelsPerMM*25.4), reports.Overlay{Void: true})
}

// TestPictures draws the screens for people to look at; see uitest.Picture. Without its variable it shows every screen all the same.
func TestPictures(t *testing.T) {
	c := openClinic(t, reports.New())
	p := c.patient("Venkatanarasimharajuvaripeta Lakshmi", "Satyanarayana Chakravarthula")
	meera := c.patient("Meera", "Sharma")
	f := c.show(c.Desk)
	f.Printer = drawn{c.Printer}
	f.Go(frame.Target{Place: frame.Document})
	c.Picture("queue-empty")
	invoice, receipt := c.bill(p)
	c.bill(meera)
	rx := c.prescription(meera)
	f.Go(frame.Target{Place: frame.Document})
	c.Picture("queue")
	c.Printer.Err = errJam
	c.Press("Ctrl+P")
	c.Picture("queue-jam")
	c.Printer.Err = nil
	c.Press("Enter")
	f.Go(frame.Target{Place: frame.Document, Patient: p.ID.Raw(), Record: receipt.ID.Raw()})
	c.Picture("document-new")
	f.Go(frame.Target{Place: frame.Document, Patient: p.ID.Raw(), Record: invoice.ID.Raw()})
	c.Press("Ctrl+P", "F2", "Ctrl+P", "Ctrl+P", "F3")
	c.Picture("document-printed")
	c.Press("F5")
	c.Picture("document-save")
	c.Press("Esc", "F4")
	c.Picture("document-given")
	c.Press("Esc", "F6")
	c.Picture("document-large")
	c.Press("Esc")
	f.Go(frame.Target{Place: frame.Document})
	c.Press("Space", "Space")
	c.Picture("queue-marked")
	c.Press("F3", "F3")
	c.Picture("queue-printed")
	c.Press("F3", "F4")
	c.Picture("queue-handed-over-none")
	if err := c.model(c.Owner, rx).Void(ctx, "Wrong strength was chosen; a new one was issued"); err != nil {
		t.Fatal(err)
	}
	f = c.show(c.Owner)
	f.Printer = drawn{c.Printer}
	f.Go(frame.Target{Place: frame.Document, Patient: meera.ID.Raw(), Record: rx.ID.Raw()})
	c.Picture("document-void")
	f.Go(frame.Target{Place: frame.Document})
	c.Press("F3")
	c.Picture("queue-issued")
	again := c.prescription(meera)
	f.Go(frame.Target{Place: frame.Document, Patient: meera.ID.Raw(), Record: again.ID.Raw()})
	c.Picture("document-prescription")
	f.Go(frame.Target{Place: frame.Document, Patient: meera.ID.Raw(), Record: meera.ID.Raw()})
	c.Picture("document-missing")
}
