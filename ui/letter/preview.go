package letter

import (
	"context"
	"errors"
	"image"
	"time"

	"satchel/data/documents"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// How soon after a change the page is drawn, and how finely, in pixels a mm.
const (
	previewPause         = 200 * time.Millisecond
	previewScale float32 = 5
)

// setPage sets what is typed as it would be issued now.
type setPage func(ctx context.Context) (documents.Frozen, error)

// preview is the page beside an editor. What is wrong with the text stands above the page, which stays as it was last drawn.
type preview struct {
	f       *frame.Frame
	view    *kit.PageView
	wrong   *kit.Paragraph
	content *kit.Card

	stop func() // nil while nothing waits
	asks int    // a page that was asked for earlier is not shown
}

func newPreview(f *frame.Frame) *preview {
	p := &preview{f: f, view: kit.NewPageView(), wrong: kit.NewParagraph("", kit.Mistake)}
	p.content = kit.NewFlushCard("", p.view)
	return p
}

// say shows above the page what is wrong; "" is nothing.
func (p *preview) say(text string) {
	if text == p.wrong.Text() {
		return
	}
	p.wrong.SetText(text)
	if text == "" {
		p.content.SetContent(p.view)
		return
	}
	p.content.SetContent(kit.Under(kit.Inset(10, 6, p.wrong), p.view))
}

// soon draws the page after a short pause, in which more may be typed. set is asked then, for what is typed then.
func (p *preview) soon(set func() setPage) {
	if p.stop != nil {
		p.stop()
	}
	p.stop = p.f.After(previewPause, func() {
		p.stop = nil
		p.now(set())
	})
}

// now draws the page.
func (p *preview) now(set setPage) {
	p.asks++
	asked := p.asks
	frame.Load(p.f, func(ctx context.Context) ([]image.Image, error) { return draw(ctx, p.f.Printer, set) }, func(pages []image.Image, err error) {
		if asked != p.asks || errors.Is(err, context.Canceled) {
			return
		}
		p.show(pages, err)
	})
}

func (p *preview) show(pages []image.Image, err error) {
	if err == nil {
		p.say("")
		p.view.ReplacePages(pages)
		return
	}
	problem := p.f.Session.Problem(err)
	text := problem.Fields[fieldBody]
	for _, one := range problem.Fields {
		if text == "" {
			text = one
		}
	}
	if text == "" {
		text = problem.Text + " " + problem.Hint
	}
	p.say(text)
}

// draw sets the page and draws each sheet of it.
func draw(ctx context.Context, printer frame.Printer, set setPage) ([]image.Image, error) {
	frozen, err := set(ctx)
	if err != nil {
		return nil, err
	}
	pages := make([]image.Image, 0, frozen.Pages)
	for n := range frozen.Pages {
		page, err := printer.Preview(frozen, n, previewScale)
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
	}
	return pages, nil
}
