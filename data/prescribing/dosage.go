package prescribing

import (
	"satchel/data/value"
)

// Meal is a code of FHIR R4's value set event-timing, as far as it is about food.
type Meal string

// Where a dose stands to a meal.
const (
	BeforeMeal Meal = "AC"
	WithMeal   Meal = "C"
	AfterMeal  Meal = "PC"
)

// Pattern is the Indian way to write a day: 1-0-1 is one dose in the morning and one at night. The numbers multiply Dosage.Dose; the
// zero Pattern is none.
type Pattern struct {
	Morning value.Decimal `json:"morning,omitzero"`
	Noon    value.Decimal `json:"noon,omitzero"`
	Evening value.Decimal `json:"evening,omitzero"`
	Night   value.Decimal `json:"night,omitzero"`
}

// slots names the parts of the day in their order, for the catalogue.
var slots = []string{"morning", "noon", "evening", "night"}

func (p Pattern) amounts() []value.Decimal {
	return []value.Decimal{p.Morning, p.Noon, p.Evening, p.Night}
}

// Sum is how many doses a day has.
func (p Pattern) Sum() value.Decimal {
	sum := value.Whole(0)
	for _, a := range p.amounts() {
		if more, err := sum.Add(a); err == nil {
			sum = more
		}
	}
	return sum
}

// Dosage is how a medicine is taken, in structure (FHIR R4 Dosage and Timing). The words are made from it by DosageText.
type Dosage struct {
	Dose value.Quantity `json:"dose,omitzero"` // one intake; with a Pattern, what 1 in it means
	// When: one of Pattern, Frequency in Period, or Once.
	Pattern    Pattern `json:"pattern,omitzero"`
	Frequency  int     `json:"frequency,omitempty"`   // times in each Period
	Period     int     `json:"period,omitempty"`      // PeriodUnits; zero: 1
	PeriodUnit string  `json:"period_unit,omitempty"` // UCUM: "h", "d", "wk", "mo"
	Once       bool    `json:"once,omitempty"`        // a single dose, now
	Meal       Meal    `json:"meal,omitempty"`
	// AsNeeded: not regularly, but for AsNeededFor (the Joint Commission asks for the indication), Maximum in 24 hours at most.
	AsNeeded    bool           `json:"as_needed,omitempty"`
	AsNeededFor string         `json:"as_needed_for,omitempty"`
	Maximum     value.Quantity `json:"maximum,omitzero"`
	// How long: one of Duration, Until or Ongoing.
	Duration value.Quantity    `json:"duration,omitzero"` // UCUM "d", "wk", "mo"
	Until    value.PartialDate `json:"until,omitzero"`    // the last day
	Ongoing  bool              `json:"ongoing,omitempty"` // until stopped
}

// Limits of a timing.
const (
	maxFrequency = 24
	maxPeriod    = 366
)

func (d *Dosage) clean(problems *value.Problems) {
	problems.Text("dosage.asNeededFor", &d.AsNeededFor, NameLength, false)
}

// validate records what is wrong with what is there; what isn't there yet is missing's business.
func (d Dosage) validate(problems *value.Problems) {
	d.clean(problems)
	problems.Check("dosage.dose", d.Dose.Validate())
	problems.Check("dosage.maximum", d.Maximum.Validate())
	problems.Check("dosage.duration", d.Duration.Validate())
	problems.Check("dosage.until", d.Until.Validate())
	if !d.Until.IsZero() && !d.Until.IsFull() {
		problems.Check("dosage.until", value.ErrDatePartial)
	}
	ways := 0
	for _, used := range []bool{d.Pattern != Pattern{}, d.Frequency != 0, d.Once} {
		if used {
			ways++
		}
	}
	if ways > 1 {
		problems.Add("dosage.frequency", "error.prescribing.timing_twice")
	}
	for _, a := range d.Pattern.amounts() {
		if a.IsSet() && (a.Sign() < 0 || a.Cmp(value.Whole(maxFrequency)) > 0 || a.Scale() > 2) {
			problems.Add("dosage.pattern", "error.prescribing.pattern_unclear")
			break
		}
	}
	if (d.Pattern != Pattern{}) && d.Pattern.Sum().Sign() <= 0 {
		problems.Add("dosage.pattern", "error.prescribing.pattern_unclear")
	}
	if d.Frequency < 0 || d.Frequency > maxFrequency || d.Period < 0 || d.Period > maxPeriod {
		problems.Add("dosage.frequency", "error.prescribing.frequency_unclear")
	}
	if d.Frequency != 0 {
		oneOf(problems, "dosage.frequency", d.PeriodUnit, []string{"h", "d", "wk", "mo"})
	}
	oneOf(problems, "dosage.meal", d.Meal, []Meal{"", BeforeMeal, WithMeal, AfterMeal})
	spans := 0
	for _, used := range []bool{!d.Duration.IsZero(), !d.Until.IsZero(), d.Ongoing} {
		if used {
			spans++
		}
	}
	if spans > 1 {
		problems.Add("dosage.duration", "error.prescribing.duration_twice")
	}
	if d.Duration.Value.IsSet() {
		days, known := d.days()
		switch {
		case !known:
			problems.Add("dosage.duration", "error.prescribing.duration_unit")
		case days <= 0 || days > MaxDurationDays:
			problems.Add("dosage.duration", "error.prescribing.duration_range", "Max", MaxDurationDays)
		}
	}
}

// missing records what a pharmacist would have to call about.
func (d Dosage) missing(problems *value.Problems, p Product) {
	if d.Dose.IsZero() && !p.Spread {
		problems.Add("dosage.dose", "error.prescribing.dose_missing")
	}
	timed := d.Pattern != Pattern{} || d.Frequency != 0 || d.Once
	if !timed && !d.AsNeeded {
		problems.Add("dosage.frequency", "error.prescribing.frequency_missing")
	}
	if d.AsNeeded && d.AsNeededFor == "" {
		problems.Add("dosage.asNeededFor", "error.prescribing.as_needed_for_missing")
	}
	if d.Duration.IsZero() && d.Until.IsZero() && !d.Ongoing && !d.Once && !d.AsNeeded {
		problems.Add("dosage.duration", "error.prescribing.duration_missing")
	}
}

// daysOf gives the days of a UCUM unit of time; a month counts 30.
var daysOf = map[string]int64{"d": 1, "wk": 7, "mo": 30}

// days is the duration in whole days, the last begun one included.
func (d Dosage) days() (days int64, known bool) {
	factor, known := daysOf[d.Duration.Unit]
	if !known {
		return 0, false
	}
	product, err := d.Duration.Value.Mul(value.Whole(factor))
	if err != nil {
		return 0, true // out of range
	}
	return ceiling(product), true
}

// ceiling rounds a number up to a whole one.
func ceiling(d value.Decimal) int64 {
	n, whole := d.Whole()
	if !whole && d.Sign() > 0 {
		n++
	}
	return n
}

// Ends is the last day of a course that starts on a day; false where it has none that is known.
func (d Dosage) Ends(start value.PartialDate) (value.PartialDate, bool) {
	switch {
	case !d.Until.IsZero():
		return d.Until, true
	case d.Once:
		return start, true
	case d.Duration.IsZero():
		return value.PartialDate{}, false
	}
	days, known := d.days()
	if !known || days <= 0 {
		return value.PartialDate{}, false
	}
	return start.AddDays(int(days) - 1), true
}

// doses is how many times Dose is taken in the whole course; exact is false where a month or a broken period was rounded.
func (d Dosage) doses() (n value.Decimal, exact bool) {
	if d.Once {
		return value.Whole(1), true
	}
	days, known := d.days()
	if d.AsNeeded || !known || days <= 0 || days > MaxDurationDays {
		return value.Decimal{}, false
	}
	exact = d.Duration.Unit != "mo"
	if (d.Pattern != Pattern{}) {
		n, err := d.Pattern.Sum().Mul(value.Whole(days))
		return n, exact && err == nil
	}
	if d.Frequency <= 0 {
		return value.Decimal{}, false
	}
	period := int64(max(d.Period, 1))
	if d.PeriodUnit == "h" {
		total := days * 24 * int64(d.Frequency)
		return value.Whole((total + period - 1) / period), exact && total%period == 0
	}
	unit, known := daysOf[d.PeriodUnit]
	if !known {
		return value.Decimal{}, false
	}
	total := days * int64(d.Frequency)
	whole := total%(period*unit) == 0
	return value.Whole((total + period*unit - 1) / (period * unit)), exact && whole && d.PeriodUnit != "mo"
}

// ComputeQuantity is what has to be dispensed for the whole course, in the dose's own unit: dose times frequency times duration. A
// dose in mg is counted out in tablets where the one ingredient's strength divides it. Where nothing can be computed it is
// zero; exact is false where a month was taken for 30 days, or the course ends within a period.
func ComputeQuantity(form Form, ingredients []Ingredient, d Dosage) (quantity value.Quantity, exact bool) {
	p, known := ProductOf(form)
	if !known || len(p.Quantity) == 0 {
		return value.Quantity{}, false
	}
	dose := d.Dose
	if unit := p.Dose[0]; dose.Unit != unit && len(ingredients) == 1 && ingredients[0].Per.IsZero() {
		strength, err := dose.Convert(ingredients[0].Strength.Unit)
		if err == nil && ingredients[0].Strength.Value.Sign() > 0 {
			count, err := strength.Value.Quo(ingredients[0].Strength.Value, 2)
			if err == nil {
				if back, err := count.Mul(ingredients[0].Strength.Value); err == nil && back.Cmp(strength.Value) == 0 {
					dose = value.Quantity{Value: count, Unit: unit}
				}
			}
		}
	}
	n, exact := d.doses()
	if !dose.Value.IsSet() || !n.IsSet() || dose.Unit != p.Quantity[0] {
		return value.Quantity{}, false
	}
	total, err := dose.Value.Mul(n)
	if err != nil {
		return value.Quantity{}, false
	}
	if dose.Unit != millilitre {
		total = value.Whole(ceiling(total)) // nobody dispenses half a tablet
	}
	return value.Quantity{Value: total, Unit: dose.Unit}, exact
}
