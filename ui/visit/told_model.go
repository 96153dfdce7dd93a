package visit

import (
	"context"

	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
	"satchel/ui/session"
)

// telling is what the prescription will tell the patient in their own language. The zero telling: nothing beside the practice's own.
type telling struct {
	Language string // as the patient has it, BCP 47; "" where the practice's own serves
	Own      bool   // it is the practice's: the chemist's line is in it, and in English until its sentences are accepted
	Known    bool   // there are sentences in it
	Told     int    // lines that print in it
	Untold   int    // lines whose dose has no sentence
	Waits    []waiting
	Open     []string // keys of the sentences that those wait for
}

// waiting is a line that prints in the practice's language only, until a doctor has accepted its sentences.
type waiting struct {
	Medicine  string
	own, here prescribing.Instruction
}

// readTelling finds what the draft's lines tell the patient, and what of it is still to be accepted.
func (m *visitModel) readTelling(tx *store.Tx, p page) (telling, error) {
	t := telling{Language: workflow.ToldIn(m.session.Settings.Language, p.Patient.Language)}
	if t.Language == "" || len(p.Draft.Lines) == 0 {
		return telling{}, nil
	}
	t.Own = prescribing.InstructionLanguage(t.Language) == prescribing.InstructionLanguage(m.session.Settings.Language)
	if t.Known = prescribing.InstructionLanguage(t.Language) != ""; !t.Known {
		return t, nil
	}
	accepted, err := prescribing.Acceptances(tx, t.Language)
	if err != nil {
		return t, err
	}
	asked := map[string]bool{}
	for _, line := range p.Draft.Lines {
		own, ok := prescribing.Instruct(t.Language, line, m.session.Settings.Amounts())
		if !ok {
			t.Untold++
			continue
		}
		open := prescribing.OpenPhrases(t.Language, own.Phrases, accepted)
		if len(open) == 0 {
			t.Told++
			continue
		}
		here, _ := prescribing.Instruct(m.session.ToldHere(), line, m.session.Settings.Amounts())
		t.Waits = append(t.Waits, waiting{prescribing.MedicationText(m.session.Language(), line), own, here})
		for _, key := range open {
			if !asked[key] {
				asked[key] = true
				t.Open = append(t.Open, key)
			}
		}
	}
	return t, nil
}

// Drawn are the sentences that wait, as they will print.
func (m *visitModel) Drawn(t telling) []session.Sentence {
	list := make([]session.Sentence, len(t.Waits))
	for i, w := range t.Waits {
		list[i] = m.session.Told([]prescribing.Instruction{w.own}, []prescribing.Instruction{w.here})
	}
	return list
}

// OtherForms are the wordings of the same sentences for other numbers: who accepts a sentence accepts it in each of them.
func (m *visitModel) OtherForms(t telling) []session.Sentence {
	var list []session.Sentence
	format := m.session.Settings.Amounts()
	for _, key := range t.Open {
		if own := prescribing.Example(t.Language, t.Language, key, format); len(own) > 1 {
			list = append(list, m.session.Told(own, prescribing.Example(t.Language, m.session.ToldHere(), key, format)))
		}
	}
	return list
}

// AcceptTold keeps that the doctor has read and accepted what this prescription waits for.
func (m *visitModel) AcceptTold(ctx context.Context, t telling) error {
	return m.session.Update(ctx, action.AcceptPhrases, func(tx *store.Tx) error { return prescribing.AcceptPhrases(tx, t.Language, t.Open) })
}
