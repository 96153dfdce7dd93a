package page

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// logo is a picture of two shapes, and one of them alone.
const (
	logo     = `<svg viewBox="0 0 40 20"><path fill="#805" d="M2 2C8 0 14 6 20 10L2 18z"/><circle cx="30" cy="10" r="8" fill="#084"/></svg>`
	halfLogo = `<svg viewBox="0 0 40 20"><path fill="#805" d="M2 2C8 0 14 6 20 10L2 18z"/></svg>`
)

// bearing is a page with a picture so far below the margin, and a text of its own.
func bearing(t *testing.T, picture []byte, down Length, text string) *Document {
	t.Helper()
	c := NewCompositor()
	box, err := c.Picture(picture, 30*Millimetre, 30*Millimetre)
	if err != nil {
		t.Fatal(err)
	}
	l := testLayout(c)
	doc, err := c.Compose(About{Title: "T", Language: "en"}, l, Part{Before: down, Box: box}, Part{Box: c.Text(l.width(), Left, testBody, "t", text)}, Part{Box: box})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// A logo gives the same part wherever it stands, however often, and whatever else the page says; the page itself stays small.
func TestAPictureIsOnePartOfManyPages(t *testing.T) {
	for name, picture := range map[string][]byte{"shapes": []byte(logo), "pixels": pngOf(t, halves(120, 60))} {
		seen := map[[sha256.Size]byte]int{}
		for n := range 5 {
			doc := bearing(t, picture, Length(n)*7*Millimetre, strings.Repeat("word ", n+1))
			stored, parts, err := doc.Encode()
			if err != nil || stored[2] != 3 {
				t.Fatalf("%s: version %d, %v", name, stored[2], err)
			}
			for _, part := range parts {
				seen[sha256.Sum256(part)]++
			}
			again, err := Decode(stored, parts...)
			if err != nil || !reflect.DeepEqual(again, doc) {
				t.Errorf("%s: decoded, it is another page: %v", name, err)
			}
		}
		if len(seen) != 1 {
			t.Errorf("%s: %d parts, want one for all", name, len(seen))
		}
	}
}

// Pages of before there were parts hold their pictures themselves, and are read as they always were.
func TestOlderPagesHoldTheirPictures(t *testing.T) {
	doc := bearing(t, pngOf(t, halves(120, 60)), 0, "text")
	doc.stored = 1
	old, beside, err := doc.Encode()
	if err != nil || len(beside) > 0 {
		t.Fatalf("%d parts, %v", len(beside), err)
	}
	again, err := Decode(old)
	if err != nil || !reflect.DeepEqual(again, doc) {
		t.Errorf("an older page: %v", err)
	}
	if _, err := Decode(old, doc.Images...); !errors.Is(err, ErrDamaged) {
		t.Errorf("an older page with parts: %v", err)
	}
}

func TestPartsThatDoNotFit(t *testing.T) {
	doc := bearing(t, []byte(logo), 0, "text")
	stored, parts, err := doc.Encode()
	if err != nil || len(parts) != 1 {
		t.Fatalf("%d parts, %v", len(parts), err)
	}
	picture := pngOf(t, halves(10, 10))
	for name, list := range map[string][][]byte{
		"none": nil, "one too many": append([][]byte{parts[0]}, picture), "a picture for shapes": {picture}, "empty": {nil}, "cut": {parts[0][:len(parts[0])-2]},
		"a byte more": {append(bytes.Clone(parts[0]), 0)}, "another version": {append([]byte("SD\x02"), parts[0][3:]...)}, "too many": make([][]byte, maxParts+1),
	} {
		if _, err := Decode(stored, list...); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Another drawing in its place is another page: what catches it is the hash over all.
	_, other, err := bearing(t, []byte(halfLogo), 0, "text").Encode()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Decode(stored, other...); err != nil || reflect.DeepEqual(again, doc) {
		t.Errorf("another logo: %v", err)
	}
}

// One small part must not become an endless page.
func TestAPartTooOften(t *testing.T) {
	doc := bearing(t, []byte(logo), 0, "text")
	shape := doc.Sheets[0].Ops[slices.IndexFunc(doc.Sheets[0].Ops, func(op Op) bool { p, ok := op.(Path); return ok && p.Shared })]
	for range maxSegments / 2 {
		doc.Sheets[0].Ops = append(doc.Sheets[0].Ops, Line{X2: 10, Width: 10}, shape)
	}
	if _, _, err := doc.Encode(); err == nil {
		t.Error("it was kept")
	}
	var w encoder
	for range 3 {
		w.text("")
	}
	w.signed(0)
	w.count(0)
	w.count(0)
	w.count(0)
	w.count(1)
	w.length(A5.Width)
	w.length(A5.Height)
	w.place(0, 0)
	w.length(0)
	w.count(0)
	w.signed(0)
	w.colour(Colour{})
	w.count(maxOps)
	part, err := encodeDrawing([]Op{Path{Shared: true, Segments: rectangle(0, 0, 9, 9)}}, Place{})
	if err != nil {
		t.Fatal(err)
	}
	for range maxOps {
		w.count(codeShared)
		w.place(0, 0)
		w.part(part)
	}
	stored, err := w.compressed(magic, formatVersion)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Decode(stored, part); !errors.Is(err, ErrDamaged) {
		t.Errorf("%v", err)
	}
}

// Whatever a part is, it is read or refused.
func FuzzPart(f *testing.F) {
	part, err := encodeDrawing([]Op{Path{Shared: true, Segments: rectangle(5, 5, 9, 9)}, Path{Shared: true, Colour: testInk, Segments: rectangle(-50, 5, 9, 9)}}, Place{X: 5, Y: 5})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(part)
	f.Add([]byte("SD\x01"))
	stored, parts, err := (&Document{Sheets: []Sheet{{Width: A5.Width, Height: A5.Height, Ops: []Op{Path{Shared: true, Segments: rectangle(5, 5, 9, 9)}}}}}).Encode()
	if err != nil || len(parts) != 1 {
		f.Fatalf("%d parts, %v", len(parts), err)
	}
	f.Fuzz(func(t *testing.T, part []byte) {
		doc, err := Decode(stored, part)
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Fatal(err)
			}
			return
		}
		again, parts, err := doc.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if same, err := Decode(again, parts...); err != nil || !reflect.DeepEqual(same, doc) {
			t.Fatalf("another document after another round, %v", err)
		}
	})
}
