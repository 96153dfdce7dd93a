package reports

import "satchel/reports/page"

// gridColumn is a column of a table of texts.
type gridColumn struct {
	key   string // catalogue key of its head; "" for none
	args  []any
	align page.Align
	// share is the column's part of the room that is left by those without one, which are as wide as their longest text.
	share    int
	x, width page.Length
}

// gridCell is one text of a row, with smaller facts below.
type gridCell struct {
	field, text string
	style       page.Style // the zero Style: as the table
	more        []string
}

// gridGap is the room between two columns, gridLeast the least that columns with a share leave for each other, in per cent of the width.
const (
	gridGap   = 4 * mm
	gridLeast = 30
)

// grid sets rows of texts in columns under a head. Texts too wide for the paper are set smaller: an amount that breaks over two lines is
// misread.
func (s *setter) grid(columns []gridColumn, rows [][]gridCell) page.Table {
	return s.gridIn(s.body, columns, rows)
}

// gridIn is grid in a style of its own: a long list may be smaller.
func (s *setter) gridIn(style page.Style, columns []gridColumn, rows [][]gridCell) page.Table {
	for !s.fit(columns, rows, style) && style.Size > s.body.Size*6/10 {
		style.Size -= s.body.Size / 20
		style.Leading = style.Size * s.body.Leading / s.body.Size
	}
	heads := make([]page.Cell, len(columns))
	for i, c := range columns {
		head := page.Box{}
		if c.key != "" {
			head = s.words(c.width, c.align, s.noteStrong, c.key, c.args...)
		}
		heads[i] = page.Cell{X: c.x, Box: head}
	}
	table := page.Table{Head: page.Fill(s.padded(page.Row(s.width(), heads...), s.line/4), tint)}
	for _, row := range rows {
		table.Rows = append(table.Rows, s.gridRow(columns, style, row))
	}
	return table
}

// gridRow sets one row, with a hairline below.
func (s *setter) gridRow(columns []gridColumn, style page.Style, row []gridCell) page.Box {
	cells := make([]page.Cell, 0, len(columns))
	for i, c := range columns {
		if i >= len(row) {
			break
		}
		cell := row[i]
		box := s.Text(c.width, c.align, cell.in(style), cell.field, cell.text)
		if len(cell.more) > 0 {
			box = page.Stack(box, s.dotted(c.width, gridCell{style: s.label}.in(style), cell.field, cell.more...))
		}
		cells = append(cells, page.Cell{X: c.x, Box: box})
	}
	room := s.line / 4
	if style.Size < s.body.Size {
		room = s.line / 7
	}
	return page.Stack(s.padded(page.Row(s.width(), cells...), room), page.Rule(s.width(), hairline, hair))
}

// in is the cell's own style at the size of the table.
func (c gridCell) in(table page.Style) page.Style {
	if c.style.Size == 0 {
		return table
	}
	style := c.style
	style.Size = min(style.Size, table.Size)
	style.Leading = min(style.Leading, table.Leading)
	return style
}

// fit gives each column its place and reports whether the columns with a share have enough room.
func (s *setter) fit(columns []gridColumn, rows [][]gridCell, style page.Style) bool {
	inner := s.width() - 2*s.cellPad() - gridGap*page.Length(len(columns)-1)
	rest, shares := inner, 0
	for i := range columns {
		c := &columns[i]
		if shares += c.share; c.share > 0 {
			continue
		}
		c.width = 0
		if c.key != "" {
			c.width = s.Width(s.noteStrong, "text", s.word(c.key, c.args...))
		}
		for _, row := range rows {
			if i < len(row) && page.Drawable(row[i].text) {
				c.width = max(c.width, s.Width(row[i].in(style), "text", row[i].text))
			}
		}
		c.width += mm / 4 // a text as wide as its column must not break
		rest -= c.width
	}
	enough := shares == 0 || rest >= inner*gridLeast/100
	rest = max(rest, inner/10)
	x := s.cellPad()
	for i := range columns {
		c := &columns[i]
		if c.share > 0 {
			c.width = rest * page.Length(c.share) / page.Length(shares)
		}
		c.x = x
		x += c.width + gridGap
	}
	return enough
}

// padded is a row with room above and below.
func (s *setter) padded(row page.Box, room page.Length) page.Box {
	return page.Pad(row, page.Margins{Top: room, Bottom: room})
}

// titled puts the name of a part above a table's head, which stands on every page of it.
func (s *setter) titled(table page.Table, title page.Box) page.Table {
	table.Before = s.line
	table.Head = page.Stack(title, page.Space(s.line/4), table.Head)
	return table
}
