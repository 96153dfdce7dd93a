package documents

import (
	"strings"
	"time"

	"satchel/data/value"
)

// AllergyState is what is known of a patient's allergies.
type AllergyState string

// The three states. "None known" is an answer; "not asked" is not.
const (
	AllergyNotAsked  AllergyState = "not-asked"
	AllergyNoneKnown AllergyState = "none-known"
	AllergyListed    AllergyState = "listed"
)

// AllergyStatus is what a prescription says of allergies.
type AllergyStatus struct {
	State     AllergyState
	Allergies []Allergy // with AllergyListed
}

// Allergy is one AllergyIntolerance.
type Allergy struct {
	Substance string
	Reaction  string // "rash (2023)"
	// HighRisk is FHIR's criticality "high": it can be life-threatening.
	HighRisk bool
}

func (a AllergyStatus) validate(problems *value.Problems) {
	switch a.State {
	case AllergyNotAsked, AllergyNoneKnown:
		if len(a.Allergies) > 0 {
			problems.Add("allergies", "error.documents.allergies_contradict")
		}
	case AllergyListed:
		if len(a.Allergies) == 0 {
			problems.Add("allergies", "error.documents.allergies_contradict")
		}
	default:
		problems.Add("allergies", "error.documents.allergies_contradict")
	}
	if len(a.Allergies) > maxList {
		problems.Add("allergies", "error.documents.too_many", "Most", maxList)
		return
	}
	for i, allergy := range a.Allergies {
		problems.Required(indexed("allergies", i, "substance"), allergy.Substance)
		short(problems, indexed("allergies", i, "substance"), allergy.Substance)
		short(problems, indexed("allergies", i, "reaction"), allergy.Reaction)
	}
}

// Substitution says whether the chemist may hand out another brand.
type Substitution string

// The choices; the empty one prints nothing.
const (
	SubstitutionUnstated   Substitution = ""
	SubstitutionAllowed    Substitution = "allowed"
	SubstitutionNotAllowed Substitution = "not-allowed"
	SubstitutionUnlawful   Substitution = "unlawful" // whatever the prescriber would allow
)

// Ingredient is one active substance by its generic name (INN) with its strength.
type Ingredient struct {
	Name string
	// Strength is the amount in one unit of the form, or in Per of it: 250 mg, per 5 mL.
	Strength value.Quantity
	Per      value.Quantity
}

// PrescriptionItem is one medicine. Texts are in the page's language.
type PrescriptionItem struct {
	Ingredients []Ingredient
	Brand       string
	// Strength is used where the ingredients carry none: "0.65%".
	Strength string
	Form     string // "oral suspension"
	// LegalStatus is the list of the law on which the medicine stands, in words: "Schedule H1". Empty: it isn't classified.
	LegalStatus string
	// BrandReason is why the brand is prescribed and no other.
	BrandReason string
	// Directions are how it is taken, in whole sentences of the page's language; the parts below are used where there are none.
	Directions Told
	Route      string // "by mouth"
	Dose       string // "8 mL (400 mg)"
	Frequency  string // in words: "2 times a day, morning and night"
	Duration   string // "7 days"
	// Quantity to hand out with its unit in words: 120, "mL"; 14, "tablets". The page
	// adds the number in words.
	Quantity     value.Decimal
	QuantityUnit string
	// Repeats is how often it may be dispensed again.
	Repeats      int
	Substitution Substitution
	Indication   string
	Instructions string
	// Told is how to take it, in the patient's own language; zero where that is the page's.
	Told Told
}

// Told is what a patient is told about one medicine in a language of their own.
type Told struct {
	Language string // BCP 47
	Spans    []ToldSpan
}

// ToldSpan is a piece of it. An isolated one is a dose, a date or a typed text, which keeps its own direction inside a sentence that
// runs from right to left.
type ToldSpan struct {
	Text    string
	Isolate bool
}

// Text is the whole of it in the order in which it is read.
func (t Told) Text() string {
	var b strings.Builder
	for _, span := range t.Spans {
		b.WriteString(span.Text)
	}
	return b.String()
}

func (t Told) validate(problems *value.Problems, field string) {
	if len(t.Spans) == 0 {
		return
	}
	if !languageTag.MatchString(t.Language) {
		problems.Add(field, "error.value.invalid")
	}
	if len(t.Spans) > maxList {
		problems.Add(field, "error.documents.too_many", "Most", maxList)
		return
	}
	text := t.Text()
	long(problems, field, text)
	if key := misread(text); key != "" {
		problems.Add(field, key)
	}
}

// PrescriptionFacts are what a prescription says (MedicationRequest).
type PrescriptionFacts struct {
	Setting    Setting
	Letterhead Letterhead
	Prescriber Practitioner
	Patient    PatientIdentity
	Number     string
	Issued     time.Time
	ValidUntil value.PartialDate
	// Private marks what is not written on a form of the country's health service, where the law tells the two apart.
	Private   bool
	Diagnosis string // optional
	Allergies AllergyStatus
	Items     []PrescriptionItem
	Advice    string
	Review    string
	Replaces  *Reference
	Void      *Void
	// Verification is a signed line that a chemist can check offline; it is drawn as a QR
	// code. At most 300 bytes.
	Verification string
}

// Validate returns all problems with the facts, by field.
func (f PrescriptionFacts) Validate() error {
	var problems value.Problems
	f.Setting.validate(&problems)
	if f.Setting.Paper == PaperRoll80 {
		problems.Add("setting.paper", "error.documents.paper_unknown")
	}
	f.Letterhead.validate(&problems)
	f.Prescriber.validate(&problems, "prescriber")
	f.Patient.validate(&problems)
	issue(&problems, f.Number, f.Issued)
	problems.Check("validUntil", f.ValidUntil.Validate())
	long(&problems, "diagnosis", f.Diagnosis)
	f.Allergies.validate(&problems)
	switch {
	case len(f.Items) == 0:
		problems.Add("items", "error.documents.items_missing")
	case len(f.Items) > maxList:
		problems.Add("items", "error.documents.too_many", "Most", maxList)
	default:
		for i, item := range f.Items {
			item.validate(&problems, i)
		}
	}
	long(&problems, "advice", f.Advice)
	long(&problems, "review", f.Review)
	f.Replaces.validate(&problems, "replaces")
	f.Void.validate(&problems)
	if len(f.Verification) > maxVerify {
		problems.Add("verification", "error.documents.too_many", "Most", maxVerify)
	}
	return problems.Err()
}

func issue(problems *value.Problems, number string, issued time.Time) {
	problems.Required("number", number)
	short(problems, "number", number)
	if issued.IsZero() {
		problems.Add("issued", "error.value.required")
	}
}

func (item PrescriptionItem) validate(problems *value.Problems, i int) {
	at := func(part string) string { return ItemField(i, part) }
	if len(item.Ingredients) == 0 && strings.TrimSpace(item.Brand) == "" {
		problems.Add(at("ingredients"), "error.documents.medicine_missing")
	}
	if len(item.Ingredients) > maxLines {
		problems.Add(at("ingredients"), "error.documents.too_many", "Most", maxLines)
		return
	}
	for _, ingredient := range item.Ingredients {
		problems.Required(at("ingredients"), ingredient.Name)
		short(problems, at("ingredients"), ingredient.Name)
		problems.Check(at("ingredients"), ingredient.Strength.Validate())
		problems.Check(at("ingredients"), ingredient.Per.Validate())
	}
	short(problems, at("brand"), item.Brand)
	short(problems, at("form"), item.Form)
	safe(problems, at("strength"), item.Strength)
	short(problems, at("legalStatus"), item.LegalStatus)
	short(problems, at("brandReason"), item.BrandReason)
	item.Directions.validate(problems, at("dose"))
	safe(problems, at("route"), item.Route)
	safe(problems, at("dose"), item.Dose)
	safe(problems, at("frequency"), item.Frequency)
	safe(problems, at("duration"), item.Duration)
	safe(problems, at("quantityUnit"), item.QuantityUnit)
	short(problems, at("indication"), item.Indication)
	long(problems, at("instructions"), item.Instructions)
	item.Told.validate(problems, at("told"))
	if strings.TrimSpace(item.Dose+item.Frequency+item.Instructions+item.Directions.Text()) == "" {
		problems.Add(at("dose"), "error.documents.directions_missing")
	}
	if item.Quantity.IsSet() != (strings.TrimSpace(item.QuantityUnit) != "") {
		problems.Add(at("quantity"), "error.documents.quantity_incomplete")
	}
	if item.Quantity.IsSet() && item.Quantity.Sign() <= 0 {
		problems.Add(at("quantity"), "error.documents.quantity_incomplete")
	}
	if item.Repeats < 0 || item.Repeats > maxRepeats {
		problems.Add(at("repeats"), "error.documents.too_many", "Most", maxRepeats)
	}
	switch item.Substitution {
	case SubstitutionUnstated, SubstitutionAllowed, SubstitutionNotAllowed, SubstitutionUnlawful:
	default:
		problems.Add(at("substitution"), "error.value.invalid")
	}
}

// ItemField is the name that problems give a part of item i: "items[0].dose".
func ItemField(i int, part string) string { return indexed("items", i, part) }

// LineField is the name that problems give a part of an invoice's line i.
func LineField(i int, part string) string { return indexed("lines", i, part) }
