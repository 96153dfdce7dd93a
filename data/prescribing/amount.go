package prescribing

import (
	"strings"

	"satchel/assets"
	"satchel/data/value"
)

// noBreak keeps a number and its unit on one line.
const noBreak = "\u00a0"

// AmountText is a dose or a quantity as it may stand on paper: "2 tablets", "half a tablet", "5 mL", "1,000 units".
func AmountText(lang string, q value.Quantity) string {
	return words{lang: lang}.amount(q)
}

func (w words) amount(q value.Quantity) string {
	if !q.Value.IsSet() {
		return ""
	}
	if q.Unit == unitTablet {
		if text, fraction := w.tablets(q.Value); fraction {
			return text
		}
	}
	return doseNumber(q.Value, w.format) + noBreak + UnitText(w.lang, q)
}

// tablets writes the parts of a tablet that can be broken off in words, as the Institute for Safe Medication Practices asks.
func (w words) tablets(d value.Decimal) (string, bool) {
	fractions := map[string]string{"0.5": "half", "0.25": "quarter", "0.75": "three_quarters", "1.5": "one_and_half", "2.5": "two_and_half"}
	if key, known := fractions[d.Safe()]; known {
		return w.text("prescribing.tablet." + key), true
	}
	return "", false
}

// UnitText is the unit of q in words, in the plural that its number asks for.
func UnitText(lang string, q value.Quantity) string {
	if key, known := unitKeys[q.Unit]; known {
		return assets.Text(lang, "prescribing.unit."+key, "Count", plural(q.Value))
	}
	return value.UnitLabel(q.Unit)
}

// unitKeys are the units with words in the catalogue. "mcg" and "units" are what the list of error-prone abbreviations leaves.
var unitKeys = map[string]string{unitTablet: "tablet", unitCapsule: "capsule", unitSachet: "sachet", unitLozenge: "lozenge", unitPuff: "puff", unitSpray: "spray",
	unitDrop: "drop", unitApplication: "application", unitPatch: "patch", unitSuppository: "suppository", unitPessary: "pessary", unitVial: "vial",
	unitAmpoule: "ampoule", unitPen: "pen", unitBottle: "bottle", unitTube: "tube", unitInhaler: "inhaler", unitStrip: "strip", unitPack: "pack",
	"ug": "microgram", "[iU]": "international_unit"}

// plural is the count that chooses a form: 1 up to 1, 2 for all broken numbers above.
func plural(d value.Decimal) int {
	if n, whole := d.Whole(); whole {
		return int(min(n, 1_000_000))
	}
	if d.Cmp(value.Whole(1)) < 0 {
		return 1
	}
	return 2
}

// StrengthText is an ingredient's strength: "500 mg", "250 mg per 5 mL"; "" where it is unknown.
func StrengthText(lang string, i Ingredient) string {
	if i.Strength.IsZero() {
		return ""
	}
	strength := AmountText(lang, i.Strength)
	if i.Per.IsZero() {
		return strength
	}
	return words{lang: lang}.text("prescribing.strength.per", "Strength", strength, "Per", AmountText(lang, i.Per))
}

// IngredientsText lists the ingredients with their strengths: "amoxicillin 500 mg + clavulanic acid 125 mg".
func IngredientsText(lang string, list []Ingredient) string {
	parts := make([]string, len(list))
	for i, ingredient := range list {
		parts[i] = strings.TrimSpace(ingredient.Name + " " + StrengthText(lang, ingredient))
	}
	return strings.Join(parts, " + ")
}
