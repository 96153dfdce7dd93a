package reports

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every document is read without a complaint by other programs than the one that wrote it:
// qpdf, poppler, MuPDF and Ghostscript. All fonts are in the file.
func TestEveryDocumentByOthers(t *testing.T) {
	folder := t.TempDir()
	var files []string
	for name, sample := range samples() {
		if strings.Contains(name, "enormous") {
			continue // 141 pages of what prescription-long has on two
		}
		frozen, err := New().Set(sample.kind, sample.facts)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		pdf, err := PDF(frozen, Overlay{Copy: 1, At: issuedAt, Zone: "Asia/Kolkata", By: "कविता"})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		path := filepath.Join(folder, name+".pdf")
		if err := os.WriteFile(path, pdf, 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	slices.Sort(files)
	run := func(name string, args ...string) string {
		out, err := exec.Command(tool(t, name), args...).CombinedOutput()
		if err != nil {
			t.Errorf("%s %s: %v\n%s", name, filepath.Base(args[len(args)-1]), err, out)
		}
		return string(out)
	}
	for _, path := range files {
		name := filepath.Base(path)
		if out := run("qpdf", "--check", path); strings.Contains(out, "WARNING") {
			t.Errorf("qpdf on %s: %s", name, out)
		}
		for _, line := range strings.Split(strings.TrimSpace(run("pdffonts", path)), "\n")[2:] {
			fields := strings.Fields(line)
			if n := len(fields); n < 5 || fields[n-5] != "yes" || fields[n-3] != "yes" { // embedded, with a table of its letters
				t.Errorf("%s: font %s", name, line)
			}
		}
		for _, line := range strings.Split(run("mutool", "draw", "-q", "-r", "40", "-o", filepath.Join(folder, "page.pgm"), path), "\n") {
			if line != "" && !strings.Contains(line, "ICC support") {
				t.Errorf("mutool on %s: %s", name, line)
			}
		}
	}
	args := []string{"-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-dPDFSTOPONERROR", "-dPDFSTOPONWARNING", "-sDEVICE=pgmraw", "-r40", "-sOutputFile=" + filepath.Join(folder, "page.pgm")}
	if out := run("gs", append(args, files...)...); strings.TrimSpace(out) != "" {
		t.Errorf("gs: %s", out)
	}
}
