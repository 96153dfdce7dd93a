package visit

import (
	"context"

	"satchel/data/billing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// feesLike are the fees whose name or code begins like a text, as it is typed.
func (p page) feesLike(text string) []billing.Fee {
	words := value.SearchTokens(text)
	var list []billing.Fee
	for _, f := range p.Fees {
		if begins(value.SearchTokens(f.Name+" "+f.Code), words) {
			list = append(list, f)
		}
	}
	return list
}

// AddCharge puts a fee on the bill of the visit, which is begun where there is none.
func (m *visitModel) AddCharge(ctx context.Context, p page, fee billing.Fee) (billing.Bill, error) {
	return m.charge(ctx, p, func(lines []billing.ChargeItem) []billing.ChargeItem { return append(lines, billing.LineOf(fee)) })
}

// RemoveCharge takes a line off the bill.
func (m *visitModel) RemoveCharge(ctx context.Context, p page, id billing.ChargeItemID) (billing.Bill, error) {
	return m.charge(ctx, p, func(lines []billing.ChargeItem) []billing.ChargeItem {
		var rest []billing.ChargeItem
		for _, l := range lines {
			if l.ID != id {
				rest = append(rest, l)
			}
		}
		return rest
	})
}

func (m *visitModel) charge(ctx context.Context, p page, edit func([]billing.ChargeItem) []billing.ChargeItem) (billing.Bill, error) {
	var bill billing.Bill
	err := m.session.Update(ctx, action.Bill, func(tx *store.Tx) error {
		e := p.Encounter
		now, found, err := billing.OfVisit(tx, e.Appointment, e.ID)
		if err != nil {
			return err
		}
		if !found {
			now, err = billing.NewDraft(tx, billing.Invoice{Patient: e.Patient, Encounter: e.ID, Appointment: e.Appointment, Practitioner: e.Practitioner, Location: e.Location})
			if err != nil {
				return err
			}
		}
		bill, err = billing.SetLines(tx, now.Invoice, edit(now.Lines))
		return err
	}, store.About(m.patient))
	return bill, err
}
