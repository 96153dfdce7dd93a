package crash

import (
	"os"

	"golang.org/x/sys/windows"
)

// redirect makes file what the runtime's standard error is: it asks for the handle each time that it prints.
func redirect(file *os.File) error {
	err := windows.SetStdHandle(windows.STD_ERROR_HANDLE, windows.Handle(file.Fd()))
	if err == nil {
		os.Stderr = file
	}
	return err
}
