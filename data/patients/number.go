package patients

import (
	"strconv"
	"strings"

	"satchel/data/store"
)

// ByNumber returns the patient whose number is text, or whose number ends in the plain counter that text is: "A-0317", or "317". It
// returns NotFound where there is none, and Conflict where computers of the practice gave the same counter out.
func ByNumber(tx *store.Tx, text string) (Patient, error) {
	text = strings.TrimSpace(text)
	condition, args := "number = ? COLLATE NOCASE", []any{text}
	n, err := strconv.ParseUint(text, 10, 32)
	if err == nil {
		condition, args = "number LIKE ?", []any{"%" + strconv.FormatUint(n, 10)}
	}
	list, err := store.Select(tx, Patients, condition+" AND retracted = 0 ORDER BY id", args...)
	if err != nil {
		return Patient{}, err
	}
	var found []Patient
	for _, p := range list {
		counter := p.Number[strings.LastIndex(p.Number, "-")+1:]
		if c, err := strconv.ParseUint(counter, 10, 32); len(args) == 1 && strings.EqualFold(p.Number, text) || err == nil && c == n {
			found = append(found, p)
		}
	}
	switch len(found) {
	case 0:
		return Patient{}, store.Fail(store.NotFound, "error.patients.number_unknown")
	case 1:
		return found[0], nil
	}
	return Patient{}, store.Fail(store.Conflict, "error.patients.number_ambiguous")
}
