package store_test

import (
	"testing"
	"time"

	"satchel/data/store"
	"satchel/data/store/action"
)

// taggedPerson is person as a later version of the program knows it, with one more column of every kind.
type taggedPerson struct {
	ID store.ID[taggedPerson] `db:"id"`
	store.Meta
	Name   string    `db:"name"`
	Born   time.Time `db:"born"`
	Phones []string  `db:"phones,json"`
	Active bool      `db:"active"`
	Photo  []byte    `db:"photo"`
	Flag   bool      `db:"flag"`
	Until  time.Time `db:"until"`
	Note   string    `db:"note"`
	Tags   []string  `db:"tags,json"`
}

var taggedPeople = store.NewTable[taggedPerson](store.Spec{Number: 9001, Name: "Person", Table: "test_person", Schema: 1, Read: action.PatientRead, Write: action.PatientWrite})

// TestAColumnAddedLaterLeavesOlderCommitmentsTrue writes rows and history with one version of a record type, adds columns as a
// migration does, and verifies, reads and changes them with the next version.
func TestAColumnAddedLaterLeavesOlderCommitmentsTrue(t *testing.T) {
	k, p := day(t)
	const added = `ALTER TABLE test_person ADD COLUMN flag INTEGER NOT NULL DEFAULT 0; ALTER TABLE test_person ADD COLUMN until INTEGER;
		ALTER TABLE test_person ADD COLUMN note TEXT NOT NULL DEFAULT ''; ALTER TABLE test_person ADD COLUMN tags TEXT NOT NULL DEFAULT ''`
	if _, err := k.Vault.Writer().Exec(added); err != nil {
		t.Fatal(err)
	}
	later, err := store.Open(ctx, k.Vault, store.Env{Now: k.Clock.Now, Rand: zeroes{}, Computer: "test computer", Records: []store.Record{taggedPeople, notes}})
	if err != nil {
		t.Fatal(err)
	}
	verify := func() {
		t.Helper()
		v, err := later.Verify(ctx, later.Anchors(), nil)
		if err != nil || len(v.Findings) > 0 || v.Records == 0 {
			t.Fatalf("%+v %v", v, err)
		}
	}
	verify()
	id := store.ID[taggedPerson](p.ID)
	change := func(set func(*taggedPerson)) {
		t.Helper()
		err := later.Update(ctx, k.Desk, action.CorrectPatient, func(tx *store.Tx) error {
			row, err := store.Get(tx, taggedPeople, id)
			if err != nil {
				return err
			}
			set(&row)
			return store.Update(tx, taggedPeople, &row)
		}, store.About(id))
		if err != nil {
			t.Fatal(err)
		}
		verify()
	}
	change(func(r *taggedPerson) { r.Flag, r.Until, r.Note, r.Tags = true, k.Clock.Now(), "new", []string{"a"} })
	change(func(r *taggedPerson) { r.Flag, r.Until, r.Note, r.Tags = false, time.Time{}, "", nil })
	err = later.View(ctx, k.Desk, action.OpenPatient, func(tx *store.Tx) error {
		states, err := store.History(tx, taggedPeople, id)
		if err != nil || len(states) != 4 {
			t.Fatalf("%d states, %v", len(states), err)
		}
		for i, s := range states {
			if s.Row.Flag != (i == 2) || (s.Row.Note == "new") != (i == 2) || s.Row.Until.IsZero() != (i != 2) {
				t.Errorf("state %d: %+v", i, s.Row)
			}
		}
		return nil
	}, store.About(id))
	if err != nil {
		t.Fatal(err)
	}
	// What the column holds is committed to from then on.
	if _, err := k.Vault.Writer().Exec("UPDATE test_person SET flag = 1"); err != nil {
		t.Fatal(err)
	}
	if v, err := later.Verify(ctx, nil, nil); err != nil || len(v.Findings) == 0 {
		t.Errorf("a changed new column went unnoticed: %+v %v", v, err)
	}
}

// zeroes is a source of chance for a test that makes no two ids in one millisecond.
type zeroes struct{}

func (zeroes) Read(b []byte) (int, error) { return len(b), nil }
