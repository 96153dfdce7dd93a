package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"satchel/ui/theme"
)

// Importance is how much a button asks to be pressed.
type Importance int

const (
	Standard Importance = iota // bordered
	Primary                    // the one obvious next step of a page
	Quiet                      // text only
	Danger                     // takes something back or away
)

// Button is pressed by click, Enter or Space.
type Button struct {
	control

	// OnTapped is called on the window's goroutine.
	OnTapped func()

	label, icon, keyHint string
	importance           Importance
}

// NewButton makes a button with a label.
func NewButton(label string, importance Importance, tapped func()) *Button {
	b := &Button{label: label, importance: importance, OnTapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

// NewIconButton makes a button with a drawing before its label; the label may be empty.
func NewIconButton(icon, label string, importance Importance, tapped func()) *Button {
	b := NewButton(label, importance, tapped)
	b.icon = icon
	return b
}

// WithKey shows which key does the same, such as "Ctrl+Enter", and returns the button.
func (b *Button) WithKey(key string) *Button {
	b.keyHint = key
	return b
}

// Label returns the words on the button.
func (b *Button) Label() string { return b.label }

// SetLabel changes the words on the button.
func (b *Button) SetLabel(label string) {
	b.label = label
	b.Refresh()
}

// SetImportance changes how much the button asks to be pressed.
func (b *Button) SetImportance(importance Importance) {
	b.importance = importance
	b.Refresh()
}

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(*fyne.PointEvent) { b.press() }

func (b *Button) press() {
	if !b.disabled && b.OnTapped != nil {
		b.OnTapped()
	}
}

// TypedKey implements fyne.Focusable: Enter and Space press; other keys go to the window.
func (b *Button) TypedKey(event *fyne.KeyEvent) {
	if isEnter(event) || event.Name == fyne.KeySpace {
		b.press()
		return
	}
	forwardKey(b, event)
}

// Cursor implements desktop.Cursorable.
func (b *Button) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// AccessibilityLabel implements fyne.Accessible.
func (b *Button) AccessibilityLabel() string { return b.label }

// AccessibilityRole implements fyne.Accessible.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		owner: b, ring: canvas.NewRectangle(nil), back: canvas.NewRectangle(nil), veil: canvas.NewRectangle(nil),
		text: canvas.NewText("", nil), key: canvas.NewText("", nil), picture: &canvas.Image{FillMode: canvas.ImageFillContain},
	}
	r.Refresh()
	return r
}

// look returns fill, border and text colour names.
func (b *Button) look() (fill, line, text fyne.ThemeColorName) {
	switch {
	case b.disabled && b.importance == Quiet:
		return "", "", theme.ColorFaint
	case b.disabled:
		return theme.ColorHover, theme.ColorCardBorder, theme.ColorFaint
	case b.importance == Primary:
		return theme.ColorPrimary, "", theme.ColorOnPrimary
	case b.importance == Danger:
		return theme.ColorDanger, "", theme.ColorOnDanger
	case b.importance == Quiet:
		return "", "", theme.ColorAccent
	}
	return theme.ColorCard, inputBorder, theme.ColorText
}

type buttonRenderer struct {
	owner            *Button
	ring, back, veil *canvas.Rectangle
	text, key        *canvas.Text
	picture          *canvas.Image
}

const (
	buttonHeight float32 = 30
	buttonPad    float32 = 12
	buttonIcon   float32 = 16
)

func (r *buttonRenderer) MinSize() fyne.Size {
	pad := buttonPad
	if r.owner.label == "" {
		pad = (buttonHeight - buttonIcon) / 2
	}
	return fyne.NewSize(r.contentWidth()+2*theme.Scaled(pad), theme.Scaled(buttonHeight))
}

func (r *buttonRenderer) contentWidth() float32 {
	width, gap := float32(0), theme.Scaled(6)
	if r.owner.icon != "" {
		width += theme.Scaled(buttonIcon)
	}
	if r.owner.label != "" {
		if width > 0 {
			width += gap
		}
		width += r.text.MinSize().Width
	}
	if r.owner.keyHint != "" {
		width += theme.Scaled(10) + r.key.MinSize().Width
	}
	return width
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.veil.Resize(size)
	grow := theme.Scaled(2.5)
	r.ring.Move(fyne.NewPos(-grow, -grow))
	r.ring.Resize(size.AddWidthHeight(2*grow, 2*grow))
	x := max((size.Width-r.contentWidth())/2, 0)
	if r.owner.icon != "" {
		side := theme.Scaled(buttonIcon)
		r.picture.Resize(fyne.NewSquareSize(side))
		r.picture.Move(fyne.NewPos(x, (size.Height-side)/2))
		x += side + theme.Scaled(6)
	}
	place := func(t *canvas.Text, width float32) {
		height := t.MinSize().Height
		t.Resize(fyne.NewSize(width, height))
		t.Move(fyne.NewPos(x, (size.Height-height)/2))
		x += width + theme.Scaled(10)
	}
	place(r.text, r.text.MinSize().Width)
	place(r.key, r.key.MinSize().Width)
}

func (r *buttonRenderer) Refresh() {
	b := r.owner
	fill, line, text := b.look()
	paintRect(r.back, fill, line, radiusField)
	paintRect(r.veil, "", "", radiusField)
	if b.hovered && !b.disabled {
		r.veil.FillColor = theme.Color(hoverVeil)
	}
	paintRect(r.ring, "", "", radiusField+2.5)
	if b.focused && !b.disabled {
		r.ring.StrokeColor, r.ring.StrokeWidth = theme.Color(theme.ColorAccent), theme.Scaled(1.75)
	}
	role := Body
	if b.importance == Primary || b.importance == Danger {
		role = Strong
	}
	paint(r.text, b.label, role, text)
	keyColor := text
	if b.importance == Standard || b.importance == Quiet {
		keyColor = theme.ColorMuted
	}
	paint(r.key, b.keyHint, Caption, keyColor)
	if b.icon != "" {
		r.picture.Resource = theme.Drawing(b.icon, text)
	}
	r.picture.Hidden = b.icon == ""
	r.Layout(b.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.veil, r.ring, r.picture, r.text, r.key}
}

func (r *buttonRenderer) Destroy() {}
