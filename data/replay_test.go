package data_test

import (
	"os"
	"strings"
	"testing"

	"satchel/data/datatest"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

func ownerKey() vault.Key { return vault.Password(datatest.Owner, datatest.Password) }

func mustReopen(t *testing.T, k *datatest.Kit) []string {
	t.Helper()
	_, actor, err := reopen(t, k, ownerKey())
	if err != nil {
		t.Fatal(err)
	}
	k.Owner = actor
	var keys []string
	for _, f := range k.Warnings() {
		keys = append(keys, f.Key)
	}
	return keys
}

func snapshot(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func putBack(t *testing.T, k *datatest.Kit, content []byte) {
	t.Helper()
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(k.Path(), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// An older copy of the file, an older header under newer pages, and the file from before a re-key: each has its sentence.
func TestAnOlderFileIsNoticed(t *testing.T) {
	k := datatest.Open(t, nil)
	if w := mustReopen(t, k); len(w) > 0 {
		t.Fatal(w)
	}
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	older := snapshot(t, k.Path())
	for range 2 { // work, and no warning for a file that only moves on
		if w := mustReopen(t, k); len(w) > 0 {
			t.Fatal(w)
		}
	}
	if err := k.ChangePassword(ctx, k.Owner, datatest.Owner, datatest.Password, "quite another set of words"); err != nil {
		t.Fatal(err)
	}
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	newest := snapshot(t, k.Path())

	const headers = 16384 // both header copies
	putBack(t, k, append(append([]byte{}, older[:headers]...), newest[headers:]...))
	if w := strings.Join(mustReopen(t, k), " "); w != "error.data.header_older" {
		t.Errorf("an older header, whose password opens again: %q", w)
	}
	putBack(t, k, older)
	if w := strings.Join(mustReopen(t, k), " "); !strings.HasPrefix(w, "error.data.file_older error.store.verify_anchor") {
		t.Errorf("an older file: %q", w)
	}
}

func TestTheFileFromBeforeARekeyIsNoticed(t *testing.T) {
	k := datatest.Open(t, nil)
	mustReopen(t, k)
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, k.Path())
	mustReopen(t, k)
	if _, err := k.Rekey(ctx, k.Owner, ownersKey, nil); err != nil {
		t.Fatal(err)
	}
	if w := mustReopen(t, k); len(w) > 0 {
		t.Fatal(w)
	}
	putBack(t, k, before)
	if w := mustReopen(t, k); len(w) == 0 || w[0] != "error.data.file_replaced" {
		t.Errorf("%q", w)
	}
}

// What another place saw, such as a backup, is held against the chain.
func TestWitnesses(t *testing.T) {
	k := datatest.Open(t, nil)
	good := k.Store().Anchors()
	false_ := store.Anchor{Device: "A", Sequence: good[0].Sequence + 100, Head: make([]byte, 32)}
	if found, err := k.CheckAnchors(ctx, append(good, false_)); err != nil || len(found) != 1 || found[0].Key != "error.store.verify_anchor" {
		t.Errorf("%+v %v", found, err)
	}
}

// The code of a day-end, printed, tells an older copy of the file and one in which somebody rewrote what was before.
func TestAnchorCode(t *testing.T) {
	k := datatest.Open(t, nil)
	mustReopen(t, k)
	earlier := k.AnchorCode()
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	older := snapshot(t, k.Path())
	mustReopen(t, k)
	later := k.AnchorCode()
	check := func(typed, want string) {
		t.Helper()
		found, err := k.CheckAnchorCode(ctx, k.Owner, typed)
		switch {
		case err != nil:
			t.Error(err)
		case found == nil && want != "" || found != nil && found.Key != want:
			t.Errorf("%s: %+v, want %q", typed, found, want)
		}
	}
	typed := strings.ToLower(strings.ReplaceAll(later, "-", " "))
	typed = strings.NewReplacer("0", "o", "1", "l").Replace(typed[1:])
	check("a"+typed, "")
	check(strings.ReplaceAll(later, "-", ""), "")
	check(earlier, "")
	last := later[len(later)-1:]
	check(later[:len(later)-1]+map[bool]string{true: "7", false: "Z"}[last == "Z"], "error.store.verify_code_differs")
	check("B"+later[1:], "error.store.verify_code_missing")
	for _, typed := range []string{"", "A", later[:9], "12-34567-89012", later + "!", strings.Repeat("A", 50), "A-0-AAAAA-AAAAA", "A-99999999999999999999-AAAAA-AAAAA"} {
		_, err := k.CheckAnchorCode(ctx, k.Owner, typed)
		wantKey(t, err, "error.store.anchor_code")
	}

	// Somebody with the key of the file, but not the audit's, changes who did something long ago.
	if _, err := k.Vault().Writer().Exec("DROP TRIGGER audit_event_keep_update; UPDATE audit_event SET outcome = 'failure' WHERE sequence = 2"); err != nil {
		t.Fatal(err)
	}
	check(later, "error.store.verify_code_differs")

	putBack(t, k, older)
	k.Forget(t) // even on a computer that never saw it
	if w := mustReopen(t, k); len(w) > 0 {
		t.Fatal(w)
	}
	check(earlier, "")
	if newest := k.Store().Head().Sequence; newest < 5 {
		t.Fatal(newest)
	}
	// The older copy goes on with entries of its own, which have the numbers of those that are gone.
	if err := k.View(ctx, k.Owner, action.ReadAudit, func(*store.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	check(later, "error.store.verify_code_differs")
	check(strings.Replace(later, "-", "-9", 1), "error.store.verify_code_missing")
}
