package prescribing

import (
	"fmt"

	"satchel/data/chart"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/value"
)

// Issue makes a draft final: it gets its number, and its lines start today. version is the one that was read.
//
// It returns Invalid with all that is missing from any line ("line[1].quantity"), and Conflict where an alert that must be answered
// has no answer (error.prescribing.alerts_open), where the draft has no line, or is no draft any more. The law of a classified medicine
// shortens the validity; one that was chosen longer, or more repeats than it allows, is Invalid on its field.
func Issue(tx *store.Tx, id PrescriptionID, version int64) (Prescription, error) {
	p, err := draft(tx, id)
	if err != nil {
		return p, err
	}
	if err := visitStands(tx, p); err != nil {
		return p, err
	}
	lines, err := Lines(tx, id)
	if err != nil {
		return p, err
	}
	if len(lines) == 0 {
		return p, store.Fail(store.Conflict, "error.prescribing.no_line")
	}
	if err := ready(p, lines); err != nil {
		return p, err
	}
	findings, err := Check(tx, id)
	if err != nil {
		return p, err
	}
	open := 0
	for _, f := range findings {
		if f.Open() {
			open++
		}
	}
	if open > 0 {
		return p, store.Fail(store.Conflict, "error.prescribing.alerts_open", "Count", open)
	}
	practice, err := organization.Current(tx)
	if err != nil {
		return p, err
	}
	today, _, err := organization.Today(tx)
	if err != nil {
		return p, err
	}
	if p.Number, err = organization.NextNumber(tx, organization.SeriesPrescription); err != nil {
		return p, err
	}
	p.Version, p.Status, p.Issued, p.IssuedBy = version, PrescriptionActive, tx.Now(), tx.Actor().User
	chosen := !p.ValidUntil.IsZero()
	if !chosen {
		p.ValidUntil = today.AddDays(practice.PrescriptionDays)
	}
	if err := lawful(&p, lines, today, chosen); err != nil {
		return p, err
	}
	if p.ValidUntil.Before(today) {
		return p, store.FailField("validUntil", "error.prescribing.valid_past")
	}
	if err := store.Update(tx, Prescriptions, &p); err != nil {
		return p, err
	}
	for i := range lines {
		if err := start(tx, p, &lines[i], today); err != nil {
			return p, err
		}
	}
	return p, nil
}

// visitStands refuses what belongs to a visit that was entered in error.
func visitStands(tx *store.Tx, p Prescription) error {
	if p.Encounter.IsZero() {
		return nil
	}
	e, err := store.Get(tx, chart.Encounters, p.Encounter)
	if err != nil {
		return err
	}
	if e.Retracted {
		return store.Fail(store.Conflict, "error.store.retracted")
	}
	return nil
}

// ready returns all that is missing from the lines and discouraged in the advice.
func ready(p Prescription, lines []MedicationRequest) error {
	var problems value.Problems
	checkDiscouraged(&problems, "advice", p.Advice)
	for i, m := range lines {
		if missing := m.Missing(); missing != nil {
			problems.Check(lineField(i), missing)
		}
	}
	return invalid(problems)
}

// start freezes one line; the line that it renews is completed.
func start(tx *store.Tx, p Prescription, m *MedicationRequest, today value.PartialDate) error {
	m.Status, m.Started = RequestActive, today
	if ends, known := m.Dosage.Ends(today); known {
		m.Ends = ends
	} else if !m.Dosage.Ongoing {
		m.Ends = p.ValidUntil // as needed, with no end of its own
	}
	if err := store.Update(tx, MedicationRequests, m); err != nil {
		return err
	}
	if err := used(tx, p.Practitioner, m.Item); err != nil {
		return err
	}
	if m.Replaces.IsZero() {
		return nil
	}
	old, err := store.Get(tx, MedicationRequests, m.Replaces)
	if err != nil || old.Status != RequestActive {
		return err
	}
	old.Status = RequestCompleted
	return store.Update(tx, MedicationRequests, &old)
}

// Void cancels an issued prescription for the reason that the act gives. Lines that it had renewed run again.
func Void(tx *store.Tx, id PrescriptionID) (Prescription, error) {
	p, err := store.Get(tx, Prescriptions, id)
	if err != nil {
		return p, err
	}
	if p.Status != PrescriptionActive {
		return p, store.Fail(store.Conflict, "error.prescribing.not_active")
	}
	if tx.Reason() == "" {
		return p, store.FailField("reason", "error.store.reason_missing")
	}
	p.Status, p.Voided, p.VoidReason = PrescriptionCancelled, tx.Now(), tx.Reason()
	if err := store.Update(tx, Prescriptions, &p); err != nil {
		return p, err
	}
	lines, err := Lines(tx, id)
	if err != nil {
		return p, err
	}
	for i := range lines {
		if lines[i].Status == RequestActive || lines[i].Status == RequestCompleted {
			lines[i].Status = RequestCancelled
			if err := store.Update(tx, MedicationRequests, &lines[i]); err != nil {
				return p, err
			}
		}
		if err := resume(tx, lines[i].Replaces); err != nil {
			return p, err
		}
	}
	return p, nil
}

// resume undoes the completion of a line whose successor was voided.
func resume(tx *store.Tx, id RequestID) error {
	if id.IsZero() {
		return nil
	}
	old, err := store.Get(tx, MedicationRequests, id)
	if err != nil || old.Status != RequestCompleted {
		return err
	}
	old.Status = RequestActive
	return store.Update(tx, MedicationRequests, &old)
}

// VoidEncounter takes back all that was prescribed in a visit: what was issued becomes void, a draft is discarded. It returns what became void.
func VoidEncounter(tx *store.Tx, encounter chart.EncounterID) ([]Prescription, error) {
	list, err := OfEncounter(tx, encounter)
	if err != nil {
		return nil, err
	}
	var voided []Prescription
	for _, p := range list {
		switch p.Status {
		case PrescriptionDraft:
			err = Discard(tx, p.ID)
		case PrescriptionActive:
			p, err = Void(tx, p.ID)
			voided = append(voided, p)
		}
		if err != nil {
			return voided, err
		}
	}
	return voided, nil
}

// Copy makes a draft with the lines of an earlier prescription, in whatever state, for a visit: a void one is written anew this
// way, for the same patient or another. Alerts are answered anew.
func Copy(tx *store.Tx, id PrescriptionID, to chart.Origin) (Prescription, error) {
	old, err := store.Get(tx, Prescriptions, id)
	if err != nil {
		return old, err
	}
	lines, err := Lines(tx, id)
	if err != nil {
		return old, err
	}
	p, err := DraftOf(tx, to)
	if err != nil {
		return p, err
	}
	if p.Advice == "" {
		p.Advice, p.Repeats = old.Advice, old.Repeats
	}
	if old.Patient == p.Patient && old.Status == PrescriptionCancelled {
		p.Replaces = old.ID
	}
	if err := store.Update(tx, Prescriptions, &p); err != nil {
		return p, err
	}
	for _, m := range lines {
		m.ID, m.Prescription = RequestID{}, p.ID
		if old.Patient != p.Patient {
			m.Replaces = RequestID{}
		}
		if _, err := SaveLine(tx, m); err != nil {
			return p, err
		}
	}
	return p, nil
}

// Replace voids an issued prescription and makes a draft that stands for it, in the same visit where that is still open, otherwise
// outside a visit.
func Replace(tx *store.Tx, id PrescriptionID) (Prescription, error) {
	old, err := Void(tx, id)
	if err != nil {
		return old, err
	}
	to := old.Origin
	if !to.Encounter.IsZero() {
		e, err := store.Get(tx, chart.Encounters, to.Encounter)
		if err != nil {
			return old, err
		}
		if e.Status != chart.EncounterInProgress {
			to.Encounter = chart.EncounterID{}
		}
	}
	return Copy(tx, id, to)
}

// RepeatAll adds the lines of the patient's last issued prescription to the draft of a visit, each as the renewal of the old one.
// Lines that were stopped, and those that the draft renews already, are left out. NotFound where nothing was ever issued.
func RepeatAll(tx *store.Tx, to chart.Origin) (Prescription, []MedicationRequest, error) {
	last, err := store.Select(tx, Prescriptions, "patient_id = ? AND status = ? AND retracted = 0 ORDER BY issued DESC, id DESC LIMIT 1", to.Patient, PrescriptionActive)
	if err != nil {
		return Prescription{}, nil, err
	}
	if len(last) == 0 {
		return Prescription{}, nil, store.Fail(store.NotFound, "error.prescribing.nothing_to_repeat")
	}
	old, err := Lines(tx, last[0].ID)
	if err != nil {
		return Prescription{}, nil, err
	}
	p, err := DraftOf(tx, to)
	if err != nil {
		return p, nil, err
	}
	standing, err := Lines(tx, p.ID)
	if err != nil {
		return p, nil, err
	}
	renewed := map[RequestID]bool{}
	for _, m := range standing {
		renewed[m.Replaces] = true
	}
	for _, m := range old {
		if m.Status == RequestStopped || renewed[m.ID] {
			continue
		}
		m.Replaces, m.ID, m.Prescription = m.ID, RequestID{}, p.ID
		if !m.Dosage.Until.IsZero() { // the day of the last time means nothing now
			m.Dosage.Until = value.PartialDate{}
			m.Quantity = value.Quantity{}
		}
		if _, err := SaveLine(tx, m); err != nil {
			return p, nil, fmt.Errorf("repeat line: %w", err)
		}
	}
	lines, err := Lines(tx, p.ID)
	return p, lines, err
}
