package vault

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
)

// An archive shows the moment at which its snapshot began, whatever is committed and checkpointed before it is written: with all of the
// WAL in the pages (a reader whose mark is 0), with some of it, with none.
func TestSnapshotStandsStill(t *testing.T) {
	for name, before := range map[string]string{
		"all of the WAL copied":  "PRAGMA wal_checkpoint(TRUNCATE)",
		"the WAL copied, kept":   "PRAGMA wal_checkpoint(PASSIVE)",
		"the WAL never copied":   "UPDATE t SET body = body || '-' WHERE id % 7 = 0",
		"a reader in the middle": "",
	} {
		t.Run(name, func(t *testing.T) {
			o := cheapKDF(t)
			v, _ := newVault(t, o)
			exec(t, v, "PRAGMA wal_autocheckpoint=0")
			fillTable(t, v, 600)
			p := newPlace(t, v)
			p.make()
			exec(t, v, "UPDATE t SET body = body || '+' WHERE id % 50 = 0")
			if before == "" {
				rows, err := v.Reader().Query("SELECT body FROM t")
				if err != nil {
					t.Fatal(err)
				}
				defer rows.Close()
				rows.Next()
				before = "UPDATE t SET body = body || '-' WHERE id % 7 = 0"
			}
			exec(t, v, before)
			want := sumOf(t, v)
			for _, ignoreWAL := range []bool{false, true} {
				s, err := v.Snapshot(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				for n := range 3 { // more than the WAL had, and checkpoints that try to copy it
					exec(t, v, "UPDATE t SET body = body || ? WHERE id % 3 = ?", fmt.Sprint(n), n)
					exec(t, v, "PRAGMA wal_checkpoint(PASSIVE)")
				}
				base, err := chainOf(v, p.paths[:1])
				if err != nil {
					t.Fatal(err)
				}
				if ignoreWAL {
					if len(s.inWAL) == 0 {
						base.Close()
						s.Close()
						break
					}
					clear(s.inWAL)
				}
				path := filepath.Join(p.folder, fmt.Sprint("later", ignoreWAL))
				_, err = s.WriteArchive(t.Context(), path, ArchivePlan{Base: base}, nil)
				base.Close()
				if err = errors.Join(err, s.Close()); err != nil {
					t.Fatal(err)
				}
				copied, err := restoreArchive(t, path, doctorKey(), append(p.paths[:1:1], path), o)
				if err != nil {
					t.Fatal(err)
				}
				var got string
				row := copied.Reader().QueryRow("SELECT count(*) || ' ' || total(id) || ' ' || total(length(body)) || ' ' || max(body) FROM t")
				if err := row.Scan(&got); (got == want && err == nil) == ignoreWAL {
					t.Errorf("pages in the WAL ignored: %v; restored %s, want %s, %v", ignoreWAL, got, want, err)
				}
				if ignoreWAL {
					break
				}
				// Once more, with the snapshot's moment moved on, and without the guard.
				exec(t, v, "PRAGMA wal_checkpoint(TRUNCATE)")
				rows, err := v.Reader().Query("SELECT body FROM t")
				if err != nil {
					t.Fatal(err)
				}
				defer rows.Close()
				rows.Next()
				exec(t, v, "UPDATE t SET body = body || '?' WHERE id % 7 = 0")
				want = sumOf(t, v)
			}
		})
	}
}

// Backups under load: several people move amounts about, checkpoints come and go, and each archive holds every amount once.
func TestArchivesUnderLoad(t *testing.T) {
	o := cheapKDF(t)
	v, _ := newVault(t, o)
	const accounts, total = 2000, 2000 * 100
	exec(t, v, `PRAGMA wal_autocheckpoint=40; CREATE TABLE account(id INTEGER PRIMARY KEY, amount INTEGER, pad TEXT);
		CREATE TABLE moved(id INTEGER PRIMARY KEY, amount INTEGER)`)
	exec(t, v, `INSERT INTO account SELECT value, 100, hex(zeroblob(200)) FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n)
		SELECT value FROM n LIMIT 2000)`)
	ctx, stop := context.WithCancel(t.Context())
	var people sync.WaitGroup
	for person := range 3 {
		people.Add(1)
		go func() {
			defer people.Done()
			r := rand.New(rand.NewPCG(uint64(person), 1))
			for ctx.Err() == nil {
				if err := move(v, r, accounts); err != nil {
					t.Error(err)
					return
				}
				if r.IntN(20) == 0 {
					if _, err := v.Writer().Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil && KindOf(Classify(err)) != Busy {
						t.Error(err)
						return
					}
				}
			}
		}()
	}
	p := newPlace(t, v)
	rounds := 10
	if testing.Short() {
		rounds = 4
	}
	for range rounds {
		p.make()
	}
	stop()
	people.Wait()
	before := -1
	for n := range p.paths {
		copied := p.restore(n, o)
		sum, moves := queryInt(t, copied.Reader(), "SELECT sum(amount) FROM account"), queryInt(t, copied.Reader(), "SELECT count(*) FROM moved")
		if sum != total || moves < before {
			t.Errorf("archive %d: %d in all, want %d; %d moves after %d", n, sum, total, moves, before)
		}
		before = moves
		if err := integrity(copied); err != nil {
			t.Errorf("archive %d: %v", n, err)
		}
		closeVault(t, copied)
	}
	if before == 0 {
		t.Error("nobody worked meanwhile")
	}
}

func move(v *Vault, r *rand.Rand, accounts int) error {
	tx, err := v.Writer().Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	amount := r.IntN(50)
	for _, change := range []int{-amount, amount} {
		if _, err := tx.Exec("UPDATE account SET amount = amount + ? WHERE id = ?", change, 1+r.IntN(accounts)); err != nil {
			return err
		}
	}
	if _, err := tx.Exec("INSERT INTO moved(amount) VALUES(?)", amount); err != nil {
		return err
	}
	return tx.Commit()
}

// A part whose pages were all moved is needed no more.
func TestArchiveMovesPages(t *testing.T) {
	o := cheapKDF(t)
	p := threeArchives(t, o)
	want := sumOf(t, p.v)
	first, err := ProbeArchive(p.paths[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	moved := p.make(first.FileID)
	for _, part := range moved.Parts {
		if part == first.FileID {
			t.Error("the moved part is still needed")
		}
	}
	p.paths = p.paths[1:]
	if got := sumOf(t, p.restore(len(p.paths)-1, o)); got != want {
		t.Errorf("restored %s, want %s", got, want)
	}
	// What was moved is known: the next archive does not write it again.
	if again := p.make(); again.Own > 12 {
		t.Errorf("%d of %d pages were written again", again.Own, again.Pages)
	}
}

// A damaged page of the practice's file is not copied as if it were well.
func TestArchiveMeetsDamage(t *testing.T) {
	o := cheapKDF(t)
	path := closedPractice(t, o, 100)
	b := readFile(t, path)
	b[len(b)-2000] ^= 1
	writeFile(t, path, b)
	v := reopen(t, path, o)
	p := newPlace(t, v)
	_, err := p.tryMake(t.Context())
	wantKind(t, err, Damaged)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.tryMake(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
