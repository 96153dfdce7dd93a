package organization_test

import (
	"slices"
	"strings"
	"testing"

	"satchel/data/organization"
	"satchel/data/organization/organizationtest"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

func TestBandsByPaper(t *testing.T) {
	p := organization.Practice{LetterheadBandMM: 40}
	for _, paper := range organization.Papers {
		if p.Band(paper) != 40 {
			t.Errorf("%s: %d", paper, p.Band(paper))
		}
	}
	p.Bands = organization.Bands{A4: 55, A5: 0, Letter: 60, Foot: 12, Set: true}
	for paper, want := range map[string][2]int{"A4": {55, 12}, "A5": {0, 0}, "Letter": {60, 12}, "80 mm": {0, 0}} {
		if p.Band(paper) != want[0] || p.FootBand(paper) != want[1] {
			t.Errorf("%s: %d and %d, want %v", paper, p.Band(paper), p.FootBand(paper), want)
		}
	}
	for field, b := range map[string]organization.Bands{"bandA4": {A4: 121}, "bandA5": {A5: -1}, "bandLetter": {Letter: 999}, "bandFoot": {Foot: 61}} {
		p.Bands = b
		if err := p.Validate(); err == nil || !strings.Contains(err.Error(), field+": ") {
			t.Errorf("%+v: %v", b, err)
		}
	}
}

func TestLogoReadsBack(t *testing.T) {
	k := open(t)
	organizationtest.Found(t, k)
	picture := []byte("a picture")
	set := func(actor store.Actor, picture []byte) error {
		return k.Update(ctx, actor, action.ManagePractice, func(tx *store.Tx) error {
			p, err := organization.Current(tx)
			if err != nil {
				return err
			}
			if p.Logo, err = organization.AddLogo(tx, picture); err != nil {
				return err
			}
			p.Slogan, p.Hours, p.ListPractitioners, p.Bands = " Since 1987 ", "9 to 13\n17 to 20", true, organization.Bands{A4: 50, Set: true}
			_, err = organization.Save(tx, p)
			return err
		})
	}
	if err := set(k.Desk, picture); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk: %v", err)
	}
	for name, wrong := range map[string][]byte{"none": nil, "heavy": make([]byte, organization.MaxLogo+1)} {
		if err := set(k.Owner, wrong); store.CodeOf(err) != store.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := set(k.Owner, picture); err != nil {
		t.Fatal(err)
	}
	k.MustView(t, k.Desk, action.ReadPractice, func(tx *store.Tx) error {
		p, err := organization.Current(tx)
		if err != nil {
			return err
		}
		kept, err := organization.LogoPicture(tx, p)
		if string(kept) != "a picture" || p.Slogan != "Since 1987" || !p.ListPractitioners || p.Band("A4") != 50 || p.Band("A5") != 0 {
			t.Errorf("%q %+v", kept, p)
		}
		return err
	})
	k.MustVerify(t)
}

func TestUnitedStatesNumbers(t *testing.T) {
	who := organization.Practitioner{Name: value.HumanName{Family: "Hale"}}
	for npi, good := range map[string]bool{"": true, "1234567893": true, "1234567890": false, "123456789": false, "12345678931": false, "abcdefghij": false, "２２３４５６７８９３": false} {
		who.NPI = npi
		if err := who.Validate(); (err == nil) != good {
			t.Errorf("NPI %q: %v", npi, err)
		}
	}
	who.NPI = ""
	for dea, good := range map[string]bool{"": true, "AB1234563": true, "A91234563": true, "AB1234564": false, "ab1234563": false, "A11234563": false, "AB123456": false, "AB12345é": false} {
		who.DEA = dea
		if err := who.Validate(); (err == nil) != good {
			t.Errorf("DEA %q: %v", dea, err)
		}
	}
	who.DEA, who.Profession = "", "magician"
	if who.Validate() == nil {
		t.Error("a magician prescribes")
	}
}

func TestJurisdictions(t *testing.T) {
	for country, want := range map[string]organization.Jurisdiction{"IN": organization.India, "DE": organization.EuropeanUnion, "HR": organization.EuropeanUnion,
		"GB": organization.UnitedKingdom, "US": organization.UnitedStates, "KE": organization.Elsewhere, "CH": organization.Elsewhere, "NO": organization.Elsewhere,
		"": organization.Elsewhere, " A": organization.Elsewhere, "ZZ": organization.Elsewhere} {
		if got := organization.JurisdictionOf(country); got != want {
			t.Errorf("%q: %s, want %s", country, got, want)
		}
	}
}

// Every jurisdiction says something of every sheet, and no line stands twice.
func TestRequirementsAreWhole(t *testing.T) {
	for _, j := range organization.Jurisdictions {
		for _, sheet := range organization.Sheets {
			list := organization.Requirements(j, sheet)
			if len(list) == 0 {
				t.Errorf("%s: nothing on %s", j, sheet)
			}
			for i, r := range list {
				if slices.Contains(list[:i], r) || r.Law == "" || r.Field == "" {
					t.Errorf("%s: %+v", j, r)
				}
			}
		}
	}
}

func TestLacks(t *testing.T) {
	whole := &organization.KnownPatient{Name: true, Address: true, BirthDate: true, AgeYears: 40}
	fields := func(sheet organization.Sheet, k organization.Known) string {
		var list []string
		for _, l := range organization.Lacks(sheet, k) {
			text := string(l.Field) + "@" + string(l.Filled)
			if l.Void {
				text += "!"
			}
			list = append(list, text)
		}
		return strings.Join(list, " ")
	}
	practice := func(country string) organization.Practice {
		return organization.Practice{Country: country, Address: "14 Lake Road", Phone: "1", Email: "a@b"}
	}
	doctor := organization.Practitioner{Qualification: "MBBS", Registration: "1", NPI: "1234567893"}
	for _, c := range []struct {
		name  string
		sheet organization.Sheet
		known organization.Known
		want  string
	}{
		{"India, all there", organization.SheetPrescription, organization.Known{Practice: practice("IN"), Practitioner: doctor, Patient: whole}, ""},
		{"India, no number", organization.SheetPrescription, organization.Known{Practice: practice("IN"), Patient: whole}, "registration@people"},
		{"India, in Settings", organization.SheetPrescription, organization.Known{Practice: practice("IN"), Practitioner: doctor}, ""},
		{"India, unregistered bill", organization.SheetInvoice, organization.Known{Practice: organization.Practice{Country: "IN"}, Practitioner: doctor, Patient: whole}, ""},
		{"India, registered bill without an address", organization.SheetInvoice, organization.Known{Practice: organization.Practice{Country: "IN", TaxNumber: "08ABCDE1234F1Z5"}, Practitioner: doctor, Patient: whole}, "practice_address@practice"},
		{"EU, no contact", organization.SheetPrescription, organization.Known{Practice: organization.Practice{Country: "DE", Address: "a"}, Practitioner: doctor, Patient: whole}, "contact@practice"},
		{"EU, the doctor's own contact", organization.SheetPrescription, organization.Known{Practice: organization.Practice{Country: "DE", Address: "a"}, Practitioner: organization.Practitioner{Qualification: "q", Phone: "1", Email: "e"}, Patient: whole}, ""},
		{"UK, no address", organization.SheetPrescription, organization.Known{Practice: practice("GB"), Practitioner: doctor, Patient: &organization.KnownPatient{Name: true, BirthDate: true, AgeYears: 40}}, "patient_address@patient!"},
		{"UK, a child of no age", organization.SheetPrescription, organization.Known{Practice: practice("GB"), Practitioner: doctor, Patient: &organization.KnownPatient{Name: true, Address: true}}, "birth_date@patient"},
		{"US, controlled", organization.SheetPrescription, organization.Known{Practice: practice("US"), Practitioner: doctor, Patient: whole, Controlled: true}, "dea@people!"},
		{"US, controlled, no address", organization.SheetPrescription, organization.Known{Practice: practice("US"), Practitioner: organization.Practitioner{DEA: "AB1234563", NPI: "1234567893"}, Patient: &organization.KnownPatient{Name: true, BirthDate: true, AgeYears: 40}, Controlled: true}, "patient_address@patient!"},
		{"EU, a brand without its reason", organization.SheetPrescription, organization.Known{Practice: practice("DE"), Practitioner: doctor, Patient: whole, Brand: true}, "brand_reason@line"},
		{"EU, with its reason", organization.SheetPrescription, organization.Known{Practice: practice("DE"), Practitioner: doctor, Patient: whole, Brand: true, Reasons: true}, ""},
		{"EU, another brand may be given", organization.SheetPrescription, organization.Known{Practice: practice("DE"), Practitioner: doctor, Patient: whole}, ""},
		{"UK, a brand without a reason", organization.SheetPrescription, organization.Known{Practice: practice("GB"), Practitioner: doctor, Patient: whole, Brand: true}, ""},
		{"US, not controlled", organization.SheetPrescription, organization.Known{Practice: practice("US"), Practitioner: doctor, Patient: whole}, ""},
	} {
		if got := fields(c.sheet, c.known); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
