package prescribing

import (
	"slices"
	"strconv"
	"strings"

	"satchel/data/value"
)

// Span is a piece of an instruction. An isolated one is a dose, a date or a typed text, which keeps its own direction inside a
// right-to-left sentence: "500 mg" never reads "mg 500".
type Span struct {
	Text    string
	Isolate bool
}

// Instruction is what a patient is told about one medicine, in the patient's own language.
type Instruction struct {
	Language string // BCP 47
	Spans    []Span
	Phrases  []string // keys of the patterns that it is made of, each once, sorted
}

// Text is the instruction as one line, in the order in which it is read.
func (i Instruction) Text() string {
	var b strings.Builder
	for _, s := range i.Spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Instruct tells a patient how to take a line, in plain words of the language's own table. format says how the practice writes
// numbers: every number on a page is written the same way.
//
// false where the language has no table, or where the line isn't complete (see Missing): half an instruction is worse than none.
func Instruct(lang string, m MedicationRequest, format value.NumberFormat) (Instruction, bool) {
	t := tableOf(lang)
	if t == nil || m.Route == "" {
		return Instruction{}, false
	}
	w := &teller{table: t, format: format, used: map[string]bool{}}
	spans := w.all(m)
	if w.failed {
		return Instruction{}, false
	}
	i := Instruction{Language: t.language, Spans: merged(spans)}
	for key := range w.used {
		i.Phrases = append(i.Phrases, key)
	}
	slices.Sort(i.Phrases)
	return i, true
}

// merged joins neighbours that stand in the sentence's own direction.
func merged(spans []Span) []Span {
	var list []Span
	for _, s := range spans {
		if n := len(list); n > 0 && !s.Isolate && !list[n-1].Isolate {
			list[n-1].Text += s.Text
		} else if s.Text != "" {
			list = append(list, s)
		}
	}
	return list
}

// teller writes one instruction.
type teller struct {
	table  *table
	format value.NumberFormat
	used   map[string]bool // keys of patterns
	failed bool            // something has no words: there is no instruction
}

// fill is what a place of a pattern is filled with.
type fill map[string][]Span

// say fills a pattern that depends on no number.
func (w *teller) say(key string, with fill) []Span { return w.sayFor(key, value.Decimal{}, with) }

// sayFor fills a pattern in the form that a number asks for; {number} is that number.
func (w *teller) sayFor(key string, number value.Decimal, with fill) []Span {
	w.used[key] = true
	text, ok := w.table.pick(w.table.patterns[key], number)
	if !ok {
		w.failed = true
		return nil
	}
	var spans []Span
	for text != "" {
		at := place.FindStringIndex(text)
		if at == nil {
			spans = append(spans, Span{Text: text})
			break
		}
		name := text[at[0]+1 : at[1]-1]
		spans = append(spans, Span{Text: text[:at[0]]})
		text = text[at[1]:]
		switch filled, known := with[name]; {
		case known:
			spans = append(spans, filled...)
		case name == "number" && number.IsSet():
			spans = append(spans, Span{Text: doseNumber(number, w.format)})
			if rest, spaced := strings.CutPrefix(text, " "); spaced { // a number and what it counts stay on one line
				spans, text = append(spans, Span{Text: noBreak}), rest
			}
		default:
			w.failed = true
		}
	}
	return spans
}

// isolated makes one isolate of spans.
func isolated(spans []Span) []Span {
	text := ""
	for _, s := range spans {
		text += s.Text
	}
	return []Span{{Text: text, Isolate: true}}
}

func (w *teller) count(key string, n int) []Span { return w.sayFor(key, value.Whole(int64(n)), nil) }

// all is the whole instruction: the sentence that says what to do, then one sentence for each thing to know about it.
func (w *teller) all(m MedicationRequest) []Span {
	d := m.Dosage
	dose, even := w.dose(m)
	text := w.action(m, dose, even)
	add := func(sentence []Span) { text = append(append(text, Span{Text: " "}), sentence...) }
	if !even {
		add(w.say("sentence.amounts", fill{"amounts": w.amounts(d)}))
	}
	switch d.Meal {
	case BeforeMeal:
		add(w.say("sentence.before_food", nil))
	case WithMeal:
		add(w.say("sentence.with_food", nil))
	case AfterMeal:
		add(w.say("sentence.after_food", nil))
	}
	if d.AsNeeded {
		if w.timed(d) {
			add(w.say("sentence.as_needed", nil))
		}
		if d.AsNeededFor != "" {
			add(w.say("sentence.reason", fill{"reason": {{Text: d.AsNeededFor, Isolate: true}}}))
		}
	}
	unit := map[string]string{"d": "days", "wk": "weeks", "mo": "months"}[d.Duration.Unit]
	switch {
	case d.Ongoing:
		add(w.say("sentence.ongoing", nil))
	case !d.Until.IsZero():
		add(w.say("sentence.until", fill{"date": w.date(d.Until)}))
	case d.Duration.Value.IsSet():
		add(w.sayFor("sentence."+unit, d.Duration.Value, nil))
	}
	if !d.Maximum.IsZero() {
		add(w.say("sentence.maximum", fill{"dose": w.amount(d.Maximum)}))
	}
	return text
}

func (w *teller) timed(d Dosage) bool {
	return d.Once || d.Frequency > 0 || d.Pattern != Pattern{}
}

// actions name the sentence of each route.
var actions = map[Route]string{Oral: "take", Sublingual: "tongue", Buccal: "mouth", Inhalation: "inhale", Nasal: "use", Ophthalmic: "put", Otic: "put",
	Topical: "apply", Transdermal: "apply", Rectal: "insert", Vaginal: "insert", Intramuscular: "inject", Intravenous: "inject", Subcutaneous: "inject", Intradermal: "inject"}

// places name the phrase of each route that has one; eye and ear go by their side.
var places = map[Route]string{Nasal: "nose", Topical: "affected_skin", Transdermal: "skin", Rectal: "rectum", Vaginal: "vagina", Intramuscular: "muscle",
	Intravenous: "vein", Subcutaneous: "under_skin", Intradermal: "into_skin"}

var sides = map[Site]string{LeftSide: "left_", RightSide: "right_", BothSides: "both_"}

func placeOf(m MedicationRequest) string {
	switch {
	case m.Route == Ophthalmic && m.Site == BothSides:
		return "both_eyes"
	case m.Route == Ophthalmic:
		return sides[m.Site] + "eye" // without a side there is no such phrase, and no instruction
	case m.Route == Otic && m.Site == BothSides:
		return "both_ears"
	case m.Route == Otic:
		return sides[m.Site] + "ear"
	}
	return places[m.Route]
}

// action is the sentence that says what to do, where and when.
func (w *teller) action(m MedicationRequest, dose []Span, even bool) []Span {
	key, with := "sentence."+actions[m.Route], fill{"when": w.when(m.Dosage)}
	if name := placeOf(m); name != "" {
		with["place"] = w.say("place."+name, nil)
	}
	switch {
	case !even:
		with["dose"] = w.say("dose.below", nil)
	case dose == nil:
		key += "_plain"
	default:
		with["dose"] = dose
	}
	return w.say(key, with)
}

// dose is one intake; nil where putting it on says it. even is false where the times of the day have doses of their own.
func (w *teller) dose(m MedicationRequest) (dose []Span, even bool) {
	d := m.Dosage
	factor, even := d.Pattern.equal()
	if !even {
		return nil, false
	}
	if d.Dose.IsZero() {
		p, _ := ProductOf(m.Form)
		w.failed = w.failed || !p.Spread
		return nil, true
	}
	amount := d.Dose
	if factor.IsSet() {
		amount = times(amount, factor)
	}
	if amount.Unit == unitApplication && amount.Value.Cmp(value.Whole(1)) == 0 {
		return nil, true
	}
	return w.amount(amount), true
}

// phraseUnits name the phrase of each unit that a dose is told in.
var phraseUnits = map[string]string{millilitre: "mL", "mg": "mg", "g": "g", "ug": "mcg", "[iU]": "unit", unitTablet: "tablet", unitCapsule: "capsule", unitSachet: "sachet",
	unitLozenge: "lozenge", unitPuff: "puff", unitSpray: "spray", unitDrop: "drop", unitApplication: "application", unitPatch: "patch", unitSuppository: "suppository",
	unitPessary: "pessary", unitVial: "vial", unitAmpoule: "ampoule"}

// amount is a number with what it counts.
func (w *teller) amount(q value.Quantity) []Span {
	name, known := phraseUnits[q.Unit]
	if !known {
		w.failed = true
		return nil
	}
	return isolated(w.sayFor("dose."+name, q.Value, nil))
}

// amounts lists the times of the day with their own doses.
func (w *teller) amounts(d Dosage) []Span {
	var text []Span
	all := d.Pattern.amounts()
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Sign() <= 0 {
			continue
		}
		one := w.say("when.amount", fill{"time": w.say("when."+slots[i], nil), "dose": w.amount(times(d.Dose, all[i]))})
		if text == nil {
			text = one
		} else {
			text = w.say("when.next_amount", fill{"first": one, "rest": text})
		}
	}
	return text
}

// when says how often, or at which times of the day.
func (w *teller) when(d Dosage) []Span {
	switch {
	case d.Once:
		return w.say("when.once", nil)
	case d.Pattern != Pattern{}:
		return w.timesOfDay(d.Pattern)
	case d.Frequency > 0:
		return w.often(d)
	case d.AsNeeded:
		return w.say("when.as_needed", nil)
	}
	w.failed = true
	return nil
}

func (w *teller) timesOfDay(p Pattern) []Span {
	var list [][]Span
	for i, a := range p.amounts() {
		if a.Sign() > 0 {
			list = append(list, w.say("when."+slots[i], nil))
		}
	}
	if len(list) == 0 {
		w.failed = true
		return nil
	}
	text := list[len(list)-1]
	for i := len(list) - 2; i >= 0; i-- {
		key := "when.more"
		if i == len(list)-2 {
			key = "when.two"
		}
		text = w.say(key, fill{"first": list[i], "rest": text})
	}
	return text
}

func (w *teller) often(d Dosage) []Span {
	period := max(d.Period, 1)
	unit, known := map[string]string{"h": "hour", "d": "day", "wk": "week", "mo": "month"}[d.PeriodUnit]
	switch {
	case !known:
		w.failed = true
		return nil
	case period == 1 && (d.Frequency > 1 || unit != "hour"):
		return w.say("when.per_"+unit, fill{"times": w.count("when.times", d.Frequency)})
	case d.Frequency == 1:
		return w.count("when.every_"+unit, period)
	}
	return w.say("when.times_every", fill{"times": w.count("when.times", d.Frequency), "every": w.count("when.every_"+unit, period)})
}

// date writes a full day with its month in words.
func (w *teller) date(d value.PartialDate) []Span {
	months := strings.Fields(w.table.patterns["when.date"]["months"])
	if !d.IsFull() || len(months) != 12 {
		w.failed = true
		return nil
	}
	w.used["when.date"] = true
	pattern := w.table.patterns["when.date"]["date"]
	text := strings.NewReplacer("{day}", strconv.Itoa(d.Day), "{month}", months[d.Month-1], "{year}", strconv.Itoa(d.Year), " ", noBreak).Replace(pattern)
	return []Span{{Text: text, Isolate: true}}
}

// doseNumber writes the number of a dose as the practice writes numbers: no trailing zero, a leading one, thousands parted. Where
// the practice's mark is a comma, thousands are parted by a space: a point between them could be taken for the mark.
func doseNumber(d value.Decimal, format value.NumberFormat) string {
	whole, fraction, broken := strings.Cut(d.Safe(), ".")
	mark, group, size := ".", ",", 3
	if format.Mark == "," {
		mark, group = ",", noBreak
	}
	parted := ""
	for len(whole) > size {
		parted, whole = group+whole[len(whole)-size:]+parted, whole[:len(whole)-size]
		if format.Indian {
			size = 2
		}
	}
	if broken {
		return whole + parted + mark + fraction
	}
	return whole + parted
}
