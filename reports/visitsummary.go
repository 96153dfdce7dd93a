package reports

import (
	"strconv"

	"satchel/data/documents"
	"satchel/reports/page"
)

// setVisitSummary draws what a patient takes home from a visit: a few questions, each with its answer, in words that need no doctor.
func setVisitSummary(kind documents.Kind, f documents.VisitSummaryFacts) (*page.Document, error) {
	s, first := newClinical(kind, f.Clinical)
	elements := []page.Element{s.clinicalHead(f.Clinical, s.pair(s.pairWidth(), "documents.clinical.visited", s.body, "visited", s.date(f.Visited)))}
	if f.Open {
		elements = append(elements, page.Part{Before: s.line / 2, Box: s.framed(muted, s.words(s.width()-6*mm, page.Left, s.slanted, "documents.clinical.open"))})
	}
	elements = append(elements, page.Part{Before: s.line / 2, Box: s.allergies(f.Allergies)})
	text := func(field, text string) page.Box { return s.Text(s.width(), page.Left, s.body, field, text) }
	elements = append(elements, s.chapter("documents.visit_summary.reason", text("reason", f.Reason))...)
	elements = append(elements, s.chapter("documents.visit_summary.measured", s.measured(f.Measured))...)
	elements = append(elements, s.chapter("documents.visit_summary.found", text("found", f.Found))...)
	elements = append(elements, s.chapter("documents.visit_summary.diagnoses", s.points("diagnoses", f.Diagnoses)...)...)
	elements = append(elements, s.chapter("documents.visit_summary.decided", text("decided", f.Decided))...)
	medicines := s.summaryMedicines("medicines", f.Medicines)
	if len(medicines) == 0 {
		medicines = []page.Box{s.words(s.width(), page.Left, s.body, "documents.visit_summary.no_medicines")}
	}
	elements = append(elements, s.chapter("documents.visit_summary.medicines", medicines...)...)
	elements = append(elements, s.chapter("documents.visit_summary.going", s.summaryMedicines("going", f.Going)...)...)
	elements = append(elements, s.chapter("documents.visit_summary.tests", s.points("tests", f.Tests)...)...)
	sooner := page.Box{}
	if f.Sooner != "" {
		sooner = text("sooner", s.word("documents.visit_summary.sooner", "Text", f.Sooner))
	}
	elements = append(elements, s.chapter("documents.visit_summary.follow_up", s.comeBack(f), sooner)...)
	return s.compose(first, s.questions(f), elements...)
}

func (s *setter) points(field string, list []string) []page.Box {
	var boxes []page.Box
	for _, text := range list {
		boxes = append(boxes, s.point(func(width page.Length) page.Box { return s.Text(width, page.Left, s.body, field, text) }))
	}
	return boxes
}

// measured sets names and values side by side, as many as the paper has room for.
func (s *setter) measured(list []documents.Measurement) page.Box {
	const gap = 6 * mm
	most := 2
	if s.width() > 150*mm {
		most = 3
	}
	width := (s.width() - gap*page.Length(most-1)) / page.Length(most)
	var rows []page.Box
	for start := 0; start < len(list); start += most {
		var cells []page.Cell
		for i, m := range list[start:min(start+most, len(list))] {
			cells = append(cells, page.Cell{X: (width + gap) * page.Length(i), Box: s.measurement(width, m)})
		}
		rows = append(rows, page.Row(s.width(), cells...))
	}
	return page.StackGap(s.line/6, rows...)
}

func (s *setter) measurement(width page.Length, m documents.Measurement) page.Box {
	// The name gives way: a value torn from its unit is misread.
	left := min(width*58/100, max(width-s.Width(s.strong, "measured", bound(m.Value))-mm/4, width/3))
	return page.Row(width, page.Cell{Box: s.Text(left, page.Left, s.body, "measured", m.Name)},
		page.Cell{X: left, Box: s.Text(width-left, page.Left, s.strong, "measured", bound(m.Value))})
}

// summaryMedicines sets each medicine with how to take it.
func (s *setter) summaryMedicines(field string, list []documents.SummaryMedicine) []page.Box {
	number := s.line
	width := s.width() - number
	var boxes []page.Box
	for i, m := range list {
		directions := m.Directions
		if directions == "" {
			directions = s.word("documents.visit_summary.directions_unknown")
		}
		indication := ""
		if m.Indication != "" {
			indication = s.word("documents.visit_summary.indication", "Text", m.Indication)
		}
		name := []page.Span{{Style: s.strong, Field: field, Text: m.Name}}
		if indication != "" {
			name = append(name, page.Span{Style: s.label, Field: field, Text: dot + indication})
		}
		lines := page.Stack(s.Rich(width, page.Left, name...), s.Text(width, page.Left, s.body, field, capital(directions)), s.Text(width, page.Left, s.slanted, field, m.Instructions))
		boxes = append(boxes, page.Row(s.width(), page.Cell{Box: s.Text(number, page.Left, in(s.strong, accent), "text", strconv.Itoa(i+1))}, page.Cell{X: number, Box: lines}))
	}
	return boxes
}

func (s *setter) comeBack(f documents.VisitSummaryFacts) page.Box {
	if f.FollowUp.IsZero() {
		return s.words(s.width(), page.Left, s.body, "documents.visit_summary.follow_up_none")
	}
	return s.words(s.width(), page.Left, s.strong, "documents.visit_summary.follow_up_on", "Date", s.date(f.FollowUp))
}

// questions says whom to ask, at the foot of the last page.
func (s *setter) questions(f documents.VisitSummaryFacts) page.Box {
	width := s.width() - 8*mm
	how := s.word("documents.visit_summary.ask")
	if phone := f.Letterhead.Phone; phone != "" {
		how = s.word("documents.visit_summary.call", "Phone", bound(phone))
	}
	box := page.Stack(s.words(width, page.Left, s.strong, "documents.visit_summary.questions"), s.Text(width, page.Left, s.body, "letterhead.phone", how))
	return page.Fill(page.Pad(box, page.Margins{Top: s.line / 2, Right: 4 * mm, Bottom: s.line / 2, Left: 4 * mm}), tint)
}
