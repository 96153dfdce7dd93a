package patients

import (
	"strings"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// indexLayout is the version of the rules that make the words of the search index. One more when they change: Reindex then
// makes the words of every patient anew.
const indexLayout = 1

// markRetracted stands in the index's mark column of a patient entered in error.
const markRetracted = "retracted"

// words are a patient's words in the index, one text for each column, words parted by spaces.
type words struct{ name, sound, number, phone, born, place, mark string }

func wordsOf(p Patient) words {
	names := nameText(append([]value.HumanName{p.Name}, p.PreviousNames...)...)
	w := words{
		name:  value.SearchKey(names),
		sound: strings.Join(soundKeys(names), " "),
		born:  bornKey(p.BirthDate),
		place: value.SearchKey(p.RelationName + " " + p.Locality),
	}
	numbers := numberKeys(p.Number)
	if p.OldNumber != "" {
		numbers = append(numbers, numberKeys(p.OldNumber)...)
	}
	for _, id := range p.Identifiers {
		numbers = append(numbers, compact(id.Value))
	}
	w.number = strings.Join(numbers, " ")
	var phones []string
	for _, f := range p.Phones {
		phones = append(phones, phoneKeys(f.Number)...)
	}
	w.phone = strings.Join(phones, " ")
	if p.Retracted {
		w.mark = markRetracted
	}
	return w
}

// Letters before the digits of a kind. FTS5 keeps its lists of short beginnings for all columns together: without the letters, "1"
// would read through every year of birth.
const (
	bornLetter  = "b"
	phoneLetter = "p"
)

// bornKey writes a date as b and yyyymmdd, as far as known, so that a year or a month is the beginning of every day in it; "" for
// the unknown date.
func bornKey(d value.PartialDate) string {
	if d.IsZero() {
		return ""
	}
	return bornLetter + strings.ReplaceAll(d.String(), "-", "")
}

// compact joins the words of a number: "A-0012" and "a 0012" are both a0012.
func compact(number string) string { return strings.Join(value.SearchTokens(number), "") }

// numberKeys: a number is found whole, and by its counter as people say it ("12" for A-0012).
func numberKeys(number string) []string {
	tokens := value.SearchTokens(number)
	if len(tokens) == 0 {
		return nil
	}
	keys := []string{strings.Join(tokens, "")}
	if last := strings.TrimLeft(tokens[len(tokens)-1], "0"); last != "" && last != keys[0] {
		keys = append(keys, last)
	}
	return keys
}

func addToIndex(tx *store.Tx, p Patient) error {
	if err := tx.Exec(action.PatientWrite, `INSERT INTO patient_index (patient_id, layout, retracted, recent) VALUES (?, ?, ?, ?)`,
		p.ID, indexLayout, p.Retracted, tx.Now().UnixMilli()); err != nil {
		return err
	}
	return putWords(tx, p)
}

func replaceInIndex(tx *store.Tx, p Patient) error {
	if err := tx.Exec(action.PatientWrite, `UPDATE patient_index SET layout = ?, retracted = ? WHERE patient_id = ?`, indexLayout, p.Retracted, p.ID); err != nil {
		return err
	}
	return putWords(tx, p)
}

// putWords writes the patient's words in the place of those that the index holds.
func putWords(tx *store.Tx, p Patient) error {
	w := wordsOf(p)
	return tx.Exec(action.PatientWrite, `INSERT OR REPLACE INTO patient_search (rowid, name, sound, number, phone, born, place, mark)
		SELECT row, ?, ?, ?, ?, ?, ?, ? FROM patient_index WHERE patient_id = ?`, w.name, w.sound, w.number, w.phone, w.born, w.place, w.mark, p.ID)
}

// reindexBatch is how many patients Reindex makes anew at a time: it reads them whole.
const reindexBatch = 500

// Reindex makes the words anew of every patient whose words are missing or follow older rules, and returns how many it made. It is
// for the program's own start, after a new version, and for whatever wrote patients past Register.
func Reindex(tx *store.Tx) (int, error) {
	if err := tx.Exec(action.PatientWrite, `INSERT INTO patient_index (patient_id, layout, retracted, recent)
		SELECT id, 0, retracted, changed >> 16 FROM patient WHERE id NOT IN (SELECT patient_id FROM patient_index) ORDER BY id`); err != nil {
		return 0, err
	}
	total := 0
	for {
		batch, err := store.Select(tx, Patients, `id IN (SELECT patient_id FROM patient_index WHERE layout <> ?) LIMIT ?`, indexLayout, reindexBatch)
		if err != nil || len(batch) == 0 {
			return total, err
		}
		for _, p := range batch {
			if err := replaceInIndex(tx, p); err != nil {
				return total, err
			}
		}
		total += len(batch)
	}
}
