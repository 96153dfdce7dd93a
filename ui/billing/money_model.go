package billing

import (
	"context"

	"satchel/data/billing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
)

// payment is what a form of money holds.
type payment struct {
	Amount    string // as typed
	Method    billing.Method
	Reference string
	Payer     string
}

// received is what came of taking money, or of issuing a bill without taking any.
type received struct {
	Page    billPage
	Receipt billing.Payment // without an id where no money was taken
	Notice  string          // what the desk should hear, "" for nothing
}

// usualMethod is what a form of money begins with.
const usualMethod = billing.Cash

// Due is what is to be taken for a bill: what is left of an issued one, or the total of a draft less the patient's credit, which
// settles a bill when it is issued.
func (p billPage) Due() value.Money {
	if !p.Draft() {
		return p.Account.Balance()
	}
	due := p.Account.Invoice.Total()
	due.Minor = max(due.Minor-p.Balance.Credit.Minor, 0)
	due.Currency = p.Balance.Credit.Currency
	return due
}

// CreditUsed is how much of a draft the patient's credit settles when it is issued.
func (p billPage) CreditUsed() value.Money {
	used := p.Balance.Credit
	if !p.Draft() {
		used.Minor = 0
		return used
	}
	used.Minor = min(used.Minor, int64(p.Account.Invoice.Gross))
	return used
}

// parse reads a payment; the amount must be above zero.
func (m billModel) parse(p payment, field string) (billing.Payment, error) {
	amount, err := value.ParseMoney(p.Amount, m.session.Settings.Currency, m.session.Settings.Amounts())
	if err != nil {
		return billing.Payment{}, fieldProblem(field, err)
	}
	if amount.Minor <= 0 {
		return billing.Payment{}, store.FailField(field, "error.billing.amount_zero")
	}
	return billing.Payment{Patient: m.patient, Location: m.session.Location.ID, Method: p.Method, Amount: billing.Minor(amount.Minor), Reference: p.Reference, Payer: p.Payer}, nil
}

// PayWords says what an amount as typed will do: pay the bill, leave something to pay, or leave credit on the account. "" for what
// can't be read yet.
func (m billModel) PayWords(due value.Money, typed string, advance bool) string {
	amount, err := value.ParseMoney(typed, m.session.Settings.Currency, m.session.Settings.Amounts())
	if err != nil || amount.Minor <= 0 {
		return ""
	}
	over := m.session.Amount(amount.Minor - due.Minor)
	switch {
	case advance:
		return m.session.Text("billing_screen.words_advance", "Amount", m.session.Money(amount))
	case over.Minor > 0:
		return m.session.Text("billing_screen.words_over", "Amount", m.session.Money(over))
	case over.Minor < 0:
		return m.session.Text("billing_screen.words_under", "Amount", m.session.Money(over.Neg()))
	}
	return m.session.Text("billing_screen.words_exact")
}

// IssueAndPay issues a draft and takes money for it, both or neither. Where the patient's credit pays it all, no money is taken.
func (m billModel) IssueAndPay(ctx context.Context, i billing.Invoice, pay payment) (received, error) {
	p, err := m.parse(pay, "amount")
	if err != nil {
		return received{}, err
	}
	p.Practitioner = i.Practitioner
	var r received
	err = m.session.Update(ctx, action.TakePayment, func(tx *store.Tx) error {
		billed, taken, err := workflow.IssueAndPay(tx, m.session.Practice.Press(), i, p)
		if err != nil {
			return err
		}
		return m.received(tx, taken, &r, billed.Bill.ID)
	}, store.About(m.patient))
	return r, err
}

// Issue gives a draft its number without taking money.
func (m billModel) Issue(ctx context.Context, i billing.Invoice) (received, error) {
	var r received
	err := m.session.Update(ctx, action.Bill, func(tx *store.Tx) error {
		billed, err := workflow.IssueInvoice(tx, m.session.Practice.Press(), i)
		if err != nil {
			return err
		}
		r.Page, err = m.read(tx, billed.Bill.ID, "")
		return err
	}, store.About(m.patient))
	return r, err
}

// Pay takes money for an issued bill.
func (m billModel) Pay(ctx context.Context, i billing.Invoice, pay payment) (received, error) {
	p, err := m.parse(pay, "amount")
	if err != nil {
		return received{}, err
	}
	p.Practitioner = i.Practitioner
	var r received
	err = m.session.Update(ctx, action.TakePayment, func(tx *store.Tx) error { return m.take(tx, p, &r, i.ID) }, store.About(m.patient))
	return r, err
}

// Advance takes money before there is a bill: it stays as credit on the account. i is the bill on the screen.
func (m billModel) Advance(ctx context.Context, i billing.Invoice, pay payment) (received, error) {
	p, err := m.parse(pay, "amount")
	if err != nil {
		return received{}, err
	}
	p.Practitioner = i.Practitioner
	var r received
	err = m.session.Update(ctx, action.TakePayment, func(tx *store.Tx) error {
		taken, err := workflow.TakePayment(tx, m.session.Practice.Press(), p)
		if err != nil {
			return err
		}
		r.Receipt = taken.Taken.Payment
		r.Page, err = m.read(tx, i.ID, "")
		return err
	}, store.About(m.patient))
	return r, err
}

func (m billModel) take(tx *store.Tx, p billing.Payment, r *received, bill billing.InvoiceID) error {
	taken, err := workflow.TakePayment(tx, m.session.Practice.Press(), p, bill)
	if err != nil {
		return err
	}
	return m.received(tx, taken, r, bill)
}

// received reads the bill as it stands after a payment, with what the desk should hear of it.
func (m billModel) received(tx *store.Tx, taken workflow.Received, r *received, bill billing.InvoiceID) (err error) {
	r.Receipt = taken.Taken.Payment
	if taken.Taken.OnAccount.Minor > 0 {
		r.Notice = m.session.Text("billing_screen.on_account", "Amount", m.session.Money(taken.Taken.OnAccount))
	}
	r.Page, err = m.read(tx, bill, "")
	return err
}

// UseCredit settles an issued bill from what the patient has on account.
func (m billModel) UseCredit(ctx context.Context, i billing.Invoice) (billPage, error) {
	var p billPage
	err := m.session.Update(ctx, action.TakePayment, func(tx *store.Tx) error {
		_, err := billing.ApplyCredit(tx, i.ID)
		if err != nil {
			return err
		}
		p, err = m.read(tx, i.ID, "")
		return err
	}, store.About(m.patient))
	return p, err
}

// Credit takes an issued bill back by a credit note: all that is left of it, or of one line, or a part of that line.
func (m billModel) Credit(ctx context.Context, i billing.Invoice, line billing.ChargeItemID, typed, reason string) (billPage, error) {
	var parts []billing.CreditLine
	if !line.IsZero() {
		part := billing.CreditLine{Line: line}
		if typed != "" {
			amount, err := value.ParseMoney(typed, m.session.Settings.Currency, m.session.Settings.Amounts())
			if err != nil {
				return billPage{}, fieldProblem("amount", err)
			}
			if amount.Minor <= 0 {
				return billPage{}, store.FailField("amount", "error.billing.amount_zero")
			}
			part.Amount = amount
		}
		parts = append(parts, part)
	}
	var p billPage
	err := m.session.Update(ctx, action.CreditInvoice, func(tx *store.Tx) error {
		if _, err := workflow.CreditInvoice(tx, m.session.Practice.Press(), i.ID, parts...); err != nil {
			return err
		}
		var err error
		p, err = m.read(tx, i.ID, "")
		return err
	}, store.About(m.patient), store.Because(reason))
	return p, err
}

// Refund pays credit on the account back. i is the bill on the screen.
func (m billModel) Refund(ctx context.Context, i billing.Invoice, pay payment, reason string) (received, error) {
	p, err := m.parse(pay, "amount")
	if err != nil {
		return received{}, err
	}
	var r received
	err = m.session.Update(ctx, action.Refund, func(tx *store.Tx) error {
		paid, err := workflow.Refund(tx, m.session.Practice.Press(), p, billing.PaymentID{})
		if err != nil {
			return err
		}
		r.Receipt = paid.Taken.Payment
		r.Page, err = m.read(tx, i.ID, "")
		return err
	}, store.About(m.patient), store.Because(reason))
	return r, err
}

// discountLimit and refundLimit say what the person's role may give at most, "" where there is no limit.
func (m billModel) discountLimit() string {
	if m.session.Actor.Role.Grants(action.BillingAdjust) != action.Limited {
		return ""
	}
	return m.session.Text("billing_screen.limit_discount", "Percent", m.session.Settings.DeskDiscountPercent)
}

// mayGiveBack reports that the person may take anything back at all.
func (m billModel) mayGiveBack() bool {
	return m.session.Actor.Role.Grants(action.BillingAdjust) == action.Full || m.session.Settings.DeskRefundMinor > 0
}

func (m billModel) refundLimit() string {
	if m.session.Actor.Role.Grants(action.BillingAdjust) != action.Limited {
		return ""
	}
	return m.session.Text("billing_screen.limit_refund", "Amount", m.session.Money(m.session.Amount(m.session.Settings.DeskRefundMinor)))
}
