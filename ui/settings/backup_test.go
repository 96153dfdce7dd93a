package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"satchel/data"
	"satchel/data/backup"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/vault"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
	"satchel/ui/uitest"
)

func TestModelPlaces(t *testing.T) {
	k := uitest.Open(t)
	m := backupModel{k.Owner}
	for _, typed := range []string{"", " ", "\x00", filepath.Join(t.TempDir(), "none"), filepath.Dir(k.Path), k.Path} {
		if fields := k.Owner.Problem(m.addPlace(ctx, typed)).Fields; fields["folder"] == "" {
			t.Errorf("%q was taken for a place", typed)
		}
	}
	var places []string
	for range organization.MaxBackupFolders {
		places = append(places, t.TempDir())
		if err := m.addPlace(ctx, places[len(places)-1]); err != nil {
			t.Fatal(err)
		}
	}
	for name, typed := range map[string]string{"one too many": t.TempDir(), "twice": places[1]} {
		if fields := k.Owner.Problem(m.addPlace(ctx, typed)).Fields; fields["folder"] == "" {
			t.Errorf("%s was taken", name)
		}
	}
	if err := m.removePlace(ctx, places[0]); err != nil {
		t.Fatal(err)
	}
	state, err := m.load(ctx)
	if err != nil || len(state.status.Places) != len(places)-1 || state.status.Places[0].Folder != places[1] {
		t.Errorf("%+v %v", state.status, err)
	}
	if err := (backupModel{k.Desk}).addPlace(ctx, places[0]); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk chose a place: %v", err)
	}
}

func TestWithoutAPlaceABackupAsksForOne(t *testing.T) {
	k, f := open(t, owner, "account")
	f.BackUp = func(func([]backup.Outcome, error)) { t.Error("backed up to nowhere") }
	f.Go(frame.Target{Place: frame.Settings, Text: "backup"})
	k.Press("F4")
	if !strings.Contains(k.Dialog(), "Add a place") {
		t.Errorf("%s", k.Dialog())
	}
}

// backedUp is an open tab with one place and one backup in it.
func backedUp(t *testing.T) (*uitest.Kit, *frame.Frame, *backupSection, string) {
	t.Helper()
	k, f := open(t, owner, "account")
	folder := t.TempDir()
	if err := (backupModel{k.Owner}).addPlace(ctx, folder); err != nil {
		t.Fatal(err)
	}
	f.SettingsChanged()
	f.BackUp = func(then func([]backup.Outcome, error)) {
		then(backup.MakeAll(ctx, k.Practice, f.Session.Actor, func(backup.Step) {}))
	}
	f.Go(frame.Target{Place: frame.Settings, Text: "backup"})
	k.Press("F4")
	s := newBackupSection(f).(*backupSection)
	s.load()
	if len(s.state.kept) != 1 || !s.state.kept[0].Full || s.state.status.Tone != backup.Good {
		t.Fatalf("%+v", s.state)
	}
	// The tests go on with a section that they hold in hand; the one in the window shows the same.
	return k, f, s, folder
}

func TestBackUpByKeyAndRestoreByKeyboard(t *testing.T) {
	k, f, s, _ := backedUp(t)
	if words := texts(k); !strings.Contains(words, "Last proven backup") {
		t.Errorf("the tab does not say that there is one:\n%s", words)
	}
	to := filepath.Join(filepath.Dir(k.Path), "again.satchel")
	s.restore()
	k.Type("not the password of then")
	k.Press("Enter")
	if !f.Covered() || !strings.Contains(shown(k), "don't open") {
		t.Fatalf("a wrong password is not said beside its field: %s", shown(k))
	}
	k.Press("Ctrl+A")
	k.Type(uitest.Password)
	k.Press("Shift+Tab", "Shift+Tab", "Shift+Tab", "Ctrl+A")
	k.Type(k.Path)
	k.Press("Enter")
	if !strings.Contains(shown(k), "already there") {
		t.Fatalf("a file that is there is not refused beside its field: %s", shown(k))
	}
	k.Press("Ctrl+A")
	k.Type(to)
	k.Press("Enter")
	if _, err := os.Stat(to); err != nil || !strings.Contains(shown(k), "again.satchel") {
		t.Fatalf("%v\n%s", err, shown(k))
	}
	k.Press("Enter")
	p, _, err := data.Open(ctx, to, vault.Password("desk", uitest.Password), k.Env)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}

func TestLookIntoABackup(t *testing.T) {
	k, f, s, _ := backedUp(t)
	var looked *backup.Looked
	f.LookInto = func(l *backup.Looked) { looked = l }
	s.look()
	k.Type(uitest.Password)
	k.Press("Enter")
	if looked == nil || f.Covered() {
		t.Fatalf("not opened: %s", shown(k))
	}
	if err := looked.Close(); err != nil {
		t.Error(err)
	}
}

func TestDrill(t *testing.T) {
	k, f, s, folder := backedUp(t)
	if !s.model.drillDue(s.state) {
		t.Error("a practice that never held the drill is not told")
	}
	s.prove()
	if !f.Covered() || !strings.Contains(shown(k), "It comes back") {
		t.Fatalf("the drill says nothing:\n%s", shown(k))
	}
	k.Press("Enter")
	if s.state.drill.IsZero() || s.model.drillDue(s.state) {
		t.Errorf("the drill is not remembered: %v", s.state.drill)
	}
	k.Clock.Add(backup.DrillEvery + 1)
	if !s.model.drillDue(s.state) {
		t.Error("a quarter later it is not due")
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	s.prove()
	if !f.Covered() {
		t.Error("a place that is gone is passed over in silence")
	}
}

func TestModelOldPasswords(t *testing.T) {
	k, _, s, _ := backedUp(t)
	desk := k.Desk.User.ID.Raw()
	if words := s.model.opensWith(s.state.kept, desk); !strings.Contains(words, "One backup") {
		t.Errorf("%q", words)
	}
	if words := s.model.opensWith(s.state.kept, [16]byte{1}); words != "" {
		t.Errorf("of somebody who never signed in: %q", words)
	}
}

func TestRemovedPlaceComesBackByUndo(t *testing.T) {
	k, f, s, folder := backedUp(t)
	looks := 0
	f.LookAtBackups = func() { looks++ }
	s.places.Select(0)
	s.removePlace()
	if got := f.Session.Settings.BackupFolders(); len(got) != 0 {
		t.Fatalf("%v", got)
	}
	k.Window.Canvas().Unfocus()
	k.Press("Ctrl+Z")
	if got := f.Session.Settings.BackupFolders(); len(got) != 1 || got[0] != folder || looks != 2 {
		t.Errorf("%v, the line below looked %d times", got, looks)
	}
}

func TestSizesAreReadable(t *testing.T) {
	k := uitest.Open(t)
	for bytes, want := range map[int64]string{1: "1 kB", 999_000: "999 kB", 98_765_432: "98 MB", 1_540_000_000: "1.5 GB"} {
		if got := size(k.Owner.Text, bytes); got != want {
			t.Errorf("%d: %q, want %q", bytes, got, want)
		}
	}
}

func TestRekeyByKeyboard(t *testing.T) {
	k, f := open(t, owner, "file")
	again := false
	f.SignInAgain = func() { again = true }
	s := newFileSection(f).(*fileSection)
	s.askRekey()
	k.Type("not the owner's password")
	k.Press("Enter")
	if !strings.Contains(shown(k), "not your present password") {
		t.Fatal("a wrong password is not said beside its field")
	}
	k.Type(uitest.Password)
	k.Press("Enter")
	words := shown(k)
	if !strings.Contains(words, "signs in as desk") || !strings.Contains(words, "signs in as second") {
		t.Fatalf("the others' passwords are not shown:\n%s\n%s", words, shown(k))
	}
	once := phraseOf(k)
	k.Press("Enter")
	if words := shown(k); !strings.Contains(words, "Recovery key") {
		t.Fatalf("the recovery key is not shown:\n%s", words)
	}
	if again {
		t.Error("left before the key was typed back")
	}
	if _, _, err := data.Open(ctx, k.Path, vault.Password("desk", uitest.Password), k.Env); store.CodeOf(err) != store.Forbidden {
		t.Errorf("an old password still opens: %v", err)
	}
	p, _, err := data.Open(ctx, k.Path, vault.Password("desk", once), k.Env)
	if err != nil {
		t.Fatalf("the one-time password does not open: %v", err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}

// phraseOf is the first one-time password on the screen.
func phraseOf(k *uitest.Kit) string {
	for _, o := range test.LaidOutObjects(k.Window.Canvas().Overlays().Top()) {
		if text, is := o.(*kit.Text); is && strings.Count(text.Text(), "-") == 3 {
			return text.Text()
		}
	}
	return ""
}

func TestPicturesOfBackups(t *testing.T) {
	if !uitest.Pictures() {
		t.SkipNow() // they are for people to look at
	}
	k, f, s, _ := backedUp(t)
	f.LookInto, f.SignInAgain = func(*backup.Looked) {}, func() {}
	f.SetStrip(&frame.Strip{Icon: "backup", Text: f.Text("ui.looking", "When", f.Session.Moment(k.Clock.Now())), Action: f.Text("ui.looking_end"), Tone: theme.Alert})
	f.Go(frame.Target{Place: frame.Settings, Text: "backup"})
	k.Picture("backup-strip")
	f.SetStrip(nil)
	s.restore()
	k.Type("wrong")
	k.Press("Enter")
	k.Picture("backup-restore-wrong")
	k.Press("Esc")
	s.prove()
	k.Picture("backup-drilled")
	k.Press("Enter")
	file := newFileSection(f).(*fileSection)
	file.askRekey()
	k.Picture("rekey-ask")
	k.Type(uitest.Password)
	k.Press("Enter")
	k.Picture("rekey-one-time")
	k.Press("Enter")
	k.Picture("rekey-key")
}
