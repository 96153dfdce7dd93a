package start

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satchel/data/store"
	"satchel/ui/session"
	"satchel/ui/uitest"
)

func TestModelPractice(t *testing.T) {
	k := uitest.Bare(t)
	good := func() map[string]string {
		values := newFoundModel(hostOf(k)).region("IN")
		values["name"], values["country"], values["path"] = "Lakeside", "IN", k.Path
		return values
	}
	for _, c := range []struct {
		field, typed, want string
	}{
		{"name", "", "name"}, {"name", "  ", "name"}, {"name", "a\x00b", "name"}, {"name", strings.Repeat("x", 500), "name"}, {"name", "क्लिनिक 😀", ""},
		{"name", "\xff", "name"},
		{"currency", "RUPEE", "currency"}, {"currency", "", "currency"}, {"currency", "inr", ""},
		{"zone", "Kolkata", "zone"}, {"zone", "", "zone"}, {"paper", "A0", "paper"}, {"dateOrder", "x", "dateOrder"},
		{"path", "", "path"}, {"path", "\x00", "path"}, {"country", "", "country"}, {"country", session.OtherCountry, "countryCode"},
	} {
		values := good()
		values[c.field] = c.typed
		m := newFoundModel(hostOf(k))
		errs := m.setPractice(values)
		if c.want == "" && len(errs) > 0 || c.want != "" && errs[c.want] == "" {
			t.Errorf("%s %.20q: %v, want one for %q", c.field, c.typed, errs, c.want)
		}
	}
	values := good()
	values["country"], values["countryCode"] = session.OtherCountry, "np"
	values["currency"], values["zone"] = "NPR", "Asia/Kathmandu"
	m := newFoundModel(hostOf(k))
	if errs := m.setPractice(values); len(errs) > 0 || m.founding.Practice.Country != "NP" || m.founding.Practice.Currency != "NPR" {
		t.Errorf("another country: %v %+v", errs, m.founding.Practice)
	}
	if m.region("ZZ")["currency"] != "" {
		t.Error("a currency is suggested for a country that is not known")
	}
}

func TestModelOwner(t *testing.T) {
	k := uitest.Bare(t)
	good := func() map[string]string {
		return map[string]string{"given": "Anjali", "login": "doctor", "password": uitest.Password, "again": uitest.Password}
	}
	for _, c := range []struct{ field, typed, want string }{
		{"given", "", "given"}, {"given", "\x00", "given"}, {"given", "अंजलि", ""}, {"login", " ", "login"}, {"login", strings.Repeat("x", 99), "login"},
		{"password", "short", "password"}, {"password", "", "password"}, {"again", "another long password", "again"}, {"qualification", strings.Repeat("x", 999), "qualification"},
	} {
		values := good()
		values[c.field] = c.typed
		errs := newFoundModel(hostOf(k)).setOwner(values)
		if c.want == "" && len(errs) > 0 || c.want != "" && errs[c.want] == "" {
			t.Errorf("%s %.20q: %v, want one for %q", c.field, c.typed, errs, c.want)
		}
	}
}

func TestModelCreateLeavesNothingBehind(t *testing.T) {
	k := uitest.Bare(t)
	m := newFoundModel(hostOf(k))
	values := m.region("IN")
	values["name"], values["country"], values["path"] = "Lakeside", "IN", filepath.Join(filepath.Dir(k.Path), "a", "b")
	if errs := m.setPractice(values); len(errs) > 0 {
		t.Fatal(errs)
	}
	if errs := m.setOwner(map[string]string{"given": "Anjali", "login": "doctor", "password": uitest.Password, "again": uitest.Password}); len(errs) > 0 {
		t.Fatal(errs)
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(k.Path), "a"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := m.create(context.Background()); store.CodeOf(err) != store.Invalid {
		t.Errorf("a folder that can't be made: %v", err)
	}
	if err := os.Remove(filepath.Join(filepath.Dir(k.Path), "a")); err != nil {
		t.Fatal(err)
	}
	made, err := m.create(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer made.session.Practice.Close()
	if m.password != "" {
		t.Error("the password stays in the model")
	}
	if made.ask[0] == made.ask[1] || len(session.RecoveryGroups(made.recoveryKey)) != 8 {
		t.Errorf("asks %v of %d groups", made.ask, len(session.RecoveryGroups(made.recoveryKey)))
	}
}

func TestModelSuggestPath(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "lake.satchel"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Dr. Rao's Clinic": "dr-raos-clinic.satchel", "": "practice.satchel", "क्लिनिक": "practice.satchel", "Lake": "lake-2.satchel", "../../etc/passwd": "etc-passwd.satchel",
		strings.Repeat("long ", 99): "",
	} {
		got := filepath.Base(suggestPath(folder, name))
		if want != "" && got != want || len(got) > 80 || filepath.Dir(suggestPath(folder, name)) != folder {
			t.Errorf("%.20q: %s, want %s", name, got, want)
		}
	}
}

func TestModelRecent(t *testing.T) {
	folder := t.TempDir()
	r := NewRecent(folder)
	if r.Path() != "" || (Recent{}).Path() != "" || (Recent{}).Remember("x") != nil {
		t.Error("something is remembered of nothing")
	}
	path := filepath.Join(folder, "a.satchel")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.Remember(path); err != nil || r.Path() != path {
		t.Errorf("%q %v", r.Path(), err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if got := r.Path(); got != "" {
		t.Errorf("a file that is gone is remembered: %q", got)
	}
	if err := os.WriteFile(r.file, []byte("../relative\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := r.Path(); got != "" {
		t.Errorf("%q", got)
	}
}
