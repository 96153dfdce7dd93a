// Package session is the signed-in person's handle on the practice, for the models of the screens: acts, words, dates, amounts.
// It knows no widget.
package session

import (
	"context"
	"errors"
	"time"

	"satchel/assets"
	"satchel/data"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Session is one person's stay. Once it is handed on it never changes, so that any goroutine may read it: where settings or user
// changed, Fresh makes another.
type Session struct {
	Practice *data.Practice
	Actor    store.Actor
	// Settings and User are as they were when the session was made.
	Settings organization.Practice
	User     organization.User
	// Practitioner is the person that the user is, or the practice's first one for the desk.
	Practitioner organization.Practitioner
	Location     organization.Location
}

// New reads who the actor is and how the practice writes things.
func New(ctx context.Context, p *data.Practice, actor store.Actor) (*Session, error) {
	s := &Session{Practice: p, Actor: actor}
	return s, s.Refresh(ctx)
}

// Fresh is the same stay with settings and user as they are now.
func (s *Session) Fresh(ctx context.Context) (*Session, error) { return New(ctx, s.Practice, s.Actor) }

// Refresh reads settings and user again, into a session that nobody else holds yet.
func (s *Session) Refresh(ctx context.Context) error {
	return s.View(ctx, action.ReadPractice, func(tx *store.Tx) (err error) {
		if s.Settings, err = organization.Current(tx); err != nil {
			return err
		}
		if s.Location, err = organization.MainLocation(tx); err != nil {
			return err
		}
		if data.IsRecovery(s.Actor) {
			return nil
		}
		if s.User, err = organization.UserOf(tx, s.Actor.User); err != nil {
			return err
		}
		if !s.User.Practitioner.IsZero() {
			s.Practitioner, err = store.Get(tx, organization.Practitioners, s.User.Practitioner)
			return err
		}
		people, err := organization.ActivePractitioners(tx)
		if err == nil && len(people) > 0 {
			s.Practitioner = people[0]
		}
		return err
	})
}

// View reads; see data.Practice.View.
func (s *Session) View(ctx context.Context, act action.Action, fn func(*store.Tx) error, opts ...store.Option) error {
	return s.Practice.View(ctx, s.Actor, act, fn, opts...)
}

// Update writes; see data.Practice.Update.
func (s *Session) Update(ctx context.Context, act action.Action, fn func(*store.Tx) error, opts ...store.Option) error {
	return s.Practice.Update(ctx, s.Actor, act, fn, opts...)
}

// May reports whether the person's role allows act: what it does not allow is not offered.
func (s *Session) May(act action.Action) bool {
	def, known := action.Find(act)
	return known && def.Allowed(s.Actor.Role)
}

// Language is that of the screens: English, whatever language the practice's documents are in (Settings.Language).
func (s *Session) Language() string { return assets.English }

// Text looks a sentence up; args are name and value in turn.
func (s *Session) Text(key string, args ...any) string {
	return assets.Text(s.Language(), key, args...)
}

// Problem is an error in words.
type Problem struct {
	Code   store.Code
	Key    string
	Text   string            // what happened
	Hint   string            // what to do next
	Fields map[string]string // field -> what is wrong with it, where the error is about fields
}

// Problem puts an error into words. It knows every error that data returns; any other is the catalogue's "internal" sentence.
func (s *Session) Problem(err error) Problem { return ProblemIn(s.Language(), err) }

// ProblemIn is Session.Problem for where nobody is signed in yet.
func ProblemIn(language string, err error) Problem {
	var known *store.Error
	var problems value.Problems
	var single value.Problem
	switch {
	case errors.As(err, &known):
	case errors.As(err, &problems):
		known = &store.Error{Code: store.Invalid, Key: "error.store.problems"}
	case errors.As(err, &single):
		known = &store.Error{Code: store.Invalid, Key: single.Key, Field: single.Field, Args: single.Args}
	default:
		known = store.Fail(store.Internal, "error.store.internal")
	}
	p := Problem{Code: known.Code, Key: known.Key, Fields: map[string]string{}}
	p.Text, p.Hint = assets.Sentence(language, known.Key, known.Args...)
	if known.Field != "" {
		p.Fields[known.Field] = p.Text + " " + p.Hint
	}
	if errors.As(err, &problems) {
		for _, one := range problems {
			text, hint := assets.Sentence(language, one.Key, one.Args...)
			if p.Fields[one.Field] == "" {
				p.Fields[one.Field] = text + " " + hint
			}
		}
	}
	return p
}

// Zone is the practice's time zone; UTC where it is not known.
func (s *Session) Zone() *time.Location {
	zone, err := value.LoadZone(s.Settings.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Now is the practice's wall clock.
func (s *Session) Now() time.Time { return s.Practice.Now().In(s.Zone()) }

// Today is the practice's civil date.
func (s *Session) Today() value.PartialDate { return value.DateOf(s.Now()) }

// Day writes a date as people of this practice do, the month in letters: "3 Mar 1951", "Mar 1951", "1951".
func (s *Session) Day(d value.PartialDate) string {
	if d.IsZero() {
		return ""
	}
	key, args := d.Label()
	return s.Text(key, args...)
}

// Age writes an age at today: "6 years 4 months".
func (s *Session) Age(born value.PartialDate) string {
	if born.IsZero() {
		return ""
	}
	key, args := born.Age(s.Today()).Label()
	return s.Text(key, args...)
}

// Clock writes the time of day of an instant: "14:02".
func (s *Session) Clock(at time.Time) string { return at.In(s.Zone()).Format("15:04") }

// Moment writes an instant: "3 Mar 2026 14:02".
func (s *Session) Moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return s.Day(value.DateOf(at.In(s.Zone()))) + " " + s.Clock(at)
}

// Money writes an amount with its currency's sign.
func (s *Session) Money(m value.Money) string { return m.FormatSymbol(s.Settings.Amounts()) }

// Amount makes an amount of the practice's currency.
func (s *Session) Amount(minor int64) value.Money {
	return value.Money{Minor: minor, Currency: s.Settings.Currency}
}

// DisplayName is how others see the person; the holder of the recovery key has a name of their own.
func (s *Session) DisplayName() string {
	if data.IsRecovery(s.Actor) {
		return s.Text("session.recovery")
	}
	return s.User.Name()
}

// Name writes a name in its own script, with the Latin form after it where there is one.
func (s *Session) Name(n value.HumanName) string {
	own := n.Display(value.GivenFirst)
	if n.Latin != "" && n.Latin != own {
		return s.Text("session.name_latin", "Name", own, "Latin", n.Latin)
	}
	return own
}

// PatientName writes what to call a patient of a list: the name, or a description of one whose name is not known.
func (s *Session) PatientName(row patients.Row) string {
	if row.Name.IsZero() {
		key, args := patients.Label(row.Gender, row.BirthDate, s.Today())
		return s.Text(key, args...)
	}
	return s.Name(row.Name)
}
