package reports

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"satchel/assets"
	"satchel/data/prescribing"
	"satchel/data/value"
)

// currency is how a currency's units are called: catalogue keys. A currency that isn't here prints as its code and a fraction:
// "twelve XAF".
type currency struct{ major, minor string }

var currencies = map[string]currency{
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
	"EUR": {"documents.currency.euro", "documents.currency.euro_cent"},
	"GBP": {"documents.currency.pound", "documents.currency.penny"},
	"AED": {"documents.currency.dirham", "documents.currency.fils"},
	"KES": {"documents.currency.shilling", "documents.currency.cent"},
	"TZS": {"documents.currency.shilling", "documents.currency.cent"},
	"NGN": {"documents.currency.naira", "documents.currency.kobo"},
	"ZAR": {"documents.currency.rand", "documents.currency.cent"},
	"MXN": {"documents.currency.peso", "documents.currency.cent"},
	"ARS": {"documents.currency.peso", "documents.currency.cent"},
	"CLP": {"documents.currency.peso", "documents.currency.cent"},
	"COP": {"documents.currency.peso", "documents.currency.cent"},
	"DOP": {"documents.currency.peso", "documents.currency.cent"},
	"PHP": {"documents.currency.peso", "documents.currency.cent"},
	"UYU": {"documents.currency.peso", "documents.currency.cent"},
}

// masculine are the currencies whose names, and those of their parts, are masculine in Spanish.
const masculine = " AED ARS AUD CAD CLP COP DOP EUR KES MXN NZD PHP SGD TZS USD UYU ZAR "

// countWords writes a whole number of a currency's units in words: "one lakh twenty thousand". Where the language has no sound words for
// it they are figures: in Arabic, whose numbers agree in gender and case with what is counted; in Spanish for feminine names (rupias);
// anywhere for more than the table reaches.
func countWords(language string, n int64, code string, format value.NumberFormat) string {
	base, manner := spoken(language), prescribing.AsCounted
	switch {
	case base == "es" && strings.Contains(masculine, " "+code+" "):
		manner = prescribing.BeforeHe
	case base == "es":
		return grouped(strconv.FormatInt(n, 10), format)
	case base == assets.English && format.Indian:
		manner = prescribing.IndianScale
	case base == assets.English:
		manner = prescribing.ShortScale
	}
	if words := prescribing.AmountWords(base, manner, n); words != "" {
		return words
	}
	return grouped(strconv.FormatInt(n, 10), format)
}

// amountWords writes an amount in words, as a sentence begins: "Two thousand six hundred
// eighty-nine rupees and twenty paise only".
func amountWords(language string, m value.Money, format value.NumberFormat) string {
	units, minor, exponent := m.Units()
	names, named := currencies[m.Currency]
	unit := func(n int64, key string) string {
		name := m.Currency
		if named {
			name = assets.Text(language, key, "Count", n)
		}
		return assets.Text(language, "documents.amount.named", "Number", countWords(language, n, m.Currency, format), "Name", name)
	}
	text := unit(units, names.major)
	switch {
	case minor > 0 && named:
		if units == 0 {
			text = unit(minor, names.minor)
		} else {
			text = assets.Text(language, "documents.amount.both", "Major", text, "Minor", unit(minor, names.minor))
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
