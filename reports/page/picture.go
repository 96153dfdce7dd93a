package page

import (
	"bytes"
	"errors"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"

	ximage "golang.org/x/image/draw"
)

// ErrPicture means that an image isn't a PNG, a JPEG or a plain SVG that the page can print.
var ErrPicture = errors.New("the image is not a usable PNG, JPEG or SVG")

// ErrPictureTooLarge means that an image has more pixels or bytes than is read at all: a
// smaller one does as well.
var ErrPictureTooLarge = errors.New("the image is too large")

// Limits of an image that is handed in. What is kept is far smaller.
const (
	maxSourceBytes  = 32 << 20
	maxSourcePixels = 8192 * 8192
	maxSourceSide   = 20_000
)

// Resolutions, in pixels an inch: beyond the first a picture gains nothing on paper. Where
// that still makes a file too large, the second does.
const (
	finePixels   = 400
	coarsePixels = 150
)

// Picture places a PNG, a JPEG or an SVG within a width and height, keeping its proportions.
// A picture of more pixels than paper can show is scaled down. It is written anew as a PNG
// with 8 bits a channel and without interlacing or comments: gofpdf refuses other kinds, and
// what a camera wrote into the file stays off the page, once the picture stands as it was taken. An SVG is drawn as shapes.
func (c *Compositor) Picture(data []byte, width, height Length) (Box, error) {
	if looksLikeSVG(data) {
		return svgBox(data, width, height)
	}
	if len(c.images) >= maxImages || width <= 0 || height <= 0 {
		return Box{}, ErrPicture
	}
	source, err := decodePicture(data)
	if err != nil {
		return Box{}, err
	}
	w, h := int64(source.Bounds().Dx()), int64(source.Bounds().Dy())
	if w*int64(height) > h*int64(width) {
		height = max(1, Length(int64(width)*h/w))
	} else {
		width = max(1, Length(int64(height)*w/h))
	}
	kept, err := printable(source, width, height)
	if err != nil {
		return Box{}, err
	}
	c.images = append(c.images, kept)
	p := Picture{Width: width, Height: height, Image: len(c.images) - 1}
	return Box{Width: width, Height: height, items: []item{{op: p, bottom: height}}}, nil
}

// Shrink returns an image as it is worth keeping for pages on which it is at most so large:
// a PNG with no more pixels than paper can show, or the SVG as it is. It returns ErrPicture
// or ErrPictureTooLarge for what Picture refuses.
func Shrink(data []byte, width, height Length) ([]byte, error) {
	if looksLikeSVG(data) {
		_, err := svgBox(data, width, height)
		return data, err
	}
	source, err := decodePicture(data)
	if err != nil {
		return nil, err
	}
	return printable(source, width, height)
}

// decodePicture reads a PNG or JPEG, once its header says that it is of a size to be read.
func decodePicture(data []byte) (image.Image, error) {
	if len(data) > maxSourceBytes {
		return nil, ErrPictureTooLarge
	}
	config, read := png.DecodeConfig, png.Decode
	if bytes.HasPrefix(data, []byte("\xff\xd8")) {
		config, read = jpeg.DecodeConfig, jpeg.Decode
	}
	size, err := config(bytes.NewReader(data))
	switch {
	case err != nil, size.Width <= 0, size.Height <= 0:
		return nil, ErrPicture
	case size.Width > maxSourceSide, size.Height > maxSourceSide, size.Width*size.Height > maxSourcePixels:
		return nil, ErrPictureTooLarge
	}
	picture, err := read(bytes.NewReader(data))
	if err != nil {
		return nil, ErrPicture
	}
	return Oriented(picture, data), nil
}

// printable writes a picture as the PNG that a page keeps.
func printable(source image.Image, width, height Length) ([]byte, error) {
	for _, resolution := range []int64{finePixels, coarsePixels} {
		plain := scaledTo(source, int64(width)*resolution/25400+1, int64(height)*resolution/25400+1)
		var out bytes.Buffer
		if err := png.Encode(&out, plain); err != nil {
			return nil, ErrPicture
		}
		if out.Len() <= maxImageBytes && plain.Bounds().Dx()*plain.Bounds().Dy() <= maxImagePixels {
			return out.Bytes(), nil
		}
	}
	return nil, ErrPictureTooLarge
}

// scaledTo copies a picture, smaller where it has more than width and height pixels.
func scaledTo(source image.Image, width, height int64) *image.NRGBA {
	from := source.Bounds()
	w, h := int64(from.Dx()), int64(from.Dy())
	if w <= width || h <= height || w*h <= smallPicture {
		plain := image.NewNRGBA(image.Rect(0, 0, int(w), int(h)))
		draw.Draw(plain, plain.Bounds(), source, from.Min, draw.Src)
		return plain
	}
	if w*height > h*width { // both sides shrink alike
		height = max(1, h*width/w)
	} else {
		width = max(1, w*height/h)
	}
	// The smooth scaler is slow on pictures of a camera's size: what is more than twice as
	// large as needed is averaged first.
	if times := int(min(w/width, h/height) / 2); times > 1 {
		source = averaged(source, times)
	}
	plain := image.NewNRGBA(image.Rect(0, 0, int(width), int(height)))
	ximage.CatmullRom.Scale(plain, plain.Bounds(), source, source.Bounds(), draw.Src, nil)
	return plain
}

// averaged makes one pixel of each square of pixels; what is left over at the edges goes.
func averaged(source image.Image, side int) *image.RGBA {
	from := source.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, from.Dx()/side, from.Dy()/side))
	band := image.NewRGBA(image.Rect(0, 0, from.Dx(), side))
	for y := range out.Bounds().Dy() {
		draw.Draw(band, band.Bounds(), source, from.Min.Add(image.Pt(0, y*side)), draw.Src)
		for x := range out.Bounds().Dx() {
			var sum [4]int
			for row := range side {
				at := band.PixOffset(x*side, row)
				for i, v := range band.Pix[at : at+4*side] {
					sum[i%4] += int(v)
				}
			}
			for i := range sum {
				out.Pix[out.PixOffset(x, y)+i] = uint8(sum[i] / (side * side))
			}
		}
	}
	return out
}

// smallPicture is up to how many pixels a picture is kept as it is.
const smallPicture = 250_000
