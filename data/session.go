package data

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

const (
	// MinPassword is NIST SP 800-63B-4, section 3.1.1.2: 15 characters where the password is the only factor.
	MinPassword = 15
	// MaxPINFailures: after so many wrong PINs in a row, the password.
	MaxPINFailures = 5
	// MaxSession is how long a PIN reopens what a password opened (NIST SP 800-63B, section 4.2.3: 12 hours).
	MaxSession = 12 * time.Hour
)

// recoveryUser acts when the file was opened with the recovery key. It may let people in again, and nothing else.
var recoveryUser = store.UserID{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

var recoveryActs = map[action.Action]bool{action.ReadPractice: true, action.ManageUsers: true, action.ReplaceRecovery: true, action.UseRecoveryKey: true,
	action.VerifyPractice: true, action.ResolveDevice: true, action.ConfirmClock: true, action.SignOut: true, action.Lock: true}

// IsRecovery reports whether actor came in with the recovery key.
func IsRecovery(actor store.Actor) bool { return actor.User == recoveryUser }

// session is one person's stay, from sign-in to sign-out.
type session struct {
	actor    store.Actor
	opened   time.Time // when the password was last given
	used     time.Time // when the person last did something
	locked   bool
	failures int // wrong PINs in a row
}

// CheckPassword returns Invalid for a password that is too short. Length counts characters after NFKC.
func CheckPassword(password string) error {
	if !utf8.ValidString(password) || utf8.RuneCountInString(norm.NFKC.String(password)) < MinPassword {
		return store.FailField("password", "error.data.password_short", "Count", MinPassword)
	}
	return nil
}

// enter makes a session for whoever's key was right.
func (p *Practice) enter(ctx context.Context, who vault.Identity) (store.Actor, error) {
	session, err := p.store.NewSession()
	if err != nil {
		return store.Actor{}, err
	}
	if who.Recovery {
		actor := store.Actor{User: recoveryUser, Role: action.Owner, Session: session}
		if !p.store.MustRelocate() {
			if err := p.store.Record(ctx, actor, action.UseRecoveryKey, "success"); err != nil {
				return store.Actor{}, err
			}
		}
		p.begin(actor, false)
		return actor, nil
	}
	// The role is not known yet: the least of them may read who is a user.
	actor := store.Actor{User: store.UserID(who.ID), Role: action.Desk, Session: session}
	err = p.store.View(ctx, actor, action.SignIn, func(tx *store.Tx) error {
		u, err := organization.UserOf(tx, actor.User)
		if err != nil || !u.Active {
			return store.Fail(store.Forbidden, "error.data.user_left")
		}
		actor.Role = u.Role
		return nil
	})
	if err != nil {
		return store.Actor{}, err
	}
	if _, ask := p.store.ClockJump(); !ask && !p.store.MustRelocate() {
		if err := p.store.Record(ctx, actor, action.SignIn, "success"); err != nil {
			return store.Actor{}, err
		}
	}
	p.begin(actor, false)
	return actor, nil
}

func (p *Practice) begin(actor store.Actor, locked bool) {
	now := p.store.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sessions[actor.Session] = &session{actor: actor, opened: now, used: now, locked: locked}
}

// SignIn lets a person in while the practice is open: at the start of the day, or over somebody else's lock.
func (p *Practice) SignIn(ctx context.Context, key vault.Key) (store.Actor, error) {
	who, err := p.vault.Authenticate(key)
	if err != nil {
		return store.Actor{}, store.FromVault("sign in", err)
	}
	return p.enter(ctx, who)
}

// admit refuses an act of somebody who is not signed in, whose screen is locked, or who came with the recovery key for more than
// it is for.
func (p *Practice) admit(actor store.Actor, act action.Action) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, known := p.sessions[actor.Session]
	switch {
	case !known || s.actor != actor:
		return store.Fail(store.Locked, "error.store.signed_out")
	case s.locked && act != action.MakeBackup: // which shows nothing, and must not wait for somebody to come back
		return store.Fail(store.Locked, "error.data.locked")
	case IsRecovery(actor) && !recoveryActs[act]:
		return store.Fail(store.Forbidden, "error.data.recovery_only")
	}
	return nil
}

func (p *Practice) known(actor store.Actor) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, known := p.sessions[actor.Session]
	return known && s.actor == actor
}

// Touch notes that the person is at the keyboard.
func (p *Practice) Touch(actor store.Actor) {
	now := p.store.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	if s, known := p.sessions[actor.Session]; known {
		s.used = now
	}
}

// Idle is how long the person has done nothing.
func (p *Practice) Idle(actor store.Actor) time.Duration {
	now := p.store.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	if s, known := p.sessions[actor.Session]; known {
		return now.Sub(s.used)
	}
	return 0
}

// Lock closes the person's screen; the key stays in memory, and the session's drafts and place wait. Locking never fails: the error
// says only that it could not be written into the audit chain.
func (p *Practice) Lock(ctx context.Context, actor store.Actor) error {
	p.mu.Lock()
	s, known := p.sessions[actor.Session]
	if !known || s.locked {
		p.mu.Unlock()
		return nil
	}
	s.locked = true
	p.mu.Unlock()
	return p.store.Record(ctx, actor, action.Lock, "success")
}

// Unlock reopens a locked screen with the PIN. After MaxPINFailures wrong ones, MaxSession, or without a PIN, the answer is Locked
// with "error.data.password_needed": then Reauthenticate.
func (p *Practice) Unlock(ctx context.Context, actor store.Actor, pin string) error {
	p.mu.Lock()
	s, known := p.sessions[actor.Session]
	if !known || s.actor != actor {
		p.mu.Unlock()
		return store.Fail(store.Locked, "error.store.signed_out")
	}
	if s.failures >= MaxPINFailures || p.store.Now().Sub(s.opened) > MaxSession || p.store.Now().Before(s.opened) {
		p.mu.Unlock()
		return store.Fail(store.Locked, "error.data.password_needed")
	}
	s.failures++ // taken back below: two tries at once can't share one count
	p.mu.Unlock()
	right := false
	err := p.store.View(ctx, actor, action.Unlock, func(tx *store.Tx) error {
		u, err := organization.UserOf(tx, actor.User)
		if err != nil {
			return err
		}
		right, err = u.CheckPIN(pin)
		return err
	})
	switch {
	case errors.Is(err, organization.ErrNoPIN):
		return store.Fail(store.Locked, "error.data.password_needed")
	case err != nil:
		return err
	case !right:
		return errors.Join(store.FailField("pin", "error.data.pin_wrong"), p.store.Record(ctx, actor, action.Unlock, "failure"))
	}
	return p.reopen(ctx, actor)
}

// Reauthenticate reopens a locked screen with the password of the same person.
func (p *Practice) Reauthenticate(ctx context.Context, actor store.Actor, key vault.Key) error {
	if !p.known(actor) {
		return store.Fail(store.Locked, "error.store.signed_out")
	}
	who, err := p.vault.Authenticate(key)
	if err != nil {
		return store.FromVault("unlock", err)
	}
	if store.UserID(who.ID) != actor.User || who.Recovery {
		return store.Fail(store.Forbidden, "error.data.other_user")
	}
	p.mu.Lock()
	if s, known := p.sessions[actor.Session]; known {
		s.opened = p.store.Now()
	}
	p.mu.Unlock()
	return p.reopen(ctx, actor)
}

func (p *Practice) reopen(ctx context.Context, actor store.Actor) error {
	if err := p.store.Record(ctx, actor, action.Unlock, "success"); err != nil {
		return err
	}
	now := p.store.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	if s, known := p.sessions[actor.Session]; known {
		s.locked, s.failures, s.used = false, 0, now
	}
	return nil
}

// SignOut ends the person's stay. The file stays open for others; Close closes it.
func (p *Practice) SignOut(ctx context.Context, actor store.Actor) error {
	if !p.known(actor) {
		return nil
	}
	p.placing.Lock()
	defer p.placing.Unlock()
	err := errors.Join(p.store.Record(ctx, actor, action.SignOut, "success"), p.store.DiscardDraft(ctx, actor, placeDraft))
	p.mu.Lock()
	delete(p.sessions, actor.Session)
	p.mu.Unlock()
	return err
}

// Relocate and ConfirmClock answer the questions that a file may ask at opening; see store.Relocate and store.ConfirmClock.
func (p *Practice) Relocate(ctx context.Context, actor store.Actor, answer store.Relocation) error {
	if err := p.admit(actor, action.ResolveDevice); err != nil {
		return err
	}
	return p.store.Relocate(ctx, actor, answer)
}

// ConfirmClock accepts that the newest entry lies in the future of this computer's clock.
func (p *Practice) ConfirmClock(ctx context.Context, actor store.Actor) error {
	if err := p.admit(actor, action.ConfirmClock); err != nil {
		return err
	}
	return p.store.ConfirmClock(ctx, actor)
}
