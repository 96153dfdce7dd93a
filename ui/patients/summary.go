package patients

import (
	"fyne.io/fyne/v2"

	"satchel/data/store/action"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// viewList is the tabs of this person: the desk sees who and where, the day and the money.
func (s *patientScreen) viewList() []view {
	text := func(key string) string { return s.f.Text("patients_screen.view." + key) }
	var list []view
	if s.page.Clinical {
		list = append(list, view{text("summary"), s.buildSummary}, view{text("visits"), s.buildVisits})
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
		s.card("patients_screen.where", "patients_screen.where_none", p.whereNotes(session)),
		s.card("patients_screen.open_loops", "patients_screen.no_open_loops", p.loops(session)))
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

// vitalGrid shows the signs two by two, each with its course.
func vitalGrid(list []vital) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i := 0; i < len(list); i += 2 {
		cells := []fyne.CanvasObject{vitalCell(list[i]), kit.NewText("", kit.Body)}
		if i+1 < len(list) {
			cells[1] = vitalCell(list[i+1])
		}
		rows = append(rows, kit.Share(kit.GapGroups, nil, cells...))
	}
	return kit.Column(kit.GapLarge, rows...)
}

func vitalCell(v vital) fyne.CanvasObject {
	var plot fyne.CanvasObject = kit.NewText("", kit.Body)
	if len(v.Course) > 1 {
		points := make([]kit.Point, len(v.Course))
		for i, p := range v.Course {
			points[i] = kit.Point{X: p.At, Y: p.Value}
		}
		plot = kit.NewSparkline(points, 0, 0)
	}
	words := kit.Column(0, kit.NewText(v.Name, kit.Label), kit.NewText(v.Value, kit.Strong), kit.NewCaption(v.When))
	return kit.Share(kit.Gap, []float32{1.3, 1}, words, plot)
}
