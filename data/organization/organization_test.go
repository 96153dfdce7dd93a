package organization_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"satchel/data/organization"
	"satchel/data/organization/organizationtest"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
)

var ctx = context.Background()

func open(t *testing.T) *storetest.Kit {
	t.Helper()
	return storetest.Open(t, organization.Records()...)
}

func TestFoundedPracticeReadsBack(t *testing.T) {
	k := open(t)
	who, where := organizationtest.Found(t, k)
	k.MustView(t, k.Desk, action.ReadPractice, func(tx *store.Tx) error {
		p, err := organization.Current(tx)
		if err != nil {
			return err
		}
		if p.Currency != "INR" || p.Zone != "Asia/Kolkata" || !p.Trial || p.FiscalMonth != 4 || who.Name.Family != "Rao" || where.Name != p.Name {
			t.Errorf("%+v %+v %+v", p, who, where)
		}
		users, err := organization.AllUsers(tx)
		if len(users) != 3 {
			t.Errorf("%d users", len(users))
		}
		return err
	})
	k.MustVerify(t)
}

func TestFoundingReturnsEveryProblem(t *testing.T) {
	k := open(t)
	f := organization.Founding{}
	f.Defaults("IN", "en")
	f.Practice.Email = "a\x00b"
	err := k.Update(ctx, k.Owner, action.FoundPractice, func(tx *store.Tx) error {
		_, err := organization.Found(tx, k.Owner.User, f)
		return err
	})
	if store.CodeOf(err) != store.Invalid {
		t.Fatal(err)
	}
	f.Practice.Email = ""
	problems := f.Validate().Error()
	for _, field := range []string{"practice.name", "practitioner.name", "login"} {
		if !strings.Contains(problems, field) {
			t.Errorf("no problem for %s in %s", field, problems)
		}
	}
}

func TestNumbersRunWithoutAGap(t *testing.T) {
	k := open(t)
	organizationtest.Found(t, k)
	next := func(series organization.Series, fail error) string {
		t.Helper()
		var number string
		err := k.Update(ctx, k.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
			if number, err = organization.NextNumber(tx, series); err != nil {
				return err
			}
			return fail
		})
		if !errors.Is(err, fail) {
			t.Fatal(err)
		}
		return number
	}
	boom := errors.New("boom")
	for i, want := range []string{"A-0001", "A-0002", "A-0002"} {
		fail := error(nil)
		if i == 1 {
			fail = boom
		}
		if got := next(organization.SeriesPatient, fail); got != want {
			t.Errorf("patient %d: %s, want %s", i, got, want)
		}
	}
	for _, want := range []string{"T-A/26-27/0001", "T-A/26-27/0002"} {
		if got := next(organization.SeriesInvoice, nil); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	k.MustUpdate(t, k.Owner, action.StartForReal, func(tx *store.Tx) error {
		p, err := organization.Current(tx)
		if err != nil {
			return err
		}
		p.Trial = false
		_, err = organization.Save(tx, p)
		return err
	})
	k.Clock.Set(time.Date(2027, 3, 31, 18, 29, 0, 0, time.UTC)) // 23:59 in Udaipur
	for series, want := range map[organization.Series]string{organization.SeriesInvoice: "A/26-27/0001", organization.SeriesPrescription: "A-P/26-27/0001",
		organization.SeriesReceipt: "A-R/26-27/0001", organization.SeriesCreditNote: "A-C/26-27/0001"} {
		if got := next(series, nil); got != want || len(got) > 16 {
			t.Errorf("%s: %s, want %s", series, got, want)
		}
	}
	k.Clock.Add(time.Minute)
	if got := next(organization.SeriesInvoice, nil); got != "A/27-28/0001" {
		t.Errorf("new year: %s", got)
	}
	if got := next(organization.SeriesPatient, nil); got != "A-0003" {
		t.Errorf("patients start again: %s", got)
	}
}

func TestFiscalYear(t *testing.T) {
	for _, c := range []struct {
		country, day, want string
	}{
		{"IN", "2026-03-31", "25-26"}, {"IN", "2026-04-01", "26-27"}, {"GB", "2026-04-05", "25-26"}, {"GB", "2026-04-06", "26-27"},
		{"US", "2026-12-31", "26"}, {"AU", "1999-07-01", "99-00"}, {"XX", "2000-01-01", "00"},
	} {
		var p organization.Practice
		organization.RegionOf(c.country).Apply(&p)
		day, err := value.ParseISO(c.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.FiscalYear(day); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.country, c.day, got, c.want)
		}
	}
}

func TestEveryRegionMakesAValidPractice(t *testing.T) {
	for _, country := range append(organization.Regions(), "ZZ") {
		f := organization.Founding{Login: "doctor", Practitioner: organization.Practitioner{Name: value.HumanName{Family: "Rao"}}}
		f.Defaults(country, "en")
		f.Practice.Name = "Clinic"
		err := f.Validate()
		if country == "ZZ" { // a country without a suggestion: the owner must say the currency
			if err == nil || err.Error() != "practice.currency: error.value.currency_unknown" {
				t.Errorf("%s: %v", country, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", country, err)
		}
	}
}

func TestTheLastOwnerStays(t *testing.T) {
	k := open(t)
	organizationtest.Found(t, k)
	change := func(edit func(*organization.User)) error {
		return k.Update(ctx, k.Owner, action.ManageUsers, func(tx *store.Tx) error {
			u, err := organization.UserOf(tx, k.Owner.User)
			if err != nil {
				return err
			}
			edit(&u)
			_, err = organization.ChangeUser(tx, u)
			return err
		})
	}
	for name, edit := range map[string]func(*organization.User){
		"deactivated": func(u *organization.User) { u.Active = false },
		"demoted":     func(u *organization.User) { u.Role = action.Doctor },
		"renamed":     func(u *organization.User) { u.Login = "desk" },
	} {
		if err := change(edit); store.CodeOf(err) != store.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	err := k.Update(ctx, k.Desk, action.ManageUsers, func(tx *store.Tx) error { return nil })
	if store.CodeOf(err) != store.Forbidden {
		t.Error(err)
	}
}

func TestPIN(t *testing.T) {
	k := open(t)
	organizationtest.Found(t, k)
	set := func(pin string) error {
		return k.Update(ctx, k.Desk, action.ChangeOwnKey, func(tx *store.Tx) error { return organization.SetPIN(tx, pin) })
	}
	for _, weak := range []string{"", "12345", "1234567", "123456", "654321", "111111", "12a456", "１２３４５６"} {
		if err := set(weak); store.CodeOf(err) != store.Invalid {
			t.Errorf("%q was taken: %v", weak, err)
		}
	}
	if err := set("274951"); err != nil {
		t.Fatal(err)
	}
	k.MustView(t, k.Desk, action.ReadPractice, func(tx *store.Tx) error {
		u, err := organization.UserOf(tx, k.Desk.User)
		if err != nil {
			return err
		}
		for pin, want := range map[string]bool{"274951": true, "274952": false, "": false} {
			if ok, err := u.CheckPIN(pin); ok != want || err != nil {
				t.Errorf("%q: %v %v", pin, ok, err)
			}
		}
		if _, err := (organization.User{}).CheckPIN("274951"); !errors.Is(err, organization.ErrNoPIN) {
			t.Error(err)
		}
		if bytes.Contains(u.PIN, []byte("274951")) {
			t.Error("the PIN is kept in clear")
		}
		return nil
	})
	k.MustVerify(t)
}

func TestTheCurrencyStaysOnceStarted(t *testing.T) {
	k := open(t)
	organizationtest.Found(t, k)
	save := func(act action.Action, edit func(*organization.Practice)) error {
		return k.Update(ctx, k.Owner, act, func(tx *store.Tx) error {
			p, err := organization.Current(tx)
			if err != nil {
				return err
			}
			edit(&p)
			_, err = organization.Save(tx, p)
			return err
		})
	}
	if err := save(action.ManagePractice, func(p *organization.Practice) { p.Currency = "EUR" }); err != nil {
		t.Fatal(err)
	}
	if err := save(action.ManagePractice, func(p *organization.Practice) { p.Trial = false }); store.CodeOf(err) != store.Invalid {
		t.Fatal(err)
	}
	if err := save(action.StartForReal, func(p *organization.Practice) { p.Trial = false }); err != nil {
		t.Fatal(err)
	}
	if err := save(action.ManagePractice, func(p *organization.Practice) { p.Currency = "USD" }); store.CodeOf(err) != store.Invalid {
		t.Fatal(err)
	}
}

func TestBackupFoldersAreLines(t *testing.T) {
	p := organization.Practice{BackupFolder: " /mnt/stick \n\n/srv/copies\r\n/mnt/stick"}
	if got := p.BackupFolders(); len(got) != 2 || got[0] != "/mnt/stick" || got[1] != "/srv/copies" {
		t.Errorf("%q", got)
	}
	if len(organization.Practice{}.BackupFolders()) != 0 {
		t.Error("a place out of nothing")
	}
	for folders, problem := range map[string]bool{"a\nb\nc\nd\ne": false, "a\nb\nc\nd\ne\nf": true, strings.Repeat("x", organization.FolderLength+1): true} {
		p.BackupFolder = folders
		if err := p.Validate(); strings.Contains(fmt.Sprint(err), "backupFolder") != problem {
			t.Errorf("%.20q: %v", folders, err)
		}
	}
}
