package vault

import (
	"time"

	"golang.org/x/crypto/argon2"
)

// KDF holds the cost of Argon2id (RFC 9106), version 1.3.
type KDF struct {
	MemoryKiB, Passes uint32
	Threads           uint8
}

// FloorKDF is the least that is accepted, in a new file or in a found one: OWASP's
// Password Storage Cheat Sheet asks for 19 MiB, 2 passes, 1 thread.
var FloorKDF = floorKDF

// floorKDF is what Valid goes by; only tests of other things lower it.
var floorKDF = KDF{MemoryKiB: 19456, Passes: 2, Threads: 1}

// ceilingKDF is the most that is accepted, so that a hostile file cannot eat the
// memory or the afternoon.
var ceilingKDF = KDF{MemoryKiB: 1 << 20, Passes: 16, Threads: 16}

// ceilingWork is the most memory times passes, in KiB: what Calibrate's largest memory takes
// with the most passes. A few seconds, where the two ceilings together would take minutes.
const ceilingWork = 4 << 20

// Valid reports whether k lies between the floor and the ceiling.
func (k KDF) Valid() bool {
	return k.MemoryKiB >= floorKDF.MemoryKiB && k.MemoryKiB <= ceilingKDF.MemoryKiB &&
		k.Passes >= floorKDF.Passes && k.Passes <= ceilingKDF.Passes &&
		uint64(k.MemoryKiB)*uint64(k.Passes) <= ceilingWork && k.Threads >= floorKDF.Threads && k.Threads <= ceilingKDF.Threads
}

func (k KDF) derive(password, salt []byte) []byte {
	return argon2.IDKey(password, salt, k.Passes, k.MemoryKiB, k.Threads, keySize)
}

// Calibrate returns parameters whose derivation takes about target on this computer,
// never below the floor: memory first, up to 256 MiB, since memory is what an
// attacker's hardware pays for, then passes. now is the caller's clock; the package
// has none of its own.
func Calibrate(target time.Duration, now func() time.Time) KDF {
	const memoryLimit = 256 << 10
	k := KDF{MemoryKiB: 32 << 10, Passes: 3, Threads: 4}
	password, salt := make([]byte, 16), make([]byte, 32)
	cost := func(k KDF) time.Duration {
		start := now()
		k.derive(password, salt)
		return now().Sub(start)
	}
	took := cost(k)
	for k.MemoryKiB < memoryLimit && took*2 <= target {
		k.MemoryKiB *= 2
		took = cost(k)
	}
	for k.Passes < ceilingKDF.Passes && took+took/time.Duration(k.Passes) <= target {
		took += took / time.Duration(k.Passes)
		k.Passes++
	}
	return k
}
