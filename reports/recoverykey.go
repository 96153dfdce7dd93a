package reports

import (
	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// setRecoveryKey draws the page that opens the practice when every password is lost. The
// groups are numbered and set large, to be typed from paper. There is no code to scan: a
// phone's camera would carry the key out of the practice.
func setRecoveryKey(_ documents.Kind, f documents.RecoveryKeyFacts) (*page.Document, error) {
	s := newSetter(f.Setting)
	s.title, s.practice = s.word("documents.title.recovery_key"), f.Practice
	s.number, s.issued = f.Label, f.Created

	made := s.word("documents.recovery_key.made", "Date", s.date(value.DateOf(f.Created.In(location(f.Setting.Zone)))))
	half := s.width() / 2
	first := page.Stack(
		page.Row(s.width(),
			page.Cell{Box: s.sheetTitle(half)},
			page.Cell{X: half, Box: page.Stack(
				s.Text(s.width()-half, page.Right, s.strong, "label", f.Label),
				s.Text(s.width()-half, page.Right, s.label, "created", made))},
		),
		page.Space(s.line/2), page.Rule(s.width(), thickRule, accent), page.Space(s.line),
	)
	list := func(keys ...string) []page.Element {
		var parts []page.Element
		for i, key := range keys {
			row := page.Row(s.width(),
				page.Cell{Box: s.Text(s.line*3/2, page.Left, in(s.strong, accent), "text", s.figure(i+1))},
				page.Cell{X: s.line * 3 / 2, Box: s.words(s.width()-s.line*3/2, page.Left, s.body, key)})
			parts = append(parts, page.Part{Before: s.line / 4, Box: row})
		}
		return parts
	}
	elements := []page.Element{
		page.Part{Box: s.words(s.width(), page.Left, s.body, "documents.recovery_key.lead", "Practice", f.Practice)},
		page.Part{Before: s.line, Box: s.groups(f.Groups)},
		page.Part{Before: s.line * 3 / 2, Glue: true, Box: s.words(s.width(), page.Left, s.big, "documents.recovery_key.keep")},
	}
	elements = append(elements, list("documents.recovery_key.keep_1", "documents.recovery_key.keep_2", "documents.recovery_key.keep_3")...)
	elements = append(elements, page.Part{Before: s.line, Glue: true, Box: s.words(s.width(), page.Left, s.big, "documents.recovery_key.use")})
	elements = append(elements, list("documents.recovery_key.use_1", "documents.recovery_key.use_2", "documents.recovery_key.use_3")...)
	closing, err := s.signature(
		page.Row(half, page.Cell{Box: s.Text(s.line*3/2, page.Left, s.big, "text", "☐")}, page.Cell{X: s.line * 3 / 2, Box: s.words(half-s.line*3/2, page.Left, s.body, "documents.recovery_key.check")}),
		nil, s.words(s.width()*42/100, page.Left, s.label, "documents.recovery_key.check_line"))
	if err != nil {
		return nil, err
	}
	return s.compose(first, closing, elements...)
}

// groups sets the key's groups in a frame, in columns read from left to right.
func (s *setter) groups(groups []string) page.Box {
	style := page.Style{Face: page.Bold, Size: s.body.Size * 19 / 10, Colour: ink}
	widest := page.Length(0)
	for _, group := range groups {
		widest = max(widest, s.Width(style, "groups", group))
	}
	const padding = 5 * mm
	inner := s.width() - 2*padding
	figure := s.Width(s.label, "text", s.figure(88)) + 2*mm
	columns := max(1, min(4, int(inner/(widest+figure+4*mm))))
	for c := columns; c > 1; c-- { // full rows where the number allows it
		if len(groups)%c == 0 {
			columns = c
			break
		}
	}
	pitch := inner / page.Length(columns)
	var rows []page.Box
	for start := 0; start < len(groups); start += columns {
		var cells []page.Cell
		for i, group := range groups[start:min(start+columns, len(groups))] {
			x := page.Length(i) * pitch
			cells = append(cells,
				page.Cell{X: x, Box: s.Text(figure, page.Left, s.label, "text", s.figure(start+i+1))},
				page.Cell{X: x + figure, Box: s.Text(pitch-figure, page.Left, style, "groups", group)})
		}
		rows = append(rows, page.Row(inner, cells...))
	}
	return page.Frame(page.Pad(page.StackGap(s.line/2, rows...), page.Margins{Top: padding, Right: padding, Bottom: padding, Left: padding}), fine, accent)
}
