package data_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"satchel/data"
	"satchel/data/datatest"
	"satchel/data/organization"
	"satchel/data/password"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

const chosen = "tulips grow behind the shed"

func TestAPasswordThatIsEasilyGuessedIsRefusedWhereverOneIsSet(t *testing.T) {
	k := datatest.Open(t, nil)
	desk := store.ID[organization.User](k.Desk.User)
	for weak, key := range map[string]string{
		"Lakeside Clinic 2026": "error.data.password_practice",
		"12345678901234567":    "error.data.password_sequence",
		"password password":    "error.data.password_common",
		"demo practice only":   "error.data.password_program",
		"Reception reception":  "error.data.password_name",
		"fourteen signs":       "error.data.password_short",
	} {
		wantKey(t, k.ResetPassword(ctx, k.Owner, desk, weak), key)
		wantKey(t, k.ChangePassword(ctx, k.Desk, datatest.Desk, datatest.Password, weak), key)
		_, err := k.AddUser(ctx, k.Owner, organization.User{Login: "new", Display: "Reception", Role: action.Desk}, weak)
		wantKey(t, err, key)
	}
	wantKey(t, k.ChangePassword(ctx, k.Owner, datatest.Owner, datatest.Password, "Dr Anjali Rao, Rao"), "error.data.password_name")
	wantKey(t, k.ChangePassword(ctx, k.Desk, datatest.Desk, datatest.Password, datatest.Password), "error.data.password_same")
	if _, err := k.SignIn(ctx, vault.Password(datatest.Desk, datatest.Password)); err != nil {
		t.Fatal("a refused password changed something:", err)
	}
	k.MustVerify(t)
}

func TestAOneTimePasswordLetsItsUserInToSetAnother(t *testing.T) {
	k := datatest.Open(t, nil)
	desk := store.ID[organization.User](k.Desk.User)
	_, err := k.GiveOneTimePassword(ctx, k.Owner, store.ID[organization.User](k.Owner.User))
	wantKey(t, err, "error.data.one_time_own")
	_, err = k.GiveOneTimePassword(ctx, k.Desk, store.ID[organization.User](k.Owner.User))
	wantKey(t, err, "error.store.forbidden")
	handed, err := k.GiveOneTimePassword(ctx, k.Owner, desk)
	if err != nil {
		t.Fatal(err)
	}
	wantKey(t, k.View(ctx, k.Desk, action.FindPatients, nothing), "error.store.signed_out")
	_, err = k.SignIn(ctx, vault.Password(datatest.Desk, datatest.Password))
	wantKey(t, err, "error.vault.wrong_key")

	// The flag is in the record, so a restart changes nothing.
	p, desk2, err := reopen(t, k, vault.Password(datatest.Desk, handed))
	if err != nil {
		t.Fatal(err)
	}
	for _, def := range action.All {
		err := p.Record(ctx, desk2, def.Action, "success")
		allowed := slices.Contains([]action.Action{action.ReadPractice, action.ChangeOwnKey, action.ResolveDevice, action.ConfirmClock, action.SignOut, action.Lock}, def.Action)
		if !allowed {
			wantKey(t, err, "error.data.own_password_first")
		}
	}
	if !p.MustChangePassword(desk2) {
		t.Error("nobody is told that the password must be changed")
	}
	wantKey(t, p.ChangePassword(ctx, desk2, datatest.Desk, handed, handed), "error.data.password_same")
	if err := p.ChangePassword(ctx, desk2, datatest.Desk, handed, chosen); err != nil {
		t.Fatal(err)
	}
	if err := p.View(ctx, desk2, action.FindPatients, nothing); err != nil || p.MustChangePassword(desk2) {
		t.Fatal("the own password is set, and the session is still held:", err)
	}
	_, err = p.SignIn(ctx, vault.Password(datatest.Desk, handed))
	wantKey(t, err, "error.vault.wrong_key")
	if again, err := p.SignIn(ctx, vault.Password(datatest.Desk, chosen)); err != nil || p.MustChangePassword(again) {
		t.Fatal(err)
	}
	if k.Owner, err = p.SignIn(ctx, vault.Password(datatest.Owner, datatest.Password)); err != nil {
		t.Fatal(err)
	}
	k.MustVerify(t)
}

func nothing(*store.Tx) error { return nil }

func TestAOneTimePasswordRunsOut(t *testing.T) {
	k := datatest.Open(t, nil)
	u, handed, err := k.AddUserOneTime(ctx, k.Owner, organization.User{Login: "new", Role: action.Desk})
	if err != nil || !u.MustChange {
		t.Fatalf("%+v %v", u, err)
	}
	k.Clock.Add(organization.OneTimeLife - time.Minute)
	if _, err := k.SignIn(ctx, vault.Password("new", handed)); err != nil {
		t.Fatal(err)
	}
	k.Clock.Add(time.Minute)
	_, err = k.SignIn(ctx, vault.Password("new", handed))
	wantKey(t, err, "error.data.one_time_expired")
	// It opens no file either, although its key slot does.
	_, _, err = reopen(t, k, vault.Password("new", handed))
	wantKey(t, err, "error.data.one_time_expired")
	p, owner, err := data.Open(ctx, k.Path(), vault.Password(datatest.Owner, datatest.Password), k.Env)
	if err != nil {
		t.Fatal(err)
	}
	k.Practice, k.Owner = p, owner
	again, err := p.GiveOneTimePassword(ctx, owner, u.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.SignIn(ctx, vault.Password("new", again)); err != nil {
		t.Fatal("the next one doesn't serve:", err)
	}
	k.MustVerify(t)
}

func TestTheDelayAfterFailuresSurvivesARestart(t *testing.T) {
	k := datatest.Open(t, nil)
	path := k.Path()
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	open := func(text string) error {
		p, actor, err := data.Open(ctx, path, vault.Password(datatest.Owner, text), k.Env)
		if err == nil {
			k.Practice, k.Owner = p, actor
		}
		return err
	}
	for range 5 {
		wantKey(t, open("not the password at all"), "error.vault.wrong_key")
	}
	for range 3 { // each is a start of the program; trying in vain makes the wait no longer
		err := open(datatest.Password)
		wantKey(t, err, "error.vault.too_soon")
		if wait := data.Wait(err); wait != 30*time.Second {
			t.Fatalf("wait %v", wait)
		}
	}
	k.Clock.Add(29 * time.Second)
	wantKey(t, open(datatest.Password), "error.vault.too_soon")
	k.Clock.Add(time.Second)
	wantKey(t, open("not the password at all"), "error.vault.wrong_key")
	if wait := data.Wait(open(datatest.Password)); wait != time.Minute {
		t.Fatalf("the wait does not grow: %v", wait)
	}
	k.Clock.Add(time.Minute)
	if err := open(datatest.Password); err != nil {
		t.Fatal(err)
	}
	list := notices(t, k)
	if len(list) != 1 || list[0].Key != "notice.attempts" || list[0].Args[1] != 6 {
		t.Errorf("%+v", list)
	}
	k.MustVerify(t)
}

func notices(t *testing.T, k *datatest.Kit) []data.Notice {
	t.Helper()
	list, err := k.Notices(ctx, k.Owner)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestWrongPasswordsAreToldToTheOwnerUntilAcknowledged(t *testing.T) {
	k := datatest.Open(t, nil)
	if list := notices(t, k); len(list) != 0 {
		t.Fatalf("%+v", list)
	}
	wrong := func() {
		t.Helper()
		_, err := k.SignIn(ctx, vault.Password(datatest.Desk, "not the password at all"))
		wantKey(t, err, "error.vault.wrong_key")
	}
	wrong()
	k.Clock.Add(time.Minute)
	wrong()
	last := k.Clock.Now()
	k.Clock.Add(time.Hour)
	desk, err := k.SignIn(ctx, vault.Password(datatest.Desk, datatest.Password)) // the next to come in, whoever it is
	if err != nil {
		t.Fatal(err)
	}
	if a := k.Vault().Attempts(); a.Unreported != 0 {
		t.Errorf("%d attempts are not folded", a.Unreported)
	}
	if list, err := k.Notices(ctx, desk); err != nil || len(list) != 0 {
		t.Errorf("the reception is told %+v, %v", list, err)
	}
	wrong()
	last3 := k.Clock.Now()
	if err := k.Lock(ctx, k.Owner); err != nil {
		t.Fatal(err)
	}
	if err := k.Reauthenticate(ctx, k.Owner, vault.Password(datatest.Owner, datatest.Password)); err != nil { // unlocking folds, too
		t.Fatal(err)
	}
	list := notices(t, k)
	if len(list) != 1 || list[0].Args[1] != 3 || !list[0].At.Equal(last3) || !list[0].Acknowledge || last.Equal(last3) {
		t.Fatalf("%+v", list)
	}
	if again := notices(t, k); len(again) != 1 {
		t.Error("the notice went away by being read")
	}
	k.Clock.Add(time.Second)
	if err := k.Acknowledge(ctx, k.Owner, list[0]); err != nil {
		t.Fatal(err)
	}
	if list := notices(t, k); len(list) != 0 {
		t.Errorf("acknowledged, and still told: %+v", list)
	}
	wrong()
	if _, err := k.SignIn(ctx, vault.Password(datatest.Desk, datatest.Password)); err != nil {
		t.Fatal(err)
	}
	if list := notices(t, k); len(list) != 1 || list[0].Args[1] != 1 {
		t.Errorf("%+v", list)
	}
	k.MustVerify(t)
}

// TestACrashBetweenFoldingAndForgetting has the vault's counter as it was after the event was written: told twice, never not at all.
func TestACrashBetweenFoldingAndForgetting(t *testing.T) {
	k := datatest.Open(t, nil)
	_, err := k.SignIn(ctx, vault.Password(datatest.Desk, "not the password at all"))
	wantKey(t, err, "error.vault.wrong_key")
	if err := k.Store().Record(ctx, k.Desk, action.FailedSignIn, "failure", store.Because("1; "+k.Clock.Now().Format(time.RFC3339))); err != nil {
		t.Fatal(err) // and here the power goes
	}
	if _, err := k.SignIn(ctx, vault.Password(datatest.Desk, datatest.Password)); err != nil {
		t.Fatal(err)
	}
	if list := notices(t, k); len(list) != 1 || list[0].Args[1] != 2 {
		t.Errorf("%+v", list)
	}
}

func TestTheUseOfTheRecoveryKeyIsToldUntilAcknowledged(t *testing.T) {
	k := datatest.Open(t, nil)
	k.Clock.Add(time.Hour)
	used := k.Clock.Now()
	p, holder, err := reopen(t, k, vault.RecoveryKey(k.Recovery))
	if err != nil {
		t.Fatal(err)
	}
	if list, err := p.Notices(ctx, holder); err != nil || len(list) != 0 {
		t.Errorf("%+v %v", list, err)
	}
	if err := p.ResetPassword(ctx, holder, store.ID[organization.User](k.Desk.User), chosen); err != nil {
		t.Fatal(err)
	}
	if _, err := p.NewRecoveryKey(ctx, holder); err != nil {
		t.Fatal(err)
	}
	for range 2 { // at each coming in, after a restart too
		if _, k.Owner, err = reopen(t, k, vault.Password(datatest.Owner, datatest.Password)); err != nil {
			t.Fatal(err)
		}
		list := notices(t, k)
		if len(list) != 1 || list[0].Key != "notice.recovery_used" || !list[0].At.Equal(used) || list[0].Args[3] != "Reception" || !list[0].Acknowledge {
			t.Fatalf("%+v", list)
		}
	}
	if err := k.Acknowledge(ctx, k.Owner, notices(t, k)[0]); err != nil {
		t.Fatal(err)
	}
	if list := notices(t, k); len(list) != 0 {
		t.Errorf("%+v", list)
	}
	found := false
	err = k.View(ctx, k.Owner, action.ReadAudit, func(tx *store.Tx) error {
		events, err := store.Audit(tx, store.AuditQuery{})
		for _, e := range events {
			found = found || e.Action == action.Acknowledge && e.User == k.Owner.User
		}
		return err
	})
	if err != nil || !found {
		t.Errorf("the acknowledgement is not in the chain: %v", err)
	}
	k.MustVerify(t)
}

// TestTheRecoveryKeyUsedOnAnotherComputerIsToldToo: there the file asks first where the practice lies, and nothing is written before.
func TestTheRecoveryKeyUsedOnAnotherComputerIsToldToo(t *testing.T) {
	k := datatest.Open(t, nil)
	elsewhere, clock := datatest.Env(t, nil)
	clock.Set(k.Clock.Now().Add(time.Hour))
	k.Env = elsewhere
	p, holder, err := reopen(t, k, vault.RecoveryKey(k.Recovery))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Relocate(ctx, holder, store.Moved); err != nil {
		t.Fatal(err)
	}
	if _, k.Owner, err = reopen(t, k, vault.Password(datatest.Owner, datatest.Password)); err != nil {
		t.Fatal(err)
	}
	if list := notices(t, k); len(list) != 1 || list[0].Key != "notice.recovery_used_nobody" {
		t.Errorf("%+v", list)
	}
}

func TestAnotherOwnerWhoReplacesTheRecoveryKeyIsToldOf(t *testing.T) {
	k := datatest.Open(t, nil)
	var self organization.User
	err := k.View(ctx, k.Owner, action.ReadPractice, func(tx *store.Tx) (err error) {
		self, err = organization.UserOf(tx, k.Owner.User)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.AddUser(ctx, k.Owner, organization.User{Login: "second", Display: "Dr Mehta", Role: action.Owner, Practitioner: self.Practitioner}, chosen); err != nil {
		t.Fatal(err)
	}
	second, err := k.SignIn(ctx, vault.Password("second", chosen))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.NewRecoveryKey(ctx, second); err != nil {
		t.Fatal(err)
	}
	if list, err := k.Notices(ctx, second); err != nil || len(list) != 0 {
		t.Errorf("one's own act is told: %+v %v", list, err)
	}
	if list := notices(t, k); len(list) != 1 || list[0].Key != "notice.recovery_replaced" || list[0].Args[3] != "Dr Mehta" {
		t.Errorf("%+v", list)
	}
}

func TestThePublishedPasswordIsTheDemosAlone(t *testing.T) {
	env, _ := datatest.Env(t, nil)
	path := t.TempDir() + "/p.satchel"
	_, err := data.Create(ctx, path, "demo practice only", datatest.Founding(), env)
	wantKey(t, err, password.Program.Key())
	env.Published = "demo practice only"
	made, err := data.Create(ctx, path, "demo practice only", datatest.Founding(), env)
	if err != nil {
		t.Fatal(err)
	}
	_, err = made.Practice.AddUser(ctx, made.Actor, organization.User{Login: "x", Role: action.Desk}, "demo practice only!")
	wantKey(t, errors.Join(err, made.Practice.Close()), password.Program.Key())
}
