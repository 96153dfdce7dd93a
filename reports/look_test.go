package reports

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satchel/data/documents"
	"satchel/data/value"
	"satchel/data/vault"
)

var out = flag.String("out", "", "write every sample document as PDF into this folder, to be looked at")

// sample is a document to be drawn.
type sample = struct {
	kind  documents.Kind
	facts any
}

// samples are every document on every paper it is made for, and the states that change how
// it looks.
func samples() map[string]sample {
	list := map[string]sample{}
	for _, paper := range []documents.Paper{documents.PaperA5, documents.PaperA4, documents.PaperLetter} {
		list["prescription-"+string(paper)] = sample{documents.Prescription, samplePrescription(paper)}
		list["invoice-"+string(paper)] = sample{documents.Invoice, sampleInvoice(paper)}
		list["credit-note-"+string(paper)] = sample{documents.CreditNote, sampleCreditNote(paper)}
		list["receipt-"+string(paper)] = sample{documents.Receipt, sampleReceipt(paper)}
		list["recovery-key-"+string(paper)] = sample{documents.RecoveryKey, sampleRecoveryKey(paper)}
		list["loss-"+string(paper)] = sample{documents.Loss, sampleLoss(paper)}
		list["successor-"+string(paper)] = sample{documents.Successor, sampleSuccessor(paper)}

		list["ruler-"+string(paper)] = sample{documents.Ruler, sampleRuler(paper)}
	}
	list["ruler-roll"] = sample{documents.Ruler, sampleRuler(documents.PaperRoll80)}
	list["receipt-roll"] = sample{documents.Receipt, sampleReceipt(documents.PaperRoll80)}

	emblem, logo := samplePrescription(documents.PaperA5), sampleInvoice(documents.PaperA4)
	emblem.Letterhead.Logo, logo.Letterhead.Logo = []byte(emblemSVG), smallLogo()
	list["prescription-emblem-A5"], list["invoice-logo-A4"] = sample{documents.Prescription, emblem}, sample{documents.Invoice, logo}

	moved := sampleLoss(documents.PaperA4)
	moved.Practice, moved.Country, moved.Setting.Trial = strings.Repeat("Polyclinic of the Lakes ", 8), "DE", true
	moved.Moved, moved.Before, moved.Use, moved.Backup = issuedAt.Add(-time.Hour), moved.Use, documents.LastUse{}, time.Time{}
	moved.Seal.Costs = append(moved.Seal.Costs, vault.FloorKDF)
	list["loss-moved"] = sample{documents.Loss, moved}

	far := sampleSuccessor(documents.PaperA5)
	far.Practice, far.Setting.Trial, far.RecoveryPrinted = strings.Repeat("Polyclinic of the Lakes ", 8), true, false
	far.Folder = `C:\Users\` + strings.Repeat(`AVeryLongFolderNameWithoutASpace\`, 20)
	far.File = strings.Repeat("practice", 20) + ".satchel"
	far.Backups = []string{far.Folder, "/media/doctor/" + strings.Repeat("usb ", 60), "/home/डॉक्टर/backups"}
	list["successor-far"] = sample{documents.Successor, far}

	verified := samplePrescription(documents.PaperA5)
	verified.Verification = "SATCHEL1;A/26-27/0124;2026-01-12;3;kD8s7Fq2mQn0vX4tZb1yHc5uJw9eLr6pGa3sKd7fMxQ2vN8bTz4cYh1wRj5"
	verified.Setting.Trial = true
	list["prescription-trial"] = sample{documents.Prescription, verified}

	void := samplePrescription(documents.PaperA5)
	void.Void = &documents.Void{At: issuedAt.Add(3600e9), By: "Dr Anjali Rao", Reason: "Wrong patient."}
	void.Replaces = &documents.Reference{Number: "A/26-27/0123", Date: day("2026-01-12"), Reason: "The dose was changed."}
	list["prescription-void"] = sample{documents.Prescription, void}

	bare := samplePrescription(documents.PaperA5)
	bare.Letterhead = documents.Letterhead{Practice: "Lakeside Family Clinic"}
	bare.Prescriber = documents.Practitioner{Name: value.HumanName{Text: "Rao"}}
	bare.Patient = documents.PatientIdentity{Name: value.HumanName{Text: "Unknown man"}, Number: "A/00318", BirthDate: day("1986"), BirthDateEstimated: true, Sex: value.GenderMale}
	bare.ValidUntil, bare.Diagnosis, bare.Advice, bare.Review = value.PartialDate{}, "", "", ""
	bare.Allergies = documents.AllergyStatus{State: documents.AllergyNotAsked}
	bare.Items = []documents.PrescriptionItem{{Brand: "ORS", Instructions: "1 sachet in 1 L of water."}}
	list["prescription-bare"] = sample{documents.Prescription, bare}

	pad := samplePrescription(documents.PaperA5)
	pad.Setting.PadBand = 45
	pad.Allergies = documents.AllergyStatus{State: documents.AllergyNoneKnown}
	list["prescription-pad"] = sample{documents.Prescription, pad}

	long := samplePrescription(documents.PaperA5)
	long.Items = append(append(long.Items, long.Items...), long.Items...)
	list["prescription-long"] = sample{documents.Prescription, long}
	list["prescription-enormous"] = sample{documents.Prescription, enormousPrescription(documents.PaperA5)}
	list["invoice-long"] = sample{documents.Invoice, longInvoice(documents.PaperA4, 300)}
	list["invoice-long-A5"] = sample{documents.Invoice, longInvoice(documents.PaperA5, 31)}

	buyer := sampleInvoice(documents.PaperA4)
	buyer.Buyer = &documents.Buyer{Name: value.HumanName{Text: "Mewar Health Insurance Ltd"}, Address: []string{"1 Court Chowk", "Udaipur"}, TaxID: "GSTIN 08AAACM1234K1Z1"}
	buyer.Setting.Trial = true
	list["invoice-buyer"] = sample{documents.Invoice, buyer}

	advance := sampleReceipt(documents.PaperA5)
	advance.Payer, advance.Pays, advance.Balance, advance.Reference = value.HumanName{}, nil, rupees(-100000), ""
	scriptSamples(func(name string, kind documents.Kind, facts any) { list[name] = sample{kind, facts} })
	list["receipt-advance"] = sample{documents.Receipt, advance}
	maps.Copy(list, clinicalSamples())
	maps.Copy(list, toldSamples())
	maps.Copy(list, rxSamples())
	maps.Copy(list, deskSamples())

	for name, letter := range letterSamples() {
		list[name] = sample(letter)
	}
	return list
}

func TestEveryDocumentSets(t *testing.T) {
	for name, sample := range samples() {
		frozen, err := New().Set(sample.kind, sample.facts)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		pdf, err := PDF(frozen, Overlay{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		t.Logf("%s: %d pages, %d bytes frozen, %d bytes PDF", name, frozen.Pages, len(frozen.Layout), len(pdf))
		if *out != "" {
			if err := os.WriteFile(filepath.Join(*out, name+".pdf"), pdf, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
