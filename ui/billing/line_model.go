package billing

import (
	"context"
	"slices"
	"strings"

	"satchel/data/billing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// change writes the lines of a bill that is being written, beginning it where it was not begun.
func (m billModel) change(ctx context.Context, i billing.Invoice, change func([]billing.ChargeItem) ([]billing.ChargeItem, error)) (billPage, error) {
	var p billPage
	err := m.session.Update(ctx, action.Bill, func(tx *store.Tx) error {
		var now billing.Bill
		var err error
		if !i.ID.IsZero() {
			if now, err = billing.Get(tx, i.ID); err != nil {
				return err
			}
		}
		lines, err := change(now.Lines)
		if err != nil {
			return err
		}
		if i.ID.IsZero() {
			now, err = billing.NewDraft(tx, i, lines...)
		} else {
			now, err = billing.SetLines(tx, i, lines)
		}
		if err != nil {
			return err
		}
		p, err = m.read(tx, now.ID, "")
		return err
	}, store.About(m.patient))
	return p, err
}

// AddFee adds a line of a fee.
func (m billModel) AddFee(ctx context.Context, i billing.Invoice, fee billing.Fee, quantity value.Decimal) (billPage, error) {
	line := billing.LineOf(fee)
	line.Quantity = quantity
	return m.change(ctx, i, func(lines []billing.ChargeItem) ([]billing.ChargeItem, error) { return append(lines, line), nil })
}

// SetLine keeps a line as a form holds it: one without an id is new.
func (m billModel) SetLine(ctx context.Context, i billing.Invoice, line billing.ChargeItem, values map[string]string) (billPage, error) {
	line, err := m.lineOf(line, values)
	if err != nil {
		return billPage{}, err
	}
	p, err := m.change(ctx, i, func(lines []billing.ChargeItem) ([]billing.ChargeItem, error) {
		if line.ID.IsZero() {
			return append(lines, line), nil
		}
		for n := range lines {
			if lines[n].ID == line.ID {
				lines[n] = line
				return lines, nil
			}
		}
		return nil, store.Fail(store.Conflict, "error.store.conflict")
	})
	return p, lineProblems(err)
}

// RemoveLine takes a line off the bill.
func (m billModel) RemoveLine(ctx context.Context, i billing.Invoice, id billing.ChargeItemID) (billPage, error) {
	return m.change(ctx, i, func(lines []billing.ChargeItem) ([]billing.ChargeItem, error) {
		return slices.DeleteFunc(lines, func(l billing.ChargeItem) bool { return l.ID == id }), nil
	})
}

// PutLineBack undoes RemoveLine: the line stands where it stood.
func (m billModel) PutLineBack(ctx context.Context, i billing.Invoice, line billing.ChargeItem) (billPage, error) {
	at := line.Position - 1
	line.ID, line.Meta = billing.ChargeItemID{}, store.Meta{}
	return m.change(ctx, i, func(lines []billing.ChargeItem) ([]billing.ChargeItem, error) {
		return slices.Insert(lines, min(max(at, 0), len(lines)), line), nil
	})
}

// Discount takes a percentage ("10%") or an amount ("50") off the whole bill, in place of earlier discounts; "" takes them back.
func (m billModel) Discount(ctx context.Context, i billing.Invoice, typed string) (billPage, error) {
	percent, amount, err := m.parseDiscount(typed)
	if err != nil {
		return billPage{}, fieldProblem("discount", err)
	}
	var p billPage
	err = m.session.Update(ctx, action.Bill, func(tx *store.Tx) error {
		var bill billing.Bill
		var err error
		if percent.IsSet() {
			bill, err = billing.DiscountPercent(tx, i, percent)
		} else {
			bill, err = billing.DiscountAmount(tx, i, amount)
		}
		if err != nil {
			return err
		}
		p, err = m.read(tx, bill.ID, "")
		return err
	}, store.About(m.patient))
	return p, err
}

// FindFee offers the fees that a typed text may mean, best first. A number before it is how many: "3 dressing".
func FindFee(fees []billing.Fee, typed string, mark value.DecimalMark) (found []billing.Fee, quantity value.Decimal, text string) {
	quantity, text = value.Whole(1), strings.TrimSpace(typed)
	if first, rest, parted := strings.Cut(text, " "); parted {
		if n, err := value.ParseDecimal(strings.TrimSuffix(first, "x"), mark); err == nil && n.Sign() > 0 {
			quantity, text = n, strings.TrimSpace(rest)
		}
	}
	words := value.SearchTokens(text)
	var begins, holds []billing.Fee
	for _, f := range fees {
		name := value.SearchKey(f.Name)
		switch {
		case len(words) == 0:
			holds = append(holds, f)
		case strings.EqualFold(f.Code, text):
			begins = slices.Insert(begins, 0, f)
		case strings.HasPrefix(name, value.SearchKey(text)) || strings.HasPrefix(f.Code, strings.ToLower(text)):
			begins = append(begins, f)
		case allBegin(words, append(value.SearchTokens(f.Name), f.Code)):
			holds = append(holds, f)
		}
	}
	return append(begins, holds...), quantity, text
}

// allBegin reports that each word begins one of the tokens.
func allBegin(words, tokens []string) bool {
	for _, w := range words {
		if !slices.ContainsFunc(tokens, func(t string) bool { return strings.HasPrefix(t, w) }) {
			return false
		}
	}
	return true
}

// mark is how the practice writes the fraction of a number.
func (m billModel) mark() value.DecimalMark {
	if m.session.Settings.Amounts().Mark == "," {
		return value.Comma
	}
	return value.Point
}

// parseDiscount reads "10%", "10 %", "50" or "".
func (m billModel) parseDiscount(typed string) (percent value.Decimal, amount value.Money, err error) {
	typed = strings.TrimSpace(typed)
	amount = m.session.Amount(0)
	if typed == "" {
		return percent, amount, nil
	}
	if number, isPercent := strings.CutSuffix(typed, "%"); isPercent {
		percent, err = value.ParseDecimal(strings.TrimSpace(number), m.mark())
		if err == nil && !percent.IsSet() {
			err = value.ErrNumberMissing
		}
		return percent, amount, err
	}
	amount, err = value.ParseMoney(typed, m.session.Settings.Currency, m.session.Settings.Amounts())
	return percent, amount, err
}

// lineValues are the form's, for a line.
func (m billModel) lineValues(l billing.ChargeItem) map[string]string {
	format := m.session.Settings.Amounts()
	values := map[string]string{"description": l.Description, "quantity": m.number(l.Quantity), "tax": l.TaxName}
	if l.UnitPrice != 0 || !l.Fee.IsZero() {
		values["unitPrice"] = m.session.Amount(int64(l.UnitPrice)).Format(format)
	}
	switch {
	case l.DiscountPercent.IsSet():
		values["discount"] = m.number(l.DiscountPercent) + "%"
	case l.Discount != 0:
		values["discount"] = m.session.Amount(int64(l.Discount)).Format(format)
	}
	return values
}

// number writes a decimal with the practice's mark.
func (m billModel) number(d value.Decimal) string {
	if m.mark() == value.Comma {
		return strings.ReplaceAll(d.String(), ".", ",")
	}
	return d.String()
}

// lineOf puts what a form holds into a line; it returns value.Problems for what can't be read.
func (m billModel) lineOf(l billing.ChargeItem, values map[string]string) (billing.ChargeItem, error) {
	var problems value.Problems
	l.Description, l.TaxName = values["description"], values["tax"]
	problems.Required("description", strings.TrimSpace(l.Description))
	quantity, err := value.ParseDecimal(strings.TrimSpace(values["quantity"]), m.mark())
	problems.Check("quantity", err)
	l.Quantity = quantity
	price, err := value.ParseMoney(strings.TrimSpace(values["unitPrice"]), m.session.Settings.Currency, m.session.Settings.Amounts())
	problems.Check("unitPrice", err)
	l.UnitPrice = billing.Minor(price.Minor)
	percent, off, err := m.parseDiscount(values["discount"])
	problems.Check("discount", err)
	l.DiscountPercent, l.Discount = percent, billing.Minor(off.Minor)
	if err := problems.Err(); err != nil {
		return l, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
	}
	return l, nil
}

// lineProblems names the fields of a line's problems as its form does: "lines[2].quantity" is "quantity".
func lineProblems(err error) error {
	return renamed(err, func(field string) string {
		if _, own, of := strings.Cut(field, "]."); of && strings.HasPrefix(field, "lines[") {
			field = own
		}
		if field == "discountPercent" {
			return "discount"
		}
		return field
	})
}

// LineDetail says under a line how its price came about, "" where it is plain: "3 × ₹50.00 · less 10 %".
func (m billModel) LineDetail(l billing.ChargeItem) string {
	var parts []string
	switch {
	case l.DiscountPercent.IsSet():
		parts = append(parts, m.session.Text("billing_screen.less_percent", "Percent", m.number(l.DiscountPercent)))
	case l.Discount > 0:
		parts = append(parts, m.session.Text("billing_screen.less", "Amount", m.session.Money(l.Discount.In(m.session.Settings.Currency))))
	}
	if l.TaxKind == billing.TaxRated {
		parts = append(parts, m.session.Text("billing_screen.tax_line", "Name", l.TaxName, "Percent", m.number(l.TaxPercent)))
	}
	return strings.Join(parts, " · ")
}

// quantity reads how many, as the practice writes numbers.
func (m billModel) quantity(typed string) (value.Decimal, error) {
	n, err := value.ParseDecimal(strings.TrimSpace(typed), m.mark())
	if err != nil {
		return n, fieldProblem("quantity", err)
	}
	return n, nil
}
