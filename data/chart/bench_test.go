package chart_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"satchel/data/chart"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// fill gives Meera a chart of n signed visits, each with a note of 4,000 characters, six vital signs and two diagnoses.
func (r *room) fill(t testing.TB, n int) {
	t.Helper()
	note := strings.Repeat("The patient was seen and examined today. ", 100)
	r.MustUpdate(t, r.Owner, action.LoadDemo, func(tx *store.Tx) error {
		at := tx.Now().AddDate(-10, 0, 0)
		for i := range n {
			at = at.Add(87 * time.Hour)
			e := chart.Encounter{Patient: r.meera.ID, Practitioner: r.who.ID, Location: r.where.ID, Class: chart.Ambulatory, Status: chart.EncounterFinished,
				Started: at, Finished: at, Signed: at, SignedBy: r.Owner.User, Reason: "Review", Note: note}
			if err := store.Insert(tx, chart.Encounters, &e); err != nil {
				return err
			}
			in := chart.Origin{Patient: e.Patient, Encounter: e.ID, Practitioner: e.Practitioner, Location: e.Location}
			for _, o := range []chart.Observation{pressure("128", "82"), pulse("72"), weight("61.5"), vital(chart.BodyTemperature, "36.8", "Cel"),
				vital(chart.OxygenSaturation, "98", "%"), vital(chart.RespiratoryRate, "16", "/min")} {
				o.Origin, o.Category, o.Effective = in, chart.VitalSigns, at
				if err := store.Insert(tx, chart.Observations, &o); err != nil {
					return err
				}
			}
			for j := range 2 {
				c := chart.Condition{Origin: in, Category: chart.EncounterDiagnosis, Code: value.Code{Display: fmt.Sprintf("Diagnosis %d", j)},
					ClinicalStatus: chart.Active, VerificationStatus: chart.Confirmed}
				if i%100 == 0 {
					c.Category = chart.ProblemListItem
				}
				if err := store.Insert(tx, chart.Conditions, &c); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// BenchmarkOpenChart is the 1,000-encounter chart: summary and first page of the timeline; 30 ms at most.
func BenchmarkOpenChart(b *testing.B) {
	r := open(b)
	r.fill(b, 1000)
	for b.Loop() {
		r.MustView(b, r.Doctor, action.OpenChart, func(tx *store.Tx) error {
			if _, err := chart.Summarize(tx, r.meera.ID); err != nil {
				return err
			}
			page, err := chart.Timeline(tx, r.meera.ID, 50, chart.Cursor{})
			if len(page) != 50 {
				b.Fatalf("%d visits", len(page))
			}
			return err
		}, store.About(r.meera.ID))
	}
}

func BenchmarkSaveVitals(b *testing.B) {
	r := open(b)
	r.fill(b, 1000)
	e := r.start(b, r.meera)
	list := []chart.Observation{pressure("128", "82"), pulse("72"), weight("61.5")}
	for i := 0; b.Loop(); i++ {
		for j := range list {
			if list[j].Code == chart.HeartRate {
				list[j].Value = value.Whole(int64(60 + i%40))
			}
		}
		kept, _, err := r.vitals(b, r.meera, e, list...)
		must(b, err)
		list = kept
	}
}

func TestALargeChartReadsByItsIndexes(t *testing.T) {
	r := open(t)
	r.fill(t, 60)
	r.read(t, r.meera, func(tx *store.Tx) error {
		for name, query := range map[string]string{
			"observation_patient":   "SELECT * FROM observation WHERE patient_id IN (?1) AND (patient_id = ?1 AND code = 'x' AND retracted = 0) ORDER BY effective DESC, id DESC LIMIT 5",
			"encounter_patient":     "SELECT * FROM encounter WHERE patient_id IN (?1) AND (patient_id = ?1 AND retracted = 0 AND (started, id) < (5, ?1)) ORDER BY started DESC, id DESC LIMIT 5",
			"condition_patient":     "SELECT * FROM condition WHERE patient_id IN (?1) AND (patient_id = ?1 AND category = 'x' AND retracted = 0) ORDER BY clinical_status, id DESC",
			"observation_encounter": "SELECT * FROM observation WHERE patient_id IN (?1) AND (encounter_id = ?1 AND category = 'x' AND retracted = 0) ORDER BY id",
			"addendum_encounter":    "SELECT * FROM addendum WHERE patient_id IN (?1) AND (encounter_id IN (?1, ?1)) ORDER BY id",
		} {
			rows, err := tx.Query(action.ChartRead, "EXPLAIN QUERY PLAN "+query, r.meera.ID)
			if err != nil {
				return err
			}
			plan := ""
			for rows.Next() {
				var id, parent, unused int
				var detail string
				if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
					return err
				}
				plan += detail + "; "
			}
			rows.Close()
			if !strings.Contains(plan, "USING INDEX "+name) {
				t.Errorf("%s: %s", name, plan)
			}
		}
		return nil
	})
}
