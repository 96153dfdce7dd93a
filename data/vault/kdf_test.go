package vault

import (
	"testing"
	"time"
)

// A computer of a given speed: a derivation takes its work divided by that.
func TestCalibrate(t *testing.T) {
	const mib = 1 << 10
	for _, c := range []struct {
		kibPerSecond uint64
		target       time.Duration
		want         KDF
	}{
		{1000 * mib, 500 * time.Millisecond, KDF{128 * mib, 3, 4}}, // 384 MiB of work: 375 ms; a fourth pass would take 500
		{400 * mib, 500 * time.Millisecond, KDF{64 * mib, 3, 4}},
		{20000 * mib, 500 * time.Millisecond, KDF{256 * mib, 16, 4}}, // the ceiling of passes
		{3000 * mib, 500 * time.Millisecond, KDF{256 * mib, 5, 4}},
		{100 * mib, 500 * time.Millisecond, KDF{floorKDF.MemoryKiB, floorKDF.Passes, 4}}, // 32 MiB three times would take 960 ms
		{1, 500 * time.Millisecond, KDF{floorKDF.MemoryKiB, floorKDF.Passes, 4}},
		{1000 * mib, 0, KDF{floorKDF.MemoryKiB, floorKDF.Passes, 4}},
	} {
		measure := func(k KDF) time.Duration {
			return time.Duration(k.work() * uint64(time.Second) / c.kibPerSecond)
		}
		got := calibrate(c.target, measure)
		if got != c.want || !got.Valid() {
			t.Errorf("%d KiB/s: got %+v, want %+v", c.kibPerSecond, got, c.want)
		}
	}
}

// The clock of Options is the one that measures, and what it found is the cost of every later slot.
func TestCreateCalibrates(t *testing.T) {
	o := cheapKDF(t)
	at := time.Date(2026, time.November, 28, 9, 0, 0, 0, time.UTC)
	o.UnlockTime = time.Second
	o.Now = func() time.Time {
		at = at.Add(900 * time.Millisecond) // between any two looks at it: the first guess fits, and nothing more
		return at
	}
	v, path := newVault(t, o)
	cost := v.Slots()[0].KDF
	if want := (KDF{MemoryKiB: 32 << 10, Passes: 3, Threads: 4}); cost != want {
		t.Fatalf("got %+v, want %+v", cost, want)
	}
	// A file opened elsewhere, by options that know of no cost, keeps its own.
	closeVault(t, v)
	v = reopen(t, path, Options{KDF: floorKDF})
	if err := v.AddSlot(desk); err != nil {
		t.Fatal(err)
	}
	if err := v.ChangePassword(doctorID, doctor.Password); err != nil {
		t.Fatal(err)
	}
	rekey(t, v, rekeyPlan)
	for _, s := range reopen(t, path, Options{KDF: floorKDF}).Slots() {
		if !s.Recovery && s.KDF != cost {
			t.Errorf("a later slot costs %+v, the first %+v", s.KDF, cost)
		}
	}
}
