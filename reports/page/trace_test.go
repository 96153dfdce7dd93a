package page

import "testing"

// redrawn collects what is traced as shapes and pictures of another document.
type redrawn struct{ doc *Document }

func (r redrawn) Fill(colour Colour, shape []Segment) error {
	s := &r.doc.Sheets[0]
	s.Ops = append(s.Ops, Path{Colour: colour, Segments: shape})
	return nil
}

func (r redrawn) Image(place Picture, png []byte) error {
	s := &r.doc.Sheets[0]
	place.Image = len(r.doc.Images)
	r.doc.Images, s.Ops = append(r.doc.Images, png), append(s.Ops, place)
	return nil
}

// A page whose letters became shapes looks as it did.
func TestTraceIsThePage(t *testing.T) {
	traced(t, everyOp(t))
	traced(t, plainDocument(t, "मीरा शर्मा ५०० mg", "ميرا شارما 500 mg", "Meera Sharma"))
}

func traced(t *testing.T, doc *Document) {
	t.Helper()
	const dpi, note = 150, "Copy 1, printed 12 Jan 2026"
	want, err := Raster(doc, 0, dpi, note)
	if err != nil {
		t.Fatal(err)
	}
	shapes := redrawn{&Document{Sheets: []Sheet{{Width: doc.Sheets[0].Width, Height: doc.Sheets[0].Height}}}}
	if err := Trace(doc, 0, note, shapes); err != nil {
		t.Fatal(err)
	}
	got, err := Raster(shapes.doc, 0, dpi, "")
	if err != nil {
		t.Fatal(err)
	}
	if a, b := inkMissing(got, want), inkMissing(want, got); a > 0.002 || b > 0.002 {
		t.Errorf("%.2f %% of the shapes are not on the page, %.2f %% of the page is in no shape", 100*a, 100*b)
	}
	if err := Trace(doc, 99, "", shapes); err != ErrNoSheet {
		t.Errorf("a page that is not there: %v", err)
	}
	doc.Sheets[0].Ops = doc.Sheets[0].Ops[:len(doc.Sheets[0].Ops)/2]
	half, err := Raster(doc, 0, dpi, note)
	if err != nil || inkMissing(got, half) < 0.002 {
		t.Errorf("half a page is not noticed, %v", err)
	}
}
