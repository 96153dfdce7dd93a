package billing

import (
	"strings"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Balance is where a patient stands with the practice.
type Balance struct {
	Owed   value.Money // left to pay on issued invoices
	Credit value.Money // paid in, and neither settling an invoice nor paid back
}

// Due is Owed less Credit: below zero, the practice owes the patient.
func (b Balance) Due() value.Money {
	return value.Money{Minor: b.Owed.Minor - b.Credit.Minor, Currency: b.Owed.Currency}
}

// BalanceOf returns where a patient stands.
func BalanceOf(tx *store.Tx, patient PatientID) (Balance, error) {
	all, err := Balances(tx, patient)
	return all[patient], err
}

// Balances returns where each patient stands, for a list such as the day's board: two queries for up to 500 patients.
func Balances(tx *store.Tx, patients ...PatientID) (map[PatientID]Balance, error) {
	practice, err := organization.Current(tx)
	if err != nil {
		return nil, err
	}
	nothing := value.Money{Currency: practice.Currency}
	all := make(map[PatientID]Balance, len(patients))
	for _, p := range patients {
		all[p] = Balance{Owed: nothing, Credit: nothing}
	}
	for start := 0; start < len(patients); start += batch {
		part := patients[start:min(start+batch, len(patients))]
		args := make([]any, len(part))
		for n, p := range part {
			args[n] = p
		}
		in := "(?" + strings.Repeat(", ?", len(part)-1) + ")"
		err := perPatient(tx, owedQ+" WHERE o.patient_id IN "+in+" GROUP BY o.patient_id", args, func(p PatientID, m Minor) {
			b := all[p]
			b.Owed.Minor = int64(m)
			all[p] = b
		})
		if err != nil {
			return nil, err
		}
		err = perPatient(tx, `SELECT p.patient_id, sum(p.amount - coalesce((SELECT sum(a.amount) FROM allocation a WHERE a.payment_id = p.id), 0))
			FROM payment p WHERE p.amount > 0 AND p.patient_id IN `+in+` GROUP BY p.patient_id`, args, func(p PatientID, m Minor) {
			b := all[p]
			b.Credit.Minor = int64(m)
			all[p] = b
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// left is what is still to be paid on the issued invoice i.
const left = `i.gross - coalesce((SELECT sum(c.gross) FROM invoice c WHERE c.credits_id = i.id), 0)
	- coalesce((SELECT sum(a.amount) FROM allocation a WHERE a.invoice_id = i.id), 0)`

const owedQ = `SELECT o.patient_id, sum(` + left + `) FROM open_invoice o JOIN invoice i ON i.id = o.invoice_id`

func perPatient(tx *store.Tx, query string, args []any, each func(PatientID, Minor)) error {
	rows, err := tx.Query(action.BillingRead, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var p PatientID
		var m Minor
		if err := rows.Scan(&p, &m); err != nil {
			return store.FromVault("scan balance", err)
		}
		each(p, m)
	}
	return store.FromVault("read balances", rows.Err())
}

// Debtor is a patient who owes.
type Debtor struct {
	Patient  PatientID
	Owed     value.Money
	Invoices int
	Oldest   value.PartialDate // issue date of the oldest open invoice
}

// Debts is a page of those who owe, and what all of them owe together.
type Debts struct {
	Debtors  []Debtor
	Patients int
	Owed     value.Money
}

// WhoOwes returns those who owe, the oldest debt first, from offset on, at most limit; 0 returns the sums alone.
func WhoOwes(tx *store.Tx, limit, offset int) (Debts, error) {
	practice, err := organization.Current(tx)
	if err != nil {
		return Debts{}, err
	}
	debts := Debts{Owed: value.Money{Currency: practice.Currency}}
	err = tx.QueryRow(action.BillingRead, `SELECT count(DISTINCT o.patient_id), coalesce(sum(`+left+`), 0) FROM open_invoice o JOIN invoice i ON i.id = o.invoice_id`, nil, &debts.Patients, &debts.Owed.Minor)
	if err != nil || limit <= 0 {
		return debts, err
	}
	rows, err := tx.Query(action.BillingRead, `SELECT o.patient_id, sum(`+left+`), count(*), min(i.issue_date) FROM open_invoice o JOIN invoice i ON i.id = o.invoice_id
		GROUP BY o.patient_id ORDER BY 4, 1 LIMIT ? OFFSET ?`, limit, max(offset, 0))
	if err != nil {
		return debts, err
	}
	defer rows.Close()
	for rows.Next() {
		d := Debtor{Owed: value.Money{Currency: practice.Currency}}
		if err := rows.Scan(&d.Patient, &d.Owed.Minor, &d.Invoices, &d.Oldest); err != nil {
			return debts, store.FromVault("scan debtor", err)
		}
		debts.Debtors = append(debts.Debtors, d)
	}
	return debts, store.FromVault("read debtors", rows.Err())
}
