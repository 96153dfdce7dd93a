package billing

import (
	"context"
	"slices"

	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
	"satchel/ui/session"
)

// settled is one payment as far as it settles the bill.
type settled struct {
	Payment billing.Payment
	Amount  value.Money
}

// billPage is what the screen of one bill shows.
type billPage struct {
	Patient      patients.Row
	Account      billing.Account // of no invoice (its id is zero) where the bill was not begun
	Lines        []billing.ChargeItem
	Taxes        []billing.TaxTotal
	Payments     []settled
	Balance      billing.Balance   // of the patient, over all bills
	Others       []billing.Account // the patient's other bills on which something is to do, oldest first
	Papers       []documents.Item  // of the bill, its credit notes and its payments, and what else waits for a printer; newest first
	Fees         []billing.Fee     // that can be billed
	Rates        []string          // names of the taxes; none where the practice charges none
	Practitioner string            // who treated

	Lacks []organization.Lacking // what the bill of a draft, or the receipt for it, won't carry though the law asks for it
}

// Draft reports that lines may be written.
func (p billPage) Draft() bool {
	return p.Account.Invoice.ID.IsZero() || p.Account.Status == billing.Draft
}

// ToPay reports that something is left to pay on an issued bill.
func (p billPage) ToPay() bool { return p.Account.Balance().Minor > 0 }

// Waiting are the papers that wait for a printer.
func (p billPage) Waiting() []documents.Item {
	var list []documents.Item
	for _, d := range p.Papers {
		if d.Waits {
			list = append(list, d)
		}
	}
	return list
}

// billModel is one patient's bill. Its methods may be called on any goroutine; each write answers with the page as it is then.
type billModel struct {
	session *session.Session
	patient patients.ID
}

// Which bill to open where none is named.
const (
	preferDraft = ""     // what is being written, else what is to pay, else a new one
	preferOpen  = "open" // the oldest on which something is to pay
	preferNew   = "new"  // what is being written, else a new one
)

// Load reads a bill; without an id, the one that prefer says.
func (m billModel) Load(ctx context.Context, id billing.InvoiceID, prefer string) (billPage, error) {
	var p billPage
	err := m.session.View(ctx, action.ReadBilling, func(tx *store.Tx) (err error) {
		p, err = m.read(tx, id, prefer)
		return err
	}, store.About(m.patient))
	return p, err
}

func (m billModel) read(tx *store.Tx, id billing.InvoiceID, prefer string) (billPage, error) {
	p := billPage{}
	rows, err := patients.Rows(tx, []patients.ID{m.patient})
	if err != nil {
		return p, err
	}
	found := false
	if p.Patient, found = rows[m.patient]; !found {
		return p, store.Fail(store.NotFound, "error.store.not_found")
	}
	if p.Balance, err = billing.BalanceOf(tx, m.patient); err != nil {
		return p, err
	}
	all, err := billing.OfPatient(tx, m.patient)
	if err != nil {
		return p, err
	}
	if id.IsZero() {
		id = choose(all, prefer)
	}
	for _, a := range slices.Backward(all) {
		if a.Invoice.ID != id && (a.Status == billing.Draft || a.Balance().Minor > 0) {
			p.Others = append(p.Others, a)
		}
	}
	if p.Fees, err = billing.FeeList(tx); err != nil {
		return p, err
	}
	rates, err := billing.TaxList(tx)
	if err != nil {
		return p, err
	}
	for _, r := range rates {
		if m.session.Settings.TaxNumber != "" && !slices.Contains(p.Rates, r.Name) {
			p.Rates = append(p.Rates, r.Name)
		}
	}
	if id.IsZero() {
		p.Account.Invoice = billing.Invoice{Kind: billing.KindInvoice, Patient: m.patient, Practitioner: m.session.Practitioner.ID, Location: m.session.Location.ID,
			ServiceDate: m.session.Today(), Currency: m.session.Settings.Currency}
	} else if err := m.readInvoice(tx, id, &p); err != nil {
		return p, err
	}
	if err := m.readPapers(tx, &p); err != nil {
		return p, err
	}
	if treated := p.Account.Invoice.Practitioner; !treated.IsZero() {
		who, err := store.Get(tx, organization.Practitioners, treated)
		if err != nil {
			return p, err
		}
		p.Practitioner = m.session.Name(who.Name)
	}
	return p, m.readLacks(tx, &p)
}

// readLacks finds what the next paper won't carry though the law asks for it: the bill of a draft, and the receipt for what is to pay.
func (m billModel) readLacks(tx *store.Tx, p *billPage) error {
	var sheets []organization.Sheet
	if p.Draft() && len(p.Lines) > 0 {
		sheets = append(sheets, organization.SheetInvoice)
	}
	if len(sheets) > 0 && p.Due().Minor > 0 || p.ToPay() {
		sheets = append(sheets, organization.SheetReceipt)
	}
	for _, sheet := range sheets {
		list, err := workflow.Lacks(tx, sheet, m.patient, p.Account.Invoice.Practitioner)
		if err != nil {
			return err
		}
		for _, l := range list {
			if !slices.ContainsFunc(p.Lacks, func(known organization.Lacking) bool { return known.Field == l.Field }) {
				p.Lacks = append(p.Lacks, l)
			}
		}
	}
	return nil
}

// choose picks a bill out of all of a patient's, newest service first; zero begins one.
func choose(all []billing.Account, prefer string) billing.InvoiceID {
	var draft, open billing.InvoiceID
	for _, a := range all {
		switch {
		case a.Status == billing.Draft && draft.IsZero():
			draft = a.Invoice.ID
		case a.Balance().Minor > 0:
			open = a.Invoice.ID // the last one seen is the oldest
		}
	}
	switch {
	case prefer == preferOpen && !open.IsZero():
		return open
	case prefer == preferNew, !draft.IsZero():
		return draft
	}
	return open
}

func (m billModel) readInvoice(tx *store.Tx, id billing.InvoiceID, p *billPage) error {
	bill, err := billing.Get(tx, id)
	if err != nil {
		return err
	}
	if bill.Patient != m.patient {
		return store.Fail(store.NotFound, "error.store.not_found")
	}
	p.Lines, p.Taxes = bill.Lines, bill.Taxes()
	if p.Account, err = billing.AccountOf(tx, id); err != nil {
		return err
	}
	return m.readPayments(tx, p)
}

// recentPapers is how many of a patient's newest papers are looked through for those that wait for a printer.
const recentPapers = 20

// readPapers finds the papers of the bill, and those others of the patient that wait for a printer.
func (m billModel) readPapers(tx *store.Tx, p *billPage) error {
	id := p.Account.Invoice.ID
	var subjects []store.RawID
	if !id.IsZero() {
		subjects = append(subjects, id.Raw())
		credits, err := billing.CreditsOf(tx, id)
		if err != nil {
			return err
		}
		for _, c := range credits {
			subjects = append(subjects, c.ID.Raw())
		}
	}
	for _, s := range p.Payments {
		subjects = append(subjects, s.Payment.ID.Raw())
	}
	for _, subject := range subjects {
		papers, err := documents.OfSubject(tx, subject)
		if err != nil {
			return err
		}
		p.Papers = append(p.Papers, papers...)
	}
	recent, err := documents.OfPatient(tx, m.patient, recentPapers)
	if err != nil {
		return err
	}
	for _, d := range recent {
		if d.Waits && !slices.Contains(subjects, d.Subject) {
			p.Papers = append(p.Papers, d)
		}
	}
	slices.SortStableFunc(p.Papers, func(a, b documents.Item) int { return b.Issued.Compare(a.Issued) })
	return nil
}

// readPayments finds what settles the bill. Payments of the bill's own days are looked at first: nearly always those are all.
func (m billModel) readPayments(tx *store.Tx, p *billPage) error {
	if p.Account.Paid == 0 {
		return nil
	}
	all, err := billing.PaymentsOf(tx, m.patient)
	if err != nil {
		return err
	}
	issued := p.Account.Invoice.IssueDate
	slices.SortStableFunc(all, func(a, b billing.Payment) int {
		return distance(a.Date, issued) - distance(b.Date, issued)
	})
	var sum billing.Minor
	for _, payment := range all {
		if payment.IsRefund() {
			continue
		}
		parts, err := billing.AllocationsOf(tx, payment.ID)
		if err != nil {
			return err
		}
		var part billing.Minor
		for _, a := range parts {
			if a.Invoice == p.Account.Invoice.ID {
				part += a.Amount
			}
		}
		if part == 0 {
			continue
		}
		p.Payments = append(p.Payments, settled{payment, part.In(payment.Currency)})
		if sum += part; sum == p.Account.Paid {
			break
		}
	}
	slices.SortStableFunc(p.Payments, func(a, b settled) int { return a.Payment.Received.Compare(b.Payment.Received) })
	return nil
}

// distance is how many days lie between two dates, whichever comes first.
func distance(a, b value.PartialDate) int {
	days := a.DaysUntil(b)
	return max(days, -days)
}

// Details keeps who pays, the day of the service and the note.
func (m billModel) Details(ctx context.Context, i billing.Invoice, values map[string]string) (billPage, error) {
	day, err := value.ParseDay(values["serviceDate"], m.session.Settings.DateOrder, m.session.Now())
	if err != nil {
		return billPage{}, fieldProblem("serviceDate", err)
	}
	i.ServiceDate, i.Payer, i.Note = day, values["payer"], values["note"]
	if state, asked := values["supplyState"]; asked {
		i.SupplyState = state
	}
	var p billPage
	err = m.session.Update(ctx, action.Bill, func(tx *store.Tx) error {
		var bill billing.Bill
		var err error
		if i.ID.IsZero() {
			bill, err = billing.NewDraft(tx, i)
		} else {
			bill, err = billing.Change(tx, i)
		}
		if err != nil {
			return err
		}
		p, err = m.read(tx, bill.ID, "")
		return err
	}, store.About(m.patient))
	return p, err
}

// Discard gives up a bill that was not issued.
func (m billModel) Discard(ctx context.Context, i billing.Invoice) error {
	return m.session.Update(ctx, action.Bill, func(tx *store.Tx) error { return billing.Discard(tx, i) }, store.About(m.patient))
}
