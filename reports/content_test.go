package reports

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"satchel/assets"
	"satchel/data/documents"
	"satchel/data/value"
)

// tool finds a program that ./dev test installs; quick runs do without.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if testing.Short() {
			t.Skipf("%s is not installed", name)
		}
		t.Fatalf("%s is needed for this test: %v", name, err)
	}
	return path
}

// pages returns what poppler reads from each page, words apart by single spaces.
func pages(t *testing.T, kind documents.Kind, facts any, o Overlay) []string {
	t.Helper()
	frozen, err := New().Set(kind, facts)
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := PDF(frozen, o)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(tool(t, "qpdf"), "--check", path).CombinedOutput(); err != nil {
		t.Fatalf("qpdf: %v\n%s", err, out)
	}
	out, err := exec.Command(tool(t, "pdftotext"), "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	list := strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
	if len(list) != frozen.Pages {
		t.Fatalf("poppler sees %d pages, frozen are %d", len(list), frozen.Pages)
	}
	for i := range list {
		list[i] = strings.Join(strings.Fields(list[i]), " ")
	}
	return list
}

func holds(t *testing.T, page string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
}

func lacks(t *testing.T, page string, unwanted ...string) {
	t.Helper()
	for _, text := range unwanted {
		if strings.Contains(page, text) {
			t.Errorf("the page holds %q:\n%s", text, page)
		}
	}
}

func TestPrescriptionSays(t *testing.T) {
	page := pages(t, documents.Prescription, samplePrescription(documents.PaperA4), Overlay{})[0]
	holds(t, page,
		"Lakeside Family Clinic", "14 Lake Road, Udaipur 313001", "Rajasthan, India", "+91 294 555 0142", "lakeside@example.org",
		"Dr Anjali Rao", "MBBS, MD (Paediatrics)", "Reg. no. RMC 24518", "Signature and stamp",
		"Meera Sharma", "daughter of Rakesh Sharma", "Female", "6 years", "born 3 Sep 2019", "Patient no. A/00317", "Weight 20 kg (12 Jan 2026)",
		"12 Jan 2026", "Prescription A/26-27/0124", "Valid until 11 Feb 2026",
		"ALLERGIES Sulfonamides, rash (2023); Peanut, high risk, swelling of the face", "Acute otitis media, right ear (H66.9)",
		"AMOXICILLIN 200 mg per 5 mL + CLAVULANIC ACID 28.5 mg per 5 mL", "Brand Augmentin Duo", "oral suspension",
		"8 mL (320 mg) by mouth, 2 times a day, morning and night, for 7 days. For the ear infection",
		"Quantity 120 (one hundred twenty) mL", "Repeats none", "Substitution not allowed",
		"Quantity 60 (sixty) mL", "Repeats 1 (one)", "Substitution allowed", "Quantity 1 (one) bottle",
		"SODIUM CHLORIDE 0.65%", "— End of prescription: 3 items —", "fever stays ≥ 39 °C", "Page 1 of 1")
	lacks(t, page, "⟦", "TRIAL", "VOID", "Copy", "60.0", "mL/", "/5")
}

// No page writes a dose in a way that is known to be misread (ISMP; Joint Commission).
func TestPrescriptionIsNotMisread(t *testing.T) {
	misread := map[string]*regexp.Regexp{
		"trailing zero":     regexp.MustCompile(`\d\.\d*0\b`),
		"naked point":       regexp.MustCompile(`(^|[^0-9])\.\d`),
		"unit without gap":  regexp.MustCompile(`\d(mg|mL|g|mcg|kg|units)\b`),
		"period after unit": regexp.MustCompile(`\b(mg|mL|mcg|kg)\.`),
		"abbreviation":      regexp.MustCompile(`\b(U|IU|QD|QOD|MS|MSO4|MgSO4|cc|ug|HS|SQ|OD|OS|OU|BT|tsp)\b|µg`),
	}
	f := samplePrescription(documents.PaperA4)
	f.Items[0].Ingredients[0].Strength = quantity("200.0", "mg")
	f.Items[0].Ingredients[1].Strength = quantity(".50", "ug")
	f.Items[1].Quantity = value.MustDecimal("2.50")
	f.Items[2].Quantity = value.MustDecimal("12000")
	page := strings.Join(pages(t, documents.Prescription, f, Overlay{}), " ")
	for rule, pattern := range misread {
		if found := pattern.FindString(page); found != "" {
			t.Errorf("%s: %q in\n%s", rule, found, page)
		}
	}
	holds(t, page, "AMOXICILLIN 200 mg per 5 mL", "0.5 microgram per 5 mL", "Quantity 2.5 (two point five) mL", "Quantity 12,000 (twelve thousand) bottle")
}

func TestAllergyStates(t *testing.T) {
	f := samplePrescription(documents.PaperA5)
	f.Allergies = documents.AllergyStatus{State: documents.AllergyNoneKnown}
	page := pages(t, documents.Prescription, f, Overlay{})[0]
	holds(t, page, "No known allergies")
	f.Allergies = documents.AllergyStatus{State: documents.AllergyNotAsked}
	page = pages(t, documents.Prescription, f, Overlay{})[0]
	holds(t, page, "Not asked about allergies")
	lacks(t, page, "No known allergies")
}

func TestInvoiceSays(t *testing.T) {
	page := pages(t, documents.Invoice, sampleInvoice(documents.PaperA4), Overlay{})[0]
	holds(t, page, "Tax invoice", "GSTIN 08ABCDE1234F1Z5", "A/26-27/0087", "Date of service 12 Jan 2026", "Due 26 Jan 2026", "Place of supply 08 Rajasthan",
		"Meera Sharma", "born 3 Sep 2019", "Patient no. A/00317", "999312", "exempt", "GST 18%", "−50.00", "Amount (₹)",
		"Exempt supplies 1,200.00", "Taxable value", "1,370.00", "CGST 2.5% 4.25", "Rounding −0.50", "Total ₹2,794.00", "Paid 12 Jan 2026, UPI −1,000.00", "Balance due ₹1,794.00",
		"Two thousand seven hundred ninety-four rupees", "How to pay", "For Lakeside Family Clinic")
	lacks(t, page, "⟦", "-50", "- ", "Weight", "daughter")
}

func TestCreditNoteNamesItsInvoice(t *testing.T) {
	page := pages(t, documents.CreditNote, sampleCreditNote(documents.PaperA4), Overlay{})[0]
	holds(t, page, "Credit note", "A/26-27/C003", "Takes back A/26-27/0087 of 12 Jan 2026. The thermometer was returned unopened.", "Total credited ₹1,416.00")
	lacks(t, page, "Balance due", "Due ")

	bare := sampleCreditNote(documents.PaperA4)
	bare.Credits = nil
	if _, err := New().Set(documents.CreditNote, bare); err == nil {
		t.Error("a credit note without its invoice is set")
	}
	if _, err := New().Set(documents.Invoice, sampleCreditNote(documents.PaperA4)); err == nil {
		t.Error("an invoice that takes back another is set")
	}
}

func TestReceiptSays(t *testing.T) {
	for _, paper := range []documents.Paper{documents.PaperA5, documents.PaperRoll80} {
		page := pages(t, documents.Receipt, sampleReceipt(paper), Overlay{})[0]
		holds(t, page, "Receipt", "A/26-27/R0092", "12 Jan 2026", "Rakesh Sharma", "Meera Sharma", "born 3 Sep 2019", "Patient no. A/00317",
			"₹1,000.00", "One thousand rupees only", "UPI", "601243998120", "A/26-27/0087 of 12 Jan 2026", "Still to pay ₹1,794.00", "Kavita Joshi", "Page 1 of 1")
		lacks(t, page, "⟦")
	}
}

func TestRecoveryKeySays(t *testing.T) {
	f := sampleRecoveryKey(documents.PaperA4)
	page := pages(t, documents.RecoveryKey, f, Overlay{})[0]
	holds(t, page, "Recovery key", "Lakeside Family Clinic", "12 Jan 2026", "Key 1", "Checked by typing it once")
	at := 0
	for _, group := range f.Groups { // in reading order
		next := strings.Index(page[at:], group)
		if next < 0 {
			t.Fatalf("group %s is missing or out of order:\n%s", group, page)
		}
		at += next
	}
}

// A reprint says so on every page; the original has no such line, and nothing else differs.
func TestOverlay(t *testing.T) {
	f := samplePrescription(documents.PaperA5)
	f.Items = append(f.Items, f.Items...)
	o := Overlay{Copy: 2, At: issuedAt, Zone: "Asia/Kolkata", By: "Kavita Joshi"}
	original, copied := pages(t, documents.Prescription, f, Overlay{}), pages(t, documents.Prescription, f, o)
	if len(original) < 2 {
		t.Fatal("the test needs two pages")
	}
	const line = "Copy 2, printed 12 Jan 2026, 10:24 by Kavita Joshi"
	for i := range original {
		lacks(t, original[i], "Copy")
		if strings.Replace(copied[i], line+" ", "", 1) != original[i] {
			t.Errorf("page %d of the copy differs in more than its line:\n%s\n%s", i+1, original[i], copied[i])
		}
	}
	o.By = "कविता"
	holds(t, pages(t, documents.Prescription, f, o)[0], "Copy 2, printed 12 Jan 2026, 10:24 by कविता")
	o.By = "\u0378" // no font has it
	copied = pages(t, documents.Prescription, f, o)
	holds(t, copied[0], "Copy 2, printed 12 Jan 2026, 10:24")
	lacks(t, copied[0], "10:24 by")
}

// What makes a page invalid stands on every page of it.
func TestTrialAndVoid(t *testing.T) {
	f := samplePrescription(documents.PaperA5)
	f.Items = append(f.Items, f.Items...)
	f.Setting.Trial = true
	for _, page := range pages(t, documents.Prescription, f, Overlay{}) {
		holds(t, page, "TRIAL: printed for practice, not valid")
	}
	f.Void = &documents.Void{At: issuedAt, By: "Dr Anjali Rao", Reason: "Wrong patient."}
	holds(t, pages(t, documents.Prescription, f, Overlay{})[0], "VOID since 12 Jan 2026, 10:24, by Dr Anjali Rao. Wrong patient.")
}

// unbound is a text with plain spaces, as poppler reads it.
func unbound(text string) string { return strings.ReplaceAll(text, nbsp, " ") }

// On every page about a patient: who, born when, which number; of which practice, what it
// is, its number and date; which page of how many.
func TestEveryPageNamesItself(t *testing.T) {
	other := map[string]bool{} // in scripts of their own: TestScriptsAreReadBack
	scriptSamples(func(name string, _ documents.Kind, _ any) { other[name] = true })
	for name, sample := range samples() {
		if other[name] || strings.Contains(name, "enormous") || strings.Contains(name, "bare") || !slices.Contains([]documents.Kind{documents.Prescription, documents.Invoice, documents.CreditNote, documents.Receipt}, sample.kind) {
			continue
		}
		list := pages(t, sample.kind, sample.facts, Overlay{})
		born, issued := "born 3 Sep 2019", "12 Jan 2026"
		if language := settingOf(t, sample.facts).Language; language != assets.English {
			born, issued = unbound(date(language, day("2019-09-03"))), unbound(date(language, day("2026-01-12")))
			if language == "ar" { // poppler reads the words of a date in another order
				born, issued = "2019", "2026"
			}
		}
		for i, page := range list {
			for _, want := range []string{"Meera Sharma", born, "A/00317", "Lakeside Family Clinic", issued, "A/26-27/"} {
				if !strings.Contains(page, want) {
					t.Errorf("%s, page %d lacks %q", name, i+1, want)
				}
			}
		}
	}
}
