package demo

import (
	"time"

	"satchel/data/store"
)

// Size says how large a made-up practice is.
type Size string

// The sizes: a look round, a young practice, the everyday benchmark, and the limit.
const (
	Tiny   Size = "tiny"
	Small  Size = "S"
	Medium Size = "M"
	Large  Size = "L"
)

// Sizes lists them from small to large.
var Sizes = []Size{Tiny, Small, Medium, Large}

// measure is what a size means. Doctors' panels and visit counts are those of published practices: 1,800 to 2,400 active
// patients a doctor, 226 medicines in 100 visits.
type measure struct {
	patients      int
	days          int // of the past, before today
	encounters    int
	lines         int // of prescriptions
	observations  int
	frequent      int // visits of the one patient who comes most often; 0: nobody stands out
	practitioners int
	today         int  // appointments of the day that the practice is opened on
	recent        int  // days before today that are lived through act by act, with their papers
	whole         bool // every day is lived through, so that every paper there ever was can be printed
}

var measures = map[Size]measure{
	Tiny:   {patients: 30, days: 2 * 365, encounters: 90, lines: 200, observations: 750, practitioners: 1, today: 14, recent: 1, whole: true},
	Small:  {patients: 3_000, days: 2 * 365, encounters: 12_000, lines: 27_000, observations: 100_000, frequent: 1_000, practitioners: 1, today: 150, recent: 3},
	Medium: {patients: 15_000, days: 10 * 365, encounters: 60_000, lines: 135_000, observations: 500_000, frequent: 1_000, practitioners: 2, today: 150, recent: 5},
	Large:  {patients: 100_000, days: 30 * 365, encounters: 400_000, lines: 900_000, observations: 3_000_000, frequent: 1_000, practitioners: 5, today: 150, recent: 5},
}

// ParseSize reads a size as a person types it.
func ParseSize(text string) (Size, error) {
	if _, known := measures[Size(text)]; !known {
		return "", store.FailField("size", "error.demo.size")
	}
	return Size(text), nil
}

// quarter is how finely the clock given to Make is read: runs within it make the same practice.
const quarter = 15 * time.Minute
