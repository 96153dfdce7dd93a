package organization

import (
	"slices"

	"satchel/data/value"
)

// LegalStatus is the legal status of supply of a medicine (FHIR R4 MedicinalProduct.legalStatusOfSupply): the list of a country's law on
// which it stands. A doctor of the practice says it, once for each medicine; Satchel ships no list of what stands where. "" is not
// classified, which is not the same as on no list.
type LegalStatus string

// The lists.
const (
	NotClassified LegalStatus = ""

	ScheduleH  LegalStatus = "in-h" // India, Drugs Rules 1945
	ScheduleH1 LegalStatus = "in-h1"
	ScheduleX  LegalStatus = "in-x"

	USSchedule2 LegalStatus = "us-2" // United States, 21 CFR part 1308
	USSchedule3 LegalStatus = "us-3"
	USSchedule4 LegalStatus = "us-4"
	USSchedule5 LegalStatus = "us-5"

	UKSchedule2 LegalStatus = "gb-2" // United Kingdom, Misuse of Drugs Regulations 2001
	UKSchedule3 LegalStatus = "gb-3"
	UKSchedule4 LegalStatus = "gb-4"
	UKSchedule5 LegalStatus = "gb-5"

	ControlledByNation LegalStatus = "controlled" // everywhere else, by national law
)

// legalStatuses are the lists of each jurisdiction, in the order of a form.
var legalStatuses = map[Jurisdiction][]LegalStatus{
	India:         {ScheduleH, ScheduleH1, ScheduleX},
	EuropeanUnion: {ControlledByNation},
	UnitedKingdom: {UKSchedule2, UKSchedule3, UKSchedule4, UKSchedule5},
	UnitedStates:  {USSchedule2, USSchedule3, USSchedule4, USSchedule5},
	Elsewhere:     {ControlledByNation},
}

// LegalStatuses returns the lists of a jurisdiction.
func LegalStatuses(j Jurisdiction) []LegalStatus { return legalStatuses[j] }

// Known reports whether it is one of the lists, or not classified.
func (s LegalStatus) Known() bool {
	if s == NotClassified {
		return true
	}
	for _, list := range legalStatuses {
		if slices.Contains(list, s) {
			return true
		}
	}
	return false
}

// CatalogueKey names the list as a prescription names it.
func (s LegalStatus) CatalogueKey() string {
	if s == NotClassified {
		return "organization.legal_status.none"
	}
	return "organization.legal_status." + string(s)
}

// Controlled reports whether the law asks more of a prescription of it than of any other: Schedule X in India; Schedules II to V in the
// United States (21 CFR 1306.05); Schedules 2 and 3 in the United Kingdom, since Misuse of Drugs Regulations 2001, regulation 15(1) leaves
// out 4 and 5.
func (s LegalStatus) Controlled() bool {
	switch s {
	case NotClassified, ScheduleH, ScheduleH1, UKSchedule4, UKSchedule5:
		return false
	}
	return true
}

// Unsubstitutable reports whether a chemist may hand out nothing else in its place, whatever the prescription says (India, Drugs Rules 1945,
// rule 65(11A)).
func (s LegalStatus) Unsubstitutable() bool {
	return s == ScheduleH || s == ScheduleH1 || s == ScheduleX
}

// LastDay is the last day on which the law lets it be dispensed: 28 days after issue in the United Kingdom (Misuse of Drugs Regulations
// 2001, regulation 16(1)(e)), six months in the United States (21 CFR 1306.22(a)). false where the law sets none.
func (s LegalStatus) LastDay(issued value.PartialDate) (value.PartialDate, bool) {
	switch s {
	case UKSchedule2, UKSchedule3, UKSchedule4:
		return issued.AddDays(28), true
	case USSchedule3, USSchedule4:
		return issued.AddMonths(6), true
	}
	return value.PartialDate{}, false
}

// MostRepeats is how often the law lets it be dispensed again (21 CFR 1306.12(a) and 1306.22(a)). false where the law sets no number.
func (s LegalStatus) MostRepeats() (int, bool) {
	switch s {
	case USSchedule2:
		return 0, true
	case USSchedule3, USSchedule4:
		return 5, true
	}
	return 0, false
}

// Duty is something that the law asks of whoever prescribes and that a page can't do for them. Its sentence, with the clause, stands in
// the catalogue.
type Duty struct {
	Name     string
	Verified bool          // the clause was read when this line was written
	Void     bool          // without it the prescription is worth nothing by that law
	Of       []LegalStatus // empty: of every prescription
}

// CatalogueKey names the sentence.
func (d Duty) CatalogueKey() string { return "organization.duty." + d.Name }

var duties = map[Jurisdiction][]Duty{
	India:         {{"duplicate", unread, false, []LegalStatus{ScheduleX}}},
	EuropeanUnion: {{"national_form", unread, false, []LegalStatus{ControlledByNation}}},
	UnitedKingdom: {
		{"private_only", unread, false, nil},
		{"private_form", read, true, []LegalStatus{UKSchedule2, UKSchedule3}},
	},
	UnitedStates: {
		{"no_refills", unread, false, []LegalStatus{USSchedule2}},
		{"state_form", unread, false, []LegalStatus{USSchedule2, USSchedule3, USSchedule4, USSchedule5}},
	},
	Elsewhere: {{"national_form", unread, false, []LegalStatus{ControlledByNation}}},
}

// Duties returns all that a jurisdiction asks of whoever prescribes.
func Duties(j Jurisdiction) []Duty { return duties[j] }

// DutiesFor returns what it asks for medicines of these statuses beyond what it asks for any.
func DutiesFor(j Jurisdiction, statuses []LegalStatus) []Duty {
	return slices.DeleteFunc(slices.Clone(duties[j]), func(d Duty) bool {
		return !slices.ContainsFunc(d.Of, func(s LegalStatus) bool { return slices.Contains(statuses, s) })
	})
}
