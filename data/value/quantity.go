package value

import "strings"

// Reasons why a quantity is refused; compare with errors.Is.
var (
	ErrUnitUnclear  = Problem{Key: "error.value.unit_unclear"}  // not written as a UCUM unit
	ErrUnitMismatch = Problem{Key: "error.value.unit_mismatch"} // units that don't convert into each other
)

// maxUnit bounds a unit's length in bytes.
const maxUnit = 40

// Quantity is a measured or prescribed amount: a number with its digits as
// typed and a unit of UCUM, the Unified Code for Units of Measure
// (case-sensitive form, https://ucum.org/ucum). The zero Quantity is unknown.
type Quantity struct {
	Value Decimal `json:"value,omitzero"`
	Unit  string  `json:"unit,omitempty"` // UCUM code such as "mg" or "mm[Hg]"; "1" for a bare number
}

// unitLabel says how a unit reads where its UCUM code is not what people write.
// Microgram and international units are spelled out, since µg and IU are misread
// (ISMP list of error-prone abbreviations).
var unitLabel = map[string]string{
	"mm[Hg]": "mmHg", "Cel": "°C", "[degF]": "°F", "/min": "per min", "{beats}/min": "per min", "{breaths}/min": "per min",
	"ug": "microgram", "ng": "nanogram", "[iU]": "units", "[IU]": "units", "[lb_av]": "lb", "[oz_av]": "oz",
	"[in_i]": "in", "[ft_i]": "ft", "kg/m2": "kg/m²", "m2": "m²", "1": "", "{score}": "", "wk": "weeks", "d": "days",
	"mo": "months", "a": "years", "10*3/uL": "×10³/µL", "10*6/uL": "×10⁶/µL", "10*9/L": "×10⁹/L", "10*12/L": "×10¹²/L",
}

// metric gives each unit that converts by a power of ten its kind and exponent.
var metric = map[string]struct {
	kind     byte
	exponent int
}{
	"kg": {'g', 3}, "g": {'g', 0}, "mg": {'g', -3}, "ug": {'g', -6}, "ng": {'g', -9},
	"L": {'L', 0}, "dL": {'L', -1}, "mL": {'L', -3}, "uL": {'L', -6}, "l": {'L', 0}, "dl": {'L', -1}, "ml": {'L', -3}, "ul": {'L', -6},
	"m": {'m', 0}, "cm": {'m', -2}, "mm": {'m', -3}, "mol": {'n', 0}, "mmol": {'n', -3}, "umol": {'n', -6},
}

// IsZero reports an unknown quantity.
func (q Quantity) IsZero() bool { return q == Quantity{} }

// Validate checks that a number comes with a unit and the unit is well formed;
// the zero Quantity is valid. It returns ErrNumberMissing or ErrUnitUnclear.
func (q Quantity) Validate() error {
	switch {
	case q.IsZero():
		return nil
	case !q.Value.IsSet():
		return ErrNumberMissing
	}
	return validateUnit(q.Unit)
}

// validateUnit checks the characters that UCUM allows (section 2.1: ASCII 33 to
// 126 without white space and double quotes) and that its brackets close.
func validateUnit(unit string) error {
	if unit == "" || len(unit) > maxUnit {
		return ErrUnitUnclear
	}
	open := byte(0)
	for i := range len(unit) {
		switch c := unit[i]; {
		case c < '!' || c > '~' || c == '"':
			return ErrUnitUnclear
		case c == '[' || c == '{':
			if open != 0 {
				return ErrUnitUnclear
			}
			open = c + 2 // ']' and '}' follow their opening bracket by two
		case c == ']' || c == '}':
			if c != open {
				return ErrUnitUnclear
			}
			open = 0
		}
	}
	if open != 0 {
		return ErrUnitUnclear
	}
	return nil
}

// UnitLabel returns how a UCUM unit reads: "mmHg" for "mm[Hg]", the text of an
// annotation such as {tablet}, otherwise the code itself.
func UnitLabel(unit string) string {
	if label, ok := unitLabel[unit]; ok {
		return label
	}
	if strings.HasPrefix(unit, "{") && strings.HasSuffix(unit, "}") {
		return unit[1 : len(unit)-1]
	}
	return unit
}

// String returns number and unit for people, safe to stand on a prescription,
// with a no-break space between them: "0.5 mg", "37.2 °C".
func (q Quantity) String() string {
	label := UnitLabel(q.Unit)
	switch {
	case !q.Value.IsSet():
		return ""
	case label == "":
		return q.Value.Safe()
	case label == "%":
		return q.Value.Safe() + "%"
	}
	return q.Value.Safe() + "\u00a0" + label
}

// Convert expresses q in another unit, exactly. It knows the metric units of
// mass, volume, length and amount of substance, and returns ErrUnitMismatch for
// others, ErrNumberMissing without a number.
func (q Quantity) Convert(unit string) (Quantity, error) {
	if !q.Value.IsSet() {
		return Quantity{}, ErrNumberMissing
	}
	if q.Unit == unit {
		return q, nil
	}
	from, knowFrom := metric[q.Unit]
	to, knowTo := metric[unit]
	if !knowFrom || !knowTo || from.kind != to.kind {
		return Quantity{}, ErrUnitMismatch
	}
	shift := from.exponent - to.exponent
	factor := Decimal{1, uint8(max(-shift, 0)), true}
	if shift > 0 {
		factor = Decimal{power10(shift).Int64(), 0, true}
	}
	converted, err := q.Value.Mul(factor)
	return Quantity{converted, unit}, err
}

// Cmp compares quantities whose units convert. It returns ErrUnitMismatch,
// ErrNumberMissing or ErrNumberTooBig.
func (q Quantity) Cmp(o Quantity) (int, error) {
	if !o.Value.IsSet() {
		return 0, ErrNumberMissing
	}
	converted, err := q.Convert(o.Unit)
	if err != nil {
		return 0, err
	}
	return converted.Value.Cmp(o.Value), nil
}
