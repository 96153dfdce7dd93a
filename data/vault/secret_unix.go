//go:build unix

package vault

import "golang.org/x/sys/unix"

// secretMemory returns size bytes outside of the heap, nil if there are none, and whether they are locked.
func secretMemory(size int) (area []byte, locked bool) {
	area, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return nil, false
	}
	excludeFromDumps(area)
	return area, unix.Mlock(area) == nil
}
