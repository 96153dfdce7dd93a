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

// accepted is what the practice's doctor has accepted of the sentences of one language, by the pattern's key.
type accepted map[string]prescribing.PhraseAcceptance

// acceptedIn reads it; nothing for English, whose sentences are Satchel's own, and for a language without a table.
func acceptedIn(tx *store.Tx, lang string) (accepted, error) {
	if base(lang) == assets.English || prescribing.InstructionLanguage(lang) == "" {
		return nil, nil
	}
	return prescribing.Acceptances(tx, lang)
}

// base is the language of a BCP 47 tag: "es" for "es-MX".
func base(tag string) string {
	language, _, _ := strings.Cut(tag, "-")
	return language
}

// instruct tells a line in a language; false where there are no sentences for it, or one of them may not be printed yet.
func (p place) instruct(lang string, m prescribing.MedicationRequest, a accepted) (prescribing.Instruction, bool) {
	i, ok := prescribing.Instruct(lang, m, p.practice.Amounts())
	return i, ok && len(prescribing.OpenPhrases(lang, i.Phrases, a)) == 0
}

// sentences are how the practice's papers say in their own language how a medicine is taken. false where they say it in English: the
// papers' language, or the only one whose words need no doctor's acceptance.
func (p place) sentences(m prescribing.MedicationRequest) (prescribing.Instruction, bool) {
	if base(p.practice.Language) == assets.English {
		return prescribing.Instruction{}, false
	}
	return p.instruct(p.practice.Language, m, p.accepted)
}

// taken names a medicine and how it is taken, both in the language of sentences, or both in English.
func (p place) taken(m prescribing.MedicationRequest) (medicine, how string) {
	if own, ok := p.sentences(m); ok {
		return prescribing.MedicationText(p.practice.Language, m), own.Text()
	}
	return prescribing.MedicationText(assets.English, m), prescribing.DosageText(assets.English, m)
}

// teller finds the language in which a patient is told how to take a medicine, and returns what to print of it under each line: nothing
// where the chemist's line is in that language, where there are no sentences in it, where a doctor has yet to accept one of those that
// the line needs, or where the line is told in its own words alone. None of it keeps a prescription from being issued.
func (p place) teller(tx *store.Tx, id patients.ID) (func(prescribing.MedicationRequest) documents.Told, error) {
	nothing := func(prescribing.MedicationRequest) documents.Told { return documents.Told{} }
	patient, err := store.Get(tx, patients.Patients, id)
	if err != nil {
		return nothing, err
	}
	lang := cmp.Or(patient.Language, p.practice.Language)
	if prescribing.InstructionLanguage(lang) == "" {
		return nothing, nil
	}
	a, err := acceptedIn(tx, lang)
	if err != nil {
		return nothing, err
	}
	return func(m prescribing.MedicationRequest) documents.Told {
		chemist := assets.English
		if _, own := p.sentences(m); own {
			chemist = p.practice.Language
		}
		i, ok := p.instruct(lang, m, a)
		if !ok || base(lang) == base(chemist) {
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

// ToldIn is the language, BCP 47, whose sentences a prescription needs beside English: the patient's own, or the practice's where none is
// noted or the patient's is English; "" where English serves everybody.
func ToldIn(practice, patient string) string {
	if base(patient) == assets.English {
		patient = ""
	}
	if wanted := cmp.Or(patient, practice); base(wanted) != assets.English {
		return wanted
	}
	return ""
}
