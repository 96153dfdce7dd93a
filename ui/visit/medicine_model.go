package visit

import (
	"slices"
	"strings"

	"satchel/data/organization"
	"satchel/data/prescribing"
	"satchel/data/value"
	"satchel/ui/session"
)

// Fields of one line in full.
const (
	fieldBrand        = "brand"
	fieldIngredients  = "ingredients"
	fieldForm         = "form"
	fieldSite         = "site"
	fieldDosage       = "dosage"
	fieldQuantity     = "quantity"
	fieldInstructions = "instructions"
	fieldIndication   = "indication"
	fieldRemember     = "remember"
	fieldLegalStatus  = "legalStatus"
	fieldSubstitution = "substitution"
	fieldBrandReason  = "brandReason"
)

// The answers of a choice.
const (
	yes = "yes"
	no  = "no"
)

// medicineValues are a line as its form holds it. The dosage is empty: what is typed there goes over the one that the line has.
func medicineValues(lang string, line prescribing.MedicationRequest, remember bool) map[string]string {
	values := map[string]string{fieldBrand: line.Brand, fieldIngredients: ingredientText(line.Ingredients), fieldForm: string(line.Form), fieldSite: string(line.Site),
		fieldQuantity: line.Quantity.Value.String(), fieldInstructions: line.Instructions, fieldIndication: line.Indication,
		fieldLegalStatus: string(line.LegalStatus), fieldSubstitution: no, fieldBrandReason: line.BrandReason}
	if line.Substitution {
		values[fieldSubstitution] = yes
	}
	if remember {
		values[fieldRemember] = yes
	}
	return values
}

// lineOf puts the values of the form over a line. What was typed as dosage goes before what the line has; a quantity that was not
// typed follows from the dosage.
func lineOf(s *session.Session, line prescribing.MedicationRequest, values map[string]string) (prescribing.MedicationRequest, error) {
	var problems value.Problems
	before := line
	line.Brand, line.Instructions, line.Indication = strings.TrimSpace(values[fieldBrand]), values[fieldInstructions], values[fieldIndication]
	ingredients, err := parseIngredients(values[fieldIngredients])
	problems.Check("", err)
	if ingredientText(ingredients) != ingredientText(before.Ingredients) {
		line.Ingredients = ingredients
	}
	line.Form = prescribing.Form(values[fieldForm])
	product, formed := prescribing.ProductOf(line.Form)
	if formed && (line.Route == "" || line.Form != before.Form) {
		line.Route = product.Route
	}
	line.Site = ""
	if line.Route == prescribing.Ophthalmic || line.Route == prescribing.Otic {
		line.Site = prescribing.Site(values[fieldSite])
	}
	line.LegalStatus = organization.LegalStatus(values[fieldLegalStatus])
	line.Substitution, line.BrandReason = values[fieldSubstitution] != no, ""
	if line.BrandOnly() {
		line.BrandReason = strings.TrimSpace(values[fieldBrandReason])
	}
	if unknown := takeDosage(&line, product, values[fieldDosage]); unknown != "" {
		problems.Add(fieldDosage, "error.visit.dosage_unclear", "Text", unknown)
	}
	problems.Check(fieldQuantity, takeQuantity(&line, before, product, values[fieldQuantity]))
	if problems != nil {
		return line, problems.Err()
	}
	return line, nil
}

// takeDosage reads a typed dosage ("1-0-1 5d pc") over the one that the line has, and returns what it could not read.
func takeDosage(line *prescribing.MedicationRequest, product prescribing.Product, text string) (unknown string) {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	e := prescribing.ParseLine("medicine " + text) // a line begins with a name
	left := e.Unknown
	if name := strings.TrimSpace(strings.TrimPrefix(e.Name, "medicine")); name != "" {
		left = append([]string{name}, left...)
	}
	if strength := e.Strength; strength.Value.IsSet() { // here a number is a dose: "1 bd", "500 mg bd"
		switch {
		case strength.Unit == "" && e.Dosage.Dose.IsZero() && !product.Liquid && strength.Value.Cmp(value.Whole(maxCounted)) <= 0,
			strength.Unit != "" && e.Dosage.Dose.IsZero() && slices.Contains(product.Dose, strength.Unit):
			e.Dosage.Dose = strength
		default:
			left = append(left, strings.TrimSpace(strength.Value.String()+" "+strength.Unit))
		}
	}
	if e.Form != "" && e.Form != line.Form {
		left = append(left, string(e.Form))
	}
	if e.Quantity.IsSet() {
		left = append(left, "#"+e.Quantity.String())
	}
	if e.Indication != "" {
		line.Indication = e.Indication
	}
	overlay(&line.Dosage, product, e)
	return strings.Join(left, " ")
}

// maxCounted is the largest bare number that is read as a count of tablets; above it, it is a strength in the wrong place.
const maxCounted = 10

// overlay puts what was read of a typed line over a dosage.
func overlay(d *prescribing.Dosage, product prescribing.Product, e prescribing.Entry) {
	typed := e.Dosage
	if !typed.Dose.IsZero() {
		if d.Dose = typed.Dose; d.Dose.Unit == "" && len(product.Dose) > 0 {
			d.Dose.Unit = product.Dose[0]
		}
	}
	if (typed.Pattern != prescribing.Pattern{}) || typed.Frequency != 0 || typed.Once {
		d.Pattern, d.Frequency, d.Period, d.PeriodUnit, d.Once = typed.Pattern, typed.Frequency, typed.Period, typed.PeriodUnit, typed.Once
	}
	if !typed.Duration.IsZero() || typed.Ongoing {
		d.Duration, d.Until, d.Ongoing = typed.Duration, value.PartialDate{}, typed.Ongoing
	}
	if typed.Meal != "" {
		d.Meal = typed.Meal
	}
	if typed.AsNeeded {
		d.AsNeeded, d.AsNeededFor = true, typed.AsNeededFor
	}
	if (d.Pattern != prescribing.Pattern{}) && d.Dose.IsZero() && len(product.Dose) > 0 && !product.Liquid {
		d.Dose = value.Quantity{Value: value.Whole(1), Unit: product.Dose[0]} // what 1 in 1-0-1 means, where it is countable
	}
}

// unknownMedicine is the line of a brand that nobody has prescribed here before, as far as the typed text says it.
func unknownMedicine(text string) prescribing.MedicationRequest {
	e := prescribing.ParseLine(text)
	line := prescribing.MedicationRequest{Brand: brandOf(text, e.Name), Form: e.Form, Substitution: true, Indication: e.Indication}
	product, formed := prescribing.ProductOf(e.Form)
	if formed {
		line.Route = product.Route
	}
	overlay(&line.Dosage, product, e)
	if line.Quantity, _ = prescribing.ComputeQuantity(line.Form, nil, line.Dosage); e.Quantity.IsSet() && formed {
		line.Quantity = value.Quantity{Value: e.Quantity, Unit: product.Quantity[0]}
	}
	return line
}

// brandOf is a name as it was typed, which was read without its capitals; where there are none it gets one.
func brandOf(typed, name string) string {
	words := strings.Fields(typed)
	if n := len(strings.Fields(name)); n <= len(words) && strings.ToLower(strings.Join(words[:n], " ")) == name {
		name = strings.Join(words[:n], " ")
	}
	runes := []rune(strings.TrimSpace(name))
	if len(runes) == 0 {
		return ""
	}
	return strings.ToUpper(string(runes[:1])) + string(runes[1:])
}

// takeQuantity reads what is to be dispensed. Where it was not typed anew and the dosage changed, it is computed.
func takeQuantity(line *prescribing.MedicationRequest, before prescribing.MedicationRequest, product prescribing.Product, text string) error {
	text = strings.ReplaceAll(strings.TrimSpace(text), ",", ".")
	typed := text != before.Quantity.Value.String()
	switch {
	case typed && text != "":
		n, err := value.ParseDecimal(text, value.Point)
		if err != nil {
			return err
		}
		line.Quantity = value.Quantity{Value: n, Unit: line.Quantity.Unit}
		if !slices.Contains(product.Quantity, line.Quantity.Unit) && len(product.Quantity) > 0 {
			line.Quantity.Unit = product.Quantity[0]
		}
	case typed, line.Dosage != before.Dosage, line.Form != before.Form, line.Quantity.IsZero():
		line.Quantity, _ = prescribing.ComputeQuantity(line.Form, line.Ingredients, line.Dosage)
	}
	return nil
}
