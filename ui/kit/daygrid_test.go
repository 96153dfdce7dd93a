package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"satchel/data/value"
	"satchel/ui/theme"
)

func sampleDay() *DayGrid {
	g := NewDayGrid(8, 18, 15)
	open := []value.Interval{{Start: 9 * 60, End: 13 * 60}}
	g.SetDay([]DayColumn{{Key: "a", Title: "Dr A", Subtitle: "2 free", Open: open, Today: true}, {Key: "b", Title: "Dr B", Open: open}},
		[]Block{{Key: "1", Column: "a", Start: 9 * 60, End: 9*60 + 30, Title: "Okafor, Omar", Detail: "Follow-up", Tone: theme.Info}})
	g.SetNow(9*60 + 40)
	return g
}

func TestDayGridKeys(t *testing.T) {
	g := sampleDay()
	var slots, opened []string
	g.OnSlotChosen = func(column string, minute int) { slots = append(slots, fmt.Sprint(column, minute)) }
	g.OnBlockOpened = func(key string) { opened = append(opened, key) }
	_, c := show(t, g, 600, 300)
	c.Focus(g.FocusTarget())
	g.Choose("a", 9*60)
	press(c, fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn, fyne.KeyRight, fyne.KeyUp, fyne.KeySpace)
	if fmt.Sprint(opened) != "[1 1]" || fmt.Sprint(slots) != "[a570 b555]" {
		t.Errorf("opened %v, slots %v", opened, slots)
	}
	press(c, fyne.KeyEnd, fyne.KeyPageDown, fyne.KeyDown)
	if _, minute := g.Chosen(); minute != 18*60-15 {
		t.Errorf("the last slot is %d", minute)
	}
	if bottom := g.area.y(18 * 60); bottom > g.scroll.Offset.Y+g.scroll.Size().Height {
		t.Error("the chosen slot is out of view")
	}
	press(c, fyne.KeyHome, fyne.KeyUp, fyne.KeyPageUp, fyne.KeyLeft, fyne.KeyLeft)
	if column, minute := g.Chosen(); column != "a" || minute != 8*60 {
		t.Errorf("the first slot is %s %d", column, minute)
	}
}

func TestDayGridPointer(t *testing.T) {
	g := sampleDay()
	slot, opened, moved := "", "", ""
	g.OnSlotChosen = func(column string, minute int) { slot = fmt.Sprint(column, minute) }
	g.OnBlockOpened = func(key string) { opened = key }
	g.OnBlockMoved = func(key, column string, minute int) { moved = fmt.Sprint(key, column, minute) }
	show(t, g, 600, 700)
	at, size := g.area.blockRect(0)
	click(g.area, at.X+5, at.Y+5)
	if opened != "1" || slot != "" {
		t.Errorf("opened %q, slot %q", opened, slot)
	}
	x, _ := g.area.columnAt(1)
	click(g.area, x+20, g.area.y(10*60)+3)
	if slot != "b600" {
		t.Errorf("slot %q", slot)
	}
	click(g.area, 5, 50) // the hours
	from := fyne.NewPos(at.X+10, at.Y+size.Height/2)
	to := fyne.NewPos(x+30, from.Y+theme.Scaled(dayMinute)*60)
	g.area.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}, Dragged: fyne.NewDelta(to.X-from.X, to.Y-from.Y)})
	g.area.DragEnd()
	if moved != "1b600" {
		t.Errorf("moved %q, want 1 to b at 600", moved)
	}
	moved = ""
	g.area.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}, Dragged: fyne.NewDelta(0, 0)}) // begins on no block
	g.area.DragEnd()
	if moved != "" {
		t.Errorf("dragging nothing moved %q", moved)
	}
	g.area.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}, Dragged: fyne.NewDelta(to.X-from.X, to.Y-from.Y)})
	g.area.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	g.area.DragEnd()
	if moved != "" {
		t.Error("Esc doesn't stop the move")
	}
}

func TestDayGridWithoutColumns(t *testing.T) {
	g := NewDayGrid(8, 8, 0)
	_, c := show(t, g, 600, 300)
	g.SetDay(nil, []Block{{Key: "lost", Column: "nobody", Start: 10, End: 5}, {Key: "night", Column: "nobody", Start: 0, End: 24 * 60}})
	c.Focus(g.FocusTarget())
	press(c, fyne.KeyDown, fyne.KeyRight, fyne.KeyReturn)
	click(g.area, 300, 100)
	g.ScrollTo(12 * 60)
	c.Capture()
	if column, _ := g.Chosen(); column != "" {
		t.Errorf("chosen column %q", column)
	}
}

// TestBlocksNeverOverlap draws any appointments and looks that no two of a column share a pixel, and that each keeps its
// time.
func TestBlocksNeverOverlap(t *testing.T) {
	g := NewDayGrid(8, 18, 15)
	show(t, g, 600, 300)
	rapid.Check(t, func(t *rapid.T) {
		var blocks []Block
		for i := range rapid.IntRange(0, 25).Draw(t, "count") {
			start := rapid.IntRange(8*60, 17*60).Draw(t, "start")
			blocks = append(blocks, Block{Key: fmt.Sprint(i), Column: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "column"), Start: start, End: start + rapid.IntRange(5, 60).Draw(t, "length")})
		}
		g.SetDay([]DayColumn{{Key: "a"}, {Key: "b"}}, blocks)
		for i := range blocks {
			at, size := g.area.blockRect(i)
			if at.Y < g.area.y(blocks[i].Start) || at.Y+size.Height > g.area.y(blocks[i].End) {
				t.Fatalf("block %d is drawn at another time", i)
			}
			for j := range i {
				other, otherSize := g.area.blockRect(j)
				if at.X < other.X+otherSize.Width && other.X < at.X+size.Width && at.Y < other.Y+otherSize.Height && other.Y < at.Y+size.Height {
					t.Fatalf("blocks %d and %d overlap: %v %v, %v %v", i, j, at, size, other, otherSize)
				}
			}
		}
	})
}

func TestDayGridSlotIsHighEnoughForText(t *testing.T) {
	g := sampleDay()
	show(t, g, 600, 300)
	if perMinute := g.area.y(61) - g.area.y(60); perMinute < 1.6 {
		t.Errorf("%v px a minute", perMinute)
	}
	if slot := g.area.y(75) - g.area.y(60) - 2; slot < lineHeight(Strong) {
		t.Errorf("a quarter of an hour is %v high, a line of text %v", slot, lineHeight(Strong))
	}
}

func BenchmarkDayGrid(b *testing.B) {
	g := NewDayGrid(8, 18, 15)
	show(&testing.T{}, g, 1100, 700)
	var blocks []Block
	for i := range 150 {
		blocks = append(blocks, Block{Key: fmt.Sprint(i), Column: fmt.Sprint(i % 5), Start: 8*60 + i/5*15, End: 8*60 + i/5*15 + 15, Title: "Okafor, Omar", Detail: "Follow-up"})
	}
	g.SetDay([]DayColumn{{Key: "0"}, {Key: "1"}, {Key: "2"}, {Key: "3"}, {Key: "4"}}, blocks)
	for b.Loop() {
		g.area.Refresh()
	}
}
