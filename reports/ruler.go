package reports

import (
	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// The ruler page. Where a sheet is folded edge to edge, the crease lies in the middle of the paper, whatever the printer did: where it
// crosses a ruler whose zero was meant for the middle, the ruler tells how far the print is off, and no tool is needed. How much a
// printer stretches is told by a line of a known length, which takes a ruler of one's own.

const (
	rulerReach = 12       // mm on each side of a ruler's zero
	lineLength = 100 * mm // of the line to measure
	tickSmall  = 2 * mm   // every half millimetre
	tickMiddle = 3500 * page.Micrometre
	tickLarge  = 5 * mm
	tickWidth  = 120 * page.Micrometre
)

// setRuler draws the ruler page of a printer.
func setRuler(_ documents.Kind, f documents.RulerFacts) (*page.Document, error) {
	f.Setting.PadBand, f.Setting.Trial = 0, false // it is about the paper, and about nobody
	s := newSetter(f.Setting)
	s.title, s.practice, s.issued = s.word("documents.title.ruler"), f.Practice, f.Created
	if f.Setting.Paper == documents.PaperRoll80 {
		return s.rollRuler(f)
	}

	head := s.rulerHead(f)
	lead := s.words(s.width(), page.Left, s.body, "documents.ruler.lead")
	first := s.numbered(1, s.width(), "documents.ruler.across")
	across := s.acrossRuler()
	gap := s.line * 2 / 3
	// The zero of the ruler down stands in the middle of the sheet, so the row that holds it must know where it begins.
	top := s.margins.Top + head.Height + lead.Height + gap + first.Height + s.line/2 + across.Height + gap
	elements := []page.Element{
		page.Part{Box: page.Stack(lead, page.Space(gap), first, page.Space(s.line/2), across, page.Space(gap), s.downRow(s.paper.Height/2-top))},
		page.Part{Before: s.line, Box: page.Stack(s.numbered(3, s.width(), "documents.ruler.length"), page.Space(s.line), s.rulerLine(), page.Space(s.line*2))},
		page.Part{Box: s.toNote()},
	}
	return s.compose(head, page.Box{}, elements...)
}

// rulerHead says whose page it is, and what the printer was told when it was printed.
func (s *setter) rulerHead(f documents.RulerFacts) page.Box {
	left := s.width() * 60 / 100
	right := s.width() - left
	printer := f.Printer
	if printer == "" {
		printer = s.word("documents.ruler.default_printer")
	}
	told := s.rulerTold(f)
	return page.Stack(
		page.Row(s.width(),
			page.Cell{Box: page.Stack(s.sheetTitle(left), s.Text(left, page.Left, s.strong, "practice", f.Practice))},
			page.Cell{X: left, Box: page.Stack(s.Text(right, page.Right, s.strong, "printer", printer), s.Text(right, page.Right, s.label, "created", instant(s.setting.Language, f.Created, s.setting.Zone)),
				s.Text(right, page.Right, s.label, "text", told))},
		),
		page.Space(s.line/2), page.Rule(s.width(), thickRule, accent), page.Space(s.line*2/3),
	)
}

// rulerTold says with which adjustment the page was printed.
func (s *setter) rulerTold(f documents.RulerFacts) string {
	if f.Across == 0 && f.Down == 0 && f.Scale == 0 {
		return s.word("documents.ruler.unadjusted")
	}
	return s.word("documents.ruler.adjusted", "Across", s.withSign(f.Across, 1), "Down", s.withSign(f.Down, 1), "Scale", s.decimal(fraction(10_000+f.Scale, 2)))
}

// withSign writes a number with its sign, as it is to be typed: "+1.5", "−0.3", "0".
func (s *setter) withSign(n, decimals int) string {
	text := s.decimal(fraction(n, decimals))
	if n > 0 {
		return "+" + text
	}
	return text
}

// fraction is n in so many decimals: 15 in one is 1.5.
func fraction(n, decimals int) value.Decimal {
	d, err := value.NewDecimal(int64(n), decimals)
	if err != nil {
		return value.Whole(int64(n)) // never: what is printed here has four digits
	}
	return d
}

// numbered is a step with its number.
func (s *setter) numbered(n int, width page.Length, key string) page.Box {
	indent := s.line * 3 / 2
	return page.Row(width, page.Cell{Box: s.Text(indent, page.Left, in(s.strong, accent), "text", s.figure(n))}, page.Cell{X: indent, Box: s.words(width-indent, page.Left, s.body, key)})
}

// tick is the length of the mark at so many half millimetres from the zero.
func tick(halves int) page.Length {
	switch {
	case halves%10 == 0:
		return tickLarge
	case halves%2 == 0:
		return tickMiddle
	}
	return tickSmall
}

// bar is a filled rectangle.
func bar(width, height page.Length) page.Box {
	return page.Fill(page.Box{Width: width, Height: height}, ink)
}

// acrossRuler has its zero in the middle of the sheet from left to right. Right is plus, also on a page that is read from the right.
func (s *setter) acrossRuler() page.Box {
	zero := s.paper.Width/2 - s.margins.Left
	labelWidth := 8 * mm
	var cells, labels []page.Cell
	for halves := -2 * rulerReach; halves <= 2*rulerReach; halves++ {
		x := zero + page.Length(halves)*mm/2
		length := tick(halves)
		cells = append(cells, page.Cell{X: x - tickWidth/2, Box: page.Pad(bar(tickWidth, length), page.Margins{Top: tickLarge - length})})
		if halves%20 == 0 { // no room for the fives
			labels = append(labels, page.Cell{X: x - labelWidth/2, Box: s.Text(labelWidth, page.Centre, s.noteStrong, "text", s.withSign(halves/2, 0))})
		}
	}
	base := page.Cell{X: zero - rulerReach*mm, Box: page.Pad(bar(2*rulerReach*mm, fine), page.Margins{Top: tickLarge})}
	return page.Upright(page.Stack(page.RowTop(s.width(), append(cells, base)...), page.Row(s.width(), labels...)))
}

// downRow is the second step, with a ruler at its end whose zero lies so far below the row's top.
func (s *setter) downRow(zero page.Length) page.Box {
	labelWidth := 8 * mm
	rulerWidth := tickLarge + 1*mm + labelWidth
	x := s.width() - rulerWidth
	var items []page.Cell
	half := s.noteStrong.Size.Height() / 2
	at := func(x, y page.Length, box page.Box) {
		items = append(items, page.Cell{X: x, Box: page.Pad(box, page.Margins{Top: y})})
	}
	for halves := -2 * rulerReach; halves <= 2*rulerReach; halves++ {
		y := zero + page.Length(halves)*mm/2
		length := tick(halves)
		at(x+tickLarge-length, y-tickWidth/2, bar(length, tickWidth))
		if halves%10 == 0 {
			label := s.Text(labelWidth, page.Left, s.noteStrong, "text", s.withSign(halves/2, 0))
			at(x+tickLarge+1*mm, y-label.Baseline+half*7/10, label)
		}
	}
	at(x+tickLarge, zero-rulerReach*mm, bar(fine, 2*rulerReach*mm))
	text := s.numbered(2, x-8*mm, "documents.ruler.down")
	at(0, max(zero-text.Height/2, 0), text)
	return page.RowTop(s.width(), items...)
}

// rulerLine is the line whose length somebody measures.
func (s *setter) rulerLine() page.Box {
	x := s.paper.Width/2 - s.margins.Left - lineLength/2
	end := bar(tickWidth, 2*tickLarge)
	return page.RowTop(s.width(),
		page.Cell{X: x - tickWidth/2, Box: end}, page.Cell{X: x + lineLength - tickWidth/2, Box: end},
		page.Cell{X: x, Box: page.Pad(bar(lineLength, fine), page.Margins{Top: tickLarge - fine/2})})
}

// toNote has a place for each of the three numbers.
func (s *setter) toNote() page.Box {
	column := s.width() / 3
	var cells []page.Cell
	for n, key := range []string{"documents.ruler.note_across", "documents.ruler.note_down", "documents.ruler.note_length"} {
		width := column - 6*mm
		cells = append(cells, page.Cell{X: page.Length(n) * column, Box: page.Stack(page.Space(s.line*3/2), page.Rule(width, fine, muted), page.Space(s.line/4), s.words(width, page.Left, s.label, key))})
	}
	return page.Stack(s.numbered(4, s.width(), "documents.ruler.type"), page.RowTop(s.width(), cells...))
}
