package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/data/store"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// codeCard compares the code of a day-end that was written down or printed with the audit trail: an older copy of the file, or one in
// which somebody rewrote what was before, does not hold it.
func (s *fileSection) codeCard() fyne.CanvasObject {
	text := s.f.Text
	form := kit.NewForm(2)
	form.Add("code", kit.NewField(text("settings.code.code"), text("settings.code.hint")), 1)
	compare := func() {
		typed := form.Values()["code"]
		frame.Save(s.f, func(ctx context.Context) (*store.Finding, error) { return s.model.compareCode(ctx, typed) }, func(wrong *store.Finding, err error) {
			switch {
			case err != nil:
				refuse(s.f, form, err)
			case wrong != nil:
				form.SetErrors(map[string]string{"code": text(wrong.Key+".text", wrong.Args...) + " " + text(wrong.Key+".hint")})
			default:
				form.SetErrors(nil)
				s.f.Done(text("settings.code.holds"), nil)
			}
		})
	}
	form.OnSubmit, form.OnCancel = compare, func() { s.f.Key(frame.KeyEscape) }
	return kit.NewCard(text("settings.code.title"), kit.Column(kit.GapLarge, kit.NewParagraph(text("settings.code.lead"), kit.Muted), form,
		kit.Row(kit.Gap, kit.Spacer(), kit.NewButton(text("settings.code.compare"), kit.Standard, compare))))
}
