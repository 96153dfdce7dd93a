package documents

import (
	"crypto/subtle"
	"strings"

	"satchel/data/store"
	"satchel/data/store/action"
)

// Item is a document in a list, without its pages: issued, printed and handed over are three facts.
type Item struct {
	Document
	Papers     int  // originals and copies in the world
	Sent       bool // one of them lies in a printer's queue, as far as anybody knows
	Waits      bool // for a printer
	HandedOver bool
}

// OfPatient returns the documents of a patient, newest first, at most limit (0: all), without their pages.
func OfPatient(tx *store.Tx, patient PatientID, limit int) ([]Item, error) {
	if err := about(tx, patient); err != nil {
		return nil, err
	}
	if limit <= 0 {
		limit = -1
	}
	return items(tx, "patient_id = ? ORDER BY issued DESC, id DESC LIMIT ?", patient, limit)
}

// OfSubject returns the documents of one record, newest first.
func OfSubject(tx *store.Tx, subject store.RawID) ([]Item, error) {
	return items(tx, "subject_id = ? ORDER BY id DESC", subject)
}

func items(tx *store.Tx, where string, args ...any) ([]Item, error) {
	list, err := store.Select(tx, Documents, where, args...)
	if err != nil {
		return nil, err
	}
	found := make([]Item, len(list))
	place := make(map[DocumentID]int, len(list))
	for n, d := range list {
		found[n].Document, place[d.ID] = d, n
	}
	for start := 0; start < len(list); start += batch {
		if err := fill(tx, found[start:min(start+batch, len(list))], func(id DocumentID) *Item { return &found[place[id]] }); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// batch is how many ids one query takes; SQLite allows 32,766 arguments.
const batch = 500

// fill reads what became of the documents of part.
func fill(tx *store.Tx, part []Item, item func(DocumentID) *Item) error {
	args := make([]any, len(part))
	for n, i := range part {
		args[n] = i.ID
	}
	rows, err := tx.Query(action.DocumentRead, `SELECT d.id,
			(SELECT count(*) FROM print_event p WHERE p.document_id = d.id AND p.retracted = 0 AND `+inTheWorld+`),
			EXISTS (SELECT 1 FROM print_event s WHERE s.document_id = d.id AND s.retracted = 0 AND s.outcome = 'sent'),
			EXISTS (SELECT 1 FROM print_queue q WHERE q.document_id = d.id),
			EXISTS (SELECT 1 FROM hand_over h WHERE h.document_id = d.id AND h.retracted = 0)
		FROM document d WHERE d.id IN (?`+strings.Repeat(", ?", len(part)-1)+`)`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id DocumentID
		var papers int
		var sent, waits, handed bool
		if err := rows.Scan(&id, &papers, &sent, &waits, &handed); err != nil {
			return store.FromVault("scan document", err)
		}
		i := item(id)
		i.Papers, i.Sent, i.Waits, i.HandedOver = papers, sent, waits, handed
	}
	return store.FromVault("read documents", rows.Err())
}

// FrozenOf returns the pages of a document as they were issued; Corrupt where they are not what was issued.
func FrozenOf(tx *store.Tx, id DocumentID) (Document, Frozen, error) {
	d, err := store.Get(tx, Documents, id)
	if err != nil {
		return d, Frozen{}, err
	}
	if err := about(tx, d.Patient); err != nil {
		return d, Frozen{}, err
	}
	list, err := store.Select(tx, Contents, "document_id = ?", id)
	if err != nil {
		return d, Frozen{}, err
	}
	if len(list) != 1 || !holds(list[0].Layout, list[0].Parts, d.SHA256) {
		return d, Frozen{}, store.Fail(store.Corrupt, "error.issued.pages_damaged")
	}
	frozen := Frozen{Kind: d.Kind, Layout: list[0].Layout, Pages: d.Pages}
	copy(frozen.SHA256[:], d.SHA256)
	frozen.Parts, err = partsOf(tx, list[0].Parts)
	return d, frozen, err
}

// holds reports whether a layout, with the hashes of its parts, is what a hash says.
func holds(layout, parts, sum []byte) bool {
	got := pagesHash(layout, parts)
	return subtle.ConstantTimeCompare(got[:], sum) == 1
}

// VerifyHashes holds the pages of every document, with the parts that they share, against their SHA-256, and returns how many there are
// and which fail or lack their pages.
func VerifyHashes(tx *store.Tx) (checked int, damaged []DocumentID, err error) {
	sound, err := soundParts(tx)
	if err != nil {
		return 0, nil, err
	}
	rows, err := tx.Query(action.DocumentRead, `SELECT d.id, d.sha256, c.layout, c.parts FROM document d LEFT JOIN document_content c ON c.document_id = d.id ORDER BY d.id`)
	if err != nil {
		return 0, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id DocumentID
		var sum, layout, parts []byte
		if err := rows.Scan(&id, &sum, &layout, &parts); err != nil {
			return checked, damaged, store.FromVault("scan pages", err)
		}
		checked++
		if !holds(layout, parts, sum) || !allSound(sound, parts) {
			damaged = append(damaged, id)
		}
	}
	return checked, damaged, store.FromVault("read pages", rows.Err())
}
