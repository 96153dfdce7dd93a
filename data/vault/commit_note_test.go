package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"os"
	"testing"
)

// testFrame is the size of a frame in the tests' WALs, in bytes.
const testFrame = DefaultPageSize + frameHeaderSize

// A live WAL cut off anywhere, at a frame's end or within one, is refused by the first frame
// that is missing; with AcceptLoss what is before it remains, and the file can be worked with.
func TestCutTail(t *testing.T) {
	o := cheapKDF(t)
	const rows = 12
	path := livePractice(t, o, rows)
	clean, wal := readFile(t, path), readFile(t, path+"-wal")
	frames := (len(wal) - walHeaderSize) / testFrame
	for left := range frames {
		for _, more := range []int{0, 1, frameHeaderSize, 512, testFrame - 1} {
			size := walHeaderSize + left*testFrame + more
			writeFile(t, path, clean)
			writeFile(t, path+"-wal", wal[:size])
			_, err := Open(path, doctorKey(), o)
			if e := wantKind(t, err, Damaged); e.Frame < 1 || e.Frame > int64(left)+1 {
				t.Errorf("cut to %d frames and %d bytes: frame %d is named", left, more, e.Frame)
			}
			if more > 1 {
				continue
			}
			accept := o
			accept.AcceptLoss = true
			got, err := readAll(path, accept)
			if err != nil || got < 3 || got >= rows {
				t.Fatalf("cut to %d frames and %d bytes: with AcceptLoss %d rows, %v", left, more, got, err)
			}
			if again, err := readAll(path, o); err != nil || again != got {
				t.Fatalf("cut to %d frames and %d bytes: after AcceptLoss %d rows, %v; want %d", left, more, again, err, got)
			}
			os.Remove(path + "-wal.aside-1")
		}
	}
	writeFile(t, path, clean)
	writeFile(t, path+"-wal", wal)
	if got, err := readAll(path, o); err != nil || got != rows {
		t.Errorf("uncut: %d rows, %v", got, err)
	}
}

// After AcceptLoss, work goes on in the WAL that was cut: the notes must follow, that of copy
// B too, where a failed attempt has carried it.
func TestAcceptLossThenKilled(t *testing.T) {
	o := cheapKDF(t)
	path := livePractice(t, o, 12)
	b, wal := readFile(t, path), readFile(t, path+"-wal")
	copy(b[headerSize+offsetAdvisory:][:advisorySize], b[offsetAdvisory:headerSize])
	writeFile(t, path, b)
	writeFile(t, path+"-wal", wal[:len(wal)-testFrame])
	accept := o
	accept.AcceptLoss = true
	v, err := Open(path, doctorKey(), accept)
	if err != nil {
		t.Fatal(err)
	}
	abandon(t, v)
	v = reopen(t, path, o)
	before := queryInt(t, v.Reader(), "SELECT count(*) FROM t")
	exec(t, v, "INSERT INTO t(body) VALUES('row after the loss')")
	abandon(t, v)
	if rows, err := readAll(path, o); err != nil || rows != before+1 {
		t.Errorf("%d rows, %v; want %d", rows, err, before+1)
	}
}

// A note that is gone, torn or another's only notices less: never does it refuse a good WAL.
func TestCommitNoteIsAdvice(t *testing.T) {
	o := cheapKDF(t)
	path := livePractice(t, o, 12)
	clean, wal := readFile(t, path), readFile(t, path+"-wal")
	other := readFile(t, livePractice(t, o, 40))
	note := func(b []byte, i int) []byte { return b[i*headerSize+offsetAdvisory+offsetNoteSalts:][:noteSize] }
	for name, change := range map[string]func(b []byte){
		"none, as files had before":  func(b []byte) { clear(b[offsetAdvisory:headerSize]) },
		"none":                       func(b []byte) { clear(note(b, 0)) },
		"torn":                       func(b []byte) { note(b, 0)[noteSize-1] ^= 1 },
		"more frames, without a key": func(b []byte) { binary.BigEndian.PutUint64(note(b, 0)[8:], 1000) },
		"another practice's":         func(b []byte) { copy(note(b, 0), note(other, 0)) },
		"in the other copy":          func(b []byte) { copy(note(b, 1), note(b, 0)); clear(note(b, 0)) },
	} {
		b := bytes.Clone(clean)
		change(b)
		writeFile(t, path, b)
		writeFile(t, path+"-wal", wal)
		if rows, err := readAll(path, o); err != nil || rows != 12 {
			t.Errorf("%s: %d rows, %v", name, rows, err)
		}
		// And with a cut tail, only the authentic one tells.
		writeFile(t, path, b)
		writeFile(t, path+"-wal", wal[:len(wal)-testFrame])
		_, err := readAll(path, o)
		if want := map[bool]Kind{true: Damaged}[name == "in the other copy"]; KindOf(err) != want {
			t.Errorf("%s, with a cut tail: %v", name, err)
		}
	}
}

// Commits and failed attempts share the sector: neither loses the other's part, and a commit
// does not wait while an attempt derives a key.
func TestAdvisorySectorIsShared(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	fillRows(t, v, 2)
	for range 3 {
		_, err := v.Authenticate(Password(doctor.Name, "wrong"))
		wantKind(t, err, WrongKey)
		exec(t, v, "INSERT INTO t(body) VALUES('row between')")
	}
	v.volume.attemptMu.Lock() // as during a derivation
	exec(t, v, "INSERT INTO t(body) VALUES('row meanwhile')")
	v.volume.attemptMu.Unlock()
	b := readFile(t, path)
	for i := range headerCopies {
		sector := b[i*headerSize+offsetAdvisory:][:advisorySize]
		if digest := sha256.Sum256(sector[:offsetAttemptSum]); !bytes.Equal(digest[:], sector[offsetAttemptSum:]) {
			t.Errorf("copy %d: the digest of the attempts is wrong", i+1)
		}
		if table, ok := decodeAttempts(sector); !ok || table.counters[0].consecutive != 3 {
			t.Errorf("copy %d: %+v, %v", i+1, table.counters[0], ok)
		}
	}
	frames, ok := decodeNote(v.volume.keys.commitNote, b[offsetAdvisory+offsetNoteSalts:][:noteSize], v.volume.walSalts.Load())
	if !ok || frames != v.volume.walDurable.Load() || frames == 0 {
		t.Errorf("the note says %d, %v; %d frames are durable", frames, ok, v.volume.walDurable.Load())
	}
	abandon(t, v)
	v = reopen(t, path, o)
	if a := v.Attempts(); a.Unreported != 3 {
		t.Errorf("%d failures are left to report, want 3", a.Unreported)
	}
}

// A damaged table of attempts must not come out of the next commit with a digest that is right.
func TestDamagedAttemptsStayDamaged(t *testing.T) {
	o := cheapKDF(t)
	path := closedPractice(t, o, 1)
	b := readFile(t, path)
	for i := range headerCopies {
		sector := b[i*headerSize+offsetAdvisory:][:advisorySize]
		copy(sector, advisoryMagic)
		copy(sector[offsetAttempts:], bytes.Repeat([]byte{0xff}, 20))
	}
	writeFile(t, path, b)
	v := reopen(t, path, o)
	fillRows(t, v, 2)
	closeVault(t, v)
	if a := reopen(t, path, o).Attempts(); a.Unreported != 0 {
		t.Errorf("%d failures out of nothing", a.Unreported)
	}
}

// FuzzCommitNote meets the sector with any bytes: only a note of this file's key binds.
func FuzzCommitNote(f *testing.F) {
	key := bytes.Repeat([]byte{7}, keySize)
	f.Add(encodeNote(key, 5, 9), uint64(5))
	f.Add(encodeNote(key, 0, 9), uint64(0))
	f.Add(make([]byte, noteSize), uint64(0))
	f.Add(encodeNote(key, 5, -1), uint64(5))
	f.Fuzz(func(t *testing.T, b []byte, salts uint64) {
		frames, ok := decodeNote(key, b, salts)
		if ok && (frames < 0 || salts == 0 || !bytes.Equal(encodeNote(key, salts, frames), b)) {
			t.Errorf("%x attests %d frames", b, frames)
		}
		sector := make([]byte, advisorySize)
		copy(sector[offsetNoteSalts:], b)
		decodeAttempts(sector)
	})
}
