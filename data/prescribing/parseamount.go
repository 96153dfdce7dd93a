package prescribing

import (
	"strings"

	"satchel/data/value"
)

// strengthUnits are the units of a strength as typed.
var strengthUnits = map[string]string{"mg": "mg", "g": "g", "gm": "g", "mcg": "ug", "ug": "ug", "µg": "ug", "μg": "ug", "iu": "[iU]", "units": "[iU]", "unit": "[iU]", "%": "%"}

// doseUnits are the units of a dose as typed.
var doseUnits = map[string]string{"tab": unitTablet, "tabs": unitTablet, "tablet": unitTablet, "tablets": unitTablet, "t": unitTablet,
	"cap": unitCapsule, "caps": unitCapsule, "capsule": unitCapsule, "capsules": unitCapsule, "ml": millilitre,
	"puff": unitPuff, "puffs": unitPuff, "drop": unitDrop, "drops": unitDrop, "gtt": unitDrop, "spray": unitSpray, "sprays": unitSpray,
	"sachet": unitSachet, "sachets": unitSachet, "patch": unitPatch, "vial": unitVial, "amp": unitAmpoule, "ampoule": unitAmpoule}

// formWords are the forms as typed.
var formWords = map[string]Form{"tab": "tablet", "tabs": "tablet", "tablet": "tablet", "tablets": "tablet", "cap": "capsule", "caps": "capsule", "capsule": "capsule",
	"syp": "syrup", "syr": "syrup", "syrup": "syrup", "susp": "oral-suspension", "suspension": "oral-suspension", "drops": "oral-drops", "inj": "injection", "injection": "injection",
	"cream": "cream", "crm": "cream", "oint": "ointment", "ointment": "ointment", "gel": "gel", "lotion": "lotion", "inhaler": "inhaler", "mdi": "inhaler",
	"sachet": "sachet", "patch": "patch", "supp": "suppository", "suppository": "suppository", "mouthwash": "mouthwash", "shampoo": "shampoo", "powder": "powder"}

// strength is "500mg", "500 mg", or "250/5", "250mg/5ml" of a liquid.
func (p *parser) strength(token string) bool {
	e := p.entry
	if !e.Strength.IsZero() {
		return false
	}
	if match := perToken.FindStringSubmatch(token); match != nil && (match[3] != "" || match[4] != "") && len(p.name) > 0 {
		strength, per := decimal(match[1]), value.Whole(1)
		if match[3] != "" {
			per = decimal(match[3])
		}
		if strength.Sign() <= 0 || per.Sign() <= 0 || match[2] == "" && match[4] == "" && strength.Cmp(value.Whole(10)) < 0 {
			return false // 1/2 is half of something
		}
		unit := strengthUnits[match[2]]
		if unit == "" {
			unit = "mg"
		}
		e.Strength, e.Per = value.Quantity{Value: strength, Unit: unit}, value.Quantity{Value: per, Unit: millilitre}
		if match[4] == "" && p.peek(0) == "ml" {
			p.at++
		}
		return true
	}
	number, word, used := p.split(token)
	unit, known := strengthUnits[word]
	if !known || !number.IsSet() || number.Sign() <= 0 || len(p.name) == 0 {
		return false
	}
	e.Strength = value.Quantity{Value: number, Unit: unit}
	p.at += used
	return true
}

// counted are the units whose number is small in one dose; mostCounted is the most that is believed without a second look.
var (
	counted     = map[string]bool{unitTablet: true, unitCapsule: true, unitSachet: true, unitPatch: true, unitVial: true, unitAmpoule: true}
	mostCounted = value.Whole(4)
)

// amount is a dose: "1 tab", "5ml", "2 puffs".
func (p *parser) amount(token string) bool {
	number, word, used := p.split(token)
	unit, known := doseUnits[word]
	if !known {
		unit, known = strengthUnits[word] // a second one: "paracetamol 500 mg tab 250 mg"
		known = known && unit != "%"
	}
	if !known || !number.IsSet() || number.Sign() <= 0 || len(p.name) == 0 || !p.entry.Dosage.Dose.IsZero() {
		return false
	}
	if counted[unit] && number.Cmp(mostCounted) > 0 {
		return false // "amox 500 cap" is a strength and a form, never 500 capsules
	}
	p.entry.Dosage.Dose = value.Quantity{Value: number, Unit: unit}
	p.at += used
	return true
}

// split parts "5ml", and joins "5 ml"; used is how many tokens more that took.
func (p *parser) split(token string) (number value.Decimal, unit string, used int) {
	if match := amountToken.FindStringSubmatch(token); match != nil {
		return decimal(match[1]), match[2], 0
	}
	if bareToken.MatchString(token) {
		return decimal(token), strings.TrimSuffix(p.peek(0), "."), 1
	}
	return value.Decimal{}, "", 0
}

func (p *parser) form(token string) bool {
	form, known := formWords[token]
	if !known || p.entry.Form != "" {
		return false
	}
	p.entry.Form = form
	return true
}

// bare keeps a number without a unit until the whole line is read.
func (p *parser) bare(token string) {
	p.numbers = append(p.numbers, token)
}

// settleNumbers says what the bare numbers are: the last one is the dose where it is small and there is another, or a strength, before
// it, or where it is too small for a strength; the first other one is the strength.
func (p *parser) settleNumbers() {
	e := p.entry
	numbers := p.numbers
	if n := len(numbers); n > 0 && e.Dosage.Dose.IsZero() {
		last := decimal(numbers[n-1])
		small := last.Sign() > 0 && last.Cmp(mostCounted) <= 0
		if small && (n > 1 || !e.Strength.IsZero() || last.Cmp(value.Whole(2)) <= 0 && (e.Dosage.Pattern == Pattern{})) {
			e.Dosage.Dose, e.doseUnitless = value.Quantity{Value: last}, true
			numbers = numbers[:n-1]
		}
	}
	for _, token := range numbers {
		d := decimal(token)
		if e.Strength.IsZero() && d.Sign() > 0 {
			e.Strength = value.Quantity{Value: d}
			continue
		}
		e.Unknown = append(e.Unknown, token)
	}
}
