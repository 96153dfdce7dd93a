package vault

import (
	"bytes"
	"sync"
)

// secretSize is the size of one kept secret in bytes: a data key, a derivation secret, a MAC key.
const secretSize = keySize

// secretPool is memory outside of Go's heap in which keys are kept while a file is open: locked against being written
// to the swap file, and left out of core dumps, where the system allows it. What is given back is overwritten, and is
// never unmapped: a reader that comes too late finds zeros, not a fault.
type secretPool struct {
	mu       sync.Mutex
	free     [][]byte // first in, first out
	unlocked bool     // some of it the system did not lock
	reserved bool     // there was a first request
}

// secretPoolSize is how much is asked for at once, in bytes: little enough for the 64 KiB that some systems let a
// process lock.
const secretPoolSize = 16 << 10

var secrets secretPool

// newSecret returns secretSize zeroed bytes, in the heap if the system gives no others. wipeSecret takes them back.
func newSecret() []byte {
	secrets.mu.Lock()
	defer secrets.mu.Unlock()
	secrets.reserved = true
	if len(secrets.free) == 0 {
		area, locked := secretMemory(secretPoolSize)
		if area == nil {
			secrets.unlocked = true
			return make([]byte, secretSize)
		}
		secrets.unlocked = secrets.unlocked || !locked
		for at := 0; at < len(area); at += secretSize {
			secrets.free = append(secrets.free, area[at:at+secretSize:at+secretSize])
		}
	}
	s := secrets.free[0]
	secrets.free = secrets.free[1:]
	return s
}

// keepSecret moves a secret of secretSize bytes out of the heap: plain is overwritten.
func keepSecret(plain []byte) []byte {
	s := newSecret()
	copy(s, plain)
	clear(plain)
	return s
}

// wipeSecret overwrites a secret and takes its memory back. Nil is no secret.
func wipeSecret(s []byte) {
	if s == nil {
		return
	}
	clear(s)
	secrets.mu.Lock()
	defer secrets.mu.Unlock()
	secrets.free = append(secrets.free, s)
}

// SecretsLocked reports whether the keys of the open files are in memory that the system keeps out of its swap file.
// It is false before the first file is opened.
func SecretsLocked() bool {
	secrets.mu.Lock()
	defer secrets.mu.Unlock()
	return secrets.reserved && !secrets.unlocked
}

// cloneSecret copies a secret into a place of its own.
func cloneSecret(s []byte) []byte { return keepSecret(bytes.Clone(s)) }
