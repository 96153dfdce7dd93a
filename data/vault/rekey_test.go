package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var rekeyPlan = RekeyPlan{Slots: []NewSlot{doctor, {ID: deskID, Name: desk.Name, Password: "one time passphrase"}}}

func rekey(t testing.TB, v *Vault, plan RekeyPlan) string {
	t.Helper()
	code, err := v.Rekey(t.Context(), plan, nil)
	if err != nil {
		t.Fatalf("re-key: %v", err)
	}
	return code
}

func TestRekey(t *testing.T) {
	for _, closeFirst := range []bool{false, true} { // as on Unix, and as on Windows
		t.Run(fmt.Sprint("closing first ", closeFirst), func(t *testing.T) {
			o := cheapKDF(t)
			o.closeFirst = closeFirst
			v, path := newVault(t, o)
			if err := v.AddSlot(desk); err != nil {
				t.Fatal(err)
			}
			leaver := NewSlot{ID: [16]byte{15: 3}, Name: "leaver", Password: "a password that was known"}
			if err := v.AddSlot(leaver); err != nil {
				t.Fatal(err)
			}
			oldCode, err := v.NewRecoveryKey()
			if err != nil {
				t.Fatal(err)
			}
			fillRows(t, v, 200)
			closeVault(t, v) // so that its header asks for no WAL
			v = reopen(t, path, o)
			before := v.Derive("chain", 32)
			oldKey, oldID, oldGeneration := bytes.Clone(v.dataKey), v.FileID(), v.Generation()
			oldHeader := readFile(t, path)[:databaseOffset]

			var last, total int64
			code, err := v.Rekey(t.Context(), rekeyPlan, func(done, of int64) {
				if done != last+1 {
					t.Errorf("progress went from %d to %d", last, done)
				}
				last, total = done, of
			})
			if err != nil {
				t.Fatal(err)
			}
			if last != total || total == 0 {
				t.Errorf("progress ended at %d of %d", last, total)
			}
			if !v.IsClosed() {
				t.Error("the vault is open")
			}
			if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
				t.Errorf("left beside the file: %v %v", entries, err)
			}

			now := reopen(t, path, o)
			if n := queryInt(t, now.Reader(), "SELECT count(*) FROM t"); n != 200 {
				t.Errorf("%d rows", n)
			}
			if err := integrity(now); err != nil {
				t.Error(err)
			}
			if damage, err := now.Check(t.Context(), nil); err != nil || len(damage) > 0 {
				t.Errorf("%v %v", damage, err)
			}
			if !bytes.Equal(now.Derive("chain", 32), before) {
				t.Error("the audit chain's key changed")
			}
			if now.FileID() == oldID || bytes.Equal(now.dataKey, oldKey) || now.Generation() <= oldGeneration {
				t.Error("file id, data key or generation did not move on")
			}
			for name, key := range map[string]Key{
				"who left": Password(leaver.Name, leaver.Password), "the old password of another": Password(desk.Name, desk.Password),
				"the old recovery key": RecoveryKey(oldCode),
			} {
				if _, err := now.Authenticate(key); KindOf(err) != WrongKey {
					t.Errorf("%s: %v", name, err)
				}
			}
			for name, key := range map[string]Key{"the one-time password": Password(desk.Name, "one time passphrase"), "the new recovery key": RecoveryKey(code)} {
				if _, err := now.Authenticate(key); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			exec(t, now, "INSERT INTO t(body) VALUES('after')")
			copied := path + ".copy"
			if err := now.BackupTo(t.Context(), copied, nil); err != nil {
				t.Fatal(err)
			}
			closeVault(t, now)

			// A second one, and a backup, derive the same keys.
			again := reopen(t, path, o)
			rekey(t, again, rekeyPlan)
			for _, p := range []string{path, copied} {
				c := reopen(t, p, o)
				if !bytes.Equal(c.Derive("chain", 32), before) {
					t.Error("the audit chain's key changed")
				}
				closeVault(t, c)
			}

			// The old header over the new pages, as who kept a copy would put it: its password still opens it, and it opens nothing.
			forged := append(bytes.Clone(oldHeader), readFile(t, path)[databaseOffset:]...)
			writeFile(t, path+".forged", forged)
			_, err = Open(path+".forged", Password(leaver.Name, leaver.Password), o)
			wantKind(t, err, Damaged)
		})
	}
}

// Who re-keyed must learn of every reason, and the file must be as before.
func TestRekeyRefused(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	fillRows(t, v, 20)
	many := make([]NewSlot, slotCount)
	for i := range many {
		many[i] = NewSlot{ID: [16]byte{byte(i)}, Name: fmt.Sprint("user ", i), Password: "a password"}
	}
	for _, c := range []struct {
		plan RekeyPlan
		want Kind
	}{
		{RekeyPlan{}, LastSlot}, {RekeyPlan{Slots: many}, SlotsFull},
		{RekeyPlan{Slots: []NewSlot{doctor, {ID: deskID, Name: " DR. STRÖBEL", Password: "x"}}}, NameTaken},
		{RekeyPlan{Slots: []NewSlot{doctor, {ID: doctorID, Name: "other", Password: "x"}}}, NameTaken},
		{RekeyPlan{Slots: []NewSlot{{ID: doctorID, Name: "doctor"}}}, InvalidName},
	} {
		_, err := v.Rekey(t.Context(), c.plan, nil)
		wantKind(t, err, c.want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err := v.Rekey(ctx, rekeyPlan, func(done, total int64) {
		if done == total/2+1 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}
	writeFile(t, path+rekeySuffix, []byte("somebody's own file of this name"))
	_, err = v.Rekey(t.Context(), rekeyPlan, nil)
	wantKind(t, err, Exists)
	if got := readFile(t, path+rekeySuffix); !bytes.HasPrefix(got, []byte("somebody's")) {
		t.Error("somebody's file was overwritten")
	}
	if err := os.Remove(path + rekeySuffix); err != nil {
		t.Fatal(err)
	}
	if v.IsClosed() {
		t.Fatal("closed")
	}
	exec(t, v, "INSERT INTO t(body) VALUES('after')")
	if err := v.ChangePassword(doctorID, doctor.Password); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 2 {
		t.Errorf("beside the file and its WAL: %v %v", entries, err)
	}
	rekey(t, v, rekeyPlan)
	_, err = v.Rekey(t.Context(), rekeyPlan, nil)
	wantKind(t, err, Closed)
}

// What is written and changed while it runs must wait or be refused: it would be lost with the old file.
func TestRekeyLosesNothingWrittenMeanwhile(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	fillRows(t, v, 50)
	wrote := make(chan error, 1)
	started := false
	if _, err := v.Rekey(t.Context(), rekeyPlan, func(done, total int64) {
		if started {
			return
		}
		started = true
		go func() {
			_, err := v.Writer().Exec("INSERT INTO t(body) VALUES('meanwhile')")
			wrote <- err
		}()
		if err := v.ChangePassword(doctorID, "changed meanwhile"); KindOf(err) != Busy {
			t.Errorf("a password change: %v", err)
		}
		if n := queryInt(t, v.Reader(), "SELECT count(*) FROM t"); n != 50 {
			t.Errorf("%d rows are read meanwhile", n)
		}
		if _, err := v.Rekey(t.Context(), rekeyPlan, nil); KindOf(err) != Busy {
			t.Errorf("a second one: %v", err)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := <-wrote; err == nil {
		t.Error("a write was acknowledged and is lost")
	}
	if n := queryInt(t, reopen(t, path, o).Reader(), "SELECT count(*) FROM t"); n != 50 {
		t.Errorf("%d rows", n)
	}
}

// A reader that does not finish keeps the old file; nothing is lost by it.
func TestRekeyWaitsForReaders(t *testing.T) {
	o := cheapKDF(t)
	v, _ := newVault(t, o)
	fillRows(t, v, 50)
	rows, err := v.Reader().Query("SELECT body FROM t")
	if err != nil {
		t.Fatal(err)
	}
	rows.Next()
	patience := rekeyPatience
	t.Cleanup(func() { rekeyPatience = patience })
	rekeyPatience = 100 * time.Millisecond
	_, err = v.Rekey(t.Context(), rekeyPlan, nil)
	wantKind(t, err, Busy)
	rekeyPatience = patience
	if v.IsClosed() {
		t.Fatal("closed")
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	exec(t, v, "INSERT INTO t(body) VALUES('after')")
	rekey(t, v, rekeyPlan)
}

// Another process may have opened the old file just before the new one took its place: it must not work on a file that has
// no name any more.
func TestOpenNoticesThatTheFileWasReplaced(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	fillRows(t, v, 5)
	late, err := openExisting(systemFiles{}, path, os.O_RDWR)
	if err != nil {
		t.Fatal(err)
	}
	defer late.Close()
	rekey(t, v, rekeyPlan)
	complete, err := o.complete()
	if err != nil {
		t.Fatal(err)
	}
	_, err = open(path, late, doctorKey(), complete)
	wantKind(t, err, InUse)
}

func TestRekeyLeftover(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	fillRows(t, v, 5)
	closeVault(t, v)
	whole := readFile(t, path)
	other, otherPath := newVault(t, o)
	closeVault(t, other)
	for name, c := range map[string]struct {
		content []byte
		stays   bool
	}{
		"empty": {nil, false}, "no header yet": {make([]byte, databaseOffset+500), false}, "whole": {whole, false},
		"a torn header":           {append(bytes.Clone(whole[:offsetSlots]), make([]byte, databaseOffset)...), false},
		"another practice's file": {readFile(t, otherPath), true}, "another program's file": {[]byte("%PDF-1.7 letter to the bank"), true},
	} {
		writeFile(t, path+rekeySuffix, c.content)
		closeVault(t, reopen(t, path, o))
		_, err := os.Stat(path + rekeySuffix)
		if c.stays != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Failed attempts that are not in the audit yet go along.
func TestRekeyCarriesAttempts(t *testing.T) {
	o := cheapKDF(t)
	at := time.Date(2026, time.November, 28, 9, 0, 0, 0, time.UTC)
	o.Now = func() time.Time { return at }
	v, path := newVault(t, o)
	for range 3 {
		if _, err := v.Authenticate(Password(doctor.Name, "wrong")); KindOf(err) != WrongKey {
			t.Fatal(err)
		}
	}
	rekey(t, v, rekeyPlan)
	if got := reopen(t, path, o).Attempts(); got.Unreported != 3 || !got.Last.Equal(at) {
		t.Errorf("%+v", got)
	}
}
