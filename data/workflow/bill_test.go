package workflow_test

import (
	"encoding/json"
	"slices"
	"testing"

	"satchel/data/billing"
	"satchel/data/datatest"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
)

// settings changes the practice's settings.
func (p *practice) settings(t testing.TB, change func(*organization.Practice)) {
	t.Helper()
	p.Must(t, p.Owner, action.ManagePractice, func(tx *store.Tx) error {
		own, err := organization.Current(tx)
		if err != nil {
			return err
		}
		change(&own)
		_, err = organization.Save(tx, own)
		return err
	})
}

// sold issues a bill of fees and returns what its paper says.
func (p *practice) sold(t testing.TB, patient patients.ID, state string, codes ...string) (facts documents.InvoiceFacts) {
	t.Helper()
	p.Must(t, p.Owner, action.Bill, func(tx *store.Tx) error {
		var lines []billing.ChargeItem
		for _, code := range codes {
			fee, err := billing.FeeOf(tx, code)
			if err != nil {
				return err
			}
			lines = append(lines, billing.LineOf(fee))
		}
		draft, err := billing.NewDraft(tx, billing.Invoice{Patient: patient, Practitioner: p.who, Location: p.where, SupplyState: state}, lines...)
		if err != nil {
			return err
		}
		done, err := workflow.IssueInvoice(tx, p.Press(), draft.Invoice)
		if err != nil {
			return err
		}
		_, frozen, err := documents.FrozenOf(tx, done.Paper.ID)
		if err != nil {
			return err
		}
		return json.Unmarshal(frozen.Layout, &facts)
	}, store.About(patient))
	return facts
}

func TestTheBillIsWhatTheLawCallsIt(t *testing.T) {
	p := open(t)
	p.Must(t, p.Owner, action.ManagePractice, func(tx *store.Tx) error {
		from := value.PartialDate{Year: 2017, Month: 7, Day: 1}
		for _, r := range []billing.TaxRate{{Name: "Health care", Kind: billing.TaxExempt, From: from}, {Name: "GST 18%", Kind: billing.TaxRated, Percent: value.Whole(18), From: from}} {
			if _, err := billing.SaveTaxRate(tx, r); err != nil {
				return err
			}
		}
		for _, f := range []billing.Fee{{Code: "visit", Name: "Consultation", Price: 500_00, Tax: "Health care", Active: true}, {Code: "device", Name: "Thermometer", Price: 118_00, Tax: "GST 18%", Active: true, Inclusive: true}} {
			if _, err := billing.SaveFee(tx, f); err != nil {
				return err
			}
		}
		return nil
	})
	patient := p.register(t, "Meera").ID
	plain := p.sold(t, patient, "", "visit", "device")
	if plain.Title != documents.TitleInvoice || len(plain.Taxes) != 0 || plain.PlaceOfSupply != "" || plain.Total.Minor != 618_00 {
		t.Errorf("not registered: %s %+v %q %v", plain.Title, plain.Taxes, plain.PlaceOfSupply, plain.Total)
	}
	p.settings(t, func(own *organization.Practice) { own.TaxNumber = "08ABCDE1234F1Z5" })
	for _, c := range []struct {
		state string
		codes []string
		title documents.InvoiceTitle
		taxes []string
		place string
	}{
		{"", []string{"visit"}, documents.TitleBillOfSupply, nil, "08 Rajasthan"},
		{"", []string{"device"}, documents.TitleTaxInvoice, []string{"CGST 9 900 of 10000", "SGST 9 900 of 10000"}, "08 Rajasthan"},
		{"", []string{"visit", "device"}, documents.TitleInvoiceBill, []string{"CGST 9 900 of 10000", "SGST 9 900 of 10000"}, "08 Rajasthan"},
		{"27", []string{"device"}, documents.TitleTaxInvoice, []string{"IGST 18 1800 of 10000"}, "27 Maharashtra"},
	} {
		f := p.sold(t, patient, c.state, c.codes...)
		var taxes []string
		for _, tax := range f.Taxes {
			taxes = append(taxes, tax.Name+" "+tax.Rate.Safe()+" "+value.Whole(tax.Amount.Minor).String()+" of "+value.Whole(tax.Base.Minor).String())
		}
		if f.Title != c.title || !slices.Equal(taxes, c.taxes) || f.PlaceOfSupply != c.place || f.Letterhead.TaxID != "GSTIN 08ABCDE1234F1Z5" {
			t.Errorf("%v: %s %q %q %q", c.codes, f.Title, taxes, f.PlaceOfSupply, f.Letterhead.TaxID)
		}
		if exempt := slices.Contains(c.codes, "visit"); exempt != (f.ExemptReason != "") || len(f.Number) > 16 {
			t.Errorf("%v: exempt by %q, number %s", c.codes, f.ExemptReason, f.Number)
		}
	}
	p.settings(t, func(own *organization.Practice) {
		own.Country, own.TaxNumber, own.Address = "DE", "DE123456789", "Seestraße 14\n88131 Lindau"
	})
	f := p.sold(t, patient, "", "visit", "device")
	if f.Title != documents.TitleInvoice || f.Letterhead.TaxID != "VAT ID DE123456789" || f.Letterhead.Address[2] != "Germany" || f.PlaceOfSupply != "" || len(f.Taxes) != 1 || f.Taxes[0].Name != "GST" {
		t.Errorf("Germany: %s %+v %+v", f.Title, f.Letterhead, f.Taxes)
	}
	p.settings(t, func(own *organization.Practice) { own.Address = "Seestraße 14\n88131 Lindau\ngermany" })
	if f := p.sold(t, patient, "", "visit"); len(f.Letterhead.Address) != 3 {
		t.Errorf("the country stands twice: %q", f.Letterhead.Address)
	}
	p.MustVerify(t)
}

// A signature stands on what its owner issues, and on nothing that the desk does.
func TestASignatureIsItsOwners(t *testing.T) {
	p := open(t)
	if err := p.ReleaseSignature(ctx, p.Owner, datatest.Owner, "the wrong password", []byte("ink")); store.CodeOf(err) != store.Forbidden {
		t.Errorf("a wrong password: %v", err)
	}
	if err := p.ReleaseSignature(ctx, p.Owner, datatest.Desk, datatest.Password, []byte("ink")); store.CodeOf(err) != store.Forbidden {
		t.Errorf("somebody else's password: %v", err)
	}
	if err := p.ReleaseSignature(ctx, p.Owner, datatest.Owner, datatest.Password, make([]byte, organization.MaxSignature+1)); store.CodeOf(err) != store.Invalid {
		t.Errorf("a heavy picture: %v", err)
	}
	if err := p.ReleaseSignature(ctx, p.Owner, datatest.Owner, datatest.Password, []byte("ink")); err != nil {
		t.Fatal(err)
	}
	patient := p.register(t, "Meera").ID
	if f := p.sold(t, patient, "", "cons"); string(f.Practitioner.Signature) != "ink" {
		t.Errorf("the owner's bill: %q", f.Practitioner.Signature)
	}
	doctor := p.Owner
	p.Owner = p.Desk
	if f := p.sold(t, patient, "", "cons"); f.Practitioner.Signature != nil {
		t.Error("the desk signs as the doctor")
	}
	p.Owner = doctor
	if err := p.ReleaseSignature(ctx, p.Owner, datatest.Owner, datatest.Password, nil); err != nil {
		t.Fatal(err)
	}
	if f := p.sold(t, patient, "", "cons"); f.Practitioner.Signature != nil {
		t.Error("a signature that was taken back")
	}
	p.MustVerify(t)
}

func TestWhatAPrescriptionLacks(t *testing.T) {
	p := open(t)
	patient := p.register(t, "Meera").ID
	lacks := func() (list []organization.Lacking) {
		if err := p.View(ctx, p.Owner, action.OpenChart, func(tx *store.Tx) (err error) {
			list, err = workflow.Lacks(tx, organization.SheetPrescription, patient, p.who)
			return err
		}, store.About(patient)); err != nil {
			t.Fatal(err)
		}
		return list
	}
	p.settings(t, func(own *organization.Practice) { own.Country, own.Address = "GB", "14 Lake Road" })
	list := lacks()
	if len(list) != 1 || list[0].Field != organization.FieldPatientAddress || !list[0].Void || list[0].Filled != organization.InPatient {
		t.Errorf("%+v", list)
	}
	p.Must(t, p.Desk, action.CorrectPatient, func(tx *store.Tx) error {
		who, err := patients.Get(tx, patient)
		if err != nil {
			return err
		}
		who.Address = "7 Fateh Sagar Road"
		_, err = patients.Correct(tx, who)
		return err
	}, store.About(patient))
	if list := lacks(); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}
