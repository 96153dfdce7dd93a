package visit

import (
	"regexp"
	"strings"
	"sync"

	"satchel/data/prescribing"
	"satchel/data/safety"
	"satchel/data/value"
)

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

// known is an ingredient of the safety list as it is looked for.
type known struct {
	key  string // folded for search
	name string
	code value.Code // of ATC, where there is just one
}

// knownList is the safety list with every name that an ingredient has, sorted as the list is.
var knownList = sync.OnceValue(func() []known {
	var list []known
	for _, i := range safety.Ingredients() {
		var code value.Code
		if len(i.ATC) == 1 {
			code = value.Code{System: value.SystemATC, Code: i.ATC[0]}
		}
		for _, name := range append([]string{i.Name}, i.Other...) {
			list = append(list, known{value.SearchKey(name), name, code})
		}
	}
	return list
})

// codeOf is the ATC code of an ingredient that the safety list knows by exactly this name.
func codeOf(name string) value.Code {
	key := value.SearchKey(name)
	for _, k := range knownList() {
		if k.key == key {
			return k.code
		}
	}
	return value.Code{}
}

// knownNames are the names of the safety list that begin like a text and are longer.
func knownNames(text string, limit int) []string {
	begun := value.SearchKey(text)
	var names []string
	if len([]rune(begun)) < 2 {
		return nil
	}
	for _, k := range knownList() {
		if strings.HasPrefix(k.key, begun) && k.key != begun && len(names) < limit {
			names = append(names, k.name)
		}
	}
	return names
}

// continued are the texts that knownNames make of the last ingredient of a text.
func continued(text string, limit int) []string {
	at := strings.LastIndexAny(text, "+;\n") + 1
	before := text[:at]
	if at > 0 {
		before += " "
	}
	texts := knownNames(text[at:], limit)
	for i, name := range texts {
		texts[i] = before + name + " "
	}
	return texts
}
