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

// work is what one derivation costs, in KiB written: what the time goes by.
func (k KDF) work() uint64 { return uint64(k.MemoryKiB) * uint64(k.Passes) }

// costlier returns whichever of two costs is more work.
func costlier(a, b KDF) KDF {
	if b.work() > a.work() {
		return b
	}
	return a
}

// slotCost is the cost of a new password slot in a file that has h: that of the costliest there is, and never less than
// Options.KDF.
func (v *Vault) slotCost(h *header) KDF {
	cost := v.options.KDF
	for _, s := range h.slots {
		if s.kind == slotPassword && s.kdf.Valid() {
			cost = costlier(cost, s.kdf)
		}
	}
	return cost
}

// calibrated raises KDF to what UnlockTime asks for.
func (o Options) calibrated() Options {
	if o.UnlockTime > 0 {
		now := o.Now
		if now == nil {
			now = time.Now
		}
		o.KDF = costlier(o.KDF, Calibrate(o.UnlockTime, now))
	}
	return o
}

// calibrationLimit is the most memory that Calibrate asks for, in KiB.
const calibrationLimit = 256 << 10

// Calibrate returns parameters whose derivation takes about target on this computer,
// never below the floor: memory first, up to 256 MiB, since memory is what an
// attacker's hardware pays for, then passes. now is the caller's clock.
func Calibrate(target time.Duration, now func() time.Time) KDF {
	password, salt := make([]byte, 16), make([]byte, 32)
	return calibrate(target, func(k KDF) time.Duration {
		start := now()
		k.derive(password, salt)
		return now().Sub(start)
	})
}

// calibrate does it by a measure of what a derivation takes.
func calibrate(target time.Duration, measure func(KDF) time.Duration) KDF {
	k := KDF{MemoryKiB: 32 << 10, Passes: 3, Threads: 4}
	took := measure(k)
	if took > target { // a slow computer
		return KDF{MemoryKiB: floorKDF.MemoryKiB, Passes: floorKDF.Passes, Threads: k.Threads}
	}
	for k.MemoryKiB < calibrationLimit && took*2 <= target {
		k.MemoryKiB *= 2
		took = measure(k)
	}
	for k.Passes < ceilingKDF.Passes && took+took/time.Duration(k.Passes) <= target {
		took += took / time.Duration(k.Passes)
		k.Passes++
	}
	return k
}
