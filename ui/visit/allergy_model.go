package visit

import (
	"context"
	"strings"

	"satchel/data/chart"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Fields of the question about allergies.
const (
	fieldSubstance   = "substance.display"
	fieldReaction    = "reaction"
	fieldCriticality = "criticality"
	fieldCategory    = "category"
)

// KeepAllergy keeps the answer to the question about allergies: a substance, or that none is known, or, where some are, that the list
// is right.
func (m *visitModel) KeepAllergy(ctx context.Context, values map[string]string, state chart.AllergyState) error {
	return m.session.Update(ctx, action.WriteChart, func(tx *store.Tx) error {
		substance := strings.TrimSpace(values[fieldSubstance])
		if substance == "" {
			_, err := chart.ReviewAllergies(tx, chart.AllergyReview{Origin: m.origin(), NoneKnown: state != chart.AllergySome})
			return err
		}
		_, err := chart.AddAllergy(tx, chart.AllergyIntolerance{Origin: m.origin(), Substance: value.Code{Display: substance}, Reaction: values[fieldReaction],
			Criticality: chart.Criticality(values[fieldCriticality]), Category: chart.AllergyCategory(values[fieldCategory])})
		return err
	}, store.About(m.patient))
}
