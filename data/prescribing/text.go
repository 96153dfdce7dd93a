package prescribing

import (
	"strings"

	"satchel/assets"
	"satchel/data/value"
)

// DosageText is how the patient takes a line, in words of the catalogue and from its structure alone: "Take 1 tablet in the morning
// and at night after food for 5 days." No part that is missing is made up, so a draft reads as far as it goes.
//
// A language orders the parts by prescribing.dosage.order; the words avoid what the Institute for Safe Medication Practices lists as
// error-prone: numbers have no trailing zero and a leading one, thousands are parted, units and times are written out.
func DosageText(lang string, m MedicationRequest) string {
	return DosageTextIn(lang, m, value.International)
}

// DosageTextIn is DosageText with its numbers in the practice's own way, as they stand on the rest of a page.
func DosageTextIn(lang string, m MedicationRequest, format value.NumberFormat) string {
	w := words{lang, format}
	d := m.Dosage
	parts := map[string]string{
		"verb":     w.verb(m),
		"dose":     w.dose(m),
		"site":     w.site(m),
		"when":     w.when(d),
		"meal":     w.meal(d.Meal),
		"needed":   w.needed(d),
		"duration": w.duration(d),
	}
	var sentence []string
	for _, name := range strings.Fields(w.text("prescribing.dosage.order")) {
		if parts[name] != "" {
			sentence = append(sentence, parts[name])
		}
	}
	text := w.text("prescribing.dosage.sentence", "Parts", strings.Join(sentence, " "))
	if !d.Maximum.IsZero() {
		text += " " + w.text("prescribing.dosage.maximum", "Amount", w.amount(d.Maximum))
	}
	return text
}

// words looks phrases up in one language, and writes numbers in one way; the zero format is the international one.
type words struct {
	lang   string
	format value.NumberFormat
}

func (w words) text(key string, args ...any) string { return assets.Text(w.lang, key, args...) }

// verb begins the sentence: how this form gets there.
func (w words) verb(m MedicationRequest) string {
	verb, known := verbs[m.Route]
	if !known {
		verb = "use"
	}
	return w.text("prescribing.verb." + verb)
}

var verbs = map[Route]string{Oral: "take", Sublingual: "place", Buccal: "use", Inhalation: "inhale", Nasal: "use", Ophthalmic: "put", Otic: "put", Topical: "apply",
	Transdermal: "apply", Rectal: "insert", Vaginal: "insert", Intramuscular: "inject", Intravenous: "inject", Subcutaneous: "inject", Intradermal: "inject"}

// dose is one intake; with a pattern the amounts stand with the times of day.
func (w words) dose(m MedicationRequest) string {
	if _, equal := m.Dosage.Pattern.equal(); !equal {
		return ""
	}
	amount := m.Dosage.Dose
	if amount.Unit == unitApplication && amount.Value.Cmp(value.Whole(1)) == 0 {
		return "" // "apply" says it
	}
	if factor, _ := m.Dosage.Pattern.equal(); factor.IsSet() {
		amount = times(amount, factor)
	}
	return w.amount(amount)
}

// equal returns the one amount that every used part of the day has. A pattern that isn't used is equal, and without an amount.
func (p Pattern) equal() (amount value.Decimal, equal bool) {
	for _, a := range p.amounts() {
		switch {
		case a.Sign() <= 0:
		case !amount.IsSet():
			amount = a
		case amount.Cmp(a) != 0:
			return value.Decimal{}, false
		}
	}
	return amount, true
}

func times(q value.Quantity, factor value.Decimal) value.Quantity {
	product, err := q.Value.Mul(factor)
	if err != nil {
		return q
	}
	return value.Quantity{Value: product, Unit: q.Unit}
}

// site says where: which eye, which muscle.
func (w words) site(m MedicationRequest) string {
	switch m.Route {
	case Ophthalmic, Otic:
		if m.Site == "" {
			return ""
		}
		return w.text("prescribing.site." + string(m.Route) + "." + string(m.Site))
	case Oral, Inhalation, "":
		return ""
	}
	return w.text("prescribing.where." + string(m.Route))
}

// when says how often, or at which times of the day.
func (w words) when(d Dosage) string {
	switch {
	case d.Once:
		return w.text("prescribing.frequency.once")
	case d.Pattern != Pattern{}:
		return w.pattern(d)
	case d.Frequency > 0:
		return w.frequency(d)
	}
	return ""
}

func (w words) pattern(d Dosage) string {
	_, equal := d.Pattern.equal()
	var list []string
	for i, a := range d.Pattern.amounts() {
		if a.Sign() <= 0 {
			continue
		}
		at := w.text("prescribing.time." + slots[i])
		if !equal {
			at = w.text("prescribing.time.with_amount", "Amount", w.amount(times(d.Dose, a)), "Time", at)
		}
		list = append(list, at)
	}
	return w.join(list)
}

// join makes "a, b and c".
func (w words) join(list []string) string {
	if len(list) == 0 {
		return ""
	}
	text := list[len(list)-1]
	for i := len(list) - 2; i >= 0; i-- {
		key := "prescribing.list.more"
		if i == len(list)-2 {
			key = "prescribing.list.last"
		}
		text = w.text(key, "First", list[i], "Rest", text)
	}
	return text
}

// frequency has a phrase for every pair that people say, and a general one.
func (w words) frequency(d Dosage) string {
	period := max(d.Period, 1)
	unit := map[string]string{"h": "hour", "d": "day", "wk": "week", "mo": "month"}[d.PeriodUnit]
	switch {
	case unit == "":
		return ""
	case d.Frequency == 1 && period == 2 && unit == "day":
		return w.text("prescribing.frequency.every_other_day")
	case d.Frequency == 1 && (period > 1 || unit == "hour"):
		return w.text("prescribing.frequency."+"every_"+unit, "Count", period)
	case period == 1 && unit == "day" && d.Frequency <= 4:
		return w.text("prescribing.frequency." + "daily_" + string(rune('0'+d.Frequency)))
	case period == 1:
		return w.text("prescribing.frequency."+"per_"+unit, "Count", d.Frequency)
	}
	return w.text("prescribing.frequency."+"times_every_"+unit, "Times", d.Frequency, "Count", period)
}

func (w words) meal(m Meal) string {
	switch m {
	case BeforeMeal:
		return w.text("prescribing.meal.before")
	case WithMeal:
		return w.text("prescribing.meal.with")
	case AfterMeal:
		return w.text("prescribing.meal.after")
	}
	return ""
}

func (w words) needed(d Dosage) string {
	switch {
	case !d.AsNeeded:
		return ""
	case d.AsNeededFor == "":
		return w.text("prescribing.dosage.as_needed")
	}
	return w.text("prescribing.dosage.as_needed_for", "Reason", d.AsNeededFor)
}

func (w words) duration(d Dosage) string {
	unit := map[string]string{"d": "day", "wk": "week", "mo": "month"}[d.Duration.Unit]
	switch {
	case d.Ongoing:
		return w.text("prescribing.dosage.ongoing")
	case !d.Until.IsZero():
		key, args := d.Until.Label()
		return w.text("prescribing.dosage.until", "Date", w.text(key, args...))
	case d.Duration.Value.IsSet() && unit != "":
		return w.text("prescribing.dosage."+"for_"+unit, "Number", doseNumber(d.Duration.Value, w.format), "Count", plural(d.Duration.Value))
	}
	return ""
}

// FormText is the form in words; "" where it isn't known.
func FormText(lang string, f Form) string {
	if _, known := ProductOf(f); !known {
		return ""
	}
	return assets.Text(lang, f.CatalogueKey())
}

// MedicationText names the medicine in full for a line of paper: brand, ingredients with strengths, form.
func MedicationText(lang string, m MedicationRequest) string {
	name := m.Brand
	ingredients := IngredientsText(lang, m.Ingredients)
	switch {
	case name == "":
		name = ingredients
	case ingredients != "":
		name += " (" + ingredients + ")"
	}
	return strings.TrimSpace(name + " " + FormText(lang, m.Form))
}
