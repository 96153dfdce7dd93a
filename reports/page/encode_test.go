package page

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"reflect"
	"testing"
)

// everyOp is a document that holds every kind of operation.
func everyOp(t testing.TB) *Document {
	t.Helper()
	withForeign(t, "testdata")
	c := NewCompositor()
	var data bytes.Buffer
	picture := image.NewNRGBA64(image.Rect(0, 0, 40, 20)) // 16 bits a channel: gofpdf refuses it as it is
	for x := range 40 {
		picture.SetNRGBA64(x, x/2, color.NRGBA64{R: 0xffff, A: 0xffff})
	}
	if err := png.Encode(&data, picture); err != nil {
		t.Fatal(err)
	}
	signature, err := c.Picture(data.Bytes(), 30*Millimetre, 30*Millimetre)
	if err != nil {
		t.Fatal(err)
	}
	square, err := QR("upi://pay?pa=lakeside@example", 20*Millimetre, testInk)
	if err != nil {
		t.Fatal(err)
	}
	emblem, err := c.Picture([]byte(logo), 6*Millimetre, 6*Millimetre)
	if err != nil {
		t.Fatal(err)
	}
	l := testLayout(c)
	l.Under = func(paper Paper) []Op { return c.Stamp(paper, "mark", "TRIAL", Colour{230, 230, 230}) }
	body := c.Text(l.width(), Left, testBody, "t", "Plain → text, with an arrow from the other font")
	doc, err := c.Compose(About{Title: "Every kind", Language: "en-IN", Author: "Clinic", Issued: 1768193640}, l,
		Part{Box: Fill(body, Colour{240, 240, 240})}, Part{Box: Frame(Pad(body, Margins{500, 0, 500, 0}), 300, testInk)},
		Part{Box: Rule(l.width(), 300, testInk)}, Part{Box: signature}, Part{Box: emblem}, Part{Box: square},
		Part{Box: c.Text(l.width(), Left, Style{Face: Bold, Size: 24 * Point, Colour: testInk}, "t", "AVATAR To: Ọlọ́run")},
		Part{Box: c.Text(l.width(), Left, Style{Face: Regular, Size: 18 * Point, Colour: testInk}, "t", "क्षमा 500 mg، مُحَمَّد")},
		Part{Box: c.Text(l.width(), Left, Style{Face: Regular, Size: 18 * Point, Colour: testInk}, "t", baybayin)})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestEncodeRoundTrip(t *testing.T) {
	doc := everyOp(t)
	kinds := map[string]bool{}
	for _, op := range doc.Sheets[0].Ops {
		kinds[reflect.TypeOf(op).Name()] = true
	}
	if len(kinds) != 6 || len(doc.Outlines) == 0 {
		t.Fatalf("the document holds only %v", kinds)
	}
	data, parts, err := doc.Encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Decode(data, parts...)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(doc, again) {
		t.Error("the decoded document differs")
	}
	if repeat, same, err := again.Encode(); err != nil || !bytes.Equal(repeat, data) || !reflect.DeepEqual(same, parts) {
		t.Errorf("encoding again gives other bytes, %v", err)
	}
}

// A stored page that lost or changed bytes is an error, never a panic and never another
// page: the hash beside it catches what the format can't.
func TestDecodeDamaged(t *testing.T) {
	data, parts, err := everyOp(t).Encode()
	if err != nil {
		t.Fatal(err)
	}
	for n := range data {
		if _, err := Decode(data[:n], parts...); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut to %d bytes: %v", n, err)
		}
	}
	if _, err := Decode(append(bytes.Clone(data), 0), parts...); !errors.Is(err, ErrDamaged) {
		t.Errorf("a byte too many: %v", err)
	}
	newer := bytes.Clone(data)
	newer[2] = formatVersion + 1
	if _, err := Decode(newer, parts...); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer version: %v", err)
	}
	older := bytes.Clone(data)
	older[2] = 0
	if _, err := Decode(older, parts...); !errors.Is(err, ErrDamaged) {
		t.Errorf("version 0: %v", err)
	}
	for i := 3; i < len(data); i++ {
		flipped := bytes.Clone(data)
		flipped[i] ^= 0x10
		if _, err := Decode(flipped, parts...); err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
}

// packed wraps fields as a stored page.
func packed(t testing.TB, plain []byte) []byte {
	t.Helper()
	out := bytes.NewBufferString(magic + string(rune(formatVersion)))
	w, err := flate.NewWriter(out, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestDecodeHostile(t *testing.T) {
	huge := binary.AppendUvarint(nil, 1<<62)
	cases := map[string][]byte{
		"bomb":           packed(t, make([]byte, maxPacked+1)),
		"empty":          packed(t, nil),
		"huge text":      packed(t, huge),
		"huge font list": packed(t, append([]byte{0, 0, 0, 0}, huge...)),
		"huge sheets":    packed(t, append([]byte{0, 0, 0, 0, 0, 0}, huge...)),
		"no sheet":       packed(t, []byte{0, 0, 0, 0, 0, 0, 0}),
		"bad varint":     packed(t, bytes.Repeat([]byte{0xff}, 40)),
		"not deflate":    []byte(magic + "\x01\xff\xff\xff"),
		"other magic":    []byte("%PDF-1.3"),
	}
	for name, data := range cases {
		if _, err := Decode(data); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A document that was decoded, or put together by hand, is drawn or refused.
func TestValidate(t *testing.T) {
	good := func() *Document {
		return &Document{Sheets: []Sheet{{Width: 1000, Height: 1000, Ops: []Op{Line{X2: 10, Width: 10}}}}}
	}
	if err := good().Validate(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Document){
		"no sheet":       func(d *Document) { d.Sheets = nil },
		"no size":        func(d *Document) { d.Sheets[0].Width = 0 },
		"too large":      func(d *Document) { d.Sheets[0].Height = maxRoll + 1 },
		"missing font":   func(d *Document) { d.Sheets[0].Ops[0] = Text{Size: 100, String: "x"} },
		"missing image":  func(d *Document) { d.Sheets[0].Ops[0] = Picture{Width: 1, Height: 1} },
		"broken image":   func(d *Document) { d.Images = [][]byte{[]byte("GIF89a")} },
		"far away":       func(d *Document) { d.Sheets[0].Ops[0] = Line{X1: maxReach + 1, Width: 1} },
		"negative width": func(d *Document) { d.Sheets[0].Ops[0] = Rect{Width: -1, Height: 1} },
		"path start":     func(d *Document) { d.Sheets[0].Ops[0] = Path{Segments: []Segment{{Kind: LineTo}}} },
		"path kind":      func(d *Document) { d.Sheets[0].Ops[0] = Path{Segments: []Segment{{Kind: 9}}} },
		"no operation":   func(d *Document) { d.Sheets[0].Ops[0] = nil },
		"control title":  func(d *Document) { d.Title = "a\x00" },
		"note font":      func(d *Document) { d.Sheets[0].Note = Note{Width: 1, Size: 100} },
		"paint": func(d *Document) {
			for range maxLayers + 1 {
				d.Sheets[0].Ops = append(d.Sheets[0].Ops, Rect{Width: 1000, Height: 1000})
			}
		},
		"glyph font":    func(d *Document) { d.Sheets[0].Ops[0] = Glyphs{Size: 100, Font: 1} },
		"glyph outline": func(d *Document) { d.Sheets[0].Ops[0] = oneGlyph(0, 0) },
		"glyph id":      func(d *Document) { d.Outlines, d.Sheets[0].Ops[0] = [][]Segment{nil}, oneGlyph(-1, 0) },
		"glyph far":     func(d *Document) { d.Outlines, d.Sheets[0].Ops[0] = [][]Segment{nil}, oneGlyph(0, maxShift+1) },
		"cluster text": func(d *Document) {
			d.Outlines, d.Sheets[0].Ops[0] = [][]Segment{nil}, Glyphs{Font: OwnOutlines, Size: 100, String: "a"}
		},
		"empty cluster": func(d *Document) { d.Sheets[0].Ops[0] = Glyphs{Font: OwnOutlines, Size: 100, Clusters: []Cluster{{}}} },
		"torn letter": func(d *Document) {
			d.Sheets[0].Ops[0] = Glyphs{Font: OwnOutlines, Size: 100, String: "é", Clusters: []Cluster{{Bytes: 1}, {Bytes: 1}}}
		},
		"outline start": func(d *Document) { d.Outlines = [][]Segment{{{Kind: LineTo}}} },
		"outline far":   func(d *Document) { d.Outlines = [][]Segment{{{Places: [3]Place{{maxShift + 1, 0}}}}} },
		"direction marks": func(d *Document) {
			d.Sheets[0].Ops[0] = Glyphs{Font: OwnOutlines, Size: 100, String: "\u202e", Clusters: []Cluster{{Bytes: 3}}}
		},
		"surrogate text": func(d *Document) {
			d.Fonts = append(d.Fonts, typefaces()[0].file.SHA256)
			d.Sheets[0].Ops[0] = Text{Size: 100, String: "\U0001F600"}
		},
	} {
		d := good()
		spoil(d)
		if d.Validate() == nil {
			t.Errorf("%s: valid", name)
		}
		if _, err := PDF(d, ""); err == nil {
			t.Errorf("%s: drawn as PDF", name)
		}
		if _, err := Raster(d, 0, 96, ""); err == nil {
			t.Errorf("%s: drawn for the window", name)
		}
		if _, _, err := d.Encode(); err == nil {
			t.Errorf("%s: encoded", name)
		}
	}
}

func oneGlyph(id, x int) Glyphs {
	return Glyphs{Font: OwnOutlines, Size: 100, String: "a", Clusters: []Cluster{{Bytes: 1, Glyphs: []Glyph{{ID: id, X: x}}}}}
}

// A page that was stored before version 3 stays what it was, and its PDF still has gofpdf's fonts; version 1 has no glyphs.
func TestOldPagesStayOld(t *testing.T) {
	for _, c := range []struct {
		text    string
		version byte
	}{{"body", 1}, {"body", 2}, {"मीरा", 2}, {"body", formatVersion}} {
		doc := plainDocument(t, c.text)
		if c.version < formatVersion {
			doc.stored = c.version
		}
		data, parts, err := doc.Encode()
		if err != nil || data[2] != c.version {
			t.Fatalf("written as version %d, want %d, %v", data[2], c.version, err)
		}
		again, err := Decode(data, parts...)
		if err != nil || !reflect.DeepEqual(again, doc) {
			t.Fatalf("version %d is read as another document, %v", c.version, err)
		}
		pdf, err := PDF(again, "")
		if err != nil {
			t.Fatal(err)
		}
		if cut := bytes.Contains(pdf, []byte("+NotoSans-Regular")); cut != (c.version == formatVersion) {
			t.Errorf("version %d: the font is cut by the kit: %t", c.version, cut)
		}
	}
	old := plainDocument(t, "मीरा")
	old.stored = 2
	shaped, _, err := old.Encode()
	if err != nil {
		t.Fatal(err)
	}
	shaped[2] = 1
	if _, err := Decode(shaped); !errors.Is(err, ErrDamaged) {
		t.Errorf("glyphs in version 1: %v", err)
	}
}

// Whatever the bytes are: an error of the two kinds, or a document that encodes again and
// can be drawn or is refused with an error.
func FuzzDecode(f *testing.F) {
	data, parts, err := everyOp(f).Encode()
	if err != nil {
		f.Fatal(err)
	}
	small, _, err := (&Document{Title: "T", Language: "en", Sheets: []Sheet{{Width: A5.Width, Height: A5.Height, Ops: []Op{
		Line{X2: 10, Y2: 7, Width: 10}, Rect{Width: 100, Height: 100}, Path{Segments: rectangle(0, 0, 9, 9)},
	}}}}).Encode()
	if err != nil {
		f.Fatal(err)
	}
	for _, stored := range [][]byte{data, small} {
		f.Add(stored[3:])
		plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(stored[3:])))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(plain)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for n, stored := range [][]byte{append([]byte(magic+"\x01"), body...), append([]byte(magic+"\x02"), body...), append([]byte(magic+"\x03"), body...), packed(t, body), packed(t, body)} {
			var beside [][]byte
			if n == 2 || n == 3 {
				beside = parts
			}
			doc, err := Decode(stored, beside...)
			if err != nil {
				if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
					t.Fatal(err)
				}
				continue
			}
			again, beside, err := doc.Encode()
			if err != nil {
				t.Fatal(err)
			}
			if same, err := Decode(again, beside...); err != nil || !reflect.DeepEqual(same, doc) {
				t.Fatalf("another document after another round, %v", err)
			}
			if len(doc.Sheets) > 2 {
				continue
			}
			if data, err := PDF(doc, ""); (err == nil) != (len(data) > 0) {
				t.Fatalf("PDF: %d bytes, %v", len(data), err)
			}
			if data, err := Raster(doc, 0, minDPI, ""); (err == nil) != (data != nil) {
				t.Fatalf("Raster: %v", err)
			}
		}
	})
}
