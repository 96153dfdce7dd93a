package settings

import (
	"context"

	"satchel/data/organization"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/session"
)

// medicinesModel reads the formulary and keeps on which list of the law each medicine stands. Its methods may run on any goroutine.
type medicinesModel struct{ s *session.Session }

// medicinesShown bounds the list; a practice prescribes fewer.
const medicinesShown = 2_000

func (m medicinesModel) load(ctx context.Context) (list []prescribing.FormularyItem, err error) {
	err = m.s.View(ctx, action.ReadPractice, func(tx *store.Tx) error {
		list, err = prescribing.Formulary(tx, medicinesShown)
		return err
	})
	return list, err
}

// name is a medicine in full.
func (m medicinesModel) name(item prescribing.FormularyItem) string {
	return prescribing.MedicationText(m.s.Language(), prescribing.LineOf(item))
}

// status says how many are classified.
func (m medicinesModel) status(list []prescribing.FormularyItem) string {
	n := 0
	for _, item := range list {
		if item.LegalStatus != organization.NotClassified {
			n++
		}
	}
	return m.s.Text("settings.medicines.status", "Count", n, "Total", len(list))
}

// classify keeps the doctor's word on one medicine, for lines that are written from now on.
func (m medicinesModel) classify(ctx context.Context, item prescribing.FormularyItem, status organization.LegalStatus) error {
	return m.s.Update(ctx, action.WriteFormulary, func(tx *store.Tx) error {
		_, err := prescribing.Classify(tx, item.ID, status)
		return err
	})
}
