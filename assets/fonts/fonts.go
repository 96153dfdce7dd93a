// Package fonts embeds the typefaces of printed pages, and those of the window (window.go).
//
// The list of the pages' only grows: issued pages are stored as display lists that name their
// fonts by SHA-256, so a file that was ever shipped has to stay.
package fonts

import (
	"crypto/sha256"
	_ "embed"
	"slices"
	"sync"
)

// Font is one TrueType file.
type Font struct {
	// Name is the PostScript name, as it appears in a PDF.
	Name string
	// Bytes is the whole file. It is shared: copy it before handing it to code that may write.
	Bytes []byte
	// SHA256 identifies the file in stored pages.
	SHA256 [sha256.Size]byte
}

var (
	//go:embed NotoSans-Regular.ttf
	notoSansRegular []byte
	//go:embed NotoSans-Bold.ttf
	notoSansBold []byte
	//go:embed NotoSans-Italic.ttf
	notoSansItalic []byte
	//go:embed DejaVuSans.ttf
	dejaVuSans []byte
	//go:embed NotoSansDevanagari-Regular.ttf
	notoSansDevanagari []byte
	//go:embed NotoSansDevanagari-Bold.ttf
	notoSansDevanagariBold []byte
	//go:embed NotoSansBengali-Regular.ttf
	notoSansBengali []byte
	//go:embed NotoSansBengali-Bold.ttf
	notoSansBengaliBold []byte
	//go:embed NotoSansTamil-Regular.ttf
	notoSansTamil []byte
	//go:embed NotoSansTamil-Bold.ttf
	notoSansTamilBold []byte
	//go:embed NotoSansTelugu-Regular.ttf
	notoSansTelugu []byte
	//go:embed NotoSansTelugu-Bold.ttf
	notoSansTeluguBold []byte
	//go:embed NotoSansThai-Regular.ttf
	notoSansThai []byte
	//go:embed NotoSansThai-Bold.ttf
	notoSansThaiBold []byte
	//go:embed NotoSansArabic-Regular.ttf
	notoSansArabic []byte
	//go:embed NotoSansArabic-Bold.ttf
	notoSansArabicBold []byte
	//go:embed NotoSansHebrew-Regular.ttf
	notoSansHebrew []byte
	//go:embed NotoSansHebrew-Bold.ttf
	notoSansHebrewBold []byte
)

var all = sync.OnceValue(func() []Font {
	list := []Font{
		{Name: "NotoSans-Regular", Bytes: notoSansRegular},
		{Name: "NotoSans-Bold", Bytes: notoSansBold},
		{Name: "NotoSans-Italic", Bytes: notoSansItalic},
		{Name: "DejaVuSans", Bytes: dejaVuSans},
		{Name: "NotoSansDevanagari-Regular", Bytes: notoSansDevanagari},
		{Name: "NotoSansDevanagari-Bold", Bytes: notoSansDevanagariBold},
		{Name: "NotoSansBengali-Regular", Bytes: notoSansBengali},
		{Name: "NotoSansBengali-Bold", Bytes: notoSansBengaliBold},
		{Name: "NotoSansTamil-Regular", Bytes: notoSansTamil},
		{Name: "NotoSansTamil-Bold", Bytes: notoSansTamilBold},
		{Name: "NotoSansTelugu-Regular", Bytes: notoSansTelugu},
		{Name: "NotoSansTelugu-Bold", Bytes: notoSansTeluguBold},
		{Name: "NotoSansThai-Regular", Bytes: notoSansThai},
		{Name: "NotoSansThai-Bold", Bytes: notoSansThaiBold},
		{Name: "NotoSansArabic-Regular", Bytes: notoSansArabic},
		{Name: "NotoSansArabic-Bold", Bytes: notoSansArabicBold},
		{Name: "NotoSansHebrew-Regular", Bytes: notoSansHebrew},
		{Name: "NotoSansHebrew-Bold", Bytes: notoSansHebrewBold},
	}
	for i := range list {
		list[i].SHA256 = sha256.Sum256(list[i].Bytes)
	}
	return list
})

// All returns every embedded font, in an order that does not change.
func All() []Font { return slices.Clone(all()) }
