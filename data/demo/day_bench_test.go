package demo_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"satchel/data"
	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/datatest"
	"satchel/data/demo"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
	"satchel/data/vault/benchtest"
)

// benchRand gives unique bytes that nobody needs to be unable to guess.
type benchRand struct{}

var benchCounter uint64

func (benchRand) Read(b []byte) (int, error) {
	for i := range b {
		benchCounter = benchCounter*6364136223846793005 + 1442695040888963407
		b[i] = byte(benchCounter >> 56)
	}
	return len(b), nil
}

// opener opens a practice for one benchmark.
type opener func(*testing.B) (*data.Practice, store.Actor)

// makeSet makes the practice file of a set in a folder, unless it is there already, and returns its path and what opens it.
func makeSet(b *testing.B, folder string, size demo.Size, options vault.Options) (string, opener) {
	b.Helper()
	options.KDF = vault.FloorKDF
	path := filepath.Join(folder, fmt.Sprintf("%s-%d.satchel", size, options.PageSize))
	local, err := data.OpenLocal(path + ".local") // the computer that knows this file
	if err != nil {
		b.Fatal(err)
	}
	with := data.Env{Now: func() time.Time { return morning }, Rand: benchRand{}, Local: local, Press: datatest.Press{}, Vault: options}
	if _, err := os.Stat(path); err != nil {
		if err := demo.Make(ctx, path, size, 1, with, nil); err != nil {
			b.Fatal(err)
		}
	}
	return path, func(b *testing.B) (*data.Practice, store.Actor) {
		b.Helper()
		p, owner, err := data.Open(ctx, path, vault.Password(demo.Owner, demo.Password), with)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() {
			if err := p.Close(); err != nil {
				b.Error(err)
			}
		})
		return p, owner
	}
}

// times runs work for each round and reports the 95th percentile beside the mean, and what of the processors' time a round took,
// in ms, with the target of the everyday figures.
func times(b *testing.B, targetMS float64, work func(round int) error) {
	b.Helper()
	var took []time.Duration
	cpu := benchtest.CPU()
	for round := 0; b.Loop(); round++ {
		start := time.Now()
		if err := work(round); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	cpu = benchtest.CPU() - cpu
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(cpu.Microseconds())/1000/float64(len(took)), "cpu-ms")
	b.ReportMetric(targetMS, "target-ms")
}

// BenchmarkDay is what two people wait for in a day, on set S in the encrypted file, without the drawing.
func BenchmarkDay(b *testing.B) {
	_, open := makeSet(b, b.TempDir(), demo.Small, vault.Options{})
	day(b, open)
}

// setM is where set M is made, which takes minutes, and kept for the next run:
//
//	go test ./data/demo -run '^$' -bench PageSize -benchtime 200x -setm FOLDER
var setM = flag.String("setm", "", "make set M with each page size in this folder, if it is not there, and measure a day on it")

// BenchmarkPageSize is the day on set M with each page size: what vault.DefaultPageSize was chosen by (data/vault/BENCH.md).
func BenchmarkPageSize(b *testing.B) {
	if *setM == "" {
		b.Skip("minutes of writing; ask for it with -setm FOLDER")
	}
	for _, pageSize := range []int{4096, 8192, 16384} {
		b.Run(fmt.Sprintf("%d KiB", pageSize>>10), func(b *testing.B) {
			path, open := makeSet(b, *setM, demo.Medium, vault.Options{PageSize: pageSize})
			day(b, open)
			b.Run("check every page", func(b *testing.B) {
				p, _ := open(b)
				info, err := os.Stat(path)
				if err != nil {
					b.Fatal(err)
				}
				times(b, 10_000, func(int) error {
					damage, err := p.Vault().Check(ctx, nil)
					if len(damage) > 0 {
						b.Fatal("a page does not authenticate")
					}
					return err
				})
				b.ReportMetric(float64(info.Size())/1e6, "MB")
			})
		})
	}
}

// day measures what two people wait for on the practice that open opens.
func day(b *testing.B, open opener) {
	b.Helper()
	b.Run("search a key press", func(b *testing.B) {
		p, owner := open(b)
		typed := []string{"m", "me", "mee", "mee s", "sha", "ramesh", "98", "A-00", "1951", "ku ra"}
		times(b, 10, func(round int) error {
			return p.View(ctx, owner, action.FindPatients, func(tx *store.Tx) error {
				_, _, err := patients.Find(tx, patients.Query{Text: typed[round%len(typed)], Limit: 50})
				return err
			})
		})
	})
	b.Run("open the chart with 1,000 visits", func(b *testing.B) {
		p, owner := open(b)
		id := busiest(b, p, owner)
		times(b, 30, func(int) error {
			return p.View(ctx, owner, action.OpenChart, func(tx *store.Tx) error {
				if _, err := patients.Get(tx, id); err != nil {
					return err
				}
				if _, err := chart.Summarize(tx, id); err != nil {
					return err
				}
				_, err := chart.Timeline(tx, id, 50, chart.Cursor{})
				return err
			}, store.About(id))
		})
	})
	b.Run("the day's board", func(b *testing.B) {
		p, owner := open(b)
		times(b, 100, func(int) error {
			return p.View(ctx, owner, action.ReadSchedule, func(tx *store.Tx) error {
				today, _, err := organization.Today(tx)
				if err != nil {
					return err
				}
				place, err := organization.MainLocation(tx)
				if err != nil {
					return err
				}
				rows, err := schedule.Board(tx, today, place.ID)
				if err != nil {
					return err
				}
				ids := make([]billing.PatientID, len(rows))
				for i, r := range rows {
					ids[i] = r.Patient
				}
				_, err = billing.Balances(tx, ids...)
				return err
			})
		})
	})
	b.Run("save a correction, durable", func(b *testing.B) {
		p, owner := open(b)
		id := busiest(b, p, owner)
		notes := []string{"hard of hearing", "rings before coming"}
		times(b, 50, func(round int) error {
			return p.Update(ctx, owner, action.CorrectPatient, func(tx *store.Tx) error {
				patient, err := patients.Get(tx, id)
				if err != nil {
					return err
				}
				patient.Note = notes[round%2]
				_, err = patients.Correct(tx, patient)
				return err
			}, store.About(id))
		})
	})
}

// busiest finds the patient who came most often.
func busiest(b *testing.B, p *data.Practice, owner store.Actor) patients.ID {
	b.Helper()
	var id patients.ID
	err := p.View(ctx, owner, action.ExportPractice, func(tx *store.Tx) error {
		return tx.QueryRow(action.ChartRead, `SELECT patient_id FROM encounter GROUP BY patient_id ORDER BY count(*) DESC LIMIT 1`, nil, &id)
	})
	if err != nil {
		b.Fatal(err)
	}
	return id
}
