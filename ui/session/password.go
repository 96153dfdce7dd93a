package session

import (
	"context"
	"time"

	"satchel/data"
	"satchel/data/password"
	"satchel/data/store"
)

// Advice is what a field for a new password says while it is typed.
type Advice struct {
	Short string // a few words, for beside the label
	Why   string // a sentence, where enough is typed and it is refused all the same
	Done  bool   // it would be accepted
}

// AdviceOn judges what was typed so far.
func AdviceOn(text Words, typed string, about password.About) Advice {
	if typed == "" {
		return Advice{Short: text("session.password.hint", "Count", password.Min)}
	}
	switch v := password.Check(typed, about); {
	case v.OK():
		return Advice{Short: text("session.password.good"), Done: true}
	case v.Reason == password.Short:
		return Advice{Short: text("session.password.missing", "Count", v.Missing)}
	default:
		return Advice{Why: text(v.Reason.Key()+".text", "Count", password.Min)}
	}
}

// About is what somebody who guesses knows of this person.
func (s *Session) About() password.About {
	n := s.Practitioner.Name
	about := password.About{Names: []string{s.User.Login, s.User.Display}, Practice: s.Settings.Name}
	if !s.User.Practitioner.IsZero() {
		about.Names = append(about.Names, n.Given, n.Family, n.Text, n.Latin)
	}
	return about
}

// SetOwnPassword replaces the password that somebody else handed over by one of the person's own, and returns the session with what the
// person may do from then on.
func (s *Session) SetOwnPassword(ctx context.Context, handed, chosen, again string) (*Session, error) {
	if err := data.CheckPassword(chosen, s.About()); err != nil {
		return nil, err
	}
	if chosen != again {
		return nil, store.FailField("again", "error.session.password_differs")
	}
	if err := s.Practice.ChangePassword(ctx, s.Actor, s.User.Login, handed, chosen); err != nil {
		return nil, err
	}
	return s.Fresh(ctx)
}

// WaitLeft puts a wait into words: "28 s", "1 min 4 s". It rounds up: at its end one may really try.
func WaitLeft(text Words, left time.Duration) string {
	seconds := int((left + time.Second - 1) / time.Second)
	if seconds < 60 {
		return text("session.password.seconds", "Seconds", seconds)
	}
	return text("session.password.minutes", "Minutes", seconds/60, "Seconds", seconds%60)
}
