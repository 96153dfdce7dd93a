package backup_test

import (
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satchel/data"
	"satchel/data/backup"
	"satchel/data/datatest"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

func patientsIn(t testing.TB, p *data.Practice, actor store.Actor) (count int) {
	t.Helper()
	err := p.View(ctx, actor, action.FindPatients, func(tx *store.Tx) error {
		return tx.QueryRow(action.PatientRead, "SELECT count(*) FROM patient", nil, &count)
	})
	if err != nil {
		t.Fatal(err)
	}
	return count
}

// On another computer, from the folder and one person's password or the recovery key alone.
func TestAnyonesKeyBringsThePracticeBack(t *testing.T) {
	k := datatest.Open(t, datatest.Press{})
	folder := t.TempDir()
	mustMake(t, k, folder)
	work(t, k.Practice, k.Owner, 2)
	k.Clock.Add(time.Minute)
	made := mustMake(t, k, folder)
	desk := vault.Password(datatest.Desk, datatest.Password)
	for name, key := range map[string]vault.Key{"owner": ownerKey(), "desk": desk, "recovery key": vault.RecoveryKey(k.Recovery)} {
		t.Run(name, func(t *testing.T) {
			p, actor := restored(t, made.Path, key)
			if got := p.Vault().UUID(); got != k.Vault().UUID() {
				t.Error("another practice")
			}
			if name == "recovery key" {
				if !data.IsRecovery(actor) {
					t.Error("the recovery key opened it as somebody")
				}
				return
			}
			if n := patientsIn(t, p, actor); n != 2 || !p.Store().MustRelocate() {
				t.Errorf("%d patients; on another computer it asks: %v", n, p.Store().MustRelocate())
			}
		})
	}
}

func TestRestoreRefuses(t *testing.T) {
	k := datatest.Open(t, nil)
	folder, to := t.TempDir(), filepath.Join(t.TempDir(), "new.satchel")
	first := mustMake(t, k, folder)
	work(t, k.Practice, k.Owner, 1)
	k.Clock.Add(time.Minute)
	second := mustMake(t, k, folder)
	restore := func(path string, key vault.Key, to string) error {
		_, err := backup.Restore(ctx, backup.RestoreRequest{Path: path, Key: key, To: to}, elsewhere(t), nil)
		return err
	}
	wantKey(t, restore(second.Path, vault.Password(datatest.Owner, "not the password at all"), to), "error.vault.wrong_key")
	wantKey(t, restore(second.Path, vault.RecoveryKey("7K3MA"), to), "error.vault.recovery_typo")
	wantKey(t, restore(k.Path(), ownerKey(), to), "error.vault.foreign")
	wantKey(t, restore(filepath.Join(folder, "nothing"), ownerKey(), to), "error.vault.not_found")
	wantKey(t, restore(second.Path, ownerKey(), k.Path()), "error.vault.exists")
	wantKey(t, restore(second.Path, ownerKey(), filepath.Join(folder, "no", "folder")), "error.vault.not_found")
	_, _, err := data.Open(ctx, second.Path, ownerKey(), elsewhere(t))
	if store.CodeOf(err) != store.Unsupported {
		t.Errorf("a backup was opened to work in: %v", err)
	}
	content, err := os.ReadFile(first.Path)
	if err != nil {
		t.Fatal(err)
	}
	spoil(t, first.Path, 16384+100)
	if damaged := wantKey(t, restore(second.Path, ownerKey(), to), "error.vault.damaged_part"); !strings.Contains(strings.Join(texts(damaged.Args), " "), filepath.Base(first.Path)) {
		t.Errorf("the damaged file is not named: %v", damaged.Args)
	}
	if err := os.Remove(first.Path); err != nil {
		t.Fatal(err)
	}
	wantKey(t, restore(second.Path, ownerKey(), to), "error.vault.missing_part")
	if list, err := backup.List(ctx, k.Practice, folder); err != nil || list[0].Whole() || list[0].Missing != 1 {
		t.Errorf("%+v %v", list, err)
	}
	// What was away comes back; and what a restore left that was cut off is in nobody's way.
	if err := errors.Join(os.WriteFile(first.Path, content, 0o600), os.WriteFile(to+".restoring", []byte("cut off"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if left := files(t, filepath.Dir(to)); len(left) != 1 {
		t.Errorf("failed restores left %v", left)
	}
	if err := restore(second.Path, ownerKey(), to); err != nil {
		t.Fatal(err)
	}
	if left := files(t, filepath.Dir(to)); len(left) != 1 || left[0] != "new.satchel" {
		t.Errorf("left %v", left)
	}
}

func texts(args []any) (list []string) {
	for _, a := range args {
		if s, ok := a.(string); ok {
			list = append(list, s)
		}
	}
	return list
}

// A header that does not belong to the practice's key: an older one, or a forger's who knows the format.
func TestAnotherKeysBackupIsLeftAlone(t *testing.T) {
	k := datatest.Open(t, nil)
	folder := t.TempDir()
	made := mustMake(t, k, folder)
	content, err := os.ReadFile(made.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, copied := range []int{0, 8192} { // the digest needs no key, the MAC does
		content[copied+7616] ^= 1
		sum := sha256.Sum256(content[copied : copied+7648])
		copy(content[copied+7648:], sum[:])
	}
	if err := os.WriteFile(made.Path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	k.Clock.Add(400 * 24 * time.Hour)
	second := mustMake(t, k, folder)
	if !second.Full {
		t.Error("built upon what is not of this key")
	}
	for range 3 {
		k.Clock.Add(time.Hour)
		mustMake(t, k, folder)
	}
	list, err := backup.List(ctx, k.Practice, folder)
	if err != nil || len(list) != 5 || !list[4].OlderKey || list[4].Whole() || list[4].Path != made.Path {
		t.Errorf("%+v %v", list, err)
	}
}

func TestLook(t *testing.T) {
	k := datatest.Open(t, datatest.Press{})
	folder := t.TempDir()
	work(t, k.Practice, k.Owner, 1)
	made := mustMake(t, k, folder)
	work(t, k.Practice, k.Owner, 2)
	if err := k.RememberAnchors(); err != nil {
		t.Fatal(err)
	}
	seen := k.Env.Local.Note(k.Vault().UUID(), "seen")
	t.Setenv("TMPDIR", t.TempDir())
	_, err := backup.Look(ctx, made.Path, vault.Password(datatest.Owner, "not the password at all"), nil, k.Env, nil)
	wantKey(t, err, "error.vault.wrong_key")
	live := &backup.Live{Practice: k.Practice, Actor: k.Owner}
	for _, env := range []data.Env{k.Env, elsewhere(t)} { // here, and on another computer
		looked, err := backup.Look(ctx, made.Path, ownerKey(), live, env, nil)
		if err != nil {
			t.Fatal(err)
		}
		p, actor := looked.Practice, looked.Actor
		if n := patientsIn(t, p, actor); n != 1 || p.Store().MustRelocate() || !looked.Made.Equal(made.Made) {
			t.Errorf("%d patients, asks %v, made %v", n, p.Store().MustRelocate(), looked.Made)
		}
		refused := map[string]error{
			"update":  p.Update(ctx, actor, action.RegisterPatient, func(*store.Tx) error { t.Error("ran"); return nil }),
			"draft":   p.SaveDraft(ctx, actor, store.Draft{Name: "note", Body: []byte("x")}),
			"own key": p.ChangePassword(ctx, actor, datatest.Owner, datatest.Password, "another long password"),
		}
		_, refused["recovery key"] = p.NewRecoveryKey(ctx, actor)
		_, refused["backup"] = backup.Make(ctx, p, actor, folder, nil)
		for name, err := range refused {
			var known *store.Error
			if !errors.As(err, &known) || known.Key != "error.store.look_only" {
				t.Errorf("%s: %v", name, err)
			}
		}
		// A chart is opened as everywhere: audited, here in the copy.
		var who store.RawID
		err = p.View(ctx, actor, action.FindPatients, func(tx *store.Tx) error {
			return tx.QueryRow(action.PatientRead, "SELECT id FROM patient", nil, &who)
		})
		before := p.Store().Anchors()[0].Sequence
		err = errors.Join(err, p.View(ctx, actor, action.OpenChart, func(*store.Tx) error { return nil }, store.About(who)))
		if err != nil || p.Store().Anchors()[0].Sequence != before+1 {
			t.Errorf("%v, %d events after %d", err, p.Store().Anchors()[0].Sequence, before)
		}
		if err := looked.Close(); err != nil {
			t.Fatal(err)
		}
		if left := files(t, os.TempDir()); len(left) != 0 {
			t.Errorf("left %v", left)
		}
	}
	if now := k.Env.Local.Note(k.Vault().UUID(), "seen"); len(seen) == 0 || string(now) != string(seen) {
		t.Errorf("this computer has seen %s, and after a look %s", seen, now)
	}
	looks := 0
	err = k.View(ctx, k.Owner, action.ReadAudit, func(tx *store.Tx) error {
		list, err := store.Audit(tx, store.AuditQuery{})
		for _, e := range list {
			if e.Action == action.LookIntoBackup {
				looks++
			}
		}
		return err
	})
	if err != nil || looks != 2 || patientsIn(t, k.Practice, k.Owner) != 3 {
		t.Errorf("%d looks recorded, %v", looks, err)
	}
	// The look is not what this computer last saw.
	path := k.Path()
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	p, _, err := data.Open(ctx, path, ownerKey(), k.Env)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if len(p.Warnings()) != 0 {
		t.Errorf("%v", p.Warnings())
	}
}
