package documents

import (
	"strings"
	"testing"
	"time"

	"satchel/data/vault"
)

func factsLoss() LossFacts {
	return LossFacts{Setting: factsSetting(), Practice: "Lakeside", Country: "IN", Created: time.Unix(1768193640, 0), Version: "1", Patients: 2, Charts: 1, IdleMinutes: 5,
		Seal: Seal{Format: 1, Suite: "XAES-256-GCM", PageSize: 4096, Passwords: 1, Costs: []vault.KDF{vault.FloorKDF}}}
}

func factsSuccessor() SuccessorFacts {
	return SuccessorFacts{Setting: factsSetting(), Practice: "Lakeside", Created: time.Unix(1768193640, 0), Version: "1", Format: 1, Folder: "/home/rao", File: "a.satchel"}
}

// A page that would claim what nobody knows is refused, whichever fact is missing.
func TestLossFacts(t *testing.T) {
	if err := factsLoss().Validate(); err != nil {
		t.Fatal(err)
	}
	for field, change := range map[string]func(*LossFacts){
		"practice":      func(f *LossFacts) { f.Practice = "" },
		"created":       func(f *LossFacts) { f.Created = time.Time{} },
		"version":       func(f *LossFacts) { f.Version = "" },
		"patients":      func(f *LossFacts) { f.Charts = 3 },
		"idleMinutes":   func(f *LossFacts) { f.IdleMinutes = 0 },
		"seal":          func(f *LossFacts) { f.Seal.Passwords = 0 },
		"seal.suite":    func(f *LossFacts) { f.Seal.Suite = "" },
		"seal.costs":    func(f *LossFacts) { f.Seal.Costs = nil },
		"setting.paper": func(f *LossFacts) { f.Setting.Paper = PaperRoll80 },
	} {
		f := factsLoss()
		change(&f)
		refused(t, field, f.Validate(), field, "")
	}
}

func TestSuccessorFacts(t *testing.T) {
	if err := factsSuccessor().Validate(); err != nil {
		t.Fatal(err)
	}
	for field, change := range map[string]func(*SuccessorFacts){
		"file":            func(f *SuccessorFacts) { f.File = "" },
		"folder":          func(f *SuccessorFacts) { f.Folder = "a\x00b" },
		"format":          func(f *SuccessorFacts) { f.Format = 0 },
		"backups":         func(f *SuccessorFacts) { f.Backups = make([]string, maxBackupFolders+1) },
		"backups[1].name": func(f *SuccessorFacts) { f.Backups = []string{"/a", strings.Repeat("a", maxLong+1)} },
		"signIn":          func(f *SuccessorFacts) { f.SignIn = make([]string, maxSignIn+1) },
		"setting.paper":   func(f *SuccessorFacts) { f.Setting.Paper = PaperRoll80 },
	} {
		f := factsSuccessor()
		change(&f)
		refused(t, field, f.Validate(), field, "")
	}
}
