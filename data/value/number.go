package value

import "strings"

// NumberFormat says how a practice writes the digits of an amount.
type NumberFormat struct {
	Mark   string // between units and fraction
	Group  string // between groups of digits, empty for none
	Indian bool   // groups of two above the thousands: 12,34,567.89
}

// The number formats in use.
var (
	International = NumberFormat{Mark: ".", Group: ","}               // 1,234,567.89
	Indian        = NumberFormat{Mark: ".", Group: ",", Indian: true} // 12,34,567.89
	European      = NumberFormat{Mark: ",", Group: "."}               // 1.234.567,89
	SpaceComma    = NumberFormat{Mark: ",", Group: "\u00a0"}          // 1 234 567,89
	Plain         = NumberFormat{Mark: "."}                           // 1234567.89
)

// group writes plain digits ("1234567.89") in the format.
func (f NumberFormat) group(plain string) string {
	whole, fraction, marked := strings.Cut(plain, ".")
	if f.Group != "" {
		var groups []string
		size := 3
		for len(whole) > size {
			groups = append([]string{whole[len(whole)-size:]}, groups...)
			whole = whole[:len(whole)-size]
			if f.Indian {
				size = 2
			}
		}
		whole = strings.Join(append([]string{whole}, groups...), f.Group)
	}
	if marked {
		return whole + f.Mark + fraction
	}
	return whole
}

// ungroup turns typed digits into plain ones. Grouping may be left out, but
// where it is used it must be right ("1,50" is not 150); international and
// Indian groups are both taken in either of the two. Spaces and apostrophes
// group as well. It returns ErrNumberUnclear.
func (f NumberFormat) ungroup(text string) (string, error) {
	if len(text) > 256 {
		return "", ErrNumberLong
	}
	s := strings.TrimSpace(asciiDigits(text))
	sign := ""
	for _, minus := range []string{"-", "\u2212"} {
		if rest, ok := strings.CutPrefix(s, minus); ok {
			sign, s = "-", rest
			break
		}
	}
	whole, fraction, marked := strings.Cut(s, f.Mark)
	if marked && fraction == "" {
		return "", ErrNumberUnclear
	}
	group := ""
	for _, candidate := range []string{f.Group, "\u00a0", "\u202f", " ", "'", "’"} {
		if candidate != "" && candidate != f.Mark && strings.Contains(whole, candidate) {
			group = candidate
			break
		}
	}
	if group != "" {
		parts := strings.Split(whole, group)
		if !grouped(parts) {
			return "", ErrNumberUnclear
		}
		whole = strings.Join(parts, "")
	}
	if strings.Trim(whole+fraction, "0123456789") != "" || whole+fraction == "" {
		return "", ErrNumberUnclear
	}
	if marked {
		return sign + whole + "." + fraction, nil
	}
	return sign + whole, nil
}

// grouped reports whether digit groups have the sizes of one of the two systems.
func grouped(parts []string) bool {
	last := len(parts) - 1
	if len(parts[last]) != 3 || parts[0] == "" || len(parts[0]) > 3 {
		return false
	}
	thousands, lakhs := true, len(parts[0]) <= 2
	for _, part := range parts[1:last] {
		thousands = thousands && len(part) == 3
		lakhs = lakhs && len(part) == 2
	}
	return thousands || lakhs
}
