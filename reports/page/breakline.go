package page

import (
	"strings"
	"unicode"

	"github.com/go-text/typesetting/segmenter"
)

// Span is a text in one style within a paragraph.
type Span struct {
	Style Style
	// Field names the text in errors: "patient.name".
	Field string
	Text  string
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
}

func (a atom) width() Length   { return a.style.Size.length(a.set.width) }
func (a atom) advance() Length { return a.style.Size.length(a.spaced.width) }

// atoms cuts a paragraph at its line-break opportunities (UAX #14) and style changes. The
// texts have passed the gate.
func (s *shaper) atoms(spans []Span) []atom {
	var runes []rune
	var styles []int
	for i, span := range spans {
		for _, r := range span.Text {
			runes = append(runes, r)
			styles = append(styles, i)
		}
	}
	if len(runes) == 0 {
		return nil
	}
	ends := breaksOf(runes)
	var list []atom
	start := 0
	for i := range runes {
		last := i+1 == len(runes)
		if !last && ends[i+1] == noBreak && styles[i+1] == styles[i] {
			continue
		}
		text := strings.TrimRight(string(runes[start:i+1]), "\n")
		bare := strings.TrimRight(text, " ")
		style := spans[styles[i]].Style
		list = append(list, atom{
			style: style, text: bare, space: text[len(bare):],
			breakable: ends[i+1] != noBreak, mustBreak: ends[i+1] == mustBreak && !last,
			set: s.shape(style.Face, style.Size, bare), spaced: s.shape(style.Face, style.Size, text),
		})
		start = i + 1
	}
	return list
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
	return ends
}

// bindsToNumber keeps a number and the word after it on one line: "250 mg", "7 days". A
// dose that is torn apart is misread (ISMP, List of Error-Prone Abbreviations).
func bindsToNumber(runes []rune, at int) bool {
	if at < 2 || at >= len(runes) || runes[at-1] != ' ' || !unicode.IsDigit(runes[at-2]) {
		return false
	}
	return unicode.IsLetter(runes[at]) || runes[at] == '%' || runes[at] == '°'
}

// withinNumber keeps a slash from breaking a document's number: "A/26-27/0001".
func withinNumber(runes []rune, at int) bool {
	return at > 0 && at < len(runes) && runes[at-1] == '/'
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

// cut splits atoms that are too wide, at grapheme boundaries.
func (s *shaper) cut(group []atom, width Length) []atom {
	var list []atom
	for _, a := range group {
		if a.width() <= width {
			list = append(list, a)
			continue
		}
		var seg segmenter.Segmenter
		seg.Init([]rune(a.text))
		part, used := "", Length(0)
		for graphemes := seg.GraphemeIterator(); graphemes.Next(); {
			cluster := string(graphemes.Grapheme().Text)
			w := s.measure(a.style, cluster) + cutSlack
			if used+w > width && part != "" {
				set := s.shape(a.style.Face, a.style.Size, part)
				list = append(list, atom{style: a.style, text: part, breakable: true, set: set, spaced: set})
				part, used = "", 0
			}
			part += cluster
			used += w
		}
		a.text = part
		a.set = s.shape(a.style.Face, a.style.Size, part)
		a.spaced = s.shape(a.style.Face, a.style.Size, part+a.space)
		list = append(list, a)
	}
	return list
}

// cutSlack is what kerning and rounding may add to each character of a cut word.
const cutSlack = 20 * Micrometre

func (s *shaper) measure(style Style, text string) Length {
	return style.Size.length(s.shape(style.Face, style.Size, text).width)
}
