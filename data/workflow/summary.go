package workflow

import (
	"strings"
	"time"

	"satchel/assets"
	"satchel/data/chart"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/value"
)

// Summary is everything that a summary of one patient says, as the record has it: the bundle that other systems read and the page that
// other doctors read are made from it. Records entered in error are left out.
type Summary struct {
	At            time.Time
	Practice      organization.Practice
	Practitioner  organization.Practitioner // who answers for it; zero where the practice has none
	Patient       patients.Patient
	Allergies     chart.AllergyList
	Problems      []chart.Condition // to act on
	Past          []chart.Condition
	Taken         []chart.MedicationStatement
	Prescribed    []prescribing.MedicationRequest
	Immunizations []chart.Immunization // the oldest first
	Vitals        []chart.Observation  // the newest of each sign
	Results       []chart.Observation  // the newest of each test
	Social        []chart.Observation  // the newest of each, pregnancy not among them
	Pregnancy     chart.Pregnancy
	Plan          chart.Encounter // the newest signed visit with a plan; zero where there is none
}

// Summarize reads the summary of a patient, whom the transaction is about. It returns NotFound where there is no such patient.
func Summarize(tx *store.Tx, id patients.ID) (Summary, error) {
	s := Summary{At: tx.Now()}
	if !tx.IsAbout(id) {
		return s, store.Fail(store.Forbidden, "error.store.chart_not_opened")
	}
	var err error
	if s.Practice, err = organization.Current(tx); err != nil {
		return s, err
	}
	if s.Patient, err = patients.Get(tx, id); err != nil {
		return s, err
	}
	if s.Practitioner, err = author(tx); err != nil {
		return s, err
	}
	known, err := chart.Summarize(tx, id)
	if err != nil {
		return s, err
	}
	s.Allergies = known.Allergies
	all, err := store.Select(tx, chart.Conditions, "patient_id = ? AND retracted = 0 ORDER BY id", id)
	if err != nil {
		return s, err
	}
	for _, c := range all {
		switch {
		case c.VerificationStatus == chart.Refuted:
		case c.Category != chart.ProblemListItem:
		case c.ClinicalStatus == chart.Active:
			s.Problems = append(s.Problems, c)
		default:
			s.Past = append(s.Past, c)
		}
	}
	for _, m := range known.Medications {
		if m.Status != chart.Stopped {
			s.Taken = append(s.Taken, m)
		}
	}
	if s.Prescribed, err = prescribing.Current(tx, id); err != nil {
		return s, err
	}
	if s.Immunizations, err = chart.ImmunizationsOf(tx, id); err != nil {
		return s, err
	}
	for _, code := range append([]string{chart.BloodPressure}, vitalCodes()...) {
		if series := known.Vitals[code]; len(series) > 0 {
			s.Vitals = append(s.Vitals, series[0])
		}
	}
	for _, e := range known.Encounters {
		if e.Status == chart.EncounterFinished && e.Plan != "" {
			s.Plan = e.Encounter
			break
		}
	}
	return s, s.read(tx)
}

// read adds what lies among the other observations.
func (s *Summary) read(tx *store.Tx) error {
	var err error
	if s.Results, err = chart.Newest(tx, s.Patient.ID, chart.Laboratory); err != nil {
		return err
	}
	social, err := chart.Newest(tx, s.Patient.ID, chart.SocialHistory)
	if err != nil {
		return err
	}
	for _, o := range social {
		if o.Code != chart.PregnancyStatus {
			s.Social = append(s.Social, o)
		}
	}
	s.Pregnancy, err = chart.PregnancyOf(tx, s.Patient.ID)
	return err
}

// author finds who answers for a paper from the chart: whoever makes it where that is a practitioner, otherwise the practice's first.
func author(tx *store.Tx) (organization.Practitioner, error) {
	user, err := organization.UserOf(tx, tx.Actor().User)
	if err != nil {
		return organization.Practitioner{}, err
	}
	if !user.Practitioner.IsZero() {
		return store.Get(tx, organization.Practitioners, user.Practitioner)
	}
	list, err := organization.ActivePractitioners(tx)
	if err != nil || len(list) == 0 {
		return organization.Practitioner{}, err
	}
	return list[0], nil
}

func vitalCodes() []string {
	var codes []string
	for _, v := range chart.Vitals {
		if v.Code != chart.Systolic && v.Code != chart.Diastolic {
			codes = append(codes, v.Code)
		}
	}
	return codes
}

// Text looks up a sentence in the practice's language.
func (s Summary) Text(key string, args ...any) string {
	return assets.Text(s.Practice.Language, key, args...)
}

// ObservationWords says one observation: "Blood pressure 148/92 mmHg".
func (s Summary) ObservationWords(o chart.Observation) string {
	if o.Code == chart.BloodPressure {
		systolic, diastolic := o.Component(chart.Systolic), o.Component(chart.Diastolic)
		return s.Text("exchange.blood_pressure", "Systolic", systolic.Value.String(), "Diastolic", diastolic.Value.String())
	}
	name := o.Text
	if v, known := chart.VitalOf(o.Code); known {
		name = s.Text(v.CatalogueKey())
	}
	return strings.TrimSpace(name + " " + o.Value.String() + " " + value.UnitLabel(o.Unit) + o.ValueText)
}
