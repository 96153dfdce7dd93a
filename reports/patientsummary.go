package reports

import (
	"satchel/data/documents"
	"satchel/reports/page"
)

// setPatientSummary draws what another doctor must know: the sections of the International Patient Summary, each with its entries, or
// with the reason why there are none.
func setPatientSummary(kind documents.Kind, f documents.PatientSummaryFacts) (*page.Document, error) {
	s, first := newClinical(kind, f.Clinical)
	elements := []page.Element{s.clinicalHead(f.Clinical),
		s.remark(s.word("documents.patient_summary.lead", "Practice", f.Letterhead.Practice, "Date", s.date(s.day())))}
	for i, section := range f.Sections {
		for j, part := range s.summarySection(section) {
			part.Before = s.line / 6
			if j == 0 {
				part.Before = s.line / 4
				part.Separator = page.Stack(page.Rule(s.width(), hairline, hair), page.Space(s.line/4))
				if i == 0 {
					part.Before = s.line / 2
				}
			}
			elements = append(elements, part)
		}
	}
	closing, err := s.signed(f.Practitioner, page.Box{})
	if err != nil {
		return nil, err
	}
	return s.compose(first, closing, elements...)
}

// summarySection sets the title on the left and the entries on the right, the title beside the first of them.
func (s *setter) summarySection(section documents.SummarySection) []page.Part {
	left := s.width() * 26 / 100
	width := s.width() - left
	var entries []page.Box
	for _, e := range section.Entries {
		entries = append(entries, s.summaryEntry(section.Kind, e, width))
	}
	if section.Absent != documents.Present {
		style := s.slanted
		if section.Absent == documents.NoneKnown {
			style = s.body
		}
		entries = []page.Box{s.words(width, page.Left, style, "documents.patient_summary.absent."+string(section.Absent))}
	}
	var parts []page.Part
	for i, box := range entries {
		cells := []page.Cell{{X: left, Box: box}}
		if i == 0 {
			title := s.words(left-3*mm, page.Left, in(s.noteStrong, accent), "documents.patient_summary.section."+string(section.Kind))
			cells = append(cells, page.Cell{Box: title})
		}
		parts = append(parts, page.Part{Box: page.Row(s.width(), cells...)})
	}
	return parts
}

func (s *setter) summaryEntry(kind documents.SummaryKind, e documents.SummaryEntry, width page.Length) page.Box {
	spans := []page.Span{{Style: s.strong, Field: "sections", Text: e.Text}}
	if e.High {
		spans = append(spans, page.Span{Style: s.body, Field: "text", Text: dot}, page.Span{Style: in(s.strong, alarm), Field: "text", Text: s.word("documents.patient_summary.high")})
	}
	if !e.Date.IsZero() {
		when := s.date(e.Date)
		if kind == documents.SummaryProblems || kind == documents.SummaryMedications || kind == documents.SummaryPast {
			when = bound(s.word("documents.patient_summary.since", "Date", when))
		}
		spans = append(spans, page.Span{Style: s.label, Field: "text", Text: dot + when})
	}
	return page.Stack(s.Rich(width, page.Left, spans...), s.Text(width, page.Left, s.note, "sections", e.Detail))
}
