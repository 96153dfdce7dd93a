package reports

import (
	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// setReceipt draws a receipt, on a sheet or on a roll.
func setReceipt(_ documents.Kind, f documents.ReceiptFacts) (*page.Document, error) {
	s := newSetter(f.Setting)
	s.title = s.word("documents.title.receipt")
	if f.Refund {
		s.title = s.word("documents.title.refund")
	}
	s.practice, s.number, s.issued, s.patient, s.void = f.Letterhead.Practice, f.Number, f.Issued, &f.Patient, f.Void

	if f.Setting.Paper == documents.PaperRoll80 {
		return s.rollReceipt(f)
	}
	first := s.letterhead(f.Letterhead, s.headTitle(f.Letterhead.Practice))
	elements := s.notices(nil, "", "", "")
	elements = append(elements, page.Part{Box: s.receiptFacts(f)})
	elements = append(elements, page.Part{Before: s.line / 2, Box: s.received(f)})
	for _, box := range s.allocations(f) {
		elements = append(elements, page.Part{Before: s.line / 5, Box: box})
	}
	width := s.width() * 42 / 100
	closing, err := s.signature(page.Box{}, nil,
		s.Text(width, page.Left, s.noteStrong, "receivedBy", f.ReceivedBy),
		s.words(width, page.Left, s.label, s.receiverKey(f)))
	if err != nil {
		return nil, err
	}
	return s.compose(first, closing, elements...)
}

func (s *setter) receiverKey(f documents.ReceiptFacts) string {
	if f.Refund {
		return "documents.receipt.paid_by"
	}
	return "documents.receipt.received_by"
}

// payer says between whom the money moved.
func (s *setter) payer(f documents.ReceiptFacts) (key, field, text string) {
	key = "documents.receipt.from"
	if f.Refund {
		key = "documents.receipt.to"
	}
	if f.Payer.IsZero() {
		return key, "patient.name", s.name("patient.name", f.Patient.Name)
	}
	return key, "payer", s.name("payer", f.Payer)
}

// receiptFacts are who paid on the left, and the receipt's number and date on the right.
func (s *setter) receiptFacts(f documents.ReceiptFacts) page.Box {
	right := s.width() * 38 / 100
	left := s.width() - right - 4*mm
	key, field, payer := s.payer(f)
	from := page.Stack(s.words(left, page.Left, s.heading, key), s.Text(left, page.Left, s.person, field, payer))
	if !f.Payer.IsZero() {
		from = page.Stack(from, page.Space(s.line/2), s.words(left, page.Left, s.heading, "documents.receipt.patient"), s.identity(left, false))
	} else {
		from = page.Stack(s.words(left, page.Left, s.heading, key), s.identity(left, false))
	}
	rows := []page.Box{
		s.pair(right, "documents.receipt.number", s.strong, "number", bound(f.Number)),
		s.pair(right, "documents.receipt.date", s.body, "issued", s.date(s.day())),
		s.pair(right, "documents.receipt.method", s.body, "method", f.Method),
	}
	if f.Reference != "" {
		rows = append(rows, s.pair(right, "documents.receipt.reference", s.body, "reference", f.Reference))
	}
	if who := s.paidFor(f); who != "" {
		rows = append(rows, s.pair(right, "documents.invoice.practitioner", s.body, "practitioner.name", who))
	}
	rows = append(rows, s.licence(right, f.Practitioner))
	return page.RowTop(s.width(), page.Cell{Box: from}, page.Cell{X: s.width() - right, Box: page.Stack(rows...)})
}

// paidFor is whose fee it is.
func (s *setter) paidFor(f documents.ReceiptFacts) string {
	if f.Practitioner.Name.IsZero() {
		return ""
	}
	return s.name("practitioner.name", f.Practitioner.Name)
}

// received is the amount in figures and words.
func (s *setter) received(f documents.ReceiptFacts) page.Box {
	width := s.width() - 8*mm
	amount := s.amount(f.Amount)
	figures := s.Width(s.look.title, "text", amount) + mm
	words := s.Text(width-figures-4*mm, page.Left, s.body, "amount", amountWords(s.setting.Language, f.Amount, s.setting.Number))
	row := page.Row(width, page.Cell{Box: words}, page.Cell{X: width - figures, Box: s.Text(figures, page.Right, s.look.title, "amount", amount)})
	return page.Fill(page.Pad(row, page.Margins{Top: s.line / 2, Right: 4 * mm, Bottom: s.line / 2, Left: 4 * mm}), tint)
}

// allocations say what was paid for, and what is left to pay.
func (s *setter) allocations(f documents.ReceiptFacts) []page.Box {
	inner := s.width() - 8*mm
	inset := func(box page.Box) page.Box { return page.Pad(box, page.Margins{Left: 4 * mm, Right: 4 * mm}) }
	list := []page.Box{page.Space(s.line / 4)}
	if len(f.Pays) > 0 {
		list = append(list, inset(s.words(inner, page.Left, s.heading, "documents.receipt.pays")))
	} else if !f.Refund {
		list = append(list, inset(s.words(inner, page.Left, s.body, "documents.receipt.advance")))
	}
	room := s.receiptRoom(f)
	for _, part := range f.Pays {
		list = append(list, inset(s.sum(inner, room, s.settled(part), s.body, s.money(part.Amount))))
	}
	return append(list, page.Stack(page.Space(s.line/4), page.Rule(s.width(), hairline, hair), page.Space(s.line/4), inset(s.remaining(inner, room, f.Balance))))
}

// receiptRoom is the room of the amounts that stand below each other.
func (s *setter) receiptRoom(f documents.ReceiptFacts) page.Length {
	room := s.roomFor(s.strong, s.amount(f.Balance), s.amount(f.Balance.Neg()))
	for _, part := range f.Pays {
		room = max(room, s.room(s.body, part.Amount))
	}
	return room
}

func (s *setter) settled(part documents.Allocation) string {
	if part.Date.IsZero() {
		return bound(part.Number)
	}
	return s.word("documents.receipt.of_date", "Number", bound(part.Number), "Date", s.date(part.Date))
}

func (s *setter) remaining(width, room page.Length, balance value.Money) page.Box {
	switch {
	case balance.Minor == 0:
		return s.words(width, page.Left, s.strong, "documents.receipt.balance_none")
	case balance.Minor < 0:
		return s.sum(width, room, s.word("documents.receipt.balance_credit"), s.strong, s.amount(balance.Neg()))
	}
	return s.sum(width, room, s.word("documents.receipt.balance"), s.strong, s.amount(balance))
}

// rollLogo sets the logo in the middle of a roll, which prints it in dots of black.
func (s *setter) rollLogo(data []byte) page.Box {
	if len(data) == 0 {
		return page.Box{}
	}
	box, err := s.Picture(data, s.width()*3/5, 16*mm)
	if err != nil {
		return page.Box{}
	}
	centred := page.Row(s.width(), page.Cell{X: (s.width() - box.Width) / 2, Box: box})
	return page.Pad(centred, page.Margins{Bottom: s.line / 3})
}

// rollReceipt sets the same facts on a roll: one narrow column, as long as it needs.
func (s *setter) rollReceipt(f documents.ReceiptFacts) (*page.Document, error) {
	width := s.width()
	centre := func(style page.Style, field, text string) page.Box {
		return s.Text(width, page.Centre, style, field, text)
	}
	rule := page.Pad(page.Rule(width, fine, ink), page.Margins{Top: s.line / 3, Bottom: s.line / 3})
	head := []page.Box{s.rollLogo(f.Letterhead.Logo), centre(in(s.person, ink), "letterhead.practice", f.Letterhead.Practice),
		centre(s.slanted, "letterhead.slogan", f.Letterhead.Slogan)}
	for _, line := range f.Letterhead.Address {
		head = append(head, centre(s.note, "letterhead.address", line))
	}
	head = append(head,
		centre(s.note, "letterhead.phone", s.joined(dot, bound(f.Letterhead.Phone), f.Letterhead.Email)),
		centre(s.note, "letterhead.taxId", s.joined(dot, f.Letterhead.TaxID, f.Letterhead.Registration)),
		rule, centre(s.person, "text", s.title), page.Space(s.line/4))
	var elements []page.Element
	add := func(boxes ...page.Box) {
		for _, box := range boxes {
			elements = append(elements, page.Part{Box: box})
		}
	}
	elements = append(elements, s.notices(nil, "", "", "")...)
	key, field, payer := s.payer(f)
	add(s.pair(width, "documents.receipt.number", s.strong, "number", bound(f.Number)),
		s.pair(width, "documents.receipt.date", s.body, "issued", instant(s.setting.Language, f.Issued, s.setting.Zone)),
		s.pair(width, key, s.body, field, payer))
	if !f.Payer.IsZero() {
		add(s.pair(width, "documents.receipt.patient", s.body, "patient.name", s.name("patient.name", f.Patient.Name)))
	}
	add(s.Text(width, page.Right, s.label, "patient", s.joined(dot, s.born(), s.patientNumber())),
		s.pair(width, "documents.receipt.method", s.body, "method", f.Method))
	if f.Reference != "" {
		add(s.pair(width, "documents.receipt.reference", s.body, "reference", f.Reference))
	}
	if who := s.paidFor(f); who != "" {
		add(s.pair(width, "documents.invoice.practitioner", s.body, "practitioner.name", who))
	}
	add(s.licence(width, f.Practitioner))
	add(rule)
	room := max(s.receiptRoom(f), s.roomFor(s.person, s.amount(f.Amount)))
	if len(f.Pays) == 0 && !f.Refund {
		add(s.words(width, page.Left, s.body, "documents.receipt.advance"))
	}
	for _, part := range f.Pays {
		add(s.sum(width, room, s.settled(part), s.body, s.money(part.Amount)))
	}
	add(page.Space(s.line/4), s.sum(width, room, s.word("documents.receipt.amount"), s.person, s.amount(f.Amount)),
		s.Text(width, page.Left, s.note, "amount", amountWords(s.setting.Language, f.Amount, s.setting.Number)),
		rule, s.remaining(width, room, f.Balance))
	if f.ReceivedBy != "" {
		add(s.pair(width, s.receiverKey(f), s.body, "receivedBy", f.ReceivedBy))
	}
	return s.compose(page.Stack(head...), page.Box{}, elements...)
}
