package visit

import (
	"regexp"
	"slices"
	"strings"

	"satchel/data/prescribing"
	"satchel/data/safety"
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
)

// yes is the answer of a choice that is taken.
const yes = "yes"

// medicineValues are a line as its form holds it. The dosage is empty: what is typed there goes over the one that the line has.
func medicineValues(lang string, line prescribing.MedicationRequest, remember bool) map[string]string {
	values := map[string]string{fieldBrand: line.Brand, fieldIngredients: ingredientText(line.Ingredients), fieldForm: string(line.Form), fieldSite: string(line.Site),
		fieldQuantity: line.Quantity.Value.String(), fieldInstructions: line.Instructions, fieldIndication: line.Indication}
	if remember {
		values[fieldRemember] = yes
	}
	return values
}

// ingredientText writes ingredients as one types them: "amoxicillin 500 mg + clavulanic acid 125 mg", "paracetamol 250 mg/5 mL".
func ingredientText(list []prescribing.Ingredient) string {
	var parts []string
	for _, i := range list {
		text := i.Name
		if i.Strength.Value.IsSet() {
			text += " " + i.Strength.Value.String() + " " + typedUnit(i.Strength.Unit)
		}
		if i.Per.Value.IsSet() {
			text += "/" + i.Per.Value.String() + " " + typedUnit(i.Per.Unit)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " + ")
}

// typedUnit is a unit as one types it.
func typedUnit(unit string) string {
	switch unit {
	case "ug":
		return "mcg"
	case "[iU]":
		return "units"
	}
	return value.UnitLabel(unit)
}

// strengthText finds the strength at the end of an ingredient.
var strengthText = regexp.MustCompile(`(?i)^(.*?)\s+([0-9]+(?:[.,][0-9]+)?)\s*(mg|g|mcg|µg|ug|micrograms?|iu|units?|%)(?:\s*(?:/|per)\s*([0-9]+(?:[.,][0-9]+)?)?\s*(ml|mL|g))?$`)

var strengthUnits = map[string]string{"mg": "mg", "g": "g", "mcg": "ug", "µg": "ug", "ug": "ug", "microgram": "ug", "micrograms": "ug", "iu": "[iU]", "unit": "[iU]", "units": "[iU]", "%": "%", "ml": "mL"}

// parseIngredients reads ingredients as ingredientText writes them. Names that the safety list knows get its code.
func parseIngredients(text string) ([]prescribing.Ingredient, error) {
	var list []prescribing.Ingredient
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '+' || r == ';' || r == '\n' }) {
		part = strings.Join(strings.Fields(part), " ")
		if part == "" {
			continue
		}
		i := prescribing.Ingredient{Name: part}
		if match := strengthText.FindStringSubmatch(part); match != nil {
			i.Name = match[1]
			strength, err := value.ParseDecimal(strings.ReplaceAll(match[2], ",", "."), value.Point)
			if err != nil {
				return nil, value.Problem{Field: fieldIngredients, Key: "error.visit.ingredients_unclear"}
			}
			i.Strength = value.Quantity{Value: strength, Unit: strengthUnits[strings.ToLower(match[3])]}
			if match[5] != "" {
				i.Per = value.Quantity{Value: value.Whole(1), Unit: strengthUnits[strings.ToLower(match[5])]}
				if match[4] != "" {
					if i.Per.Value, err = value.ParseDecimal(strings.ReplaceAll(match[4], ",", "."), value.Point); err != nil {
						return nil, value.Problem{Field: fieldIngredients, Key: "error.visit.ingredients_unclear"}
					}
				}
			}
		}
		i.Code = codeOf(i.Name)
		list = append(list, i)
	}
	return list, nil
}

// codeOf is the ATC code of an ingredient that the safety list knows by exactly this name.
func codeOf(name string) value.Code {
	key := value.SearchKey(name)
	for _, known := range safety.Ingredients() {
		same := func(other string) bool { return value.SearchKey(other) == key }
		if (same(known.Name) || slices.ContainsFunc(known.Other, same)) && len(known.ATC) == 1 {
			return value.Code{System: value.SystemATC, Code: known.ATC[0]}
		}
	}
	return value.Code{}
}

// knownIngredients are the names of the safety list that continue the last ingredient of a text, with the text that each makes of it.
func knownIngredients(text string, limit int) (names, texts []string) {
	at := strings.LastIndexAny(text, "+;\n") + 1
	begun := value.SearchKey(text[at:])
	if len([]rune(begun)) < 2 {
		return nil, nil
	}
	before := text[:at]
	if at > 0 {
		before += " "
	}
	for _, known := range safety.Ingredients() {
		if strings.HasPrefix(value.SearchKey(known.Name), begun) && value.SearchKey(known.Name) != begun {
			names, texts = append(names, known.Name), append(texts, before+known.Name+" ")
		}
		if len(names) == limit {
			break
		}
	}
	return names, texts
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
	typed, d := e.Dosage, &line.Dosage
	left := e.Unknown
	if name := strings.TrimSpace(strings.TrimPrefix(e.Name, "medicine")); name != "" {
		left = append([]string{name}, left...)
	}
	if e.Strength.Value.IsSet() && typed.Dose.IsZero() { // "1 bd": one of what the form is counted in
		typed.Dose = e.Strength
	}
	if !typed.Dose.IsZero() {
		if typed.Dose.Unit == "" && len(product.Dose) > 0 {
			typed.Dose.Unit = product.Dose[0]
		}
		d.Dose = typed.Dose
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
		d.Dose = value.Quantity{Value: value.Whole(1), Unit: product.Dose[0]}
	}
	return strings.Join(left, " ")
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
