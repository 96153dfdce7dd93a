package documents

import "satchel/data/store"

// PrintsOfPatient returns every time that a paper of a patient came into the world, newest first.
func PrintsOfPatient(tx *store.Tx, patient PatientID) ([]PrintEvent, error) {
	if err := about(tx, patient); err != nil {
		return nil, err
	}
	return store.Select(tx, PrintEvents, `document_id IN (SELECT id FROM document WHERE patient_id = ?) AND `+inTheWorld+` AND retracted = 0 ORDER BY id DESC`, patient)
}

// HandOversOfPatient returns to whom each paper of a patient was given, newest first.
func HandOversOfPatient(tx *store.Tx, patient PatientID) ([]HandOver, error) {
	if err := about(tx, patient); err != nil {
		return nil, err
	}
	return store.Select(tx, HandOvers, `document_id IN (SELECT id FROM document WHERE patient_id = ?) AND retracted = 0 ORDER BY id DESC`, patient)
}
