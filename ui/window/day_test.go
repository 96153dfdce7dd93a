//go:build window

package window_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satchel/data"
	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/demo"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// signIn opens the demo as its owner, and waits until the screen says what it then shows.
func (d *desk) signIn(phrases ...string) {
	d.t.Helper()
	d.shows("Sign-in name")
	d.typed(demo.Owner)
	d.press("Tab")
	d.typed(demo.Password)
	d.press("Return")
	d.shows(phrases...)
}

// TestAVisitInARealWindow goes through the middle of a day with the keys alone: a new patient who is here now, the visit with a
// medicine, finished; the paper saved as a PDF; the bill issued and paid. What the file then says is read without the window.
func TestAVisitInARealWindow(t *testing.T) {
	home := t.TempDir()
	practice := filepath.Join(home, "demo.satchel")
	make := exec.Command(os.Getenv("SATCHEL_BINARY"), "demo", practice)
	make.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+filepath.Join(home, ".config"))
	if out, err := make.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	d := start(t, home, practice)
	d.signIn("Walk-in")
	seen := d.look("day-today", nil)

	d.press("ctrl+k")
	d.typed("sunita verma 9829012345")
	d.press("Return")
	d.shows("New patient")
	d.typed("34y")
	d.press("Tab", "Right", "F3") // sex; saved, and the visit is begun
	d.shows("history, examination, assessment", "Sunita Verma")
	seen = d.look("day-visit", seen)
	d.typed("Cough since three days")
	d.press("F4")
	d.typed("paracetamol 500 1-0-1 5d")
	d.press("Return")
	d.shows("10 tablets")
	d.press("F7", "Return") // asked about allergies: none known
	d.shows("No known allergies")
	seen = d.look("day-written", seen)
	d.press("ctrl+Return")
	d.shows("Finish this visit", "The bill")
	seen = d.look("day-finish", seen)
	d.press("Return")
	d.shows("Walk-in")

	d.press("F6", "End", "Return") // the newest of the papers that wait
	d.shows("Make void")
	seen = d.look("day-paper", seen)
	d.press("F5")
	d.shows("will not be protected", "Choose where")
	d.press("Return")
	d.shows("Save as a file")
	d.press("Return")
	d.until("the PDF is saved", func() bool { return len(pdfs(t, home)) == 1 })

	d.press("ctrl+k")
	d.typed("sunita verma")
	d.shows("A-0031")
	d.press("Return")
	d.shows("Correct F5", "Sunita Verma")
	d.press("F4")
	d.shows("Give up the bill")
	seen = d.look("day-bill", seen)
	d.press("ctrl+Return")
	d.shows("Issue the bill and take payment")
	d.press("Return")
	d.shows("Take the bill back")
	d.look("day-paid", seen)
	d.close()
	tellsTheDay(t, home, practice)

	// Registered, written, prescribed, printed to a PDF, billed, paid, backed up: none of it can be read in what is left.
	copies := filepath.Join(home, "copies")
	if err := os.Mkdir(copies, 0o700); err != nil {
		t.Fatal(err)
	}
	backup := exec.Command(os.Getenv("SATCHEL_BINARY"), "backup", practice, "--to", copies, "--user", demo.Owner, "--password-file", "-")
	backup.Env, backup.Stdin = make.Env, strings.NewReader(demo.Password)
	if out, err := backup.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	unreadable(t, home, []string{"sunita", "verma", "9829012345", "cough since", "paracetamol", demo.Password})
}

// pdfs returns what was saved in the home folder.
func pdfs(t *testing.T, home string) [][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(home, "*.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	var list [][]byte
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(content, []byte("%PDF-")) {
			t.Errorf("%s is no PDF", filepath.Base(name))
		}
		list = append(list, content)
	}
	return list
}

// tellsTheDay holds the file against what was typed.
func tellsTheDay(t *testing.T, home, practice string) {
	t.Helper()
	ctx := context.Background()
	local, err := data.OpenLocal(filepath.Join(home, ".config", "satchel"))
	if err != nil {
		t.Fatal(err)
	}
	p, owner, err := data.Open(ctx, practice, vault.Password(demo.Owner, demo.Password), data.Env{Now: time.Now, Rand: rand.Reader, Local: local})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	var id patients.ID
	err = p.View(ctx, owner, action.FindPatients, func(tx *store.Tx) error {
		rows, total, err := patients.Find(tx, patients.Query{Text: "sunita verma 9829012345"})
		if err == nil && total == 1 {
			id = rows[0].ID
		}
		return err
	})
	if err != nil || id.IsZero() {
		t.Fatalf("the patient is not there: %v", err)
	}
	err = p.View(ctx, owner, action.OpenChart, func(tx *store.Tx) error {
		visits, err := chart.Timeline(tx, id, 10, chart.Cursor{})
		if err != nil {
			return err
		}
		if len(visits) != 1 || visits[0].Status != chart.EncounterFinished || visits[0].Reason != "Cough since three days" {
			t.Errorf("visits %+v", visits)
		}
		medicines, err := prescribing.Current(tx, id)
		if err != nil {
			return err
		}
		if len(medicines) != 1 || medicines[0].Display() != "paracetamol" {
			t.Errorf("medicines %+v", medicines)
		}
		known, err := chart.Allergies(tx, id)
		if err != nil {
			return err
		}
		if known.State != chart.AllergyNoneKnown {
			t.Errorf("allergies %s", known.State)
		}
		bills, err := billing.OfPatient(tx, id)
		if err == nil && (len(bills) != 1 || bills[0].Status != billing.Balanced) {
			t.Errorf("bills %+v", bills)
		}
		return err
	}, store.About(id))
	if err != nil {
		t.Fatal(err)
	}
}
