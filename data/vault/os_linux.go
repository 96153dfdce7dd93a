package vault

import (
	"os"

	"golang.org/x/sys/unix"
)

// syncData is fdatasync: content and size, without the times of the file.
func syncData(f *os.File) error {
	return control(f, unix.Fdatasync)
}
