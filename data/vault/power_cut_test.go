package vault

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

const simPath = "/simulated/practice.satchel"

// workload is a history on a simulated disk, with what had been promised when.
type workload struct {
	disk     *simDisk
	promises []promise
}

// promise says that from a moment on, this many transactions must be found, and that
// the password is this one.
type promise struct {
	moment       int
	transactions int
	password     string
}

// runWorkload works on a file in every way that writes: small and large transactions,
// rollbacks, deletions, checkpoints with and without readers in the way, a password
// change, a backup, closing and opening.
func runWorkload(t *testing.T, o Options, disk *simDisk, seed uint64) *workload {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 9))
	o.FS, o.AnyFolder, o.cacheKiB = disk, true, 60
	v, err := Create(simPath, doctor, o)
	if err != nil {
		t.Fatal(err)
	}
	w := &workload{disk: disk}
	now := promise{password: doctor.Password}
	vow := func() {
		now.moment = disk.moment()
		w.promises = append(w.promises, now)
	}
	exec(t, v, `CREATE TABLE batch(n INTEGER PRIMARY KEY, size INTEGER); CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, body TEXT);
		CREATE INDEX t_n ON t(n)`)
	vow()
	for session := range 8 {
		exec(t, v, fmt.Sprint("PRAGMA wal_autocheckpoint=", 5+r.IntN(40)))
		for range 2 + r.IntN(16) {
			// A reader that stays keeps checkpoints from finishing.
			rows, err := v.Reader().Query("SELECT body FROM t")
			if err != nil {
				t.Fatal(err)
			}
			rows.Next()
			for range 1 + r.IntN(3) {
				if err := writeBatch(v, r, now.transactions+1); err != nil {
					t.Fatal(err)
				}
				now.transactions++
				vow()
			}
			if r.IntN(2) == 0 {
				rows.Close()
				rows = nil
			}
			switch r.IntN(10) {
			case 0:
				exec(t, v, "PRAGMA wal_checkpoint(PASSIVE)")
			case 1:
				if rows == nil {
					exec(t, v, "PRAGMA wal_checkpoint(TRUNCATE)")
				}
			case 2:
				now.password = fmt.Sprint("password ", r.Uint64())
				if err := v.ChangePassword(doctorID, now.password); err != nil {
					t.Fatal(err)
				}
				vow()
			case 3:
				if err := v.BackupTo(t.Context(), fmt.Sprint(simPath, "-backup-", r.Uint64()), nil); err != nil {
					t.Fatal(err)
				}
			}
			if rows != nil {
				rows.Close()
			}
		}
		if session%2 == 1 {
			abandon(t, v) // killed, but the power stays
		} else {
			closeVault(t, v)
		}
		if v, err = Open(simPath, Password(doctor.Name, now.password), o); err != nil {
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
	passwords := []string{}
	for _, p := range w.promises {
		if p.moment <= moment {
			due = p
		}
	}
	passwords = append(passwords, due.password)
	for _, p := range w.promises {
		if p.moment > moment && p.password != due.password {
			passwords = append(passwords, p.password) // was being changed to
			break
		}
	}
	o.FS, o.AnyFolder = disk, true
	var v *Vault
	var err error
	for _, password := range passwords {
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

// cuts simulates power cuts at random moments and returns the broken promises.
func (w *workload) cuts(t *testing.T, o Options, count int, seed uint64) []error {
	r := rand.New(rand.NewPCG(seed, 5))
	var broken []error
	begin, end := w.promises[0].moment, w.disk.moment()
	headers := w.disk.headerWrites(begin)
	for i := range count {
		moment := begin + r.IntN(end-begin+1)
		if i%3 == 0 { // half-way through writing the header, where a rare order of events may hurt
			moment = headers[r.IntN(len(headers))]
		}
		keep := []float64{0, 1, 0.5, 0.9, 0.1}[r.IntN(5)]
		if err := w.verify(t, o, w.disk.cut(moment, keep, r), moment); err != nil {
			broken = append(broken, fmt.Errorf("cut %d at %d of %d, keeping %.1f: %w", i, moment, w.disk.moment(), keep, err))
		}
	}
	return broken
}

func TestPowerCut(t *testing.T) {
	o := cheapKDF(t)
	for seed := range uint64(max(2, *cutCount/500)) {
		w := runWorkload(t, o, newSimDisk(), seed)
		for _, err := range w.cuts(t, o, *cutCount/max(2, *cutCount/500), seed) {
			t.Error(err)
		}
	}
}

// The same test must fail on disks that do not sync what the vault relies on.
func TestPowerCutNotices(t *testing.T) {
	o := cheapKDF(t)
	for name, lie := range map[string]func(name string, offset int64) bool{
		"the WAL is not synced":    func(name string, _ int64) bool { return isWAL(name) },
		"the header is not synced": func(name string, offset int64) bool { return !isWAL(name) && offset < databaseOffset },
	} {
		t.Run(name, func(t *testing.T) {
			disk := newSimDisk()
			disk.lie = lie
			if broken := runWorkload(t, o, disk, 1).cuts(t, o, 60, 1); len(broken) == 0 {
				t.Error("no promise was broken")
			} else {
				t.Logf("%d of 60; the first: %v", len(broken), broken[0])
			}
		})
	}
}

func TestDiskFull(t *testing.T) {
	o := cheapKDF(t)
	dry := newSimDisk()
	diskFullRun(t, o, dry, 0)
	step := 3
	if *everyWrite {
		step = 1
	}
	for at := 1; at <= dry.writes; at += step {
		diskFullRun(t, o, newSimDisk(), at)
	}
}

// diskFullRun works on a disk that is full from its nth write on, until it is half
// through with failing; then there is space again.
func diskFullRun(t *testing.T, o Options, disk *simDisk, fullAt int) {
	t.Helper()
	r := rand.New(rand.NewPCG(7, 7))
	o.FS, o.AnyFolder, o.cacheKiB = disk, true, 60
	disk.fullAt = fullAt
	v, err := Create(simPath, doctor, o)
	if err != nil {
		wantKind(t, err, DiskFull)
		if len(disk.names) > 0 {
			t.Fatalf("full at write %d: creation left something behind: %v", fullAt, disk.names)
		}
		disk.fullAt = 0
		if v, err = Create(simPath, doctor, o); err != nil {
			t.Fatal(err)
		}
	}
	failures, done := 0, 0
	try := func(act func() error) bool {
		t.Helper()
		err := Classify(act())
		if err == nil {
			return true
		}
		if kind := KindOf(err); kind != DiskFull && kind != IO {
			t.Fatalf("full at write %d: got %v, want disk_full", fullAt, err)
		}
		if failures++; failures == 3 {
			disk.fullAt = 0
		}
		return false
	}
	schema := func() error {
		_, err := v.Writer().Exec("CREATE TABLE IF NOT EXISTS batch(n INTEGER PRIMARY KEY, size INTEGER); CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, n INTEGER, body TEXT)")
		return err
	}
	for !try(schema) {
	}
	exec(t, v, "PRAGMA wal_autocheckpoint=20")
	for done < 25 {
		if try(func() error { return writeBatch(v, r, done+1) }) {
			done++
		}
		if done == 10 {
			try(func() error { return v.ChangePassword(doctorID, doctor.Password) })
			if !try(func() error { return v.BackupTo(t.Context(), simPath+"-copy", nil) }) && disk.names[simPath+"-copy"] != nil {
				t.Fatalf("full at write %d: half a backup is left", fullAt)
			}
			delete(disk.names, simPath+"-copy")
		}
	}
	disk.fullAt = 0
	if err := v.Close(); err != nil {
		t.Fatalf("full at write %d: close: %v", fullAt, err)
	}
	v, err = Open(simPath, doctorKey(), o)
	if err != nil {
		t.Fatalf("full at write %d: open: %v", fullAt, err)
	}
	defer v.Close()
	if err := integrity(v); err != nil {
		t.Fatalf("full at write %d: %v", fullAt, err)
	}
	if n := queryInt(t, v.Reader(), "SELECT count(*) FROM batch"); n != 25 {
		t.Fatalf("full at write %d: %d transactions, want 25", fullAt, n)
	}
}
