package datatest

import (
	"encoding/json"
	"fmt"

	"satchel/data/documents"
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
