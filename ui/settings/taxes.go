package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/data/billing"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// taxesCard is the list of rates beside the fees.
type taxesCard struct {
	f       *frame.Frame
	model   taxesModel
	list    *kit.List
	rates   []billing.TaxRate
	changed func() // the names of taxes may be others now
}

func newTaxesCard(f *frame.Frame, changed func()) *taxesCard {
	c := &taxesCard{f: f, model: taxesModel{f.Session}, changed: changed}
	var start *kit.Button
	if len(billing.KnownRates(f.Session.Settings.Country)) > 0 {
		start = kit.NewButton(f.Text("settings.taxes.known"), kit.Standard, c.addKnown)
	} else {
		start = kit.NewIconButton("plus", f.Text("settings.taxes.add"), kit.Standard, c.add)
	}
	c.list = kit.NewList([]kit.ListColumn{
		{Title: f.Text("settings.taxes.name"), Weight: 3}, {Title: f.Text("settings.taxes.percent"), Width: 64, Align: fyne.TextAlignTrailing, Narrow: 380},
		{Title: f.Text("settings.taxes.holds"), Weight: 5},
	}, kit.NewEmptyState("billing", f.Text("settings.taxes.empty"), start))
	c.list.OnOpened = func(row int) { c.ask("settings.taxes.edit", c.rates[row]) }
	return c
}

func (c *taxesCard) content() fyne.CanvasObject {
	return kit.NewFlushCard(c.f.Text("settings.taxes.title"), c.list, kit.NewIconButton("plus", c.f.Text("settings.taxes.add"), kit.Standard, c.add))
}

func (c *taxesCard) load() {
	frame.Load(c.f, c.model.load, func(rates []billing.TaxRate, err error) {
		if err != nil {
			c.f.Fail(err)
			return
		}
		c.rates = rates
		c.list.SetRows(len(rates), c.cells, min(max(c.list.Selected(), 0), len(rates)-1))
	})
}

func (c *taxesCard) cells(row int) []kit.Cell {
	r := c.rates[row]
	percent := c.f.Text(r.Kind.CatalogueKey())
	if r.Kind == billing.TaxRated {
		percent = c.f.Text("settings.taxes.rate", "Percent", c.model.values(r)["percent"])
	}
	holds := c.f.Text("settings.taxes.since", "From", c.f.Session.Day(r.From))
	if !r.To.IsZero() {
		holds = c.f.Text("settings.taxes.until", "To", c.f.Session.Day(r.To))
	}
	return []kit.Cell{{Text: r.Name, Role: kit.Strong}, {Text: percent}, {Text: holds, Role: kit.Muted}}
}

func (c *taxesCard) add() { c.ask("settings.taxes.add", billing.TaxRate{Kind: billing.TaxRated}) }

// addKnown keeps the country's rates, to start with.
func (c *taxesCard) addKnown() {
	frame.Save(c.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, c.model.addOffered(ctx, c.rates) }, func(_ struct{}, err error) {
		if err != nil {
			c.f.Fail(err)
			return
		}
		c.done()
	})
}

func (c *taxesCard) done() {
	c.f.Done(c.f.Text("settings.saved"), nil)
	c.load()
	c.changed()
}

func (c *taxesCard) ask(title string, rate billing.TaxRate) {
	text, settings := c.f.Text, c.f.Session.Settings
	form := kit.NewForm(4)
	form.Add("name", kit.NewField(text("settings.taxes.name"), text("settings.taxes.name_hint")), 4)
	var kinds []kit.Option
	for _, kind := range []billing.TaxKind{billing.TaxRated, billing.TaxExempt, billing.TaxZero} {
		kinds = append(kinds, kit.Option{Value: string(kind), Label: text(kind.CatalogueKey())})
	}
	form.Add("kind", kit.NewSegmentField(text("settings.taxes.kind"), "", kinds...), 3)
	form.Add("percent", kit.NewField(text("settings.taxes.percent"), ""), 1)
	form.Add("from", kit.NewDayField(text("settings.taxes.from"), text("settings.taxes.from_hint"), settings.DateOrder, c.f.Session.Now), 2)
	form.Add("to", kit.NewDayField(text("settings.taxes.to"), text("settings.taxes.to_hint"), settings.DateOrder, c.f.Session.Now), 2)
	form.SetValues(c.model.values(rate))
	askForm(c.f, title, form, func(ctx context.Context, values map[string]string) error { return c.model.save(ctx, rate, values) }, c.done)
}
