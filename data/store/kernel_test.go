package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
)

// person and note stand for the records of the rooms.
type person struct {
	ID store.ID[person] `db:"id"`
	store.Meta
	Name   string    `db:"name"`
	Born   time.Time `db:"born"`
	Phones []string  `db:"phones,json"`
	Active bool      `db:"active"`
	Photo  []byte    `db:"photo"`
}

func (p person) Validate() error {
	var problems value.Problems
	problems.Required("name", p.Name)
	return problems.Err()
}

type note struct {
	ID store.ID[note] `db:"id"`
	store.Meta
	Patient store.ID[person] `db:"patient_id"`
	Text    string           `db:"text"`
}

var (
	people = store.NewTable[person](store.Spec{Number: 9001, Name: "Person", Table: "test_person", Schema: 1, Read: action.PatientRead, Write: action.PatientWrite})
	notes  = store.NewTable[note](store.Spec{Number: 9002, Name: "Note", Table: "test_note", Schema: 1, Read: action.ChartRead, Write: action.ChartWrite, Chart: true})
)

const meta = `id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL`

var ctx = context.Background()

func open(t *testing.T) *storetest.Kit {
	t.Helper()
	k := storetest.Open(t, people, notes)
	for _, q := range []string{
		"CREATE TABLE test_person (" + meta + ", name TEXT NOT NULL, born INTEGER, phones TEXT NOT NULL, active INTEGER NOT NULL, photo BLOB) STRICT, WITHOUT ROWID",
		"CREATE TABLE test_note (" + meta + ", patient_id BLOB NOT NULL, text TEXT NOT NULL) STRICT, WITHOUT ROWID",
	} {
		if _, err := k.Vault.Writer().Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	return k
}

func register(t *testing.T, k *storetest.Kit, name string) person {
	t.Helper()
	p := person{Name: name, Born: time.Date(1950, 1, 2, 0, 0, 0, 0, time.UTC), Phones: []string{"1", "2"}, Active: true, Photo: []byte{0, 1}}
	k.MustUpdate(t, k.Desk, action.RegisterPatient, func(tx *store.Tx) error { return store.Insert(tx, people, &p) })
	return p
}

func wantCode(t *testing.T, err error, want store.Code) {
	t.Helper()
	if got := store.CodeOf(err); got != want {
		t.Fatalf("code %q, want %q (%v)", got, want, err)
	}
}

func TestARecordComesBackAsItWasWritten(t *testing.T) {
	k := open(t)
	p := register(t, k, "Meera")
	k.MustView(t, k.Desk, action.FindPatients, func(tx *store.Tx) error {
		got, err := store.Get(tx, people, p.ID)
		if err != nil {
			return err
		}
		if got.Name != "Meera" || !got.Born.Equal(p.Born) || len(got.Phones) != 2 || !got.Active || len(got.Photo) != 2 || got.Version != 1 || got.Device != "A" {
			t.Errorf("read back %+v", got)
		}
		return nil
	})
	k.MustVerify(t)
}

func TestEveryFaultOfARecordIsReturned(t *testing.T) {
	k := open(t)
	err := k.Update(ctx, k.Desk, action.RegisterPatient, func(tx *store.Tx) error { return store.Insert(tx, people, &person{}) })
	wantCode(t, err, store.Invalid)
	var problems value.Problems
	if !errors.As(err, &problems) || len(problems) != 1 || problems[0].Field != "name" {
		t.Fatalf("problems: %v", err)
	}
}

func TestAStaleVersionIsAConflictAndChangesNothing(t *testing.T) {
	k := open(t)
	p := register(t, k, "Meera")
	stale := p
	correct := func(p *person) error {
		return k.Update(ctx, k.Desk, action.CorrectPatient, func(tx *store.Tx) error { return store.Update(tx, people, p) }, store.About(p.ID))
	}
	p.Name = "Meera S"
	if err := correct(&p); err != nil {
		t.Fatal(err)
	}
	stale.Name = "Lost"
	wantCode(t, correct(&stale), store.Conflict)
	k.MustView(t, k.Desk, action.OpenPatient, func(tx *store.Tx) error {
		states, err := store.History(tx, people, p.ID)
		if err != nil {
			return err
		}
		if len(states) != 2 || states[0].Row.Name != "Meera" || !states[0].Row.Active || len(states[0].Row.Photo) != 2 || len(states[0].Row.Phones) != 2 ||
			states[1].Row.Name != "Meera S" || !states[1].Live || states[1].User != k.Desk.User || states[1].Action != "correct_patient" {
			t.Errorf("history %+v", states)
		}
		return nil
	}, store.About(p.ID))
	k.MustVerify(t)
}

func TestAnUnchangedRecordIsNotWritten(t *testing.T) {
	k := open(t)
	p := register(t, k, "Meera")
	k.MustUpdate(t, k.Desk, action.CorrectPatient, func(tx *store.Tx) error { return store.Update(tx, people, &p) }, store.About(p.ID))
	if p.Version != 1 {
		t.Fatalf("version %d", p.Version)
	}
	k.MustVerify(t)
}

func TestAFailedActLeavesNothing(t *testing.T) {
	k := open(t)
	before := k.Anchors()
	boom := errors.New("boom")
	err := k.Update(ctx, k.Desk, action.RegisterPatient, func(tx *store.Tx) error {
		if err := store.Insert(tx, people, &person{Name: "Half"}); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Fatal(err)
	}
	if len(before) != len(k.Anchors()) {
		t.Fatal("a failed act moved the audit head")
	}
	k.MustView(t, k.Desk, action.FindPatients, func(tx *store.Tx) error {
		if list, err := store.Select(tx, people, ""); err != nil || len(list) != 0 {
			t.Errorf("%d rows, %v", len(list), err)
		}
		return nil
	})
}

func TestAViewCannotWrite(t *testing.T) {
	k := open(t)
	p := register(t, k, "Meera")
	k.MustView(t, k.Desk, action.OpenPatient, func(tx *store.Tx) error {
		p.Name = "Sneaky"
		if err := store.Update(tx, people, &p); err == nil {
			t.Error("a view wrote a record")
		}
		return nil
	}, store.About(p.ID))
	if _, err := k.Vault.Reader().Exec("DELETE FROM test_person"); err == nil {
		t.Error("the reading pool wrote")
	}
}

func TestAChartIsSeenOnlyByTheTransactionThatIsAboutIt(t *testing.T) {
	k := open(t)
	a, b := register(t, k, "A"), register(t, k, "B")
	n := note{Patient: a.ID, Text: "private"}
	k.MustUpdate(t, k.Doctor, action.WriteChart, func(tx *store.Tx) error { return store.Insert(tx, notes, &n) }, store.About(a.ID))
	k.MustView(t, k.Doctor, action.OpenChart, func(tx *store.Tx) error {
		if list, err := store.Select(tx, notes, "text <> '' ORDER BY id"); err != nil || len(list) != 0 {
			t.Errorf("B's view saw %d notes of A, %v", len(list), err)
		}
		_, err := store.Get(tx, notes, n.ID)
		wantCode(t, err, store.NotFound)
		return nil
	}, store.About(b.ID))
	err := k.Update(ctx, k.Doctor, action.WriteChart, func(tx *store.Tx) error { return store.Insert(tx, notes, &note{Patient: a.ID, Text: "x"}) }, store.About(b.ID))
	wantCode(t, err, store.Forbidden)
	err = k.Update(ctx, k.Doctor, action.WriteChart, func(tx *store.Tx) error { return nil })
	wantCode(t, err, store.Invalid)
	k.MustVerify(t)
}

func TestEveryActByEveryRole(t *testing.T) {
	k := open(t)
	p := register(t, k, "Meera")
	for _, def := range action.All {
		for _, actor := range []store.Actor{k.Owner, k.Doctor, k.Desk} {
			ran := false
			err := k.Update(ctx, actor, def.Action, func(tx *store.Tx) error { ran = true; return nil }, store.About(p.ID), store.Because("test"))
			if allowed := def.Allowed(actor.Role); ran != allowed || (err == nil) != allowed {
				t.Errorf("%s as %s: ran %v, %v", def.Action, actor.Role, ran, err)
			}
		}
	}
	err := k.Update(ctx, store.Actor{}, action.RegisterPatient, func(tx *store.Tx) error { return nil })
	wantCode(t, err, store.Locked)
	err = k.Update(ctx, k.Owner, "no such act", func(tx *store.Tx) error { return nil })
	wantCode(t, err, store.Forbidden)
	k.MustVerify(t)
}

func TestAnActMayUseOnlyWhatItDeclares(t *testing.T) {
	k := open(t)
	p := register(t, k, "Meera")
	err := k.View(ctx, k.Owner, action.FindPatients, func(tx *store.Tx) error {
		_, err := store.Select(tx, notes, "")
		return err
	}, store.About(p.ID))
	wantCode(t, err, store.Forbidden)
}

func TestRefusalsAndOpeningsAreAudited(t *testing.T) {
	k := open(t)
	p := register(t, k, "Meera")
	for range 3 {
		k.MustView(t, k.Doctor, action.OpenChart, func(tx *store.Tx) error { return nil }, store.About(p.ID))
	}
	if err := k.View(ctx, k.Desk, action.OpenChart, func(tx *store.Tx) error { t.Error("ran"); return nil }, store.About(p.ID)); err == nil {
		t.Fatal("the desk opened a chart")
	}
	k.MustView(t, k.Owner, action.ReadAudit, func(tx *store.Tx) error {
		list, err := store.Audit(tx, store.AuditQuery{Patient: p.ID.Raw()})
		if err != nil {
			return err
		}
		if len(list) != 2 || list[0].Outcome != "denied" || list[0].User != k.Desk.User || list[1].Outcome != "success" || list[1].Action != action.OpenChart {
			t.Errorf("audit %+v", list)
		}
		return nil
	})
	k.MustVerify(t)
}

func TestAReasonIsKeptApartFromItsEvent(t *testing.T) {
	k := open(t)
	p := register(t, k, "Meera")
	n := note{Patient: p.ID, Text: "wrong person"}
	k.MustUpdate(t, k.Doctor, action.WriteChart, func(tx *store.Tx) error { return store.Insert(tx, notes, &n) }, store.About(p.ID))
	retract := func(reason string) error {
		return k.Update(ctx, k.Doctor, action.RetractChart, func(tx *store.Tx) error { return store.Retract(tx, notes, &n) }, store.About(p.ID), store.Because(reason))
	}
	wantCode(t, retract("  "), store.Invalid)
	if err := retract("Written for another patient"); err != nil {
		t.Fatal(err)
	}
	k.MustView(t, k.Doctor, action.OpenChart, func(tx *store.Tx) error {
		states, err := store.History(tx, notes, n.ID)
		if err != nil {
			return err
		}
		if len(states) != 2 || !states[1].Row.Retracted || states[0].Row.Retracted || states[1].Reason != "Written for another patient" {
			t.Errorf("history %+v", states)
		}
		return nil
	}, store.About(p.ID))
	k.MustVerify(t)
	if _, err := k.Vault.Writer().Exec("DELETE FROM audit_reason"); err != nil {
		t.Fatal(err)
	}
	k.MustVerify(t)
}

func TestTheClockNeverRunsBackwards(t *testing.T) {
	k := open(t)
	a := register(t, k, "A")
	k.Clock.Add(-2 * time.Hour)
	b := register(t, k, "B")
	if b.Changed <= a.Changed {
		t.Fatalf("%d after %d", b.Changed, a.Changed)
	}
	k.Clock.Add(-48 * time.Hour)
	if _, ask := k.ClockJump(); !ask {
		t.Fatal("a jump of two days was not questioned")
	}
	wantCode(t, k.Update(ctx, k.Desk, action.RegisterPatient, func(tx *store.Tx) error { return nil }), store.Locked)
	if err := k.ConfirmClock(ctx, k.Desk); err != nil {
		t.Fatal(err)
	}
	register(t, k, "C")
	k.MustVerify(t)
}

func TestDraftsBelongToTheirUserAndGoOnSave(t *testing.T) {
	k := open(t)
	for _, body := range []string{"half", "half a sentence"} {
		if err := k.SaveDraft(ctx, k.Desk, store.Draft{Name: "register", Body: []byte(body)}); err != nil {
			t.Fatal(err)
		}
	}
	list, err := k.Drafts(ctx, k.Desk)
	if err != nil || len(list) != 1 || string(list[0].Body) != "half a sentence" {
		t.Fatalf("%+v %v", list, err)
	}
	if list, err := k.Drafts(ctx, k.Doctor); err != nil || len(list) != 0 {
		t.Fatalf("the doctor sees the desk's drafts: %+v %v", list, err)
	}
	k.MustUpdate(t, k.Desk, action.RegisterPatient, func(tx *store.Tx) error { return store.DropDraft(tx, "register") })
	if list, err := k.Drafts(ctx, k.Desk); err != nil || len(list) != 0 {
		t.Fatalf("%+v %v", list, err)
	}
	wantCode(t, k.SaveDraft(ctx, k.Desk, store.Draft{Name: "register", Body: make([]byte, store.DraftSize+1)}), store.Invalid)
}

func TestIDsRise(t *testing.T) {
	k := open(t)
	k.MustUpdate(t, k.Desk, action.RegisterPatient, func(tx *store.Tx) error {
		previous := ""
		for range 5000 {
			id, err := store.NewID[person](tx)
			if err != nil {
				return err
			}
			if text := id.String(); text <= previous || text[14] != '7' {
				t.Fatalf("%s after %s", text, previous)
			} else {
				previous = text
			}
		}
		return nil
	})
}
