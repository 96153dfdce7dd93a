// Package datatest founds a whole practice in a temporary folder, for tests of what stands on data.
package datatest

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"satchel/data"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
	"satchel/data/vault"
)

// The users of a test practice and their password.
const (
	Owner    = "doctor"
	Desk     = "desk"
	Password = "fifteen letters or more"
)

// Kit is an open practice with its owner and its receptionist signed in.
type Kit struct {
	*data.Practice
	Clock       *storetest.Clock
	Env         data.Env
	Recovery    string
	local       string
	Owner, Desk store.Actor
}

// Env makes what a practice needs in a test: a movable clock, a folder for this computer's notes, the least key derivation.
func Env(t testing.TB, press documents.Press) (data.Env, *storetest.Clock) {
	t.Helper()
	return envIn(t, filepath.Join(t.TempDir(), "local"), press)
}

func envIn(t testing.TB, local string, press documents.Press) (data.Env, *storetest.Clock) {
	t.Helper()
	clock := &storetest.Clock{}
	clock.Set(storetest.Start)
	notes, err := data.OpenLocal(local)
	if err != nil {
		t.Fatal(err)
	}
	return data.Env{Now: clock.Now, Rand: rand.Reader, Local: notes, Press: press, Vault: vault.Options{KDF: vault.FloorKDF, Now: clock.Now}}, clock
}

// Founding is an Indian practice with one doctor.
func Founding() organization.Founding {
	f := organization.Founding{Login: Owner, Display: "Dr Rao"}
	f.Defaults("IN", "en")
	f.Practice.Name = "Lakeside Family Clinic"
	f.Practice.Address = "14 Lake Road\nUdaipur 313001, Rajasthan"
	f.Practice.Phone = "+91 294 555 0142"
	f.Practitioner.Name = value.HumanName{Prefix: "Dr", Given: "Anjali", Family: "Rao"}
	f.Practitioner.Qualification, f.Practitioner.Registration = "MBBS, MD (Paediatrics)", "RMC 24518"
	return f
}

// Open founds a practice with an owner and a receptionist.
func Open(t testing.TB, press documents.Press) *Kit {
	t.Helper()
	local := filepath.Join(t.TempDir(), "local")
	env, clock := envIn(t, local, press)
	ctx := context.Background()
	made, err := data.Create(ctx, filepath.Join(t.TempDir(), "practice.satchel"), Password, Founding(), env)
	if err != nil {
		t.Fatal(err)
	}
	k := &Kit{Practice: made.Practice, Clock: clock, Env: env, local: local, Recovery: made.RecoveryKey, Owner: made.Actor}
	t.Cleanup(func() {
		if err := k.Practice.Close(); err != nil && vault.KindOf(err) != vault.Closed {
			t.Errorf("close practice: %v", err)
		}
	})
	if _, err := k.AddUser(ctx, k.Owner, organization.User{Login: Desk, Display: "Reception", Role: action.Desk}, Password); err != nil {
		t.Fatal(err)
	}
	if k.Desk, err = k.SignIn(ctx, vault.Password(Desk, Password)); err != nil {
		t.Fatal(err)
	}
	return k
}

// Forget drops what this computer has seen of any practice, so that a test may go back to an older copy.
func (k *Kit) Forget(t testing.TB) {
	t.Helper()
	notes, err := filepath.Glob(filepath.Join(k.local, "seen-*"))
	for _, note := range notes {
		err = errors.Join(err, os.Remove(note))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Must runs an update and fails the test on an error.
func (k *Kit) Must(t testing.TB, actor store.Actor, act action.Action, fn func(*store.Tx) error, opts ...store.Option) {
	t.Helper()
	if err := k.Update(context.Background(), actor, act, fn, opts...); err != nil {
		t.Fatalf("%s: %v", act, err)
	}
}

// MustVerify fails the test unless the whole file verifies.
func (k *Kit) MustVerify(t testing.TB) {
	t.Helper()
	v, err := k.Verify(context.Background(), k.Owner, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range v.Parts {
		for _, f := range part.Findings {
			t.Errorf("verify %s: %s %v", part.Name, f.Key, f.Args)
		}
	}
}
