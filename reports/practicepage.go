package reports

import (
	"time"

	"satchel/reports/page"
)

// What the pages about the practice's own file have in common: they are read on a bad day, by people who have never seen them, and
// written on by hand.

// pageHead sets the title and the practice, with the day and the program's version on the right.
func (s *setter) pageHead(version string) page.Box {
	left := s.width() * 72 / 100
	right := s.width() - left
	made := s.word("documents.practice_page.made", "Date", s.date(s.day()))
	return page.Stack(
		page.Row(s.width(),
			page.Cell{Box: page.Stack(s.sheetTitle(left), s.Text(left, page.Left, s.strong, "practice", s.practice))},
			page.Cell{X: left, Box: page.Stack(
				s.Text(right, page.Right, s.label, "created", made),
				s.words(right, page.Right, s.label, "documents.practice_page.version", "Version", version))},
		),
		page.Space(s.line/2), page.Rule(s.width(), thickRule, accent), page.Space(s.line*2/3),
	)
}

// section begins a part of the page; it stays with what follows.
func (s *setter) section(key string) page.Part {
	return page.Part{Before: s.line * 4 / 5, Glue: true, Box: s.words(s.width(), page.Left, in(s.big, accent), key)}
}

// ticked is one thing to do, with a box to tick; lines are those to write on.
func (s *setter) ticked(key string, lines int) page.Part {
	return s.marked(s.Text(s.line*3/2, page.Left, s.big, "text", "☐"), key, lines)
}

// step is one of several things to do in their order.
func (s *setter) step(number int, key string) page.Part {
	return s.marked(s.Text(s.line*3/2, page.Left, in(s.strong, accent), "text", s.figure(number)), key, 0)
}

// bullet is one of several things in no order.
func (s *setter) bullet(key string) page.Part {
	return s.marked(s.Text(s.line*3/2, page.Left, in(s.strong, accent), "text", "•"), key, 0)
}

func (s *setter) marked(mark page.Box, key string, lines int) page.Part {
	indent := s.line * 3 / 2
	part := page.Part{Before: s.line / 4, Box: page.Row(s.width(), page.Cell{Box: mark}, page.Cell{X: indent, Box: s.toWrite(s.width()-indent, s.body, s.word(key), lines)})}
	if lines > 0 {
		part.Before = s.line * 2 / 3 // room above the words for what is written behind them
	}
	return part
}

// toWrite is a text with lines to write on: the first behind the words where they leave room, the others below.
func (s *setter) toWrite(width page.Length, style page.Style, text string, lines int) page.Box {
	box := s.Text(width, page.Left, style, "text", text)
	words := s.Width(style, "text", text) + 2*mm
	if lines > 0 && width-words >= width*35/100 {
		line := page.Pad(page.Rule(width-words, hairline, muted), page.Margins{Top: box.Baseline + mm/2})
		box = page.Row(width, page.Cell{Box: box}, page.Cell{X: words, Box: line})
		lines--
	}
	for range lines {
		box = page.Stack(box, page.Space(s.line*3/2), page.Rule(width, hairline, muted))
	}
	return box
}

// fact is a label and what belongs to it, in two columns of which the first has a given width.
func (s *setter) fact(column page.Length, key string, box page.Box) page.Part {
	label := s.words(column-3*mm, page.Left, s.label, key)
	return page.Part{Before: s.line / 4, Box: page.Row(s.width(), page.Cell{Box: label}, page.Cell{X: column, Box: box})}
}

// form is a label with a line to write on behind it.
func (s *setter) form(column page.Length, key string) page.Part {
	label := s.words(column-3*mm, page.Left, s.label, key)
	line := page.Pad(page.Rule(s.width()-column, hairline, muted), page.Margins{Top: label.Baseline + mm/2})
	return page.Part{Before: s.line * 2 / 3, Box: page.RowTop(s.width(), page.Cell{Box: label}, page.Cell{X: column, Box: line})}
}

// paragraph is a text across the page.
func (s *setter) paragraph(style page.Style, text string) page.Part {
	return page.Part{Before: s.line / 4, Box: s.Text(s.width(), page.Left, style, "text", text)}
}

// moment writes an instant, or the word for none.
func (s *setter) moment(at time.Time, none string) string {
	if at.IsZero() {
		return s.word(none)
	}
	return instant(s.setting.Language, at, s.setting.Zone)
}
