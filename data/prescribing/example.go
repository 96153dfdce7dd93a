package prescribing

import (
	"strings"

	"satchel/data/value"
)

// exampleNumbers are tried in turn until each form of a pattern has been seen.
var exampleNumbers = []string{"1", "2", "3", "11", "100", "0.25", "0.5", "0.75", "1.5", "2.5"}

// numbersFor are the numbers that show every form that the language's own pattern has: "1, 2, 3 and 11" for Arabic.
func numbersFor(t *table, key string) []value.Decimal {
	f := t.patterns[key]
	if !strings.Contains(f[baseForm], "{number}") {
		return nil
	}
	var list []value.Decimal
	seen := map[string]bool{}
	for _, text := range exampleNumbers {
		number := value.MustDecimal(text)
		if _, whole := number.Whole(); !whole && !strings.HasPrefix(key, "dose.") {
			continue // times, periods and durations are whole
		}
		if form, ok := t.pick(f, number); ok && !seen[form] {
			seen[form] = true
			list = append(list, number)
		}
	}
	return list
}

// Example fills a pattern of a language so that it can be read: one text for each form that it has. in is the language that the
// example is written in, the same one or that of whoever is to accept it; both show the same numbers. It is nil where a table lacks it.
func Example(lang, in, key string, format value.NumberFormat) []Instruction {
	own, t := tableOf(lang), tableOf(in)
	if own == nil || t == nil || own.patterns[key] == nil || t.patterns[key] == nil {
		return nil
	}
	numbers := numbersFor(own, key)
	if len(numbers) == 0 {
		numbers = []value.Decimal{{}}
	}
	var list []Instruction
	for _, number := range numbers {
		w := &teller{table: t, format: format, used: map[string]bool{}}
		spans := w.example(key, number)
		if w.failed {
			return nil
		}
		list = append(list, Instruction{Language: t.language, Spans: merged(spans)})
	}
	return list
}

// example fills the places of a pattern with what often stands there.
func (w *teller) example(key string, number value.Decimal) []Span {
	group, name, _ := strings.Cut(key, ".")
	quantity := func(number, unit string) []Span {
		return w.amount(value.Quantity{Value: value.MustDecimal(number), Unit: unit})
	}
	three := func() []Span { return w.count("when.times", 3) }
	switch {
	case name == "date":
		return w.date(value.PartialDate{Year: 2026, Month: 11, Day: 30})
	case group != "sentence" && group != "when":
		return w.sayFor(key, number, nil)
	}
	with := fill{}
	for _, in := range place.FindAllString(w.table.patterns[key][baseForm], -1) {
		switch in {
		case "{dose}":
			with["dose"] = w.exampleDose(strings.TrimSuffix(name, "_plain"))
		case "{place}":
			with["place"] = w.say("place."+map[string]string{"use": "nose", "put": "left_eye", "apply": "affected_skin", "insert": "rectum", "inject": "muscle"}[strings.TrimSuffix(name, "_plain")], nil)
		case "{when}":
			with["when"] = w.say("when.per_day", fill{"times": three()})
		case "{times}":
			with["times"] = three()
		case "{every}":
			with["every"] = w.count("when.every_day", 4)
		case "{first}":
			with["first"] = w.say("when.morning", nil)
			if name == "next_amount" {
				with["first"] = w.say("when.amount", fill{"time": with["first"], "dose": quantity("2", unitTablet)})
			}
		case "{rest}":
			with["rest"] = w.say("when.night", nil)
			switch name {
			case "more":
				with["rest"] = w.say("when.two", fill{"first": w.say("when.noon", nil), "rest": with["rest"]})
			case "next_amount":
				with["rest"] = w.say("when.amount", fill{"time": with["rest"], "dose": quantity("0.5", unitTablet)})
			}
		case "{time}":
			with["time"] = w.say("when.morning", nil)
		case "{amounts}":
			with["amounts"] = w.amounts(Dosage{Dose: value.Quantity{Value: value.Whole(1), Unit: unitTablet}, Pattern: Pattern{Morning: value.Whole(2), Night: value.MustDecimal("0.5")}})
		case "{date}":
			with["date"] = w.date(value.PartialDate{Year: 2026, Month: 11, Day: 30})
		case "{reason}":
			with["reason"] = []Span{{Text: "…", Isolate: true}}
		}
	}
	return w.sayFor(key, number, with)
}

// exampleDose is a dose as the sentence usually has it.
func (w *teller) exampleDose(sentence string) []Span {
	unit := map[string]string{"mouth": millilitre, "inhale": unitPuff, "use": unitSpray, "put": unitDrop, "apply": unitPatch, "insert": unitSuppository, "inject": millilitre}[sentence]
	if unit == "" {
		unit = unitTablet
	}
	return w.amount(value.Quantity{Value: value.Whole(2), Unit: unit})
}
