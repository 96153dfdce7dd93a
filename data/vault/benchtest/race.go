package benchtest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// ErrReadable is a sealed side whose file shows what was written.
var ErrReadable = errors.New("the file can be read without its key")

// ErrNoFTS5 is a side whose SQLite was built without FTS5.
var ErrNoFTS5 = errors.New("built without FTS5")

// Race is one workload on several sides, the first of which is the measure of the others.
type Race struct {
	workload Workload
	pageSize int
	runners  []*runner
}

type runner struct {
	Side
	folder string
	err    error // why it does not take part
	took   []Cost
}

// Cost is what a round took: by the clock, and of the processors' time.
type Cost struct{ Wall, CPU time.Duration }

// Wall and CPU choose between the two for Ratio.
func Wall(c Cost) time.Duration  { return c.Wall }
func OfCPU(c Cost) time.Duration { return c.CPU }

// NewRace prepares every side in a folder of its own below folder. pageSize is in bytes.
func NewRace(folder string, pageSize int, w Workload, sides ...Side) (*Race, error) {
	race := &Race{workload: w, pageSize: pageSize}
	for i, side := range sides {
		r := &runner{Side: side, folder: filepath.Join(folder, fmt.Sprint(i))}
		race.runners = append(race.runners, r)
		if err := race.prepare(r); err != nil {
			return nil, fmt.Errorf("%s, prepare %s: %w", side.Name, w.Name, err)
		}
	}
	return race, nil
}

func (race *Race) prepare(r *runner) error {
	if err := os.Mkdir(r.folder, 0o700); err != nil {
		return err
	}
	if race.workload.Prepare == nil {
		return nil
	}
	_, err := race.run(r, race.workload.Prepare)
	return r.excuse(err)
}

// excuse lets a side without FTS5 stay away from the workloads that need it.
func (r *runner) excuse(err error) error {
	if err != nil && strings.Contains(err.Error(), "no such module: fts5") {
		r.err = ErrNoFTS5
		return nil
	}
	return err
}

// Round runs the work once on each side, one after the other.
func (race *Race) Round() error {
	for _, r := range race.runners {
		if r.err != nil {
			continue
		}
		if len(r.took) > 0 && !race.workload.Reads {
			if err := os.RemoveAll(r.folder); err != nil {
				return err
			}
			if err := race.prepare(r); err != nil {
				return err
			}
		}
		took, err := race.run(r, race.workload.Work)
		if err := r.excuse(err); err != nil {
			return fmt.Errorf("%s, %s: %w", r.Name, race.workload.Name, err)
		}
		r.took = append(r.took, took)
	}
	return nil
}

// run opens the side, times the work, and looks at the files before they are closed, so at the WAL too.
func (race *Race) run(r *runner, work func(Store) error) (Cost, error) {
	s, err := r.Open(r.folder, race.pageSize)
	if err != nil {
		return Cost{}, err
	}
	if err := s.settle(race.pageSize, race.workload.CacheKiB); err != nil {
		return Cost{}, errors.Join(err, s.Close())
	}
	runtime.GC() // or one side cleans up behind another
	start, cpu := time.Now(), CPU()
	err = work(s)
	took := Cost{time.Since(start), CPU() - cpu}
	if err == nil && len(r.took) == 0 {
		err = r.look()
	}
	return took, errors.Join(err, s.Close())
}

// look fails where a sealed file can be read, and where a clear one cannot: then the search would prove nothing.
func (r *runner) look() error {
	found, err := readable(r.folder)
	switch {
	case err != nil:
		return err
	case found && !r.Clear:
		return ErrReadable
	case !found && r.Clear:
		return errors.New("what was written is not found in a file that is not sealed")
	}
	return nil
}

// Times returns what a side took in each round.
func (race *Race) Times(side int) []Cost { return race.runners[side].took }

// Ratio is the median of what a side took in each round / what the first side took in the same round, with the quartiles
// of the rounds around it. of is Wall or OfCPU.
func (race *Race) Ratio(side int, of func(Cost) time.Duration) (Ratio, error) {
	r := race.runners[side]
	if r.err != nil {
		return Ratio{}, r.err
	}
	measure := race.runners[0].took
	ratios := make([]float64, len(r.took))
	for i, took := range r.took {
		ratios[i] = float64(of(took)) / float64(of(measure[i]))
	}
	slices.Sort(ratios)
	last := len(ratios) - 1
	median := (ratios[last/2] + ratios[(last+1)/2]) / 2
	return Ratio{Low: ratios[last/4], Median: median, High: ratios[last-last/4]}, nil
}

// Ratio is a median with its quartiles.
type Ratio struct{ Low, Median, High float64 }
