package kit

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// face is one size and weight of the text face.
type face struct {
	size float32 // device-independent pixels
	bold bool
}

// measurer adds up advances rune by rune and cuts texts to a width. Asking the text shaper for each of a hundred
// thousand rows would cost milliseconds a page; the sum is at most a kerning pair off. It is used on the window's own
// goroutine only, as every widget is.
type measurer struct {
	advance map[face]map[rune]float32
	cut     map[cutKey]string
}

type cutKey struct {
	text  string
	face  face
	width int // quarter pixels
}

// cutLimit bounds the memory of cut texts; beyond it they start afresh.
const cutLimit = 20000

const ellipsis = '…'

var measured = &measurer{advance: map[face]map[rune]float32{}, cut: map[cutKey]string{}}

// forget drops every text kept, so that nothing of a patient stays behind a locked screen.
func (m *measurer) forget() { m.cut = map[cutKey]string{} }

// rune returns the advance of r, in device-independent pixels.
func (m *measurer) rune(f face, r rune) float32 {
	advances := m.advance[f]
	if advances == nil {
		advances = map[rune]float32{}
		m.advance[f] = advances
	}
	width, ok := advances[r]
	if !ok {
		width = fyne.MeasureText(string(r), f.size, fyne.TextStyle{Bold: f.bold}).Width
		advances[r] = width
	}
	return width
}

// width returns the sum of the advances of text.
func (m *measurer) width(f face, text string) float32 {
	var sum float32
	for _, r := range text {
		sum += m.rune(f, r)
	}
	return sum
}

// fit returns text, cut with an ellipsis where it is wider than width.
func (m *measurer) fit(f face, text string, width float32) string {
	if text == "" || width <= 0 {
		return ""
	}
	if float32(len(text))*f.size < width { // no Latin letter is wider than its size: surely fits
		return text
	}
	key := cutKey{text, f, int(width * 4)}
	if cut, ok := m.cut[key]; ok {
		return cut
	}
	if len(m.cut) >= cutLimit {
		m.forget()
	}
	cut := m.shorten(f, text, width)
	m.cut[key] = cut
	return cut
}

func (m *measurer) shorten(f face, text string, width float32) string {
	room := width - m.rune(f, ellipsis)
	if room < 0 {
		return ""
	}
	var sum float32
	end := 0 // bytes that fit beside an ellipsis
	for i, r := range text {
		sum += m.rune(f, r)
		if sum <= room {
			end = i + utf8.RuneLen(r)
		}
		if sum > width {
			return strings.TrimRight(text[:end], " ,.;·") + string(ellipsis)
		}
	}
	return text
}

// oneLine makes text safe to draw on one line: line breaks, tabs and other control characters become spaces, invalid
// UTF-8 becomes U+FFFD.
func oneLine(text string) string {
	clean := utf8.ValidString(text)
	if clean {
		clean = strings.IndexFunc(text, isControl) < 0
	}
	if clean {
		return text
	}
	return strings.Map(func(r rune) rune {
		if isControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "�"))
}

func isControl(r rune) bool { return r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 }

// wrap breaks text into lines no wider than width, at spaces where it can and inside a word where it must.
func (m *measurer) wrap(f face, text string, width float32) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		lines = append(lines, m.wrapParagraph(f, oneLine(paragraph), width)...)
	}
	return lines
}

func (m *measurer) wrapParagraph(f face, text string, width float32) []string {
	var lines []string
	line, lineWidth := "", float32(0)
	space := m.rune(f, ' ')
	for _, word := range strings.Fields(text) {
		wordWidth := m.width(f, word)
		if line != "" && lineWidth+space+wordWidth <= width {
			line, lineWidth = line+" "+word, lineWidth+space+wordWidth
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for wordWidth > width {
			head, tail := m.split(f, word, width)
			lines = append(lines, head)
			word, wordWidth = tail, m.width(f, tail)
			if word == "" {
				break
			}
		}
		line, lineWidth = word, wordWidth
	}
	return append(lines, line)
}

// split cuts a word too long for a line; the head has one rune at least.
func (m *measurer) split(f face, word string, width float32) (head, tail string) {
	var sum float32
	for i, r := range word {
		sum += m.rune(f, r)
		if sum > width && i > 0 {
			return word[:i], word[i:]
		}
	}
	return word, ""
}

// Forget drops the texts kept for drawing: call it when the screen locks.
func Forget() { measured.forget() }
