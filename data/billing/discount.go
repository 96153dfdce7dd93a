package billing

import (
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// DiscountPercent takes a percentage off every line of a draft, in place of earlier discounts; 0 takes them back.
func DiscountPercent(tx *store.Tx, i Invoice, percent value.Decimal) (Bill, error) {
	if !percent.IsSet() || percent.Sign() < 0 || percent.Cmp(value.Whole(100)) > 0 {
		return Bill{}, store.FailField("discountPercent", "error.billing.percent_between", "High", 100)
	}
	lines, err := linesOf(tx, i.ID)
	if err != nil {
		return Bill{}, err
	}
	for n := range lines {
		lines[n].DiscountPercent, lines[n].Discount = percent, 0
		if percent.Sign() == 0 {
			lines[n].DiscountPercent = value.Decimal{}
		}
	}
	return SetLines(tx, i, lines)
}

// DiscountAmount takes an amount off a draft, before tax, in place of earlier discounts. It is spread over the lines by their
// prices, so that each tax is charged on its due part, and adds up to the minor unit.
func DiscountAmount(tx *store.Tx, i Invoice, amount value.Money) (Bill, error) {
	practice, err := organization.Current(tx)
	if err != nil {
		return Bill{}, err
	}
	off, err := amountIn(amount, practice)
	if err != nil {
		return Bill{}, err
	}
	lines, err := linesOf(tx, i.ID)
	if err != nil {
		return Bill{}, err
	}
	price := Minor(0)
	for _, l := range lines {
		price += l.Price
	}
	if off < 0 || off > price {
		return Bill{}, store.FailField("discount", "error.billing.discount_too_much")
	}
	for n, part := range spread(off, lines) {
		lines[n].DiscountPercent, lines[n].Discount = value.Decimal{}, part
	}
	return SetLines(tx, i, lines)
}

// reduction adds up what lines cost by the fee list, and what was taken off that: by discounts, and by a lower price than the
// list's, which is a discount in other clothes.
func reduction(lines []ChargeItem) (list, off Minor, err error) {
	for _, l := range lines {
		full := l.Price
		if l.ListPrice > l.UnitPrice {
			amount, err := (value.Money{Minor: int64(l.ListPrice)}).MulDecimal(l.Quantity)
			if err != nil {
				return 0, 0, err
			}
			full = Minor(amount.Minor)
		}
		list += full
		off += full - (l.Price - l.Discount)
	}
	return list, off, nil
}

// mayReduce holds a draft's discounts to what the actor may give. Discounts that somebody else gave before stay.
func mayReduce(tx *store.Tx, practice organization.Practice, before, after []ChargeItem) error {
	_, was, err := reduction(before)
	if err != nil {
		return invalid(err)
	}
	list, off, err := reduction(after)
	if err != nil {
		return invalid(err)
	}
	if off <= was {
		return nil
	}
	switch tx.Grant(action.BillingAdjust) {
	case action.Full:
		return nil
	case action.Limited:
		if int64(off)*100 <= int64(list)*int64(practice.DeskDiscountPercent) {
			return nil
		}
		return store.Fail(store.Forbidden, "error.billing.discount_limit", "Percent", practice.DeskDiscountPercent)
	}
	return store.Fail(store.Forbidden, "error.store.forbidden")
}

// mayGiveBack holds a credit or refund to what the actor may give. before is what was given back for the same bill, or to the
// same patient on the same day, so that a limit can't be passed in small steps.
func mayGiveBack(tx *store.Tx, practice organization.Practice, before, amount Minor) error {
	switch tx.Grant(action.BillingAdjust) {
	case action.Full:
		return nil
	case action.Limited:
		if int64(before+amount) <= practice.DeskRefundMinor {
			return nil
		}
		return store.Fail(store.Forbidden, "error.billing.refund_limit", "Limit", Minor(practice.DeskRefundMinor).In(practice.Currency))
	}
	return store.Fail(store.Forbidden, "error.store.forbidden")
}
