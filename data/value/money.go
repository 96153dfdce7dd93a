package value

import (
	"cmp"
	"math"
	"math/big"
	"strconv"
	"strings"

	"golang.org/x/text/currency"
)

// Reasons why an amount is refused; compare with errors.Is.
var (
	ErrCurrencyUnknown  = Problem{Key: "error.value.currency_unknown"}
	ErrCurrencyMismatch = Problem{Key: "error.value.currency_mismatch"}
	ErrMoneyFine        = Problem{Key: "error.value.money_fine"} // digits below the smallest unit; arg Digits
	ErrMoneyTooBig      = Problem{Key: "error.value.money_too_big"}
)

// MaxMinor bounds every amount, in minor units, so that a sum of a practice's
// lifetime can't overflow.
const MaxMinor = 1_000_000_000_000_000

// Money is an amount in whole minor units (paise, cents) of one currency. The
// zero Money is nothing in any currency.
type Money struct {
	Minor    int64  `json:"minor"`
	Currency string `json:"currency"` // ISO 4217 letters
}

// exponents are the digits after the mark of ISO 4217, list one,
// where they aren't 2. golang.org/x/text/currency follows CLDR instead, which
// drops the minor units that a country has stopped minting.
var exponents = map[string]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
	"RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
	"CLF": 4, "UYW": 4,
}

// recent are currencies younger than the list in golang.org/x/text/currency.
var recent = map[string]bool{"MRU": true, "STN": true, "SLE": true, "VED": true, "VES": true, "UYW": true, "XCG": true, "ZWG": true}

// symbols are the signs that mean one currency wherever they are read.
var symbols = map[string]string{
	"INR": "₹", "EUR": "€", "GBP": "£", "NGN": "₦", "KRW": "₩", "ILS": "₪", "PHP": "₱",
	"VND": "₫", "UAH": "₴", "TRY": "₺", "BDT": "৳", "GHS": "₵", "USD": "$", "JPY": "¥",
}

// Exponent returns the digits after the mark of a currency by ISO 4217. It
// returns ErrCurrencyUnknown for what is no currency.
func Exponent(code string) (int, error) {
	if len(code) != 3 || strings.ToUpper(code) != code || code == "XXX" || code == "XTS" {
		return 0, ErrCurrencyUnknown
	}
	if exponent, ok := exponents[code]; ok {
		return exponent, nil
	}
	if _, err := currency.ParseISO(code); err != nil && !recent[code] {
		return 0, ErrCurrencyUnknown
	}
	return 2, nil
}

// Symbol returns the sign of a currency, or its code where a sign would leave
// open which currency is meant.
func Symbol(code string) string {
	if symbol, ok := symbols[code]; ok {
		return symbol
	}
	return code
}

// ParseMoney reads an amount such as "1,200.50" in a currency, with or without
// grouping. It returns ErrNumberUnclear (the empty text, too), ErrMoneyFine for digits below the
// smallest unit, ErrMoneyTooBig or ErrCurrencyUnknown.
func ParseMoney(text, code string, format NumberFormat) (Money, error) {
	exponent, err := Exponent(code)
	if err != nil {
		return Money{}, err
	}
	plain, err := format.ungroup(text)
	if err != nil {
		return Money{}, err
	}
	d, err := ParseDecimal(plain, Point)
	switch {
	case err != nil:
		return Money{}, err
	case !d.set:
		return Money{}, ErrNumberUnclear
	}
	exact, err := d.Round(exponent)
	switch {
	case err != nil:
		return Money{}, ErrMoneyTooBig
	case exact.Cmp(d) != 0:
		return Money{}, ErrMoneyFine.with("Digits", exponent)
	}
	return checkMinor(big.NewInt(exact.coefficient), code)
}

// Validate checks currency and bounds; the zero Money is valid.
func (m Money) Validate() error {
	if m == (Money{}) {
		return nil
	}
	if _, err := Exponent(m.Currency); err != nil {
		return err
	}
	_, err := checkMinor(big.NewInt(m.Minor), m.Currency)
	return err
}

// IsZero reports an amount of nothing.
func (m Money) IsZero() bool { return m.Minor == 0 }

// Neg returns the amount owed the other way.
func (m Money) Neg() Money {
	if m.Minor == math.MinInt64 { // -MinInt64 is itself; Validate refuses both
		return Money{math.MaxInt64, m.Currency}
	}
	return Money{-m.Minor, m.Currency}
}

// Add returns m + o. The zero Money takes the other's currency. It returns
// ErrCurrencyMismatch or ErrMoneyTooBig.
func (m Money) Add(o Money) (Money, error) {
	code, err := m.common(o)
	if err != nil {
		return Money{}, err
	}
	return checkMinor(new(big.Int).Add(big.NewInt(m.Minor), big.NewInt(o.Minor)), code)
}

// Sub returns m - o like Add.
func (m Money) Sub(o Money) (Money, error) {
	code, err := m.common(o)
	if err != nil {
		return Money{}, err
	}
	return checkMinor(new(big.Int).Sub(big.NewInt(m.Minor), big.NewInt(o.Minor)), code)
}

// Sum adds amounts of one currency.
func Sum(amounts ...Money) (total Money, err error) {
	for _, amount := range amounts {
		if total, err = total.Add(amount); err != nil {
			return Money{}, err
		}
	}
	return total, nil
}

// Cmp compares amounts. It returns ErrCurrencyMismatch.
func (m Money) Cmp(o Money) (int, error) {
	if _, err := m.common(o); err != nil {
		return 0, err
	}
	return cmp.Compare(m.Minor, o.Minor), nil
}

// MulDecimal returns m times a quantity, rounded to whole minor units, halves
// away from zero. It returns ErrNumberMissing or ErrMoneyTooBig.
func (m Money) MulDecimal(d Decimal) (Money, error) {
	return m.scaled(d, int(d.scale))
}

// Percent returns rate per cent of m ("7.5" is 7.5 %), rounded like MulDecimal.
func (m Money) Percent(rate Decimal) (Money, error) {
	return m.scaled(rate, int(rate.scale)+2)
}

// scaled returns m times d's coefficient over 10^scale.
func (m Money) scaled(d Decimal, scale int) (Money, error) {
	if !d.set {
		return Money{}, ErrNumberMissing
	}
	product := new(big.Int).Mul(big.NewInt(m.Minor), big.NewInt(d.coefficient))
	return checkMinor(roundQuotient(product, power10(scale)), m.Currency)
}

func (m Money) common(o Money) (string, error) {
	switch {
	case m.Currency == o.Currency, o == Money{}:
		return m.Currency, nil
	case m == Money{}:
		return o.Currency, nil
	}
	return "", ErrCurrencyMismatch
}

func checkMinor(minor *big.Int, code string) (Money, error) {
	if minor.CmpAbs(big.NewInt(MaxMinor)) > 0 {
		return Money{}, ErrMoneyTooBig
	}
	return Money{minor.Int64(), code}, nil
}

// digits returns the amount in whole units without grouping or sign.
func (m Money) digits() string {
	exponent, err := Exponent(m.Currency)
	if err != nil {
		exponent = 0 // an invalid amount prints as its minor units
	}
	return strings.TrimPrefix(Decimal{m.Minor, uint8(exponent), true}.String(), "-")
}

// Amount returns the digits for files: "-1200.50".
func (m Money) Amount() string {
	if m.Minor < 0 {
		return "-" + m.digits()
	}
	return m.digits()
}

// String returns the amount and its currency for files and tests: "1200.50 INR".
func (m Money) String() string { return strings.TrimSpace(m.Amount() + " " + m.Currency) }

// Format returns the grouped digits for people, without the currency and with
// the minus sign U+2212.
func (m Money) Format(format NumberFormat) string {
	if m.Minor < 0 {
		return "\u2212" + format.group(m.digits())
	}
	return format.group(m.digits())
}

// FormatSymbol returns the sign or code of the currency, a no-break space where
// it is a code, and the grouped digits: "₹1,20,000.50", "−CHF 5.00".
func (m Money) FormatSymbol(format NumberFormat) string {
	sign, symbol := "", Symbol(m.Currency)
	if m.Minor < 0 {
		sign = "\u2212"
	}
	if symbol == m.Currency && symbol != "" {
		symbol += "\u00a0"
	}
	return sign + symbol + format.group(m.digits())
}

// Units returns the whole units and the rest in minor units, both without sign,
// and the number of minor digits, for an amount in words.
func (m Money) Units() (units, minor int64, exponent int) {
	whole, fraction, _ := strings.Cut(m.digits(), ".")
	units, _ = strconv.ParseInt(whole, 10, 64)
	minor, _ = strconv.ParseInt("0"+fraction, 10, 64)
	return units, minor, len(fraction)
}
