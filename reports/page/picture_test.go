package page

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"reflect"
	"strings"
	"testing"
)

func pngOf(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// halves is a picture that is red on the left and blue on the right.
func halves(width, height int) *image.NRGBA {
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			c := color.NRGBA{R: 200, A: 255}
			if x >= width/2 {
				c = color.NRGBA{B: 200, A: 255}
			}
			picture.SetNRGBA(x, y, c)
		}
	}
	return picture
}

// drawn puts a picture at the top of a page and returns its box, its pixels at 100 dots an
// inch, and how many bytes the page keeps.
func drawn(t *testing.T, data []byte, width, height Length) (Box, *image.RGBA, int) {
	t.Helper()
	c := NewCompositor()
	box, err := c.Picture(data, width, height)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := c.Compose(About{Title: "T"}, Layout{Paper: A5}, Part{Box: box})
	if err != nil {
		t.Fatal(err)
	}
	raster, err := Raster(doc, 0, 100, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := PDF(doc, ""); err != nil {
		t.Fatal(err)
	}
	kept, parts, err := doc.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Decode(kept, parts...); err != nil || !reflect.DeepEqual(again.Sheets, doc.Sheets) || !reflect.DeepEqual(again.Images, doc.Images) {
		t.Fatalf("decoded, the document differs: %v", err)
	}
	size := len(kept)
	for _, part := range parts {
		size += len(part)
	}
	return box, raster, size
}

func at(r *image.RGBA, x, y Length) color.RGBA {
	return r.RGBAAt(int(float64(x)*100/25400), int(float64(y)*100/25400))
}

func TestPicturesOfEveryKind(t *testing.T) {
	source := halves(600, 300)
	var photo, grey bytes.Buffer
	if err := jpeg.Encode(&photo, source, nil); err != nil {
		t.Fatal(err)
	}
	paletted := image.NewPaletted(source.Rect, color.Palette{color.NRGBA{R: 200, A: 255}, color.NRGBA{B: 200, A: 255}})
	deep := image.NewNRGBA64(source.Rect)
	for x := range 600 {
		for y := range 300 {
			paletted.Set(x, y, source.At(x, y))
			deep.Set(x, y, source.At(x, y))
		}
	}
	if err := jpeg.Encode(&grey, image.NewGray(source.Rect), nil); err != nil {
		t.Fatal(err)
	}
	svg := `<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30">
		<rect width="30" height="30" style="fill:#c80000"/><path d="M30 0h30v30H30z" fill="rgb(0,0,200)"/></svg>`
	for name, data := range map[string][]byte{
		"PNG": pngOf(t, source), "JPEG": photo.Bytes(), "PNG with a palette": pngOf(t, paletted), "PNG of 16 bits": pngOf(t, deep), "SVG": []byte(svg),
	} {
		box, raster, _ := drawn(t, data, 60*Millimetre, 60*Millimetre)
		if box.Width != 60*Millimetre || box.Height != 30*Millimetre {
			t.Errorf("%s: %d by %d", name, box.Width, box.Height)
		}
		left, right := at(raster, 15*Millimetre, 15*Millimetre), at(raster, 45*Millimetre, 15*Millimetre)
		if left.R < 180 || left.B > 30 || right.B < 180 || right.R > 30 {
			t.Errorf("%s: %v, %v", name, left, right)
		}
	}
	drawn(t, grey.Bytes(), 60*Millimetre, 60*Millimetre)
}

// A picture of 8000 pixels is made as small as the paper needs.
func TestLargePicturesAreScaledDown(t *testing.T) {
	large := image.NewPaletted(image.Rect(0, 0, 8000, 4000), color.Palette{color.NRGBA{R: 200, A: 255}, color.NRGBA{B: 200, A: 255}})
	for x := 4000; x < 8000; x++ {
		for y := range 4000 {
			large.SetColorIndex(x, y, 1)
		}
	}
	_, raster, kept := drawn(t, pngOf(t, large), 60*Millimetre, 60*Millimetre)
	if left, right := at(raster, 15*Millimetre, 15*Millimetre), at(raster, 45*Millimetre, 15*Millimetre); left.R < 180 || right.B < 180 {
		t.Errorf("%v, %v", left, right)
	}
	if kept > 40_000 {
		t.Errorf("the page keeps %d bytes", kept)
	}
	small, err := Shrink(pngOf(t, large), 60*Millimetre, 60*Millimetre)
	if err != nil {
		t.Fatal(err)
	}
	if size, err := png.DecodeConfig(bytes.NewReader(small)); err != nil || size.Width > 1000 || size.Width < 2*size.Height-2 || size.Width > 2*size.Height+2 {
		t.Errorf("shrunk to %d by %d, %v", size.Width, size.Height, err)
	}
	var huge bytes.Buffer
	header := pngOf(t, image.NewGray(image.Rect(0, 0, 1, 1)))
	huge.Write(header)
	copy(huge.Bytes()[16:], []byte{0, 0, 0x40, 0, 0, 0, 0x40, 0}) // 16384 by 16384, its checksum wrong
	if _, err := Shrink(huge.Bytes(), Millimetre, Millimetre); !errors.Is(err, ErrPicture) && !errors.Is(err, ErrPictureTooLarge) {
		t.Errorf("268 million pixels: %v", err)
	}
	wide := pngOf(t, image.NewPaletted(image.Rect(0, 0, 21000, 2), color.Palette{color.White, color.Black}))
	if _, err := Shrink(wide, Millimetre, Millimetre); !errors.Is(err, ErrPictureTooLarge) {
		t.Errorf("21000 pixels wide: %v", err)
	}
}

func TestPicturesThatAreRefused(t *testing.T) {
	c := NewCompositor()
	for name, data := range map[string]string{
		"nothing": "", "JPEG without a picture": "\xff\xd8\xff\xe0", "torso": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "GIF": "GIF89a",
		"PNG cut off": string(pngOf(t, halves(60, 30))[:90]), "not SVG": "<html></html>", "no size": `<svg><path d="M0 0h1v1z"/></svg>`,
		"nothing drawn": `<svg viewBox="0 0 9 9"></svg>`, "text": `<svg viewBox="0 0 9 9"><text>a</text></svg>`,
		"gradient": `<svg viewBox="0 0 9 9"><rect width="9" height="9" fill="url(#a)"/></svg>`, "picture": `<svg viewBox="0 0 9 9"><image href="x.png"/></svg>`,
		"reference": `<svg viewBox="0 0 9 9"><use href="#a"/></svg>`, "script": `<svg viewBox="0 0 9 9"><script>1</script></svg>`,
		"path": `<svg viewBox="0 0 9 9"><path d="M0 0 L1"/></svg>`, "outside": `<svg viewBox="0 0 9 9"><rect width="99" height="9"/></svg>`,
		"endless": `<svg viewBox="0 0 9 9"><path d="M0 0 1e999 0"/></svg>`, "clip": `<svg viewBox="0 0 9 9"><g clip-path="url(#a)"><rect width="9" height="9"/></g></svg>`,
		"mask": `<svg viewBox="0 0 9 9"><rect mask="url(#a)" width="9" height="9"/></svg>`, "deep": `<svg viewBox="0 0 9 9">` + strings.Repeat("<g>", 100) + `<rect width="9" height="9"/>`,
	} {
		if _, err := c.Picture([]byte(data), Millimetre, Millimetre); !errors.Is(err, ErrPicture) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := c.Picture([]byte("<svg>"+strings.Repeat(" ", maxSVGBytes)), Millimetre, Millimetre); !errors.Is(err, ErrPictureTooLarge) {
		t.Errorf("an SVG of more than a megabyte: %v", err)
	}
}

// What logos are made of is where it belongs: one pixel of each figure is looked at, and one
// beside it.
func TestSVGFigures(t *testing.T) {
	const frame = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">`
	for name, c := range map[string]struct {
		body        string
		in, beside  point
		colour      color.RGBA
		besideWhite bool
	}{
		"circle":      {`<circle cx="50" cy="50" r="40"/>`, point{15, 50}, point{15, 15}, color.RGBA{A: 255}, true},
		"ring":        {`<path fill-rule="evenodd" d="M10 10h80v80h-80z M30 30h40v40h-40z"/>`, point{20, 50}, point{50, 50}, color.RGBA{A: 255}, true},
		"hole kept":   {`<path d="M10 10h80v80h-80z M30 30v40h40v-40z"/>`, point{20, 50}, point{50, 50}, color.RGBA{A: 255}, true},
		"arc":         {`<path d="M10 50 A40 40 0 0 1 90 50 z"/>`, point{50, 20}, point{50, 80}, color.RGBA{A: 255}, true},
		"smooth":      {`<path d="M0 50 q25-50 50 0 t50 0"/>`, point{25, 40}, point{25, 60}, color.RGBA{A: 255}, true},
		"relative":    {`<path d="m10,10 30,0 0,30-30,0zm50,50l30,0 0,30-30,0z"/>`, point{75, 75}, point{50, 50}, color.RGBA{A: 255}, true},
		"class":       {`<style>.a,.b{fill:#00ff00}</style><rect class="b" width="50" height="100"/>`, point{20, 20}, point{80, 20}, color.RGBA{G: 255, A: 255}, true},
		"transform":   {`<g transform="translate(50 50) rotate(45)"><rect x="-20" y="-20" width="40" height="40"/></g>`, point{50, 25}, point{32, 32}, color.RGBA{A: 255}, true},
		"stroke":      {`<path d="M10 50H90" fill="none" stroke="blue" stroke-width="10"/>`, point{50, 53}, point{50, 60}, color.RGBA{B: 255, A: 255}, true},
		"line":        {`<line x1="10" y1="10" x2="90" y2="90" stroke="#f00" stroke-width="8"/>`, point{50, 50}, point{70, 30}, color.RGBA{R: 255, A: 255}, true},
		"polygon":     {`<polygon points="10,90 50,10 90,90"/>`, point{50, 60}, point{15, 20}, color.RGBA{A: 255}, true},
		"rounded":     {`<rect width="100" height="100" rx="40"/>`, point{50, 50}, point{4, 4}, color.RGBA{A: 255}, true},
		"half opaque": {`<rect width="50" height="100" fill="black" opacity=".5"/>`, point{20, 20}, point{80, 20}, color.RGBA{128, 128, 128, 255}, true},
		"whole clip":  {`<clipPath id="c"><rect width="100" height="100"/></clipPath><g clip-path="url(#c)"><rect width="50" height="99"/></g>`, point{20, 20}, point{80, 20}, color.RGBA{A: 255}, true},
		"hidden":      {`<rect width="100" height="100" display="none"/><rect width="50" height="100"/>`, point{20, 20}, point{80, 20}, color.RGBA{A: 255}, true},
		"no fill":     {`<g fill="none"><rect width="90" height="90" stroke="black"/></g>`, point{0.4, 45}, point{45, 45}, color.RGBA{A: 255}, true},
	} {
		_, raster, _ := drawn(t, []byte(frame+c.body+"</svg>"), 50*Millimetre, 50*Millimetre)
		pixel := func(p point) color.RGBA { return at(raster, Length(p.x*500), Length(p.y*500)) }
		near := func(a, b uint8) bool { return max(a, b)-min(a, b) < 60 }
		if got := pixel(c.in); !near(got.R, c.colour.R) || !near(got.G, c.colour.G) || !near(got.B, c.colour.B) {
			t.Errorf("%s: %v inside", name, got)
		}
		if got := pixel(c.beside); got.R < 240 || got.G < 240 || got.B < 240 {
			t.Errorf("%s: %v beside", name, got)
		}
	}
}

// Whatever is handed in as a picture is drawn or refused.
func FuzzPicture(f *testing.F) {
	f.Add([]byte(`<svg viewBox="0 0 9 9"><g transform="scale(2) skewX(3)"><path d="M0 0 C1 1 2 2 3 3 S4 4 5 5 A1 2 3 0 1 4 4 z" stroke="red"/></g></svg>`))
	f.Add([]byte(`<svg width="9mm" height="9"><style>.a{fill:#fff}</style><ellipse class="a" cx="3" cy="3" rx="2" ry="1" fill-rule="evenodd"/></svg>`))
	f.Add(pngOf(f, halves(8, 4)))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := NewCompositor()
		box, err := c.Picture(data, 20*Millimetre, 30*Millimetre)
		if err != nil {
			if !errors.Is(err, ErrPicture) && !errors.Is(err, ErrPictureTooLarge) {
				t.Fatal(err)
			}
			return
		}
		if box.Width > 20*Millimetre || box.Height > 30*Millimetre {
			t.Fatalf("%d by %d", box.Width, box.Height)
		}
		doc, err := c.Compose(About{Title: "T"}, Layout{Paper: A5}, Part{Box: box})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Raster(doc, 0, 40, ""); err != nil {
			t.Fatal(err)
		}
	})
}
