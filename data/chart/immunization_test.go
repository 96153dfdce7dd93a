package chart_test

import (
	"errors"
	"strings"
	"testing"

	"satchel/data/chart"
	"satchel/data/store"
	"satchel/data/value"
)

func (r *room) vaccinate(t testing.TB, i chart.Immunization) (chart.Immunization, error) {
	t.Helper()
	i.Origin = r.origin(r.tara)
	var kept chart.Immunization
	err := r.write(t, func(tx *store.Tx) (err error) {
		kept, err = chart.AddImmunization(tx, i)
		return err
	}, r.tara)
	return kept, err
}

func (r *room) immunizations(t testing.TB) (list []chart.Immunization) {
	t.Helper()
	r.read(t, r.tara, func(tx *store.Tx) (err error) {
		list, err = chart.ImmunizationsOf(tx, r.tara.ID)
		return err
	})
	return list
}

func day(t testing.TB, text string) value.PartialDate {
	t.Helper()
	d, err := value.ParseISO(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestImmunization(t *testing.T) {
	r := open(t)
	given, err := r.vaccinate(t, chart.Immunization{Vaccine: value.Code{Display: "  Pentavalent   vaccine "}, DoseNumber: 1, LotNumber: "AB 1234", Site: chart.LeftThigh, Route: chart.Intramuscular})
	if err != nil {
		t.Fatal(err)
	}
	if given.Source != chart.GivenHere || !given.Occurrence.IsFull() || given.Vaccine.Display != "Pentavalent vaccine" {
		t.Errorf("kept as %+v", given)
	}
	if _, err := r.vaccinate(t, chart.Immunization{Vaccine: value.Code{Display: "BCG"}, Occurrence: day(t, "2026-08"), Source: chart.FromCard, Place: "District hospital"}); err != nil {
		t.Fatal(err)
	}
	list := r.immunizations(t)
	if len(list) != 2 || list[0].Vaccine.Display != "BCG" || list[1].ID != given.ID {
		t.Fatalf("%+v", list)
	}
	given.LotNumber = "AB 1235"
	if err := r.write(t, func(tx *store.Tx) (err error) {
		given, err = chart.ChangeImmunization(tx, given)
		return err
	}, r.tara); err != nil {
		t.Fatal(err)
	}
	stale := given
	stale.Version = 1
	if err := r.write(t, func(tx *store.Tx) error { _, err := chart.ChangeImmunization(tx, stale); return err }, r.tara); store.CodeOf(err) != store.Conflict {
		t.Errorf("a stale one was kept: %v", err)
	}
	r.read(t, r.tara, func(tx *store.Tx) error {
		states, err := store.History(tx, chart.Immunizations, given.ID)
		if err != nil || len(states) != 2 || states[0].Row.LotNumber != "AB 1234" {
			t.Errorf("history: %d states, %v", len(states), err)
		}
		return nil
	})
	if err := r.write(t, func(tx *store.Tx) error { return chart.RetractImmunization(tx, given.ID) }, r.tara); err != nil {
		t.Fatal(err)
	}
	if list := r.immunizations(t); len(list) != 1 || list[0].Vaccine.Display != "BCG" {
		t.Errorf("after a retraction: %+v", list)
	}
	if err := r.write(t, func(tx *store.Tx) error { _, err := chart.ChangeImmunization(tx, given); return err }, r.tara); store.CodeOf(err) != store.Conflict {
		t.Errorf("a retracted one was changed: %v", err)
	}
	// The desk reads no vaccines.
	err = r.View(ctx, r.Desk, "open_patient", func(tx *store.Tx) error { _, err := chart.ImmunizationsOf(tx, r.tara.ID); return err }, store.About(r.tara.ID))
	if store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk: %v", err)
	}
}

func TestImmunizationIsRefused(t *testing.T) {
	r := open(t)
	bcg := value.Code{Display: "BCG"}
	for field, i := range map[string]chart.Immunization{
		"vaccine.display": {},
		"occurrence":      {Vaccine: bcg, Occurrence: day(t, "2026-08")}, // given here, but on no day
		"doseNumber":      {Vaccine: bcg, DoseNumber: chart.MaxDoseNumber + 1},
		"lotNumber":       {Vaccine: bcg, LotNumber: strings.Repeat("9", chart.LotLength+1)},
		"site":            {Vaccine: bcg, Site: "NOSE"},
		"route":           {Vaccine: bcg, Route: "IV"},
		"source":          {Vaccine: bcg, Source: "hearsay"},
		"nextDue":         {Vaccine: bcg, NextDue: day(t, "2020-01-01")},
		"expires":         {Vaccine: bcg, Expires: value.PartialDate{Year: 2026, Month: 13}},
		"place":           {Vaccine: bcg, Place: "a\x00b"},
	} {
		_, err := r.vaccinate(t, i)
		var problems value.Problems
		if !errors.As(err, &problems) || len(problems) != 1 || problems[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for _, on := range []string{"2019-01-01", "2030-01-01"} { // before birth; not yet
		_, err := r.vaccinate(t, chart.Immunization{Vaccine: bcg, Occurrence: day(t, on), Source: chart.FromCard})
		if store.CodeOf(err) != store.Invalid {
			t.Errorf("%s: %v", on, err)
		}
	}
	if list := r.immunizations(t); len(list) != 0 {
		t.Errorf("kept all the same: %+v", list)
	}
}

// What was recorded in a visit goes and comes back with it.
func TestImmunizationFollowsItsVisit(t *testing.T) {
	r := open(t)
	var e chart.Encounter
	err := r.act("undo_visit", func(tx *store.Tx) (err error) {
		if e, err = chart.Start(tx, chart.Encounter{Patient: r.tara.ID, Practitioner: r.who.ID, Location: r.where.ID}); err != nil {
			return err
		}
		_, err = chart.AddImmunization(tx, chart.Immunization{Origin: chart.Origin{Patient: r.tara.ID, Encounter: e.ID}, Vaccine: value.Code{Display: "BCG"}})
		return err
	}, r.tara)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.act("undo_visit", func(tx *store.Tx) error { _, err := chart.RetractEncounter(tx, e.ID); return err }, r.tara); err != nil {
		t.Fatal(err)
	}
	if list := r.immunizations(t); len(list) != 0 {
		t.Errorf("stands without its visit: %+v", list)
	}
	if err := r.act("undo_visit", func(tx *store.Tx) error { _, err := chart.Reopen(tx, e.ID, r.tara.ID); return err }, r.tara); err != nil {
		t.Fatal(err)
	}
	if list := r.immunizations(t); len(list) != 1 || list[0].Encounter == e.ID {
		t.Errorf("after reopening: %+v", list)
	}
}
