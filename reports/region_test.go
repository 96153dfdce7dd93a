package reports

import (
	"os"
	"path/filepath"
	"testing"

	"satchel/data/documents"
	"satchel/data/value"
)

// regionSamples are the papers as the law of each region has them, by name.
func regionSamples() map[string]any {
	list := map[string]any{}
	add := func(region string, rx documents.PrescriptionFacts, bill documents.InvoiceFacts) {
		list["prescription-"+region], list["invoice-"+region] = rx, bill
		receipt := sampleReceipt(documents.PaperA5)
		receipt.Setting, receipt.Letterhead, receipt.Practitioner = bill.Setting, bill.Letterhead, bill.Practitioner
		receipt.Setting.Paper = documents.PaperA5
		receipt.Amount, receipt.Balance = bill.Total, value.Money{Currency: bill.Total.Currency}
		receipt.Pays = []documents.Allocation{{Number: bill.Number, Date: day("2026-01-12"), Amount: bill.Total}}
		receipt.Method, receipt.Reference = "card", "4417 22"
		list["receipt-"+region] = receipt
	}

	bill := sampleInvoice(documents.PaperA4)
	bill.Title, bill.ExemptReason = documents.TitleInvoiceBill, "Exempt supplies: health care services, heading 9993, notification no. 12/2017-Central Tax (Rate), entry 74."
	bill.Rounding, bill.Payments, bill.Taxes = value.Money{}, nil, nil
	for _, tax := range []struct {
		name, rate   string
		amount, base int64
	}{{"CGST", "9", 10800, 120000}, {"SGST", "9", 10800, 120000}, {"CGST", "2.5", 425, 17000}, {"SGST", "2.5", 425, 17000}} {
		bill.Taxes = append(bill.Taxes, documents.TaxAmount{Name: tax.name, Rate: value.MustDecimal(tax.rate), Amount: rupees(tax.amount), Base: rupees(tax.base)})
	}
	bill.Total, bill.Balance = rupees(279450), rupees(279450)
	add("india", lawfulPrescription(documents.PaperA5, lawChanges["in"]), bill)

	for _, region := range []struct {
		name, language, zone, currency, taxID, taxName, rate, exempt string
		address                                                      []string
		phone                                                        string
		prescriber                                                   documents.Practitioner
		number                                                       value.NumberFormat
		paper                                                        documents.Paper
	}{
		{"eu", "en", "Europe/Berlin", "EUR", "VAT ID DE123456789", "VAT", "19", "Exempt from VAT: medical care, Article 132(1)(b) or (c) of Directive 2006/112/EC.",
			[]string{"Seestraße 14", "88131 Lindau", "Germany"}, "+49 8382 555 014",
			documents.Practitioner{Name: value.HumanName{Prefix: "Dr.", Given: "Änne", Family: "Müller"}, Qualification: "Fachärztin für Allgemeinmedizin", Registration: "Reg. no. 4512"}, value.European, documents.PaperA4},
		{"uk", "en", "Europe/London", "GBP", "VAT reg. no. GB 123 4567 89", "VAT", "20", "Exempt from VAT: Value Added Tax Act 1994, Schedule 9, Group 7.",
			[]string{"14 Lake Road", "Windermere LA23 1AA"}, "+44 15394 55014",
			documents.Practitioner{Name: value.HumanName{Prefix: "Dr", Given: "Rose", Family: "Hale"}, Qualification: "MBBS, MRCGP", Registration: "Reg. no. 7012345", Profession: "Doctor"}, value.International, documents.PaperA4},
		{"us", "en", "America/New_York", "USD", "Tax ID 12-3456789", "Sales tax", "6.25", "",
			[]string{"14 Lake Road", "Madison, WI 53703"}, "+1 608 555 0142",
			documents.Practitioner{Name: value.HumanName{Given: "Rose", Family: "Hale"}, Qualification: "MD", Registration: "Reg. no. WI 45120", Identifiers: []string{"NPI 1234567893"}}, value.International, documents.PaperLetter},
		{"neutral", "en", "Africa/Nairobi", "KES", "Tax no. P051234567X", "VAT", "16", "",
			[]string{"14 Lake Road", "Kisumu, Kenya"}, "+254 57 555 0142", sampleDoctor(), value.International, documents.PaperA4},
	} {
		setting := documents.Setting{Language: region.language, Paper: region.paper, Zone: region.zone, Number: region.number}
		head := documents.Letterhead{Practice: "Lakeside Family Clinic", Address: region.address, Phone: region.phone, Email: "lakeside@example.org", TaxID: region.taxID}
		rx := samplePrescription(region.paper)
		rx.Setting, rx.Letterhead, rx.Prescriber = setting, head, region.prescriber
		if change := lawChanges[map[string]string{"eu": "eu", "uk": "gb", "us": "us"}[region.name]]; change != nil {
			change(&rx)
		}
		money := func(minor int64) value.Money { return value.Money{Minor: minor, Currency: region.currency} }
		rate := value.MustDecimal(region.rate)
		tax, err := money(2000).Percent(rate)
		if err != nil {
			panic(err)
		}
		bill := documents.InvoiceFacts{Setting: setting, Letterhead: head, Practitioner: region.prescriber, Patient: samplePatient(), Title: documents.TitleInvoice,
			Number: "A/26-27/0087", Issued: issuedAt, ServiceDate: day("2026-01-12"), ExemptReason: region.exempt,
			Lines: []documents.InvoiceLine{
				{Description: "Consultation", Quantity: value.Whole(1), UnitPrice: money(8000), Exempt: true, Amount: money(8000)},
				{Description: "Ear thermometer", Quantity: value.Whole(1), UnitPrice: money(2000), TaxName: region.taxName, TaxRate: rate, Amount: money(2000)},
			},
			Exempt: money(8000), Taxable: money(2000), Taxes: []documents.TaxAmount{{Name: region.taxName, Rate: rate, Amount: tax, Base: money(2000)}},
			Total: money(10000 + tax.Minor), Balance: money(10000 + tax.Minor)}
		add(region.name, rx, bill)
	}

	shelf := sampleInvoice(documents.PaperA5)
	shelf.Lines = []documents.InvoiceLine{{Code: "300490", Description: "Sodium chloride 0.65% nasal spray", Quantity: value.Whole(2), UnitPrice: rupees(8925),
		TaxName: "GST", TaxRate: value.MustDecimal("5"), Amount: rupees(17850), IncludedTax: rupees(850)}}
	shelf.Exempt, shelf.Taxable, shelf.Rounding, shelf.Payments = rupees(0), rupees(17000), value.Money{}, nil
	shelf.Taxes = []documents.TaxAmount{{Name: "CGST", Rate: value.MustDecimal("2.5"), Amount: rupees(425), Base: rupees(17000)}, {Name: "SGST", Rate: value.MustDecimal("2.5"), Amount: rupees(425), Base: rupees(17000)}}
	shelf.Total, shelf.Balance = rupees(17850), rupees(17850)
	list["invoice-shelf-A5"] = shelf
	return list
}

// writeSample sets a sample, and writes its PDF where -out says.
func writeSample(t *testing.T, name string, kind documents.Kind, facts any) documents.Frozen {
	t.Helper()
	frozen, err := New().Set(kind, facts)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	pdf, err := PDF(frozen, Overlay{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if *out != "" {
		if err := os.WriteFile(filepath.Join(*out, "letterhead-"+name+".pdf"), pdf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return frozen
}

func TestRegionsSay(t *testing.T) {
	samples := regionSamples()
	say := func(name string, words ...string) string {
		page := pages(t, kindOfFacts(samples[name]), samples[name], Overlay{})[0]
		holds(t, page, words...)
		lacks(t, page, "⟦")
		return page
	}
	say("invoice-india", "Invoice-cum-bill of supply", "GSTIN 08ABCDE1234F1Z5", "Place of supply 08 Rajasthan", "CGST 9% on 1,200.00 108.00", "SGST 2.5% on 170.00 4.25", "entry 74", "Reg. no. RMC 24518",
		"Two thousand seven hundred ninety-four rupees", "and fifty paise only")
	say("receipt-india", "Reg. no. RMC 24518", "₹2,794.50")
	say("prescription-india", "Reg. no. RMC 24518", "AMOXICILLIN", "PARACETAMOL", "Schedule H1", "Substitution not allowed by law")
	say("prescription-eu", "Germany", "+49 8382 555 014", "lakeside@example.org", "Fachärztin für Allgemeinmedizin", "born 3 Sep 2019", "Reason for the brand")
	say("invoice-eu", "VAT ID DE123456789", "Article 132(1)(b) or (c)", "VAT 19% on 20,00 3,80", "Exempt supplies 80,00")
	say("prescription-uk", "Doctor · MBBS, MRCGP", "6 years", "7 Fateh Sagar Road", "PRIVATE PRESCRIPTION", "Controlled drug, Schedule 3")
	say("invoice-uk", "VAT reg. no. GB 123 4567 89", "Schedule 9, Group 7", "VAT 20% on 20.00 4.00")
	say("prescription-us", "NPI 1234567893", "DEA AB1234563", "Schedule IV", "Repeats 1 (one)", "Substitution not allowed")
	lacks(t, say("invoice-us", "NPI 1234567893", "Sales tax 6.25% on 20.00 1.25")+say("receipt-us"), "DEA")
	say("invoice-neutral", "Tax no. P051234567X")
	page := say("invoice-shelf-A5", "incl. GST 5%", "Taxable value 170.00", "CGST 2.5% on 170.00 4.25", "Total ₹178.50")
	lacks(t, page, "187")
}
