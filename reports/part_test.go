package reports

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"satchel/data/documents"
	"satchel/data/value"
)

// mostFrozen bounds the usual page as it is kept, in bytes, beside what it shares with others; documents.md asks for 2 to 4 kB.
const mostFrozen = 4096

// headed is a prescription and an invoice with a full letterhead, as they are issued one after the other.
func headed(t testing.TB, logo []byte, n int) map[documents.Kind]any {
	rx, bill := samplePrescription(documents.PaperA5), sampleInvoice(documents.PaperA4)
	rx.Letterhead = fullLetterhead(t, 40, 40)
	rx.Letterhead.Logo = logo
	bill.Letterhead = rx.Letterhead
	rx.Number, bill.Number = fmt.Sprintf("A-P/26-27/%04d", n), fmt.Sprintf("A/26-27/%04d", n)
	return map[documents.Kind]any{documents.Prescription: rx, documents.Invoice: bill}
}

// logos are those that a practice may have: none, a drawing, and pictures of the three shapes that a letterhead knows.
func logos(t testing.TB) map[string][]byte {
	return map[string][]byte{"none": nil, "SVG": []byte(emblemSVG), "wide": keptLogo(t, 1800, 400), "square": keptLogo(t, 900, 900), "tall": keptLogo(t, 500, 1000)}
}

// smallLogo is a logo of pixels.
func smallLogo() []byte {
	var file bytes.Buffer
	if err := png.Encode(&file, drawLogo(160, 160)); err != nil {
		panic(err) // of a test's own picture
	}
	return file.Bytes()
}

// emblemSVG has shapes enough that a page would notice.
var emblemSVG = func() string {
	var shapes bytes.Buffer
	for n := range 90 {
		fmt.Fprintf(&shapes, `<path fill="#0%d5b66" d="M%d %dC%d %d %d 40 60 %dL50 50z"/>`, n%10, n, n%37, n+3, 80-n%41, 10+n%53, n)
	}
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-5 -5 110 110">` + shapes.String() + `</svg>`
}()

// The logo is no part of the page but beside it: the page stays as small as one without, and a thousand of them share one logo.
func TestLogoIsKeptOnce(t *testing.T) {
	plain := map[documents.Kind]int{}
	for kind, facts := range headed(t, nil, 1) {
		frozen, err := New().Set(kind, facts)
		if err != nil || len(frozen.Parts) != 0 {
			t.Fatalf("%s: %d parts, %v", kind, len(frozen.Parts), err)
		}
		plain[kind] = len(frozen.Layout)
	}
	for name, logo := range logos(t) {
		if logo == nil {
			continue
		}
		for kind := range plain {
			parts := map[[sha256.Size]byte]int{}
			largest := 0
			for n := range 5 {
				frozen, err := New().Set(kind, headed(t, logo, n)[kind])
				if err != nil {
					t.Fatal(err)
				}
				largest = max(largest, len(frozen.Layout))
				for _, part := range frozen.Parts {
					parts[sha256.Sum256(part)] = len(part)
				}
				if _, err := PDF(frozen, Overlay{}); err != nil {
					t.Fatal(err)
				}
			}
			apart := 0
			for _, size := range parts {
				apart += size
			}
			t.Logf("%s with a %s logo: %d bytes a page, and %d once; without a logo %d", kind, name, largest, apart, plain[kind])
			if len(parts) != 1 || largest > mostFrozen || largest > plain[kind]+100 {
				t.Errorf("%s with a %s logo: %d bytes a page, without %d; %d parts", kind, name, largest, plain[kind], len(parts))
			}
		}
	}
}

// A page is only its own with all its parts.
func TestDamagedPart(t *testing.T) {
	frozen, err := New().Set(documents.Invoice, headed(t, keptLogo(t, 900, 900), 1)[documents.Invoice])
	if err != nil {
		t.Fatal(err)
	}
	for name, parts := range map[string][][]byte{"none": nil, "another": {keptLogo(t, 500, 1000)}, "twice": {frozen.Parts[0], frozen.Parts[0]}, "cut": {frozen.Parts[0][:20]}} {
		spoilt := frozen
		spoilt.Parts = parts
		if _, err := PDF(spoilt, Overlay{}); !errors.Is(err, value.Problem{Key: "error.documents.damaged"}) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// keptParts are the parts that lie beside a kept page, NAME.part0 and so on.
func keptParts(t *testing.T, page string) (parts [][]byte) {
	t.Helper()
	for n := 0; ; n++ {
		part, err := os.ReadFile(partFile(page, n))
		if errors.Is(err, os.ErrNotExist) {
			return parts
		}
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part)
	}
}

func partFile(page string, n int) string {
	return fmt.Sprintf("%s.part%d", page[:len(page)-len(filepath.Ext(page))], n)
}

// BenchmarkFrozenBytes measures what a prescription with a logo takes in the record, and what its logo takes once.
func BenchmarkFrozenBytes(b *testing.B) {
	for name, logo := range logos(b) {
		b.Run(name, func(b *testing.B) {
			facts := headed(b, logo, 1)[documents.Prescription]
			var frozen documents.Frozen
			var err error
			for b.Loop() {
				if frozen, err = New().Set(documents.Prescription, facts); err != nil {
					b.Fatal(err)
				}
			}
			once := 0
			for _, part := range frozen.Parts {
				once += len(part)
			}
			b.ReportMetric(float64(len(frozen.Layout)), "B/page")
			b.ReportMetric(float64(once), "B-once")
		})
	}
}
