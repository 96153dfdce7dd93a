//go:build unix

package benchtest

import (
	"syscall"
	"time"
)

// CPU is how long the processors have worked for this process, for its own code and in the system for it. On a machine
// that does other things too it says more than the clock does; what waits for the disk it does not see.
func CPU() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
