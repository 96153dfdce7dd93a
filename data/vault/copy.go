package vault

import (
	"bytes"
	"errors"
	"os"
)

// OpenCopy opens a backup of this practice under the key that is in memory, so that a backup can be proved by opening it while
// nobody is there to type a password. The copy may lie in any folder; work must not be done on it.
//
// Errors as Open's, and Foreign for a file of another practice, or sealed under an older key.
func (v *Vault) OpenCopy(path string) (*Vault, error) {
	if v.isClosed() {
		return nil, fail(Closed, nil)
	}
	o := v.options
	o.AnyFolder = true
	path, err := livePath(path, o)
	if err != nil {
		return nil, err
	}
	file, err := openExisting(o.FS, path, os.O_RDWR)
	if err != nil {
		return nil, err
	}
	copied, err := openWith(path, file, v.UUID(), v.dataKey, o)
	if err != nil {
		file.Close()
		return nil, err
	}
	return copied, nil
}

// openWith opens a practice's file under a data key that is in memory. The vault gets a copy of the key.
func openWith(path string, file File, uuid [16]byte, dataKey []byte, o Options) (*Vault, error) {
	if err := file.Lock(); err != nil {
		return nil, fileError(err)
	}
	raw, copies, reasons, err := readHeaderCopies(file)
	if err != nil {
		return nil, err
	}
	order := newestFirst(copies)
	for _, i := range order {
		h := copies[i]
		if bytes.Equal(h.uuid[:], uuid[:]) && authenticUnder(dataKey, raw[i], h) {
			return start(path, file, *h, cloneSecret(dataKey), Identity{}, readAttempts(raw), o)
		}
	}
	if len(order) > 0 {
		return nil, fail(Foreign, errors.New("not under this practice's key"))
	}
	return nil, headerError(reasons)
}
