// Package billing is the screens about money: the day with its bills, payments, debts and its end, and one bill.
//
//	day.go       the day: what is to pay, what came in, who owes; day_model.go reads it
//	dayend.go    the counted end of the day; dayend_model.go decides
//	bill.go      one bill: its lines and what can be done; bill_side.go what was paid, its papers
//	bill_ask.go  what is asked on the way: a line, a payment, a credit, a refund
//	papers.go    the statement of account and the page of a closed day; papers_model.go
//
// bill_model.go reads a bill, line_model.go writes its lines, money_model.go issues, takes money and gives it back. Papers are printed by the
// place frame.Document.
package billing

import (
	"satchel/data/store/action"
	"satchel/ui/frame"
)

// Places lists the screens of this package.
func Places() []frame.PlaceSpec {
	return []frame.PlaceSpec{
		{Name: frame.Billing, Label: "billing_screen.title", Icon: "billing", Needs: action.ReadBilling, Open: openDay, Help: []string{
			"billing_screen.help.open", "billing_screen.help.pay_here", "billing_screen.help.begin", "billing_screen.help.view",
			"billing_screen.help.days", "billing_screen.help.print_all", "billing_screen.day_end.help"}},
		{Name: frame.Bill, Label: "billing_screen.bill", Needs: action.ReadBilling, Open: openBill, Help: []string{
			"billing_screen.help.add", "billing_screen.help.change", "billing_screen.help.remove", "billing_screen.help.pay",
			"billing_screen.help.advance", "billing_screen.help.discount", "billing_screen.help.details", "billing_screen.help.credit",
			"billing_screen.help.refund", "billing_screen.help.print", "billing_screen.statement.help"}},
	}
}
