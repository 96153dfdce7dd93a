package reports

import (
	"testing"

	"satchel/data/documents"
	"satchel/reports/page"
)

// The target for facts to PDF is 100 ms, for a page of the preview 30 ms.

func BenchmarkPrescriptionPDF(b *testing.B) {
	facts := samplePrescription(documents.PaperA5)
	benchmarkPDF(b, documents.Prescription, facts)
}

func BenchmarkInvoicePDF(b *testing.B) {
	benchmarkPDF(b, documents.Invoice, sampleInvoice(documents.PaperA4))
}

func BenchmarkLongInvoicePDF(b *testing.B) {
	benchmarkPDF(b, documents.Invoice, longInvoice(documents.PaperA4, 300))
}

func benchmarkPDF(b *testing.B, kind documents.Kind, facts any) {
	for b.Loop() {
		frozen, err := New().Set(kind, facts)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := PDF(frozen, Overlay{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSet(b *testing.B) {
	facts := samplePrescription(documents.PaperA5)
	for b.Loop() {
		if _, err := New().Set(documents.Prescription, facts); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPreview(b *testing.B) {
	frozen, err := New().Set(documents.Invoice, sampleInvoice(documents.PaperA4))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Preview(frozen, 0, 96, Overlay{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPreviewWindow draws an A4 page as the window shows it, at 6 pixels a mm; the target is 30 ms.
func BenchmarkPreviewWindow(b *testing.B) {
	frozen, err := New().Set(documents.Invoice, sampleInvoice(documents.PaperA4))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Preview(frozen, 0, 152, Overlay{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBatch is one prescription of a batch of 1,000, from its frozen page to what the printer gets; the target is 10 ms.
func BenchmarkBatch(b *testing.B) {
	frozen, err := New().Set(documents.Prescription, samplePrescription(documents.PaperA5))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		doc, note, err := Open(frozen, Overlay{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := page.AdjustedPDF(doc, note, page.Adjustment{Across: 3}); err != nil {
			b.Fatal(err)
		}
	}
}
