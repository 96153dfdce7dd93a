package reports

import (
	"fmt"
	"strings"
	"time"

	"satchel/data/documents"
	"satchel/data/value"
	"satchel/data/vault"
)

// The facts that the tests draw: invented people of an invented clinic.

func day(text string) value.PartialDate {
	d, err := value.ParseISO(text)
	if err != nil {
		panic(err)
	}
	return d
}

func quantity(number, unit string) value.Quantity {
	return value.Quantity{Value: value.MustDecimal(number), Unit: unit}
}

func rupees(paise int64) value.Money { return value.Money{Minor: paise, Currency: "INR"} }

func sampleSetting(paper documents.Paper) documents.Setting {
	return documents.Setting{Language: "en", Paper: paper, Zone: "Asia/Kolkata", Number: value.Indian}
}

var issuedAt = time.Date(2026, 1, 12, 4, 54, 0, 0, time.UTC) // 10:24 in Kolkata

func sampleLetterhead() documents.Letterhead {
	return documents.Letterhead{
		Practice: "Lakeside Family Clinic",
		Address:  []string{"14 Lake Road, Udaipur 313001", "Rajasthan, India"},
		Phone:    "+91 294 555 0142", Email: "lakeside@example.org",
	}
}

func samplePatient() documents.PatientIdentity {
	return documents.PatientIdentity{
		Name: value.HumanName{Given: "Meera", Family: "Sharma"}, Number: "A/00317",
		BirthDate: day("2019-09-03"), Sex: value.GenderFemale,
		Address: []string{"7 Fateh Sagar Road", "Udaipur 313001"}, Relation: "daughter of Rakesh Sharma",
		Weight: quantity("20", "kg"), WeightDate: day("2026-01-12"),
	}
}

func sampleDoctor() documents.Practitioner {
	return documents.Practitioner{
		Name: value.HumanName{Prefix: "Dr", Given: "Anjali", Family: "Rao"}, Qualification: "MBBS, MD (Paediatrics)", Registration: "Reg. no. RMC 24518",
	}
}

func samplePrescription(paper documents.Paper) documents.PrescriptionFacts {
	return documents.PrescriptionFacts{
		Setting: sampleSetting(paper), Letterhead: sampleLetterhead(), Prescriber: sampleDoctor(), Patient: samplePatient(),
		Number: "A/26-27/0124", Issued: issuedAt, ValidUntil: day("2026-02-11"), Diagnosis: "Acute otitis media, right ear (H66.9)",
		Allergies: documents.AllergyStatus{State: documents.AllergyListed, Allergies: []documents.Allergy{
			{Substance: "Sulfonamides", Reaction: "rash (2023)"}, {Substance: "Peanut", Reaction: "swelling of the face", HighRisk: true},
		}},
		Items: []documents.PrescriptionItem{
			{
				Ingredients: []documents.Ingredient{
					{Name: "amoxicillin", Strength: quantity("200", "mg"), Per: quantity("5", "mL")},
					{Name: "clavulanic acid", Strength: quantity("28.5", "mg"), Per: quantity("5", "mL")},
				},
				Brand: "Augmentin Duo", Form: "oral suspension", Route: "by mouth", Dose: "8 mL (320 mg)", Frequency: "2 times a day, morning and night",
				Duration: "7 days", Quantity: value.MustDecimal("120"), QuantityUnit: "mL", Substitution: documents.SubstitutionNotAllowed,
				Indication: "the ear infection", Instructions: "Shake well. Finish the full course even if she feels better.",
			},
			{
				Ingredients: []documents.Ingredient{{Name: "paracetamol", Strength: quantity("250", "mg"), Per: quantity("5", "mL")}},
				Form:        "oral suspension", Route: "by mouth", Dose: "6 mL (300 mg)", Frequency: "only if needed for pain or fever",
				Instructions: "Wait at least 6 hours between doses. No more than 4 doses in 24 hours.",
				Quantity:     value.MustDecimal("60.0"), QuantityUnit: "mL", Repeats: 1, Substitution: documents.SubstitutionAllowed,
			},
			{
				Ingredients: []documents.Ingredient{{Name: "sodium chloride"}}, Strength: "0.65%", Form: "nasal spray", Route: "in each nostril",
				Dose: "1 spray", Frequency: "3 times a day", Duration: "5 days", Quantity: value.MustDecimal("1"), QuantityUnit: "bottle",
			},
		},
		Advice: "Plenty of fluids. Keep the ear dry.",
		Review: "15 Jan 2026. Come sooner if fever stays ≥ 39 °C, if the ear discharges, or if she is drowsy.",
	}
}

func sampleInvoice(paper documents.Paper) documents.InvoiceFacts {
	head := sampleLetterhead()
	head.TaxID = "GSTIN 08ABCDE1234F1Z5"
	return documents.InvoiceFacts{
		Setting: sampleSetting(paper), Letterhead: head, Practitioner: sampleDoctor(), Patient: samplePatient(), Title: documents.TitleTaxInvoice,
		Number: "A/26-27/0087", Issued: issuedAt, ServiceDate: day("2026-01-12"), DueDate: day("2026-01-26"), PlaceOfSupply: "08 Rajasthan",
		Lines: []documents.InvoiceLine{
			{Code: "999312", Description: "Consultation, paediatrics", Detail: "Dr Anjali Rao", Quantity: value.Whole(1), UnitPrice: rupees(80000), Exempt: true, Amount: rupees(80000)},
			{Code: "999312", Description: "Otoscopy with photograph", Detail: "Right ear", Quantity: value.Whole(1), UnitPrice: rupees(45000), Discount: rupees(5000), Exempt: true, Amount: rupees(40000)},
			{Code: "902519", Description: "Ear thermometer, digital", Detail: "Model ET-2, lot 8841", Quantity: value.Whole(1), UnitPrice: rupees(120000), TaxName: "GST", TaxRate: value.MustDecimal("18"), Amount: rupees(120000)},
			{Code: "300490", Description: "Sodium chloride 0.65% nasal spray", Detail: "Lot B22, exp 11/2027", Quantity: value.Whole(2), UnitPrice: rupees(8500), TaxName: "GST", TaxRate: value.MustDecimal("5"), Amount: rupees(17000)},
		},
		Exempt: rupees(120000), Taxable: rupees(137000),
		Taxes: []documents.TaxAmount{
			{Name: "CGST", Rate: value.MustDecimal("9"), Amount: rupees(10800)}, {Name: "SGST", Rate: value.MustDecimal("9"), Amount: rupees(10800)},
			{Name: "CGST", Rate: value.MustDecimal("2.5"), Amount: rupees(425)}, {Name: "SGST", Rate: value.MustDecimal("2.5"), Amount: rupees(425)},
		},
		Rounding: rupees(-50), Total: rupees(279400),
		Payments: []documents.PaymentLine{{Date: day("2026-01-12"), Method: "UPI", Amount: rupees(100000)}}, Balance: rupees(179400),
		PaymentLink: "upi://pay?pa=lakeside@example&pn=Lakeside%20Family%20Clinic&am=1794.00&cu=INR&tn=A/26-27/0087",
		PaymentText: "UPI: scan the square. Bank: Lakeside Clinic, account 0012 3456 789, IFSC ABCD0001234. Please quote A/26-27/0087.",
	}
}

func sampleCreditNote(paper documents.Paper) documents.InvoiceFacts {
	f := sampleInvoice(paper)
	f.Number, f.Credits = "A/26-27/C003", &documents.Reference{Number: "A/26-27/0087", Date: day("2026-01-12"), Reason: "The thermometer was returned unopened."}
	f.Lines, f.Exempt, f.Taxable = f.Lines[2:3], value.Money{}, rupees(120000)
	f.Taxes, f.Rounding, f.Total = f.Taxes[:2], value.Money{}, rupees(141600)
	f.Payments, f.Balance, f.PaymentLink, f.PaymentText = nil, rupees(141600), "", ""
	return f
}

func sampleReceipt(paper documents.Paper) documents.ReceiptFacts {
	return documents.ReceiptFacts{
		Setting: sampleSetting(paper), Letterhead: sampleLetterhead(), Patient: samplePatient(), Number: "A/26-27/R0092", Issued: issuedAt,
		Payer: value.HumanName{Given: "Rakesh", Family: "Sharma"}, Amount: rupees(100000), Method: "UPI", Reference: "601243998120",
		Pays: []documents.Allocation{{Number: "A/26-27/0087", Date: day("2026-01-12"), Amount: rupees(100000)}}, Balance: rupees(179400), ReceivedBy: "Kavita Joshi",
	}
}

func sampleRecoveryKey(paper documents.Paper) documents.RecoveryKeyFacts {
	return documents.RecoveryKeyFacts{
		Setting: sampleSetting(paper), Practice: "Lakeside Family Clinic", Created: issuedAt, Label: "Key 1",
		Groups: strings.Fields("7K2QW F9M4R TX8CB 3HVJN P6YDA ZE5GU 2WQ7K R4MF9"),
	}
}

func sampleLoss(paper documents.Paper) documents.LossFacts {
	return documents.LossFacts{
		Setting: sampleSetting(paper), Practice: "Lakeside Family Clinic", Country: "IN", Created: issuedAt, Version: "0.1.0",
		Patients: 15_204, Charts: 14_873, Use: documents.LastUse{Entry: issuedAt.Add(-4 * time.Minute), Opened: issuedAt.Add(-95 * time.Minute)}, Backup: issuedAt.Add(-15 * time.Hour),
		Seal:            documents.Seal{Format: 1, Suite: "XAES-256-GCM", PageSize: 4096, Passwords: 3, RecoveryKey: true, Costs: []vault.KDF{{MemoryKiB: 64 << 10, Passes: 3, Threads: 4}}},
		RecoveryPrinted: true, IdleMinutes: 5,
	}
}

func sampleSuccessor(paper documents.Paper) documents.SuccessorFacts {
	return documents.SuccessorFacts{
		Setting: sampleSetting(paper), Practice: "Lakeside Family Clinic", Created: issuedAt, Version: "0.1.0", Format: 1,
		Folder: "/home/rao/Satchel", File: "lakeside.satchel", Backups: []string{"/media/rao/BACKUP/satchel", "/home/rao/Backups"}, Backup: issuedAt.Add(-15 * time.Hour),
		SignIn: []string{"Dr Anjali Rao"}, RecoveryPrinted: true,
	}
}

// longInvoice has n lines, so that pages carry sums over.
func longInvoice(paper documents.Paper, n int) documents.InvoiceFacts {
	f := sampleInvoice(paper)
	f.Lines, f.Taxes, f.Taxable, f.Rounding, f.Payments = nil, nil, value.Money{}, value.Money{}, nil
	total := int64(0)
	for i := range n {
		price := int64(10000 + 137*i)
		f.Lines = append(f.Lines, documents.InvoiceLine{
			Code: "999312", Description: fmt.Sprintf("Dressing, session %d", i+1), Quantity: value.Whole(1), UnitPrice: rupees(price), Exempt: true, Amount: rupees(price),
		})
		total += price
	}
	f.Exempt, f.Total, f.Balance = rupees(total), rupees(total), rupees(total)
	return f
}

// enormous fills every text of a prescription to its limit, with words that can't be
// broken among them.
func enormousPrescription(paper documents.Paper) documents.PrescriptionFacts {
	f := samplePrescription(paper)
	wide := strings.Repeat("Wolfeschlegelsteinhausenbergerdorff", 2)
	f.Patient.Name = value.HumanName{Given: wide, Family: wide, Prefix: "Prof. Dr. med."}
	f.Patient.Relation = strings.Repeat("W", 200)
	f.Patient.Address = []string{strings.Repeat("M", 200), strings.Repeat("long street ", 16)}
	f.Letterhead.Practice = strings.Repeat("Polyclinic of the ", 11)
	f.Letterhead.Address = []string{strings.Repeat("W", 200), strings.Repeat("i", 200)}
	f.Prescriber.Name = value.HumanName{Given: wide, Family: wide}
	f.Prescriber.Qualification, f.Prescriber.Registration = strings.Repeat("MBBS ", 40), strings.Repeat("9", 200)
	f.Diagnosis = strings.Repeat("Otitis media with effusion; ", 140)
	f.Advice, f.Review = strings.Repeat("Plenty of fluids. ", 220), strings.Repeat("Å", 3900)
	item := f.Items[0]
	item.Instructions = strings.Repeat("Shake well before each use. ", 140)
	item.Indication, item.Brand, item.Form = strings.Repeat("W", 200), strings.Repeat("B", 200), strings.Repeat("form ", 40)
	f.Items = nil
	for range 60 {
		f.Items = append(f.Items, item)
	}
	return f
}
