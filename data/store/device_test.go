package store_test

import (
	"context"
	"crypto/rand"
	"testing"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
)

// elsewhere opens the same vault as another computer would.
func elsewhere(t *testing.T, k *storetest.Kit, computer string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), k.Vault, store.Env{Now: k.Clock.Now, Rand: rand.Reader, Computer: computer, Records: []store.Record{people, notes}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAFileFromAnotherComputerAsksFirst(t *testing.T) {
	for _, c := range []struct {
		answer store.Relocation
		device string
	}{{store.Moved, "A"}, {store.Copied, "B"}} {
		t.Run(string(c.answer), func(t *testing.T) {
			k := open(t)
			register(t, k, "Meera")
			s := elsewhere(t, k, "another computer")
			if !s.MustRelocate() {
				t.Fatal("the other computer was not asked")
			}
			update := func() error {
				return s.Update(ctx, k.Desk, action.RegisterPatient, func(tx *store.Tx) error { return store.Insert(tx, people, &person{Name: "B"}) })
			}
			wantCode(t, update(), store.Locked)
			if err := s.View(ctx, k.Desk, action.FindPatients, func(tx *store.Tx) error { return nil }); err != nil {
				t.Fatal(err)
			}
			if err := s.Relocate(ctx, store.Actor{}, c.answer); err == nil {
				t.Fatal("nobody answered")
			}
			wantCode(t, s.Relocate(ctx, k.Desk, "perhaps"), store.Invalid)
			if err := s.Relocate(ctx, k.Desk, c.answer); err != nil {
				t.Fatal(err)
			}
			if s.Device() != c.device {
				t.Fatalf("device %s", s.Device())
			}
			if err := update(); err != nil {
				t.Fatal(err)
			}
			v, err := s.Verify(ctx, s.Anchors(), nil)
			if err != nil || len(v.Findings) > 0 {
				t.Fatalf("%+v %v", v, err)
			}
			if elsewhere(t, k, "another computer").MustRelocate() {
				t.Error("it asks again")
			}
			if !elsewhere(t, k, "test computer").MustRelocate() {
				t.Error("the first computer is not asked when the file comes back")
			}
		})
	}
}

func TestMigrationRefusesWhatIsNotOurs(t *testing.T) {
	newest := len(store.Migrations())
	for name, c := range map[string]struct {
		pragma string
		key    string
	}{
		"newer":   {"PRAGMA user_version = 9999", "error.store.newer_file"},
		"foreign": {"PRAGMA application_id = 1", "error.vault.foreign"},
	} {
		t.Run(name, func(t *testing.T) {
			k := open(t)
			if _, err := k.Vault.Writer().Exec(c.pragma); err != nil {
				t.Fatal(err)
			}
			_, err := store.Open(ctx, k.Vault, store.Env{Now: k.Clock.Now, Rand: rand.Reader, Computer: "test computer"})
			wantCode(t, err, store.Unsupported)
			if e := err.(*store.Error); e.Key != c.key {
				t.Errorf("key %s", e.Key)
			}
		})
	}
	if newest < 1 {
		t.Fatal("no migrations")
	}
}

func TestAMigrationIsPreparedFirstAndStopsWhereThatFails(t *testing.T) {
	k := open(t)
	newest := len(store.Migrations())
	if _, err := k.Vault.Writer().Exec("PRAGMA user_version = 1"); err != nil {
		t.Fatal(err)
	}
	called := false
	_, err := store.Open(ctx, k.Vault, store.Env{Now: k.Clock.Now, Rand: rand.Reader, Computer: "test computer", BeforeMigration: func(from, to int) error {
		called = from == 1 && to == newest
		return store.Fail(store.Internal, "error.vault.disk_full")
	}})
	if !called || err == nil {
		t.Fatalf("called %v, %v", called, err)
	}
	var version int
	if err := k.Vault.Writer().QueryRow("PRAGMA user_version").Scan(&version); err != nil || version != 1 {
		t.Fatalf("version %d, %v", version, err)
	}
}
