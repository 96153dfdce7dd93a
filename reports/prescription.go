package reports

import (
	"strings"

	"satchel/assets"
	"satchel/data/documents"
	"satchel/data/prescribing"
	"satchel/data/value"
	"satchel/reports/page"
)

// setPrescription draws a prescription: who prescribes, for whom, and each medicine so
// that a chemist who has never met either of them hands out the right thing.
func setPrescription(_ documents.Kind, f documents.PrescriptionFacts) (*page.Document, error) {
	s := newSetter(f.Setting)
	s.title, s.practice = s.word("documents.title.prescription"), f.Letterhead.Practice
	s.number, s.issued, s.patient, s.void = f.Number, f.Issued, &f.Patient, f.Void
	s.nameByHand = true // the patient leaves with the medicine whatever the script

	first := s.letterhead(f.Letterhead, s.practitioner(f.Prescriber, "prescriber"))
	elements := []page.Element{
		page.Part{Box: s.prescriptionHead(f), Glue: true},
		page.Part{Before: s.line / 2, Box: s.allergies(f.Allergies)},
	}
	elements = append(elements, s.notices(f.Replaces, "replaces", "documents.page.replaces", "documents.page.replaces_undated")...)
	elements = append(elements, page.Part{Before: s.line / 2, Box: s.labelled("documents.prescription.diagnosis", "diagnosis", f.Diagnosis)})
	elements = append(elements, s.items(f.Items)...)
	elements = append(elements,
		page.Part{Before: s.line / 2, Box: page.StackGap(s.line/4,
			s.labelled("documents.prescription.advice", "advice", f.Advice),
			s.labelled("documents.prescription.review", "review", f.Review))},
	)
	closing, err := s.prescriptionClose(f)
	if err != nil {
		return nil, err
	}
	return s.compose(first, closing, elements...)
}

// prescriptionHead names the patient on the left, the document on the right.
func (s *setter) prescriptionHead(f documents.PrescriptionFacts) page.Box {
	right := s.width() * 36 / 100
	left := s.width() - right - 3*mm
	valid := ""
	if !f.ValidUntil.IsZero() {
		valid = s.word("documents.prescription.valid_until", "Date", s.date(f.ValidUntil))
	}
	private := ""
	if f.Private {
		private = strings.ToUpper(s.word("documents.prescription.private"))
	}
	return page.Row(s.width(),
		page.Cell{Box: s.identity(left, true)},
		page.Cell{X: s.width() - right, Box: page.Stack(
			s.Text(right, page.Right, in(s.strong, accent), "private", private),
			s.Text(right, page.Right, s.person, "issued", s.date(s.day())),
			s.Text(right, page.Right, s.label, "number", s.named()),
			s.Text(right, page.Right, s.label, "validUntil", valid),
		)},
	)
}

// allergies sets the three states apart: a frame in the alarm colour for a list, a grey one
// for "none known", and words that admit it where nobody asked.
func (s *setter) allergies(a documents.AllergyStatus) page.Box {
	width := s.width() - 6*mm
	switch a.State {
	case documents.AllergyNoneKnown:
		return s.framed(hair, s.words(width, page.Left, s.body, "documents.prescription.allergies_none"))
	case documents.AllergyNotAsked:
		return s.framed(muted, s.words(width, page.Left, s.slanted, "documents.prescription.allergies_not_asked"))
	}
	spans := []page.Span{{Style: in(s.strong, alarm), Field: "text", Text: strings.ToUpper(s.word("documents.prescription.allergies"))}}
	for i, allergy := range a.Allergies {
		gap := "   "
		if i > 0 {
			gap = s.semicolon() + " "
		}
		spans = append(spans,
			page.Span{Style: s.body, Field: "text", Text: gap},
			page.Span{Style: s.strong, Field: "allergies", Text: allergy.Substance, Isolate: true})
		if allergy.HighRisk {
			spans = append(spans,
				page.Span{Style: s.body, Field: "text", Text: s.comma()},
				page.Span{Style: in(s.strong, alarm), Field: "text", Text: s.word("documents.prescription.high_risk")})
		}
		if allergy.Reaction != "" {
			spans = append(spans,
				page.Span{Style: s.body, Field: "text", Text: s.comma()},
				page.Span{Style: s.body, Field: "allergies", Text: allergy.Reaction, Isolate: true})
		}
	}
	return s.framed(alarm, s.Rich(width, page.Left, spans...))
}

// items sets the medicines, each kept on one page, and the mark after the last.
func (s *setter) items(items []documents.PrescriptionItem) []page.Element {
	indent := s.indent()
	width := s.width() - indent
	sign := s.Text(indent, page.Left, page.Style{Face: page.Bold, Size: s.body.Size * 24 / 10, Leading: s.body.Size * 22 / 10, Colour: accent}, "text", "℞")
	between := page.RowTop(s.width(), page.Cell{X: indent, Box: page.Stack(page.Rule(width, hairline, hair), page.Space(s.line*2/5))})
	var list []page.Element
	for i, item := range items {
		box := s.item(i, item, width)
		part := page.Part{Before: s.line * 2 / 5, Separator: between, Glue: i+1 == len(items)}
		cells := []page.Cell{{X: indent, Box: box}}
		if i == 0 {
			part.Before, part.Separator = s.line*3/4, page.Box{}
			cells = append(cells, page.Cell{Box: sign})
		}
		part.Box = page.RowTop(s.width(), cells...)
		list = append(list, part)
	}
	mark := s.Text(width, page.Left, s.label, "text", "— "+s.word("documents.prescription.end_mark", "Count", len(items))+" —")
	return append(list, page.Part{Before: s.line / 2, Glue: true, Box: page.Row(s.width(), page.Cell{X: indent, Box: mark})})
}

// item sets one medicine: what it is, how it is taken, how much is handed out.
func (s *setter) item(i int, item documents.PrescriptionItem, width page.Length) page.Box {
	number := s.line * 13 / 10
	inner := width - number
	field := func(part string) string { return documents.ItemField(i, part) }
	lines := []page.Box{
		s.medicine(item, inner, field),
		s.brandReason(item, inner, field),
		page.Space(s.line / 8),
		s.chemistLine(item, inner, field),
		s.told(item.Told, inner, field("told")),
		s.Text(inner, page.Left, s.slanted, field("instructions"), item.Instructions),
		page.Space(s.line / 8),
		s.supply(item, inner, field),
	}
	figure := s.Text(number, page.Left, in(s.big, accent), "text", s.figure(i+1))
	return page.Row(width, page.Cell{Box: figure}, page.Cell{X: number, Box: page.Stack(lines...)})
}

// medicine writes generic names in capitals with their strengths, then the form: INN first,
// as WHO's Guide to Good Prescribing asks.
func (s *setter) medicine(item documents.PrescriptionItem, width page.Length, field func(string) string) page.Box {
	var names []string
	for _, ingredient := range item.Ingredients {
		name := strings.ToUpper(ingredient.Name)
		if strength := s.strength(ingredient); strength != "" {
			name += " " + strength
		}
		names = append(names, name)
	}
	name := strings.Join(names, " + ")
	if name == "" {
		name = item.Brand
	}
	if item.Strength != "" {
		name += " " + bound(strings.ReplaceAll(item.Strength, "/", " "+s.perWord()+" "))
	}
	spans := []page.Span{{Style: s.big, Field: field("ingredients"), Text: name, Isolate: true}}
	if item.Form != "" {
		spans = append(spans, page.Span{Style: in(s.body, muted), Field: field("form"), Text: "  " + item.Form})
	}
	if item.Brand != "" && len(item.Ingredients) > 0 {
		brand := s.word("documents.prescription.brand", "Name", item.Brand)
		spans = append(spans, page.Span{Style: in(s.body, muted), Field: field("brand"), Text: dot + brand})
	}
	if item.LegalStatus != "" {
		spans = append(spans,
			page.Span{Style: s.body, Field: "text", Text: "   "},
			page.Span{Style: in(s.strong, accent), Field: field("legalStatus"), Text: bound(item.LegalStatus), Isolate: true})
	}
	return s.Rich(width, page.Left, spans...)
}

// strength writes "250 mg per 5 mL": a slash is read as a figure one.
func (s *setter) strength(ingredient documents.Ingredient) string {
	if ingredient.Strength.IsZero() {
		return ""
	}
	amount := s.quantityText(ingredient.Strength)
	if ingredient.Per.IsZero() {
		return amount
	}
	return bound(s.word("documents.prescription.per", "Amount", amount, "Per", s.quantityText(ingredient.Per)))
}

// perWord is the word between the two amounts of a strength.
func (s *setter) perWord() string {
	return strings.TrimSpace(s.word("documents.prescription.per", "Amount", "", "Per", ""))
}

// directions are the dose, the route, how often and how long, in one sentence.
func (s *setter) directions(item documents.PrescriptionItem) string {
	for_ := ""
	if item.Duration != "" {
		for_ = s.word("documents.prescription.duration", "Duration", item.Duration)
	}
	return capital(join(", ", join(" ", item.Dose, item.Route), item.Frequency, for_))
}

// brandReason says why the brand is prescribed and no other.
func (s *setter) brandReason(item documents.PrescriptionItem, width page.Length, field func(string) string) page.Box {
	if item.BrandReason == "" {
		return page.Box{}
	}
	return s.Text(width, page.Left, s.note, field("brandReason"), s.word("documents.prescription.brand_reason", "Text", item.BrandReason))
}

// chemistLine is how the medicine is taken and what for. Sentences of the page's own language stand alone, and so do those in English on a
// page in another one: what the medicine is for has a line of its own beneath.
func (s *setter) chemistLine(item documents.PrescriptionItem, width page.Length, field func(string) string) page.Box {
	if own := toldText(item.Directions); own != "" {
		purpose := ""
		if item.Indication != "" {
			purpose = s.word("documents.prescription.indication", "Text", item.Indication)
		}
		return page.Stack(s.Rich(width, page.Left, page.Span{Style: s.body, Field: field("dose"), Text: own}),
			s.Text(width, page.Left, s.body, field("indication"), purpose))
	}
	directions, indication := s.directions(item), s.indication(item)
	if spoken(s.setting.Language) == assets.English || directions == "" || indication == "" {
		return s.Rich(width, page.Left,
			page.Span{Style: s.body, Field: field("dose"), Text: directions},
			page.Span{Style: s.body, Field: field("indication"), Text: indication})
	}
	return page.Stack(
		s.Text(width, page.Left, s.body, field("dose"), strings.TrimSuffix(directions, ".")+"."),
		s.Text(width, page.Left, s.body, field("indication"), strings.TrimPrefix(indication, ". ")))
}

// indication is a sentence after the directions: what the medicine is for.
func (s *setter) indication(item documents.PrescriptionItem) string {
	if item.Indication == "" {
		return ""
	}
	text := s.word("documents.prescription.indication", "Text", item.Indication)
	if item.Dose+item.Route+item.Frequency+item.Duration == "" {
		return text
	}
	return ". " + text
}

// supply says how much is handed out, how often, and whether another brand will do.
func (s *setter) supply(item documents.PrescriptionItem, width page.Length, field func(string) string) page.Box {
	var spans []page.Span
	add := func(key, name, text string) {
		gap := ""
		if len(spans) > 0 {
			gap = "    "
		}
		spans = append(spans,
			page.Span{Style: s.label, Field: "text", Text: gap + bound(s.word(key)) + nbsp},
			page.Span{Style: s.noteStrong, Field: name, Text: bound(text)})
	}
	if item.Quantity.IsSet() {
		quantity := page.Isolate(s.decimal(item.Quantity) + nbsp + item.QuantityUnit) // where the language has no sound number words
		words := prescribing.NumberWords(spoken(s.setting.Language), item.Quantity)
		if words == "" && item.LegalStatus != "" { // the law may want words: English ones are better than none
			words = page.Isolate(prescribing.NumberWords(assets.English, item.Quantity))
		}
		if words != "" {
			quantity = s.word("documents.prescription.quantity_words", "Figure", s.decimal(item.Quantity), "Words", words, "Unit", item.QuantityUnit)
			if page.RightToLeft(s.setting.Language) { // the unit stays beside its figure
				quantity = s.word("documents.prescription.repeats_words", "Figure", s.decimal(item.Quantity)+nbsp+item.QuantityUnit, "Words", words)
			}
		}
		add("documents.prescription.quantity", field("quantityUnit"), quantity)
	}
	repeats := s.word("documents.prescription.repeats_none")
	if item.Repeats > 0 {
		repeats = s.figure(item.Repeats)
		if words := prescribing.NumberWords(spoken(s.setting.Language), value.Whole(int64(item.Repeats))); words != "" {
			repeats = s.word("documents.prescription.repeats_words", "Figure", repeats, "Words", words)
		}
	}
	add("documents.prescription.repeats", field("repeats"), repeats)
	switch item.Substitution {
	case documents.SubstitutionAllowed:
		add("documents.prescription.substitution", field("substitution"), s.word("documents.prescription.substitution_allowed"))
	case documents.SubstitutionNotAllowed:
		add("documents.prescription.substitution", field("substitution"), s.word("documents.prescription.substitution_not_allowed"))
	case documents.SubstitutionUnlawful:
		add("documents.prescription.substitution", field("substitution"), s.word("documents.prescription.substitution_unlawful"))
	}
	return s.Rich(width, page.Left, spans...)
}

// prescriptionClose is the bottom of the last page: the code to check it by, the signature.
func (s *setter) prescriptionClose(f documents.PrescriptionFacts) (page.Box, error) {
	how := s.words(s.width()*30/100, page.Left, s.label, "documents.prescription.verify_how")
	left, err := s.code(f.Verification, "documents.prescription.verify", how)
	if err != nil {
		return page.Box{}, problem("verification", err)
	}
	width := s.width() * 42 / 100
	box, err := s.signature(left, f.Prescriber.Signature,
		s.Text(width, page.Left, s.noteStrong, "prescriber.name", s.name("prescriber.name", f.Prescriber.Name)),
		s.Text(width, page.Left, s.note, "prescriber.registration", f.Prescriber.Registration),
		s.words(width, page.Left, s.label, "documents.prescription.signature"),
	)
	return box, problem("prescriber.signature", err)
}
