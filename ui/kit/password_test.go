package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestAPasswordIsPastedAndRevealed: by the keyboard alone.
func TestAPasswordIsPastedAndRevealed(t *testing.T) {
	f := NewPasswordField("Password", "15 or more")
	var typed []string
	f.OnTyped = func(text string) { typed = append(typed, text) }
	_, c := show(t, f, 400, 200)
	c.Focus(f.Entry)
	if f.Revealed() || f.aside.Text() != "15 or more" {
		t.Errorf("revealed %v, beside the label %q", f.Revealed(), f.aside.Text())
	}
	clipboard := test.NewClipboard()
	clipboard.SetContent("tulips grow behind the shed")
	f.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
	if f.Value() != "tulips grow behind the shed" || len(typed) != 1 || typed[0] != f.Value() {
		t.Errorf("pasted %q, told %q", f.Value(), typed)
	}
	if !strings.Contains(f.aside.Text(), "F9") {
		t.Errorf("the key is not told of: %q", f.aside.Text())
	}
	hidden := c.Capture()
	press(c, RevealKey)
	if !f.Revealed() || samePixels(hidden, c.Capture()) {
		t.Error("F9 does not show it")
	}
	press(c, RevealKey)
	if f.Revealed() {
		t.Error("F9 does not hide it again")
	}
	c.Unfocus()
	if strings.Contains(f.aside.Text(), "F9") {
		t.Errorf("away from the field: %q", f.aside.Text())
	}
}

func TestAdviceGivesWayToAMistake(t *testing.T) {
	f := NewPasswordField("Password", "")
	show(t, f, 400, 200)
	f.SetAdvice("", "It is a date.", false)
	if f.advice.Hidden {
		t.Error("the advice is not shown")
	}
	f.SetError("The two passwords differ.")
	if !f.advice.Hidden || f.message.Hidden {
		t.Error("both are shown")
	}
	f.SetError("")
	if f.advice.Hidden {
		t.Error("the advice is gone")
	}
	f.SetAdvice("Good", "", true)
	if !f.advice.Hidden || f.aside.Text() != "Good" {
		t.Errorf("%v %q", f.advice.Hidden, f.aside.Text())
	}
}
