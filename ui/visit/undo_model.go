package visit

import (
	"context"
	"strings"

	"satchel/data/chart"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
)

// foundCount is how many patients are offered to move a visit to.
const foundCount = 8

// Undo takes a finished visit back for a reason; it reopens as a draft, on another patient where onto is one.
func (m *visitModel) Undo(ctx context.Context, reason string, onto patients.ID) (workflow.Undone, error) {
	if onto.IsZero() {
		onto = m.patient
	}
	var done workflow.Undone
	err := m.session.Update(ctx, action.UndoVisit, func(tx *store.Tx) (err error) {
		done, err = workflow.UndoVisit(tx, m.session.Practice.Press(), m.encounter, onto)
		return err
	}, store.About(m.patient, onto), store.Because(reason))
	return done, err
}

// aftermath says what the undoing leaves to do with paper and money, "" for nothing.
func (m *visitModel) aftermath(done workflow.Undone) string {
	s := m.session
	var parts []string
	for _, rx := range done.Voided {
		parts = append(parts, s.Text("visit.undone_void", "Number", rx.Number))
	}
	for _, credit := range done.Credited {
		parts = append(parts, s.Text("visit.undone_credited", "Number", credit.Bill.Number))
	}
	if done.OnAccount {
		parts = append(parts, s.Text("visit.undone_account"))
	}
	return strings.Join(parts, " ")
}

// FindPatients finds whom the visit belongs to in truth.
func (m *visitModel) FindPatients(ctx context.Context, text string) ([]patients.Row, error) {
	var rows []patients.Row
	err := m.session.View(ctx, action.FindPatients, func(tx *store.Tx) (err error) {
		rows, _, err = patients.Find(tx, patients.Query{Text: text, Limit: foundCount})
		return err
	})
	return rows, err
}

// Amend adds to a signed visit.
func (m *visitModel) Amend(ctx context.Context, text string) error {
	return m.session.Update(ctx, action.AmendVisit, func(tx *store.Tx) error {
		if err := store.DropDraft(tx, m.additionName()); err != nil {
			return err
		}
		_, err := chart.Amend(tx, chart.Addendum{Origin: chart.Origin{Encounter: m.encounter, Practitioner: m.session.Practitioner.ID}, Text: text})
		return err
	}, store.About(m.patient))
}

func (m *visitModel) additionName() string { return m.draftName() + "/addition" }

// KeepAddition keeps an addition that is being typed.
func (m *visitModel) KeepAddition(ctx context.Context, text string) error {
	return m.session.Practice.SaveDraft(ctx, m.session.Actor, store.Draft{Name: m.additionName(), Patient: m.patient.Raw(), Body: []byte(text)})
}

// ReadAddition returns an addition that was begun and not signed.
func (m *visitModel) ReadAddition(ctx context.Context) (string, error) {
	drafts, err := m.session.Practice.Drafts(ctx, m.session.Actor)
	for _, d := range drafts {
		if d.Name == m.additionName() {
			return string(d.Body), err
		}
	}
	return "", err
}
