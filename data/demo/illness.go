package demo

import (
	"fmt"
	"strings"
	"time"

	"satchel/data/chart"
	"satchel/data/value"
)

// illness is why somebody comes, and what the doctor then writes.
type illness struct {
	reason  string // in the desk's words
	icd10   string
	name    string // of the diagnosis
	weight  int    // how often: among those that pass, its share; of those that stay, in how many of a hundred it is found
	from    int    // youngest age, in years
	to      int    // oldest; 0: none
	sex     value.AdministrativeGender
	stays   bool // a problem for years, with visits of its own
	fever   bool
	raises  int      // the systolic pressure by so many mm[Hg]
	history []string // the beginning of the note; %d is a number of days
	exam    []string
	plan    []string
	gives   []string // keys of medicines, for twelve years and older
	child   []string // from 6 to 11
	infant  []string // from 1 to 5
	tests   []*test
	again   int // days until the next visit; 0: none was fixed
}

func (i *illness) fits(p *person, age int) bool {
	return age >= i.from && (i.to == 0 || age <= i.to) && (i.sex == "" || i.sex == p.Gender)
}

// medicines are the keys for an age.
func (i *illness) medicines(age int) []string {
	switch {
	case age >= 12:
		return i.gives
	case age >= 6:
		return i.child
	case age >= 1:
		return i.infant
	}
	return nil
}

// written are the texts of one visit.
type texts struct{ reason, note, plan string }

// tell writes the note of a visit.
func (i *illness) tell(c chance, p *person, on time.Time) texts {
	history := pick(c, i.history)
	if strings.Contains(history, "%d") {
		history = fmt.Sprintf(history, c.between(2, 9))
	}
	parts := []string{history, pick(c, i.exam)}
	age := p.age(on)
	if !i.stays && age >= 16 && c.percent(60) {
		parts[0] += " " + pick(c, asides)
	}
	if age < 6 {
		parts[1] += " " + pick(c, []string{"Active and playful.", "Clings to the mother, settles quickly.", "Eats and drinks well."})
	}
	if p.visits > 0 && i.stays {
		parts = append(parts, pick(c, followed))
	}
	return texts{i.reason, strings.Join(parts, "\n"), strings.Join([]string{pick(c, i.plan), pick(c, closing)}, " ")}
}

var asides = []string{"No one else at home is ill.", "Took a tablet from the chemist without relief.", "Sleeps badly because of it.", "Appetite a little less than usual.",
	"Works outdoors.", "A child at home had the same last week.", "Has exams next week and is worried.", "No chest pain, no breathlessness."}

var followed = []string{"Takes the medicines regularly.", "Missed the evening dose on some days; talked about a fixed time.", "Ran out of tablets for a week while travelling.",
	"Walks half an hour on most days.", "Finds it hard to eat less salt at home.", "Brought the home readings; they agree with ours.", "No hospital stay since the last visit."}

var closing = []string{"To come back at once if worse.", "Warning signs explained to the family.", "Questions answered.", "Understood and agreed.", "Written advice given."}

// test is a laboratory result that the practice asks for: LOINC, UCUM, and where its values lie.
type test struct {
	loinc, name, unit string
	low, high         int // in the last of digits
	digits            int
}

var (
	haemoglobin  = &test{"718-7", "Haemoglobin", "g/dL", 98, 152, 1}
	leukocytes   = &test{"6690-2", "Leukocytes", "10*3/uL", 42, 128, 1}
	platelets    = &test{"777-3", "Platelets", "10*3/uL", 145, 390, 0}
	fastingSugar = &test{"1558-6", "Fasting glucose", "mg/dL", 88, 188, 0}
	hba1c        = &test{"4548-4", "Haemoglobin A1c", "%", 58, 96, 1}
	creatinine   = &test{"2160-0", "Creatinine", "mg/dL", 60, 134, 2}
	potassium    = &test{"2823-3", "Potassium", "mmol/L", 36, 51, 1}
	cholesterol  = &test{"2093-3", "Total cholesterol", "mg/dL", 142, 252, 0}
	ldl          = &test{"13457-7", "LDL cholesterol", "mg/dL", 68, 168, 0}
	triglyceride = &test{"2571-8", "Triglycerides", "mg/dL", 84, 264, 0}
	thyrotropin  = &test{"3016-3", "TSH", "m[IU]/L", 60, 780, 2}
	alt          = &test{"1742-6", "ALT", "U/L", 12, 58, 0}
)

// usual are tests that anybody may have had.
var usual = []*test{haemoglobin, leukocytes, platelets, fastingSugar, creatinine, alt, cholesterol}

func (t *test) result(c chance) chart.Observation {
	return chart.Observation{Category: chart.Laboratory, Code: t.loinc, Text: t.name, Value: number(c.between(t.low, t.high), t.digits), Unit: t.unit}
}

// number is coefficient/10^scale; the callers' numbers are small.
func number(coefficient, scale int) value.Decimal {
	d, err := value.NewDecimal(int64(coefficient), scale)
	if err != nil {
		return value.Whole(0)
	}
	return d
}

// vitals are what is measured at a visit.
func vitals(c chance, p *person, i *illness, on time.Time) []chart.Observation {
	age := p.age(on)
	list := []chart.Observation{measured(chart.BodyWeight, weightAt(c, p, age), 1, "kg")}
	if age >= 12 {
		systolic := p.systolic + i.raises + c.between(-8, 8)
		list = append(list, chart.Observation{Code: chart.BloodPressure, Components: []chart.Component{
			{Code: chart.Systolic, Value: value.Quantity{Value: number(systolic, 0), Unit: "mm[Hg]"}},
			{Code: chart.Diastolic, Value: value.Quantity{Value: number(systolic*62/100+c.between(-4, 6), 0), Unit: "mm[Hg]"}}}})
	}
	pulse := c.between(66, 88)
	if age < 6 {
		pulse = c.between(96, 118)
	}
	temperature := c.between(364, 371)
	if i.fever {
		temperature, pulse = c.between(379, 392), pulse+12
	}
	list = append(list, measured(chart.HeartRate, pulse, 0, "/min"), measured(chart.BodyTemperature, temperature, 1, "Cel"))
	if c.percent(70) {
		list = append(list, measured(chart.OxygenSaturation, c.between(96, 99), 0, "%"))
	}
	if p.visits%4 == 0 {
		list = append(list, measured(chart.BodyHeight, heightAt(p, age), 0, "cm"))
		if age < len(headAt) {
			list = append(list, measured(chart.HeadCircumference, headAt[age], 1, "cm"))
		}
	}
	if age < 6 || c.percent(30) {
		rate := c.between(14, 19)
		if age < 6 {
			rate = c.between(24, 34)
		}
		list = append(list, measured(chart.RespiratoryRate, rate, 0, "/min"))
	}
	return list
}

func measured(code string, coefficient, scale int, unit string) chart.Observation {
	return chart.Observation{Code: code, Value: number(coefficient, scale), Unit: unit}
}

// headAt is the circumference of a child's head in the middle of each year of life, in mm: near the medians of the WHO's standards.
var headAt = [...]int{440, 472, 490, 498, 504}

// weightAt and heightAt follow a child's growth in a straight line, which is near enough to look at. Units: 100 g and cm.
func weightAt(c chance, p *person, age int) int {
	if age >= 18 {
		return p.weight + c.between(-12, 12)
	}
	return max(75+age*24+c.between(-6, 6), 40)
}

func heightAt(p *person, age int) int {
	if age >= 18 {
		return p.height
	}
	return 74 + age*5
}
