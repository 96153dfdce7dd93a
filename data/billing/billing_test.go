package billing_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"satchel/data/billing"
	"satchel/data/organization"
	"satchel/data/organization/organizationtest"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
)

var ctx = context.Background()

// desk is a practice with a fee list, and shorthands for what its people do.
type desk struct {
	*storetest.Kit
	t     testing.TB
	who   organization.PractitionerID
	where organization.LocationID
}

func open(t testing.TB) *desk {
	t.Helper()
	records := append(append(organization.Records(), patients.Records()...), billing.Records()...)
	d := &desk{Kit: storetest.Open(t, records...), t: t}
	who, where := organizationtest.Found(t, d.Kit)
	d.who, d.where = who.ID, where.ID
	d.settings(func(p *organization.Practice) { p.DeskRefundMinor = 500_00 })
	d.MustUpdate(t, d.Owner, action.ManagePractice, func(tx *store.Tx) error {
		for _, r := range []billing.TaxRate{
			{Name: "Health care", Kind: billing.TaxExempt, From: date("2017-07-01")},
			{Name: "GST", Kind: billing.TaxRated, Percent: value.MustDecimal("12"), From: date("2017-07-01"), To: date("2025-09-21")},
			{Name: "GST", Kind: billing.TaxRated, Percent: value.MustDecimal("5"), From: date("2025-09-22")},
		} {
			if _, err := billing.SaveTaxRate(tx, r); err != nil {
				return err
			}
		}
		for _, f := range []billing.Fee{
			{Code: "consult", Name: "Consultation", Price: 500_00, Tax: "Health care", System: billing.SAC, ReportCode: "999312", Favourite: 1, Active: true},
			{Code: "dressing", Name: "Dressing", Price: 150_00, Tax: "Health care", Active: true},
			{Code: "cream", Name: "Emollient cream 50 g", Price: 99_99, Tax: "GST", System: billing.HSN, ReportCode: "3004", Active: true},
		} {
			if _, err := billing.SaveFee(tx, f); err != nil {
				return err
			}
		}
		return nil
	})
	return d
}

func date(iso string) value.PartialDate {
	d, err := value.ParseISO(iso)
	if err != nil {
		panic(err)
	}
	return d
}

func inr(minor int64) value.Money { return value.Money{Minor: minor, Currency: "INR"} }

func (d *desk) settings(change func(*organization.Practice)) {
	d.t.Helper()
	d.MustUpdate(d.t, d.Owner, action.ManagePractice, func(tx *store.Tx) error {
		p, err := organization.Current(tx)
		if err != nil {
			return err
		}
		change(&p)
		_, err = organization.Save(tx, p)
		return err
	})
}

func (d *desk) register(name string) billing.PatientID {
	d.t.Helper()
	var p patients.Patient
	d.MustUpdate(d.t, d.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: name, Family: "Sharma"}, Gender: value.GenderFemale, BirthDate: date("1986")})
		return err
	})
	return p.ID
}

// act runs fn about a patient and returns its error.
func (d *desk) act(actor store.Actor, act action.Action, p billing.PatientID, fn func(*store.Tx) error) error {
	return d.Update(ctx, actor, act, fn, store.About(p), store.Because("as agreed"))
}

func (d *desk) must(actor store.Actor, act action.Action, p billing.PatientID, fn func(*store.Tx) error) {
	d.t.Helper()
	if err := d.act(actor, act, p, fn); err != nil {
		d.t.Fatalf("%s: %v", act, err)
	}
}

func (d *desk) blank(p billing.PatientID) billing.Invoice {
	return billing.Invoice{Patient: p, Practitioner: d.who, Location: d.where}
}

// line makes a line of a fee.
func line(tx *store.Tx, code string, quantity string) (billing.ChargeItem, error) {
	f, err := billing.FeeOf(tx, code)
	l := billing.LineOf(f)
	l.Quantity = value.MustDecimal(quantity)
	return l, err
}

// drafted makes a draft with one unit of each fee.
func (d *desk) drafted(p billing.PatientID, codes ...string) billing.Bill {
	d.t.Helper()
	var b billing.Bill
	d.must(d.Desk, action.Bill, p, func(tx *store.Tx) (err error) {
		var lines []billing.ChargeItem
		for _, c := range codes {
			l, err := line(tx, c, "1")
			if err != nil {
				return err
			}
			lines = append(lines, l)
		}
		b, err = billing.NewDraft(tx, d.blank(p), lines...)
		return err
	})
	return b
}

func (d *desk) issued(p billing.PatientID, codes ...string) billing.Bill {
	d.t.Helper()
	b := d.drafted(p, codes...)
	d.must(d.Desk, action.Bill, p, func(tx *store.Tx) (err error) {
		b, err = billing.Issue(tx, b.Invoice)
		return err
	})
	return b
}

func (d *desk) pay(p billing.PatientID, method billing.Method, amount billing.Minor, invoices ...billing.InvoiceID) billing.Taken {
	d.t.Helper()
	var taken billing.Taken
	d.must(d.Desk, action.TakePayment, p, func(tx *store.Tx) (err error) {
		taken, err = billing.TakePayment(tx, billing.Payment{Patient: p, Location: d.where, Method: method, Amount: amount}, invoices...)
		return err
	})
	return taken
}

func (d *desk) balance(p billing.PatientID) billing.Balance {
	d.t.Helper()
	var b billing.Balance
	d.MustView(d.t, d.Desk, action.ReadBilling, func(tx *store.Tx) (err error) {
		b, err = billing.BalanceOf(tx, p)
		return err
	})
	return b
}

func (d *desk) account(id billing.InvoiceID) billing.Account {
	d.t.Helper()
	var a billing.Account
	d.MustView(d.t, d.Desk, action.ReadBilling, func(tx *store.Tx) (err error) {
		a, err = billing.AccountOf(tx, id)
		return err
	})
	return a
}

// wantFail checks code and, where key is given, the sentence.
func wantFail(t testing.TB, err error, code store.Code, key string) {
	t.Helper()
	if got := store.CodeOf(err); got != code {
		t.Fatalf("code %q, want %q (%v)", got, code, err)
	}
	if key != "" && !strings.Contains(err.Error(), key) {
		t.Fatalf("error %v, want %s", err, key)
	}
}

// fields lists the fields of the problems in err.
func fields(err error) string {
	var problems value.Problems
	if !errors.As(err, &problems) {
		return ""
	}
	var list []string
	for _, p := range problems {
		list = append(list, p.Field)
	}
	return strings.Join(list, " ")
}

// registered makes the practice one that charges tax.
func (d *desk) registered() {
	d.t.Helper()
	d.settings(func(p *organization.Practice) { p.TaxNumber = "08ABCDE1234F1Z5" })
}
