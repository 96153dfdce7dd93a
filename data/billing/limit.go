package billing

import (
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

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
		off += full - l.Net
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
