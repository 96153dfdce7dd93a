// Package uitest gives the tests of the screens a founded practice on a real encrypted file, its three people, a clock that
// moves when told, and a frame in a window without a display.
//
//	k := uitest.Open(t)
//	f := k.Show(k.Desk, Places()...)
//	f.Go(frame.Target{Place: frame.Patients})
//	k.Type("mee")
//	k.Press("Down", "Enter")
//
// Loads and saves run at once, before the call that starts them returns; timers run when Timers.Pass lets time go by. A test of a
// model alone takes k.Owner, k.Doctor or k.Desk and no frame.
package uitest

import (
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"satchel/data"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
	"satchel/data/vault"
	"satchel/ui/frame"
	"satchel/ui/session"

	"fyne.io/fyne/v2"
)

// Password is everybody's in a test practice.
const Password = "correct horse battery"

// Kit is a practice and the people of a test.
type Kit struct {
	Practice *data.Practice
	Path     string
	Clock    *storetest.Clock
	Env      data.Env
	// Owner is Dr Anjali Rao, who signs in as doctor; Doctor is Dr Vikram Shah (second); Desk is Priya (desk).
	Owner, Doctor, Desk *session.Session
	Printer             *Printer
	Timers              *Timers
	Window              fyne.Window // nil before Show
	Frame               *frame.Frame

	t testing.TB
}

var ctx = context.Background()

// founded is the file of the test practice, made once for all tests of a package.
var founded = sync.OnceValues(func() ([2][]byte, error) {
	folder, err := os.MkdirTemp("", "uitest")
	if err != nil {
		return [2][]byte{}, err
	}
	defer os.RemoveAll(folder)
	if err := found(filepath.Join(folder, "practice.satchel"), filepath.Join(folder, "local")); err != nil {
		return [2][]byte{}, err
	}
	file, err := os.ReadFile(filepath.Join(folder, "practice.satchel"))
	if err != nil {
		return [2][]byte{}, err
	}
	computer, err := os.ReadFile(filepath.Join(folder, "local", "computer"))
	return [2][]byte{file, computer}, err
})

// Founding is what the test practice is founded with.
func Founding() organization.Founding {
	f := organization.Founding{Login: "doctor", Display: "Dr Rao"}
	f.Defaults("IN", "en")
	f.Practice.Name = "Lakeside Family Clinic"
	f.Practice.Address = "14 Lake Road\nUdaipur 313001, Rajasthan"
	f.Practice.Phone = "0294 555 0100"
	f.Practitioner.Name = value.HumanName{Prefix: "Dr", Given: "Anjali", Family: "Rao"}
	f.Practitioner.Qualification, f.Practitioner.Registration = "MBBS, MD (Paediatrics)", "RMC 24518"
	return f
}

func found(path, local string) error {
	env, err := environment(local, &storetest.Clock{}, nil)
	if err != nil {
		return err
	}
	made, err := data.Create(ctx, path, Password, Founding(), env)
	if err != nil {
		return err
	}
	p, owner := made.Practice, made.Actor
	second := organization.Practitioner{Name: value.HumanName{Prefix: "Dr", Given: "Vikram", Family: "Shah"}, Qualification: "MBBS", Registration: "RMC 30112", Active: true}
	err = p.Update(ctx, owner, action.ManagePractice, func(tx *store.Tx) error {
		return store.Insert(tx, organization.Practitioners, &second)
	})
	if err != nil {
		return err
	}
	for _, u := range []organization.User{
		{Login: "second", Display: "Dr Shah", Role: action.Doctor, Practitioner: second.ID},
		{Login: "desk", Display: "Priya", Role: action.Desk},
	} {
		if _, err := p.AddUser(ctx, owner, u, Password); err != nil {
			return err
		}
	}
	return p.Close()
}

func environment(local string, clock *storetest.Clock, press documents.Press) (data.Env, error) {
	folder, err := data.OpenLocal(local)
	if clock.Now().IsZero() {
		clock.Set(storetest.Start)
	}
	return data.Env{Now: clock.Now, Rand: rand.Reader, Local: folder, Press: press, Vault: vault.Options{KDF: vault.FloorKDF, Now: clock.Now}}, err
}

// Bare gives a test everything but a practice: Path is where one may be made.
func Bare(t testing.TB, press ...documents.Press) *Kit {
	t.Helper()
	folder := t.TempDir()
	k := &Kit{t: t, Path: filepath.Join(folder, "practice.satchel"), Clock: &storetest.Clock{}, Printer: &Printer{}, Timers: &Timers{}}
	var draws documents.Press = blankPress{}
	if len(press) > 0 {
		draws = press[0]
	}
	var err error
	if k.Env, err = environment(filepath.Join(folder, "local"), k.Clock, draws); err != nil {
		t.Fatal(err)
	}
	return k
}

// Open gives a test its own copy of the practice, with all three people signed in. press may draw the documents; without one the
// practice has a press that freezes blank pages.
func Open(t testing.TB, press ...documents.Press) *Kit {
	t.Helper()
	files, err := founded()
	if err != nil {
		t.Fatal(err)
	}
	k := Bare(t, press...)
	for name, content := range map[string][]byte{"practice.satchel": files[0], "local/computer": files[1]} {
		if err := os.WriteFile(filepath.Join(filepath.Dir(k.Path), name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	practice, owner, err := data.Open(ctx, k.Path, vault.Password("doctor", Password), k.Env)
	if err != nil {
		t.Fatal(err)
	}
	k.Practice = practice
	t.Cleanup(func() {
		if k.Frame != nil {
			k.Frame.Detach()
		}
		if err := practice.Close(); err != nil && vault.KindOf(err) != vault.Closed {
			t.Errorf("close practice: %v", err)
		}
	})
	k.Owner = k.session(owner)
	k.Doctor, k.Desk = k.SignIn("second"), k.SignIn("desk")
	return k
}

// SignIn signs a person in once more.
func (k *Kit) SignIn(login string) *session.Session {
	k.t.Helper()
	actor, err := k.Practice.SignIn(ctx, vault.Password(login, Password))
	if err != nil {
		k.t.Fatal(err)
	}
	return k.session(actor)
}

func (k *Kit) session(actor store.Actor) *session.Session {
	k.t.Helper()
	s, err := session.New(ctx, k.Practice, actor)
	if err != nil {
		k.t.Fatal(err)
	}
	return s
}

// Update writes as a person, and ends the test on an error.
func (k *Kit) Update(s *session.Session, act action.Action, fn func(*store.Tx) error, opts ...store.Option) {
	k.t.Helper()
	if err := s.Update(ctx, act, fn, opts...); err != nil {
		k.t.Fatalf("%s: %v", act, err)
	}
}

// View reads as a person, and ends the test on an error.
func (k *Kit) View(s *session.Session, act action.Action, fn func(*store.Tx) error, opts ...store.Option) {
	k.t.Helper()
	if err := s.View(ctx, act, fn, opts...); err != nil {
		k.t.Fatalf("%s: %v", act, err)
	}
}

// ForgetRegistrations takes the practitioners' registration numbers away, which the law of the practice's country asks for.
func (k *Kit) ForgetRegistrations() {
	k.t.Helper()
	k.Update(k.Owner, action.ManagePractice, func(tx *store.Tx) error {
		people, err := organization.ActivePractitioners(tx)
		if err != nil {
			return err
		}
		for i := range people {
			people[i].Registration = ""
			if err := store.Update(tx, organization.Practitioners, &people[i]); err != nil {
				return err
			}
		}
		return nil
	})
}
