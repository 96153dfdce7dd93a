package visit

import (
	"context"
	"slices"
	"strings"

	"satchel/data/chart"
	"satchel/data/prescribing"
	"satchel/data/safety"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
)

// proposalCount is how many readings of a typed line are offered.
const proposalCount = 6

// proposal is a reading of a typed line with what speaks against it.
type proposal struct {
	prescribing.Proposal
	Alerts []safety.Alert
	New    string // the text of a medicine that is not known yet; the rest is empty
}

// complete tells whether the line can stand as it is; otherwise it is opened to be completed.
func (p proposal) complete() bool {
	return p.New == "" && len(p.Missing) == 0 && len(p.Unknown) == 0
}

// prescribe runs fn on the visit's draft prescription, which is made where there is none, and returns the draft as it is then.
func (m *visitModel) prescribe(ctx context.Context, fn func(tx *store.Tx, rx prescribing.Prescription) error) (prescription, error) {
	var after prescription
	err := m.session.Update(ctx, action.Prescription, func(tx *store.Tx) error {
		rx, err := prescribing.DraftOf(tx, m.origin())
		if err != nil {
			return err
		}
		if err := fn(tx, rx); err != nil {
			return err
		}
		after, err = readPrescription(tx, rx)
		return err
	}, store.About(m.patient))
	return after, err
}

func (m *visitModel) origin() chart.Origin {
	return chart.Origin{Patient: m.patient, Encounter: m.encounter}
}

// Propose reads a typed line in every way that makes sense, with the alerts that each would raise. rx is the draft, zero where there
// is none yet: then it is made, since the checks look at what stands in the record.
func (m *visitModel) Propose(ctx context.Context, rx prescribing.PrescriptionID, text string) ([]proposal, error) {
	if rx.IsZero() {
		made, err := m.prescribe(ctx, func(*store.Tx, prescribing.Prescription) error { return nil })
		if err != nil {
			return nil, err
		}
		rx = made.Prescription.ID
	}
	var list []proposal
	err := m.session.View(ctx, action.OpenChart, func(tx *store.Tx) error {
		found, err := prescribing.Propose(tx, m.session.Practitioner.ID, text, proposalCount)
		if err != nil {
			return err
		}
		for _, p := range found {
			alerts, err := prescribing.CheckLine(tx, rx, p.Line)
			if err != nil {
				return err
			}
			list = append(list, proposal{Proposal: p, Alerts: alerts})
		}
		return nil
	}, store.About(m.patient))
	return append(list, proposal{New: strings.TrimSpace(text)}), err
}

// AddFavourite adds a favourite as it is usually prescribed.
func (m *visitModel) AddFavourite(ctx context.Context, f prescribing.FormularyItem) (prescription, error) {
	return m.SaveLine(ctx, prescribing.LineOf(f), false)
}

// SaveLine keeps a line of the draft, new or changed. remember puts the medicine into the formulary as it is prescribed here.
func (m *visitModel) SaveLine(ctx context.Context, line prescribing.MedicationRequest, remember bool) (prescription, error) {
	return m.prescribe(ctx, func(tx *store.Tx, rx prescribing.Prescription) error {
		if remember {
			item, err := prescribing.AddFormularyItem(tx, prescribing.ItemOf(line))
			if err != nil {
				return err
			}
			line.Item = item.ID
		}
		if !line.Item.IsZero() { // the doctor's word holds for the medicine, not for this line alone
			if _, err := prescribing.Classify(tx, line.Item, line.LegalStatus); err != nil {
				return err
			}
		}
		line.Prescription = rx.ID
		_, err := prescribing.SaveLine(tx, line)
		return err
	})
}

// RemoveLine takes a line out of the draft.
func (m *visitModel) RemoveLine(ctx context.Context, id prescribing.RequestID) (prescription, error) {
	return m.prescribe(ctx, func(tx *store.Tx, _ prescribing.Prescription) error { return prescribing.RemoveLine(tx, id) })
}

// PutBack adds a removed line again, at the end.
func (m *visitModel) PutBack(ctx context.Context, line prescribing.MedicationRequest) (prescription, error) {
	line.ID = prescribing.RequestID{}
	return m.SaveLine(ctx, line, false)
}

// RepeatAll adds the lines of the patient's last prescription.
func (m *visitModel) RepeatAll(ctx context.Context) (prescription, error) {
	return m.prescribe(ctx, func(tx *store.Tx, _ prescribing.Prescription) error {
		_, _, err := prescribing.RepeatAll(tx, m.origin())
		return err
	})
}

// Answer keeps the answer to an alert: prescribed all the same, for a reason.
func (m *visitModel) Answer(ctx context.Context, alert, reason string) (prescription, error) {
	return m.prescribe(ctx, func(tx *store.Tx, rx prescribing.Prescription) error {
		_, err := prescribing.Answer(tx, rx.ID, alert, prescribing.Overridden, reason)
		return err
	})
}

// suggestion writes a proposal as a row under the entry.
func (p proposal) suggestion(s *session.Session) kit.Suggestion {
	if p.New != "" {
		return kit.Suggestion{Title: s.Text("visit.medicine_new", "Text", p.New), Subtitle: s.Text("visit.medicine_new_hint"), Icon: "plus"}
	}
	lang := s.Language()
	row := kit.Suggestion{Title: prescribing.MedicationText(lang, p.Line), Icon: "pill"}
	parts := []string{dosageText(lang, p.Line), prescribing.AmountText(lang, p.Line.Quantity)}
	if len(p.Unknown) > 0 {
		parts = append(parts, s.Text("visit.not_understood", "Text", strings.Join(p.Unknown, " ")))
	}
	if len(p.Missing) > 0 {
		parts = append(parts, s.Text("visit.to_complete"))
	}
	row.Subtitle = joined(parts...)
	for _, alert := range p.Alerts { // the gravest first
		if alert.Line >= 0 { // what is about the patient alone stands under the lines
			row.Right, row.Tone = s.Text(alertKey(alert)), alertTone(alert.Severity)
			break
		}
	}
	return row
}

// dosageText is the dosage in words, "" where nothing of it is known: a verb alone is no instruction.
func dosageText(lang string, m prescribing.MedicationRequest) string {
	if m.Dosage == (prescribing.Dosage{}) {
		return ""
	}
	return prescribing.DosageText(lang, m)
}

// alertKey names an alert in a word or two.
func alertKey(a safety.Alert) string {
	return "visit.alert." + strings.ReplaceAll(string(a.Kind), "-", "_")
}

func alertTone(severity safety.Severity) theme.Tone {
	switch severity {
	case safety.High:
		return theme.Allergy
	case safety.Low:
		return theme.Info
	}
	return theme.Alert
}

// missingText lists what a line still needs, in words.
func missingText(s *session.Session, m prescribing.MedicationRequest) string {
	var parts []string
	for _, problem := range m.Missing() {
		text := s.Problem(value.Problems{problem}).Fields[problem.Field]
		if !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, " ")
}

// ofLine are the findings about one line; -1 for those about the whole prescription.
func (p prescription) ofLine(line int) []prescribing.Finding {
	return slices.DeleteFunc(slices.Clone(p.Findings), func(f prescribing.Finding) bool { return f.Line != line && (line >= 0 || f.Line >= 0) })
}

// incomplete is the first line that cannot be issued as it is, -1 for none.
func (p prescription) incomplete() int {
	return slices.IndexFunc(p.Lines, func(m prescribing.MedicationRequest) bool { return len(m.Missing()) > 0 })
}

// open are the findings that keep the prescription from being issued.
func (p prescription) open() []prescribing.Finding {
	return slices.DeleteFunc(slices.Clone(p.Findings), func(f prescribing.Finding) bool { return !f.Open() })
}

// joined puts the parts that are there side by side.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "  ·  ")
}
