package documents

import "satchel/data/value"

// VaccineDose is one dose that was given, as a page names it. Site, route and source are words in the page's language.
type VaccineDose struct {
	Vaccine      string
	Date         value.PartialDate // zero: not known
	Number       int               // in its course; 0: not known
	Manufacturer string
	Lot          string
	Site, Route  string
	By           string // who gave it
	Place        string // where
	Here         bool   // given by this practice
	Source       string // how the record knows of it
	NextDue      value.PartialDate
}

func (d VaccineDose) validate(problems *value.Problems, field string, i int) {
	problems.Required(indexed(field, i, "vaccine"), d.Vaccine)
	for part, text := range map[string]string{"vaccine": d.Vaccine, "manufacturer": d.Manufacturer, "lot": d.Lot, "site": d.Site, "route": d.Route,
		"by": d.By, "place": d.Place, "source": d.Source} {
		short(problems, indexed(field, i, part), text)
	}
	problems.Check(indexed(field, i, "date"), d.Date.Validate())
	problems.Check(indexed(field, i, "nextDue"), d.NextDue.Validate())
	if d.Here && !d.Date.IsFull() {
		problems.Add(indexed(field, i, "date"), "error.value.required")
	}
	if d.Number < 0 {
		problems.Add(indexed(field, i, "number"), "error.value.invalid")
	}
}

func validDoses(problems *value.Problems, list []VaccineDose) {
	if !few(problems, "doses", list) {
		return
	}
	for i, d := range list {
		d.validate(problems, "doses", i)
	}
}

// ImmunizationCardFacts are every dose that the record knows of, the oldest first.
type ImmunizationCardFacts struct {
	Clinical
	Doses []VaccineDose
}

// Kind implements clinicalFacts.
func (ImmunizationCardFacts) Kind() Kind { return ImmunizationCard }

// Validate returns all problems with the facts, by field.
func (f ImmunizationCardFacts) Validate() error {
	var problems value.Problems
	f.Clinical.validate(&problems)
	validDoses(&problems, f.Doses)
	return problems.Err()
}

// VaccinationCertificateFacts are the doses that somebody vouches for: given here, or seen in writing.
type VaccinationCertificateFacts struct {
	Clinical
	Doses []VaccineDose
	Told  int // doses that are known by word of mouth alone and are left out
}

// Kind implements clinicalFacts.
func (VaccinationCertificateFacts) Kind() Kind { return VaccinationCertificate }

// Validate returns all problems with the facts, by field.
func (f VaccinationCertificateFacts) Validate() error {
	var problems value.Problems
	f.Clinical.validate(&problems)
	if len(f.Doses) == 0 {
		problems.Add("doses", "error.documents.no_dose_to_certify")
	}
	if f.Told < 0 {
		problems.Add("told", "error.value.invalid")
	}
	validDoses(&problems, f.Doses)
	return problems.Err()
}
