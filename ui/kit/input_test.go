package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"satchel/data/value"
)

func TestEntryHandsOnTheWindowsKeys(t *testing.T) {
	for _, multi := range []bool{false, true} {
		e := NewEntry("")
		if multi {
			e = NewTextEntry("", 3)
		}
		stage, c := show(t, e, 300, 200)
		c.Focus(e)
		typeText(c, "half")
		var got []string
		for _, key := range []fyne.KeyName{fyne.KeyK, fyne.KeyL, fyne.KeyP, fyne.KeyReturn} {
			stage.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}, func() {
				got = append(got, string(key))
			})
			shortcut(c, key)
		}
		c.SetOnTypedKey(func(e *fyne.KeyEvent) { got = append(got, string(e.Name)) })
		press(c, fyne.KeyF1, fyne.KeyEscape)
		if len(got) != 6 {
			t.Errorf("multi %v: the window saw %v", multi, got)
		}
		if e.Text != "half" {
			t.Errorf("multi %v: text became %q", multi, e.Text)
		}
		if e.AcceptsTab() {
			t.Errorf("multi %v: Tab would not leave", multi)
		}
	}
}

func TestEntryLimits(t *testing.T) {
	f := NewField("Name", "")
	f.Entry.MaxRunes = 5
	_, c := show(t, f, 300, 200)
	c.Focus(f.Entry)
	typeText(c, "ääääää")
	if f.Value() != "äääää" {
		t.Errorf("typed %q", f.Value())
	}
	clipboard := test.NewClipboard()
	clipboard.SetContent("much too long")
	f.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
	if f.Value() != "äääää" || !strings.Contains(f.Error(), "5") {
		t.Errorf("after a long paste: %q, error %q", f.Value(), f.Error())
	}
	f.SetValue("a")
	clipboard.SetContent("bc")
	f.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
	if f.Value() != "abc" && f.Value() != "bca" {
		t.Errorf("after a short paste: %q", f.Value())
	}
}

func TestDateField(t *testing.T) {
	cases := []struct {
		typed, shows string
		wrong        bool
	}{
		{"3/2/51", "3 Feb 1951 · 75 years", false},
		{"03021951", "3 Feb 1951 · 75 years", false},
		{"t", "23 Nov 2026 · 0 days", false},
		{"31/2/2020", "", true},
		{"nonsense", "", true},
		{"", "", false},
		{"1/1/2050", "", true},
	}
	for _, c := range cases {
		f := NewBirthDateField("Born", "", value.DMY, fixedToday)
		_, canvas := show(t, f, 300, 200)
		canvas.Focus(f.Entry)
		typeText(canvas, c.typed)
		if f.Error() != "" {
			t.Errorf("%q: complains while one types: %q", c.typed, f.Error())
		}
		canvas.Unfocus()
		if wrong := f.Error() != ""; wrong != c.wrong {
			t.Errorf("%q: error %q", c.typed, f.Error())
		}
		if got := f.aside.Text(); got != c.shows {
			t.Errorf("%q shows %q, want %q", c.typed, got, c.shows)
		}
		if f.Value() != c.typed {
			t.Errorf("%q became %q", c.typed, f.Value())
		}
	}
}

func TestDayField(t *testing.T) {
	f := NewDayField("Follow-up", "", value.DMY, fixedToday)
	show(t, f, 300, 200)
	f.SetValue("2w")
	date, _, err := f.Date()
	if err != nil || date.String() != "2026-12-07" {
		t.Errorf("2w is %v, %v", date, err)
	}
}

func TestMoneyField(t *testing.T) {
	f := NewMoneyField("Fee", "INR", value.Indian)
	_, c := show(t, f, 300, 200)
	c.Focus(f.Entry)
	typeText(c, "1,20,000.50")
	amount, err := f.Amount()
	if err != nil || amount.Minor != 12000050 {
		t.Fatalf("amount %v, %v", amount, err)
	}
	f.SetAmount(value.Money{Minor: 12000050, Currency: "INR"})
	if f.Value() != "1,20,000.50" {
		t.Errorf("shows %q", f.Value())
	}
	f.SetValue("1.005")
	c.Unfocus()
	if f.Error() == "" {
		t.Error("a third of a paisa is taken")
	}
}

func TestChoiceByKeyboard(t *testing.T) {
	for _, segments := range []bool{true, false} {
		make := NewSelectField
		if segments {
			make = NewSegmentField
		}
		f := make("Sex", "", sexes...)
		changes := 0
		f.Connect(func() { changes++ }, nil, nil)
		_, c := show(t, f, 300, 200)
		c.Focus(f.FocusTarget())
		steps := []struct {
			do   func()
			want string
		}{
			{func() { typeText(c, "f") }, "female"},
			{func() { press(c, fyne.KeyDown) }, "unknown"},
			{func() { press(c, fyne.KeyRight) }, "unknown"},
			{func() { press(c, fyne.KeyUp) }, "female"},
			{func() { press(c, fyne.KeyHome) }, "male"},
			{func() { press(c, fyne.KeyEnd) }, "unknown"},
			{func() { typeText(c, "x") }, "unknown"},
			{func() { typeText(c, "u") }, "unknown"},
		}
		for i, step := range steps {
			if step.do(); f.Value() != step.want {
				t.Errorf("segments %v step %d: %q, want %q", segments, i, f.Value(), step.want)
			}
		}
		if changes != 5 {
			t.Errorf("segments %v: told of %d changes, want 5", segments, changes)
		}
	}
}

func TestSelectOpensAList(t *testing.T) {
	f := NewSelectField("Sex", "", sexes...)
	stage, c := show(t, Column(0, f), 300, 200)
	c.Focus(f.FocusTarget())
	typeText(c, " ")
	if len(stage.floats.Objects) != 1 {
		t.Fatal("Space opens nothing")
	}
	click(stage.floats.Objects[0].(*panel), 20, 5+30+10)
	if f.Value() != "female" || len(stage.floats.Objects) != 0 {
		t.Errorf("clicked %q, %d panels open", f.Value(), len(stage.floats.Objects))
	}
	typeText(c, " ")
	press(c, fyne.KeyEscape)
	if len(stage.floats.Objects) != 0 || f.Value() != "female" {
		t.Error("Esc doesn't close the list")
	}
}

func TestSegmentsByClick(t *testing.T) {
	f := NewSegmentField("Sex", "", sexes...)
	show(t, Column(0, f), 300, 200)
	click(f.chooser, 295, 5)
	if f.Value() != "unknown" {
		t.Errorf("clicked %q", f.Value())
	}
	f.SetValue("no such")
	if f.Value() != "" {
		t.Errorf("a value that is no option is %q", f.Value())
	}
}

func TestPIN(t *testing.T) {
	f := NewPINField("PIN", 6)
	var done []string
	f.OnComplete = func(pin string) { done = append(done, pin) }
	_, c := show(t, f, 400, 200)
	c.Focus(f.FocusTarget())
	typeText(c, "12x")
	if f.Error() == "" || f.Value() != "12" {
		t.Errorf("a letter: value %q, error %q", f.Value(), f.Error())
	}
	press(c, fyne.KeyBackspace)
	typeText(c, "२३४५६7")
	if len(done) != 1 || done[0] != "123456" {
		t.Errorf("done %v", done)
	}
	f.Clear()
	if f.Value() != "" {
		t.Error("not cleared")
	}
}

func TestForm(t *testing.T) {
	f := NewForm(2)
	name, note, born := NewField("Name", ""), NewTextField("Note", "", 3), NewBirthDateField("Born", "", value.DMY, fixedToday)
	f.Add("name", name, 1)
	f.Add("note", note, 2)
	f.Add("born", born, 1)
	var submitted, cancelled int
	var changed []string
	f.OnSubmit = func() { submitted++ }
	f.OnCancel = func() { cancelled++ }
	f.OnChanged = func(key string) { changed = append(changed, key) }
	_, c := show(t, f, 500, 400)
	f.FocusFirst()
	if f.Dirty() {
		t.Error("dirty from the start")
	}
	typeText(c, "Mee")
	if !f.Dirty() || len(changed) != 3 || changed[0] != "name" {
		t.Errorf("dirty %v, changed %v", f.Dirty(), changed)
	}
	press(c, fyne.KeyReturn)
	c.FocusNext()
	press(c, fyne.KeyReturn) // a new line in the note
	press(c, fyne.KeyEscape)
	if submitted != 1 || cancelled != 1 || note.Value() != "\n" || name.Value() != "Mee" {
		t.Errorf("submitted %d, cancelled %d, note %q, name %q", submitted, cancelled, note.Value(), name.Value())
	}
	c.FocusNext()
	if c.Focused() != fyne.Focusable(born.Entry) {
		t.Error("Tab order doesn't follow the form")
	}
	f.MarkClean()
	if f.Dirty() {
		t.Error("dirty after MarkClean")
	}
	f.Restore(map[string]string{"name": "draft"})
	if !f.Dirty() || f.Values()["name"] != "draft" {
		t.Error("a restored draft is not dirty")
	}
}

func TestFormErrors(t *testing.T) {
	f := NewForm(1)
	a, b := NewField("A", ""), NewField("B", "")
	f.Add("a", a, 1)
	f.Add("b", b, 1)
	_, c := show(t, f, 300, 300)
	height := f.MinSize().Height
	if !f.SetErrors(map[string]string{"b": "B is needed.", "series": "The series is used up."}) {
		t.Error("no error seen")
	}
	if a.Error() != "" || b.Error() != "B is needed." || f.general.Text() != "The series is used up." || f.general.Hidden {
		t.Errorf("a %q, b %q, general %q", a.Error(), b.Error(), f.general.Text())
	}
	if c.Focused() != fyne.Focusable(b.Entry) {
		t.Error("the first field in trouble has no keyboard")
	}
	if f.MinSize().Height <= height {
		t.Error("no room was made for the errors")
	}
	typeText(c, "x")
	if b.Error() != "" {
		t.Error("the error stays while one corrects it")
	}
	if f.SetErrors(nil) || !f.general.Hidden {
		t.Error("errors stay after none were set")
	}
}

func TestScrollFollowsTheKeyboard(t *testing.T) {
	f := NewForm(1)
	for _, key := range strings.Split("abcdefghijkl", "") {
		f.Add(key, NewField(key, ""), 1)
	}
	s := NewScroll(f, f)
	_, c := show(t, s, 300, 200)
	c.Focus(f.Input("l").FocusTarget())
	last := f.Input("l")
	bottom := s.scroll.Offset.Y + s.scroll.Size().Height
	if at := last.Position().Y + last.Size().Height; at > bottom || s.scroll.Offset.Y == 0 {
		t.Errorf("the last field ends at %v, the view at %v", at, bottom)
	}
	c.Focus(f.Input("a").FocusTarget())
	if s.scroll.Offset.Y != 0 {
		t.Errorf("the first field is shown at offset %v", s.scroll.Offset.Y)
	}
}

// TestFormComesDownToFewerColumns narrows a form and looks that no input lies outside it or over another.
func TestFormComesDownToFewerColumns(t *testing.T) {
	f := NewForm(4)
	for _, key := range strings.Split("abcdefg", "") {
		f.Add(key, NewSegmentField(key, "", sexes...), 1)
	}
	show(t, f, 1200, 600)
	columns := map[int]bool{}
	for width := float32(1200); width >= f.MinSize().Width; width -= 50 {
		f.Resize(fyne.NewSize(width, 600))
		layout := f.grid.Layout.(*formLayout)
		columns[layout.columnsFor(width)] = true
		for i, item := range f.items {
			at, size := item.show.Position(), item.show.Size()
			if at.X+size.Width > width+0.5 || size.Width < item.show.MinSize().Width {
				t.Errorf("width %v: input %d is at %v, %v", width, i, at, size)
			}
			for _, other := range f.items[:i] {
				o, s := other.show.Position(), other.show.Size()
				if at.X < o.X+s.Width && o.X < at.X+size.Width && at.Y < o.Y+s.Height && o.Y < at.Y+size.Height {
					t.Errorf("width %v: inputs overlap", width)
				}
			}
		}
	}
	if !columns[4] || !columns[2] || !columns[1] || columns[3] {
		t.Errorf("columns used: %v, want 4, 2 and 1", columns)
	}
}
