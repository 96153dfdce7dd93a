package value

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseDecimal(t *testing.T) {
	cases := []struct {
		text        string
		mark        DecimalMark
		want, safe  string
		set, refuse bool
	}{
		{text: "2.50", want: "2.50", safe: "2.5", set: true}, {text: ".5", want: "0.5", safe: "0.5", set: true},
		{text: "5.0", want: "5.0", safe: "5", set: true}, {text: "500", want: "500", safe: "500", set: true},
		{text: "-0.25", want: "-0.25", safe: "-0.25", set: true}, {text: "−1", want: "-1", safe: "-1", set: true}, {text: "+1", want: "1", safe: "1", set: true},
		{text: "007", want: "7", safe: "7", set: true}, {text: "0.00", want: "0.00", safe: "0", set: true}, {text: "0", want: "0", safe: "0", set: true},
		{text: "", want: "", safe: ""}, {text: "  ", want: "", safe: ""}, {text: "२.५", want: "2.5", safe: "2.5", set: true},
		{text: "2,5", mark: Comma, want: "2.5", safe: "2.5", set: true}, {text: "2,5", mark: PointOrComma, want: "2.5", safe: "2.5", set: true},
		{text: "2.5", mark: PointOrComma, want: "2.5", safe: "2.5", set: true},
		{text: "2,5", refuse: true}, {text: "2.5", mark: Comma, refuse: true}, {text: "1,000.5", mark: PointOrComma, refuse: true},
		{text: "1e3", refuse: true}, {text: "0x1F", refuse: true}, {text: "5.", refuse: true}, {text: ".", refuse: true}, {text: "-", refuse: true},
		{text: "--1", refuse: true}, {text: "1 000", refuse: true}, {text: "NaN", refuse: true}, {text: "Inf", refuse: true}, {text: "½", refuse: true},
		{text: "1.2.3", refuse: true}, {text: "5mg", refuse: true}, {text: "\xff", refuse: true}, {text: "1\x002", refuse: true}, {text: "1_0", refuse: true},
	}
	for _, c := range cases {
		d, err := ParseDecimal(c.text, c.mark)
		if c.refuse != errors.Is(err, ErrNumberUnclear) || d.String() != c.want || d.Safe() != c.safe || d.IsSet() != c.set {
			t.Errorf("ParseDecimal(%q) = %q safe %q, %v", c.text, d, d.Safe(), err)
		}
	}
	for _, text := range []string{"1234567890123456789", "0.1234567890123", strings.Repeat("9", 1000)} {
		if d, err := ParseDecimal(text, Point); !errors.Is(err, ErrNumberLong) {
			t.Errorf("ParseDecimal(%.20q) = %v, %v", text, d, err)
		}
	}
}

func TestDecimalMissing(t *testing.T) {
	one, none := Whole(1), Decimal{}
	_, add := one.Add(none)
	_, sub := none.Sub(one)
	_, mul := one.Mul(none)
	_, quo := none.Quo(one, 2)
	for _, err := range []error{add, sub, mul, quo} {
		if !errors.Is(err, ErrNumberMissing) {
			t.Errorf("arithmetic with no number gives %v", err)
		}
	}
	if none.Cmp(Whole(0)) != -1 || Whole(0).IsZero() || Whole(0).Sign() != 0 {
		t.Error("no number is taken for 0")
	}
	if _, err := one.Quo(Whole(0), 2); !errors.Is(err, ErrDivideByZero) {
		t.Errorf("division by zero gives %v", err)
	}
	big := MustDecimal("999999999999999999")
	if d, err := big.Add(one); !errors.Is(err, ErrNumberTooBig) {
		t.Errorf("overflow gives %v, %v", d, err)
	}
	if d, err := big.Mul(big); !errors.Is(err, ErrNumberTooBig) {
		t.Errorf("overflow gives %v, %v", d, err)
	}
	if d, err := MustDecimal("0.000001").Mul(MustDecimal("0.0000001")); !errors.Is(err, ErrNumberTooBig) {
		t.Errorf("underflow gives %v, %v", d, err)
	}
}

func TestDecimalQuo(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		scale int
		want  string
	}{{"1", "3", 2, "0.33"}, {"2", "3", 2, "0.67"}, {"0.125", "1", 2, "0.13"}, {"-0.125", "1", 2, "-0.13"}, {"250", "5", 0, "50"}, {"7.5", "2.50", 1, "3.0"}, {"1", "-8", 2, "-0.13"}} {
		got, err := MustDecimal(c.a).Quo(MustDecimal(c.b), c.scale)
		if err != nil || got.String() != c.want {
			t.Errorf("%s / %s = %v, %v; want %s", c.a, c.b, got, err, c.want)
		}
	}
	if n, ok := MustDecimal("2.00").Whole(); n != 2 || !ok {
		t.Error("2.00 is not whole")
	}
	if _, ok := MustDecimal("2.01").Whole(); ok {
		t.Error("2.01 is whole")
	}
}

func anyDecimal(t *rapid.T, name string) Decimal {
	d, err := NewDecimal(rapid.Int64Range(-999999999, 999999999).Draw(t, name), rapid.IntRange(0, 6).Draw(t, name+" scale"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func rat(t *rapid.T, d Decimal) *big.Rat {
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		t.Fatalf("%q is no number", d)
	}
	return r
}

// The arithmetic agrees with exact fractions, and typing what was printed gives
// the same digits back.
func TestDecimalProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDecimal(t, "a"), anyDecimal(t, "b")
		back, err := ParseDecimal(a.String(), Point)
		if err != nil || back != a {
			t.Fatalf("%q reads as %v, %v", a, back, err)
		}
		safe, err := ParseDecimal(a.Safe(), Point)
		if err != nil || safe.Cmp(a) != 0 {
			t.Fatalf("safe form of %q is %q", a, a.Safe())
		}
		if _, fraction, marked := strings.Cut(a.Safe(), "."); marked && strings.HasSuffix(fraction, "0") || strings.HasPrefix(a.Safe(), ".") {
			t.Fatalf("unsafe: %q", a.Safe())
		}
		encoded, err := json.Marshal(a)
		var decoded Decimal
		if err != nil || json.Unmarshal(encoded, &decoded) != nil || decoded != a {
			t.Fatalf("JSON %s of %v reads as %v", encoded, a, decoded)
		}
		var scanned Decimal
		stored, err := a.Value()
		if err != nil || scanned.Scan(stored) != nil || scanned != a {
			t.Fatalf("%v stored as %v reads as %v", a, stored, scanned)
		}
		sum, err := a.Add(b)
		if err != nil || rat(t, sum).Cmp(new(big.Rat).Add(rat(t, a), rat(t, b))) != 0 {
			t.Fatalf("%v + %v = %v, %v", a, b, sum, err)
		}
		if product, err := a.Mul(b); err == nil && rat(t, product).Cmp(new(big.Rat).Mul(rat(t, a), rat(t, b))) != 0 {
			t.Fatalf("%v * %v = %v", a, b, product)
		}
		if a.Cmp(b) != rat(t, a).Cmp(rat(t, b)) {
			t.Fatalf("%v and %v compare as %d", a, b, a.Cmp(b))
		}
	})
}

func FuzzParseDecimal(f *testing.F) {
	for _, seed := range []string{"2.50", "-.5", "1e9", "9999999999999999999", "٣.٥", "0000000000000000000001"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, mark := range []DecimalMark{Point, Comma, PointOrComma} {
			d, err := ParseDecimal(text, mark)
			if err != nil {
				continue
			}
			if back, err := ParseDecimal(d.String(), Point); err != nil || back != d {
				t.Fatalf("%q reads as %v, which reads as %v, %v", text, d, back, err)
			}
		}
	})
}

func TestExponent(t *testing.T) {
	for code, want := range map[string]int{"INR": 2, "USD": 2, "JPY": 0, "KWD": 3, "IQD": 3, "PKR": 2, "AFN": 2, "HUF": 2, "CLF": 4, "UYW": 4, "ZWG": 2, "XCG": 2, "SLE": 2} {
		if got, err := Exponent(code); err != nil || got != want {
			t.Errorf("exponent of %s = %d, %v; want %d", code, got, err, want)
		}
	}
	for _, code := range []string{"", "inr", "XXX", "XTS", "QQQ", "RUPEE", "₹"} {
		if got, err := Exponent(code); !errors.Is(err, ErrCurrencyUnknown) {
			t.Errorf("exponent of %q = %d, %v", code, got, err)
		}
	}
}

func TestParseMoney(t *testing.T) {
	cases := []struct {
		text, code string
		format     NumberFormat
		want       int64
		err        error
	}{
		{"1,200.50", "INR", International, 120050, nil}, {"1,20,000.5", "INR", Indian, 12000050, nil}, {"120000", "INR", Indian, 12000000, nil},
		{"1.200,50", "EUR", European, 120050, nil}, {"1 200,50", "EUR", SpaceComma, 120050, nil}, {"1'200.50", "CHF", International, 120050, nil},
		{"-5", "USD", International, -500, nil}, {"−5.25", "USD", International, -525, nil}, {"500", "JPY", International, 500, nil}, {"1.234", "KWD", Plain, 1234, nil},
		{"1.50", "JPY", International, 0, ErrMoneyFine}, {"0.005", "USD", International, 0, ErrMoneyFine}, {"1.500", "USD", International, 150, nil},
		{"1,50", "USD", International, 0, ErrNumberUnclear}, {"1,2,3", "USD", International, 0, ErrNumberUnclear}, {",200", "USD", International, 0, ErrNumberUnclear},
		{"12,34,56", "INR", Indian, 0, ErrNumberUnclear}, {"5.", "USD", International, 0, ErrNumberUnclear}, {"", "USD", International, 0, ErrNumberUnclear},
		{"five", "USD", International, 0, ErrNumberUnclear}, {"1.2.3", "USD", International, 0, ErrNumberUnclear}, {"$5", "USD", International, 0, ErrNumberUnclear},
		{"10000000000001", "USD", International, 0, ErrMoneyTooBig}, {"999999999999999999", "USD", International, 0, ErrMoneyTooBig},
		{"5", "ZZZ", International, 0, ErrCurrencyUnknown}, {"\xff5", "USD", International, 0, ErrNumberUnclear}, {"--5", "USD", International, 0, ErrNumberUnclear},
	}
	for _, c := range cases {
		m, err := ParseMoney(c.text, c.code, c.format)
		if m.Minor != c.want || !errors.Is(err, c.err) {
			t.Errorf("ParseMoney(%q, %s) = %d, %v; want %d, %v", c.text, c.code, m.Minor, err, c.want, c.err)
		}
	}
}

func TestMoneyFormat(t *testing.T) {
	cases := []struct {
		m            Money
		format       NumberFormat
		want, symbol string
	}{
		{Money{123456789, "INR"}, Indian, "12,34,567.89", "₹12,34,567.89"},
		{Money{123456789, "USD"}, International, "1,234,567.89", "$1,234,567.89"},
		{Money{-123456789, "EUR"}, European, "−1.234.567,89", "−€1.234.567,89"},
		{Money{5, "CHF"}, International, "0.05", "CHF\u00a00.05"},
		{Money{1234567, "JPY"}, International, "1,234,567", "¥1,234,567"},
		{Money{1234567, "KWD"}, International, "1,234.567", "KWD\u00a01,234.567"},
		{Money{99900, "INR"}, Indian, "999.00", "₹999.00"}, {Money{100000, "INR"}, Indian, "1,000.00", "₹1,000.00"},
	}
	for _, c := range cases {
		if got, symbol := c.m.Format(c.format), c.m.FormatSymbol(c.format); got != c.want || symbol != c.symbol {
			t.Errorf("%v prints as %q, %q; want %q, %q", c.m, got, symbol, c.want, c.symbol)
		}
	}
	if units, minor, exponent := (Money{-120050, "INR"}).Units(); units != 1200 || minor != 50 || exponent != 2 {
		t.Errorf("units: %d %d %d", units, minor, exponent)
	}
}

func TestMoneyRounding(t *testing.T) {
	for _, c := range []struct {
		minor  int64
		factor string
		want   int64
	}{{1, "0.5", 1}, {-1, "0.5", -1}, {1, "0.4", 0}, {333, "1.5", 500}, {100, "0", 0}, {10001, "3", 30003}} {
		if got, err := (Money{c.minor, "INR"}).MulDecimal(MustDecimal(c.factor)); err != nil || got.Minor != c.want {
			t.Errorf("%d x %s = %d, %v; want %d", c.minor, c.factor, got.Minor, err, c.want)
		}
	}
	if got, err := (Money{10010, "INR"}).Percent(MustDecimal("7.5")); err != nil || got.Minor != 751 { // 750.75
		t.Errorf("7.5 %% of 100.10 = %v, %v", got, err)
	}
	if _, err := (Money{1, "INR"}).MulDecimal(Decimal{}); !errors.Is(err, ErrNumberMissing) {
		t.Errorf("times nothing: %v", err)
	}
	if _, err := (Money{MaxMinor, "INR"}).MulDecimal(Whole(2)); !errors.Is(err, ErrMoneyTooBig) {
		t.Errorf("overflow: %v", err)
	}
	if _, err := (Money{1, "INR"}).Add(Money{1, "USD"}); !errors.Is(err, ErrCurrencyMismatch) {
		t.Errorf("two currencies: %v", err)
	}
	if _, err := (Money{0, "INR"}).Cmp(Money{0, "USD"}); !errors.Is(err, ErrCurrencyMismatch) {
		t.Errorf("two currencies: %v", err)
	}
}

func TestMoneyProperties(t *testing.T) {
	codes := []string{"INR", "JPY", "KWD", "CLF"}
	formats := []NumberFormat{International, Indian, European, SpaceComma, Plain}
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.SampledFrom(codes).Draw(t, "code")
		a := Money{rapid.Int64Range(-MaxMinor/2, MaxMinor/2).Draw(t, "a"), code}
		b := Money{rapid.Int64Range(-MaxMinor/2, MaxMinor/2).Draw(t, "b"), code}
		format := rapid.SampledFrom(formats).Draw(t, "format")
		if back, err := ParseMoney(a.Format(format), code, format); err != nil || back != a {
			t.Fatalf("%q reads as %v, %v", a.Format(format), back, err)
		}
		if back, err := ParseMoney(a.Amount(), code, Plain); err != nil || back != a {
			t.Fatalf("%q reads as %v, %v", a.Amount(), back, err)
		}
		sum, err := a.Add(b)
		if err != nil {
			t.Fatal(err)
		}
		if rest, err := sum.Sub(b); err != nil || rest != a {
			t.Fatalf("%v + %v - %v = %v, %v", a, b, b, rest, err)
		}
		half, err := a.Percent(Whole(50))
		if err != nil || half.Minor*2-a.Minor > 1 || half.Minor*2-a.Minor < -1 {
			t.Fatalf("half of %v is %v, %v", a, half, err)
		}
		if opposite, err := a.Neg().Percent(Whole(50)); err != nil || opposite != half.Neg() {
			t.Fatalf("rounding isn't symmetric: %v and %v", half, opposite)
		}
	})
}

func FuzzParseMoney(f *testing.F) {
	for _, seed := range []string{"1,200.50", "1.200,50", "12,34,567", "−5", "1'000", "', ,", "1,,000"} {
		f.Add(seed, "INR")
	}
	f.Fuzz(func(t *testing.T, text, code string) {
		for _, format := range []NumberFormat{International, Indian, European, SpaceComma, Plain} {
			m, err := ParseMoney(text, code, format)
			if err != nil {
				continue
			}
			if back, err := ParseMoney(m.Format(format), code, format); err != nil || back != m || m.Validate() != nil {
				t.Fatalf("%q reads as %v, which reads as %v, %v", text, m, back, err)
			}
		}
	})
}
