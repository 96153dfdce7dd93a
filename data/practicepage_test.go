package data_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/data"
	"satchel/data/chart"
	"satchel/data/datatest"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
	"satchel/data/vault"
)

// lossFacts gathers the facts as the owner, and holds them to what the page asks of them.
func lossFacts(t *testing.T, p *data.Practice, owner store.Actor) documents.LossFacts {
	t.Helper()
	f, err := p.LossFacts(ctx, owner)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Validate(); err != nil {
		t.Fatal(err)
	}
	return f
}

func register(t *testing.T, k *datatest.Kit, name string) (p patients.Patient) {
	t.Helper()
	k.Must(t, k.Owner, action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: name}, Gender: value.GenderFemale, BirthDate: value.PartialDate{Year: 1980}})
		return err
	})
	return p
}

// allergy writes one entry into a chart.
func allergy(t *testing.T, k *datatest.Kit, p patients.Patient) (a chart.AllergyIntolerance) {
	t.Helper()
	k.Must(t, k.Owner, action.WriteChart, func(tx *store.Tx) error {
		where, err := organization.MainLocation(tx)
		if err != nil {
			return err
		}
		who, err := organization.ActivePractitioners(tx)
		if err != nil {
			return err
		}
		a, err = chart.AddAllergy(tx, chart.AllergyIntolerance{Substance: value.Code{Display: "penicillin"},
			Origin: chart.Origin{Patient: p.ID, Practitioner: who[0].ID, Location: where.ID}})
		return err
	}, store.About(p.ID))
	return a
}

// The page counts who is registered and whose chart holds something. What was entered in error counts for nothing, and no one is named.
func TestLossFactsCount(t *testing.T) {
	k := datatest.Open(t, nil)
	empty := lossFacts(t, k.Practice, k.Owner)
	if empty.Patients != 0 || empty.Charts != 0 {
		t.Errorf("an empty practice has %d people, %d charts", empty.Patients, empty.Charts)
	}
	meera, tara, wrong, gone := register(t, k, "Meera"), register(t, k, "Tara"), register(t, k, "Wrongly"), register(t, k, "Gone")
	allergy(t, k, meera)
	allergy(t, k, meera)
	allergy(t, k, wrong)
	struck := allergy(t, k, tara)
	k.Must(t, k.Owner, action.RetractChart, func(tx *store.Tx) error { return chart.RetractAllergy(tx, struck.ID) }, store.About(tara.ID), store.Because("other patient"))
	for _, p := range []patients.Patient{wrong, gone} {
		k.Must(t, k.Owner, action.RetractPatient, func(tx *store.Tx) error {
			_, err := patients.Retract(tx, p.ID, p.Version)
			return err
		}, store.About(p.ID), store.Because("twice"))
	}
	f := lossFacts(t, k.Practice, k.Owner)
	if f.Patients != 2 || f.Charts != 1 || f.Practice != "Lakeside Family Clinic" || f.Country != "IN" || f.IdleMinutes <= 0 || f.Setting.Trial != true {
		t.Errorf("%+v", f)
	}
	told, err := json.Marshal(f)
	if err != nil || strings.Contains(string(told), "Meera") || strings.Contains(string(told), meera.Number) || strings.Contains(string(told), "penicillin") {
		t.Errorf("a patient is told of: %s, %v", told, err)
	}
	k.MustVerify(t)
}

// How the file is sealed is read from the file: another suite and another cost are told as such.
func TestLossFactsTellTheSealOfThisFile(t *testing.T) {
	env, _ := datatest.Env(t, nil)
	env.Vault.Suite, env.Vault.PageSize, env.Vault.KDF = vault.XChaCha20Poly1305, 8192, vault.KDF{MemoryKiB: 20 << 10, Passes: 3, Threads: 2}
	made, err := data.Create(ctx, filepath.Join(t.TempDir(), "p.satchel"), datatest.Password, datatest.Founding(), env)
	if err != nil {
		t.Fatal(err)
	}
	p := made.Practice
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	seal := lossFacts(t, p, made.Actor).Seal
	if seal.Suite != "XChaCha20-Poly1305" || seal.PageSize != 8192 || seal.Format != 1 || seal.Passwords != 1 || !seal.RecoveryKey || !slices.Equal(seal.Costs, []vault.KDF{env.Vault.KDF}) {
		t.Errorf("%+v", seal)
	}
	k := datatest.Open(t, nil)
	if seal := lossFacts(t, k.Practice, k.Owner).Seal; seal.Suite != "XAES-256-GCM" || seal.Passwords != 2 || !slices.Equal(seal.Costs, []vault.KDF{vault.FloorKDF}) {
		t.Errorf("%+v", seal)
	}
}

// The pages are the owner's to make, and each making is in the audit trail.
func TestPagesOnThePracticeAreTheOwners(t *testing.T) {
	k := datatest.Open(t, nil)
	for name, gather := range map[string]func(store.Actor) error{
		"loss":      func(a store.Actor) error { _, err := k.LossFacts(ctx, a); return err },
		"successor": func(a store.Actor) error { _, err := k.SuccessorFacts(ctx, a, nil); return err },
	} {
		wantKey(t, gather(k.Desk), "error.store.forbidden")
		before := acts(t, k, action.PrintPractice)
		if err := gather(k.Owner); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if n := acts(t, k, action.PrintPractice); n != before+1 {
			t.Errorf("%s: %d events, want %d", name, n, before+1)
		}
	}
	if _, recovery, err := reopen(t, k, vault.RecoveryKey(k.Recovery)); err != nil {
		t.Fatal(err)
	} else if _, err := k.LossFacts(ctx, recovery); store.CodeOf(err) != store.Forbidden {
		t.Errorf("by the recovery key: %v", err)
	}
}

// acts counts the successful events of an act.
func acts(t *testing.T, k *datatest.Kit, act action.Action) (n int) {
	t.Helper()
	err := k.View(ctx, k.Owner, action.ReadAudit, func(tx *store.Tx) error {
		list, err := store.Audit(tx, store.AuditQuery{})
		for _, e := range list {
			if e.Action == act && e.Outcome == "success" {
				n++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// When the file was last used: what was written and who came in, but not the sign-in of who asks. On another computer, before and
// after the move.
func TestLastUse(t *testing.T) {
	k := datatest.Open(t, nil)
	at := func(minutes int) time.Time { return storetest.Start.Add(time.Duration(minutes) * time.Minute) }
	same := func(what string, got, want time.Time) {
		t.Helper()
		if !got.Equal(want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	k.Clock.Set(at(10))
	register(t, k, "Meera")
	k.Clock.Set(at(20))
	if _, err := k.SignIn(ctx, vault.Password(datatest.Desk, datatest.Password)); err != nil {
		t.Fatal(err)
	}
	k.Clock.Set(at(30))
	_, owner, err := reopen(t, k, vault.Password(datatest.Owner, datatest.Password)) // this sign-in does not count
	if err != nil {
		t.Fatal(err)
	}
	f := lossFacts(t, k.Practice, owner)
	same("entry", f.Use.Entry, at(10))
	same("opened", f.Use.Opened, at(20))
	same("moved", f.Moved, time.Time{})

	local, err := data.OpenLocal(filepath.Join(t.TempDir(), "elsewhere"))
	if err != nil {
		t.Fatal(err)
	}
	k.Env.Local = local
	k.Clock.Set(at(40))
	p, owner, err := reopen(t, k, vault.Password(datatest.Owner, datatest.Password))
	if err != nil {
		t.Fatal(err)
	}
	f = lossFacts(t, p, owner) // before the file's question is answered: nothing may be written, and the page comes all the same
	same("entry, unanswered", f.Use.Entry, at(10))
	same("opened, unanswered", f.Use.Opened, at(30))
	k.Clock.Set(at(50))
	if err := p.Relocate(ctx, owner, store.Moved); err != nil {
		t.Fatal(err)
	}
	f = lossFacts(t, p, owner)
	same("moved", f.Moved, at(50))
	same("entry before", f.Before.Entry, at(10))
	same("opened before", f.Before.Opened, at(30))
	same("entry here", f.Use.Entry, time.Time{})
	same("opened here", f.Use.Opened, time.Time{})
	k.Clock.Set(at(60))
	k.Owner = owner
	register(t, k, "Tara")
	f = lossFacts(t, p, owner)
	same("entry here", f.Use.Entry, at(60))
	same("entry before", f.Before.Entry, at(10))
}

// The successor's page says where the file lies now, and who else may do everything; who left is not named.
func TestSuccessorFacts(t *testing.T) {
	k := datatest.Open(t, nil)
	f, err := k.SuccessorFacts(ctx, k.Owner, []string{"", "/media/a", "/media/b\n\xff"})
	if err != nil || f.Validate() != nil {
		t.Fatalf("%v, %v", err, f.Validate())
	}
	if filepath.Join(f.Folder, f.File) != k.Path() || !slices.Equal(f.Backups, []string{"/media/a", "/media/b??"}) || !slices.Equal(f.SignIn, []string{"Dr Rao"}) ||
		f.RecoveryPrinted || f.Format != 1 || f.Version == "" {
		t.Errorf("%+v", f)
	}
}
