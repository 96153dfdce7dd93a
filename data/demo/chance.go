package demo

import (
	"encoding/binary"
	"math/rand/v2"
)

// chance is the seeded source of everything that is made up.
type chance struct{ *rand.Rand }

func newChance(seed uint64, stream uint64) chance {
	return chance{rand.New(rand.NewPCG(seed, stream))}
}

// percent is true that many times in a hundred.
func (c chance) percent(n int) bool { return c.IntN(100) < n }

// between is a number from low to high, both included.
func (c chance) between(low, high int) int { return low + c.IntN(high-low+1) }

func pick[T any](c chance, list []T) T { return list[c.IntN(len(list))] }

// idReader gives the bytes of ids, so that a seed names every record alike. Keys and nonces never come from it.
func idReader(seed uint64) *rand.ChaCha8 {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	return rand.NewChaCha8(key)
}
