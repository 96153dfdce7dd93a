package organization_test

import (
	"slices"
	"strings"
	"testing"

	"satchel/data/organization"
	"satchel/data/value"
)

// TestLegalStatuses holds what each list of the law does to a prescription against the clauses.
func TestLegalStatuses(t *testing.T) {
	issued := value.PartialDate{Year: 2026, Month: 8, Day: 31}
	type effect struct {
		controlled, fixed bool
		last              string // dispensing ends; "" never by law
		repeats           int    // -1: the law names no number
	}
	for status, want := range map[organization.LegalStatus]effect{
		organization.NotClassified:      {false, false, "", -1},
		organization.ScheduleH:          {false, true, "", -1},
		organization.ScheduleH1:         {false, true, "", -1},
		organization.ScheduleX:          {true, true, "", -1},
		organization.USSchedule2:        {true, false, "", 0},
		organization.USSchedule3:        {true, false, "2027-02-28", 5},
		organization.USSchedule4:        {true, false, "2027-02-28", 5},
		organization.USSchedule5:        {true, false, "", -1},
		organization.UKSchedule2:        {true, false, "2026-09-28", -1},
		organization.UKSchedule3:        {true, false, "2026-09-28", -1},
		organization.UKSchedule4:        {false, false, "2026-09-28", -1},
		organization.UKSchedule5:        {false, false, "", -1},
		organization.ControlledByNation: {true, false, "", -1},
	} {
		got := effect{status.Controlled(), status.Unsubstitutable(), "", -1}
		if last, limited := status.LastDay(issued); limited {
			got.last = last.String()
		}
		if most, limited := status.MostRepeats(); limited {
			got.repeats = most
		}
		if got != want || !status.Known() {
			t.Errorf("%q: %+v, want %+v", status, got, want)
		}
	}
	if organization.LegalStatus("in-z").Known() {
		t.Error("a list that no law has is known")
	}
}

// TestDuties: each is about lists of its own jurisdiction, and is said where a medicine stands on one of them.
func TestDuties(t *testing.T) {
	for _, j := range organization.Jurisdictions {
		if len(organization.LegalStatuses(j)) == 0 || len(organization.Duties(j)) == 0 {
			t.Errorf("%s has no lists, or asks nothing", j)
		}
		for _, d := range organization.Duties(j) {
			for _, s := range d.Of {
				if !slices.Contains(organization.LegalStatuses(j), s) {
					t.Errorf("%s: %s is about %s", j, d.Name, s)
				}
			}
		}
	}
	names := func(j organization.Jurisdiction, of ...organization.LegalStatus) (list []string) {
		for _, d := range organization.DutiesFor(j, of) {
			list = append(list, d.Name)
		}
		return list
	}
	for _, c := range []struct {
		j    organization.Jurisdiction
		of   []organization.LegalStatus
		want string
	}{
		{organization.India, []organization.LegalStatus{organization.ScheduleH1}, ""},
		{organization.India, []organization.LegalStatus{organization.ScheduleH, organization.ScheduleX}, "duplicate"},
		{organization.UnitedKingdom, nil, ""},
		{organization.UnitedKingdom, []organization.LegalStatus{organization.UKSchedule3}, "private_form"},
		{organization.UnitedStates, []organization.LegalStatus{organization.USSchedule4}, "state_form"},
		{organization.EuropeanUnion, []organization.LegalStatus{organization.ControlledByNation}, "national_form"},
	} {
		if got := strings.Join(names(c.j, c.of...), " "); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.j, c.of, got, c.want)
		}
	}
}
