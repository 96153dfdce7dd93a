package datatest

import (
	"encoding/json"
	"fmt"
	"time"

	"satchel/data/documents"
	"satchel/data/value"
)

// Press stands for the one in reports, which data may not know: it checks the facts, and "draws" them as JSON.
type Press struct{}

// Set implements documents.Press.
func (Press) Set(kind documents.Kind, facts any) (documents.Frozen, error) {
	if v, ok := facts.(interface{ Validate() error }); ok {
		if err := v.Validate(); err != nil {
			return documents.Frozen{}, err
		}
	}
	layout, err := json.Marshal(facts)
	if err != nil {
		return documents.Frozen{}, fmt.Errorf("encode facts: %w", err)
	}
	parts := [][]byte{[]byte("what every page bears")}
	return documents.Frozen{Kind: kind, Layout: layout, Parts: parts, SHA256: documents.PagesHash(layout, parts...), Pages: 1}, nil
}

// Receipt are the facts of a small document on a paper, for tests of what happens to pages.
func Receipt(paper documents.Paper) documents.ReceiptFacts {
	return documents.ReceiptFacts{
		Setting:    documents.Setting{Language: "en", Paper: paper, Zone: "Asia/Kolkata"},
		Letterhead: documents.Letterhead{Practice: "Lakeside Family Clinic", Address: []string{"14 Lake Road"}},
		Patient:    documents.PatientIdentity{Name: value.HumanName{Given: "Meera", Family: "Sharma"}, Number: "A-0001", Sex: value.GenderFemale},
		Number:     "A-R/26-27/0001", Issued: time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC),
		Amount: value.Money{Minor: 50000, Currency: "INR"}, Balance: value.Money{Currency: "INR"}, Method: "Cash", ReceivedBy: "Priya",
	}
}
