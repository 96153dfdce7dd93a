package chart

import (
	"satchel/data/store"
	"satchel/data/store/action"
)

// CountCharts is how many registered patients have something written in their chart. It reads no entry; the act must be about the
// whole practice.
func CountCharts(tx *store.Tx) (n int, err error) {
	all, args, err := tx.PatientArgs("p.id")
	if err != nil {
		return 0, err
	}
	err = tx.QueryRow(action.ChartRead, `SELECT count(*) FROM patient p WHERE p.retracted = 0 AND `+all+` AND (
		EXISTS (SELECT 1 FROM encounter WHERE patient_id = p.id AND retracted = 0)
		OR EXISTS (SELECT 1 FROM observation WHERE patient_id = p.id AND retracted = 0)
		OR EXISTS (SELECT 1 FROM condition WHERE patient_id = p.id AND retracted = 0)
		OR EXISTS (SELECT 1 FROM allergy_intolerance WHERE patient_id = p.id AND retracted = 0)
		OR EXISTS (SELECT 1 FROM medication_statement WHERE patient_id = p.id AND retracted = 0)
		OR EXISTS (SELECT 1 FROM immunization WHERE patient_id = p.id AND retracted = 0))`, args, &n)
	return n, err
}
