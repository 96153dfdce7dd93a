package prescribing_test

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
	"satchel/data/prescribing"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
)

var ctx = context.Background()

// room is a practice with a patient, Meera, 41, and Ravi, 8.
type room struct {
	*storetest.Kit
	who         organization.Practitioner
	where       organization.Location
	meera, ravi patients.Patient
}

func open(t testing.TB) *room {
	t.Helper()
	var records []store.Record
	for _, list := range [][]store.Record{organization.Records(), patients.Records(), schedule.Records(), chart.Records(), prescribing.Records()} {
		records = append(records, list...)
	}
	r := &room{Kit: storetest.Open(t, records...)}
	r.who, r.where = organizationtest.Found(t, r.Kit)
	for _, p := range []struct {
		into   *patients.Patient
		name   string
		born   int
		gender value.AdministrativeGender
	}{{&r.meera, "Meera", 1985, value.GenderFemale}, {&r.ravi, "Ravi", 2018, value.GenderMale}} {
		r.MustUpdate(t, r.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
			*p.into, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: p.name}, BirthDate: value.PartialDate{Year: p.born, Month: 3, Day: 2}, Gender: p.gender})
			return err
		})
	}
	return r
}

func (r *room) act(act action.Action, fn func(*store.Tx) error, about ...patients.Patient) error {
	opts := []store.Option{store.Because("wrong dose")}
	if act == action.Prescription {
		opts = nil
	}
	for _, p := range about {
		opts = append(opts, store.About(p.ID))
	}
	r.Clock.Add(time.Second)
	return r.Update(ctx, r.Doctor, act, fn, opts...)
}

// write runs fn as the doctor, about Meera.
func (r *room) write(t testing.TB, fn func(*store.Tx) error) {
	t.Helper()
	must(t, r.act(action.Prescription, fn, r.meera))
}

func (r *room) read(t testing.TB, fn func(*store.Tx) error) {
	t.Helper()
	r.MustView(t, r.Doctor, action.OpenChart, fn, store.About(r.meera.ID))
}

func (r *room) origin(p patients.Patient) chart.Origin {
	return chart.Origin{Patient: p.ID, Practitioner: r.who.ID, Location: r.where.ID}
}

// draft makes Meera's draft with lines.
func (r *room) draft(t testing.TB, lines ...prescribing.MedicationRequest) (p prescribing.Prescription, kept []prescribing.MedicationRequest) {
	t.Helper()
	r.write(t, func(tx *store.Tx) (err error) {
		if p, err = prescribing.DraftOf(tx, r.origin(r.meera)); err != nil {
			return err
		}
		for _, m := range lines {
			m.Prescription = p.ID
			if m, err = prescribing.SaveLine(tx, m); err != nil {
				return err
			}
			kept = append(kept, m)
		}
		return nil
	})
	return p, kept
}

func (r *room) issue(t testing.TB, p *prescribing.Prescription) error {
	return r.act(action.Prescription, func(tx *store.Tx) error {
		issued, err := prescribing.Issue(tx, p.ID, p.Version)
		if err == nil {
			*p = issued
		}
		return err
	}, r.meera)
}

// issued makes and issues a prescription that no alert speaks against.
func (r *room) issued(t testing.TB, lines ...prescribing.MedicationRequest) (prescribing.Prescription, []prescribing.MedicationRequest) {
	t.Helper()
	p, kept := r.draft(t, lines...)
	must(t, r.issue(t, &p))
	return p, kept
}

func quantity(number, unit string) value.Quantity {
	return value.Quantity{Value: value.MustDecimal(number), Unit: unit}
}

func days(n string) value.Quantity { return quantity(n, "d") }

func times(n int) prescribing.Dosage {
	return prescribing.Dosage{Dose: quantity("1", "{tablet}"), Frequency: n, PeriodUnit: "d", Duration: days("5")}
}

func ingredient(name, strength string) prescribing.Ingredient {
	return prescribing.Ingredient{Name: name, Strength: quantity(strength, "mg")}
}

// cetirizine is a complete line.
func cetirizine() prescribing.MedicationRequest {
	return prescribing.MedicationRequest{Ingredients: []prescribing.Ingredient{ingredient("cetirizine", "10")}, Form: "tablet", Dosage: times(1), Quantity: quantity("5", "{tablet}")}
}

func augmentin() prescribing.MedicationRequest {
	return prescribing.MedicationRequest{Brand: "Augmentin 625 Duo", Ingredients: []prescribing.Ingredient{ingredient("amoxicillin", "500"), ingredient("clavulanic acid", "125")},
		Form: "tablet", Dosage: times(2), Quantity: quantity("10", "{tablet}")}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantError(t testing.TB, err error, code store.Code, key string) {
	t.Helper()
	var e *store.Error
	if !errors.As(err, &e) || e.Code != code || e.Key != key {
		t.Fatalf("got %v, want %s: %s", err, code, key)
	}
}

func wantProblem(t testing.TB, err error, field, key string) {
	t.Helper()
	if !errors.Is(err, value.Problem{Field: field, Key: key}) {
		t.Fatalf("got %v, want %s: %s", err, field, key)
	}
}

// TestEveryKeyHasItsSentence reads the keys in the room's source, and those that are made of codes.
func TestEveryKeyHasItsSentence(t *testing.T) {
	files, err := filepath.Glob("*.go")
	must(t, err)
	args := []any{"Max", 3, "Count", 2, "Found", "x", "Instead", "x", "Parts", "x", "Amount", "x", "Time", "x", "First", "x", "Rest", "x", "Reason", "x", "Date", "x",
		"Number", "x", "Times", 2, "Strength", "x", "Per", "x"}
	check := func(key string) {
		text := assets.Text("en", key, args...)
		if strings.HasPrefix(key, "error.") {
			said, hint := assets.Sentence("en", key, args...)
			text = said + hint
		}
		if strings.Contains(text, "⟦") {
			t.Errorf("no words: %s", text)
		}
	}
	found := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		must(t, err)
		for _, match := range regexp.MustCompile(`"((?:error\.)?prescribing\.[a-z_.]+[a-z])"`).FindAllStringSubmatch(string(source), -1) {
			found++
			check(match[1])
		}
	}
	if found < 50 {
		t.Fatalf("only %d keys found: the pattern is wrong", found)
	}
	for _, p := range prescribing.Products {
		check("prescribing.form." + string(p.Form))
		for _, unit := range append(append([]string{}, p.Dose...), p.Quantity...) {
			if text := prescribing.UnitText("en", quantity("2", unit)); strings.ContainsAny(text, "⟦{[") {
				t.Errorf("%s: no word for %s: %s", p.Form, unit, text)
			}
		}
	}
	for _, route := range prescribing.Routes {
		check(route.CatalogueKey())
	}
	for _, code := range []interface{ CatalogueKey() string }{prescribing.PrescriptionDraft, prescribing.PrescriptionActive, prescribing.PrescriptionCancelled, prescribing.PrescriptionError,
		prescribing.RequestDraft, prescribing.RequestActive, prescribing.RequestCompleted, prescribing.RequestStopped, prescribing.RequestCancelled,
		prescribing.Overridden, prescribing.Acknowledged, prescribing.LeftSide, prescribing.RightSide, prescribing.BothSides} {
		check(code.CatalogueKey())
	}
}
