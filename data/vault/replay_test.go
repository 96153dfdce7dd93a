package vault

import (
	"bytes"
	"path/filepath"
	"testing"
)

// What is authentic can be put back where it once was. FORMAT.md, "Replay", says what notices
// it; these tests hold it to that.

// instants are three states of one closed file, with the generation of each.
type instants struct {
	path       string
	o          Options
	content    [3][]byte
	generation [3]uint64
}

func threeInstants(t *testing.T) instants {
	t.Helper()
	s := instants{o: cheapKDF(t)}
	v, path := newVault(t, s.o)
	s.path = path
	exec(t, v, "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)")
	exec(t, v, "CREATE INDEX t_body ON t(body)")
	exec(t, v, "CREATE TABLE dose(id INTEGER PRIMARY KEY, words TEXT); INSERT INTO dose VALUES(1, 'none')")
	for i := range s.content {
		fillRows(t, v, 30)
		exec(t, v, "UPDATE t SET body=body || ' again' WHERE id % 3 = ?", i)
		exec(t, v, "UPDATE dose SET words=?", []string{"one.", "two.", "four"}[i])
		s.generation[i] = v.Generation()
		closeVault(t, v)
		s.content[i] = readFile(t, path)
		v = reopen(t, path, s.o)
	}
	closeVault(t, v)
	return s
}

func (s *instants) rows(t *testing.T, b []byte, want int) {
	t.Helper()
	writeFile(t, s.path, b)
	if rows, err := readAll(s.path, s.o); err != nil || rows != want {
		t.Errorf("%d rows, %v; want %d", rows, err, want)
	}
}

func TestOlderHeader(t *testing.T) {
	s := threeInstants(t)
	last := s.content[2]
	for i := range headerCopies {
		b := bytes.Clone(last)
		copy(b[i*headerSize:][:headerSize], s.content[0][i*headerSize:])
		s.rows(t, b, 90)
		writeFile(t, s.path, b)
		v := reopen(t, s.path, s.o)
		if v.Generation() <= s.generation[2] {
			t.Errorf("with an older copy %d, the generation went back to %d", i+1, v.Generation())
		}
		closeVault(t, v)
	}

	swapped := bytes.Clone(last)
	copy(swapped, last[headerSize:databaseOffset])
	copy(swapped[headerSize:], last[:headerSize])
	s.rows(t, swapped, 90)

	// Both copies: only who remembers the generation can tell. Nothing is lost by it here: the
	// pages are those of the last instant.
	both := bytes.Clone(last)
	copy(both[:databaseOffset], s.content[0])
	writeFile(t, s.path, both)
	info, err := Probe(s.path)
	if err != nil || info.Generation >= s.generation[2] {
		t.Errorf("generation %d, %v; it was %d", info.Generation, err, s.generation[2])
	}
	s.rows(t, both, 90)

	// The whole file, or all its pages: nothing in the file tells.
	s.rows(t, s.content[1], 60)
	pages := append(bytes.Clone(last[:databaseOffset]), s.content[1][databaseOffset:]...)
	s.rows(t, pages, 60)
}

// Older header copies beside a live WAL: it is set aside by name, or what is missing is named.
func TestOlderHeaderWithWAL(t *testing.T) {
	s := threeInstants(t)
	writeFile(t, s.path, s.content[2])
	v := reopen(t, s.path, s.o)
	fillRows(t, v, 4)
	abandon(t, v)
	live, wal := readFile(t, s.path), readFile(t, s.path+"-wal")
	for i, content := range s.content[:2] {
		b := bytes.Clone(live)
		copy(b[:databaseOffset], content)
		writeFile(t, s.path, b)
		writeFile(t, s.path+"-wal", wal)
		_, err := Open(s.path, doctorKey(), s.o)
		wantKind(t, err, OldWAL)
		s.rows(t, readFile(t, s.path), 90)
		// Pages of another instant under the live header: the frames that are there win, and what
		// does not fit is SQLite's to notice.
		b = append(bytes.Clone(live[:databaseOffset]), content[databaseOffset:]...)
		writeFile(t, s.path, b)
		writeFile(t, s.path+"-wal", wal)
		if rows, err := readAll(s.path, s.o); err == nil {
			t.Errorf("pages of instant %d under a live WAL: %d rows, %v", i+1, rows, err)
		}
	}
}

// One page put back to an older version of itself opens: by itself it is authentic. SQLite's
// structure shows most of them, and not one whose cells were overwritten in place.
func TestOlderPage(t *testing.T) {
	s := threeInstants(t)
	older, last := s.content[1], s.content[2]
	changed, noticed, doses := 0, 0, 0
	for at := databaseOffset; at < len(older); at += DefaultPageSize {
		if bytes.Equal(older[at:at+DefaultPageSize], last[at:at+DefaultPageSize]) {
			continue
		}
		changed++
		b := bytes.Clone(last)
		copy(b[at:at+DefaultPageSize], older[at:])
		writeFile(t, s.path, b)
		if _, err := readAll(s.path, s.o); err != nil {
			noticed++
			continue
		}
		v := reopen(t, s.path, s.o)
		if damage, err := v.Check(t.Context(), nil); err != nil || len(damage) > 0 {
			t.Errorf("page %d: the vault says %v, %v of an authentic page", (at-databaseOffset)/DefaultPageSize+1, damage, err)
		}
		doses += queryInt(t, v.Reader(), "SELECT count(*) FROM dose WHERE words='two.'")
		closeVault(t, v)
	}
	t.Logf("%d pages put back one by one, %d noticed by SQLite's structure", changed, noticed)
	if changed < 5 || noticed == 0 || noticed == changed || doses != 1 {
		t.Errorf("%d pages put back, %d noticed; the older dose was read %d times, want once", changed, noticed, doses)
	}
}

// A backup that was opened and worked in leaves a WAL of its own, under keys of its own.
func TestBackupsWAL(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	fillRows(t, v, 10)
	backup := filepath.Join(t.TempDir(), "backup.satchel")
	if err := v.BackupTo(t.Context(), backup, nil); err != nil {
		t.Fatal(err)
	}
	copied := reopen(t, backup, o)
	fillRows(t, copied, 5)
	abandon(t, copied)
	wal := readFile(t, backup+"-wal")
	for _, live := range []bool{false, true} {
		if live {
			v = reopen(t, path, o)
			fillRows(t, v, 3)
			abandon(t, v)
		} else {
			closeVault(t, v)
		}
		writeFile(t, path+"-wal", wal)
		_, err := Open(path, doctorKey(), o)
		wantKind(t, err, OldWAL)
		rows, err := readAll(path, o)
		if live {
			wantKind(t, err, MissingWAL)
		} else if err != nil || rows != 10 {
			t.Errorf("after it was set aside: %d rows, %v", rows, err)
		}
	}
}

// What is added behind the last page is read by nobody, and Check names it.
func TestGrownFile(t *testing.T) {
	o := cheapKDF(t)
	path := closedPractice(t, o, 30)
	clean := readFile(t, path)
	pages := int64(len(clean)-databaseOffset) / DefaultPageSize
	for name, tail := range map[string][]byte{
		"a few bytes": {1, 2, 3}, "a page of zeros": make([]byte, DefaultPageSize),
		"its own last page": clean[len(clean)-DefaultPageSize:], "its own header": clean[:databaseOffset],
	} {
		writeFile(t, path, append(bytes.Clone(clean), tail...))
		v := reopen(t, path, o)
		damage, err := v.Check(t.Context(), nil)
		whole := len(tail) / DefaultPageSize
		if err != nil || len(damage) != whole || (whole > 0 && damage[0].Page != pages+1) {
			t.Errorf("%s: check says %v, %v", name, damage, err)
		}
		closeVault(t, v)
		if rows, err := readAll(path, o); err != nil || rows != 30 {
			t.Errorf("%s: %d rows, %v", name, rows, err)
		}
	}
}

// A slot opens in its own place of its own header only.
func TestSlotsMoved(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	if err := v.AddSlot(desk); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	other := readFile(t, closedPractice(t, o, 1))
	clean := readFile(t, path)
	slot := func(b []byte, i int) []byte { return b[offsetSlots+i*slotSize:][:slotSize] }
	for name, move := range map[string]func(b []byte){
		"swapped within the header": func(b []byte) { a := bytes.Clone(slot(b, 0)); copy(slot(b, 0), slot(b, 1)); copy(slot(b, 1), a) },
		"another practice's":        func(b []byte) { copy(slot(b, 0), slot(other, 0)) },
		"another practice's, under this one's name tag": func(b []byte) {
			tag := bytes.Clone(slot(b, 0)[offsetSlotNameTag:][:16])
			copy(slot(b, 0), slot(other, 0))
			copy(slot(b, 0)[offsetSlotNameTag:], tag)
		},
		"a colleague's, under the doctor's name tag": func(b []byte) {
			tag := bytes.Clone(slot(b, 0)[offsetSlotNameTag:][:16])
			copy(slot(b, 0), slot(b, 1))
			copy(slot(b, 0)[offsetSlotNameTag:], tag)
		},
	} {
		writeFile(t, path, clean)
		patchHeader(t, path, move)
		for _, key := range []Key{doctorKey(), Password(doctor.Name, desk.Password)} {
			if _, err := Open(path, key, o); KindOf(err) != Damaged && KindOf(err) != WrongKey {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
