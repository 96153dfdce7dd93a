package store_test

import (
	"strings"
	"testing"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
)

// day fills a file with a little of everything.
func day(t *testing.T) (*storetest.Kit, person) {
	t.Helper()
	k := open(t)
	p := register(t, k, "Meera")
	p.Name = "Meera Sharma"
	k.MustUpdate(t, k.Desk, action.CorrectPatient, func(tx *store.Tx) error { return store.Update(tx, people, &p) }, store.About(p.ID))
	n := note{Patient: p.ID, Text: "cough"}
	k.MustUpdate(t, k.Doctor, action.WriteChart, func(tx *store.Tx) error { return store.Insert(tx, notes, &n) }, store.About(p.ID))
	k.MustUpdate(t, k.Doctor, action.RetractChart, func(tx *store.Tx) error { return store.Retract(tx, notes, &n) }, store.About(p.ID), store.Because("typed twice"))
	k.MustVerify(t)
	return k, p
}

// TestWhatIsDoneBehindTheKernelIsFound does what someone with the key and an SQL prompt could do, one act at a time.
func TestWhatIsDoneBehindTheKernelIsFound(t *testing.T) {
	const free = "DROP TRIGGER audit_event_keep_update; DROP TRIGGER audit_event_keep_delete; PRAGMA foreign_keys=0; "
	for name, c := range map[string]struct{ sql, want string }{
		"a row changed":             {"UPDATE test_person SET name = 'X'", "verify_record"},
		"a row removed":             {"DELETE FROM test_note", "verify_count"},
		"a row added":               {"INSERT INTO test_note SELECT zeroblob(16), version, device, sequence, changed, retracted, patient_id, text FROM test_note", "verify_record"},
		"a retraction taken back":   {"UPDATE test_note SET retracted = 0", "verify_record"},
		"a past state changed":      {`UPDATE history SET state = '{"name":"X"}'`, "verify_record"},
		"a past state removed":      {"DELETE FROM history", "verify_count"},
		"a past state made garbage": {"UPDATE history SET state = 'garbage'", "verify_record"},
		"a reason changed":          {"UPDATE audit_reason SET text = 'no'", "verify_reason"},
		"an event changed":          {free + "UPDATE audit_event SET outcome = 'denied' WHERE sequence = 2", "verify_event_altered"},
		"an event taken out":        {free + "DELETE FROM audit_event WHERE sequence = 2", "verify_event_missing"},
		"events renumbered":         {free + "DELETE FROM audit_event WHERE sequence = 1; UPDATE audit_event SET sequence = sequence - 1", "verify_event_altered"},
		"the tail cut off":          {free + "DELETE FROM audit_reason; DELETE FROM audit_event WHERE sequence = (SELECT max(sequence) FROM audit_event)", "verify_anchor"},
		"a loose end":               {"PRAGMA foreign_keys=0; INSERT INTO audit_reason VALUES ('A', 999, 'x')", "verify_foreign_key"},
	} {
		t.Run(name, func(t *testing.T) {
			k, _ := day(t)
			anchors := k.Anchors()
			if _, err := k.Vault.Writer().Exec(c.sql); err != nil {
				t.Fatal(err)
			}
			v, err := k.Verify(ctx, anchors, nil)
			if err != nil {
				t.Fatal(err)
			}
			var keys []string
			for _, f := range v.Findings {
				keys = append(keys, f.Key)
			}
			if !strings.Contains(strings.Join(keys, " "), c.want) {
				t.Errorf("findings %v, want %s", keys, c.want)
			}
		})
	}
}

func TestTheAuditTableRefusesChange(t *testing.T) {
	k, _ := day(t)
	for _, q := range []string{"UPDATE audit_event SET role = 'desk'", "DELETE FROM audit_event"} {
		if _, err := k.Vault.Writer().Exec(q); err == nil {
			t.Errorf("%s went through", q)
		}
	}
}

func TestErasedContentStillVerifies(t *testing.T) {
	k, p := day(t)
	if _, err := k.Vault.Writer().Exec("UPDATE history SET state = NULL"); err != nil {
		t.Fatal(err)
	}
	k.MustVerify(t)
	k.MustView(t, k.Desk, action.OpenPatient, func(tx *store.Tx) error {
		states, err := store.History(tx, people, p.ID)
		if err == nil && (!states[0].Erased || states[0].Row.Name != "") {
			t.Errorf("%+v", states[0])
		}
		return err
	}, store.About(p.ID))
}
