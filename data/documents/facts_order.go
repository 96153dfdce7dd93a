package documents

import (
	"strconv"
	"time"

	"satchel/data/value"
)

// Side is the side of the body that is to be examined. "" is not said.
type Side string

// The sides.
const (
	LeftSide  Side = "left"
	RightSide Side = "right"
	BothSides Side = "both"
)

// Sides are all of them, the one that is not said first.
var Sides = []Side{"", LeftSide, RightSide, BothSides}

// CatalogueKey names the word.
func (s Side) CatalogueKey() string {
	if s == "" {
		return "letter.side.none"
	}
	return "letter.side." + string(s)
}

// Question is something that whoever examines must know before. What is not known stays blank on the page, and is asked there.
type Question string

// The questions.
const (
	AskPregnant      Question = "pregnant"
	AskFasting       Question = "fasting"       // when the specimen is taken
	AskAnticoagulant Question = "anticoagulant" // bleeds longer
	AskContrast      Question = "contrast"      // reacted to a contrast medium before
	AskKidney        Question = "kidney"        // kidney disease
	AskMetformin     Question = "metformin"     // takes it; see contrast media
	AskImplant       Question = "implant"       // pacemaker, or metal in the body
	AskAsthma        Question = "asthma"        // or severe allergies
)

// QuestionsOf are what a kind of order form asks, in the order of the page. Whether a man is pregnant is not asked.
func QuestionsOf(kind Kind, sex value.AdministrativeGender) []Question {
	list := []Question{AskFasting, AskAnticoagulant}
	if kind == ImagingOrder {
		list = []Question{AskContrast, AskAsthma, AskKidney, AskMetformin, AskImplant}
	}
	if sex == value.GenderMale {
		return list
	}
	return append([]Question{AskPregnant}, list...)
}

// CatalogueKey names the words.
func (q Question) CatalogueKey() string { return "letter.question." + string(q) }

// Answer is what is known. "" is not known.
type Answer string

// The answers.
const (
	Yes Answer = "yes"
	No  Answer = "no"
)

// Order is what an order form asks for.
type Order struct {
	Tests    []string `json:"tests"`
	Priority Priority `json:"priority"`
	Question string   `json:"question"` // what the doctor wants to know
	History  string   `json:"history"`  // what matters for it
	Site     string   `json:"site"`     // imaging: the part of the body
	Side     Side     `json:"side"`
	// Kidney is the newest kidney function with its day, in words; "" leaves a line to write it on.
	Kidney    string              `json:"kidney"`
	Specimen  string              `json:"specimen"`  // laboratory
	Collected string              `json:"collected"` // when it was taken; "" leaves a line to write it on
	Answers   map[Question]Answer `json:"answers"`
	ResultsTo string              `json:"resultsTo"`
	CopyTo    string              `json:"copyTo"`
}

// TestField names the field of an examination.
func TestField(i int) string { return "tests[" + strconv.Itoa(i) + "]" }

// MaxTests bounds the examinations of one order form.
const MaxTests = 60

// OrderFacts are what an order form for a laboratory or for imaging says (FHIR R4 ServiceRequest, intent "order").
type OrderFacts struct {
	Written
	Kind      Kind
	Addressee Addressee
	Order     Order
	Allergies AllergyStatus
}

// Validate returns all problems with the facts, by field.
func (f OrderFacts) Validate() error {
	var problems value.Problems
	f.Written.validate(&problems)
	f.Addressee.validate(&problems)
	f.Allergies.validate(&problems)
	o := f.Order
	if len(o.Tests) > MaxTests {
		problems.Add("tests", "error.documents.too_many", "Most", MaxTests)
	} else {
		for i, test := range o.Tests {
			short(&problems, TestField(i), test)
		}
	}
	o.Priority.validate(&problems, "priority")
	long(&problems, "question", o.Question)
	long(&problems, "history", o.History)
	for field, text := range map[string]string{"site": o.Site, "kidney": o.Kidney, "specimen": o.Specimen, "collected": o.Collected, "resultsTo": o.ResultsTo, "copyTo": o.CopyTo} {
		short(&problems, field, text)
	}
	switch o.Side {
	case "", LeftSide, RightSide, BothSides:
	default:
		problems.Add("side", "error.value.invalid")
	}
	for question, answer := range o.Answers {
		if answer != "" && answer != Yes && answer != No {
			problems.Add("answer."+string(question), "error.value.invalid")
		}
	}
	if f.Preview {
		return problems.Err()
	}
	if len(o.Tests) == 0 {
		problems.Add("tests", "error.letter.tests_missing")
	}
	if f.Kind == ImagingOrder {
		// Whoever exposes somebody to radiation must be able to judge whether it is justified.
		problems.Required("question", o.Question)
	}
	return problems.Err()
}

// zoneOf is the zone of a setting; UTC where it is not known, which Setting.validate says.
func zoneOf(name string) *time.Location {
	if zone, err := value.LoadZone(name); err == nil {
		return zone
	}
	return time.UTC
}
