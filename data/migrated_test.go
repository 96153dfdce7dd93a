package data_test

import (
	"os"
	"path/filepath"
	"testing"

	"satchel/data"
	"satchel/data/datatest"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// TestAFileFromBeforeMustChangeStillVerifies opens testdata/schema8.satchel: made by the last program of schema 8, with an owner who set
// a PIN, a receptionist whose name was changed, and somebody who left.
func TestAFileFromBeforeMustChangeStillVerifies(t *testing.T) {
	path := filepath.Join(t.TempDir(), "practice.satchel")
	old, err := os.ReadFile("testdata/schema8.satchel")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	env, _ := datatest.Env(t, nil)
	p, owner, err := data.Open(ctx, path, vault.Password(datatest.Owner, datatest.Password), env)
	if err != nil {
		t.Fatal(err)
	}
	k := &datatest.Kit{Practice: p, Owner: owner}
	defer func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}()
	k.MustVerify(t)
	if err := p.Relocate(ctx, owner, store.Moved); err != nil {
		t.Fatal(err)
	}
	var desk store.ID[organization.User]
	k.Must(t, owner, action.ManageUsers, func(tx *store.Tx) error {
		users, err := organization.AllUsers(tx)
		if err != nil || len(users) != 3 {
			t.Fatalf("%d users, %v", len(users), err)
		}
		for _, u := range users {
			if u.MustChange || !u.OneTimeUntil.IsZero() {
				t.Errorf("%s must change a password that nobody handed over", u.Login)
			}
			if u.Login != datatest.Desk {
				continue
			}
			u.HandedOver(tx.Now())
			if _, err := organization.ChangeUser(tx, u); err != nil {
				return err
			}
			desk = u.ID
		}
		return nil
	})
	err = p.View(ctx, owner, action.ReadPractice, func(tx *store.Tx) error {
		states, err := store.History(tx, organization.Users, desk)
		if n := len(states); err == nil && (n != 3 || states[0].Row.Display != "Reception" || states[1].Row.MustChange || !states[2].Row.MustChange) {
			t.Errorf("history %+v", states)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	k.MustVerify(t)
}
