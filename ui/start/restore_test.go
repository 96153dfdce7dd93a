package start

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satchel/data"
	"satchel/data/backup"
	"satchel/data/vault"
	"satchel/ui/uitest"
)

// shelved is the start on another computer, with a folder that holds two backups.
func shelved(t *testing.T) (*desk, string) {
	t.Helper()
	k := uitest.Open(t)
	folder := t.TempDir()
	for range 2 {
		if _, err := backup.Make(t.Context(), k.Practice, k.Owner.Actor, folder, func(backup.Step) {}); err != nil {
			t.Fatal(err)
		}
		k.Clock.Add(1e9 * 3600)
	}
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	local, err := data.OpenLocal(filepath.Join(t.TempDir(), "elsewhere"))
	if err != nil {
		t.Fatal(err)
	}
	k.Env.Local = local
	home := t.TempDir()
	d := show(t, k, func(h *Host) { h.Home, h.Folder = home, filepath.Join(home, "Satchel") })
	d.s.Welcome()
	return d, folder
}

func TestRestoreByKeyboard(t *testing.T) {
	d, folder := shelved(t)
	d.press(t, "Restore from a backup")
	d.Press("Ctrl+A")
	d.Type(t.TempDir())
	d.Press("Enter")
	d.must(t, "no backup in this folder")
	d.Press("Ctrl+A")
	d.Type(folder)
	d.Press("Enter")
	d.must(t, "Which day?")
	d.Press("Enter")
	d.must(t, "Open the backup")
	d.Press("Enter")
	d.must(t, "Type the password")
	d.Type("doctor")
	d.Press("Tab")
	d.Type("not the password")
	d.Press("Enter")
	d.must(t, "don't open")
	d.Press("Ctrl+A")
	d.Type(uitest.Password)
	d.Press("Enter")
	d.must(t, "Sign in")
	if _, err := os.Stat(filepath.Join(d.s.host.Folder, "practice.satchel")); err != nil {
		t.Fatal(err)
	}
	d.Type("doctor")
	d.Press("Enter")
	d.Type(uitest.Password)
	d.Press("Enter")
	d.must(t, "Last used on another computer")
	d.press(t, "It moved here")
	if d.opened == nil {
		t.Fatalf("not opened:\n%s", d.texts())
	}
}

func TestRestoreWithTheRecoveryKeyAlone(t *testing.T) {
	d, folder := shelved(t)
	found, err := d.s.host.browse(folder)
	if err != nil {
		t.Fatal(err)
	}
	d.s.openBackup(found, 1)
	d.Press("Shift+Tab", "Right") // opened with: the recovery key
	d.Press("Tab")
	d.Type("00000-00000")
	d.Press("Enter")
	d.must(t, "typing slip")
	d.s.host.Looked = func(*backup.Looked) { t.Error("the recovery key shows patients") }
	d.s.openBackup(found, 1)
	d.Press("Shift+Tab", "Right")
	d.press(t, "Only look into it")
	d.must(t, "a password is needed")
}

func TestModelShelf(t *testing.T) {
	d, folder := shelved(t)
	h := d.s.host
	all, err := h.browse(folder)
	if err != nil || len(all.found) != 2 || all.at != 0 || all.more || !all.found[0].Made.After(all.found[1].Made) {
		t.Fatalf("%+v %v", all, err)
	}
	one, err := h.browse(all.found[1].Path)
	if err != nil || len(one.found) != 2 || one.at != 1 {
		t.Errorf("pointed at the older one: %+v %v", one, err)
	}
	for _, typed := range []string{"", " ", filepath.Join(folder, "none"), t.TempDir()} {
		if _, err := h.browse(typed); err == nil {
			t.Errorf("%q was taken for a shelf of backups", typed)
		}
	}
	key := vault.Password("doctor", uitest.Password)
	if _, err := h.restore(t.Context(), all.found[0], key, d.Path, func(backup.Step) {}); vault.KindOf(err) != vault.Exists && !strings.Contains(err.Error(), "exists") {
		t.Errorf("over a file that is there: %v", err)
	}
	to := filepath.Join(h.Home, "new folder", "again.satchel")
	made, err := h.restore(t.Context(), all.found[1], key, to, func(backup.Step) {})
	if err != nil || made.Path != to || !made.Made.Equal(all.found[1].Made) {
		t.Errorf("%+v %v", made, err)
	}
}

func TestPicturesOfRestoring(t *testing.T) {
	if !uitest.Pictures() {
		t.SkipNow() // they are for people to look at
	}
	d, folder := shelved(t)
	d.s.host.Looked = func(*backup.Looked) {}
	d.press(t, "Restore from a backup")
	d.Picture("restore-from")
	found, err := d.s.host.browse(folder)
	if err != nil {
		t.Fatal(err)
	}
	d.s.pickBackup(found)
	d.Picture("restore-pick")
	d.s.openBackup(found, 0)
	d.Press("Enter")
	d.Picture("restore-open")
}
