// Package data composes the rooms of the record into one open practice: the file, who is signed in, and the one way to read and write.
package data

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// Env is what main gives the record.
type Env struct {
	Now   func() time.Time // the one clock
	Rand  io.Reader        // for ids, salts and marks
	Local Local
	Press documents.Press // draws and freezes documents
	// Vault holds the file layer's options: the cost of key derivation, the page size.
	Vault vault.Options
	// Published is the one password that is accepted although everybody may read it: the demo's, for a practice in which nothing is
	// real. Empty everywhere else.
	Published string
	// Updating is told while Open brings a file of an older version up to date, on Open's goroutine; nil: nobody. percent is the
	// share of the stage that is done, -1 where none is known.
	Updating func(stage UpdateStage, percent int)
	// Migrations are the schema's steps; nil: store.Migrations(). Tests of updates give steps that are still to come.
	Migrations []store.Migration
}

// Practice is one open practice file.
type Practice struct {
	vault *vault.Vault
	store *store.Store
	env   Env
	path  string

	looking bool // the file is a copy that was restored to be read, and is thrown away

	placing  sync.Mutex // one place is kept, or one person signed out, at a time
	mu       sync.Mutex
	sessions map[store.SessionID]*session
	warnings []store.Finding
	updated  Update
}

// Founded is a practice that was just made, with what must be shown once.
type Founded struct {
	Practice    *Practice
	Actor       store.Actor
	RecoveryKey string // opens the file when every password is lost; shown once, kept nowhere
}

// Create makes a practice file, founds the practice in it and signs its owner in. Nothing is left behind where it fails.
func Create(ctx context.Context, path, password string, f organization.Founding, env Env) (Founded, error) {
	if err := f.Validate(); err != nil {
		return Founded{}, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
	}
	if err := env.checkPassword(password, aboutFounder(f)); err != nil {
		return Founded{}, err
	}
	var id [16]byte
	if _, err := io.ReadFull(env.Rand, id[:]); err != nil {
		return Founded{}, &store.Error{Code: store.Internal, Key: "error.store.internal", Err: err}
	}
	v, err := vault.Create(path, vault.NewSlot{ID: id, Name: f.Login, Password: password}, env.Vault)
	if err != nil {
		return Founded{}, store.FromVault("create practice", err)
	}
	made, err := found(ctx, path, v, f, env)
	if err != nil {
		// What was made a moment ago holds nothing yet.
		return Founded{}, errors.Join(err, v.Close(), os.Remove(path))
	}
	return made, nil
}

func found(ctx context.Context, path string, v *vault.Vault, f organization.Founding, env Env) (Founded, error) {
	code, err := v.NewRecoveryKey()
	if err != nil {
		return Founded{}, store.FromVault("make recovery key", err)
	}
	p, err := stand(ctx, path, v, env, false)
	if err != nil {
		return Founded{}, err
	}
	actor := store.Actor{User: store.UserID(v.Identity().ID), Role: action.Owner}
	if actor.Session, err = p.store.NewSession(); err != nil {
		return Founded{}, err
	}
	err = p.store.Update(ctx, actor, action.FoundPractice, func(tx *store.Tx) error {
		_, err := organization.Found(tx, actor.User, f)
		return err
	})
	if err != nil {
		return Founded{}, err
	}
	p.begin(&session{actor: actor, entered: true})
	return Founded{p, actor, code}, nil
}

// Open opens a practice file with a key and signs its user in.
//
// It returns Forbidden for a wrong name, password or recovery key, or a user who left; Locked for a file that is open elsewhere or
// after too many failures; Corrupt, Unsupported and NotFound as their names say.
func Open(ctx context.Context, path string, key vault.Key, env Env) (*Practice, store.Actor, error) {
	v, err := vault.Open(path, key, env.Vault)
	if err != nil {
		return nil, store.Actor{}, store.FromVault("open practice", err)
	}
	p, err := stand(ctx, path, v, env, false)
	if err == nil {
		var actor store.Actor
		if actor, err = p.enter(ctx, v.Identity()); err == nil {
			return p, actor, nil
		}
	}
	v.Close()
	return nil, store.Actor{}, err
}

// OpenToLook opens a restored copy for reading alone: an update answers Forbidden with "error.store.look_only", and this computer
// remembers nothing of it. Errors as Open's.
func OpenToLook(ctx context.Context, path string, key vault.Key, env Env) (*Practice, store.Actor, error) {
	env.Vault.AnyFolder = true
	v, err := vault.Open(path, key, env.Vault)
	if err != nil {
		return nil, store.Actor{}, store.FromVault("open copy", err)
	}
	p, err := stand(ctx, path, v, env, true)
	if err == nil {
		var actor store.Actor
		if actor, err = p.enter(ctx, v.Identity()); err == nil {
			return p, actor, nil
		}
	}
	return nil, store.Actor{}, errors.Join(err, v.Close())
}

// stand opens the kernel on an open vault.
func stand(ctx context.Context, path string, v *vault.Vault, env Env, look bool) (*Practice, error) {
	computer, err := env.Local.computer(env.Rand)
	if err != nil {
		return nil, err
	}
	update := &updating{vault: v, path: path, tell: env.Updating}
	with := store.Env{Now: env.Now, Rand: env.Rand, Computer: computer, Records: Records(), Migrations: env.Migrations, ReadOnly: look}
	if !look { // what is only looked at is thrown away: nothing to keep a copy of
		with.BeforeMigration = update.before(ctx)
	}
	s, err := store.Open(ctx, v, with)
	if err != nil {
		return nil, errors.Join(err, update.giveUp(ctx))
	}
	p := &Practice{vault: v, store: s, env: env, path: path, looking: look, sessions: map[store.SessionID]*session{}, updated: update.done}
	if look {
		return p, nil // that it is older is what it is for
	}
	update.dropOlder()
	if err := p.lookBack(ctx); err != nil {
		return nil, err
	}
	return p, nil
}

// View runs fn over the record on a connection that cannot write. See store.View.
func (p *Practice) View(ctx context.Context, actor store.Actor, act action.Action, fn func(*store.Tx) error, opts ...store.Option) error {
	if err := p.admit(actor, act); err != nil {
		return err
	}
	return p.store.View(ctx, actor, act, fn, opts...)
}

// Update runs fn as one act that is kept whole or not at all. See store.Update.
func (p *Practice) Update(ctx context.Context, actor store.Actor, act action.Action, fn func(*store.Tx) error, opts ...store.Option) error {
	if err := p.admit(actor, act); err != nil {
		return err
	}
	return p.store.Update(ctx, actor, act, fn, opts...)
}

// Record audits an act that reads and writes no record; see store.Record.
func (p *Practice) Record(ctx context.Context, actor store.Actor, act action.Action, outcome string, opts ...store.Option) error {
	if err := p.admit(actor, act); err != nil {
		return err
	}
	return p.store.Record(ctx, actor, act, outcome, opts...)
}

// SaveDraft keeps what the actor is typing; see store.SaveDraft. A locked session may still save what it held.
func (p *Practice) SaveDraft(ctx context.Context, actor store.Actor, d store.Draft) error {
	if !p.known(actor) {
		return store.Fail(store.Locked, "error.store.signed_out")
	}
	return p.store.SaveDraft(ctx, actor, d)
}

// Drafts returns what the actor was typing.
func (p *Practice) Drafts(ctx context.Context, actor store.Actor) ([]store.Draft, error) {
	if err := p.admit(actor, action.ReadPractice); err != nil {
		return nil, err
	}
	list, err := p.store.Drafts(ctx, actor)
	return slices.DeleteFunc(list, func(d store.Draft) bool { return d.Name == placeDraft }), err
}

// DiscardDraft drops what the actor gave up.
func (p *Practice) DiscardDraft(ctx context.Context, actor store.Actor, name string) error {
	if err := p.admit(actor, action.ReadPractice); err != nil {
		return err
	}
	return p.store.DiscardDraft(ctx, actor, name)
}

// Press draws documents.
func (p *Practice) Press() documents.Press { return p.env.Press }

// Store gives the kernel to the rooms that work on the whole file: backup, verify, exchange.
func (p *Practice) Store() *store.Store { return p.store }

// Vault gives the file to backup.
func (p *Practice) Vault() *vault.Vault { return p.vault }

// Env is what the practice was given.
func (p *Practice) Env() Env { return p.env }

// Path is where the file lies.
func (p *Practice) Path() string { return p.path }

// Now is the practice's clock, in UTC.
func (p *Practice) Now() time.Time { return p.store.Now() }

// Warnings tells what the opening noticed: an older copy put back. It names no content.
func (p *Practice) Warnings() []store.Finding { return p.warnings }

// Close signs everyone out and closes the file. It returns the first fault, and closes in any case. Closing what Rekey closed, or
// closing twice, does nothing.
func (p *Practice) Close() error {
	p.dismissAll()
	if p.vault.IsClosed() {
		return nil
	}
	closing := p.vault.Close()
	// After the last write of the header, so that its generation is the one that the next opening must find.
	if err := p.RememberAnchors(); closing == nil {
		return err
	}
	return store.FromVault("close practice", closing)
}

func (p *Practice) dismissAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.sessions)
}
