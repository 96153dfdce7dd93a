package page

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// Limits of the stored form, packed and unpacked.
const (
	maxEncoded = 8 << 20
	maxPacked  = 32 << 20
)

// ErrDamaged means that stored bytes are not a page, or not a whole one.
var ErrDamaged = errors.New("the stored page is damaged")

// ErrNewer means that a stored page was written by a newer version of the program.
var ErrNewer = errors.New("the stored page was written by a newer version")

// Decode reads a stored page with its parts, as Encode gave them. Whatever the bytes are, it
// returns a document that can be drawn or an error: ErrDamaged or ErrNewer.
func Decode(data []byte, parts ...[]byte) (*Document, error) {
	if len(data) < len(magic)+1 || len(data) > maxEncoded || string(data[:len(magic)]) != magic {
		return nil, ErrDamaged
	}
	switch version := data[len(magic)]; {
	case version > formatVersion:
		return nil, ErrNewer
	case version == 0:
		return nil, ErrDamaged
	}
	packed := bytes.NewReader(data[len(magic)+1:])
	plain, err := io.ReadAll(io.LimitReader(flate.NewReader(packed), maxPacked+1))
	if err != nil || len(plain) > maxPacked || packed.Len() > 0 {
		return nil, ErrDamaged
	}
	if len(parts) > maxParts {
		return nil, ErrDamaged
	}
	r := decoder{data: plain, version: data[len(magic)], reach: maxReach, parts: parts, used: make([]bool, len(parts))}
	d := r.document()
	if r.failed || len(r.data) > 0 || !r.allUsed() {
		return nil, ErrDamaged
	}
	if r.version < formatVersion {
		d.stored = r.version
	}
	if err := d.Validate(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return d, nil
}

// decoder reads fields one by one. After a first failure every read gives zero, and failed
// says so.
type decoder struct {
	data     []byte
	last     Place
	version  byte
	reach    Length   // of any coordinate
	parts    [][]byte // of the page,
	used     []bool   // and which of them it named
	segments int      // of all paths so far
	outlined int      // segments of all outlines so far
	glyphs   int
	failed   bool
}

func (r *decoder) document() *Document {
	d := &Document{Title: string(r.bytes(maxTextBytes)), Language: string(r.bytes(maxTextBytes)), Author: string(r.bytes(maxTextBytes)), Issued: r.signed()}
	for range r.count(maxFonts) {
		var identity [sha256.Size]byte
		copy(identity[:], r.take(sha256.Size))
		d.Fonts = append(d.Fonts, identity)
	}
	for range r.count(maxImages) {
		d.Images = append(d.Images, r.image())
	}
	if r.version >= 2 {
		for range r.count(maxOutlines) {
			r.last = Place{}
			d.Outlines = append(d.Outlines, r.path(&r.outlined, maxOutlineSegments))
			if r.failed {
				break
			}
		}
	}
	for range r.count(maxSheets) {
		d.Sheets = append(d.Sheets, r.sheet())
		if r.failed {
			break
		}
	}
	return d
}

func (r *decoder) sheet() Sheet {
	r.last = Place{}
	s := Sheet{Width: r.length(), Height: r.length()}
	at := r.place()
	s.Note = Note{X: at.X, Y: at.Y, Width: r.length(), Font: r.count(maxFonts), Size: Size(r.length()), Colour: r.colour()}
	for range r.count(maxOps) {
		s.Ops = append(s.Ops, r.ops()...)
		if r.failed || len(s.Ops) > maxOps {
			r.failed = true
			break
		}
	}
	return s
}

// image reads a picture: in the page itself until version 2, and among the parts from version 3 on.
func (r *decoder) image() []byte {
	if r.version >= 3 {
		return bytes.Clone(r.part())
	}
	return r.bytes(maxImageBytes)
}

// ops reads one operation, or the shapes of a drawing.
func (r *decoder) ops() []Op {
	code := r.count(codeShared)
	if code == codeShared && r.version >= 3 {
		return r.drawing()
	}
	return []Op{r.op(code)}
}

func (r *decoder) op(code int) Op {
	switch code {
	case codeText:
		at := r.place()
		return Text{X: at.X, Y: at.Y, Font: r.count(maxFonts), Size: Size(r.length()), Colour: r.colour(), String: string(r.bytes(maxTextBytes)), Advance: r.length()}
	case codeLine:
		from, to := r.place(), r.place()
		return Line{X1: from.X, Y1: from.Y, X2: to.X, Y2: to.Y, Width: r.length(), Colour: r.colour()}
	case codeRect:
		at := r.place()
		return Rect{X: at.X, Y: at.Y, Width: r.length(), Height: r.length(), Stroke: r.length(), Colour: r.colour()}
	case codePath:
		return Path{Colour: r.colour(), Segments: r.path(&r.segments, maxSegments)}
	case codeGlyphs:
		if r.version >= 2 {
			return r.run()
		}
	case codePicture:
		at := r.place()
		return Picture{X: at.X, Y: at.Y, Width: r.length(), Height: r.length(), Image: r.count(maxImages)}
	}
	r.failed = true
	return Path{}
}

// path reads segments; so far counts those of all paths, up to a limit.
func (r *decoder) path(soFar *int, limit int) (list []Segment) {
	n := r.count(limit)
	if *soFar += n; *soFar > limit {
		r.failed = true
	}
	for range n {
		if r.failed {
			break
		}
		segment := Segment{Kind: SegmentKind(r.count(int(CubicTo)))}
		for i := range segment.used() {
			segment.Places[i] = r.place()
		}
		list = append(list, segment)
	}
	return list
}

func (r *decoder) run() Glyphs {
	at := r.place()
	g := Glyphs{
		X: at.X, Y: at.Y, Font: r.count(maxFonts+1) + OwnOutlines, Size: Size(r.length()), Colour: r.colour(),
		String: string(r.bytes(maxTextBytes)), Advance: r.length(), RightToLeft: r.count(1) == 1,
	}
	for range r.count(maxTextBytes) {
		cluster := Cluster{Bytes: r.count(maxTextBytes), Advance: r.shift()}
		n := r.count(maxGlyphs)
		if r.glyphs += n; r.glyphs > maxGlyphs {
			r.failed = true
		}
		for range n {
			if r.failed {
				break
			}
			cluster.Glyphs = append(cluster.Glyphs, Glyph{ID: r.count(0xFFFF), X: r.shift(), Rise: r.shift()})
		}
		if r.failed {
			break
		}
		g.Clusters = append(g.Clusters, cluster)
	}
	return g
}

// shift reads a place inside a run, in thousandths of an em.
func (r *decoder) shift() int {
	n := r.length()
	if !inShift(int(n)) {
		r.failed = true
		return 0
	}
	return int(n)
}

// take returns the next n bytes.
func (r *decoder) take(n int) []byte {
	if r.failed || n > len(r.data) {
		r.failed = true
		return nil
	}
	out := r.data[:n]
	r.data = r.data[n:]
	return out
}

func (r *decoder) bytes(limit int) []byte { return bytes.Clone(r.take(r.count(limit))) }

// count reads a number from 0 to limit.
func (r *decoder) count(limit int) int {
	if r.failed {
		return 0
	}
	n, size := binary.Uvarint(r.data)
	if size <= 0 || n > uint64(limit) {
		r.failed = true
		return 0
	}
	r.data = r.data[size:]
	return int(n)
}

func (r *decoder) signed() int64 {
	if r.failed {
		return 0
	}
	n, size := binary.Varint(r.data)
	if size <= 0 {
		r.failed = true
		return 0
	}
	r.data = r.data[size:]
	return n
}

func (r *decoder) length() Length {
	n := r.signed()
	if n < math.MinInt32/4 || n > math.MaxInt32/4 {
		r.failed = true
		return 0
	}
	return Length(n)
}

func (r *decoder) place() Place {
	x, y := int64(r.last.X)+int64(r.length()), int64(r.last.Y)+int64(r.length())
	if max(x, y) > int64(r.reach) || min(x, y) < -int64(r.reach) {
		r.failed = true
		return Place{}
	}
	r.last = Place{Length(x), Length(y)}
	return r.last
}

func (r *decoder) colour() Colour {
	var c Colour
	if b := r.take(3); b != nil {
		c = Colour{b[0], b[1], b[2]}
	}
	return c
}
