package page

import (
	"bytes"
	"errors"
	"testing"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"

	"satchel/assets/fonts"
)

// A cut font draws each of its characters as the whole one does, also those that are put together from others, and is
// as wide.
func TestCutFontDrawsTheSame(t *testing.T) {
	for _, whole := range typefaces() {
		source, err := whole.tables()
		if err != nil {
			t.Fatalf("%s: %v", whole.file.Name, err)
		}
		whole.ready()
		glyphs := []int{0}
		for r := rune(' '); r <= 0xFFFF; r++ {
			if gid, ok := whole.glyph(r); ok {
				glyphs = append(glyphs, int(gid))
			}
		}
		file, err := source.cut(glyphs)
		if err != nil {
			t.Fatalf("%s: %v", whole.file.Name, err)
		}
		if checksum(file) != 0xB1B0AFBA {
			t.Errorf("%s: checksum %#x", whole.file.Name, checksum(file))
		}
		again, err := source.cut(glyphs)
		if err != nil || !bytes.Equal(again, file) {
			t.Errorf("%s is cut differently the second time", whole.file.Name)
		}
		cut, old := faceOfTables(t, file, whole), font.NewFace(whole.font)
		for at, glyph := range glyphs {
			ours, _ := cut.GlyphDataOutline(font.GID(at))
			want, _ := old.GlyphDataOutline(font.GID(glyph))
			if len(ours.Segments) != len(want.Segments) {
				t.Fatalf("%s: glyph %d has %d segments, %d in the whole font", whole.file.Name, glyph, len(ours.Segments), len(want.Segments))
			}
			for i := range want.Segments {
				if ours.Segments[i] != want.Segments[i] {
					t.Fatalf("%s: glyph %d is drawn differently", whole.file.Name, glyph)
				}
			}
			if a, b := cut.HorizontalAdvance(font.GID(at)), old.HorizontalAdvance(font.GID(glyph)); a != b {
				t.Fatalf("%s: glyph %d is %g wide, %g in the whole font", whole.file.Name, glyph, a, b)
			}
		}
	}
}

// faceOfTables reads a cut font. What a PDF leaves out and a reader of fonts wants comes from the whole one.
func faceOfTables(t *testing.T, file []byte, whole *typeface) *font.Face {
	t.Helper()
	tables, err := tablesOf(file)
	if err != nil {
		t.Fatal(err)
	}
	others, err := tablesOf(whole.file.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"cmap", "name", "post", "OS/2"} {
		tables[name] = others[name]
	}
	loader, err := opentype.NewLoader(bytes.NewReader(assembled(tables)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := font.NewFont(loader)
	if err != nil {
		t.Fatal(err)
	}
	return font.NewFace(f)
}

// A file that is cut off or damaged is an error or a font, never a panic.
func TestDamagedTrueType(t *testing.T) {
	file := fonts.All()[0].Bytes
	for size := 0; size < len(file); size += 997 {
		if _, err := readTrueType(file[:size]); !errors.Is(err, errTrueType) {
			t.Fatalf("%d bytes: %v", size, err)
		}
	}
	source, err := readTrueType(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, glyphs := range [][]int{{0, -1}, {0, len(source.offsets) - 1}, {0, 70_000}} {
		if _, err := source.cut(glyphs); !errors.Is(err, errTrueType) {
			t.Errorf("glyphs %v: %v", glyphs, err)
		}
	}
	for at := 0; at < 12+16*16; at++ {
		damaged := bytes.Clone(file)
		damaged[at] ^= 0x5a
		if source, err := readTrueType(damaged); err == nil {
			_, _ = source.cut([]int{0, 36, 120, 500})
		}
	}
}
