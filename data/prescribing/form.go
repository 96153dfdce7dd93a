package prescribing

import (
	"slices"

	"satchel/data/value"
)

// Form is what a medicine looks like, in our own codes; "" is not known yet.
type Form string

// Route is the way into the body, in our own codes.
type Route string

// Site says which of a pair, where the route has two.
type Site string

// The routes.
const (
	Oral          Route = "oral"
	Sublingual    Route = "sublingual"
	Buccal        Route = "buccal"
	Inhalation    Route = "inhalation"
	Nasal         Route = "nasal"
	Ophthalmic    Route = "ophthalmic"
	Otic          Route = "otic"
	Topical       Route = "topical"
	Transdermal   Route = "transdermal"
	Rectal        Route = "rectal"
	Vaginal       Route = "vaginal"
	Intramuscular Route = "intramuscular"
	Intravenous   Route = "intravenous"
	Subcutaneous  Route = "subcutaneous"
	Intradermal   Route = "intradermal"
)

// Routes lists the routes in the order of the form.
var Routes = []Route{Oral, Sublingual, Buccal, Inhalation, Nasal, Ophthalmic, Otic, Topical, Transdermal, Rectal, Vaginal,
	Intramuscular, Intravenous, Subcutaneous, Intradermal}

// The sites.
const (
	LeftSide  Site = "left"
	RightSide Site = "right"
	BothSides Site = "both"
)

// Product says how a form is taken, counted and packed.
type Product struct {
	Form     Form
	Route    Route    // the usual one
	Dose     []string // units of one dose, UCUM; the first is the usual one
	Quantity []string // units of what is dispensed
	Liquid   bool     // an oral liquid: measured in mL alone (NCPDP, "Recommendations and Guidance for Standardizing the Dosing Designations on Prescription Container Labels of Oral Liquid Medications", version 2.0)
	Spread   bool     // put on, not counted: a dose may stay unsaid
}

// Units of counting, as UCUM annotations.
const (
	unitTablet      = "{tablet}"
	unitCapsule     = "{capsule}"
	unitSachet      = "{sachet}"
	unitLozenge     = "{lozenge}"
	unitPuff        = "{puff}"
	unitSpray       = "{spray}"
	unitDrop        = "{drop}"
	unitApplication = "{application}"
	unitPatch       = "{patch}"
	unitSuppository = "{suppository}"
	unitPessary     = "{pessary}"
	unitVial        = "{vial}"
	unitAmpoule     = "{ampoule}"
	unitPen         = "{pen}"
	unitBottle      = "{bottle}"
	unitTube        = "{tube}"
	unitInhaler     = "{inhaler}"
	unitStrip       = "{strip}"
	unitPack        = "{pack}"
	millilitre      = "mL"
)

var mass = []string{"mg", "g", "ug", "[iU]"}

// Products lists the forms in the order of the form.
var Products = []Product{
	solid("tablet", unitTablet), solid("dispersible-tablet", unitTablet), solid("chewable-tablet", unitTablet), solid("capsule", unitCapsule),
	solid("sachet", unitSachet), solid("lozenge", unitLozenge),
	liquid("syrup"), liquid("oral-suspension"), liquid("oral-solution"), liquid("oral-drops"),
	{Form: "inhaler", Route: Inhalation, Dose: []string{unitPuff}, Quantity: []string{unitInhaler}},
	{Form: "nebuliser-solution", Route: Inhalation, Dose: []string{millilitre, unitVial}, Quantity: []string{unitVial, millilitre, unitBottle}},
	{Form: "nasal-spray", Route: Nasal, Dose: []string{unitSpray}, Quantity: []string{unitBottle}},
	{Form: "nasal-drops", Route: Nasal, Dose: []string{unitDrop}, Quantity: []string{unitBottle}},
	{Form: "eye-drops", Route: Ophthalmic, Dose: []string{unitDrop}, Quantity: []string{unitBottle}},
	{Form: "eye-ointment", Route: Ophthalmic, Dose: []string{unitApplication}, Quantity: []string{unitTube}, Spread: true},
	{Form: "ear-drops", Route: Otic, Dose: []string{unitDrop}, Quantity: []string{unitBottle}},
	spread("cream"), spread("ointment"), spread("gel"), spread("lotion"), spread("shampoo"), spread("powder"),
	{Form: "mouthwash", Route: Buccal, Dose: []string{millilitre}, Quantity: []string{unitBottle, millilitre}},
	{Form: "patch", Route: Transdermal, Dose: []string{unitPatch}, Quantity: []string{unitPatch}},
	{Form: "suppository", Route: Rectal, Dose: []string{unitSuppository}, Quantity: []string{unitSuppository}},
	{Form: "pessary", Route: Vaginal, Dose: []string{unitPessary}, Quantity: []string{unitPessary}},
	{Form: "injection", Route: Intramuscular, Dose: append([]string{millilitre, unitVial, unitAmpoule}, mass...),
		Quantity: []string{unitVial, unitAmpoule, unitPen, millilitre}},
}

func solid(form Form, unit string) Product {
	return Product{Form: form, Route: Oral, Dose: append([]string{unit}, mass...), Quantity: []string{unit, unitStrip, unitPack}}
}

func liquid(form Form) Product {
	return Product{Form: form, Route: Oral, Dose: []string{millilitre}, Quantity: []string{millilitre, unitBottle}, Liquid: true}
}

func spread(form Form) Product {
	return Product{Form: form, Route: Topical, Dose: []string{unitApplication, "g", millilitre}, Quantity: []string{"g", millilitre, unitTube, unitBottle}, Spread: true}
}

// ProductOf returns how a form is taken.
func ProductOf(form Form) (Product, bool) {
	for _, p := range Products {
		if p.Form == form {
			return p, true
		}
	}
	return Product{}, false
}

// checkUnits records a problem where dose, most in a day or quantity are in units that the form doesn't come in.
func checkUnits(problems *value.Problems, form Form, d Dosage, quantity value.Quantity) {
	p, known := ProductOf(form)
	for _, part := range []struct {
		field   string
		amount  value.Quantity
		allowed []string
	}{{"dosage.dose", d.Dose, p.Dose}, {"dosage.maximum", d.Maximum, append(append([]string(nil), p.Dose...), mass...)}, {"quantity", quantity, p.Quantity}} {
		switch {
		case part.amount.IsZero() || part.amount.Validate() != nil:
		case part.amount.Value.Sign() <= 0:
			problems.Add(part.field, "error.prescribing.not_positive")
		case isSpoon(part.amount.Unit):
			problems.Add(part.field, "error.prescribing.spoon")
		case p.Liquid && part.field == "dosage.dose" && part.amount.Unit != millilitre:
			problems.Add(part.field, "error.prescribing.liquid_ml")
		case known && !slices.Contains(part.allowed, part.amount.Unit):
			problems.Add(part.field, "error.prescribing.unit_of_form")
		}
	}
}

// isSpoon reports a household measure, in UCUM or as an annotation.
func isSpoon(unit string) bool {
	return slices.Contains([]string{"[tsp_us]", "[tbs_us]", "[tsp_m]", "[tbs_m]", "[cup_us]", "{tsp}", "{tbsp}", "{teaspoon}", "{tablespoon}", "{spoon}", "{capful}", "{dropperful}"}, unit)
}
