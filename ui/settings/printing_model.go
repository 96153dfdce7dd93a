package settings

import (
	"context"
	"slices"
	"strings"

	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/value"
	"satchel/reports"
	"satchel/reports/page"
	"satchel/reports/printing"
	"satchel/ui/frame"
	"satchel/ui/session"
)

// printingModel is what this computer's printers are told. Its methods may run on any goroutine.
type printingModel struct {
	s *session.Session
	p frame.Printing
}

// printers are the printers as they stand, or why there are none.
type printers struct {
	list    []printing.Queue
	problem session.Problem // of none, where Text is ""
}

// load asks the system. That there is no printer is no error of the screen: it is what there is to see.
func (m printingModel) load(ctx context.Context) (printers, error) {
	list, err := m.p.Printers(ctx)
	if err != nil {
		return printers{problem: m.s.Problem(err)}, nil
	}
	return printers{list: list}, nil
}

// trouble says what is the matter with a printer, in our words where there are some, else in the system's.
func (m printingModel) trouble(q printing.Queue) string {
	var parts []string
	if q.Rejecting {
		parts = append(parts, m.s.Text("settings.printing.rejecting"))
	}
	for _, reason := range q.Reasons {
		if key := printing.ReasonKey(reason); key != "" {
			parts = append(parts, m.s.Text(key))
		}
	}
	if q.Message != "" {
		parts = append(parts, m.s.Text("settings.printing.message", "Message", q.Message))
	}
	return strings.Join(parts, " · ")
}

// first is the printer that a person most probably means: the one for everything, else the system's default. "" where there is none.
func (m printingModel) first(there []printing.Queue) string {
	if standard := m.p.Choices().Standard; standard != "" {
		return standard
	}
	if len(there) > 0 {
		return there[0].Name
	}
	return ""
}

// queues are the choices of a printer: none of its own, where none has words, those that are there, and what was chosen although it is
// not there now.
func (m printingModel) queues(none string, there []printing.Queue, chosen string) []session.Choice {
	var list []session.Choice
	if none != "" {
		list = append(list, session.Choice{Value: "", Label: m.s.Text(none)})
	}
	for _, q := range there {
		label := q.Name
		if q.Default {
			label = m.s.Text("settings.printing.default_named", "Name", q.Name)
		}
		list = append(list, session.Choice{Value: q.Name, Label: label})
	}
	if chosen != "" && !slices.ContainsFunc(there, func(q printing.Queue) bool { return q.Name == chosen }) {
		list = append(list, session.Choice{Value: chosen, Label: m.s.Text("settings.printing.gone", "Name", chosen)})
	}
	return list
}

// wayRow is how one kind of document is printed here.
type wayRow struct {
	reports.Document
	Way printing.Way
}

// ways lists every kind of document.
func (m printingModel) ways() []wayRow {
	c := m.p.Choices()
	rows := make([]wayRow, len(reports.List))
	for n, d := range reports.List {
		rows[n] = wayRow{d, c.Ways[d.Kind]}
	}
	return rows
}

// sizes are the papers that a kind can be set for.
func (m printingModel) sizes(d reports.Document) []session.Choice {
	list := []session.Choice{{Value: "", Label: m.s.Text("settings.printing.practice_paper", "Paper", m.s.Settings.Paper)}}
	for _, p := range d.Papers {
		list = append(list, session.Choice{Value: string(p), Label: paperLabel(m.s.Text, p)})
	}
	return list
}

func paperLabel(text session.Words, p documents.Paper) string {
	if p == documents.PaperRoll80 {
		return text("settings.printing.roll")
	}
	return string(p)
}

// trays are where a printer's paper may lie; what was chosen stays a choice.
func (m printingModel) trays(papers printing.Papers, chosen string) []session.Choice {
	list := []session.Choice{{Value: "", Label: m.s.Text("settings.printing.any_tray")}}
	for _, tray := range papers.Trays {
		list = append(list, session.Choice{Value: tray, Label: tray})
	}
	if chosen != "" && !slices.Contains(papers.Trays, chosen) {
		list = append(list, session.Choice{Value: chosen, Label: m.s.Text("settings.printing.gone", "Name", chosen)})
	}
	return list
}

// setWay changes how a kind is printed, from the values of its form.
func (m printingModel) setWay(kind documents.Kind, values map[string]string) error {
	return m.p.Choose(func(c printing.Choices) printing.Choices {
		return c.With(kind, printing.Way{Queue: values["queue"], Paper: documents.Paper(values["paper"]), Tray: values["tray"]})
	})
}

// setStandard changes the printer of whatever has no other.
func (m printingModel) setStandard(queue string) error {
	return m.p.Choose(func(c printing.Choices) printing.Choices {
		c.Standard = queue
		return c
	})
}

// fit is the form of a printer's adjustment: what was read off its ruler page.
func (m printingModel) fit(queue string) map[string]string {
	a := m.p.Choices().Adjust[queue]
	return map[string]string{"across": m.tenths(a.Across), "down": m.tenths(a.Down), "length": m.measured(a.Scale)}
}

// tenths writes tenths of a millimetre with their sign; nothing for none.
func (m printingModel) tenths(n int) string {
	d, err := value.NewDecimal(int64(n), 1)
	if n == 0 || err != nil {
		return ""
	}
	if n > 0 {
		return "+" + d.String()
	}
	return d.String()
}

// The line of the ruler page is meant to be 100 mm long. At a length of L mm everything must be stretched by 100 / L.
const (
	lineMM   = 100
	leastMM  = 91 // what the limits of page.Adjustment can mend
	mostMM   = 111
	perCent2 = 10_000 // hundredths of a percent in all
)

// measured is the length that a stretch was found by, in millimetres; nothing where the line was as long as it should be.
func (m printingModel) measured(scale int) string {
	if scale == 0 {
		return ""
	}
	length, err := value.Whole(lineMM*perCent2).Quo(value.Whole(int64(perCent2+scale)), 1)
	if err != nil {
		return ""
	}
	return length.String()
}

// setFit changes a printer's adjustment. An error names the field that it is about.
func (m printingModel) setFit(queue string, values map[string]string) error {
	var a page.Adjustment
	for _, part := range []struct {
		field string
		to    *int
	}{{"across", &a.Across}, {"down", &a.Down}} {
		n, err := shift(values[part.field])
		if err != "" {
			return store.FailField(part.field, err)
		}
		*part.to = n
	}
	scale, key := stretch(values["length"])
	if key != "" {
		return store.FailField("length", key)
	}
	a.Scale = scale
	return m.p.Choose(func(c printing.Choices) printing.Choices { return c.WithAdjustment(queue, a) })
}

// shift reads millimetres with a sign, as tenths; nothing is none. key names what is wrong with the text.
func shift(text string) (tenths int, key string) {
	d, err := value.ParseDecimal(text, value.PointOrComma)
	if err != nil {
		return 0, "error.printing.number"
	}
	if !d.IsSet() {
		return 0, ""
	}
	d, err = d.Quo(value.MustDecimal("0.1"), 0)
	n, whole := d.Whole()
	switch {
	case err != nil || !whole:
		return 0, "error.printing.number"
	case n > page.MaxShift || n < -page.MaxShift:
		return 0, "error.printing.shift"
	}
	return int(n), ""
}

// stretch turns the length of the line in millimetres into hundredths of a percent over 100 %; nothing is 100 mm.
func stretch(text string) (scale int, key string) {
	d, err := value.ParseDecimal(text, value.PointOrComma)
	if err != nil {
		return 0, "error.printing.number"
	}
	if !d.IsSet() {
		return 0, ""
	}
	if d.Cmp(value.Whole(leastMM)) < 0 || d.Cmp(value.Whole(mostMM)) > 0 {
		return 0, "error.printing.length"
	}
	share, err := value.Whole(lineMM*perCent2).Quo(d, 0)
	n, whole := share.Whole()
	if err != nil || !whole {
		return 0, "error.printing.number"
	}
	return int(n) - perCent2, ""
}

// ruler sets the ruler page of a printer; adjusted says that it is to be printed as documents are.
func (m printingModel) ruler(queue string, paper documents.Paper, adjusted bool) (documents.Frozen, error) {
	p := m.s.Settings
	facts := documents.RulerFacts{Practice: p.Name, Printer: queue, Created: m.s.Practice.Now(),
		Setting: documents.Setting{Language: m.s.Language(), Paper: paper, Chosen: true, Zone: p.Zone, Number: p.Amounts()}}
	if adjusted {
		a := m.p.Choices().Adjust[queue]
		facts.Across, facts.Down, facts.Scale = a.Across, a.Down, a.Scale
	}
	return m.s.Practice.Press().Set(documents.Ruler, facts)
}

// printRuler prints it.
func (m printingModel) printRuler(ctx context.Context, queue string, paper documents.Paper, adjusted bool) error {
	frozen, err := m.ruler(queue, paper, adjusted)
	if err != nil {
		return err
	}
	return m.p.PrintOn(ctx, queue, frozen, adjusted)
}
