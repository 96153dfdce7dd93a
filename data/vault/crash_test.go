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

// crashChildVariable holds the path of the practice when the test binary runs as the
// process to be killed.
const crashChildVariable = "VAULT_CRASH_CHILD"

// crashChild writes transactions of 1 to 20 rows, checkpointing often, and says so after
// each commit, until it is killed.
func crashChild(path string) {
	floorKDF = KDF{MemoryKiB: 8, Passes: 1, Threads: 1}
	v, err := Open(path, doctorKey(), Options{KDF: floorKDF})
	if err == nil {
		_, err = v.Writer().Exec("PRAGMA wal_autocheckpoint=15")
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
		tx, beginErr := v.Writer().Begin()
		if err = beginErr; err != nil {
			break
		}
		for range 1 + i%20 {
			if _, err = tx.Exec("INSERT INTO t(body) VALUES(?)", "row "+strings.Repeat("y", rand.IntN(3000))); err != nil {
				break
			}
		}
		if err == nil {
			err = tx.Commit()
		}
		var count int
		if err == nil {
			err = v.Writer().QueryRow("SELECT count(*) FROM t").Scan(&count)
		}
		fmt.Println(count)
	}
	fmt.Println("failed:", err)
	os.Exit(1)
}

func TestKill(t *testing.T) {
	o := cheapKDF(t)
	path := closedPractice(t, o, 1)
	for round := range *killCount {
		child := childCommand(t, path)
		output, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		killed := time.AfterFunc(time.Duration(60+rand.IntN(200))*time.Millisecond, func() { child.Process.Kill() })
		acknowledged := 0
		for lines := bufio.NewScanner(output); lines.Scan(); {
			if _, err := fmt.Sscan(lines.Text(), &acknowledged); err != nil {
				t.Fatalf("the child says %q", lines.Text())
			}
		}
		killed.Stop()
		child.Wait() // killed: its error says no more
		v := reopen(t, path, o)
		if err := integrity(v); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if damage, err := v.Check(t.Context(), nil); err != nil || len(damage) > 0 {
			t.Fatalf("round %d: damage %v, %v", round, damage, err)
		}
		if n := queryInt(t, v.Reader(), "SELECT count(*) FROM t"); n < acknowledged {
			t.Fatalf("round %d: %d rows, %d were acknowledged", round, n, acknowledged)
		}
		if round%3 == 0 {
			exec(t, v, "DELETE FROM t WHERE id % 2 = 0 AND id > 1")
		}
		if round%2 == 0 {
			closeVault(t, v)
		} else {
			abandon(t, v)
		}
	}
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
