package page

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
)

// Oriented is a picture as whoever took it saw it: a camera held upright writes the file lying on its side, and says so
// in it (Exif 2.32, tag 274). Only a JPEG says so; whatever else the file is, or where what it says can't be read, the
// picture stays as it is.
func Oriented(picture image.Image, file []byte) image.Image {
	if o := orientation(file); o > 1 {
		return turned{picture, o}
	}
	return picture
}

// turned shows a picture by one of Exif's orientations, 2 to 8. It copies nothing: a camera's picture is large.
type turned struct {
	source image.Image
	// how is the orientation: where the first row and column of the file belong. 2 is mirrored, 3 upside down, 4 both of
	// these; 5 to 8 are the same lying on their side.
	how int
}

func (t turned) ColorModel() color.Model { return t.source.ColorModel() }

func (t turned) Bounds() image.Rectangle {
	size := t.source.Bounds().Size()
	if t.how >= 5 {
		size.X, size.Y = size.Y, size.X
	}
	return image.Rectangle{Max: size}
}

// from is the place in the source of a pixel.
func (t turned) from(x, y int) (int, int) {
	b := t.source.Bounds()
	right, bottom := b.Dx()-1, b.Dy()-1
	switch t.how {
	case 2:
		x = right - x
	case 3:
		x, y = right-x, bottom-y
	case 4:
		y = bottom - y
	case 5:
		x, y = y, x
	case 6:
		x, y = y, bottom-x
	case 7:
		x, y = right-y, bottom-x
	case 8:
		x, y = right-y, x
	}
	return b.Min.X + x, b.Min.Y + y
}

func (t turned) At(x, y int) color.Color { return t.source.At(t.from(x, y)) }

// RGBA64At is what scaling asks for: it is given no colour to allocate.
func (t turned) RGBA64At(x, y int) color.RGBA64 {
	x, y = t.from(x, y)
	if quick, ok := t.source.(image.RGBA64Image); ok {
		return quick.RGBA64At(x, y)
	}
	r, g, b, a := t.source.At(x, y).RGBA()
	return color.RGBA64{R: uint16(r), G: uint16(g), B: uint16(b), A: uint16(a)}
}

// Marks of a JPEG file (ITU-T T.81, annex B).
const (
	jpegStart      = "\xff\xd8"
	jpegExif       = 0xe1 // APP1
	jpegScan       = 0xda // the picture itself follows
	exifHead       = "Exif\x00\x00"
	tagOrientation = 274
)

// orientation is what a JPEG says of its own, 1 to 8; 1 where it says nothing that can be read.
func orientation(file []byte) int {
	rest, ok := bytes.CutPrefix(file, []byte(jpegStart))
	for ok && len(rest) >= 4 && rest[0] == 0xff && rest[1] != jpegScan {
		length := int(binary.BigEndian.Uint16(rest[2:]))
		if length < 2 || len(rest) < 2+length {
			return 1
		}
		if content, is := bytes.CutPrefix(rest[4:2+length], []byte(exifHead)); is && rest[1] == jpegExif {
			return orientationOf(content)
		}
		rest = rest[2+length:]
	}
	return 1
}

// orientationOf reads the first directory of a TIFF (TIFF 6.0, section 2), which Exif stands in.
func orientationOf(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	switch string(tiff[:2]) {
	case "II":
		order = binary.LittleEndian
	case "MM":
	default:
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	directory := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(directory) < 12 {
			return 1
		}
		const short, one = 3, 1
		if order.Uint16(directory) == tagOrientation && order.Uint16(directory[2:]) == short && order.Uint32(directory[4:]) == one {
			if o := int(order.Uint16(directory[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
		directory = directory[12:]
	}
	return 1
}
