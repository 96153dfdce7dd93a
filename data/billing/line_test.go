package billing_test

import (
	"testing"

	"pgregory.net/rapid"

	"satchel/data/billing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// TestAmountsOfALine is a table of cases worked out by hand.
func TestAmountsOfALine(t *testing.T) {
	d := open(t)
	d.registered()
	p := d.register("Meera")
	for _, c := range []struct {
		fee, quantity, percent      string
		discount                    billing.Minor
		service                     string
		price, off, net, tax, gross billing.Minor
	}{
		{fee: "consult", quantity: "1", price: 50000, net: 50000, gross: 50000},
		{fee: "cream", quantity: "1", service: "2025-09-21", price: 9999, net: 9999, tax: 1200, gross: 11199}, // 1199.88: up
		{fee: "cream", quantity: "1", service: "2025-09-22", price: 9999, net: 9999, tax: 500, gross: 10499},  // 499.95: up
		{fee: "cream", quantity: "0.5", price: 5000, net: 5000, tax: 250, gross: 5250},                        // 4999.5: half away from zero
		{fee: "cream", quantity: "3", percent: "10", price: 29997, off: 3000, net: 26997, tax: 1350, gross: 28347},
		{fee: "cream", quantity: "1.333", price: 13329, net: 13329, tax: 666, gross: 13995}, // 13328.667, 666.45
		{fee: "dressing", quantity: "2", discount: 30000, price: 30000, off: 30000},
		{fee: "dressing", quantity: "1", percent: "33.333", price: 15000, off: 5000, net: 10000, gross: 10000}, // 4999.95
	} {
		d.must(d.Owner, action.Bill, p, func(tx *store.Tx) error {
			i := d.blank(p)
			if c.service != "" {
				i.ServiceDate = date(c.service)
			}
			l, err := line(tx, c.fee, c.quantity)
			if err != nil {
				return err
			}
			l.Discount = c.discount
			if c.percent != "" {
				l.DiscountPercent = value.MustDecimal(c.percent)
			}
			b, err := billing.NewDraft(tx, i, l)
			if err != nil {
				return err
			}
			g := b.Lines[0]
			if g.Price != c.price || g.Discount != c.off || g.Net != c.net || g.Tax != c.tax || g.Gross != c.gross || b.Gross != c.gross || b.Net != c.net {
				t.Errorf("%+v: got price %d discount %d net %d tax %d gross %d", c, g.Price, g.Discount, g.Net, g.Tax, g.Gross)
			}
			return billing.Discard(tx, b.Invoice)
		})
	}
	d.MustVerify(t)
}

// TestSumsAddUp: whatever is billed, the bill is the sum of its lines and of its taxes, and a discount in money is taken off to the
// minor unit.
func TestSumsAddUp(t *testing.T) {
	d := open(t)
	d.registered()
	p := d.register("Meera")
	rapid.Check(t, func(r *rapid.T) {
		d.whole(r, func(tx *store.Tx) error {
			var lines []billing.ChargeItem
			for range rapid.IntRange(1, 6).Draw(r, "lines") {
				l := billing.ChargeItem{Description: "Item", TaxName: rapid.SampledFrom([]string{"", "GST", "Health care"}).Draw(r, "tax")}
				l.UnitPrice = billing.Minor(rapid.Int64Range(0, 1_000_000).Draw(r, "price"))
				l.Quantity, _ = value.NewDecimal(rapid.Int64Range(1, 9_999).Draw(r, "quantity"), rapid.IntRange(0, 3).Draw(r, "scale"))
				if rapid.Bool().Draw(r, "percent?") {
					l.DiscountPercent, _ = value.NewDecimal(rapid.Int64Range(0, 1000).Draw(r, "percent"), 1)
				}
				lines = append(lines, l)
			}
			b, err := billing.NewDraft(tx, d.blank(p), lines...)
			if err != nil {
				return err
			}
			adds(r, b)
			off := rapid.Int64Range(0, int64(b.Price)).Draw(r, "off")
			if b, err = billing.DiscountAmount(tx, b.Invoice, inr(off)); err != nil {
				return err
			}
			adds(r, b)
			if int64(b.Discount) != off {
				r.Fatalf("discount %d became %d", off, b.Discount)
			}
			return billing.Discard(tx, b.Invoice)
		})
	})
}

func adds(t interface{ Fatalf(string, ...any) }, b billing.Bill) {
	var price, discount, net, tax, gross, rated billing.Minor
	for _, l := range b.Lines {
		if l.Discount < 0 || l.Discount > l.Price {
			t.Fatalf("line discount %d of %d", l.Discount, l.Price)
		}
		price, discount, net, tax, gross = price+l.Price, discount+l.Discount, net+l.Net, tax+l.Tax, gross+l.Gross
	}
	for _, total := range b.Taxes() {
		rated += billing.Minor(total.Tax.Minor)
	}
	if b.Price != price || b.Discount != discount || b.Net != net || b.Tax != tax || b.Gross != gross || b.Gross != b.Price-b.Discount+b.Tax || rated != b.Tax {
		t.Fatalf("bill %d %d %d %d %d, lines %d %d %d %d %d, taxes %d", b.Price, b.Discount, b.Net, b.Tax, b.Gross, price, discount, net, tax, gross, rated)
	}
}

func TestAnUnregisteredPracticeChargesNoTax(t *testing.T) {
	d := open(t)
	b := d.drafted(d.register("Meera"), "cream")
	if b.Tax != 0 || b.Gross != 99_99 || len(b.Taxes()) != 0 || b.Lines[0].TaxKind != "" {
		t.Errorf("%+v", b)
	}
}

func TestATaxIsTakenOfTheServiceDate(t *testing.T) {
	d := open(t)
	d.registered()
	p := d.register("Meera")
	b := d.drafted(p, "cream", "consult")
	if got := b.Taxes(); len(got) != 2 || got[0].Percent.String() != "5" || got[0].Tax != inr(500) || got[1].Kind != billing.TaxExempt || got[1].Net != inr(500_00) {
		t.Errorf("taxes %+v", got)
	}
	d.must(d.Desk, action.Bill, p, func(tx *store.Tx) (err error) {
		b.ServiceDate = date("2025-09-01")
		b, err = billing.Change(tx, b.Invoice)
		return err
	})
	if b.Tax != 12_00 || b.Lines[0].TaxPercent.String() != "12" {
		t.Errorf("after the date changed: %+v", b)
	}
	err := d.act(d.Desk, action.Bill, p, func(tx *store.Tx) error {
		b.ServiceDate = date("2017-06-30")
		_, err := billing.Change(tx, b.Invoice)
		return err
	})
	wantFail(t, err, store.Invalid, "tax_not_valid")
	d.MustVerify(t)
}

func TestLinesAreCheckedAllAtOnce(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	good := billing.ChargeItem{Description: "Item", Quantity: value.Whole(1), UnitPrice: 100}
	with := func(change func(*billing.ChargeItem)) billing.ChargeItem { l := good; change(&l); return l }
	for name, c := range map[string]struct {
		line billing.ChargeItem
		want string
	}{
		"nothing":             {billing.ChargeItem{}, "lines[1].description lines[1].quantity"},
		"no quantity":         {with(func(l *billing.ChargeItem) { l.Quantity = value.Decimal{} }), "lines[1].quantity"},
		"negative quantity":   {with(func(l *billing.ChargeItem) { l.Quantity = value.Whole(-1) }), "lines[1].quantity"},
		"huge quantity":       {with(func(l *billing.ChargeItem) { l.Quantity = value.Whole(10_000) }), "lines[1].quantity"},
		"fine quantity":       {with(func(l *billing.ChargeItem) { l.Quantity = value.MustDecimal("0.0001") }), "lines[1].quantity"},
		"negative price":      {with(func(l *billing.ChargeItem) { l.UnitPrice = -1 }), "lines[1].unitPrice"},
		"overflowing price":   {with(func(l *billing.ChargeItem) { l.UnitPrice = 1 << 62 }), "lines[1]"},
		"discount too much":   {with(func(l *billing.ChargeItem) { l.Discount = 101 }), "lines[1].discount"},
		"negative discount":   {with(func(l *billing.ChargeItem) { l.Discount = -1 }), "lines[1].discount"},
		"discount over 100 %": {with(func(l *billing.ChargeItem) { l.DiscountPercent = value.Whole(101) }), "lines[1].discountPercent"},
		"control character":   {with(func(l *billing.ChargeItem) { l.Description = "a\x00b" }), "lines[1].description"},
		"invalid UTF-8":       {with(func(l *billing.ChargeItem) { l.Description = "a\xff" }), "lines[1].description"},
		"override":            {with(func(l *billing.ChargeItem) { l.Description = "a\u202eb" }), "lines[1].description"},
		"too long":            {with(func(l *billing.ChargeItem) { l.Description = string(make([]rune, 5000)) }), "lines[1].description"},
		"unknown system":      {with(func(l *billing.ChargeItem) { l.System = "x" }), "lines[1].system"},
		"emoji, kept":         {with(func(l *billing.ChargeItem) { l.Description = "Plaster 🩹" }), ""},
		"right to left, kept": {with(func(l *billing.ChargeItem) { l.Description = "כאב ראש" }), ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := d.act(d.Owner, action.Bill, p, func(tx *store.Tx) error {
				b, err := billing.NewDraft(tx, d.blank(p), good, c.line)
				if err == nil && b.Lines[1].Description != c.line.Description {
					t.Errorf("kept %q", b.Lines[1].Description)
				}
				return err
			})
			if c.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			wantFail(t, err, store.Invalid, "")
			if got := fields(err); got != c.want {
				t.Errorf("problems of %q, want %q", got, c.want)
			}
		})
	}
	many := make([]billing.ChargeItem, billing.MaxLines+1)
	for n := range many {
		many[n] = good
	}
	err := d.act(d.Desk, action.Bill, p, func(tx *store.Tx) error { _, err := billing.NewDraft(tx, d.blank(p), many...); return err })
	wantFail(t, err, store.Invalid, "too_many_lines")
	d.MustVerify(t)
}
