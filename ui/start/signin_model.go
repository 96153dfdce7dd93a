package start

import (
	"context"
	"errors"
	"time"

	"satchel/assets"
	"satchel/data"
	"satchel/data/crash"
	"satchel/data/organization"
	"satchel/data/password"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
	"satchel/ui/session"
)

// signIn opens a practice file with a user's name and password, and signs the user in.
func (h Host) signIn(ctx context.Context, path, login, password string) (*session.Session, error) {
	return h.open(ctx, path, vault.Password(login, password))
}

// useRecoveryKey opens a practice file with the recovery key. Whoever comes in that way may let people in again, and nothing else.
func (h Host) useRecoveryKey(ctx context.Context, path, code string) (*session.Session, error) {
	return h.open(ctx, path, vault.RecoveryKey(code))
}

func (h Host) open(ctx context.Context, path string, key vault.Key) (*session.Session, error) {
	p, actor, err := data.Open(ctx, path, key, h.Env)
	if err != nil {
		return nil, err
	}
	s, err := session.New(ctx, p, actor)
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return s, nil
}

// newCrash returns the newest report of a crash, where nobody was told of it yet. One that can't be read is none: it only adds a line.
func (h Host) newCrash() (crash.Kept, bool) {
	list, err := h.Env.Local.Crashes()
	if err != nil || len(list) == 0 || !list[0].New {
		return crash.Kept{}, false
	}
	return list[0], true
}

// question is something that a file asks before anybody works in it.
type question string

const (
	wasElsewhere question = "relocate" // last written on another computer: moved here, or a copy?
	clockBehind  question = "clock"    // the newest entry lies in the future of this computer's clock
	olderCopy    question = "older"    // this computer has seen newer entries than the file holds
	wasUpdated   question = "updated"  // nothing to decide: the file was of an older version, and a copy of before lies beside it
)

// updateNotes are the lines under the bar while a file is brought up to date.
var updateNotes = map[data.UpdateStage]string{data.UpdateCopies: "start.update_copying", data.UpdateProves: "start.update_proving",
	data.UpdateChanges: "start.update_changing"}

// questionsOf returns what the file asks, in the order in which it must be answered.
func questionsOf(p *data.Practice) []question {
	var list []question
	if _, updated := p.Updated(); updated {
		list = append(list, wasUpdated)
	}
	if p.Store().MustRelocate() {
		list = append(list, wasElsewhere)
	}
	if _, ask := p.Store().ClockJump(); ask {
		list = append(list, clockBehind)
	}
	if len(p.Warnings()) > 0 {
		list = append(list, olderCopy)
	}
	return list
}

// daysBehind is how many days this computer's clock stands behind the newest entry, rounded up.
func daysBehind(p *data.Practice) int {
	behind, _ := p.Store().ClockJump()
	return int((behind + 24*time.Hour - 1) / (24 * time.Hour))
}

// warningsOf puts what the opening noticed into sentences.
func (h Host) warningsOf(p *data.Practice) []string {
	var list []string
	for _, w := range p.Warnings() {
		text, _ := assets.Sentence(h.Language, w.Key, w.Args...)
		list = append(list, text)
	}
	return list
}

// usersOf lists those who may sign in, for the holder of the recovery key.
func usersOf(ctx context.Context, s *session.Session) (list []organization.User, err error) {
	err = s.View(ctx, action.ReadPractice, func(tx *store.Tx) error {
		all, err := organization.AllUsers(tx)
		for _, u := range all {
			if u.Active {
				list = append(list, u)
			}
		}
		return err
	})
	return list, err
}

// userOf finds a user by the sign-in name.
func userOf(users []organization.User, login string) organization.User {
	for _, u := range users {
		if u.Login == login {
			return u
		}
	}
	return organization.User{}
}

// aboutUser is what somebody who guesses knows of a user whom the holder of the recovery key lets in.
func aboutUser(holder *session.Session, u organization.User) password.About {
	return password.About{Names: []string{u.Login, u.Display}, Practice: holder.Settings.Name}
}

// regained is what the holder of the recovery key leaves behind: somebody signed in, and a new key.
type regained struct {
	session     *session.Session
	recoveryKey string
	ask         [2]int
}

// regain gives a user a new password, replaces the recovery key, which may have been seen by now, and signs the user in.
func (h Host) regain(ctx context.Context, holder *session.Session, user organization.User, password string) (r regained, err error) {
	p := holder.Practice
	if err := p.ResetPassword(ctx, holder.Actor, user.ID, password); err != nil {
		return r, err
	}
	if r.recoveryKey, err = p.NewRecoveryKey(ctx, holder.Actor); err != nil {
		return r, err
	}
	if r.ask, err = session.AskGroups(h.Env.Rand, len(session.RecoveryGroups(r.recoveryKey))); err != nil {
		return r, err
	}
	actor, err := p.SignIn(ctx, vault.Password(user.Login, password))
	if err != nil {
		return r, err
	}
	if r.session, err = session.New(ctx, p, actor); err != nil {
		return r, err
	}
	return r, p.SignOut(ctx, holder.Actor)
}
