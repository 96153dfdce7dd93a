package exchange

import (
	"strings"

	"satchel/data/patients"
	"satchel/data/value"
)

// patientResource is the patient as the summary names them. A name or a birth date that nobody knows is said to be unknown.
func (s summary) patientResource() patient {
	p := s.Patient
	r := patient{head: head{ResourceType: "Patient", ID: p.ID.String()}, Active: p.Active, Name: nameOf(p.Name), Gender: string(p.Gender), BirthDate: p.BirthDate.String()}
	if len(r.Name) == 0 {
		key, args := patients.Label(p.Gender, p.BirthDate, value.DateOf(s.At))
		r.Name = []humanName{{Use: "temp", Text: s.text(key, args...)}}
	}
	for _, old := range p.PreviousNames {
		for _, name := range nameOf(old) {
			name.Use = "old"
			r.Name = append(r.Name, name)
		}
	}
	if p.BirthDate.IsZero() {
		r.BirthDateAbsent = unknown()
	}
	r.Identifier = []identifier{{System: "urn:uuid:" + s.Practice.ID.String(), Value: p.Number}}
	for _, id := range p.Identifiers {
		// A system that is a name and no URI would not be FHIR; it goes along in the value.
		if strings.Contains(id.System, ":") && !strings.ContainsAny(id.System, " \t") {
			r.Identifier = append(r.Identifier, identifier{System: id.System, Value: id.Value})
			continue
		}
		r.Identifier = append(r.Identifier, identifier{Value: strings.TrimSpace(id.System + " " + id.Value)})
	}
	for _, phone := range p.Phones {
		r.Telecom = append(r.Telecom, contactPoint{System: "phone", Value: phone.Number})
	}
	if p.Email != "" {
		r.Telecom = append(r.Telecom, contactPoint{System: "email", Value: p.Email})
	}
	country := p.Country
	if country == "" {
		country = s.Practice.Country
	}
	home := address{Line: textLines(p.Address), City: p.Locality, State: p.Region, PostalCode: p.PostalCode}
	if len(home.Line) > 0 || home.City != "" || home.PostalCode != "" {
		home.Country = country
		r.Address = []address{home}
	}
	if p.Language != "" {
		r.Communication = []communication{{Language: concept("urn:ietf:bcp:47", p.Language, "")}}
	}
	switch {
	case p.Deceased && !p.DeceasedDate.IsZero():
		r.DeceasedDateTime = p.DeceasedDate.String()
	case p.Deceased:
		r.DeceasedBoolean = true
	}
	if !s.Practitioner.ID.IsZero() {
		r.Generalist = append(r.Generalist, referTo(s.Practitioner.ID.Raw()))
	}
	return r
}

func (s summary) practitionerResource() practitioner {
	who := s.Practitioner
	r := practitioner{head: head{ResourceType: "Practitioner", ID: who.ID.String()}, Name: nameOf(who.Name)}
	if who.Registration != "" {
		r.Identifier = []identifier{{Value: who.Registration}}
	}
	if who.Phone != "" {
		r.Telecom = append(r.Telecom, contactPoint{System: "phone", Value: who.Phone})
	}
	if who.Email != "" {
		r.Telecom = append(r.Telecom, contactPoint{System: "email", Value: who.Email})
	}
	if who.Qualification != "" {
		r.Qualification = []qualification{{Code: &codeableConcept{Text: who.Qualification}}}
	}
	return r
}

func (s summary) organizationResource() organizationResource {
	r := organizationResource{head: head{ResourceType: "Organization", ID: s.Practice.ID.String()}, Name: s.Practice.Name}
	if s.Practice.Phone != "" {
		r.Telecom = append(r.Telecom, contactPoint{System: "phone", Value: s.Practice.Phone})
	}
	if s.Practice.Email != "" {
		r.Telecom = append(r.Telecom, contactPoint{System: "email", Value: s.Practice.Email})
	}
	if lines := textLines(s.Practice.Address); len(lines) > 0 {
		r.Address = []address{{Line: lines, Country: s.Practice.Country}}
	}
	return r
}

func textLines(text string) []string {
	var list []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
