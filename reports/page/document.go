package page

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image/png"
)

// Document is a set of drawn pages. Build one with a Layout or Decode a stored one.
type Document struct {
	// Title is the metadata title, never a patient's name: "Prescription RX/26-27/0001".
	Title string
	// Language is a BCP 47 tag: "en", "en-IN".
	Language string
	// Author is the practice's name.
	Author string
	// Issued is the document's date in seconds since 1970 UTC.
	Issued int64
	// Fonts are the fonts in use, by the SHA-256 of their files.
	Fonts [][sha256.Size]byte
	// Images are PNG files, 8 bits a channel and not interlaced.
	Images [][]byte
	// Outlines are glyphs of fonts that the program doesn't carry, in thousandths of an em,
	// Y downwards from the baseline.
	Outlines [][]Segment
	Sheets   []Sheet
	// stored is the version of the stored form that the document was read from where that is an old one, else 0.
	stored byte
}

// Sheet is one printed page. Places are measured from its top left corner.
type Sheet struct {
	Width, Height Length
	Ops           []Op
	// Note is the line that a reprint may fill in; nothing else is drawn there.
	Note Note
}

// Note is the place of a sheet's overlay line. A Width of zero is no place.
type Note struct {
	X, Y, Width Length // Y is the baseline
	Font        int    // index into Document.Fonts
	Size        Size
	Colour      Colour
}

// Op is one drawing operation: Text, Glyphs, Line, Rect, Path or Picture.
type Op interface {
	// moved returns the operation at another place.
	moved(dx, dy Length) Op
	// extent returns the corners of the area the operation may mark.
	extent() (left, top, right, bottom Length)
}

// Text is a run in one font, from X to the right on the baseline Y.
type Text struct {
	X, Y    Length
	Font    int // index into Document.Fonts
	Size    Size
	Colour  Colour
	String  string
	Advance Length // the run's width
}

// Line is a straight rule.
type Line struct {
	X1, Y1, X2, Y2 Length
	Width          Length
	Colour         Colour
}

// Rect is a rectangle, filled, or outlined inside its edges where Stroke is above zero.
type Rect struct {
	X, Y, Width, Height Length
	Stroke              Length
	Colour              Colour
}

// Path is a filled shape (nonzero winding).
type Path struct {
	Colour   Colour
	Segments []Segment
	// Shared marks a shape that many documents bear alike, as of a logo; see Encode.
	Shared bool
}

// SegmentKind says what a Segment does.
type SegmentKind uint8

// Each subpath starts with a MoveTo and is closed by the next one.
const (
	MoveTo SegmentKind = iota
	LineTo
	CubicTo
)

// Segment is one step of a Path. CubicTo uses all three places (two control points, then
// the end), the others the first.
type Segment struct {
	Kind   SegmentKind
	Places [3]Place
}

// Place is a point on the sheet.
type Place struct {
	X, Y Length
}

// Picture is an image stretched into a rectangle.
type Picture struct {
	X, Y, Width, Height Length
	Image               int // index into Document.Images
}

// Limits of a Document, far above any page a practice prints. They bound what a damaged
// or hostile stored page can cost.
const (
	maxSheets      = 2000
	maxOps         = 200_000 // in all sheets together
	maxSegments    = 60_000  // of all paths together
	maxTextBytes   = 4096    // in one run
	maxFonts       = 64
	maxImages      = 16
	maxImageBytes  = 2 << 20
	maxImagePixels = 4_000_000
	maxReach       = 10_000 * Millimetre // of any coordinate
	maxWidth       = 1000 * Millimetre   // of a sheet
	maxFontSize    = 300 * Point
	maxLayers      = 60 // how often a sheet may be painted over
)

// ErrNoPage means that a document has no page at all.
var ErrNoPage = errors.New("document has no page")

// Validate checks a document against its limits and its own indices. Both backends and
// Decode call it, so that neither meets a page it can't draw.
func (d *Document) Validate() error {
	if len(d.Sheets) == 0 {
		return ErrNoPage
	}
	if len(d.Sheets) > maxSheets || len(d.Fonts) > maxFonts || len(d.Images) > maxImages {
		return errors.New("document exceeds its limits")
	}
	for _, text := range []string{d.Title, d.Language, d.Author} {
		if len(text) > maxTextBytes || reasonAgainstShaped(text) != "" {
			return errors.New("document has an unusable title, language or author")
		}
	}
	for i, data := range d.Images {
		if err := validateImage(data); err != nil {
			return fmt.Errorf("check image %d: %w", i, err)
		}
	}
	if err := d.validateOutlines(); err != nil {
		return err
	}
	ops, segments, glyphs := 0, 0, 0
	for i, sheet := range d.Sheets {
		if sheet.Width <= 0 || sheet.Height <= 0 || sheet.Width > maxWidth || sheet.Height > maxRoll {
			return fmt.Errorf("sheet %d has an impossible size", i+1)
		}
		if sheet.Note.Width != 0 && !d.validNote(sheet.Note) {
			return fmt.Errorf("sheet %d has an impossible note", i+1)
		}
		ops += len(sheet.Ops)
		painted := int64(0)
		for _, op := range sheet.Ops {
			switch op := op.(type) {
			case Path:
				segments += len(op.Segments)
			case Glyphs:
				n, err := d.validateGlyphs(op)
				if err != nil {
					return fmt.Errorf("sheet %d: %w", i+1, err)
				}
				glyphs += n
			}
			if err := d.validateOp(op); err != nil {
				return fmt.Errorf("sheet %d: %w", i+1, err)
			}
			painted += sheet.painted(op)
		}
		if painted/int64(sheet.Width) > maxLayers*int64(sheet.Height) {
			return fmt.Errorf("sheet %d is painted over too often", i+1)
		}
		if ops > maxOps || segments > maxSegments || glyphs > maxGlyphs {
			return errors.New("document exceeds its limits")
		}
	}
	return nil
}

// painted is the area of the sheet that an operation may mark, in square micrometres.
func (s Sheet) painted(op Op) int64 {
	left, top, right, bottom := op.extent()
	width := min(right, s.Width) - max(left, 0)
	height := min(bottom, s.Height) - max(top, 0)
	return int64(max(width, 0)) * int64(max(height, 0))
}

func (d *Document) validNote(n Note) bool {
	return n.Width > 0 && reachable(n.X, n.Y, n.Width) && n.Size > 0 && n.Size <= maxFontSize &&
		n.Font >= 0 && n.Font < len(d.Fonts)
}

func (d *Document) validateOp(op Op) error {
	switch op := op.(type) {
	case Text:
		if op.Font < 0 || op.Font >= len(d.Fonts) || op.Size <= 0 || op.Size > maxFontSize || !reachable(op.X, op.Y, op.Advance) {
			return errors.New("text out of range")
		}
		if len(op.String) > maxTextBytes || reasonAgainst(op.String) != "" {
			return errors.New("text that can't be drawn")
		}
	case Line:
		if !reachable(op.X1, op.Y1, op.X2, op.Y2, op.Width) || op.Width <= 0 {
			return errors.New("line out of range")
		}
	case Rect:
		if !reachable(op.X, op.Y, op.Width, op.Height, op.Stroke) || op.Width <= 0 || op.Height <= 0 || op.Stroke < 0 {
			return errors.New("rectangle out of range")
		}
	case Glyphs: // validateGlyphs
	case Path:
		return validateSegments(op.Segments)
	case Picture:
		if op.Image < 0 || op.Image >= len(d.Images) || !reachable(op.X, op.Y, op.Width, op.Height) || op.Width <= 0 || op.Height <= 0 {
			return errors.New("picture out of range")
		}
	default:
		return errors.New("unknown drawing operation")
	}
	return nil
}

func validateSegments(segments []Segment) error {
	for i, segment := range segments {
		if segment.Kind > CubicTo || (i == 0 && segment.Kind != MoveTo) {
			return errors.New("path out of order")
		}
		for _, place := range segment.Places {
			if !reachable(place.X, place.Y) {
				return errors.New("path out of range")
			}
		}
	}
	return nil
}

func (d *Document) validateOutlines() error {
	if len(d.Outlines) > maxOutlines {
		return errors.New("document exceeds its limits")
	}
	total := 0
	for _, outline := range d.Outlines {
		if total += len(outline); total > maxOutlineSegments {
			return errors.New("document exceeds its limits")
		}
		if err := validateSegments(outline); err != nil {
			return err
		}
		for _, segment := range outline {
			for _, at := range segment.Places {
				if !inShift(int(at.X)) || !inShift(int(at.Y)) {
					return errors.New("outline out of range")
				}
			}
		}
	}
	return nil
}

func reachable(lengths ...Length) bool {
	for _, l := range lengths {
		if l < -maxReach || l > maxReach {
			return false
		}
	}
	return true
}

func validateImage(data []byte) error {
	if len(data) > maxImageBytes {
		return errors.New("image is too large")
	}
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("read image: %w", err)
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width*config.Height > maxImagePixels {
		return errors.New("image has an impossible size")
	}
	return nil
}
