// Package demo makes up a practice of any size from one seed: for a first look, for pictures, for tests and for benchmarks.
//
// The years before the last days are written straight into the tables, one transaction a day, through the kernel's own write path:
// every record is validated, numbered and in the audit chain, but what is issued there has no frozen page. The last days are lived
// through the rooms and workflows by the two users, act by act, with their papers.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"satchel/assets"
	"satchel/data"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/vault"
)

// The users of every made-up practice, and what lets them in. They are published, so they guard nothing.
const (
	Owner    = "doctor"
	Desk     = "desk"
	Password = "demo practice only"
	OwnerPIN = "274951"
	DeskPIN  = "385062"
)

// partial ends the name of a practice that is being made.
const partial = ".partial"

// Progress is told how far the making is, as a share of 0 to 100.
type Progress func(percent int)

// Make makes up a practice in a new file at path, as it stands at the clock of env. The same seed, size and quarter of an hour
// make the same records, with the same ids, numbers and instants. progress may be nil.
//
// It returns Conflict where path is taken, Invalid for an unknown size, and the vault's errors. Nothing is left at path, or beside
// it, where it fails or ctx ends.
func Make(ctx context.Context, path string, size Size, seed uint64, env data.Env, progress Progress) error {
	return MakeIn(ctx, path, assets.English, size, seed, env, progress)
}

// MakeIn is Make for a practice whose documents are in a language (BCP 47).
func MakeIn(ctx context.Context, path, language string, size Size, seed uint64, env data.Env, progress Progress) (err error) {
	m, known := measures[size]
	if !known {
		return store.FailField("size", "error.demo.size")
	}
	if progress == nil {
		progress = func(int) {}
	}
	if _, err := os.Lstat(path); err == nil {
		return store.Fail(store.Conflict, "error.vault.exists")
	}
	unfinished := freeName(path + partial)
	made := false
	defer func() {
		if err != nil && made {
			err = errors.Join(err, remove(unfinished))
		}
	}()
	s, err := begin(ctx, unfinished, language, m, seed, env)
	if err != nil {
		return err
	}
	made = true
	s.progress = progress
	err = s.tell(ctx)
	if closed := s.end(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	if err := moveHere(ctx, unfinished, env); err != nil {
		return err
	}
	return publish(unfinished, path)
}

// begin founds the practice on an imaginary computer, whose marks are made up like everything else: this computer's own mark must
// never come from a seed.
func begin(ctx context.Context, path, language string, m measure, seed uint64, env data.Env) (*story, error) {
	folder, err := os.MkdirTemp("", "satchel-demo-")
	if err != nil {
		return nil, store.FromVault("make folder", vault.FileError(err))
	}
	s := &story{chance: newChance(seed, 1), folder: folder}
	f := founding()
	f.Practice.Language = language
	zone, err := value.LoadZone(f.Practice.Zone)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("load zone: %w", err), os.RemoveAll(folder))
	}
	s.now = env.Now().UTC().Truncate(quarter)
	s.plan = newPlan(s.chance, m, s.now, zone)
	s.clock.set(s.plan.days[0].start)
	env.Now, env.Rand = s.clock.now, idReader(seed)
	env.Vault.KDF, env.Vault.UnlockTime, env.Vault.Now = vault.FloorKDF, 0, nil // the password is published: a dear derivation would only cost time
	if env.Local, err = data.OpenLocal(folder); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	env.Published = Password
	made, err := data.Create(ctx, path, Password, f, env)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	s.practice, s.owner = made.Practice, made.Actor
	return s, nil
}

// end closes the practice and forgets the imaginary computer.
func (s *story) end() error {
	return errors.Join(s.practice.Close(), os.RemoveAll(s.folder))
}

// moveHere answers the question that the file asks on its first computer that is none of imagination.
func moveHere(ctx context.Context, path string, env data.Env) error {
	env.Vault.KDF = vault.FloorKDF
	p, owner, err := data.Open(ctx, path, vault.Password(Owner, Password), env)
	if err != nil {
		return err
	}
	err = p.Relocate(ctx, owner, store.Moved)
	if err == nil {
		err = p.SignOut(ctx, owner)
	}
	if closed := p.Close(); err == nil {
		err = closed
	}
	return err
}

// publish gives the finished file its name, never over another: a link fails where a rename would replace. Where the disk knows no
// links, the name is looked at once more.
func publish(from, to string) error {
	err := os.Link(from, to)
	switch {
	case err == nil:
		err = os.Remove(from)
	case errors.Is(err, fs.ErrExist):
		return store.Fail(store.Conflict, "error.vault.exists")
	default:
		if _, taken := os.Lstat(to); taken == nil {
			return store.Fail(store.Conflict, "error.vault.exists")
		}
		err = os.Rename(from, to)
	}
	if err != nil {
		return store.FromVault("name practice", vault.FileError(err))
	}
	return nil
}

// freeName passes over what a run that was killed has left.
func freeName(path string) string {
	name := path
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name
		}
		name = fmt.Sprintf("%s-%d", path, n)
	}
}

// remove takes an unfinished practice away, with what SQLite keeps beside it.
func remove(path string) error {
	var failed error
	for _, name := range []string{path, path + "-wal"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed = errors.Join(failed, fmt.Errorf("remove unfinished practice: %w", err))
		}
	}
	return failed
}

// founding is the practice on its first day.
func founding() organization.Founding {
	f := organization.Founding{Login: Owner, Display: "Dr Anjali Rao"}
	f.Defaults("IN", "en")
	f.Practice.Name = "Lakeside Family Clinic"
	f.Practice.Address = "14 Lake Road\nUdaipur 313001, Rajasthan"
	f.Practice.Phone = "+91 294 555 0142"
	f.Practice.RecoveryPrinted = true // there is nothing here to lose
	f.Practice.DeskRefundMinor = 50_000
	f.Practitioner.Name = value.HumanName{Prefix: "Dr", Given: "Anjali", Family: "Rao"}
	f.Practitioner.Qualification, f.Practitioner.Registration = "MBBS, MD (Family Medicine)", "RMC 24518"
	return f
}

// enter lets both users in, with their PINs.
func (s *story) enter(ctx context.Context) error {
	_, err := s.practice.AddUser(ctx, s.owner, organization.User{Login: Desk, Display: "Reception", Role: action.Desk}, Password)
	if err != nil {
		return err
	}
	if s.desk, err = s.practice.SignIn(ctx, vault.Password(Desk, Password)); err != nil {
		return err
	}
	if err := s.practice.SetPIN(ctx, s.owner, OwnerPIN); err != nil {
		return err
	}
	return s.practice.SetPIN(ctx, s.desk, DeskPIN)
}
