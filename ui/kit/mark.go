package kit

import (
	"strconv"

	"satchel/ui/theme"
)

// markGap is the space between chips, in pixels of the standard density.
const markGap float32 = 5

// fitMarks returns the widths of the chips that fit in a width, at most so many; a last width of -1 is a chip that
// counts the marks from there on.
func fitMarks(marks []Mark, room float32, most int) []float32 {
	var widths []float32
	gap := theme.Scaled(markGap)
	for i, mark := range marks {
		width := chipWidth(mark.Text, mark.Icon)
		if i == len(marks)-1 && width <= room {
			return append(widths, width)
		}
		more := gap + chipWidth(moreText(len(marks)-i-1), "")
		if i == len(marks)-1 {
			more = 0
		}
		if i == 0 {
			width = min(width, room-more)
		}
		if i > 0 && (width+more > room || i == most-1) {
			return append(widths, -1)
		}
		widths = append(widths, max(width, 0))
		room -= width + gap
	}
	return widths
}

// moreText is what a chip says that stands for n others.
func moreText(n int) string { return "+" + strconv.Itoa(n) }
