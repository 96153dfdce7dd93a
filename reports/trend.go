package reports

import (
	"slices"
	"time"

	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// setTrend draws observations over time: for each thing observed a plot, and below it every value that stands in it.
func setTrend(kind documents.Kind, f documents.TrendFacts) (*page.Document, error) {
	s, first := newClinical(kind, f.Clinical)
	elements := []page.Element{s.clinicalHead(f.Clinical)}
	sourced := false
	for _, c := range f.Charts {
		elements = append(elements, s.trendChart(c)...)
		sourced = sourced || c.Reference != nil
	}
	if !sourced {
		elements = append(elements, s.remark(s.word("documents.trend.no_reference")))
	}
	return s.compose(first, page.Box{}, elements...)
}

// trendChart is the plot under its title, on one page, then the table.
func (s *setter) trendChart(c documents.TrendChart) []page.Element {
	title := c.Name
	if c.Unit != "" {
		title = s.word("documents.trend.unit_of", "Name", c.Name, "Unit", c.Unit)
	}
	caption := page.Box{}
	if c.Reference != nil {
		caption = s.Text(s.width(), page.Left, s.label, "charts", s.referenceWords(c))
	}
	plot := page.Stack(s.Text(s.width(), page.Left, in(s.big, accent), "charts", title), page.Space(s.line/3), s.Plot(s.trendPlot(c)), page.Space(s.line/4), caption)
	list := []page.Element{page.Part{Before: s.line, Box: plot, Glue: true}}
	if c.Left > 0 {
		list = append(list, s.remark(s.word("documents.trend.left", "Count", c.Left)))
	}
	return append(list, s.trendTable(c))
}

func (s *setter) referenceWords(c documents.TrendChart) string {
	r := c.Reference
	args := []any{"Unit", c.Unit, "Source", r.Source}
	switch {
	case !r.High.IsSet():
		return s.word("documents.trend.reference_low", append(args, "Low", s.decimal(r.Low))...)
	case !r.Low.IsSet():
		return s.word("documents.trend.reference_high", append(args, "High", s.decimal(r.High))...)
	}
	return s.word("documents.trend.reference", append(args, "Low", s.decimal(r.Low), "High", s.decimal(r.High))...)
}

// The looks of a chart's lines, which differ in grey too: the first is solid with discs.
var (
	trendMarkers = []page.Marker{page.Disc, page.Ring, page.Square, page.Triangle}
	trendDashes  = []page.Length{0, 1200, 600, 2400}
)

func (s *setter) trendPlot(c documents.TrendChart) page.Plot {
	low, high := int64(0), int64(0)
	widen := func(v value.Decimal, first bool) {
		n := thousandths(v)
		if first {
			low, high = n, n
		}
		low, high = min(low, n), max(high, n)
	}
	seen := false
	curves := make([]page.Curve, len(c.Lines))
	for i, name := range c.Lines {
		curves[i] = page.Curve{Width: 350, Dash: trendDashes[i], Colour: ink, Marker: trendMarkers[i], Size: 1900, Label: name, Words: s.note}
		for _, p := range c.Points {
			if v := p.Values[i]; v.IsSet() {
				widen(v, !seen)
				seen = true
				curves[i].Points = append(curves[i].Points, page.PlotPoint{X: p.At.Unix(), Y: thousandths(v)})
			}
		}
	}
	p := page.Plot{Width: s.width(), Height: s.plotHeight(), Curves: curves, Words: s.label, Grid: hair, Edge: muted}
	if r := c.Reference; r != nil {
		band := page.Band{Low: -1 << 50, High: 1 << 50, Colour: pale}
		if r.Low.IsSet() {
			widen(r.Low, false)
			band.Low = thousandths(r.Low)
		}
		if r.High.IsSet() {
			widen(r.High, false)
			band.High = thousandths(r.High)
		}
		p.Bands = []page.Band{band}
	}
	pad := max((high-low)/12, 1)
	p.Y = s.valueAxis(low-pad, high+pad, 6)
	p.X = s.timeAxis(c.Points[0].At, c.Points[len(c.Points)-1].At)
	return p
}

// plotHeight lets two plots stand on a page of any paper.
func (s *setter) plotHeight() page.Length { return s.paper.Height * 24 / 100 }

// thousandths is a value as a plot takes it; Validate has seen to it that it fits.
func thousandths(v value.Decimal) int64 {
	scaled, err := v.Mul(value.Whole(1000))
	if err != nil {
		return 0
	}
	rounded, err := scaled.Round(0)
	if err != nil {
		return 0
	}
	n, _ := rounded.Whole()
	return n
}

// valueAxis has at most so many round ticks around a range in thousandths.
func (s *setter) valueAxis(low, high int64, most int) page.Axis {
	from, to, ticks := page.NiceTicks(low, high, most)
	axis := page.Axis{Low: from, High: to}
	for _, at := range ticks {
		if d, err := value.NewDecimal(at, 3); err == nil {
			axis.Ticks = append(axis.Ticks, page.Tick{At: at, Label: s.decimal(d)})
		}
	}
	return axis
}

// timeAxis spans two instants with some room at both ends. Its ticks are the beginnings of days, months or years by the practice's
// clock, about six of them.
func (s *setter) timeAxis(first, last time.Time) page.Axis {
	const day = 24 * 60 * 60
	room := max((last.Unix()-first.Unix())/20, 12*60*60)
	if first.Equal(last) {
		room = 15 * day
	}
	axis := page.Axis{Low: first.Unix() - room, High: last.Unix() + room}
	zone := location(s.setting.Zone)
	from := time.Unix(axis.Low, 0).In(zone)
	span := (axis.High - axis.Low) / day
	const most = 6
	for _, step := range []struct{ days, months int }{{1, 0}, {2, 0}, {7, 0}, {14, 0}, {0, 1}, {0, 2}, {0, 3}, {0, 6}, {0, 12}, {0, 24}, {0, 60}, {0, 120}, {0, 240}} {
		if span/int64(max(step.days, step.months*30)) > most && step.months < 240 {
			continue
		}
		at := time.Date(from.Year(), from.Month(), from.Day()+1, 0, 0, 0, 0, zone)
		if step.months > 0 {
			month := (int(from.Month())-1)/min(step.months, 12)*min(step.months, 12) + 1
			at = time.Date(from.Year()/max(step.months/12, 1)*max(step.months/12, 1), time.Month(month), 1, 0, 0, 0, 0, zone)
		}
		for ; at.Unix() <= axis.High; at = at.AddDate(0, step.months, step.days) {
			d := value.DateOf(at)
			switch {
			case step.months >= 12:
				d.Month, d.Day = 0, 0
			case step.months > 0:
				d.Day = 0
			}
			axis.Ticks = append(axis.Ticks, page.Tick{At: at.Unix(), Label: s.date(d)})
		}
		return axis
	}
	return axis
}

// trendTable sets every value, newest first, in as many columns side by side as fit.
func (s *setter) trendTable(c documents.TrendChart) page.Table {
	groups := 2
	if s.width() > 150*mm {
		groups = 3
	}
	var columns []gridColumn
	for range groups {
		columns = append(columns, gridColumn{key: "documents.trend.date", share: 20}, gridColumn{key: "documents.trend.value", share: 14})
	}
	var rows [][]gridCell
	zone := location(s.setting.Zone)
	for i, p := range slices.Backward(c.Points) {
		if (len(c.Points)-1-i)%groups == 0 {
			rows = append(rows, nil)
		}
		text := ""
		for _, v := range p.Values {
			if v.IsSet() {
				text = join("/", text, s.decimal(v))
			}
		}
		row := &rows[len(rows)-1]
		*row = append(*row, gridCell{field: "charts", text: s.date(value.DateOf(p.At.In(zone))), style: s.note}, gridCell{field: "charts", text: bound(text), style: s.noteStrong})
	}
	table := s.grid(columns, rows)
	table.Before = s.line / 3
	return table
}
