package ui

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"satchel/data/backup"
	"satchel/data/billing"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/vault"
	"satchel/ui/frame"
	"satchel/ui/session"
	"satchel/ui/theme"
	"satchel/ui/uitest"
)

func register(t *testing.T, who *session.Session, given string) {
	t.Helper()
	err := who.Update(context.Background(), action.RegisterPatient, func(tx *store.Tx) error {
		_, err := patients.Register(tx, patients.Patient{Name: value.HumanName{Given: given, Family: "Rao"}, Gender: value.GenderFemale})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestBackupsAreMadeWhileSomebodyWrites(t *testing.T) {
	k, s := window(t)
	signIn(t, k, s)
	folder := t.TempDir()
	chooseFolder(t, s, folder)
	s.keeper.tick()
	if list := made(t, folder); len(list) != 1 {
		t.Fatalf("a place without a backup has %v", list)
	}
	if state := s.keeper.state(); state.Tone != theme.Done || !strings.HasPrefix(state.Text, "Last proven backup ") {
		t.Errorf("%+v", state)
	}
	k.Clock.Add(2 * backup.Interval)
	s.keeper.tick()
	if list := made(t, folder); len(list) != 1 {
		t.Errorf("backed up although nothing was written: %v", list)
	}
	register(t, s.frame.Session, "Asha")
	k.Clock.Add(2 * backup.Interval)
	k.Press("Ctrl+L")
	s.keeper.tick()
	if list := made(t, folder); len(list) != 2 {
		t.Errorf("behind the lock: %v", list)
	}
}

func TestTheEndOfTheDayBacksUp(t *testing.T) {
	k, s := window(t)
	signIn(t, k, s)
	folder := t.TempDir()
	chooseFolder(t, s, folder)
	s.keeper.tick()
	who := s.frame.Session
	seen := who.Practice.Store().Anchors()[0]
	err := who.Update(context.Background(), action.DayEnd, func(tx *store.Tx) error {
		_, err := billing.CloseDay(tx, billing.DayEnd{Date: who.Today(), Location: who.Location.ID, AnchorDevice: seen.Device, AnchorSequence: seen.Sequence, AnchorHead: seen.Head})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if list := made(t, folder); len(list) != 2 {
		t.Errorf("%v", list)
	}
}

func TestAPlaceThatIsGoneIsSaid(t *testing.T) {
	k, s := window(t)
	signIn(t, k, s)
	if state := s.keeper.state(); state.Tone != theme.Allergy {
		t.Errorf("without any place the line is %+v", state)
	}
	folder := t.TempDir()
	chooseFolder(t, s, folder)
	s.keeper.tick()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	register(t, s.frame.Session, "Asha")
	k.Clock.Add(backup.LateAfter + time.Hour)
	s.keeper.tick()
	if state := s.keeper.state(); state.Tone != theme.Alert || !strings.Contains(state.Text, "·") {
		t.Errorf("after a day: %+v", state)
	}
	k.Clock.Add(14 * 24 * time.Hour)
	s.keeper.tick()
	if state := s.keeper.state(); state.Tone != theme.Allergy {
		t.Errorf("after two weeks: %+v", state)
	}
}

func TestLookingIntoABackupAndBack(t *testing.T) {
	k, s := window(t)
	signIn(t, k, s)
	folder := t.TempDir()
	chooseFolder(t, s, folder)
	register(t, s.frame.Session, "Asha")
	s.keeper.tick()
	register(t, s.frame.Session, "Later")
	practice := s.frame
	looked, err := backup.Look(context.Background(), made(t, folder)[0], keyOfOwner(), &backup.Live{Practice: practice.Session.Practice, Actor: practice.Session.Actor}, k.Env, func(backup.Step) {})
	if err != nil {
		t.Fatal(err)
	}
	s.lookInto(looked)
	if s.frame == practice || s.frame.Has(frame.Settings) {
		t.Fatal("the backup is not shown, or its settings are offered")
	}
	words := shown(s)
	if !strings.Contains(words, "looking into the backup") {
		t.Errorf("nothing says that this is a backup:\n%s", words)
	}
	s.frame.Go(frame.Target{Place: frame.Patients})
	if found := find(t, s.frame.Session, "Asha") + 10*find(t, s.frame.Session, "Later"); found != 1 {
		t.Errorf("not the patients of then: %d", found)
	}
	err = s.frame.Session.Update(context.Background(), action.RegisterPatient, func(tx *store.Tx) error {
		_, err := patients.Register(tx, patients.Patient{Name: value.HumanName{Given: "Never"}, Gender: value.GenderFemale})
		return err
	})
	if err == nil {
		t.Error("a backup was written to")
	}
	s.frame.Close()
	if s.frame != practice || s.frame.At().Place != frame.Settings {
		t.Fatal("there is no way back")
	}
	register(t, s.frame.Session, "Again")

	looked, err = backup.Look(context.Background(), made(t, folder)[0], keyOfOwner(), nil, k.Env, func(backup.Step) {})
	if err != nil {
		t.Fatal(err)
	}
	s.lookInto(looked)
	s.quit()
	if s.frame != nil || s.leaveLook != nil {
		t.Error("the window does not close out of a backup")
	}
}

// shown are the words in the window.
func shown(s *shell) string { return uitest.Words(s.frame.Stage) }

func find(t *testing.T, who *session.Session, text string) (total int) {
	t.Helper()
	err := who.View(context.Background(), action.FindPatients, func(tx *store.Tx) (err error) {
		_, total, err = patients.Find(tx, patients.Query{Text: text, Limit: 5})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return total
}

func keyOfOwner() vault.Key { return vault.Password("doctor", uitest.Password) }
