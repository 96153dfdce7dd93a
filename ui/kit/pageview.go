package kit

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"satchel/ui/theme"
)

// FitPage and FitWidth are the zooms of a PageView that follow its size.
const (
	FitPage  float32 = 0  // the whole page in view
	FitWidth float32 = -1 // from side to side
)

// PageView shows a document's pages as they will be printed, on a desk. Plus and minus zoom, Page keys turn, Home and End go to the first
// and the last page, 0 fits the page and W its width.
type PageView struct {
	widget.BaseWidget

	// OnPage is told the page turned to, from 0.
	OnPage func(page int)
	// OnWanted is asked for the picture of a page that has none yet, once each; SetPicture gives it.
	OnWanted func(page int)

	pages  []image.Image // nil where a page was not drawn yet, or was let go of
	asked  map[int]bool
	blank  image.Rectangle // the size of a page that is not drawn yet
	page   int
	zoom   float32 // FitPage, FitWidth, or device-independent pixels per picture pixel
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
		NewButton(say("kit.fit_width"), Quiet, func() { v.SetZoom(FitWidth) }),
		NewButton(say("kit.fit"), Quiet, func() { v.SetZoom(FitPage) }),
		NewIconButton("zoom-in", "", Quiet, func() { v.scale(zoomStep) }))
	ground := stack(newSurface(theme.ColorDesk, "", 0), v.scroll)
	return widget.NewSimpleRenderer(Under(Inset(8, 4, bar), ground))
}

// SetPages shows other pages, from the first on.
func (v *PageView) SetPages(pages []image.Image) {
	v.pages, v.page, v.asked = pages, 0, map[int]bool{}
	v.show()
}

// SetCount shows the first of so many pages, whose pictures come as they are turned to; see OnWanted. A large document then costs no more
// than a small one.
func (v *PageView) SetCount(pages int) {
	v.pages, v.page, v.asked = make([]image.Image, pages), 0, map[int]bool{}
	v.show()
}

// kept is how many pages on each side of the one on show keep their picture; each takes some 10 MB.
const kept = 1

// SetPicture gives the picture of a page, from 0. It is forgotten again once another part of the document is on show.
func (v *PageView) SetPicture(page int, picture image.Image) {
	if page < 0 || page >= len(v.pages) || picture == nil {
		return
	}
	v.asked[page] = false
	if page < v.page-kept || page > v.page+kept {
		return // turned on meanwhile
	}
	v.pages[page], v.blank = picture, picture.Bounds()
	if page == v.page {
		v.show()
	}
}

// ReplacePages shows a later state of the same pages: the page on show and its place stay.
func (v *PageView) ReplacePages(pages []image.Image) {
	v.pages, v.page, v.asked = pages, max(min(v.page, len(pages)-1), 0), map[int]bool{}
	v.show()
}

// Page returns the page on show, from 0.
func (v *PageView) Page() int { return v.page }

func (v *PageView) turn(by int) { v.turnTo(v.page + by) }

func (v *PageView) turnTo(page int) {
	page = max(min(page, len(v.pages)-1), 0)
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

// want asks for the picture on show, and for the next one, which is turned to most often; others are let go of.
func (v *PageView) want() {
	if v.OnWanted == nil {
		return
	}
	for n := range v.pages {
		if n < v.page-kept || n > v.page+kept {
			v.pages[n] = nil
		}
	}
	for _, n := range []int{v.page, v.page + 1} {
		if n < len(v.pages) && v.pages[n] == nil && !v.asked[n] {
			v.asked[n] = true
			v.OnWanted(n)
		}
	}
}

// SetZoom sets the scale: FitPage, FitWidth, or pixels per picture pixel.
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
	bounds := v.bounds()
	if v.zoom > 0 || bounds.Empty() {
		return max(v.zoom, zoomLeast)
	}
	room := v.scroll.Size().SubtractWidthHeight(2*theme.Scaled(deskEdge), 2*theme.Scaled(deskEdge))
	across := room.Width / float32(bounds.Dx())
	if v.zoom == FitWidth {
		return max(min(across, zoomMost), 0.05)
	}
	return max(min(across, room.Height/float32(bounds.Dy())), 0.05)
}

// bounds are those of the page on show; of one that is not drawn yet, those of the last that was.
func (v *PageView) bounds() image.Rectangle {
	if len(v.pages) == 0 {
		return image.Rectangle{}
	}
	if picture := v.pages[v.page]; picture != nil {
		return picture.Bounds()
	}
	return v.blank
}

func (v *PageView) show() {
	v.count.SetText(say("kit.page", "Page", min(v.page+1, len(v.pages)), "Pages", len(v.pages)))
	v.want()
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
		d.view.SetZoom(FitPage)
	case 'w', 'W':
		d.view.SetZoom(FitWidth)
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
	case fyne.KeyHome:
		d.view.turnTo(0)
	case fyne.KeyEnd:
		d.view.turnTo(len(d.view.pages) - 1)
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
	bounds, zoom := v.bounds(), v.shownZoom()
	return fyne.NewSize(float32(bounds.Dx())*zoom, float32(bounds.Dy())*zoom)
}

func (r *deskRenderer) MinSize() fyne.Size {
	switch least := theme.Scaled(120); r.owner.view.zoom {
	case FitPage:
		return fyne.NewSize(least, least)
	case FitWidth:
		return fyne.NewSize(least, r.pageSize().Height+2*theme.Scaled(deskEdge))
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
	if len(v.pages) > 0 && v.pages[v.page] != nil {
		r.picture.Image = v.pages[v.page]
	}
	r.Layout(r.owner.Size())
	r.paper.Refresh()
	r.picture.Refresh()
}

func (r *deskRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.paper, r.picture} }
func (r *deskRenderer) Destroy()                     {}
