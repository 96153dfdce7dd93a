package printing

import (
	"context"
	"testing"

	"satchel/data/datatest"
	"satchel/data/documents"
	"satchel/reports"
	"satchel/reports/page"
)

var ctx = context.Background()

// receipt is the pages of a small document on a paper.
func receipt(t testing.TB, paper documents.Paper) *page.Document {
	t.Helper()
	frozen, err := reports.New().Set(documents.Receipt, datatest.Receipt(paper))
	if err != nil {
		t.Fatal(err)
	}
	doc, _, err := reports.Open(frozen, reports.Overlay{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
