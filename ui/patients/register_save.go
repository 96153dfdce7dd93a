package patients

import (
	"context"

	"satchel/data/patients"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/theme"
)

// save keeps the patient and goes on; what is wrong is said beside its field, and the text stays.
func (s *registerScreen) save(then func(patients.Patient)) {
	if s.saving || !s.ready {
		return
	}
	s.saving = true
	for _, finish := range s.finishNames {
		finish()
	}
	s.draftTimer.Stop()
	s.sameTimer()
	typed := s.typed()
	frame.Save(s.f, func(ctx context.Context) (saved, error) { return s.model.Save(ctx, typed) }, func(r saved, err error) {
		s.saving = false
		if s.left { // the person went elsewhere meanwhile, and stays there
			s.f.Fail(err)
			if err == nil && len(r.Likely) == 0 {
				s.tell(typed, r.Patient)
			}
			return
		}
		switch {
		case isVersionConflict(err):
			s.reconcile(typed)
		case err != nil:
			s.fail(err)
		case len(r.Likely) > 0:
			s.warn(r.Likely)
		default:
			s.touched = false
			then(r.Patient)
			s.tell(typed, r.Patient)
		}
	})
}

func (s *registerScreen) fail(err error) {
	s.touched = true // the draft stays the newest
	s.draftTimer.Changed()
	if problem := s.f.Session.Problem(err); len(problem.Fields) > 0 {
		s.form.SetErrors(problem.Fields)
		return
	}
	s.f.Fail(err)
}

// warn shows who is probably the same; saving once more means somebody else.
func (s *registerScreen) warn(likely []patients.Duplicate) {
	s.same = likely
	s.sheet.Acknowledged, s.touched = true, true
	s.draftTimer.Changed()
	s.showSame()
	s.showNotice(theme.Alert, s.f.Text("patients_screen.same_warning"), "", nil)
}

// reconcile takes over what somebody else changed meanwhile; the fields that both changed keep what was typed here and say so.
func (s *registerScreen) reconcile(typed sheet) {
	s.touched = true
	type outcome struct {
		sheet   sheet
		clashes values
	}
	frame.Load(s.f, func(ctx context.Context) (outcome, error) {
		merged, clashes, err := s.model.Reconcile(ctx, typed)
		return outcome{merged, clashes}, err
	}, func(o outcome, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.fill(o.sheet)
		errors := map[string]string{}
		for field, now := range o.clashes {
			errors[field] = s.f.Text("patients_screen.clash", "Now", fieldText(s.f.Session, field, now))
		}
		s.form.SetErrors(errors)
		s.showNotice(theme.Alert, s.f.Text("patients_screen.merged"), "", nil)
		s.showHistory()
	})
}

// tell says what was done and offers the way back.
func (s *registerScreen) tell(typed sheet, p patients.Patient) {
	f := s.f
	name := nameOf(f.Session, p)
	if s.correct {
		f.Done(f.Text("patients_screen.corrected", "Name", name), nil)
		return
	}
	f.Done(f.Text("patients_screen.registered", "Name", name, "Number", p.Number), func() {
		typed.Draft += "/again" // the first one is done with
		frame.Save(f, func(ctx context.Context) (struct{}, error) {
			if err := s.model.TakeBack(ctx, p); err != nil {
				return struct{}{}, err
			}
			return struct{}{}, s.model.SaveDraft(ctx, typed)
		}, func(_ struct{}, err error) {
			if err != nil {
				f.Fail(err)
				return
			}
			f.Replace(frame.Target{Place: frame.Register})
		})
	})
}

func (s *registerScreen) openPatient(p patients.Patient) {
	if s.correct {
		s.f.Back()
		return
	}
	s.f.Replace(frame.Target{Place: frame.Patient, Patient: p.ID.Raw()})
}

func (s *registerScreen) book(p patients.Patient) {
	s.f.Replace(frame.Target{Place: frame.Patient, Patient: p.ID.Raw()})
	s.f.Go(frame.Target{Place: frame.Calendar, Patient: p.ID.Raw()})
}

// here begins the visit, or gives out a token and goes to the board.
func (s *registerScreen) here(p patients.Patient) {
	f := s.f
	patient := frame.Target{Place: frame.Patient, Patient: p.ID.Raw()}
	f.Replace(patient)
	if f.Has(frame.Visit) && f.Session.May(action.WriteChart) {
		f.Go(frame.Target{Place: frame.Visit, Patient: p.ID.Raw()})
		return
	}
	walkIn(f, s.model, p.ID, nameOf(f.Session, p))
}

// giveUp empties the form; what it held can be had back for a while.
func (s *registerScreen) giveUp() {
	given := s.typed()
	frame.Save(s.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.GiveUp(ctx, given) }, func(_ struct{}, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.touched = false
		f := s.f
		f.Reload()
		f.Done(f.Text("patients_screen.emptied"), func() {
			again := newRegisterModel(f.Session)
			frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, again.SaveDraft(ctx, given) }, func(_ struct{}, err error) {
				if err != nil {
					f.Fail(err)
					return
				}
				f.Replace(s.to)
			})
		})
	})
}
