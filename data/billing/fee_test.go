package billing_test

import (
	"strings"
	"testing"

	"satchel/data/billing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

func TestFeesAreCheckedAllAtOnce(t *testing.T) {
	d := open(t)
	good := billing.Fee{Code: "x-ray", Name: "X-ray", Price: 400_00, Active: true}
	with := func(change func(*billing.Fee)) billing.Fee { f := good; change(&f); return f }
	for name, c := range map[string]struct {
		fee  billing.Fee
		want string // fields, or the key of the sentence
	}{
		"nothing":             {billing.Fee{}, "code name"},
		"negative":            {with(func(f *billing.Fee) { f.Price = -1 }), "price"},
		"enormous":            {with(func(f *billing.Fee) { f.Price = 1 << 62 }), "price"},
		"code without system": {with(func(f *billing.Fee) { f.ReportCode = "9993" }), "reportCode"},
		"system without code": {with(func(f *billing.Fee) { f.System = billing.SAC }), "reportCode"},
		"unknown system":      {with(func(f *billing.Fee) { f.System, f.ReportCode = "x", "1" }), "system"},
		"place":               {with(func(f *billing.Fee) { f.Favourite = 100 }), "favourite"},
		"control":             {with(func(f *billing.Fee) { f.Name = "a\x07" }), "name"},
		"long":                {with(func(f *billing.Fee) { f.Code = strings.Repeat("c", 21) }), "code"},
		"invalid UTF-8":       {with(func(f *billing.Fee) { f.Name = "\xc3\x28" }), "name"},
		"code taken":          {with(func(f *billing.Fee) { f.Code = " CONSULT " }), "fee_code_taken"},
		"tax unknown":         {with(func(f *billing.Fee) { f.Tax = "VAT" }), "tax_unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			err := d.Update(ctx, d.Owner, action.ManagePractice, func(tx *store.Tx) error { _, err := billing.SaveFee(tx, c.fee); return err })
			wantFail(t, err, store.Invalid, "")
			if got := fields(err); got != c.want && !strings.Contains(err.Error(), c.want) {
				t.Errorf("problems of %q, want %q (%v)", got, c.want, err)
			}
		})
	}
	for _, actor := range []store.Actor{d.Doctor, d.Desk} {
		err := d.Update(ctx, actor, action.ManagePractice, func(tx *store.Tx) error { _, err := billing.SaveFee(tx, good); return err })
		wantFail(t, err, store.Forbidden, "")
	}
	d.MustVerify(t)
}

func TestANewPriceLeavesOldBillsAlone(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	draft := d.drafted(p, "consult")
	d.MustUpdate(t, d.Owner, action.ManagePractice, func(tx *store.Tx) error {
		f, err := billing.FeeOf(tx, "CONSULT")
		if err != nil {
			return err
		}
		f.Price, f.Active = 700_00, false
		_, err = billing.SaveFee(tx, f)
		return err
	})
	d.must(d.Desk, action.Bill, p, func(tx *store.Tx) (err error) {
		draft, err = billing.Issue(tx, draft.Invoice)
		return err
	})
	if draft.Gross != 500_00 || draft.Lines[0].ListPrice != 500_00 {
		t.Errorf("%+v", draft)
	}
	err := d.act(d.Desk, action.Bill, p, func(tx *store.Tx) error {
		l, err := line(tx, "consult", "1")
		if err != nil {
			return err
		}
		_, err = billing.NewDraft(tx, d.blank(p), l)
		return err
	})
	wantFail(t, err, store.Invalid, "fee_retired")
	d.MustView(t, d.Desk, action.ReadPractice, func(tx *store.Tx) error {
		list, err := billing.FeeList(tx)
		if len(list) != 2 || list[0].Code != "dressing" {
			t.Errorf("%+v", list)
		}
		all, err2 := billing.AllFees(tx)
		if len(all) != 3 {
			t.Errorf("%+v", all)
		}
		if err == nil {
			err = err2
		}
		return err
	})
	d.MustVerify(t)
}

func TestTaxRatesDoNotOverlap(t *testing.T) {
	d := open(t)
	good := billing.TaxRate{Name: "GST", Kind: billing.TaxRated, Percent: value.Whole(18), From: date("2010-01-01"), To: date("2011-12-31")}
	with := func(change func(*billing.TaxRate)) billing.TaxRate { r := good; change(&r); return r }
	for name, c := range map[string]struct {
		rate billing.TaxRate
		want string
	}{
		"nothing":             {billing.TaxRate{}, "name kind from"},
		"inside another":      {with(func(r *billing.TaxRate) { r.From, r.To = date("2018-01-01"), date("2018-02-01") }), "tax_overlap"},
		"on another's last":   {with(func(r *billing.TaxRate) { r.From, r.To = date("2025-09-21"), date("2025-09-21") }), "tax_overlap"},
		"around all":          {with(func(r *billing.TaxRate) { r.To = value.PartialDate{} }), "tax_overlap"},
		"reversed":            {with(func(r *billing.TaxRate) { r.To = date("2009-01-01") }), "to"},
		"half a date":         {with(func(r *billing.TaxRate) { r.From = date("2010") }), "from"},
		"impossible date":     {with(func(r *billing.TaxRate) { r.From = value.PartialDate{Year: 2010, Month: 2, Day: 30} }), "from"},
		"rate of nothing":     {with(func(r *billing.TaxRate) { r.Percent = value.Whole(0) }), "percent"},
		"negative rate":       {with(func(r *billing.TaxRate) { r.Percent = value.Whole(-5) }), "percent"},
		"beyond the whole":    {with(func(r *billing.TaxRate) { r.Percent = value.Whole(101) }), "percent"},
		"exempt with percent": {with(func(r *billing.TaxRate) { r.Kind = billing.TaxExempt }), "percent"},
		"unknown kind":        {with(func(r *billing.TaxRate) { r.Kind = "x" }), "kind"},
	} {
		err := d.Update(ctx, d.Owner, action.ManagePractice, func(tx *store.Tx) error { _, err := billing.SaveTaxRate(tx, c.rate); return err })
		if got := fields(err); store.CodeOf(err) != store.Invalid || got != c.want && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: problems of %q, want %q (%v)", name, got, c.want, err)
		}
	}
	d.MustUpdate(t, d.Owner, action.ManagePractice, func(tx *store.Tx) error { _, err := billing.SaveTaxRate(tx, good); return err })
	d.MustVerify(t)
}
