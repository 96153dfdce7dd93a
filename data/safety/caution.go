package safety

import (
	"slices"

	"satchel/assets"
	"satchel/data/value"
)

// Ages, in completed years, between which a pregnancy that nobody asked about
// is worth a reminder.
const (
	youngestMother = 11
	oldestMother   = 55
)

// cautions looks for what is to be avoided in pregnancy and below an age. One
// alert stands for each line and rule.
func (c *checker) cautions() {
	for _, m := range c.lines {
		for _, rule := range c.list.cautions {
			i := slices.IndexFunc(m.ingredients(), func(ingredient string) bool {
				return ingredient == rule.subject || slices.Contains(c.list.members[ingredient], rule.subject)
			})
			if i < 0 {
				continue
			}
			args := []any{"Medicine", m.label(), "Ingredient", m.ingredients()[i], "Note", assets.Key("safety.caution." + rule.note)}
			if rule.age > 0 {
				c.ageCaution(m, rule, args)
			} else {
				c.pregnancyCaution(m, rule, args)
			}
		}
	}
}

// ageCaution holds the youngest age that the birth date allows against the
// limit. Without a birth date it says that the age wasn't checked.
func (c *checker) ageCaution(m medicine, rule caution, args []any) {
	args = append(args, "Age", rule.age)
	alert := Alert{Kind: KindAge, Severity: rule.severity, Line: m.line, Key: "safety.alert.age_below", Args: args, Source: rule.source}
	if c.in.Patient.BirthDate.IsZero() || c.in.On.IsZero() {
		alert.Severity, alert.Key = NotChecked, "safety.alert.age_not_checked"
	} else if youngest, _ := c.in.Patient.BirthDate.AgeRange(c.in.On); youngest.Years >= rule.age {
		return
	}
	alert.MustAnswer = alert.Severity == High
	c.add(alert, m.identity, rule.subject, rule.note)
}

// pregnancyCaution warns in a pregnancy and, where a rule is grave, reminds of
// it when nobody asked a patient who may be pregnant.
func (c *checker) pregnancyCaution(m medicine, rule caution, args []any) {
	alert := Alert{Kind: KindPregnancy, Severity: rule.severity, Line: m.line, Key: "safety.alert.pregnancy", Args: args, Source: rule.source}
	switch c.in.Patient.Pregnancy {
	case NotPregnant:
		return
	case PregnancyUnknown:
		if rule.severity != High || !c.mayBePregnant() {
			return
		}
		alert.Severity, alert.Key = Low, "safety.alert.pregnancy_unknown"
	}
	alert.MustAnswer = alert.Severity == High
	c.add(alert, m.identity, rule.subject, rule.note)
}

func (c *checker) mayBePregnant() bool {
	if c.in.Patient.Gender == value.GenderMale {
		return false
	}
	if c.in.Patient.BirthDate.IsZero() || c.in.On.IsZero() {
		return true
	}
	youngest, oldest := c.in.Patient.BirthDate.AgeRange(c.in.On)
	return oldest.Years >= youngestMother && youngest.Years <= oldestMother
}
