package backup

import "time"

// How many backups the rule keeps beside all of today's and the two newest.
const (
	KeepDays   = 7  // the newest of each of the last days that have one
	KeepWeeks  = 5  // of each of the last weeks, Monday to Sunday
	KeepMonths = 12 // of each of the last months
	KeepLeast  = 2
)

// Keep says which backups the rule keeps, by the instants at which they were made, in any order. Days, weeks and months are the
// zone's, and only those in which a backup was made count: a practice that was closed for a month loses nothing by that.
func Keep(now time.Time, zone *time.Location, made []time.Time) []bool {
	return nil
}
