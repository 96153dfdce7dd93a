package vault

import (
	"path/filepath"
	"testing"
)

func TestSmoke(t *testing.T) {
	p := filepath.Join(t.TempDir(), "a.satchel")
	v, err := Create(p, NewSlot{ID: [16]byte{1}, Name: "Doctor", Password: "correct horse"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Writer().Exec("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT)"); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < 100; i++ {
		if _, err := v.Writer().Exec("INSERT INTO t(b) VALUES(?)", "hello"); err != nil {
			t.Fatal(err)
		}
	}
	var n int
	if err := v.Reader().QueryRow("SELECT count(*) FROM t").Scan(&n); err != nil || n != 100 {
		t.Fatal(n, err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v, err = Open(p, Password("doctor", "correct horse"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Reader().QueryRow("SELECT count(*) FROM t").Scan(&n); err != nil || n != 100 {
		t.Fatal(n, err)
	}
	v.Close()
}
