package billing

import (
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// TaxKind tells a supply without tax from one with a tax of nothing: invoices show them apart.
type TaxKind string

// The kinds of tax. "" is a supply outside every tax, and all that an unregistered practice may charge.
const (
	TaxExempt TaxKind = "exempt"
	TaxZero   TaxKind = "zero"
	TaxRated  TaxKind = "rate"
)

// CatalogueKey names the word.
func (k TaxKind) CatalogueKey() string { return "billing.tax_" + string(k) }

// MaxTaxPercent bounds a rate.
const MaxTaxPercent = 100

// TaxRate is what a tax of one name costs between two days. Rates change by law on a day, so each has its dates and an
// invoice takes the one of the service date.
type TaxRate struct {
	ID TaxRateID `db:"id"`
	store.Meta
	Name    string            `db:"name"`       // "GST 18", as the fee list names it
	Kind    TaxKind           `db:"kind"`       //
	Percent value.Decimal     `db:"percent"`    // with TaxRated alone: "18" is 18 %
	From    value.PartialDate `db:"valid_from"` // the first day
	To      value.PartialDate `db:"valid_to"`   // the last day; unknown: until further notice
}

// TaxRates is the record type of taxes.
var TaxRates = store.NewTable[TaxRate](store.Spec{Number: 71, Name: "TaxRate", Table: "tax_rate", Schema: 1, Read: action.PracticeRead, Write: action.PracticeManage})

// Validate returns all problems at once.
func (r TaxRate) Validate() error {
	var problems value.Problems
	problems.Text("name", &r.Name, NameLength, false)
	problems.Required("name", r.Name)
	switch r.Kind {
	case TaxExempt, TaxZero:
		if r.Percent.IsSet() {
			problems.Add("percent", "error.billing.percent_unwanted")
		}
	case TaxRated:
		if r.Percent.Sign() <= 0 || r.Percent.Cmp(value.Whole(MaxTaxPercent)) > 0 {
			problems.Add("percent", "error.billing.percent_between", "High", MaxTaxPercent)
		}
	default:
		problems.Add("kind", "error.billing.choice_unknown")
	}
	wholeDate(&problems, "from", r.From)
	if !r.To.IsZero() {
		wholeDate(&problems, "to", r.To)
		if r.To.Before(r.From) {
			problems.Add("to", "error.billing.dates_reversed")
		}
	}
	return problems.Err()
}

// wholeDate records a date that is missing, impossible or partly known.
func wholeDate(problems *value.Problems, field string, d value.PartialDate) {
	if err := d.Validate(); err != nil {
		problems.Check(field, err)
	} else if !d.IsFull() {
		problems.Check(field, value.ErrDatePartial)
	}
}

// fullDate refuses a day that a question can't be asked of.
func fullDate(day value.PartialDate) error {
	var problems value.Problems
	wholeDate(&problems, "date", day)
	return invalid(problems.Err())
}

// covers reports whether the rate holds on a day.
func (r TaxRate) covers(day value.PartialDate) bool {
	return !day.Before(r.From) && (r.To.IsZero() || !r.To.Before(day))
}

// SaveTaxRate keeps a new or changed rate. Two rates of one name may not hold on one day.
func SaveTaxRate(tx *store.Tx, r TaxRate) (TaxRate, error) {
	name, err := value.Clean(r.Name, NameLength, false)
	if err != nil {
		return r, &store.Error{Code: store.Invalid, Key: "error.store.problems", Field: "name", Err: err}
	}
	r.Name = name
	if err := r.Validate(); err != nil {
		return r, invalid(err)
	}
	others, err := store.Select(tx, TaxRates, "name = ? AND retracted = 0", r.Name)
	if err != nil {
		return r, err
	}
	for _, o := range others {
		if o.ID != r.ID && (o.covers(r.From) || r.covers(o.From)) {
			return r, store.FailField("from", "error.billing.tax_overlap")
		}
	}
	if r.ID.IsZero() {
		err = store.Insert(tx, TaxRates, &r)
	} else {
		err = store.Update(tx, TaxRates, &r)
	}
	return r, err
}

// TaxList returns every rate, by name and first day.
func TaxList(tx *store.Tx) ([]TaxRate, error) {
	return store.Select(tx, TaxRates, "retracted = 0 ORDER BY name, valid_from")
}

// taxOn finds the rate of a name on a day.
func taxOn(rates []TaxRate, name string, day value.PartialDate) (TaxRate, bool) {
	for _, r := range rates {
		if r.Name == name && r.covers(day) {
			return r, true
		}
	}
	return TaxRate{}, false
}

// applyTax writes into each line the rate that its tax has on the service date. A practice without a tax number charges none.
func applyTax(tx *store.Tx, practice organization.Practice, day value.PartialDate, lines []ChargeItem) error {
	rates, err := TaxList(tx)
	if err != nil {
		return err
	}
	for i := range lines {
		l := &lines[i]
		l.TaxKind, l.TaxPercent = "", value.Decimal{}
		if l.TaxName == "" || practice.TaxNumber == "" {
			continue
		}
		rate, found := taxOn(rates, l.TaxName, day)
		if !found {
			return store.FailField("tax", "error.billing.tax_not_valid", "Tax", l.TaxName, "Date", day.String())
		}
		l.TaxKind, l.TaxPercent = rate.Kind, rate.Percent
	}
	return nil
}
