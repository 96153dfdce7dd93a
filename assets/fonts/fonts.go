// Package fonts embeds the typefaces of printed pages.
//
// The list only grows: issued pages are stored as display lists that name their
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
)

var all = sync.OnceValue(func() []Font {
	list := []Font{
		{Name: "NotoSans-Regular", Bytes: notoSansRegular},
		{Name: "NotoSans-Bold", Bytes: notoSansBold},
		{Name: "NotoSans-Italic", Bytes: notoSansItalic},
		{Name: "DejaVuSans", Bytes: dejaVuSans},
	}
	for i := range list {
		list[i].SHA256 = sha256.Sum256(list[i].Bytes)
	}
	return list
})

// All returns every embedded font, in an order that does not change.
func All() []Font { return slices.Clone(all()) }
