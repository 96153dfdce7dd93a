package kit

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"satchel/ui/theme"
)

// Suggest is an entry that offers rows while one types. The rows come from outside and may come late: each question has
// a generation, and answers to an older one are dropped.
//
//	s := kit.NewSuggest("Name, phone, number")
//	s.OnQuery = func(generation int, text string) { go search(text, func(found) { fyne.Do(func() { s.SetResults(generation, found) }) }) }
//	s.OnChosen = func(row kit.Suggestion) { open(row.Key) }
type Suggest struct {
	fieldFrame
	// Entry is the entry itself, for its hooks.
	Entry *Entry
	// OnQuery asks for rows; it must not block.
	OnQuery func(generation int, text string)
	// OnChosen gets a row that was clicked or entered.
	OnChosen func(Suggestion)
	// OnText gets the text on Enter where no row is marked.
	OnText func(text string)
	// After runs timers; tests replace it.
	After After
	// KeepText leaves the chosen row's title in the entry; otherwise the entry is emptied.
	KeepText bool

	generation int
	rows       []Suggestion
	float      *float
	note       string
}

// NewSuggest makes an entry with suggestions, without a label: for a search box.
func NewSuggest(placeholder string) *Suggest {
	s := newSuggest("", "", placeholder)
	s.Entry.SetIcon(theme.LiveDrawing("search", theme.ColorMuted))
	s.root.Objects = s.root.Objects[1:]
	return s
}

// NewSuggestField makes a labelled entry with suggestions, which keeps the chosen title: for a form.
func NewSuggestField(label, hint string) *Suggest {
	s := newSuggest(label, hint, "")
	s.KeepText = true
	return s
}

func newSuggest(label, hint, placeholder string) *Suggest {
	s := &Suggest{Entry: NewEntry(placeholder), After: realAfter}
	s.frame(label, hint, s.Entry)
	s.connectEntry(s.Entry, s.ask)
	connected := s.Entry.OnKey
	s.Entry.OnKey = func(event *fyne.KeyEvent) bool { return s.typedKey(event) || connected(event) }
	s.Entry.OnFocus = func(focused bool) {
		if focused {
			return
		}
		s.After(closeDelay, func() { // a click on a row comes after the loss of the keyboard
			if c := canvasOf(s); c == nil || c.Focused() != fyne.Focusable(s.Entry) {
				s.close()
			}
		})
	}
	s.ExtendBaseWidget(s)
	return s
}

const closeDelay = 250 * time.Millisecond

// ask begins a new generation for the text typed.
func (s *Suggest) ask() {
	s.generation++
	if strings.TrimSpace(s.Entry.Text) == "" {
		s.rows, s.note = nil, ""
		s.close()
		return
	}
	if s.OnQuery != nil {
		s.OnQuery(s.generation, s.Entry.Text)
	}
}

// SetResults offers rows for a generation; those of an older one are dropped. It may be called more than once.
func (s *Suggest) SetResults(generation int, rows []Suggestion) {
	if generation != s.generation {
		return
	}
	s.rows, s.note = rows, ""
	s.show()
}

// SetNote shows a line where there are no rows, such as "No patient. Enter registers one."
func (s *Suggest) SetNote(generation int, note string) {
	if generation != s.generation {
		return
	}
	s.rows, s.note = nil, note
	s.show()
}

// Offered returns the rows on show.
func (s *Suggest) Offered() []Suggestion {
	if s.float == nil {
		return nil
	}
	return s.rows
}

// Marked returns the index of the row that Enter would choose, -1 for none.
func (s *Suggest) Marked() int {
	if s.float == nil {
		return -1
	}
	return s.float.panel.chosen
}

func (s *Suggest) show() {
	s.close()
	if len(s.rows) == 0 && s.note == "" {
		return
	}
	s.float = showFloat(s.Entry, s.rows, s.take)
	if s.float == nil {
		return
	}
	s.float.panel.note = s.note
	if len(s.rows) > 0 {
		s.float.panel.choose(0)
	}
	s.float.panel.Refresh()
}

func (s *Suggest) close() {
	if s.float != nil {
		s.float.close()
		s.float = nil
	}
}

// take chooses a row.
func (s *Suggest) take(index int) {
	if index < 0 || index >= len(s.rows) {
		return
	}
	row := s.rows[index]
	s.generation++
	s.close()
	s.rows = nil
	text := ""
	if s.KeepText {
		text = row.Title
	}
	setEntry(s.Entry, text)
	s.Entry.CursorToEnd()
	if s.KeepText {
		Focus(s.Entry)
	}
	if s.OnChosen != nil {
		s.OnChosen(row)
	}
	call(s.changed)
}

// typedKey moves in the rows; false leaves the key to the entry.
func (s *Suggest) typedKey(event *fyne.KeyEvent) bool {
	marked := s.Marked()
	switch {
	case s.float == nil && event.Name == fyne.KeyDown:
		s.ask()
	case s.float == nil && isEnter(event) && s.OnText != nil && strings.TrimSpace(s.Entry.Text) != "":
		s.OnText(s.Entry.Text)
	case s.float == nil:
		return false
	case event.Name == fyne.KeyUp:
		s.float.panel.choose(max(marked-1, 0))
	case event.Name == fyne.KeyDown:
		s.float.panel.choose(marked + 1)
	case event.Name == fyne.KeyPageUp:
		s.float.panel.choose(max(marked-panelRows, 0))
	case event.Name == fyne.KeyPageDown:
		s.float.panel.choose(marked + panelRows)
	case event.Name == fyne.KeyEscape:
		s.close()
	case isEnter(event) && marked >= 0:
		s.take(marked)
	case isEnter(event) && s.OnText != nil:
		s.close()
		s.OnText(s.Entry.Text)
	default:
		return false
	}
	return true
}

// Value implements Input.
func (s *Suggest) Value() string { return s.Entry.Text }

// SetValue implements Input; it asks nothing.
func (s *Suggest) SetValue(text string) {
	s.generation++
	s.close()
	setEntry(s.Entry, text)
	s.SetError("")
}

// FocusTarget implements Input.
func (s *Suggest) FocusTarget() fyne.Focusable { return s.Entry }
