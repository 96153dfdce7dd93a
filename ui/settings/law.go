package settings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/organization"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// lawSection says what documents carry, and by which law.
type lawSection struct {
	passing
	f     *frame.Frame
	model lawModel
	where *kit.Form
	cards *fyne.Container
	page  *kit.Scroll
}

func newLawSection(f *frame.Frame) section {
	s := &lawSection{f: f, model: lawModel{f.Session}, where: kit.NewForm(1), cards: kit.Column(kit.GapLarge)}
	var options []kit.Option
	for _, j := range organization.Jurisdictions {
		options = append(options, kit.Option{Value: string(j), Label: f.Text(j.CatalogueKey())})
	}
	s.where.Add("of", kit.NewSegmentField(f.Text("settings.law.where"), "", options...), 1)
	s.where.OnChanged = func(string) { s.load() }
	s.where.OnCancel = func() { f.Key(frame.KeyEscape) }
	return s
}

func (s *lawSection) content() fyne.CanvasObject {
	text := s.f.Text
	head := kit.NewCard(text("settings.law.title"), kit.Column(kit.GapLarge, kit.NewParagraph(text("settings.law.lead"), kit.Muted), s.where))
	s.page = kit.NewScroll(container.New(readable{}, kit.Column(kit.GapLarge, head, s.cards)), s.where)
	return s.page
}

func (s *lawSection) shown() {
	s.where.SetValues(map[string]string{"of": string(organization.JurisdictionOf(s.f.Session.Settings.Country))})
	s.where.FocusFirst()
	s.load()
}

func (s *lawSection) load() {
	of := organization.Jurisdiction(s.where.Values()["of"])
	frame.Load(s.f, func(ctx context.Context) ([]askedOf, error) { return s.model.load(ctx, of) }, func(list []askedOf, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.cards.Objects = nil
		for _, paper := range list {
			s.cards.Add(s.card(paper))
		}
		s.cards.Refresh()
		s.page.Refresh()
	})
}

func (s *lawSection) card(paper askedOf) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i, field := range paper.fields {
		if i > 0 {
			rows = append(rows, kit.NewHairline())
		}
		rows = append(rows, s.row(field))
	}
	for i, d := range paper.duties {
		rows = append(rows, kit.NewHairline())
		if i == 0 {
			rows = append(rows, kit.NewText(s.f.Text("settings.law.duties"), kit.Strong))
		}
		rows = append(rows, kit.NewParagraph(s.f.Session.DutyWords(d), kit.Caption))
	}
	return kit.NewCard(s.f.Text(paper.sheet.CatalogueKey()), kit.Column(kit.Gap, rows...))
}

// row is one field: what it is and where it comes from, then each law that asks for it.
func (s *lawSection) row(field asked) fyne.CanvasObject {
	text := s.f.Text
	icon, tone := "check", theme.Done.Text()
	where := text(field.filledIn.CatalogueKey())
	if field.missing {
		icon, tone = "warn", theme.Alert.Text()
		where = text("settings.law.missing", "Where", where)
		if field.whose != "" {
			where = text("settings.law.missing_of", "Where", text(field.filledIn.CatalogueKey()), "Name", field.whose)
		}
	}
	lines := []fyne.CanvasObject{kit.NewParagraph(where, kit.Muted)}
	for _, reason := range field.reasons {
		law := text(reason.Law.CatalogueKey())
		if reason.Only != "" {
			law = text("settings.law.only", "Law", law, "When", text(reason.Only.CatalogueKey()))
		}
		if !reason.Verified {
			law = text("settings.law.unverified", "Law", law)
		}
		lines = append(lines, kit.NewParagraph(law, kit.Caption))
	}
	head := kit.Row(kit.Gap, kit.NewIcon(icon, tone, 18), kit.NewText(text(field.field.CatalogueKey()), kit.Strong))
	return kit.Column(2, head, kit.Inset(26, 0, kit.Column(0, lines...)))
}
