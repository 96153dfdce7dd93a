package documents

import (
	"bytes"
	"crypto/sha256"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// MaxParts bounds what a document shares with others; a page has a logo and a signature.
const MaxParts = 64

// Part is something that many documents draw, kept once: the logo, the picture of a signature. It never changes. A document names its
// parts by their hashes, and its own hash is over those.
type Part struct {
	ID store.ID[Part] `db:"id"`
	store.Meta
	SHA256  []byte `db:"sha256"`  // of Content
	Content []byte `db:"content"` // one of Frozen.Parts
}

// Parts is the record type of what documents share. It goes with the documents of a trial: the practice's logo itself is a setting.
var Parts = store.NewTable[Part](store.Spec{Number: 86, Name: "DocumentPart", Table: "document_part", Schema: 1, Trial: true, Read: action.DocumentRead, Write: action.DocumentPrint})

// Validate returns all problems at once.
func (p Part) Validate() error {
	var problems value.Problems
	if sum := sha256.Sum256(p.Content); len(p.Content) == 0 || len(p.Content) > MaxLayout || !bytes.Equal(sum[:], p.SHA256) {
		problems.Add("content", "error.issued.pages_unusable")
	}
	return problems.Err()
}

// keepParts keeps those parts that are not there yet, and returns the hashes of all.
func keepParts(tx *store.Tx, parts [][]byte) (sums []byte, err error) {
	for _, content := range parts {
		sum := sha256.Sum256(content)
		sums = append(sums, sum[:]...)
		kept, err := partOf(tx, sum[:])
		switch {
		case err == nil && bytes.Equal(kept, content):
		case err == nil || store.CodeOf(err) == store.Corrupt: // another document would be lost with it
			return nil, store.Fail(store.Corrupt, "error.issued.pages_damaged")
		case store.CodeOf(err) != store.NotFound:
			return nil, err
		default:
			if err := store.Insert(tx, Parts, &Part{SHA256: sum[:], Content: content}); err != nil {
				return nil, err
			}
		}
	}
	return sums, nil
}

// partsOf reads the parts with these hashes; Corrupt where one is not there, or is another.
func partsOf(tx *store.Tx, sums []byte) (parts [][]byte, err error) {
	if len(sums)%sha256.Size != 0 || len(sums) > MaxParts*sha256.Size {
		return nil, store.Fail(store.Corrupt, "error.issued.pages_damaged")
	}
	for ; len(sums) > 0; sums = sums[sha256.Size:] {
		content, err := partOf(tx, sums[:sha256.Size])
		if store.CodeOf(err) == store.NotFound {
			return nil, store.Fail(store.Corrupt, "error.issued.pages_damaged")
		}
		if err != nil {
			return nil, err
		}
		parts = append(parts, content)
	}
	return parts, nil
}

func partOf(tx *store.Tx, sum []byte) ([]byte, error) {
	list, err := store.Select(tx, Parts, "sha256 = ?", sum)
	switch {
	case err != nil:
		return nil, err
	case len(list) == 0:
		return nil, store.Fail(store.NotFound, "error.store.not_found")
	case !holds(list[0].Content, nil, sum):
		return nil, store.Fail(store.Corrupt, "error.issued.pages_damaged")
	}
	return list[0].Content, nil
}

// soundParts returns the hashes of the parts that are what their hash says.
func soundParts(tx *store.Tx) (map[[sha256.Size]byte]bool, error) {
	rows, err := tx.Query(action.DocumentRead, `SELECT sha256, content FROM document_part`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	sound := map[[sha256.Size]byte]bool{}
	for rows.Next() {
		var sum, content []byte
		if err := rows.Scan(&sum, &content); err != nil {
			return nil, store.FromVault("scan part", err)
		}
		if got := sha256.Sum256(content); bytes.Equal(got[:], sum) {
			sound[got] = true
		}
	}
	return sound, store.FromVault("read parts", rows.Err())
}

// allSound reports whether every part with one of these hashes is.
func allSound(sound map[[sha256.Size]byte]bool, sums []byte) bool {
	for ; len(sums) >= sha256.Size; sums = sums[sha256.Size:] {
		if !sound[[sha256.Size]byte(sums[:sha256.Size])] {
			return false
		}
	}
	return len(sums) == 0
}
