package backup_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"satchel/data/backup"
	"satchel/data/datatest"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

var kolkata = func() *time.Location {
	zone, err := value.LoadZone("Asia/Kolkata")
	if err != nil {
		panic(err)
	}
	return zone
}()

// at is an instant by the wall clock in Kolkata.
func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, kolkata)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func TestKeep(t *testing.T) {
	now := at("2026-11-28 15:00") // a Saturday
	for name, c := range map[string]struct{ keep, drop []string }{
		"nothing":      {},
		"all of today": {keep: []string{"2026-11-28 00:05", "2026-11-28 09:00", "2026-11-28 10:00", "2026-11-28 14:59"}},
		"today begins at the zone's midnight": {
			keep: []string{"2026-11-28 14:00", "2026-11-28 13:00", "2026-11-28 00:00", "2026-11-27 23:59"}, drop: []string{"2026-11-27 23:58"}},
		"the newest of a day":  {keep: []string{"2026-11-28 10:00", "2026-11-28 11:00", "2026-11-27 18:00"}, drop: []string{"2026-11-27 09:00"}},
		"two in any case":      {keep: []string{"2020-01-01 09:00", "2020-01-01 08:00"}, drop: []string{"2020-01-01 07:00"}},
		"after a long holiday": {keep: []string{"2026-08-03 10:00", "2026-08-04 10:00", "2026-08-05 10:00", "2026-08-06 10:00"}},
		"the eighth day goes, unless its week or month keeps it": {
			keep: []string{"2026-11-28 10:00", "2026-11-27 10:00", "2026-11-26 10:00", "2026-11-25 10:00", "2026-11-24 10:00", "2026-11-23 10:00", "2026-11-22 10:00", "2026-11-15 10:00", "2026-10-31 10:00"},
			drop: []string{"2026-11-21 10:00", "2026-11-14 10:00", "2026-10-29 10:00"}},
		"what lies in the future": {keep: []string{"2027-01-01 10:00", "2026-11-28 10:00", "2026-11-28 09:00"}},
	} {
		var made []time.Time
		for _, text := range slices.Concat(c.keep, c.drop) {
			made = append(made, at(text))
		}
		for i, kept := range backup.Keep(now, kolkata, made) {
			if want := i < len(c.keep); kept != want {
				t.Errorf("%s: %s kept %v, want %v", name, made[i].In(kolkata), kept, want)
			}
		}
	}
}

func TestKeepProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := at("2026-11-28 15:00").Add(time.Duration(rapid.Int64Range(0, 400*24*60).Draw(t, "now")) * time.Minute)
		ages := rapid.SliceOfN(rapid.Int64Range(-100, 800*24*60), 0, 120).Draw(t, "ages")
		made := make([]time.Time, len(ages))
		for i, age := range ages {
			made[i] = now.Add(-time.Duration(age) * time.Minute)
		}
		keep := backup.Keep(now, kolkata, made)
		kept := map[int]bool{}
		past, keptPast, newest := 0, 0, -1
		for i, k := range keep {
			if made[i].After(now) {
				if !k {
					t.Fatal("what lies in the future was dropped")
				}
				continue
			}
			past++
			if newest < 0 || made[i].After(made[newest]) {
				newest = i
			}
			if k {
				keptPast++
				kept[i] = true
			}
		}
		if keptPast < min(past, backup.KeepLeast) || newest >= 0 && !keep[newest] && !slices.ContainsFunc(made, func(m time.Time) bool { return m.Equal(made[newest]) }) {
			t.Fatalf("%d of %d kept", keptPast, past)
		}
		// Dropping and asking again drops nothing more; and a day later nothing that was dropped would have been kept.
		var left []time.Time
		for i, k := range keep {
			if k {
				left = append(left, made[i])
			}
		}
		for i, k := range backup.Keep(now, kolkata, left) {
			if !k {
				t.Fatalf("%v goes only at the second time", left[i])
			}
		}
		today := 0
		for i := range made {
			if y, m, d := made[i].In(kolkata).Date(); !made[i].After(now) {
				if ny, nm, nd := now.In(kolkata).Date(); y == ny && m == nm && d == nd {
					today++
					if !keep[i] {
						t.Fatal("one of today's was dropped")
					}
				}
			}
		}
		if most := today + backup.KeepDays + backup.KeepWeeks + backup.KeepMonths + backup.KeepLeast; keptPast > most {
			t.Fatalf("%d kept, at most %d should be", keptPast, most)
		}
	})
}

// Two years of real files, on weekdays, on some twice a day: every one that the rule keeps can be restored at any time, what it doesn't keep
// goes, and the folder does not grow beyond what is needed.
func TestTwoYearsOfBackups(t *testing.T) {
	k := datatest.Open(t, datatest.Press{})
	folder := t.TempDir()
	rows := map[string]int{} // patients, by the instant of the backup
	total := 0
	days := 731
	if testing.Short() {
		days = 121
	}
	for day := range days {
		times := 1
		if day%10 == 3 {
			times = 3
		}
		if weekday := k.Now().Weekday(); weekday == time.Saturday || weekday == time.Sunday {
			times = 0
		}
		for range times {
			work(t, k.Practice, k.Owner, 1)
			total++
			made, err := backup.MakeUnproved(ctx, k.Practice, k.Owner, folder)
			if err != nil {
				t.Fatalf("day %d: %v", day, err)
			}
			rows[made.Made.String()] = total
			k.Clock.Add(3 * time.Hour)
		}
		k.Clock.Add(24*time.Hour - time.Duration(times)*3*time.Hour)
		if day%120 != 119 && day != days-1 {
			continue
		}
		list, err := backup.List(ctx, k.Practice, folder)
		if err != nil {
			t.Fatal(err)
		}
		var made []time.Time
		for _, b := range list {
			made = append(made, b.Made)
			if !b.Whole() {
				t.Fatalf("day %d: %s can't be restored: %d parts are missing", day, filepath.Base(b.Path), b.Missing)
			}
		}
		kept := 0
		for _, keep := range backup.Keep(made[0], kolkata, made) {
			if keep {
				kept++
			}
		}
		size, all := int64(0), files(t, folder)
		for _, name := range all {
			info, err := os.Stat(filepath.Join(folder, name))
			if err != nil {
				t.Fatal(err)
			}
			size += info.Size()
		}
		t.Logf("day %d: %d files, %d of them kept by the rule, %.1f MB for a practice of %.1f MB", day, len(all), kept, float64(size)/1e6, float64(list[0].Total)/1e6)
		if len(all) > 130 || kept > 28 || day > 400 && kept < 18 || size > int64(kept)*list[0].Total*3/4 {
			t.Errorf("day %d: %d files of %d bytes, %d kept", day, len(all), size, kept)
		}
		for _, b := range []backup.Backup{list[0], list[len(list)/2], oldestKept(list)} {
			p, owner := restored(t, b.Path, ownerKey())
			count := 0
			err := p.View(ctx, owner, action.FindPatients, func(tx *store.Tx) error {
				return tx.QueryRow(action.PatientRead, "SELECT count(*) FROM patient", nil, &count)
			})
			if err != nil || count != rows[b.Made.String()] {
				t.Errorf("day %d: backup of %s has %d patients, want %d, %v", day, b.Made, count, rows[b.Made.String()], err)
			}
		}
	}
	if len(rows) < days*4/5 {
		t.Errorf("%d backups were made", len(rows))
	}
}

// oldestKept is the oldest backup that the rule keeps.
func oldestKept(list []backup.Backup) backup.Backup {
	var made []time.Time
	for _, b := range list {
		made = append(made, b.Made)
	}
	oldest := list[0]
	for i, keep := range backup.Keep(made[0], kolkata, made) {
		if keep && list[i].Made.Before(oldest.Made) {
			oldest = list[i]
		}
	}
	return oldest
}
