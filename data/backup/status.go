package backup

import (
	"context"
	"time"

	"satchel/data"
	"satchel/data/store"
)

// Outcome is what became of one place in MakeAll.
type Outcome struct {
	Folder string
	Backup Backup // where Err is nil
	Err    error
	Absent bool // the folder isn't there: a disk that is not plugged in. Err says so, too; it counts as a failure only after MaxAbsent
}

// MaxAbsent is how long a place may be away before it counts as failing.
const MaxAbsent = 7 * 24 * time.Hour

// MakeAll makes a backup in each of the practice's places, one after the other. A place that fails does not keep the next from
// its own. It works while the screen is locked.
func MakeAll(ctx context.Context, p *data.Practice, actor store.Actor, progress func(Step)) ([]Outcome, error) {
	return nil, store.Fail(store.Internal, "error.store.internal")
}

// Tone is how a status line should look.
type Tone string

// The tones.
const (
	Good Tone = "good"
	Late Tone = "late" // amber: the newest proven backup is older than a day, or a place fails or is away
	Bad  Tone = "bad"  // red: older than three days, none at all, no place chosen, or the last backup failed its proof
)

// Status is the state of the backups over all places, for the status line and the settings.
type Status struct {
	Proved time.Time // the newest proven backup, UTC; zero where there is none
	Places []Place
	Tone   Tone
	Key    string // why, in the catalogue: ".text" and ".hint" below it
	Args   []any  // name and value in turn; instants are time.Time, to be written by the caller
}

// Place is one folder of the practice's backups.
type Place struct {
	Folder string
	Proved time.Time // the newest proven backup here, as far as this computer knows; UTC
	Tried  time.Time // the last attempt of this computer, UTC
	Absent bool      // the folder isn't there now
	Tone   Tone
	Key    string // why
	Args   []any
}

// StatusOf tells the state of the practice's backups. It is quick: it looks into a folder at most every few minutes, and when a
// backup was made. It works while the screen is locked.
func StatusOf(ctx context.Context, p *data.Practice, actor store.Actor, now time.Time) (Status, error) {
	return Status{}, store.Fail(store.Internal, "error.store.internal")
}

// Interval is how often an automatic backup is made while people write; Retry how soon a failed one is tried again.
const (
	Interval = time.Hour
	Retry    = 10 * time.Minute
)

// Moment is what Due decides on. All instants are UTC; zero where there was none.
type Moment struct {
	Now     time.Time
	Changed time.Time // the last change of the record; see (*store.Store).LastWritten
	Ended   time.Time // the end of the last backup that succeeded in a place
	Tried   time.Time // the end of the last attempt
	Zone    *time.Location
}

// Due reports whether an automatic backup is due: something was written since the last one, and an hour is over or the day is.
func Due(m Moment) bool { return false }

// DueNow reports it for an open practice.
func DueNow(p *data.Practice, now time.Time, zone *time.Location) bool { return false }
