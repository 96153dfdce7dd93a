package vault

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
)

// One writer, four readers on three connections, checks and backups, with checkpoints
// every few frames and the WAL starting anew all the time. Each reader must see whole
// transactions only.
func TestConcurrentUse(t *testing.T) {
	o := cheapKDF(t)
	o.cacheKiB = 60
	v, path := newVault(t, o)
	exec(t, v, "CREATE TABLE batch(n INTEGER PRIMARY KEY, size INTEGER)")
	exec(t, v, "CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, body TEXT)")
	exec(t, v, "PRAGMA wal_autocheckpoint=8")
	done := make(chan struct{})
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if err := readSnapshot(v); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-done:
				return
			default:
			}
			if damage, err := v.Check(t.Context(), nil); err != nil || len(damage) > 0 {
				t.Errorf("damage %v, %v", damage, err)
				return
			}
			copied := fmt.Sprint(path, "-", i)
			if err := v.BackupTo(t.Context(), copied, nil); err != nil {
				t.Errorf("backup: %v", err)
				return
			}
		}
	})
	r := rand.New(rand.NewPCG(2, 2))
	for n := range 150 {
		if err := writeBatch(v, r, n+1); err != nil {
			t.Fatal(err)
		}
	}
	close(done)
	group.Wait()
	if err := integrity(v); err != nil {
		t.Error(err)
	}
	copies, err := filepath.Glob(path + "-[0-9]*")
	if err != nil || len(copies) == 0 {
		t.Fatalf("no backup was made: %v", err)
	}
	for _, copied := range copies {
		b, err := Open(copied, doctorKey(), o)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(integrity(b), readSnapshot(b), b.Close()); err != nil {
			t.Errorf("a backup made in the midst: %v", err)
		}
	}
}

// readSnapshot reads twice in one transaction, and everything must fit together.
func readSnapshot(v *Vault) error {
	tx, err := v.Reader().BeginTx(context.Background(), &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var first, wrong, again int
	if err := tx.QueryRow("SELECT count(*) FROM t").Scan(&first); err != nil {
		return err
	}
	if err := tx.QueryRow("SELECT count(*) FROM batch WHERE size <> (SELECT count(*) FROM t WHERE t.n=batch.n)").Scan(&wrong); err != nil {
		return err
	}
	if err := tx.QueryRow("SELECT count(*) FROM t").Scan(&again); err != nil {
		return err
	}
	if wrong > 0 || first != again {
		return fmt.Errorf("a reader saw %d broken batches, %d rows and then %d", wrong, first, again)
	}
	return nil
}

func TestPools(t *testing.T) {
	v, _ := newVault(t, cheapKDF(t))
	fillRows(t, v, 1)
	if _, err := v.Reader().Exec("INSERT INTO t(body) VALUES('x')"); err == nil {
		t.Error("a reader could write")
	}
	tx, err := v.Reader().Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("DELETE FROM t"); err == nil {
		t.Error("a reader could write in a transaction")
	}
	tx.Rollback()
	if v.Writer().Stats().MaxOpenConnections != 1 || v.Reader().Stats().MaxOpenConnections != 3 {
		t.Error("the pools have other sizes")
	}
	// Begin on the writer takes the write lock at once: a plain second writer is busy.
	write, err := v.Writer().Begin()
	if err != nil {
		t.Fatal(err)
	}
	if !v.volume.index.writing() {
		t.Error("Begin on the writer is not immediate")
	}
	write.Rollback()
	for pool, db := range map[string]*sql.DB{"writer": v.Writer(), "reader": v.Reader()} {
		for _, s := range settings(pool == "reader", v.options.cacheKiB) {
			var got string
			if err := db.QueryRow("PRAGMA " + s.name).Scan(&got); err != nil || (s.want != "" && got != s.want) {
				t.Errorf("%s: %s is %s (%v), want %s", pool, s.name, got, err, s.want)
			}
		}
	}
}

// writing reports whether a connection holds SQLite's WAL_WRITE_LOCK.
func (x *walIndex) writing() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.exclusive[0]
}

// A cancelled statement makes database/sql drop its connection; nothing else may notice.
func TestCancelledStatement(t *testing.T) {
	v, _ := newVault(t, cheapKDF(t))
	fillRows(t, v, 10)
	for range 5 {
		ctx, cancel := context.WithCancel(t.Context())
		rows, err := v.Reader().QueryContext(ctx, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i FROM n, t")
		if err != nil {
			t.Fatal(err)
		}
		rows.Next()
		cancel()
		rows.Close()
		ctx, cancel = context.WithCancel(t.Context())
		tx, err := v.Writer().BeginTx(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec("INSERT INTO t(body) VALUES('lost')"); err != nil {
			t.Fatal(err)
		}
		cancel()
		tx.Rollback()
	}
	exec(t, v, "INSERT INTO t(body) VALUES('row kept')")
	if n := queryInt(t, v.Reader(), "SELECT count(*) FROM t"); n != 11 {
		t.Errorf("%d rows, want 11", n)
	}
}

// Pages between the end of the file and one written behind it are sealed too.
func TestHolesAreSealed(t *testing.T) {
	v, path := newVault(t, cheapKDF(t))
	d := newDatabaseFile(v.volume)
	page := make([]byte, DefaultPageSize)
	if code := d.write(page, 6*DefaultPageSize); code == 0 {
		t.Error("a page was written outside a checkpoint")
	}
	v.volume.checkpointing.Store(true)
	if code := d.write(page, 6*DefaultPageSize); code != 0 {
		t.Fatalf("code %d", code)
	}
	page[DefaultPageSize-1] = 1
	if code := d.write(page, 6*DefaultPageSize); code == 0 {
		t.Error("a page with a byte in its reserved tail was written")
	}
	v.volume.checkpointing.Store(false)
	b := readFile(t, path)
	for p := 2; p <= 7; p++ {
		if code := d.readPage(int64(p), page); code != 0 || !allZero(page) {
			t.Errorf("page %d: code %d", p, code)
		}
		if allZero(b[databaseOffset+(p-1)*DefaultPageSize:][:DefaultPageSize]) {
			t.Errorf("page %d is plain zeros on disk", p)
		}
	}
}

var large = flag.Bool("large", false, "let the large file grow past 1 GiB, where SQLite leaves out a page; takes 4 GB of disk")

func TestLargeFile(t *testing.T) {
	rows := 30
	if *large {
		rows = 1100
	}
	o := cheapKDF(t)
	v, path := newVault(t, o)
	exec(t, v, "CREATE TABLE blob(id INTEGER PRIMARY KEY, content BLOB)")
	for range rows {
		exec(t, v, "INSERT INTO blob(content) VALUES(randomblob(1000000))")
	}
	if n := v.volume.pages.Load(); *large && n <= pendingPage(DefaultPageSize) {
		t.Fatalf("%d pages", n)
	}
	if err := v.BackupTo(t.Context(), path+"-copy", nil); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	for _, path := range []string{path, path + "-copy"} {
		v := reopen(t, path, o)
		if err := integrity(v); err != nil {
			t.Error(err)
		}
		if damage, err := v.Check(t.Context(), nil); err != nil || len(damage) > 0 {
			t.Errorf("damage %v, %v", damage, err)
		}
		if n := queryInt(t, v.Reader(), "SELECT count(*) FROM blob WHERE length(content)=1000000"); n != rows {
			t.Errorf("%d rows", n)
		}
		closeVault(t, v)
	}
}
