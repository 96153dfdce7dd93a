package reports

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// inside fails when anything but a stamp is drawn beyond a page's margins.
func inside(t *testing.T, name string, paper documents.Paper, padBand int, frozen documents.Frozen) *page.Document {
	t.Helper()
	doc, err := page.Decode(frozen.Layout, frozen.Parts...)
	if err != nil {
		t.Fatal(err)
	}
	if problem := page.Outside(doc, lookFor(paper, padBand).margins); problem != "" {
		t.Errorf("%s: %s", name, problem)
	}
	return doc
}

func TestNothingLeavesThePage(t *testing.T) {
	for name, sample := range samples() {
		frozen, err := New().Set(sample.kind, sample.facts)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		setting := settingOf(t, sample.facts)
		inside(t, name, setting.Paper, setting.PadBand, frozen)
	}
}

func settingOf(t *testing.T, facts any) documents.Setting {
	t.Helper()
	switch f := facts.(type) {
	case documents.PrescriptionFacts:
		return f.Setting
	case documents.InvoiceFacts:
		return f.Setting
	case documents.ReceiptFacts:
		return f.Setting
	case documents.RecoveryKeyFacts:
		return f.Setting
	case documents.LossFacts:
		return f.Setting
	case documents.SuccessorFacts:
		return f.Setting
	case interface{ In() documents.Clinical }:
		return f.In().Setting
	}
	setting, known := reflect.ValueOf(facts).FieldByName("Setting").Interface().(documents.Setting)
	if !known {
		t.Fatalf("facts of type %T", facts)
	}
	return setting
}

// Sixty medicines with texts as long as they may be: all there, none lost between pages.
func TestEnormousPrescription(t *testing.T) {
	f := enormousPrescription(documents.PaperA5)
	all := strings.Join(pages(t, documents.Prescription, f, Overlay{}), " ")
	if n := strings.Count(all, "AMOXICILLIN 200 mg per 5 mL"); n != 60 {
		t.Errorf("%d medicines printed, want 60", n)
	}
	if n := strings.Count(all, "Shake"); n != 60*140 {
		t.Errorf("%d sentences of instructions printed, want %d", n, 60*140)
	}
	holds(t, all, "End of prescription: 60 items", "Signature and stamp")
}

func TestItemsStayWhole(t *testing.T) {
	f := samplePrescription(documents.PaperA5)
	template := f.Items[0]
	step := 1
	if testing.Short() {
		step = 6
	}
	for n := 1; n <= 14; n += step {
		f.Items = nil
		for i := range n {
			item := template
			item.Brand, item.Instructions = fmt.Sprintf("Brand%02d", i), fmt.Sprintf("Instruction%02d", i)
			f.Items = append(f.Items, item)
		}
		list := pages(t, documents.Prescription, f, Overlay{})
		for i := range n {
			home := -1
			for p, text := range list {
				if strings.Contains(text, fmt.Sprintf("Brand%02d", i)) {
					home = p
				}
			}
			if home < 0 || !strings.Contains(list[home], fmt.Sprintf("Instruction%02d", i)) {
				t.Fatalf("%d items: item %d is torn", n, i+1)
			}
		}
		// Whoever holds the last page can see what was signed.
		last := list[len(list)-1]
		if !strings.Contains(last, fmt.Sprintf("Brand%02d", n-1)) || !strings.Contains(last, "End of prescription") || !strings.Contains(last, "Signature and stamp") {
			t.Fatalf("%d items: the signature stands alone:\n%s", n, last)
		}
	}
}

// A long invoice carries the right sums over, and ends with the right total.
func TestLongInvoiceCarriesOver(t *testing.T) {
	f := longInvoice(documents.PaperA4, 300)
	list := pages(t, documents.Invoice, f, Overlay{})
	if len(list) < 5 {
		t.Fatalf("%d pages", len(list))
	}
	line, sum := 0, int64(0)
	for p, text := range list {
		if p > 0 {
			holds(t, text, "Brought forward "+rupees(sum).Format(value.Indian))
		}
		for line < 300 && strings.Contains(text, fmt.Sprintf("Dressing, session %d ", line+1)) {
			sum += f.Lines[line].Amount.Minor
			line++
		}
		if p < len(list)-1 {
			holds(t, text, "Carried over "+rupees(sum).Format(value.Indian), "Description", "Unit price")
		}
	}
	if line != 300 || sum != f.Total.Minor {
		t.Errorf("%d lines printed, %d in sum, want 300 and %d", line, sum, f.Total.Minor)
	}
	holds(t, list[len(list)-1], "Total "+f.Total.FormatSymbol(value.Indian), "For Lakeside Family Clinic")
}

// Amounts as large as they get stay on one line and in their column.
func TestLargeAmounts(t *testing.T) {
	for _, paper := range []documents.Paper{documents.PaperA4, documents.PaperA5} {
		f := sampleInvoice(paper)
		large := rupees(value.MaxMinor)
		f.Lines = []documents.InvoiceLine{{Description: "Everything", Quantity: value.Whole(1), UnitPrice: large, Exempt: true, Amount: large}}
		f.Exempt, f.Taxable, f.Taxes, f.Rounding, f.Payments = large, value.Money{}, nil, value.Money{}, nil
		f.Total, f.Balance = large, large
		frozen, err := New().Set(documents.Invoice, f)
		if err != nil {
			t.Fatal(err)
		}
		inside(t, string(paper), paper, 0, frozen)
		holds(t, pages(t, documents.Invoice, f, Overlay{})[0], "Everything 1 1,00,00,00,00,00,000.00 1,00,00,00,00,00,000.00", "₹1,00,00,00,00,00,000.00", "Ten lakh crore rupees only")
	}
}

// What can't be printed is refused with its field, and nothing is printed half.
func TestRefusedTexts(t *testing.T) {
	f := samplePrescription(documents.PaperA5)
	f.Patient.Relation = "मीरा शर्मा \u0378"
	f.Items[1].Instructions = "दर्द होने पर \u0378"
	f.Advice = "Drink \U0010FFFD"
	_, err := New().Set(documents.Prescription, f)
	problems, ok := err.(value.Problems)
	if !ok {
		t.Fatalf("Set: %v", err)
	}
	got := map[string]string{}
	for _, p := range problems {
		got[p.Field] = p.Key
	}
	want := map[string]string{
		"patient.relation": "error.documents.text_script", "items[1].instructions": "error.documents.text_script", "advice": "error.documents.text_glyph",
	}
	if len(got) != len(want) {
		t.Errorf("problems: %v", got)
	}
	for field, key := range want {
		if got[field] != key {
			t.Errorf("%s: %s, want %s", field, got[field], key)
		}
	}
	f.Patient.Relation, f.Items[1].Instructions, f.Advice = "", "", ""
	f.Patient.Name = value.HumanName{Text: "मीरा \u0378"}
	// A name is no obstacle to a prescription: it goes in by hand, or in its Latin form.
	holds(t, pages(t, documents.Prescription, f, Overlay{})[0], "Name by hand: ____", "born 3 Sep 2019", "Patient no. A/00317")
	f.Patient.Name.Latin = "Meera Sharma"
	holds(t, pages(t, documents.Prescription, f, Overlay{})[0], "Meera Sharma")
	// A bill asks for it.
	bill := sampleInvoice(documents.PaperA5)
	bill.Patient.Name = value.HumanName{Text: "मीरा \u0378"}
	if _, err := New().Set(documents.Invoice, bill); !errors.Is(err, value.Problem{Field: "patient.name", Key: "error.documents.text_script"}) {
		t.Errorf("a bill for a name that no font has: %v", err)
	}
}
