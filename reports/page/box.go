package page

// Box is a set piece of a page: drawing operations placed from its top left corner.
type Box struct {
	Width, Height Length
	// Baseline is the first line's, from the top; zero where there is no text.
	Baseline Length
	items    []item
}

// item is an operation with the part of the box's height that belongs to it. A page break
// goes between items; only rectangles and upright lines are cut.
type item struct {
	op          Op
	top, bottom Length
	// block is what moves as one when a page is mirrored, such as a line of text.
	block block
}

// block is a part of a box's width; the zero block leaves an operation to itself.
type block struct {
	left, width Length
}

// Upright keeps a drawing of several parts as it is on a page that runs from right to left:
// a plot, whose axis of time runs to the right everywhere. Its place alone is mirrored.
func Upright(box Box) Box {
	items := make([]item, len(box.items))
	for i, it := range box.items {
		it.block = block{0, max(box.Width, 1)}
		items[i] = it
	}
	box.items = items
	return box
}

// mirrored places the box's items for a page of a width that runs from right to left.
func (b Box) mirrored(width Length) {
	for i, it := range b.items {
		around := it.block
		if around.width == 0 {
			left, _, right, _ := it.op.extent()
			around = block{left, right - left}
		}
		b.items[i].op = it.op.moved(width-2*around.left-around.width, 0)
	}
}

// Empty tells whether the box takes no room.
func (b Box) Empty() bool { return b.Height == 0 }

func (b *Box) place(other Box, x, y Length) {
	for _, it := range other.items {
		around := it.block
		around.left += x
		b.items = append(b.items, item{op: it.op.moved(x, y), top: it.top + y, bottom: it.bottom + y, block: around})
	}
}

// Space is an empty box of a height.
func Space(height Length) Box { return Box{Height: height} }

// Stack puts boxes under one another.
func Stack(boxes ...Box) Box { return StackGap(0, boxes...) }

// StackGap puts boxes under one another with a gap between those that aren't empty.
func StackGap(gap Length, boxes ...Box) Box {
	var out Box
	for _, box := range boxes {
		if box.Empty() {
			continue
		}
		if out.Height > 0 {
			out.Height += gap
		} else {
			out.Baseline = box.Baseline
		}
		out.place(box, 0, out.Height)
		out.Height += box.Height
		out.Width = max(out.Width, box.Width)
	}
	return out
}

// Cell is a box at a distance from the left edge of a Row.
type Cell struct {
	X   Length
	Box Box
}

// Row puts boxes side by side with their first lines on one baseline.
func Row(width Length, cells ...Cell) Box {
	out := Box{Width: width}
	for _, cell := range cells {
		out.Baseline = max(out.Baseline, cell.Box.Baseline)
	}
	for _, cell := range cells {
		drop := Length(0)
		if cell.Box.Baseline > 0 {
			drop = out.Baseline - cell.Box.Baseline
		}
		out.place(cell.Box, cell.X, drop)
		out.Height = max(out.Height, cell.Box.Height+drop)
	}
	return out
}

// RowTop puts boxes side by side with their top edges level.
func RowTop(width Length, cells ...Cell) Box {
	out := Box{Width: width}
	for _, cell := range cells {
		out.place(cell.Box, cell.X, 0)
		out.Height = max(out.Height, cell.Box.Height)
	}
	return out
}

// Pad adds blank edges.
func Pad(box Box, m Margins) Box {
	out := Box{Width: box.Width + m.Left + m.Right, Height: box.Height + m.Top + m.Bottom}
	if box.Baseline > 0 {
		out.Baseline = box.Baseline + m.Top
	}
	out.place(box, m.Left, m.Top)
	return out
}

// Fill puts a colour behind a box.
func Fill(box Box, colour Colour) Box {
	return box.behind(Rect{Width: box.Width, Height: box.Height, Colour: colour})
}

// Frame draws a line of a width along the inner edge of a box.
func Frame(box Box, width Length, colour Colour) Box {
	return box.behind(Rect{Width: box.Width, Height: box.Height, Stroke: width, Colour: colour})
}

func (b Box) behind(r Rect) Box {
	items := make([]item, 0, len(b.items)+1)
	items = append(items, item{op: r, top: 0, bottom: b.Height})
	b.items = append(items, b.items...)
	return b
}

// Rule is a level line, as high as it is thick.
func Rule(width, thickness Length, colour Colour) Box {
	line := Line{X2: width, Y1: thickness / 2, Y2: thickness / 2, Width: thickness, Colour: colour}
	return Box{Width: width, Height: thickness, items: []item{{op: line, bottom: thickness}}}
}

// Cut splits a box so that the first part is at most height high. What lies across the cut
// goes to the second part with everything below it; rectangles continue on both. The first
// part is empty when nothing fits.
func (b Box) Cut(height Length) (first, rest Box) {
	if b.Height <= height {
		return b, Box{}
	}
	at := height // where the second part begins, in the box
	solid := false
	for _, it := range b.items {
		if _, elastic := it.op.(Rect); elastic {
			continue
		}
		if it.bottom > height {
			at = min(at, it.top)
		} else {
			solid = true
		}
	}
	first = Box{Width: b.Width, Baseline: b.Baseline}
	rest = Box{Width: b.Width, Height: b.Height - at}
	if !solid {
		return Box{}, b
	}
	for _, it := range b.items {
		rect, elastic := it.op.(Rect)
		switch {
		case elastic && it.top < height && it.bottom > height:
			upper, lower := rect, rect
			upper.Height = height - rect.Y
			lower.Y = max(rect.Y, at)
			lower.Height = rect.Y + rect.Height - lower.Y
			first.items = append(first.items, item{op: upper, top: it.top, bottom: height})
			rest.items = append(rest.items, item{op: lower.moved(0, -at), top: lower.Y - at, bottom: it.bottom - at})
			first.Height = height
		case it.bottom <= height:
			first.items = append(first.items, it)
			first.Height = max(first.Height, it.bottom)
		default:
			rest.items = append(rest.items, item{op: it.op.moved(0, -at), top: it.top - at, bottom: it.bottom - at, block: it.block})
		}
	}
	return first, rest
}
