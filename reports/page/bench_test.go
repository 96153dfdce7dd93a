package page

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// BenchmarkAgainstGofpdf draws kept pages, and the same content with gofpdf alone: the same
// fonts, texts, rules and places, without a display list. It reports how many times as long
// the kit takes, both timed in turns.
func BenchmarkAgainstGofpdf(b *testing.B) {
	for _, name := range []string{"prescription-A5", "invoice-A4"} {
		b.Run(name, func(b *testing.B) {
			stored, err := os.ReadFile(filepath.Join("..", "testdata", "frozen", name+".page"))
			if err != nil {
				b.Fatal(err)
			}
			stored, parts, err := storedAnew(stored)
			if err != nil {
				b.Fatal(err)
			}
			var ours, theirs time.Duration
			for b.Loop() {
				began := time.Now()
				doc, err := Decode(stored, parts...)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := PDF(doc, ""); err != nil {
					b.Fatal(err)
				}
				ours += time.Since(began)
				began = time.Now()
				if err := bareGofpdf(doc); err != nil {
					b.Fatal(err)
				}
				theirs += time.Since(began)
			}
			b.ReportMetric(float64(ours)/float64(theirs), "x-gofpdf")
		})
	}
}

// storedAnew is a kept page as this version stores it, with its fonts read.
func storedAnew(stored []byte) (page []byte, parts [][]byte, err error) {
	doc, err := Decode(stored)
	if err != nil {
		return nil, nil, err
	}
	doc.stored = 0
	if _, err := PDF(doc, ""); err != nil {
		return nil, nil, err
	}
	return doc.Encode()
}

func bareGofpdf(d *Document) error {
	faces, err := d.typefaces()
	if err != nil {
		return err
	}
	pdf := gofpdf.New("P", "pt", "A4", "")
	for _, face := range faces {
		pdf.AddUTF8FontFromBytes(face.file.Name, "", bytes.Clone(face.file.Bytes))
	}
	for _, sheet := range d.Sheets {
		pdf.AddPage()
		for _, op := range sheet.Ops {
			switch op := op.(type) {
			case Text:
				pdf.SetFont(faces[op.Font].file.Name, "", float64(op.Size)/100)
				pdf.Text(op.X.points(), op.Y.points(), op.String)
			case Line:
				pdf.Line(op.X1.points(), op.Y1.points(), op.X2.points(), op.Y2.points())
			case Rect:
				pdf.Rect(op.X.points(), op.Y.points(), op.Width.points(), op.Height.points(), "F")
			case Path:
				for _, s := range op.Segments {
					if at := s.Places[0]; s.Kind == MoveTo {
						pdf.MoveTo(at.X.points(), at.Y.points())
					} else {
						pdf.LineTo(at.X.points(), at.Y.points())
					}
				}
				pdf.DrawPath("F")
			}
		}
	}
	return pdf.Output(&bytes.Buffer{})
}
