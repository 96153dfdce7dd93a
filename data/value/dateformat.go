package value

import "strconv"

// Format returns the date in figures for people, as far as it is known:
// 03/02/1951 (DMY), 02/03/1951 (MDY), 1951-02-03 (YMD); "" when unknown. Forms
// with the month in letters belong to the catalogue: see [PartialDate.Label].
func (d PartialDate) Format(order DateOrder) string {
	iso := d.String()
	if order == YMD || len(iso) == 4 || iso == "" {
		return iso
	}
	year, month := iso[:4], iso[5:7]
	switch {
	case len(iso) == 7:
		return month + "/" + year
	case order == MDY:
		return month + "/" + iso[8:] + "/" + year
	}
	return iso[8:] + "/" + month + "/" + year
}

// Month is a month's number that the catalogue prints as its short name.
type Month int

// CatalogueKey lets an argument of a sentence be looked up in its language.
func (m Month) CatalogueKey() string { return "value.month.m" + strconv.Itoa(int(m)) }

// Label returns the catalogue key and arguments of the date with its month in
// letters ("3 Feb 1951"), which no one can misread.
func (d PartialDate) Label() (key string, args []any) {
	switch d.Precision() {
	case PrecisionYear:
		return "value.date.year", []any{"Year", d.Year}
	case PrecisionMonth:
		return "value.date.month", []any{"Year", d.Year, "Month", Month(d.Month)}
	case PrecisionDay:
		return "value.date.day", []any{"Year", d.Year, "Month", Month(d.Month), "Day", d.Day}
	}
	return "value.date.unknown", nil
}
