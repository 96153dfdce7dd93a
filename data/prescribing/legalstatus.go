package prescribing

import (
	"slices"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/value"
)

func checkLegalStatus(problems *value.Problems, s organization.LegalStatus) {
	if !s.Known() {
		problems.Add("legalStatus", "error.prescribing.choice_unknown")
	}
}

// classify gives a line the legal status of its formulary item where it has none.
func (m *MedicationRequest) classify(tx *store.Tx) error {
	if m.LegalStatus != organization.NotClassified || m.Item.IsZero() {
		return nil
	}
	item, err := store.Get(tx, FormularyItems, m.Item)
	m.LegalStatus = item.LegalStatus
	return err
}

// Classify keeps on which list of the law a medicine of the formulary stands. It holds for lines that are written from now on.
func Classify(tx *store.Tx, id FormularyID, status organization.LegalStatus) (FormularyItem, error) {
	item, err := store.Get(tx, FormularyItems, id)
	if err != nil || item.Retracted || item.LegalStatus == status {
		return item, err // one that left the formulary is classified on its line alone
	}
	item.LegalStatus = status
	err = store.Update(tx, FormularyItems, &item)
	return item, err
}

// Statuses are the legal statuses of lines, each once, those that aren't classified left out.
func Statuses(lines []MedicationRequest) []organization.LegalStatus {
	var list []organization.LegalStatus
	for _, m := range lines {
		if m.LegalStatus != organization.NotClassified && !slices.Contains(list, m.LegalStatus) {
			list = append(list, m.LegalStatus)
		}
	}
	return list
}

// BrandOnly reports whether the brand is prescribed and no other: what wants a reason in some countries.
func (m MedicationRequest) BrandOnly() bool {
	return m.Brand != "" && !m.Substitution
}

// lawful holds a prescription to what the law of its medicines allows: the last day on which it may be dispensed, which it shortens where
// none was chosen, and how often.
func lawful(p *Prescription, lines []MedicationRequest, today value.PartialDate, chosen bool) error {
	for _, m := range lines {
		if last, limited := m.LegalStatus.LastDay(today); limited && last.Before(p.ValidUntil) {
			if chosen {
				return store.FailField("validUntil", "error.prescribing.valid_too_long")
			}
			p.ValidUntil = last
		}
		if most, limited := m.LegalStatus.MostRepeats(); limited && p.Repeats > most {
			return store.FailField("repeats", "error.prescribing.repeats_by_law", "Max", most)
		}
	}
	return nil
}
