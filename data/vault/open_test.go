package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestCreateOpenClose(t *testing.T) {
	for _, o := range []Options{
		{}, {PageSize: 8192}, {PageSize: 16384, ReaderCount: 1}, {Suite: XChaCha20Poly1305},
		{KDF: KDF{MemoryKiB: 32 << 10, Passes: 3, Threads: 4}},
	} {
		v, path := newVault(t, o)
		fillRows(t, v, 50)
		generation, uuid := v.Generation(), v.UUID()
		closeVault(t, v)
		if _, err := os.Stat(path + "-wal"); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("a -wal is left behind: %v", err)
		}
		v = reopen(t, path, Options{})
		if n := queryInt(t, v.Reader(), "SELECT count(*) FROM t"); n != 50 {
			t.Errorf("%d rows, want 50", n)
		}
		if err := integrity(v); err != nil {
			t.Error(err)
		}
		if v.UUID() != uuid || v.Generation() <= generation {
			t.Errorf("uuid %x, generation %d after %x, %d", v.UUID(), v.Generation(), uuid, generation)
		}
		if id := v.Identity(); id.ID != doctorID || id.Recovery {
			t.Errorf("opened by %+v", id)
		}
		if err := v.Close(); err != nil {
			t.Error(err)
		}
		if err := v.Close(); err != nil {
			t.Errorf("second close: %v", err)
		}
	}
}

func TestClosedVaultRefuses(t *testing.T) {
	v, _ := newVault(t, cheapKDF(t))
	closeVault(t, v)
	wantKind(t, v.AddSlot(desk), Closed)
	wantKind(t, v.BackupTo(t.Context(), filepath.Join(t.TempDir(), "b"), nil), Closed)
	_, err := v.Authenticate(doctorKey())
	wantKind(t, err, Closed)
	_, err = v.Check(t.Context(), nil)
	wantKind(t, err, Closed)
}

func TestDerive(t *testing.T) {
	v, path := newVault(t, Options{})
	a, b := v.Derive("audit", 32), v.Derive("commitment", 32)
	if len(a) != 32 || bytes.Equal(a, b) {
		t.Fatalf("derived %x and %x", a, b)
	}
	closeVault(t, v)
	if again := reopen(t, path, Options{}).Derive("audit", 32); !bytes.Equal(a, again) {
		t.Fatal("derived something else after reopening")
	}
}

func TestOpenRefuses(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	fillRows(t, v, 5)
	folder := filepath.Dir(path)

	_, err := Open(path, doctorKey(), o)
	wantKind(t, err, InUse)
	closeVault(t, v)

	_, err = Open(path, Password(doctor.Name, "wrong"), o)
	wantKind(t, err, WrongKey)
	_, err = Open(path, Password("nobody", doctor.Password), o)
	wantKind(t, err, WrongKey)
	_, err = Open(path, Password("", ""), o)
	wantKind(t, err, WrongKey)
	_, err = Open(filepath.Join(folder, "missing.satchel"), doctorKey(), o)
	wantKind(t, err, NotFound)
	_, err = Open(folder, doctorKey(), o)
	wantKind(t, err, Foreign)
	_, err = Create(path, doctor, o)
	wantKind(t, err, Exists)

	for name, content := range map[string][]byte{
		"empty": nil, "short": []byte("x"), "sqlite": append([]byte("SQLite format 3\x00"), make([]byte, 20000)...),
		"zeros": make([]byte, 50000), "text": bytes.Repeat([]byte("hello "), 5000),
	} {
		other := filepath.Join(folder, name)
		writeFile(t, other, content)
		_, err = Open(other, doctorKey(), o)
		wantKind(t, err, Foreign)
		_, err = Probe(other)
		wantKind(t, err, Foreign)
		if !bytes.Equal(readFile(t, other), content) {
			t.Errorf("%s: a foreign file was changed", name)
		}
	}
	if got := readFile(t, path); len(got) == 0 {
		t.Fatal("the file was emptied")
	}
	if n := queryInt(t, reopen(t, path, o).Reader(), "SELECT count(*) FROM t"); n != 5 {
		t.Errorf("%d rows after all that, want 5", n)
	}
}

// patchHeader changes both header copies and makes their digests right again.
func patchHeader(t *testing.T, path string, change func(b []byte)) {
	t.Helper()
	b := readFile(t, path)
	for i := range headerCopies {
		h := b[i*headerSize:][:headerSize]
		change(h)
		digest := sha256.Sum256(h[:offsetDigest])
		copy(h[offsetDigest:], digest[:])
	}
	writeFile(t, path, b)
}

func TestOpenNewer(t *testing.T) {
	o := cheapKDF(t)
	for _, change := range []func(b []byte){
		func(b []byte) { binary.BigEndian.PutUint16(b[offsetVersion:], 2) },
		func(b []byte) { binary.BigEndian.PutUint32(b[offsetFeatures:], 1<<9) },
	} {
		v, path := newVault(t, o)
		closeVault(t, v)
		patchHeader(t, path, change)
		_, err := Open(path, doctorKey(), o)
		wantKind(t, err, Newer)
		_, err = Probe(path)
		wantKind(t, err, Newer)
	}
}

// Somebody without the key can make the digest right, but not the MAC.
func TestHeaderMAC(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	closeVault(t, v)
	patchHeader(t, path, func(b []byte) { b[offsetWALSalts+3] ^= 1 })
	_, err := Open(path, doctorKey(), o)
	wantKind(t, err, Damaged)
}

// A hostile file must neither lower the cost of guessing nor eat the memory.
func TestOpenRefusesKDF(t *testing.T) {
	for _, memory := range []uint32{8, 1 << 30} {
		v, path := newVault(t, Options{})
		closeVault(t, v)
		patchHeader(t, path, func(b []byte) { binary.BigEndian.PutUint32(b[offsetSlots+offsetSlotMemory:], memory) })
		_, err := Open(path, doctorKey(), Options{})
		wantKind(t, err, InvalidKDF)
	}
	_, err := Create(filepath.Join(t.TempDir(), "x"), doctor, Options{KDF: KDF{MemoryKiB: 1024, Passes: 1, Threads: 1}})
	wantKind(t, err, InvalidKDF)
}

func TestCreateRefuses(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "x.satchel")
	for _, c := range []struct {
		first NewSlot
		o     Options
		want  Kind
	}{
		{NewSlot{Name: "", Password: "p"}, Options{}, InvalidName},
		{NewSlot{Name: "n", Password: ""}, Options{}, InvalidName},
		{NewSlot{Name: "n\xff", Password: "p"}, Options{}, InvalidName},
		{NewSlot{Name: strings.Repeat("n", 1000), Password: "p"}, Options{}, InvalidName},
		{doctor, Options{PageSize: 1000}, InvalidOption},
		{doctor, Options{Suite: 9}, InvalidOption},
		{doctor, Options{ReaderCount: 4}, InvalidOption},
	} {
		_, err := Create(path, c.first, c.o)
		wantKind(t, err, c.want)
	}
	_, err := Create(filepath.Join(folder, "no", "such", "folder"), doctor, Options{})
	wantKind(t, err, NotFound)
	writeFile(t, path+"-wal", []byte("something"))
	_, err = Create(path, doctor, Options{})
	wantKind(t, err, Exists)
	if names, _ := os.ReadDir(folder); len(names) != 1 {
		t.Errorf("a failed creation left something behind: %v", names)
	}
}

func TestReadOnlyFile(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	closeVault(t, v)
	o.FS = readOnlyFiles{}
	_, err := Open(path, doctorKey(), o)
	wantKind(t, err, ReadOnly)
	_, err = Create(path+"2", doctor, o)
	wantKind(t, err, ReadOnly)
}

// readOnlyFiles is a disk that cannot be written; the tests may run as a user who may
// write everything.
type readOnlyFiles struct{ systemFiles }

func (readOnlyFiles) OpenFile(name string, flag int, perm os.FileMode) (File, error) {
	if flag&(os.O_RDWR|os.O_WRONLY) != 0 {
		return nil, &os.PathError{Op: "open", Path: name, Err: os.ErrPermission}
	}
	return systemFiles{}.OpenFile(name, flag, perm)
}

func TestFolders(t *testing.T) {
	base := t.TempDir()
	for name, synced := range map[string]bool{
		"Dropbox": true, "OneDrive - Practice": true, "Google Drive": true, "Nextcloud": true, "iCloud Drive": true,
		"Megaphone": false, "practice": false, "boxes": false,
	} {
		folder := filepath.Join(base, name, "deep", "er")
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		want := Kind(0)
		if synced {
			want = SyncedFolder
		}
		if got := KindOf(CheckFolder(folder)); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	marked := filepath.Join(base, "plain")
	if err := os.MkdirAll(filepath.Join(marked, ".stfolder"), 0o700); err != nil {
		t.Fatal(err)
	}
	wantKind(t, CheckFolder(marked), SyncedFolder)
	_, err := Create(filepath.Join(base, "Dropbox", "x.satchel"), doctor, Options{})
	wantKind(t, err, SyncedFolder)
	v, err := Create(filepath.Join(base, "Dropbox", "x.satchel"), doctor, Options{AnyFolder: true})
	if err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
}

func TestErrorTextsHoldNoPath(t *testing.T) {
	_, err := Open("/no/such/Asha Rao.satchel", doctorKey(), Options{})
	e := wantKind(t, err, NotFound)
	if strings.Contains(e.Error(), "Asha") || strings.Contains(e.Error(), "/") {
		t.Errorf("the text holds the path: %s", e)
	}
	if !errors.Is(err, os.ErrNotExist) || !errors.Is(err, &Error{Kind: NotFound}) {
		t.Error("the cause is lost")
	}
	for _, k := range Kinds() {
		if k.String() == "unknown" {
			t.Errorf("kind %d has no name", k)
		}
	}
}

func TestProbe(t *testing.T) {
	v, path := newVault(t, cheapKDF(t))
	if err := v.AddSlot(desk); err != nil {
		t.Fatal(err)
	}
	info, err := Probe(path) // while it is open
	if err != nil {
		t.Fatal(err)
	}
	want := Info{UUID: v.UUID(), FileID: v.FileID(), Users: [][16]byte{doctorID, deskID}, Version: 1, Generation: v.Generation(), PageSize: DefaultPageSize, Suite: XAES256GCM, Slots: 2}
	if !reflect.DeepEqual(info, want) {
		t.Errorf("got %+v, want %+v", info, want)
	}
	closeVault(t, v)
	b := readFile(t, path)
	b[100] ^= 1
	writeFile(t, path, b)
	if info, err := Probe(path); err != nil || info.DamagedHeader != 1 || info.UUID != want.UUID {
		t.Errorf("got %+v, %v", info, err)
	}
}
