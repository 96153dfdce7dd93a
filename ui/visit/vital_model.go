package visit

import (
	"regexp"
	"slices"
	"strings"

	"satchel/data/chart"
	"satchel/data/value"
	"satchel/ui/session"
)

const (
	fieldPressure = "pressure"
	fieldHead     = "head"
)

// vitalField is one entry of the row of vital signs.
type vitalField struct {
	field string // as chart.Vital names it; pressure stands for two
	code  string // LOINC
	unit  string // UCUM; what a bare number is in
}

// vitalFields are the entries in the order of the row.
var vitalFields = []vitalField{
	{fieldPressure, chart.BloodPressure, "mm[Hg]"},
	{"pulse", chart.HeartRate, "/min"},
	{"temperature", chart.BodyTemperature, "Cel"},
	{"saturation", chart.OxygenSaturation, "%"},
	{"respiration", chart.RespiratoryRate, "/min"},
	{"weight", chart.BodyWeight, "kg"},
	{"height", chart.BodyHeight, "cm"},
	{fieldHead, chart.HeadCircumference, "cm"},
}

// rowOf are the entries that a patient's row shows: the head is measured while it is plotted against the WHO's standards, or where it
// was measured in this visit.
func (p page) rowOf(today value.PartialDate) []vitalField {
	_, oldest := p.Patient.BirthDate.AgeRange(today)
	small := !p.Patient.BirthDate.IsZero() && oldest.Years < growthYears
	return slices.DeleteFunc(slices.Clone(vitalFields), func(v vitalField) bool {
		_, taken := v.standing(p.Vitals)
		return v.field == fieldHead && !small && !taken
	})
}

// growthYears is the age at which the WHO's growth standards end (chart.GrowthLastDay).
const growthYears = 5

// standing finds the observation of the field among those of a visit.
func (v vitalField) standing(list []chart.Observation) (chart.Observation, bool) {
	for _, o := range list {
		if o.Code == v.code {
			return o, true
		}
	}
	return chart.Observation{}, false
}

// text is the observation as one types it: "120/80", "37.2", "99.1 F".
func (v vitalField) text(list []chart.Observation) string {
	o, found := v.standing(list)
	if !found {
		return ""
	}
	if v.field == fieldPressure {
		systolic, diastolic := o.Component(chart.Systolic), o.Component(chart.Diastolic)
		if diastolic.IsZero() {
			return systolic.Value.String()
		}
		return systolic.Value.String() + "/" + diastolic.Value.String()
	}
	switch {
	case o.Unit == fahrenheit:
		return o.Value.String() + " F"
	case o.Code == chart.BodyTemperature && o.Value.Cmp(clinicalFahrenheit) > 0:
		return o.Value.String() + " C" // as it was typed: without its unit it would be read as Fahrenheit
	}
	return o.Value.String()
}

const fahrenheit = "[degF]"

var (
	pressureText = regexp.MustCompile(`^([0-9]{1,3})(?:\s*[/ -]\s*([0-9]{1,3}))?$`)
	numberText   = regexp.MustCompile(`^([0-9]{1,4}(?:[.,][0-9]{1,3})?)\s*(kg|cm|%|/min|°?\s*[cf])?$`)
)

// clinicalFahrenheit is above every temperature in Celsius that a thermometer for people shows, and below every one in Fahrenheit.
var clinicalFahrenheit = value.Whole(60)

// parse reads what was typed; the observation has neither origin nor identity. An empty text is an empty observation.
func (v vitalField) parse(text string) (chart.Observation, error) {
	o := chart.Observation{Category: chart.VitalSigns, Code: v.code}
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return o, nil
	}
	if v.field == fieldPressure {
		return v.parsePressure(o, text)
	}
	match := numberText.FindStringSubmatch(text)
	if match == nil {
		return o, unclear(v.field)
	}
	number, err := value.ParseDecimal(strings.ReplaceAll(match[1], ",", "."), value.Point)
	if err != nil {
		return o, unclear(v.field)
	}
	o.Value, o.Unit = number, v.unit
	unit := strings.Trim(match[2], "° ")
	switch {
	case v.code == chart.BodyTemperature && (unit == "f" || unit == "" && number.Cmp(clinicalFahrenheit) > 0):
		o.Unit = fahrenheit
	case unit != "" && unit != "c" && unit != v.unit, unit == "c" && v.code != chart.BodyTemperature:
		return o, unclear(v.field)
	}
	return o, nil
}

func (v vitalField) parsePressure(o chart.Observation, text string) (chart.Observation, error) {
	match := pressureText.FindStringSubmatch(text)
	if match == nil {
		return o, unclear(v.field)
	}
	for i, code := range []string{chart.Systolic, chart.Diastolic} {
		if match[i+1] == "" {
			continue
		}
		number, err := value.ParseDecimal(match[i+1], value.Point)
		if err != nil {
			return o, unclear(v.field)
		}
		o.Components = append(o.Components, chart.Component{Code: code, Value: value.Quantity{Value: number, Unit: v.unit}})
	}
	return o, nil
}

func unclear(field string) error {
	if field == fieldPressure {
		return value.Problem{Field: field, Key: "error.visit.vital_pressure"}
	}
	return value.Problem{Field: field, Key: "error.visit.vital_number"}
}

// observations are the vital signs that were typed anew, changed or emptied, for chart.SaveVitals; what is as in base is left alone.
func observations(typed, base sheet, standing []chart.Observation) ([]chart.Observation, value.Problems) {
	var list []chart.Observation
	var problems value.Problems
	for _, v := range vitalFields {
		if strings.TrimSpace(typed[v.field]) == base[v.field] {
			continue
		}
		o, err := v.parse(typed[v.field])
		if err != nil {
			problems.Check("", err)
			continue
		}
		if old, found := v.standing(standing); found {
			o.ID, o.Meta, o.Effective = old.ID, old.Meta, old.Effective
		}
		list = append(list, o)
	}
	return list, problems
}

// vitalWarnings are the words beside numbers that are rare at the patient's age, and the problems of those that cannot be read, by field.
func vitalWarnings(s *session.Session, typed sheet, born value.PartialDate) (warnings, wrong map[string]string) {
	warnings, wrong = map[string]string{}, map[string]string{}
	for _, v := range vitalFields {
		o, err := v.parse(typed[v.field])
		if err != nil {
			wrong[v.field] = s.Problem(err).Text
			continue
		}
		for _, w := range o.Unusual(born, s.Today()) {
			if warnings[v.field] == "" {
				warnings[v.field] = s.Text(w.Key, w.Args...)
			}
		}
	}
	return warnings, wrong
}

// massIndex is the body mass index of what is typed; the last height on record serves where none is typed.
func massIndex(s *session.Session, p page, typed sheet) value.Quantity {
	read := func(code string) chart.Observation {
		for _, v := range vitalFields {
			if v.code != code {
				continue
			}
			if o, err := v.parse(typed[v.field]); err == nil && !o.IsEmpty() {
				o.Effective = s.Now()
				return o
			}
		}
		if series := p.Summary.Vitals[code]; len(series) > 0 && code == chart.BodyHeight {
			return series[0]
		}
		return chart.Observation{}
	}
	return chart.MassIndex(read(chart.BodyWeight), read(chart.BodyHeight), p.Patient.BirthDate)
}
