package visit

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"satchel/data/chart"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Fields of the page whose texts are saved together. Those of the vital signs are in vital_model.go.
const (
	fieldReason   = "reason"
	fieldNote     = "note"
	fieldPlan     = "plan"
	fieldFollowUp = "followUp"
)

// sheet is what is typed, by field; a field that is missing is empty.
type sheet map[string]string

// sheetOf is the sheet of what the record has.
func sheetOf(e chart.Encounter, vitals []chart.Observation, order value.DateOrder) sheet {
	s := sheet{fieldReason: e.Reason, fieldNote: e.Note, fieldPlan: e.Plan}
	if !e.FollowUp.IsZero() {
		s[fieldFollowUp] = e.FollowUp.Format(order)
	}
	for _, v := range vitalFields {
		s[v.field] = v.text(vitals)
	}
	maps.DeleteFunc(s, func(_, text string) bool { return text == "" })
	return s
}

// fields are all fields of a sheet, in their order.
func fields() []string {
	list := []string{fieldReason, fieldNote}
	for _, v := range vitalFields {
		list = append(list, v.field)
	}
	return append(list, fieldPlan, fieldFollowUp)
}

func (s sheet) equal(o sheet) bool {
	for _, field := range fields() {
		if strings.TrimSpace(s[field]) != strings.TrimSpace(o[field]) {
			return false
		}
	}
	return true
}

// rebase moves what was typed over base onto what stands there now: a field that was not typed into takes the new text, one that was
// keeps what was typed. clashes has the new text of the fields that both changed.
func (s sheet) rebase(base, now sheet) (merged sheet, clashes map[string]string) {
	merged, clashes = sheet{}, map[string]string{}
	for _, field := range fields() {
		switch {
		case s[field] == base[field]:
			merged[field] = now[field]
		default:
			merged[field] = s[field]
			if now[field] != base[field] && now[field] != s[field] {
				clashes[field] = now[field]
			}
		}
	}
	return merged, clashes
}

// saved is what stands after a save.
type saved struct {
	Encounter chart.Encounter
	Vitals    []chart.Observation
	Record    sheet
	Warnings  value.Problems // of vital signs; see chart.SaveVitals
}

// Save keeps a sheet in the record. It returns the problems of all fields at once, by their fields, and Conflict where somebody else
// saved the visit after base was read.
func (m *visitModel) Save(ctx context.Context, typed sheet, base page) (saved, error) {
	var s saved
	err := m.session.Update(ctx, action.WriteChart, func(tx *store.Tx) (err error) {
		s, err = m.save(tx, typed, base)
		return err
	}, store.About(m.patient))
	return s, err
}

// save is Save within a transaction; it drops the draft.
func (m *visitModel) save(tx *store.Tx, typed sheet, base page) (saved, error) {
	s := saved{Encounter: base.Encounter}
	problems := m.write(typed, &s.Encounter)
	vitals, unclear := observations(typed, base.Record, base.Vitals)
	problems = append(problems, unclear...)
	if problems != nil {
		return s, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: problems}
	}
	var err error
	if s.Encounter, err = chart.Save(tx, s.Encounter); err != nil {
		return s, err
	}
	if s.Vitals, s.Warnings, err = chart.SaveVitals(tx, m.encounter, vitals); err != nil {
		return s, err
	}
	s.Record = sheetOf(s.Encounter, s.Vitals, m.session.Settings.DateOrder)
	return s, store.DropDraft(tx, m.draftName())
}

// write puts the texts into the visit.
func (m *visitModel) write(typed sheet, e *chart.Encounter) value.Problems {
	var problems value.Problems
	e.Reason, e.Note, e.Plan = typed[fieldReason], typed[fieldNote], typed[fieldPlan]
	e.FollowUp = value.PartialDate{}
	if text := strings.TrimSpace(typed[fieldFollowUp]); text != "" {
		day, err := value.ParseDay(text, m.session.Settings.DateOrder, m.session.Now())
		problems.Check(fieldFollowUp, err)
		e.FollowUp = day
	}
	return problems
}

// draft is a sheet as it is kept while one types.
type draft struct {
	Typed sheet `json:"typed"`
	Base  sheet `json:"base"` // what the record had
}

func (m *visitModel) draftName() string { return "visit/" + m.encounter.String() }

// KeepDraft keeps what is typed.
func (m *visitModel) KeepDraft(ctx context.Context, typed, base sheet) error {
	body, err := json.Marshal(draft{typed, base})
	if err != nil {
		return fmt.Errorf("encode draft: %w", err)
	}
	return m.session.Practice.SaveDraft(ctx, m.session.Actor, store.Draft{Name: m.draftName(), Patient: m.patient.Raw(), Body: body})
}

// readDraft finds what was typed and not saved, over what stands in the record now.
func (m *visitModel) readDraft(ctx context.Context, p page) (kept, error) {
	drafts, err := m.session.Practice.Drafts(ctx, m.session.Actor)
	if err != nil {
		return kept{}, err
	}
	for _, d := range drafts {
		if d.Name != m.draftName() {
			continue
		}
		var old draft
		if err := json.Unmarshal(d.Body, &old); err != nil {
			return kept{}, fmt.Errorf("decode draft: %w", err)
		}
		merged, clashes := old.Typed.rebase(old.Base, p.Record)
		if merged.equal(p.Record) {
			return kept{}, nil
		}
		return kept{merged, clashes, d.Saved}, nil
	}
	return kept{}, nil
}

// errorFields gives the fields of an error of Save the names of this page: a blood pressure is typed as one.
func errorFields(fields map[string]string) map[string]string {
	named := map[string]string{}
	for field, sentence := range fields {
		if field == "systolic" || field == "diastolic" {
			field = fieldPressure
		}
		named[field] = sentence
	}
	return named
}
