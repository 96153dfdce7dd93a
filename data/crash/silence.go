package crash

import (
	"os"

	"golang.org/x/term"
)

// Silence sends what the Go runtime says when it ends the program to nowhere. A panic that nothing recovers, on a goroutine of a
// library, is printed with its value, which may be a patient's data; a desktop keeps what its programs print in a journal on the disk.
// On a terminal, which keeps nothing, it stays.
func Silence() error {
	if term.IsTerminal(int(os.Stderr.Fd())) {
		return nil
	}
	nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return redirect(nowhere) // and stays open for as long as the program runs
}
