package patients

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"satchel/data/patients"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// findSame asks who may be the patient of the form already.
func (s *registerScreen) findSame() {
	if s.correct {
		return
	}
	s.asked++
	generation, typed := s.asked, s.typed()
	frame.Load(s.f, func(ctx context.Context) ([]patients.Duplicate, error) { return s.model.Duplicates(ctx, typed) }, func(list []patients.Duplicate, err error) {
		if generation != s.asked || s.saving {
			return
		}
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.same = list
		s.showSame()
	})
}

// showSame lists who may be the same, with the reasons, and the key that opens each.
func (s *registerScreen) showSame() {
	f := s.f
	if len(s.same) == 0 {
		s.setSide(kit.NewCard(f.Text("patients_screen.same"), kit.NewParagraph(f.Text("patients_screen.same_none"), kit.Muted)))
		return
	}
	cards := []fyne.CanvasObject{kit.NewSectionTitle(f.Text("patients_screen.same_some"))}
	for i, d := range s.same[:min(len(s.same), shownSame)] {
		cards = append(cards, s.sameCard(i, d))
	}
	if more := len(s.same) - shownSame; more > 0 {
		cards = append(cards, kit.NewCaption(f.Text("patients_screen.same_more", "Count", more)))
	}
	s.setSide(kit.Column(kit.Gap, cards...))
}

func (s *registerScreen) setSide(object fyne.CanvasObject) {
	s.side.Objects = []fyne.CanvasObject{kit.Column(0, object)}
	s.side.Refresh()
	s.content.Refresh()
}

func (s *registerScreen) sameCard(i int, d patients.Duplicate) fyne.CanvasObject {
	f, session := s.f, s.f.Session
	r := d.Row
	var reasons []fyne.CanvasObject
	if d.Likely {
		reasons = append(reasons, kit.NewIconChip("warn", f.Text("patients_screen.likely"), theme.Alert))
	}
	for _, reason := range d.Reasons {
		reasons = append(reasons, kit.NewChip(f.Text(reason.CatalogueKey()), theme.Info))
	}
	relation := ""
	if r.Relation != "" {
		relation = f.Text(r.Relation.CatalogueKey(), "Name", r.RelationName)
	}
	open := kit.NewButton(f.Text("patients_screen.same_open"), kit.Standard, func() { s.openSame(i) }).WithKey(fmt.Sprintf("F%d", 5+i))
	return kit.NewCard("", kit.Column(kit.GapSmall,
		kit.NewParagraph(session.PatientName(r), kit.Strong),
		kit.NewParagraph(joined(session.Text(r.Gender.CatalogueKey()), bornText(session, r.BirthDate, r.BirthDateEstimated), ageText(session, r.BirthDate, r.Deceased), relation), kit.Caption),
		kit.NewParagraph(joined(r.Phone, r.Locality, f.Text("patients_screen.number", "Number", r.Number)), kit.Caption),
		kit.Flow(kit.GapSmall, reasons...),
		kit.Row(kit.Gap, open)))
}

// openSame opens the patient who is here already, in the stead of registering them twice. What was typed is set aside, and comes
// back with Undo.
func (s *registerScreen) openSame(i int) {
	if i >= min(len(s.same), shownSame) || s.correct {
		return
	}
	f, given, to := s.f, s.typed(), s.same[i].Row.ID.Raw()
	s.draftTimer.Stop()
	s.touched = false
	frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.GiveUp(ctx, given) }, func(_ struct{}, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		f.Replace(frame.Target{Place: frame.Patient, Patient: to})
		f.Done(f.Text("patients_screen.set_aside"), func() {
			frame.Save(f, func(ctx context.Context) (struct{}, error) {
				return struct{}{}, newRegisterModel(f.Session).SaveDraft(ctx, given)
			}, func(_ struct{}, err error) {
				if err != nil {
					f.Fail(err)
					return
				}
				f.Replace(frame.Target{Place: frame.Register})
			})
		})
	})
}

// showHistory lists who changed what, beside a correction.
func (s *registerScreen) showHistory() {
	f := s.f
	m := &patientModel{session: f.Session, id: patients.ID(s.to.Patient)}
	frame.Load(f, m.History, func(list []change, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		lines := []fyne.CanvasObject{}
		for _, c := range list[:min(len(list), shownChanges)] {
			n := note{Text: c.What, Detail: joined(c.When, c.Who, c.Why)}
			if c.Field != "" {
				n.Text = f.Text("patients_screen.field_changed", "Field", c.Field, "Before", c.Before, "Now", c.Becomes)
			}
			lines = append(lines, noteLine(n))
		}
		s.setSide(kit.NewCard(f.Text("patients_screen.view.history"), kit.Column(kit.Gap, lines...)))
	})
}

// shownChanges is how many changes stand beside a correction; the page of the patient has them all.
const shownChanges = 20
