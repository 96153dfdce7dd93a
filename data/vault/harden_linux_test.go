package vault

import (
	"fmt"
	"os"
	osexec "os/exec"
	"testing"

	"golang.org/x/sys/unix"
)

const hardenChildVariable = "SATCHEL_HARDEN_CHILD"

// TestHardenProcess reads the limits back in a process of its own: they cannot be lifted again.
func TestHardenProcess(t *testing.T) {
	if os.Getenv(hardenChildVariable) != "" {
		if err := HardenProcess(); err != nil {
			t.Fatal(err)
		}
		var core unix.Rlimit
		if err := unix.Getrlimit(unix.RLIMIT_CORE, &core); err != nil {
			t.Fatal(err)
		}
		dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("core %d of %d, dumpable %d\n", core.Cur, core.Max, dumpable)
		return
	}
	child := osexec.Command(os.Args[0], "-test.run=^TestHardenProcess$")
	child.Env = append(os.Environ(), hardenChildVariable+"=1")
	out, err := child.CombinedOutput()
	if want := "core 0 of 0, dumpable 0\nPASS\n"; err != nil || string(out) != want {
		t.Errorf("got %q, %v, want %q", out, err, want)
	}
}
