package scenario

import (
	"errors"
	"fmt"
	"strconv"

	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
)

// billOf is the newest bill of the patient's visit.
func billOf(tx *store.Tx, w *who) (billing.Bill, error) {
	b, found, err := billing.OfVisit(tx, w.appointment.ID, w.encounter.ID)
	if err == nil && !found {
		err = errors.New("the visit has no bill")
	}
	return b, err
}

// bill NAME [discount=PERCENT]: issues the draft.
func bill(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	off := c.get("discount")
	return s.update(action.Bill, func(tx *store.Tx) error {
		b, err := billOf(tx, w)
		if err != nil {
			return err
		}
		if off != "" {
			percent, err := value.ParseDecimal(off, value.Point)
			if err != nil {
				return err
			}
			if b, err = billing.DiscountPercent(tx, b.Invoice, percent); err != nil {
				return err
			}
		}
		billed, err := workflow.IssueInvoice(tx, s.Press(), b.Invoice)
		if err == nil {
			w.papers[documents.Invoice] = billed.Paper
		}
		return err
	}, store.About(w.ID))
}

// pay NAME rupees method [advance]
func pay(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	rupees, err := strconv.Atoi(c.next())
	if err != nil {
		return err
	}
	due := billing.Payment{Patient: w.ID, Location: s.place, Practitioner: s.doctor, Method: billing.Method(c.next()), Amount: billing.Minor(rupees * 100)}
	advance := c.next() == "advance"
	return s.update(action.TakePayment, func(tx *store.Tx) error {
		var invoices []billing.InvoiceID
		if !advance {
			b, err := billOf(tx, w)
			if err != nil {
				return err
			}
			invoices = append(invoices, b.ID)
		}
		received, err := workflow.TakePayment(tx, s.Press(), due, invoices...)
		if err == nil {
			w.papers[documents.Receipt] = received.Paper
		}
		return err
	}, store.About(w.ID))
}

// refund NAME rupees because=
func refund(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	rupees, err := strconv.Atoi(c.next())
	if err != nil {
		return err
	}
	return s.update(action.Refund, func(tx *store.Tx) error {
		paid, err := billing.PaymentsOf(tx, w.ID)
		if err != nil || len(paid) == 0 {
			return errors.Join(err, errors.New("nothing was paid"))
		}
		back := billing.Payment{Patient: w.ID, Location: s.place, Method: billing.Cash, Amount: billing.Minor(rupees * 100)}
		received, err := workflow.Refund(tx, s.Press(), back, paid[0].ID)
		w.papers[documents.Receipt] = received.Paper
		return err
	}, store.About(w.ID), store.Because(c.get("because")))
}

// owes NAME rupees; below zero it is the patient's credit.
func owes(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	want, err := strconv.Atoi(c.next())
	if err != nil {
		return err
	}
	got := int64(0)
	err = s.view(action.ReadBilling, func(tx *store.Tx) error {
		b, err := billing.BalanceOf(tx, w.ID)
		got = b.Due().Minor / 100
		return err
	})
	return errors.Join(err, expect("the balance", got, int64(want)))
}

// credit NAME because=: the bill is taken back.
func credit(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	return s.update(action.CreditInvoice, func(tx *store.Tx) error {
		b, err := billOf(tx, w)
		if err != nil {
			return err
		}
		_, err = workflow.CreditInvoice(tx, s.Press(), b.ID)
		return err
	}, store.About(w.ID), store.Because(c.get("because")))
}

func (s *story) paperOf(c *call) (*who, documents.Document, error) {
	w, err := s.who(c)
	if err != nil {
		return nil, documents.Document{}, err
	}
	kind := documents.Kind(c.next())
	d, known := w.papers[kind]
	if !known {
		return nil, d, fmt.Errorf("there is no %s", kind)
	}
	return w, d, nil
}

// print NAME kind [outcome=failed] [copy=N]
func printPaper(s *story, c *call) error {
	w, d, err := s.paperOf(c)
	if err != nil {
		return err
	}
	outcome := documents.Outcome(c.get("outcome"))
	if outcome == "" {
		outcome = documents.PrintTaken
	}
	return s.update(action.PrintDocument, func(tx *store.Tx) error {
		copy, err := documents.NextCopy(tx, d.ID)
		if err != nil {
			return err
		}
		if want := c.get("copy"); want != "" {
			if err := expect("the copy", strconv.Itoa(copy), want); err != nil {
				return err
			}
		}
		_, err = documents.Printed(tx, d.ID, copy, outcome)
		return err
	}, store.About(w.ID))
}

// jam NAME kind: the printer said that it printed, and nothing came out.
func jam(s *story, c *call) error {
	w, d, err := s.paperOf(c)
	if err != nil {
		return err
	}
	return s.update(action.PrintDocument, func(tx *store.Tx) error {
		_, err := documents.DidNotComeOut(tx, d.ID)
		return err
	}, store.About(w.ID))
}

// queue N: so many papers wait for the printer.
func queue(s *story, c *call) error {
	want, got := c.next(), 0
	err := s.view(action.PrintDocument, func(tx *store.Tx) (err error) {
		got, err = documents.CountToPrint(tx)
		return err
	})
	return errors.Join(err, expect("the queue", strconv.Itoa(got), want))
}

func handOver(s *story, c *call) error {
	w, d, err := s.paperOf(c)
	if err != nil {
		return err
	}
	return s.update(action.HandOverDocument, func(tx *store.Tx) error {
		_, err := documents.HandOverTo(tx, d.ID, c.get("to"))
		return err
	}, store.About(w.ID))
}

// paper NAME kind status [number=]
func paper(s *story, c *call) error {
	w, d, err := s.paperOf(c)
	if err != nil {
		return err
	}
	err = s.view(action.ReadDocument, func(tx *store.Tx) (err error) {
		d, err = store.Get(tx, documents.Documents, d.ID)
		return err
	}, store.About(w.ID))
	err = errors.Join(err, expect("the paper", string(d.Status), c.next()))
	if number := c.get("number"); number != "" {
		err = errors.Join(err, expect("the number", d.Number, number))
	}
	return err
}
