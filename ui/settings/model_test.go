package settings

import (
	"errors"
	"strings"
	"testing"
	"time"

	"satchel/data/billing"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/vault"
	"satchel/ui/uitest"
)

func newFee() billing.Fee { return billing.Fee{Active: true} }

func TestModelPractice(t *testing.T) {
	k := uitest.Open(t)
	m := &practiceModel{s: k.Owner}
	values, draft, err := m.load(ctx)
	if err != nil || draft != nil || values["name"] != "Lakeside Family Clinic" {
		t.Fatal(values, draft, err)
	}
	for _, c := range []struct{ field, typed string }{
		{"name", ""}, {"name", "a\x00"}, {"name", strings.Repeat("x", 999)}, {"currency", "XX"}, {"zone", "Nowhere"}, {"idleMinutes", "0"}, {"idleMinutes", "ten"},
		{"fiscalMonth", "13"}, {"deskRefund", "-5"}, {"deskRefund", "lots"}, {"paper", "B5"}, {"prescriptionDays", "999999999999999999999"},
	} {
		wrong := map[string]string{}
		for key, v := range values {
			wrong[key] = v
		}
		wrong[c.field] = c.typed
		_, err := m.save(ctx, wrong)
		if fields := k.Owner.Problem(err).Fields; fields[c.field] == "" {
			t.Errorf("%s %.12q: %v", c.field, c.typed, fields)
		}
	}
	values["name"], values["deskRefund"], values["letterheadBand"] = "Hill Clinic", "1,500.00", "42"
	before, err := m.save(ctx, values)
	if err != nil || before["name"] != "Lakeside Family Clinic" {
		t.Fatal(before, err)
	}
	if m.read.DeskRefundMinor != 150000 || m.read.LetterheadBandMM != 42 {
		t.Errorf("%+v", m.read)
	}
	stale := &practiceModel{s: k.Owner}
	if _, _, err := stale.load(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := m.save(ctx, before); err != nil {
		t.Fatal(err)
	}
	if _, err := stale.save(ctx, values); store.CodeOf(err) != store.Conflict {
		t.Errorf("somebody else's settings were overwritten: %v", err)
	}
	if _, err := (&practiceModel{s: k.Desk, read: m.read}).save(ctx, values); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk changes the practice: %v", err)
	}
}

func TestModelPeople(t *testing.T) {
	k := uitest.Open(t)
	m := peopleModel{s: k.Owner}
	doctor := map[string]string{"login": "Asha", "role": "doctor", "given": "Asha", "family": "Mehta", "registration": "RMC 1"}
	edit := func(changes ...string) map[string]string {
		values := map[string]string{}
		for key, v := range doctor {
			values[key] = v
		}
		for i := 0; i < len(changes); i += 2 {
			values[changes[i]] = changes[i+1]
		}
		return values
	}
	for _, c := range []struct{ field, typed, want string }{
		{"login", "desk", "login"}, {"login", "", "login"}, {"given", "\x00", "given"}, {"role", "king", "role"},
		{"login", strings.Repeat("x", 99), "login"},
	} {
		_, err := m.add(ctx, edit(c.field, c.typed))
		if fields := k.Owner.Problem(err).Fields; fields[c.want] == "" {
			t.Errorf("%s %.9q: %v (%v)", c.field, c.typed, fields, err)
		}
	}
	list, err := m.load(ctx)
	if err != nil || len(list) != 3 {
		t.Fatalf("%d people after refused additions: %v", len(list), err)
	}
	k.View(k.Owner, action.ReadPractice, func(tx *store.Tx) error {
		people, err := organization.ActivePractitioners(tx)
		if len(people) != 2 {
			t.Errorf("%d practitioners can be booked after refused additions", len(people))
		}
		return err
	})
	first, err := m.add(ctx, doctor)
	if err != nil || first.name != "Asha Mehta" || !first.until.Equal(k.Clock.Now().Add(organization.OneTimeLife)) {
		t.Fatal(first.name, first.until, err)
	}
	actor, err := k.Practice.SignIn(ctx, vault.Password("asha", first.password))
	if err != nil || actor.Role != action.Doctor {
		t.Fatal(actor, err)
	}
	find := func(login string) person {
		list, err := m.load(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			if p.user.Login == login {
				return p
			}
		}
		t.Fatalf("%s is not there", login)
		return person{}
	}
	asha := find("asha")
	if asha.practitioner.Registration != "RMC 1" || !asha.practitioner.Active || asha.user.Display != "Asha Mehta" {
		t.Errorf("%+v", asha)
	}
	values := asha.values()
	values["registration"], values["display"] = "RMC 2", "Dr Mehta"
	if err := m.change(ctx, asha, values); err != nil {
		t.Fatal(err)
	}
	if asha = find("asha"); asha.practitioner.Registration != "RMC 2" || asha.user.Display != "Dr Mehta" {
		t.Errorf("%+v", asha)
	}
	second, err := m.giveOneTime(ctx, asha)
	if err != nil || second.name != "Dr Mehta" || second.password == first.password {
		t.Fatal(second.name, err)
	}
	if _, err := k.Practice.SignIn(ctx, vault.Password("asha", first.password)); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the old password opens: %v", err)
	}
	if err := m.deactivate(ctx, asha); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Practice.SignIn(ctx, vault.Password("asha", second.password)); store.CodeOf(err) != store.Forbidden {
		t.Errorf("who left signs in: %v", err)
	}
	all, err := m.load(ctx)
	if err != nil || m.mayLeave(asha, all) != nil {
		t.Error("somebody who is no owner may not leave")
	}
	if fields := k.Owner.Problem(m.mayLeave(find("doctor"), all)).Fields; !strings.Contains(fields["role"], "at least one owner") {
		t.Errorf("the last owner may leave: %v", fields)
	}
	if err := m.deactivate(ctx, find("doctor")); store.CodeOf(err) != store.Invalid {
		t.Errorf("the last owner left: %v", err)
	}
	if _, err := (peopleModel{s: k.Desk}).add(ctx, edit("login", "friend", "role", "desk")); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk adds people: %v", err)
	}
}

func TestModelFees(t *testing.T) {
	k := uitest.Open(t)
	m := feesModel{k.Owner}
	for _, c := range []struct{ field, typed string }{
		{"price", "-1"}, {"price", "a lot"}, {"price", "99999999999999999999"}, {"name", ""}, {"code", ""}, {"favourite", "x"}, {"favourite", "100"}, {"tax", "GST 99"}, {"reportCode", "9993"},
	} {
		values := map[string]string{"name": "Consultation", "code": "consult", "price": "500"}
		values[c.field] = c.typed
		err := m.save(ctx, newFee(), values)
		if fields := k.Owner.Problem(err).Fields; fields[c.field] == "" {
			t.Errorf("%s %.9q: %v (%v)", c.field, c.typed, fields, err)
		}
	}
	if err := m.save(ctx, newFee(), map[string]string{"name": "Consultation", "code": "Consult", "price": "1,500.50", "favourite": "1"}); err != nil {
		t.Fatal(err)
	}
	if err := m.save(ctx, newFee(), map[string]string{"name": "Other", "code": "consult", "price": "1"}); store.CodeOf(err) != store.Invalid {
		t.Errorf("one code for two fees: %v", err)
	}
	list, err := m.load(ctx)
	if err != nil || len(list.fees) != 1 || list.fees[0].Price != 150050 {
		t.Fatal(list, err)
	}
	values := m.values(list.fees[0])
	if values["price"] != "1,500.50" {
		t.Errorf("the price is shown as %q", values["price"])
	}
	values["active"] = "false"
	if err := m.save(ctx, list.fees[0], values); err != nil {
		t.Fatal(err)
	}
	if list, err = m.load(ctx); err != nil || list.fees[0].Active {
		t.Error(list, err)
	}
	if err := (feesModel{k.Desk}).save(ctx, newFee(), values); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk changes prices: %v", err)
	}
}

func TestModelAccount(t *testing.T) {
	k := uitest.Open(t)
	m := accountModel{k.Desk}
	const next = "quite another password"
	for _, c := range []struct{ old, password, again, want string }{
		{"wrong", next, next, "old"}, {uitest.Password, "short", "short", "password"}, {uitest.Password, next, "else", "again"},
	} {
		err := m.changePassword(ctx, map[string]string{"old": c.old, "password": c.password, "again": c.again})
		if fields := k.Desk.Problem(err).Fields; fields[c.want] == "" {
			t.Errorf("%+v: %v (%v)", c, fields, err)
		}
	}
	if err := m.changePassword(ctx, map[string]string{"old": uitest.Password, "password": next, "again": next}); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Practice.SignIn(ctx, vault.Password("desk", next)); err != nil {
		t.Error(err)
	}
	if fields := k.Desk.Problem(m.setPIN(ctx, "123456", "123456")).Fields; fields["pin"] == "" {
		t.Error("123456 is taken as a PIN")
	}
}

func TestModelFile(t *testing.T) {
	k := uitest.Open(t)
	m := fileModel{k.Owner}
	state, err := m.load(ctx)
	if err != nil || state.path != k.Path || !state.trial {
		t.Fatal(state, err)
	}
	lines, err := m.verify(ctx, nil)
	if err != nil || len(lines) < 4 {
		t.Fatal(lines, err)
	}
	for _, l := range lines {
		if len(l.wrong) > 0 {
			t.Errorf("%s: %v", l.part, l.wrong)
		}
		if words := k.Owner.Text("settings.file.part." + l.part); strings.Contains(words, "⟦") {
			t.Errorf("%s has no words", l.part)
		}
	}
	one, err := m.replaceKey(ctx)
	if err != nil {
		t.Fatal(err)
	}
	two, err := m.replaceKey(ctx)
	if err != nil || one.code == two.code {
		t.Fatal(err)
	}
	if err := (fileModel{k.Desk}).keepKey(ctx, true); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk changes the recovery key's state: %v", err)
	}
}

func TestModelAudit(t *testing.T) {
	k := uitest.Open(t)
	var asha patients.Patient
	k.Update(k.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		asha, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: "Asha", Family: "Rao"}, Gender: value.GenderFemale})
		return err
	})
	k.View(k.Doctor, action.OpenChart, func(*store.Tx) error { return nil }, store.About(asha.ID))
	m := auditModel{k.Owner}
	report, err := m.read(ctx, auditQuestion{patient: asha.ID.Raw(), from: "t", to: "t"})
	if err != nil {
		t.Fatal(err)
	}
	opened := false
	for _, r := range report.rows {
		if r.what == "Opened the chart" {
			opened = true
			if r.who != "Dr Shah" || !strings.HasPrefix(r.patient, "Asha Rao") {
				t.Errorf("%+v", r)
			}
		}
		if !strings.Contains(r.patient, "Asha") {
			t.Errorf("another patient's event: %+v", r)
		}
	}
	if !opened {
		t.Errorf("the opened chart is missing: %+v", report.rows)
	}
	if report, err = m.read(ctx, auditQuestion{user: "desk"}); err != nil || len(report.rows) == 0 {
		t.Fatal(report, err)
	}
	for _, r := range report.rows {
		if r.who != "Priya" {
			t.Errorf("%+v", r)
		}
	}
	k.Clock.Add(48 * time.Hour)
	if report, err = m.read(ctx, auditQuestion{from: "t"}); err != nil || len(report.rows) != 1 || report.rows[0].what != "Read the audit report" {
		t.Errorf("since today: %+v %v", report.rows, err)
	}
	if _, err = m.read(ctx, auditQuestion{from: "31/2/2026", to: "x"}); err == nil || len(k.Owner.Problem(err).Fields) != 2 {
		t.Errorf("days that are none: %v", err)
	}
	for _, s := range []auditModel{{k.Desk}, {k.Doctor}} {
		if _, err := s.read(ctx, auditQuestion{}); store.CodeOf(err) != store.Forbidden {
			t.Errorf("the report is open to %s: %v", s.s.User.Login, err)
		}
	}
	if err := errors.Join(k.Practice.Lock(ctx, k.Owner.Actor)); err != nil {
		t.Fatal(err)
	}
	if _, err := m.read(ctx, auditQuestion{}); store.CodeOf(err) != store.Locked {
		t.Errorf("a locked owner reads: %v", err)
	}
}
