//go:build unix

package backup_test

import (
	"syscall"
	"time"
)

// cpuTime is what the processors have spent on this process.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
