package vault

import "golang.org/x/sys/unix"

// excludeFromDumps keeps an area out of core dumps and away from child processes. A kernel that refuses changes nothing
// else: HardenProcess forbids dumps as a whole.
func excludeFromDumps(area []byte) {
	_ = unix.Madvise(area, unix.MADV_DONTDUMP)
	_ = unix.Madvise(area, unix.MADV_DONTFORK)
}
