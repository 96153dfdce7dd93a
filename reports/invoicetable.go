package reports

import (
	"strings"

	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// column is a column of the table, from its left edge.
type column struct {
	key      string
	args     []any
	x, width page.Length
	align    page.Align
	shown    bool
}

// columnGap is the room at the left of each column of an invoice.
const columnGap = 3 * mm

// The columns of an invoice, in their order.
const (
	columnDescription = iota
	columnCode
	columnQuantity
	columnPrice
	columnDiscount
	columnTax
	columnAmount
)

// columns gives each column that this invoice needs the width of its longest figure, and
// the description what is left. Where that is little the heads break between their words; then
// figures too wide for the paper are set smaller: one that breaks over two lines is misread.
func (s *setter) columns(f documents.InvoiceFacts) ([]column, page.Style) {
	style := s.body
	head := s.textWidth
	for {
		columns, rest := s.columnsIn(f, style, head)
		if rest >= s.width()/4 || style.Size <= s.body.Size/2 {
			return columns, style
		}
		if columns, rest = s.columnsIn(f, style, s.wordWidth); rest >= s.width()/4 {
			return columns, style
		}
		head = s.wordWidth
		style.Size -= s.body.Size / 20
	}
}

// textWidth is how wide a text is on one line.
func (s *setter) textWidth(style page.Style, text string) page.Length {
	return s.Width(style, "text", text)
}

// wordWidth is how wide the widest word of a text is, which may then break between its words.
func (s *setter) wordWidth(style page.Style, text string) (width page.Length) {
	for _, word := range strings.Fields(text) { // not at a bound space
		width = max(width, s.Width(style, "text", word)+mm/4)
	}
	return width
}

// columnsIn is columns with the figures in a style and the heads as wide as a function says, and what is left for the description.
func (s *setter) columnsIn(f documents.InvoiceFacts, style page.Style, head func(page.Style, string) page.Length) ([]column, page.Length) {
	list := []column{
		{key: "documents.invoice.item", align: page.Left, shown: true},
		{key: "documents.invoice.code", align: page.Left},
		{key: "documents.invoice.quantity", align: page.Figures, shown: true},
		{key: "documents.invoice.unit_price", align: page.Figures, shown: true},
		{key: "documents.invoice.discount", align: page.Figures},
		{key: "documents.invoice.tax", align: page.Figures},
		{key: "documents.invoice.amount", args: []any{"Currency", value.Symbol(f.Total.Currency)}, align: page.Figures, shown: true},
	}
	wide := s.width() > 150*mm
	widen := func(at int, text string) {
		list[at].width = max(list[at].width, s.Width(style, "text", text))
	}
	for _, line := range f.Lines {
		list[columnCode].shown = list[columnCode].shown || (wide && line.Code != "")
		list[columnDiscount].shown = list[columnDiscount].shown || !line.Discount.IsZero()
		list[columnTax].shown = list[columnTax].shown || line.TaxRate.Sign() != 0
		for at, text := range s.figures(line) {
			if at != columnDescription && page.Drawable(text) {
				widen(at, text)
			}
		}
	}
	inner := s.width() - 2*s.cellPad()
	const gap = 4 * mm
	rest := inner
	for i := range list {
		c := &list[i]
		if i == columnDescription || !c.shown {
			c.width = 0
			continue
		}
		c.width = max(c.width, head(s.noteStrong, s.word(c.key, c.args...))) + gap
		if i == columnCode || i == columnQuantity || i == columnTax {
			c.width = min(c.width, inner*24/100) // a long code, unit or tax breaks instead
		}
		rest -= c.width
	}
	list[columnDescription].width = max(rest, inner/5)
	x := s.cellPad()
	for i := range list {
		list[i].x = x
		x += list[i].width
	}
	return list, rest
}

// figures are the texts of a line by column; the description has its own.
func (s *setter) figures(line documents.InvoiceLine) []string {
	tax := s.word("documents.invoice.exempt")
	if line.TaxRate.Sign() != 0 {
		tax = bound(s.word("documents.invoice.rate", "Name", line.TaxName, "Rate", s.decimal(line.TaxRate)))
	}
	if !line.IncludedTax.IsZero() {
		tax = s.word("documents.letterhead.tax_included", "Tax", tax)
	}
	discount := ""
	if !line.Discount.IsZero() {
		discount = s.money(line.Discount.Neg())
	}
	return []string{
		columnCode: line.Code, columnQuantity: join(nbsp, s.decimal(line.Quantity), line.Unit), columnPrice: s.money(line.UnitPrice),
		columnDiscount: discount, columnTax: tax, columnAmount: s.money(line.Amount),
	}
}

func (s *setter) cellPad() page.Length { return 2 * mm }

// row sets one text a column, figures on one baseline, with room above and below.
func (s *setter) row(columns []column, boxes []page.Box, above, below page.Length) page.Box {
	var cells []page.Cell
	for i, c := range columns {
		if c.shown {
			cells = append(cells, page.Cell{X: c.x, Box: boxes[i]})
		}
	}
	return page.Pad(page.Row(s.width(), cells...), page.Margins{Top: above, Bottom: below})
}

func (s *setter) invoiceTable(f documents.InvoiceFacts) page.Table {
	columns, style := s.columns(f)
	heads := make([]page.Box, len(columns))
	for i, c := range columns {
		heads[i] = s.cell(c, s.noteStrong, "text", s.word(c.key, c.args...))
	}
	heads[columnDescription] = s.words(columns[columnDescription].width, page.Left, s.noteStrong, columns[columnDescription].key)
	table := page.Table{Head: page.Fill(s.row(columns, heads, s.line/4, s.line/4), tint)}
	// carried[n] is the sum of the first n lines, for the foot of a page.
	carried := []value.Money{{Currency: f.Total.Currency}}
	for i, line := range f.Lines {
		table.Rows = append(table.Rows, s.invoiceLine(columns, style, i, line))
		sum, _ := carried[i].Add(line.Amount) // Validate has added the same amounts
		carried = append(carried, sum)
	}
	running := func(key string) func(int) page.Box {
		return func(n int) page.Box { return s.sumRow(key, s.money(carried[n]), columns[columnAmount].width-columnGap) }
	}
	table.Carried, table.Brought = running("documents.invoice.carried"), running("documents.invoice.brought")
	return table
}

// sumRow is a sum at the foot or the head of a page, below or above the last column of a table, which has a width.
func (s *setter) sumRow(key, amount string, column page.Length) page.Box {
	inner := s.width() - 2*s.cellPad()
	column = max(column, s.Width(s.slanted, "text", amount)+mm/2)
	row := page.Row(s.width(),
		page.Cell{X: s.cellPad(), Box: s.words(inner-column-2*mm, page.Left, s.slanted, key)},
		page.Cell{X: s.cellPad() + inner - column, Box: s.Text(column, page.Figures, s.slanted, "text", amount)},
	)
	return page.Pad(row, page.Margins{Top: s.line / 4, Bottom: s.line / 4})
}

func (s *setter) invoiceLine(columns []column, figure page.Style, i int, line documents.InvoiceLine) page.Box {
	field := func(part string) string { return documents.LineField(i, part) }
	detail := line.Detail
	if line.Code != "" && !columns[columnCode].shown {
		detail = s.joined(dot, s.word("documents.invoice.code_line", "Code", line.Code), detail)
	}
	description := columns[columnDescription].width
	boxes := []page.Box{page.Stack(
		s.Text(description, page.Left, s.body, field("description"), line.Description),
		s.Text(description, page.Left, s.label, field("detail"), detail))}
	fields := []string{columnCode: "code", columnQuantity: "unit", columnPrice: "unitPrice", columnDiscount: "discount", columnTax: "taxName", columnAmount: "amount"}
	for at, text := range s.figures(line) {
		style := figure
		if at == columnCode || at == columnTax {
			style = in(figure, muted)
		}
		if at != columnDescription {
			boxes = append(boxes, s.cell(columns[at], style, field(fields[at]), text))
		}
	}
	return page.Stack(s.row(columns, boxes, s.line*3/10, s.line*3/10), page.Rule(s.width(), hairline, hair))
}

// cell sets a text in a column, away from the column on its left.
func (s *setter) cell(c column, style page.Style, field, text string) page.Box {
	if c.width <= columnGap {
		return page.Box{}
	}
	return page.Pad(s.Text(c.width-columnGap, c.align, style, field, text), page.Margins{Left: columnGap})
}
