//go:build !unix

package benchtest

import "time"

// CPU is not known here.
func CPU() time.Duration { return 0 }
