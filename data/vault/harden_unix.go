//go:build unix

package vault

import (
	"errors"

	"golang.org/x/sys/unix"
)

// HardenProcess forbids core dumps of this process, and on Linux also that other programs of the same user look into its
// memory. main calls it before anything else. An error says that the system refused; the program works all the same.
func HardenProcess() error {
	return errors.Join(unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}), closeMemory())
}
