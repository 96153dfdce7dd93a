package exchange

import (
	"html"
	"strings"

	"satchel/data/chart"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/value"
)

// collector builds one section: each line of its narrative and its entry come in together, so the two can't differ.
type collector struct {
	s       *summary
	section section
	lines   []string
	entries []entry
}

func (s *summary) begin(key, code, display string) *collector {
	return &collector{s: s, section: section{Title: s.text("exchange.section." + key), Code: concept(systemLOINC, code, display)}}
}

// add puts one entry in, and says it in words.
func (c *collector) add(id store.RawID, r resource, words ...string) {
	c.entries = append(c.entries, entry{FullURL: urn(id), Resource: r})
	c.section.Entry = append(c.section.Entry, referTo(id))
	c.say(words...)
}

// say joins the parts that are not empty into one line.
func (c *collector) say(words ...string) {
	var parts []string
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" {
			parts = append(parts, w)
		}
	}
	c.lines = append(c.lines, strings.Join(parts, ", "))
}

// empty ends a section in which nothing is known: list-empty-reason, and the same in words.
func (c *collector) empty(code, key string) {
	c.section.EmptyReason = concept(terminology+"list-empty-reason", code, "")
	c.say(c.s.text("exchange.empty." + key))
}

// end closes the section with its narrative, as XHTML that FHIR allows.
func (c *collector) end() section {
	var div strings.Builder
	div.WriteString(`<div xmlns="http://www.w3.org/1999/xhtml"><ul>`)
	for _, line := range c.lines {
		div.WriteString("<li>")
		for i, part := range strings.Split(line, "\n") {
			if i > 0 {
				div.WriteString("<br/>")
			}
			div.WriteString(html.EscapeString(part))
		}
		div.WriteString("</li>")
	}
	div.WriteString("</ul></div>")
	c.section.Text = narrative{Status: "generated", Div: div.String()}
	return c.section
}

// sections builds the three that a summary always has, and the others where there is something to say.
func (s summary) sections() (sections []section, entries []entry) {
	take := func(c *collector) {
		if len(c.lines) > 0 {
			sections = append(sections, c.end())
			entries = append(entries, c.entries...)
		}
	}
	take(s.problemSection())
	take(s.allergySection())
	take(s.medicationSection())
	take(s.immunizationSection())
	take(s.vitalSection())
	take(s.pastSection())
	take(s.planSection())
	return sections, entries
}

func (s summary) problemSection() *collector {
	c := s.begin("problems", "11450-4", "Problem list - Reported")
	for _, problem := range s.Problems {
		c.add(problem.ID.Raw(), s.condition(problem), problem.Code.Display, s.since(problem.Onset))
	}
	if len(c.lines) == 0 {
		c.empty("unavailable", "problems")
	}
	return c
}

func (s summary) pastSection() *collector {
	c := s.begin("past", "11348-0", "History of Past illness Narrative")
	for _, problem := range s.Past {
		c.add(problem.ID.Raw(), s.condition(problem), problem.Code.Display, s.since(problem.Onset))
	}
	return c
}

func (s summary) since(d value.PartialDate) string {
	if d.IsZero() {
		return ""
	}
	return s.text("exchange.since", "Date", s.day(d))
}

func (s summary) condition(p chart.Condition) condition {
	r := condition{head: head{ResourceType: "Condition", ID: p.ID.String()}, Code: conceptOf(p.Code), Subject: referTo(s.Patient.ID.Raw()),
		ClinicalStatus:     concept(terminology+"condition-clinical", string(p.ClinicalStatus), ""),
		VerificationStatus: concept(terminology+"condition-ver-status", string(p.VerificationStatus), ""),
		Category:           []*codeableConcept{concept(terminology+"condition-category", string(p.Category), "")},
		OnsetDateTime:      p.Onset.String(), AbatementDateTime: p.Abatement.String(), RecordedDate: instant(p.Changed.Time())}
	if p.ClinicalStatus == chart.Active {
		r.AbatementDateTime = "" // FHIR R4, constraint con-4
	}
	if p.Note != "" {
		r.Note = []annotation{{p.Note}}
	}
	return r
}

func (s summary) allergySection() *collector {
	c := s.begin("allergies", "48765-2", "Allergies and adverse reactions Document")
	switch s.Allergies.State {
	case chart.AllergyNoneKnown:
		id := s.derived("no-known-allergies")
		c.add(id, allergyIntolerance{head: head{ResourceType: "AllergyIntolerance", ID: id.String()}, Patient: referTo(s.Patient.ID.Raw()),
			ClinicalStatus: concept(terminology+"allergyintolerance-clinical", "active", ""),
			Code:           concept(systemAbsent, "no-known-allergies", "No known allergies"), RecordedDate: instant(s.Allergies.Reviewed)},
			s.text("exchange.no_known_allergies"))
	case chart.AllergySome:
		for _, a := range s.Allergies.Items {
			c.add(a.ID.Raw(), s.allergy(a), a.Substance.Display, a.Reaction, s.criticality(a.Criticality))
		}
	default:
		c.empty("notasked", "allergies")
	}
	return c
}

func (s summary) criticality(c chart.Criticality) string {
	if c == chart.CriticalityHigh {
		return s.text("exchange.criticality_high")
	}
	return ""
}

func (s summary) allergy(a chart.AllergyIntolerance) allergyIntolerance {
	r := allergyIntolerance{head: head{ResourceType: "AllergyIntolerance", ID: a.ID.String()}, Patient: referTo(s.Patient.ID.Raw()), Code: conceptOf(a.Substance),
		ClinicalStatus:     concept(terminology+"allergyintolerance-clinical", string(a.ClinicalStatus), ""),
		VerificationStatus: concept(terminology+"allergyintolerance-verification", string(a.VerificationStatus), ""),
		Type:               string(a.Type), Category: []string{string(a.Category)}, Criticality: string(a.Criticality),
		OnsetDateTime: a.Onset.String(), RecordedDate: instant(a.Changed.Time())}
	if a.Note != "" {
		r.Note = []annotation{{a.Note}}
	}
	if a.Reaction != "" {
		r.Reaction = []reaction{{Manifestation: []*codeableConcept{{Text: a.Reaction}}, Severity: string(a.Severity)}}
	}
	return r
}

func (s summary) medicationSection() *collector {
	c := s.begin("medications", "10160-0", "History of Medication use Narrative")
	lang := s.Practice.Language
	for _, m := range s.Prescribed {
		words, name := plain(prescribing.DosageText(lang, m)), plain(prescribing.MedicationText(lang, m))
		r := medicationRequest{head: head{ResourceType: "MedicationRequest", ID: m.ID.String()}, Status: "active", Intent: "order", Subject: referTo(s.Patient.ID.Raw()),
			Medication: medicationConcept(name, m.Ingredients), AuthoredOn: m.Started.String(), DosageInstruction: []dosage{{words}}}
		c.add(m.ID.Raw(), r, name, words, s.since(m.Started))
	}
	for _, m := range s.Taken {
		r := medicationStatement{head: head{ResourceType: "MedicationStatement", ID: m.ID.String()}, Status: string(m.Status), Subject: referTo(s.Patient.ID.Raw()),
			Medication: medicationConcept(m.Medication, m.Ingredients), DateAsserted: instant(m.Changed.Time())}
		if m.Started.IsZero() {
			r.EffectiveAbsent = unknown()
		} else {
			r.EffectivePeriod = &period{Start: m.Started.String()}
		}
		if m.Dosage != "" {
			r.Dosage = []dosage{{m.Dosage}}
		}
		if m.Note != "" {
			r.Note = []annotation{{m.Note}}
		}
		c.add(m.ID.Raw(), r, m.Medication, m.Dosage, s.since(m.Started))
	}
	if len(c.lines) == 0 {
		c.empty("unavailable", "medications")
	}
	return c
}

// plain makes no-break spaces, which keep a dose together on paper, plain ones: FHIR's string allows no other white space.
func plain(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

// medicationConcept carries the words, and the ATC code of a single ingredient.
func medicationConcept(text string, ingredients []chart.Ingredient) *codeableConcept {
	c := &codeableConcept{Text: text}
	if len(ingredients) == 1 && ingredients[0].Code.System == systemATC {
		c.Coding = []coding{{System: systemATC, Code: ingredients[0].Code.Code}}
	}
	return c
}

func (s summary) immunizationSection() *collector {
	c := s.begin("immunizations", "11369-6", "")
	for _, i := range s.Immunizations {
		r := immunization{head: head{ResourceType: "Immunization", ID: i.ID.String()}, Status: "completed", VaccineCode: conceptOf(i.Vaccine), Patient: referTo(s.Patient.ID.Raw()),
			OccurrenceDateTime: i.Occurrence.String(), Recorded: instant(i.Changed.Time()), PrimarySource: i.Source == chart.GivenHere, LotNumber: i.LotNumber, ExpirationDate: i.Expires.String()}
		if i.Occurrence.IsZero() {
			r.OccurrenceString = "unknown" // FHIR R4 Immunization.occurrence[x]: readers that skip extensions see it too
		}
		if !r.PrimarySource {
			r.ReportOrigin = concept(terminology+"immunization-origin", string(i.Source), "")
		}
		if i.Site != "" {
			r.Site = concept(terminology+"v3-ActSite", string(i.Site), "")
		}
		if i.Route != "" {
			r.Route = concept(terminology+"v3-RouteOfAdministration", string(i.Route), "")
		}
		if i.Performer != "" {
			r.Performer = []immunizationPerformer{{reference{Display: i.Performer}}}
		}
		if i.Note != "" {
			r.Note = []annotation{{i.Note}}
		}
		words := i.Vaccine.Display
		if i.DoseNumber > 0 {
			r.ProtocolApplied = []protocolApplied{{i.DoseNumber}}
			words = s.text("exchange.dose_of", "Vaccine", i.Vaccine.Display, "Number", i.DoseNumber)
		}
		c.add(i.ID.Raw(), r, words, s.day(i.Occurrence), i.LotNumber)
	}
	return c
}

func (s summary) vitalSection() *collector {
	c := s.begin("vitals", "8716-3", "Vital signs note")
	for _, o := range s.Vitals {
		r := observation{head: head{ResourceType: "Observation", ID: o.ID.String()}, Status: "final", Subject: referTo(s.Patient.ID.Raw()),
			Category: []*codeableConcept{concept(terminology+"observation-category", "vital-signs", "")}, Code: concept(systemLOINC, o.Code, ""),
			EffectiveDateTime: instant(o.Effective), ValueQuantity: measure(o.Quantity()), ValueString: o.ValueText}
		if r.ValueQuantity != nil {
			r.ValueString = ""
		}
		for _, part := range o.Components {
			r.Component = append(r.Component, component{Code: concept(systemLOINC, part.Code, ""), ValueQuantity: measure(part.Value)})
		}
		c.add(o.ID.Raw(), r, s.ObservationWords(o), s.day(value.DateOf(o.Effective)))
	}
	return c
}

// planSection gives the plan of the newest signed visit in words; there is no resource for it.
func (s summary) planSection() *collector {
	c := s.begin("plan", "18776-5", "Plan of care note")
	if s.Plan.Plan != "" {
		c.say(s.Plan.Plan)
		if !s.Plan.FollowUp.IsZero() {
			c.say(s.text("exchange.follow_up", "Date", s.day(s.Plan.FollowUp)))
		}
	}
	return c
}
