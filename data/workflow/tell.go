package workflow

import (
	"cmp"
	"strings"

	"satchel/assets"
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
)

// teller finds the language in which a patient is told how to take a medicine, and returns what to print of it under each line: nothing
// where the chemist's line serves the patient, where there are no sentences in theirs, where a doctor has yet to accept one of
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

// directions is the language of the line that the chemist reads, whatever language the document's own words are in: the only one whose
// sentences need no doctor's acceptance.
const directions = assets.English

// ToldIn is the language, BCP 47, that a patient is told a dose in beneath the chemist's line: their own, or the practice's where none
// is noted; "" where that line serves them.
func ToldIn(practice, patient string) string {
	base := func(tag string) string {
		language, _, _ := strings.Cut(tag, "-")
		return language
	}
	wanted := cmp.Or(patient, practice)
	if base(wanted) == directions {
		return ""
	}
	return wanted
}
