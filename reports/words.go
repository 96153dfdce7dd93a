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

// countWords writes a whole number of a currency's units in words, as they stand before the name with a key: "one lakh twenty thousand".
// Figures stand where the language's table has no words for it: for more than it reaches, for a name whose gender it doesn't know, for a
// currency without a name where number words have a gender.
func countWords(language string, n int64, key string, format value.NumberFormat) string {
	base := spoken(language)
	manner := prescribing.CurrencyManner(base, strings.TrimPrefix(key, "documents.currency."))
	switch {
	case base == assets.English && format.Indian:
		manner = prescribing.IndianScale
	case base == assets.English:
		manner = prescribing.ShortScale
	case key == "" && manner != prescribing.AsCounted:
		return grouped(strconv.FormatInt(n, 10), format)
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
	counted := func(n int64, key string) string {
		words := countWords(language, n, key, format)
		if !named {
			return assets.Text(language, "documents.amount.coded", "Number", words, "Code", m.Currency)
		}
		return assets.Text(language, "documents.amount.named", "Number", words, "Name", assets.Text(language, key, "Count", n), "Count", n)
	}
	unit := func(n int64, key string) string {
		parts := prescribing.CountedApart(spoken(language), n)
		text := counted(parts[0], key)
		for _, part := range parts[1:] {
			text = assets.Text(language, "documents.amount.both", "Major", text, "Minor", counted(part, key))
		}
		return text
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
