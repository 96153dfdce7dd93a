package billing

import (
	"context"

	"satchel/data/documents"
	"satchel/data/value"
)

// statementMonths is how far back a statement begins where nobody says otherwise.
const statementMonths = 12

// StatementFrom is the first day of a statement where nobody says otherwise: the first of the month, a year ago.
func (m billModel) StatementFrom() value.PartialDate {
	today := m.session.Today()
	month := today.Year*12 + today.Month - 1 - statementMonths
	return value.PartialDate{Year: month / 12, Month: month%12 + 1, Day: 1}
}

// Statement issues the patient's statement of account over the typed days.
func (m billModel) Statement(ctx context.Context, values map[string]string) (documents.Document, error) {
	from, to, err := m.session.Period(values["from"], values["to"])
	if err != nil {
		return documents.Document{}, err
	}
	return m.session.IssueStatement(ctx, m.patient, from, to)
}

// Page sets the page of a closed day.
func (m dayModel) Page(ctx context.Context, p dayPage) (documents.Frozen, error) {
	return m.session.DayEndPage(ctx, p.Date)
}
