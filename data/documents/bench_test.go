package documents_test

import (
	"fmt"
	"testing"

	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/store/action"
)

// BenchmarkReads has a patient of 1,000 documents, 100 of which wait for a printer.
func BenchmarkReads(b *testing.B) {
	r := open(b)
	var last documents.DocumentID
	r.must(r.Owner, action.LoadDemo, r.meera, func(tx *store.Tx) error {
		for n := range 1000 {
			d, err := documents.Issue(tx, press{}, documents.Invoice, invoice(fmt.Sprint(n)), r.subject(r.meera))
			if err != nil {
				return err
			}
			if last = d.ID; n < 900 {
				if _, err := documents.Printed(tx, d.ID, 0, documents.PrintTaken); err != nil {
					return err
				}
			}
		}
		return nil
	})
	for name, read := range map[string]func(*store.Tx) error{
		"OfPatient1000": func(tx *store.Tx) error { _, err := documents.OfPatient(tx, r.meera, 0); return err },
		"OfPatient50":   func(tx *store.Tx) error { _, err := documents.OfPatient(tx, r.meera, 50); return err },
		"ToPrint100":    func(tx *store.Tx) error { _, err := documents.ToPrint(tx); return err },
		"FrozenOf":      func(tx *store.Tx) error { _, _, err := documents.FrozenOf(tx, last); return err },
		"VerifyHashes":  func(tx *store.Tx) error { _, _, err := documents.VerifyHashes(tx); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r.MustView(b, r.Desk, action.ReadDocument, read, store.About(r.meera))
			}
		})
	}
}
