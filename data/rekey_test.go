package data_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"satchel/data"
	"satchel/data/datatest"
	"satchel/data/organization"
	"satchel/data/password"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

var ownersKey = data.RekeyRequest{Login: datatest.Owner, Password: datatest.Password}

func TestRekey(t *testing.T) {
	k := datatest.Open(t, nil)
	gone, err := k.AddUser(ctx, k.Owner, organization.User{Login: "temp", Display: "Temp", Role: action.Desk}, datatest.Password)
	if err != nil {
		t.Fatal(err)
	}
	gone.Active = false
	if _, err := k.ChangeUser(ctx, k.Owner, gone); err != nil {
		t.Fatal(err)
	}
	last := -1
	made, err := k.Rekey(ctx, k.Owner, ownersKey, func(percent int) {
		if percent < last || percent > 100 {
			t.Errorf("progress went from %d to %d", last, percent)
		}
		last = percent
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(made.OneTime) != 1 || made.OneTime[0].Login != datatest.Desk || made.OneTime[0].Name != "Reception" || data.CheckPassword(made.OneTime[0].Passphrase, password.About{}) != nil || last != 100 {
		t.Fatalf("%d passwords, progress %d", len(made.OneTime), last)
	}
	wantKey(t, k.View(ctx, k.Owner, action.ReadPractice, func(*store.Tx) error { return nil }), "error.store.signed_out")
	if err := k.Practice.Close(); err != nil {
		t.Fatal("closing what re-keying closed:", err)
	}
	for name, key := range map[string]vault.Key{"the desk's old password": vault.Password(datatest.Desk, datatest.Password),
		"the old recovery key": vault.RecoveryKey(k.Recovery), "who left": vault.Password("temp", datatest.Password)} {
		if _, _, err := data.Open(ctx, k.Path(), key, k.Env); vault.KindOf(err) != vault.WrongKey {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, key := range map[string]vault.Key{"the new recovery key": vault.RecoveryKey(made.RecoveryKey), "the one-time password": vault.Password(datatest.Desk, made.OneTime[0].Passphrase),
		"the owner's password": vault.Password(datatest.Owner, datatest.Password)} {
		p, actor, err := data.Open(ctx, k.Path(), key, k.Env)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(p.Warnings()) > 0 {
			t.Errorf("%s: %+v", name, p.Warnings())
		}
		if must := p.MustChangePassword(actor); must != (name == "the one-time password") {
			t.Errorf("%s: must be changed %v", name, must)
		}
		k.Practice, k.Owner = p, actor
		if name == "the owner's password" {
			k.MustVerify(t) // the chain and every commitment, under the key that they were made with
			events := outcomes(t, k)
			if n := count(events, "rekey success"); n != 1 {
				t.Errorf("%d times in the audit", n)
			}
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// acts lists what is in the audit, as "action outcome".
func outcomes(t *testing.T, k *datatest.Kit) []string {
	t.Helper()
	var list []string
	err := k.View(ctx, k.Owner, action.ReadAudit, func(tx *store.Tx) error {
		found, err := store.Audit(tx, store.AuditQuery{})
		for _, e := range found {
			list = append(list, string(e.Action)+" "+e.Outcome)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func count(list []string, what string) int {
	n := 0
	for _, s := range list {
		if s == what {
			n++
		}
	}
	return n
}

func TestRekeyIsTheOwnersAndAsksForThePassword(t *testing.T) {
	k := datatest.Open(t, nil)
	refused := func(actor store.Actor, r data.RekeyRequest, key string) {
		t.Helper()
		_, err := k.Rekey(ctx, actor, r, nil)
		wantKey(t, err, key)
	}
	refused(k.Owner, data.RekeyRequest{Login: datatest.Owner, Password: "not the password at all"}, "error.vault.wrong_key")
	refused(k.Owner, data.RekeyRequest{Login: datatest.Desk, Password: datatest.Password}, "error.data.other_user")
	refused(k.Desk, data.RekeyRequest{Login: datatest.Desk, Password: datatest.Password}, "error.store.forbidden")
	if err := k.Lock(ctx, k.Owner); err != nil {
		t.Fatal(err)
	}
	refused(k.Owner, ownersKey, "error.data.locked")
	if err := k.Reauthenticate(ctx, k.Owner, vault.Password(datatest.Owner, datatest.Password)); err != nil {
		t.Fatal(err)
	}
	keeper, err := k.SignIn(ctx, vault.RecoveryKey(k.Recovery))
	if err != nil {
		t.Fatal(err)
	}
	refused(keeper, ownersKey, "error.data.recovery_only")
	if n := count(outcomes(t, k), "rekey denied"); n != 1 {
		t.Errorf("the desk's attempt is %d times in the audit", n)
	}
}

// A re-key that is given up, or fails, leaves everything as it was, and is in the audit.
func TestARekeyThatFailsChangesNothing(t *testing.T) {
	k := datatest.Open(t, nil)
	before := users(t, k)
	giveUp, cancel := context.WithCancel(ctx)
	_, err := k.Rekey(giveUp, k.Owner, ownersKey, func(percent int) {
		if percent > 20 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	// Somebody's own file lies where the new one is to be written.
	if err := os.WriteFile(k.Path()+".rekey", []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = k.Rekey(ctx, k.Owner, ownersKey, nil)
	wantKey(t, err, "error.vault.exists")

	after := users(t, k)
	for i := range after {
		after[i].Meta = before[i].Meta
	}
	if !slices.EqualFunc(before, after, func(a, b organization.User) bool {
		return a.Login == b.Login && a.Active == b.Active && a.Role == b.Role
	}) {
		t.Errorf("%+v, before %+v", after, before)
	}
	if n := count(outcomes(t, k), "rekey failure"); n != 2 {
		t.Errorf("%d failures in the audit", n)
	}
	k.MustVerify(t)
	if _, err := k.SignIn(ctx, vault.Password(datatest.Desk, datatest.Password)); err != nil {
		t.Fatal("the desk's password:", err)
	}
	if found, err := filepath.Glob(k.Path() + "*"); err != nil || len(found) != 3 { // the file, its WAL, and somebody's own
		t.Errorf("%v %v", found, err)
	}
}

func users(t *testing.T, k *datatest.Kit) (all []organization.User) {
	t.Helper()
	err := k.View(ctx, k.Owner, action.ReadPractice, func(tx *store.Tx) (err error) {
		all, err = organization.AllUsers(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// The last ownersKey can neither leave nor become somebody else, whoever asks; a second ownersKey may.
func TestTheLastOwnerCannotBeRemoved(t *testing.T) {
	k := datatest.Open(t, nil)
	keeper, err := k.SignIn(ctx, vault.RecoveryKey(k.Recovery))
	if err != nil {
		t.Fatal(err)
	}
	byLogin := func(login string) organization.User {
		for _, u := range users(t, k) {
			if u.Login == login {
				return u
			}
		}
		t.Fatal("no user", login)
		return organization.User{}
	}
	for name, actor := range map[string]store.Actor{"the ownersKey": k.Owner, "the recovery key": keeper} {
		leaves, steps := byLogin(datatest.Owner), byLogin(datatest.Owner)
		leaves.Active, steps.Role = false, action.Doctor
		for _, u := range []organization.User{leaves, steps} {
			if _, err := k.ChangeUser(ctx, actor, u); store.CodeOf(err) != store.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if _, err := k.SignIn(ctx, vault.Password(datatest.Owner, datatest.Password)); err != nil {
		t.Fatal("the owner's password is gone:", err)
	}
	second := byLogin(datatest.Owner)
	second = organization.User{Login: "partner", Role: action.Owner, Practitioner: second.Practitioner}
	if _, err := k.AddUser(ctx, k.Owner, second, datatest.Password); err != nil {
		t.Fatal(err)
	}
	first := byLogin(datatest.Owner)
	first.Active = false
	if _, err := k.ChangeUser(ctx, k.Owner, first); err != nil {
		t.Error("a second ownersKey is there:", err)
	}
}
