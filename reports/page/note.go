package page

// noteText sets a reprint's line in the sheet's note, made smaller and then shortened
// until it fits: the line is not part of the issued page, and the log has it in full.
func (s Sheet) noteText(d *Document, note string) ([]Text, error) {
	if note == "" || s.Note.Width == 0 {
		return nil, nil
	}
	clean, err := Admit("note", note)
	if err != nil {
		return nil, err
	}
	own, err := fontByIdentity(d.Fonts[s.Note.Font])
	if err != nil {
		return nil, err
	}
	m := newMetrics(own)
	runes := []rune{}
	for _, r := range clean {
		if _, ok := m.glyph(r); ok { // only the page's own font is at hand here
			runes = append(runes, r)
		}
	}
	width := func(size Size, list []rune) Length {
		total := int64(0)
		for _, r := range list {
			total += m.advance(r)
		}
		return size.length(total)
	}
	size := s.Note.Size
	for size > s.Note.Size*3/4 && width(size, runes) > s.Note.Width {
		size -= Point / 4
	}
	if width(size, runes) > s.Note.Width {
		for len(runes) > 0 && width(size, append(runes[:len(runes):len(runes)], '…')) > s.Note.Width {
			runes = runes[:len(runes)-1]
		}
		runes = append(runes, '…')
	}
	return []Text{{
		X: s.Note.X, Y: s.Note.Y, Font: s.Note.Font, Size: size, Colour: s.Note.Colour,
		String: string(runes), Advance: width(size, runes),
	}}, nil
}
