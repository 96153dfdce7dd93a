package reports

import (
	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// setImmunizationCard draws every dose that the record knows of, and what is due.
func setImmunizationCard(kind documents.Kind, f documents.ImmunizationCardFacts) (*page.Document, error) {
	s, first := newClinical(kind, f.Clinical)
	elements := []page.Element{s.clinicalHead(f.Clinical)}
	if len(f.Doses) == 0 {
		elements = append(elements, page.Part{Before: s.line, Box: s.framed(muted, s.words(s.width()-6*mm, page.Left, s.slanted, "documents.immunization.none"))})
	} else {
		elements = append(elements, s.doses(f.Doses))
	}
	var due []page.Box
	for _, d := range f.Doses {
		if !d.NextDue.IsZero() {
			due = append(due, s.point(func(width page.Length) page.Box {
				return s.words(width, page.Left, s.body, "documents.immunization.next_due_of", "Vaccine", d.Vaccine, "Date", s.date(d.NextDue))
			}))
		}
	}
	if elements = append(elements, s.chapter("documents.immunization.next_due", due...)...); len(due) > 0 {
		elements = append(elements, s.remark(s.word("documents.immunization.schedule")))
	}
	closing, err := s.signed(f.Practitioner, page.Box{})
	if err != nil {
		return nil, err
	}
	return s.compose(first, closing, elements...)
}

// setVaccinationCertificate draws what a practitioner vouches for.
func setVaccinationCertificate(kind documents.Kind, f documents.VaccinationCertificateFacts) (*page.Document, error) {
	s, first := newClinical(kind, f.Clinical)
	elsewhere := page.Box{}
	for _, d := range f.Doses {
		if !d.Here {
			elsewhere = s.words(s.width(), page.Left, s.body, "documents.immunization.certify_seen")
		}
	}
	elements := []page.Element{s.clinicalHead(f.Clinical),
		page.Part{Before: s.line, Box: page.Stack(s.words(s.width(), page.Left, s.big, "documents.immunization.certify"), elsewhere)},
		s.doses(f.Doses),
		page.Part{Before: s.line / 2, Glue: true, Box: s.words(s.width(), page.Centre, s.label, "documents.clinical.end_mark")}}
	if f.Told > 0 {
		elements = append(elements, s.remark(s.word("documents.immunization.told", "Count", f.Told)))
	}
	closing, err := s.signed(f.Practitioner, page.Box{})
	if err != nil {
		return nil, err
	}
	return s.compose(first, closing, elements...)
}

// doses is the table of what was given. Where the paper is narrow, the number of the dose stands under its date.
func (s *setter) doses(list []documents.VaccineDose) page.Table {
	narrow := s.width() < 150*mm
	column := func(key string, share int) gridColumn {
		return gridColumn{key: "documents.immunization." + key, share: share}
	}
	// A date and a number are as wide as they are; the words share what is left.
	columns := []gridColumn{column("vaccine", 33), column("date", 0), column("dose", 0), column("lot", 11), column("how", 15), column("by", 22)}
	if narrow {
		columns = []gridColumn{column("vaccine", 30), column("date", 0), column("lot", 13), column("how", 17), column("by", 28)}
	}
	var rows [][]gridCell
	for _, d := range list {
		when, number, dose := s.date(d.Date), "", ""
		if d.Date.IsZero() {
			when = s.word("documents.immunization.date_unknown")
		}
		if d.Number > 0 {
			number = s.decimal(value.Whole(int64(d.Number)))
			dose = s.word("documents.immunization.dose_of", "Number", number)
		}
		by := append(said(d.By, d.Place, d.Source), "")
		row := []gridCell{{field: "doses", text: d.Vaccine, style: s.strong, more: said(made(s, d.Manufacturer))}}
		if narrow {
			row = append(row, gridCell{field: "doses", text: when, style: s.note, more: said(dose)})
		} else {
			row = append(row, gridCell{field: "doses", text: when, style: s.body}, gridCell{field: "doses", text: number, style: s.body})
		}
		rows = append(rows, append(row, gridCell{field: "doses", text: d.Lot, style: s.note}, gridCell{field: "doses", text: d.Site, style: s.note, more: said(d.Route)},
			gridCell{field: "doses", text: by[0], style: s.note, more: by[1:]}))
	}
	table := s.grid(columns, rows)
	table.Before = s.line / 2
	return table
}

func made(s *setter, manufacturer string) string {
	if manufacturer == "" {
		return ""
	}
	return s.word("documents.immunization.made_by", "Name", manufacturer)
}

// said keeps the texts that say something.
func said(list ...string) (kept []string) {
	for _, text := range list {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}
