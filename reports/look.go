package reports

import (
	"satchel/data/documents"
	"satchel/reports/page"
)

// The colours of the paper. Meaning is never in colour alone: most practices print grey.
var (
	ink    = page.Colour{R: 0x17, G: 0x1b, B: 0x1f}
	muted  = page.Colour{R: 0x58, G: 0x62, B: 0x6b}
	accent = page.Colour{R: 0x00, G: 0x5b, B: 0x66}
	alarm  = page.Colour{R: 0xa3, G: 0x12, B: 0x1d}
	hair   = page.Colour{R: 0xc6, G: 0xcd, B: 0xd2}
	tint   = page.Colour{R: 0xee, G: 0xf4, B: 0xf4}
	pale   = page.Colour{R: 0xea, G: 0xed, B: 0xef}
	rose   = page.Colour{R: 0xf8, G: 0xe2, B: 0xe4}
	white  = page.Colour{R: 0xff, G: 0xff, B: 0xff}
)

const mm = page.Millimetre

// Rules.
const (
	hairline  = 180 * page.Micrometre
	fine      = 350 * page.Micrometre
	thickRule = 800 * page.Micrometre
)

// look is the type and the rhythm of one paper: everything follows from the text size.
type look struct {
	paper   page.Paper
	margins page.Margins
	// line is the distance of lines of text; vertical space comes in parts of it.
	line page.Length

	practice, person, title, big     page.Style // bold, from large to small
	body, strong, slanted            page.Style
	note, noteStrong, label, heading page.Style // smaller; labels are muted
}

// lookFor returns the look of a paper.
func lookFor(paper documents.Paper, padBand int) look {
	var l look
	base, leading := page.Size(1020), page.Size(136) // hundredths of a point; percent of the size
	switch paper {
	case documents.PaperA5:
		base, leading = 920, 131
		l.paper = page.A5
		l.margins = page.Margins{Top: 10 * mm, Right: 12 * mm, Bottom: 8 * mm, Left: 12 * mm}
	case documents.PaperA6:
		base, leading = 860, 128
		l.paper = page.A6
		l.margins = page.Margins{Top: 8 * mm, Right: 8 * mm, Bottom: 6 * mm, Left: 8 * mm}
	case documents.PaperLetter:
		l.paper = page.Letter
		l.margins = page.Margins{Top: 17 * mm, Right: 20 * mm, Bottom: 11 * mm, Left: 20 * mm}
	case documents.PaperRoll80:
		base, leading = 860, 131
		l.paper = page.Roll80
		// The printing width of an 80 mm roll is 72 mm.
		l.margins = page.Margins{Top: 4 * mm, Right: 5 * mm, Bottom: 8 * mm, Left: 5 * mm}
	default:
		l.paper = page.A4
		l.margins = page.Margins{Top: 18 * mm, Right: 20 * mm, Bottom: 11 * mm, Left: 20 * mm}
	}
	if padBand > 0 {
		l.margins.Top = page.Length(padBand)*mm + 3*mm
	}
	style := func(face page.Face, percent page.Size, colour page.Colour) page.Style {
		size := base * percent / 100
		return page.Style{Face: face, Size: size, Leading: size * leading / 100, Colour: colour}
	}
	largest := page.Size(165)
	if paper == documents.PaperA6 {
		largest = 130 // the practice and the title share a narrow line
	}
	l.practice = style(page.Bold, largest, accent)
	l.title = style(page.Bold, largest, ink)
	l.person = style(page.Bold, 130, ink)
	l.big = style(page.Bold, 112, ink)
	l.body = style(page.Regular, 100, ink)
	l.strong = style(page.Bold, 100, ink)
	l.slanted = style(page.Italic, 96, ink)
	l.note = style(page.Regular, 86, ink)
	l.noteStrong = style(page.Bold, 86, ink)
	l.label = style(page.Regular, 86, muted)
	l.heading = style(page.Bold, 80, muted)
	l.line = l.body.Leading.Height()
	return l
}

// lookOn is the look of a paper with the room that printed paper leaves.
func lookOn(setting documents.Setting) look {
	l := lookFor(setting.Paper, setting.PadBand)
	if setting.PadBand > 0 && setting.FootBand > 0 {
		l.margins.Bottom = page.Length(setting.FootBand)*mm + 3*mm
	}
	return l
}

// larger is the look with its type and its rhythm at a percentage of the paper's own; the margins stay.
func (l look) larger(percent int) look {
	for _, style := range []*page.Style{&l.practice, &l.person, &l.title, &l.big, &l.body, &l.strong, &l.slanted, &l.note, &l.noteStrong, &l.label, &l.heading} {
		style.Size, style.Leading = style.Size*page.Size(percent)/100, style.Leading*page.Size(percent)/100
	}
	l.line = l.body.Leading.Height()
	return l
}

// width is the room between the margins.
func (l look) width() page.Length { return l.paper.Width - l.margins.Left - l.margins.Right }

// in returns a style in another colour.
func in(style page.Style, colour page.Colour) page.Style {
	style.Colour = colour
	return style
}
