package share

import (
	"context"

	"satchel/data/exchange"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
	"satchel/ui/session"
)

// model decides what leaves.
type model struct{ s *session.Session }

func newModel(s *session.Session) *model { return &model{s} }

// summary is the patient's record as an International Patient Summary, for recipient; "" where nobody says who it is for. The export is audited
// before anything is read.
func (m *model) summary(ctx context.Context, patient patients.ID, recipient string) ([]byte, error) {
	var content []byte
	about, err := workflow.ExportTo(patient, recipient)
	if err != nil {
		return nil, err
	}
	err = m.s.View(ctx, action.ExportChart, func(tx *store.Tx) (err error) {
		content, err = exchange.IPS(tx, patient)
		return err
	}, about...)
	return content, err
}

// fileName is offered for the file: the day, and nothing about the patient.
func (m *model) fileName() string { return "summary-" + m.s.Today().String() + ".json" }
