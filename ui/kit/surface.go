package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"satchel/ui/theme"
)

// surface is a rounded, bordered rectangle that follows the theme: a bare canvas.Rectangle would keep its colours.
type surface struct {
	widget.BaseWidget
	fill, line fyne.ThemeColorName // empty for none
	radius     float32             // of the standard density
	raised     bool                // casts a soft shadow
}

func newSurface(fill, line fyne.ThemeColorName, radius float32) *surface {
	s := &surface{fill: fill, line: line, radius: radius}
	s.ExtendBaseWidget(s)
	return s
}

func (s *surface) CreateRenderer() fyne.WidgetRenderer {
	r := &surfaceRenderer{owner: s, rect: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type surfaceRenderer struct {
	owner *surface
	rect  *canvas.Rectangle
}

func (r *surfaceRenderer) Layout(size fyne.Size)        { r.rect.Resize(size) }
func (r *surfaceRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *surfaceRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect} }
func (r *surfaceRenderer) Destroy()                     {}

func (r *surfaceRenderer) Refresh() {
	paintRect(r.rect, r.owner.fill, r.owner.line, r.owner.radius)
	if r.owner.raised {
		r.rect.Shadow = canvas.Shadow{
			Color: theme.Color(theme.ColorShadow), BlurRadius: theme.Scaled(16),
			Offset: fyne.NewPos(0, theme.Scaled(4)), Variant: canvas.DropShadow,
		}
	}
	r.rect.Refresh()
}

// paintRect sets a rectangle's colours and corner in the theme in force.
func paintRect(rect *canvas.Rectangle, fill, line fyne.ThemeColorName, radius float32) {
	rect.FillColor, rect.StrokeColor, rect.StrokeWidth = color.Transparent, color.Transparent, 0
	if fill != "" {
		rect.FillColor = theme.Color(fill)
	}
	if line != "" {
		rect.StrokeColor, rect.StrokeWidth = theme.Color(line), 1
	}
	rect.CornerRadius = theme.Scaled(radius)
}

// radii of the standard density, in device-independent pixels.
const (
	radiusCard  float32 = 7
	radiusField float32 = 5
	radiusRow   float32 = 4
)

// NewGround puts content on the grey page, edge to edge.
func NewGround(content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(newSurface(theme.ColorPage, "", 0), content)
}

// NewHairline is a horizontal line between parts of a card.
func NewHairline() fyne.CanvasObject {
	return container.New(hairlineLayout{}, newSurface(theme.ColorHairline, "", 0))
}

type hairlineLayout struct{}

func (hairlineLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, (size.Height-1)/2))
		o.Resize(fyne.NewSize(size.Width, 1))
	}
}

func (hairlineLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

// Icon is one of our line drawings in a theme colour.
type Icon struct {
	widget.BaseWidget
	name  string
	color fyne.ThemeColorName
	size  float32 // of the standard density
}

// NewIcon shows the drawing called name at size pixels of the standard density.
func NewIcon(name string, color fyne.ThemeColorName, size float32) *Icon {
	i := &Icon{name: name, color: color, size: size}
	i.ExtendBaseWidget(i)
	return i
}

// Set changes the drawing and its colour.
func (i *Icon) Set(name string, color fyne.ThemeColorName) {
	i.name, i.color = name, color
	i.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	picture := canvas.NewImageFromResource(theme.Drawing(i.name, i.color))
	picture.FillMode = canvas.ImageFillContain
	return &iconRenderer{owner: i, picture: picture}
}

type iconRenderer struct {
	owner   *Icon
	picture *canvas.Image
}

func (r *iconRenderer) Layout(size fyne.Size) {
	side := min(theme.Scaled(r.owner.size), min(size.Width, size.Height))
	r.picture.Resize(fyne.NewSquareSize(side))
	r.picture.Move(fyne.NewPos((size.Width-side)/2, (size.Height-side)/2))
}

func (r *iconRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(theme.Scaled(r.owner.size)) }
func (r *iconRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.picture} }
func (r *iconRenderer) Destroy()                     {}

func (r *iconRenderer) Refresh() {
	r.picture.Resource = theme.Drawing(r.owner.name, r.owner.color)
	r.picture.Refresh()
	r.Layout(r.owner.Size())
}
