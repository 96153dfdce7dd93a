package billing

import (
	"math/big"
	"sort"
	"strconv"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Limits of a line.
const (
	DescriptionLength = 200               // characters
	MaxQuantity       = 9999              // of one line
	QuantityScale     = 3                 // digits after the mark
	MaxAmount         = 1_000_000_000_000 // minor units of one amount: ten billion of a currency with cents
	MaxLines          = 200               // of one invoice
)

// ChargeItem is one line of an invoice or credit note (FHIR R4 ChargeItem). It may change while its invoice is a draft.
//
// Each line is rounded by itself, halves away from zero, to whole minor units, and totals are plain sums of the lines:
//
//	Price = Quantity x UnitPrice, rounded
//	Net   = Price - Discount, the discount rounded where it is a percentage
//	Tax   = Net x TaxPercent, rounded
//	Gross = Net + Tax
//
// Where the price holds the tax, as on a pack of medicine, Price and Discount are what is read on the shelf:
//
//	Gross = Price - Discount
//	Tax   = Gross x TaxPercent / (100 + TaxPercent), rounded
//	Net   = Gross - Tax
//
// A tax that India parts between the Union and the state is twice the half of it, rounded: both charge the same rate on the same
// value (CGST Act 2017 and each state's act, section 9), so that one may not be a paisa more than the other.
type ChargeItem struct {
	ID ChargeItemID `db:"id"`
	store.Meta
	Invoice         InvoiceID     `db:"invoice_id"`
	Position        int           `db:"position"`         // from 1
	Fee             FeeID         `db:"fee_id"`           // whose price it is; zero for a line written by hand
	Credits         ChargeItemID  `db:"credits_id"`       // on a credit note: the line taken back
	Description     string        `db:"description"`      // as printed
	System          CodeSystem    `db:"system"`           // of Code
	Code            string        `db:"code"`             // as printed
	Quantity        value.Decimal `db:"quantity"`         // above zero
	UnitPrice       Minor         `db:"unit_price"`       // for one, before tax unless Inclusive
	ListPrice       Minor         `db:"list_price"`       // the fee's price when the line was written; this room sets it
	DiscountPercent value.Decimal `db:"discount_percent"` // 0 to 100; unset where Discount is an amount
	Discount        Minor         `db:"discount"`         // taken off Price
	TaxName         string        `db:"tax_name"`         // of a TaxRate; "" is outside every tax
	TaxKind         TaxKind       `db:"tax_kind"`         // on the service date; this room sets it
	TaxPercent      value.Decimal `db:"tax_percent"`      // on the service date; this room sets it
	Price           Minor         `db:"price"`            // this and the next three are computed
	Net             Minor         `db:"net"`              //
	Tax             Minor         `db:"tax"`              //
	Gross           Minor         `db:"gross"`            //
	Inclusive       bool          `db:"inclusive"`        // UnitPrice and Discount hold the tax
}

// ChargeItems is the record type of lines.
var ChargeItems = store.NewTable[ChargeItem](store.Spec{Number: 73, Name: "ChargeItem", Table: "charge_item", Schema: 1, Trial: true, Read: action.BillingRead, Write: action.BillingWrite})

// LineOf makes a line of one unit of a fee.
func LineOf(f Fee) ChargeItem {
	return ChargeItem{Fee: f.ID, Description: f.Name, System: f.System, Code: f.ReportCode, Quantity: value.Whole(1), UnitPrice: f.Price, ListPrice: f.Price, TaxName: f.Tax, Inclusive: f.Inclusive}
}

// Clean trims the texts.
func (c *ChargeItem) Clean() error {
	var problems value.Problems
	problems.Text("description", &c.Description, DescriptionLength, false)
	problems.Text("code", &c.Code, CodeLength, false)
	problems.Text("tax", &c.TaxName, NameLength, false)
	return problems.Err()
}

// Validate returns all problems at once, amounts that don't follow from the others among them.
func (c ChargeItem) Validate() error {
	var problems value.Problems
	c.validateInput(&problems)
	if len(problems) > 0 {
		return problems // what follows from a wrong input would only repeat it
	}
	checkAmount(&problems, "price", c.Price)
	checkAmount(&problems, "tax", c.Tax)
	if c.Discount > c.Price {
		problems.Add("discount", "error.billing.discount_too_much")
	}
	right, halved := c, c // a line doesn't say where its supply is: its tax may be either
	if c.Credits.IsZero() {
		err := right.compute(false)
		if err == nil {
			err = halved.compute(true)
		}
		if err != nil {
			problems.Check("price", err)
			return problems.Err()
		}
	} else {
		// A credit takes back a part of a line's net and tax as they were rounded then, so only the sums are held.
		right.Net, right.Gross = c.Price-c.Discount, c.Net+c.Tax
		if c.Inclusive {
			right.Gross = c.Price - c.Discount
			right.Net = right.Gross - c.Tax
		}
	}
	if c != right && c != halved {
		problems.Add("price", "error.billing.sums_differ")
	}
	return problems.Err()
}

func (c ChargeItem) validateInput(problems *value.Problems) {
	if c.Invoice.IsZero() {
		problems.Add("invoice", "error.value.required")
	}
	problems.Text("description", &c.Description, DescriptionLength, false)
	problems.Required("description", c.Description)
	problems.Text("code", &c.Code, CodeLength, false)
	problems.Text("tax", &c.TaxName, NameLength, false)
	if !c.System.valid() {
		problems.Add("system", "error.billing.choice_unknown")
	}
	if c.Quantity.Sign() <= 0 || c.Quantity.Cmp(value.Whole(MaxQuantity)) > 0 || c.Quantity.Scale() > QuantityScale {
		problems.Add("quantity", "error.billing.quantity_between", "High", MaxQuantity, "Digits", QuantityScale)
	}
	checkAmount(problems, "unitPrice", c.UnitPrice)
	checkAmount(problems, "listPrice", c.ListPrice)
	if !c.DiscountPercent.IsSet() {
		checkAmount(problems, "discount", c.Discount)
	}
	if p := c.DiscountPercent; p.IsSet() && (p.Sign() < 0 || p.Cmp(value.Whole(100)) > 0) {
		problems.Add("discountPercent", "error.billing.percent_between", "High", 100)
	}
}

// compute fills the amounts; in halves where the tax is parted between two governments.
func (c *ChargeItem) compute(halves bool) error {
	unit := value.Money{Minor: int64(c.UnitPrice)}
	price, err := unit.MulDecimal(c.Quantity)
	if err != nil {
		return err
	}
	if price.Minor > MaxAmount {
		return value.ErrMoneyTooBig
	}
	if c.DiscountPercent.IsSet() {
		off, err := price.Percent(c.DiscountPercent)
		if err != nil {
			return err
		}
		c.Discount = Minor(off.Minor)
	}
	net, err := price.Sub(value.Money{Minor: int64(c.Discount)})
	if err != nil {
		return err
	}
	c.Price, c.Net, c.Tax = Minor(price.Minor), Minor(net.Minor), 0
	if c.TaxKind == TaxRated {
		if c.Tax, err = c.taxOf(net, halves); err != nil {
			return err
		}
	}
	c.Gross = c.Net + c.Tax
	if c.Inclusive && c.TaxKind == TaxRated {
		c.Gross, c.Net = c.Net, c.Net-c.Tax
	}
	return nil
}

// taxOf is the tax on an amount, or in it where the line's price holds it.
func (c *ChargeItem) taxOf(amount value.Money, halves bool) (tax Minor, err error) {
	rate, times := c.TaxPercent, Minor(1)
	if halves {
		if rate, err = half(rate); err != nil {
			return 0, err
		}
		times = 2
	}
	if c.Inclusive {
		tax, err = included(Minor(amount.Minor), rate, c.TaxPercent)
		return times * tax, err
	}
	charged, err := amount.Percent(rate)
	return times * Minor(charged.Minor), err
}

// half is half of a rate, exactly.
func half(rate value.Decimal) (value.Decimal, error) { return rate.Quo(value.Whole(2), rate.Scale()+1) }

// included is the tax of a rate that an amount holds beside all its taxes, rounded halves away from zero: gross x rate / (100 + all).
func included(gross Minor, rate, all value.Decimal) (Minor, error) {
	hundredAnd, err := value.Whole(100).Add(all)
	if err != nil {
		return 0, err
	}
	product, err := value.Whole(int64(gross)).Mul(rate)
	if err != nil {
		return 0, err
	}
	tax, err := product.Quo(hundredAnd, 0)
	if err != nil {
		return 0, err
	}
	n, whole := tax.Whole()
	if !whole {
		return 0, value.ErrMoneyTooBig
	}
	return Minor(n), nil
}

// computeAll cleans, numbers and computes the lines, and returns every problem with the line's place: "lines[0].quantity".
func computeAll(invoice InvoiceID, halves bool, lines []ChargeItem) error {
	var problems value.Problems
	if len(lines) > MaxLines {
		problems.Add("lines", "error.billing.too_many_lines", "Most", MaxLines)
		return problems
	}
	for i := range lines {
		l, field := &lines[i], "lines["+strconv.Itoa(i)+"]"
		l.Invoice, l.Position = invoice, i+1
		if err := l.Clean(); err != nil {
			problems.Check(field, err)
			continue
		}
		if err := l.compute(halves); err != nil && l.Quantity.IsSet() {
			problems.Check(field, err)
			continue
		}
		problems.Check(field, l.Validate())
	}
	return problems.Err()
}

// spread parts amount over the lines in proportion to their prices, to the minor unit: each line gets the whole units of its
// share, and what is left goes one by one to the largest fractions (Hamilton's method). amount may not exceed the sum of prices.
func spread(amount Minor, lines []ChargeItem) []Minor {
	total := new(big.Int)
	for _, l := range lines {
		total.Add(total, big.NewInt(int64(l.Price)))
	}
	parts := make([]Minor, len(lines))
	if total.Sign() == 0 {
		return parts
	}
	rests := make([]*big.Int, len(lines))
	order := make([]int, len(lines))
	left := amount
	for i, l := range lines {
		share, rest := new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(int64(l.Price)), big.NewInt(int64(amount))), total, new(big.Int))
		parts[i], rests[i], order[i] = Minor(share.Int64()), rest, i
		left -= parts[i]
	}
	sort.SliceStable(order, func(a, b int) bool { return rests[order[a]].Cmp(rests[order[b]]) > 0 })
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}
