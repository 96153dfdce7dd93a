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
	Absent bool // the folder isn't there: a disk that is not plugged in. Err says so, too; it is amber only after MaxAbsent
}

// MaxAbsent is how long a place may be away before that is amber.
const MaxAbsent = 7 * 24 * time.Hour

// MakeAll makes a backup in each of the practice's places, one after the other. A place that fails does not keep the next from
// its own; the error is for what concerns them all. It works while the screen is locked.
func MakeAll(ctx context.Context, p *data.Practice, actor store.Actor, progress func(Step)) ([]Outcome, error) {
	settings, err := settingsOf(ctx, p, actor)
	if err != nil {
		return nil, err
	}
	return MakeIn(ctx, p, actor, settings.BackupFolders(), progress), ctx.Err()
}

// MakeIn makes a backup in each of some folders.
func MakeIn(ctx context.Context, p *data.Practice, actor store.Actor, folders []string, progress func(Step)) []Outcome {
	var list []Outcome
	for _, folder := range folders {
		o := Outcome{Folder: folder}
		if o.Err = ctx.Err(); o.Err == nil {
			o.Backup, o.Err = Make(ctx, p, actor, folder, progress)
			o.Absent = o.Err != nil && !isFolder(folder)
		}
		list = append(list, o)
	}
	return list
}

// Trouble returns the error that a person should hear of before the practice is closed: the first one, but that of a place that is away
// where another has its backup. nil: there is nothing to tell.
func Trouble(list []Outcome) error {
	var away error
	made := false
	for _, o := range list {
		switch {
		case o.Err == nil:
			made = true
		case !o.Absent:
			return o.Err
		case away == nil:
			away = o.Err
		}
	}
	if made {
		return nil
	}
	return away
}

// Tone is how a status line should look.
type Tone string

// The tones.
const (
	Good Tone = "good"
	Late Tone = "late" // amber: the newest proven backup is older than a day, or a place fails, or is away for more than MaxAbsent
	Bad  Tone = "bad"  // red: older than three days, none at all, no place chosen, or the last backup failed its proof
)

// When the newest proven backup is amber, and red.
const (
	LateAfter = 24 * time.Hour
	BadAfter  = 72 * time.Hour
)

// Status is the state of the backups over all places, for the status line and the settings.
type Status struct {
	Proved time.Time // the newest proven backup, UTC; zero where there is none
	Places []Place
	Reason
}

// Place is one folder of the practice's backups.
type Place struct {
	Folder string
	Proved time.Time // the newest proven backup here, as far as this computer knows; UTC
	Tried  time.Time // the last attempt of this computer, UTC
	Absent bool      // the folder isn't there now
	Reason
}

// Reason says how the backups stand, and why: Key+".text" and Key+".hint" in the catalogue, with Args, name and value in turn. An instant
// among them is a time.Time in UTC, to be written as the practice writes it.
type Reason struct {
	Tone Tone
	Key  string
	Args []any
}

// StatusOf tells the state of the practice's backups. It is quick: it looks into a folder once in some minutes, and after a backup
// was made. It works while the screen is locked.
func StatusOf(ctx context.Context, p *data.Practice, actor store.Actor, now time.Time) (Status, error) {
	settings, err := settingsOf(ctx, p, actor)
	if err != nil {
		return Status{}, err
	}
	known := memoryOf(p)
	known.mu.Lock()
	defer known.mu.Unlock()
	var s Status
	for _, folder := range settings.BackupFolders() {
		place := known.look(p, folder, now)
		s.Proved = later(s.Proved, place.Proved)
		s.Places = append(s.Places, place)
	}
	s.Reason = overall(s, now)
	return s, nil
}

// look brings the note of a folder up to date, and judges it. The caller holds mu.
func (m *memory) look(p *data.Practice, folder string, now time.Time) Place {
	n := m.of(folder)
	place := Place{Folder: folder, Absent: !isFolder(folder)}
	if !place.Absent && (n.looked.IsZero() || now.Sub(n.looked) >= lookEvery || now.Before(n.looked)) {
		// What somebody removed counts no more.
		n.Proved, _ = Newest(folder, p.Vault().UUID())
		n.Seen, n.looked = now, now
		m.save(p)
	}
	if n.Seen.IsZero() {
		n.Seen = now
		m.save(p)
	}
	place.Proved, place.Tried = n.Proved, n.Tried
	place.Reason = judge(*n, place.Absent, now)
	return place
}

// judge says how one place stands.
func judge(n note, absent bool, now time.Time) Reason {
	age := now.Sub(n.Proved)
	switch {
	case absent && now.Sub(n.Seen) > MaxAbsent:
		return Reason{Late, "backup.status.absent_long", []any{"Proved", n.Proved}}
	case absent:
		return Reason{Good, "backup.status.absent", []any{"Proved", n.Proved}}
	case n.Failed == "error.backup.not_proved" || n.Failed == "error.vault.damaged":
		return Reason{Bad, "backup.status.not_proved", []any{"Proved", n.Proved}}
	case n.Proved.IsZero() && n.Failed == "":
		return Reason{Bad, "backup.status.none", nil}
	case n.Failed != "":
		return Reason{Late, "backup.status.failed", []any{"Proved", n.Proved, "Why", n.Failed}}
	case age > BadAfter:
		return Reason{Bad, "backup.status.old", []any{"Proved", n.Proved}}
	case age > LateAfter:
		return Reason{Late, "backup.status.late", []any{"Proved", n.Proved}}
	}
	return Reason{Good, "backup.status.good", []any{"Proved", n.Proved}}
}

// overall says how all of them stand together: the age is that of the newest, and a place that fails tinges it.
func overall(s Status, now time.Time) Reason {
	age, args := now.Sub(s.Proved), []any{"Proved", s.Proved}
	find := func(keys ...string) (Reason, bool) {
		for _, key := range keys {
			for _, p := range s.Places {
				if p.Key == key {
					return p.Reason, true
				}
			}
		}
		return Reason{}, false
	}
	if len(s.Places) == 0 {
		return Reason{Bad, "backup.status.no_place", nil}
	}
	if r, found := find("backup.status.not_proved"); found {
		return Reason{Bad, r.Key, args}
	}
	switch {
	case s.Proved.IsZero():
		return Reason{Bad, "backup.status.none", nil}
	case age > BadAfter:
		return Reason{Bad, "backup.status.old", args}
	case age > LateAfter:
		return Reason{Late, "backup.status.late", args}
	}
	if r, found := find("backup.status.failed", "backup.status.absent_long"); found {
		return r
	}
	if r, found := find("backup.status.none", "backup.status.old", "backup.status.late"); found {
		return Reason{Late, r.Key, r.Args}
	}
	if r, found := find("backup.status.absent"); found {
		return Reason{Good, r.Key, args}
	}
	return Reason{Good, "backup.status.good", args}
}
