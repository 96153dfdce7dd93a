package workflow

import (
	"slices"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/value"
)

// FromChart says which page is made from a chart, and what its maker adds.
type FromChart struct {
	Kind      documents.Kind
	Patient   patients.ID
	Encounter chart.EncounterID  // the visit of a visit summary
	Paper     documents.Paper    // "": the practice's
	Observed  []chart.Observable // what a trend is drawn of; none: whatever was observed most
	// For a visit summary, in words for the patient: what was found, the tests to have done, what to come sooner for.
	Found  string
	Tests  []string
	Sooner string
}

// FactsFromChart gathers what a page would say if it were issued now, with words in place of its number. It writes nothing.
//
// It returns Invalid where the page can't be made: no dose to certify, nothing measured, a birth date that isn't known to the day.
func FactsFromChart(tx *store.Tx, o FromChart) (any, error) {
	facts, _, err := factsFromChart(tx, o, func(p place) (string, error) { return p.text("documents.clinical.number_preview"), nil })
	return facts, err
}

// IssueFromChart issues a page from a chart: numbered, frozen, and waiting for the printer.
func IssueFromChart(tx *store.Tx, press documents.Press, o FromChart) (documents.Document, error) {
	facts, subject, err := factsFromChart(tx, o, func(place) (string, error) { return organization.NextNumber(tx, organization.SeriesClinical) })
	if err != nil {
		return documents.Document{}, err
	}
	return documents.Issue(tx, press, o.Kind, facts, subject)
}

func factsFromChart(tx *store.Tx, o FromChart, number func(place) (string, error)) (any, documents.Subject, error) {
	subject := documents.Subject{Patient: o.Patient, Type: patients.Patients.Number, Record: o.Patient.Raw()}
	if !tx.IsAbout(o.Patient) {
		return nil, subject, store.Fail(store.Forbidden, "error.store.chart_not_opened")
	}
	p, err := here(tx)
	if err != nil {
		return nil, subject, err
	}
	if o.Paper != "" {
		p.practice.Paper, p.chosen = string(o.Paper), true
	}
	main, err := organization.MainLocation(tx)
	if err != nil {
		return nil, subject, err
	}
	subject.Location = main.ID
	who, err := author(tx)
	if err != nil {
		return nil, subject, err
	}
	var visit chart.Encounter
	if o.Kind == documents.VisitSummary {
		if visit, err = store.Get(tx, chart.Encounters, o.Encounter); err != nil {
			return nil, subject, err
		}
		if visit.Patient != o.Patient {
			return nil, subject, store.FailField("encounter", "error.chart.other_patient")
		}
		if visit.Retracted {
			return nil, subject, store.Fail(store.Conflict, "error.store.retracted")
		}
		who.ID = visit.Practitioner
		subject.Location, subject.Type, subject.Record = visit.Location, chart.Encounters.Number, visit.ID.Raw()
	}
	subject.Practitioner = who.ID
	c := documents.Clinical{Setting: p.setting(), Letterhead: p.letterhead(), Issued: tx.Now()}
	if c.Practitioner, err = p.practitioner(tx, who.ID); err != nil {
		return nil, subject, err
	}
	if c.Patient, err = p.identity(tx, o.Patient); err != nil {
		return nil, subject, err
	}
	if err := p.weigh(tx, o.Patient, &c.Patient); err != nil {
		return nil, subject, err
	}
	if c.Number, err = number(p); err != nil {
		return nil, subject, err
	}
	facts, err := p.fromChart(tx, o, c, visit)
	return facts, subject, err
}

func (p place) fromChart(tx *store.Tx, o FromChart, c documents.Clinical, visit chart.Encounter) (any, error) {
	switch o.Kind {
	case documents.VisitSummary:
		return p.visitSummary(tx, o, c, visit)
	case documents.PatientSummary:
		return p.patientSummary(tx, o.Patient, c)
	case documents.ImmunizationCard:
		doses, _, err := p.doses(tx, o.Patient, false)
		return documents.ImmunizationCardFacts{Clinical: c, Doses: doses}, err
	case documents.VaccinationCertificate:
		doses, told, err := p.doses(tx, o.Patient, true)
		if err == nil && len(doses) == 0 {
			err = store.Fail(store.Invalid, "error.documents.no_dose_to_certify")
		}
		return documents.VaccinationCertificateFacts{Clinical: c, Doses: doses, Told: told}, err
	case documents.ResultsTrend:
		return p.trend(tx, o, c)
	case documents.GrowthRecord:
		return p.growth(tx, o.Patient, c)
	}
	return nil, store.Fail(store.Unsupported, "error.issued.never_kept")
}

// visitSummary gathers what the patient takes home. Of the note it takes the reason and the plan; history and findings are the
// doctor's own words, and what the patient should read of them is added by whoever issues the page.
func (p place) visitSummary(tx *store.Tx, o FromChart, c documents.Clinical, e chart.Encounter) (documents.VisitSummaryFacts, error) {
	f := documents.VisitSummaryFacts{Clinical: c, Visited: p.day(e.Started), Open: e.Status == chart.EncounterInProgress, Reason: e.Reason, Found: o.Found,
		Decided: e.Plan, Tests: o.Tests, FollowUp: e.FollowUp, Sooner: o.Sooner}
	var err error
	if f.Allergies, err = allergies(tx, o.Patient); err != nil {
		return f, err
	}
	vitals, err := chart.VitalsOf(tx, e)
	if err != nil {
		return f, err
	}
	for _, v := range vitals {
		f.Measured = append(f.Measured, p.measurement(v))
	}
	diagnoses, err := chart.Diagnoses(tx, e)
	if err != nil {
		return f, err
	}
	for _, d := range diagnoses {
		if d.VerificationStatus != chart.Refuted {
			f.Diagnoses = append(f.Diagnoses, d.Code.Display)
		}
	}
	return f, p.visitMedicines(tx, e, &f)
}

// measurement says one vital sign.
func (p place) measurement(o chart.Observation) documents.Measurement {
	m := documents.Measurement{Name: p.observationName(o.Code, o.Text), Value: o.ValueText}
	switch systolic, diastolic := o.Component(chart.Systolic), o.Component(chart.Diastolic); {
	case !systolic.IsZero() && !diastolic.IsZero():
		m.Value = systolic.Value.String() + "/" + diastolic.String()
	case !systolic.IsZero():
		m.Value = systolic.String()
	case o.ValueText == "":
		m.Value = o.Quantity().String()
	}
	return m
}

// observationName names what was observed; a vital sign has words of its own.
func (p place) observationName(code, text string) string {
	if v, known := chart.VitalOf(code); known {
		return p.text(v.CatalogueKey())
	}
	switch {
	case code == chart.BloodPressure:
		return p.text("chart.vital.pressure")
	case text != "":
		return text
	}
	return code
}

// visitMedicines adds what was prescribed at the visit, and what goes on beside it.
func (p place) visitMedicines(tx *store.Tx, e chart.Encounter, f *documents.VisitSummaryFacts) error {
	list, err := prescribing.OfEncounter(tx, e.ID)
	if err != nil {
		return err
	}
	here := map[prescribing.PrescriptionID]bool{}
	for _, rx := range list {
		here[rx.ID] = true
		if rx.Status == prescribing.PrescriptionCancelled {
			continue
		}
		lines, err := prescribing.Lines(tx, rx.ID)
		if err != nil {
			return err
		}
		for _, m := range lines {
			f.Medicines = append(f.Medicines, p.summaryMedicine(m))
		}
		if rx.Advice != "" && f.Decided != "" {
			f.Decided += "\n"
		}
		f.Decided += rx.Advice
	}
	current, err := prescribing.Current(tx, e.Patient)
	if err != nil {
		return err
	}
	for _, m := range current {
		if !here[m.Prescription] {
			f.Going = append(f.Going, p.summaryMedicine(m))
		}
	}
	told, err := chart.Medications(tx, e.Patient)
	if err != nil {
		return err
	}
	for _, m := range told {
		if m.Status == chart.Taking {
			f.Going = append(f.Going, documents.SummaryMedicine{Name: m.Medication, Directions: readable(m.Dosage)})
		}
	}
	f.Going = goneOn(f.Medicines, f.Going)
	return nil
}

// goneOn leaves one of the medicines to go on with that say the same, and none that was prescribed anew.
func goneOn(anew, list []documents.SummaryMedicine) (once []documents.SummaryMedicine) {
	for _, m := range list {
		same := func(o documents.SummaryMedicine) bool { return o.Name == m.Name && o.Directions == m.Directions }
		if !slices.ContainsFunc(anew, same) && !slices.ContainsFunc(once, same) {
			once = append(once, m)
		}
	}
	return once
}

func (p place) summaryMedicine(m prescribing.MedicationRequest) documents.SummaryMedicine {
	name, how := p.taken(m)
	return documents.SummaryMedicine{Name: name, Directions: how, Indication: m.Indication, Instructions: m.Instructions}
}

// readable passes a dose on as it was told, but not in a form that is known to be misread, such as "1 tab OD": then the page says
// nothing of it.
func readable(dosage string) string {
	if documents.Misread(dosage) {
		return ""
	}
	return dosage
}

// doses are the immunisations of a patient; for a certificate those alone that were given here or seen in writing, with how many
// are left out.
func (p place) doses(tx *store.Tx, id patients.ID, certified bool) (list []documents.VaccineDose, told int, err error) {
	all, err := chart.ImmunizationsOf(tx, id)
	if err != nil {
		return nil, 0, err
	}
	givers := map[organization.PractitionerID]string{}
	for _, i := range all {
		if certified && i.Source == chart.FromRecall {
			told++
			continue
		}
		d := documents.VaccineDose{Vaccine: i.Vaccine.Display, Date: i.Occurrence, Number: i.DoseNumber, Manufacturer: i.Manufacturer, Lot: i.LotNumber, By: i.Performer,
			Place: i.Place, Here: i.Source == chart.GivenHere, Source: p.text(i.Source.CatalogueKey()), NextDue: i.NextDue}
		if i.Site != "" {
			d.Site = p.text(i.Site.CatalogueKey())
		}
		if i.Route != "" {
			d.Route = p.text(i.Route.CatalogueKey())
		}
		if d.Here && d.By == "" {
			if _, known := givers[i.Practitioner]; !known {
				who, err := p.practitioner(tx, i.Practitioner)
				if err != nil {
					return nil, 0, err
				}
				givers[i.Practitioner] = who.Name.Display(value.GivenFirst)
			}
			d.By = givers[i.Practitioner]
		}
		list = append(list, d)
	}
	return list, told, nil
}
