package billing

import (
	"strings"
	"testing"

	"satchel/data/billing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
)

func TestModelFindFee(t *testing.T) {
	fees := []billing.Fee{{Code: "consult", Name: "Consultation"}, {Code: "follow", Name: "Follow-up consultation"}, {Code: "dress", Name: "Dressing, small"}}
	for typed, want := range map[string]string{
		"cons": "1 Consultation, Follow-up consultation", "follow": "1 Follow-up consultation", "3 dress": "3 Dressing, small", "3x small": "3 Dressing, small",
		"0.5 dressing": "0.5 Dressing, small", "up": "1 Follow-up consultation", "xray": "1 ", "": "1 Consultation, Follow-up consultation, Dressing, small", "0 dress": "1 ",
	} {
		found, quantity, _ := FindFee(fees, typed, value.Point)
		var names []string
		for _, f := range found {
			names = append(names, f.Name)
		}
		if got := quantity.String() + " " + strings.Join(names, ", "); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestModelLines(t *testing.T) {
	c := openClinic(t)
	c.taxed()
	p := c.patient("Meera", "Sharma")
	m := c.model(c.Desk, p)
	page := c.load(m, billing.InvoiceID{})
	if !page.Draft() || !page.Account.Invoice.ID.IsZero() {
		t.Fatalf("a patient without bills begins with %+v", page.Account)
	}
	page = must[billPage](t)(m.AddFee(ctx, page.Account.Invoice, c.fees[2], value.Whole(3)))
	page = must[billPage](t)(m.SetLine(ctx, page.Account.Invoice, billing.ChargeItem{}, map[string]string{"description": "Crêpe bandage", "quantity": "2", "unitPrice": "120", "tax": "GST"}))
	if got := page.Account.Invoice.Gross; got != 45000+28320 {
		t.Errorf("gross %d", got)
	}
	page = must[billPage](t)(m.SetLine(ctx, page.Account.Invoice, page.Lines[0], map[string]string{"description": "Dressing, small", "quantity": "3", "unitPrice": "150", "discount": "10%"}))
	if got := page.Lines[0].Net; got != 40500 {
		t.Errorf("net %d", got)
	}
	if got := plain(m.LineDetail(page.Lines[0])); got != "less 10 %" {
		t.Errorf("detail %q", got)
	}
	line := page.Lines[0]
	page = must[billPage](t)(m.RemoveLine(ctx, page.Account.Invoice, line.ID))
	if len(page.Lines) != 1 {
		t.Fatalf("%d lines", len(page.Lines))
	}
	page = must[billPage](t)(m.PutLineBack(ctx, page.Account.Invoice, line))
	if len(page.Lines) != 2 || page.Lines[0].Description != "Dressing, small" || page.Lines[0].Net != 40500 {
		t.Errorf("put back: %+v", page.Lines)
	}
	stale := page.Account.Invoice
	must[billPage](t)(m.Discount(ctx, stale, "5%"))
	_, err := m.AddFee(ctx, stale, c.fees[0], value.Whole(1))
	wantCode(t, err, store.Conflict)
}

func TestModelBadLines(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	m := c.model(c.Desk, p)
	page := must[billPage](t)(m.AddFee(ctx, c.load(m, billing.InvoiceID{}).Account.Invoice, c.fees[0], value.Whole(1)))
	good := map[string]string{"description": "X", "quantity": "1", "unitPrice": "10", "discount": ""}
	for field, bad := range map[string][]string{
		"description": {"", "   ", "\xff\xfe", strings.Repeat("a", 201)},
		"quantity":    {"", "x", "-1", "0", "10000", "1e3"},
		"unitPrice":   {"", "x", "-1", "99999999999999999999"},
		"discount":    {"x", "101%", "-5%", "%", "11"},
	} {
		for _, typed := range bad {
			values := map[string]string{}
			for k, v := range good {
				values[k] = v
			}
			values[field] = typed
			_, err := m.SetLine(ctx, page.Account.Invoice, billing.ChargeItem{}, values)
			if problem := c.Desk.Problem(err); err == nil || problem.Fields[field] == "" {
				t.Errorf("%s %q: %v, fields %v", field, typed, err, problem.Fields)
			}
		}
	}
	if after := c.load(m, page.Account.Invoice.ID); len(after.Lines) != 1 || after.Account.Invoice.Version != page.Account.Invoice.Version {
		t.Error("a refused line changed the bill")
	}
}

func TestModelDiscountLimit(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	desk, doctor := c.model(c.Desk, p), c.model(c.Doctor, p)
	page := must[billPage](t)(desk.AddFee(ctx, c.load(desk, billing.InvoiceID{}).Account.Invoice, c.fees[0], value.Whole(1)))
	_, err := desk.Discount(ctx, page.Account.Invoice, "90%")
	wantCode(t, err, store.Forbidden)
	if desk.discountLimit() == "" || doctor.discountLimit() != "" {
		t.Error("the limit is told to the wrong person")
	}
	page = must[billPage](t)(doctor.Discount(ctx, page.Account.Invoice, "90 %"))
	if page.Account.Invoice.Gross != 5000 {
		t.Errorf("gross %d", page.Account.Invoice.Gross)
	}
	page = must[billPage](t)(doctor.Discount(ctx, page.Account.Invoice, "100.50"))
	if page.Account.Invoice.Discount != 10050 {
		t.Errorf("discount %d", page.Account.Invoice.Discount)
	}
	page = must[billPage](t)(doctor.Discount(ctx, page.Account.Invoice, ""))
	if page.Account.Invoice.Discount != 0 {
		t.Errorf("discount %d", page.Account.Invoice.Discount)
	}
}

func TestModelIssueAndPay(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	bill := c.arrives(p)
	m := c.model(c.Desk, p)
	_, err := m.IssueAndPay(ctx, bill.Invoice, payment{Amount: "nonsense", Method: billing.Cash})
	if c.Desk.Problem(err).Fields["amount"] == "" {
		t.Errorf("an amount that is none: %v", err)
	}
	_, err = m.IssueAndPay(ctx, bill.Invoice, payment{Amount: "500", Method: "shells"})
	wantCode(t, err, store.Invalid)
	if after := c.load(m, bill.ID); after.Account.Status != billing.Draft {
		t.Fatalf("a payment that was refused left the bill %s", after.Account.Status)
	}
	r := must[received](t)(m.IssueAndPay(ctx, bill.Invoice, payment{Amount: "700", Method: billing.UPI, Reference: "4711"}))
	if r.Page.Account.Status != billing.Balanced || r.Page.Account.Invoice.Number == "" || len(r.Page.Payments) != 1 || len(r.Page.Waiting()) != 2 {
		t.Errorf("issued and paid: %+v", r.Page)
	}
	if !strings.Contains(plain(r.Notice), "₹200.00 was more") {
		t.Errorf("notice %q", r.Notice)
	}
	if owed, credit := c.standing(p); owed != 0 || credit != 200 {
		t.Errorf("owed %d, credit %d", owed, credit)
	}
	_, err = m.IssueAndPay(ctx, bill.Invoice, payment{Amount: "500", Method: billing.Cash})
	wantCode(t, err, store.Conflict)
	if owed, credit := c.standing(p); owed != 0 || credit != 200 {
		t.Errorf("paid twice: owed %d, credit %d", owed, credit)
	}
}

func TestModelAdvanceThenBill(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	m := c.model(c.Desk, p)
	page := c.load(m, billing.InvoiceID{})
	r := must[received](t)(m.Advance(ctx, page.Account.Invoice, payment{Amount: "300", Method: billing.Cash}))
	if len(r.Page.Waiting()) != 1 {
		t.Error("the receipt of an advance is not offered for printing")
	}
	bill := c.arrives(p)
	page = c.load(m, bill.ID)
	if due, used := page.Due().Minor, page.CreditUsed().Minor; due != 20000 || used != 30000 {
		t.Errorf("due %d, from credit %d", due, used)
	}
	r = must[received](t)(m.IssueAndPay(ctx, bill.Invoice, payment{Amount: "200", Method: billing.Card}))
	if r.Page.Account.Status != billing.Balanced || len(r.Page.Payments) != 2 {
		t.Errorf("%s, %d payments", r.Page.Account.Status, len(r.Page.Payments))
	}
	if owed, credit := c.standing(p); owed != 0 || credit != 0 {
		t.Errorf("owed %d, credit %d", owed, credit)
	}
}

func TestModelCreditAndRefund(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	bill := c.arrives(p)
	m := c.model(c.Doctor, p)
	page := must[billPage](t)(m.AddFee(ctx, bill.Invoice, c.fees[2], value.Whole(1)))
	r := must[received](t)(m.IssueAndPay(ctx, page.Account.Invoice, payment{Amount: "650", Method: billing.Cash}))
	invoice := r.Page.Account.Invoice
	_, err := m.Credit(ctx, invoice, billing.ChargeItemID{}, "", "  ")
	if c.Doctor.Problem(err).Fields["reason"] == "" {
		t.Errorf("without a reason: %v, %v", err, c.Doctor.Problem(err).Fields)
	}
	_, err = m.Credit(ctx, invoice, r.Page.Lines[1].ID, "151", "not done")
	wantCode(t, err, store.Invalid)
	page = must[billPage](t)(m.Credit(ctx, invoice, r.Page.Lines[1].ID, "100", "Half the dressing"))
	if page.Balance.Credit.Minor != 10000 || page.Account.Credited != 10000 {
		t.Errorf("after a part: %+v", page.Account)
	}
	page = must[billPage](t)(m.Credit(ctx, invoice, billing.ChargeItemID{}, "", "Wrong patient"))
	if page.Account.Status != billing.Cancelled || page.Balance.Credit.Minor != 65000 {
		t.Errorf("after all: %s, credit %d", page.Account.Status, page.Balance.Credit.Minor)
	}
	_, err = m.Refund(ctx, invoice, payment{Amount: "700", Method: billing.Cash}, "asked for it")
	wantCode(t, err, store.Conflict)
	back := must[received](t)(m.Refund(ctx, invoice, payment{Amount: "650", Method: billing.Cash}, "asked for it"))
	if !back.Receipt.IsRefund() || back.Page.Balance.Credit.Minor != 0 {
		t.Errorf("refund %+v", back.Receipt)
	}
	desk := c.model(c.Desk, p)
	if desk.mayGiveBack() || !m.mayGiveBack() {
		t.Error("giving back is offered to the wrong person")
	}
	c.limits(5000)
	if !desk.mayGiveBack() || desk.refundLimit() == "" || m.refundLimit() != "" {
		t.Error("the limit is told to the wrong person")
	}
	r = must[received](t)(desk.Advance(ctx, invoice, payment{Amount: "100", Method: billing.Cash}))
	_, err = desk.Refund(ctx, r.Page.Account.Invoice, payment{Amount: "51", Method: billing.Cash}, "asked for it")
	wantCode(t, err, store.Forbidden)
}

func TestModelUseCredit(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	bill := c.arrives(p)
	m := c.model(c.Desk, p)
	r := must[received](t)(m.Issue(ctx, bill.Invoice))
	r = must[received](t)(m.Advance(ctx, r.Page.Account.Invoice, payment{Amount: "500", Method: billing.Cash}))
	page := must[billPage](t)(m.UseCredit(ctx, r.Page.Account.Invoice))
	if page.Account.Status != billing.Balanced {
		t.Errorf("%s", page.Account.Status)
	}
}

func TestModelWhichBill(t *testing.T) {
	c := openClinic(t)
	p, other := c.patient("Meera", "Sharma"), c.patient("Asha", "Rao")
	m := c.model(c.Desk, p)
	must[received](t)(m.Issue(ctx, c.arrives(p).Invoice))
	draft := must[billPage](t)(m.AddFee(ctx, must[billPage](t)(m.Load(ctx, billing.InvoiceID{}, preferNew)).Account.Invoice, c.fees[1], value.Whole(1)))
	for prefer, want := range map[string]billing.Status{preferDraft: billing.Draft, preferNew: billing.Draft, preferOpen: billing.Issued} {
		page := must[billPage](t)(m.Load(ctx, billing.InvoiceID{}, prefer))
		if page.Account.Status != want || len(page.Others) != 1 {
			t.Errorf("%q: %s, %d others", prefer, page.Account.Status, len(page.Others))
		}
	}
	if _, err := c.model(c.Desk, other).Load(ctx, draft.Account.Invoice.ID, ""); store.CodeOf(err) != store.NotFound {
		t.Errorf("another patient's bill: %v", err)
	}
	if err := m.Discard(ctx, draft.Account.Invoice); err != nil {
		t.Fatal(err)
	}
	if page := must[billPage](t)(m.Load(ctx, billing.InvoiceID{}, preferNew)); !page.Account.Invoice.ID.IsZero() {
		t.Error("a bill that was given up comes back")
	}
}

func TestModelPayWords(t *testing.T) {
	c := openClinic(t)
	m := c.model(c.Desk, c.patient("Meera", "Sharma"))
	due := c.Desk.Amount(50000)
	for typed, want := range map[string]string{"500": "pays the bill in full", "620": "₹120.00 more", "400": "₹100.00 stays to be paid", "x": "", "": "", "0": ""} {
		if got := plain(m.PayWords(due, typed, false)); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%q: %q", typed, got)
		}
	}
}

// Bill and pay: from the day's list, four keys at most.
func TestPayKeys(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	bill := c.arrives(p)
	f := c.show(c.Desk)
	f.Go(frame.Target{Place: frame.Billing})
	keys := []string{"Enter", "Ctrl+Enter", "Enter", "Ctrl+P"} // open, issue and pay, take it in cash, print
	c.Press(keys...)
	if len(keys) > 4 {
		t.Errorf("%d keys", len(keys))
	}
	var account billing.Account
	c.View(c.Desk, action.ReadBilling, func(tx *store.Tx) (err error) {
		account, err = billing.AccountOf(tx, bill.ID)
		return err
	})
	if account.Status != billing.Balanced {
		t.Fatalf("the bill is %s", account.Status)
	}
	if len(c.went) != 1 || c.went[0] != (frame.Target{Place: frame.Document, Patient: p.ID.Raw(), Text: printNow}) {
		t.Errorf("went to %+v", c.went)
	}
	f.Back()
	if at := f.At(); at.Record != bill.ID.Raw() || at.Text != "" {
		t.Errorf("back at %+v", at)
	}
}

// From the list straight to the money, by another method: Ctrl+Enter, Tab, u, Enter.
func TestPayFromListKeys(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	c.arrives(p)
	f := c.show(c.Desk)
	f.Go(frame.Target{Place: frame.Billing})
	c.Press("Ctrl+Enter", "Tab")
	c.Type("u")
	c.Press("Enter")
	page := c.load(c.model(c.Desk, p), billing.InvoiceID{})
	c.View(c.Desk, action.ReadBilling, func(tx *store.Tx) error {
		list, err := billing.PaymentsOf(tx, p.ID)
		if err != nil || len(list) != 1 || list[0].Method != billing.UPI || list[0].Amount != 50000 {
			t.Errorf("%+v, %v, %+v", list, err, page)
		}
		return nil
	})
}

func TestBillByTyping(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	f := c.show(c.Desk)
	f.Go(frame.Target{Place: frame.Bill, Patient: p.ID.Raw()})
	c.Type("3 dress")
	c.Press("Enter")
	c.Type("bandage")
	c.Press("Enter") // no such fee: by hand, the price is asked
	c.Type("80")
	c.Press("Enter")
	m := c.model(c.Desk, p)
	page := c.load(m, billing.InvoiceID{})
	if len(page.Lines) != 2 || page.Account.Invoice.Gross != 53000 || page.Lines[1].Description != "bandage" {
		t.Fatalf("%+v", page.Lines)
	}
	c.Press("Shift+Tab")
	fyneFocus(c, c.bill().list)
	c.Press("End", "Delete")
	if page = c.load(m, page.Account.Invoice.ID); len(page.Lines) != 1 {
		t.Fatalf("%d lines after Delete", len(page.Lines))
	}
	c.Press("Ctrl+Z")
	if page = c.load(m, page.Account.Invoice.ID); len(page.Lines) != 2 {
		t.Errorf("%d lines after Ctrl+Z", len(page.Lines))
	}
	// A mistake in a field stays beside it, and nothing is written.
	fyneFocus(c, c.bill().list)
	c.Press("Home", "Enter")
	c.Type("x")
	c.Press("Enter")
	if !f.Covered() {
		t.Fatal("the dialog closed over a mistake")
	}
	c.Press("Esc")
	if page = c.load(m, page.Account.Invoice.ID); page.Lines[0].Quantity.String() != "3" {
		t.Errorf("quantity %s", page.Lines[0].Quantity)
	}
	// What was typed is there again.
	fyneFocus(c, c.bill().list)
	c.Press("Home", "Enter")
	if kept := c.bill().kept[page.Lines[0].ID.String()]["quantity"]; kept != "x" {
		t.Errorf("kept %q", kept)
	}
}

func TestBillRefusals(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	bill := c.arrives(p)
	f := c.show(c.Desk)
	f.Go(frame.Target{Place: frame.Bill, Patient: p.ID.Raw(), Record: bill.ID.Raw()})
	c.Press("Ctrl+Enter")
	c.Type("0")
	c.Press("Enter")
	if !f.Covered() {
		t.Error("nothing was taken, and the dialog closed")
	}
	c.Press("Esc", "F3")
	c.Type("60%")
	c.Press("Enter")
	if !f.Covered() {
		t.Error("a discount beyond the limit went through")
	}
	c.Press("Esc", "Esc")
	if owed, credit := c.standing(p); owed != 0 || credit != 0 {
		t.Errorf("owed %d, credit %d", owed, credit)
	}
	f.Go(frame.Target{Place: frame.Bill, Patient: p.ID.Raw(), Record: p.ID.Raw()}) // no bill of this id
	c.Press("Ctrl+Enter", "F3", "Ctrl+P")
}
