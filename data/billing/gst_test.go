package billing_test

import (
	"testing"

	"pgregory.net/rapid"

	"satchel/data/billing"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

func TestStateOfATaxNumber(t *testing.T) {
	for number, want := range map[string]string{"08ABCDE1234F1Z5": "08", "27ABCDE1234F1ZX": "27", "99ABCDE1234F1Z5": "", "08ABCDE1234F1Y5": "", "DE123456789": "", "": "",
		"08abcde1234f1z5": "", "08ABCDE1234F1Z5 ": ""} {
		if got := billing.StateOf(number); got != want {
			t.Errorf("%q: %q, want %q", number, got, want)
		}
	}
}

func TestGSTIsPartedBetweenUnionAndState(t *testing.T) {
	tax := billing.TaxTotal{Name: "GST 5%", Kind: billing.TaxRated, Percent: value.MustDecimal("5"), Net: inr(17000), Tax: inr(851)}
	for _, c := range []struct {
		own, supply, want string
	}{
		{"08", "", "CGST 2.5 425; SGST 2.5 426"}, {"08", "08", "CGST 2.5 425; SGST 2.5 426"}, {"04", "", "CGST 2.5 425; UTGST 2.5 426"}, {"08", "27", "IGST 5 851"},
	} {
		parts, err := billing.SplitGST(c.own, c.supply, tax)
		got := ""
		for i, p := range parts {
			if i > 0 {
				got += "; "
			}
			got += p.Name + " " + p.Percent.Safe() + " " + value.Whole(p.Tax.Minor).String()
		}
		if got != c.want || err != nil {
			t.Errorf("%s to %q: %q %v, want %q", c.own, c.supply, got, err, c.want)
		}
	}
}

// Whatever the tax, its parts make it up.
func TestGSTPartsSumToTheTax(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tax := billing.TaxTotal{Percent: value.Whole(rapid.Int64Range(1, 100).Draw(t, "rate")), Tax: inr(rapid.Int64Range(0, 1<<40).Draw(t, "tax"))}
		parts, err := billing.SplitGST("08", rapid.SampledFrom([]string{"", "08", "27"}).Draw(t, "supply"), tax)
		if err != nil {
			t.Fatal(err)
		}
		sum := int64(0)
		for _, p := range parts {
			sum += p.Tax.Minor
		}
		if sum != tax.Tax.Minor {
			t.Fatalf("%d of %d", sum, tax.Tax.Minor)
		}
	})
}

func TestTwelvePercentEndedWhenTheLawSays(t *testing.T) {
	d := open(t)
	d.MustUpdate(t, d.Owner, action.ManagePractice, func(tx *store.Tx) error {
		for _, r := range billing.KnownRates("IN") {
			if _, err := billing.SaveTaxRate(tx, r); err != nil {
				return err
			}
		}
		_, err := billing.SaveFee(tx, billing.Fee{Code: "kit", Name: "Test kit", Price: 100_00, Tax: "GST 12%", Active: true})
		return err
	})
	d.registered()
	p := d.register("Asha")
	draft := func(day string) error {
		return d.act(d.Owner, action.Bill, p, func(tx *store.Tx) error {
			l, err := line(tx, "kit", "1")
			if err != nil {
				return err
			}
			i := d.blank(p)
			i.ServiceDate = date(day)
			_, err = billing.NewDraft(tx, i, l)
			return err
		})
	}
	if err := draft("2025-09-21"); err != nil {
		t.Error(err)
	}
	if err := draft("2025-09-22"); store.CodeOf(err) != store.Invalid {
		t.Errorf("12 %% after its end: %v", err)
	}
	if len(billing.KnownRates("DE")) != 0 {
		t.Error("rates that nobody looked up")
	}
}

// A price that holds the tax stays the price.
func TestPriceThatHoldsTheTax(t *testing.T) {
	d := open(t)
	d.registered()
	d.MustUpdate(t, d.Owner, action.ManagePractice, func(tx *store.Tx) error {
		_, err := billing.SaveFee(tx, billing.Fee{Code: "spray", Name: "Nasal spray", Price: 105_00, Tax: "GST", Active: true, Inclusive: true})
		return err
	})
	p := d.register("Asha")
	bill := d.issued(p, "spray")
	l := bill.Lines[0]
	if l.Price != 105_00 || l.Gross != 105_00 || l.Tax != 5_00 || l.Net != 100_00 || bill.Gross != 105_00 || bill.Net != 100_00 || bill.Tax != 5_00 {
		t.Errorf("%+v %+v", l, bill.Invoice)
	}
	// In part and then the rest, what is taken back is what was billed.
	d.must(d.Owner, action.CreditInvoice, p, func(tx *store.Tx) error {
		_, err := billing.Credit(tx, bill.ID, "Returned.", billing.CreditLine{Line: l.ID, Amount: inr(33_33)})
		return err
	})
	var rest billing.Bill
	d.must(d.Owner, action.CreditInvoice, p, func(tx *store.Tx) (err error) {
		rest, err = billing.Credit(tx, bill.ID, "Returned.")
		return err
	})
	if rest.Gross != 105_00-33_33 || d.account(bill.ID).Status != billing.Cancelled {
		t.Errorf("%+v", rest.Invoice)
	}
	// Without a tax number there is no tax in it, and no other price.
	d.settings(func(p *organization.Practice) { p.TaxNumber = "" })
	if free := d.issued(p, "spray"); free.Gross != 105_00 || free.Tax != 0 || free.Net != 105_00 {
		t.Errorf("%+v", free.Invoice)
	}
	d.MustVerify(t)
}

// Tax within a price and tax on top of what is left differ by no minor unit that somebody would have to find.
func TestIncludedTaxSums(t *testing.T) {
	d := open(t)
	d.registered()
	p := d.register("Asha")
	rapid.Check(t, func(r *rapid.T) {
		l := billing.ChargeItem{Description: "x", Quantity: value.Whole(rapid.Int64Range(1, 99).Draw(r, "quantity")), UnitPrice: billing.Minor(rapid.Int64Range(0, 1<<30).Draw(r, "price")),
			TaxName: "GST", Inclusive: true}
		if rapid.Bool().Draw(r, "discount") {
			l.DiscountPercent = value.Whole(rapid.Int64Range(0, 100).Draw(r, "percent"))
		}
		err := d.act(d.Owner, action.Bill, p, func(tx *store.Tx) error {
			bill, err := billing.NewDraft(tx, d.blank(p), l)
			if err != nil {
				return err
			}
			got := bill.Lines[0]
			if got.Gross != got.Price-got.Discount || got.Net+got.Tax != got.Gross || got.Tax < 0 || got.Net < 0 {
				r.Fatalf("%+v", got)
			}
			return billing.Discard(tx, bill.Invoice)
		})
		if err != nil {
			r.Fatal(err)
		}
	})
}
