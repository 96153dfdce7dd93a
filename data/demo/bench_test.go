package demo_test

import (
	"path/filepath"
	"testing"

	"satchel/data/demo"
)

func BenchmarkTiny(b *testing.B)  { benchmark(b, demo.Tiny) }
func BenchmarkSmall(b *testing.B) { benchmark(b, demo.Small) }

func benchmark(b *testing.B, size demo.Size) {
	with := env(b, morning)
	for b.Loop() {
		if err := demo.Make(ctx, filepath.Join(b.TempDir(), "d.satchel"), size, 1, with, nil); err != nil {
			b.Fatal(err)
		}
	}
}
