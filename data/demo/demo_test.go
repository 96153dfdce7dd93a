package demo_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"satchel/data"
	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/datatest"
	"satchel/data/demo"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/vault"
)

var ctx = context.Background()

// morning is a Friday in Udaipur, half past eleven.
var morning = time.Date(2026, time.November, 27, 6, 2, 11, 0, time.UTC)

func env(t testing.TB, at time.Time) data.Env {
	t.Helper()
	local, err := data.OpenLocal(filepath.Join(t.TempDir(), "local"))
	if err != nil {
		t.Fatal(err)
	}
	return data.Env{Now: func() time.Time { return at }, Rand: rand.Reader, Local: local, Press: datatest.Press{}, Vault: vault.Options{KDF: vault.FloorKDF}}
}

// open makes a practice and opens it as its owner.
func open(t testing.TB, size demo.Size, seed uint64, at time.Time) (*data.Practice, store.Actor) {
	t.Helper()
	path, with := filepath.Join(t.TempDir(), "d.satchel"), env(t, at)
	if err := demo.Make(ctx, path, size, seed, with, nil); err != nil {
		t.Fatal(err)
	}
	return reopen(t, path, with)
}

func reopen(t testing.TB, path string, with data.Env) (*data.Practice, store.Actor) {
	t.Helper()
	p, owner, err := data.Open(ctx, path, vault.Password(demo.Owner, demo.Password), with)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p, owner
}

func read(t testing.TB, p *data.Practice, owner store.Actor, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := p.View(ctx, owner, action.LoadDemo, fn); err != nil {
		t.Fatal(err)
	}
}

func mustVerify(t testing.TB, p *data.Practice, owner store.Actor) {
	t.Helper()
	v, err := p.Verify(ctx, owner, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range v.Parts {
		for _, f := range part.Findings {
			t.Errorf("verify %s: %s %v", part.Name, f.Key, f.Args)
		}
	}
}

// count is how many rows a record type has, without those entered in error.
func count[T any](t testing.TB, tx *store.Tx, table *store.Table[T]) int {
	t.Helper()
	list, err := store.Select(tx, table, "retracted = 0")
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func near(got, want int) bool { return got*100 >= want*98 && got*100 <= want*102 }

func TestTinyIsAWholePractice(t *testing.T) {
	p, owner := open(t, demo.Tiny, 1, morning)
	mustVerify(t, p, owner)
	if p.Store().MustRelocate() || len(p.Warnings()) > 0 {
		t.Error("the file is not at home on the computer that made it:", p.Warnings())
	}
	read(t, p, owner, func(tx *store.Tx) error {
		if got := count(t, tx, patients.Patients); got != 30 {
			t.Errorf("%d patients", got)
		}
		if got := count(t, tx, chart.Encounters); got != 90 {
			t.Errorf("%d encounters", got)
		}
		if got := count(t, tx, prescribing.MedicationRequests); !near(got, 200) {
			t.Errorf("%d lines", got)
		}
		if got := count(t, tx, chart.Observations); !near(got, 750) {
			t.Errorf("%d observations", got)
		}
		if got := count(t, tx, prescribing.FormularyItems); got < 40 {
			t.Errorf("%d medicines", got)
		}
		first, err := patients.ByNumber(tx, "1")
		if err != nil || first.Number != "A-0001" {
			t.Errorf("first patient %s %v", first.Number, err)
		}
		return holdsTogether(t, tx)
	})
}

// A new user finds one of every kind of paper, a day whose cash was counted, and a patient who was told in a language of their own.
func TestTinyHasEveryPaper(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		path, with := filepath.Join(t.TempDir(), "d.satchel"), env(t, morning)
		if err := demo.MakeIn(ctx, path, language, demo.Tiny, 1, with, nil); err != nil {
			t.Fatal(err)
		}
		p, owner := reopen(t, path, with)
		read(t, p, owner, func(tx *store.Tx) error {
			issued := map[documents.Kind]int{}
			papers, err := store.Select(tx, documents.Documents, "retracted = 0")
			for _, d := range papers {
				issued[d.Kind]++
			}
			for _, kind := range append([]documents.Kind{documents.Prescription, documents.Invoice, documents.CreditNote, documents.Receipt, documents.Statement, documents.VisitSummary,
				documents.PatientSummary, documents.ResultsTrend, documents.ImmunizationCard, documents.VaccinationCertificate, documents.GrowthRecord}, documents.LetterKinds...) {
				if issued[kind] == 0 {
					t.Errorf("%s: no %s among %v", language, kind, issued)
				}
			}
			if n := count(t, tx, billing.DayEnds); n != 1 {
				t.Errorf("%s: %d days were closed", language, n)
			}
			accepted, failed := prescribing.Acceptances(tx, "hi")
			if len(accepted) != len(prescribing.Phrases("hi")) {
				t.Errorf("%s: %d sentences accepted", language, len(accepted))
			}
			spoken, finding := store.Select(tx, patients.Patients, "language = 'hi' AND retracted = 0")
			if len(spoken) == 0 {
				t.Errorf("%s: nobody is told in Hindi", language)
			}
			return errors.Join(err, failed, finding)
		})
	}
}

// holdsTogether checks what a screen or a report would stumble over.
func holdsTogether(t *testing.T, tx *store.Tx) error {
	everyone, err := store.Select(tx, patients.Patients, "retracted = 0")
	if err != nil {
		return err
	}
	estimated, partial, scripts := 0, 0, 0
	for _, p := range everyone {
		if p.BirthDateEstimated {
			estimated++
		} else if !p.BirthDate.IsFull() {
			partial++
		}
		if !value.IsLatin(p.Name.Display(value.GivenFirst)) {
			scripts++
			if _, ok := p.Name.DisplayLatin(value.GivenFirst); !ok {
				t.Errorf("%s has no Latin form", p.Number)
			}
		}
	}
	if estimated == 0 || partial == 0 || scripts == 0 {
		t.Errorf("%d estimated and %d partial birth dates, %d names in other scripts", estimated, partial, scripts)
	}
	seen, err := store.Select(tx, chart.Encounters, "retracted = 0 AND status = 'finished'")
	if err != nil {
		return err
	}
	for _, e := range seen {
		if e.Signed.After(tx.Now()) || len(e.Note) < 40 || e.Plan == "" {
			t.Errorf("visit of %v: %q", e.Started, e.Note)
		}
	}
	accounts, err := store.Select(tx, billing.Invoices, "status = 'issued'")
	if err != nil {
		return err
	}
	for _, i := range accounts {
		a, err := billing.AccountOf(tx, i.ID)
		if err != nil {
			return err
		}
		if a.Balance().Minor != 0 {
			t.Errorf("invoice %s: %s is left", i.Number, a.Balance())
		}
	}
	papers, err := store.Select(tx, documents.Documents, "status = 'current'")
	waiting, counting := documents.CountToPrint(tx)
	if len(papers) < 10 || waiting == 0 {
		t.Errorf("%d papers, %d to print", len(papers), waiting)
	}
	return errors.Join(err, counting)
}

func TestTheBoardHasSomebodyEverywhereAtAnyHour(t *testing.T) {
	kolkata, err := value.LoadZone("Asia/Kolkata")
	if err != nil {
		t.Fatal(err)
	}
	for _, now := range []time.Time{
		time.Date(2026, time.November, 29, 12, 0, 0, 0, kolkata),  // a Sunday
		time.Date(2026, time.November, 30, 0, 3, 0, 0, kolkata),   // just after midnight, on a Monday
		time.Date(2028, time.February, 29, 23, 58, 0, 0, kolkata), // just before it, on a leap day
	} {
		t.Run(now.Format("Mon 15:04"), func(t *testing.T) {
			p, owner := open(t, demo.Tiny, 3, now)
			mustVerify(t, p, owner)
			read(t, p, owner, func(tx *store.Tx) error {
				today, _, err := organization.Today(tx)
				if err != nil {
					return err
				}
				rows, err := schedule.Day(tx, today, organization.PractitionerID{})
				states := map[schedule.State]int{}
				for _, r := range rows {
					states[r.State]++
					for _, at := range []time.Time{r.ArrivedAt, r.StartedAt, r.FinishedAt, r.ClosedAt} {
						if at.After(now) {
							t.Errorf("%s lies ahead of %s", at, now)
						}
					}
				}
				for _, s := range append(slices.Clone(schedule.BoardStates), schedule.Cancelled, schedule.NoShow) {
					if states[s] == 0 {
						t.Errorf("nobody is %s: %v", s, states)
					}
				}
				if len(rows) != 14 {
					t.Errorf("%d appointments", len(rows))
				}
				return err
			})
		})
	}
}

// fingerprint is a hash over every record, with ids, numbers and instants.
func fingerprint(t *testing.T, p *data.Practice, owner store.Actor) string {
	t.Helper()
	sum := sha256.New()
	read(t, p, owner, func(tx *store.Tx) error {
		return errors.Join(hash(tx, sum, organization.Practices), hash(tx, sum, patients.Patients), hash(tx, sum, schedule.Appointments), hash(tx, sum, chart.Encounters),
			hash(tx, sum, chart.Observations), hash(tx, sum, chart.AllergyIntolerances), hash(tx, sum, prescribing.MedicationRequests), hash(tx, sum, billing.Payments),
			hash(tx, sum, documents.Documents), hash(tx, sum, organization.Practitioners))
	})
	return hex.EncodeToString(sum.Sum(nil))
}

func hash[T any](tx *store.Tx, to interface{ Write([]byte) (int, error) }, table *store.Table[T]) error {
	list, err := store.Select(tx, table, "ORDER BY id")
	for _, row := range list {
		if _, err := fmt.Fprintf(to, "%+v\n", row); err != nil {
			return err
		}
	}
	return err
}

// The same seed makes the same records on every computer, but the mark by which a file knows its computer is each computer's own.
func TestTheSameSeedMakesTheSameRecords(t *testing.T) {
	here, there := env(t, morning), env(t, morning.Add(3*time.Minute))
	make := func(seed uint64, with data.Env) string {
		path := filepath.Join(t.TempDir(), "d.satchel")
		if err := demo.Make(ctx, path, demo.Tiny, seed, with, nil); err != nil {
			t.Fatal(err)
		}
		return path
	}
	p, owner := reopen(t, make(5, here), here)
	once := fingerprint(t, p, owner)
	path := make(5, there)
	p, owner = reopen(t, path, there)
	if again := fingerprint(t, p, owner); again != once {
		t.Error("the same seed made other records")
	}
	if p.Store().MustRelocate() {
		t.Error("the file is not at home on the computer that made it")
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if p, _ = reopen(t, path, here); !p.Store().MustRelocate() {
		t.Error("two computers have the same mark: each takes the other's practice for its own")
	}
	p, owner = reopen(t, make(6, here), here)
	if other := fingerprint(t, p, owner); other == once {
		t.Error("another seed made the same records")
	}
}

func TestBothUsersComeIn(t *testing.T) {
	p, owner := open(t, demo.Tiny, 1, morning)
	desk, err := p.SignIn(ctx, vault.Password(demo.Desk, demo.Password))
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range []struct {
		actor store.Actor
		pin   string
	}{{owner, demo.OwnerPIN}, {desk, demo.DeskPIN}} {
		if err := errors.Join(p.Lock(ctx, u.actor), p.Unlock(ctx, u.actor, u.pin)); err != nil {
			t.Error(err)
		}
	}
	if desk.Role != action.Desk || owner.Role != action.Owner {
		t.Error(owner.Role, desk.Role)
	}
}

func TestAnExistingFileStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "d.satchel")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := demo.Make(ctx, path, demo.Tiny, 1, env(t, morning), nil); store.CodeOf(err) != store.Conflict {
		t.Error(err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "mine" {
		t.Errorf("%q %v", text, err)
	}
}

func TestAnInterruptedRunLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", t.TempDir())
	for _, stopAt := range []int{10, 100} {
		stopping, stop := context.WithCancel(ctx)
		err := demo.Make(stopping, filepath.Join(folder, "d.satchel"), demo.Tiny, 1, env(t, morning), func(percent int) {
			if percent >= stopAt {
				stop()
			}
		})
		stop()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("stopped at %d: %v", stopAt, err)
		}
		for _, place := range []string{folder, os.TempDir()} {
			if left, err := os.ReadDir(place); err != nil || len(left) > 0 {
				t.Errorf("stopped at %d: %v is left, %v", stopAt, left, err)
			}
		}
	}
}

func TestALeftoverOfAKilledRunIsPassedOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "d.satchel")
	if err := os.WriteFile(path+".partial", []byte("cut off"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := demo.Make(ctx, path, demo.Tiny, 1, env(t, morning), nil); err != nil {
		t.Error(err)
	}
	if text, err := os.ReadFile(path + ".partial"); err != nil || string(text) != "cut off" {
		t.Errorf("%q %v", text, err)
	}
}

func TestUnknownSizes(t *testing.T) {
	for _, text := range []string{"", "XL", "s", "tiny ", "\x00", "S\u202e"} {
		if _, err := demo.ParseSize(text); store.CodeOf(err) != store.Invalid {
			t.Errorf("%q: %v", text, err)
		}
		if err := demo.Make(ctx, filepath.Join(t.TempDir(), "d"), demo.Size(text), 1, env(t, morning), nil); store.CodeOf(err) != store.Invalid {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, size := range demo.Sizes {
		if got, err := demo.ParseSize(string(size)); err != nil || got != size {
			t.Errorf("%s: %v", size, err)
		}
	}
}

func TestTheFormularyIsReadyToPrescribe(t *testing.T) {
	p, owner := open(t, demo.Tiny, 1, morning)
	read(t, p, owner, func(tx *store.Tx) error {
		items, err := store.Select(tx, prescribing.FormularyItems, "retracted = 0")
		for _, f := range items {
			line := prescribing.LineOf(f)
			if line.Route == prescribing.Ophthalmic {
				line.Site = prescribing.BothSides // which eye is asked each time
			}
			if missing := line.Missing(); missing != nil {
				t.Errorf("%s: %v", line.Display(), missing)
			}
		}
		return err
	})
}
