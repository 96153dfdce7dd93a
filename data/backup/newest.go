package backup

import (
	"strings"
	"time"

	"satchel/data/organization"
)

// FoldersOf lists where a practice's backups go, a folder a line of its settings.
func FoldersOf(settings organization.Practice) []string {
	return strings.FieldsFunc(settings.BackupFolder, func(r rune) bool { return r == '\n' })
}

// NewestProved is when the newest backup that can be seen in any of the folders was proved, UTC; zero where none is seen.
func NewestProved(folders []string) time.Time {
	var newest time.Time
	for _, folder := range folders {
		if last, found := Last(folder); found && last.Manifest.Proved.After(newest) {
			newest = last.Manifest.Proved
		}
	}
	return newest
}
