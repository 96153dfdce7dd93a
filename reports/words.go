package reports

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"satchel/assets"
	"satchel/data/prescribing"
	"satchel/data/value"
)

// scale is a power of ten with a word of its own.
type scale struct {
	size int64
	key  string
}

// The short scale of English, and the Indian one.
var (
	shortScale = []scale{
		{1_000_000_000_000, "documents.number.trillion"},
		{1_000_000_000, "documents.number.billion"},
		{1_000_000, "documents.number.million"},
		{1_000, "documents.number.thousand"},
		{100, "documents.number.hundred"},
	}
	indianScale = []scale{
		{10_000_000, "documents.number.crore"},
		{100_000, "documents.number.lakh"},
		{1_000, "documents.number.thousand"},
		{100, "documents.number.hundred"},
	}
)

// numberWords writes a whole number in words: "one lakh twenty thousand".
func numberWords(language string, n int64, indian bool) string {
	if n < 0 {
		// The numbers of a page are bounded far below the smallest int64.
		return assets.Text(language, "documents.amount.negative", "Amount", numberWords(language, -n, indian))
	}
	if words, own := tableWords(language, value.Whole(n)); own {
		return words
	}
	scales := shortScale
	if indian {
		scales = indianScale
	}
	var words []string
	for _, s := range scales {
		if n >= s.size {
			words = append(words, numberWords(language, n/s.size, indian), assets.Text(language, s.key))
			n %= s.size
		}
	}
	if n > 0 || len(words) == 0 {
		words = append(words, below100(language, int(n)))
	}
	return strings.Join(words, " ")
}

// tableWords are a number's words in a language that counts by rules of its own; false for English, and where Satchel has none: there
// the catalogue's words serve.
func tableWords(language string, d value.Decimal) (string, bool) {
	base, _, _ := strings.Cut(language, "-")
	if base == assets.English {
		return "", false
	}
	words := prescribing.NumberWords(language, d)
	return words, words != ""
}

func below100(language string, n int) string {
	small := strings.Fields(assets.Text(language, "documents.number.small"))
	if n < len(small) {
		return small[n]
	}
	tens := strings.Fields(assets.Text(language, "documents.number.tens"))
	word := tens[n/10-2]
	if n%10 > 0 {
		word += assets.Text(language, "documents.number.hyphen") + small[n%10]
	}
	return word
}

// decimalWords writes a quantity in words: "two point five". Digits that Safe would not
// print are left out.
func decimalWords(language string, d value.Decimal, indian bool) string {
	if words, own := tableWords(language, d); own {
		return words
	}
	base, _, _ := strings.Cut(language, "-")
	if base != assets.English {
		return "" // English words on a page in another language say nothing
	}
	whole, fraction, _ := strings.Cut(d.Safe(), ".")
	n, ok := value.MustDecimal(strings.TrimPrefix(whole, "-")).Whole()
	if !ok {
		return ""
	}
	words := numberWords(language, n, indian)
	if fraction != "" {
		parts := []string{words, assets.Text(language, "documents.amount.point")}
		for _, digit := range fraction {
			parts = append(parts, below100(language, int(digit-'0')))
		}
		words = strings.Join(parts, " ")
	}
	if d.Sign() < 0 {
		words = assets.Text(language, "documents.amount.negative", "Amount", words)
	}
	return words
}

// currencyNames are the catalogue keys of a currency's units. Others print as their code
// and a fraction: "twelve XAF".
var currencyNames = map[string][2]string{
	"INR": {"documents.currency.rupee", "documents.currency.paisa"},
	"NPR": {"documents.currency.rupee", "documents.currency.paisa"},
	"PKR": {"documents.currency.rupee", "documents.currency.paisa"},
	"LKR": {"documents.currency.rupee", "documents.currency.cent"},
	"MUR": {"documents.currency.rupee", "documents.currency.cent"},
	"BDT": {"documents.currency.taka", "documents.currency.poisha"},
	"USD": {"documents.currency.dollar", "documents.currency.cent"},
	"AUD": {"documents.currency.dollar", "documents.currency.cent"},
	"CAD": {"documents.currency.dollar", "documents.currency.cent"},
	"NZD": {"documents.currency.dollar", "documents.currency.cent"},
	"SGD": {"documents.currency.dollar", "documents.currency.cent"},
	"EUR": {"documents.currency.euro", "documents.currency.cent"},
	"GBP": {"documents.currency.pound", "documents.currency.penny"},
	"AED": {"documents.currency.dirham", "documents.currency.fils"},
	"KES": {"documents.currency.shilling", "documents.currency.cent"},
	"TZS": {"documents.currency.shilling", "documents.currency.cent"},
	"NGN": {"documents.currency.naira", "documents.currency.kobo"},
	"ZAR": {"documents.currency.rand", "documents.currency.cent"},
}

// amountWords writes an amount in words, as a sentence begins: "Two thousand six hundred
// eighty-nine rupees and twenty paise only".
func amountWords(language string, m value.Money, indian bool) string {
	units, minor, exponent := m.Units()
	names, named := currencyNames[m.Currency]
	unit := func(n int64, key string) string {
		name := m.Currency
		if named {
			name = assets.Text(language, key, "Count", n)
		}
		return assets.Text(language, "documents.amount.named", "Number", numberWords(language, n, indian), "Name", name)
	}
	text := unit(units, names[0])
	switch {
	case minor > 0 && named:
		if units == 0 {
			text = unit(minor, names[1])
		} else {
			text = assets.Text(language, "documents.amount.both", "Major", text, "Minor", unit(minor, names[1]))
		}
	case minor > 0:
		part := assets.Text(language, "documents.amount.fraction", "Figure", minor, "Whole", power10(exponent))
		text = assets.Text(language, "documents.amount.both", "Major", text, "Minor", part)
	}
	if m.Minor < 0 {
		text = assets.Text(language, "documents.amount.negative", "Amount", text)
	}
	return capital(assets.Text(language, "documents.amount.words", "Amount", text))
}

func power10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

func capital(text string) string {
	if text == "" {
		return ""
	}
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}
