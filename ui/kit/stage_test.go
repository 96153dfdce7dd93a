package kit

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"satchel/ui/theme"
)

func TestDialogKeepsAndReturnsTheKeyboard(t *testing.T) {
	entry, other := NewEntry(""), NewEntry("")
	stage, c := show(t, Column(4, entry, other), 600, 400)
	c.Focus(entry)
	typeText(c, "half")
	leaked := 0
	c.SetOnTypedKey(func(*fyne.KeyEvent) { leaked++ })
	asked := 0
	stage.Confirm("Sure?", "Text", "Do it", Primary, func() { asked++ })
	if !stage.Covered() {
		t.Fatal("not covered")
	}
	for range 5 { // Tab goes round in the dialog
		c.FocusNext()
		if f := c.Focused(); f == fyne.Focusable(entry) || f == fyne.Focusable(other) {
			t.Fatal("Tab left the dialog")
		}
	}
	press(c, fyne.KeyF1, fyne.KeyEscape)
	if stage.Covered() || asked != 0 || leaked != 0 {
		t.Errorf("after Esc: covered %v, asked %d, %d keys leaked to the window", stage.Covered(), asked, leaked)
	}
	if c.Focused() != fyne.Focusable(entry) {
		t.Error("the keyboard didn't return")
	}
	typeText(c, "way")
	if entry.Text != "halfway" {
		t.Errorf("text %q", entry.Text)
	}
}

func TestConfirm(t *testing.T) {
	for _, c := range []struct {
		importance Importance
		keys       []fyne.KeyName
		want       bool
	}{
		{Primary, []fyne.KeyName{fyne.KeyReturn}, true},
		{Primary, []fyne.KeyName{fyne.KeyEscape}, false},
		{Danger, []fyne.KeyName{fyne.KeyReturn}, false}, // Cancel has the keyboard
	} {
		stage, canvas := show(t, NewEntry(""), 600, 400)
		done := false
		stage.Confirm("Sure?", "", "Do it", c.importance, func() { done = true })
		press(canvas, c.keys...)
		if done != c.want || stage.Covered() {
			t.Errorf("importance %d, keys %v: done %v, covered %v", c.importance, c.keys, done, stage.Covered())
		}
	}
}

func TestPromptNeedsAReason(t *testing.T) {
	stage, c := show(t, NewEntry(""), 600, 400)
	reason := ""
	stage.Prompt("Undo?", "", "Undo", Danger, func(r string) { reason = r })
	typeText(c, "  ")
	shortcut(c, fyne.KeyReturn)
	if !stage.Covered() || reason != "" {
		t.Fatal("blank reason taken")
	}
	typeText(c, "wrong patient ")
	shortcut(c, fyne.KeyReturn)
	if stage.Covered() || reason != "wrong patient" {
		t.Errorf("reason %q, covered %v", reason, stage.Covered())
	}
}

func TestShowErrorHasBothSentences(t *testing.T) {
	stage, c := show(t, NewEntry(""), 600, 400)
	d := stage.ShowError("The printer did not take the page.", "Look whether it is on.")
	words := ""
	for _, o := range d.spec.Body.(*fyne.Container).Objects[1].(*fyne.Container).Objects {
		words += o.(*Paragraph).Text() + " "
	}
	if !strings.Contains(words, "printer") || !strings.Contains(words, "Look") {
		t.Errorf("shows %q", words)
	}
	press(c, fyne.KeyReturn)
	if stage.Covered() {
		t.Error("Enter doesn't close it")
	}
}

// TestLockOverADialog is a lock screen above a half-filled dialog: the dialog closes below it, or waits with its text.
func TestLockOverADialog(t *testing.T) {
	stage, c := show(t, NewEntry(""), 600, 400)
	first := stage.Progress("Backing up", nil)
	field := NewField("Name", "")
	stage.ShowDialog(DialogSpec{Title: "Two", Body: field, Focus: field.Entry})
	typeText(c, "half")
	pin := NewPINField("PIN", 6)
	lock := stage.Cover(NewGround(pin), pin.FocusTarget(), func(*fyne.KeyEvent) {})
	first.Close() // ends below two others
	if c.Focused() != pin.FocusTarget() {
		t.Fatal("the lock lost the keyboard when a dialog below it closed")
	}
	press(c, fyne.KeyEscape)
	typeText(c, "12")
	if field.Value() != "half" || pin.Value() != "12" {
		t.Errorf("field %q, pin %q", field.Value(), pin.Value())
	}
	lock.Remove()
	lock.Remove() // twice does nothing
	if c.Focused() != fyne.Focusable(field.Entry) || field.Value() != "half" {
		t.Error("the dialog below didn't come back as it was")
	}
	press(c, fyne.KeyEscape)
	if stage.Covered() {
		t.Error("something still covers the page")
	}
}

func TestShortcutsReachTheWindowFromADialog(t *testing.T) {
	stage, c := show(t, NewEntry(""), 600, 400)
	locked := 0
	stage.AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierShortcutDefault}, func() { locked++ })
	stage.Prompt("Why?", "", "Go", Primary, func(string) {})
	shortcut(c, fyne.KeyL)
	if locked != 1 {
		t.Error("Ctrl+L in a dialog doesn't lock")
	}
}

// TestDefaultButtonFromAnywhereInADialog presses Ctrl+Enter while another button has the keyboard.
func TestDefaultButtonFromAnywhereInADialog(t *testing.T) {
	stage, c := show(t, NewEntry(""), 600, 400)
	reason := ""
	stage.Prompt("Why?", "", "Go", Primary, func(r string) { reason = r })
	typeText(c, "because")
	c.FocusNext()
	shortcut(c, fyne.KeyReturn)
	if reason != "because" {
		t.Errorf("reason %q", reason)
	}
}

func TestAReplacedPageHasNoKeyboard(t *testing.T) {
	pressed := 0
	b := NewButton("Delete", Danger, func() { pressed++ })
	stage, c := show(t, b, 600, 400)
	c.Focus(b)
	stage.SetPage(NewEntry(""))
	press(c, fyne.KeyReturn)
	if pressed != 0 {
		t.Error("a button of a page that is gone was pressed")
	}
	c.Focus(b)
	c.Unfocus()
	b2 := NewButton("Old", Standard, func() { pressed++ })
	stage.SetPage(b2)
	c.Focus(b2)
	d := stage.ShowDialog(DialogSpec{Title: "x"})
	stage.SetPage(NewEntry(""))
	d.Close()
	press(c, fyne.KeyReturn)
	if pressed != 0 {
		t.Error("after a dialog, the keyboard went back to a page that is gone")
	}
}

func TestACoverWithoutWidgetsGetsTheKeys(t *testing.T) {
	stage, c := show(t, NewEntry(""), 600, 400)
	keys := 0
	cover := stage.Cover(NewGround(NewText("locked", Body)), nil, func(*fyne.KeyEvent) { keys++ })
	press(c, fyne.KeyReturn, fyne.KeyF1)
	if keys != 2 {
		t.Errorf("got %d keys", keys)
	}
	d := stage.ShowDialog(DialogSpec{Title: "Nothing to press"})
	press(c, fyne.KeyEscape)
	if stage.covers.top() != cover {
		t.Error("Esc doesn't close a dialog without buttons")
	}
	d.Close()
	press(c, fyne.KeyReturn)
	if keys != 3 {
		t.Errorf("got %d keys after a dialog", keys)
	}
}

func TestUndoShortcutOutsideEntries(t *testing.T) {
	b := NewButton("x", Standard, nil)
	stage, c := show(t, Column(0, b), 600, 400)
	undone := 0
	stage.AddShortcut(&fyne.ShortcutUndo{}, func() { undone++ })
	c.Focus(b)
	b.TypedShortcut(&fyne.ShortcutUndo{})
	e := NewEntry("")
	stage.SetPage(e)
	c.Focus(e)
	typeText(c, "a")
	e.TypedShortcut(&fyne.ShortcutUndo{})
	if undone != 1 || e.Text != "" {
		t.Errorf("undone %d times, text %q: in an entry Ctrl+Z is for the text", undone, e.Text)
	}
}

func TestProgressCancels(t *testing.T) {
	stage, c := show(t, NewEntry(""), 600, 400)
	cancelled := 0
	p := stage.Progress("Backing up", func() { cancelled++ })
	p.Set(1, 2, "half")
	p.Set(5, 0, "unknown")
	press(c, fyne.KeyEscape, fyne.KeyEscape, fyne.KeyReturn)
	if cancelled != 1 || !stage.Covered() {
		t.Errorf("cancelled %d times, covered %v: it stays until the work has stopped", cancelled, stage.Covered())
	}
	p.Close()
	if stage.Covered() {
		t.Error("not closed")
	}
}

func TestToasts(t *testing.T) {
	stage, _ := show(t, NewEntry(""), 600, 400)
	var timers []func()
	stage.After = func(_ time.Duration, f func()) func() {
		timers = append(timers, f)
		return func() {}
	}
	undone := 0
	stage.ToastUndo("Booked.", func() { undone++ })
	stage.Toast("Saved.", theme.Done)
	if n := len(stage.toasts.box.Objects); n != 2 {
		t.Fatalf("%d toasts", n)
	}
	if !stage.UndoToast() || undone != 1 || stage.UndoToast() {
		t.Errorf("undone %d times", undone)
	}
	timers[1]()
	timers[0]() // the timer of a toast that has gone does nothing
	if n := len(stage.toasts.box.Objects); n != 0 {
		t.Errorf("%d toasts left", n)
	}
	for range 10 {
		stage.Toast("again", theme.Info)
	}
	if n := len(stage.toasts.box.Objects); n != toastLimit {
		t.Errorf("%d toasts pile up", n)
	}
}

func suggestOn(t *testing.T, s *Suggest) (*Stage, fyne.Canvas, *int) {
	generation := 0
	s.After = func(_ time.Duration, f func()) func() { return func() {} }
	s.OnQuery = func(g int, _ string) { generation = g }
	stage, c := show(t, Column(0, s), 400, 300)
	c.Focus(s.Entry)
	return stage, c, &generation
}

var medicines = []Suggestion{{Key: "1", Title: "Metformin 500"}, {Key: "2", Title: "Metoprolol 50"}, {Key: "3", Title: "Metronidazole 400"}}

func TestSuggestKeepsTheKeyboardWhileOneTypes(t *testing.T) {
	s := NewSuggestField("Medicine", "")
	_, c, generation := suggestOn(t, s)
	for i, r := range "metf" {
		typeText(c, string(r))
		s.SetResults(*generation, medicines)
		if c.Focused() != fyne.Focusable(s.Entry) {
			t.Fatalf("rows took the keyboard after %d letters", i+1)
		}
	}
	if s.Entry.Text != "metf" || len(s.Offered()) != 3 || s.Marked() != 0 {
		t.Errorf("text %q, offered %d, marked %d", s.Entry.Text, len(s.Offered()), s.Marked())
	}
}

func TestSuggestKeys(t *testing.T) {
	s := NewSuggestField("Medicine", "")
	var chosen []string
	s.OnChosen = func(row Suggestion) { chosen = append(chosen, row.Key) }
	submitted := 0
	s.Connect(nil, func() { submitted++ }, nil)
	stage, c, generation := suggestOn(t, s)
	typeText(c, "met")
	s.SetResults(*generation, medicines)
	press(c, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn)
	if len(chosen) != 1 || chosen[0] != "2" || s.Value() != "Metoprolol 50" || submitted != 0 {
		t.Errorf("chosen %v, value %q, submitted %d", chosen, s.Value(), submitted)
	}
	press(c, fyne.KeyReturn)
	if submitted != 1 {
		t.Error("Enter without rows doesn't submit the form")
	}
	typeText(c, "x")
	s.SetResults(*generation, medicines)
	press(c, fyne.KeyEscape)
	if s.Offered() != nil || s.Value() != "Metoprolol 50x" {
		t.Errorf("Esc: offered %v, value %q", s.Offered(), s.Value())
	}
	typeText(c, "y")
	s.SetResults(*generation, medicines)
	click(stage.floats.Objects[0].(*panel), 30, 5+2*30+4)
	if chosen[len(chosen)-1] != "3" || len(stage.floats.Objects) != 0 {
		t.Errorf("clicked %v, %d panels open", chosen, len(stage.floats.Objects))
	}
}

func TestSuggestDropsStaleRows(t *testing.T) {
	s := NewSuggest("Find")
	_, c, generation := suggestOn(t, s)
	typeText(c, "m")
	stale := *generation
	typeText(c, "e")
	s.SetResults(stale, medicines)
	if s.Offered() != nil {
		t.Error("rows of an older question are shown")
	}
	s.SetResults(*generation, medicines[:1])
	s.SetNote(stale, "nothing")
	if len(s.Offered()) != 1 {
		t.Error("an older note replaced newer rows")
	}
	press(c, fyne.KeyBackspace, fyne.KeyBackspace)
	s.SetResults(*generation-1, medicines)
	if s.Offered() != nil {
		t.Error("rows stay for an empty text")
	}
}

func TestSuggestTextWithoutRows(t *testing.T) {
	s := NewSuggest("Find")
	text := ""
	s.OnText = func(typed string) { text = typed }
	_, c, generation := suggestOn(t, s)
	typeText(c, "nobody")
	s.SetNote(*generation, "No patient. Enter registers one.")
	press(c, fyne.KeyReturn)
	if text != "nobody" || s.Entry.Text != "nobody" {
		t.Errorf("told %q, entry %q", text, s.Entry.Text)
	}
}

func TestSuggestInADialog(t *testing.T) {
	stage, c := show(t, NewEntry(""), 600, 400)
	s := NewSuggestField("Medicine", "")
	s.After = func(time.Duration, func()) func() { return func() {} }
	generation := 0
	s.OnQuery = func(g int, _ string) { generation = g }
	stage.ShowDialog(DialogSpec{Title: "Add", Body: s, Focus: s.Entry})
	typeText(c, "m")
	s.SetResults(generation, medicines)
	if len(stage.covers.floats.Objects) != 1 || len(stage.floats.Objects) != 0 {
		t.Error("the rows lie below the dialog")
	}
}
