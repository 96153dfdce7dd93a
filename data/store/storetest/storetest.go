// Package storetest opens a kernel on a real vault in a temporary folder, for the tests of the rooms.
package storetest

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// Clock is the injected clock of a test: it stands until moved.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// Start is where every test's clock begins: a Monday morning, in UTC.
var Start = time.Date(2026, time.November, 23, 8, 30, 0, 0, time.UTC)

// Now implements store.Env's clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Add moves the clock.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// Set puts the clock to an instant.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// Kit is a kernel and the people of a test.
type Kit struct {
	*store.Store
	Clock               *Clock
	Vault               *vault.Vault
	Path                string
	Owner, Doctor, Desk store.Actor
}

// Open makes an empty practice whose kernel knows the given record types.
func Open(t testing.TB, records ...store.Record) *Kit {
	t.Helper()
	k := &Kit{Clock: &Clock{at: Start}, Path: filepath.Join(t.TempDir(), "practice.satchel")}
	owner := [16]byte{15: 1}
	v, err := vault.Create(k.Path, vault.NewSlot{ID: owner, Name: "owner", Password: "correct horse battery"}, vault.Options{KDF: vault.FloorKDF})
	if err != nil {
		t.Fatal(err)
	}
	k.Vault = v
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Errorf("close vault: %v", err)
		}
	})
	k.Store, err = store.Open(context.Background(), v, store.Env{Now: k.Clock.Now, Rand: rand.Reader, Computer: "test computer", Records: records})
	if err != nil {
		t.Fatal(err)
	}
	k.Owner = k.actor(t, 1, action.Owner)
	k.Doctor = k.actor(t, 2, action.Doctor)
	k.Desk = k.actor(t, 3, action.Desk)
	return k
}

func (k *Kit) actor(t testing.TB, n byte, role action.Role) store.Actor {
	t.Helper()
	session, err := k.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	return store.Actor{User: store.UserID{15: n}, Role: role, Session: session}
}

// MustUpdate runs fn as actor and fails the test on an error.
func (k *Kit) MustUpdate(t testing.TB, actor store.Actor, act action.Action, fn func(*store.Tx) error, opts ...store.Option) {
	t.Helper()
	if err := k.Update(context.Background(), actor, act, fn, opts...); err != nil {
		t.Fatalf("%s: %v", act, err)
	}
}

// MustView runs fn as actor and fails the test on an error.
func (k *Kit) MustView(t testing.TB, actor store.Actor, act action.Action, fn func(*store.Tx) error, opts ...store.Option) {
	t.Helper()
	if err := k.View(context.Background(), actor, act, fn, opts...); err != nil {
		t.Fatalf("%s: %v", act, err)
	}
}

// MustVerify fails the test unless the whole file verifies.
func (k *Kit) MustVerify(t testing.TB) {
	t.Helper()
	v, err := k.Verify(context.Background(), k.Anchors(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range v.Findings {
		t.Errorf("verify: %s %v", f.Key, f.Args)
	}
}
