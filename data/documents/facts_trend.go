package documents

import (
	"time"

	"satchel/data/value"
)

// ReferenceRange is what counts as usual, with who says so: without a source none is drawn.
type ReferenceRange struct {
	Low, High value.Decimal // one may be unset
	Source    string        // "Laboratory Mehta, for women of 18 to 60 years"
}

// TrendPoint is one observation: a value for each line; one that was not taken is unset.
type TrendPoint struct {
	At     time.Time
	Values []value.Decimal
}

// TrendChart is one thing observed over time.
type TrendChart struct {
	Name      string
	Unit      string   // as written: "mmHg"
	Lines     []string // names of the values: "systolic", "diastolic"; one "" where there is one value
	Points    []TrendPoint
	Reference *ReferenceRange
	Left      int // observations in another unit or in words, which stand in the chart and not here
}

// TrendFacts are observations over time.
type TrendFacts struct {
	Clinical
	Charts []TrendChart
}

// Kind implements clinicalFacts.
func (TrendFacts) Kind() Kind { return ResultsTrend }

// Limits of what is plotted: a value in thousandths must fit a plot, and a page must stay a page.
const (
	maxTrendCharts = 12
	maxTrendLines  = 4
	maxPlotted     = 1_000_000_000
)

// Validate returns all problems with the facts, by field.
func (f TrendFacts) Validate() error {
	var problems value.Problems
	f.Clinical.validate(&problems)
	switch {
	case len(f.Charts) == 0:
		problems.Add("charts", "error.documents.nothing_measured")
	case len(f.Charts) > maxTrendCharts:
		problems.Add("charts", "error.documents.too_many", "Most", maxTrendCharts)
	default:
		for i, c := range f.Charts {
			c.validate(&problems, func(part string) string { return indexed("charts", i, part) })
		}
	}
	return problems.Err()
}

func (c TrendChart) validate(problems *value.Problems, at func(string) string) {
	problems.Required(at("name"), c.Name)
	short(problems, at("name"), c.Name)
	short(problems, at("unit"), c.Unit)
	if len(c.Lines) == 0 || len(c.Lines) > maxTrendLines || c.Left < 0 {
		problems.Add(at("lines"), "error.value.invalid")
	}
	for _, name := range c.Lines {
		short(problems, at("lines"), name)
	}
	if len(c.Points) == 0 {
		problems.Add(at("points"), "error.documents.nothing_measured")
	}
	if !few(problems, at("points"), c.Points) {
		return
	}
	for i, p := range c.Points {
		any := false
		for _, v := range p.Values {
			any = any || v.IsSet()
			plottable(problems, at("points"), v)
		}
		if p.At.IsZero() || len(p.Values) != len(c.Lines) || !any || i > 0 && p.At.Before(c.Points[i-1].At) {
			problems.Add(at("points"), "error.value.invalid")
			return
		}
	}
	if r := c.Reference; r != nil {
		problems.Required(at("reference"), r.Source)
		short(problems, at("reference"), r.Source)
		if !r.Low.IsSet() && !r.High.IsSet() || r.Low.IsSet() && r.High.IsSet() && r.Low.Cmp(r.High) >= 0 {
			problems.Add(at("reference"), "error.value.invalid")
		}
		plottable(problems, at("reference"), r.Low)
		plottable(problems, at("reference"), r.High)
	}
}

// plottable checks that a value is one that a plot can place.
func plottable(problems *value.Problems, field string, v value.Decimal) {
	if v.IsSet() && (v.Cmp(value.Whole(maxPlotted)) > 0 || v.Cmp(value.Whole(-maxPlotted)) < 0) {
		problems.Add(field, "error.documents.not_plottable")
	}
}
