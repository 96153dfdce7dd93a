package page

import "errors"

// Part is a box in the flow of a document.
type Part struct {
	Box Box
	// Before is blank space above the part, and Separator what stands between the part
	// before and this one; at the top of a page both are left out.
	Before    Length
	Separator Box
	// Glue keeps the part on one page with the next one where both fit on a page.
	Glue bool
}

// Table is a run of rows under a repeated head.
type Table struct {
	Before Length
	Head   Box
	Rows   []Box
	// Carried is the last row of a page that the table doesn't end on, after n rows;
	// Brought the first row of the page after it. Nil leaves them out.
	Carried, Brought func(n int) Box
	// Tail follows the last row and stays on one page with it: the totals.
	Tail Box
}

// Layout describes the pages that a flow fills.
type Layout struct {
	Paper   Paper
	Margins Margins
	// Head and Foot are drawn on every page. Their heights may depend on the page's
	// number (from 1) but not on the total, which isn't known when they are measured.
	Head, Foot func(number, total int) Box
	// Under is drawn first, below everything, from the sheet's top left corner.
	Under func(paper Paper) []Op
	// Note asks for a reprint's line, in this style, on the foot's first baseline.
	Note      *Style
	NoteWidth Length
	// Close stands at the bottom of the last page and never alone on it: the signature.
	Close Box
	// CloseBefore is the least space above Close.
	CloseBefore Length
}

// ErrTooTall means that a page's head and foot leave no room, or that a single line or
// picture is higher than a page.
var ErrTooTall = errors.New("content is higher than the page")

// flow places parts on pages.
type flow struct {
	layout Layout
	pages  []Box
	page   Box
	// y is where the next part goes, top the page's first place, limit its last.
	y, top, limit Length
	// nextAfter is the number of pages before the one that next is the room of.
	nextAfter int
	next      Length
	err       error
}

func (l Layout) roll() bool { return l.Paper.Height == 0 }

// width is the room between the margins.
func (l Layout) width() Length { return l.Paper.Width - l.Margins.Left - l.Margins.Right }

func newFlow(l Layout) *flow {
	f := &flow{layout: l}
	f.open()
	return f
}

// open starts a page.
func (f *flow) open() {
	l, number := f.layout, len(f.pages)+1
	f.top, f.limit = l.Margins.Top, maxRoll-l.Margins.Bottom
	if l.Head != nil {
		f.top += l.Head(number, number).Height
	}
	if !l.roll() {
		f.limit = l.Paper.Height - l.Margins.Bottom
	}
	if l.Foot != nil {
		f.limit -= l.Foot(number, number).Height
	}
	if f.limit <= f.top {
		f.err = ErrTooTall
	}
	f.page, f.y = Box{Width: l.Paper.Width}, f.top
}

// turn ends the page and starts the next.
func (f *flow) turn() {
	f.pages = append(f.pages, f.page)
	if len(f.pages) >= maxSheets {
		f.err = ErrTooTall
		return
	}
	f.open()
}

func (f *flow) fresh() bool { return f.y == f.top }

// room is what this page offers when it is empty.
func (f *flow) room() Length { return f.limit - f.top }

// nextRoom is what the next page will offer: its head may be lower than the first one's.
func (f *flow) nextRoom() Length {
	if after := len(f.pages) + 1; f.nextAfter != after {
		next := flow{layout: f.layout, pages: make([]Box, after)}
		next.open()
		f.nextAfter, f.next = after, next.room()
	}
	return f.next
}

func (f *flow) put(box Box) {
	f.page.place(box, f.layout.Margins.Left, f.y)
	f.y += box.Height
}

// lead puts what stands above a part.
func (f *flow) lead(p Part) {
	if !f.fresh() {
		f.y += p.Before
		f.put(p.Separator)
	}
}

// need is the height that a part takes here.
func (f *flow) need(p Part) Length {
	if f.fresh() {
		return p.Box.Height
	}
	return p.height()
}

func (p Part) height() Length { return p.Before + p.Separator.Height + p.Box.Height }

// add places one part, over several pages if it is higher than a page.
func (f *flow) add(p Part) {
	if p.Box.Empty() || f.err != nil {
		return
	}
	if f.y+f.need(p) <= f.limit {
		f.lead(p)
		f.put(p.Box)
		return
	}
	if !f.fresh() && p.Box.Height <= f.nextRoom() {
		f.turn()
		f.add(p)
		return
	}
	// Higher than a page: fill what is left of this one, line by line.
	first, rest := p.Box.Cut(f.limit - f.y - (f.need(p) - p.Box.Height))
	if first.Height == 0 {
		if f.fresh() {
			f.err = ErrTooTall
			return
		}
		f.turn()
		f.add(p)
		return
	}
	f.lead(p)
	f.put(first)
	f.turn()
	f.add(Part{Box: rest})
}

// chain places parts that belong together, on one page if they fit on one. The room kept
// is what has to follow on the same page.
func (f *flow) chain(parts []Part, keep Length) {
	need, alone := keep, keep
	for i, p := range parts {
		if i == 0 {
			need += f.need(p)
			alone += p.Box.Height
			continue
		}
		need += p.height()
		alone += p.height()
	}
	room := f.nextRoom()
	if f.y+need > f.limit && !f.fresh() && alone <= room {
		f.turn()
	}
	for i, p := range parts {
		last := i == len(parts)-1 && keep > 0
		if last && alone > room && !f.fresh() && f.y+f.need(p)+keep > f.limit && p.Box.Height+keep <= room {
			f.turn() // at least the last part goes with what follows
		}
		f.add(p)
	}
}

// table places rows whole, repeating the head on every page. The room kept is what has to
// follow on the page where the table ends.
func (f *flow) table(t Table, keep Length) {
	head := func(n int) {
		f.lead(Part{Before: t.Before})
		f.put(t.Head)
		if n > 0 && t.Brought != nil {
			f.put(t.Brought(n))
		}
	}
	for i, row := range t.Rows {
		if f.err != nil {
			return
		}
		last := i+1 == len(t.Rows)
		need := row.Height
		whole := t.Head.Height + row.Height + t.Tail.Height
		if last && t.Brought != nil && i > 0 {
			whole += t.Brought(i).Height
		}
		switch {
		case last && whole+keep <= f.nextRoom():
			need += t.Tail.Height + keep
		case last && whole <= f.nextRoom():
			need += t.Tail.Height
		case t.Carried != nil:
			need += t.Carried(i + 1).Height
		}
		if i == 0 {
			first := f.need(Part{Box: t.Head, Before: t.Before})
			if f.y+first+need > f.limit && !f.fresh() {
				f.turn()
			}
			head(0)
		} else if f.y+need > f.limit {
			if t.Carried != nil {
				f.put(t.Carried(i))
			}
			f.turn()
			head(i)
		}
		f.tableRow(row, head, i)
	}
	f.add(Part{Box: t.Tail})
}

// tableRow places a row; one that is higher than the page goes on under another head.
func (f *flow) tableRow(row Box, head func(int), i int) {
	for f.err == nil && f.y+row.Height > f.limit {
		first, rest := row.Cut(f.limit - f.y)
		if first.Height == 0 {
			f.err = ErrTooTall
			return
		}
		f.put(first)
		f.turn()
		head(i)
		row = rest
	}
	f.put(row)
}
