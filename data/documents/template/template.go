// Package template is the small language in which letters are written: words, fields of the record, places that somebody fills in, and
// as much form as a letter needs. Nothing in it is ever run.
//
//	{patient.name}   a field of the record; Fields lists them
//	{?days}          a place to fill in, with a word for what belongs there
//	{{ and }}        the braces themselves
//	# Findings       a line that begins so is a heading
//	- rest           a line that begins so is one of a list
//	\# 3             a line that begins with a backslash is an ordinary one, without it
//
// An empty line ends a paragraph; within one, lines stay as they are broken.
package template

import (
	"strings"
	"unicode/utf8"

	"satchel/data/value"
)

// Limits of a text.
const (
	MaxLength = 20_000 // characters
	MaxPlaces = 500    // fields and places to fill in
	MaxLabel  = 60     // characters of what belongs into a place
)

// Problem is a fault with where it stands, in characters from 1.
type Problem struct {
	Line, Column int
	Key          string // error of the catalogue
	Name         string // of an unknown field
	Nearest      string // the known field that may be meant; "" for none
}

// In makes the problem that of a form's field.
func (p Problem) In(field string) value.Problem {
	return value.Problem{Field: field, Key: p.Key, Args: []any{"Line", p.Line, "Column", p.Column, "Name", p.Name, "Nearest", p.Nearest}}
}

// Problems are all faults of a text, in their order.
type Problems []Problem

func (p Problems) Error() string { return p[0].Key }

// In makes the problems those of a form's field.
func (p Problems) In(field string) value.Problems {
	var list value.Problems
	for _, one := range p {
		list = append(list, one.In(field))
	}
	return list
}

// Kind says what a line or a block is.
type Kind uint8

// The kinds.
const (
	Paragraph Kind = iota
	Heading
	Item // of a list
)

// piece is a part of a line.
type piece struct {
	text  string // the words, the field's name or the place's label
	field bool
	gap   bool
}

type line struct {
	kind   Kind
	blank  bool
	pieces []piece
}

// Text is a text that was read.
type Text struct{ lines []line }

// Parse reads a text and returns Problems, all at once, where it does not follow the rules.
func Parse(text string) (Text, error) {
	var t Text
	if !utf8.ValidString(text) || utf8.RuneCountInString(text) > MaxLength {
		return t, Problems{{Line: 1, Column: 1, Key: "error.letter.too_long"}}
	}
	var problems Problems
	places := 0
	for n, raw := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		l, skipped := begin(raw)
		r := reader{rest: raw[skipped:], line: n + 1, column: skipped + 1}
		for r.rest != "" {
			p, problem := r.next()
			if problem.Key != "" {
				problems = append(problems, problem)
				continue
			}
			if p.field || p.gap {
				places++
			}
			l.pieces = append(l.pieces, p)
		}
		l.blank = strings.TrimSpace(raw) == ""
		if places > MaxPlaces {
			return Text{}, Problems{{Line: n + 1, Column: 1, Key: "error.letter.too_many_places"}}
		}
		t.lines = append(t.lines, l)
	}
	if problems != nil {
		return Text{}, problems
	}
	return t, nil
}

// begin tells what a line is by how it begins, and how many bytes of it, all of one character each, say so.
func begin(raw string) (line, int) {
	switch {
	case strings.HasPrefix(raw, "# "):
		return line{kind: Heading}, 2
	case strings.HasPrefix(raw, "- "):
		return line{kind: Item}, 2
	case strings.HasPrefix(raw, `\`):
		return line{}, 1
	}
	return line{}, 0
}

// reader takes a line apart.
type reader struct {
	rest         string
	line, column int
}

func (r *reader) take(bytes int) string {
	taken := r.rest[:bytes]
	r.rest = r.rest[bytes:]
	r.column += utf8.RuneCountInString(taken)
	return taken
}

func (r *reader) problem(key string) Problem {
	return Problem{Line: r.line, Column: r.column, Key: "error.letter." + key}
}

// next reads one piece. After a problem it has taken what was wrong, so that reading goes on behind it.
func (r *reader) next() (piece, Problem) {
	switch {
	case strings.HasPrefix(r.rest, "{{"), strings.HasPrefix(r.rest, "}}"):
		return piece{text: r.take(2)[:1]}, Problem{}
	case r.rest[0] == '}':
		problem := r.problem("lone_brace")
		r.take(1)
		return piece{}, problem
	case r.rest[0] != '{':
		end := strings.IndexAny(r.rest, "{}")
		if end < 0 {
			end = len(r.rest)
		}
		return piece{text: r.take(end)}, Problem{}
	}
	end := strings.IndexAny(r.rest[1:], "{}") + 1
	if end == 0 || r.rest[end] == '{' {
		problem := r.problem("open_brace")
		r.take(1)
		return piece{}, problem
	}
	problem := r.problem("")
	inside := strings.TrimSpace(r.take(end + 1)[1:end])
	label, isGap := strings.CutPrefix(inside, "?")
	label = strings.TrimSpace(label)
	switch {
	case inside == "":
		problem.Key += "empty_braces"
	case isGap && label == "":
		problem.Key += "gap_unnamed"
	case isGap && utf8.RuneCountInString(label) > MaxLabel:
		problem.Key += "gap_too_long"
	case isGap:
		return piece{text: label, gap: true}, Problem{}
	default:
		if _, known := FieldOf(inside); known {
			return piece{text: inside, field: true}, Problem{}
		}
		problem.Name, problem.Nearest = inside, nearest(inside)
		problem.Key += "field_unknown"
		if problem.Nearest != "" {
			problem.Key = "error.letter.field_mistyped"
		}
		if utf8.RuneCountInString(problem.Name) > MaxLabel {
			problem.Name = string([]rune(problem.Name)[:MaxLabel]) + "…"
		}
	}
	return piece{}, problem
}

// FieldsUsed are the names of the fields in the text, each once, in their order.
func (t Text) FieldsUsed() []string {
	var names []string
	seen := map[string]bool{}
	for _, l := range t.lines {
		for _, p := range l.pieces {
			if p.field && !seen[p.text] {
				seen[p.text] = true
				names = append(names, p.text)
			}
		}
	}
	return names
}

// Gaps are what is still to be filled in, in its order.
func (t Text) Gaps() []string {
	var labels []string
	for _, l := range t.lines {
		for _, p := range l.pieces {
			if p.gap {
				labels = append(labels, p.text)
			}
		}
	}
	return labels
}

// Run is a piece of a block: words, or a gap with what belongs there.
type Run struct {
	Text string
	Gap  bool
}

// Block is a heading, a paragraph, or one entry of a list. Lines within it are parted by \n.
type Block struct {
	Kind Kind
	Runs []Run
}

// Text is a block's words, its gaps left out.
func (b Block) Text() string {
	var text strings.Builder
	for _, r := range b.Runs {
		if !r.Gap {
			text.WriteString(r.Text)
		}
	}
	return text.String()
}

// Blocks are what a page sets. A field that was not filled in is a gap of its name.
func (t Text) Blocks() []Block {
	var blocks []Block
	goesOn := false // the last block is a paragraph that the next line belongs to
	for _, l := range t.lines {
		if l.blank {
			goesOn = false
			continue
		}
		if l.kind != Paragraph || !goesOn {
			blocks = append(blocks, Block{Kind: l.kind})
		} else {
			blocks[len(blocks)-1].add(Run{Text: "\n"})
		}
		for _, p := range l.pieces {
			blocks[len(blocks)-1].add(Run{Text: p.text, Gap: p.gap || p.field})
		}
		goesOn = l.kind == Paragraph
	}
	return blocks
}

// add joins words that stand next to each other.
func (b *Block) add(r Run) {
	if n := len(b.Runs); n > 0 && !r.Gap && !b.Runs[n-1].Gap {
		b.Runs[n-1].Text += r.Text
		return
	}
	b.Runs = append(b.Runs, r)
}
