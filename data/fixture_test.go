package data_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"satchel/data"
	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/datatest"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// fixtures are the practice files in testdata/practice by the schema that made them; its README says what is in them.
func fixtures(t testing.TB) map[int]string {
	t.Helper()
	names, err := filepath.Glob("testdata/practice/schema-*.satchel")
	if err != nil || len(names) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	list := map[int]string{}
	for _, name := range names {
		var schema int
		if _, err := fmt.Sscanf(filepath.Base(name), "schema-%d.satchel", &schema); err != nil {
			t.Fatal(err)
		}
		list[schema] = name
	}
	return list
}

// recoveryKey of every fixture: they are made with the same seed.
const recoveryKey = "7AKZC-2BVB0-5JAB7-SGPK9-PBA4A-933W4-TQ13X-CG8W5"

var owner = vault.Password(datatest.Owner, datatest.Password)

// copied lays a copy of a fixture into a folder of its own.
func copied(t testing.TB, fixture string) string {
	t.Helper()
	content, err := os.ReadFile(fixture)
	path := filepath.Join(t.TempDir(), "practice.satchel")
	if err == nil {
		err = os.WriteFile(path, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// oneMore are today's migrations and one that is still to come, so that every fixture has an update ahead of it.
func oneMore(sql string) []store.Migration {
	steps := store.Migrations()
	return append(steps, store.Migration{Number: len(steps) + 1, Name: "9999_later.sql", SQL: sql})
}

const laterStep = "CREATE TABLE later (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT; INSERT INTO later VALUES (1, 'x');"

func TestAPracticeOfEveryVersionOpens(t *testing.T) {
	for schema, fixture := range fixtures(t) {
		for name, steps := range map[string][]store.Migration{"today": nil, "with the next version": oneMore(laterStep)} {
			t.Run(fmt.Sprintf("schema %d %s", schema, name), func(t *testing.T) {
				env, _ := datatest.Env(t, datatest.Press{})
				newest := max(len(steps), len(store.Migrations()))
				env.Migrations = steps
				openOlder(t, copied(t, fixture), schema, newest, env)
			})
		}
	}
}

// openOlder opens a copy of a fixture and holds against it what its README says.
func openOlder(t *testing.T, path string, schema, newest int, env data.Env) {
	t.Helper()
	var stages []data.UpdateStage
	env.Updating = func(stage data.UpdateStage, percent int) {
		if len(stages) == 0 || stages[len(stages)-1] != stage {
			stages = append(stages, stage)
		}
		if percent < -1 || percent > 100 {
			t.Errorf("%s at %d %%", stage, percent)
		}
	}
	p, actor, err := data.Open(ctx, path, owner, env)
	if err != nil {
		t.Fatal(err)
	}
	k := &datatest.Kit{Practice: p, Owner: actor}
	t.Cleanup(func() { k.Practice.Close() })
	if err := p.Relocate(ctx, actor, store.Moved); err != nil {
		t.Fatal(err)
	}
	if got := schemaOf(t, p.Vault()); got != newest {
		t.Errorf("schema %d, want %d", got, newest)
	}
	update, updated := p.Updated()
	if updated != (schema < newest) {
		t.Fatalf("updated %v from %d to %d", updated, schema, newest)
	}
	if updated {
		if want := []data.UpdateStage{data.UpdateCopies, data.UpdateProves, data.UpdateChanges}; !slices.Equal(stages, want) {
			t.Errorf("told of %v", stages)
		}
		if want := fmt.Sprintf("practice.satchel.before-update-%d", schema); update != (data.Update{From: schema, Copy: want}) {
			t.Errorf("updated %+v", update)
		}
		provesTheCopy(t, filepath.Join(filepath.Dir(path), update.Copy), schema, env)
	}
	knows(t, k)
	k.MustVerify(t)
	who, err := p.SignIn(ctx, vault.Password(datatest.Desk, datatest.Password))
	if err != nil || who.Role != action.Desk {
		t.Errorf("the desk: %+v %v", who, err)
	}
	if _, err := p.SignIn(ctx, vault.Password("left", datatest.Password)); store.CodeOf(err) != store.Forbidden {
		t.Errorf("who left: %v", err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if k.Practice, _, err = data.Open(ctx, path, vault.RecoveryKey(recoveryKey), env); err != nil {
		t.Fatalf("the recovery key: %v", err)
	}
	if _, again := k.Practice.Updated(); again {
		t.Error("updated twice")
	}
}

func schemaOf(t testing.TB, v *vault.Vault) (schema int) {
	t.Helper()
	if err := v.Reader().QueryRow("PRAGMA user_version").Scan(&schema); err != nil {
		t.Fatal(err)
	}
	return schema
}

// provesTheCopy: the copy of before opens by itself with the old password, and is of the old schema.
func provesTheCopy(t testing.TB, path string, schema int, env data.Env) {
	t.Helper()
	v, err := vault.Open(path, owner, env.Vault)
	if err != nil {
		t.Fatalf("the copy: %v", err)
	}
	defer v.Close()
	if got := schemaOf(t, v); got != schema {
		t.Errorf("the copy has schema %d, want %d", got, schema)
	}
	var people int
	if err := v.Reader().QueryRow("SELECT count(*) FROM patient").Scan(&people); err != nil || people != 3 {
		t.Errorf("%d patients in the copy, %v", people, err)
	}
}

// knows holds the record against the README of the fixtures.
func knows(t testing.TB, k *datatest.Kit) {
	t.Helper()
	var meera patients.ID
	view := func(act action.Action, fn func(*store.Tx) error, opts ...store.Option) {
		t.Helper()
		if err := k.View(ctx, k.Owner, act, fn, opts...); err != nil {
			t.Fatal(err)
		}
	}
	view(action.FindPatients, func(tx *store.Tx) error {
		rows, total, err := patients.Find(tx, patients.Query{Text: "meer 9829012345"})
		if err == nil && total == 1 {
			meera = rows[0].ID
		}
		return err
	})
	if meera.IsZero() {
		t.Fatal("Meera is not found")
	}
	view(action.OpenChart, func(tx *store.Tx) error {
		visits, err := chart.Timeline(tx, meera, 10, chart.Cursor{})
		if err != nil || len(visits) != 1 || visits[0].Note != "Cough for three days. Chest clear." || visits[0].Status != chart.EncounterFinished {
			t.Errorf("visits %+v, %v", visits, err)
			return err
		}
		list, err := prescribing.OfEncounter(tx, visits[0].ID)
		if err != nil || len(list) != 1 || list[0].Number != "T-A-P/26-27/0001" {
			t.Errorf("prescriptions %+v, %v", list, err)
			return err
		}
		lines, err := prescribing.Lines(tx, list[0].ID)
		if err != nil || len(lines) != 1 || len(lines[0].Ingredients) != 1 || lines[0].Ingredients[0].Name != "paracetamol" {
			t.Errorf("lines %+v, %v", lines, err)
			return err
		}
		allergies, err := chart.Allergies(tx, meera)
		if err != nil || len(allergies.Items) != 1 || allergies.Items[0].Substance.Display != "penicillin" {
			t.Errorf("allergies %+v, %v", allergies, err)
		}
		return err
	}, store.About(meera))
	view(action.ReadBilling, func(tx *store.Tx) error {
		balance, err := billing.BalanceOf(tx, meera)
		if err != nil || balance.Owed.Minor != 0 || balance.Credit.Minor != 0 {
			t.Errorf("balance %+v, %v", balance, err)
		}
		return err
	})
	drafts, err := k.Drafts(ctx, k.Owner)
	if err != nil || len(drafts) != 1 || string(drafts[0].Body) != "half a sentence" || drafts[0].Patient != meera.Raw() {
		t.Errorf("drafts %+v, %v", drafts, err)
	}
}

func TestAnUpdateThatFailsLeavesTheFileAsItWas(t *testing.T) {
	for schema, fixture := range fixtures(t) {
		env, _ := datatest.Env(t, datatest.Press{})
		path := copied(t, fixture)
		env.Migrations = oneMore("CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT; INSERT INTO nothing VALUES (1);")
		_, _, err := data.Open(ctx, path, owner, env)
		env.Migrations = nil
		wantKey(t, err, "error.store.update_failed")
		onlyTheFile(t, path)
		openOlder(t, path, schema, len(store.Migrations()), env)
	}
}

// forgetful is a disk that loses one page of the copy before an update.
type forgetful struct{ vault.FileSystem }

func (d forgetful) OpenFile(name string, flag int, perm os.FileMode) (vault.File, error) {
	file, err := d.FileSystem.OpenFile(name, flag, perm)
	if err == nil && strings.Contains(name, ".before-update-") {
		return forgetfulFile{file}, nil
	}
	return file, err
}

type forgetfulFile struct{ vault.File }

func (f forgetfulFile) WriteAt(b []byte, at int64) (int, error) {
	if at == pagesAt+6*pageSize {
		return len(b), nil
	}
	return f.File.WriteAt(b, at)
}

func TestNoUpdateWithoutAWholeCopy(t *testing.T) {
	for schema, fixture := range fixtures(t) {
		env, _ := datatest.Env(t, datatest.Press{})
		path := copied(t, fixture)
		bad := env
		bad.Migrations, bad.Vault.FS = oneMore(laterStep), forgetful{vault.Disk()}
		_, _, err := data.Open(ctx, path, owner, bad)
		wantKey(t, err, "error.vault.damaged")
		onlyTheFile(t, path)
		openOlder(t, path, schema, len(store.Migrations()), env)
	}
}

// onlyTheFile: nothing lies beside the file.
func onlyTheFile(t testing.TB, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("%v beside the file, %v", entries, err)
	}
}

func TestTheCopyOfTheUpdateBeforeGoesWithTheNext(t *testing.T) {
	for schema, fixture := range fixtures(t) {
		path := copied(t, fixture)
		folder := filepath.Dir(path)
		mine := []string{"practice.satchel.before-update-99", "practice.satchel.before-update-x", "other.satchel.before-update-1", "practice.satchel.before"}
		for _, name := range append(mine, "practice.satchel.before-update-1", "practice.satchel.before-update-2-3") {
			if err := os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		env, _ := datatest.Env(t, datatest.Press{})
		env.Migrations = oneMore(laterStep)
		p, _, err := data.Open(ctx, path, owner, env)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		var left []string
		for _, entry := range entries {
			left = append(left, entry.Name())
		}
		want := append(mine, "practice.satchel", fmt.Sprintf("practice.satchel.before-update-%d", schema))
		slices.Sort(want)
		if !slices.Equal(left, want) {
			t.Errorf("left are %v, want %v", left, want)
		}
	}
}

// Offsets of the file, as data/vault/FORMAT.md has them. The fixtures' pages have 4096 bytes.
const (
	headerSize    = 8192
	offsetVersion = 16
	offsetSuite   = 18
	offsetDigest  = 7648
	pagesAt       = 2 * headerSize
	pageSize      = 4096
)

// TestADamagedPracticeIsRefusedAndStaysAsItIs: with its sentence, and without a byte changed on the disk. An update is ahead of each,
// so that a page which nobody reads today must be noticed too, before anything is changed.
func TestADamagedPracticeIsRefusedAndStaysAsItIs(t *testing.T) {
	for schema, fixture := range fixtures(t) {
		whole, err := os.ReadFile(fixture)
		if err != nil {
			t.Fatal(err)
		}
		pages := (len(whole) - pagesAt) / pageSize
		refuse := func(name, key string, harm func(b []byte) []byte) {
			t.Run(fmt.Sprintf("schema %d %s", schema, name), func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "practice.satchel")
				harmed := harm(bytes.Clone(whole))
				if err := os.WriteFile(path, harmed, 0o600); err != nil {
					t.Fatal(err)
				}
				env, _ := datatest.Env(t, datatest.Press{})
				env.Migrations = oneMore(laterStep)
				_, _, err := data.Open(ctx, path, owner, env)
				wantKey(t, err, key)
				after, err := os.ReadFile(path)
				if err != nil || !bytes.Equal(after, harmed) {
					t.Errorf("the file changed: %v, first at byte %d", err, firstDifference(after, harmed))
				}
				onlyTheFile(t, path)
			})
		}
		for _, size := range []int{1, 15, 512} {
			refuse(fmt.Sprintf("cut to %d bytes", size), "error.vault.foreign", func(b []byte) []byte { return b[:size] })
		}
		for _, size := range []int{headerSize, pagesAt, pagesAt + 1, pagesAt + pageSize, len(whole) / 2, len(whole) - pageSize, len(whole) - 1} {
			refuse(fmt.Sprintf("cut to %d bytes", size), "error.vault.damaged", func(b []byte) []byte { return b[:size] })
		}
		numbers := []int{1, 2, 3, pages}
		for n := 12; n < pages; n += 12 {
			numbers = append(numbers, n)
		}
		for _, n := range numbers {
			at := pagesAt + (n-1)*pageSize
			refuse(fmt.Sprintf("page %d with one bit flipped", n), "error.vault.damaged", func(b []byte) []byte { b[at+n%pageSize] ^= 1; return b })
			refuse(fmt.Sprintf("page %d of zeros", n), "error.vault.damaged", func(b []byte) []byte { clear(b[at : at+pageSize]); return b })
		}
		refuse("pages 5 and 6 changed places", "error.vault.damaged", func(b []byte) []byte {
			five := bytes.Clone(b[pagesAt+4*pageSize : pagesAt+5*pageSize])
			copy(b[pagesAt+4*pageSize:], b[pagesAt+5*pageSize:pagesAt+6*pageSize])
			copy(b[pagesAt+5*pageSize:], five)
			return b
		})
		both := func(change func(header []byte)) func([]byte) []byte {
			return func(b []byte) []byte {
				change(b[:headerSize])
				change(b[headerSize : 2*headerSize])
				return b
			}
		}
		refuse("both headers with a bit flipped", "error.vault.damaged", both(func(h []byte) { h[600] ^= 4 }))
		refuse("both headers without their mark", "error.vault.foreign", both(func(h []byte) { h[0] ^= 1 }))
		refuse("of a newer format", "error.vault.newer", both(func(h []byte) {
			binary.BigEndian.PutUint16(h[offsetVersion:], 2)
			digest := sha256.Sum256(h[:offsetDigest]) // which needs no key: a newer program's header is whole
			copy(h[offsetDigest:], digest[:])
		}))
		refuse("of another program", "error.vault.foreign", func([]byte) []byte { return []byte(strings.Repeat("SQLite format 3\x00", 4096)) })
		refuse("empty", "error.vault.foreign", func([]byte) []byte { return nil })
	}
}

func firstDifference(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

// TestOneDamagedHeaderIsRepaired from the other.
func TestOneDamagedHeaderIsRepaired(t *testing.T) {
	for schema, fixture := range fixtures(t) {
		for i := range 2 {
			path := copied(t, fixture)
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			content[i*headerSize+600] ^= 4
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			env, _ := datatest.Env(t, datatest.Press{})
			openOlder(t, path, schema, len(store.Migrations()), env)
			after, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(after[offsetSuite:7680], after[headerSize+offsetSuite:headerSize+7680]) {
				t.Errorf("header %d: the copies differ, %v", i, err)
			}
		}
	}
}

// TestAPracticeOfANewerVersionIsRefused and stays as it is.
func TestAPracticeOfANewerVersionIsRefused(t *testing.T) {
	for _, fixture := range fixtures(t) {
		path := copied(t, fixture)
		env, _ := datatest.Env(t, datatest.Press{})
		v, err := vault.Open(path, owner, env.Vault)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := v.Writer().Exec("PRAGMA user_version = 9999"); err != nil {
			t.Fatal(err)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = data.Open(ctx, path, owner, env)
		wantKey(t, err, "error.store.newer_file")
		after, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(before, after) {
			t.Errorf("the file changed: %v, first at byte %d", err, firstDifference(before, after))
		}
		onlyTheFile(t, path)
	}
}

// TestAWALOfAnotherFileIsSetAside: of another practice, and of another time of the same one. It is named, kept and never read.
func TestAWALOfAnotherFileIsSetAside(t *testing.T) {
	for schema, fixture := range fixtures(t) {
		env, _ := datatest.Env(t, nil)
		elsewhere := copied(t, fixture) // the same practice, worked in elsewhere
		v, err := vault.Open(elsewhere, owner, env.Vault)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := v.Writer().Exec("UPDATE draft SET body = x'00'"); err != nil {
			t.Fatal(err)
		}
		same, err := os.ReadFile(elsewhere + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		kit := datatest.Open(t, nil)
		other, err := os.ReadFile(kit.Path() + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		for name, wal := range map[string][]byte{"another practice's": other, "the same practice's": same} {
			path := copied(t, fixture)
			env, _ := datatest.Env(t, datatest.Press{})
			if err := os.WriteFile(path+"-wal", wal, 0o600); err != nil {
				t.Fatal(err)
			}
			_, _, err := data.Open(ctx, path, owner, env)
			wantKey(t, err, "error.vault.old_wal")
			original, err := os.ReadFile(fixture)
			if err != nil {
				t.Fatal(err)
			}
			after, err := os.ReadFile(path)
			const pages = 16384 // the header alone is written anew, before a WAL is moved on its word
			if err != nil || !bytes.Equal(after[pages:], original[pages:]) {
				t.Errorf("%s: a page changed: %v, first at byte %d", name, err, pages+firstDifference(after[pages:], original[pages:]))
			}
			if aside, err := os.ReadFile(path + "-wal.aside-1"); err != nil || !bytes.Equal(aside, wal) {
				t.Errorf("%s: not kept as it was: %v", name, err)
			}
			openOlder(t, path, schema, len(store.Migrations()), env)
		}
	}
}
