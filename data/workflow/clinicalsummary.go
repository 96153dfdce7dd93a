package workflow

import (
	"slices"
	"strings"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/value"
)

// patientSummary writes the summary as sections of a page.
func (p place) patientSummary(tx *store.Tx, id patients.ID, c documents.Clinical) (documents.PatientSummaryFacts, error) {
	f := documents.PatientSummaryFacts{Clinical: c}
	s, err := Summarize(tx, id)
	if err != nil {
		return f, err
	}
	sections := map[documents.SummaryKind][]documents.SummaryEntry{
		documents.SummaryProblems: p.conditions(s.Problems), documents.SummaryPast: p.conditions(s.Past),
		documents.SummaryAllergies: p.allergyEntries(s), documents.SummaryMedications: p.medicineEntries(s), documents.SummaryImmunizations: p.doseEntries(s),
		documents.SummaryVitals: p.observations(s, s.Vitals), documents.SummaryResults: p.observations(s, s.Results), documents.SummarySocial: p.observations(s, s.Social),
	}
	if s.Pregnancy != "" {
		sections[documents.SummaryPregnancy] = []documents.SummaryEntry{{Text: p.text("chart.pregnancy." + string(s.Pregnancy))}}
	}
	if s.Plan.Plan != "" {
		entry := documents.SummaryEntry{Text: s.Plan.Plan, Date: p.day(s.Plan.Started)}
		if !s.Plan.FollowUp.IsZero() {
			key, args := s.Plan.FollowUp.Label()
			entry.Detail = p.text("exchange.follow_up", "Date", p.text(key, args...))
		}
		sections[documents.SummaryPlan] = []documents.SummaryEntry{entry}
	}
	for _, kind := range documents.SummaryKinds {
		section := documents.SummarySection{Kind: kind, Entries: sections[kind]}
		if len(section.Entries) == 0 {
			section.Absent = absence(kind, s.Allergies.State)
		}
		f.Sections = append(f.Sections, section)
	}
	return f, nil
}

// absence says why a section is empty. Of allergies alone the record knows whether somebody asked.
func absence(kind documents.SummaryKind, allergies chart.AllergyState) documents.Absence {
	switch {
	case kind != documents.SummaryAllergies:
		return documents.NoInformation
	case allergies == chart.AllergyNoneKnown:
		return documents.NoneKnown
	}
	return documents.NotAsked
}

func (p place) conditions(list []chart.Condition) (entries []documents.SummaryEntry) {
	for _, c := range list {
		entry := documents.SummaryEntry{Text: c.Code.Display, Date: c.Onset, Detail: c.Note}
		if c.Code.IsCoded() {
			entry.Text += " (" + c.Code.Code + ")"
		}
		if c.VerificationStatus != chart.Confirmed {
			entry.Detail = facts(p.text(c.VerificationStatus.CatalogueKey()), c.Note)
		}
		entries = append(entries, entry)
	}
	return entries
}

// facts puts separate facts on one line.
func facts(list ...string) string {
	var said []string
	for _, text := range list {
		if text != "" {
			said = append(said, text)
		}
	}
	return strings.Join(said, " · ")
}

func (p place) allergyEntries(s Summary) (entries []documents.SummaryEntry) {
	for _, a := range s.Allergies.Items {
		severity := ""
		if a.Severity != "" {
			severity = p.text(a.Severity.CatalogueKey())
		}
		entries = append(entries, documents.SummaryEntry{Text: a.Substance.Display, High: a.Criticality == chart.CriticalityHigh, Date: a.Onset, Detail: facts(a.Reaction, severity, a.Note)})
	}
	return entries
}

func (p place) medicineEntries(s Summary) (entries []documents.SummaryEntry) {
	for _, m := range s.Prescribed {
		name, how := p.taken(m)
		entries = append(entries, documents.SummaryEntry{Text: name, Detail: how, Date: m.Started})
	}
	for _, m := range s.Taken {
		status := ""
		if m.Status != chart.Taking {
			status = p.text(m.Status.CatalogueKey())
		}
		entries = append(entries, documents.SummaryEntry{Text: m.Medication, Date: m.Started, Detail: facts(readable(m.Dosage), p.text(m.Source.CatalogueKey()), status)})
	}
	return saidOnce(entries)
}

// saidOnce leaves one of the entries that say the same, with the earliest of their days: a medicine that was prescribed again, while the
// last one still runs, has been taken since that one.
func saidOnce(entries []documents.SummaryEntry) (once []documents.SummaryEntry) {
	for _, e := range entries {
		at := slices.IndexFunc(once, func(o documents.SummaryEntry) bool { return o.Text == e.Text && o.Detail == e.Detail })
		switch {
		case at < 0:
			once = append(once, e)
		case !e.Date.IsZero() && (once[at].Date.IsZero() || e.Date.Before(once[at].Date)):
			once[at].Date = e.Date
		}
	}
	return once
}

func (p place) doseEntries(s Summary) (entries []documents.SummaryEntry) {
	for _, i := range s.Immunizations {
		entry := documents.SummaryEntry{Text: i.Vaccine.Display, Date: i.Occurrence}
		if i.DoseNumber > 0 {
			entry.Text = p.text("exchange.dose_of", "Vaccine", i.Vaccine.Display, "Number", i.DoseNumber)
		}
		if i.Source != chart.GivenHere {
			entry.Detail = p.text(i.Source.CatalogueKey())
		}
		entries = append(entries, entry)
	}
	return entries
}

func (p place) observations(s Summary, list []chart.Observation) (entries []documents.SummaryEntry) {
	for _, o := range list {
		entries = append(entries, documents.SummaryEntry{Text: strings.TrimSpace(s.ObservationWords(o)), Date: p.day(o.Effective)})
	}
	return entries
}

// trendPoints is how many of the newest observations a trend shows of one thing.
const trendPoints = 200

// trendCharts is how many things a trend shows where nobody chose: those that were observed most.
const trendCharts = 3

// trend gathers observations over time.
func (p place) trend(tx *store.Tx, o FromChart, c documents.Clinical) (documents.TrendFacts, error) {
	f := documents.TrendFacts{Clinical: c}
	chosen := o.Observed
	if len(chosen) == 0 {
		all, err := chart.ObservedOf(tx, o.Patient)
		if err != nil {
			return f, err
		}
		for _, one := range all[:min(len(all), trendCharts)] {
			chosen = append(chosen, one.Observable)
		}
	}
	for _, what := range chosen {
		series, err := chart.SeriesOf(tx, o.Patient, what, trendPoints)
		if err != nil {
			return f, err
		}
		if one := p.trendChart(what, series); len(one.Points) > 0 {
			f.Charts = append(f.Charts, one)
		}
	}
	if len(f.Charts) == 0 {
		return f, store.Fail(store.Invalid, "error.documents.nothing_measured")
	}
	return f, nil
}

// trendChart takes the unit of the newest observation for all; what can't be said in it is counted and left out.
func (p place) trendChart(what chart.Observable, newestFirst []chart.Observation) documents.TrendChart {
	c := documents.TrendChart{Lines: []string{""}}
	codes, unit := []string{""}, ""
	if what.Code == chart.BloodPressure {
		codes = []string{chart.Systolic, chart.Diastolic}
		c.Lines = []string{p.text("documents.trend.systolic"), p.text("documents.trend.diastolic")}
	}
	quantity := func(o chart.Observation, code string) value.Quantity {
		if code == "" {
			return o.Quantity()
		}
		return o.Component(code)
	}
	for _, o := range newestFirst {
		if c.Name == "" {
			c.Name = p.observationName(o.Code, o.Text)
		}
		point := documents.TrendPoint{At: o.Effective, Values: make([]value.Decimal, len(codes))}
		plotted := false
		for i, code := range codes {
			q := quantity(o, code)
			if !q.Value.IsSet() {
				continue
			}
			if !plotted && len(c.Points) == 0 && unit == "" {
				unit = q.Unit
			}
			if same, err := q.Convert(unit); err == nil {
				point.Values[i], plotted = same.Value, true
			}
		}
		if !plotted {
			c.Left++
			continue
		}
		c.Points = append([]documents.TrendPoint{point}, c.Points...)
	}
	c.Unit = value.UnitLabel(unit)
	return c
}
