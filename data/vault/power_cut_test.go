package vault

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

const simPath = "/simulated/practice.satchel"

// workload is a history on a simulated disk, with what had been promised when.
type workload struct {
	disk      *simDisk
	promises  []promise
	snapshots int // the most that readers held at once
}

// promise says that from a moment on, this many transactions must be found, and that
// the password is one of these: two while it is being changed.
type promise struct {
	moment       int
	transactions int
	passwords    []string
}

// vow adds a promise from now on.
func (w *workload) vow(transactions int, passwords ...string) {
	w.promises = append(w.promises, promise{w.disk.moment(), transactions, passwords})
}

// snapshot is a reader in the midst of a transaction.
type snapshot struct {
	tx      *sql.Tx
	batches int
}

// look begins a transaction on a connection of the readers' pool.
func look(t *testing.T, v *Vault) snapshot {
	t.Helper()
	tx, err := v.Reader().BeginTx(t.Context(), &sql.TxOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	s := snapshot{tx: tx}
	if err := tx.QueryRow("SELECT count(*) FROM batch").Scan(&s.batches); err != nil {
		t.Fatal(err)
	}
	return s
}

// end wants the transaction to see still what it saw first, and whole batches.
func (s snapshot) end(t *testing.T) {
	t.Helper()
	var batches, wrong int
	err := s.tx.QueryRow(`SELECT count(*), count(*) FILTER (WHERE size <> (SELECT count(*) FROM t WHERE t.n=batch.n)) FROM batch`).
		Scan(&batches, &wrong)
	if err != nil || batches != s.batches || wrong > 0 {
		t.Fatalf("a reader saw %d batches, then %d, %d of them broken; %v", s.batches, batches, wrong, err)
	}
	if err := s.tx.Rollback(); err != nil {
		t.Fatal(err)
	}
}

// runWorkload works on a file in every way that writes: small and large transactions,
// rollbacks, deletions, checkpoints with and without readers in the way, a password
// change, a backup, closing and opening. Up to three readers hold snapshots meanwhile.
func runWorkload(t *testing.T, o Options, disk *simDisk, seed uint64) *workload {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 9))
	o.FS, o.AnyFolder, o.cacheKiB = disk, true, 60
	v, err := Create(simPath, doctor, o)
	if err != nil {
		t.Fatal(err)
	}
	w := &workload{disk: disk}
	done, password := 0, doctor.Password
	exec(t, v, `CREATE TABLE batch(n INTEGER PRIMARY KEY, size INTEGER); CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, body TEXT);
		CREATE INDEX t_n ON t(n)`)
	w.vow(done, password)
	var open []snapshot // oldest first; a reader that stays keeps checkpoints from finishing
	endTo := func(left int) {
		t.Helper()
		for len(open) > left {
			i := r.IntN(len(open))
			open[i].end(t)
			open = slices.Delete(open, i, i+1)
		}
	}
	for session := range 8 {
		exec(t, v, fmt.Sprint("PRAGMA wal_autocheckpoint=", 5+r.IntN(40)))
		for range 2 + r.IntN(16) {
			if len(open) < maxReaders && r.IntN(2) == 0 {
				open = append(open, look(t, v))
				w.snapshots = max(w.snapshots, len(open))
			}
			for range 1 + r.IntN(3) {
				if err := writeBatch(v, r, done+1); err != nil {
					t.Fatal(err)
				}
				done++
				w.vow(done, password)
			}
			switch r.IntN(10) {
			case 0:
				exec(t, v, "PRAGMA wal_checkpoint(PASSIVE)")
			case 1:
				if r.IntN(2) == 0 {
					endTo(0)
				}
				if len(open) == 0 {
					exec(t, v, "PRAGMA wal_checkpoint(TRUNCATE)")
				}
			case 2:
				next := fmt.Sprint("password ", r.Uint64())
				w.vow(done, password, next)
				if err := v.ChangePassword(doctorID, next); err != nil {
					t.Fatal(err)
				}
				password = next
				w.vow(done, password)
			case 3:
				endTo(maxReaders - 1) // the backup reads too
				if err := v.BackupTo(t.Context(), fmt.Sprint(simPath, "-backup-", r.Uint64()), nil); err != nil {
					t.Fatal(err)
				}
			}
			endTo(r.IntN(maxReaders + 1))
		}
		endTo(0)
		if session%2 == 1 {
			abandon(t, v) // killed, but the power stays
		} else {
			closeVault(t, v)
		}
		if v, err = Open(simPath, Password(doctor.Name, password), o); err != nil {
			t.Fatal(err)
		}
	}
	closeVault(t, v)
	return w
}

// writeBatch is one transaction: batch n with as many rows as it says.
func writeBatch(v *Vault, r *rand.Rand, n int) error {
	tx, err := v.Writer().Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	size := 1 + r.IntN(4)
	if r.IntN(8) == 0 {
		size = 60 // more than the cache holds: spills into the WAL before it commits
	}
	if r.IntN(6) == 0 { // a savepoint that is given up, after spilling
		if _, err := tx.Exec("SAVEPOINT s; INSERT INTO t(n, body) SELECT -1, hex(randomblob(900)) FROM batch; ROLLBACK TO s"); err != nil {
			return err
		}
	}
	if _, err := tx.Exec("INSERT INTO batch VALUES(?,?)", n, size); err != nil {
		return err
	}
	for range size {
		if _, err := tx.Exec("INSERT INTO t(n, body) VALUES(?,?)", n, strings.Repeat("z", r.IntN(2000))); err != nil {
			return err
		}
	}
	if r.IntN(5) == 0 && n > 10 { // an old batch shrinks
		if _, err := tx.Exec("DELETE FROM t WHERE n=?1; UPDATE batch SET size=0 WHERE n=?1", r.IntN(n-1)+1); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// verify opens what a power cut left and returns what promise it breaks.
func (w *workload) verify(t *testing.T, o Options, disk *simDisk, moment int) error {
	var due promise
	for _, p := range w.promises {
		if p.moment <= moment {
			due = p
		}
	}
	o.FS, o.AnyFolder, o.ReaderCount = disk, true, 1
	var v *Vault
	var err error
	for _, password := range due.passwords {
		if v, err = Open(simPath, Password(doctor.Name, password), o); KindOf(err) != WrongKey {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	defer v.Close()
	if err := integrity(v); err != nil {
		return err
	}
	if damage, err := v.Check(t.Context(), nil); err != nil || len(damage) > 0 {
		return fmt.Errorf("damage %v, %w", damage, err)
	}
	var n, wrong int
	err = v.Reader().QueryRow(`SELECT (SELECT count(*) FROM batch),
		(SELECT count(*) FROM batch WHERE size <> (SELECT count(*) FROM t WHERE t.n=batch.n)) +
		(SELECT count(*) FROM t WHERE n NOT IN (SELECT n FROM batch))`).Scan(&n, &wrong)
	switch {
	case err != nil:
		return fmt.Errorf("count: %w", err)
	case n < due.transactions:
		return fmt.Errorf("%d transactions found, %d were acknowledged", n, due.transactions)
	case wrong > 0:
		return errors.New("half a transaction found")
	}
	if err := writeBatch(v, rand.New(rand.NewPCG(1, 1)), n+1); err != nil {
		return fmt.Errorf("write on: %w", err)
	}
	return v.Close()
}

// headerWrites returns the moments after begin at which a header copy has been written and
// not yet synced.
func (d *simDisk) headerWrites(begin int) []int {
	var moments []int
	for i, op := range d.log {
		if i+1 >= begin && op.kind == simWrite && op.offset < databaseOffset && len(op.content) == offsetAdvisory {
			moments = append(moments, i+1)
		}
	}
	return moments
}

// cuts simulates power cuts at random moments, one in five followed by another while the file
// is opened and written again, and returns the broken promises, with stopFirst at most one.
func (w *workload) cuts(t *testing.T, o Options, count int, seed uint64, stopFirst bool) (broken []error) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 5))
	begin, end := w.promises[0].moment, w.disk.moment()
	headers := w.disk.headerWrites(begin)
	moments := make([]int, count)
	for i := range moments {
		moments[i] = begin + r.IntN(end-begin+1)
		if i%3 == 0 { // half-way through writing the header, where a rare order of events may hurt
			moments[i] = headers[r.IntN(len(headers))]
		}
	}
	slices.Sort(moments)
	replay := w.disk.replay(r)
	for i, moment := range moments {
		replay.advance(moment)
		keep := []float64{0, 1, 0.5, 0.9, 0.1}[r.IntN(5)]
		disk := replay.cut(keep, r)
		if r.IntN(5) == 0 {
			disk.rebase()
			_ = w.verify(t, o, disk, moment) // what it breaks, the next one finds
			again := r.IntN(disk.moment() + 1)
			if headers := disk.headerWrites(0); len(headers) > 0 && r.IntN(2) == 0 {
				again = headers[0] // the header is being mended
			}
			disk = disk.cut(again, keep, r)
		}
		if err := w.verify(t, o, disk, moment); err != nil {
			broken = append(broken, fmt.Errorf("cut %d at %d of %d, keeping %.1f: %w", i, moment, end, keep, err))
			if stopFirst {
				break
			}
		}
	}
	return broken
}

func TestPowerCut(t *testing.T) {
	o := cheapKDF(t)
	count := *cutCount
	if testing.Short() {
		count = min(count, 100)
	}
	done, lost, snapshots := 0, 0, 0
	for seed := uint64(0); done < count; seed++ {
		w := runWorkload(t, o, newSimDisk(), seed)
		snapshots = max(snapshots, w.snapshots)
		part := min(250, count-done)
		broken := w.cuts(t, o, part, seed, false)
		for _, err := range broken {
			t.Error(err)
		}
		done, lost = done+part, lost+len(broken)
	}
	if snapshots != maxReaders {
		t.Errorf("%d readers held snapshots at once, want %d", snapshots, maxReaders)
	}
	t.Logf("%d cuts, %d acknowledged commits lost", done, lost)
}

// The same test must notice a disk that does not sync what the vault relies on, and a vault
// that lacks one of its guards.
func TestPowerCutNotices(t *testing.T) {
	o := cheapKDF(t)
	for _, m := range []struct {
		name   string
		lie    func(name string, offset int64) bool
		mutant mutant
	}{
		{name: "the WAL is not synced", lie: func(name string, _ int64) bool { return isWAL(name) }},
		{name: "the salts in the header are not synced", lie: func(name string, offset int64) bool { return !isWAL(name) && offset < databaseOffset }},
		{name: "a checkpoint's pages are not synced", lie: func(name string, offset int64) bool { return !isWAL(name) && offset >= databaseOffset }},
		{name: "page 1 is read for its geometry", mutant: mutantRealGeometry},
		{name: "the header's synced copy is written first", mutant: mutantSyncedCopyFirst},
		{name: "the commit note comes before the sync", mutant: mutantEarlyNote},
	} {
		t.Run(m.name, func(t *testing.T) {
			o := o
			o.mutant = m.mutant
			for seed := range uint64(4) {
				disk := newSimDisk()
				disk.lie = m.lie
				if broken := runWorkload(t, o, disk, seed).cuts(t, o, 250, seed, true); len(broken) > 0 {
					first, _, _ := strings.Cut(broken[0].Error(), "\n")
					t.Log(first)
					return
				}
			}
			t.Error("1,000 cuts, and no promise was broken")
		})
	}
}
