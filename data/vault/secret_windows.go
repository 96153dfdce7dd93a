package vault

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// secretMemory returns size bytes outside of the heap, nil if there are none, and whether they are locked.
func secretMemory(size int) (area []byte, locked bool) {
	address, err := windows.VirtualAlloc(0, uintptr(size), windows.MEM_COMMIT|windows.MEM_RESERVE, windows.PAGE_READWRITE)
	if err != nil {
		return nil, false
	}
	return unsafe.Slice((*byte)(pointer(address)), size), windows.VirtualLock(address, uintptr(size)) == nil
}
