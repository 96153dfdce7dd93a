package value

// AgeSpan is an age in completed calendar years, months and days. With a
// partial birth date the fields finer than what is known are zero, and
// Precision says what is certain.
type AgeSpan struct {
	Years, Months, Days int
	// TotalDays counts the whole age in days, for the first weeks of life.
	TotalDays int
	// Precision is the finest field that is certain: PrecisionDay for a full
	// birth date, PrecisionNone when even the year may be off by one.
	Precision Precision
}

// Age returns how old someone born on d is on the day at. A partial birth date
// counts from its earliest day, which is the age a person who knows only the
// year gives: born 1951 is 75 in 2026, with PrecisionNone. The age of an
// unknown date, or on a day before birth, is the zero AgeSpan; ask
// [PartialDate.Before] first where that matters.
func (d PartialDate) Age(at PartialDate) AgeSpan {
	youngest, oldest := d.AgeRange(at)
	if youngest == oldest {
		return oldest
	}
	switch {
	case youngest.Years != oldest.Years:
		oldest.Precision = PrecisionNone
	case youngest.Months != oldest.Months, d.Precision() == PrecisionYear:
		oldest.Precision = PrecisionYear
	default:
		oldest.Precision = PrecisionMonth
	}
	oldest.Days = 0
	if d.Precision() == PrecisionYear {
		oldest.Months = 0
	}
	return oldest
}

// AgeRange returns the youngest and the oldest age that d allows on the day at:
// limits by age must hold for both. They are equal for a full birth date.
func (d PartialDate) AgeRange(at PartialDate) (youngest, oldest AgeSpan) {
	if d.IsZero() || at.IsZero() {
		return AgeSpan{}, AgeSpan{}
	}
	return span(d.Latest(), at.Earliest()), span(d.Earliest(), at.Latest())
}

// span counts completed calendar units between two full dates. Someone born on
// 29 February comes of age on 1 March of a common year.
func span(birth, at PartialDate) AgeSpan {
	if at.Compare(birth) < 0 {
		return AgeSpan{}
	}
	months := (at.Year-birth.Year)*12 + at.Month - birth.Month
	if at.Day < birth.Day {
		months--
	}
	return AgeSpan{
		Years:     months / 12,
		Months:    months % 12,
		Days:      birth.AddMonths(months).DaysUntil(at),
		TotalDays: birth.DaysUntil(at),
		Precision: PrecisionDay,
	}
}

// Label returns the catalogue key and arguments for the age as clinicians say
// it: days up to 4 weeks, weeks up to 3 months, months up to 2 years, years
// and months up to 5 years, then years. An age that may be off says "about".
func (a AgeSpan) Label() (key string, args []any) {
	months := a.Years*12 + a.Months
	switch {
	case a.Precision < PrecisionDay && months == 0:
		return "value.age.under_one", nil
	case a.Precision < PrecisionMonth && a.Months > 0 && months < 24:
		return "value.age.about_months", []any{"Count", months}
	case a.Precision == PrecisionNone:
		return "value.age.about", []any{"Count", a.Years}
	case a.Precision == PrecisionDay && a.TotalDays < 28:
		return "value.age.days", []any{"Count", a.Days}
	case a.Precision == PrecisionDay && months < 3:
		return "value.age.weeks", []any{"Count", a.TotalDays / 7}
	case a.Precision >= PrecisionMonth && months < 24:
		return "value.age.months", []any{"Count", months}
	case a.Precision >= PrecisionMonth && a.Years < 5 && a.Months > 0:
		return "value.age.years_months", []any{"Count", a.Years, "Months", monthsBeside(a.Months)}
	}
	return "value.age.years", []any{"Count", a.Years}
}

// monthsBeside are the months beside the years of a small child, which have a plural of their own.
type monthsBeside int

// CataloguePhrase returns the phrase for them.
func (m monthsBeside) CataloguePhrase() (key string, args []any) {
	return "value.age.mo", []any{"Count", int(m)}
}
