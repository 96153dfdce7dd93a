package data_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satchel/data"
	"satchel/data/datatest"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

var ctx = context.Background()

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	var known *store.Error
	if !errors.As(err, &known) || known.Key != key {
		t.Fatalf("%v, want %s", err, key)
	}
}

// reopen closes the practice and opens it again.
func reopen(t *testing.T, k *datatest.Kit, key vault.Key) (*data.Practice, store.Actor, error) {
	t.Helper()
	path := k.Path()
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	p, actor, err := data.Open(ctx, path, key, k.Env)
	if err == nil {
		k.Practice = p
	}
	return p, actor, err
}

func TestAPracticeOpensWithItsUsersKeysAndNoOthers(t *testing.T) {
	k := datatest.Open(t, nil)
	k.MustVerify(t)
	_, _, err := reopen(t, k, vault.Password(datatest.Desk, "not the password"))
	wantKey(t, err, "error.vault.wrong_key")
	p, actor, err := data.Open(ctx, k.Path(), vault.Password(" DESK ", datatest.Password), k.Env)
	if err != nil {
		t.Fatal(err)
	}
	k.Practice = p
	if actor.Role != action.Desk || actor.User != k.Desk.User {
		t.Fatalf("signed in as %+v", actor)
	}
	wantKey(t, p.Update(ctx, k.Owner, action.ManagePractice, func(*store.Tx) error { return nil }), "error.store.signed_out")
	wantKey(t, p.Update(ctx, actor, action.ManagePractice, func(*store.Tx) error { return nil }), "error.store.forbidden")
}

func TestAFailedCreationLeavesNothing(t *testing.T) {
	env, _ := datatest.Env(t, nil)
	path := filepath.Join(t.TempDir(), "p.satchel")
	f := datatest.Founding()
	_, err := data.Create(ctx, path, "short", f, env)
	wantKey(t, err, "error.data.password_short")
	f.Practice.Name = ""
	_, err = data.Create(ctx, path, datatest.Password, f, env)
	wantKey(t, err, "error.store.problems")
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 0 {
		t.Fatalf("%v %v", left, err)
	}
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = data.Create(ctx, path, datatest.Password, datatest.Founding(), env)
	wantKey(t, err, "error.vault.exists")
	if text, err := os.ReadFile(path); err != nil || string(text) != "mine" {
		t.Fatalf("%q %v", text, err)
	}
}

func TestLockAndPIN(t *testing.T) {
	k := datatest.Open(t, nil)
	wantKey(t, k.Unlock(ctx, k.Desk, "274951"), "error.data.password_needed")
	if err := k.SetPIN(ctx, k.Desk, "274951"); err != nil {
		t.Fatal(err)
	}
	lock := func() {
		t.Helper()
		if err := k.Lock(ctx, k.Desk); err != nil {
			t.Fatal(err)
		}
		wantKey(t, k.View(ctx, k.Desk, action.FindPatients, func(*store.Tx) error { return nil }), "error.data.locked")
	}
	lock()
	if err := k.SaveDraft(ctx, k.Desk, store.Draft{Name: "form", Body: []byte("kept")}); err != nil {
		t.Fatal("what was typed is lost behind the lock:", err)
	}
	if err := k.Record(ctx, k.Desk, action.MakeBackup, "success"); err != nil {
		t.Fatal("no backup can be made behind the lock:", err)
	}
	if err := k.View(ctx, k.Owner, action.FindPatients, func(*store.Tx) error { return nil }); err != nil {
		t.Fatal("one person's lock stopped the other:", err)
	}
	wantKey(t, k.Unlock(ctx, k.Desk, "000000"), "error.data.pin_wrong")
	if err := k.Unlock(ctx, k.Desk, "274951"); err != nil {
		t.Fatal(err)
	}
	lock()
	for range data.MaxPINFailures {
		wantKey(t, k.Unlock(ctx, k.Desk, "000000"), "error.data.pin_wrong")
	}
	wantKey(t, k.Unlock(ctx, k.Desk, "274951"), "error.data.password_needed")
	wantKey(t, k.Reauthenticate(ctx, k.Desk, vault.Password(datatest.Owner, datatest.Password)), "error.data.other_user")
	if err := k.Reauthenticate(ctx, k.Desk, vault.Password(datatest.Desk, datatest.Password)); err != nil {
		t.Fatal(err)
	}
	lock()
	k.Clock.Add(data.MaxSession + time.Minute)
	wantKey(t, k.Unlock(ctx, k.Desk, "274951"), "error.data.password_needed")
	k.MustVerify(t)
}

func TestTheRecoveryKeyLetsPeopleInAgainAndNothingElse(t *testing.T) {
	k := datatest.Open(t, nil)
	p, recovery, err := reopen(t, k, vault.RecoveryKey(strings.ToLower(k.Recovery)))
	if err != nil {
		t.Fatal(err)
	}
	wantKey(t, p.View(ctx, recovery, action.FindPatients, func(*store.Tx) error { return nil }), "error.data.recovery_only")
	if err := p.ResetPassword(ctx, recovery, store.ID[organization.User](k.Owner.User), "another long password"); err != nil {
		t.Fatal(err)
	}
	_, err = p.SignIn(ctx, vault.Password(datatest.Owner, datatest.Password))
	wantKey(t, err, "error.vault.wrong_key")
	if k.Owner, err = p.SignIn(ctx, vault.Password(datatest.Owner, "another long password")); err != nil {
		t.Fatal(err)
	}
	k.MustVerify(t)
	code, err := p.NewRecoveryKey(ctx, k.Owner)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.SignIn(ctx, vault.RecoveryKey(k.Recovery)); err == nil {
		t.Fatal("the replaced recovery key still opens")
	}
	if _, err := p.SignIn(ctx, vault.RecoveryKey(code)); err != nil {
		t.Fatal(err)
	}
}

func TestAUserWhoLeftIsOut(t *testing.T) {
	k := datatest.Open(t, nil)
	var desk organization.User
	err := k.View(ctx, k.Owner, action.ReadPractice, func(tx *store.Tx) (err error) {
		desk, err = organization.UserOf(tx, k.Desk.User)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	desk.Active = false
	if _, err := k.ChangeUser(ctx, k.Owner, desk); err != nil {
		t.Fatal(err)
	}
	wantKey(t, k.View(ctx, k.Desk, action.FindPatients, func(*store.Tx) error { return nil }), "error.store.signed_out")
	_, err = k.SignIn(ctx, vault.Password(datatest.Desk, datatest.Password))
	wantKey(t, err, "error.vault.wrong_key")
	_, err = k.AddUser(ctx, k.Owner, organization.User{Login: "DESK", Role: action.Desk}, datatest.Password)
	wantKey(t, err, "error.organization.login_taken")
	wantKey(t, k.ResetPassword(ctx, k.Owner, desk.ID, datatest.Password), "error.data.user_left")

	back, err := k.ChangeUser(ctx, k.Owner, back(t, k, desk.ID))
	if err != nil || !back.Active {
		t.Fatalf("%+v %v", back, err)
	}
	if err := k.ResetPassword(ctx, k.Owner, desk.ID, "another long password"); err != nil {
		t.Fatal(err)
	}
	if _, err := k.SignIn(ctx, vault.Password(datatest.Desk, "another long password")); err != nil {
		t.Fatal("who came back can't sign in:", err)
	}
	k.MustVerify(t)
}

// back reads a user as the record has it, to be let in again.
func back(t *testing.T, k *datatest.Kit, id store.ID[organization.User]) organization.User {
	t.Helper()
	var u organization.User
	err := k.View(ctx, k.Owner, action.ReadPractice, func(tx *store.Tx) (err error) {
		u, err = store.Get(tx, organization.Users, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	u.Active = true
	return u
}

func TestOwnPasswordAndPIN(t *testing.T) {
	k := datatest.Open(t, nil)
	wantKey(t, k.ChangePassword(ctx, k.Desk, datatest.Desk, "wrong old password", "another long password"), "error.vault.wrong_key")
	wantKey(t, k.ChangePassword(ctx, k.Desk, datatest.Owner, datatest.Password, "another long password"), "error.data.other_user")
	if err := k.ChangePassword(ctx, k.Desk, datatest.Desk, datatest.Password, "another long password"); err != nil {
		t.Fatal(err)
	}
	if _, err := k.SignIn(ctx, vault.Password(datatest.Desk, "another long password")); err != nil {
		t.Fatal(err)
	}
	k.MustVerify(t)
}

func TestAnOlderCopyPutBackIsNoticed(t *testing.T) {
	k := datatest.Open(t, nil)
	older := filepath.Join(t.TempDir(), "older")
	if err := k.Vault().BackupTo(ctx, older, nil); err != nil {
		t.Fatal(err)
	}
	if err := k.SetPIN(ctx, k.Owner, "274951"); err != nil {
		t.Fatal(err)
	}
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(older, k.Path()); err != nil {
		t.Fatal(err)
	}
	p, _, err := data.Open(ctx, k.Path(), vault.Password(datatest.Owner, datatest.Password), k.Env)
	if err != nil {
		t.Fatal(err)
	}
	k.Practice = p
	if found := p.Warnings(); len(found) != 1 || found[0].Key != "error.store.verify_anchor" {
		t.Fatalf("warnings %+v", found)
	}
}

func TestAFileOnAnotherComputerAsks(t *testing.T) {
	k := datatest.Open(t, nil)
	local, err := data.OpenLocal(filepath.Join(t.TempDir(), "elsewhere"))
	if err != nil {
		t.Fatal(err)
	}
	k.Env.Local = local
	p, actor, err := reopen(t, k, vault.Password(datatest.Owner, datatest.Password))
	if err != nil {
		t.Fatal(err)
	}
	if !p.Store().MustRelocate() {
		t.Fatal("it did not ask")
	}
	wantKey(t, p.SetPIN(ctx, actor, "274951"), "error.store.relocate")
	if err := p.Relocate(ctx, actor, store.Moved); err != nil {
		t.Fatal(err)
	}
	if err := p.SetPIN(ctx, actor, "274951"); err != nil {
		t.Fatal(err)
	}
}
