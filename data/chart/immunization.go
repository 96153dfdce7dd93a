package chart

import (
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// ImmunizationID names one dose of a vaccine.
type ImmunizationID = store.ID[Immunization]

// MaxDoseNumber is more doses than any vaccine's course has, yearly ones counted on included.
const MaxDoseNumber = 50

// ImmunizationSite is a code of HL7 v3 ActSite; "" is not known.
type ImmunizationSite string

// Where in the body it was given.
const (
	LeftArm    ImmunizationSite = "LA"
	RightArm   ImmunizationSite = "RA"
	LeftThigh  ImmunizationSite = "LT"
	RightThigh ImmunizationSite = "RT"
)

// ImmunizationSites are the choices, the usual ones first.
var ImmunizationSites = []ImmunizationSite{LeftArm, RightArm, LeftThigh, RightThigh}

// ImmunizationRoute is a code of HL7 v3 RouteOfAdministration, as far as vaccines need it; "" is not known.
type ImmunizationRoute string

// How it was given.
const (
	Intramuscular ImmunizationRoute = "IM"
	Subcutaneous  ImmunizationRoute = "SQ"
	Intradermal   ImmunizationRoute = "IDINJ"
	Oral          ImmunizationRoute = "PO"
	Nasal         ImmunizationRoute = "NASINHLC"
)

// ImmunizationRoutes are the choices, the usual ones first.
var ImmunizationRoutes = []ImmunizationRoute{Intramuscular, Subcutaneous, Intradermal, Oral, Nasal}

// ImmunizationSource says how the record knows of it. All but GivenHere are codes of FHIR R4's value set immunization-origin.
type ImmunizationSource string

// How the record knows.
const (
	GivenHere     ImmunizationSource = "here"     // FHIR R4 Immunization.primarySource
	FromProvider  ImmunizationSource = "provider" // whoever gave it says so: a letter, a call
	FromCard      ImmunizationSource = "record"   // read on the patient's own card
	FromRecall    ImmunizationSource = "recall"   // told from memory
	FromAuthority ImmunizationSource = "jurisdiction"
)

// ImmunizationSources are the choices.
var ImmunizationSources = []ImmunizationSource{GivenHere, FromCard, FromProvider, FromAuthority, FromRecall}

// Immunization is one dose of a vaccine that was given (FHIR R4 Immunization with the status completed).
type Immunization struct {
	ID ImmunizationID `db:"id"`
	store.Meta
	Origin
	Vaccine      value.Code         `db:"vaccine,json"` // words always, as on the vial; a code where a list offered one
	Occurrence   value.PartialDate  `db:"occurrence"`   // when it was given; needed where it was given here, to the day
	DoseNumber   int                `db:"dose_number"`  // in its course, from 1; 0: not known
	Manufacturer string             `db:"manufacturer"`
	LotNumber    string             `db:"lot_number"`
	Expires      value.PartialDate  `db:"expires"` // of the lot
	Site         ImmunizationSite   `db:"site"`
	Route        ImmunizationRoute  `db:"route"`
	Source       ImmunizationSource `db:"source"`
	Performer    string             `db:"performer"` // who gave it; "": the practitioner of the entry where it was given here, otherwise not known
	Place        string             `db:"place"`     // where, if not here
	NextDue      value.PartialDate  `db:"next_due"`  // when the practitioner wants the next dose; Satchel knows no schedule
	Note         string             `db:"note"`
}

// Immunizations is the record type of immunisations.
var Immunizations = store.NewTable[Immunization](store.Spec{Number: 47, Name: "Immunization", Table: "immunization", Schema: 1, Trial: true,
	Read: action.ChartRead, Write: action.ChartWrite, Chart: true})

// CatalogueKey names the words for the code.
func (s ImmunizationSite) CatalogueKey() string { return "chart.site." + string(s) }

// CatalogueKey names the words for the code.
func (r ImmunizationRoute) CatalogueKey() string { return "chart.route." + string(r) }

// CatalogueKey names the words for the code.
func (s ImmunizationSource) CatalogueKey() string { return "chart.immunization_source." + string(s) }

func (i *Immunization) clean(problems *value.Problems) {
	problems.Text("vaccine.display", &i.Vaccine.Display, NameLength, false)
	problems.Text("manufacturer", &i.Manufacturer, NameLength, false)
	problems.Text("lotNumber", &i.LotNumber, LotLength, false)
	problems.Text("performer", &i.Performer, NameLength, false)
	problems.Text("place", &i.Place, NameLength, false)
	problems.Text("note", &i.Note, CommentLimit, true)
}

// LotLength bounds the number of a batch, in characters; those in use have about ten.
const LotLength = 40

// Validate returns all problems at once.
func (i Immunization) Validate() error {
	var problems value.Problems
	i.CheckOrigin(&problems)
	i.clean(&problems)
	problems.Required("vaccine.display", i.Vaccine.Display)
	problems.Check("vaccine", value.Code{System: i.Vaccine.System, Code: i.Vaccine.Code, Version: i.Vaccine.Version}.Validate())
	problems.Check("occurrence", i.Occurrence.Validate())
	problems.Check("expires", i.Expires.Validate())
	problems.Check("nextDue", i.NextDue.Validate())
	if i.DoseNumber < 0 || i.DoseNumber > MaxDoseNumber {
		problems.Add("doseNumber", "error.chart.dose_number", "Max", MaxDoseNumber)
	}
	oneOf(&problems, "site", i.Site, append([]ImmunizationSite{""}, ImmunizationSites...))
	oneOf(&problems, "route", i.Route, append([]ImmunizationRoute{""}, ImmunizationRoutes...))
	oneOf(&problems, "source", i.Source, ImmunizationSources)
	if i.Source == GivenHere && !i.Occurrence.IsFull() {
		problems.Add("occurrence", "error.chart.given_here_day")
	}
	if i.NextDue.Before(i.Occurrence) {
		problems.Check("nextDue", value.ErrIntervalReverse)
	}
	return problems.Err()
}

// AddImmunization keeps a dose that was given. An empty source becomes given here; one that was given here without a day, today.
func AddImmunization(tx *store.Tx, i Immunization) (Immunization, error) {
	i.ID, i.Meta = ImmunizationID{}, store.Meta{}
	if i.Source == "" {
		i.Source = GivenHere
	}
	if i.Source == GivenHere && i.Occurrence.IsZero() {
		day, err := localDay(tx, tx.Now())
		if err != nil {
			return i, err
		}
		i.Occurrence = day
	}
	if err := i.Settle(tx); err != nil {
		return i, err
	}
	if err := i.checkDates(tx); err != nil {
		return i, err
	}
	err := store.Insert(tx, Immunizations, &i)
	return i, err
}

// ChangeImmunization keeps a corrected one. It returns Conflict for a stale version and for a retracted one.
func ChangeImmunization(tx *store.Tx, i Immunization) (Immunization, error) {
	old, err := store.Get(tx, Immunizations, i.ID)
	if err != nil {
		return i, err
	}
	if old.Retracted {
		return i, store.Fail(store.Conflict, "error.store.retracted")
	}
	i.Origin, i.Retracted = old.Origin, false
	if err := i.checkDates(tx); err != nil {
		return i, err
	}
	err = store.Update(tx, Immunizations, &i)
	return i, err
}

// RetractImmunization marks one as entered in error.
func RetractImmunization(tx *store.Tx, id ImmunizationID) error {
	return retract(tx, Immunizations, id)
}

// ImmunizationsOf returns what a patient was given, the oldest first; those of unknown date come before all others.
func ImmunizationsOf(tx *store.Tx, patient patients.ID) ([]Immunization, error) {
	return store.Select(tx, Immunizations, "patient_id = ? AND retracted = 0 ORDER BY occurrence, id", patient)
}

func (i *Immunization) checkDates(tx *store.Tx) error {
	var problems value.Problems
	i.clean(&problems)
	problems = nil // Validate returns them
	problems.Check("", i.Validate())
	if err := checkDay(tx, i.Patient, &problems, "occurrence", i.Occurrence); err != nil {
		return err
	}
	if problems != nil {
		return invalid(problems)
	}
	return nil
}
