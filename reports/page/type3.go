package page

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"

	"github.com/go-text/typesetting/font"
)

// Shaped text goes into the PDF as Type 3 fonts (ISO 32000-1, 9.6.5) that are made for the
// document: each cluster that occurs is one of their characters, drawn as its outlines and
// read, by the font's ToUnicode table, as the letters it stands for. So the text is found
// and copied where it is drawn, each shape is stored once, and no font is needed.

// type3Codes is how many characters one such font has: codes 1 to 255. Code 0 is never
// shown: it is called m and as wide as an m, because that is where readers look up how
// large the letters of a Type 3 font are.
const (
	type3Codes = 255
	type3Em    = "600 0 0 0 0 0 d1\n"
)

// type3Writer collects the clusters of a document.
type type3Writer struct {
	doc   *Document
	faces []*typeface
	codes map[string]int // by what is drawn and read
	chars []type3Char
}

type type3Char struct {
	text    string
	advance int
	drawing
}

// drawing is how the file draws a cluster.
type drawing struct {
	object []byte // its glyph description, a stream
	ink    inkBox
}

// maxDrawings bounds how many drawings of one font are kept, of some 300 bytes each.
const maxDrawings = 4000

// inkBox is what a shape marks, in thousandths of an em, Y upwards.
type inkBox struct {
	left, bottom, right, top int
}

func (b inkBox) with(x, y int) inkBox {
	return inkBox{min(b.left, x), min(b.bottom, y), max(b.right, x), max(b.top, y)}
}

func (b inkBox) String() string { return fmt.Sprintf("%d %d %d %d", b.left, b.bottom, b.right, b.top) }

func newType3Writer(d *Document, faces []*typeface) *type3Writer {
	return &type3Writer{doc: d, faces: faces, codes: map[string]int{}}
}

// code is the number of a cluster among all of the document.
func (w *type3Writer) code(font int, text string, cluster Cluster) int {
	key := fmt.Sprint(font, text, cluster.Advance, cluster.Glyphs)
	if code, ok := w.codes[key]; ok {
		return code
	}
	w.codes[key] = len(w.chars)
	w.chars = append(w.chars, type3Char{text, cluster.Advance, w.drawing(font, cluster)})
	return len(w.chars) - 1
}

// drawing describes a cluster, or finds how a document before drew the same.
func (w *type3Writer) drawing(font int, cluster Cluster) drawing {
	if font == OwnOutlines {
		return w.describe(font, cluster)
	}
	known, key := &w.faces[font].drawings, fmt.Sprint(cluster.Advance, cluster.Glyphs)
	known.mutex.Lock()
	found, ok := known.byCluster[key]
	known.mutex.Unlock()
	if ok {
		return found
	}
	found = w.describe(font, cluster)
	known.mutex.Lock()
	defer known.mutex.Unlock()
	if known.byCluster == nil || len(known.byCluster) >= maxDrawings {
		known.byCluster = map[string]drawing{}
	}
	known.byCluster[key] = found
	return found
}

// drawings are those of a font's clusters; packing them takes longer than the rest of a shaped page.
type drawings struct {
	mutex     sync.Mutex
	byCluster map[string]drawing
}

// describe draws a cluster's outlines in thousandths of an em, Y upwards. It says how far
// they reach: what a reader finds outside it may drop.
func (w *type3Writer) describe(font int, cluster Cluster) drawing {
	ink := inkBox{right: cluster.Advance}
	var draws []byte
	for _, glyph := range cluster.Glyphs {
		outline := w.doc.glyphOutline(w.faces, font, glyph.ID)
		draws = appendOutline(draws, outline, glyph.X, glyph.Rise)
		for _, segment := range outline {
			for _, at := range segment.Places[:segment.used()] {
				ink = ink.with(int(at.X)+glyph.X, glyph.Rise-int(at.Y))
			}
		}
	}
	out := fmt.Appendf(nil, "%d 0 %s d1\n", cluster.Advance, ink)
	if len(draws) > 0 {
		draws = append(draws, "f\n"...)
	}
	return drawing{stream(append(out, draws...), ""), ink}
}

// glyphOutline is a glyph's shape in thousandths of an em, Y downwards.
func (d *Document) glyphOutline(faces []*typeface, at, glyph int) []Segment {
	if at == OwnOutlines {
		return d.Outlines[glyph]
	}
	return faces[at].shape(font.GID(glyph)).outline
}

func appendOutline(out []byte, outline []Segment, x, rise int) []byte {
	number := func(n int) {
		out = strconv.AppendInt(out, int64(n), 10)
		out = append(out, ' ')
	}
	for i, segment := range outline {
		if segment.Kind == MoveTo && i > 0 {
			out = append(out, "h "...)
		}
		for _, at := range segment.Places[:segment.used()] {
			number(int(at.X) + x)
			number(rise - int(at.Y))
		}
		out = append(out, "mlc"[segment.Kind], '\n')
	}
	if len(outline) > 0 {
		out = append(out, "h\n"...)
	}
	return out
}

// show is the page content that draws a run at a place in points from the bottom left.
func (w *type3Writer) show(g Glyphs, x, y float64) string {
	var out strings.Builder
	fmt.Fprintf(&out, "q BT %.3f %.3f %.3f rg", float64(g.Colour.R)/255, float64(g.Colour.G)/255, float64(g.Colour.B)/255)
	size, open := float64(g.Size)/float64(Point), -1
	fmt.Fprintf(&out, " %.3f %.3f Td", x, y)
	show := func(text string, cluster Cluster) {
		code := w.code(g.Font, text, cluster)
		if page := code / type3Codes; page != open {
			if open >= 0 {
				out.WriteString("> Tj")
			}
			fmt.Fprintf(&out, " /S%d %.2f Tf <", page, size)
			open = page
		}
		fmt.Fprintf(&out, "%02x", code%type3Codes+1)
	}
	for i, text := range g.texts() {
		if !g.RightToLeft {
			show(text, g.Clusters[i])
			continue
		}
		for _, part := range letterByLetter(text, g.Clusters[i]) {
			show(part.text, part.cluster)
		}
	}
	if open >= 0 {
		out.WriteString("> Tj")
	}
	out.WriteString(" ET Q")
	return out.String()
}

// readCluster is a cluster with what it is read as.
type readCluster struct {
	text    string
	cluster Cluster
}

// letterByLetter splits a cluster that is read from right to left. Readers of a PDF turn
// what they find from left to right around, letter by letter, so a ligature has to stand
// there as its letters, the last one first; the first of them draws it whole.
func letterByLetter(text string, cluster Cluster) []readCluster {
	runes := []rune(text)
	list := make([]readCluster, len(runes))
	share := cluster.Advance / len(runes)
	for i := range runes {
		list[i] = readCluster{string(runes[len(runes)-1-i]), Cluster{Advance: share}}
	}
	list[0].cluster.Glyphs = cluster.Glyphs
	list[len(list)-1].cluster.Advance += cluster.Advance - share*len(runes)
	return list
}

// objects writes the fonts as objects of the file, numbered from next on. It returns them
// with the entries for the dictionary of fonts.
func (w *type3Writer) objects(next int) (objects [][]byte, entries string) {
	for start := 0; start < len(w.chars); start += type3Codes {
		chars := w.chars[start:min(start+type3Codes, len(w.chars))]
		first := next + len(objects) + 3
		var names, procs, widths strings.Builder
		var ink inkBox
		texts := make([]string, len(chars))
		for i, char := range chars {
			texts[i] = char.text
			fmt.Fprintf(&names, "/c%d", i+1)
			fmt.Fprintf(&procs, "/c%d %d 0 R\n", i+1, first+i)
			fmt.Fprintf(&widths, "%d ", char.advance)
			ink = ink.with(char.ink.left, char.ink.bottom).with(char.ink.right, char.ink.top)
		}
		fontObject := fmt.Appendf(nil, "<< /Type /Font /Subtype /Type3 /FontBBox [%s] /FontMatrix [0.001 0 0 0.001 0 0]\n"+
			"/FirstChar 0 /LastChar %d /Widths [600 %s]\n/Encoding << /Type /Encoding /Differences [0 /m%s] >>\n"+
			"/CharProcs <<\n/m %d 0 R\n%s>> /Resources << /ProcSet [/PDF] >> /ToUnicode %d 0 R >>",
			ink, len(chars), widths.String(), names.String(), first-1, procs.String(), first-2)
		entries += fmt.Sprintf("/S%d %d 0 R\n", start/type3Codes, next+len(objects))
		objects = append(objects, fontObject, stream(toUnicode(2, texts), ""), stream([]byte(type3Em), ""))
		for _, char := range chars {
			objects = append(objects, char.object)
		}
	}
	return objects, entries
}

// toUnicode is the table (ISO 32000-1, 9.10.3) that says what each code is read as: the texts of codes from 1 on,
// which have a number of hexadecimal digits.
func toUnicode(digits int, texts []string) []byte {
	out := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n")
	out = fmt.Appendf(out, "<%s> <%s>\nendcodespacerange\n", strings.Repeat("0", digits), strings.Repeat("f", digits))
	const most = 100 // entries in one section
	for start := 0; start < len(texts); start += most {
		part := texts[start:min(start+most, len(texts))]
		out = fmt.Appendf(out, "%d beginbfchar\n", len(part))
		for i, text := range part {
			out = fmt.Appendf(out, "<%0*x> <%s>\n", digits, start+i+1, utf16Hex(text))
		}
		out = append(out, "endbfchar\n"...)
	}
	return append(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}

func utf16Hex(text string) string {
	var raw []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		raw = append(raw, byte(unit>>8), byte(unit))
	}
	return hex.EncodeToString(raw)
}

// stream packs content as a stream object, with more entries for its dictionary; what is short stays plain.
func stream(content []byte, entries string) []byte {
	filter := ""
	if len(content) > 120 {
		content, filter = deflated(content), " /Filter /FlateDecode"
	}
	out := fmt.Appendf(nil, "<< /Length %d%s%s >>\nstream\n", len(content), filter, entries)
	out = append(out, content...)
	return append(out, "\nendstream"...)
}

// packers are compressors that were used before: each takes a megabyte to make.
var packers = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

func deflated(content []byte) []byte {
	var packed bytes.Buffer
	writer := packers.Get().(*zlib.Writer)
	defer packers.Put(writer)
	writer.Reset(&packed)
	_, _ = writer.Write(content) // a bytes.Buffer takes everything
	_ = writer.Close()
	return packed.Bytes()
}
