package reports

import (
	"time"

	"satchel/data/value"
	"satchel/reports/page"
)

// What the pages about the practice's own file have in common: they are read on a bad day, by people who have never seen them, and
// written on by hand.

// pageHead sets the title, with the practice and the day on the right.
func (s *setter) pageHead(version string) page.Box {
	left := s.width() * 60 / 100
	right := s.width() - left - 4*mm
	made := s.word("documents.practice_page.made", "Date", s.date(s.day()))
	return page.Stack(
		page.Row(s.width(),
			page.Cell{Box: s.Text(left, page.Left, in(s.look.title, accent), "text", s.title)},
			page.Cell{X: left + 4*mm, Box: page.Stack(
				s.Text(right, page.Right, s.strong, "practice", s.practice),
				s.dotted(right, s.label, "created", bound(made)),
				s.words(right, page.Right, s.label, "documents.practice_page.version", "Version", version))},
		),
		page.Space(s.line/2), page.Rule(s.width(), thickRule, accent), page.Space(s.line*2/3),
	)
}

// section begins a part of the page; it stays with what follows.
func (s *setter) section(key string) page.Part {
	return page.Part{Before: s.line * 4 / 5, Glue: true, Box: s.words(s.width(), page.Left, in(s.big, accent), key)}
}

// ticked is one thing to do, with a box to tick; blank adds that many lines to write on.
func (s *setter) ticked(key string, blank int) page.Part {
	return s.marked(s.Text(s.line*3/2, page.Left, s.big, "text", "☐"), s.word(key), blank)
}

// step is one of several things to do in their order.
func (s *setter) step(number int, key string) page.Part {
	return s.marked(s.Text(s.line*3/2, page.Left, in(s.strong, accent), "text", s.figure(number)), s.word(key), 0)
}

// bullet is one of several things in no order.
func (s *setter) bullet(key string) page.Part {
	return s.marked(s.Text(s.line*3/2, page.Left, in(s.strong, accent), "text", "•"), s.word(key), 0)
}

func (s *setter) marked(mark page.Box, text string, blank int) page.Part {
	indent := s.line * 3 / 2
	body := s.Text(s.width()-indent, page.Left, s.body, "text", text)
	return page.Part{Before: s.line / 4, Box: page.Row(s.width(), page.Cell{Box: mark}, page.Cell{X: indent, Box: s.blanks(body, s.width()-indent, blank)})}
}

// blanks puts lines to write on under a box.
func (s *setter) blanks(box page.Box, width page.Length, n int) page.Box {
	for range n {
		box = page.Stack(box, page.Space(s.line*3/2), page.Rule(width, hairline, muted))
	}
	return box
}

// fact is a label and what belongs to it, in two columns of which the first has a given width.
func (s *setter) fact(column page.Length, key string, box page.Box) page.Part {
	label := s.words(column-3*mm, page.Left, s.label, key)
	return page.Part{Before: s.line / 4, Box: page.Row(s.width(), page.Cell{Box: label}, page.Cell{X: column, Box: box})}
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

// counted writes a count of people or things.
func (s *setter) counted(n int) string { return s.decimal(value.Whole(int64(n))) }
