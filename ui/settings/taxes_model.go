package settings

import (
	"context"
	"slices"
	"strings"

	"satchel/data/billing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/session"
)

// taxesModel reads and writes the rates of tax. Its methods may run on any goroutine.
type taxesModel struct{ s *session.Session }

func (m taxesModel) load(ctx context.Context) (list []billing.TaxRate, err error) {
	err = m.s.View(ctx, action.ReadPractice, func(tx *store.Tx) (err error) {
		list, err = billing.TaxList(tx)
		return err
	})
	return list, err
}

// values are the form's, for a rate.
func (m taxesModel) values(r billing.TaxRate) map[string]string {
	return map[string]string{"name": r.Name, "kind": string(r.Kind), "percent": strings.ReplaceAll(r.Percent.Safe(), ".", m.mark()), "from": m.typed(r.From), "to": m.typed(r.To)}
}

func (m taxesModel) mark() string { return m.s.Settings.Amounts().Mark }

// typed is a day as it may be typed back.
func (m taxesModel) typed(d value.PartialDate) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// save keeps a new or changed rate.
func (m taxesModel) save(ctx context.Context, r billing.TaxRate, values map[string]string) error {
	r.Name, r.Kind = strings.TrimSpace(values["name"]), billing.TaxKind(values["kind"])
	var problems value.Problems
	r.Percent = value.Decimal{}
	if typed := strings.TrimSpace(values["percent"]); r.Kind == billing.TaxRated && typed != "" {
		percent, err := value.ParseDecimal(strings.TrimSpace(strings.TrimSuffix(typed, "%")), value.PointOrComma)
		problems.Check("percent", err)
		r.Percent = percent
	}
	day := func(field string) (d value.PartialDate) {
		typed := strings.TrimSpace(values[field])
		if typed == "" {
			return d
		}
		d, err := value.ParseDay(typed, m.s.Settings.DateOrder, m.s.Now())
		problems.Check(field, err)
		return d
	}
	r.From, r.To = day("from"), day("to")
	if len(problems) > 0 {
		return invalid(problems.Err())
	}
	return m.s.Update(ctx, action.ManagePractice, func(tx *store.Tx) error {
		_, err := billing.SaveTaxRate(tx, r)
		return err
	})
}

// offered are the country's rates that the list lacks.
func (m taxesModel) offered(list []billing.TaxRate) []billing.TaxRate {
	return slices.DeleteFunc(billing.KnownRates(m.s.Settings.Country), func(known billing.TaxRate) bool {
		return slices.ContainsFunc(list, func(r billing.TaxRate) bool { return r.Name == known.Name })
	})
}

// addOffered keeps them.
func (m taxesModel) addOffered(ctx context.Context, list []billing.TaxRate) error {
	return m.s.Update(ctx, action.ManagePractice, func(tx *store.Tx) error {
		for _, r := range m.offered(list) {
			if _, err := billing.SaveTaxRate(tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}
