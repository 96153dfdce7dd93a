package vault

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// closedPractice returns the path of a closed file with some rows.
func closedPractice(t *testing.T, o Options, rows int) string {
	t.Helper()
	v, path := newVault(t, o)
	fillRows(t, v, rows)
	closeVault(t, v)
	return path
}

// livePractice returns the path of a file that was left with a live WAL: three rows in
// the pages, the rest in the WAL.
func livePractice(t *testing.T, o Options, rows int) string {
	t.Helper()
	v, path := newVault(t, o)
	fillRows(t, v, 3)
	exec(t, v, "PRAGMA wal_checkpoint(TRUNCATE)")
	fillRows(t, v, rows-3)
	abandon(t, v)
	return path
}

// readAll opens a file, reads every page through SQLite and returns the rows.
func readAll(path string, o Options) (rows int, err error) {
	v, err := Open(path, doctorKey(), o)
	if err != nil {
		return 0, err
	}
	err = v.Reader().QueryRow("SELECT count(*) FROM t WHERE body LIKE 'row%'").Scan(&rows)
	if err == nil {
		err = integrity(v)
	}
	return rows, errors.Join(Classify(err), v.Close())
}

func TestBitFlipsInPages(t *testing.T) {
	o := cheapKDF(t)
	path := closedPractice(t, o, 40)
	clean := readFile(t, path)
	r := rand.New(rand.NewPCG(1, 1))
	pages := (len(clean) - databaseOffset) / DefaultPageSize
	for page := range pages {
		// The first and last byte of each part of a page, and some between.
		for _, at := range []int{0, 16, 99, 100, DefaultPageSize - 41, DefaultPageSize - 40, DefaultPageSize - 25,
			DefaultPageSize - 24, DefaultPageSize - 1, r.IntN(DefaultPageSize), r.IntN(DefaultPageSize)} {
			b := bytes.Clone(clean)
			b[databaseOffset+page*DefaultPageSize+at] ^= 1 << r.IntN(8)
			writeFile(t, path, b)
			_, err := readAll(path, o)
			if KindOf(err) != Damaged {
				t.Fatalf("page %d, byte %d: got %v, want damaged", page+1, at, err)
			}
			checkNames(t, path, o, int64(page+1))
		}
	}
}

// checkNames wants Check to name exactly this page.
func checkNames(t *testing.T, path string, o Options, page int64) {
	t.Helper()
	v, err := Open(path, doctorKey(), o)
	if page == 1 {
		if e := wantKind(t, err, Damaged); e.Page != 1 {
			t.Fatalf("page 1 is damaged, opening names page %d", e.Page)
		}
		return
	}
	if err != nil {
		// The schema may be on the damaged page's path.
		wantKind(t, err, Damaged)
		return
	}
	defer v.Close()
	damage, err := v.Check(t.Context(), nil)
	if err != nil || len(damage) != 1 || damage[0] != (Damage{Page: page}) {
		t.Fatalf("check names %v (%v), want page %d", damage, err, page)
	}
}

func TestBitFlipsInHeader(t *testing.T) {
	o := cheapKDF(t)
	path := closedPractice(t, o, 5)
	clean := readFile(t, path)
	var places []int
	for at := 0; at < offsetSlots; at += 1 + at/120*12 {
		places = append(places, at)
	}
	for at := offsetSlots; at < headerSize; at += 101 {
		places = append(places, at)
	}
	for _, at := range places {
		for copy := range headerCopies {
			b := bytes.Clone(clean)
			b[copy*headerSize+at] ^= 0x10
			writeFile(t, path, b)
			if rows, err := readAll(path, o); err != nil || rows != 5 {
				t.Fatalf("byte %d of copy %d: one damaged copy was not survived: %d rows, %v", at, copy, rows, err)
			}
			if at >= offsetAdvisory {
				continue
			}
			if info, err := Probe(path); err != nil || info.DamagedHeader != 0 {
				t.Fatalf("byte %d of copy %d: not repaired: %+v, %v", at, copy, info, err)
			}
		}
		if at >= offsetAdvisory {
			continue
		}
		b := bytes.Clone(clean)
		b[at] ^= 0x10
		b[headerSize+at] ^= 0x10
		writeFile(t, path, b)
		_, err := Open(path, doctorKey(), o)
		if kind := KindOf(err); kind != Damaged && (kind != Foreign || at >= len(magic)) {
			t.Fatalf("byte %d of both copies: got %v, want damaged", at, err)
		}
	}
}

func TestPagesMoved(t *testing.T) {
	o := cheapKDF(t)
	path := closedPractice(t, o, 60)
	other := closedPractice(t, o, 60)
	clean, foreign := readFile(t, path), readFile(t, other)
	page := func(b []byte, n int) []byte { return b[databaseOffset+(n-1)*DefaultPageSize:][:DefaultPageSize] }

	older := bytes.Clone(clean)
	for name, damage := range map[string]func(b []byte){
		"two pages swapped":          func(b []byte) { copy(page(b, 3), page(clean, 4)); copy(page(b, 4), page(clean, 3)) },
		"a page copied over another": func(b []byte) { copy(page(b, 3), page(clean, 4)) },
		"a zeroed page":              func(b []byte) { clear(page(b, 3)) },
		"a page of another practice": func(b []byte) { copy(page(b, 3), page(foreign, 3)) },
		"page 1 of another practice": func(b []byte) { copy(page(b, 1), page(foreign, 1)) },
	} {
		b := bytes.Clone(older)
		damage(b)
		writeFile(t, path, b)
		if _, err := readAll(path, o); KindOf(err) != Damaged {
			t.Errorf("%s: got %v, want damaged", name, err)
		}
	}

	// A backup has the same data key, but its pages fit nowhere else.
	writeFile(t, path, clean)
	v := reopen(t, path, o)
	backup := filepath.Join(t.TempDir(), "backup.satchel")
	if err := v.BackupTo(t.Context(), backup, nil); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	b := bytes.Clone(clean)
	copy(page(b, 3), page(readFile(t, backup), 3))
	writeFile(t, path, b)
	if _, err := readAll(path, o); KindOf(err) != Damaged {
		t.Errorf("a page of a backup: got %v, want damaged", err)
	}
}

func TestTruncated(t *testing.T) {
	o := cheapKDF(t)
	path := closedPractice(t, o, 60)
	clean := readFile(t, path)
	for _, size := range []int{len(clean) - 1, len(clean) - DefaultPageSize, databaseOffset + DefaultPageSize, databaseOffset + 10,
		databaseOffset, headerSize + 100, headerSize, 4000, 10} {
		writeFile(t, path, clean[:size])
		_, err := readAll(path, o)
		if kind := KindOf(err); kind != Damaged && (kind != Foreign || size >= headerSize) {
			t.Errorf("cut to %d bytes: got %v, want damaged", size, err)
		}
	}
}

func TestOlderWALIsSetAside(t *testing.T) {
	o := cheapKDF(t)
	path := livePractice(t, o, 10)
	oldWAL := readFile(t, path+"-wal")
	for range 2 { // of the last WAL before, the header knows that all of it is in the pages
		v := reopen(t, path, o)
		fillRows(t, v, 15)
		closeVault(t, v)
	}
	for name, wal := range map[string][]byte{
		"older":            oldWAL,
		"of another":       readFile(t, livePractice(t, o, 12)+"-wal"),
		"no WAL":           []byte("this is not a write-ahead log"),
		"plain SQLite's":   plainWAL(t),
		"older, cut short": oldWAL[:40],
	} {
		writeFile(t, path+"-wal", wal)
		_, err := Open(path, doctorKey(), o)
		e := wantKind(t, err, OldWAL)
		if kept := readFile(t, filepath.Join(filepath.Dir(path), e.Name)); !bytes.Equal(kept, wal) {
			t.Errorf("%s: the WAL set aside is not the one found", name)
		}
		if rows, err := readAll(path, o); err != nil || rows != 40 {
			t.Errorf("%s: %d rows, %v after it was set aside; want 40", name, rows, err)
		}
	}
}

func plainWAL(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "plain.db")
	db := openPlain(t, path)
	defer db.Close()
	if _, err := db.Exec("PRAGMA journal_mode=wal; CREATE TABLE t(a); INSERT INTO t VALUES(1)"); err != nil {
		t.Fatal(err)
	}
	return readFile(t, path+"-wal")
}

// While the file is live, a copy of its WAL from some commits ago passes every check a
// single frame can pass. What tells is what later frames and the header attest.
func TestRolledBackWALIsRefused(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	fillRows(t, v, 10)
	early := readFile(t, path+"-wal")
	fillRows(t, v, 10)
	if _, err := v.Writer().Exec("PRAGMA wal_checkpoint(PASSIVE)"); err != nil {
		t.Fatal(err)
	}
	abandon(t, v)
	writeFile(t, path+"-wal", early)
	_, err := Open(path, doctorKey(), o)
	wantKind(t, err, Damaged)
	o.AcceptLoss = true // not even then: the pages are newer than this WAL
	_, err = Open(path, doctorKey(), o)
	wantKind(t, err, Damaged)
}

func TestMissingWAL(t *testing.T) {
	o := cheapKDF(t)
	for name, lose := range map[string]func(path string) error{
		"removed": func(path string) error { return os.Remove(path) },
		"emptied": func(path string) error { return os.Truncate(path, 0) },
	} {
		path := livePractice(t, o, 10)
		if err := lose(path + "-wal"); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path, doctorKey(), o)
		wantKind(t, err, MissingWAL)
		accept := o
		accept.AcceptLoss = true
		if rows, err := readAll(path, accept); err != nil || rows != 3 {
			t.Errorf("%s: with AcceptLoss: %d rows, %v; want the 3 in the pages", name, rows, err)
		}
		if rows, err := readAll(path, o); err != nil || rows != 3 {
			t.Errorf("%s: after AcceptLoss: %d rows, %v; want 3", name, rows, err)
		}
	}
}

// A bit flipped anywhere in a WAL that a kill left: the file is refused, and the frame named.
func TestBitFlipsInWAL(t *testing.T) {
	o := cheapKDF(t)
	const rows = 20
	path := livePractice(t, o, rows)
	clean, wal := readFile(t, path), readFile(t, path+"-wal")
	frame := DefaultPageSize + frameHeaderSize
	frames := (len(wal) - walHeaderSize) / frame
	var places []int
	for at := range walHeaderSize {
		places = append(places, at)
	}
	for n := range frames {
		start := walHeaderSize + n*frame
		for _, within := range []int{0, 5, 8, 16, 24, 2000, frame - 40, frame - 24, frame - 1} {
			places = append(places, start+within)
		}
	}
	for _, at := range places {
		b := bytes.Clone(wal)
		b[at] ^= 4
		writeFile(t, path, clean)
		writeFile(t, path+"-wal", b)
		_, err := readAll(path, o)
		if at < walHeaderSize {
			if kind := KindOf(err); kind != Damaged && kind != OldWAL {
				t.Fatalf("byte %d of the WAL's header: %v", at, err)
			}
			continue
		}
		if e := wantKind(t, err, Damaged); e.Frame != int64((at-walHeaderSize)/frame+1) {
			t.Fatalf("byte %d: frame %d is named, want %d", at, e.Frame, (at-walHeaderSize)/frame+1)
		}
	}

	// AcceptLoss keeps what is before the damage, and the damaged WAL.
	b := bytes.Clone(wal)
	b[walHeaderSize+frames/2*frame+100] ^= 1
	writeFile(t, path, clean)
	writeFile(t, path+"-wal", b)
	o.AcceptLoss = true
	got, err := readAll(path, o)
	if err != nil || got < rows/3 || got >= rows {
		t.Errorf("with AcceptLoss: %d rows, %v", got, err)
	}
	if kept := readFile(t, path+"-wal.aside-1"); !bytes.Equal(kept, b) {
		t.Error("the damaged WAL was not kept")
	}
}

// Editing the WAL while it is in use is met by the first who reads the frame.
func TestLiveWALEdited(t *testing.T) {
	o := cheapKDF(t)
	o.cacheKiB = 40
	v, path := newVault(t, o)
	fillRows(t, v, 200)
	wal, err := os.OpenFile(path+"-wal", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer wal.Close()
	info, err := wal.Stat()
	if err != nil {
		t.Fatal(err)
	}
	for at := int64(walHeaderSize + 100); at < info.Size(); at += DefaultPageSize + frameHeaderSize {
		if _, err := wal.WriteAt([]byte{0xff, 0xfe}, at); err != nil {
			t.Fatal(err)
		}
	}
	var n int
	err = v.Reader().QueryRow("SELECT count(*) FROM t WHERE body LIKE '%x'").Scan(&n)
	var e *sqlite.Error
	if !errors.As(err, &e) || e.Code() != sqlite3.SQLITE_IOERR_DATA {
		t.Errorf("got %v: SQLite was given something to read", err)
	}
	wantKind(t, Classify(err), Damaged)
	damage, err := v.Check(t.Context(), nil)
	if err != nil || len(damage) == 0 || damage[0].Frame != 1 {
		t.Errorf("check says %v, %v", damage, err)
	}
}

// A page torn by a checkpoint that a crash ended is healed from the WAL, page 1 too.
func TestTornCheckpointHeals(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	fillRows(t, v, 40)
	before := readFile(t, path)
	exec(t, v, "PRAGMA user_version=7") // page 1 is in the WAL
	wal := readFile(t, path+"-wal")
	exec(t, v, "PRAGMA wal_checkpoint(PASSIVE)")
	abandon(t, v)
	after := readFile(t, path)
	// As if power went after the header's note and half of each page.
	for at := databaseOffset; at < len(after); at += DefaultPageSize {
		clear(after[at+DefaultPageSize/2 : at+DefaultPageSize])
		if at < len(before) {
			copy(after[at+DefaultPageSize/2:at+DefaultPageSize], before[at+DefaultPageSize/2:])
		}
	}
	writeFile(t, path, after)
	writeFile(t, path+"-wal", wal)
	v = reopen(t, path, o)
	if err := integrity(v); err != nil {
		t.Error(err)
	}
	if damage, err := v.Check(t.Context(), nil); err != nil || len(damage) != 0 {
		t.Errorf("check says %v, %v: torn pages that the WAL replaces are no damage", damage, err)
	}
	if got := queryInt(t, v.Reader(), "PRAGMA user_version"); got != 7 {
		t.Errorf("user_version %d, want 7", got)
	}
	closeVault(t, v)
	if rows, err := readAll(path, o); err != nil || rows != 40 {
		t.Errorf("%d rows, %v", rows, err)
	}
}
