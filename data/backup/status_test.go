package backup_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satchel/data/backup"
	"satchel/data/datatest"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
)

// choose sets the practice's places.
func choose(t testing.TB, k *datatest.Kit, folders ...string) {
	t.Helper()
	k.Must(t, k.Owner, action.ManagePractice, func(tx *store.Tx) error {
		p, err := organization.Current(tx)
		if err != nil {
			return err
		}
		p.BackupFolder = strings.Join(folders, "\n")
		_, err = organization.Save(tx, p)
		return err
	})
}

func TestStatus(t *testing.T) {
	k := datatest.Open(t, nil)
	here, away := t.TempDir(), filepath.Join(t.TempDir(), "stick")
	status := func(tone backup.Tone, key string) backup.Status {
		t.Helper()
		s, err := backup.StatusOf(ctx, k.Practice, k.Desk, k.Now())
		if err != nil || s.Tone != tone || s.Key != "backup.status."+key {
			t.Fatalf("%+v %v, want %s %s", s, err, tone, key)
		}
		return s
	}
	status(backup.Bad, "no_place")
	choose(t, k, here, away, here)
	status(backup.Bad, "none")
	// The screen is locked, and the stick is not plugged in.
	if err := k.Lock(ctx, k.Desk); err != nil {
		t.Fatal(err)
	}
	made, err := backup.MakeAll(ctx, k.Practice, k.Desk, nil)
	if err != nil || len(made) != 2 || made[0].Err != nil || !made[1].Absent || made[1].Err == nil || backup.Trouble(made) != nil {
		t.Fatalf("%+v %v", made, err)
	}
	s := status(backup.Good, "absent")
	if !s.Proved.Equal(made[0].Backup.Made) || len(s.Places) != 2 || s.Places[0].Absent || !s.Places[1].Absent {
		t.Errorf("%+v", s)
	}
	k.Clock.Add(25 * time.Hour)
	status(backup.Late, "late")
	k.Clock.Add(48 * time.Hour)
	status(backup.Bad, "old")
	k.Clock.Add(5 * 24 * time.Hour)
	mustMake(t, k, here)
	status(backup.Late, "absent_long")
	if err := os.Mkdir(away, 0o700); err != nil {
		t.Fatal(err)
	}
	k.Clock.Add(time.Minute)
	if made, err = backup.MakeAll(ctx, k.Practice, k.Desk, nil); err != nil || made[1].Err != nil || !made[1].Backup.Full {
		t.Fatalf("%+v %v", made, err)
	}
	status(backup.Good, "good")
	// Somebody empties the folders.
	for _, folder := range []string{here, away} {
		for _, name := range files(t, folder) {
			if err := os.Remove(filepath.Join(folder, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	k.Clock.Add(10 * time.Minute)
	status(backup.Bad, "none")
	// A place that refuses.
	mustMake(t, k, here)
	if err := os.RemoveAll(away); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(away, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if made, err = backup.MakeAll(ctx, k.Practice, k.Desk, nil); err != nil || made[0].Err != nil || !made[1].Absent {
		t.Fatalf("%+v %v", made, err)
	}
	status(backup.Good, "absent")
}

func TestTrouble(t *testing.T) {
	full, gone := store.Fail(store.Internal, "error.vault.disk_full"), store.Fail(store.NotFound, "error.backup.folder_missing")
	well := backup.Outcome{}
	away, failed := backup.Outcome{Err: gone, Absent: true}, backup.Outcome{Err: full}
	for _, c := range []struct {
		list []backup.Outcome
		want error
	}{{nil, nil}, {[]backup.Outcome{well, away}, nil}, {[]backup.Outcome{away}, gone}, {[]backup.Outcome{away, failed}, full}, {[]backup.Outcome{well, failed}, full}} {
		if got := backup.Trouble(c.list); got != c.want {
			t.Errorf("%+v: %v", c.list, got)
		}
	}
}

func TestDue(t *testing.T) {
	var never time.Time
	for name, c := range map[string]struct {
		now, changed, ended, failed time.Time
		want                        bool
	}{
		"nothing was ever written":     {at("2026-11-28 10:00"), never, never, never, false},
		"the first":                    {at("2026-11-28 10:00"), at("2026-11-28 09:59"), never, never, true},
		"nothing since":                {at("2026-11-28 10:00"), at("2026-11-28 08:00"), at("2026-11-28 08:30"), never, false},
		"within the hour":              {at("2026-11-28 10:00"), at("2026-11-28 09:30"), at("2026-11-28 09:05"), never, false},
		"an hour is over":              {at("2026-11-28 10:05"), at("2026-11-28 09:30"), at("2026-11-28 09:05"), never, true},
		"the day is over":              {at("2026-11-29 00:01"), at("2026-11-28 23:50"), at("2026-11-28 23:40"), never, true},
		"one failed a moment ago":      {at("2026-11-28 12:00"), at("2026-11-28 11:30"), at("2026-11-28 09:05"), at("2026-11-28 11:55"), false},
		"it is tried again":            {at("2026-11-28 12:06"), at("2026-11-28 11:30"), at("2026-11-28 09:05"), at("2026-11-28 11:55"), true},
		"the clock was set back a day": {at("2026-11-27 10:00"), at("2026-11-28 11:30"), at("2026-11-28 09:05"), never, true},
	} {
		if got := backup.Due(backup.Moment{Now: c.now, Changed: c.changed, Ended: c.ended, Failed: c.failed, Zone: kolkata}); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	k := datatest.Open(t, nil)
	if !backup.DueNow(k.Practice, k.Now(), kolkata) {
		t.Error("the first is due")
	}
	mustMake(t, k, t.TempDir())
	k.Clock.Add(2 * time.Hour)
	if backup.DueNow(k.Practice, k.Now(), kolkata) {
		t.Error("the backup's own entry makes the next one due")
	}
	work(t, k.Practice, k.Owner, 1)
	if !backup.DueNow(k.Practice, k.Now(), kolkata) {
		t.Error("not due after work")
	}
}
