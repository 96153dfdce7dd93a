package patients

import (
	"encoding/json"
	"fmt"
	"strings"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Row is a patient as a list shows one.
type Row struct {
	ID                 ID
	Version            int64
	Number             string
	Name               value.HumanName
	Unidentified       bool // with an empty Name, Label says what to call the patient
	Gender             value.AdministrativeGender
	BirthDate          value.PartialDate
	BirthDateEstimated bool
	Relation           Relation
	RelationName       string
	Phone              string // the first
	Locality           string
	Language           string // BCP 47, "" for the practice's own
	Deceased           bool
	Active             bool
	Retracted          bool
	// Match says why the row was found where its name does not show it.
	Match Match
	// PreviousName is the name that the search met, where Match is MatchPreviousName.
	PreviousName value.HumanName
}

// Match is how a search met a patient.
type Match string

// Ways worth a word beside the row; "" is plain to see.
const (
	MatchPreviousName Match = "previous_name"
	MatchSound        Match = "sound"
)

// CatalogueKey names the word.
func (m Match) CatalogueKey() string { return "patients.match." + string(m) }

// found is a row with what ranking looks at.
type found struct {
	Row
	row           int64 // in the index: later registered, higher
	phones        []Phone
	previousNames []value.HumanName
	oldNumber     string
	score         int
}

const foundColumns = `i.row, p.id, p.version, p.retracted, p.number, p.name, p.previous_names, p.unidentified, p.gender, p.birth_date, p.birth_date_estimated,
	p.relation, p.relation_name, p.phones, p.locality, p.language, p.deceased, p.active, p.old_number`

// readFound runs a query that begins with foundColumns of patient_index i and patient p.
func readFound(tx *store.Tx, tail string, args ...any) ([]found, error) {
	rows, err := tx.Query(action.PatientRead, "SELECT "+foundColumns+" FROM "+tail, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []found
	for rows.Next() {
		var f found
		var name, previous, phones string
		if err := rows.Scan(&f.row, &f.ID, &f.Version, &f.Retracted, &f.Number, &name, &previous, &f.Unidentified, &f.Gender, &f.BirthDate, &f.BirthDateEstimated,
			&f.Relation, &f.RelationName, &phones, &f.Locality, &f.Language, &f.Deceased, &f.Active, &f.oldNumber); err != nil {
			return nil, fmt.Errorf("scan patient row: %w", err)
		}
		for _, j := range []struct {
			text string
			to   any
		}{{name, &f.Name}, {previous, &f.previousNames}, {phones, &f.phones}} {
			if j.text == "" {
				continue
			}
			if err := json.Unmarshal([]byte(j.text), j.to); err != nil {
				return nil, fmt.Errorf("decode patient row: %w", err)
			}
		}
		if len(f.phones) > 0 {
			f.Phone = f.phones[0].Number
		}
		list = append(list, f)
	}
	return list, rows.Err()
}

// Rows returns the rows of the given patients, for lists that other rooms make. A patient who is not there is not in the map.
func Rows(tx *store.Tx, ids []ID) (map[ID]Row, error) {
	rows := make(map[ID]Row, len(ids))
	for len(ids) > 0 {
		n := min(len(ids), candidateLimit)
		args := make([]any, n)
		for i, id := range ids[:n] {
			args[i] = id
		}
		list, err := readFound(tx, "patient p JOIN patient_index i ON i.patient_id = p.id WHERE p.id IN (?"+strings.Repeat(", ?", n-1)+")", args...)
		if err != nil {
			return nil, err
		}
		for _, f := range list {
			rows[f.ID] = f.Row
		}
		ids = ids[n:]
	}
	return rows, nil
}
