package data

import (
	"context"
	"errors"
	"time"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

const (
	// MaxPINFailures: after so many wrong PINs in a row, the password.
	MaxPINFailures = 5
	// MaxSession is how long a PIN reopens what a password opened (NIST SP 800-63B, section 4.2.3: 12 hours).
	MaxSession = 12 * time.Hour
)

// recoveryUser acts when the file was opened with the recovery key. It may let people in again, and nothing else.
var recoveryUser = store.UserID{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

var recoveryActs = map[action.Action]bool{action.ReadPractice: true, action.ManageUsers: true, action.ReplaceRecovery: true, action.UseRecoveryKey: true,
	action.VerifyPractice: true, action.ResolveDevice: true, action.ConfirmClock: true, action.SignOut: true, action.Lock: true}

// ownPasswordActs are what somebody may do whose password is one that another person handed over: set one of their own.
var ownPasswordActs = map[action.Action]bool{action.ReadPractice: true, action.ChangeOwnKey: true, action.ResolveDevice: true, action.ConfirmClock: true,
	action.SignOut: true, action.Lock: true}

// IsRecovery reports whether actor came in with the recovery key.
func IsRecovery(actor store.Actor) bool { return actor.User == recoveryUser }

// session is one person's stay, from sign-in to sign-out.
type session struct {
	actor    store.Actor
	opened   time.Time // when the password was last given
	used     time.Time // when the person last did something
	locked   bool
	failures int // wrong PINs in a row
	// mustChange: the password was handed over by somebody else, see ownPasswordActs.
	mustChange bool
	// entered: the coming in stands in the audit chain. It waits for the file's questions: before them nothing is written.
	entered bool
}

// enter makes a session for whoever's key was right.
func (p *Practice) enter(ctx context.Context, who vault.Identity) (store.Actor, error) {
	id, err := p.store.NewSession()
	if err != nil {
		return store.Actor{}, err
	}
	s := &session{actor: store.Actor{User: store.UserID(who.ID), Session: id}}
	if who.Recovery {
		s.actor.User, s.actor.Role = recoveryUser, action.Owner
	} else if err := p.identify(ctx, s); err != nil {
		return store.Actor{}, err
	}
	if _, ask := p.store.ClockJump(); !ask && !p.store.MustRelocate() { // else once the file's questions are answered
		if err := p.recordEntry(ctx, s.actor); err != nil {
			return store.Actor{}, err
		}
		s.entered = true
	}
	p.begin(s)
	return s.actor, nil
}

// identify reads what the user of a session may do. Who left is out, and so is a one-time password that has run out: the key slot itself
// knows no time, so that password still proves its user, but it opens no session.
func (p *Practice) identify(ctx context.Context, s *session) error {
	s.actor.Role = action.Desk // not known yet: the least of them may read who is a user
	var u organization.User
	err := p.store.View(ctx, s.actor, action.SignIn, func(tx *store.Tx) (err error) {
		u, err = organization.UserOf(tx, s.actor.User)
		if err != nil || !u.Active {
			return store.Fail(store.Forbidden, "error.data.user_left")
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.actor.Role, s.mustChange = u.Role, u.MustChange
	if u.MustChange && !u.OneTimeUntil.IsZero() && !p.store.Now().Before(u.OneTimeUntil) {
		expired := store.Fail(store.Forbidden, "error.data.one_time_expired", "Count", int(organization.OneTimeLife.Hours()/24))
		if _, ask := p.store.ClockJump(); ask || p.store.MustRelocate() {
			return expired
		}
		return errors.Join(expired, p.store.Record(ctx, s.actor, action.SignIn, "failure"))
	}
	return nil
}

// recordEntry audits that somebody came in, after the failed attempts before it.
func (p *Practice) recordEntry(ctx context.Context, actor store.Actor) error {
	if err := p.foldAttempts(ctx, actor); err != nil {
		return err
	}
	act := action.SignIn
	if IsRecovery(actor) {
		act = action.UseRecoveryKey
	}
	return p.store.Record(ctx, actor, act, "success")
}

func (p *Practice) begin(s *session) {
	s.opened = p.store.Now()
	s.used = s.opened
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sessions[s.actor.Session] = s
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
	case s.mustChange && !ownPasswordActs[act]:
		return store.Fail(store.Forbidden, "error.data.own_password_first")
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
	if err := p.foldAttempts(ctx, actor); err != nil {
		return err
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
	if err := p.store.Relocate(ctx, actor, answer); err != nil {
		return err
	}
	return p.enteredLate(ctx, actor)
}

// ConfirmClock accepts that the newest entry lies in the future of this computer's clock.
func (p *Practice) ConfirmClock(ctx context.Context, actor store.Actor) error {
	if err := p.admit(actor, action.ConfirmClock); err != nil {
		return err
	}
	if err := p.store.ConfirmClock(ctx, actor); err != nil {
		return err
	}
	return p.enteredLate(ctx, actor)
}

// enteredLate audits the coming in of somebody who came before the file's questions were answered. The file may ask one more.
func (p *Practice) enteredLate(ctx context.Context, actor store.Actor) error {
	if _, ask := p.store.ClockJump(); ask || p.store.MustRelocate() {
		return nil
	}
	p.mu.Lock()
	s, known := p.sessions[actor.Session]
	missing := known && !s.entered
	if missing {
		s.entered = true
	}
	p.mu.Unlock()
	if !missing {
		return nil
	}
	return p.recordEntry(ctx, actor)
}
