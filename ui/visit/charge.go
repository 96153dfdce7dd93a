package visit

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/data/billing"
	"satchel/data/store/action"
	"satchel/ui/kit"
)

// chargeCard is what the visit costs.
type chargeCard struct {
	o       *openPage
	card    *kit.Card
	suggest *kit.Suggest
	list    *fyne.Container
}

func newChargeCard(o *openPage) *chargeCard {
	c := &chargeCard{o: o, suggest: kit.NewSuggest(o.f.Text("visit.charge_hint")), list: kit.Column(kit.GapSmall)}
	ask := &asker[billing.Fee]{f: o.f, suggest: c.suggest, chosen: c.add,
		find: func(_ context.Context, text string) ([]billing.Fee, error) { return o.page.feesLike(text), nil },
		row: func(f billing.Fee) kit.Suggestion {
			return kit.Suggestion{Title: f.Name, Subtitle: f.Code, Right: o.f.Session.Money(f.Price.In(o.f.Session.Settings.Currency)), Icon: "billing"}
		}}
	ask.connect()
	c.card = kit.NewCard(o.f.Text("visit.charges"), kit.Column(kit.Gap, c.list, c.suggest), kit.NewKeyHint("F9"))
	return c
}

// refresh shows the lines of the bill. One that is issued is billing's affair.
func (c *chargeCard) refresh() {
	o := c.o
	s := o.f.Session
	bill := o.page.Bill
	draft := bill.Invoice.ID.IsZero() || bill.Status == billing.Draft
	c.list.Objects = nil
	for _, l := range bill.Lines {
		amount := kit.NewText(s.Money(l.Gross.In(bill.Currency)), kit.Body)
		amount.Keep = true
		right := kit.Row(kit.Gap, amount)
		if draft && s.May(action.Bill) {
			remove := kit.NewIconButton("close", "", kit.Quiet, func() { c.remove(l) })
			o.follow(remove)
			right.Add(remove)
		}
		c.list.Objects = append(c.list.Objects, beside(kit.Inset(0, 5, kit.NewParagraph(l.Description, kit.Body)), right))
	}
	if len(bill.Lines) == 0 {
		c.list.Objects = []fyne.CanvasObject{kit.NewParagraph(o.f.Text("visit.no_charges"), kit.Muted)}
	}
	if len(bill.Lines) > 1 {
		total := kit.NewText(s.Money(bill.Total()), kit.Strong)
		total.Keep = true
		c.list.Objects = append(c.list.Objects, kit.NewHairline(), beside(kit.NewText(o.f.Text("visit.total"), kit.Strong), total))
	}
	c.suggest.Hidden = !draft || !s.May(action.Bill)
	c.list.Refresh()
	c.card.Refresh()
}

func (c *chargeCard) add(fee billing.Fee) {
	c.write(func(ctx context.Context, p page) (billing.Bill, error) { return c.o.model.AddCharge(ctx, p, fee) }, nil)
}

func (c *chargeCard) remove(l billing.ChargeItem) {
	o := c.o
	c.write(func(ctx context.Context, p page) (billing.Bill, error) { return o.model.RemoveCharge(ctx, p, l.ID) }, func() {
		o.f.Done(o.f.Text("visit.removed", "What", l.Description), func() {
			for _, fee := range o.page.Fees {
				if fee.ID == l.Fee {
					c.add(fee)
					return
				}
			}
		})
	})
}

func (c *chargeCard) write(work func(context.Context, page) (billing.Bill, error), then func()) {
	o := c.o
	write(o.f, &o.writes, func() func(context.Context) (billing.Bill, error) {
		p := o.page
		return func(ctx context.Context) (billing.Bill, error) { return work(ctx, p) }
	}, func(bill billing.Bill, err error) {
		if err != nil {
			o.f.Fail(err)
			return
		}
		if o.page.Bill = bill; o.left {
			return
		}
		c.refresh()
		o.reveal(c.suggest)
		if then != nil {
			then()
		}
	})
}
