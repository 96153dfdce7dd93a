package reports

import (
	"slices"
	"strings"
	"time"

	"satchel/assets"
	"satchel/data/value"
)

// dot stands between facts on one line; the spaces around it may break.
const dot = "  ·  "

// nbsp keeps words together.
const nbsp = "\u00a0"

// spoken is the language that a page's words are in: the page's own, or English where the catalogue lacks it.
func spoken(language string) string {
	base, _, _ := strings.Cut(language, "-")
	if slices.Contains(assets.Languages(), base) {
		return base
	}
	return assets.English
}

// date writes a date as far as it is known: "3 Sep 2019", "Sep 2019", "2019".
func date(language string, d value.PartialDate) string {
	switch d.Precision() {
	case value.PrecisionDay:
		return bound(assets.Text(language, "value.date.day", "Day", d.Day, "Month", value.Month(d.Month), "Year", d.Year))
	case value.PrecisionMonth:
		return bound(assets.Text(language, "value.date.month", "Month", value.Month(d.Month), "Year", d.Year))
	case value.PrecisionYear:
		return assets.Text(language, "value.date.year", "Year", d.Year)
	}
	return assets.Text(language, "value.date.unknown")
}

// instant writes a point in time by the practice's clock.
func instant(language string, at time.Time, zone string) string {
	local := at.In(location(zone))
	return bound(assets.Text(language, "documents.page.instant", "Date", date(language, value.DateOf(local)), "Time", local.Format("15:04")))
}

func location(zone string) *time.Location {
	if l, err := value.LoadZone(zone); err == nil {
		return l
	}
	return time.UTC
}

// bound keeps a text on one line.
func bound(text string) string { return strings.ReplaceAll(text, " ", nbsp) }

// join writes the texts that aren't empty with a separator.
func join(separator string, texts ...string) string {
	var kept []string
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			kept = append(kept, strings.TrimSpace(text))
		}
	}
	return strings.Join(kept, separator)
}

// figure writes a whole number in figures.
func (s *setter) figure(n int) string { return s.decimal(value.Whole(int64(n))) }

// decimal writes a number as it may stand on a prescription, its thousands grouped.
func (s *setter) decimal(d value.Decimal) string {
	whole, fraction, marked := strings.Cut(d.Safe(), ".")
	sign := ""
	if rest, negative := strings.CutPrefix(whole, "-"); negative {
		sign, whole = "\u2212", rest
	}
	whole = grouped(whole, s.setting.Number)
	if marked {
		return sign + whole + s.setting.Number.Mark + fraction
	}
	return sign + whole
}

// grouped sets the thousands of a number that isn't money apart, as ISMP asks for doses of 1,000 and more. Where a comma is the mark
// they are parted by a space: a point there could be taken for the mark.
func grouped(digits string, format value.NumberFormat) string {
	if format.Mark == "," {
		format.Group = nbsp
	}
	size, out := 3, ""
	for len(digits) > size {
		out = format.Group + digits[len(digits)-size:] + out
		digits = digits[:len(digits)-size]
		if format.Indian {
			size = 2
		}
	}
	return digits + out
}

// quantityText writes a quantity with its unit, the thousands grouped.
func (s *setter) quantityText(q value.Quantity) string {
	label := value.UnitLabel(q.Unit)
	switch label {
	case "":
		return s.decimal(q.Value)
	case "%":
		return s.decimal(q.Value) + label
	}
	return s.decimal(q.Value) + nbsp + label
}

// money writes an amount without its currency.
func (s *setter) money(m value.Money) string { return m.Format(s.setting.Number) }

// amount writes an amount with its currency.
func (s *setter) amount(m value.Money) string { return m.FormatSymbol(s.setting.Number) }
