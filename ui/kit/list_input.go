package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"satchel/ui/theme"
)

// TypedKey implements fyne.Focusable.
func (l *List) TypedKey(event *fyne.KeyEvent) {
	if event.Name != fyne.KeySpace {
		l.prefix = ""
	}
	switch {
	case event.Name == fyne.KeyUp && l.count > 0:
		l.Select(max(l.selected-1, 0))
	case event.Name == fyne.KeyDown && l.count > 0:
		l.Select(l.selected + 1)
	case event.Name == fyne.KeyPageUp && l.count > 0:
		l.Select(max(l.selected-l.page(), 0))
	case event.Name == fyne.KeyPageDown && l.count > 0:
		l.Select(max(l.selected, 0) + l.page())
	case event.Name == fyne.KeyHome && l.count > 0:
		l.Select(0)
	case event.Name == fyne.KeyEnd && l.count > 0:
		l.Select(l.count - 1)
	case isEnter(event) && l.selected >= 0:
		l.open(l.selected)
	default:
		if l.OnKey == nil || !l.OnKey(event) {
			forwardKey(l, event)
		}
	}
}

// TypedRune looks ahead.
func (l *List) TypedRune(r rune) {
	if r == ' ' && l.prefix == "" {
		return
	}
	l.prefix += strings.ToLower(string(r))
	if l.forget != nil {
		l.forget()
	}
	l.forget = l.After(typeAheadFor, func() { l.prefix = "" })
	find := l.OnTypeAhead
	if find == nil {
		find = l.find
	}
	if row := find(l.prefix); row >= 0 {
		l.Select(row)
	}
}

// find looks for a first cell that begins with prefix, from the selected row on, then from the top.
func (l *List) find(prefix string) int {
	rows := min(l.count, typeAheadMax)
	from := max(l.selected, 0)
	for i := range rows {
		row := (from + i) % rows
		cells := l.cells(row)
		if len(cells) > 0 && strings.HasPrefix(strings.ToLower(cells[0].Text), prefix) {
			return row
		}
	}
	return -1
}

// FocusGained implements fyne.Focusable; the first row is selected so that Enter does something.
func (l *List) FocusGained() {
	l.focused = true
	call(l.reveal)
	if l.selected < 0 && l.count > 0 {
		l.Select(0)
		return
	}
	l.body.Refresh()
}

// FocusLost implements fyne.Focusable.
func (l *List) FocusLost() {
	l.focused = false
	l.body.Refresh()
}

// rowAt returns the row at a height of the whole list, -1 for none.
func (l *List) rowAt(y float32) int {
	y -= theme.Scaled(listHeadRow)
	if y < 0 {
		return -1
	}
	row := int(l.offset + float64(y)/float64(l.rowHeight()))
	if row >= l.count {
		return -1
	}
	return row
}

// Tapped implements fyne.Tappable.
func (l *List) Tapped(event *fyne.PointEvent) {
	Focus(l)
	if row := l.rowAt(event.Position.Y); row >= 0 {
		l.Select(row)
	}
}

// DoubleTapped implements fyne.DoubleTappable.
func (l *List) DoubleTapped(event *fyne.PointEvent) {
	l.Tapped(event)
	l.open(l.rowAt(event.Position.Y))
}

// MouseDown selects at once: Fyne holds Tapped back while a double click may follow.
func (l *List) MouseDown(event *desktop.MouseEvent) {
	if event.Button == desktop.MouseButtonPrimary {
		l.Tapped(&event.PointEvent)
	}
}

// MouseUp implements desktop.Mouseable.
func (l *List) MouseUp(*desktop.MouseEvent) {}

// MouseIn implements desktop.Hoverable.
func (l *List) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements desktop.Hoverable.
func (l *List) MouseMoved(event *desktop.MouseEvent) {
	if row := l.rowAt(event.Position.Y); row != l.hover {
		l.hover = row
		l.body.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (l *List) MouseOut() {
	l.hover = -1
	l.body.Refresh()
}

func (l *List) scrolled(event *fyne.ScrollEvent) {
	l.offset -= float64(event.Scrolled.DY) / float64(l.rowHeight())
	l.clamp()
	l.hover = -1
	l.body.Refresh()
}
