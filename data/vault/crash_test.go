package vault

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// When the test binary runs as the process to be killed, these hold the path of the practice,
// what to do with it, and the password.
const (
	crashChildVariable    = "VAULT_CRASH_CHILD"
	crashWorkVariable     = "VAULT_CRASH_WORK"
	crashPasswordVariable = "VAULT_CRASH_PASSWORD"
)

// crashWorks are what a process is killed at. Each says "rows N" after a commit, "try P" before
// and "password P" after a password change, until it is killed or fails.
var crashWorks = map[string]func(path, password string) error{
	"writing":           crashWriting,
	"checkpointing":     crashCheckpointing,
	"changing password": crashPasswords,
	"opening":           crashOpening,
}

func crashChild(path string) {
	floorKDF = KDF{MemoryKiB: 8, Passes: 1, Threads: 1}
	err := crashWorks[os.Getenv(crashWorkVariable)](path, os.Getenv(crashPasswordVariable))
	fmt.Println("failed:", err)
	os.Exit(1)
}

// crashOpen does without syncs: what a killed process has written stays, synced or not.
func crashOpen(path, password string) (*Vault, error) {
	return Open(path, Password(doctor.Name, password), Options{KDF: floorKDF, ReaderCount: 1, FS: unsyncedFiles{}})
}

// insertRows is one transaction, acknowledged by a line.
func insertRows(v *Vault, rows int) error {
	tx, err := v.Writer().Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for range rows {
		if _, err := tx.Exec("INSERT INTO t(body) VALUES(?)", "row "+strings.Repeat("y", rand.IntN(3000))); err != nil {
			return err
		}
	}
	var count int
	if err := tx.QueryRow("SELECT count(*) FROM t").Scan(&count); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	fmt.Println("rows", count)
	return nil
}

// crashWriting writes transactions of 1 to 20 rows, with a checkpoint now and then.
func crashWriting(path, password string) error {
	v, err := crashOpen(path, password)
	if err != nil {
		return err
	}
	if _, err := v.Writer().Exec("PRAGMA wal_autocheckpoint=15"); err != nil {
		return err
	}
	go func() { // a reader, so that checkpoints are partial at times
		for {
			if rows, err := v.Reader().Query("SELECT body FROM t LIMIT 200"); err == nil {
				for rows.Next() {
				}
				rows.Close()
			}
		}
	}()
	for i := 0; err == nil; i++ {
		err = insertRows(v, 1+i%20)
	}
	return err
}

// crashCheckpointing makes a checkpoint after each transaction, in each of the ways there are.
func crashCheckpointing(path, password string) error {
	v, err := crashOpen(path, password)
	for i := 0; err == nil; i++ {
		if err = insertRows(v, 25); err == nil {
			_, err = v.Writer().Exec("PRAGMA wal_checkpoint(" + []string{"PASSIVE", "RESTART", "TRUNCATE"}[i%3] + ")")
		}
	}
	return err
}

func crashPasswords(path, password string) error {
	v, err := crashOpen(path, password)
	for i := 0; err == nil; i++ {
		next := fmt.Sprint("password-", rand.Uint64())
		fmt.Println("try", next)
		if err = v.ChangePassword(doctorID, next); err == nil {
			fmt.Println("password", next)
			err = insertRows(v, 1)
		}
	}
	return err
}

// crashOpening opens and closes the file again and again.
func crashOpening(path, password string) error {
	for {
		v, err := crashOpen(path, password)
		if err != nil {
			return err
		}
		if err := insertRows(v, 3); err != nil {
			return err
		}
		if err := v.Close(); err != nil {
			return err
		}
	}
}

func TestKill(t *testing.T) {
	o := cheapKDF(t)
	path := closedPractice(t, o, 1)
	works := []string{"writing", "checkpointing", "changing password", "opening"}
	password, rows := doctor.Password, 1
	kills := *killCount
	if testing.Short() {
		kills = min(kills, 8)
	}
	for round := range kills {
		work := works[round%len(works)]
		said := killed(t, path, work, password)
		v, err := openAny(path, said.passwords, o)
		if err != nil {
			t.Fatalf("round %d, %s: %v", round, work, err)
		}
		password = said.passwords[v.with]
		if err := integrity(v.Vault); err != nil {
			t.Fatalf("round %d, %s: %v", round, work, err)
		}
		if damage, err := v.Check(t.Context(), nil); err != nil || len(damage) > 0 {
			t.Fatalf("round %d, %s: damage %v, %v", round, work, damage, err)
		}
		if n := queryInt(t, v.Reader(), "SELECT count(*) FROM t"); n < max(rows, said.rows) {
			t.Fatalf("round %d, %s: %d rows, %d were acknowledged", round, work, n, max(rows, said.rows))
		}
		exec(t, v.Vault, "DELETE FROM t WHERE id > 100")
		rows = queryInt(t, v.Writer(), "SELECT count(*) FROM t")
		if round%2 == 0 {
			closeVault(t, v.Vault)
		} else {
			abandon(t, v.Vault)
		}
	}
	t.Logf("%d kills, 0 acknowledged commits lost", kills)
}

// opened is a file and which of the passwords it was opened with.
type opened struct {
	*Vault
	with int
}

// openAny opens with the first password that fits.
func openAny(path string, passwords []string, o Options) (opened, error) {
	var err error
	for i, password := range passwords {
		var v *Vault
		if v, err = Open(path, Password(doctor.Name, password), o); KindOf(err) != WrongKey {
			return opened{v, i}, err
		}
	}
	return opened{}, err
}

// heard is what a process said before it was killed: the rows it had acknowledged, and the
// passwords of which one must open the file: the last that was acknowledged, and one that was tried.
type heard struct {
	rows      int
	passwords []string
}

// killed starts a process at work and kills it up to 70 ms after it has said something.
func killed(t *testing.T, path, work, password string) heard {
	t.Helper()
	child := childCommand(t, path)
	child.Env = append(child.Env, crashWorkVariable+"="+work, crashPasswordVariable+"="+password)
	output, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	h := heard{passwords: []string{password}}
	begun := false
	for lines := bufio.NewScanner(output); lines.Scan(); {
		if !begun {
			begun = true
			time.AfterFunc(time.Duration(rand.IntN(70))*time.Millisecond, func() { child.Process.Kill() })
		}
		switch what, value, _ := strings.Cut(lines.Text(), " "); what {
		case "rows":
			if _, err := fmt.Sscan(value, &h.rows); err != nil {
				t.Fatal(err)
			}
		case "try":
			h.passwords = append(h.passwords, value)
		case "password":
			h.passwords = []string{value}
		default:
			t.Fatalf("the process says %q", lines.Text())
		}
	}
	child.Wait() // killed: its error says no more
	return h
}

func childCommand(t *testing.T, path string) *osexec.Cmd {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := osexec.Command(filepath.Clean(binary), "-test.run=^$")
	child.Env = append(os.Environ(), crashChildVariable+"="+path)
	child.Stderr = os.Stderr
	return child
}
