package vault

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A file from an enemy may neither crash the program nor keep it busy, or its memory full,
// beyond a set amount.

// The most expensive parameters that a file may ask for, and some that it may not.
func TestHostileKDF(t *testing.T) {
	for _, c := range []struct {
		k    KDF
		want bool
	}{
		{FloorKDF, true},
		{KDF{MemoryKiB: 1 << 20, Passes: 4, Threads: 16}, true},
		{KDF{MemoryKiB: 256 << 10, Passes: 16, Threads: 4}, true}, // Calibrate goes no further
		{KDF{MemoryKiB: 1 << 20, Passes: 5, Threads: 16}, false},  // each below its ceiling, the work is not
		{KDF{MemoryKiB: 1<<20 + 1, Passes: 2, Threads: 1}, false},
		{KDF{MemoryKiB: 1<<32 - 1, Passes: 1<<32 - 1, Threads: 255}, false},
		{KDF{MemoryKiB: 19456, Passes: 17, Threads: 1}, false},
		{KDF{MemoryKiB: 19456, Passes: 2, Threads: 0}, false},
	} {
		if c.k.Valid() != c.want {
			t.Errorf("%+v: valid is %v", c.k, !c.want)
		}
	}
}

// A forged header copy with the higher generation costs no second derivation: the other copy
// serves where the same slots open it, and is refused where they do not.
func TestForgedNewerHeaderCopy(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	fillRows(t, v, 5)
	closeVault(t, v)
	clean := readFile(t, path)
	forge := func(change func(b []byte)) {
		b := bytes.Clone(clean)
		change(b[:headerSize])
		writeFile(t, path, b)
		patchHeader(t, path, func([]byte) {}) // digests that are right
	}
	forge(func(b []byte) { binary.BigEndian.PutUint64(b[offsetGeneration:], 1<<40) })
	if rows, err := readAll(path, o); err != nil || rows != 5 {
		t.Errorf("%d rows, %v", rows, err)
	}
	forge(func(b []byte) {
		binary.BigEndian.PutUint64(b[offsetGeneration:], 1<<40)
		b[offsetSlots+5*slotSize+offsetSlotKind] = byte(slotPassword)
	})
	_, err := Open(path, doctorKey(), o)
	wantKind(t, err, Damaged)
}

// hugeFiles makes one file of the disk look as large as a sparse file can be, zeros behind its
// content, and counts what is read and written.
type hugeFiles struct {
	unsyncedFiles
	suffix        string
	size          int64
	read, written atomic.Int64
}

type hugeFile struct {
	File
	files *hugeFiles
	huge  bool
}

func (h *hugeFiles) OpenFile(name string, flag int, perm os.FileMode) (File, error) {
	f, err := h.unsyncedFiles.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err
	}
	return &hugeFile{f, h, strings.HasSuffix(name, h.suffix)}, nil
}

func (h *hugeFiles) Size(name string) (int64, error) {
	size, err := h.unsyncedFiles.Size(name)
	if err == nil && strings.HasSuffix(name, h.suffix) {
		size = h.size
	}
	return size, err
}

func (f *hugeFile) Size() (int64, error) {
	if f.huge {
		return f.files.size, nil
	}
	return f.File.Size()
}

func (f *hugeFile) ReadAt(p []byte, offset int64) (int, error) {
	f.files.read.Add(int64(len(p)))
	n, err := f.File.ReadAt(p, offset)
	if f.huge && errors.Is(err, io.EOF) && offset < f.files.size {
		clear(p[n:])
		return len(p), nil
	}
	return n, err
}

func (f *hugeFile) WriteAt(p []byte, offset int64) (int, error) {
	f.files.written.Add(int64(len(p)))
	return f.File.WriteAt(p, offset)
}

// A -wal of terabytes, nearly all holes: little more than the set amount is read, whatever
// becomes of it.
func TestHugeWAL(t *testing.T) {
	for _, size := range []int64{1 << 40, 1 << 50, 1<<63 - 1} {
		o := cheapKDF(t)
		path := livePractice(t, o, 10)
		wal := readFile(t, path+"-wal")
		huge := &hugeFiles{suffix: "-wal", size: size}
		o.FS = huge
		if rows, err := readAll(path, o); err != nil || rows != 10 {
			t.Errorf("%d bytes: %d rows, %v", size, rows, err)
		}
		if read := huge.read.Load(); read > brokenScanLimit+16<<20 {
			t.Errorf("%d bytes: %d were read", size, read)
		}

		path = livePractice(t, cheapKDF(t), 10)
		writeFile(t, path+"-wal", wal[:walHeaderSize+100]) // another's, and huge
		_, err := Open(path, doctorKey(), o)
		wantKind(t, err, OldWAL)

		path = livePractice(t, cheapKDF(t), 10)
		wal = readFile(t, path+"-wal")
		wal[walHeaderSize+4*testFrame+50] ^= 1
		writeFile(t, path+"-wal", wal)
		huge.written.Store(0)
		o.AcceptLoss = true
		if rows, err := readAll(path, o); err != nil || rows < 3 || rows >= 10 {
			t.Errorf("%d bytes: with AcceptLoss %d rows, %v", size, rows, err)
		}
		if written := huge.written.Load(); written > brokenScanLimit+16<<20 {
			t.Errorf("%d bytes: %d were written, to keep the damaged WAL", size, written)
		}
	}
}

// A practice file of terabytes: what is behind its last page is not read, but by Check, which
// ends after so many damaged places.
func TestHugeFile(t *testing.T) {
	for _, size := range []int64{1 << 40, 1 << 44, 1 << 50, 1<<63 - 1} {
		o := cheapKDF(t)
		path := closedPractice(t, o, 10)
		huge := &hugeFiles{suffix: ".satchel", size: size}
		o.FS = huge
		v := reopen(t, path, o)
		fillRows(t, v, 2)
		damage, err := v.Check(t.Context(), nil)
		if err != nil || len(damage) != maxDamage {
			t.Errorf("%d bytes: check names %d places, %v", size, len(damage), err)
		}
		if err := integrity(v); err != nil {
			t.Errorf("%d bytes: %v", size, err)
		}
		if read := huge.read.Load(); read > 32<<20 {
			t.Errorf("%d bytes: %d were read", size, read)
		}
		closeVault(t, v)
		if rows, err := readAll(path, cheapKDF(t)); err != nil || rows != 12 {
			t.Errorf("%d bytes: %d rows, %v", size, rows, err)
		}
	}
}

// Somebody with the password, or a fault of the memory, seals nonsense. SQLite must answer with
// errors or with wrong rows, but it must answer.
func TestSealedNonsense(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	fillRows(t, v, 60)
	exec(t, v, "CREATE INDEX t_body ON t(body); CREATE VIRTUAL TABLE found USING fts5(body); INSERT INTO found SELECT body FROM t")
	keys, err := newFileKeys(v.dataKey, &v.volume.header.header, v.options.Rand)
	if err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	clean := readFile(t, path)
	pages := int64(len(clean)-databaseOffset) / DefaultPageSize
	rounds := uint64(250)
	if testing.Short() {
		rounds = 30
	}
	refused := 0
	for round := range rounds {
		r := rand.New(rand.NewPCG(round, 8))
		b := bytes.Clone(clean)
		for range 1 + r.IntN(3) {
			page := 1 + r.Int64N(pages)
			if round%4 == 0 {
				page = 1
			}
			unit := b[databaseOffset+(page-1)*DefaultPageSize:][:DefaultPageSize]
			var additional [8]byte
			if !keys.page.open(unit, pageData(&additional, page)) {
				t.Fatalf("page %d does not open", page)
			}
			spoil(unit[:DefaultPageSize-reservedSize], page, r)
			if err := keys.page.seal(unit, pageData(&additional, page)); err != nil {
				t.Fatal(err)
			}
		}
		writeFile(t, path, b)
		if err := useAll(t, path, o); err != nil {
			refused++
		}
	}
	t.Logf("%d of %d refused", refused, rounds)
	if refused == 0 {
		t.Error("nothing was noticed")
	}
}

// spoil changes a page in one of the ways that hurt a reader of trees: single bits, the header of
// the page with its pointers and counts, or all of it.
func spoil(page []byte, number int64, r *rand.Rand) {
	head := 0
	if number == 1 {
		head = sqliteHeaderSize
	}
	switch r.IntN(4) {
	case 0:
		for range 1 + r.IntN(8) {
			page[head+r.IntN(len(page)-head)] ^= 1 << r.IntN(8)
		}
	case 1: // type, free block, number of cells, start of cells, right child
		for i := range 12 {
			if r.IntN(3) == 0 {
				page[head+i] = byte(r.Uint32())
			}
		}
	case 2: // pointers to cells
		for i := range 40 {
			page[head+8+i] = byte(r.Uint32())
		}
	case 3:
		for i := head; i < len(page); i++ {
			page[i] = byte(r.Uint32())
		}
	}
	if number == 1 && r.IntN(2) == 0 { // size, free list, schema cookie
		binary.BigEndian.PutUint32(page[24+4*r.IntN(6):], r.Uint32())
	}
}

// useAll does to a file what the program does, each within a time.
func useAll(t *testing.T, path string, o Options) error {
	t.Helper()
	v, err := Open(path, doctorKey(), o)
	if err != nil {
		return err
	}
	defer v.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var errs []error
	for _, query := range []string{"SELECT * FROM t ORDER BY body", "SELECT * FROM found WHERE found MATCH 'row'", "PRAGMA integrity_check",
		"PRAGMA foreign_key_check", "SELECT * FROM sqlite_schema"} {
		rows, err := v.Reader().QueryContext(ctx, query)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		for rows.Next() {
			var first string
			if query == "PRAGMA integrity_check" && rows.Scan(&first) == nil && first != "ok" {
				errs = append(errs, errors.New("integrity check"))
			}
		}
		errs = append(errs, rows.Err(), rows.Close())
	}
	_, err = v.Writer().ExecContext(ctx, "INSERT INTO t(body) VALUES('more'); DELETE FROM t WHERE id < 20; INSERT INTO found VALUES('more')")
	errs = append(errs, err)
	_, err = v.Check(ctx, nil)
	errs = append(errs, err, v.BackupTo(ctx, filepath.Join(t.TempDir(), "copy"), nil))
	if ctx.Err() != nil {
		t.Fatal("it took longer than half a minute")
	}
	return errors.Join(errs...)
}

// What a schema might call behind the program's back is not to be had, right password or not.
func TestHostileSchema(t *testing.T) {
	v, _ := newVault(t, cheapKDF(t))
	fillRows(t, v, 1)
	exec(t, v, "CREATE VIEW raw AS SELECT * FROM sqlite_dbpage")
	if rows, err := v.Reader().Query("SELECT count(*) FROM raw"); err == nil {
		if rows.Next() || rows.Err() == nil {
			t.Error("a view may read raw pages")
		}
		rows.Close()
	}
	for _, query := range []string{
		"PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql='nonsense'",
		"UPDATE sqlite_dbpage SET data=zeroblob(4096) WHERE pgno=1",
		"SELECT fts3_tokenizer('simple', x'0000000000000000')",
	} {
		if _, err := v.Writer().Exec(query); err == nil {
			t.Errorf("%s: was allowed", query)
		}
	}
}
