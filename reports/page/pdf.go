package page

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// ErrPDF means that the PDF could not be written.
var ErrPDF = errors.New("the PDF could not be written")

// PDF draws a document, with a line of text in every sheet's note where one is given. The
// same document and line give the same bytes.
func PDF(d *Document, note string) ([]byte, error) { return AdjustedPDF(d, note, Adjustment{}) }

// AdjustedPDF is PDF for a printer that needs its pages moved or stretched.
func AdjustedPDF(d *Document, note string, adjust Adjustment) (data []byte, err error) {
	if err := errors.Join(d.Validate(), adjust.Validate()); err != nil {
		return nil, fmt.Errorf("check document: %w", err)
	}
	if d, err = d.noted(note); err != nil {
		return nil, err
	}
	faces, err := d.typefaces()
	if err != nil {
		return nil, err
	}
	// gofpdf panics on input that it didn't expect. What a panic says may hold a text of
	// the page, so it isn't passed on.
	defer func() {
		if recover() != nil {
			data, err = nil, ErrPDF
		}
	}()
	w := newPDFWriter(d, faces)
	w.adjust = adjust
	for _, sheet := range d.Sheets {
		w.sheet(sheet)
	}
	return w.output()
}

// typefaces finds the document's fonts.
func (d *Document) typefaces() ([]*typeface, error) {
	list := make([]*typeface, len(d.Fonts))
	for i, identity := range d.Fonts {
		t, err := fontByIdentity(identity)
		if err != nil {
			return nil, err
		}
		list[i] = t
	}
	return list, nil
}

// writes tells whether a page of version 1 or 2 has a font for text that the PDF sets with it.
func (d *Document) writes(font int) bool {
	for _, sheet := range d.Sheets {
		if sheet.Note.Width > 0 && sheet.Note.Font == font {
			return true // as pages of version 1 have it
		}
		for _, op := range sheet.Ops {
			if text, ok := op.(Text); ok && text.Font == font {
				return true
			}
		}
	}
	return false
}

type pdfWriter struct {
	doc    *Document
	faces  []*typeface
	pdf    *gofpdf.Fpdf
	plain  *fontWriter
	shaped *type3Writer
	height Length // of the sheet being drawn
	// adjust moves and stretches each sheet on its paper.
	adjust Adjustment
}

func newPDFWriter(d *Document, faces []*typeface) *pdfWriter {
	first := d.Sheets[0]
	pdf := gofpdf.NewCustom(&gofpdf.InitType{
		OrientationStr: "P", UnitStr: "pt",
		Size: gofpdf.SizeType{Wd: first.Width.points(), Ht: first.Height.points()},
	})
	issued := time.Unix(d.Issued, 0).UTC()
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(issued)
	pdf.SetModificationDate(issued)
	pdf.SetTitle(basicPlane(d.Title), true)
	pdf.SetAuthor(basicPlane(d.Author), true)
	pdf.SetCreator("Satchel", true)
	pdf.SetProducer("Satchel", true)
	pdf.SetMargins(0, 0, 0)
	pdf.SetCellMargin(0)
	pdf.SetAutoPageBreak(false, 0)
	for i, face := range faces {
		if !d.old() || !d.writes(i) {
			continue // cut by the kit, or drawn as outlines only
		}
		// A copy: gofpdf writes into the bytes while it cuts the font down.
		pdf.AddUTF8FontFromBytes(face.file.Name, "", bytes.Clone(face.file.Bytes))
	}
	for i, data := range d.Images {
		pdf.RegisterImageOptionsReader(imageName(i), gofpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(data))
	}
	return &pdfWriter{doc: d, faces: faces, pdf: pdf, plain: newFontWriter(faces), shaped: newType3Writer(d, faces)}
}

// basicPlane is a text without what gofpdf can't write into the file's description.
func basicPlane(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return -1
		}
		return r
	}, text)
}

func imageName(i int) string { return "image" + strconv.Itoa(i) }

func (w *pdfWriter) sheet(s Sheet) {
	w.height = s.Height
	w.pdf.AddPageFormat("P", gofpdf.SizeType{Wd: s.Width.points(), Ht: s.Height.points()})
	if !w.adjust.IsZero() {
		w.pdf.TransformBegin()
		defer w.pdf.TransformEnd()
		w.pdf.Transform(w.adjust.matrix(s))
	}
	for _, op := range s.Ops {
		w.draw(op)
	}
}

func (w *pdfWriter) draw(op Op) {
	switch op := op.(type) {
	case Text:
		if !w.doc.old() {
			w.pdf.RawWriteStr(w.plain.show(op, op.X.points(), (w.height - op.Y).points()))
			return
		}
		w.pdf.SetFont(w.faces[op.Font].file.Name, "", float64(op.Size)/float64(Point))
		w.pdf.SetTextColor(int(op.Colour.R), int(op.Colour.G), int(op.Colour.B))
		w.pdf.Text(op.X.points(), op.Y.points(), op.String)
	case Glyphs:
		w.pdf.RawWriteStr(w.shaped.show(op, op.X.points(), (w.height - op.Y).points()))
	case Line:
		w.pdf.SetDrawColor(int(op.Colour.R), int(op.Colour.G), int(op.Colour.B))
		w.pdf.SetLineWidth(op.Width.points())
		w.pdf.Line(op.X1.points(), op.Y1.points(), op.X2.points(), op.Y2.points())
	case Rect:
		if op.Stroke == 0 {
			w.fill(op.Colour)
			w.pdf.Rect(op.X.points(), op.Y.points(), op.Width.points(), op.Height.points(), "F")
			return
		}
		inset := op.Stroke / 2
		w.pdf.SetDrawColor(int(op.Colour.R), int(op.Colour.G), int(op.Colour.B))
		w.pdf.SetLineWidth(op.Stroke.points())
		w.pdf.Rect((op.X + inset).points(), (op.Y + inset).points(), (op.Width - op.Stroke).points(), (op.Height - op.Stroke).points(), "D")
	case Path:
		w.path(op)
	case Picture:
		w.pdf.ImageOptions(imageName(op.Image), op.X.points(), op.Y.points(), op.Width.points(), op.Height.points(),
			false, gofpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	}
}

func (w *pdfWriter) fill(c Colour) { w.pdf.SetFillColor(int(c.R), int(c.G), int(c.B)) }

func (w *pdfWriter) path(p Path) {
	if len(p.Segments) == 0 {
		return
	}
	w.fill(p.Colour)
	for i, segment := range p.Segments {
		at := segment.Places
		switch segment.Kind {
		case MoveTo:
			if i > 0 {
				w.pdf.ClosePath()
			}
			w.pdf.MoveTo(at[0].X.points(), at[0].Y.points())
		case LineTo:
			w.pdf.LineTo(at[0].X.points(), at[0].Y.points())
		case CubicTo:
			w.pdf.CurveBezierCubicTo(at[0].X.points(), at[0].Y.points(), at[1].X.points(), at[1].Y.points(), at[2].X.points(), at[2].Y.points())
		}
	}
	w.pdf.ClosePath()
	w.pdf.DrawPath("F")
}

func (w *pdfWriter) output() ([]byte, error) {
	if err := w.pdf.Error(); err != nil {
		return nil, ErrPDF
	}
	var out bytes.Buffer
	if err := w.pdf.Output(&out); err != nil {
		return nil, ErrPDF
	}
	// An Output that went wrong may still return nil and a torso.
	if w.pdf.PageCount() != len(w.doc.Sheets) || !bytes.HasSuffix(bytes.TrimRight(out.Bytes(), "\n"), []byte("%%EOF")) {
		return nil, ErrPDF
	}
	return spliced(out.Bytes(), w.doc.Language, w.fontObjects)
}

// fontObjects writes the fonts of both kinds, as objects numbered from next on.
func (w *pdfWriter) fontObjects(next int) (objects [][]byte, entries string, err error) {
	objects, entries, err = w.plain.objects(next)
	if err != nil {
		return nil, "", err
	}
	more, named := w.shaped.objects(next + len(objects))
	return append(objects, more...), entries + named, nil
}
