package password_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"satchel/assets"
	"satchel/data/password"
)

var about = password.About{Names: []string{"anjali.rao", "Dr Anjali Rao-Mehta"}, Practice: "Lakeside Family Clinic"}

func TestCheck(t *testing.T) {
	for text, want := range map[string]password.Reason{
		"":                                password.Short,
		"fourteen chars":                  password.Short,
		strings.Repeat(" ", 15):           password.Repeated,
		"- - - - - - - - -":               password.Repeated,
		"tab\tin the middle of it":        password.Unreadable,
		"broken \xff bytes in there":      password.Unreadable,
		strings.Repeat("long word ", 120): password.Long,

		"aaaaaaaaaaaaaaa":         password.Repeated,
		"abcabcabcabcabc":         password.Repeated,
		"tulip tulip tulip tulip": password.Repeated,
		"мирмирмирмирмир":         password.Repeated,

		"123456789012345":   password.Sequence,
		"987654321098765":   password.Sequence,
		"qwertyuiopasdfg":   password.Sequence,
		"mnbvcxzlkjhgfdsa":  password.Sequence,
		"azertyuiopqsdfgh":  password.Sequence,
		"abcdefghijklmnop":  password.Sequence,
		"абвгдежзийклмноп":  password.Sequence,
		"ABCD-efgh-IJKL-mn": password.Sequence,
		"1qaz2wsx3edc4rfv":  password.Sequence,
		"monkey 1234567890": password.Sequence,

		"28.11.1984 01/02/2026":  password.Date,
		"1984 1985 1986 1987":    password.Date,
		"born 28-11-1984 yes":    password.Date,
		"02021999 in 1999, 2020": password.Date,

		"password password":  password.Common,
		"Password-2026-2026": password.Common,
		"p4$$w0rd p4$$w0rd":  password.Common,
		"ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ":    password.Common,
		"iloveyou, iloveyou!": password.Common,
		"sunshine 12 sun":     password.Common,

		"anjali.rao anjali.rao":     password.Name,
		"Anjali Rao Mehta 1":        password.Name,
		"4nj4l1 Rao R4o Mehta":      password.Name,
		"LakesideFamilyClinic":      password.Practice,
		"Lakeside Clinic 2026":      password.Practice,
		"l4ke$ide clinic!":          password.Practice,
		"satchel satchel 7":         password.Program,
		"Satchel-Satchel-Satchel-1": password.Program,
		"demo practice only":        password.Program,

		"correct horse battery staple":                                      "",
		"fifteen letters or more":                                           "",
		"another long password":                                             "",
		"quite another password":                                            "",
		"anjali likes old bicycles":                                         "",
		"satchel with two brass buckles":                                    "",
		"mountain tea in blue cups":                                         "",
		"नमस्ते दुनिया कैसे हो आज":                                          "",
		"我的猫喜欢在周末吃很多新鲜的鱼":                                                   "",
		"#&^%(*)~{}=<>?[`":                                                  "",
		"H7F2K-9QWXM-04TVB-ZRN6D":                                           "",
		strings.Repeat("кот на крыше, ", 1) + "дом":                         "",
		"64 characters and more are allowed, all of them count, and spaces": "",
	} {
		if v := password.Check(text, about); v.Reason != want {
			t.Errorf("%.40q is refused as %q, want %q", text, v.Reason, want)
		}
	}
	if v := password.Check("fourteen chars", about); v.Missing != 1 || v.OK() {
		t.Errorf("%+v", v)
	}
	// NFKC counts: the ligature is two letters, and a letter with its accent is one.
	if v := password.Check("ﬁfteen letters", about); !v.OK() {
		t.Errorf("ligature: %+v", v)
	}
	if v := password.Check("e\u0301galite\u0301 toujou", about); v.Missing != 1 {
		t.Errorf("accents: %+v", v)
	}
}

// TestEveryReasonHasItsSentence: what is refused is explained.
func TestEveryReasonHasItsSentence(t *testing.T) {
	seen := map[string]password.Reason{}
	for _, r := range []password.Reason{password.Short, password.Long, password.Unreadable, password.Common, password.Repeated, password.Sequence, password.Date,
		password.Name, password.Practice, password.Program} {
		text, hint := assets.Sentence(assets.English, r.Key(), "Count", password.Min)
		if text == "" || hint == "" || strings.Contains(text, "error.") || seen[text] != "" {
			t.Errorf("%s says %q, %q, like %s", r, text, hint, seen[text])
		}
		seen[text] = r
	}
}

// TestEveryEntryOfTheListIsRefused takes each common password of enough characters as it is, and each other one with a few more.
func TestEveryEntryOfTheListIsRefused(t *testing.T) {
	text, err := assets.CodeList("common-password.txt")
	if err != nil {
		t.Fatal(err)
	}
	entries := 0
	for line := range strings.Lines(string(text)) {
		word := strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		entries++
		if strings.ContainsAny(word, "-_. /+'*,\"") {
			continue // what parts words does not count, so fewer than MinUnguessed may be left of it
		}
		if n := utf8.RuneCountInString(word); n < password.Min {
			word += strings.Repeat("?", password.Min-n)
		}
		if password.Check(word, password.About{}).OK() {
			t.Errorf("%q is accepted", word)
		}
	}
	if entries != 17950 {
		t.Errorf("%d entries", entries)
	}
}

func TestADrawnPasswordIsAccepted(t *testing.T) {
	for i := range 256 {
		drawn, err := password.Draw(bytes.NewReader([]byte{byte(i), 200, 31, 77, 5, 190, 66, 13, 250, byte(i * 7), 3, 99, 128, 41, 17, 230, 8, byte(i * 3), 55, 71}))
		if err != nil {
			t.Fatal(err)
		}
		if v := password.Check(drawn, about); !v.OK() || len(drawn) != password.Groups*(password.GroupSize+1)-1 {
			t.Errorf("%s: %+v", drawn, v)
		}
	}
	if _, err := password.Draw(bytes.NewReader(nil)); err == nil {
		t.Error("drawn from nothing")
	}
}

// FuzzCheck holds what must be true of any text: the form in which it was typed makes no difference, nobody is let in with fewer
// characters than Min, and knowing more of a person never makes a password better.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"", "correct horse battery staple", "aaaaaaaaaaaaaaa", "28.11.1984 1984", "p4$$w0rd p4$$w0rd", "नमस्ते दुनिया", "ﬁ\u0301\u200d", "\xff"} {
		f.Add(seed, "anjali", "Lakeside Clinic")
	}
	f.Fuzz(func(t *testing.T, text, name, practice string) {
		v := password.Check(text, password.About{Names: []string{name}, Practice: practice})
		if (v.Missing > 0) != (v.Reason == password.Short) {
			t.Fatalf("%+v", v)
		}
		if !v.OK() {
			return
		}
		normal := norm.NFKC.String(text)
		if utf8.RuneCountInString(normal) < password.Min || len(normal) > password.MaxBytes {
			t.Fatalf("%q is accepted", text)
		}
		if again := password.Check(normal, password.About{Names: []string{name}, Practice: practice}); !again.OK() {
			t.Fatalf("%q is accepted, its normal form is not: %+v", text, again)
		}
		if less := password.Check(text, password.About{}); !less.OK() {
			t.Fatalf("%q is accepted for somebody, and refused for nobody: %+v", text, less)
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	for b.Loop() {
		password.Check("correct horse battery staple", about)
	}
}
