package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"satchel/ui/theme"
)

// Input is one answer on a form: every field of the kit is one, and a screen's own may be.
type Input interface {
	fyne.CanvasObject
	// Value is the answer as typed or chosen.
	Value() string
	// SetValue changes the answer without telling anyone.
	SetValue(value string)
	// SetError shows what is wrong, in words; empty shows nothing.
	SetError(sentence string)
	// Error returns the words shown.
	Error() string
	// FocusTarget is what gets the keyboard.
	FocusTarget() fyne.Focusable
	// Connect tells the form of changes, of Enter and of Esc.
	Connect(changed, submitted, cancelled func())
}

// fieldFrame is a label with a short note at its right, the control below, and what is wrong below that.
type fieldFrame struct {
	widget.BaseWidget
	label, aside *Text
	message      *Paragraph
	ring         *surface
	root         *fyne.Container

	changed, submitted, cancelled func()
}

// frame sets up the parts around a control; bare leaves out the red ring for controls that draw their own border.
func (f *fieldFrame) frame(label, hint string, control fyne.CanvasObject) {
	f.label, f.aside = NewText(label, Label), NewCaption(hint)
	f.label.Keep = true
	f.message = NewParagraph("", Mistake)
	f.message.Hide()
	f.ring = newSurface("", theme.ColorError, radiusField)
	f.ring.Hide()
	head := Row(GapSmall, f.label, Spacer(), f.aside)
	f.root = Column(3, head, stack(control, f.ring), f.message)
}

// CreateRenderer implements fyne.Widget.
func (f *fieldFrame) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.root) }

// SetError implements Input.
func (f *fieldFrame) SetError(sentence string) {
	if f.message.Text() == sentence {
		return
	}
	f.message.SetText(sentence)
	if sentence == "" {
		f.message.Hide()
		f.ring.Hide()
	} else {
		f.message.Show()
		f.ring.Show()
	}
	f.Refresh()
}

// Error implements Input.
func (f *fieldFrame) Error() string { return f.message.Text() }

// SetHint changes the note at the right of the label.
func (f *fieldFrame) SetHint(hint string) {
	f.aside.SetText(hint)
	f.Refresh()
}

// Label returns the field's label.
func (f *fieldFrame) Label() string { return f.label.Text() }

// Connect implements Input.
func (f *fieldFrame) Connect(changed, submitted, cancelled func()) {
	f.changed, f.submitted, f.cancelled = changed, submitted, cancelled
}

func call(f func()) {
	if f != nil {
		f()
	}
}

// connectEntry wires an entry to the field: a change clears the error, Enter submits, Esc cancels.
func (f *fieldFrame) connectEntry(e *Entry, onChanged func()) {
	e.OnChanged = func(string) {
		f.SetError("")
		onChanged()
		call(f.changed)
	}
	e.OnRefused = f.SetError
	e.OnKey = func(event *fyne.KeyEvent) bool {
		switch {
		case isEnter(event) && !e.MultiLine && f.submitted != nil:
			f.submitted()
		case event.Name == fyne.KeyEscape && f.cancelled != nil:
			f.cancelled()
		default:
			return false
		}
		return true
	}
}

// setEntry changes an entry's text without telling the form.
func setEntry(e *Entry, text string) {
	changed := e.OnChanged
	e.OnChanged = nil
	e.SetText(text)
	if !e.MultiLine {
		e.CursorToEnd()
	}
	e.OnChanged = changed
}

// Field is a labelled text entry.
type Field struct {
	fieldFrame
	// Entry is the entry itself, for its limits and hooks.
	Entry *Entry
	// OnTyped is told what the entry holds after each change by the person, before the form is.
	OnTyped func(text string)

	hint    string     // the note at the right of the label
	advice  *Paragraph // of a password; nil otherwise
	focused bool
}

// NewField makes a single-line field; the hint is a short note such as "optional".
func NewField(label, hint string) *Field { return newField(label, hint, NewEntry("")) }

// NewTextField makes a multi-line field that shows rows lines.
func NewTextField(label, hint string, rows int) *Field {
	return newField(label, hint, NewTextEntry("", rows))
}

// RevealKey shows what is typed into a password field, and hides it again; the eye in the field does the same.
const RevealKey = fyne.KeyF9

// NewPasswordField makes a field whose text is hidden until RevealKey or the eye shows it. It takes a paste like any other.
func NewPasswordField(label, hint string) *Field {
	f := NewField(label, hint)
	f.Entry.Password = true
	f.advice = NewParagraph("", Caption)
	f.advice.Hide()
	f.root.Objects = append(f.root.Objects, f.advice)
	typed := f.Entry.OnKey
	f.Entry.OnKey = func(event *fyne.KeyEvent) bool {
		if event.Name == RevealKey {
			f.Reveal(f.Entry.Password)
			return true
		}
		return typed(event)
	}
	f.Entry.OnFocus = func(focused bool) {
		f.focused = focused
		f.SetHint(f.hint)
	}
	return f
}

// Reveal shows or hides what is typed into a password field.
func (f *Field) Reveal(shown bool) {
	f.Entry.Password = !shown
	f.Entry.Refresh()
	if f.Entry.ActionItem != nil {
		f.Entry.ActionItem.Refresh()
	}
}

// Revealed reports whether what is typed can be read.
func (f *Field) Revealed() bool { return !f.Entry.Password }

// SetAdvice says calmly, beside and below a password field, how far what is typed is from being accepted; done is when it would be.
// Empty words say nothing.
func (f *Field) SetAdvice(short, why string, done bool) {
	f.aside.Color = ""
	if done {
		f.aside.Color = theme.Done.Text()
	}
	f.SetHint(short)
	f.advice.SetText(why)
	f.advice.Hidden = why == "" || f.Error() != ""
	f.Refresh()
}

// Advice returns the words of SetAdvice.
func (f *Field) Advice() (short, why string) { return f.hint, f.advice.Text() }

// SetHint changes the note at the right of the label. A password field tells of RevealKey there, where it has something to show.
func (f *Field) SetHint(hint string) {
	f.hint = hint
	if f.advice != nil && f.focused && f.Entry.Text != "" {
		if hint != "" {
			hint += "  ·  "
		}
		hint += say("kit.reveal")
	}
	f.fieldFrame.SetHint(hint)
}

// SetError implements Input. A mistake takes the place of the advice.
func (f *Field) SetError(sentence string) {
	if f.advice != nil {
		f.advice.Hidden = f.advice.Text() == "" || sentence != ""
	}
	f.fieldFrame.SetError(sentence)
}

func newField(label, hint string, entry *Entry) *Field {
	f := &Field{Entry: entry, hint: hint}
	f.frame(label, hint, entry)
	f.connectEntry(entry, func() {
		if f.advice != nil {
			f.SetHint(f.hint)
		}
		if f.OnTyped != nil {
			f.OnTyped(entry.Text)
		}
	})
	f.ExtendBaseWidget(f)
	return f
}

// Value implements Input.
func (f *Field) Value() string { return f.Entry.Text }

// SetValue implements Input.
func (f *Field) SetValue(text string) {
	setEntry(f.Entry, text)
	f.SetError("")
}

// FocusTarget implements Input.
func (f *Field) FocusTarget() fyne.Focusable { return f.Entry }
