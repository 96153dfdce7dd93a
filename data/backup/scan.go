package backup

import (
	"slices"
	"strings"
	"time"

	"satchel/data/vault"
)

// Found is a backup as anyone can see it, without a key: for choosing one on another computer. Whoever can write the folder can
// change what is told here; opening it proves it.
type Found struct {
	Path     string
	Made     time.Time // from the file's name, UTC; zero where somebody renamed it
	Practice [16]byte
	Size     int64 // bytes of the file, not of what it restores
	Users    [][16]byte
	Recovery bool
}

// Scan returns every backup in a folder, of any practice, newest first. Files that can't be read as backups are left out.
func Scan(folder string) ([]Found, error) {
	paths, err := archivesIn(folder)
	if err != nil {
		return nil, err
	}
	var list []Found
	for _, path := range paths {
		info, err := vault.ProbeArchive(path, nil)
		if err != nil {
			continue
		}
		list = append(list, Found{Path: path, Made: instantOf(path), Practice: info.UUID, Size: info.Size, Users: info.Users, Recovery: info.Recovery})
	}
	// Two of one second are told apart by the number behind it.
	slices.SortStableFunc(list, func(a, b Found) int {
		if c := b.Made.Compare(a.Made); c != 0 {
			return c
		}
		if c := len(b.Path) - len(a.Path); c != 0 {
			return c
		}
		return strings.Compare(b.Path, a.Path)
	})
	return list, nil
}

// Pick returns the newest backup that was made on a day of the zone, or the newest of all where day is zero. found is newest first,
// as Scan returns it.
func Pick(found []Found, day time.Time, zone *time.Location) (Found, bool) {
	for _, f := range found {
		if day.IsZero() || sameDay(f.Made, day, zone) {
			return f, true
		}
	}
	return Found{}, false
}

// Newest returns when a practice's newest backup in a folder was made, as far as the files' names tell; false where there is none.
// A backup has its name only once it was proved.
func Newest(folder string, practice [16]byte) (time.Time, bool) {
	list, err := Scan(folder)
	if err != nil {
		return time.Time{}, false
	}
	for _, f := range list {
		if f.Practice == practice && !f.Made.IsZero() {
			return f.Made, true
		}
	}
	return time.Time{}, false
}

// NewestIn is Newest over several folders; the zero time where there is no backup in any.
func NewestIn(folders []string, practice [16]byte) (newest time.Time) {
	for _, folder := range folders {
		if made, found := Newest(folder, practice); found && made.After(newest) {
			newest = made
		}
	}
	return newest
}

func sameDay(a, b time.Time, zone *time.Location) bool {
	ay, am, ad := a.In(zone).Date()
	by, bm, bd := b.In(zone).Date()
	return ay == by && am == bm && ad == bd
}
