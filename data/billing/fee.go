package billing

import (
	"strings"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Limits of a fee.
const (
	CodeLength = 20  // characters of a fee's own code
	NameLength = 120 // characters of a fee's or a tax's name
	MaxOrder   = 99  // places among the favourites
)

// CodeSystem says whose code a line reports to a payer or a tax office.
type CodeSystem string

// The code systems. "" reports none.
const (
	SAC CodeSystem = "sac" // services, India (GST)
	HSN CodeSystem = "hsn" // goods, India (GST)
	CPT CodeSystem = "cpt" // procedures, AMA
)

// CatalogueKey names the abbreviation.
func (s CodeSystem) CatalogueKey() string { return "billing.system." + string(s) }

func (s CodeSystem) valid() bool { return s == "" || s == SAC || s == HSN || s == CPT }

// Fee is one line of the fee list (FHIR R4 ChargeItemDefinition). The owner writes it; invoices copy it, so a new price
// leaves old invoices as they are.
type Fee struct {
	ID FeeID `db:"id"`
	store.Meta
	Code       string     `db:"code"`        // the practice's own, in lower case: "consult"; unique
	Name       string     `db:"name"`        // as printed
	Price      Minor      `db:"price"`       // for one, before tax unless Inclusive, in the practice's currency
	Tax        string     `db:"tax"`         // name of a TaxRate; "" is outside every tax
	System     CodeSystem `db:"system"`      // of ReportCode
	ReportCode string     `db:"report_code"` // printed beside the line; optional
	Favourite  int        `db:"favourite"`   // place among the buttons, from 1; 0 is no favourite
	Active     bool       `db:"active"`      // offered for new invoices
	Inclusive  bool       `db:"inclusive"`   // Price holds the tax, where one is charged
}

// Fees is the record type of the fee list.
var Fees = store.NewTable[Fee](store.Spec{Number: 70, Name: "ChargeItemDefinition", Table: "fee", Schema: 1, Read: action.PracticeRead, Write: action.PracticeManage})

// Clean trims the texts.
func (f *Fee) Clean() error {
	var problems value.Problems
	problems.Text("code", &f.Code, CodeLength, false)
	f.Code = strings.ToLower(f.Code)
	problems.Text("name", &f.Name, NameLength, false)
	problems.Text("tax", &f.Tax, NameLength, false)
	problems.Text("reportCode", &f.ReportCode, CodeLength, false)
	return problems.Err()
}

// Validate returns all problems at once.
func (f Fee) Validate() error {
	var problems value.Problems
	problems.Text("code", &f.Code, CodeLength, false)
	problems.Required("code", f.Code)
	problems.Text("name", &f.Name, NameLength, false)
	problems.Required("name", f.Name)
	problems.Text("tax", &f.Tax, NameLength, false)
	problems.Text("reportCode", &f.ReportCode, CodeLength, false)
	checkAmount(&problems, "price", f.Price)
	if !f.System.valid() {
		problems.Add("system", "error.billing.choice_unknown")
	}
	if (f.System == "") != (f.ReportCode == "") {
		problems.Add("reportCode", "error.billing.code_without_system")
	}
	if f.Favourite < 0 || f.Favourite > MaxOrder {
		problems.Add("favourite", "error.billing.number_between", "Low", 0, "High", MaxOrder)
	}
	return problems.Err()
}

// checkAmount refuses an amount below zero or beyond what adds up safely.
func checkAmount(problems *value.Problems, field string, m Minor) {
	switch {
	case m < 0:
		problems.Add(field, "error.billing.amount_negative")
	case m > MaxAmount:
		problems.Check(field, value.ErrMoneyTooBig)
	}
}

// SaveFee keeps a new or changed fee. A code belongs to one fee alone, retired ones included, so that old lines stay readable.
func SaveFee(tx *store.Tx, f Fee) (Fee, error) {
	if err := f.Clean(); err != nil {
		return f, invalid(err)
	}
	others, err := store.Select(tx, Fees, "code = ? AND retracted = 0", f.Code)
	if err != nil {
		return f, err
	}
	if len(others) > 0 && others[0].ID != f.ID {
		return f, store.FailField("code", "error.billing.fee_code_taken")
	}
	if f.Tax != "" {
		known, err := store.Select(tx, TaxRates, "name = ? AND retracted = 0 LIMIT 1", f.Tax)
		if err != nil {
			return f, err
		}
		if len(known) == 0 {
			return f, store.FailField("tax", "error.billing.tax_unknown")
		}
	}
	if f.ID.IsZero() {
		err = store.Insert(tx, Fees, &f)
	} else {
		err = store.Update(tx, Fees, &f)
	}
	return f, err
}

// FeeList returns the fees that can be billed, favourites first, then by name.
func FeeList(tx *store.Tx) ([]Fee, error) {
	return store.Select(tx, Fees, "active = 1 AND retracted = 0 ORDER BY favourite = 0, favourite, name, id")
}

// AllFees returns the whole fee list, retired fees included, by code.
func AllFees(tx *store.Tx) ([]Fee, error) {
	return store.Select(tx, Fees, "retracted = 0 ORDER BY code")
}

// FeeOf returns the fee of a code, active or not.
func FeeOf(tx *store.Tx, code string) (Fee, error) {
	list, err := store.Select(tx, Fees, "code = ? AND retracted = 0", strings.ToLower(strings.TrimSpace(code)))
	if err != nil {
		return Fee{}, err
	}
	if len(list) == 0 {
		return Fee{}, store.Fail(store.NotFound, "error.billing.fee_unknown")
	}
	return list[0], nil
}
