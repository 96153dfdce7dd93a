package session_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"satchel/assets"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/password"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/reports"
	"satchel/ui/session"
	"satchel/ui/uitest"
)

func TestWhoAndWhere(t *testing.T) {
	k := uitest.Open(t)
	if k.Owner.DisplayName() != "Dr Rao" || k.Desk.DisplayName() != "Priya" || k.Desk.Practitioner.Name.Family != "Rao" || k.Doctor.Practitioner.Name.Family != "Shah" {
		t.Errorf("%s %s %+v", k.Owner.DisplayName(), k.Desk.DisplayName(), k.Desk.Practitioner.Name)
	}
	if !k.Desk.May(action.RegisterPatient) || k.Desk.May(action.OpenChart) || k.Desk.May("no such act") {
		t.Error("what the desk may is wrong")
	}
	if got := k.Owner.Moment(k.Clock.Now()); got != "23 Nov 2026 14:00" {
		t.Errorf("now is %q", got)
	}
	if k.Owner.Moment(time.Time{}) != "" || k.Owner.Day(value.PartialDate{}) != "" || k.Owner.Age(value.PartialDate{}) != "" {
		t.Error("nothing known is written as something")
	}
	if got := k.Owner.Money(k.Owner.Amount(12345678)); got != "₹1,23,456.78" {
		t.Errorf("money is %q", got)
	}
}

func TestNames(t *testing.T) {
	k := uitest.Open(t)
	for _, c := range []struct {
		name value.HumanName
		want string
	}{
		{value.HumanName{Given: "Asha", Family: "Rao"}, "Asha Rao"},
		{value.HumanName{Text: "आशा राव", Latin: "Asha Rao"}, "आशा राव (Asha Rao)"},
		{value.HumanName{Given: "Asha", Latin: "Asha"}, "Asha"},
	} {
		if got := k.Desk.Name(c.name); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	unknown := patients.Row{Gender: value.GenderMale, Unidentified: true}
	if got := k.Desk.PatientName(unknown); !strings.Contains(got, "Unknown patient") {
		t.Errorf("%q", got)
	}
}

// Every kind of error becomes a sentence and a next step, and never shows what it wraps.
func TestProblem(t *testing.T) {
	secret := errors.New("Asha Rao has a secret")
	problems := value.Problems{{Field: "name", Key: "error.value.required"}, {Field: "name", Key: "error.value.name_missing"}, {Field: "phone", Key: "error.value.required"}}
	for _, c := range []struct {
		err    error
		code   store.Code
		fields int
	}{
		{secret, store.Internal, 0},
		{fmt.Errorf("read: %w", &store.Error{Code: store.Conflict, Key: "error.store.conflict", Err: secret}), store.Conflict, 0},
		{problems, store.Invalid, 2},
		{&store.Error{Code: store.Invalid, Key: "error.store.problems", Err: problems}, store.Invalid, 2},
		{value.Problem{Key: "error.documents.no_printer"}, store.Invalid, 0},
		{store.FailField("login", "error.organization.login_taken"), store.Invalid, 1},
		{errors.Join(store.FailField("pin", "error.data.pin_wrong"), secret), store.Invalid, 1},
	} {
		p := session.ProblemIn("en", c.err)
		if p.Code != c.code || len(p.Fields) != c.fields || p.Text == "" || p.Hint == "" || strings.Contains(p.Text+p.Hint, "⟦") || strings.Contains(fmt.Sprint(p), "secret") {
			t.Errorf("%v: %+v", c.err, p)
		}
	}
}

func TestPracticeValuesComeBack(t *testing.T) {
	var p organization.Practice
	organization.RegionOf("IN").Apply(&p)
	p.Name, p.IdleMinutes, p.LetterheadBandMM = "Lakeside", 10, 40
	var back organization.Practice
	if err := session.SetPracticeValues(&back, session.PracticeValues(p)); err != nil || back != p {
		t.Errorf("%+v\n%+v\n%v", p, back, err)
	}
	if err := session.SetPracticeValues(&back, map[string]string{"idleMinutes": "ten", "fiscalDay": ""}); err == nil || back.IdleMinutes != 10 {
		t.Errorf("%v %d", err, back.IdleMinutes)
	}
	before := back
	if err := session.SetPracticeValues(&back, nil); err != nil || back != before {
		t.Error("what the form lacks was changed")
	}
	text := func(key string, _ ...any) string { return key }
	for _, c := range session.AmountFormats() {
		if _, known := organization.NumberFormats[c.Value]; !known {
			t.Errorf("%s is no way to write amounts", c.Value)
		}
	}
	if len(session.AmountFormats()) != len(organization.NumberFormats) || len(session.Countries(text)) != len(organization.Regions())+1 {
		t.Error("a choice is missing")
	}
}

func TestAdviceOnAPassword(t *testing.T) {
	text := func(key string, args ...any) string { return assets.Text(assets.English, key, args...) }
	about := password.About{Names: []string{"anjali"}}
	for typed, want := range map[string]session.Advice{
		"":                    {Short: "15 characters or more"},
		"tulips":              {Short: "9 more characters"},
		"tulips grow be":      {Short: "1 more character"},
		"tulips grow behind":  {Short: "Good", Done: true},
		"123456789012345":     {Why: "It follows the keys or the alphabet, like qwerty or 12345."},
		"anjali anjali 1":     {Why: "It is your name or sign-in name and little else."},
		"qwertyqwertyqwerty!": {Why: "It follows the keys or the alphabet, like qwerty or 12345."},
	} {
		if got := session.AdviceOn(text, typed, about); got != want {
			t.Errorf("%q: %+v, want %+v", typed, got, want)
		}
	}
	for left, want := range map[time.Duration]string{time.Millisecond: "1 s", 28 * time.Second: "28 s", 64 * time.Second: "1 min 4 s", time.Hour: "60 min 0 s"} {
		if got := session.WaitLeft(text, left); got != want {
			t.Errorf("%v: %q", left, got)
		}
	}
}

func TestRecoveryGroups(t *testing.T) {
	for a := range 8 {
		for b := range 7 {
			ask, err := session.AskGroups(bytes.NewReader([]byte{byte(a), byte(b)}), 8)
			if err != nil || ask[0] < 0 || ask[1] > 7 || ask[0] >= ask[1] {
				t.Fatalf("%d %d: %v %v", a, b, ask, err)
			}
		}
	}
	for typed, want := range map[string]bool{"1A0B5": true, "iaob5": true, " la0 b5 ": true, "1A0B6": false, "": false, "1A0B": false, "1A0B55": false} {
		if session.SameGroup("1A0B5", typed) != want {
			t.Errorf("%q: %v", typed, !want)
		}
	}
}

func TestRecoveryPageIsDrawn(t *testing.T) {
	k := uitest.Open(t, reports.New())
	code, err := k.Practice.NewRecoveryKey(context.Background(), k.Owner.Actor)
	if err != nil {
		t.Fatal(err)
	}
	page, err := k.Owner.RecoveryPage(code)
	if err != nil || page.Kind != documents.RecoveryKey || page.Pages != 1 {
		t.Errorf("%v pages, %v", page.Pages, err)
	}
}
