//go:build window

package window_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"satchel/data"
	"satchel/data/chart"
	"satchel/data/demo"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// What is typed, and may stand in no file that the program leaves.
var sentinels = []string{"zebulon", "quagmire", "9876501234", "xylographer", "vexillology", demo.Password}

// TestAKilledProgramLosesNothingAndLeavesNothingReadable kills the program while a note is being written. What was typed is in the
// encrypted file two and a half seconds later, and after the next sign-in one is in the visit again, with the text. No file that the
// program has left holds a word of it.
func TestAKilledProgramLosesNothingAndLeavesNothingReadable(t *testing.T) {
	home := t.TempDir()
	practice := filepath.Join(home, "demo.satchel")
	make := exec.Command(os.Getenv("SATCHEL_BINARY"), "demo", practice)
	make.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+filepath.Join(home, ".config"))
	if out, err := make.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	d := start(t, home, practice)
	d.signIn("Walk-in")
	d.press("ctrl+k")
	d.typed("zebulon quagmire 9876501234")
	d.press("Return")
	d.shows("New patient")
	d.typed("34y")
	d.press("Tab", "Right", "F3")
	d.shows("history, examination, assessment", "Zebulon Quagmire")
	d.typed("xylographer since three days")
	d.shows("xylographer since three days")
	time.Sleep(2500 * time.Millisecond) // what the program promises, from when it had the words
	d.look("crash-before", nil)
	d.typed(" vexillology") // at most two seconds old: may be lost, and may not be found
	if err := d.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-d.ended
	unreadable(t, home, sentinels)
	if note, draft := noteOf(t, home, practice); note != "" || !strings.Contains(draft, "xylographer since three days") {
		t.Errorf("after the kill the record has %q, the draft %q", note, draft)
	}

	again := start(t, home, practice)
	again.signIn("What you were typing", "xylographer since three days")
	again.look("crash-after", nil)
	again.close()
	if note, _ := noteOf(t, home, practice); !strings.Contains(note, "xylographer since three days") {
		t.Errorf("the visit was not gone on with: %q", note)
	}
	unreadable(t, home, sentinels)
}

// noteOf reads what was written into the newest patient's visit, and the draft of it.
func noteOf(t *testing.T, home, path string) (note, draft string) {
	t.Helper()
	ctx := context.Background()
	local, err := data.OpenLocal(filepath.Join(home, ".config", "satchel"))
	if err != nil {
		t.Fatal(err)
	}
	p, owner, err := data.Open(ctx, path, vault.Password(demo.Owner, demo.Password), data.Env{Now: time.Now, Rand: rand.Reader, Local: local})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	var id patients.ID
	err = p.View(ctx, owner, action.FindPatients, func(tx *store.Tx) error {
		rows, total, err := patients.Find(tx, patients.Query{Text: "zebulon quagmire"})
		if err == nil && total == 1 {
			id = rows[0].ID
		}
		return err
	})
	if err != nil || id.IsZero() {
		t.Fatalf("the patient is not there: %v", err)
	}
	err = p.View(ctx, owner, action.OpenChart, func(tx *store.Tx) error {
		visits, err := chart.Timeline(tx, id, 1, chart.Cursor{})
		if err == nil && len(visits) == 1 {
			note = visits[0].Reason + visits[0].Note
		}
		return err
	}, store.About(id))
	if err != nil {
		t.Fatal(err)
	}
	drafts, err := p.Drafts(ctx, owner)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range drafts {
		draft += string(d.Body)
	}
	return note, draft
}

// unreadable looks for words in the names and contents of all files below home, but for the PDFs that somebody asked for.
func unreadable(t *testing.T, home string, words []string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(home, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(home, name)
		if err != nil {
			return err
		}
		var content []byte
		if filepath.Ext(name) == ".pdf" {
			return nil
		}
		if entry.Type().IsRegular() {
			files++
			if content, err = os.ReadFile(name); err != nil {
				return err
			}
		}
		for _, word := range words {
			if holds([]byte(inside), word) || holds(content, word) {
				t.Errorf("%q can be read in %s", word, inside)
			}
		}
		return nil
	})
	if err != nil || files < 4 { // the practice, this computer's mark, what it has seen, the preferences
		t.Errorf("looked at %d files, %v", files, err)
	}
}

// holds finds a word as text, as UTF-16 in either order, and in base64 wherever it begins; whatever its letters' case but for base64.
func holds(content []byte, word string) bool {
	content = append(bytes.ToLower(content), content...)
	for _, form := range forms(word) {
		if bytes.Contains(content, form) {
			return true
		}
	}
	return false
}

func forms(word string) (list [][]byte) {
	list = append(list, []byte(word))
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		var wide []byte
		for _, unit := range utf16.Encode([]rune(word)) {
			wide = order.AppendUint16(wide, unit)
		}
		list = append(list, wide)
	}
	for _, text := range []string{word, strings.ToUpper(word[:1]) + word[1:]} {
		for shift := range 3 {
			// Of the first and the last group only a part belongs to the word.
			coded := base64.RawStdEncoding.EncodeToString(append(bytes.Repeat([]byte{0}, shift), text...))
			whole := (shift + len(text)) / 3 * 4
			list = append(list, []byte(coded[(shift+2)/3*4:whole]))
		}
	}
	return list
}

// TestTheSearchForPlaintextFindsIt in each form, or it would find nothing anywhere.
func TestTheSearchForPlaintextFindsIt(t *testing.T) {
	word := "xylographer"
	text := "the xylographer's note"
	var wide, wideBig []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		wide, wideBig = binary.LittleEndian.AppendUint16(wide, unit), binary.BigEndian.AppendUint16(wideBig, unit)
	}
	for name, content := range map[string][]byte{"text": []byte(text), "capitals": []byte(strings.ToUpper(text)), "UTF-16 LE": wide, "UTF-16 BE": wideBig,
		"base64": []byte(base64.StdEncoding.EncodeToString([]byte(text))), "base64, one on": []byte(base64.StdEncoding.EncodeToString([]byte("." + text))),
		"base64, two on": []byte(base64.StdEncoding.EncodeToString([]byte(".." + text))), "JSON": []byte(`{"note":"the xylographer\u0027s note"}`)} {
		if !holds(content, word) {
			t.Errorf("%s: not found", name)
		}
		if holds(content, "vexillology") {
			t.Errorf("%s: found what is not there", name)
		}
	}
}
