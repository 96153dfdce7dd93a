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
	"satchel/ui/session"
)

// debtorRows is how many of those who owe are listed, the oldest debt first; the sum counts all.
const debtorRows = 500

// dayPage is a day of the desk, as one transaction saw it.
type dayPage struct {
	Date     value.PartialDate
	Bills    []billing.Account // what is to do first, then what is settled; each newest first
	Payments []billing.Payment // newest first
	Totals   billing.DayTotals
	Debts    billing.Debts
	ToPrint  int
	End      billing.DayEnd // the count that stands, without an id where none does
	EndBy    string         // who counted
	Opening  value.Money    // what lay in the drawer when the day before was counted
	names    map[patients.ID]patients.Row
	users    map[store.UserID]string
}

// Open is what is left to pay on the day's issued bills, Drafts how many bills are not issued yet.
func (p dayPage) Open() (left value.Money, bills, drafts int) {
	left = value.Money{Currency: p.Totals.Received.Currency}
	for _, a := range p.Bills {
		switch {
		case a.Status == billing.Draft:
			drafts++
		case a.Balance().Minor > 0:
			left.Minor += a.Balance().Minor
			bills++
		}
	}
	return left, bills, drafts
}

// dayModel reads a day. Its methods may be called on any goroutine.
type dayModel struct{ session *session.Session }

// Load reads a day.
func (m dayModel) Load(ctx context.Context, date value.PartialDate) (dayPage, error) {
	p := dayPage{Date: date, users: map[store.UserID]string{}}
	err := m.session.View(ctx, action.ReadBilling, func(tx *store.Tx) (err error) {
		if p.Bills, err = billing.OfDay(tx, date); err != nil {
			return err
		}
		slices.Reverse(p.Bills)
		slices.SortStableFunc(p.Bills, func(a, b billing.Account) int { return urgency(a) - urgency(b) })
		if p.Payments, err = billing.PaymentsOn(tx, date); err != nil {
			return err
		}
		slices.Reverse(p.Payments)
		if p.Totals, err = billing.Totals(tx, date, m.session.Location.ID); err != nil {
			return err
		}
		if p.Debts, err = billing.WhoOwes(tx, debtorRows, 0); err != nil {
			return err
		}
		if p.ToPrint, err = documents.CountToPrint(tx); err != nil {
			return err
		}
		users, err := organization.AllUsers(tx)
		if err != nil {
			return err
		}
		for _, u := range users {
			p.users[u.KernelID()] = u.Name()
		}
		if err := m.readEnd(tx, &p); err != nil {
			return err
		}
		return m.readNames(tx, &p)
	})
	return p, err
}

// urgency sorts what is to do first: drafts, then what is to pay, then the rest.
func urgency(a billing.Account) int {
	switch {
	case a.Status == billing.Draft:
		return 0
	case a.Balance().Minor > 0:
		return 1
	}
	return 2
}

func (m dayModel) readEnd(tx *store.Tx, p *dayPage) error {
	p.Opening = m.session.Amount(0)
	end, found, err := billing.DayEndOf(tx, p.Date, m.session.Location.ID)
	if err != nil {
		return err
	}
	if found {
		p.End, p.EndBy = end, p.userName(m.session, end.ClosedBy)
	}
	last, found, err := billing.LastDayEnd(tx, p.Date, m.session.Location.ID)
	if found {
		p.Opening = last.Counted.In(last.Currency)
	}
	return err
}

func (m dayModel) readNames(tx *store.Tx, p *dayPage) error {
	var ids []patients.ID
	seen := map[patients.ID]bool{}
	add := func(id patients.ID) {
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	for _, a := range p.Bills {
		add(a.Invoice.Patient)
	}
	for _, payment := range p.Payments {
		add(payment.Patient)
	}
	for _, d := range p.Debts.Debtors {
		add(d.Patient)
	}
	var err error
	p.names, err = patients.Rows(tx, ids)
	return err
}

// Name is what to call a patient of the day.
func (p dayPage) Name(s *session.Session, id patients.ID) string {
	return s.PatientName(p.names[id])
}

// userName names who did something; whoever is no user came in by the recovery key.
func (p dayPage) userName(s *session.Session, id store.UserID) string {
	if name, known := p.users[id]; known {
		return name
	}
	return s.Text("session.recovery")
}

// Receipt finds the paper of a payment.
func (m dayModel) Receipt(ctx context.Context, payment billing.Payment) (documents.DocumentID, error) {
	var id documents.DocumentID
	err := m.session.View(ctx, action.ReadBilling, func(tx *store.Tx) error {
		papers, err := documents.OfSubject(tx, payment.ID.Raw())
		if err == nil && len(papers) == 0 {
			err = store.Fail(store.NotFound, "error.store.not_found")
		}
		if err == nil {
			id = papers[0].ID
		}
		return err
	})
	return id, err
}

// foundPatients is how many patients the box of a new bill offers.
const foundPatients = 8

// FindPatients offers who may be meant.
func (m dayModel) FindPatients(ctx context.Context, text string) ([]patients.Row, error) {
	var rows []patients.Row
	err := m.session.View(ctx, action.FindPatients, func(tx *store.Tx) (err error) {
		rows, _, err = patients.Find(tx, patients.Query{Text: text, Limit: foundPatients})
		return err
	})
	return rows, err
}
