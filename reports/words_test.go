package reports

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"satchel/data/prescribing"
	"satchel/data/value"
)

func TestCountWords(t *testing.T) {
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
	}
	for _, c := range cases {
		if got := countWords("en", c.n, "documents.currency.dollar", value.International); got != c.international {
			t.Errorf("%d: %q, want %q", c.n, got, c.international)
		}
		if got := countWords("en-IN", c.n, "documents.currency.rupee", value.Indian); got != c.indian {
			t.Errorf("%d, Indian: %q, want %q", c.n, got, c.indian)
		}
	}
}

func TestAmountWords(t *testing.T) {
	cases := []struct {
		language string
		minor    int64
		currency string
		format   value.NumberFormat
		want     string
	}{
		{"en", 268920, "INR", value.Indian, "Two thousand six hundred eighty-nine rupees and twenty paise only"},
		{"en", 100, "INR", value.Indian, "One rupee only"},
		{"en", 101, "INR", value.Indian, "One rupee and one paisa only"},
		{"en", 50, "INR", value.Indian, "Fifty paise only"},
		{"en", 0, "INR", value.Indian, "Zero rupees only"},
		{"en", -150000, "INR", value.Indian, "Minus one thousand five hundred rupees only"},
		{"en", 12500000, "INR", value.Indian, "One lakh twenty-five thousand rupees only"},
		{"en", 12500000, "INR", value.International, "One hundred twenty-five thousand rupees only"},
		{"en", 1999, "GBP", value.International, "Nineteen pounds and ninety-nine pence only"},
		{"en", 101, "USD", value.International, "One dollar and one cent only"},
		{"en", 1200, "XAF", value.International, "One thousand two hundred XAF only"},
		{"en", 12345, "CHF", value.International, "One hundred twenty-three CHF and 45/100 only"},
		{"en", 12005, "KWD", value.International, "Twelve KWD and 5/1000 only"},
		{"bn", 100, "INR", value.Indian, "One rupee only"}, // a page without words of its own is in English
		{"hi", 268920, "INR", value.Indian, "दो हज़ार छह सौ नवासी रुपये और बीस पैसे मात्र"},
		{"hi", 100, "INR", value.Indian, "एक रुपया मात्र"},
		{"hi", 12500000, "INR", value.Indian, "एक लाख पच्चीस हज़ार रुपये मात्र"},
		{"hi", 250000000, "INR", value.International, "पच्चीस लाख रुपये मात्र"},
		{"hi", 100_000_000_000, "INR", value.Indian, "1,00,00,00,000 रुपये मात्र"}, // beyond the table
		{"es", 100, "EUR", value.European, "Un euro"},
		{"es", 2101, "EUR", value.European, "Veintiún euros con un céntimo"},
		{"es", 20000, "EUR", value.European, "Doscientos euros"},
		{"es", 2100000, "EUR", value.European, "Veintiún mil euros"},
		{"es", 3150000, "EUR", value.European, "Treinta y un mil quinientos euros"},
		{"es", 100000000, "EUR", value.European, "Un millón de euros"},
		{"es", 200000100, "EUR", value.European, "Dos millones un euros"},
		{"es", 99999900, "MXN", value.International, "Novecientos noventa y nueve mil novecientos noventa y nueve pesos"},
		{"es", 268920, "INR", value.Indian, "Dos mil seiscientas ochenta y nueve rupias con veinte paisas"},
		{"es", 268920, "GBP", value.European, "Dos mil seiscientas ochenta y nueve libras con veinte peniques"},
		{"es", 100, "INR", value.Indian, "Una rupia"},
		{"es", 2101, "GBP", value.European, "Veintiuna libras con un penique"},
		{"es", 20_150_100, "GBP", value.European, "Doscientas una mil quinientas una libras"},
		{"es", 200_000_000, "GBP", value.European, "Dos millones de libras"},
		{"es", 20_000_030_000, "GBP", value.European, "Doscientos millones trescientas libras"},
		{"es", 1200, "XAF", value.European, "1\u00a0200 XAF"},
		{"es", 2100, "BDT", value.International, "21 takas"},
		{"ar", 268920, "AED", value.International, "ألفان وستمئة وتسعة وثمانون درهمًا وعشرون فلسًا فقط لا غير"},
		{"ar", 0, "AED", value.International, "صفر درهم فقط لا غير"},
		{"ar", 100, "AED", value.International, "درهم واحد فقط لا غير"},
		{"ar", 200, "AED", value.International, "درهمان فقط لا غير"},
		{"ar", 500, "AED", value.International, "خمسة دراهم فقط لا غير"},
		{"ar", 1100, "AED", value.International, "أحد عشر درهمًا فقط لا غير"},
		{"ar", 10000, "AED", value.International, "مئة درهم فقط لا غير"},
		{"ar", 10100, "AED", value.International, "مئة درهم ودرهم واحد فقط لا غير"},
		{"ar", 10200, "AED", value.International, "مئة درهم ودرهمان فقط لا غير"},
		{"ar", 10300, "AED", value.International, "مئة وثلاثة دراهم فقط لا غير"},
		{"ar", 1_200_000, "AED", value.International, "اثنا عشر ألف درهم فقط لا غير"},
		{"ar", 1_234_500, "AED", value.International, "اثنا عشر ألفًا وثلاثمئة وخمسة وأربعون درهمًا فقط لا غير"},
		{"ar", 20000, "AED", value.International, "مئتا درهم فقط لا غير"},
		{"ar", 200_000, "AED", value.International, "ألفا درهم فقط لا غير"},
		{"ar", 300, "INR", value.Indian, "ثلاث روبيات فقط لا غير"},
		{"ar", 800, "INR", value.Indian, "ثماني روبيات فقط لا غير"},
		{"ar", 2800, "INR", value.Indian, "ثمانٍ وعشرون روبية فقط لا غير"},
		{"ar", 179400, "INR", value.Indian, "ألف وسبعمئة وأربع وتسعون روبية فقط لا غير"},
		{"ar", 300_000, "INR", value.Indian, "ثلاثة آلاف روبية فقط لا غير"},
		{"ar", 10_300_000, "INR", value.Indian, "مئة ألف وثلاثة آلاف روبية فقط لا غير"},
		{"ar", 200, "INR", value.Indian, "روبيتان فقط لا غير"},
		{"ar", 1200, "XAF", value.International, "1,200 XAF فقط لا غير"},
	}
	for _, c := range cases {
		if got := amountWords(c.language, value.Money{Minor: c.minor, Currency: c.currency}, c.format); got != c.want {
			t.Errorf("%s %d %s: %q, want %q", c.language, c.minor, c.currency, got, c.want)
		}
	}
}

// Every currency's parts have names in every language, and none is a key that nobody wrote.
func TestCurrenciesAreNamed(t *testing.T) {
	for code := range currencies {
		for _, language := range []string{"en", "hi", "es", "ar"} {
			for _, minor := range []int64{100, 215, 1_234_599} {
				if text := amountWords(language, value.Money{Minor: minor, Currency: code}, value.International); strings.Contains(text, "⟦") {
					t.Errorf("%s %s: %q", language, code, text)
				}
			}
		}
	}
}

// Two different numbers never read the same.
func TestWordsAreUnambiguous(t *testing.T) {
	manners := []struct {
		language, key string
		format        value.NumberFormat
	}{{"en", "documents.currency.dollar", value.International}, {"en", "documents.currency.rupee", value.Indian}, {"hi", "documents.currency.rupee", value.Indian},
		{"es", "documents.currency.euro", value.European}, {"es", "documents.currency.pound", value.European},
		{"ar", "documents.currency.dirham", value.International}, {"ar", "documents.currency.rupee", value.International}}
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom(manners).Draw(t, "manner")
		a, b := rapid.Int64Range(0, value.MaxMinor).Draw(t, "a"), rapid.Int64Range(0, value.MaxMinor).Draw(t, "b")
		if a != b && countWords(m.language, a, m.key, m.format) == countWords(m.language, b, m.key, m.format) {
			t.Fatalf("%s: %d and %d are both %q", m.language, a, b, countWords(m.language, a, m.key, m.format))
		}
	})
	for _, m := range manners {
		seen := map[string]int64{}
		for n := range int64(3_000) {
			words := countWords(m.language, n, m.key, m.format)
			if other, ok := seen[words]; ok {
				t.Fatalf("%s: %d and %d are both %q", m.language, n, other, words)
			}
			seen[words] = n
		}
	}
}

// The quantity of a prescription is in the words of the same table.
func TestQuantityWords(t *testing.T) {
	for number, want := range map[string]string{"14": "fourteen", "2.5": "two point five", "2.50": "two point five", "0.05": "zero point zero five", "60.0": "sixty"} {
		if got := prescribing.NumberWords("en", value.MustDecimal(number)); got != want {
			t.Errorf("%s: %q, want %q", number, got, want)
		}
	}
}
