package vault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"satchel/data/vault"
	"satchel/data/vault/benchtest"
)

// BenchmarkRace is the vault against plain modernc.org/sqlite on each workload: what it took / what plain took, the median
// of the rounds. ./dev bench peers puts the same work to other encrypted SQLites.
func BenchmarkRace(b *testing.B) {
	for _, w := range benchtest.Workloads(1) {
		b.Run(strings.ReplaceAll(w.Name, ",", ""), func(b *testing.B) {
			for _, suite := range []vault.Suite{vault.XAES256GCM, vault.XChaCha20Poly1305} {
				for _, pageSize := range []int{4096, 8192} {
					b.Run(fmt.Sprintf("%s/%d KiB", suiteName(suite), pageSize>>10), func(b *testing.B) {
						race, err := benchtest.NewRace(b.TempDir(), pageSize, w, benchtest.Plain("plain"), benchtest.Vault("vault", suite))
						if err != nil {
							b.Fatal(err)
						}
						for b.Loop() {
							if err := race.Round(); err != nil {
								b.Fatal(err)
							}
						}
						wall, err := race.Ratio(1, benchtest.Wall)
						if err != nil {
							b.Fatal(err)
						}
						cpu, err := race.Ratio(1, benchtest.OfCPU)
						if err != nil {
							b.Fatal(err)
						}
						b.ReportMetric(wall.Median, "ratio")
						b.ReportMetric(cpu.Median, "cpu-ratio")
						b.ReportMetric(0, "ns/op")
					})
				}
			}
		})
	}
}

func suiteName(s vault.Suite) string {
	if s == vault.XChaCha20Poly1305 {
		return "XChaCha"
	}
	return "XAES"
}

// TestRace runs a hundredth of the race, so that it is known to run when somebody wants its figures, and to notice a file
// that is not sealed.
func TestRace(t *testing.T) {
	for _, w := range benchtest.Workloads(100) {
		race, err := benchtest.NewRace(t.TempDir(), vault.DefaultPageSize, w, benchtest.Plain("plain"), benchtest.Vault("vault", vault.XAES256GCM))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := race.Round(); err != nil {
				t.Fatal(err)
			}
		}
		for side := range 2 {
			if len(race.Times(side)) != 2 {
				t.Errorf("%s: side %d was not run twice", w.Name, side)
			}
		}
		if ratio, err := race.Ratio(0, benchtest.Wall); err != nil || ratio.Median != 1 {
			t.Errorf("%s: the measure is %v of itself, %v", w.Name, ratio, err)
		}
	}
	open := benchtest.Plain("")
	open.Clear = false
	race, err := benchtest.NewRace(t.TempDir(), vault.DefaultPageSize, benchtest.Workloads(100)[0], open)
	if err == nil {
		err = race.Round()
	}
	if !errors.Is(err, benchtest.ErrReadable) {
		t.Errorf("a file in the clear among the sealed ones: %v", err)
	}
}
