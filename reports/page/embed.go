package page

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
)

// Plain text goes into the PDF with fonts cut down to the document's characters (ISO 32000-1, 9.7.4 and 9.9). gofpdf
// can do that too, and pages of versions 1 and 2 still have it done there: it reads the whole font twice for each
// document, which takes longer than all the rest of a page.

// fontWriter collects the characters that a document sets with each of its fonts.
type fontWriter struct {
	faces []*typeface
	sets  []characterSet // by font
}

// characterSet are the characters of one font; each is shown by its place in the list, from 1.
type characterSet struct {
	codes map[rune]int
	runes []rune
}

func newFontWriter(faces []*typeface) *fontWriter {
	return &fontWriter{faces: faces, sets: make([]characterSet, len(faces))}
}

// show is the page content that draws a run at a place in points from the bottom left. A character that the font lacks
// is left out, as the preview does.
func (w *fontWriter) show(t Text, x, y float64) string {
	set := &w.sets[t.Font]
	if set.codes == nil {
		set.codes = map[rune]int{}
	}
	out := make([]byte, 0, 64+4*len(t.String))
	out = fmt.Appendf(out, "q BT %.3f %.3f %.3f rg /F%d ", float64(t.Colour.R)/255, float64(t.Colour.G)/255, float64(t.Colour.B)/255, t.Font)
	out = strconv.AppendFloat(out, float64(t.Size)/float64(Point), 'f', -1, 64)
	out = fmt.Appendf(out, " Tf %.3f %.3f Td <", x, y)
	const digits = "0123456789abcdef"
	for _, r := range t.String {
		code, ok := set.codes[r]
		if !ok {
			if _, has := w.faces[t.Font].glyph(r); !has {
				continue
			}
			set.runes = append(set.runes, r)
			code = len(set.runes)
			set.codes[r] = code
		}
		out = append(out, digits[code>>12&15], digits[code>>8&15], digits[code>>4&15], digits[code&15])
	}
	return string(append(out, "> Tj ET Q"...))
}

// objects writes the fonts as objects of the file, numbered from next on. It returns them with the entries for the
// dictionary of fonts.
func (w *fontWriter) objects(next int) (objects [][]byte, entries string, err error) {
	for i, set := range w.sets {
		if len(set.runes) == 0 {
			continue
		}
		first := next + len(objects)
		entries += fmt.Sprintf("/F%d %d 0 R\n", i, first)
		font, err := w.faces[i].embedded(set.runes, first)
		if err != nil {
			return nil, "", err
		}
		objects = append(objects, font...)
	}
	return objects, entries, nil
}

// embedded is the font with some characters alone, as the five objects that a PDF wants, numbered from first on.
func (t *typeface) embedded(runes []rune, first int) ([][]byte, error) {
	source, err := t.tables()
	if err != nil {
		return nil, fmt.Errorf("read font %s: %w", t.file.Name, err)
	}
	glyphs, texts := []int{0}, make([]string, len(runes))
	var widths strings.Builder
	for i, r := range runes {
		gid, _ := t.glyph(r)
		glyphs = append(glyphs, int(gid))
		texts[i] = string(r)
		fmt.Fprintf(&widths, "%d ", t.advance(r))
	}
	file, err := source.cut(glyphs)
	if err != nil {
		return nil, fmt.Errorf("cut font %s: %w", t.file.Name, err)
	}
	name, s := subsetTag(file)+"+"+t.file.Name, source.style
	const symbolic = 4 // flags of a font whose characters go by their own numbers
	return [][]byte{
		fmt.Appendf(nil, "<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", name, first+1, first+3),
		fmt.Appendf(nil, "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>\n"+
			"/FontDescriptor %d 0 R /CIDToGIDMap /Identity /DW 0 /W [1 [%s]] >>", name, first+2, widths.String()),
		fmt.Appendf(nil, "<< /Type /FontDescriptor /FontName /%s /Flags %d /FontBBox [%d %d %d %d] /ItalicAngle %d /Ascent %d /Descent %d /CapHeight %d /StemV %d /FontFile2 %d 0 R >>",
			name, symbolic, s.left, s.bottom, s.right, s.top, s.italicAngle, s.ascent, s.descent, s.capHeight, s.stem(), first+4),
		stream(toUnicode(4, texts), ""),
		stream(file, fmt.Sprintf(" /Length1 %d", len(file))),
	}, nil
}

// stem is the width of an upright stroke, which no table says, by the font's weight (400 is regular).
func (s fontStyle) stem() int { return 50 + s.weight*s.weight/4225 }

// subsetTag are the six letters that tell a cut font from others of its name (ISO 32000-1, 9.6.4).
func subsetTag(file []byte) string {
	sum := sha256.Sum256(file)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}
