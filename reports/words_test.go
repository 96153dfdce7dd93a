package reports

import (
	"testing"

	"pgregory.net/rapid"

	"satchel/data/value"
)

func TestNumberWords(t *testing.T) {
	cases := []struct {
		n                     int64
		international, indian string
	}{
		{0, "zero", "zero"},
		{7, "seven", "seven"},
		{14, "fourteen", "fourteen"},
		{20, "twenty", "twenty"},
		{21, "twenty-one", "twenty-one"},
		{99, "ninety-nine", "ninety-nine"},
		{100, "one hundred", "one hundred"},
		{120, "one hundred twenty", "one hundred twenty"},
		{1000, "one thousand", "one thousand"},
		{2689, "two thousand six hundred eighty-nine", "two thousand six hundred eighty-nine"},
		{100000, "one hundred thousand", "one lakh"},
		{1234567, "one million two hundred thirty-four thousand five hundred sixty-seven", "twelve lakh thirty-four thousand five hundred sixty-seven"},
		{10000000, "ten million", "one crore"},
		{1000000000, "one billion", "one hundred crore"},
		{1000000000000000, "one thousand trillion", "ten crore crore"},
		{-5, "minus five", "minus five"},
	}
	for _, c := range cases {
		if got := numberWords("en", c.n, false); got != c.international {
			t.Errorf("%d: %q, want %q", c.n, got, c.international)
		}
		if got := numberWords("en", c.n, true); got != c.indian {
			t.Errorf("%d, Indian: %q, want %q", c.n, got, c.indian)
		}
	}
}

func TestDecimalWords(t *testing.T) {
	for number, want := range map[string]string{
		"14": "fourteen", "2.5": "two point five", "2.50": "two point five", "0.05": "zero point zero five", "60.0": "sixty", "-1.5": "minus one point five",
	} {
		if got := decimalWords("en", value.MustDecimal(number), false); got != want {
			t.Errorf("%s: %q, want %q", number, got, want)
		}
	}
}

func TestAmountWords(t *testing.T) {
	cases := []struct {
		minor    int64
		currency string
		indian   bool
		want     string
	}{
		{268920, "INR", true, "Two thousand six hundred eighty-nine rupees and twenty paise only"},
		{100, "INR", true, "One rupee only"},
		{101, "INR", true, "One rupee and one paisa only"},
		{50, "INR", true, "Fifty paise only"},
		{0, "INR", true, "Zero rupees only"},
		{-150000, "INR", true, "Minus one thousand five hundred rupees only"},
		{12500000, "INR", true, "One lakh twenty-five thousand rupees only"},
		{12500000, "INR", false, "One hundred twenty-five thousand rupees only"},
		{1999, "GBP", false, "Nineteen pounds and ninety-nine pence only"},
		{101, "USD", false, "One dollar and one cent only"},
		{1200, "XAF", false, "One thousand two hundred XAF only"},
		{12345, "CHF", false, "One hundred twenty-three CHF and 45/100 only"},
		{12005, "KWD", false, "Twelve KWD and 5/1000 only"},
	}
	for _, c := range cases {
		if got := amountWords("en", value.Money{Minor: c.minor, Currency: c.currency}, c.indian); got != c.want {
			t.Errorf("%d %s: %q, want %q", c.minor, c.currency, got, c.want)
		}
	}
}

// Two different numbers never read the same.
func TestWordsAreUnambiguous(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		indian := rapid.Bool().Draw(t, "indian")
		a, b := rapid.Int64Range(0, value.MaxMinor).Draw(t, "a"), rapid.Int64Range(0, value.MaxMinor).Draw(t, "b")
		if a != b && numberWords("en", a, indian) == numberWords("en", b, indian) {
			t.Fatalf("%d and %d are both %q", a, b, numberWords("en", a, indian))
		}
	})
	seen := map[string]int64{}
	for n := range int64(3_000) {
		words := numberWords("en", n, n%2 == 0)
		if other, ok := seen[words]; ok {
			t.Fatalf("%d and %d are both %q", n, other, words)
		}
		seen[words] = n
	}
}

// TestNumbersInTheLanguageOfThePage: a language's own words, or none; never English ones on another page.
func TestNumbersInTheLanguageOfThePage(t *testing.T) {
	for language, want := range map[string]string{"en": "thirty-seven point five", "en-IN": "thirty-seven point five", "fr": "trente-sept virgule cinq", "hi": "सैंतीस दशमलव पाँच",
		"ar": "", "de": "", "pt-BR": "trinta e sete vírgula cinco"} {
		if got := decimalWords(language, value.MustDecimal("37.50"), true); got != want {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
	}
	if got := numberWords("es", 22, false); got != "veintidós" {
		t.Errorf("22 is %q", got)
	}
}
