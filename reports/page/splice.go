package page

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
)

var (
	fontDictionary = []byte("2 0 obj\n<<\n/ProcSet [/PDF /Text /ImageB /ImageC /ImageI]\n/Font <<\n")
	catalogStart   = []byte("/Type /Catalog\n")
	startXref      = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\s*$`)
	xrefHead       = regexp.MustCompile(`^xref\n0 (\d+)\n0000000000 65535 f \n`)
	languageTag    = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)
	trailerSize    = regexp.MustCompile(`/Size (\d+)\n`)
)

// spliced is a finished PDF with what gofpdf can't write: the catalog's /Lang (ISO 32000-1,
// 14.9.2), objects after its last one, and entries in the dictionary of fonts, which is in
// object 2, the resources of every page. Offsets in the cross-reference table follow.
func spliced(pdf []byte, language string, fonts func(next int) (objects [][]byte, entries string, err error)) ([]byte, error) {
	match := startXref.FindSubmatchIndex(pdf)
	if match == nil {
		return nil, ErrPDF
	}
	table, err := strconv.Atoi(string(pdf[match[2]:match[3]]))
	if err != nil || table >= match[2] {
		return nil, ErrPDF
	}
	head := xrefHead.FindSubmatch(pdf[table:match[2]])
	size := trailerSize.FindSubmatch(pdf[table:match[2]])
	if head == nil || size == nil || !bytes.Equal(head[1], size[1]) {
		return nil, ErrPDF
	}
	count, err := strconv.Atoi(string(head[1]))
	if err != nil {
		return nil, ErrPDF
	}
	offsets := make([]int, count)
	entries := pdf[table+len(head[0]):]
	const entry = len("0000000000 00000 n \n")
	for i := 1; i < count; i++ {
		if len(entries) < i*entry {
			return nil, ErrPDF
		}
		if offsets[i], err = strconv.Atoi(string(entries[(i-1)*entry : (i-1)*entry+10])); err != nil {
			return nil, ErrPDF
		}
	}
	trailer := entries[(count-1)*entry : match[0]-table-len(head[0])]
	body := bytes.Clone(pdf[:table])
	insert := func(after []byte, text string) error {
		at := bytes.LastIndex(body, after)
		if at < 0 {
			return ErrPDF
		}
		at += len(after)
		body = append(body[:at:at], append([]byte(text), body[at:]...)...)
		for i := range offsets {
			if offsets[i] >= at {
				offsets[i] += len(text)
			}
		}
		return nil
	}
	if languageTag.MatchString(language) {
		if err := insert(catalogStart, "/Lang ("+language+")\n"); err != nil {
			return nil, err
		}
	}
	objects, names, err := fonts(count)
	if err != nil {
		return nil, err
	}
	if len(objects) > 0 {
		if err := insert(fontDictionary, names); err != nil {
			return nil, err
		}
		for _, object := range objects {
			offsets = append(offsets, len(body))
			body = fmt.Appendf(body, "%d 0 obj\n", len(offsets)-1)
			body = append(body, object...)
			body = append(body, "\nendobj\n"...)
		}
	}
	start := len(body)
	body = fmt.Appendf(body, "xref\n0 %d\n0000000000 65535 f \n", len(offsets))
	for _, offset := range offsets[1:] {
		body = fmt.Appendf(body, "%010d 00000 n \n", offset)
	}
	body = append(body, trailerSize.ReplaceAll(trailer, fmt.Appendf(nil, "/Size %d\n", len(offsets)))...)
	body = append(body, "startxref\n"...)
	body = strconv.AppendInt(body, int64(start), 10)
	return append(body, pdf[match[3]:]...), nil
}
