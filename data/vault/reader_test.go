package vault

import (
	"bytes"
	"os"
	osexec "os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// testdata/reader.py knows FORMAT.md and nothing else of this program.
const readerPython = "/usr/bin/python3"

// readByPage asks the reader in Python. name is "-" for the recovery key.
func readByPage(t *testing.T, path, name, secret, query string) (answer, complaint string) {
	t.Helper()
	command := osexec.Command(readerPython, filepath.Join("testdata", "reader.py"), path, name, query)
	command.Stdin = strings.NewReader(secret)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil && !strings.HasPrefix(stderr.String(), "reader.py: ") {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	return strings.TrimSpace(string(out)), strings.TrimSpace(strings.TrimPrefix(stderr.String(), "reader.py: "))
}

func TestReaderInPython(t *testing.T) {
	if out, err := osexec.Command(readerPython, "-c", "import nacl, argon2, cryptography").CombinedOutput(); err != nil {
		if os.Getenv("SATCHEL_TEST") == "full" && runtime.GOOS == "linux" {
			t.Fatalf("Python lacks what the reader needs; ./dev test installs it: %v %s", err, out)
		}
		t.Skip("needs Python 3 with PyNaCl, argon2-cffi and cryptography")
	}
	for name, o := range map[string]Options{
		"XAES-256-GCM":       {},
		"XChaCha20-Poly1305": {Suite: XChaCha20Poly1305, PageSize: 8192, KDF: KDF{MemoryKiB: 32 << 10, Passes: 3, Threads: 4}},
	} {
		if testing.Short() && o.Suite != 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			v, path := newVault(t, o)
			code, err := v.NewRecoveryKey()
			if err != nil {
				t.Fatal(err)
			}
			fillRows(t, v, 40)
			exec(t, v, "PRAGMA wal_checkpoint(TRUNCATE)")
			exec(t, v, "UPDATE t SET body='told in the WAL' WHERE id=7")
			exec(t, v, "INSERT INTO t(body) VALUES('last words: Ströbel')")
			abandon(t, v)
			clean, wal := readFile(t, path), readFile(t, path+"-wal")
			const query = "SELECT count(*), (SELECT body FROM t WHERE id=7), (SELECT body FROM t WHERE id=41) FROM t"
			const want = `[41, "told in the WAL", "last words: Str\u00f6bel"]`
			for _, key := range [][2]string{{"  dr. STRÖBEL ", doctor.Password}, {"-", code}, {"-", strings.ToLower(strings.ReplaceAll(code, "-", " "))}} {
				if got, complaint := readByPage(t, path, key[0], key[1], query); got != want {
					t.Errorf("as %q: %s%s, want %s", key[0], got, complaint, want)
				}
			}
			if o.Suite != 0 || testing.Short() {
				return
			}
			if got, _ := readByPage(t, path, doctor.Name, doctor.Password, "PRAGMA integrity_check"); got != `["ok"]` {
				t.Errorf("integrity check: %s", got)
			}
			if !bytes.Equal(readFile(t, path), clean) || !bytes.Equal(readFile(t, path+"-wal"), wal) {
				t.Error("the reader changed the file")
			}
			for what, damage := range map[string]func(){
				"wrong password or recovery key": func() {},
				"page 2":                         func() { b := bytes.Clone(clean); b[databaseOffset+v.volume.pageSize+50] ^= 1; writeFile(t, path, b) },
				"WAL frame": func() {
					writeFile(t, path, clean)
					writeFile(t, path+"-wal", wal[:int64(len(wal))-v.volume.frameSize()])
				},
				"the live WAL is missing": func() {
					writeFile(t, path, clean)
					if err := os.Remove(path + "-wal"); err != nil {
						t.Fatal(err)
					}
				},
			} {
				writeFile(t, path, clean)
				writeFile(t, path+"-wal", wal)
				damage()
				password := doctor.Password
				if strings.HasPrefix(what, "wrong") {
					password = "wrong"
				}
				if got, complaint := readByPage(t, path, doctor.Name, password, query); got != "" || !strings.HasPrefix(complaint, what) {
					t.Errorf("%s: the reader says %q, %q", what, got, complaint)
				}
			}
		})
	}
}
