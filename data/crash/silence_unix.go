//go:build unix && !linux

package crash

import (
	"os"

	"golang.org/x/sys/unix"
)

// redirect makes file what the runtime's standard error is.
func redirect(file *os.File) error { return unix.Dup2(int(file.Fd()), int(os.Stderr.Fd())) }
