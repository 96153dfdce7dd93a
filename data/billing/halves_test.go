package billing_test

import (
	"testing"

	"pgregory.net/rapid"

	"satchel/data/billing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// A supply inside the practice's own state pays the Union and the state the same, to the paisa: on the bill, and on what is taken back of
// it, in whatever parts. Outside the state the tax is rounded as a whole.
func TestUnionAndStateTakeTheSame(t *testing.T) {
	d := open(t)
	d.registered()
	d.MustUpdate(t, d.Owner, action.ManagePractice, func(tx *store.Tx) error {
		for name, percent := range map[string]string{"GST odd": "3", "GST fine": "0.25", "GST 18": "18"} {
			if _, err := billing.SaveTaxRate(tx, billing.TaxRate{Name: name, Kind: billing.TaxRated, Percent: value.MustDecimal(percent), From: date("2025-09-22")}); err != nil {
				return err
			}
		}
		return nil
	})
	p := d.register("Meera")
	rapid.Check(t, func(r *rapid.T) {
		d.whole(r, func(tx *store.Tx) error {
			draft := d.blank(p)
			draft.SupplyState = rapid.SampledFrom([]string{"", "08", "27"}).Draw(r, "supply")
			var lines []billing.ChargeItem
			for range rapid.IntRange(1, 4).Draw(r, "lines") {
				l := billing.ChargeItem{Description: "Item", TaxName: rapid.SampledFrom([]string{"GST", "GST odd", "GST fine", "GST 18"}).Draw(r, "tax"),
					Inclusive: rapid.Bool().Draw(r, "inclusive"), UnitPrice: billing.Minor(rapid.Int64Range(1, 1_000_000).Draw(r, "price"))}
				l.Quantity, _ = value.NewDecimal(rapid.Int64Range(1, 9_999).Draw(r, "quantity"), rapid.IntRange(0, 3).Draw(r, "scale"))
				lines = append(lines, l)
			}
			b, err := billing.NewDraft(tx, draft, lines...)
			if err != nil {
				return err
			}
			if b, err = billing.Issue(tx, b.Invoice); err != nil {
				return err
			}
			equalHalves(r, b)
			net, tax, gross := billing.Minor(0), billing.Minor(0), billing.Minor(0)
			for range rapid.IntRange(0, 2).Draw(r, "credits in part") {
				l := rapid.SampledFrom(b.Lines).Draw(r, "line")
				if l.Gross < 3 {
					continue
				}
				note, err := billing.Credit(tx, b.ID, "Returned.", billing.CreditLine{Line: l.ID, Amount: inr(rapid.Int64Range(1, int64(l.Gross)/3).Draw(r, "amount"))})
				if err != nil {
					return err
				}
				equalHalves(r, note)
				net, tax, gross = net+note.Net, tax+note.Tax, gross+note.Gross
			}
			if b.Gross == gross {
				return nil
			}
			rest, err := billing.Credit(tx, b.ID, "Returned.")
			if err != nil {
				return err
			}
			equalHalves(r, rest)
			if net+rest.Net != b.Net || tax+rest.Tax != b.Tax || gross+rest.Gross != b.Gross {
				r.Fatalf("taken back %d, %d, %d of %d, %d, %d", net+rest.Net, tax+rest.Tax, gross+rest.Gross, b.Net, b.Tax, b.Gross)
			}
			return nil
		})
	})
	d.MustVerify(t)
}

// equalHalves holds a bill to the law and to its sums.
func equalHalves(r *rapid.T, b billing.Bill) {
	for _, l := range b.Lines {
		if l.Net+l.Tax != l.Gross || l.Net < 0 || l.Tax < 0 {
			r.Fatalf("line of %d and %d makes %d", l.Net, l.Tax, l.Gross)
		}
	}
	sum := billing.Minor(0)
	for _, total := range b.Taxes() {
		parts, err := billing.SplitGST("08", b.SupplyState, total)
		if err != nil {
			r.Fatal(err)
		}
		for _, part := range parts {
			sum += billing.Minor(part.Tax.Minor)
		}
		if len(parts) == 2 && parts[0].Tax != parts[1].Tax {
			r.Fatalf("%s takes %d, %s takes %d", parts[0].Name, parts[0].Tax.Minor, parts[1].Name, parts[1].Tax.Minor)
		}
	}
	if sum != b.Tax || b.Net+b.Tax != b.Gross {
		r.Fatalf("parts of %d, a tax of %d on %d makes %d", sum, b.Tax, b.Net, b.Gross)
	}
}

// Half a paisa counts in each half, where it would round the tax as a whole to an odd number.
func TestHalvesByHand(t *testing.T) {
	d := open(t)
	d.registered()
	p := d.register("Meera")
	for _, c := range []struct {
		price     billing.Minor
		inclusive bool
		supply    string
		tax       billing.Minor
	}{
		{170_20, false, "", 8_52},   // 851 as a whole; each half 425.5
		{170_20, false, "27", 8_51}, //
		{105_21, true, "", 5_02},    // 501 as a whole; each half 250.5 of 10521 x 2.5 / 105
		{105_21, true, "27", 5_01},  //
		{20, false, "", 2}, {19, false, "", 0},
	} {
		d.must(d.Owner, action.Bill, p, func(tx *store.Tx) error {
			i := d.blank(p)
			i.SupplyState = c.supply
			b, err := billing.NewDraft(tx, i, billing.ChargeItem{Description: "Item", Quantity: value.Whole(1), UnitPrice: c.price, TaxName: "GST", Inclusive: c.inclusive})
			if err != nil {
				return err
			}
			if b.Tax != c.tax {
				t.Errorf("%+v: tax %d", c, b.Tax)
			}
			return billing.Discard(tx, b.Invoice)
		})
	}
}
