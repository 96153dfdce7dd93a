package frame

import (
	"context"
	"image"

	"satchel/data/documents"
	"satchel/ui/kit"
)

// Paper is a page that is drawn when somebody asks for it and is kept nowhere.
type Paper struct {
	Title string
	Lead  string // what it is for; may be empty
	File  string // suggested name of a saved file; it must not tell who a patient is
	// Form asks what the page depends on; nil asks nothing. Set is given what it holds; problems of its fields stay beside them.
	Form  *kit.Form
	Focus string // the field that gets the keyboard
	Set   func(ctx context.Context, values map[string]string) (documents.Frozen, error)
}

// previewScale is the resolution of a page on show, in pixels a mm.
const previewScale float32 = 6

// OfferPaper asks what the page depends on, and offers to look at it, to print it, or to save it as a PDF. Each drawing is audited by who
// sets the page, so that what was looked at is what is printed then.
func (f *Frame) OfferPaper(p Paper) {
	if f.Printer == nil {
		return
	}
	var d *kit.Dialog
	busy := false
	draw := func(then func(documents.Frozen)) func() {
		return func() {
			if busy {
				return
			}
			busy = true
			var values map[string]string
			if p.Form != nil {
				values = p.Form.Values()
			}
			Save(f, func(ctx context.Context) (documents.Frozen, error) { return p.Set(ctx, values) }, func(page documents.Frozen, err error) {
				busy = false
				if err != nil {
					if p.Form != nil && p.Form.SetErrors(f.Session.Problem(err).Fields) {
						return
					}
					f.Fail(err)
					return
				}
				d.Close()
				then(page)
			})
		}
	}
	print := kit.NewIconButton("print", f.Text("frame.paper.print"), kit.Primary, draw(f.PrintPage))
	buttons := []*kit.Button{kit.NewButton(f.Text("frame.paper.cancel"), kit.Standard, func() { d.Cancel() }),
		kit.NewIconButton("zoom-in", f.Text("frame.paper.look"), kit.Standard, draw(func(page documents.Frozen) { f.ShowPage(p.Title, p.File, page) })),
		kit.NewIconButton("save", f.Text("frame.paper.save"), kit.Standard, draw(func(page documents.Frozen) { f.SavePage(p.File, page) })), print}
	spec := kit.DialogSpec{Title: p.Title, Text: p.Lead, Buttons: buttons, Default: print, Width: 640}
	if p.Form != nil {
		p.Form.OnSubmit, p.Form.OnCancel = draw(f.PrintPage), func() { d.Cancel() }
		spec.Body, spec.Focus = p.Form, p.Form.Input(p.Focus).FocusTarget()
	}
	d = f.ShowDialog(spec)
}

// ShowPage shows a page as it will be printed, with the ways to have it.
func (f *Frame) ShowPage(title, file string, page documents.Frozen) {
	Load(f, func(context.Context) ([]image.Image, error) {
		var pages []image.Image
		for n := range page.Pages {
			picture, err := f.Printer.Preview(page, n, previewScale)
			if err != nil {
				return nil, err
			}
			pages = append(pages, picture)
		}
		return pages, nil
	}, func(pages []image.Image, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		view := kit.NewPageView()
		view.SetPages(pages)
		var d *kit.Dialog
		then := func(do func()) func() {
			return func() {
				d.Close()
				do()
			}
		}
		print := kit.NewIconButton("print", f.Text("frame.paper.print"), kit.Primary, then(func() { f.PrintPage(page) }))
		d = f.ShowDialog(kit.DialogSpec{Title: title, Body: kit.Fixed(700, 500, view), Width: 760, Default: print, Buttons: []*kit.Button{
			kit.NewButton(f.Text("frame.paper.close"), kit.Standard, func() { d.Cancel() }),
			kit.NewIconButton("save", f.Text("frame.paper.save"), kit.Standard, then(func() { f.SavePage(file, page) })), print}})
	})
}

// PrintPage prints a page that is kept nowhere.
func (f *Frame) PrintPage(page documents.Frozen) {
	Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, f.Printer.Print(ctx, page, Copy{}) }, func(_ struct{}, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		f.Done(f.Text("frame.paper.printed"), nil)
	})
}

// SavePage saves a page that is kept nowhere as a PDF where the person says.
func (f *Frame) SavePage(file string, page documents.Frozen) {
	pdf, err := f.Printer.PDF(page, Copy{})
	if err != nil {
		f.Fail(err)
		return
	}
	f.SaveFile(file, pdf, nil)
}
