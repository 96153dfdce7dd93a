package patients

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/chart"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// visitView is the timeline: the visits at the left, the chosen one to read at the right.
type visitView struct {
	s      *patientScreen
	visits visits
	list   *kit.List
	note   *fyne.Container
	asked  bool // older visits are on their way
	chosen int  // generation of the newest choice
}

func (s *patientScreen) buildVisits() (fyne.CanvasObject, fyne.Focusable) {
	f := s.f
	v := &visitView{s: s, note: container.NewStack(kit.NewFlushCard("", kit.NewText("", kit.Body)))}
	var begin *kit.Button
	if s.maySee() && !s.page.Patient.Retracted {
		begin = kit.NewIconButton("note", f.Text("patients_screen.start_visit"), kit.Primary, s.startVisit).WithKey("F2")
	}
	v.list = kit.NewList([]kit.ListColumn{{Title: f.Text("patients_screen.column.visit")}}, kit.NewEmptyState("note", f.Text("patients_screen.no_visits"), begin)).SetTall()
	v.list.OnSelected = v.choose
	v.list.OnOpened = v.open
	v.read()
	return kit.Share(kit.GapLarge, []float32{1, 1.8}, kit.NewFlushCard("", v.list), v.note), v.list
}

// read asks for the next older visits.
func (v *visitView) read() {
	if v.asked {
		return
	}
	v.asked = true
	v.list.SetLoading(true)
	from := v.visits.Next()
	frame.Load(v.s.f, func(ctx context.Context) (visits, error) { return v.s.model.Visits(ctx, from) }, func(older visits, err error) {
		v.asked = false
		v.list.SetLoading(false)
		if err != nil {
			v.visits.More = false // not again at each drawing
			v.s.f.Fail(err)
			return
		}
		first := len(v.visits.List) == 0
		v.visits.Add(older)
		selected := v.list.Selected()
		v.list.SetRows(v.visits.Count(), v.cells, selected)
		if first && v.visits.Count() > 0 {
			v.list.Select(0)
		}
	})
}

func (v *visitView) cells(row int) []kit.Cell {
	if v.visits.More && row >= len(v.visits.List)-5 {
		v.s.f.After(0, v.read) // not while the list is being drawn
	}
	w := v.visits.words(v.s.f.Session, v.visits.At(row))
	cell := kit.Cell{Text: w.Title + "\n" + joined(w.When, w.By), Role: kit.Strong}
	switch {
	case w.Retracted:
		cell.Marks, cell.Color = []kit.Mark{{Text: w.State, Tone: theme.Allergy}}, theme.ColorMuted
	case w.Open:
		cell.Marks = []kit.Mark{{Text: w.State, Tone: theme.Alert}}
	}
	return []kit.Cell{cell}
}

// choose shows a visit to read.
func (v *visitView) choose(row int) {
	if row < 0 || row >= v.visits.Count() {
		return
	}
	e := v.visits.At(row)
	v.chosen++
	generation := v.chosen
	frame.Load(v.s.f, func(ctx context.Context) ([]chart.Observation, error) { return v.s.model.VitalsOf(ctx, e.Encounter) }, func(signs []chart.Observation, err error) {
		if generation != v.chosen {
			return
		}
		if err != nil {
			v.s.f.Fail(err)
			return
		}
		v.show(e, signs)
	})
}

func (v *visitView) show(e chart.TimelineEntry, signs []chart.Observation) {
	f := v.s.f
	w := v.visits.words(f.Session, e)
	var parts []fyne.CanvasObject
	if w.Retracted {
		parts = append(parts, kit.Flow(0, kit.NewIconChip("warn", w.State, theme.Allergy)))
	}
	parts = append(parts, kit.NewParagraph(joined(w.By, f.Text("chart.class."+string(e.Class)), signedWords(f.Session, v.visits.People, e.Encounter)), kit.Caption))
	for _, p := range noteParts(f.Session, v.visits.People, e, signs) {
		parts = append(parts, kit.Column(2, kit.NewText(p.Title, kit.Label), kit.NewParagraph(p.Text, kit.Body)))
	}
	var actions []fyne.CanvasObject
	if f.Has(frame.Visit) {
		actions = append(actions, kit.NewButton(f.Text("patients_screen.open_visit"), kit.Quiet, func() { v.visit(e) }).WithKey("Enter"))
	}
	v.note.Objects = []fyne.CanvasObject{kit.NewCard(w.When, kit.NewScroll(kit.Column(kit.GapLarge, parts...)), actions...)}
	v.note.Refresh()
}

func (v *visitView) open(row int) {
	if row < v.visits.Count() {
		v.visit(v.visits.At(row))
	}
}

// visit opens the visit itself, where it is written on, amended or undone.
func (v *visitView) visit(e chart.TimelineEntry) {
	v.s.f.Go(frame.Target{Place: frame.Visit, Patient: e.Patient.Raw(), Record: e.ID.Raw()})
}

// lastVisit is the newest signed visit, as far as one wants it before the next: what it was for, what was agreed.
func (s *patientScreen) lastVisit(e chart.TimelineEntry) fyne.CanvasObject {
	f := s.f
	var parts []fyne.CanvasObject
	for _, p := range noteParts(f.Session, s.page.People, e, nil) {
		if p.Title == f.Text("patients_screen.note.note") && e.Plan != "" {
			continue // the whole note is one key away; the plan is what counts now
		}
		label := kit.Fixed(92, 0, kit.Column(0, kit.Inset(0, 1, kit.NewText(p.Title, kit.Label))))
		parts = append(parts, container.NewBorder(nil, nil, label, nil, kit.NewParagraph(p.Text, kit.Body)))
	}
	if len(parts) == 0 {
		parts = append(parts, kit.NewParagraph(f.Text("patients_screen.empty_visit"), kit.Muted))
	}
	return kit.NewCard(f.Text("patients_screen.last_visit", "Date", day(f.Session, e.Encounter)), kit.Column(kit.Gap, parts...))
}
