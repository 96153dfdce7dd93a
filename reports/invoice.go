package reports

import (
	"strings"

	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// setInvoice draws an invoice, or a credit note with the same parts.
func setInvoice(kind documents.Kind, f documents.InvoiceFacts) (*page.Document, error) {
	credit := kind == documents.CreditNote
	if credit != (f.Credits != nil) {
		return nil, value.Problems{{Field: "credits", Key: "error.documents.reference_missing"}}
	}
	s := newSetter(f.Setting)
	s.title = s.word(f.Title.CatalogueKey())
	if credit {
		s.title = s.word("documents.title.credit_note")
	}
	s.practice, s.number, s.issued, s.patient, s.void = f.Letterhead.Practice, f.Number, f.Issued, &f.Patient, f.Void

	first := s.letterhead(f.Letterhead, s.headTitle(f.Letterhead.Practice))
	elements := []page.Element{page.Part{Box: s.invoiceHead(f, credit)}}
	elements = append(elements, s.notices(f.Credits, "credits", "documents.invoice.credits", "documents.invoice.credits_undated")...)
	table := s.invoiceTable(f)
	table.Before = s.line * 3 / 4
	table.Tail = s.totals(f, credit)
	elements = append(elements, table, page.Part{Before: s.line / 2, Box: page.StackGap(s.line/4,
		s.Text(s.width(), page.Left, s.body, "note", f.Note),
		s.Text(s.width(), page.Left, s.label, "exemptReason", f.ExemptReason))})
	closing, err := s.invoiceClose(f)
	if err != nil {
		return nil, err
	}
	return s.compose(first, closing, elements...)
}

// invoiceHead says who is billed on the left, and numbers and dates on the right.
func (s *setter) invoiceHead(f documents.InvoiceFacts, credit bool) page.Box {
	right := s.width() * 38 / 100
	left := s.width() - right - 4*mm
	billed := s.identity(left, false)
	if f.Buyer != nil {
		buyer := page.Stack(
			s.Text(left, page.Left, s.person, "buyer.name", s.name("buyer.name", f.Buyer.Name)),
			s.Text(left, page.Left, s.label, "buyer.address", s.joined(", ", f.Buyer.Address...)),
			s.Text(left, page.Left, s.body, "buyer.taxId", f.Buyer.TaxID),
		)
		billed = page.Stack(buyer, page.Space(s.line/2), s.words(left, page.Left, s.heading, "documents.invoice.patient"), s.identity(left, false))
	}
	numberKey := "documents.invoice.number"
	if credit {
		numberKey = "documents.invoice.credit_number"
	}
	due := s.known(f.DueDate)
	if credit {
		due = "" // nothing is to be paid
	}
	practitioner := ""
	if !f.Practitioner.Name.IsZero() {
		practitioner = s.name("practitioner.name", f.Practitioner.Name)
	}
	var rows []page.Box
	for _, row := range []struct {
		key, field, text string
		style            page.Style
	}{
		{numberKey, "number", bound(f.Number), s.strong},
		{"documents.invoice.date", "issued", s.date(s.day()), s.body},
		{"documents.invoice.service_date", "serviceDate", s.known(f.ServiceDate), s.body},
		{"documents.invoice.due_date", "dueDate", due, s.body},
		{"documents.invoice.place_of_supply", "placeOfSupply", f.PlaceOfSupply, s.body},
		{"documents.invoice.practitioner", "practitioner.name", practitioner, s.body},
	} {
		if row.text != "" {
			rows = append(rows, s.pair(right, row.key, row.style, row.field, row.text))
		}
	}
	rows = append(rows, s.licence(right, f.Practitioner))
	return page.RowTop(s.width(),
		page.Cell{Box: page.Stack(s.words(left, page.Left, s.heading, "documents.invoice.billed_to"), billed)},
		page.Cell{X: s.width() - right, Box: page.Stack(rows...)},
	)
}

// licence are the numbers by which a practitioner is known to a council or registry, at the end side.
func (s *setter) licence(width page.Length, p documents.Practitioner) page.Box {
	return s.Text(width, page.Right, s.label, "practitioner.registration", strings.Join(kept(append([]string{p.Registration}, p.Identifiers...)...), "\n"))
}

// known writes a date, or nothing where there is none.
func (s *setter) known(d value.PartialDate) string {
	if d.IsZero() {
		return ""
	}
	return s.date(d)
}

// pair sets a label at the left of a column and a text at its right edge; a text that is
// too long for that goes below.
func (s *setter) pair(width page.Length, key string, style page.Style, field, text string) page.Box {
	label := s.word(key)
	used := s.Width(s.label, "text", label) + 3*mm
	if used+s.Width(style, field, text) > width {
		return page.Stack(s.Text(width, page.Left, s.label, "text", label), s.Text(width, page.Right, style, field, text))
	}
	return page.Row(width,
		page.Cell{Box: s.Text(used, page.Left, s.label, "text", label)},
		page.Cell{X: used, Box: s.Text(width-used, page.Right, style, field, text)},
	)
}

// totals sets the sums on the right and the total in words on the left.
func (s *setter) totals(f documents.InvoiceFacts, credit bool) page.Box {
	width := s.width() * 44 / 100
	inner := width - 2*s.cellPad()
	var rows []page.Box
	amounts := []value.Money{f.Taxable, f.Rounding}
	if !f.Exempt.IsZero() {
		amounts = append(amounts, f.Exempt)
	}
	for _, tax := range f.Taxes {
		amounts = append(amounts, tax.Amount)
	}
	for _, payment := range f.Payments {
		amounts = append(amounts, payment.Amount.Neg())
	}
	room := max(s.room(s.body, amounts...), s.roomFor(s.big, s.amount(f.Total), s.amount(f.Balance)))
	add := func(label string, style page.Style, amount string) {
		rows = append(rows, page.Pad(s.sum(inner, room, label, style, amount), page.Margins{Left: s.cellPad(), Right: s.cellPad(), Bottom: s.line / 6}))
	}
	if len(f.Taxes) > 0 {
		if !f.Exempt.IsZero() {
			add(s.word("documents.invoice.exempt_supplies"), s.body, s.money(f.Exempt))
		}
		add(s.word("documents.invoice.taxable"), s.body, s.money(f.Taxable))
	}
	for _, tax := range f.Taxes {
		add(s.taxLabel(tax), s.body, s.money(tax.Amount))
	}
	if !f.Rounding.IsZero() {
		add(s.word("documents.invoice.rounding"), s.body, s.money(f.Rounding))
	}
	rows = append(rows, page.Space(s.line/8), page.Rule(width, fine, ink), page.Space(s.line/5))
	total, paid := "documents.invoice.total", "documents.invoice.paid"
	if credit {
		total, paid = "documents.invoice.total_credited", "documents.invoice.refunded"
	}
	add(s.word(total), s.big, s.amount(f.Total))
	for _, payment := range f.Payments {
		add(s.word(paid, "Date", s.date(payment.Date), "Method", payment.Method), s.body, s.money(payment.Amount.Neg()))
	}
	if !credit {
		rows = append(rows, s.balance(width, room, f.Balance))
	}
	words := page.Stack(
		s.words(s.width()-width-6*mm, page.Left, s.label, "documents.invoice.words"),
		s.Text(s.width()-width-6*mm, page.Left, s.body, "total", amountWords(s.setting.Language, f.Total, s.setting.Number)),
	)
	right := page.Stack(rows...)
	return page.Pad(page.RowTop(s.width(),
		page.Cell{X: s.cellPad(), Box: words},
		page.Cell{X: s.width() - width, Box: right},
	), page.Margins{Top: s.line / 2})
}

// taxLabel is a tax with its rate, and what it is charged on where that is told.
func (s *setter) taxLabel(tax documents.TaxAmount) string {
	if !tax.Rate.IsSet() {
		return tax.Name
	}
	label := bound(s.word("documents.invoice.rate", "Name", tax.Name, "Rate", s.decimal(tax.Rate)))
	if tax.Base.IsZero() {
		return label
	}
	return s.word("documents.letterhead.tax_on", "Tax", label, "Amount", s.money(tax.Base))
}

// room is how wide the widest of some amounts is where a block of sums has to line them up itself: on a page from right to left an amount
// would otherwise begin, not end, at the edge. On other pages it is nothing: each ends at the edge anyway, and leaves its label what it can.
func (s *setter) room(style page.Style, amounts ...value.Money) page.Length {
	texts := make([]string, len(amounts))
	for i, amount := range amounts {
		texts[i] = s.money(amount)
	}
	return s.roomFor(style, texts...)
}

// roomFor is room for amounts that are written already.
func (s *setter) roomFor(style page.Style, amounts ...string) (room page.Length) {
	if !page.RightToLeft(s.setting.Language) {
		return 0
	}
	for _, amount := range amounts {
		room = max(room, s.Width(style, "text", amount)+mm/2)
	}
	return room
}

// sum sets a label and an amount on one line, in a block whose amounts take the room of the widest; a label that is too long breaks, and
// an amount that leaves it no room goes below.
func (s *setter) sum(width, room page.Length, label string, style page.Style, amount string) page.Box {
	amountWidth := max(room, s.Width(style, "text", amount)+mm/2)
	left := width - amountWidth - 2*mm
	if left < min(width/3, s.Width(style, "text", label)) {
		amountWidth = min(amountWidth, width)
		return page.Stack(s.Text(width, page.Left, style, "text", label),
			page.Row(width, page.Cell{X: width - amountWidth, Box: s.Text(amountWidth, page.Figures, style, "text", amount)}))
	}
	return page.Row(width,
		page.Cell{Box: s.Text(left, page.Left, style, "text", label)},
		page.Cell{X: width - amountWidth, Box: s.Text(amountWidth, page.Figures, style, "text", amount)},
	)
}

// balance is the amount that matters when someone has the paper in hand.
func (s *setter) balance(width, room page.Length, balance value.Money) page.Box {
	padding := page.Margins{Top: s.line / 3, Right: s.cellPad(), Bottom: s.line / 3, Left: s.cellPad()}
	inner := width - padding.Left - padding.Right
	switch {
	case balance.Minor == 0:
		return page.Pad(s.words(inner, page.Left, s.strong, "documents.invoice.balance_none"), padding)
	case balance.Minor < 0:
		return page.Pad(s.sum(inner, room, s.word("documents.invoice.balance_credit"), s.big, s.amount(balance.Neg())), padding)
	}
	box := s.sum(inner, room, s.word("documents.invoice.balance"), in(s.big, white), s.amount(balance))
	return page.Fill(page.Pad(box, padding), accent)
}

// invoiceClose is the bottom of the last page: how to pay, and who signs for the practice.
func (s *setter) invoiceClose(f documents.InvoiceFacts) (page.Box, error) {
	width := s.width() * 42 / 100
	text := strings.TrimSpace(f.PaymentText)
	left := page.Box{}
	if text != "" {
		left = page.Stack(s.words(s.width()/2, page.Left, s.noteStrong, "documents.invoice.pay"), s.Text(s.width()/2, page.Left, s.label, "paymentText", text))
	}
	if f.PaymentLink != "" {
		code, err := s.code(f.PaymentLink, "documents.invoice.pay", s.Text(s.width()*30/100, page.Left, s.label, "paymentText", text))
		if err != nil {
			return page.Box{}, problem("paymentLink", err)
		}
		left = code
	}
	box, err := s.signature(left, f.Practitioner.Signature,
		s.words(width, page.Left, s.label, "documents.invoice.signature", "Practice", f.Letterhead.Practice))
	return box, problem("practitioner.signature", err)
}
