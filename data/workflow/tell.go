package workflow

import (
	"strings"

	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
)

// teller finds the language in which a patient is told how to take a medicine, and returns what to print of it under each line: nothing
// where the patient reads the practice's language, where there are no sentences in theirs, where a doctor has yet to accept one of
// those that the line needs, or where the line is told in its own words alone. None of it keeps a prescription from being issued.
func (p place) teller(tx *store.Tx, id patients.ID) (func(prescribing.MedicationRequest) documents.Told, error) {
	nothing := func(prescribing.MedicationRequest) documents.Told { return documents.Told{} }
	patient, err := store.Get(tx, patients.Patients, id)
	if err != nil {
		return nothing, err
	}
	lang := ToldIn(p.practice.Language, patient.Language)
	if prescribing.InstructionLanguage(lang) == "" {
		return nothing, nil
	}
	accepted, err := prescribing.Acceptances(tx, lang)
	if err != nil {
		return nothing, err
	}
	return func(m prescribing.MedicationRequest) documents.Told {
		i, ok := prescribing.Instruct(lang, m, p.practice.Amounts())
		if !ok || len(prescribing.OpenPhrases(lang, i.Phrases, accepted)) > 0 {
			return documents.Told{}
		}
		return ToldOf(i)
	}, nil
}

// ToldOf is an instruction as a page's facts hold it.
func ToldOf(i prescribing.Instruction) documents.Told {
	told := documents.Told{Language: i.Language}
	for _, s := range i.Spans {
		told.Spans = append(told.Spans, documents.ToldSpan(s))
	}
	return told
}

// ToldIn is the language, BCP 47, that a patient is told a dose in beside the practice's own; "" where that one serves.
func ToldIn(practice, patient string) string {
	base := func(tag string) string {
		language, _, _ := strings.Cut(tag, "-")
		return language
	}
	if patient == "" || base(patient) == base(practice) {
		return ""
	}
	return patient
}
