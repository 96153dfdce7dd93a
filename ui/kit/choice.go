package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Option is one of the answers of a ChoiceField.
type Option struct {
	Value string // what Value returns, such as a FHIR code
	Label string // what is shown
}

// ChoiceField asks for one of a few answers: as segments side by side, or as a list that opens. Arrow keys and first
// letters choose without opening it.
type ChoiceField struct {
	fieldFrame
	chooser *chooser
}

// NewSegmentField shows every option side by side: for two to four short ones.
func NewSegmentField(label, hint string, options ...Option) *ChoiceField {
	return newChoiceField(label, hint, options, true)
}

// NewSelectField shows the chosen option and opens a list of all.
func NewSelectField(label, hint string, options ...Option) *ChoiceField {
	return newChoiceField(label, hint, options, false)
}

func newChoiceField(label, hint string, options []Option, segments bool) *ChoiceField {
	f := &ChoiceField{}
	f.chooser = &chooser{field: f, options: options, chosen: -1, segments: segments, pointer: -1}
	f.chooser.ExtendBaseWidget(f.chooser)
	f.frame(label, hint, f.chooser)
	if label == "" && hint == "" { // a bare control, for tool bars
		f.root.Objects = f.root.Objects[1:]
	}
	f.ExtendBaseWidget(f)
	return f
}

// Value implements Input: the value of the chosen option, empty for none.
func (f *ChoiceField) Value() string {
	if f.chooser.chosen < 0 {
		return ""
	}
	return f.chooser.options[f.chooser.chosen].Value
}

// SetValue implements Input; a value that is no option chooses none.
func (f *ChoiceField) SetValue(value string) {
	f.chooser.chosen = -1
	for i, option := range f.chooser.options {
		if option.Value == value {
			f.chooser.chosen = i
		}
	}
	f.SetError("")
	f.chooser.Refresh()
}

// SetOptions changes the answers; the chosen value stays if it is still one of them.
func (f *ChoiceField) SetOptions(options ...Option) {
	value := f.Value()
	f.chooser.close()
	f.chooser.options = options
	f.chooser.chosen = -1
	if r := f.chooser.renderer; r != nil {
		r.make()
	}
	f.SetValue(value)
}

// FocusTarget implements Input.
func (f *ChoiceField) FocusTarget() fyne.Focusable { return f.chooser }

// chooser is the focusable part.
type chooser struct {
	control
	field    *ChoiceField
	options  []Option
	chosen   int // -1 for none
	segments bool
	pointer  int
	renderer *chooserRenderer
	float    *float
}

func (c *chooser) choose(index int) {
	if index < 0 || index >= len(c.options) || c.disabled {
		return
	}
	if index == c.chosen {
		return
	}
	c.chosen = index
	if c.float != nil {
		c.float.panel.choose(index)
	}
	c.field.SetError("")
	c.Refresh()
	call(c.field.changed)
}

// Tapped implements fyne.Tappable.
func (c *chooser) Tapped(event *fyne.PointEvent) {
	if c.disabled {
		return
	}
	Focus(c)
	if !c.segments {
		c.toggle()
		return
	}
	x := float32(0)
	for i, width := range c.renderer.widths(c.Size().Width) {
		if x += width; event.Position.X < x {
			c.choose(i)
			return
		}
	}
}

// TypedRune chooses the next option that begins with a letter.
func (c *chooser) TypedRune(r rune) {
	if r == ' ' {
		if !c.segments {
			c.toggle()
		}
		return
	}
	for step := 1; step <= len(c.options); step++ {
		i := (max(c.chosen, -1) + step) % len(c.options)
		label := []rune(strings.TrimSpace(c.options[i].Label))
		if len(label) > 0 && unicode.ToLower(label[0]) == unicode.ToLower(r) {
			c.choose(i)
			return
		}
	}
}

// TypedKey implements fyne.Focusable.
func (c *chooser) TypedKey(event *fyne.KeyEvent) {
	switch {
	case event.Name == fyne.KeySpace: // arrives as a rune too
	case event.Name == fyne.KeyUp, event.Name == fyne.KeyLeft:
		c.choose(max(c.chosen-1, 0))
	case event.Name == fyne.KeyDown, event.Name == fyne.KeyRight:
		c.choose(min(c.chosen+1, len(c.options)-1))
	case event.Name == fyne.KeyHome:
		c.choose(0)
	case event.Name == fyne.KeyEnd:
		c.choose(len(c.options) - 1)
	case c.float != nil && (isEnter(event) || event.Name == fyne.KeyEscape):
		c.close()
	case isEnter(event) && c.field.submitted != nil:
		c.field.submitted()
	case event.Name == fyne.KeyEscape && c.field.cancelled != nil:
		c.field.cancelled()
	default:
		forwardKey(c, event)
	}
}

// FocusLost implements fyne.Focusable.
func (c *chooser) FocusLost() {
	c.control.FocusLost()
	c.close()
}

func (c *chooser) toggle() {
	if c.float != nil {
		c.close()
		return
	}
	rows := make([]Suggestion, len(c.options))
	for i, option := range c.options {
		rows[i] = Suggestion{Key: option.Value, Title: option.Label}
	}
	c.float = showFloat(c, rows, func(index int) {
		c.choose(index)
		c.close()
		Focus(c)
	})
	if c.float != nil {
		c.float.panel.plain = true
		c.float.panel.choose(c.chosen)
	}
}

func (c *chooser) close() {
	if c.float != nil {
		c.float.close()
		c.float = nil
	}
}

// CreateRenderer implements fyne.Widget.
func (c *chooser) CreateRenderer() fyne.WidgetRenderer {
	c.renderer = &chooserRenderer{owner: c, back: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil), arrow: &canvas.Image{FillMode: canvas.ImageFillContain}}
	c.renderer.make()
	c.renderer.Refresh()
	return c.renderer
}
