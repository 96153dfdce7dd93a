package scenario

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"satchel/data"
	"satchel/data/backup"
	"satchel/data/datatest"
	"satchel/data/exchange"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/vault"
)

// acts is THE list of verbs.
var acts map[string]func(*story, *call) error

func init() {
	acts = map[string]func(*story, *call) error{
		"as": as, "signin": signIn, "clock": clockTo, "later": later, "lock": lock, "unlock": unlock, "pin": pin, "typing": typing, "draft": draft,
		"register": register, "unknown": unknown, "correct": correct, "find": find, "duplicates": duplicates,
		"book": book, "arrive": arrive, "walkin": walkIn, "undo-arrival": undoArrival, "board": board, "goodbye": goodbye,
		"bill": bill, "pay": pay, "refund": refund, "owes": owes, "credit": credit, "print": printPaper, "jam": jam, "queue": queue, "handover": handOver, "paper": paper,
		"verify": verify, "backup": makeBackup, "restore-check": restoreCheck, "export": export, "opened": opened,
		"start": start, "vitals": vitals, "note": note, "allergy": allergy, "no-allergies": noAllergies, "allergies": allergies, "diagnose": diagnose, "pregnant": pregnant,
		"prescribe": prescribe, "alerts": alerts, "answer": answer, "remove": remove, "finish": finish, "visit": visitState, "undo": undo, "amend": amend, "repeat": repeat,
	}
}

func as(s *story, c *call) error {
	switch name := c.next(); name {
	case "desk":
		s.me = s.Desk
	case "doctor":
		s.me = s.Owner
	default:
		return fmt.Errorf("no user %q", name)
	}
	return nil
}

// signIn gives the password anew; a PIN reopens a screen for half a day only.
func signIn(s *story, c *call) error {
	name := c.next()
	actor, err := s.SignIn(ctx, vault.Password(name, datatest.Password))
	if err != nil {
		return err
	}
	if name == datatest.Owner {
		s.Owner = actor
	} else {
		s.Desk = actor
	}
	s.me = actor
	return nil
}

// clockTo sets the practice's wall clock: clock 2026-11-27 09:00
func clockTo(s *story, c *call) error {
	zone, err := value.LoadZone("Asia/Kolkata")
	if err != nil {
		return err
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", c.next()+" "+c.next(), zone)
	s.Clock.Set(at)
	return err
}

func later(s *story, c *call) error {
	d, err := time.ParseDuration(c.next())
	s.Clock.Add(d)
	return err
}

func lock(s *story, _ *call) error { return s.Lock(ctx, s.me) }

func unlock(s *story, c *call) error { return s.Unlock(ctx, s.me, c.next()) }

func pin(s *story, c *call) error { return s.SetPIN(ctx, s.me, c.next()) }

// typing keeps what somebody has typed and not saved; draft looks whether it is there: draft note "text", or draft note "" for none.
func typing(s *story, c *call) error {
	return s.SaveDraft(ctx, s.me, store.Draft{Name: c.next(), Body: []byte(c.next())})
}

func draft(s *story, c *call) error {
	name, want := c.next(), c.next()
	list, err := s.Drafts(ctx, s.me)
	got := ""
	for _, d := range list {
		if d.Name == name {
			got = string(d.Body)
		}
	}
	return errors.Join(err, expect("the draft", got, want))
}

func verify(s *story, _ *call) error {
	v, err := s.Verify(ctx, s.me, nil)
	if err == nil && !v.OK() {
		err = fmt.Errorf("%+v", v)
	}
	return err
}

func makeBackup(s *story, _ *call) error {
	made, err := backup.Make(ctx, s.Practice, s.me, s.folder, nil)
	s.backup = made.Path
	return err
}

// restoreCheck restores the last backup on another computer, with the doctor's password, and looks for the patients.
func restoreCheck(s *story, c *call) error {
	path := filepath.Join(s.folder, "restored.satchel")
	// Another computer: what it sees of the copy must not be taken for what this one saw of the practice.
	elsewhere, clock := datatest.Env(s.t, s.Press())
	clock.Set(s.Clock.Now())
	request := backup.RestoreRequest{Path: s.backup, Key: vault.Password(datatest.Owner, datatest.Password), To: path}
	if _, err := backup.Restore(ctx, request, elsewhere, nil); err != nil {
		return err
	}
	p, owner, err := data.Open(ctx, path, vault.Password(datatest.Owner, datatest.Password), elsewhere)
	if err != nil {
		return err
	}
	err = p.View(ctx, owner, action.FindPatients, func(tx *store.Tx) error {
		for _, name := range c.words {
			if s.people[name] == nil {
				return fmt.Errorf("nobody in this story is called %q", name)
			}
			if _, err := patients.Get(tx, s.people[name].ID); err != nil {
				return err
			}
		}
		c.words = nil
		return nil
	})
	v, checking := p.Verify(ctx, owner, nil)
	if checking == nil && !v.OK() {
		checking = fmt.Errorf("%+v", v)
	}
	return errors.Join(err, checking, p.Close(), os.Remove(path))
}

// export NAME [holds="text"]: the summary for another program.
func export(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	var bundle []byte
	err = s.view(action.ExportChart, func(tx *store.Tx) (err error) {
		bundle, err = exchange.IPS(tx, w.ID)
		return err
	}, store.About(w.ID))
	if err == nil && !json.Valid(bundle) {
		err = errors.New("the bundle is no JSON")
	}
	if err == nil && !strings.Contains(string(bundle), c.get("holds")) {
		err = fmt.Errorf("the bundle does not hold %q", c.get("holds"))
	}
	return err
}

// opened NAME by=user: who has opened this chart.
func opened(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	want := map[string]store.UserID{"doctor": s.Owner.User, "desk": s.Desk.User}[c.get("by")]
	found := false
	err = s.view(action.ReadOpenedBy, func(tx *store.Tx) error {
		events, err := store.Audit(tx, store.AuditQuery{Patient: w.ID.Raw()})
		for _, e := range events {
			found = found || e.User == want
		}
		return err
	}, store.About(w.ID))
	return errors.Join(err, expect("the opening's being on record", found, true))
}
