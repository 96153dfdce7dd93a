package organization

import (
	"fmt"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Series is one run of numbers.
type Series string

const (
	SeriesPatient      Series = "patient"
	SeriesPrescription Series = "prescription"
	SeriesInvoice      Series = "invoice"
	SeriesReceipt      Series = "receipt"
	SeriesCreditNote   Series = "credit_note"
	SeriesClinical     Series = "clinical" // what is issued from a chart: summaries, certificates, cards
	SeriesStatement    Series = "statement"
	SeriesLetter       Series = "letter"      // letters and referrals
	SeriesCertificate  Series = "certificate" // a register of its own: some laws ask for one
	SeriesOrder        Series = "order"       // order forms
)

// seriesMark tells the kinds apart where several are printed on one sheet; the invoice, whose form the law watches, has none.
var seriesMark = map[Series]string{SeriesPrescription: "-P", SeriesInvoice: "", SeriesReceipt: "-R", SeriesCreditNote: "-C",
	SeriesClinical: "-D", SeriesStatement: "-S", SeriesLetter: "-L", SeriesCertificate: "-M", SeriesOrder: "-O"}

// lifelong is the year of a series that never starts again: a patient's number is spoken at the desk for decades.
const lifelong = ""

// NextNumber gives out the next number of a series, inside the transaction: it is taken only if the transaction is kept, so the
// series has no gap. "A/26-27/0001" is device, fiscal year and counter (16 characters at most: India, CGST Rules 2017, rule 46(b)),
// "A-P/26-27/0001" a prescription's, "T-A/26-27/0001" one of the trial, "A-0001" a patient's.
func NextNumber(tx *store.Tx, series Series) (string, error) {
	practice, err := Current(tx)
	if err != nil {
		return "", err
	}
	today, _, err := Today(tx)
	if err != nil {
		return "", err
	}
	if series == SeriesPatient {
		n, err := count(tx, string(series), lifelong)
		return fmt.Sprintf("%s-%04d", tx.Device(), n), err
	}
	mark, known := seriesMark[series]
	if !known {
		return "", store.Fail(store.Internal, "error.store.internal")
	}
	name, prefix := string(series), tx.Device()+mark
	if practice.Trial {
		name, prefix = "trial_"+name, "T-"+prefix
	}
	year := practice.FiscalYear(today)
	n, err := count(tx, name, year)
	return fmt.Sprintf("%s/%s/%04d", prefix, year, n), err
}

func count(tx *store.Tx, series, year string) (int64, error) {
	var n int64
	err := tx.Exec(action.PracticeRead, `INSERT INTO number_series (device, series, fiscal_year, last) VALUES (?, ?, ?, 1)
		ON CONFLICT (device, series, fiscal_year) DO UPDATE SET last = last + 1`, tx.Device(), series, year)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRow(action.PracticeRead, `SELECT last FROM number_series WHERE device = ? AND series = ? AND fiscal_year = ?`, []any{tx.Device(), series, year}, &n)
	return n, err
}

// FiscalYear names the fiscal year that day lies in: "26" where it is the calendar year, "26-27" where it is not.
func (p Practice) FiscalYear(day value.PartialDate) string {
	year := day.Year
	if day.Month < p.FiscalMonth || day.Month == p.FiscalMonth && day.Day < p.FiscalDay {
		year--
	}
	if p.FiscalMonth == 1 && p.FiscalDay == 1 {
		return fmt.Sprintf("%02d", year%100)
	}
	return fmt.Sprintf("%02d-%02d", year%100, (year+1)%100)
}
