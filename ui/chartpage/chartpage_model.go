package chartpage

import (
	"context"
	"slices"
	"strings"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
	"satchel/ui/frame"
	"satchel/ui/session"
)

// kinds are the pages that can be made from a chart, in the order of the list.
var kinds = []documents.Kind{documents.VisitSummary, documents.PatientSummary, documents.ImmunizationCard, documents.VaccinationCertificate,
	documents.ResultsTrend, documents.GrowthRecord}

// Fields of the form.
const (
	fieldKind   = "kind"
	fieldVisit  = "encounter"
	fieldFound  = "found"
	fieldTests  = "tests"
	fieldSooner = "sooner"
	fieldPaper  = "paper"
)

// fieldsObserved ask what a trend is drawn of.
var fieldsObserved = []string{"observed[0]", "observed[1]", "observed[2]"}

// fieldsOf are the fields that a kind asks, besides kind and paper.
func fieldsOf(kind documents.Kind) []string {
	switch kind {
	case documents.VisitSummary:
		return []string{fieldVisit, fieldFound, fieldTests, fieldSooner}
	case documents.ResultsTrend:
		return fieldsObserved
	}
	return nil
}

// visitsOffered is how many of the newest visits a visit summary can be made of.
const visitsOffered = 12

// offer is what the form chooses from.
type offer struct {
	Patient  patients.Row
	Visits   []chart.TimelineEntry  // the newest first
	Observed []chart.Observed       // the most often observed first
	Lacks    []organization.Lacking // what a certificate won't carry, though the law asks for it
}

// option is a choice of the form: what it stands for, and what it is called.
type option struct{ Value, Label string }

// model makes pages from one chart. Its methods may be called on any goroutine.
type model struct {
	session *session.Session
	printer frame.Printer
	patient patients.ID
}

// Load reads what there is to choose from.
func (m model) Load(ctx context.Context) (offer, error) {
	var o offer
	err := m.session.View(ctx, action.OpenChart, func(tx *store.Tx) error {
		rows, err := patients.Rows(tx, []patients.ID{m.patient})
		if err != nil {
			return err
		}
		o.Patient = rows[m.patient]
		if o.Visits, err = chart.Timeline(tx, m.patient, visitsOffered, chart.Cursor{}); err != nil {
			return err
		}
		if o.Observed, err = chart.ObservedOf(tx, m.patient); err != nil {
			return err
		}
		o.Lacks, err = workflow.Lacks(tx, organization.SheetCertificate, m.patient, m.session.Practitioner.ID)
		return err
	}, store.About(m.patient))
	return o, err
}

// lacksOf is what a page of a kind won't carry.
func (o offer) lacksOf(kind documents.Kind) []organization.Lacking {
	if kind == documents.VaccinationCertificate {
		return o.Lacks
	}
	return nil
}

// kindsOffered leaves out the visit summary of a patient who has had no visit.
func (o offer) kindsOffered() []documents.Kind {
	if len(o.Visits) > 0 {
		return kinds
	}
	return kinds[1:]
}

// visitOptions name the visits by day and reason.
func (o offer) visitOptions(s *session.Session) []option {
	var list []option
	for _, v := range o.Visits {
		label := s.Moment(v.Started)
		if v.Reason != "" {
			label = s.Text("chartpage.visit_of", "When", label, "Reason", v.Reason)
		}
		list = append(list, option{v.ID.String(), label})
	}
	return list
}

// observedOptions name what was observed; the first stands for nothing.
func (o offer) observedOptions(s *session.Session) []option {
	list := []option{{"", s.Text("chartpage.nothing")}}
	for _, one := range o.Observed {
		list = append(list, option{observedValue(one.Observable), s.Text("chartpage.observed", "Name", observedName(s, one), "Count", one.Count)})
	}
	return list
}

func observedName(s *session.Session, one chart.Observed) string {
	if v, known := chart.VitalOf(one.Code); known {
		return s.Text(v.CatalogueKey())
	}
	switch {
	case one.Code == chart.BloodPressure:
		return s.Text("chart.vital.pressure")
	case one.Name != "":
		return one.Name
	}
	return one.Code
}

// observedValue writes an observable as the value of a choice, and observable reads it back.
func observedValue(o chart.Observable) string { return o.Code + "|" + o.Text }

func observable(text string) chart.Observable {
	code, words, _ := strings.Cut(text, "|")
	return chart.Observable{Code: code, Text: words}
}

// begin fills the form for a kind and a visit; "" stands for the first that is offered. paperOf is the paper that a kind usually has.
func (o offer) begin(kind documents.Kind, visit string, paperOf func(documents.Kind) documents.Paper) map[string]string {
	offered := o.kindsOffered()
	if !slices.Contains(offered, kind) {
		kind = offered[0]
	}
	values := map[string]string{fieldKind: string(kind), fieldPaper: string(paperOf(kind))}
	for i, v := range o.Visits {
		if id := v.ID.String(); i == 0 || id == visit {
			values[fieldVisit] = id
		}
	}
	for i, field := range fieldsObserved {
		values[field] = ""
		if i < len(o.Observed) {
			values[field] = observedValue(o.Observed[i].Observable)
		}
	}
	return values
}

// asked reads the form.
func (m model) asked(o offer, values map[string]string) workflow.FromChart {
	f := workflow.FromChart{Kind: documents.Kind(values[fieldKind]), Patient: m.patient, Paper: documents.Paper(values[fieldPaper])}
	for _, v := range o.Visits {
		if v.ID.String() == values[fieldVisit] {
			f.Encounter = v.ID
		}
	}
	switch f.Kind {
	case documents.VisitSummary:
		f.Found, f.Sooner = strings.TrimSpace(values[fieldFound]), strings.TrimSpace(values[fieldSooner])
		for line := range strings.Lines(values[fieldTests]) {
			if line = strings.TrimSpace(line); line != "" {
				f.Tests = append(f.Tests, line)
			}
		}
	case documents.ResultsTrend:
		for _, field := range fieldsObserved {
			if what := observable(values[field]); what != (chart.Observable{}) && !slices.Contains(f.Observed, what) {
				f.Observed = append(f.Observed, what)
			}
		}
	}
	return f
}

// previewScale is the resolution of the preview, in pixels a mm.
const previewScale float32 = 6

// Preview draws the page as it would be issued now. Nothing is kept, and no number is taken.
func (m model) Preview(ctx context.Context, f workflow.FromChart) ([]frame.PageImage, error) {
	var facts any
	err := m.session.View(ctx, action.OpenChart, func(tx *store.Tx) (err error) {
		facts, err = workflow.FactsFromChart(tx, f)
		return err
	}, store.About(m.patient))
	if err != nil {
		return nil, err
	}
	frozen, err := m.session.Practice.Press().Set(f.Kind, facts)
	if err != nil {
		return nil, err
	}
	var pages []frame.PageImage
	for n := range min(frozen.Pages, previewPages) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		picture, err := m.printer.Preview(frozen, n, previewScale)
		if err != nil {
			return nil, err
		}
		pages = append(pages, picture)
	}
	return pages, nil
}

// previewPages is how many pages the preview draws; whatever is longer is seen whole once it is issued.
const previewPages = 12

// Issue numbers and freezes the page. It waits for the printer from then on.
func (m model) Issue(ctx context.Context, f workflow.FromChart) (documents.Document, error) {
	var d documents.Document
	err := m.session.Update(ctx, action.IssueFromChart, func(tx *store.Tx) (err error) {
		d, err = workflow.IssueFromChart(tx, m.session.Practice.Press(), f)
		return err
	}, store.About(m.patient))
	return d, err
}
