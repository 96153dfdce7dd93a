package data_test

import (
	"testing"

	"satchel/data"
	"satchel/data/datatest"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// TestAFileFromBeforeMustChangeStillVerifies opens the fixture of schema 8, the last one without the column.
func TestAFileFromBeforeMustChangeStillVerifies(t *testing.T) {
	path := copied(t, fixtures(t)[8])
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
		if n := len(states); err == nil && (n < 2 || states[0].Row.MustChange || !states[n-1].Row.MustChange) {
			t.Errorf("history %+v", states)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	k.MustVerify(t)
}
