package vault

import (
	"bytes"
	"crypto/sha256"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

// The parsers of bytes from outside. None may panic, and none may take what was not
// written for the truth.

func FuzzHeader(f *testing.F) {
	v, path := newVault(f, cheapKDF(f))
	encoded := readFile(f, path)[:headerSize]
	f.Add(encoded)
	f.Add([]byte(magic))
	f.Add(make([]byte, headerSize))
	macKey := v.volume.keys.headerMAC
	rekeyed := v.volume.header.header
	if err := rekeyed.sealDerivation(v.dataKey, v.dataKey, v.options.Rand); err != nil {
		f.Fatal(err)
	}
	f.Add(rekeyed.encode(macKey))
	f.Fuzz(func(t *testing.T, b []byte) {
		decodeAttempts(b)
		if len(b) >= headerSize {
			decodeAttempts(b[offsetAdvisory:])
		}
		if len(b) >= offsetAdvisory { // past the digest, as a forger would get
			digest := sha256.Sum256(b[:offsetDigest])
			b = bytes.Clone(b)
			copy(b[offsetDigest:], digest[:])
		}
		h, err := decodeHeader(b)
		if err != nil {
			return
		}
		if authentic(b, macKey) && !bytes.Equal(h.encode(macKey), b[:offsetAdvisory]) {
			t.Error("an authentic header is not what it says")
		}
		tag, _, err := doctorKey().resolve(h.uuid)
		if err != nil {
			t.Fatal(err)
		}
		if i := h.slotOf(tag); i >= 0 && !h.slots[i].kdf.Valid() {
			if _, err := h.slots[i].unwrap([]byte("x"), h.uuid, i); KindOf(err) != InvalidKDF {
				t.Errorf("cost %+v was not refused", h.slots[i].kdf)
			}
		}
	})
}

func FuzzPage(f *testing.F) {
	o := cheapKDF(f)
	v, path := newVault(f, o)
	fillRows(f, v, 20)
	closeVault(f, v)
	clean := readFile(f, path)
	pages := int64(len(clean)-databaseOffset) / DefaultPageSize
	f.Add(clean[databaseOffset:][:DefaultPageSize], int64(1))
	f.Add(clean[databaseOffset+DefaultPageSize:][:DefaultPageSize], int64(1))
	f.Add([]byte{}, int64(2))
	f.Fuzz(func(t *testing.T, content []byte, page int64) {
		if page < 1 || page > pages || len(content) > DefaultPageSize {
			return
		}
		b := bytes.Clone(clean)
		copy(b[databaseOffset+(page-1)*DefaultPageSize:], content)
		path := filepath.Join(t.TempDir(), "p.satchel")
		writeFile(t, path, b)
		rows, err := readAll(path, o)
		if same := bytes.Equal(b, clean); same != (err == nil) || (same && rows != 20) || (!same && KindOf(err) != Damaged) {
			t.Errorf("same %v: %d rows, %v", same, rows, err)
		}
	})
}

func FuzzWAL(f *testing.F) {
	o := cheapKDF(f)
	v, path := newVault(f, o)
	fillRows(f, v, 3)
	exec(f, v, "PRAGMA wal_checkpoint(TRUNCATE)")
	fillRows(f, v, 10)
	abandon(f, v)
	clean, wal := readFile(f, path), readFile(f, path+"-wal")
	f.Add(wal[:100], 0)
	f.Add(wal[walHeaderSize:][:DefaultPageSize+frameHeaderSize], walHeaderSize)
	f.Add([]byte{1}, 5000)
	f.Fuzz(func(t *testing.T, content []byte, at int) {
		if at < 0 || at+len(content) > len(wal) {
			return
		}
		b := bytes.Clone(wal)
		copy(b[at:], content)
		path := filepath.Join(t.TempDir(), "p.satchel")
		writeFile(t, path, clean)
		writeFile(t, path+"-wal", b)
		rows, err := readAll(path, o)
		switch kind := KindOf(err); {
		case err == nil && rows == 13:
		case kind == Damaged, kind == OldWAL, kind == MissingWAL:
		default:
			t.Errorf("%d bytes at %d: %d rows, %v", len(content), at, rows, err)
		}
	})
}

// FuzzWALScan meets the scanner with bytes that are no file at all.
func FuzzWALScan(f *testing.F) {
	wal := testSealer(f, XAES256GCM)
	r := rand.New(rand.NewPCG(1, 1))
	random := make([]byte, 3*(minPageSize+frameHeaderSize)+walHeaderSize)
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	f.Add(random)
	f.Add([]byte{0x37, 0x7f, 0x06, 0x82, 0, 0x2d, 0xe2, 0x18, 0, 0, 0x10, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		head, err := decodeWALHeader(b)
		if err != nil {
			head = walHeader{pageSize: minPageSize}
		}
		if !validPageSize(head.pageSize) {
			return
		}
		if scan, err := scanWAL(bytes.NewReader(b), int64(len(b)), head, wal); err != nil || scan.committed != 0 || scan.attested != 0 {
			t.Errorf("%+v, %v", scan, err)
		}
	})
}

func FuzzRecoveryKey(f *testing.F) {
	f.Add("00000-00000")
	f.Add("7k3ma 0q9xd oil1-u")
	f.Add(string(bytes.Repeat([]byte("\xff"), 50)))
	f.Fuzz(func(t *testing.T, text string) {
		code, err := ParseRecoveryKey(text)
		if err != nil {
			if KindOf(err) != RecoveryTypo {
				t.Error(err)
			}
			return
		}
		if again, err := ParseRecoveryKey(code); err != nil || again != code {
			t.Errorf("%q parsed to %q, which parses to %q, %v", text, code, again, err)
		}
	})
}

func FuzzName(f *testing.F) {
	f.Add("Dr. Ströbel", " dr. STRÖBEL")
	f.Fuzz(func(t *testing.T, a, b string) {
		same := FoldName(a) == FoldName(b)
		if tags := nameTag([16]byte{1}, a) == nameTag([16]byte{1}, b); tags != same {
			t.Errorf("%q and %q: same name %v, same tag %v", a, b, same, tags)
		}
		if validCredentials(a, b) == nil && (a == "" || b == "") {
			t.Error("an empty name or password is valid")
		}
	})
}

// FuzzArchive puts bytes into an archive: it restores what was archived, or says what is wrong.
func FuzzArchive(f *testing.F) {
	o := cheapKDF(f)
	v, _ := newVault(f, o)
	fillTable(f, v, 20)
	p := newPlace(f, v)
	p.make()
	exec(f, v, "UPDATE t SET body = body || '!' WHERE id = 3")
	p.make()
	want := sumOf(f, v)
	clean := readFile(f, p.paths[1])
	f.Add(clean[:offsetAdvisory], 0)
	f.Add(clean[len(clean)-archiveTrailer:], 0)
	f.Add([]byte{1}, len(clean)-30)
	f.Add(make([]byte, 100), databaseOffset+5)
	f.Fuzz(func(t *testing.T, content []byte, at int) {
		if at < 0 || at+len(content) > len(clean) {
			return
		}
		b := bytes.Clone(clean)
		copy(b[at:], content)
		path := filepath.Join(t.TempDir(), "archive")
		writeFile(t, path, b)
		copied, err := restoreArchive(t, path, doctorKey(), []string{p.paths[0], path}, o)
		switch kind := KindOf(err); {
		case err == nil && sumOf(t, copied) == want:
		case kind == DamagedPart, kind == Foreign, kind == Newer:
		case at < databaseOffset && (kind == WrongKey || kind == InvalidKDF || kind == Damaged || kind == MissingPart):
		default:
			t.Errorf("%d bytes at %d: %v", len(content), at, err)
		}
	})
}

// FuzzArchiveMap meets the parser with what someone who has the key may have sealed.
func FuzzArchiveMap(f *testing.F) {
	m := archiveMap{parts: [][16]byte{{1}, {2}}}
	m.add(0, 0)
	m.add(1, 7)
	m.add(1, 8)
	m.add(0, 1)
	f.Add(m.encode(), 2, int64(4), int64(2))
	f.Add([]byte{}, 1, int64(0), int64(0))
	f.Fuzz(func(t *testing.T, b []byte, parts int, pages, own int64) {
		m, err := decodeMap(b, parts, pages, own)
		if err != nil {
			return
		}
		if !bytes.Equal(m.encode(), b) {
			t.Error("a map is not what it says")
		}
		covered := int64(0)
		for _, r := range m.runs {
			covered += r.count
		}
		if covered != pages || len(m.parts) != parts {
			t.Errorf("%d pages in %d parts, want %d in %d", covered, len(m.parts), pages, parts)
		}
	})
}
