package billing_test

import (
	"fmt"
	"testing"
	"time"

	"satchel/data/billing"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// busy is a practice with a few thousand bills of many days, one in ten unpaid, and 150 patients of today.
func busy(b *testing.B) (*desk, []billing.PatientID) {
	b.Helper()
	d := open(b)
	var today []billing.PatientID
	for day := range 20 {
		today = today[:0]
		d.MustUpdate(b, d.Owner, action.LoadDemo, func(tx *store.Tx) error {
			for n := range 150 {
				p, err := patients.Register(tx, patients.Patient{Name: value.HumanName{Given: fmt.Sprintf("P%dx%d", day, n), Family: "Sharma"}, Gender: value.GenderFemale, BirthDate: date("1986")})
				if err != nil {
					return err
				}
				today = append(today, p.ID)
				l, err := line(tx, "consult", "1")
				if err != nil {
					return err
				}
				bill, err := billing.NewDraft(tx, d.blank(p.ID), l)
				if err != nil {
					return err
				}
				if bill, err = billing.Issue(tx, bill.Invoice); err != nil {
					return err
				}
				if n%10 == 0 {
					continue
				}
				if _, err = billing.TakePayment(tx, billing.Payment{Patient: p.ID, Location: d.where, Method: billing.Methods[n%3], Amount: bill.Gross}, bill.ID); err != nil {
					return err
				}
			}
			return nil
		})
		d.Clock.Add(24 * time.Hour)
	}
	d.Clock.Add(-24 * time.Hour)
	return d, today
}

func BenchmarkReads(b *testing.B) {
	d, today := busy(b)
	day := date("2026-12-12")
	for name, read := range map[string]func(*store.Tx) error{
		"BalanceOf":    func(tx *store.Tx) error { _, err := billing.BalanceOf(tx, today[0]); return err },
		"Balances150":  func(tx *store.Tx) error { _, err := billing.Balances(tx, today...); return err },
		"WhoOwes":      func(tx *store.Tx) error { _, err := billing.WhoOwes(tx, 50, 0); return err },
		"OfDay150":     func(tx *store.Tx) error { _, err := billing.OfDay(tx, day); return err },
		"Totals150":    func(tx *store.Tx) error { _, err := billing.Totals(tx, day, d.where); return err },
		"OpenInvoices": func(tx *store.Tx) error { _, err := billing.OpenInvoices(tx, today[0]); return err },
		"OfPatient":    func(tx *store.Tx) error { _, err := billing.OfPatient(tx, today[1]); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				d.MustView(b, d.Desk, action.ReadBilling, read)
			}
		})
	}
}

// BenchmarkBillAndPay is what the desk waits for: draft, issue and payment, each a durable act.
func BenchmarkBillAndPay(b *testing.B) {
	d := open(b)
	p := d.register("Meera")
	for b.Loop() {
		i := d.issued(p, "consult")
		d.pay(p, billing.Cash, i.Gross, i.ID)
	}
}
