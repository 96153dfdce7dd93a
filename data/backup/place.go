package backup

import (
	"context"
	"time"

	"satchel/data"
	"satchel/data/store"
)

// Extension ends the name of every backup.
const Extension = ".satchel-backup"

// Backup is one backup of a practice in a place, as its holder sees it with the key.
type Backup struct {
	Path     string
	Made     time.Time  // the moment that it shows, UTC
	Own      int64      // bytes of the file
	Total    int64      // bytes of the database that it restores
	Full     bool       // it needs no other file
	Parts    int        // other files that it needs
	Missing  int        // of those, how many are not in the folder: it can't be restored
	OlderKey bool       // sealed before the practice's key was changed: only the passwords of then open it; nothing else is known of it
	Users    [][16]byte // whose password opens it, with the password of then
	Recovery bool       // the recovery key of then opens it, too
	Manifest Manifest
}

// Whole reports whether everything that the backup needs is there.
func (b Backup) Whole() bool { return b.Missing == 0 && !b.OlderKey }

// Manifest is what a backup says of itself, sealed inside it.
type Manifest struct {
	Made       time.Time        `json:"made"`       // the moment of the snapshot, UTC
	Thorough   time.Time        `json:"thorough"`   // the newest backup of this place, this one included, whose proof looked at every record
	Anchors    []store.Anchor   `json:"anchors"`    // the newest audit event of each device
	Rows       map[string]int64 `json:"rows"`       // of each table
	Schema     int              `json:"schema"`     // the number of the last migration
	Generation uint64           `json:"generation"` // of the practice's file
}

// List returns the backups of the practice in a folder, newest first. Files of other practices are left out. What is damaged so that
// it can't be listed is left out, too: Prove and Restore name it.
//
// Errors: NotFound with "error.backup.folder_missing"; the vault's.
func List(ctx context.Context, p *data.Practice, folder string) ([]Backup, error) {
	return nil, store.Fail(store.Internal, "error.store.internal")
}

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

// Scan returns every backup in a folder, of any practice, newest first.
func Scan(folder string) ([]Found, error) {
	return nil, store.Fail(store.Internal, "error.store.internal")
}

// Pick returns the newest of a practice's backups that was made on a day of the zone, or the newest of all where day is zero.
// found is newest first, as Scan returns it.
func Pick(found []Found, day time.Time, zone *time.Location) (Found, bool) {
	for _, f := range found {
		if day.IsZero() || sameDay(f.Made, day, zone) {
			return f, true
		}
	}
	return Found{}, false
}

func sameDay(a, b time.Time, zone *time.Location) bool {
	ay, am, ad := a.In(zone).Date()
	by, bm, bd := b.In(zone).Date()
	return ay == by && am == bm && ad == bd
}
