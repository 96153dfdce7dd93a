package chart_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"satchel/assets"
	"satchel/data/chart"
	"satchel/data/organization"
	"satchel/data/organization/organizationtest"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
)

var ctx = context.Background()

// room is a practice with two patients: Meera, 41, and Tara, 3 months.
type room struct {
	*storetest.Kit
	who         organization.Practitioner
	where       organization.Location
	meera, tara patients.Patient
}

func open(t testing.TB) *room {
	t.Helper()
	records := append(organization.Records(), patients.Records()...)
	r := &room{Kit: storetest.Open(t, append(records, chart.Records()...)...)}
	r.who, r.where = organizationtest.Found(t, r.Kit)
	r.meera = r.register(t, "Meera", "1985-03-02", value.GenderFemale)
	r.tara = r.register(t, "Tara", "2026-08-20", value.GenderFemale)
	return r
}

func (r *room) register(t testing.TB, name, born string, gender value.AdministrativeGender) patients.Patient {
	t.Helper()
	day, err := value.ParseISO(born)
	if err != nil {
		t.Fatal(err)
	}
	var p patients.Patient
	r.MustUpdate(t, r.Desk, action.RegisterPatient, func(tx *store.Tx) error {
		p, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: name}, BirthDate: day, Gender: gender})
		return err
	})
	return p
}

// write runs fn as the doctor, writing in charts.
func (r *room) write(t testing.TB, fn func(*store.Tx) error, about ...patients.Patient) error {
	t.Helper()
	return r.act(action.WriteChart, fn, about...)
}

func (r *room) act(act action.Action, fn func(*store.Tx) error, about ...patients.Patient) error {
	var opts []store.Option
	for _, p := range about {
		opts = append(opts, store.About(p.ID))
	}
	r.Clock.Add(time.Second)
	return r.Update(ctx, r.Doctor, act, fn, append(opts, store.Because("because"))...)
}

func (r *room) read(t testing.TB, p patients.Patient, fn func(*store.Tx) error) {
	t.Helper()
	r.MustView(t, r.Doctor, action.OpenChart, fn, store.About(p.ID))
}

func (r *room) origin(p patients.Patient) chart.Origin {
	return chart.Origin{Patient: p.ID, Practitioner: r.who.ID, Location: r.where.ID}
}

func (r *room) start(t testing.TB, p patients.Patient) chart.Encounter {
	t.Helper()
	var e chart.Encounter
	must(t, r.write(t, func(tx *store.Tx) (err error) {
		e, err = chart.Start(tx, chart.Encounter{Patient: p.ID, Practitioner: r.who.ID, Location: r.where.ID, Reason: " fever for\n two days "})
		return err
	}, p))
	return e
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t testing.TB, err error, code store.Code, key string) {
	t.Helper()
	var e *store.Error
	if !errors.As(err, &e) || e.Code != code || e.Key != key {
		t.Fatalf("got %v, want %s: %s", err, code, key)
	}
}

// wantProblem asks that err holds a problem of field with key.
func wantProblem(t testing.TB, err error, field, key string) {
	t.Helper()
	if !errors.Is(err, value.Problem{Field: field, Key: key}) {
		t.Fatalf("got %v, want %s: %s", err, field, key)
	}
}

// TestEveryKeyHasItsSentence reads the keys in the room's source.
func TestEveryKeyHasItsSentence(t *testing.T) {
	files, err := filepath.Glob("*.go")
	must(t, err)
	args := []any{"What", "x", "Low", "1", "High", "2", "Unit", "x", "Max", 3, "Count", 2, "Earlier", "x"}
	found := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		must(t, err)
		for _, match := range regexp.MustCompile(`"((error\.)?(chart)\.[a-z_.]+[a-z])"`).FindAllStringSubmatch(string(text), -1) {
			key := match[1]
			found++
			if strings.HasPrefix(key, "error.") {
				if text, hint := assets.Sentence("en", key, args...); strings.ContainsAny(text+hint, "⟦") {
					t.Errorf("%s: %s %s", name, text, hint)
				}
			} else if text := assets.Text("en", key, args...); strings.Contains(text, "⟦") {
				t.Errorf("%s: %s", name, text)
			}
		}
	}
	if found < 15 {
		t.Fatalf("only %d keys found: the pattern is wrong", found)
	}
	for _, code := range []interface{ CatalogueKey() string }{chart.EncounterInProgress, chart.EncounterFinished, chart.EncounterError, chart.Ambulatory, chart.HomeHealth, chart.Virtual,
		chart.VitalSigns, chart.Laboratory, chart.Exam, chart.SocialHistory, chart.Survey, chart.ProblemListItem, chart.EncounterDiagnosis, chart.Active, chart.Inactive, chart.Resolved,
		chart.Unconfirmed, chart.Provisional, chart.Differential, chart.Confirmed, chart.Refuted, chart.AllergyUnknown, chart.AllergyNoneKnown, chart.AllergySome,
		chart.MedicationAllergy, chart.FoodAllergy, chart.EnvironmentAllergy, chart.BiologicAllergy, chart.Allergy, chart.Intolerance, chart.CriticalityLow, chart.CriticalityHigh,
		chart.CriticalityUnknown, chart.Mild, chart.Moderate, chart.Severe, chart.Taking, chart.Stopped, chart.OnHold, chart.Unclear, chart.FromPatient, chart.FromRelative, chart.FromColleague} {
		if strings.Contains(assets.Text("en", code.CatalogueKey()), "⟦") {
			t.Errorf("no word for %s", code.CatalogueKey())
		}
	}
	for _, v := range chart.Vitals {
		if strings.Contains(assets.Text("en", v.CatalogueKey()), "⟦") {
			t.Errorf("no word for %s", v.Field)
		}
	}
}
