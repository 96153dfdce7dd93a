package page

import "slices"

// noted is the document with a reprint's line in the note of every sheet, made smaller and
// then shortened until it fits: the line is not part of the issued page, and the log has it
// in full.
func (d *Document) noted(note string) (*Document, error) {
	if note == "" || !slices.ContainsFunc(d.Sheets, func(s Sheet) bool { return s.Note.Width > 0 }) {
		return d, nil
	}
	clean, err := Admit("note", note)
	if err != nil {
		return nil, err
	}
	s := newShaper()
	with := *d
	with.Fonts, with.Sheets, with.Outlines = slices.Clone(d.Fonts), slices.Clone(d.Sheets), slices.Clone(d.Outlines)
	foreign := map[[2]int]int{}
	for i := range with.Sheets {
		sheet := &with.Sheets[i]
		if sheet.Note.Width == 0 {
			continue
		}
		ops := sheet.Ops[:len(sheet.Ops):len(sheet.Ops)]
		for _, op := range s.noteOps(sheet.Note, with.noteFace(sheet.Note.Font), clean, RightToLeft(d.Language)) {
			ops = append(ops, with.named(op, s, foreign))
		}
		sheet.Ops = ops
	}
	return &with, nil
}

// noteFace is the kit's face that a note's font is.
func (d *Document) noteFace(font int) Face {
	for face, t := range typefaces() {
		if t.file.SHA256 == d.Fonts[font] {
			return Face(face)
		}
	}
	return Regular
}

// noteOps sets the line. Its size goes down to three quarters before words are left out.
func (s *shaper) noteOps(n Note, face Face, text string, rightToLeft bool) []Op {
	set := func(size Size, text string) []atom {
		return s.atoms([]Span{{Style: Style{Face: face, Size: size, Leading: size, Colour: n.Colour}, Text: text}}, rightToLeft)
	}
	width := func(line []atom) (total Length) {
		for _, a := range line {
			total += a.advance()
		}
		return total
	}
	size := n.Size
	for size > n.Size*3/4 && width(set(size, text)) > n.Width {
		size -= Point / 4
	}
	line := set(size, text)
	for runes := []rune(withoutIsolates(text)); len(runes) > 0 && width(line) > n.Width; {
		runes = runes[:len(runes)-1]
		line = set(size, string(runes)+"\u2026")
	}
	align := Left
	if rightToLeft {
		align = Right
	}
	box := Box{Width: n.Width}
	box.addLine(line, align, 0)
	var ops []Op
	for _, it := range box.items {
		ops = append(ops, it.op.moved(n.X, n.Y-box.Baseline))
	}
	return ops
}

// fontIndex is a font's place in the document, which learns of it where it is new.
func (d *Document) fontIndex(face int) int {
	identity := typefaces()[face].file.SHA256
	if at := slices.Index(d.Fonts, identity); at >= 0 {
		return at
	}
	d.Fonts = append(d.Fonts, identity)
	return len(d.Fonts) - 1
}

// named replaces the kit's face in an operation by the document's font. The glyphs of the
// machine's own fonts become outlines of the document.
func (d *Document) named(op Op, s *shaper, foreign map[[2]int]int) Op {
	switch op := op.(type) {
	case Text:
		op.Font = d.fontIndex(op.Font)
		return op
	case Glyphs:
		if face := Face(op.Font); face >= firstForeign {
			return d.keepOutlines(op, s.of(face), foreign)
		}
		op.Font = d.fontIndex(op.Font)
		return op
	}
	return op
}
