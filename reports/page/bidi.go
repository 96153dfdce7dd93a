package page

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// Bidirectional order by the Unicode Bidirectional Algorithm (UAX #9), for paragraphs in
// which only isolates nest: the gate refuses embeddings and overrides. An isolate is
// resolved by itself and stands in its surroundings as one neutral (rules X5a to X6a,
// BD13), so the levels come out exact, and line by line rule L2 puts the runs in order.

// The marks of isolates inside the kit. They are noncharacters, which no text from outside
// may hold; Isolate puts them in and levels takes them out.
const (
	isolateFirst = '\uFDD0' // an isolate in the direction of its first strong letter
	isolateLeft  = '\uFDD2' // an isolate that runs from left to right
	isolateEnd   = '\uFDD1'
)

func isIsolateMark(r rune) bool { return r >= isolateFirst && r <= isolateLeft }

// isRightToLeft tells whether a letter is of a script that runs from right to left.
func isRightToLeft(r rune) bool {
	if r < 0x0590 {
		return false
	}
	class := classOf(r)
	return class == bidi.R || class == bidi.AL
}

func classOf(r rune) bidi.Class {
	switch r {
	case isolateFirst:
		return bidi.FSI
	case isolateLeft:
		return bidi.LRI
	case isolateEnd:
		return bidi.PDI
	}
	properties, _ := bidi.LookupRune(r)
	return properties.Class()
}

// levelsOf gives each character of a paragraph its embedding level: even ones run from left
// to right, odd ones from right to left.
func levelsOf(runes []rune, base uint8) []uint8 {
	p := bidiParagraph{runes: runes, levels: make([]uint8, len(runes)), classes: make([]bidi.Class, len(runes))}
	for i, r := range runes {
		p.classes[i] = classOf(r)
	}
	p.resolve(0, len(runes), base)
	return p.levels
}

type bidiParagraph struct {
	runes   []rune
	classes []bidi.Class // as they were
	levels  []uint8
}

// maxDepth is UAX #9's limit of nested levels.
const maxDepth = 125

// resolve sets the levels of a stretch, whose own level is base.
func (p *bidiParagraph) resolve(from, to int, base uint8) {
	var at []int // the stretch without what lies inside isolates, and without what rule X9 removes
	for i := from; i < to; i++ {
		p.levels[i] = base
		if p.classes[i] == bidi.BN {
			continue
		}
		at = append(at, i)
		if !initiates(p.classes[i]) {
			continue
		}
		end := p.isolateEnd(i, to)
		inner := base + 2 - base%2 // the next even level
		if p.classes[i] == bidi.RLI || p.classes[i] == bidi.FSI && p.firstStrong(i+1, end) == bidi.R {
			inner = base + 1 + base%2
		}
		if inner < maxDepth {
			p.resolve(i+1, end, inner)
		}
		i = end - 1
	}
	s := bidiSequence{p: p, at: at, base: base, types: make([]bidi.Class, len(at))}
	for i, from := range at {
		s.types[i] = p.classes[from]
	}
	s.weak()
	s.brackets()
	s.neutral()
	for i, at := range at {
		p.levels[at] = implicitLevel(base, s.types[i])
	}
	for i := from; i < to; i++ {
		if p.classes[i] == bidi.BN && i > from {
			p.levels[i] = p.levels[i-1] // a joiner goes with its letter
		}
	}
}

func initiates(class bidi.Class) bool {
	return class == bidi.LRI || class == bidi.RLI || class == bidi.FSI
}

// isolateEnd finds the end mark that matches the isolate at i, or the stretch's end.
func (p *bidiParagraph) isolateEnd(i, to int) int {
	depth := 0
	for j := i + 1; j < to; j++ {
		switch {
		case initiates(p.classes[j]):
			depth++
		case p.classes[j] == bidi.PDI && depth == 0:
			return j
		case p.classes[j] == bidi.PDI:
			depth--
		}
	}
	return to
}

// firstStrong is L or R by rules P2 and P3; ON where no letter has a direction.
func (p *bidiParagraph) firstStrong(from, to int) bidi.Class {
	for i := from; i < to; i++ {
		switch class := p.classes[i]; {
		case class == bidi.L:
			return bidi.L
		case class == bidi.R, class == bidi.AL:
			return bidi.R
		case initiates(class):
			i = p.isolateEnd(i, to)
		}
	}
	return bidi.ON
}

// implicitLevel is rules I1 and I2.
func implicitLevel(base uint8, class bidi.Class) uint8 {
	switch {
	case base%2 == 0 && class == bidi.R, base%2 == 1 && (class == bidi.L || class == bidi.EN || class == bidi.AN):
		return base + 1
	case base%2 == 0 && (class == bidi.EN || class == bidi.AN):
		return base + 2
	}
	return base
}

// bidiSequence is an isolating run sequence (BD13).
type bidiSequence struct {
	p     *bidiParagraph
	at    []int        // places of its characters in the paragraph
	types []bidi.Class // as the rules change them
	base  uint8
}

// edge is the direction that counts before and after the sequence (sos, eos).
func (s *bidiSequence) edge() bidi.Class {
	if s.base%2 == 1 {
		return bidi.R
	}
	return bidi.L
}

// weak is rules W1 to W7.
func (s *bidiSequence) weak() {
	t := s.types
	strong, before := s.edge(), s.edge()
	for i, class := range t {
		switch {
		case class == bidi.NSM && (initiates(before) || before == bidi.PDI): // W1
			t[i] = bidi.ON
		case class == bidi.NSM:
			t[i] = before
		}
		before = t[i]
		switch t[i] {
		case bidi.L, bidi.R, bidi.AL:
			strong = t[i]
		case bidi.EN:
			if strong == bidi.AL { // W2
				t[i] = bidi.AN
				before = bidi.AN
			}
		}
	}
	for i, class := range t { // W3
		if class == bidi.AL {
			t[i] = bidi.R
		}
	}
	for i := 1; i+1 < len(t); i++ { // W4
		sides := t[i-1] == t[i+1]
		if sides && t[i-1] == bidi.EN && (t[i] == bidi.ES || t[i] == bidi.CS) || sides && t[i-1] == bidi.AN && t[i] == bidi.CS {
			t[i] = t[i-1]
		}
	}
	for i := 0; i < len(t); i++ { // W5
		if t[i] != bidi.ET {
			continue
		}
		end := i
		for end < len(t) && t[end] == bidi.ET {
			end++
		}
		if i > 0 && t[i-1] == bidi.EN || end < len(t) && t[end] == bidi.EN {
			for j := i; j < end; j++ {
				t[j] = bidi.EN
			}
		}
		i = end - 1
	}
	strong = s.edge()
	for i, class := range t {
		switch class {
		case bidi.ES, bidi.ET, bidi.CS: // W6
			t[i] = bidi.ON
		case bidi.L, bidi.R:
			strong = class
		case bidi.EN: // W7
			if strong == bidi.L {
				t[i] = bidi.L
			}
		}
	}
}

// brackets is rule N0: a pair takes one direction.
func (s *bidiSequence) brackets() {
	type pair struct{ open, close int }
	var pairs []pair
	var stack []pair // close holds the closing rune here
	for i, at := range s.at {
		if s.types[i] != bidi.ON {
			continue
		}
		r := s.p.runes[at]
		properties, _ := bidi.LookupRune(r)
		if !properties.IsBracket() {
			continue
		}
		if properties.IsOpeningBracket() {
			if len(stack) == 63 {
				break
			}
			stack = append(stack, pair{i, int(closingOf(r))})
			continue
		}
		for n := len(stack) - 1; n >= 0; n-- {
			if stack[n].close == int(r) {
				pairs = append(pairs, pair{stack[n].open, i})
				stack = stack[:n]
				break
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return a.open - b.open })
	for _, p := range pairs {
		direction := s.bracketDirection(p.open, p.close)
		if direction == bidi.ON {
			continue
		}
		for _, i := range []int{p.open, p.close} {
			s.types[i] = direction
			for j := i + 1; j < len(s.at) && s.p.classes[s.at[j]] == bidi.NSM; j++ {
				s.types[j] = direction
			}
		}
	}
}

// closingOf is the bracket that closes another.
func closingOf(r rune) rune {
	for _, next := range []rune{r + 1, r + 2} {
		if properties, _ := bidi.LookupRune(next); properties.IsBracket() && !properties.IsOpeningBracket() {
			return next
		}
	}
	return 0
}

func (s *bidiSequence) bracketDirection(open, end int) bidi.Class {
	own, found := s.edge(), bidi.ON
	for _, class := range s.types[open+1 : end] {
		switch direction := strongOf(class); {
		case direction == own:
			return own
		case direction != bidi.ON:
			found = direction
		}
	}
	if found == bidi.ON {
		return bidi.ON
	}
	before := own
	for i := open - 1; i >= 0; i-- {
		if direction := strongOf(s.types[i]); direction != bidi.ON {
			before = direction
			break
		}
	}
	if before == found {
		return found
	}
	return own
}

// strongOf is the direction that a type counts as beside neutrals; ON for none.
func strongOf(class bidi.Class) bidi.Class {
	switch class {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

// neutral is rules N1 and N2.
func (s *bidiSequence) neutral() {
	t := s.types
	before := s.edge()
	for i := 0; i < len(t); i++ {
		if direction := strongOf(t[i]); direction != bidi.ON {
			before = direction
			continue
		}
		end, after := i, s.edge()
		for end < len(t) && strongOf(t[end]) == bidi.ON {
			end++
		}
		if end < len(t) {
			after = strongOf(t[end])
		}
		direction := s.edge()
		if before == after {
			direction = before
		}
		for j := i; j < end; j++ {
			t[j] = direction
		}
		i = end - 1
	}
}

// visualOrder is rule L2: the places of a line's runs from left to right.
func visualOrder(levels []uint8) []int {
	order := make([]int, len(levels))
	highest := uint8(0)
	for i, level := range levels {
		order[i] = i
		highest = max(highest, level)
	}
	for level := highest; level > 0; level-- {
		for i := 0; i < len(order); i++ {
			if levels[order[i]] < level {
				continue
			}
			end := i
			for end < len(order) && levels[order[end]] >= level {
				end++
			}
			slices.Reverse(order[i:end])
			i = end - 1
		}
	}
	return order
}
