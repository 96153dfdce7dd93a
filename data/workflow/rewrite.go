package workflow

import (
	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/prescribing"
	"satchel/data/store"
)

// VoidPaper takes a paper back for the reason that the act gives; with that of a prescription, the prescription. It returns what
// documents.MarkVoid and prescribing.Void return.
func VoidPaper(tx *store.Tx, id documents.DocumentID) (documents.Document, error) {
	d, err := store.Get(tx, documents.Documents, id)
	if err != nil {
		return d, err
	}
	if d.Kind == documents.Prescription {
		rx, err := store.Get(tx, prescribing.Prescriptions, prescribing.PrescriptionID(d.Subject))
		if err != nil {
			return d, err
		}
		if rx.Status == prescribing.PrescriptionActive {
			if _, err := prescribing.Void(tx, rx.ID); err != nil {
				return d, err
			}
		}
	}
	return documents.MarkVoid(tx, id, tx.Reason())
}

// RewritePrescription takes the paper of a prescription back, where it still holds, and puts its lines into the draft of a visit: what
// was wrong is changed there, alerts are answered anew, and the paper that the visit's end issues says which one it replaces and why.
// A visit of the patient that is open with the practitioner is gone on with; otherwise one begins without an appointment or a bill.
//
// It returns Conflict for a paper of another kind, for one that was replaced, and where the lines wait in a draft already.
func RewritePrescription(tx *store.Tx, id documents.DocumentID, by organization.PractitionerID, at organization.LocationID) (chart.Encounter, error) {
	d, err := store.Get(tx, documents.Documents, id)
	if err != nil {
		return chart.Encounter{}, err
	}
	if d.Kind != documents.Prescription {
		return chart.Encounter{}, store.Fail(store.Conflict, "error.issued.replaces_other")
	}
	old := prescribing.PrescriptionID(d.Subject)
	anew, err := store.Select(tx, prescribing.Prescriptions, "replaces_id = ? AND status <> ? AND retracted = 0", old, prescribing.PrescriptionCancelled)
	if err != nil {
		return chart.Encounter{}, err
	}
	if len(anew) > 0 || d.Status == documents.Superseded {
		return chart.Encounter{}, store.Fail(store.Conflict, "error.issued.superseded")
	}
	if d.Status == documents.Current {
		if _, err := VoidPaper(tx, id); err != nil {
			return chart.Encounter{}, err
		}
	}
	visit, open, err := openVisit(tx, d.Patient, by)
	if err == nil && !open {
		visit, err = chart.Start(tx, chart.Encounter{Patient: d.Patient, Practitioner: by, Location: at})
	}
	if err != nil {
		return visit, err
	}
	_, err = prescribing.Copy(tx, old, chart.Origin{Patient: d.Patient, Encounter: visit.ID, Practitioner: by, Location: at})
	return visit, err
}

// paperOf returns the newest paper of a prescription; the zero id where it has none.
func paperOf(tx *store.Tx, id prescribing.PrescriptionID) (documents.DocumentID, error) {
	list, err := documents.OfSubject(tx, id.Raw())
	if err != nil || len(list) == 0 {
		return documents.DocumentID{}, err
	}
	return list[0].ID, nil
}
