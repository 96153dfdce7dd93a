package page

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func testPlot() Plot {
	from, to, ticks := NiceTicks(3200, 20100, 6)
	p := Plot{Width: 100 * Millimetre, Height: 60 * Millimetre, Words: Style{Face: Regular, Size: 8 * Point, Colour: testInk}, Grid: Colour{200, 200, 200}, Edge: testInk,
		X: Axis{Low: 0, High: 60, Title: "months"}, Y: Axis{Low: from, High: to, Title: "kg"}}
	for _, at := range ticks {
		p.Y.Ticks = append(p.Y.Ticks, Tick{at, fmt.Sprint(at / 1000)})
	}
	for at := int64(0); at <= 60; at += 12 {
		p.X.Ticks = append(p.X.Ticks, Tick{at, fmt.Sprint(at)})
	}
	return p
}

func TestNiceTicks(t *testing.T) {
	for _, test := range []struct {
		low, high int64
		most      int
		want      []int64
	}{
		{0, 10, 5, []int64{0, 2, 4, 6, 8, 10}}, {3200, 20100, 6, []int64{0, 5000, 10000, 15000, 20000, 25000}}, {-7, 12, 5, []int64{-10, -5, 0, 5, 10, 15}},
		{5, 5, 4, []int64{5, 6}}, {1_000_000, 1_000_001, 1, []int64{1_000_000, 1_000_001}}, {9, 3, 0, []int64{9, 10}},
	} {
		from, to, ticks := NiceTicks(test.low, test.high, test.most)
		if !slices.Equal(ticks, test.want) || from != ticks[0] || to != ticks[len(ticks)-1] {
			t.Errorf("%d to %d, at most %d: %v", test.low, test.high, test.most, ticks)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		low := rapid.Int64Range(-1<<40, 1<<40).Draw(rt, "low")
		high := rapid.Int64Range(low, 1<<41).Draw(rt, "high")
		most := rapid.IntRange(2, 12).Draw(rt, "most")
		from, to, ticks := NiceTicks(low, high, most)
		if from > low || to < high || len(ticks) < 2 || len(ticks) > most+1 {
			rt.Fatalf("%d to %d, at most %d: %v", low, high, most, ticks)
		}
	})
}

// What is plotted lies where its value says, to a micrometre or two.
func TestPlotPlaces(t *testing.T) {
	c, p := NewCompositor(), testPlot()
	f := c.plotFrame(p)
	p.Curves = []Curve{{Points: []PlotPoint{{0, 0}, {30, 12500}, {60, 25000}}, Colour: testInk, Marker: Square, Size: 2 * Millimetre}}
	box := c.Plot(p)
	var marks Path
	for _, it := range box.items {
		if path, ok := it.op.(Path); ok {
			marks = path
		}
	}
	if len(marks.Segments) != 12 {
		t.Fatalf("%d segments of three squares", len(marks.Segments))
	}
	for i, want := range []spot{{f.left, f.bottom}, {(f.left + f.right) / 2, (f.top + f.bottom) / 2}, {f.right, f.top}} {
		a, b := marks.Segments[4*i].Places[0], marks.Segments[4*i+2].Places[0]
		x, y := int64(a.X+b.X)/2, int64(a.Y+b.Y)/2
		if x < want.x-2 || x > want.x+2 || y < want.y-2 || y > want.y+2 {
			t.Errorf("point %d lies at %d, %d, want %v", i, x, y, want)
		}
	}
	if box.Width != p.Width || box.Height != p.Height {
		t.Errorf("the box is %d by %d", box.Width, box.Height)
	}
}

// No line leaves the frame, however far outside its points lie, and none is bent by being cut.
func TestPlotClips(t *testing.T) {
	f := frame{left: 1000, top: 2000, right: 90000, bottom: 50000}
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(name string) spot {
			return spot{rapid.Int64Range(-900_000, 900_000).Draw(rt, name+"x"), rapid.Int64Range(-500_000, 500_000).Draw(rt, name+"y")}
		}
		from, to := draw("from"), draw("to")
		start, end, seen := f.clip(from, to)
		if (f.holds(from) || f.holds(to)) && !seen {
			rt.Fatalf("%v to %v is gone", from, to)
		}
		if !seen {
			return
		}
		for _, s := range []spot{start, end} {
			if s.x < f.left-3 || s.x > f.right+3 || s.y < f.top-3 || s.y > f.bottom+3 {
				rt.Fatalf("%v to %v ends at %v", from, to, s)
			}
			// The area of the triangle over its longest side: how far the end lies from the line.
			length := root((to.x-from.x)*(to.x-from.x) + (to.y-from.y)*(to.y-from.y))
			if length > 0 {
				area := (to.x-from.x)*(s.y-from.y) - (to.y-from.y)*(s.x-from.x)
				if away := area / length; away > 3 || away < -3 {
					rt.Fatalf("%v lies %d beside %v to %v", s, away, from, to)
				}
			}
		}
	})
}

// Every marker and every kind of line stays within the paper, is drawn by both backends, and comes out the same each time.
func TestPlotIsDrawn(t *testing.T) {
	c, p := NewCompositor(), testPlot()
	for i, m := range []Marker{Disc, Ring, Square, Diamond, Triangle, Cross} {
		curve := Curve{Width: 300, Dash: Length(i) * 700, Colour: testInk, Marker: m, Size: 1800, Label: fmt.Sprint(i), Words: p.Words}
		for x := int64(-10); x <= 70; x += 10 {
			curve.Points = append(curve.Points, PlotPoint{x, 2000*int64(i) + 300*x})
		}
		p.Curves = append(p.Curves, curve)
	}
	p.Bands = []Band{{5000, 10000, Colour{230, 230, 230}}, {-500, -100, testInk}, {20000, 1 << 40, Colour{240, 240, 240}}}
	doc := compose(t, c, Part{Box: c.Plot(p)}, Part{Box: c.Plot(p)}, Part{Box: c.Plot(p)}, Part{Box: c.Plot(p)})
	within(t, doc, testMargins)
	first, err := PDF(doc, "")
	if err != nil {
		t.Fatal(err)
	}
	again, err := PDF(doc, "")
	if err != nil || !slices.Equal(first, again) {
		t.Errorf("another PDF: %v", err)
	}
	if len(doc.Sheets) != 2 {
		t.Errorf("four plots of 60 mm on %d pages: one was cut", len(doc.Sheets))
	}
	for i := range doc.Sheets {
		if _, err := Raster(doc, i, 80, ""); err != nil {
			t.Fatal(err)
		}
	}
	layout, parts, err := doc.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Decode(layout, parts...); err != nil {
		t.Fatal(err)
	}
}

// Labels of curves that end close together stand apart, inside the plot.
func TestPlotLabelsStandApart(t *testing.T) {
	c, p := NewCompositor(), testPlot()
	for i := range 7 {
		p.Curves = append(p.Curves, Curve{Points: []PlotPoint{{60, 200 + int64(i)}}, Label: fmt.Sprintf("L%d", i), Words: p.Words})
	}
	box := c.Plot(p)
	var places []Length
	for _, it := range box.items {
		if text, ok := it.op.(Text); ok && text.String[0] == 'L' {
			places = append(places, text.Y)
		}
	}
	slices.Sort(places)
	if len(places) != 7 || places[6] > p.Height {
		t.Fatalf("labels at %v", places)
	}
	for i := 1; i < len(places); i++ {
		if places[i]-places[i-1] < p.Words.leading().Height() {
			t.Errorf("labels at %v", places)
		}
	}
}
