package value

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var today = time.Date(2026, 7, 27, 23, 30, 0, 0, time.FixedZone("IST", 5*3600+1800))

func TestParseDate(t *testing.T) {
	cases := []struct {
		text      string
		order     DateOrder
		want      string
		estimated bool
	}{
		{"", DMY, "", false}, {"  ", DMY, "", false},
		{"3/2/51", DMY, "1951-02-03", false}, {"3/2/51", MDY, "1951-03-02", false}, {"51/3/2", YMD, "1951-03-02", false},
		{"03021951", DMY, "1951-02-03", false}, {"03021951", MDY, "1951-03-02", false}, {"19510203", YMD, "1951-02-03", false},
		{"20011203", DMY, "2001-12-03", false}, {"20011203", MDY, "2001-12-03", false},
		{"030251", DMY, "1951-02-03", false}, {"510203", YMD, "1951-02-03", false}, {"030251", MDY, "1951-03-02", false},
		{"3.2.1951", DMY, "1951-02-03", false}, {"3-2-1951", DMY, "1951-02-03", false}, {"3 2 1951", DMY, "1951-02-03", false},
		{"1951-02-03", DMY, "1951-02-03", false}, {"1951-02-03", MDY, "1951-02-03", false},
		{"2/1951", MDY, "1951-02", false}, {"1951-02", DMY, "1951-02", false}, {"1951", DMY, "1951", false},
		{"3 feb 1951", MDY, "1951-02-03", false}, {"Feb 3, 1951", DMY, "1951-02-03", false}, {"3february51", DMY, "1951-02-03", false},
		{"feb 1951", DMY, "1951-02", false}, {"1951 feb 3", DMY, "1951-02-03", false}, {"3 Sept 99", DMY, "1999-09-03", false},
		{"t", DMY, "2026-07-27", false}, {"T", DMY, "2026-07-27", false}, {"t-3", DMY, "2026-07-24", false}, {"t - 30", DMY, "2026-06-27", false},
		{"today", DMY, "2026-07-27", false},
		{"3d", DMY, "2026-07-24", true}, {"2w", DMY, "2026-07-13", true}, {"5m", DMY, "2026-02", true}, {"5 months", DMY, "2026-02", true},
		{"6y", DMY, "2020", true}, {"6 yrs", DMY, "2020", true}, {"1y 6m", DMY, "2025-01", true}, {"40 years", DMY, "1986", true},
		{"~1951", DMY, "1951", true}, {"~ 40y", DMY, "1986", true},
		{"27/7/26", DMY, "2026-07-27", false}, {"28/7/26", DMY, "1926-07-28", false}, {"1/1/00", DMY, "2000-01-01", false},
		{"29/2/2000", DMY, "2000-02-29", false}, {"29/2/00", DMY, "2000-02-29", false},
		{"३/२/१९५१", DMY, "1951-02-03", false}, {"٣/٢/١٩٥١", DMY, "1951-02-03", false},
	}
	for _, c := range cases {
		got, estimated, err := ParseDate(c.text, c.order, today)
		if err != nil || got.String() != c.want || estimated != c.estimated {
			t.Errorf("ParseDate(%q, %d) = %q, %v, %v; want %q, %v", c.text, c.order, got, estimated, err, c.want, c.estimated)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	cases := []struct {
		text  string
		order DateOrder
		want  error
	}{
		{"31/2/1951", DMY, ErrDateImpossible}, {"29/2/1951", DMY, ErrDateImpossible}, {"2/13/1951", DMY, ErrDateImpossible},
		{"13/2/1951", MDY, ErrDateImpossible}, {"0/2/1951", DMY, ErrDateImpossible}, {"32/1/1951", DMY, ErrDateImpossible},
		{"1951-13-01", DMY, ErrDateImpossible}, {"1951-00", DMY, ErrDateImpossible}, {"32011951", DMY, ErrDateImpossible},
		{"29/2/26", DMY, ErrDateImpossible},
		{"3/2/1751", DMY, ErrDateRange}, {"1849", DMY, ErrDateRange}, {"9999", DMY, ErrDateRange}, {"0000", DMY, ErrDateRange}, {"151y", DMY, ErrDateRange},
		{"28/7/2026", DMY, ErrDateFuture}, {"2027", DMY, ErrDateFuture}, {"t+1", DMY, ErrDateFuture}, {"8/2026", DMY, ErrDateFuture},
		{"hello", DMY, ErrDateUnclear}, {"51", DMY, ErrDateUnclear}, {"3/2", DMY, ErrDateUnclear}, {"3/2/951", DMY, ErrDateUnclear},
		{"1/2/3/4", DMY, ErrDateUnclear}, {"12345", DMY, ErrDateUnclear}, {"3/2/1951", YMD, ErrDateUnclear}, {"-3", DMY, ErrDateUnclear},
		{"3:2:1951", DMY, ErrDateUnclear}, {"feb", DMY, ErrDateUnclear}, {"3 feb", DMY, ErrDateUnclear}, {"ma 1951", DMY, ErrDateUnclear},
		{"t-", DMY, ErrDateUnclear}, {"t3", DMY, ErrDateUnclear}, {"t--3", DMY, ErrDateUnclear}, {"6m 1y", DMY, ErrDateUnclear}, {"5x", DMY, ErrDateUnclear},
		{"~", DMY, ErrDateUnclear}, {"\x00", DMY, ErrDateUnclear}, {"3/2/51\xff", DMY, ErrDateUnclear}, {"😀", DMY, ErrDateUnclear}, {"\u202e1951", DMY, ErrDateUnclear},
		{string(make([]byte, 1<<16)), DMY, ErrDateUnclear},
	}
	for _, c := range cases {
		if got, _, err := ParseDate(c.text, c.order, today); !errors.Is(err, c.want) {
			t.Errorf("ParseDate(%.20q, %d) = %v, %v; want %v", c.text, c.order, got, err, c.want)
		}
	}
}

func TestParseDay(t *testing.T) {
	for text, want := range map[string]string{
		"t": "2026-07-27", "t+3": "2026-07-30", "t-1": "2026-07-26", "2w": "2026-08-10", "3d": "2026-07-30", "6m": "2027-01-27", "1y": "2027-07-27",
		"3/8": "2026-08-03", "3/2": "2027-02-03", "27/7": "2026-07-27", "3 feb": "2027-02-03", "29/2": "2028-02-29",
		"3/2/27": "2027-02-03", "3/2/80": "1980-02-03", "2026-12-24": "2026-12-24",
	} {
		if got, err := ParseDay(text, DMY, today); err != nil || got.String() != want {
			t.Errorf("ParseDay(%q) = %v, %v; want %s", text, got, err, want)
		}
	}
	for text, want := range map[string]error{
		"": ErrDatePartial, "2027": ErrDatePartial, "2/2027": ErrDatePartial, "31/2": ErrDateImpossible, "soon": ErrDateUnclear, "999y": ErrDateRange,
	} {
		if got, err := ParseDay(text, DMY, today); !errors.Is(err, want) {
			t.Errorf("ParseDay(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestParseISORefuses(t *testing.T) {
	for _, text := range []string{"1951-2-3", "1951-02-30", "1951-02-00", "1951/02/03", "195102", "1951-0a", "+951", "0000", "1700", "1951-02-03T00:00"} {
		if got, err := ParseISO(text); err == nil {
			t.Errorf("ParseISO(%q) = %v, want an error", text, got)
		}
	}
}

func TestAge(t *testing.T) {
	cases := []struct {
		birth, at string
		want      AgeSpan
	}{
		{"1951-07-27", "2026-07-27", AgeSpan{75, 0, 0, 27394, PrecisionDay}},
		{"1951-07-28", "2026-07-27", AgeSpan{74, 11, 29, 27393, PrecisionDay}},
		{"2026-07-27", "2026-07-27", AgeSpan{0, 0, 0, 0, PrecisionDay}},
		{"2024-02-29", "2025-02-28", AgeSpan{0, 11, 30, 365, PrecisionDay}},
		{"2024-02-29", "2025-03-01", AgeSpan{1, 0, 1, 366, PrecisionDay}},
		{"2026-01-31", "2026-02-28", AgeSpan{0, 0, 28, 28, PrecisionDay}},
		{"2026-01-31", "2026-03-01", AgeSpan{0, 1, 1, 29, PrecisionDay}},
		{"1951", "2026-07-27", AgeSpan{75, 0, 0, 27601, PrecisionNone}},
		{"1951-03", "2026-07-27", AgeSpan{75, 4, 0, 27542, PrecisionYear}},
		{"1951-03", "2026-07-31", AgeSpan{75, 4, 0, 27546, PrecisionMonth}},
		{"1951-07", "2026-07-27", AgeSpan{75, 0, 0, 27420, PrecisionNone}},
		{"1951", "2026-12-31", AgeSpan{75, 0, 0, 27758, PrecisionYear}},
		{"2027", "2026-07-27", AgeSpan{}},
		{"", "2026-07-27", AgeSpan{}},
	}
	for _, c := range cases {
		birth, err1 := ParseISO(c.birth)
		at, err2 := ParseISO(c.at)
		if got := birth.Age(at); got != c.want || err1 != nil || err2 != nil {
			t.Errorf("Age of %s at %s = %+v, want %+v", c.birth, c.at, got, c.want)
		}
	}
}

func TestAgeLabel(t *testing.T) {
	cases := []struct {
		birth, key string
		count      any
	}{
		{"2026-07-20", "value.age.days", 7}, {"2026-06-15", "value.age.weeks", 6}, {"2026-02-20", "value.age.months", 5}, {"2026-02", "value.age.about_months", 5},
		{"2023-03-01", "value.age.years_months", 3}, {"1986", "value.age.about", 40}, {"1986-01-01", "value.age.years", 40},
		{"2026", "value.age.under_one", nil}, {"2026-07", "value.age.under_one", nil}, {"2025-02-20", "value.age.months", 17},
	}
	for _, c := range cases {
		birth, err := ParseISO(c.birth)
		key, args := birth.Age(DateOf(today)).Label()
		if err != nil || key != c.key || c.count != nil && args[1] != c.count {
			t.Errorf("label of %s = %s %v, want %s %v", c.birth, key, args, c.key, c.count)
		}
	}
}

func TestDateFormat(t *testing.T) {
	for iso, want := range map[string][3]string{
		"1951-02-03": {"03/02/1951", "02/03/1951", "1951-02-03"},
		"1951-02":    {"02/1951", "02/1951", "1951-02"},
		"1951":       {"1951", "1951", "1951"}, "": {"", "", ""},
	} {
		d, err := ParseISO(iso)
		if got := [3]string{d.Format(DMY), d.Format(MDY), d.Format(YMD)}; got != want || err != nil {
			t.Errorf("formats of %q = %q, want %q", iso, got, want)
		}
	}
}

func anyDate(t *rapid.T) PartialDate {
	d := PartialDate{Year: rapid.IntRange(MinYear, 2026).Draw(t, "year")}
	if rapid.Bool().Draw(t, "month known") {
		d.Month = rapid.IntRange(1, 12).Draw(t, "month")
		if rapid.Bool().Draw(t, "day known") {
			d.Day = rapid.IntRange(1, daysIn(d.Year, d.Month)).Draw(t, "day")
		}
	}
	return d
}

func TestDateProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDate(t), anyDate(t)
		if err := a.Validate(); err != nil {
			t.Fatalf("%v: %v", a, err)
		}
		stored, err := a.Value()
		if err != nil {
			t.Fatal(err)
		}
		var back PartialDate
		if err := back.Scan(stored); err != nil || back != a {
			t.Fatalf("scan of %v = %v, %v", stored, back, err)
		}
		encoded, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(encoded, &back); err != nil || back != a {
			t.Fatalf("JSON of %v = %v, %v", a, back, err)
		}
		for _, order := range []DateOrder{DMY, MDY, YMD} {
			typed, estimated, err := ParseDate(a.Format(order), order, time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC))
			if err != nil || estimated || typed != a {
				t.Fatalf("typing %q in order %d gives %v, %v", a.Format(order), order, typed, err)
			}
		}
		if a.Compare(b) != -b.Compare(a) || a.Before(b) && b.Before(a) {
			t.Fatalf("order of %v and %v", a, b)
		}
		if a.Earliest().Compare(a.Latest()) > 0 {
			t.Fatalf("%v: earliest after latest", a)
		}
		youngest, oldest := a.AgeRange(b)
		if youngest.TotalDays > oldest.TotalDays {
			t.Fatalf("age of %v at %v: %v older than %v", a, b, youngest, oldest)
		}
		if n := rapid.IntRange(-9999, 9999).Draw(t, "n"); a.DaysUntil(a.AddDays(n)) != n {
			t.Fatalf("%v plus %d days", a, n)
		}
	})
}

// An age never shrinks as days pass.
func TestAgeGrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		birth := anyDate(t)
		at := PartialDate{2026, 1, 1}.AddDays(rapid.IntRange(0, 900).Draw(t, "day"))
		older, younger := birth.Age(at.AddDays(1)), birth.Age(at)
		if older.Years*12+older.Months < younger.Years*12+younger.Months {
			t.Fatalf("born %v: %+v then %+v", birth, younger, older)
		}
	})
}

func TestDateScanRefuses(t *testing.T) {
	d := PartialDate{1951, 2, 3}
	for _, source := range []any{"yesterday", 1951, "1951-02-31"} {
		if err := d.Scan(source); err == nil || d != (PartialDate{1951, 2, 3}) {
			t.Errorf("Scan(%v) = %v, %v; want an error and no change", source, d, err)
		}
	}
	if err := d.Scan(nil); err != nil || !d.IsZero() {
		t.Errorf("Scan(nil) = %v, %v", d, err)
	}
	if stored, err := (PartialDate{1951, 2, 31}).Value(); err == nil {
		t.Errorf("an impossible date was stored as %v", stored)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"3/2/51", "t-3", "1y 6m", "feb 3, 1951", "~1951", "20011203", "२/१९५१", "t+99999999999", "999999999y"} {
		f.Add(seed, 0)
	}
	f.Fuzz(func(t *testing.T, text string, order int) {
		d, _, err := ParseDate(text, DateOrder(order), today)
		if err == nil && (d.Validate() != nil || DateOf(today).Before(d)) || err != nil && !d.IsZero() {
			t.Fatalf("ParseDate(%q) = %v, %v", text, d, err)
		}
		if d, err := ParseDay(text, DateOrder(order), today); err == nil && (d.Validate() != nil || !d.IsFull()) {
			t.Fatalf("ParseDay(%q) = %v", text, d)
		}
		if d, err := ParseISO(text); err == nil && d.String() != text {
			t.Fatalf("ParseISO(%q) = %v", text, d)
		}
	})
}
