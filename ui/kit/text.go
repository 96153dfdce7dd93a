package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"satchel/ui/theme"
)

// Role is what a text is for; it decides size, weight and colour.
type Role int

const (
	Body     Role = iota // running text, rows
	Strong               // what the eye should find in a row
	Muted                // the less important half of a row
	Caption              // small and muted: units, dates, footnotes
	Label                // small and strong: the name of a field or a column
	Section              // the title of a card
	Title                // the name of a patient or a page
	Figure               // the one number of a tile
	Accent               // what can be chosen, what is newest
	Mistake              // an error in words
	RailText             // words on the navigation
)

type roleLook struct {
	size  func() float32
	bold  bool
	color fyne.ThemeColorName
}

var roleLooks = map[Role]roleLook{
	Body:     {theme.BodySize, false, theme.ColorText},
	Strong:   {theme.BodySize, true, theme.ColorText},
	Muted:    {theme.BodySize, false, theme.ColorMuted},
	Caption:  {theme.CaptionSize, false, theme.ColorMuted},
	Label:    {theme.CaptionSize, true, theme.ColorMuted},
	Section:  {theme.SectionSize, true, theme.ColorText},
	Title:    {theme.TitleSize, true, theme.ColorText},
	Figure:   {theme.FigureSize, true, theme.ColorText},
	Accent:   {theme.BodySize, true, theme.ColorAccent},
	Mistake:  {theme.CaptionSize, false, theme.ColorError},
	RailText: {theme.BodySize, false, theme.ColorRailText},
}

func (r Role) look() roleLook {
	if look, ok := roleLooks[r]; ok {
		return look
	}
	return roleLooks[Body]
}

func (r Role) face() face {
	look := r.look()
	return face{look.size(), look.bold}
}

// paint sets a canvas text to a role in the theme in force.
func paint(t *canvas.Text, text string, role Role, color fyne.ThemeColorName) {
	look := role.look()
	if color == "" {
		color = look.color
	}
	t.Text, t.TextSize, t.TextStyle, t.Color = text, look.size(), fyne.TextStyle{Bold: look.bold}, theme.Color(color)
}

// lineHeight is the height of one line of a role.
func lineHeight(role Role) float32 {
	look := role.look()
	return fyne.MeasureText("Hg", look.size(), fyne.TextStyle{Bold: look.bold}).Height
}

// Text is one line, cut with an ellipsis where there is no room. It follows theme changes.
type Text struct {
	widget.BaseWidget

	// Align places the text in a wider space; leading unless set.
	Align fyne.TextAlign
	// Color overrides the role's colour; empty for the role's own.
	Color fyne.ThemeColorName
	// Keep forbids cutting: the minimum width is the whole text.
	Keep bool

	text string
	role Role
}

// NewText makes a line of text.
func NewText(text string, role Role) *Text {
	t := &Text{text: oneLine(text), role: role}
	t.ExtendBaseWidget(t)
	return t
}

// NewSectionTitle makes the title of a card or a part of a page.
func NewSectionTitle(text string) *Text { return NewText(text, Section) }

// NewCaption makes a small muted line.
func NewCaption(text string) *Text { return NewText(text, Caption) }

// Text returns the whole text, however much of it shows.
func (t *Text) Text() string { return t.text }

// SetText changes the words.
func (t *Text) SetText(text string) {
	if text = oneLine(text); text == t.text {
		return
	}
	t.text = text
	t.Refresh()
}

// SetColor changes the colour; empty goes back to the role's own.
func (t *Text) SetColor(color fyne.ThemeColorName) {
	t.Color = color
	t.Refresh()
}

// NaturalWidth is the width at which nothing is cut.
func (t *Text) NaturalWidth() float32 {
	f := t.role.face()
	return fyne.MeasureText(t.text, f.size, fyne.TextStyle{Bold: f.bold}).Width
}

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	r := &textRenderer{owner: t, line: canvas.NewText("", nil)}
	r.Refresh()
	return r
}

type textRenderer struct {
	owner *Text
	line  *canvas.Text
}

func (r *textRenderer) Layout(size fyne.Size) {
	shown := r.owner.text
	if r.owner.NaturalWidth() > size.Width+0.5 {
		shown = measured.fit(r.owner.role.face(), r.owner.text, size.Width)
	}
	if shown != r.line.Text {
		r.line.Text = shown
		r.line.Refresh()
	}
	r.line.Alignment = r.owner.Align
	r.line.Resize(size)
}

func (r *textRenderer) MinSize() fyne.Size {
	width := r.owner.NaturalWidth()
	if !r.owner.Keep {
		width = min(width, 3*r.owner.role.face().size)
	}
	return fyne.NewSize(width, lineHeight(r.owner.role))
}

func (r *textRenderer) Refresh() {
	paint(r.line, r.line.Text, r.owner.role, r.owner.Color)
	r.Layout(r.owner.Size())
	r.line.Refresh()
}

func (r *textRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }
func (r *textRenderer) Destroy()                     {}

// Paragraph is text that wraps to the width it is given.
type Paragraph struct {
	widget.BaseWidget

	// Color overrides the role's colour; empty for the role's own.
	Color fyne.ThemeColorName
	// Align places each line; leading unless set.
	Align fyne.TextAlign

	text string
	role Role
}

// NewParagraph makes a wrapping text.
func NewParagraph(text string, role Role) *Paragraph {
	p := &Paragraph{text: text, role: role}
	p.ExtendBaseWidget(p)
	return p
}

// Text returns the words.
func (p *Paragraph) Text() string { return p.text }

// SetText changes the words.
func (p *Paragraph) SetText(text string) {
	if text == p.text {
		return
	}
	p.text = text
	p.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	p.ExtendBaseWidget(p)
	return &paragraphRenderer{owner: p}
}

// paragraphWidth is the width assumed before the first layout, in characters of average width.
const paragraphWidth = 30

type paragraphRenderer struct {
	owner *Paragraph
	lines []fyne.CanvasObject
	width float32 // the width that lines were broken for
}

// rebreak breaks the text for a width and makes as many lines as it needs.
func (r *paragraphRenderer) rebreak(width float32) {
	r.width = width
	texts := measured.wrap(r.owner.role.face(), r.owner.text, width)
	if r.owner.Align == fyne.TextAlignCenter {
		texts = r.balanced(texts, width)
	}
	for len(r.lines) < len(texts) {
		r.lines = append(r.lines, canvas.NewText("", nil))
	}
	r.lines = r.lines[:len(texts)]
	height := r.lineHeight()
	for i, text := range texts {
		line := r.lines[i].(*canvas.Text)
		paint(line, text, r.owner.role, r.owner.Color)
		line.Alignment = r.owner.Align
		line.Move(fyne.NewPos(0, float32(i)*height))
		line.Resize(fyne.NewSize(width, height))
		line.Refresh()
	}
}

// balanced breaks centred text anew so that its lines are about equally long: no word stands alone below the others.
func (r *paragraphRenderer) balanced(texts []string, width float32) []string {
	for narrow := width * 0.97; narrow > width/2; narrow *= 0.97 {
		again := measured.wrap(r.owner.role.face(), r.owner.text, narrow)
		if len(again) > len(texts) {
			break
		}
		texts = again
	}
	return texts
}

func (r *paragraphRenderer) lineHeight() float32 { return lineHeight(r.owner.role) + theme.Scaled(1) }

func (r *paragraphRenderer) assumedWidth() float32 {
	if r.owner.Size().Width > 0 {
		return r.owner.Size().Width
	}
	return paragraphWidth * r.owner.role.face().size / 2
}

func (r *paragraphRenderer) Layout(size fyne.Size) {
	if size.Width != r.width || len(r.lines) == 0 {
		r.rebreak(max(size.Width, 1))
	}
}

func (r *paragraphRenderer) MinSize() fyne.Size {
	if r.width == 0 {
		r.rebreak(r.assumedWidth())
	}
	return fyne.NewSize(6*r.owner.role.face().size, float32(len(r.lines))*r.lineHeight())
}

func (r *paragraphRenderer) Refresh()                     { r.rebreak(r.assumedWidth()) }
func (r *paragraphRenderer) Objects() []fyne.CanvasObject { return r.lines }
func (r *paragraphRenderer) Destroy()                     {}
