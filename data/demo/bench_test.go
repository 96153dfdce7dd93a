package demo_test

import (
	"os"
	"path/filepath"
	"testing"

	"satchel/data/chart"
	"satchel/data/demo"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
)

func BenchmarkTiny(b *testing.B)  { benchmark(b, demo.Tiny) }
func BenchmarkSmall(b *testing.B) { benchmark(b, demo.Small) }

// benchmark also holds what was made to its measure, which is too slow for a test.
func benchmark(b *testing.B, size demo.Size) {
	with := env(b, morning)
	path := ""
	for b.Loop() {
		path = filepath.Join(b.TempDir(), "d.satchel")
		if err := demo.Make(ctx, path, size, 1, with, nil); err != nil {
			b.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size())/1e6, "MB")
	p, owner := reopen(b, path, with)
	mustVerify(b, p, owner)
	want := map[demo.Size][]int{demo.Tiny: {30, 90, 200, 750}, demo.Small: {3_000, 12_000, 27_000, 100_000}}[size]
	read(b, p, owner, func(tx *store.Tx) error {
		got := []int{count(b, tx, patients.Patients), count(b, tx, chart.Encounters), count(b, tx, prescribing.MedicationRequests), count(b, tx, chart.Observations)}
		for i := range want {
			if !near(got[i], want[i]) {
				b.Errorf("%v, want %v", got, want)
			}
		}
		b.Log("patients, encounters, lines, observations:", got)
		return nil
	})
}
