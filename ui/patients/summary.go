package patients

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/store/action"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// viewList is the tabs of this person: the desk sees who and where, the day and the money.
func (s *patientScreen) viewList() []view {
	text := func(key string) string { return s.f.Text("patients_screen.view." + key) }
	var list []view
	if s.page.Clinical {
		list = append(list, view{text("summary"), s.buildSummary}, view{text("visits"), s.buildVisits}, view{text("immunizations"), s.buildImmunizations})
	} else {
		list = append(list, view{text("overview"), s.buildOverview})
	}
	list = append(list, view{text("documents"), s.buildDocuments}, view{text("bills"), s.buildBills}, view{text("appointments"), s.buildAppointments})
	if s.page.Clinical {
		list = append(list, view{text("person"), s.buildPerson})
	}
	if s.f.Session.May(action.ReadOpenedBy) {
		list = append(list, view{text("opened_by"), s.buildOpenedBy})
	}
	return append(list, view{text("history"), s.buildHistory})
}

// buildSummary is what a doctor looks at before the patient sits down.
func (s *patientScreen) buildSummary() (fyne.CanvasObject, fyne.Focusable) {
	f, session, p := s.f, s.f.Session, s.page
	text := f.Text
	left := []fyne.CanvasObject{
		s.card("patients_screen.problems", "patients_screen.no_problems", p.problemNotes(session)),
		s.card("patients_screen.medicines", "patients_screen.no_medicines", p.medicineNotes(session)),
	}
	if last, found := p.lastSigned(); found {
		left = append([]fyne.CanvasObject{s.lastVisit(last)}, left...)
	}
	right := []fyne.CanvasObject{s.card("patients_screen.open_loops", "patients_screen.no_open_loops", p.loops(session))}
	if changes := p.changes(session); len(changes) > 0 {
		right = append(right, s.card("patients_screen.changes", "", changes))
	}
	var vitals fyne.CanvasObject = kit.NewParagraph(text("patients_screen.no_vitals"), kit.Muted)
	if list := p.vitals(session); len(list) > 0 {
		vitals = vitalGrid(list)
	}
	right = append(right, kit.NewCard(text("patients_screen.vitals"), vitals))
	columns := kit.Share(kit.GapLarge, []float32{1.25, 1}, kit.Column(kit.GapLarge, left...), kit.Column(kit.GapLarge, right...))
	return kit.NewScroll(columns), nil
}

// buildOverview is what the desk sees first.
func (s *patientScreen) buildOverview() (fyne.CanvasObject, fyne.Focusable) {
	p, session := s.page, s.f.Session
	columns := kit.Share(kit.GapLarge, []float32{1, 1},
		kit.Column(0, s.card("patients_screen.where", "patients_screen.where_none", p.whereNotes(session))),
		kit.Column(0, s.card("patients_screen.open_loops", "patients_screen.no_open_loops", p.loops(session))))
	return kit.NewScroll(columns), nil
}

// buildPerson is who and where the patient is.
func (s *patientScreen) buildPerson() (fyne.CanvasObject, fyne.Focusable) {
	where := s.card("patients_screen.where", "patients_screen.where_none", s.page.whereNotes(s.f.Session))
	return kit.NewScroll(kit.Column(0, where)), nil
}

// card lists notes, or says that there are none.
func (s *patientScreen) card(titleKey, noneKey string, notes []note) fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, n := range notes {
		lines = append(lines, noteLine(n))
	}
	if len(lines) == 0 {
		lines = append(lines, kit.NewParagraph(s.f.Text(noneKey), kit.Muted))
	}
	return kit.NewCard(s.f.Text(titleKey), kit.Column(kit.Gap, lines...))
}

func noteLine(n note) fyne.CanvasObject {
	text := kit.NewParagraph(n.Text, kit.Strong)
	if n.Alert {
		text.Color = theme.Alert.Text()
	}
	if n.Detail == "" {
		return text
	}
	return kit.Column(0, text, kit.NewParagraph(n.Detail, kit.Caption))
}

// vitalGrid shows the signs side by side where there is room, each with its course.
func vitalGrid(list []vital) fyne.CanvasObject {
	var cells []fyne.CanvasObject
	for _, v := range list {
		cells = append(cells, kit.Fixed(206, 0, vitalCell(v)))
	}
	return kit.Flow(kit.GapLarge, cells...)
}

// vitalCell never cuts a number: the plot gives way.
func vitalCell(v vital) fyne.CanvasObject {
	number := kit.NewText(v.Value, kit.Strong)
	number.Keep = true
	words := kit.Fixed(110, 0, kit.Column(0, kit.NewText(v.Name, kit.Label), number, kit.NewCaption(v.When)))
	if len(v.Course) < 2 {
		return container.NewBorder(nil, nil, words, nil)
	}
	points := make([]kit.Point, len(v.Course))
	for i, p := range v.Course {
		points[i] = kit.Point{X: p.At, Y: p.Value}
	}
	return container.NewBorder(nil, nil, words, nil, kit.NewSparkline(points, 0, 0))
}
