package vault

import (
	"io"
	"os"
	"path/filepath"
)

// FileSystem is what the vault needs of a disk. Tests put one in its place that runs
// full or loses power.
type FileSystem interface {
	// OpenFile is os.OpenFile.
	OpenFile(name string, flag int, perm os.FileMode) (File, error)
	// Size returns the size of a file in bytes, fs.ErrNotExist if there is none.
	Size(name string) (int64, error)
	Remove(name string) error
	Rename(from, to string) error
	// SyncDir makes the creation, removal or renaming of files in a folder durable.
	SyncDir(folder string) error
}

// File is an open file. Offsets and sizes are in bytes.
type File interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	Truncate(size int64) error
	Size() (int64, error)
	// Sync returns once content and size are on the disk.
	Sync() error
	// Lock takes the exclusive lock on the file without waiting; InUse if another
	// process, or another opener in this one, holds it. Closing lets go of it.
	Lock() error
}

// systemFiles is the real disk.
type systemFiles struct{}

func (systemFiles) OpenFile(name string, flag int, perm os.FileMode) (File, error) {
	f, err := os.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err
	}
	return &systemFile{f}, nil
}

func (systemFiles) Size(name string) (int64, error) {
	info, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (systemFiles) Remove(name string) error     { return os.Remove(name) }
func (systemFiles) Rename(from, to string) error { return os.Rename(from, to) }
func (systemFiles) SyncDir(folder string) error  { return syncFolder(folder) }

type systemFile struct{ *os.File }

func (f *systemFile) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (f *systemFile) Sync() error { return syncData(f.File) }
func (f *systemFile) Lock() error { return lockFile(f.File) }

// StillAt reports whether path names this file.
func (f *systemFile) StillAt(path string) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(path)
	return err == nil && os.SameFile(mine, named)
}

func folderOf(path string) string { return filepath.Dir(path) }
