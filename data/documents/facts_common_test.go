package documents

import (
	"errors"
	"strings"
	"testing"
	"time"

	"satchel/data/value"
)

var factsDay = value.PartialDate{Year: 2026, Month: 1, Day: 12}

func factsSetting() Setting {
	return Setting{Language: "en", Paper: PaperA5, Zone: "Asia/Kolkata", Number: value.Indian}
}

func factsPatient() PatientIdentity {
	return PatientIdentity{Name: value.HumanName{Given: "Meera", Family: "Sharma"}, Number: "A/00317", BirthDate: factsDay, Sex: value.GenderFemale}
}

func factsPrescription() PrescriptionFacts {
	return PrescriptionFacts{
		Setting: factsSetting(), Letterhead: Letterhead{Practice: "Lakeside"}, Prescriber: Practitioner{Name: value.HumanName{Given: "Anjali"}},
		Patient: factsPatient(), Number: "A/1", Issued: time.Date(2026, 1, 12, 0, 0, 0, 0, time.UTC), Allergies: AllergyStatus{State: AllergyNoneKnown},
		Items: []PrescriptionItem{{
			Ingredients: []Ingredient{{Name: "paracetamol", Strength: value.Quantity{Value: value.Whole(500), Unit: "mg"}}},
			Dose:        "1 tablet", Frequency: "3 times a day", Quantity: value.Whole(10), QuantityUnit: "tablets",
		}},
	}
}

func inr(minor int64) value.Money { return value.Money{Minor: minor, Currency: "INR"} }

func factsInvoice() InvoiceFacts {
	return InvoiceFacts{
		Setting: factsSetting(), Letterhead: Letterhead{Practice: "Lakeside"}, Patient: factsPatient(), Title: TitleInvoice, Number: "A/1", Issued: time.Unix(1768193640, 0),
		Lines: []InvoiceLine{
			{Description: "Visit", Quantity: value.Whole(1), UnitPrice: inr(50000), Exempt: true, Amount: inr(50000)},
			{Description: "Spray", Quantity: value.Whole(2), UnitPrice: inr(10000), Discount: inr(1000), TaxName: "GST", TaxRate: value.Whole(5), Amount: inr(19000)},
		},
		Exempt: inr(50000), Taxable: inr(19000), Taxes: []TaxAmount{{Name: "GST", Amount: inr(950)}}, Rounding: inr(50), Total: inr(70000),
		Payments: []PaymentLine{{Date: factsDay, Method: "cash", Amount: inr(20000)}}, Balance: inr(50000),
	}
}

func factsReceipt() ReceiptFacts {
	return ReceiptFacts{
		Setting: factsSetting(), Letterhead: Letterhead{Practice: "Lakeside"}, Patient: factsPatient(), Number: "R/1", Issued: time.Unix(1768193640, 0),
		Amount: inr(20000), Method: "cash", Pays: []Allocation{{Number: "A/1", Amount: inr(20000)}}, Balance: inr(0),
	}
}

func factsKey() RecoveryKeyFacts {
	return RecoveryKeyFacts{Setting: factsSetting(), Practice: "Lakeside", Created: time.Unix(1768193640, 0), Groups: []string{"7K2QW", "F9M4R"}}
}

// refused checks that a change makes exactly this field a problem, with this key.
func refused(t *testing.T, name string, err error, field, key string) {
	t.Helper()
	var problems value.Problems
	if !errors.As(err, &problems) {
		t.Errorf("%s: %v", name, err)
		return
	}
	for _, p := range problems {
		if p.Field == field && (key == "" || p.Key == key) {
			return
		}
	}
	t.Errorf("%s: %v, want %s at %s", name, problems, key, field)
}

func TestGoodFacts(t *testing.T) {
	for name, err := range map[string]error{
		"prescription": factsPrescription().Validate(), "invoice": factsInvoice().Validate(), "receipt": factsReceipt().Validate(), "recovery key": factsKey().Validate(),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPrescriptionFacts(t *testing.T) {
	for _, c := range []struct {
		name, field, key string
		spoil            func(*PrescriptionFacts)
	}{
		{"no language", "setting.language", "", func(f *PrescriptionFacts) { f.Setting.Language = "" }},
		{"paper", "setting.paper", "error.documents.paper_unknown", func(f *PrescriptionFacts) { f.Setting.Paper = "A0" }},
		{"roll", "setting.paper", "error.documents.paper_unknown", func(f *PrescriptionFacts) { f.Setting.Paper = PaperRoll80 }},
		{"pad", "setting.padBand", "error.documents.pad_band", func(f *PrescriptionFacts) { f.Setting.PadBand = 121 }},
		{"zone", "setting.zone", "", func(f *PrescriptionFacts) { f.Setting.Zone = "Asia/Atlantis" }},
		{"practice", "letterhead.practice", "", func(f *PrescriptionFacts) { f.Letterhead.Practice = " " }},
		{"patient", "patient.name.given", "", func(f *PrescriptionFacts) { f.Patient.Name = value.HumanName{} }},
		{"number", "number", "", func(f *PrescriptionFacts) { f.Number = "" }},
		{"long number", "number", "", func(f *PrescriptionFacts) { f.Number = strings.Repeat("1", 201) }},
		{"issue", "issued", "", func(f *PrescriptionFacts) { f.Issued = time.Time{} }},
		{"no item", "items", "error.documents.items_missing", func(f *PrescriptionFacts) { f.Items = nil }},
		{"no allergies stated", "allergies", "", func(f *PrescriptionFacts) { f.Allergies = AllergyStatus{} }},
		{"listed none", "allergies", "", func(f *PrescriptionFacts) { f.Allergies = AllergyStatus{State: AllergyListed} }},
		{"none and some", "allergies", "", func(f *PrescriptionFacts) { f.Allergies.Allergies = []Allergy{{Substance: "Peanut"}} }},
		{"undated weight", "patient.weightDate", "error.documents.weight_date_missing", func(f *PrescriptionFacts) {
			f.Patient.Weight = value.Quantity{Value: value.Whole(20), Unit: "kg"}
		}},
		{"no medicine", "items[0].ingredients", "error.documents.medicine_missing", func(f *PrescriptionFacts) { f.Items[0].Ingredients = nil }},
		{"no directions", "items[0].dose", "error.documents.directions_missing", func(f *PrescriptionFacts) { f.Items[0].Dose, f.Items[0].Frequency = "", "" }},
		{"quantity alone", "items[0].quantity", "error.documents.quantity_incomplete", func(f *PrescriptionFacts) { f.Items[0].QuantityUnit = "" }},
		{"no quantity", "items[0].quantity", "error.documents.quantity_incomplete", func(f *PrescriptionFacts) { f.Items[0].Quantity = value.Whole(0) }},
		{"repeats", "items[0].repeats", "", func(f *PrescriptionFacts) { f.Items[0].Repeats = -1 }},
		{"substitution", "items[0].substitution", "", func(f *PrescriptionFacts) { f.Items[0].Substitution = "maybe" }},
		{"trailing zero", "items[0].dose", "error.documents.trailing_zero", func(f *PrescriptionFacts) { f.Items[0].Dose = "1.0 mg" }},
		{"naked point", "items[0].dose", "error.documents.naked_point", func(f *PrescriptionFacts) { f.Items[0].Dose = ".5 mg" }},
		{"units", "items[0].dose", "error.documents.misread_abbreviation", func(f *PrescriptionFacts) { f.Items[0].Dose = "10U" }},
		{"spoon", "items[0].dose", "error.documents.misread_abbreviation", func(f *PrescriptionFacts) { f.Items[0].Dose = "1 tsp" }},
		{"Latin", "items[0].frequency", "error.documents.misread_abbreviation", func(f *PrescriptionFacts) { f.Items[0].Frequency = "q.d." }},
		{"bedtime", "items[0].frequency", "error.documents.misread_abbreviation", func(f *PrescriptionFacts) { f.Items[0].Frequency = "1 HS" }},
		{"void without reason", "void.reason", "", func(f *PrescriptionFacts) { f.Void = &Void{At: f.Issued} }},
		{"replaces nothing", "replaces.number", "", func(f *PrescriptionFacts) { f.Replaces = &Reference{Reason: "new dose"} }},
		{"long verification", "verification", "", func(f *PrescriptionFacts) { f.Verification = strings.Repeat("x", 301) }},
	} {
		f := factsPrescription()
		c.spoil(&f)
		refused(t, c.name, f.Validate(), c.field, c.key)
	}
}

// Words that only look like what is misread are left alone.
func TestHarmlessDoses(t *testing.T) {
	for _, text := range []string{
		"as needed", "1 tablet at bedtime", "0.5 mg", "10 mg", "100 mL", "1.05 mg", "2 units", "once daily", "units", "200 mcg", "8 mL (320 mg)",
		"with 1 glass of water", "in each nostril", "under the tongue", "1,000 units", "subcutaneously", "20", "every 10 hours",
	} {
		if key := misread(text); key != "" {
			t.Errorf("%q: %s", text, key)
		}
	}
}

func TestInvoiceFacts(t *testing.T) {
	for _, c := range []struct {
		name, field, key string
		spoil            func(*InvoiceFacts)
	}{
		{"line", "lines[1].amount", "error.documents.sums_differ", func(f *InvoiceFacts) { f.Lines[1].Amount = inr(20000) }},
		{"exempt", "exempt", "error.documents.sums_differ", func(f *InvoiceFacts) { f.Exempt = inr(1) }},
		{"taxable", "taxable", "error.documents.sums_differ", func(f *InvoiceFacts) { f.Taxable = inr(1) }},
		{"total", "total", "error.documents.sums_differ", func(f *InvoiceFacts) { f.Total = inr(70001) }},
		{"balance", "balance", "error.documents.sums_differ", func(f *InvoiceFacts) { f.Balance = inr(0) }},
		{"currency", "total", "", func(f *InvoiceFacts) { f.Taxes[0].Amount.Currency = "EUR" }},
		{"no currency", "total", "", func(f *InvoiceFacts) { f.Total = value.Money{} }},
		{"taxed and exempt", "lines[0].taxRate", "error.documents.exempt_taxed", func(f *InvoiceFacts) { f.Lines[0].TaxRate = value.Whole(5) }},
		{"no line", "lines", "error.documents.items_missing", func(f *InvoiceFacts) { f.Lines = nil }},
		{"no quantity", "lines[0].amount", "", func(f *InvoiceFacts) { f.Lines[0].Quantity = value.Decimal{} }},
		{"no description", "lines[0].description", "", func(f *InvoiceFacts) { f.Lines[0].Description = "" }},
		{"title", "title", "", func(f *InvoiceFacts) { f.Title = "proforma" }},
		{"buyer", "buyer.name.given", "", func(f *InvoiceFacts) { f.Buyer = &Buyer{} }},
		{"credit", "credits.reason", "", func(f *InvoiceFacts) { f.Credits = &Reference{Number: "A/0"} }},
	} {
		f := factsInvoice()
		c.spoil(&f)
		refused(t, c.name, f.Validate(), c.field, c.key)
	}
}

func TestReceiptFacts(t *testing.T) {
	for _, c := range []struct {
		name, field, key string
		spoil            func(*ReceiptFacts)
	}{
		{"nothing", "amount", "error.documents.amount_missing", func(f *ReceiptFacts) { f.Amount = inr(0) }},
		{"negative", "amount", "error.documents.amount_missing", func(f *ReceiptFacts) { f.Amount = inr(-5) }},
		{"more settled than paid", "pays", "error.documents.sums_differ", func(f *ReceiptFacts) { f.Pays[0].Amount = inr(20001) }},
		{"method", "method", "", func(f *ReceiptFacts) { f.Method = "" }},
		{"currencies", "balance", "", func(f *ReceiptFacts) { f.Balance = value.Money{Minor: 1, Currency: "EUR"} }},
	} {
		f := factsReceipt()
		c.spoil(&f)
		refused(t, c.name, f.Validate(), c.field, c.key)
	}
	advance := factsReceipt()
	advance.Pays = nil
	if err := advance.Validate(); err != nil {
		t.Errorf("an advance: %v", err)
	}
}

func TestRecoveryKeyFacts(t *testing.T) {
	for name, groups := range map[string][]string{"none": nil, "empty": {"ABCDE", ""}, "sign": {"AB-CD"}, "long": {"ABCDEFGHIJKLM"}, "space": {"AB CD"}} {
		f := factsKey()
		f.Groups = groups
		err := f.Validate()
		refused(t, name, err, "groups", "error.documents.key_unusable")
		for _, group := range groups {
			if group != "" && strings.Contains(err.Error(), group) {
				t.Errorf("%s: the error repeats the key", name)
			}
		}
	}
}
