package printing

import (
	"context"
	"testing"
	"time"

	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports"
	"satchel/reports/page"
)

var ctx = context.Background()

// receipt is the pages of a small document on a paper.
func receipt(t testing.TB, paper documents.Paper) *page.Document {
	t.Helper()
	frozen, err := reports.New().Set(documents.Receipt, documents.ReceiptFacts{
		Setting:    documents.Setting{Language: "en", Paper: paper, Zone: "Asia/Kolkata"},
		Letterhead: documents.Letterhead{Practice: "Lakeside Family Clinic", Address: []string{"14 Lake Road"}},
		Patient:    documents.PatientIdentity{Name: value.HumanName{Given: "Meera", Family: "Sharma"}, Number: "A-0001", Sex: value.GenderFemale},
		Number:     "A-R/26-27/0001", Issued: time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC),
		Amount: value.Money{Minor: 50000, Currency: "INR"}, Balance: value.Money{Currency: "INR"}, Method: "Cash", ReceivedBy: "Priya"})
	if err != nil {
		t.Fatal(err)
	}
	doc, _, err := reports.Open(frozen, reports.Overlay{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
