package visit

import (
	"fyne.io/fyne/v2"

	"satchel/data/chart"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// contextColumn is what the doctor looks at beside the note, what must not be missed first.
func (o *openPage) contextColumn() fyne.CanvasObject {
	f, s, p := o.f, o.f.Session, o.page
	cards := []fyne.CanvasObject{o.allergyCard()}
	if last, found := p.last(); found {
		cards = append(cards, kit.NewCard(f.Text("visit.last", "Date", s.Day(dayOf(s, last.Started))), noteColumn(p.lastNotes(s), f.Text("visit.last_empty"))))
	}
	if changes := p.changeNotes(s); len(changes) > 0 {
		cards = append(cards, kit.NewCard(f.Text("visit.changes"), noteColumn(changes, "")))
	}
	cards = append(cards,
		kit.NewCard(f.Text("visit.medicines"), noteColumn(p.medicineNotes(s), f.Text("visit.no_medicines"))),
		kit.NewCard(f.Text("visit.problems"), noteColumn(p.problemNotes(s), f.Text("visit.no_problems"))))
	if courses := p.courses(s); len(courses) > 0 {
		cards = append(cards, kit.NewCard(f.Text("visit.earlier_vitals"), courseColumn(courses)))
	}
	return kit.Column(kit.GapLarge, cards...)
}

// allergyCard says which of the three it is, and takes the answer.
func (o *openPage) allergyCard() fyne.CanvasObject {
	f, s := o.f, o.f.Session
	allergies := o.page.Summary.Allergies
	var lines []fyne.CanvasObject
	switch allergies.State {
	case chart.AllergyUnknown:
		words := kit.NewParagraph(f.Text("visit.allergies_unknown"), kit.Strong)
		words.Color = theme.Alert.Text()
		lines = append(lines, words)
	case chart.AllergyNoneKnown:
		lines = append(lines, kit.NewParagraph(f.Text("chart.allergies.none_known"), kit.Body))
	default:
		for _, a := range allergies.Items {
			words := kit.NewParagraph(a.Substance.Display, kit.Strong)
			words.Color = theme.Allergy.Text()
			detail := joined(a.Reaction, f.Text("chart.criticality."+string(a.Criticality)))
			lines = append(lines, kit.Column(0, words, kit.NewParagraph(detail, kit.Caption)))
		}
	}
	if !allergies.Reviewed.IsZero() {
		lines = append(lines, kit.NewParagraph(f.Text("visit.asked", "Date", s.Day(dayOf(s, allergies.Reviewed))), kit.Caption))
	}
	ask := kit.NewButton(f.Text("visit.allergy_ask"), kit.Quiet, o.askAllergies).WithKey("F7")
	return kit.NewCard(f.Text("visit.allergies"), kit.Column(kit.GapSmall, lines...), ask)
}

// courseColumn shows the signs, each with its course.
func courseColumn(list []course) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, c := range list {
		words := kit.Column(0, kit.NewText(c.Name, kit.Label), kit.NewText(c.Value, kit.Strong), kit.NewCaption(c.When))
		if len(c.Points) < 2 {
			rows = append(rows, words)
			continue
		}
		rows = append(rows, kit.Share(kit.Gap, []float32{1.2, 1}, words, kit.NewSparkline(c.Points, 0, 0)))
	}
	return kit.Column(kit.Gap, rows...)
}
