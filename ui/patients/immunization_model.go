package patients

import (
	"context"
	"strconv"
	"strings"

	"satchel/data/chart"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/session"
)

// Fields of the form of an immunisation, named as the record names them.
const (
	fieldVaccine    = "vaccine.display"
	fieldOccurrence = "occurrence"
	fieldDose       = "doseNumber"
	fieldMaker      = "manufacturer"
	fieldLot        = "lotNumber"
	fieldExpires    = "expires"
	fieldSite       = "site"
	fieldRoute      = "route"
	fieldSource     = "source"
	fieldPerformer  = "performer"
	fieldPlace      = "place"
	fieldNextDue    = "nextDue"
)

// dose is one immunisation, and who gave it.
type dose struct {
	chart.Immunization
	By string
}

// Doses reads the immunisations, the newest first.
func (m *patientModel) Doses(ctx context.Context) ([]dose, error) {
	var list []dose
	err := m.view(ctx, func(tx *store.Tx) error {
		all, err := chart.ImmunizationsOf(tx, m.id)
		if err != nil {
			return err
		}
		var givers []organization.PractitionerID
		for _, i := range all {
			givers = append(givers, i.Practitioner)
		}
		who, err := readPeople(tx, m.session, givers...)
		for n := len(all) - 1; n >= 0; n-- {
			d := dose{all[n], all[n].Performer}
			if d.By == "" && d.Source == chart.GivenHere {
				d.By = who.practitioners[d.Practitioner]
			}
			list = append(list, d)
		}
		return err
	})
	return list, err
}

// doseValues writes an immunisation into the form; the zero one begins with today, given here.
func doseValues(s *session.Session, i chart.Immunization) values {
	v := values{fieldVaccine: i.Vaccine.Display, fieldOccurrence: i.Occurrence.Format(s.Settings.DateOrder), fieldMaker: i.Manufacturer, fieldLot: i.LotNumber,
		fieldExpires: i.Expires.Format(s.Settings.DateOrder), fieldSite: string(i.Site), fieldRoute: string(i.Route), fieldSource: string(i.Source),
		fieldPerformer: i.Performer, fieldPlace: i.Place, fieldNextDue: i.NextDue.Format(s.Settings.DateOrder), fieldNote: i.Note}
	if i.DoseNumber > 0 {
		v[fieldDose] = strconv.Itoa(i.DoseNumber)
	}
	if i.ID.IsZero() {
		v[fieldSource], v[fieldOccurrence] = string(chart.GivenHere), s.Today().Format(s.Settings.DateOrder)
	}
	return v
}

// doseOf reads the form back into the immunisation that it was begun with. It returns Invalid for dates and numbers that are none; the
// rest is for the chart to judge.
func doseOf(s *session.Session, i chart.Immunization, v values) (chart.Immunization, error) {
	var problems value.Problems
	date := func(field string) value.PartialDate {
		text := strings.TrimSpace(v[field])
		if text == "" {
			return value.PartialDate{}
		}
		d, _, err := value.ParseDate(text, s.Settings.DateOrder, s.Now())
		problems.Check(field, err)
		return d
	}
	if name := strings.TrimSpace(v[fieldVaccine]); name != i.Vaccine.Display {
		i.Vaccine = value.Code{Display: name} // a code stands for its words
	}
	i.Occurrence, i.Expires, i.NextDue = date(fieldOccurrence), date(fieldExpires), date(fieldNextDue)
	i.DoseNumber = 0
	if text := strings.TrimSpace(v[fieldDose]); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			problems.Add(fieldDose, "error.chart.dose_number", "Max", chart.MaxDoseNumber)
		}
		i.DoseNumber = n
	}
	i.Manufacturer, i.LotNumber, i.Performer, i.Place, i.Note = v[fieldMaker], v[fieldLot], v[fieldPerformer], v[fieldPlace], v[fieldNote]
	i.Site, i.Route, i.Source = chart.ImmunizationSite(v[fieldSite]), chart.ImmunizationRoute(v[fieldRoute]), chart.ImmunizationSource(v[fieldSource])
	if problems != nil {
		return i, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: problems}
	}
	return i, nil
}

// KeepDose keeps a new immunisation, or a changed one.
func (m *patientModel) KeepDose(ctx context.Context, base chart.Immunization, v values) (chart.Immunization, error) {
	i, err := doseOf(m.session, base, v)
	if err != nil {
		return i, err
	}
	err = m.session.Update(ctx, action.WriteChart, func(tx *store.Tx) (err error) {
		if !i.ID.IsZero() {
			i, err = chart.ChangeImmunization(tx, i)
			return err
		}
		i.Origin = chart.Origin{Patient: m.id, Practitioner: m.session.Practitioner.ID, Location: m.session.Location.ID}
		i, err = chart.AddImmunization(tx, i)
		return err
	}, store.About(m.id))
	return i, err
}

// RetractDose marks an immunisation as entered in error.
func (m *patientModel) RetractDose(ctx context.Context, id chart.ImmunizationID, reason string) error {
	return m.session.Update(ctx, action.RetractChart, func(tx *store.Tx) error { return chart.RetractImmunization(tx, id) }, store.About(m.id), store.Because(reason))
}
