package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"satchel/data/documents"
	"satchel/data/value"
)

var keep = flag.String("keep", "", "keep this sample (a name of samples) in testdata/frozen, as this version freezes it")

// Pages that earlier versions froze are drawn today with the very bytes of their day. The
// files in testdata/frozen are never written again; a version that draws differently adds
// its own beside them. (The PDF's bytes also depend on Go's compress/flate: should a Go
// release change it, compare the pictures, then record the new hash and say so.)
func TestFrozenPagesStayTheSame(t *testing.T) {
	folder := filepath.Join("testdata", "frozen")
	if *keep != "" {
		keepSample(t, folder, *keep)
	}
	kept, err := filepath.Glob(filepath.Join(folder, "*.page"))
	if err != nil || len(kept) < 5 {
		t.Fatalf("%d kept pages, %v", len(kept), err)
	}
	for _, path := range kept {
		layout, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		recorded, err := os.ReadFile(strings.TrimSuffix(path, ".page") + ".pdf.sha256")
		if err != nil {
			t.Fatal(err)
		}
		parts := keptParts(t, path)
		pdf, err := PDF(documents.Frozen{Layout: layout, Parts: parts, SHA256: documents.PagesHash(layout, parts...)}, Overlay{})
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
			continue
		}
		if sum := sha256.Sum256(pdf); hex.EncodeToString(sum[:]) != strings.TrimSpace(string(recorded)) {
			t.Errorf("%s is drawn with other bytes than on its day", filepath.Base(path))
		}
	}
}

func keepSample(t *testing.T, folder, name string) {
	t.Helper()
	sample, ok := samples()[name]
	if !ok {
		t.Fatalf("no sample %s", name)
	}
	frozen, err := New().Set(sample.kind, sample.facts)
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := PDF(frozen, Overlay{})
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(pdf)
	kept := map[string][]byte{name + ".page": frozen.Layout, name + ".pdf.sha256": []byte(hex.EncodeToString(sum[:]) + "\n")}
	for n, part := range frozen.Parts {
		kept[partFile(name+".page", n)] = part
	}
	for path, content := range kept {
		file, err := os.OpenFile(filepath.Join(folder, path), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write(content); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// The same facts freeze to the same bytes, alone or among others.
func TestSetIsDeterministic(t *testing.T) {
	press := New()
	facts := samplePrescription(documents.PaperA5)
	first, err := press.Set(documents.Prescription, facts)
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Layout) > mostFrozen {
		t.Errorf("a prescription freezes to %d bytes, more than 4 kB", len(first.Layout))
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			again, err := press.Set(documents.Prescription, facts)
			if err != nil || again.SHA256 != first.SHA256 || !bytes.Equal(again.Layout, first.Layout) {
				t.Errorf("another page: %v", err)
			}
		})
	}
	group.Wait()
}

func TestDamagedPage(t *testing.T) {
	frozen, err := New().Set(documents.Receipt, sampleReceipt(documents.PaperA5))
	if err != nil {
		t.Fatal(err)
	}
	frozen.Layout = bytes.Clone(frozen.Layout)
	frozen.Layout[len(frozen.Layout)/2] ^= 1
	if _, err := PDF(frozen, Overlay{}); !errors.Is(err, value.Problem{Key: "error.documents.damaged"}) {
		t.Errorf("PDF: %v", err)
	}
	if _, err := Preview(frozen, 0, 96, Overlay{}); !errors.Is(err, value.Problem{Key: "error.documents.damaged"}) {
		t.Errorf("Preview: %v", err)
	}
}

func TestWrongFacts(t *testing.T) {
	press := New()
	if _, err := press.Set(documents.Prescription, sampleReceipt(documents.PaperA5)); err == nil {
		t.Error("a receipt's facts make a prescription")
	}
	if _, err := press.Set("poster", sampleReceipt(documents.PaperA5)); err == nil {
		t.Error("an unknown kind is set")
	}
	if _, err := press.Set(documents.Receipt, nil); err == nil {
		t.Error("no facts make a receipt")
	}
	f := samplePrescription(documents.PaperA5)
	f.Prescriber.Signature = []byte("GIF89a")
	_, err := press.Set(documents.Prescription, f)
	var problems value.Problems
	if !errors.As(err, &problems) || problems[0].Field != "prescriber.signature" {
		t.Errorf("a signature that is no PNG: %v", err)
	}
}

// Every document in the list can be set on every paper that it names.
func TestListIsComplete(t *testing.T) {
	facts := map[documents.Kind]func(documents.Paper) any{
		documents.Prescription: func(p documents.Paper) any { return samplePrescription(p) },
		documents.Invoice:      func(p documents.Paper) any { return sampleInvoice(p) },
		documents.CreditNote:   func(p documents.Paper) any { return sampleCreditNote(p) },
		documents.Receipt:      func(p documents.Paper) any { return sampleReceipt(p) },
		documents.RecoveryKey:  func(p documents.Paper) any { return sampleRecoveryKey(p) },
		documents.Loss:         func(p documents.Paper) any { return sampleLoss(p) },
		documents.Successor:    func(p documents.Paper) any { return sampleSuccessor(p) },

		documents.VisitSummary:           func(p documents.Paper) any { return sampleVisitSummary(p) },
		documents.PatientSummary:         func(p documents.Paper) any { return samplePatientSummary(p) },
		documents.ImmunizationCard:       func(p documents.Paper) any { return sampleCard(p) },
		documents.VaccinationCertificate: func(p documents.Paper) any { return sampleCertificate(p) },
		documents.ResultsTrend:           func(p documents.Paper) any { return sampleTrend(p) },
		documents.GrowthRecord:           func(p documents.Paper) any { return sampleGrowth(p) },
		documents.Statement:              func(p documents.Paper) any { return sampleStatement(p) },
		documents.DayEnd:                 func(p documents.Paper) any { return sampleDayEnd(p) },
		documents.DayList:                func(p documents.Paper) any { return sampleDayList(p, 8) },
		documents.Downtime:               func(p documents.Paper) any { return sampleDowntime(p, 4, true) },
		documents.AppointmentSlip:        func(p documents.Paper) any { return sampleSlip(p, 1) },
		documents.AuditReport:            func(p documents.Paper) any { return sampleAudit(p, 20) },
		documents.Disclosures:            func(p documents.Paper) any { return sampleDisclosures(p) },
		documents.Ruler:                  func(p documents.Paper) any { return sampleRuler(p) },
		documents.Letter:                 func(p documents.Paper) any { return sampleLetter(p) },
		documents.Referral:               func(p documents.Paper) any { return sampleReferral(p) },
		documents.SickNote:               func(p documents.Paper) any { return sampleSickNote(p) },
		documents.FitnessCertificate:     func(p documents.Paper) any { return sampleFitness(p) },
		documents.LaboratoryOrder:        func(p documents.Paper) any { return sampleLaboratory(p) },
		documents.ImagingOrder:           func(p documents.Paper) any { return sampleImaging(p) },
	}
	if len(List) != len(facts) {
		t.Errorf("%d documents in the list, %d with a sample", len(List), len(facts))
	}
	for _, d := range List {
		for _, paper := range d.Papers {
			if _, err := New().Set(d.Kind, facts[d.Kind](paper)); err != nil {
				t.Errorf("%s on %s: %v", d.Kind, paper, err)
			}
		}
	}
}

// No text makes the press panic, whatever it holds: it prints or it is refused as problems.
func FuzzSet(f *testing.F) {
	for _, seed := range []string{"", "Meera", "मीरा", "\xff", "a\u202eb", "\U0001F600", strings.Repeat("W", 400), "1\n\n2", "Ọlọ́run\u0301", "{{.Secret}}", "\x00"} {
		f.Add(seed, seed, int64(1))
	}
	f.Add("a", "b", int64(-1<<63))
	f.Fuzz(func(t *testing.T, name, text string, n int64) {
		rx := samplePrescription(documents.PaperA5)
		rx.Patient.Name, rx.Patient.Relation = value.HumanName{Given: name, Latin: text}, text
		rx.Number, rx.Letterhead.Practice, rx.Setting.Language, rx.Setting.PadBand = text, name, name, int(n%200)
		rx.Items[0].Instructions, rx.Items[1].Dose, rx.Items[2].QuantityUnit, rx.Items[2].Repeats = text, name, text, int(n)
		rx.Advice, rx.Verification = text+name, text
		bill := sampleInvoice(documents.PaperA5)
		bill.Lines = append(bill.Lines, documents.InvoiceLine{Description: text, Unit: name, Code: text, Quantity: value.Whole(1), UnitPrice: rupees(n), Exempt: true, Amount: rupees(n)})
		receipt := sampleReceipt(documents.PaperRoll80)
		receipt.Payer, receipt.Amount, receipt.Reference = value.HumanName{Text: name}, rupees(n), text
		receipt.Pays = nil
		for kind, facts := range map[documents.Kind]any{documents.Prescription: rx, documents.Invoice: bill, documents.Receipt: receipt} {
			frozen, err := New().Set(kind, facts)
			var problems value.Problems
			if err != nil && !errors.As(err, &problems) {
				t.Fatalf("%s: %v", kind, err)
			}
			if err == nil {
				if _, err := Preview(frozen, 0, 40, Overlay{Copy: 1, At: issuedAt, Zone: text, By: name}); err != nil {
					t.Fatalf("%s: %v", kind, err)
				}
			}
		}
	})
}
