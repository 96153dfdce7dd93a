package page

import (
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
)

// Span is a text in one style within a paragraph.
type Span struct {
	Style Style
	// Field names the text in errors: "patient.name".
	Field string
	Text  string
	// Isolate keeps the text's order apart from what stands around it, as Isolate does.
	Isolate bool
	// Language is a BCP 47 tag where it isn't the page's: the patient's own, "ar". The first
	// span's decides from which side the paragraph runs.
	Language string
}

// atom is what a line break can't come into: a word with the spaces after it, or the part
// of one that lies in one style.
type atom struct {
	style Style
	text  string // without the spaces
	space string // the spaces after it
	// breakable tells that a line may end after the atom, mustBreak that it has to.
	breakable, mustBreak bool
	set, spaced          shaped // of text, and of text with its spaces
	// level is the embedding level of UAX #9; odd ones run from right to left.
	level  uint8
	tongue language.Language
}

func (a atom) setting() setting { return setting{a.level%2 == 1, a.tongue} }

func (a atom) width() Length   { return a.style.Size.length(a.set.width) }
func (a atom) advance() Length { return a.style.Size.length(a.spaced.width) }

// atoms cuts a paragraph at its line-break opportunities (UAX #14), and where its style or
// direction changes. The texts have passed the gate.
func (s *shaper) atoms(spans []Span, rightToLeft bool) []atom {
	var runes []rune
	var styles []int
	for i, span := range spans {
		text := span.Text
		if span.Isolate {
			text = Isolate(text)
		}
		for _, r := range text {
			runes = append(runes, r)
			styles = append(styles, i)
		}
	}
	if len(runes) == 0 {
		return nil
	}
	if spans[0].Language != "" {
		rightToLeft = RightToLeft(spans[0].Language)
	}
	runes, styles, levels := directed(runes, styles, rightToLeft)
	level := func(i int) uint8 {
		if levels == nil {
			return 0
		}
		return levels[i]
	}
	ends := breaksOf(runes)
	var list []atom
	start := 0
	for i := range runes {
		last := i+1 == len(runes)
		if !last && ends[i+1] == noBreak && styles[i+1] == styles[i] && (level(i+1) == level(i) || runes[i+1] == '\n') {
			continue
		}
		text := strings.TrimRight(string(runes[start:i+1]), "\n")
		bare := strings.TrimRight(text, " ")
		span := spans[styles[i]]
		a := atom{
			style: span.Style, text: bare, space: text[len(bare):], level: level(start), tongue: language.NewLanguage(span.Language),
			breakable: ends[i+1] != noBreak, mustBreak: ends[i+1] == mustBreak && !last,
		}
		a.set, a.spaced = s.shapeAtom(a, bare), s.shapeAtom(a, text)
		list = append(list, a)
		start = i + 1
	}
	return list
}

func (s *shaper) shapeAtom(a atom, text string) shaped {
	return s.shape(a.style.Face, a.style.Size, text, a.setting())
}

type opportunity uint8

const (
	noBreak opportunity = iota
	mayBreak
	mustBreak
)

// breaksOf gives, for each place between characters, whether a line may end there.
func breaksOf(runes []rune) []opportunity {
	ends := make([]opportunity, len(runes)+1)
	var seg segmenter.Segmenter
	seg.Init(runes)
	for lines := seg.LineIterator(); lines.Next(); {
		line := lines.Line()
		end := line.Offset + len(line.Text)
		switch {
		case line.IsMandatoryBreak:
			ends[end] = mustBreak
		case !bindsToNumber(runes, end) && !withinNumber(runes, end):
			ends[end] = mayBreak
		}
	}
	for i := 1; i < len(runes); i++ {
		if ends[i] == noBreak && thaiSyllable(runes[i-1], runes[i]) {
			ends[i] = mayBreak
		}
	}
	return ends
}

// thaiSyllable tells where a Thai syllable is sure to begin. Thai sets no spaces between
// words, and to find them takes a dictionary, which is not at hand: a line may therefore end
// before a vowel that is written first in its syllable (U+0E40 to U+0E44), and after the
// signs that end one. Elsewhere a line of Thai ends at spaces, or where it is full.
func thaiSyllable(before, after rune) bool {
	if before < 0x0E01 || before > 0x0E4E || after < 0x0E01 || after > 0x0E4E || isMark(after) {
		return false
	}
	leading := func(r rune) bool { return r >= 0x0E40 && r <= 0x0E44 }
	switch before {
	case 0x0E30, 0x0E46, 0x0E4C: // sara a, mai yamok, thanthakhat
		return after != 0x0E46 && after != 0x0E2F
	}
	return leading(after) && !leading(before)
}

// bindsToNumber keeps a number and the word after it on one line: "250 mg", "7 days". A
// dose that is torn apart is misread (ISMP, List of Error-Prone Abbreviations).
func bindsToNumber(runes []rune, at int) bool {
	if at < 2 || at >= len(runes) || runes[at-1] != ' ' || !unicode.IsDigit(runes[at-2]) {
		return false
	}
	return unicode.IsLetter(runes[at]) || runes[at] == '%' || runes[at] == '°'
}

// longestNumber is how many characters a document's number or a code has at most; a longer run of letters and figures may break.
const longestNumber = 24

// withinNumber keeps slashes and hyphens from breaking a document's number or a code: "A-R/26-27/0001", "A-18240-2MB0T". Words with a hyphen
// and no figure in them break as they do elsewhere.
func withinNumber(runes []rune, at int) bool {
	if at <= 0 || at >= len(runes) {
		return false
	}
	if runes[at-1] == '/' {
		return true
	}
	if runes[at-1] != '-' {
		return false
	}
	part := func(r rune) bool {
		return r == '-' || r == '/' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	start, end, figures := at, at, false
	for start > 0 && part(runes[start-1]) {
		start--
		figures = figures || unicode.IsDigit(runes[start])
	}
	for end < len(runes) && part(runes[end]) {
		figures = figures || unicode.IsDigit(runes[end])
		end++
	}
	return figures && end-start <= longestNumber && end > at
}

// lines fills lines of a width with atoms. A word that is longer than a line is cut
// between characters: nothing is ever drawn beyond the edge.
func (s *shaper) lines(atoms []atom, width Length) [][]atom {
	var lines [][]atom
	var line []atom
	used := Length(0)
	finish := func() {
		lines = append(lines, line)
		line, used = nil, 0
	}
	for start := 0; start < len(atoms); {
		// A group of atoms without an opportunity between them moves as one.
		end, need := start, Length(0)
		for {
			need += atoms[end].width()
			end++
			if end == len(atoms) || atoms[end-1].breakable {
				break
			}
			need += atoms[end-1].advance() - atoms[end-1].width()
		}
		group := atoms[start:end]
		start = end
		if used > 0 && used+need > width {
			finish()
		}
		if need > width {
			group = s.cut(group, width)
		}
		for _, a := range group {
			if used > 0 && used+a.width() > width {
				finish()
			}
			line = append(line, a)
			used += a.advance()
			if a.mustBreak {
				finish()
			}
		}
	}
	if len(line) > 0 || len(lines) == 0 {
		finish()
	}
	return lines
}

// cut splits atoms that are too wide: where words were bound by a no-break space, else at
// grapheme boundaries. Shaped text is not cut inside a cluster of its glyphs either.
func (s *shaper) cut(group []atom, width Length) []atom {
	var list []atom
	for _, a := range group {
		if a.width() <= width {
			list = append(list, a)
			continue
		}
		part := ""
		for _, cluster := range s.clusters(a) {
			// Letters change with their neighbours, and kerning moves them: the part is measured as it will stand.
			if part != "" && s.measure(a.style, part+cluster, a.setting()) > width {
				line, rest := part, ""
				if at := strings.LastIndex(part, noBreakSpace); at > 0 && cluster != noBreakSpace {
					line, rest = part[:at], part[at+len(noBreakSpace):]
				}
				space := ""
				if line != part || cluster == noBreakSpace {
					space = noBreakSpace // the next part may find room beside it
				}
				list = append(list, atom{style: a.style, text: line, space: space, breakable: true,
					set: s.shapeAtom(a, line), spaced: s.shapeAtom(a, line+space), level: a.level, tongue: a.tongue})
				part = rest
				if cluster == noBreakSpace { // the line's end does its work
					continue
				}
			}
			part += cluster
		}
		a.text = part
		a.set, a.spaced = s.shapeAtom(a, part), s.shapeAtom(a, part+a.space)
		list = append(list, a)
	}
	return list
}

const noBreakSpace = "\u00a0"

// clusters are the smallest parts of a word that may stand on lines of their own.
func (s *shaper) clusters(a atom) []string {
	whole := map[int]bool{} // places, in bytes, inside a shaped cluster
	offset := 0
	pieces := slices.Clone(a.set.pieces)
	if a.level%2 == 1 {
		slices.Reverse(pieces)
	}
	for _, p := range pieces {
		if p.clusters == nil {
			offset += len(p.text)
			continue
		}
		for _, text := range (Glyphs{String: p.text, RightToLeft: p.rightToLeft, Clusters: p.clusters}).readingOrder() {
			for i := 1; i < len(text); i++ {
				whole[offset+i] = true
			}
			offset += len(text)
		}
	}
	var list []string
	var seg segmenter.Segmenter
	seg.Init([]rune(a.text))
	offset = 0
	for graphemes := seg.GraphemeIterator(); graphemes.Next(); {
		text := string(graphemes.Grapheme().Text)
		if n := len(list); n > 0 && whole[offset] {
			list[n-1] += text
		} else {
			list = append(list, text)
		}
		offset += len(text)
	}
	return list
}

func (s *shaper) measure(style Style, text string, how setting) Length {
	return style.Size.length(s.shape(style.Face, style.Size, text, how).width)
}

// width is what a text takes on one line, each part set in its own direction.
func (s *shaper) width(style Style, text string, rightToLeft bool) Length {
	if !strings.ContainsFunc(text, func(r rune) bool { return needsShaping(r) || isIsolateMark(r) }) {
		return s.measure(style, text, setting{})
	}
	total := Length(0)
	for _, a := range s.atoms([]Span{{Style: style, Text: text}}, rightToLeft) {
		total += a.advance()
	}
	return total
}
