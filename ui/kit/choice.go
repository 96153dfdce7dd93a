package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"satchel/ui/theme"
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

type chooserRenderer struct {
	owner      *chooser
	back, ring *canvas.Rectangle
	arrow      *canvas.Image
	parts      []*canvas.Rectangle
	texts      []*canvas.Text
}

// make creates a text and a rectangle for each segment, or one text for a list.
func (r *chooserRenderer) make() {
	count := 1
	if r.owner.segments {
		count = len(r.owner.options)
	}
	r.parts, r.texts = nil, nil
	for range count {
		r.parts = append(r.parts, canvas.NewRectangle(nil))
		r.texts = append(r.texts, canvas.NewText("", nil))
	}
}

// fieldHeight is the height of a one-line control in pixels of the standard density, as Fyne's entry has it.
const fieldHeight float32 = 30

func (r *chooserRenderer) MinSize() fyne.Size {
	width := float32(0)
	for _, option := range r.owner.options {
		w := measured.width(Strong.face(), option.Label) + 2*theme.Scaled(10)
		if r.owner.segments {
			width += w
		} else {
			width = max(width, w+theme.Scaled(16))
		}
	}
	return fyne.NewSize(max(width, theme.Scaled(60)), theme.Scaled(fieldHeight))
}

// widths shares the width among the segments: what each needs, then equal parts of what is left.
func (r *chooserRenderer) widths(total float32) []float32 {
	widths := make([]float32, len(r.owner.options))
	rest := total
	for i, option := range r.owner.options {
		widths[i] = measured.width(Strong.face(), option.Label) + 2*theme.Scaled(10)
		rest -= widths[i]
	}
	for i := range widths {
		widths[i] += rest / float32(len(widths))
	}
	return widths
}

func (r *chooserRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	grow := theme.Scaled(2.5)
	r.ring.Move(fyne.NewPos(-grow, -grow))
	r.ring.Resize(size.AddWidthHeight(2*grow, 2*grow))
	side := theme.Scaled(14)
	r.arrow.Resize(fyne.NewSquareSize(side))
	r.arrow.Move(fyne.NewPos(size.Width-side-theme.Scaled(8), (size.Height-side)/2))
	place := func(i int, x, width float32) {
		height := r.texts[i].MinSize().Height
		r.texts[i].Move(fyne.NewPos(x, (size.Height-height)/2))
		r.texts[i].Resize(fyne.NewSize(width, height))
	}
	if !r.owner.segments {
		place(0, theme.Scaled(9), max(size.Width-theme.Scaled(34), 0))
		return
	}
	x, margin := float32(0), float32(2)
	for i, width := range r.widths(size.Width) {
		r.parts[i].Move(fyne.NewPos(x+margin, margin))
		r.parts[i].Resize(fyne.NewSize(width-2*margin, size.Height-2*margin))
		place(i, x, width)
		x += width
	}
}

func (r *chooserRenderer) Refresh() {
	c := r.owner
	border := fyne.ThemeColorName(inputBorder)
	paintRect(r.ring, "", "", radiusField+2.5)
	if c.focused {
		r.ring.StrokeColor, r.ring.StrokeWidth = theme.Color(theme.ColorAccent), theme.Scaled(1.75)
	}
	fill := theme.ColorCard
	if c.disabled {
		fill = theme.ColorHover
	}
	paintRect(r.back, fill, border, radiusField)
	r.arrow.Resource = theme.Drawing("chevron-down", theme.ColorMuted)
	r.arrow.Hidden = c.segments
	if c.segments {
		r.refreshSegments()
	} else {
		label := ""
		if c.chosen >= 0 {
			label = c.options[c.chosen].Label
		}
		paintRect(r.parts[0], "", "", 0)
		paint(r.texts[0], measured.fit(Body.face(), label, max(c.Size().Width-theme.Scaled(34), 0)), Body, c.textColor(""))
	}
	r.Layout(c.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *chooserRenderer) refreshSegments() {
	for i, option := range r.owner.options {
		if i == r.owner.chosen {
			paintRect(r.parts[i], theme.ColorPrimary, "", radiusRow)
			paint(r.texts[i], option.Label, Strong, r.owner.textColor(theme.ColorOnPrimary))
		} else {
			paintRect(r.parts[i], "", "", radiusRow)
			paint(r.texts[i], option.Label, Body, r.owner.textColor(""))
		}
		r.texts[i].Alignment = fyne.TextAlignCenter
	}
}

func (c *chooser) textColor(color fyne.ThemeColorName) fyne.ThemeColorName {
	if c.disabled {
		return theme.ColorFaint
	}
	return color
}

func (r *chooserRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.back, r.ring}
	for i := range r.texts {
		objects = append(objects, r.parts[i], r.texts[i])
	}
	return append(objects, r.arrow)
}

func (r *chooserRenderer) Destroy() {}
