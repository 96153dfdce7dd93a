package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"satchel/ui/theme"
)

// sampleBoard has three states: so many cards, none, and so many again.
func sampleBoard(count int) []BoardColumn {
	columns := []BoardColumn{{Key: "booked", Title: "Booked"}, {Key: "nurse", Title: "With nurse", Tone: theme.Info}, {Key: "done", Title: "Done", Tone: theme.Done}}
	for i := range count {
		columns[0].Cards = append(columns[0].Cards, BoardCard{Key: fmt.Sprint("b", i), Title: "Okafor, Omar", Time: "08:00", Waiting: i, Late: i > 1})
		columns[2].Cards = append(columns[2].Cards, BoardCard{Key: fmt.Sprint("d", i), Title: "Rossi, Elena", Time: "08:15", Marks: []Mark{{Text: "Latex", Tone: theme.Allergy}}})
	}
	return columns
}

func TestBoardKeys(t *testing.T) {
	b := NewBoard()
	b.SetColumns(sampleBoard(60))
	opened := ""
	b.OnOpened = func(card string) { opened = card }
	_, c := show(t, b, 700, 400)
	c.Focus(b.FocusTarget())
	steps := []struct {
		key  fyne.KeyName
		want string
	}{
		{fyne.KeyDown, "b1"}, {fyne.KeyRight, "d1"}, {fyne.KeyRight, "d1"}, {fyne.KeyUp, "d0"}, {fyne.KeyUp, "d0"},
		{fyne.KeyEnd, "d59"}, {fyne.KeyLeft, "b59"}, {fyne.KeyHome, "b0"}, {fyne.KeyLeft, "b0"},
	}
	for _, step := range steps {
		press(c, step.key)
		if b.Selected() != step.want {
			t.Errorf("%s: on %s, want %s", step.key, b.Selected(), step.want)
		}
		at, size := b.area.cardRect(b.area.column, b.area.card)
		if top := b.scroll.Offset.Y; at.Y < top || at.Y+size.Height > top+b.scroll.Size().Height {
			t.Errorf("%s: the card is out of view", step.key)
		}
	}
	press(c, fyne.KeyReturn)
	if opened != "b0" {
		t.Errorf("opened %q", opened)
	}
	at, _ := b.area.cardRect(2, 0)
	click(b.area, at.X+5, at.Y+5)
	if opened != "d0" {
		t.Errorf("clicked %q", opened)
	}
}

func TestBoardKeepsTheCard(t *testing.T) {
	b := NewBoard()
	b.SetColumns(sampleBoard(3))
	show(t, b, 700, 400)
	b.Select("b1")
	columns := sampleBoard(3)
	moved := columns[0].Cards[1]
	columns[0].Cards = append(columns[0].Cards[:1], columns[0].Cards[2])
	columns[1].Cards = []BoardCard{moved}
	b.SetColumns(columns)
	if b.Selected() != "b1" || b.area.column != 1 {
		t.Errorf("selected %q in column %d: it should follow its patient", b.Selected(), b.area.column)
	}
}

func TestBoardWithNothing(t *testing.T) {
	for _, columns := range [][]BoardColumn{nil, sampleBoard(0)} {
		b := NewBoard()
		b.OnOpened = func(string) { t.Error("opened nothing") }
		_, c := show(t, b, 700, 400)
		b.SetColumns(columns)
		c.Focus(b.FocusTarget())
		press(c, fyne.KeyDown, fyne.KeyRight, fyne.KeyLeft, fyne.KeyEnd, fyne.KeyHome, fyne.KeyUp, fyne.KeyReturn)
		click(b.area, 100, 100)
		c.Capture()
		if b.Selected() != "" {
			t.Errorf("selected %q", b.Selected())
		}
	}
}

func TestBoardHandsOnKeys(t *testing.T) {
	b := NewBoard()
	b.SetColumns(sampleBoard(2))
	_, c := show(t, b, 700, 400)
	c.Focus(b.FocusTarget())
	seen := ""
	b.OnKey = func(card string, event *fyne.KeyEvent) bool {
		seen = card + string(event.Name)
		return event.Name == fyne.KeyF2
	}
	window := 0
	c.SetOnTypedKey(func(*fyne.KeyEvent) { window++ })
	press(c, fyne.KeyF2, fyne.KeyF1)
	if seen != "b0F1" || window != 1 {
		t.Errorf("board saw %q, window %d keys", seen, window)
	}
}

func TestBoardSaysWhatBelongsThere(t *testing.T) {
	b := NewBoard()
	b.SetColumns(sampleBoard(0))
	b.SetEmpty(NewEmptyState("calendar", "Nobody is booked.", nil))
	show(t, b, 700, 400)
	if b.empty.Hidden {
		t.Error("an empty board says nothing")
	}
	b.SetColumns(sampleBoard(1))
	if !b.empty.Hidden {
		t.Error("still says that nobody is there")
	}
}
