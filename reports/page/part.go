package page

import (
	"bytes"
	"compress/flate"
	"io"
)

// Parts lie beside a stored page, so that what many pages bear alike is kept once: a PNG as it
// is, or a drawing, which is the letters "SD", a format version and a DEFLATE stream of shapes
// whose places are measured from the first one. A logo gives the same drawing wherever on the
// page it stands.
const (
	drawingMagic   = "SD"
	drawingVersion = 1
)

// Limits of the parts of a document.
const (
	maxParts         = 64
	maxDrawingPacked = 2 << 20 // bytes, unpacked
)

// shared reports whether a shape is kept among the parts.
func (p Path) shared() bool { return p.Shared && len(p.Segments) > 0 }

// runs puts shapes that are shared and follow one another together; everything else is a run of its own.
func runs(ops []Op) (list [][]Op) {
	together := false // whether the last one was shared
	for n, op := range ops {
		path, ok := op.(Path)
		shared := ok && path.shared()
		if shared && together {
			last := len(list) - 1
			list[last] = ops[n-len(list[last]) : n+1]
		} else {
			list = append(list, ops[n:n+1])
		}
		together = shared
	}
	return list
}

// encodeDrawing is the stored form of shared shapes, measured from a place.
func encodeDrawing(run []Op, origin Place) ([]byte, error) {
	var w encoder
	w.count(len(run))
	for _, op := range run {
		path := op.moved(-origin.X, -origin.Y).(Path)
		w.colour(path.Colour)
		w.segments(path.Segments)
	}
	return w.compressed(drawingMagic, drawingVersion)
}

// readDrawing reads one, and counts its segments.
func readDrawing(data []byte) (list []Path, segments int, ok bool) {
	head := drawingMagic + string(rune(drawingVersion))
	packed, found := bytes.CutPrefix(data, []byte(head))
	if !found || len(packed) > maxDrawingPacked {
		return nil, 0, false
	}
	in := bytes.NewReader(packed)
	plain, err := io.ReadAll(io.LimitReader(flate.NewReader(in), maxDrawingPacked+1))
	if err != nil || len(plain) > maxDrawingPacked || in.Len() > 0 {
		return nil, 0, false
	}
	// Measured from any other of its places, what fits on the sheet may reach as far again.
	r := decoder{data: plain, reach: 2 * maxReach}
	for range r.count(maxSegments) {
		path := Path{Colour: r.colour(), Shared: true, Segments: r.path(&segments, maxSegments)}
		if r.failed || len(path.Segments) == 0 {
			return nil, 0, false
		}
		list = append(list, path)
	}
	return list, segments, !r.failed && len(r.data) == 0 && len(list) > 0
}

// part returns the part whose place in the list comes next.
func (r *decoder) part() []byte {
	n := r.count(maxParts)
	if r.failed || n >= len(r.parts) {
		r.failed = true
		return nil
	}
	r.used[n] = true
	return r.parts[n]
}

// drawing reads shared shapes onto the sheet.
func (r *decoder) drawing() (list []Op) {
	at := r.place()
	shapes, segments, ok := readDrawing(r.part())
	if r.segments += segments; !ok || r.segments > maxSegments {
		r.failed = true
	}
	if r.failed {
		return nil
	}
	for _, shape := range shapes {
		list = append(list, shape.moved(at.X, at.Y))
	}
	return list
}

// allUsed reports whether the page names every part that lies beside it.
func (r *decoder) allUsed() bool {
	for _, used := range r.used {
		if !used {
			return false
		}
	}
	return true
}
