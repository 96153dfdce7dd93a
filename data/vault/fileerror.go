package vault

// FileError gives an error of the file system its kind, for the callers who keep files beside a practice.
func FileError(err error) error { return fileError(err) }

// Disk is the system's own file system, for tests that put one of theirs around it.
func Disk() FileSystem { return systemFiles{} }
