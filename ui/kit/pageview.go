package kit

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"satchel/ui/theme"
)

// PageView shows a document's pages as they will be printed, on a desk. Plus and minus zoom, Page keys turn, 0 fits.
type PageView struct {
	widget.BaseWidget

	// OnPage is told the page turned to, from 0.
	OnPage func(page int)

	pages  []image.Image
	page   int
	zoom   float32 // 0 fits the page into the view, 1 is one device-independent pixel per picture pixel
	desk   *desk
	scroll *container.Scroll
	count  *Text
}

// NewPageView makes a view without pages.
func NewPageView() *PageView {
	v := &PageView{count: NewCaption("")}
	v.count.Keep = true
	v.desk = newDesk(v)
	v.scroll = container.NewScroll(v.desk)
	v.ExtendBaseWidget(v)
	return v
}

// CreateRenderer implements fyne.Widget.
func (v *PageView) CreateRenderer() fyne.WidgetRenderer {
	bar := Row(GapSmall,
		NewIconButton("chevron-left", "", Quiet, func() { v.turn(-1) }), v.count,
		NewIconButton("chevron-right", "", Quiet, func() { v.turn(1) }), Spacer(),
		NewIconButton("zoom-out", "", Quiet, func() { v.scale(1 / zoomStep) }),
		NewButton(say("kit.fit"), Quiet, func() { v.SetZoom(0) }),
		NewIconButton("zoom-in", "", Quiet, func() { v.scale(zoomStep) }))
	ground := stack(newSurface(theme.ColorDesk, "", 0), v.scroll)
	return widget.NewSimpleRenderer(Under(Inset(8, 4, bar), ground))
}

// SetPages shows other pages, from the first on.
func (v *PageView) SetPages(pages []image.Image) {
	v.pages, v.page = pages, 0
	v.show()
}

// ReplacePages shows a later state of the same pages: the page on show and its place stay.
func (v *PageView) ReplacePages(pages []image.Image) {
	v.pages, v.page = pages, max(min(v.page, len(pages)-1), 0)
	v.show()
}

// Page returns the page on show, from 0.
func (v *PageView) Page() int { return v.page }

func (v *PageView) turn(by int) {
	page := max(min(v.page+by, len(v.pages)-1), 0)
	if page == v.page {
		return
	}
	v.page = page
	v.scroll.Offset = fyne.Position{}
	v.show()
	if v.OnPage != nil {
		v.OnPage(page)
	}
}

// SetZoom sets the scale; 0 fits the page into the view.
func (v *PageView) SetZoom(zoom float32) {
	v.zoom = zoom
	v.show()
}

const (
	zoomStep  float32 = 1.25
	zoomLeast float32 = 0.2
	zoomMost  float32 = 4
	deskEdge  float32 = 18
)

func (v *PageView) scale(by float32) {
	v.SetZoom(max(min(v.shownZoom()*by, zoomMost), zoomLeast))
}

// shownZoom is the scale in force, also while the page is fitted.
func (v *PageView) shownZoom() float32 {
	if v.zoom > 0 || len(v.pages) == 0 {
		return max(v.zoom, zoomLeast)
	}
	bounds := v.pages[v.page].Bounds()
	room := v.scroll.Size().SubtractWidthHeight(2*theme.Scaled(deskEdge), 2*theme.Scaled(deskEdge))
	return max(min(room.Width/float32(bounds.Dx()), room.Height/float32(bounds.Dy())), 0.05)
}

func (v *PageView) show() {
	v.count.SetText(say("kit.page", "Page", min(v.page+1, len(v.pages)), "Pages", len(v.pages)))
	v.desk.Refresh()
	v.scroll.Refresh()
}

// FocusTarget is what gets the keyboard.
func (v *PageView) FocusTarget() fyne.Focusable { return v.desk }

// desk is the ground with the page on it.
type desk struct {
	control
	view *PageView
}

func newDesk(v *PageView) *desk {
	d := &desk{view: v}
	d.ExtendBaseWidget(d)
	return d
}

// TypedRune zooms.
func (d *desk) TypedRune(r rune) {
	switch r {
	case '+', '=':
		d.view.scale(zoomStep)
	case '-':
		d.view.scale(1 / zoomStep)
	case '0':
		d.view.SetZoom(0)
	}
}

// TypedKey implements fyne.Focusable.
func (d *desk) TypedKey(event *fyne.KeyEvent) {
	scroll, step := d.view.scroll, theme.Scaled(40)
	switch event.Name {
	case fyne.KeyPageDown:
		d.view.turn(1)
	case fyne.KeyPageUp:
		d.view.turn(-1)
	case fyne.KeyDown:
		scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -step}})
	case fyne.KeyUp:
		scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: step}})
	default:
		forwardKey(d, event)
	}
}

// Tapped implements fyne.Tappable.
func (d *desk) Tapped(*fyne.PointEvent) { Focus(d) }

// CreateRenderer implements fyne.Widget.
func (d *desk) CreateRenderer() fyne.WidgetRenderer {
	picture := &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleSmooth}
	return &deskRenderer{owner: d, picture: picture, paper: canvas.NewRectangle(nil)}
}

type deskRenderer struct {
	owner   *desk
	picture *canvas.Image
	paper   *canvas.Rectangle
}

func (r *deskRenderer) pageSize() fyne.Size {
	v := r.owner.view
	if len(v.pages) == 0 {
		return fyne.Size{}
	}
	bounds, zoom := v.pages[v.page].Bounds(), v.shownZoom()
	return fyne.NewSize(float32(bounds.Dx())*zoom, float32(bounds.Dy())*zoom)
}

func (r *deskRenderer) MinSize() fyne.Size {
	if r.owner.view.zoom == 0 {
		return fyne.NewSize(theme.Scaled(120), theme.Scaled(120))
	}
	return r.pageSize().AddWidthHeight(2*theme.Scaled(deskEdge), 2*theme.Scaled(deskEdge))
}

func (r *deskRenderer) Layout(size fyne.Size) {
	page := r.pageSize()
	at := fyne.NewPos(max((size.Width-page.Width)/2, theme.Scaled(deskEdge)), max((size.Height-page.Height)/2, theme.Scaled(deskEdge)))
	r.paper.FillColor = theme.Color(theme.ColorCard)
	r.paper.Shadow = canvas.Shadow{Color: theme.Color(theme.ColorShadow), BlurRadius: theme.Scaled(10), Offset: fyne.NewPos(0, 2), Variant: canvas.DropShadow}
	r.paper.Move(at)
	r.paper.Resize(page)
	r.picture.Move(at)
	r.picture.Resize(page)
	r.picture.Hidden, r.paper.Hidden = page.IsZero(), page.IsZero()
}

func (r *deskRenderer) Refresh() {
	v := r.owner.view
	r.picture.Image = nil
	if len(v.pages) > 0 {
		r.picture.Image = v.pages[v.page]
	}
	r.Layout(r.owner.Size())
	r.paper.Refresh()
	r.picture.Refresh()
}

func (r *deskRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.paper, r.picture} }
func (r *deskRenderer) Destroy()                     {}
