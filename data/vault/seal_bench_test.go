package vault

import (
	"fmt"
	"testing"
)

// BenchmarkSeal is one page through the cipher alone.
func BenchmarkSeal(b *testing.B) {
	for _, suite := range []Suite{XAES256GCM, XChaCha20Poly1305} {
		s, err := newSealer(suite, make([]byte, keySize), (Options{}).mustComplete().Rand)
		if err != nil {
			b.Fatal(err)
		}
		unit := make([]byte, DefaultPageSize)
		var additional [8]byte
		b.Run(fmt.Sprintf("suite%d", suite), func(b *testing.B) {
			b.SetBytes(DefaultPageSize)
			b.ReportAllocs()
			for b.Loop() {
				if err := s.seal(unit, pageData(&additional, 7)); err != nil {
					b.Fatal(err)
				}
				if !s.open(unit, pageData(&additional, 7)) {
					b.Fatal("does not open")
				}
			}
		})
	}
}

func (o Options) mustComplete() Options {
	o, err := o.complete()
	if err != nil {
		panic(err)
	}
	return o
}
