package page

import (
	"encoding/binary"
	"errors"
	"slices"
)

// trueType are the tables of a TrueType file (OpenType 1.9, "Font file") from which a smaller file with some of its
// glyphs is made. The slices lie in the file and are never written.
type trueType struct {
	head, hhea, maxp, hmtx, glyf []byte
	// offsets say where in glyf each glyph begins; the last one is where the table ends.
	offsets []uint32
	// long is how many glyphs have an advance of their own in hmtx; the others have the last one's.
	long int
	// programs are the tables of instructions that fit the outlines to a screen: "cvt ", "fpgm" and "prep".
	programs map[string][]byte
	// style is what a PDF says of the font.
	style fontStyle
}

// fontStyle is the content of a font descriptor (ISO 32000-1, 9.8), in thousandths of an em and degrees.
type fontStyle struct {
	left, bottom, right, top   int
	ascent, descent, capHeight int
	italicAngle                int
	weight                     int // 400 is regular, 700 bold
}

var errTrueType = errors.New("not a TrueType file that can be cut")

// readTrueType finds the tables of a file. Only the embedded fonts, whose tables agree with each other, come here.
func readTrueType(file []byte) (*trueType, error) {
	tables, err := tablesOf(file)
	if err != nil {
		return nil, err
	}
	t := &trueType{
		head: tables["head"], hhea: tables["hhea"], maxp: tables["maxp"], hmtx: tables["hmtx"], glyf: tables["glyf"],
		programs: map[string][]byte{},
	}
	loca, os2, post := tables["loca"], tables["OS/2"], tables["post"]
	if len(t.head) < 54 || len(t.hhea) < 36 || len(t.maxp) < 6 || len(os2) < 78 || len(post) < 8 {
		return nil, errTrueType
	}
	for _, name := range []string{"cvt ", "fpgm", "prep"} {
		if table, ok := tables[name]; ok {
			t.programs[name] = table
		}
	}
	t.long = number16(t.hhea, 34)
	for at := range number16(t.maxp, 4) + 1 {
		switch {
		case number16(t.head, 50) == 1 && len(loca) >= 4*at+4:
			t.offsets = append(t.offsets, binary.BigEndian.Uint32(loca[4*at:]))
		case number16(t.head, 50) == 0 && len(loca) >= 2*at+2:
			t.offsets = append(t.offsets, 2*uint32(number16(loca, 2*at)))
		default:
			return nil, errTrueType
		}
	}
	if !slices.IsSorted(t.offsets) || int(t.offsets[len(t.offsets)-1]) > len(t.glyf) || t.long < 1 || len(t.hmtx) < 2*t.long+2*(len(t.offsets)-1) {
		return nil, errTrueType
	}
	em := number16(t.head, 18)
	if em == 0 {
		return nil, errTrueType
	}
	scaled := func(table []byte, at int) int { return signed16(table, at) * emUnits / em }
	t.style = fontStyle{
		left: scaled(t.head, 36), bottom: scaled(t.head, 38), right: scaled(t.head, 40), top: scaled(t.head, 42),
		ascent: scaled(t.hhea, 4), descent: scaled(t.hhea, 6),
		italicAngle: signed16(post, 4), weight: number16(os2, 4),
	}
	t.style.capHeight = t.style.ascent
	if number16(os2, 0) >= 2 && len(os2) >= 90 { // older tables don't say it
		t.style.capHeight = scaled(os2, 88)
	}
	return t, nil
}

// tablesOf reads the directory of a file.
func tablesOf(file []byte) (map[string][]byte, error) {
	if len(file) < 12 || binary.BigEndian.Uint32(file) != 0x00010000 {
		return nil, errTrueType
	}
	tables := map[string][]byte{}
	for i := range number16(file, 4) {
		record := 12 + 16*i
		if len(file) < record+16 {
			return nil, errTrueType
		}
		start, size := int64(binary.BigEndian.Uint32(file[record+8:])), int64(binary.BigEndian.Uint32(file[record+12:]))
		if start+size > int64(len(file)) {
			return nil, errTrueType
		}
		tables[string(file[record:record+4])] = file[start : start+size : start+size]
	}
	return tables, nil
}

func number16(table []byte, at int) int { return int(binary.BigEndian.Uint16(table[at:])) }
func signed16(table []byte, at int) int { return int(int16(binary.BigEndian.Uint16(table[at:]))) }

// Flags of a part of a glyph that is put together from others ("glyf", composite glyph description).
const (
	partHasWords    = 1 << 0
	partHasScale    = 1 << 3
	partFollows     = 1 << 5
	partHasScales   = 1 << 6
	partHasTwoByTwo = 1 << 7
)

// cut makes a file of some glyphs, which get the numbers in which they are given; the first has to be glyph 0. What
// composite glyphs are made of follows them. A PDF needs no table of characters and no names in it (ISO 32000-1, 9.9).
func (t *trueType) cut(glyphs []int) ([]byte, error) {
	glyphs = slices.Clone(glyphs)
	numbers := map[int]int{}
	for at, glyph := range glyphs {
		if _, ok := numbers[glyph]; !ok {
			numbers[glyph] = at
		}
	}
	var glyf, loca, hmtx []byte
	for at := 0; at < len(glyphs); at++ { // glyphs grows while it is gone through
		glyph := glyphs[at]
		if glyph < 0 || glyph+1 >= len(t.offsets) {
			return nil, errTrueType
		}
		start := len(glyf)
		glyf = append(glyf, t.glyf[t.offsets[glyph]:t.offsets[glyph+1]]...)
		err := eachPart(glyf[start:], func(number []byte) {
			part := number16(number, 0)
			if _, ok := numbers[part]; !ok {
				numbers[part] = len(glyphs)
				glyphs = append(glyphs, part)
			}
			binary.BigEndian.PutUint16(number, uint16(numbers[part]))
		})
		if err != nil {
			return nil, err
		}
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		loca = binary.BigEndian.AppendUint32(loca, uint32(start))
		hmtx = append(hmtx, t.hmtx[4*min(glyph, t.long-1):][:2]...)
		if glyph < t.long {
			hmtx = append(hmtx, t.hmtx[4*glyph+2:][:2]...)
		} else {
			hmtx = append(hmtx, t.hmtx[4*t.long+2*(glyph-t.long):][:2]...)
		}
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head, hhea, maxp := slices.Clone(t.head), slices.Clone(t.hhea), slices.Clone(t.maxp)
	binary.BigEndian.PutUint32(head[8:], 0)  // the checksum, which assembled fills in
	binary.BigEndian.PutUint16(head[50:], 1) // offsets of 32 bits
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(glyphs)))
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(glyphs)))
	tables := map[string][]byte{"head": head, "hhea": hhea, "maxp": maxp, "hmtx": hmtx, "glyf": glyf, "loca": loca}
	for name, table := range t.programs {
		tables[name] = table
	}
	return assembled(tables), nil
}

// eachPart gives each of a composite glyph's parts' numbers, as the two bytes that hold it.
func eachPart(glyph []byte, part func(number []byte)) error {
	if len(glyph) < 10 || signed16(glyph, 0) >= 0 {
		return nil // empty, or outlines of its own
	}
	for at, flags := 10, partFollows; flags&partFollows != 0; {
		if len(glyph) < at+4 {
			return errTrueType
		}
		flags = number16(glyph, at)
		part(glyph[at+2 : at+4])
		at += 6
		if flags&partHasWords != 0 {
			at += 2
		}
		switch {
		case flags&partHasScale != 0:
			at += 2
		case flags&partHasScales != 0:
			at += 4
		case flags&partHasTwoByTwo != 0:
			at += 8
		}
	}
	return nil
}

// assembled is a file of tables, with its directory and checksums.
func assembled(tables map[string][]byte) []byte {
	names := make([]string, 0, len(tables))
	for name := range tables {
		names = append(names, name)
	}
	slices.Sort(names)
	power := 0
	for 2<<power <= len(names) {
		power++
	}
	file := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, n := range []int{len(names), 16 << power, power, 16*len(names) - 16<<power} {
		file = binary.BigEndian.AppendUint16(file, uint16(n))
	}
	offset, head := 12+16*len(names), 0
	for _, name := range names {
		if name == "head" {
			head = offset
		}
		file = append(file, name...)
		for _, n := range []uint32{checksum(tables[name]), uint32(offset), uint32(len(tables[name]))} {
			file = binary.BigEndian.AppendUint32(file, n)
		}
		offset += (len(tables[name]) + 3) &^ 3
	}
	for _, name := range names {
		file = append(file, tables[name]...)
		for len(file)%4 != 0 {
			file = append(file, 0)
		}
	}
	binary.BigEndian.PutUint32(file[head+8:], 0xB1B0AFBA-checksum(file)) // "head", checksumAdjustment
	return file
}

// checksum is the sum of a table's 32-bit numbers, padded with zeros.
func checksum(table []byte) uint32 {
	sum := uint32(0)
	for ; len(table) >= 4; table = table[4:] {
		sum += binary.BigEndian.Uint32(table)
	}
	var rest [4]byte
	copy(rest[:], table)
	return sum + binary.BigEndian.Uint32(rest[:])
}
