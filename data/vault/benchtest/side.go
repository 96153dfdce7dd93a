package benchtest

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the plain side

	"satchel/data/vault"
)

// Side is one competitor.
type Side struct {
	Name string
	// Clear says that the file may be read by anyone. Every other side's is searched for what was written.
	Clear bool
	// Open opens the database in a folder, making it if need be, with its key set and nothing else.
	Open func(folder string, pageSize int) (Store, error)
}

// Store is an open database: one connection that writes and one that reads.
type Store struct {
	Writer, Reader *sql.DB
	Close          func() error
}

// Vault is our side.
func Vault(name string, suite vault.Suite) Side {
	return Side{Name: name, Open: func(folder string, pageSize int) (Store, error) {
		path := filepath.Join(folder, "v.satchel")
		o := vault.Options{PageSize: pageSize, Suite: suite, ReaderCount: 1}
		v, err := vault.Open(path, vault.Password("a", "b"), o)
		if vault.KindOf(err) == vault.NotFound {
			v, err = vault.Create(path, vault.NewSlot{ID: [16]byte{1}, Name: "a", Password: "b"}, o)
		}
		if err != nil {
			return Store{}, err
		}
		return Store{v.Writer(), v.Reader(), v.Close}, nil
	}}
}

// Plain is the measure: the vault's own SQLite without the vault.
func Plain(name string) Side {
	return Side{Name: name, Clear: true, Open: func(folder string, _ int) (Store, error) {
		return OpenPools("sqlite", "file:"+filepath.Join(folder, "plain.db")+"?_txlock=immediate")
	}}
}

// OpenPools opens both connections of a database/sql driver, and runs statements on each before any other.
func OpenPools(driver, dsn string, statements ...string) (Store, error) {
	var s Store
	s.Close = func() error { return errors.Join(s.Reader.Close(), s.Writer.Close()) }
	for _, pool := range []**sql.DB{&s.Writer, &s.Reader} {
		db, err := sql.Open(driver, dsn)
		if err != nil {
			return s, err
		}
		db.SetMaxOpenConns(1)
		db.SetMaxIdleConns(1)
		*pool = db
	}
	for _, pool := range []*sql.DB{s.Writer, s.Reader} {
		for _, statement := range statements {
			if _, err := pool.Exec(statement); err != nil {
				return s, errors.Join(err, s.Close())
			}
		}
	}
	return s, nil
}

// settle gives both connections the same settings on every side, those of the vault, and reads them back.
func (s Store) settle(pageSize, cacheKiB int) error {
	for _, setting := range []struct{ name, value, want string }{
		{"page_size", fmt.Sprint(pageSize), fmt.Sprint(pageSize)}, // before WAL mode, which makes the file
		{"journal_mode", "wal", "wal"},
		{"synchronous", "2", "2"}, // FULL
		{"temp_store", "2", "2"},  // memory
		{"cache_size", fmt.Sprint(-cacheKiB), fmt.Sprint(-cacheKiB)},
		{"mmap_size", "0", "0"},
		{"wal_autocheckpoint", "1000", "1000"}, // pages
		{"journal_size_limit", "67108864", "67108864"},
		{"foreign_keys", "1", "1"},
		{"cell_size_check", "1", "1"},
		{"busy_timeout", "5000", "5000"},
		{"trusted_schema", "0", ""},   // not in SQLite before 3.31
		{"secure_delete", "FAST", ""}, // before 3.20 FAST is ON
	} {
		for _, pool := range []*sql.DB{s.Writer, s.Reader} {
			if _, err := pool.Exec("PRAGMA " + setting.name + "=" + setting.value); err != nil {
				return fmt.Errorf("set %s: %w", setting.name, err)
			}
			got := "0" // a file layer without memory maps answers nothing
			if err := pool.QueryRow("PRAGMA " + setting.name).Scan(&got); err != nil && !errors.Is(err, sql.ErrNoRows) {
				return fmt.Errorf("read %s: %w", setting.name, err)
			}
			if setting.want != "" && got != setting.want {
				return fmt.Errorf("set %s: got %s, want %s", setting.name, got, setting.want)
			}
		}
	}
	return nil
}

// readable searches the files of a folder for what SQLite and the workloads write in the clear.
func readable(folder string) (bool, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return false, err
	}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return false, err
		}
		for _, secret := range []string{"SQLite format 3", "CREATE TABLE", "CREATE VIRTUAL", "penicillin1", "a short note"} {
			if strings.Contains(string(content), secret) {
				return true, nil
			}
		}
	}
	return false, nil
}
