package value

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestInstant(t *testing.T) {
	cases := []struct {
		date, clock, zone, want string
		resolution              Resolution
	}{
		{"2026-07-27", "9:30", "Asia/Kolkata", "2026-07-27T04:00:00Z", Unique},
		{"2026-01-15", "9:30", "Europe/Berlin", "2026-01-15T08:30:00Z", Unique},
		{"2026-03-29", "2:30", "Europe/Berlin", "2026-03-29T01:30:00Z", Skipped}, // shows 3:30
		{"2026-03-29", "1:59", "Europe/Berlin", "2026-03-29T00:59:00Z", Unique},
		{"2026-03-29", "3:00", "Europe/Berlin", "2026-03-29T01:00:00Z", Unique},
		{"2026-10-25", "2:30", "Europe/Berlin", "2026-10-25T00:30:00Z", Repeated},
		{"2026-10-25", "3:00", "Europe/Berlin", "2026-10-25T02:00:00Z", Unique},
		{"2026-03-08", "2:30", "America/New_York", "2026-03-08T07:30:00Z", Skipped},
		{"2026-11-01", "1:30", "America/New_York", "2026-11-01T05:30:00Z", Repeated},
		{"2026-10-04", "2:15", "Australia/Lord_Howe", "2026-10-03T15:45:00Z", Skipped}, // half an hour's change
		{"2018-11-04", "0:30", "America/Sao_Paulo", "2018-11-04T03:30:00Z", Skipped},   // midnight itself is skipped
		{"2011-12-30", "12:00", "Pacific/Apia", "2011-12-30T22:00:00Z", Skipped},       // a day that was left out
	}
	for _, c := range cases {
		date, err := ParseISO(c.date)
		if err != nil {
			t.Fatal(err)
		}
		minute, err := ParseClock(c.clock)
		if err != nil {
			t.Fatal(err)
		}
		got, resolution, err := WallTime{date, minute, c.zone}.Instant()
		if err != nil || got.Format(time.RFC3339) != c.want || resolution != c.resolution {
			t.Errorf("%s %s %s = %s, %d, %v; want %s, %d", c.date, c.clock, c.zone, got.Format(time.RFC3339), resolution, err, c.want, c.resolution)
		}
	}
}

func TestWallTimeRefuses(t *testing.T) {
	day := PartialDate{2026, 7, 27}
	for _, c := range []struct {
		wall WallTime
		want error
	}{
		{WallTime{day, 0, ""}, ErrZoneUnknown}, {WallTime{day, 0, "Local"}, ErrZoneUnknown}, {WallTime{day, 0, "Mars/Base"}, ErrZoneUnknown},
		{WallTime{day, 0, "../../etc/passwd"}, ErrZoneUnknown}, {WallTime{day, -1, "UTC"}, ErrTimeUnclear}, {WallTime{day, 1440, "UTC"}, ErrTimeUnclear},
		{WallTime{PartialDate{2026, 7, 0}, 0, "UTC"}, ErrDatePartial}, {WallTime{PartialDate{2026, 2, 30}, 0, "UTC"}, ErrDateImpossible},
	} {
		if _, _, err := c.wall.Instant(); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v, want %v", c.wall, err, c.want)
		}
	}
	if _, err := WallTimeOf(time.Time{}, "nowhere"); !errors.Is(err, ErrZoneUnknown) {
		t.Errorf("unknown zone: %v", err)
	}
}

// What the wall shows at an instant leads back to it, except for the second of
// two times that look the same.
func TestWallTimeProperties(t *testing.T) {
	zones := []string{"Asia/Kolkata", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		instant := time.Unix(60*rapid.Int64Range(16_000_000, 33_000_000).Draw(t, "minute"), 0).UTC()
		wall, err := WallTimeOf(instant, rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		back, resolution, err := wall.Instant()
		if err != nil || resolution == Skipped {
			t.Fatalf("%v shows %+v, which is %v, %d, %v", instant, wall, back, resolution, err)
		}
		if !back.Equal(instant) && (resolution != Repeated || back.After(instant)) {
			t.Fatalf("%v shows %+v, which is %v, %d", instant, wall, back, resolution)
		}
	})
}

func TestParseClock(t *testing.T) {
	for text, want := range map[string]int{
		"9": 540, "9:30": 570, "0930": 570, "930": 570, "17.30": 1050, "5pm": 1020, "5 PM": 1020, "12am": 0, "12:15 am": 15, "12pm": 720, "00:00": 0, "23:59": 1439, "8h30": 510, "8h": 480, "९:३०": 570,
	} {
		if got, err := ParseClock(text); err != nil || got != want {
			t.Errorf("ParseClock(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "24:00", "9:60", "13pm", "0am", "nine", "9:3", "9:", ":30", "-9", "9:30:00", "99999", "\xff", "am"} {
		if got, err := ParseClock(text); !errors.Is(err, ErrTimeUnclear) {
			t.Errorf("ParseClock(%q) = %d, %v", text, got, err)
		}
	}
}

func TestFree(t *testing.T) {
	open := []Interval{{14 * 60, 18 * 60}, {9 * 60, 12 * 60}, {12 * 60, 13 * 60}}
	busy := []Interval{{9 * 60, 9*60 + 30}, {10 * 60, 10*60 + 30}, {10*60 + 15, 11 * 60}, {17 * 60, 19 * 60}, {5, 5}}
	want := []Interval{{570, 600}, {660, 780}, {840, 1020}}
	if got := Free(open, busy); !slices.Equal(got, want) {
		t.Errorf("free: %v, want %v", got, want)
	}
	if got := Interval.String(want[0]); got != "09:30–10:00" {
		t.Errorf("prints as %s", got)
	}
	for _, wrong := range []Interval{{-1, 5}, {5, 5}, {6, 5}, {0, 1441}} {
		if wrong.Validate() == nil {
			t.Errorf("%v is taken", wrong)
		}
	}
}

// A minute is free exactly when it is open and not busy.
func TestFreeProperties(t *testing.T) {
	interval := rapid.Custom(func(t *rapid.T) Interval {
		start := rapid.IntRange(0, 1430).Draw(t, "start")
		return Interval{start, rapid.IntRange(start+1, 1440).Draw(t, "end")}
	})
	within := func(list []Interval, minute int) bool {
		return slices.ContainsFunc(list, func(i Interval) bool { return i.Contains(minute) })
	}
	rapid.Check(t, func(t *rapid.T) {
		open := rapid.SliceOfN(interval, 0, 4).Draw(t, "open")
		busy := rapid.SliceOfN(interval, 0, 4).Draw(t, "busy")
		free := Free(open, busy)
		for minute := range MinutesPerDay {
			if within(free, minute) != (within(open, minute) && !within(busy, minute)) {
				t.Fatalf("minute %d of %v without %v: %v", minute, open, busy, free)
			}
		}
	})
}

func FuzzParseClock(f *testing.F) {
	for _, seed := range []string{"9:30", "12 a.m.", "0930", "8h", "pm", "9.5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		minute, err := ParseClock(text)
		if err != nil {
			return
		}
		if back, err := ParseClock(FormatClock(minute)); err != nil || back != minute {
			t.Fatalf("%q reads as %d, which reads as %d, %v", text, minute, back, err)
		}
	})
}
