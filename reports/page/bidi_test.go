package page

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestBidiConformance runs Unicode's own BidiCharacterTest, which comes with the shaping
// library, without the lines that hold embeddings and overrides: the gate refuses those.
func TestBidiConformance(t *testing.T) {
	folder := strings.TrimSpace(output(t, "go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-text/typesetting"))
	file, err := os.Open(filepath.Join(folder, "bidi", "test", "BidiCharacterTest.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	checked := 0
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		line := scanner.Text()
		fields := strings.Split(line, ";")
		if strings.HasPrefix(line, "#") || len(fields) != 5 || fields[1] == "2" {
			continue
		}
		var runes []rune
		for _, code := range strings.Fields(fields[0]) {
			n, err := strconv.ParseInt(code, 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			runes = append(runes, rune(n))
		}
		if slices.ContainsFunc(runes, func(r rune) bool {
			return r >= 0x202A && r <= 0x202E || r == 0x2329 || r == 0x232A || r == '\n' || r == 0x2029
		}) {
			continue
		}
		base := fields[1][0] - '0'
		levels := levelsOf(runes, base)
		trimmed := len(levels) // rule L1: what stands at the line's end lies in the paragraph's level
		for trimmed > 0 && strings.ContainsRune(" \t\u2066\u2067\u2068\u2069\u200B", runes[trimmed-1]) {
			trimmed--
		}
		checked++
		for i, want := range strings.Fields(fields[3]) {
			if i >= trimmed || want == "x" || runes[i] == '\t' {
				continue
			}
			if !separatorAhead(runes[i:]) && strconv.Itoa(int(levels[i])) != want {
				t.Fatalf("%s: character %d has level %d, want %s", line, i, levels[i], want)
			}
		}
	}
	if checked < 20_000 {
		t.Errorf("only %d lines were checked", checked)
	}
}

// separatorAhead tells whether only blanks come before a tab: rule L1 again.
func separatorAhead(runes []rune) bool {
	for _, r := range runes {
		if r == '\t' || r == '\u001F' || r == '\u000B' {
			return true
		}
		if !strings.ContainsRune(" \u2066\u2067\u2068\u2069\u200B", r) && classOf(r) != classOf(' ') {
			return false
		}
	}
	return false
}
