package reports

import (
	"testing"

	"satchel/data/documents"
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
