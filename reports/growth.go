package reports

import (
	"fmt"

	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// setGrowth draws a child's measurements against the curves of the WHO, and every one of them with its z-score.
func setGrowth(kind documents.Kind, f documents.GrowthFacts) (*page.Document, error) {
	s, first := newClinical(kind, f.Clinical)
	elements := []page.Element{s.clinicalHead(f.Clinical)}
	notice := ""
	if f.Gap != documents.GrowthCurvesShown {
		notice = s.word("documents.growth.gap_" + string(f.Gap))
		elements = append(elements, page.Part{Before: s.line / 2, Box: s.framed(muted, s.Text(s.width()-6*mm, page.Left, s.body, "text", notice))})
	}
	for _, c := range f.Charts {
		title := s.word("documents.growth.title_of", "Measure", s.word("documents.growth."+c.Measure+"_for_age"), "Unit", c.Unit)
		elements = append(elements, page.Part{Before: s.line / 2, Box: page.Stack(
			s.Text(s.width(), page.Left, in(s.big, accent), "text", title), page.Space(s.line/4), s.Plot(s.growthPlot(c)))})
	}
	elements = append(elements, s.growthTable(f))
	if f.Gap == documents.GrowthCurvesShown {
		standard := "documents.growth.standard_boys"
		if f.Patient.Sex == value.GenderFemale {
			standard = "documents.growth.standard_girls"
		}
		for _, key := range []string{standard, "documents.growth.explain", "documents.growth.lying"} {
			elements = append(elements, s.remark(s.word(key)))
		}
	}
	return s.compose(first, page.Box{}, elements...)
}

// monthDays is how many days begin a month of age: 30.4375 each, as the WHO counts.
func monthDays(months int) int64 { return int64(months) * 487 / 16 }

// growthPlot shows the ages up to the next full year or two after the last measurement, and of the curves what belongs there.
func (s *setter) growthPlot(c documents.GrowthChart) page.Plot {
	last := 0
	for _, p := range c.Points {
		last = max(last, p.Day)
	}
	months, step := 24, 3
	for int64(last) > monthDays(months) {
		months, step = months+12, 6
	}
	if months > 24 && months < 60 {
		months = 60
	}
	if months > 60 {
		step = 12 * (1 + months/120)
	}
	end := monthDays(months)
	p := page.Plot{Width: s.width(), Height: s.paper.Height * 27 / 100, Words: s.label, Grid: hair, Edge: muted,
		X: page.Axis{High: end, Title: s.word("documents.growth.months")}}
	for m := 0; m <= months; m += step {
		p.X.Ticks = append(p.X.Ticks, page.Tick{At: monthDays(m), Label: s.figure(m)})
	}
	low, high, seen := int64(0), int64(0), false
	points := func(list []documents.GrowthPoint) (plotted []page.PlotPoint) {
		for _, q := range list {
			if int64(q.Day) > end {
				break
			}
			y := thousandths(q.Value)
			if !seen {
				low, high, seen = y, y, true
			}
			low, high = min(low, y), max(high, y)
			plotted = append(plotted, page.PlotPoint{X: int64(q.Day), Y: y})
		}
		return plotted
	}
	for _, curve := range c.Curves {
		line := page.Curve{Points: points(curve.Points), Width: 200, Colour: muted, Label: s.deviations(curve.Deviations), Words: s.label}
		switch curve.Deviations {
		case 0:
			line.Width, line.Colour = 400, muted
		case -2, 2:
			line.Width, line.Dash = 300, 1500
		case -3, 3:
			line.Width, line.Dash = 300, 500
		}
		p.Curves = append(p.Curves, line)
	}
	p.Curves = append(p.Curves, page.Curve{Points: points(c.Points), Width: 550, Colour: ink, Marker: page.Disc, Size: 2400})
	pad := max((high-low)/40, 1)
	p.Y = s.valueAxis(low-pad, high+pad, 8)
	return p
}

// deviations names a curve: "+2", "median", "−3".
func (s *setter) deviations(n int) string {
	switch {
	case n == 0:
		return s.word("documents.growth.median")
	case n > 0:
		return fmt.Sprintf("+%d", n)
	}
	return fmt.Sprintf("\u2212%d", -n)
}

// growthTable says what was measured when, and how it compares.
func (s *setter) growthTable(f documents.GrowthFacts) page.Table {
	columns := []gridColumn{{key: "documents.growth.date", share: 20}, {key: "documents.growth.age", share: 22}}
	for _, c := range f.Charts {
		columns = append(columns, gridColumn{key: "documents.growth.measured",
			args: []any{"Measure", s.word("documents.growth." + c.Measure), "Unit", c.Unit}, share: 20, align: page.Figures})
	}
	var rows [][]gridCell
	for _, r := range f.Rows {
		key, args := f.Patient.BirthDate.Age(r.Date).Label()
		row := []gridCell{{field: "rows", text: s.date(r.Date), style: s.note}, {field: "rows", text: bound(s.word(key, args...)), style: s.note}}
		for _, v := range r.Values {
			text := ""
			switch {
			case v.Score.IsSet():
				text = bound(s.word("documents.growth.scored", "Value", s.decimal(v.Value), "Score", s.signedDecimal(v.Score)))
			case v.Value.IsSet():
				text = s.decimal(v.Value)
			}
			row = append(row, gridCell{field: "rows", text: text, style: s.note})
		}
		rows = append(rows, row)
	}
	table := s.grid(columns, rows)
	table.Before = s.line
	return table
}

// signedDecimal writes a number with its sign in front, which a score is read by.
func (s *setter) signedDecimal(d value.Decimal) string {
	if d.Sign() > 0 {
		return "+" + s.decimal(d)
	}
	return s.decimal(d)
}
