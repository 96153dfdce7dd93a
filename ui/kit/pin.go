package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"satchel/ui/theme"
)

// PINField asks for a number of digits that nobody may read over a shoulder. It has no clipboard.
type PINField struct {
	fieldFrame
	// OnComplete is called with the PIN as soon as the last digit is typed.
	OnComplete func(pin string)

	box *pinBox
}

// NewPINField makes a field of so many digits.
func NewPINField(label string, digits int) *PINField {
	f := &PINField{}
	f.box = &pinBox{field: f, length: digits}
	f.box.ExtendBaseWidget(f.box)
	f.frame(label, "", f.box)
	f.root.Objects[1] = f.box // its cells show the error themselves
	f.ExtendBaseWidget(f)
	return f
}

// Value implements Input.
func (f *PINField) Value() string { return f.box.digits }

// SetValue implements Input; characters that are no ASCII digits are left out.
func (f *PINField) SetValue(pin string) {
	f.box.digits = ""
	for _, r := range pin {
		if r >= '0' && r <= '9' && len(f.box.digits) < f.box.length {
			f.box.digits += string(r)
		}
	}
	f.box.Refresh()
}

// Clear empties the field, after a wrong PIN.
func (f *PINField) Clear() { f.SetValue("") }

// FocusTarget implements Input.
func (f *PINField) FocusTarget() fyne.Focusable { return f.box }

type pinBox struct {
	control
	field  *PINField
	length int
	digits string
}

// TypedRune takes digits of any script; others say in words what is expected.
func (b *pinBox) TypedRune(r rune) {
	if b.disabled || len(b.digits) >= b.length {
		return
	}
	if !unicode.IsDigit(r) {
		b.field.SetError(sentence("error.kit.pin_digits", "Count", b.length))
		return
	}
	b.field.SetError("")
	b.digits += string(asciiDigit(r))
	b.Refresh()
	call(b.field.changed)
	if len(b.digits) == b.length && b.field.OnComplete != nil {
		b.field.OnComplete(b.digits)
	}
}

// asciiDigit turns a decimal digit of any script into 0 to 9: Unicode keeps each script's ten in a row.
func asciiDigit(r rune) rune {
	zero := r
	for unicode.IsDigit(zero-1) && r-zero < 9 {
		zero--
	}
	return '0' + r - zero
}

// TypedKey implements fyne.Focusable.
func (b *pinBox) TypedKey(event *fyne.KeyEvent) {
	switch {
	case event.Name == fyne.KeyBackspace:
		if b.digits != "" {
			b.digits = b.digits[:len(b.digits)-1]
			b.Refresh()
			call(b.field.changed)
		}
	case isEnter(event) && b.field.submitted != nil:
		b.field.submitted()
	case event.Name == fyne.KeyEscape && b.field.cancelled != nil:
		b.field.cancelled()
	default:
		forwardKey(b, event)
	}
}

// Tapped implements fyne.Tappable.
func (b *pinBox) Tapped(*fyne.PointEvent) { Focus(b) }

// CreateRenderer implements fyne.Widget.
func (b *pinBox) CreateRenderer() fyne.WidgetRenderer {
	r := &pinRenderer{owner: b}
	for range b.length {
		r.cells = append(r.cells, canvas.NewRectangle(nil))
		r.dots = append(r.dots, canvas.NewCircle(nil))
	}
	r.Refresh()
	return r
}

type pinRenderer struct {
	owner *pinBox
	cells []*canvas.Rectangle
	dots  []*canvas.Circle
}

const (
	pinCell   float32 = 38
	pinHeight float32 = 44
	pinGap    float32 = 8
)

func (r *pinRenderer) MinSize() fyne.Size {
	n := float32(r.owner.length)
	return fyne.NewSize(theme.Scaled(n*pinCell+(n-1)*pinGap), theme.Scaled(pinHeight))
}

func (r *pinRenderer) Layout(fyne.Size) {
	x := float32(0)
	for i, cell := range r.cells {
		cell.Move(fyne.NewPos(x, 0))
		cell.Resize(fyne.NewSize(theme.Scaled(pinCell), theme.Scaled(pinHeight)))
		side := theme.Scaled(10)
		r.dots[i].Resize(fyne.NewSquareSize(side))
		r.dots[i].Move(fyne.NewPos(x+(theme.Scaled(pinCell)-side)/2, (theme.Scaled(pinHeight)-side)/2))
		x += theme.Scaled(pinCell + pinGap)
	}
}

func (r *pinRenderer) Refresh() {
	b := r.owner
	for i, cell := range r.cells {
		line := fyne.ThemeColorName(inputBorder)
		if b.field.Error() != "" {
			line = theme.ColorError
		}
		paintRect(cell, theme.ColorCard, line, radiusField)
		if b.focused && i == min(len(b.digits), b.length-1) {
			cell.StrokeColor, cell.StrokeWidth = theme.Color(theme.ColorAccent), theme.Scaled(1.75)
		}
		r.dots[i].FillColor = theme.Color(theme.ColorText)
		r.dots[i].Hidden = i >= len(b.digits)
	}
	r.Layout(b.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *pinRenderer) Objects() []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	for i := range r.cells {
		objects = append(objects, r.cells[i], r.dots[i])
	}
	return objects
}

func (r *pinRenderer) Destroy() {}

// AccessibilityLabel implements fyne.Accessible; it never tells the digits.
func (b *pinBox) AccessibilityLabel() string {
	return b.field.Label() + " " + strings.Repeat("•", len(b.digits))
}

// AccessibilityRole implements fyne.Accessible.
func (b *pinBox) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
