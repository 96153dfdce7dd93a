package vault

import "golang.org/x/sys/windows"

// HardenProcess keeps Windows from writing a crash dump of this process through Windows Error Reporting. main calls it
// before anything else.
func HardenProcess() error {
	windows.SetErrorMode(windows.SEM_FAILCRITICALERRORS | windows.SEM_NOGPFAULTERRORBOX)
	return nil
}
