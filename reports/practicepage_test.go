package reports

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/vault"
)

// all returns the text of every page as one.
func all(t *testing.T, kind documents.Kind, facts any) string {
	t.Helper()
	return strings.Join(pages(t, kind, facts, Overlay{}), " ")
}

func TestLossSays(t *testing.T) {
	for _, paper := range []documents.Paper{documents.PaperA4, documents.PaperA5, documents.PaperLetter} {
		text := all(t, documents.Loss, sampleLoss(paper))
		holds(t, text, "If this computer is lost or stolen", "Lakeside Family Clinic", "Made 12 Jan 2026", "What to do now", "People registered 15,204",
			"Of these, with entries in the chart 14,873", "Newest entry 12 Jan 2026, 10:20", "Last sign-in or unlock before this page 12 Jan 2026, 08:49",
			"Newest proved backup 11 Jan 2026, 19:24", "one of the 3 users", "after 5 minutes", "noted as printed", "4,096 bytes", "XAES-256-GCM", "64 MiB, passes: 3, lanes: 4",
			"160 random bits", "Digital Personal Data Protection Act 2023, section 8(6)")
		lacks(t, text, "⟦", "before the move", "GDPR) 2016", "is not noted")
		at := 0
		for _, step := range []string{"Write down when", "restore the newest backup", "change every password", "Change the passwords of e-mail", "police", "insurer. Number", "Ask your adviser today"} {
			next := strings.Index(text[at:], step)
			if next < 0 {
				t.Fatalf("%q is missing or out of order:\n%s", step, text)
			}
			at += next
		}
	}
}

// What the facts say is what the page says, and nothing is claimed that they don't say.
func TestLossSaysWhatIs(t *testing.T) {
	f := sampleLoss(documents.PaperA4)
	f.Moved, f.Before, f.Use, f.Backup = issuedAt.Add(-time.Hour), documents.LastUse{Entry: issuedAt.Add(-48 * time.Hour)}, documents.LastUse{}, time.Time{}
	f.Seal = documents.Seal{Format: 2, Suite: "XChaCha20-Poly1305", PageSize: 8192, Passwords: 1, Costs: []vault.KDF{{MemoryKiB: 256 << 10, Passes: 4, Threads: 1}, vault.FloorKDF}}
	f.RecoveryPrinted, f.IdleMinutes = false, 1
	text := all(t, documents.Loss, f)
	holds(t, text, "Moved to the present computer 12 Jan 2026, 09:24", "Newest entry before the move 10 Jan 2026, 10:24", "before the move none", "Newest entry none",
		"backup none is seen from here", "format 2", "8,192 bytes", "XChaCha20-Poly1305", "256 MiB, passes: 4, lanes: 1; 19 MiB, passes: 2, lanes: 1", "of the 1 user who", "after 1 minute in", "There is no recovery key")
	lacks(t, text, "XAES", "160 random bits", "64 MiB", "or the recovery key, nobody")
	f.Seal.RecoveryKey = true
	holds(t, all(t, documents.Loss, f), "160 random bits", "The recovery key is not noted as printed.", "or the recovery key, nobody")
}

// Every country that the settings offer has its rule, or the sentence that none is named.
func TestLossNamesTheLaw(t *testing.T) {
	named := map[string]string{"GB": "UK GDPR", "US": "45 CFR 164.402", "IN": "section 8(6)", "DE": "(EU) 2016/679", "ES": "(EU) 2016/679", "IT": "(EU) 2016/679", "NL": "(EU) 2016/679",
		"IE": "(EU) 2016/679", "BR": "CD/ANPD 15/2024", "KE": "section 43", "NG": "section 40", "AU": "26WG", "NZ": "113(e)"}
	for _, country := range append(organization.Regions(), "", "EU", "T ", "ZZ") {
		f := sampleLoss(documents.PaperA4)
		f.Country = country
		text := all(t, documents.Loss, f)
		want, known := named[country]
		if !known {
			want = "No rule of this practice's country is named here"
		}
		holds(t, text, want, "No legal advice", "November 2026")
		lacks(t, text, "⟦")
	}
}

func TestSuccessorSays(t *testing.T) {
	for paper, sheets := range map[documents.Paper]int{documents.PaperA4: 1, documents.PaperLetter: 1, documents.PaperA5: 2} {
		list := pages(t, documents.Successor, sampleSuccessor(paper), Overlay{})
		if len(list) != sheets {
			t.Errorf("%s: %d pages, want %d", paper, len(list), sheets)
		}
		text := strings.Join(list, " ")
		holds(t, text, "If I cannot", "Lakeside Family Clinic", "lakeside.satchel", "in /home/rao/Satchel", "/media/rao/BACKUP/satchel", "/home/rao/Backups", "newest proved 11 Jan 2026, 19:24",
			"Satchel 0.1.0", "of Dr Anjali Rao", "Use the recovery key", "Whom to call", "Date and signature", "data/vault/FORMAT.md", "format 1")
		lacks(t, text, "⟦", "not noted as printed", "can't be printed")
	}
	bare := sampleSuccessor(documents.PaperA4)
	bare.Backups, bare.Backup, bare.SignIn, bare.RecoveryPrinted = nil, time.Time{}, []string{"\u0378"}, false
	text := all(t, documents.Successor, bare)
	holds(t, text, "No folder is chosen yet", "It is not noted as printed yet")
	lacks(t, text, "newest proved", "Or a password", "⟦")
}

// A path is printed whole, however long; one that no font here can draw leaves a line to write it on.
func TestSuccessorPrintsWholePaths(t *testing.T) {
	f := sampleSuccessor(documents.PaperA5)
	var parts []string
	for i := range 60 {
		parts = append(parts, fmt.Sprintf("Folder%04d", i))
	}
	f.Folder, f.Backups = `C:\`+strings.Join(parts, `\`), []string{"/home/\u0378"}
	text := all(t, documents.Successor, f)
	if joined := strings.ReplaceAll(text, " ", ""); !strings.Contains(joined, "in"+f.Folder) {
		t.Errorf("the folder is not whole:\n%s", text)
	}
	holds(t, text, "The name can't be printed. By hand:")
}

// Both pages embed the fonts that they use, so that they look the same on any printer.
func TestPracticePagesEmbedTheirFonts(t *testing.T) {
	for name, sample := range samples() {
		if sample.kind != documents.Loss && sample.kind != documents.Successor {
			continue
		}
		frozen, err := New().Set(sample.kind, sample.facts)
		if err != nil {
			t.Fatal(err)
		}
		pdf, err := PDF(frozen, Overlay{})
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "page.pdf")
		if err := os.WriteFile(path, pdf, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(tool(t, "pdffonts"), path).Output()
		if err != nil {
			t.Fatal(err)
		}
		fonts := strings.Split(strings.TrimSpace(string(out)), "\n")[2:]
		for _, font := range fonts {
			// From the end: object number and generation, then whether text can be read back, whether it is a subset, whether it is embedded.
			if columns := strings.Fields(font); len(columns) < 6 || columns[len(columns)-5] != "yes" || columns[len(columns)-3] != "yes" {
				t.Errorf("%s: %s", name, font)
			}
		}
		if len(fonts) == 0 {
			t.Errorf("%s: no font", name)
		}
	}
}

// The trial's mark is on these pages too.
func TestPracticePagesSayTrial(t *testing.T) {
	loss, successor := sampleLoss(documents.PaperA4), sampleSuccessor(documents.PaperA4)
	loss.Setting.Trial, successor.Setting.Trial = true, true
	for kind, facts := range map[documents.Kind]any{documents.Loss: loss, documents.Successor: successor} {
		for _, page := range pages(t, kind, facts, Overlay{}) {
			holds(t, page, "TRIAL: printed for practice, not valid")
		}
	}
}
