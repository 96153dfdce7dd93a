package printing

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"slices"
	"testing"

	"satchel/data/documents"
	"satchel/reports/page"
)

// recorder is a device of 600 dots per inch that remembers what it was told, and fails at a call if it should.
type recorder struct {
	calls  []string
	failAt string
	fills  []page.Colour
	least  point
	most   point
	drawn  []point // the corner and the size of each picture
	pixel  color.NRGBA
}

func (r *recorder) call(name string) error {
	r.calls = append(r.calls, name)
	if name == r.failAt {
		return errors.New("the device says no")
	}
	return nil
}

func (r *recorder) at(points ...point) {
	for _, p := range points {
		if r.most == (point{}) {
			r.least = p
		}
		r.least = point{min(r.least.x, p.x), min(r.least.y, p.y)}
		r.most = point{max(r.most.x, p.x), max(r.most.y, p.y)}
	}
}

func (r *recorder) metrics() (int, int, int, int) { return 600, 600, 100, 50 }
func (r *recorder) startDoc(string) (int, error)  { return 7, r.call("StartDoc") }
func (r *recorder) startPage() error              { return r.call("StartPage") }
func (r *recorder) endPage() error                { return r.call("EndPage") }
func (r *recorder) endDoc() error                 { return r.call("EndDoc") }
func (r *recorder) abortDoc()                     { _ = r.call("AbortDoc") }
func (r *recorder) beginPath() error              { return r.call("BeginPath") }
func (r *recorder) moveTo(p point) error          { r.at(p); return r.call("MoveToEx") }
func (r *recorder) lineTo(p point) error          { r.at(p); return r.call("LineTo") }
func (r *recorder) bezierTo(a, b, c point) error  { r.at(a, b, c); return r.call("PolyBezierTo") }
func (r *recorder) closeFigure() error            { return r.call("CloseFigure") }
func (r *recorder) fillPath(colour page.Colour) error {
	r.fills = append(r.fills, colour)
	return r.call("FillPath")
}
func (r *recorder) stretch(at, size point, picture *image.NRGBA) error {
	r.drawn, r.pixel = append(r.drawn, at, size), picture.NRGBAAt(0, 0)
	return r.call("StretchDIBits")
}

func (r *recorder) count(name string) int {
	n := 0
	for _, c := range r.calls {
		if c == name {
			n++
		}
	}
	return n
}

// A rectangle lies where it should in dots: from the corner of what can be printed on, moved as the printer needs it.
func TestGDIPlaces(t *testing.T) {
	sheet := page.Sheet{Width: 210 * page.Millimetre, Height: 297 * page.Millimetre, Ops: []page.Op{
		page.Rect{X: 25_400, Y: 50_800, Width: 25_400, Height: 12_700, Colour: page.Colour{R: 1, G: 2, B: 3}}}}
	for _, c := range []struct {
		adjust      page.Adjustment
		least, most point
	}{
		{page.Adjustment{}, point{500, 1150}, point{1100, 1450}},
		{page.Adjustment{Across: 254, Down: -127}, point{0, 0}, point{0, 0}}, // beyond the limit: refused
		{page.Adjustment{Across: 127, Down: -127}, point{800, 850}, point{1400, 1150}},
		{page.Adjustment{Scale: 1000}, point{500 - 188, 1150 - 231}, point{1100 - 128, 1450 - 201}}, // a tenth of the way from the centre
	} {
		r := &recorder{}
		id, err := drawJob(r, Job{Pages: &page.Document{Sheets: []page.Sheet{sheet}}, Adjust: c.adjust})
		if c.adjust.Validate() != nil {
			if err == nil || len(r.calls) > 0 {
				t.Errorf("%+v was printed", c.adjust)
			}
			continue
		}
		if err != nil || id != 7 {
			t.Fatal(id, err)
		}
		if !close2(r.least, c.least) || !close2(r.most, c.most) {
			t.Errorf("%+v: drawn from %v to %v, want %v to %v", c.adjust, r.least, r.most, c.least, c.most)
		}
		want := []string{"StartDoc", "StartPage", "BeginPath", "MoveToEx", "LineTo", "LineTo", "LineTo", "CloseFigure", "FillPath", "EndPage", "EndDoc"}
		if !slices.Equal(r.calls, want) || r.fills[0] != (page.Colour{R: 1, G: 2, B: 3}) {
			t.Errorf("%v, %v", r.calls, r.fills)
		}
	}
}

func close2(a, b point) bool { return max(a.x-b.x, b.x-a.x, a.y-b.y, b.y-a.y) <= 1 }

// A document's letters are shapes: no font is asked for, and all of it lies on the sheet.
func TestGDIDocument(t *testing.T) {
	r := &recorder{}
	doc := receipt(t, documents.PaperA5)
	if _, err := drawJob(r, Job{Pages: doc, Note: "Copy 1, printed today", Copies: 2}); err != nil {
		t.Fatal(err)
	}
	if r.count("StartDoc") != 1 || r.count("StartPage") != 2*len(doc.Sheets) || r.count("EndPage") != 2*len(doc.Sheets) || r.count("EndDoc") != 1 || r.count("AbortDoc") != 0 {
		t.Errorf("%d documents, %d pages", r.count("StartDoc"), r.count("StartPage"))
	}
	if r.count("PolyBezierTo") < 1000 || r.count("BeginPath") != r.count("FillPath") || r.count("MoveToEx") != r.count("CloseFigure") {
		t.Errorf("%d curves, %d paths begun, %d filled, %d figures begun, %d closed", r.count("PolyBezierTo"), r.count("BeginPath"), r.count("FillPath"), r.count("MoveToEx"), r.count("CloseFigure"))
	}
	width, height := int32(148*6000/254)-100, int32(210*6000/254)-50
	if r.least.x < -100 || r.least.y < -50 || r.most.x > width || r.most.y > height {
		t.Errorf("drawn from %v to %v on a sheet that ends at %d, %d", r.least, r.most, width, height)
	}
	noted := &recorder{}
	if _, err := drawJob(noted, Job{Pages: doc}); err != nil || noted.count("FillPath")*2 >= r.count("FillPath") {
		t.Errorf("a copy's line draws nothing: %v", err)
	}
}

// Whatever fails, half a document does not come out.
func TestGDIFailures(t *testing.T) {
	doc := receipt(t, documents.PaperA5)
	for _, at := range []string{"StartDoc", "StartPage", "BeginPath", "MoveToEx", "LineTo", "PolyBezierTo", "CloseFigure", "FillPath", "EndPage", "EndDoc"} {
		r := &recorder{failAt: at}
		if _, err := drawJob(r, Job{Pages: doc}); err == nil {
			t.Errorf("a failing %s was not noticed", at)
		}
		if aborted := r.count("AbortDoc") == 1; aborted == (at == "StartDoc") {
			t.Errorf("after a failing %s: given up: %v", at, aborted)
		}
	}
	if _, err := drawJob(&recorder{}, Job{}); !errors.Is(err, page.ErrNoPage) {
		t.Errorf("no page: %v", err)
	}
}

// What is transparent in a picture shows the paper.
func TestGDIPicture(t *testing.T) {
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewNRGBA(image.Rect(0, 0, 4, 2))); err != nil {
		t.Fatal(err)
	}
	r := &recorder{}
	sheet := page.Sheet{Width: 100_000, Height: 100_000, Ops: []page.Op{page.Picture{X: 25_400, Y: 25_400, Width: 50_800, Height: 25_400}}}
	if _, err := drawJob(r, Job{Pages: &page.Document{Sheets: []page.Sheet{sheet}, Images: [][]byte{file.Bytes()}}}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(r.drawn, []point{{500, 550}, {1200, 600}}) || r.pixel != (color.NRGBA{255, 255, 255, 255}) {
		t.Errorf("%v, %v", r.drawn, r.pixel)
	}
}

func TestSpoolerState(t *testing.T) {
	for _, c := range []struct {
		status, attributes uint32
		want               State
		reason             string
	}{
		{0, 0, Idle, ""}, {spoolerPrinting, 0, Printing, ""}, {spoolerJam | spoolerError, 0, Stopped, "media-jam"}, {spoolerPaused, 0, Stopped, "paused"},
		{spoolerOffline, 0, Offline, "offline"}, {0, spoolerWorkOffline, Offline, "offline"}, {spoolerTonerLow, 0, Idle, "toner-low"}, {spoolerEmpty, 0, Stopped, "media-empty"},
	} {
		state, reasons := spoolerState(c.status, c.attributes)
		if state != c.want || (c.reason != "" && !slices.Contains(reasons, c.reason)) || (c.reason != "" && ReasonKey(c.reason) == "") {
			t.Errorf("%#x, %#x: %s, %v", c.status, c.attributes, state, reasons)
		}
	}
}

// TestOtherSystems compiles what this system does not run.
func TestOtherSystems(t *testing.T) {
	if testing.Short() {
		t.Skip("compiling for other systems takes a while")
	}
	for _, system := range []string{"windows", "darwin", "linux"} {
		build := exec.Command("go", "build", ".")
		build.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", system, err, out)
		}
	}
}
