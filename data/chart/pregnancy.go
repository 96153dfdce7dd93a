package chart

import (
	"time"

	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/value"
)

// PregnancyStatus is the LOINC code of what is known about a pregnancy (HL7 International Patient Summary, "Observation Pregnancy: status").
const PregnancyStatus = "82810-3"

// Pregnancy is an answer of LOINC's list LL4129-4 to PregnancyStatus. "" is not asked, or too long ago.
type Pregnancy string

// The answers.
const (
	Pregnant         Pregnancy = "LA15173-0"
	NotPregnant      Pregnancy = "LA26683-5"
	PregnancyUnclear Pregnancy = "LA4489-6"
)

// How long an answer holds. Our own limits: a pregnancy has ended after 300 days; "not pregnant" is asked again after a month.
const (
	pregnantDays    = 300
	notPregnantDays = 30
)

// RecordPregnancy keeps the answer to "are you pregnant?".
func RecordPregnancy(tx *store.Tx, from Origin, answer Pregnancy) (Observation, error) {
	var problems value.Problems
	oneOf(&problems, "pregnancy", answer, []Pregnancy{Pregnant, NotPregnant, PregnancyUnclear})
	if problems != nil {
		return Observation{}, invalid(problems)
	}
	return Record(tx, Observation{Origin: from, Category: SocialHistory, Code: PregnancyStatus, ValueText: string(answer)})
}

// PregnancyOf returns the newest answer that still holds.
func PregnancyOf(tx *store.Tx, patient patients.ID) (Pregnancy, error) {
	series, err := Series(tx, patient, PregnancyStatus, 1)
	if err != nil || len(series) == 0 {
		return "", err
	}
	answer, days := Pregnancy(series[0].ValueText), notPregnantDays
	if answer == Pregnant {
		days = pregnantDays
	}
	if tx.Now().Sub(series[0].Effective) > time.Duration(days)*24*time.Hour {
		return "", nil
	}
	return answer, nil
}
