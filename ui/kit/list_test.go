package kit

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"satchel/ui/theme"
)

func numbered(count int) (*List, *int) {
	asked := 0
	l := NewList([]ListColumn{{Title: "Name", Weight: 2}, {Title: "Number", Width: 80, Align: fyne.TextAlignTrailing}, {Title: "Place", Narrow: 500}}, nil)
	l.After = func(time.Duration, func()) func() { return func() {} }
	l.SetRows(count, func(row int) []Cell {
		asked++
		return []Cell{{Text: fmt.Sprintf("%c%06d", 'a'+row%26, row)}, {Text: fmt.Sprint(row)}, {Text: "x"}}
	}, -1)
	return l, &asked
}

func TestListKeys(t *testing.T) {
	l, _ := numbered(100000)
	opened := -1
	l.OnOpened = func(row int) { opened = row }
	_, c := show(t, l, 600, 28+30*10)
	c.Focus(l)
	if l.Selected() != 0 {
		t.Errorf("the keyboard comes to row %d", l.Selected())
	}
	steps := []struct {
		key  fyne.KeyName
		want int
	}{
		{fyne.KeyUp, 0}, {fyne.KeyDown, 1}, {fyne.KeyPageDown, 11}, {fyne.KeyPageUp, 1}, {fyne.KeyEnd, 99999},
		{fyne.KeyDown, 99999}, {fyne.KeyUp, 99998}, {fyne.KeyHome, 0}, {fyne.KeyPageUp, 0},
	}
	for _, step := range steps {
		press(c, step.key)
		if l.Selected() != step.want {
			t.Errorf("%s: row %d, want %d", step.key, l.Selected(), step.want)
		}
		if row := float64(l.Selected()); row < l.offset-0.02 || row+1 > l.offset+10.02 {
			t.Errorf("%s: row %v is out of view at %v", step.key, row, l.offset)
		}
	}
	press(c, fyne.KeyEnd, fyne.KeyReturn)
	if opened != 99999 {
		t.Errorf("opened %d", opened)
	}
}

func TestListTypeAhead(t *testing.T) {
	l, _ := numbered(100)
	_, c := show(t, l, 600, 300)
	c.Focus(l)
	typeText(c, "d")
	if l.Selected() != 3 {
		t.Errorf("d goes to %d", l.Selected())
	}
	typeText(c, "000029")
	if l.Selected() != 29 {
		t.Errorf("d000029 goes to %d", l.Selected())
	}
	l.prefix = ""
	l.OnTypeAhead = func(prefix string) int { return 7 }
	typeText(c, "q")
	if l.Selected() != 7 {
		t.Errorf("own search goes to %d", l.Selected())
	}
}

func TestListAsksForRowsInViewOnly(t *testing.T) {
	l, asked := numbered(100000)
	_, c := show(t, l, 600, 300)
	*asked = 0
	c.Focus(l)
	press(c, fyne.KeyEnd)
	if *asked > 60 {
		t.Errorf("asked for %d rows to show 10", *asked)
	}
}

func TestListPointer(t *testing.T) {
	l, _ := numbered(50)
	opened := -1
	l.OnOpened = func(row int) { opened = row }
	show(t, l, 600, 300)
	click(l, 50, 28+30*2+5)
	if l.Selected() != 2 {
		t.Errorf("clicked row %d", l.Selected())
	}
	l.scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -60}})
	l.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(50, 28+5)})
	if opened != 2 {
		t.Errorf("opened %d after scrolling two rows", opened)
	}
	click(l, 50, 5) // the head
	if l.Selected() != 2 {
		t.Error("a click on the head selects")
	}
	l.scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: 1e9}})
	if l.offset != 0 {
		t.Errorf("scrolled above the first row: %v", l.offset)
	}
}

func TestListEmptyAndLoading(t *testing.T) {
	l, _ := numbered(0)
	_, c := show(t, l, 600, 300)
	c.Focus(l)
	press(c, fyne.KeyDown, fyne.KeyPageDown, fyne.KeyEnd, fyne.KeyReturn)
	typeText(c, "x")
	if l.Selected() != -1 || l.message.Hidden {
		t.Errorf("selected %d, message hidden %v", l.Selected(), l.message.Hidden)
	}
	l.SetLoading(true)
	if !l.message.Hidden {
		t.Error("says that nothing is there while rows are on their way")
	}
	l.SetRows(3, func(int) []Cell { return nil }, 5)
	if l.Selected() != 2 || !l.message.Hidden {
		t.Errorf("selected %d of 3 rows without cells", l.Selected())
	}
	c.Capture()
	l.SetRows(0, nil, 0)
	c.Capture()
	if l.Selected() != -1 {
		t.Errorf("selected %d of none", l.Selected())
	}
}

func TestListColumns(t *testing.T) {
	l, _ := numbered(1)
	show(t, l, 700, 300)
	wide, narrow := l.places(700), l.places(400)
	if wide[2].width == 0 || narrow[2].width != 0 {
		t.Errorf("the third column is %v wide, %v when narrow", wide[2].width, narrow[2].width)
	}
	for _, places := range [][]columnPlace{wide, narrow} {
		right := float32(0)
		for _, p := range places {
			if p.width > 0 && p.x < right {
				t.Errorf("columns overlap: %v", places)
			}
			right = max(right, p.x+p.width)
		}
		if places[1].width != 80 {
			t.Errorf("fixed column is %v wide", places[1].width)
		}
	}
}

// TestListNeverHidesThatThereIsMore gives chips less and less room: what isn't shown is always counted.
func TestListNeverHidesThatThereIsMore(t *testing.T) {
	show(t, nil, 300, 200)
	marks := []Mark{{Text: "Penicillin", Icon: "warn"}, {Text: "Aspirin", Icon: "warn"}, {Text: "Latex"}, {Text: "Nuts"}, {Text: "Eggs"}}
	for room := float32(600); room > 60; room -= 7 {
		widths := fitMarks(marks, room, cellChips)
		sum, shown := float32(0), 0
		for i, w := range widths {
			if w < 0 {
				sum += chipWidth(moreText(len(marks)-i), "")
				shown = len(marks)
				if i != len(widths)-1 {
					t.Errorf("room %v: the count isn't last", room)
				}
			} else {
				sum += w
				shown++
			}
			sum += theme.Scaled(markGap)
		}
		if shown != len(marks) {
			t.Errorf("room %v: %d of %d accounted for", room, shown, len(marks))
		}
		if sum-theme.Scaled(markGap) > room+0.5 {
			t.Errorf("room %v: chips take %v", room, sum)
		}
	}
}

func TestInlineListIsAsHighAsItsRows(t *testing.T) {
	l, _ := numbered(4)
	l.SetInline()
	show(t, Column(0, l), 600, 600)
	if got := l.MinSize().Height; got != 28+4*30 {
		t.Errorf("height %v", got)
	}
	l.SetRows(0, nil, -1)
	if l.MinSize().Height < 60 {
		t.Error("no room for the empty state")
	}
}

func BenchmarkListScroll(b *testing.B) {
	l, _ := numbered(100000)
	t := &testing.T{}
	show(t, l, 1100, 700)
	for i := 0; b.Loop(); i++ {
		l.offset = float64(i * 137 % 90000)
		l.body.Refresh()
	}
}

func TestListShowsTheRowSelectedBeforeItWasShown(t *testing.T) {
	l, _ := numbered(500)
	l.SetRows(500, l.cells, 400)
	show(t, l, 600, 28+300)
	if l.offset < 390 || l.offset > 400 {
		t.Errorf("row 400 is selected, rows from %v are in view", l.offset)
	}
	first, _ := numbered(500)
	first.SetRows(500, first.cells, 1)
	show(t, first, 600, 28+300)
	if first.offset != 0 {
		t.Errorf("row 1 is selected, rows from %v are in view", first.offset)
	}
}
