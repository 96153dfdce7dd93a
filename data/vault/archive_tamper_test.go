package vault

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// threeArchives is a place with a whole archive and two that lean on it.
func threeArchives(t testing.TB, o Options) *place {
	t.Helper()
	v, _ := newVault(t, o)
	fillTable(t, v, 400)
	p := newPlace(t, v)
	p.make()
	for n := range 2 {
		exec(t, v, "UPDATE t SET body = body || '!' WHERE id % 100 = ?", n)
		p.make()
	}
	return p
}

// restoreError restores the newest archive of a place and says how that ended.
func restoreError(t testing.TB, p *place, o Options) error {
	t.Helper()
	v, err := restoreArchive(t, p.paths[len(p.paths)-1], doctorKey(), p.paths, o)
	if err == nil {
		closeVault(t, v)
	}
	return err
}

// A bit flipped anywhere in an archive is named with the file, and, in a page, with the page. A restore does without the parts that it
// does not need; Check finds those, too.
func TestArchiveBitFlips(t *testing.T) {
	o := cheapKDF(t)
	p := threeArchives(t, o)
	for n, path := range p.paths {
		clean := readFile(t, path)
		a, err := p.v.OpenArchive(path)
		if err != nil {
			t.Fatal(err)
		}
		a.Close()
		var places []int64
		for at := int64(databaseOffset); at < a.mapOffset(); at += int64(max(1, a.own/6)) * DefaultPageSize {
			places = append(places, at, at+2000, at+DefaultPageSize-1)
		}
		for _, at := range []int64{a.mapOffset(), a.sealsOffset(), a.manifestOffset(), a.size - archiveTrailer} {
			places = append(places, at-1, at, at+20)
		}
		for _, at := range append(places, a.size-1) {
			b := bytes.Clone(clean)
			b[at] ^= 0x20
			writeFile(t, path, b)
			err := restoreError(t, p, o)
			needed := at < a.mapOffset() || at >= a.size-archiveTrailer || at < a.sealsOffset()
			var e *Error
			if errors.As(err, &e) && e.Kind == DamagedPart && e.Name == filepath.Base(path) && (at >= a.mapOffset() || e.Page > 0) {
				continue
			}
			if err != nil {
				t.Fatalf("archive %d, byte %d: %v", n, at, err)
			}
			// A page of an old archive that the newest one has a newer version of, or seals and manifest.
			if needed && (n == len(p.paths)-1 || at >= a.mapOffset()) {
				t.Fatalf("archive %d, byte %d of %d: not noticed", n, at, a.size)
			}
			if at >= a.mapOffset() {
				wantKind(t, checkChain(t, p), DamagedPart)
			}
		}
		writeFile(t, path, clean)
	}
	if err := restoreError(t, p, o); err != nil {
		t.Error(err)
	}
}

func checkChain(t testing.TB, p *place) error {
	t.Helper()
	a, err := p.v.OpenArchive(p.paths[len(p.paths)-1])
	if err != nil {
		return err
	}
	c, err := a.Chain(p.paths)
	if err != nil {
		a.Close()
		return err
	}
	defer c.Close()
	return c.Check()
}

func TestArchiveHeaderDamaged(t *testing.T) {
	o := cheapKDF(t)
	p := threeArchives(t, o)
	path := p.paths[2]
	clean := readFile(t, path)
	for _, copies := range [][]int{{0}, {1}, {0, 1}} {
		b := bytes.Clone(clean)
		for _, i := range copies {
			b[i*headerSize+600] ^= 1
		}
		writeFile(t, path, b)
		err := restoreError(t, p, o)
		if len(copies) == 1 {
			if err != nil {
				t.Errorf("one header copy is enough: %v", err)
			}
			wantKind(t, checkChain(t, p), DamagedPart)
			continue
		}
		if e := wantKind(t, err, DamagedPart); e.Name != filepath.Base(path) {
			t.Errorf("named %q", e.Name)
		}
	}
}

func TestArchivePartsPutWrong(t *testing.T) {
	o := cheapKDF(t)
	p := threeArchives(t, o)
	other := threeArchives(t, o)
	page := func(b []byte, n int) []byte { return b[databaseOffset+n*DefaultPageSize:][:DefaultPageSize] }
	clean := make([][]byte, 3)
	for n, path := range p.paths {
		clean[n] = readFile(t, path)
	}
	for name, c := range map[string]struct {
		spoil func() error
		want  Kind
	}{
		"a part is gone":         {func() error { return os.Remove(p.paths[0]) }, MissingPart},
		"a part of another":      {func() error { writeFile(t, p.paths[0], readFile(t, other.paths[0])); return nil }, MissingPart},
		"two pages swapped":      {func() error { return changed(p.paths[0], func(b []byte) { swap(page(b, 1), page(b, 2)) }) }, DamagedPart},
		"an older page put back": {func() error { return changed(p.paths[2], func(b []byte) { copy(page(b, 0), page(clean[1], 0)) }) }, DamagedPart},
		"a page zeroed":          {func() error { return changed(p.paths[0], func(b []byte) { clear(page(b, 3)) }) }, DamagedPart},
		"cut short":              {func() error { return os.Truncate(p.paths[0], int64(len(clean[0])-100)) }, DamagedPart},
		"cut within the header":  {func() error { return os.Truncate(p.paths[2], 5000) }, Foreign},
		"grown":                  {func() error { return os.Truncate(p.paths[2], int64(len(clean[2])+512)) }, DamagedPart},
		"the newest is empty":    {func() error { return os.Truncate(p.paths[2], 0) }, Foreign},
		"map of another archive": {func() error {
			return changed(p.paths[2], func(b []byte) { copy(b[len(b)-3000:], clean[1][len(clean[1])-3000:]) })
		}, DamagedPart},
	} {
		for n, path := range p.paths {
			writeFile(t, path, clean[n])
		}
		if err := c.spoil(); err != nil {
			t.Fatal(err)
		}
		if err := restoreError(t, p, o); KindOf(err) != c.want {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func changed(path string, change func([]byte)) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	change(b)
	return os.WriteFile(path, b, 0o600)
}

func swap(a, b []byte) {
	kept := bytes.Clone(a)
	copy(a, b)
	copy(b, kept)
}

// An archive is no file to work in, and a practice's file no archive.
func TestArchiveIsNoPractice(t *testing.T) {
	o := cheapKDF(t)
	p := threeArchives(t, o)
	before := readFile(t, p.paths[0])
	_, err := Open(p.paths[0], doctorKey(), o)
	wantKind(t, err, IsBackup)
	_, err = p.v.OpenCopy(p.paths[0])
	wantKind(t, err, IsBackup)
	_, err = Probe(p.paths[0])
	wantKind(t, err, IsBackup)
	_, err = OpenArchive(closedPractice(t, o, 1), doctorKey(), o)
	wantKind(t, err, Foreign)
	for range 8 { // nobody waits, and nothing is counted in a file that is never written
		_, err = OpenArchive(p.paths[0], Password(doctor.Name, "a wrong password"), o)
		wantKind(t, err, WrongKey)
	}
	if !bytes.Equal(readFile(t, p.paths[0]), before) {
		t.Error("looking at an archive changed it")
	}
}

// The passwords and the recovery key of the day of the archive open it, and those of later days don't.
func TestArchiveKeys(t *testing.T) {
	o := cheapKDF(t)
	v, _ := newVault(t, o)
	fillTable(t, v, 50)
	if err := v.AddSlot(desk); err != nil {
		t.Fatal(err)
	}
	code, err := v.NewRecoveryKey()
	if err != nil {
		t.Fatal(err)
	}
	p := newPlace(t, v)
	p.make()
	if err := v.ChangePassword(doctorID, "another password"); err != nil {
		t.Fatal(err)
	}
	later, err := v.NewRecoveryKey()
	if err != nil {
		t.Fatal(err)
	}
	if err := v.RemoveSlot(deskID); err != nil {
		t.Fatal(err)
	}
	p.make()
	old, now := Password(doctor.Name, doctor.Password), Password(doctor.Name, "another password")
	gone := Password(desk.Name, desk.Password)
	for n, keys := range []struct{ open, refused []Key }{
		{[]Key{old, gone, RecoveryKey(code)}, []Key{now, RecoveryKey(later)}},
		{[]Key{now, RecoveryKey(later)}, []Key{old, gone, RecoveryKey(code)}},
	} {
		for _, key := range keys.open {
			copied, err := restoreArchive(t, p.paths[n], key, p.paths, o)
			if err != nil {
				t.Errorf("archive %d: %v", n, err)
				continue
			}
			closeVault(t, copied)
		}
		for _, key := range keys.refused {
			_, err := OpenArchive(p.paths[n], key, o)
			wantKind(t, err, WrongKey)
		}
	}
	_, err = OpenArchive(p.paths[0], RecoveryKey(code[:20]), o)
	wantKind(t, err, RecoveryTypo)
}

// Whoever has the key can write any number into a trailer; it must not be believed before the file is seen to be as long.
func TestArchiveHostileTrailer(t *testing.T) {
	o := cheapKDF(t)
	p := threeArchives(t, o)
	path := p.paths[2]
	clean := readFile(t, path)
	for name, forge := range map[string]func(trailer []byte){
		"many pages":    func(b []byte) { binary.BigEndian.PutUint64(b, 1<<62) },
		"many own":      func(b []byte) { binary.BigEndian.PutUint64(b[8:], 1<<61) },
		"more own":      func(b []byte) { binary.BigEndian.PutUint64(b[8:], binary.BigEndian.Uint64(b)+1) },
		"many parts":    func(b []byte) { binary.BigEndian.PutUint32(b[16:], 1<<31) },
		"no parts":      func(b []byte) { binary.BigEndian.PutUint32(b[16:], 0) },
		"many runs":     func(b []byte) { binary.BigEndian.PutUint32(b[20:], 1<<31) },
		"long manifest": func(b []byte) { binary.BigEndian.PutUint64(b[24:], 1<<62) },
		"fewer pages":   func(b []byte) { binary.BigEndian.PutUint64(b, binary.BigEndian.Uint64(b)-1) },
		"no manifest":   func(b []byte) { binary.BigEndian.PutUint64(b[24:], 0) },
		"negative":      func(b []byte) { binary.BigEndian.PutUint64(b[24:], 1<<63) },
	} {
		a, err := p.v.OpenArchive(path)
		if err != nil {
			t.Fatal(err)
		}
		b := bytes.Clone(clean)
		unit := b[len(b)-archiveTrailer:]
		if !a.sections.open(unit, sectionData(sectionTrailer, 0)) {
			t.Fatal("trailer does not open")
		}
		forge(unit)
		if err := a.sections.seal(unit, sectionData(sectionTrailer, 0)); err != nil {
			t.Fatal(err)
		}
		a.Close()
		writeFile(t, path, b)
		if _, err := p.v.OpenArchive(path); KindOf(err) != DamagedPart {
			t.Errorf("%s: %v", name, err)
		}
		writeFile(t, path, clean)
	}
}
