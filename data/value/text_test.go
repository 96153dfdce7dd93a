package value

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestClean(t *testing.T) {
	cases := []struct {
		name, in  string
		multiline bool
		want      string
		err       error
	}{
		{"trims", "  Asha  Rao \t", false, "Asha Rao", nil},
		{"line ends become spaces", "Asha\r\nRao\n", false, "Asha Rao", nil},
		{"lines stay", "one  \r\ntwo\n\n  three\n\n", true, "one\ntwo\n\n  three", nil},
		{"composes", "Jose\u0301", false, "Jos\u00e9", nil},
		{"composes across a dropped mark", "e\u200b\u0301", false, "\u00e9", nil},
		{"no-break space", "5\u00a0mg", false, "5 mg", nil},
		{"joiners stay", "क\u094d\u200dष می\u200cخواهم", false, "क\u094d\u200dष می\u200cخواهم", nil},
		{"byte order mark", "\ufeffAsha", false, "Asha", nil},
		{"direction mark", "שלום\u200f", false, "שלום", nil},
		{"right to left", "محمد", false, "محمد", nil},
		{"emoji", "👩🏽\u200d⚕️ ok", false, "👩🏽\u200d⚕️ ok", nil},
		{"empty", "", false, "", nil}, {"only space", " \t ", false, "", nil}, {"only lines", "\n \n", true, "", nil},
		{"override", "abc\u202edef", false, "", ErrTextDirection}, {"isolate", "abc\u2066def", true, "", ErrTextDirection},
		{"NUL", "a\x00b", false, "", ErrTextControl}, {"escape", "a\x1b[31m", true, "", ErrTextControl}, {"noncharacter", "a\uffff", false, "", ErrTextControl},
		{"broken", "a\xffb", false, "", ErrTextEncoding}, {"cut", "नम"[:5], false, "", ErrTextEncoding}, {"surrogate", "\xed\xa0\x80", false, "", ErrTextEncoding},
		{"long", strings.Repeat("ä", 41), false, "", ErrTextLong}, {"just fits", strings.Repeat("ä", 40), false, strings.Repeat("ä", 40), nil},
	}
	for _, c := range cases {
		want := c.want
		if c.err != nil {
			want = c.in // nothing typed is lost
		}
		got, err := Clean(c.in, 40, c.multiline)
		if got != want || !errors.Is(err, c.err) {
			t.Errorf("%s: %q, %v; want %q, %v", c.name, got, err, want, c.err)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{" a\r\nb ", "e\u200b\u0301", "\u202e", "\xff", "\n\u00a0\n", "क\u094d\u200dष", "a \u0301"} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, s string, multiline bool) {
		once, err := Clean(s, 200, multiline)
		if err != nil {
			if once != s {
				t.Fatalf("%q was changed and refused", s)
			}
			return
		}
		twice, err := Clean(once, 200, multiline)
		switch {
		case err != nil || twice != once:
			t.Fatalf("%q cleans to %q, then to %q, %v", s, once, twice, err)
		case !utf8.ValidString(once) || !norm.NFC.IsNormalString(once):
			t.Fatalf("%q cleans to %q", s, once)
		case !multiline && strings.ContainsAny(once, "\n\r\t"):
			t.Fatalf("%q keeps lines: %q", s, once)
		}
	})
}

func TestSearchTokens(t *testing.T) {
	for in, want := range map[string]string{
		"Meera Shah": "meera shah", "  MÜLLER-Lüdenscheidt ": "muller ludenscheidt", "O'Brien": "obrien", "D’Souza": "dsouza",
		"José Ángel": "jose angel", "Strauß": "strauss", "Łukasz Øberg Æsir": "lukasz oberg aesir", "İSTANBUL ısı": "istanbul isi",
		"Ἀθηνᾶ Σοφός": "αθηνα σοφοσ", "Алёна Йод": "алена иод", "मीरा शाह": "मीरा शाह", "मिरा": "मिरा", "தமிழ்": "தமிழ்", "กำไร": "กํา" + "ไร",
		"مُحَمَّد": "محمد", "أحمد": "احمد", "محـمد": "محمد", "שָׁלוֹם": "שלום", "९८७ 12": "987 12", "ＡＢＣ": "abc", "ﬁn": "fin", "x²": "x2",
		"a,b;c/d": "a b c d", "\u200bfoo\u200d": "foo", "": "", "–": "", "a\xffb": "a b", "한글": "한글", "क\u093c": "क\u093c",
	} {
		if got := SearchKey(in); got != norm.NFC.String(want) {
			t.Errorf("SearchKey(%q) = %q, want %q", in, got, want)
		}
	}
	if SearchKey("मीरा") == SearchKey("मिरा") {
		t.Error("vowel signs tell names apart")
	}
	if got := SearchTokens("Rao, Asha"); !slices.Equal(got, []string{"rao", "asha"}) {
		t.Errorf("tokens: %q", got)
	}
}

func FuzzSearchKey(f *testing.F) {
	for _, seed := range []string{"O'Brien", "Ἀθηνᾶ", "मीरा", "\xff\xfe", "İ", "ǰ", "ΐ", "ﬃ", "ᾳ\u0301"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := SearchKey(s)
		if again := SearchKey(key); again != key {
			t.Fatalf("%q has the key %q, which has the key %q", s, key, again)
		}
		if !utf8.ValidString(key) {
			t.Fatalf("%q has the key %q", s, key)
		}
	})
}

func TestPhoneDigits(t *testing.T) {
	for in, want := range map[string]string{
		"+91 98765-43210": "919876543210", "0091 98765 43210": "919876543210", "(022) 2345 6789": "02223456789",
		"98765 43210 ext 12": "9876543210", "٠١٢٣": "0123", "": "", "none": "", "+1 (555) 010-0000 x9": "15550100000",
	} {
		if got := PhoneDigits(in); got != want {
			t.Errorf("PhoneDigits(%q) = %q, want %q", in, got, want)
		}
	}
}
