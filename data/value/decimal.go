package value

import (
	"database/sql/driver"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Limits of a Decimal: far beyond any dose, result or quantity.
const (
	MaxDecimalDigits = 18 // digits altogether, so that the coefficient fits an int64
	MaxDecimalScale  = 12 // digits after the mark
)

// Reasons why a number is refused; compare with errors.Is.
var (
	ErrNumberUnclear = Problem{Key: "error.value.number_unclear"} // not a plain decimal number
	ErrNumberLong    = Problem{Key: "error.value.number_long"}    // more digits than a Decimal keeps
	ErrNumberMissing = Problem{Key: "error.value.number_missing"} // arithmetic with no number
	ErrNumberTooBig  = Problem{Key: "error.value.number_too_big"} // a result outside the limits
	ErrDivideByZero  = Problem{Key: "error.value.divide_by_zero"}
)

// Decimal is an exact decimal number that keeps its digits as they were typed:
// 2.50 stays 2.50. The zero Decimal is no number at all, so that a missing dose
// is never a dose of nothing. Compare with Cmp; == tells 2.5 from 2.50.
type Decimal struct {
	coefficient int64 // the digits without the mark
	scale       uint8 // digits after the mark
	set         bool
}

// DecimalMark says which character separates the fraction.
type DecimalMark int

// Marks: a point, a comma, or either of them when typed by hand.
const (
	Point DecimalMark = iota
	Comma
	PointOrComma
)

// NewDecimal returns coefficient / 10^scale. It returns ErrNumberTooBig outside
// the limits.
func NewDecimal(coefficient int64, scale int) (Decimal, error) {
	return fromBig(big.NewInt(coefficient), scale)
}

// Whole returns a whole number as a Decimal; n beyond 18 digits panics, since it
// can only be a constant of a program.
func Whole(n int64) Decimal {
	d, err := NewDecimal(n, 0)
	if err != nil {
		panic("value: whole number out of range")
	}
	return d
}

// MustDecimal parses a constant of a program or test and panics when it is none.
func MustDecimal(text string) Decimal {
	d, err := ParseDecimal(text, Point)
	if err != nil {
		panic("value: no decimal number: " + strconv.Quote(text))
	}
	return d
}

// ParseDecimal reads a plain number such as "2.50", "-1" or ".5". It refuses
// exponents, grouping, a mark without digits after it and anything else with
// ErrNumberUnclear, and more digits than it can keep with ErrNumberLong. The
// empty text is no number.
func ParseDecimal(text string, mark DecimalMark) (Decimal, error) {
	if len(text) > 256 {
		return Decimal{}, ErrNumberLong
	}
	s := strings.TrimSpace(asciiDigits(text))
	if s == "" {
		return Decimal{}, nil
	}
	negative := false
	for _, sign := range []string{"-", "\u2212", "+"} {
		if rest, ok := strings.CutPrefix(s, sign); ok {
			s, negative = rest, sign != "+"
			break
		}
	}
	if mark == Comma || mark == PointOrComma && strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		if strings.Contains(s, ".") {
			return Decimal{}, ErrNumberUnclear
		}
		s = strings.ReplaceAll(s, ",", ".")
	}
	whole, fraction, marked := strings.Cut(s, ".")
	if marked && fraction == "" || whole+fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return Decimal{}, ErrNumberUnclear
	}
	digits := strings.TrimLeft(whole, "0") + fraction
	if len(digits) > MaxDecimalDigits || len(fraction) > MaxDecimalScale {
		return Decimal{}, ErrNumberLong
	}
	n, err := strconv.ParseInt("0"+digits, 10, 64)
	if err != nil {
		return Decimal{}, ErrNumberUnclear
	}
	if negative {
		n = -n
	}
	return Decimal{n, uint8(len(fraction)), true}, nil
}

// IsSet reports that d is a number.
func (d Decimal) IsSet() bool { return d.set }

// IsZero reports that d is no number (encoding/json's omitzero); a typed 0 is
// one. Ask Sign whether a number is 0.
func (d Decimal) IsZero() bool { return !d.set }

// Sign returns -1, 0 or 1; 0 for no number.
func (d Decimal) Sign() int {
	switch {
	case d.coefficient < 0:
		return -1
	case d.coefficient > 0:
		return 1
	}
	return 0
}

// Scale returns the number of digits after the mark.
func (d Decimal) Scale() int { return int(d.scale) }

// Whole returns the number as an integer when it is one: 2 and 2.00 are.
func (d Decimal) Whole() (n int64, ok bool) {
	if !d.set {
		return 0, false
	}
	unit := power10(int(d.scale)).Int64()
	return d.coefficient / unit, d.coefficient%unit == 0
}

// Cmp compares by numeric value; no number sorts before every number.
func (d Decimal) Cmp(o Decimal) int {
	if d.set != o.set {
		if d.set {
			return 1
		}
		return -1
	}
	a, b, _ := align(d, o)
	return a.Cmp(b)
}

// Neg returns -d.
func (d Decimal) Neg() Decimal {
	d.coefficient = -d.coefficient
	return d
}

// Add returns d + o with the finer scale of the two. It returns
// ErrNumberMissing or ErrNumberTooBig.
func (d Decimal) Add(o Decimal) (Decimal, error) {
	if !d.set || !o.set {
		return Decimal{}, ErrNumberMissing
	}
	a, b, scale := align(d, o)
	return fromBig(a.Add(a, b), scale)
}

// Sub returns d - o like Add.
func (d Decimal) Sub(o Decimal) (Decimal, error) { return d.Add(o.Neg()) }

// Mul returns the exact product. It returns ErrNumberMissing or ErrNumberTooBig.
func (d Decimal) Mul(o Decimal) (Decimal, error) {
	if !d.set || !o.set {
		return Decimal{}, ErrNumberMissing
	}
	product := new(big.Int).Mul(big.NewInt(d.coefficient), big.NewInt(o.coefficient))
	return fromBig(product, int(d.scale)+int(o.scale))
}

// Quo returns d / o rounded to scale digits, halves away from zero. It returns
// ErrNumberMissing, ErrDivideByZero or ErrNumberTooBig.
func (d Decimal) Quo(o Decimal, scale int) (Decimal, error) {
	if !d.set || !o.set {
		return Decimal{}, ErrNumberMissing
	}
	if o.coefficient == 0 {
		return Decimal{}, ErrDivideByZero
	}
	if scale < 0 || scale > MaxDecimalScale {
		return Decimal{}, ErrNumberTooBig
	}
	a, b, _ := align(d, o)
	return fromBig(roundQuotient(a.Mul(a, power10(scale)), b), scale)
}

// Round returns d with scale digits after the mark, halves away from zero. It
// returns ErrNumberMissing or ErrNumberTooBig.
func (d Decimal) Round(scale int) (Decimal, error) { return d.Quo(Whole(1), scale) }

// String returns the digits as typed, with a point and a leading zero; "" when
// there is no number.
func (d Decimal) String() string {
	if !d.set {
		return ""
	}
	digits := strconv.FormatInt(d.coefficient, 10)
	sign := ""
	if d.coefficient < 0 {
		sign, digits = "-", digits[1:]
	}
	scale := int(d.scale)
	if scale == 0 {
		return sign + digits
	}
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale-len(digits)+1) + digits
	}
	return sign + digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
}

// Safe returns the number as it may stand on a prescription: a zero before a
// naked point, none trailing behind it (ISMP list of error-prone dose
// designations): .5 is "0.5", 2.50 is "2.5", 5.0 is "5".
func (d Decimal) Safe() string {
	s := d.String()
	if d.scale > 0 {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// MarshalText writes the digits as typed (JSON: a string, never a float).
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Decimal) UnmarshalText(text []byte) error {
	parsed, err := ParseDecimal(string(text), Point)
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Value stores the digits as TEXT, NULL when there is no number.
func (d Decimal) Value() (driver.Value, error) {
	if !d.set {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads what Value stored.
func (d *Decimal) Scan(source any) error {
	text, err := scanText(source)
	if err != nil {
		return fmt.Errorf("scan decimal: %w", err)
	}
	return d.UnmarshalText([]byte(text))
}

// align writes both coefficients at the finer scale.
func align(d, o Decimal) (a, b *big.Int, scale int) {
	a, b = big.NewInt(d.coefficient), big.NewInt(o.coefficient)
	scale = int(max(d.scale, o.scale))
	a.Mul(a, power10(scale-int(d.scale)))
	b.Mul(b, power10(scale-int(o.scale)))
	return a, b, scale
}

// fromBig checks the limits. It gives up trailing zeros where a product needs
// more places than there are, never a digit that counts.
func fromBig(n *big.Int, scale int) (Decimal, error) {
	ten, rest := big.NewInt(10), new(big.Int)
	for scale > 0 && (scale > MaxDecimalScale || n.CmpAbs(power10(MaxDecimalDigits)) >= 0) {
		quotient, remainder := new(big.Int).QuoRem(n, ten, rest)
		if remainder.Sign() != 0 {
			break
		}
		n, scale = quotient, scale-1
	}
	if scale < 0 || scale > MaxDecimalScale || n.CmpAbs(power10(MaxDecimalDigits)) >= 0 {
		return Decimal{}, ErrNumberTooBig
	}
	return Decimal{n.Int64(), uint8(scale), true}, nil
}

// roundQuotient returns a / b rounded to a whole number, halves away from zero.
func roundQuotient(a, b *big.Int) *big.Int {
	quotient, remainder := new(big.Int).QuoRem(a, b, new(big.Int))
	if remainder.Lsh(remainder.Abs(remainder), 1).CmpAbs(b) >= 0 {
		quotient.Add(quotient, big.NewInt(int64(a.Sign()*b.Sign())))
	}
	return quotient
}

func power10(n int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}
