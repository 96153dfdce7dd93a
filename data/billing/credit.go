package billing

import (
	"math/big"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/value"
)

// CreditLine says how much of a line of an issued invoice is taken back.
type CreditLine struct {
	Line   ChargeItemID
	Amount value.Money // tax included, at most what is left of the line; the zero Money takes all that is left
}

// Credit takes an issued invoice back, in whole or in part, by a credit note in its own series; without lines, all that is left.
// What was paid on the part taken back becomes credit on the patient's account; paying it out is Refund.
//
// It returns Conflict where nothing is left to take back, Invalid for more than is left, and Forbidden beyond the actor's limit.
func Credit(tx *store.Tx, id InvoiceID, reason string, parts ...CreditLine) (Bill, error) {
	old, err := issued(tx, id)
	if err != nil {
		return Bill{}, err
	}
	if reason, err = cleanReason(reason); err != nil {
		return Bill{}, err
	}
	practice, err := organization.Current(tx)
	if err != nil {
		return Bill{}, err
	}
	account, err := accountOf(tx, old)
	if err != nil {
		return Bill{}, err
	}
	if account.Status == Cancelled {
		return Bill{}, store.Fail(store.Conflict, "error.billing.nothing_to_credit")
	}
	lines, err := creditLines(tx, old, halved(practice, old), parts)
	if err != nil {
		return Bill{}, err
	}
	note := Invoice{Kind: KindCredit, Patient: old.Patient, Encounter: old.Encounter, Appointment: old.Appointment, Practitioner: old.Practitioner,
		Location: old.Location, ServiceDate: old.ServiceDate, Payer: old.Payer, Currency: old.Currency, Reason: reason, Credits: old.ID, SupplyState: old.SupplyState}
	note.total(lines)
	if len(lines) == 0 {
		return Bill{}, store.Fail(store.Conflict, "error.billing.nothing_to_credit")
	}
	if err := mayGiveBack(tx, practice, account.Credited, note.Gross); err != nil {
		return Bill{}, err
	}
	if err := stamp(tx, &note, organization.SeriesCreditNote); err != nil {
		return Bill{}, err
	}
	if err := store.Insert(tx, Invoices, &note); err != nil {
		return Bill{}, err
	}
	for n := range lines {
		lines[n].Invoice, lines[n].Position = note.ID, n+1
		if err := store.Insert(tx, ChargeItems, &lines[n]); err != nil {
			return Bill{}, err
		}
	}
	return Bill{note, lines}, releaseSurplus(tx, old)
}

// creditLines makes the lines of a credit note from what is left of the invoice's.
func creditLines(tx *store.Tx, old Invoice, halves bool, parts []CreditLine) ([]ChargeItem, error) {
	all, err := linesOf(tx, old.ID)
	if err != nil {
		return nil, err
	}
	left := make(map[ChargeItemID]ChargeItem, len(all))
	for _, l := range all {
		rest, err := leftOf(tx, l)
		if err != nil {
			return nil, err
		}
		left[l.ID] = rest
	}
	if len(parts) == 0 {
		for _, l := range all {
			parts = append(parts, CreditLine{Line: l.ID})
		}
	}
	var lines []ChargeItem
	for _, p := range parts {
		rest, known := left[p.Line]
		if !known {
			return nil, store.Fail(store.NotFound, "error.store.not_found", "Record", ChargeItems.Name)
		}
		amount := rest.Gross
		if p.Amount != (value.Money{}) {
			if p.Amount.Currency != old.Currency {
				return nil, store.FailField("amount", "error.billing.other_currency")
			}
			amount = Minor(p.Amount.Minor)
		}
		if amount < 0 || amount > rest.Gross {
			return nil, store.FailField("amount", "error.billing.credit_too_much")
		}
		if amount == 0 && old.Gross > 0 { // a bill of nothing is taken back as a whole
			continue
		}
		taken := take(rest, amount, halves)
		lines = append(lines, taken)
		rest.Net, rest.Tax, rest.Gross = rest.Net-taken.Net, rest.Tax-taken.Tax, rest.Gross-taken.Gross
		rest.Quantity = value.Decimal{} // no longer whole
		left[p.Line] = rest
	}
	return lines, nil
}

// leftOf is a line of an issued invoice less what credit notes took back; its quantity is unset once that is not all of it.
func leftOf(tx *store.Tx, l ChargeItem) (ChargeItem, error) {
	earlier, err := store.Select(tx, ChargeItems, "credits_id = ? AND retracted = 0", l.ID)
	for _, e := range earlier {
		l.Net, l.Tax, l.Gross = l.Net-e.Net, l.Tax-e.Tax, l.Gross-e.Gross
		l.Quantity = value.Decimal{}
	}
	return l, err
}

// take makes a credit line of gross out of what is left of a line. The last credit takes all that is left, so that credits of
// a line sum to it exactly, whatever was rounded between. A tax of two halves is taken back in halves.
func take(rest ChargeItem, gross Minor, halves bool) ChargeItem {
	l := rest
	l.ID, l.Meta, l.Credits = ChargeItemID{}, store.Meta{}, rest.ID
	if gross == rest.Gross && rest.Quantity.IsSet() {
		return l
	}
	l.Quantity, l.DiscountPercent, l.Discount, l.ListPrice = value.Whole(1), value.Decimal{}, 0, 0
	l.Tax, l.Gross = proportion(gross, rest.Tax, rest.Gross), gross
	if halves && rest.Tax%2 == 0 { // older bills have odd taxes
		l.Tax = 2 * proportion(gross, rest.Tax/2, rest.Gross)
	}
	l.Net = l.Gross - l.Tax
	l.Price, l.UnitPrice, l.Inclusive = l.Net, l.Net, false
	return l
}

// proportion is amount x part / whole, rounded halves up; none is below zero, and whole is above.
func proportion(amount, part, whole Minor) Minor {
	n := new(big.Int).Mul(big.NewInt(int64(amount)), big.NewInt(2*int64(part)))
	n.Add(n, big.NewInt(int64(whole)))
	return Minor(n.Quo(n, big.NewInt(2*int64(whole))).Int64())
}

// CreditsOf returns the credit notes of an invoice, oldest first.
func CreditsOf(tx *store.Tx, id InvoiceID) ([]Invoice, error) {
	return store.Select(tx, Invoices, "credits_id = ? ORDER BY id", id)
}
