package vault

// mutant is a guard left out, so that a test can show that it would notice. Only tests set one.
type mutant uint8

const (
	_ mutant = iota
	// mutantRealGeometry reads page 1 where SQLite peeks for the geometry, torn as it may be.
	mutantRealGeometry
	// mutantSyncedCopyFirst writes the header over the copy that is on the disk, while the other may not be.
	mutantSyncedCopyFirst
	// mutantEarlyNote writes the commit note before the WAL is synced.
	mutantEarlyNote
)
