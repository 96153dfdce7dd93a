package kit

import (
	"time"

	"fyne.io/fyne/v2"

	"satchel/assets"
	"satchel/data/value"
)

// DateField takes a date as value.ParseDate or value.ParseDay reads it and shows beside the label how it was understood.
type DateField struct {
	fieldFrame
	// Entry is the entry itself, for its hooks.
	Entry *Entry

	order value.DateOrder
	today func() time.Time
	ahead bool // a day of an appointment, not a birth
	hint  string
}

// NewBirthDateField makes a field for a date of the past, which may be partial or an age ("6y"); it shows the age.
func NewBirthDateField(label, hint string, order value.DateOrder, today func() time.Time) *DateField {
	return newDateField(label, hint, order, today, false)
}

// NewDayField makes a field for one full day, past or future ("2w", "t+3", "3/2").
func NewDayField(label, hint string, order value.DateOrder, today func() time.Time) *DateField {
	return newDateField(label, hint, order, today, true)
}

func newDateField(label, hint string, order value.DateOrder, today func() time.Time, ahead bool) *DateField {
	f := &DateField{Entry: NewEntry(""), order: order, today: today, ahead: ahead, hint: hint}
	f.frame(label, hint, f.Entry)
	f.connectEntry(f.Entry, f.describe)
	f.Entry.OnFocus = func(focused bool) {
		if !focused {
			f.Check()
		}
	}
	f.ExtendBaseWidget(f)
	return f
}

// Date returns the date typed, whether it is an estimate, and value's error for what is no date. An empty field is the
// unknown date.
func (f *DateField) Date() (date value.PartialDate, estimated bool, err error) {
	if f.Entry.Text == "" {
		return value.PartialDate{}, false, nil
	}
	if f.ahead {
		date, err = value.ParseDay(f.Entry.Text, f.order, f.today())
		return date, false, err
	}
	return value.ParseDate(f.Entry.Text, f.order, f.today())
}

// describe shows how the text is understood so far.
func (f *DateField) describe() {
	date, estimated, err := f.Date()
	if err != nil || date.IsZero() {
		f.aside.SetText(f.hint)
		f.aside.SetColor("")
		return
	}
	f.aside.SetText(f.understood(date, estimated))
	f.aside.SetColor(Accent.look().color)
}

func (f *DateField) understood(date value.PartialDate, estimated bool) string {
	key, args := date.Label()
	text := assets.Text(language, key, args...)
	if f.ahead {
		return text
	}
	if estimated {
		text = "~ " + text
	}
	key, args = date.Age(value.DateOf(f.today())).Label()
	return text + " · " + assets.Text(language, key, args...)
}

// Check shows what is wrong with the date, in words, and returns whether nothing is.
func (f *DateField) Check() bool {
	if _, _, err := f.Date(); err != nil {
		f.SetError(problem(err))
		return false
	}
	return true
}

// Value implements Input: the text as typed.
func (f *DateField) Value() string { return f.Entry.Text }

// SetValue implements Input.
func (f *DateField) SetValue(text string) {
	setEntry(f.Entry, text)
	f.SetError("")
	f.describe()
	f.Refresh()
}

// FocusTarget implements Input.
func (f *DateField) FocusTarget() fyne.Focusable { return f.Entry }

// MoneyField takes an amount in one currency and shows its symbol beside the label.
type MoneyField struct {
	fieldFrame
	// Entry is the entry itself, for its hooks.
	Entry *Entry

	currency string
	format   value.NumberFormat
}

// NewMoneyField makes a field for an amount of an ISO 4217 currency.
func NewMoneyField(label, currency string, format value.NumberFormat) *MoneyField {
	f := &MoneyField{Entry: NewEntry(""), currency: currency, format: format}
	f.frame(label, value.Symbol(currency), f.Entry)
	f.connectEntry(f.Entry, func() {})
	f.Entry.OnFocus = func(focused bool) {
		if !focused {
			f.Check()
		}
	}
	f.ExtendBaseWidget(f)
	return f
}

// Amount returns the amount typed, or value's error for what is none. An empty field is nothing of the currency.
func (f *MoneyField) Amount() (value.Money, error) {
	if f.Entry.Text == "" {
		return value.Money{Currency: f.currency}, nil
	}
	return value.ParseMoney(f.Entry.Text, f.currency, f.format)
}

// SetAmount shows an amount in the practice's digits.
func (f *MoneyField) SetAmount(amount value.Money) { f.SetValue(amount.Format(f.format)) }

// Check shows what is wrong with the amount, in words, and returns whether nothing is.
func (f *MoneyField) Check() bool {
	if _, err := f.Amount(); err != nil {
		f.SetError(problem(err))
		return false
	}
	return true
}

// Value implements Input: the text as typed.
func (f *MoneyField) Value() string { return f.Entry.Text }

// SetValue implements Input.
func (f *MoneyField) SetValue(text string) {
	setEntry(f.Entry, text)
	f.SetError("")
}

// FocusTarget implements Input.
func (f *MoneyField) FocusTarget() fyne.Focusable { return f.Entry }
