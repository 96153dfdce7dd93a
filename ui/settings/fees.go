package settings

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"satchel/data/billing"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
)

// feesSection is the fee list.
type feesSection struct {
	passing
	f     *frame.Frame
	model feesModel
	list  *kit.List
	read  feeList
	taxes *taxesCard
}

func newFeesSection(f *frame.Frame) section {
	s := &feesSection{f: f, model: feesModel{f.Session}}
	add := kit.NewIconButton("plus", f.Text("settings.fees.add"), kit.Primary, s.add)
	s.list = kit.NewList([]kit.ListColumn{
		{Title: f.Text("settings.fees.name"), Weight: 4}, {Title: f.Text("settings.fees.code"), Weight: 2}, {Title: f.Text("settings.fees.price"), Width: 110, Align: fyne.TextAlignTrailing},
		{Title: f.Text("settings.fees.tax"), Weight: 2, Narrow: 700}, {Title: f.Text("settings.fees.favourite"), Width: 90, Align: fyne.TextAlignTrailing}, {Title: "", Width: 110},
	}, kit.NewEmptyState("billing", f.Text("settings.fees.empty"), add))
	s.list.OnOpened = func(row int) { s.edit(s.read.fees[row]) }
	s.taxes = newTaxesCard(f, func() { s.load(s.list.Selected()) })
	return s
}

func (s *feesSection) content() fyne.CanvasObject {
	f := s.f
	edit := kit.NewIconButton("edit", f.Text("settings.fees.edit"), kit.Standard, func() {
		if row := s.list.Selected(); row >= 0 && row < len(s.read.fees) {
			s.edit(s.read.fees[row])
		}
	})
	fees := kit.NewFlushCard(f.Text("settings.tab.fees"), s.list, edit, kit.NewIconButton("plus", f.Text("settings.fees.add"), kit.Standard, s.add))
	return kit.Share(kit.GapLarge, []float32{1.7, 1}, fees, s.taxes.content())
}

func (s *feesSection) shown() {
	s.load(0)
	s.taxes.load()
}

func (s *feesSection) load(selected int) {
	frame.Load(s.f, s.model.load, func(list feeList, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.read = list
		s.list.SetRows(len(list.fees), s.cells, min(max(selected, 0), len(list.fees)-1))
		kit.Focus(s.list)
	})
}

func (s *feesSection) cells(row int) []kit.Cell {
	fee := s.read.fees[row]
	var marks []kit.Mark
	if !fee.Active {
		marks = []kit.Mark{{Text: s.f.Text("settings.fees.retired"), Tone: theme.Neutral}}
	}
	favourite := ""
	if fee.Favourite > 0 {
		favourite = strconv.Itoa(fee.Favourite)
	}
	return []kit.Cell{{Text: fee.Name, Role: kit.Strong}, {Text: fee.Code}, {Text: s.f.Session.Money(s.f.Session.Amount(int64(fee.Price)))}, {Text: fee.Tax, Role: kit.Muted},
		{Text: favourite}, {Marks: marks}}
}

func (s *feesSection) add() { s.ask("settings.fees.add", billing.Fee{Active: true}) }

func (s *feesSection) edit(fee billing.Fee) { s.ask("settings.fees.edit", fee) }

func (s *feesSection) ask(title string, fee billing.Fee) {
	text, settings := s.f.Text, s.f.Session.Settings
	form := kit.NewForm(4)
	form.Add("name", kit.NewField(text("settings.fees.name"), text("settings.practice.printed")), 4)
	form.Add("code", kit.NewField(text("settings.fees.code"), text("settings.fees.code_hint")), 2)
	form.Add("price", kit.NewMoneyField(text("settings.fees.price"), settings.Currency, settings.Amounts()), 2)
	taxes := []session.Choice{{Value: "", Label: text("settings.fees.untaxed")}}
	for _, name := range s.read.taxes {
		taxes = append(taxes, session.Choice{Value: name, Label: name})
	}
	form.Add("tax", kit.NewSelectField(text("settings.fees.tax"), "", options(taxes)...), 2)
	form.Add("inclusive", kit.NewSegmentField(text("settings.fees.inclusive"), "", kit.Option{Value: no, Label: text("settings.fees.inclusive_no")},
		kit.Option{Value: yes, Label: text("settings.fees.inclusive_yes")}), 2)
	form.Add("favourite", kit.NewField(text("settings.fees.favourite"), text("settings.fees.favourite_hint")), 2)
	systems := []session.Choice{{Value: "", Label: text("settings.fees.no_code")}}
	for _, system := range []billing.CodeSystem{billing.SAC, billing.HSN, billing.CPT} {
		systems = append(systems, session.Choice{Value: string(system), Label: text(system.CatalogueKey())})
	}
	form.Add("system", kit.NewSelectField(text("settings.fees.system"), "", options(systems)...), 2)
	form.Add("reportCode", kit.NewField(text("settings.fees.report_code"), text("settings.optional")), 2)
	form.Add("active", kit.NewSegmentField(text("settings.fees.offered"), "", kit.Option{Value: "true", Label: text("settings.yes")}, kit.Option{Value: "false", Label: text("settings.fees.retired")}), 2)
	form.SetValues(s.model.values(fee))
	askForm(s.f, title, form, func(ctx context.Context, values map[string]string) error { return s.model.save(ctx, fee, values) }, func() {
		s.f.Done(text("settings.saved"), nil)
		s.load(s.list.Selected())
	})
}
