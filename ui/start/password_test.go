package start

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/vault"
	"satchel/ui/kit"
	"satchel/ui/uitest"
)

const chosen = "tulips grow behind the shed"

// handed gives the desk a one-time password and closes the practice.
func handed(t *testing.T, k *uitest.Kit) string {
	t.Helper()
	password, err := k.Practice.GiveOneTimePassword(context.Background(), k.Owner.Actor, store.ID[organization.User](k.Desk.Actor.User))
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	return password
}

func TestAOneTimePasswordAsksForAnOwnOne(t *testing.T) {
	k := uitest.Open(t)
	password := handed(t, k)
	d := show(t, k, nil)
	d.s.SignIn(k.Path)
	d.Type("desk")
	d.Press("Enter")
	d.Type(password)
	d.Press("Enter")
	d.must(t, "Choose your own password")
	if d.opened != nil {
		t.Fatal("opened with a one-time password")
	}
	d.Type("priya priya priya")
	d.must(t, "It is your name")
	d.Press("Enter")
	d.must(t, "together, or take the one that is made for you")
	d.Press("Esc") // closes the file: nothing else can be done
	d.must(t, "Sign in to open")
	d.Type("desk")
	d.Press("Enter")
	d.Type(password)
	d.Press("Enter")
	d.Type(chosen)
	d.must(t, "Good")
	d.Press("Tab")
	d.Type(chosen + "s")
	d.Press("Enter")
	d.must(t, "passwords differ")
	d.Press("Backspace", "Enter")
	if d.opened == nil || d.opened.User.Login != "desk" || d.opened.User.MustChange {
		t.Fatalf("not opened:\n%s", d.texts())
	}
	if _, err := d.opened.Practice.SignIn(context.Background(), vault.Password("desk", chosen)); err != nil {
		t.Error(err)
	}
}

func TestAOneTimePasswordThatRanOutIsSaid(t *testing.T) {
	k := uitest.Open(t)
	password := handed(t, k)
	k.Clock.Add(organization.OneTimeLife)
	d := show(t, k, nil)
	d.s.SignIn(k.Path)
	d.Type("desk")
	d.Press("Enter")
	d.Type(password)
	d.Press("Enter")
	d.must(t, "was good for 7 days, and has run out. Ask the owner")
}

// TestTheWaitCountsDown: Enter during it does nothing but tell.
func TestTheWaitCountsDown(t *testing.T) {
	k := uitest.Open(t)
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	k.Env.Vault.Now = k.Clock.Now
	d := show(t, k, nil)
	d.s.SignIn(k.Path)
	d.Type("desk")
	d.Press("Enter")
	for range 5 {
		d.Type("not the password")
		d.Press("Enter")
	}
	d.must(t, "don't open this practice")
	d.Type(uitest.Password)
	d.Press("Enter")
	d.must(t, "The next try is possible in 30 s")
	d.Pass(2 * time.Second)
	d.must(t, "The next try is possible in 28 s")
	d.Type(uitest.Password)
	d.Press("Enter")
	d.must(t, "The next try is possible in 28 s")
	if d.opened != nil {
		t.Fatal("opened during the wait")
	}
	d.Pass(27 * time.Second)
	d.must(t, "in 1 s")
	d.Pass(time.Second)
	d.must(t, "Now you may try again")
	d.Type(uitest.Password)
	d.Press("Enter")
	if d.opened == nil {
		t.Fatalf("not opened after the wait:\n%s", d.texts())
	}
}

// TestTheOfferIsShown: one press fills both fields with a password that can be read and is accepted.
func TestTheOfferIsShown(t *testing.T) {
	d := show(t, uitest.Bare(t), nil)
	d.s.foundPractice()
	d.Type("Lakeside")
	d.Press("Enter")
	d.press(t, "Make one for me")
	var revealed []*kit.Field
	for _, f := range fieldsOf(d) {
		if strings.Count(f.Value(), "-") == 3 && f.Revealed() {
			revealed = append(revealed, f)
		}
	}
	if len(revealed) != 2 || revealed[0].Value() != revealed[1].Value() {
		t.Fatalf("%d fields show the offer", len(revealed))
	}
	if short, _ := revealed[0].Advice(); short != "Good" {
		t.Errorf("the offer is judged as %q", short)
	}
	d.Press("F9")
	if revealed[0].Revealed() || !revealed[1].Revealed() {
		t.Error("F9 does not hide the field that has the keyboard")
	}
}

func TestModelOwnerPassword(t *testing.T) {
	m := newFoundModel(Host{Country: "IN", Language: "en"})
	m.founding.Practice.Name = "Lakeside Family Clinic"
	for typed, want := range map[string]string{"Lakeside Family 1": "name of the practice", "anjali rao anjali": "your name", "qwertyuiop12345": "follows the keys", "short": "too short", chosen: ""} {
		errs := m.setOwner(map[string]string{"login": "doctor", "given": "Anjali", "family": "Rao", "password": typed, "again": typed})
		if got := errs["password"]; (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%q: %q", typed, got)
		}
	}
}

func fieldsOf(d *desk) (list []*kit.Field) {
	for _, o := range test.LaidOutObjects(d.s.Stage) {
		if f, ok := o.(*kit.Field); ok {
			list = append(list, f)
		}
	}
	return list
}

func TestPasswordPictures(t *testing.T) {
	if !uitest.Pictures() {
		t.SkipNow() // they are for people to look at
	}
	d := show(t, uitest.Bare(t), nil)
	d.s.foundPractice()
	d.Type("Lakeside Family Clinic")
	d.Press("Enter")
	d.Type("Anjali")
	kit.Focus(fieldsOf(d)[6].FocusTarget())
	d.Type("tulips gr")
	d.Picture("start-password-typing")
	d.Type("ow behind")
	d.Picture("start-password-good")
	d.Press("Ctrl+A")
	d.Type("qwertyuiop12345")
	d.Picture("start-password-weak")
	d.press(t, "Make one for me")
	d.Picture("start-password-offer")

	k := uitest.Open(t)
	password := handed(t, k)
	k.Env.Vault.Now = k.Clock.Now
	d = show(t, k, nil)
	d.s.SignIn(k.Path)
	d.Type("desk")
	d.Press("Enter")
	d.Type(password)
	d.Press("Enter")
	d.Picture("start-own-password")
	d.Press("Esc")
	d.Type("nobody")
	d.Press("Enter")
	for range 6 {
		d.Type("not the password")
		d.Press("Enter")
	}
	d.Picture("start-wait")
}
