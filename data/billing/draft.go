package billing

import (
	"satchel/data/organization"
	"satchel/data/store"
)

// NewDraft starts an invoice. The caller names patient, practitioner and location, and what else is known; the service date is
// today unless given.
func NewDraft(tx *store.Tx, i Invoice, lines ...ChargeItem) (Bill, error) {
	if err := about(tx, i.Patient); err != nil {
		return Bill{}, err
	}
	practice, err := organization.Current(tx)
	if err != nil {
		return Bill{}, err
	}
	if i.ServiceDate.IsZero() {
		if i.ServiceDate, _, err = organization.Today(tx); err != nil {
			return Bill{}, err
		}
	}
	if err := i.Clean(); err != nil {
		return Bill{}, invalid(err)
	}
	if !i.Replaces.IsZero() {
		if err := replaceable(tx, i); err != nil {
			return Bill{}, err
		}
	}
	i = Invoice{Kind: KindInvoice, Status: Draft, Currency: practice.Currency, Patient: i.Patient, Encounter: i.Encounter, Appointment: i.Appointment,
		Practitioner: i.Practitioner, Location: i.Location, ServiceDate: i.ServiceDate, Payer: i.Payer, Note: i.Note, Replaces: i.Replaces, SupplyState: i.SupplyState}
	if i.ID, err = store.NewID[Invoice](tx); err != nil {
		return Bill{}, err
	}
	if err := i.Validate(); err != nil {
		return Bill{}, invalid(err)
	}
	if lines, err = priced(tx, &i, nil, lines); err != nil {
		return Bill{}, err
	}
	if err := store.Insert(tx, Invoices, &i); err != nil {
		return Bill{}, err
	}
	return Bill{i, lines}, writeLines(tx, nil, lines)
}

// replaceable checks that a draft stands in for a fully credited invoice of the same patient.
func replaceable(tx *store.Tx, i Invoice) error {
	old, err := issued(tx, i.Replaces)
	if err != nil {
		return err
	}
	account, err := accountOf(tx, old)
	if err != nil {
		return err
	}
	if old.Patient != i.Patient || account.Status != Cancelled {
		return store.Fail(store.Conflict, "error.billing.replaces_uncredited")
	}
	return nil
}

// DraftForVisit starts the bill of a visit from the fee of its type; "" makes a bill without lines. Where the appointment or
// the encounter has a bill already, that one comes back: arriving twice bills once.
func DraftForVisit(tx *store.Tx, i Invoice, fee string) (Bill, error) {
	bill, found, err := OfVisit(tx, i.Appointment, i.Encounter)
	if err != nil || found {
		return bill, err
	}
	if fee == "" {
		return NewDraft(tx, i)
	}
	f, err := FeeOf(tx, fee)
	if err != nil {
		return Bill{}, err
	}
	return NewDraft(tx, i, LineOf(f))
}

// OfVisit returns the newest bill of an appointment or encounter that was neither given up nor credited in full.
func OfVisit(tx *store.Tx, appointment AppointmentID, encounter EncounterID) (Bill, bool, error) {
	list, err := store.Select(tx, Invoices, `kind = 'invoice' AND retracted = 0 AND (appointment_id = ? OR encounter_id = ?) ORDER BY id DESC`, appointment, encounter)
	if err != nil {
		return Bill{}, false, err
	}
	accounts, err := accountsOf(tx, list)
	if err != nil {
		return Bill{}, false, err
	}
	for _, a := range accounts {
		if a.Status != Cancelled {
			bill, err := Get(tx, a.Invoice.ID)
			return bill, err == nil, err
		}
	}
	return Bill{}, false, nil
}

// Change keeps changed particulars of a draft: encounter, practitioner, location, service date, payer, note, state of supply. A new service date
// brings its own tax rates.
func Change(tx *store.Tx, i Invoice) (Bill, error) {
	old, err := draft(tx, i)
	if err != nil {
		return Bill{}, err
	}
	if err := i.Clean(); err != nil {
		return Bill{}, invalid(err)
	}
	now := old
	now.Encounter, now.Appointment, now.Practitioner, now.Location = i.Encounter, i.Appointment, i.Practitioner, i.Location
	now.ServiceDate, now.Payer, now.Note, now.SupplyState = i.ServiceDate, i.Payer, i.Note, i.SupplyState
	lines, err := linesOf(tx, now.ID)
	if err != nil {
		return Bill{}, err
	}
	return rewrite(tx, now, lines, lines)
}

// SetLines makes lines the lines of a draft, in their order: one with an id is changed, one without is new, one left out is
// retracted. The room computes the amounts and takes the tax rates of the service date.
//
// It returns Invalid with every problem ("lines[2].quantity"), Conflict where the draft was issued or changed meanwhile, and Forbidden where
// the discounts exceed what the actor may give.
func SetLines(tx *store.Tx, i Invoice, lines []ChargeItem) (Bill, error) {
	i, err := draft(tx, i)
	if err != nil {
		return Bill{}, err
	}
	before, err := linesOf(tx, i.ID)
	if err != nil {
		return Bill{}, err
	}
	return rewrite(tx, i, before, lines)
}

// rewrite keeps a draft with new lines in place of those before.
func rewrite(tx *store.Tx, i Invoice, before, lines []ChargeItem) (Bill, error) {
	if err := i.Validate(); err != nil {
		return Bill{}, invalid(err)
	}
	lines, err := priced(tx, &i, before, lines)
	if err != nil {
		return Bill{}, err
	}
	if err := writeLines(tx, before, lines); err != nil {
		return Bill{}, err
	}
	err = store.Update(tx, Invoices, &i)
	return Bill{i, lines}, err
}

// priced returns the lines with list prices, tax rates and amounts, holds them to what the actor may give, and sums them into i.
func priced(tx *store.Tx, i *Invoice, before, lines []ChargeItem) ([]ChargeItem, error) {
	practice, err := organization.Current(tx)
	if err != nil {
		return nil, err
	}
	lines = append([]ChargeItem(nil), lines...)
	if err := fromList(tx, before, lines); err != nil {
		return nil, err
	}
	if err := applyTax(tx, practice, i.ServiceDate, lines); err != nil {
		return nil, err
	}
	if err := computeAll(i.ID, halved(practice, *i), lines); err != nil {
		return nil, invalid(err)
	}
	i.total(lines)
	return lines, mayReduce(tx, practice, before, lines)
}

// fromList sets each line's list price: as it was when the line was first written, from the fee list otherwise. A line with an
// id must be one of the draft's.
func fromList(tx *store.Tx, before, lines []ChargeItem) error {
	known := make(map[ChargeItemID]ChargeItem, len(before))
	for _, l := range before {
		known[l.ID] = l
	}
	seen := map[ChargeItemID]bool{}
	for n := range lines {
		l := &lines[n]
		l.Credits = ChargeItemID{}
		old, was := known[l.ID]
		if !l.ID.IsZero() {
			if !was || seen[l.ID] {
				return store.Fail(store.Conflict, "error.store.conflict", "Record", ChargeItems.Name)
			}
			seen[l.ID] = true
		}
		switch {
		case l.Fee.IsZero():
			l.ListPrice = 0
		case was && old.Fee == l.Fee:
			l.ListPrice = old.ListPrice
		default:
			f, err := store.Get(tx, Fees, l.Fee)
			if err != nil {
				return err
			}
			if !f.Active || f.Retracted {
				return store.FailField("fee", "error.billing.fee_retired")
			}
			l.ListPrice = f.Price
		}
	}
	return nil
}

func writeLines(tx *store.Tx, before, lines []ChargeItem) error {
	kept := map[ChargeItemID]bool{}
	for n := range lines {
		l := &lines[n]
		if l.ID.IsZero() {
			if err := store.Insert(tx, ChargeItems, l); err != nil {
				return err
			}
			continue
		}
		kept[l.ID] = true
		if err := store.Update(tx, ChargeItems, l); err != nil {
			return err
		}
	}
	for _, old := range before {
		if !kept[old.ID] {
			if err := store.Retract(tx, ChargeItems, &old); err != nil {
				return err
			}
		}
	}
	return nil
}

// AddLine adds a line to a draft.
func AddLine(tx *store.Tx, i Invoice, line ChargeItem) (Bill, error) {
	lines, err := linesOf(tx, i.ID)
	if err != nil {
		return Bill{}, err
	}
	line.ID, line.Meta = ChargeItemID{}, store.Meta{}
	return SetLines(tx, i, append(lines, line))
}

// Discard gives up a draft: it is retracted with its lines, and counts nowhere.
func Discard(tx *store.Tx, i Invoice) error {
	i, err := draft(tx, i)
	if err != nil {
		return err
	}
	lines, err := linesOf(tx, i.ID)
	if err != nil {
		return err
	}
	if err := writeLines(tx, lines, nil); err != nil {
		return err
	}
	i.Status = EnteredInError
	return store.Retract(tx, Invoices, &i)
}
