// Package scenario plays stories of the practice's day, written as scripts in testdata, against the record that the window stands on:
// a real encrypted file, the real press, and the users with their own permissions.
//
// A line is an act: a verb, a patient or a number, words in quotes where they have spaces, and name=value pairs. "#" begins a
// remark. "as NAME" changes who sits at the keyboard. A line that must be refused begins with "refused KEY:", where KEY is a part
// of the error's key in the catalogue. What cannot be done in a line is no part of a story.
package scenario

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"satchel/assets"
	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/datatest"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/reports"
)

var ctx = context.Background()

func TestStories(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(names) < 7 {
		t.Fatalf("%d stories, %v", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			s := newStory(t)
			if err := s.play(name, string(text)); err != nil {
				t.Fatal(err)
			}
			s.MustVerify(t)
		})
	}
}

// story is a practice during one script.
type story struct {
	*datatest.Kit
	t      *testing.T
	me     store.Actor
	doctor organization.PractitionerID
	place  organization.LocationID
	kind   schedule.VisitTypeID
	people map[string]*who
	folder string // for what leaves the practice
	backup string // the last one
}

// who is a patient as the script names them, with what is going on.
type who struct {
	patients.Patient
	appointment schedule.Appointment
	encounter   chart.Encounter
	papers      map[documents.Kind]documents.Document // the newest of each kind
}

func newStory(t *testing.T) *story {
	t.Helper()
	s := &story{Kit: datatest.Open(t, reports.New()), t: t, people: map[string]*who{}, folder: t.TempDir()}
	s.Must(t, s.Owner, action.FoundPractice, func(tx *store.Tx) error {
		people, err := organization.ActivePractitioners(tx)
		if err != nil {
			return err
		}
		place, err := organization.MainLocation(tx)
		if err != nil {
			return err
		}
		s.doctor, s.place = people[0].ID, place.ID
		week := schedule.EveryDay([]value.Interval{{Start: 9 * 60, End: 20 * 60}}, 1, 2, 3, 4, 5, 6)
		if _, err := schedule.SetHours(tx, s.doctor, s.place, week); err != nil {
			return err
		}
		if _, err := billing.SaveFee(tx, billing.Fee{Code: "consult", Name: "Consultation", Price: 30_000, Active: true}); err != nil {
			return err
		}
		kind, err := schedule.SaveVisitType(tx, schedule.VisitType{Name: "Consultation", Minutes: 15, Colour: "#1f6feb", FeeCode: "consult"})
		s.kind = kind.ID
		return err
	})
	return s
}

// play runs a script, and stops at the first line that does not go as it says.
func (s *story) play(name, text string) error {
	lines := bufio.NewScanner(strings.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		if err := s.line(line); err != nil {
			return fmt.Errorf("%s:%d: %s\n%w", name, n, line, err)
		}
	}
	return lines.Err()
}

func (s *story) line(text string) error {
	refusal, act, _ := strings.Cut(text, ":")
	key, refused := strings.CutPrefix(refusal, "refused ")
	if !refused {
		act = text
	}
	c, err := parse(act)
	if err != nil {
		return err
	}
	run, known := acts[c.verb]
	if !known {
		return fmt.Errorf("no act %q", c.verb)
	}
	err = run(s, c)
	if err == nil {
		err = c.leftOver()
	}
	if !refused {
		return err
	}
	var known2 *store.Error
	switch {
	case err == nil:
		return fmt.Errorf("it was done, though it must be refused with %s", key)
	case !errors.As(err, &known2) || !strings.Contains(known2.Key, key):
		return fmt.Errorf("refused in another way than %s: %w", key, err)
	}
	if sentence, hint := assets.Sentence(assets.English, known2.Key, known2.Args...); strings.ContainsAny(sentence+hint, "⟦⟧") || hint == "" {
		return fmt.Errorf("a person would read %q, %q", sentence, hint)
	}
	return nil
}

// call is one line, taken apart.
type call struct {
	verb  string
	words []string          // what stands behind it, in order
	named map[string]string // name=value
	used  map[string]bool
}

func parse(text string) (*call, error) {
	c := &call{named: map[string]string{}, used: map[string]bool{}}
	for rest := strings.TrimSpace(text); rest != ""; rest = strings.TrimSpace(rest) {
		name := ""
		if i := strings.IndexAny(rest, "= \""); i > 0 && rest[i] == '=' {
			name, rest = rest[:i], rest[i+1:]
		}
		word := rest
		if rest != "" && rest[0] == '"' {
			end := strings.IndexByte(rest[1:], '"')
			if end < 0 {
				return nil, errors.New("a quotation has no end")
			}
			word, rest = rest[1:1+end], rest[end+2:]
		} else {
			end := strings.IndexFunc(rest, unicode.IsSpace)
			if end < 0 {
				end = len(rest)
			}
			word, rest = rest[:end], rest[end:]
		}
		switch {
		case name != "":
			c.named[name] = word
		case c.verb == "":
			c.verb = word
		default:
			c.words = append(c.words, word)
		}
	}
	return c, nil
}

// next takes the next word; "" where there is none.
func (c *call) next() string {
	if len(c.words) == 0 {
		return ""
	}
	word := c.words[0]
	c.words = c.words[1:]
	return word
}

// get takes a named value; "" where it isn't given.
func (c *call) get(name string) string {
	c.used[name] = true
	return c.named[name]
}

// leftOver complains about what no act has read: a misspelt name would otherwise test nothing.
func (c *call) leftOver() error {
	left := slices.Clone(c.words)
	for name := range c.named {
		if !c.used[name] {
			left = append(left, name+"=")
		}
	}
	if len(left) > 0 {
		return fmt.Errorf("not understood: %v", left)
	}
	return nil
}

// who finds the patient whom the next word names.
func (s *story) who(c *call) (*who, error) {
	name := c.next()
	p, known := s.people[name]
	if !known {
		return nil, fmt.Errorf("nobody in this story is called %q", name)
	}
	return p, nil
}

// update runs an act of whoever sits at the keyboard.
func (s *story) update(act action.Action, fn func(*store.Tx) error, opts ...store.Option) error {
	return s.Update(ctx, s.me, act, fn, opts...)
}

func (s *story) view(act action.Action, fn func(*store.Tx) error, opts ...store.Option) error {
	return s.View(ctx, s.me, act, fn, opts...)
}

// expect compares what is with what the script says.
func expect[T comparable](what string, got, want T) error {
	if got != want {
		return fmt.Errorf("%s is %v, not %v", what, got, want)
	}
	return nil
}

// The runner itself is broken on purpose here: a script that tells of something else must fail, at the line that does.
func TestTheRunnerNamesTheLineThatFails(t *testing.T) {
	for script, want := range map[string]string{
		"as desk\nregister Meera\n\nregister Asha owes=3":      "x.txt:4: register Asha owes=3",
		"as desk\nrefused forbidden: register Meera":           "it was done",
		"as desk\nrefused locked: note Nobody \"x\"":           "nobody in this story",
		"as desk\nregister Meera\nowes Meera 5":                "not 5",
		"dance":                                                "no act",
		"note \"without an end":                                "no end",
		"as desk\nregister Meera\nrefused alerts: start Meera": "another way",
		"as desk\nregister Meera\nboard Meera done":            "is , not done",
	} {
		err := newStory(t).play("x.txt", script)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", script, err, want)
		}
	}
}
