package page

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
)

// exif is a JPEG's segment that says how the camera was held.
func exif(order binary.AppendByteOrder, mark string, how uint16) []byte {
	tiff := order.AppendUint32(order.AppendUint16([]byte(mark), 42), 8)
	tiff = order.AppendUint16(tiff, 2)
	for _, entry := range [][2]uint16{{271, 7}, {tagOrientation, how}} { // the maker first, as a camera has it
		tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, entry[0]), 3), 1)
		tiff = order.AppendUint16(order.AppendUint16(tiff, entry[1]), 0)
	}
	tiff = order.AppendUint32(tiff, 0)
	content := append([]byte(exifHead), tiff...)
	return append(binary.BigEndian.AppendUint16([]byte{0xff, jpegExif}, uint16(len(content)+2)), content...)
}

// withExif puts a segment where a camera puts it.
func withExif(file, segment []byte) []byte {
	return append(append([]byte(jpegStart), segment...), file[len(jpegStart):]...)
}

// corners is a picture of 64 by 32 whose left half is dark above and grey below, the right half white.
func corners(t *testing.T) []byte {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, 64, 32))
	for y := range 32 {
		for x := range 64 {
			shade := uint8(255)
			if x < 32 {
				shade = uint8(y / 16 * 128)
			}
			picture.SetGray(x, y, color.Gray{shade})
		}
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, picture, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// A picture stands as it was taken, whichever way the camera was held.
func TestPictureStandsAsItWasTaken(t *testing.T) {
	plain := corners(t)
	// The shades of the corners (top left, top right, bottom left, bottom right): 0 dark, 1 grey, 2 white.
	for how, want := range map[uint16][4]int{
		1: {0, 2, 1, 2}, 2: {2, 0, 2, 1}, 3: {2, 1, 2, 0}, 4: {1, 2, 0, 2},
		5: {0, 1, 2, 2}, 6: {1, 0, 2, 2}, 7: {2, 2, 1, 0}, 8: {2, 2, 0, 1},
		0: {0, 2, 1, 2}, 9: {0, 2, 1, 2},
	} {
		for mark, order := range map[string]binary.AppendByteOrder{"II": binary.LittleEndian, "MM": binary.BigEndian} {
			picture, err := decodePicture(withExif(plain, exif(order, mark, how)))
			if err != nil {
				t.Fatal(err)
			}
			size := picture.Bounds().Size()
			if lying := how >= 5 && how <= 8; lying != (size.Y > size.X) {
				t.Errorf("orientation %d: %v", how, size)
			}
			for i, at := range []image.Point{{4, 4}, {size.X - 5, 4}, {4, size.Y - 5}, {size.X - 5, size.Y - 5}} {
				slow, _, _, _ := picture.At(at.X, at.Y).RGBA()
				if shade := int(slow+0x2000) / 0x7000; min(shade, 2) != want[i] {
					t.Errorf("orientation %d, corner %d: shade %#x", how, i, slow)
				}
				if turned, ok := picture.(turned); ok && uint32(turned.RGBA64At(at.X, at.Y).R) != slow {
					t.Errorf("orientation %d, corner %d: two answers", how, i)
				}
			}
		}
	}
	// On the page it takes the room of what is seen.
	box, err := NewCompositor().Picture(withExif(plain, exif(binary.BigEndian, "MM", 6)), 40*Millimetre, 40*Millimetre)
	if err != nil || box.Width != 20*Millimetre || box.Height != 40*Millimetre {
		t.Errorf("%d by %d, %v", box.Width, box.Height, err)
	}
}

// What a camera wrote may be damaged: the picture is then read as it lies in the file.
func TestDamagedExif(t *testing.T) {
	plain, segment := corners(t), exif(binary.LittleEndian, "II", 6)
	for cut := range segment {
		if o := orientation(withExif(plain, segment[:cut])); o < 1 || o > 8 {
			t.Fatalf("cut to %d bytes: %d", cut, o)
		}
	}
	for at := range segment {
		for _, bit := range []byte{0x01, 0x80, 0xff} {
			damaged := bytes.Clone(segment)
			damaged[at] ^= bit
			if o := orientation(withExif(plain, damaged)); o < 1 || o > 8 {
				t.Fatalf("byte %d: %d", at, o)
			}
		}
	}
	for _, other := range [][]byte{nil, []byte(jpegStart), []byte("\x89PNG\r\n\x1a\n"), []byte(jpegStart + "\xff\xe1\x00\x01")} {
		if o := orientation(other); o != 1 {
			t.Errorf("%q: %d", other, o)
		}
	}
}
