package backup

import "time"

// Newest is when the newest backup in any of the folders was proved, UTC; zero where none is seen.
func Newest(folders ...string) time.Time {
	var newest time.Time
	for _, folder := range folders {
		if folder == "" {
			continue
		}
		if last, found := Last(folder); found && last.Manifest.Proved.After(newest) {
			newest = last.Manifest.Proved
		}
	}
	return newest
}
