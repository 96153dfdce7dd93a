package reports

import (
	"satchel/data/documents"
	"satchel/reports/page"
)

// setCertificate draws a sick note or a fitness certificate: one opinion of one doctor on one person, in whole sentences, with no more
// about the illness than the patient agreed to.
func setCertificate(kind documents.Kind, f documents.CertificateFacts) (*page.Document, error) {
	s := written(kind, f.Written)
	c := f.Certificate
	first := s.letterhead(f.Letterhead, s.practitioner(f.Author, "author"))
	heading := f.Heading
	if heading == "" {
		heading = s.title
	}
	elements := []page.Element{page.Part{Box: s.underHeading("heading", heading), Glue: true}}
	elements = append(elements, s.notices(f.Replaces, "replaces", "documents.page.replaces", "documents.page.replaces_undated")...)
	elements = append(elements, page.Part{Before: s.line * 4 / 5, Glue: true, Box: s.subject()})
	add := func(box page.Box) {
		elements = append(elements, page.Part{Before: s.line * 3 / 5, Box: box})
	}
	name := bound(s.name("patient.name", f.Patient.Name))
	text := func(style page.Style, text string) page.Box {
		return s.Text(s.width(), page.Left, style, "certificate", text)
	}
	if !c.Examined.IsZero() {
		add(text(s.body, s.word("documents.certificate.certify", "Name", name, "Date", s.date(c.Examined))))
	}
	add(s.labelledIn("documents.certificate.purpose", "purpose", s.strong, c.Purpose))
	add(s.opinion(kind, c, name))
	if c.Finding == documents.Restricted {
		add(s.labelledIn("documents.certificate.restrictions", "restrictions", s.body, c.Restrictions))
	}
	if kind == documents.SickNote && !c.From.IsZero() && c.From.Before(c.Examined) {
		add(text(s.body, s.word("documents.certificate.told")))
	}
	if kind == documents.FitnessCertificate && !c.ValidUntil.IsZero() {
		add(text(s.body, s.word("documents.certificate.valid_until", "Date", s.date(c.ValidUntil))))
	}
	elements = append(elements, s.blocks(f.Body)...)
	add(s.diagnosis(c))
	if f.PatientSigns {
		add(s.labelledIn("documents.certificate.identification", "identification", s.body, c.Identification))
	}
	closing, err := s.certified(kind, f)
	if err != nil {
		return nil, err
	}
	return s.compose(first, closing, elements...)
}

// opinion is the sentence that counts, framed.
func (s *setter) opinion(kind documents.Kind, c documents.Certificate, name string) page.Box {
	sentence := ""
	switch {
	case kind == documents.FitnessCertificate && c.Finding != "":
		sentence = s.word("documents.certificate."+string(c.Finding), "Name", name)
	case kind == documents.SickNote && c.Days() > 0 && c.Activity != "" && c.Finding != "":
		sentence = s.word("documents.certificate."+string(c.Finding)+"_"+string(c.Activity), "Name", name, "From", s.date(c.From), "To", s.date(c.To), "Count", c.Days())
	}
	if sentence == "" {
		return page.Box{} // a preview before it is filled in
	}
	padding := page.Margins{Top: s.line / 2, Right: 4 * mm, Bottom: s.line / 2, Left: 4 * mm}
	return page.Frame(page.Pad(s.Text(s.width()-8*mm, page.Left, s.big, "certificate", sentence), padding), fine, accent)
}

// diagnosis is printed where the patient agreed; otherwise that it is not is said, so that nobody asks for it to be added by hand.
func (s *setter) diagnosis(c documents.Certificate) page.Box {
	if !c.DiagnosisAgreed {
		return s.words(s.width(), page.Left, s.slanted, "documents.certificate.diagnosis_not_stated")
	}
	return page.Stack(
		s.labelledIn("documents.certificate.diagnosis", "diagnosis", s.strong, c.Diagnosis),
		page.RowTop(s.width(), page.Cell{X: s.certificateIndent(), Box: s.words(s.width()-s.certificateIndent(), page.Left, s.label, "documents.certificate.diagnosis_agreed")}))
}

// labelledIn sets a label and a text in two columns; nothing where there is no text.
func (s *setter) labelledIn(key, field string, style page.Style, text string) page.Box {
	if text == "" {
		return page.Box{}
	}
	indent := s.certificateIndent()
	return page.Row(s.width(),
		page.Cell{Box: s.words(indent-2*mm, page.Left, s.label, key)},
		page.Cell{X: indent, Box: s.Text(s.width()-indent, page.Left, style, field, text)})
}

// certificateIndent is the width of the column of labels, by the longest of them.
func (s *setter) certificateIndent() page.Length {
	indent := s.line * 3
	for _, key := range []string{"purpose", "restrictions", "diagnosis", "identification"} {
		indent = max(indent, s.Width(s.label, "text", s.word("documents.certificate."+key))+3*mm)
	}
	return min(indent, s.width()*30/100)
}

// certified is the bottom of the page: where the law asks for it the patient signs too.
func (s *setter) certified(kind documents.Kind, f documents.CertificateFacts) (page.Box, error) {
	width := s.width() * 42 / 100
	left := page.Box{}
	if f.PatientSigns {
		left = page.Stack(page.Space(s.line*2), page.Rule(width, fine, ink), page.Space(s.line/5), s.words(width, page.Left, s.label, "documents.certificate.patient_signature"))
	}
	box, err := s.signedBeside(left, f.Author)
	if err != nil || kind != documents.SickNote {
		return box, err
	}
	official := "documents.certificate.official"
	if f.Country == "GB" {
		official = "documents.certificate.official_gb"
	}
	return page.Stack(box, page.Space(s.line/2), s.words(s.width(), page.Left, s.label, official)), nil
}
