package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/data/documents"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// papersCard offers the pages that are printed on a good day for a bad one. Neither is kept in the practice.
func (s *fileSection) papersCard() fyne.CanvasObject {
	text := s.f.Text
	return kit.NewCard(text("settings.papers.title"), kit.Column(kit.GapLarge,
		s.paper("settings.papers.successor", "settings.papers.successor_lead", "settings.papers.successor_file", s.model.successorPage),
		kit.NewHairline(),
		s.paper("settings.papers.lost", "settings.papers.lost_lead", "settings.papers.lost_file", s.model.lossPage)))
}

// paper is one page: what it is for, and the two ways to have it.
func (s *fileSection) paper(title, lead, file string, set func(context.Context) (documents.Frozen, error)) fyne.CanvasObject {
	text := s.f.Text
	buttons := []fyne.CanvasObject{kit.Spacer()}
	if s.f.Printer != nil {
		save, print := pageWays(s.f, text(file), set)
		buttons = append(buttons, kit.NewIconButton("save", text("frame.recovery.save"), kit.Quiet, save), kit.NewIconButton("print", text("settings.papers.print"), kit.Standard, print))
	}
	return kit.Column(kit.Gap, kit.NewText(text(title), kit.Strong), kit.NewParagraph(text(lead), kit.Muted), kit.Row(kit.Gap, buttons...))
}

// pageWays returns how to save a page as a PDF and how to print it. The page is set each time anew: it is kept nowhere.
func pageWays(f *frame.Frame, file string, set func(context.Context) (documents.Frozen, error)) (save, print func()) {
	page := func(use func(documents.Frozen)) func() {
		return func() {
			frame.Save(f, set, func(p documents.Frozen, err error) {
				if err != nil {
					f.Fail(err)
					return
				}
				use(p)
			})
		}
	}
	return page(func(p documents.Frozen) { f.SavePage(file, p) }), page(f.PrintPage)
}
