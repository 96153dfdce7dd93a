package page

import (
	"bytes"
	"slices"
)

// Join puts documents one after another into one, for a printer that takes many at once: its
// fonts, and a picture that several bear, are in the file once. What the file says of itself
// is the first one's. It returns ErrNoPage for no documents; PDF refuses what exceeds its
// limits, 2,000 sheets among them.
func Join(documents ...*Document) (*Document, error) {
	if len(documents) == 0 {
		return nil, ErrNoPage
	}
	first := documents[0]
	joined := &Document{Title: first.Title, Language: first.Language, Author: first.Author, Issued: first.Issued, Fonts: [][32]byte{}}
	for _, d := range documents {
		if err := d.Validate(); err != nil {
			return nil, err
		}
		fonts := make([]int, len(d.Fonts))
		for i, identity := range d.Fonts {
			if fonts[i] = slices.Index(joined.Fonts, identity); fonts[i] < 0 {
				fonts[i] = len(joined.Fonts)
				joined.Fonts = append(joined.Fonts, identity)
			}
		}
		images := make([]int, len(d.Images))
		for i, data := range d.Images {
			images[i] = slices.IndexFunc(joined.Images, func(known []byte) bool { return bytes.Equal(known, data) })
			if images[i] < 0 {
				images[i] = len(joined.Images)
				joined.Images = append(joined.Images, data)
			}
		}
		outlines := len(joined.Outlines)
		joined.Outlines = append(joined.Outlines, d.Outlines...)
		for _, sheet := range d.Sheets {
			ops := slices.Clone(sheet.Ops)
			for i, op := range ops {
				ops[i] = renumbered(op, fonts, images, outlines)
			}
			sheet.Ops = ops
			if sheet.Note.Width > 0 {
				sheet.Note.Font = fonts[sheet.Note.Font]
			}
			joined.Sheets = append(joined.Sheets, sheet)
		}
	}
	return joined, nil
}

// renumbered is an operation with the numbers that its fonts and pictures have in a joined
// document, where its own outlines begin at a number.
func renumbered(op Op, fonts, images []int, outlines int) Op {
	switch op := op.(type) {
	case Text:
		op.Font = fonts[op.Font]
		return op
	case Picture:
		op.Image = images[op.Image]
		return op
	case Glyphs:
		if op.Font != OwnOutlines {
			op.Font = fonts[op.Font]
			return op
		}
		op.Clusters = slices.Clone(op.Clusters)
		for i, cluster := range op.Clusters {
			op.Clusters[i].Glyphs = slices.Clone(cluster.Glyphs)
			for j := range cluster.Glyphs {
				op.Clusters[i].Glyphs[j].ID += outlines
			}
		}
		return op
	}
	return op
}
