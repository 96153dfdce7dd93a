package documents

import (
	"strconv"
	"strings"

	"satchel/data/store"
)

// ByNumber returns the documents of a kind, void and superseded ones included, whose printed number is text, or ends in the plain
// counter that text is: "A-P/26-27/0012", or "12". Newest first; several where the counter ran in several series.
func ByNumber(tx *store.Tx, kind Kind, text string) ([]Document, error) {
	text = strings.TrimSpace(text)
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		return store.Select(tx, Documents, "kind = ? AND number = ? COLLATE NOCASE AND retracted = 0 ORDER BY id DESC", string(kind), text)
	}
	// Numbers are counters of four digits or more behind the last slash.
	list, err := store.Select(tx, Documents, "kind = ? AND number LIKE ? AND retracted = 0 ORDER BY id DESC", string(kind), "%"+strconv.FormatUint(n, 10))
	if err != nil {
		return nil, err
	}
	found := list[:0]
	for _, d := range list {
		counter := d.Number[strings.LastIndex(d.Number, "/")+1:]
		if c, err := strconv.ParseUint(counter, 10, 32); err == nil && c == n {
			found = append(found, d)
		}
	}
	return found, nil
}
