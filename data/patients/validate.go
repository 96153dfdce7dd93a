package patients

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"satchel/data/value"
)

// text is one typed field: where it lies, and what fits.
type text struct {
	field     string
	at        *string
	max       int
	multiline bool
}

// texts lists every text of p, so that cleaning and validating look at the same ones.
func (p *Patient) texts() []text {
	list := []text{
		{"relationName", &p.RelationName, RelationLength, false},
		{"email", &p.Email, EmailLength, false},
		{"address", &p.Address, AddressLength, true},
		{"locality", &p.Locality, LocalityLength, false},
		{"region", &p.Region, LocalityLength, false},
		{"postalCode", &p.PostalCode, PostalCodeLength, false},
		{"oldNumber", &p.OldNumber, NumberLength, false},
		{"note", &p.Note, NoteLength, true},
	}
	for i := range p.Phones {
		list = append(list, text{fmt.Sprintf("phones[%d]", i), &p.Phones[i].Number, PhoneLength, false})
	}
	for i := range p.Identifiers {
		list = append(list, text{fmt.Sprintf("identifiers[%d].system", i), &p.Identifiers[i].System, SystemLength, false},
			text{fmt.Sprintf("identifiers[%d].value", i), &p.Identifiers[i].Value, NumberLength, false})
	}
	return list
}

// clone parts the lists of p from the caller's.
func (p Patient) clone() Patient {
	p.PreviousNames, p.Phones, p.Identifiers = slices.Clone(p.PreviousNames), slices.Clone(p.Phones), slices.Clone(p.Identifiers)
	return p
}

// cleaned returns p with its texts trimmed and in normal form, and without entries that nobody filled in. What cannot be cleaned
// stays as it was typed, for Validate to name.
func (p Patient) cleaned() Patient {
	p = p.clone()
	ignored := value.Problems{}
	for _, t := range p.texts() {
		ignored.Text(t.field, t.at, t.max, t.multiline)
	}
	if name, err := p.Name.Clean(); err == nil {
		p.Name = name
	}
	for i, n := range p.PreviousNames {
		if name, err := n.Clean(); err == nil {
			p.PreviousNames[i] = name
		}
	}
	p.PreviousNames = slices.DeleteFunc(p.PreviousNames, value.HumanName.IsZero)
	p.Phones = slices.DeleteFunc(p.Phones, func(f Phone) bool { return f.Number == "" })
	for i := range p.Phones {
		if p.Phones[i].Whose == "" {
			p.Phones[i].Whose = WhoseSelf
		}
	}
	p.Identifiers = slices.DeleteFunc(p.Identifiers, func(i Identifier) bool { return i == Identifier{} })
	p.Country = strings.ToUpper(strings.TrimSpace(p.Country))
	if p.Gender == "" {
		p.Gender = value.GenderUnknown
	}
	return p
}

// Validate returns all problems at once.
func (p Patient) Validate() error {
	var problems value.Problems
	problems.Required("number", p.Number)
	p.validateName(&problems)
	problems.Check("gender", p.Gender.Validate())
	p.validateDates(&problems)
	copied := p.clone()
	for _, t := range copied.texts() {
		problems.Text(t.field, t.at, t.max, t.multiline)
	}
	switch {
	case p.Relation != "" && !slices.Contains(Relations, p.Relation):
		problems.Add("relation", "error.patients.choice_unknown")
	case p.Relation == "" && p.RelationName != "":
		problems.Add("relation", "error.patients.relation_incomplete")
	case p.Relation != "" && p.RelationName == "":
		problems.Add("relationName", "error.patients.relation_incomplete")
	}
	p.validateContact(&problems)
	p.validateIdentifiers(&problems)
	return problems.Err()
}

func (p Patient) validateName(problems *value.Problems) {
	if !p.Unidentified || !p.Name.IsZero() {
		problems.Check("name", p.Name.Validate())
	}
	for i, n := range p.PreviousNames {
		problems.Check(fmt.Sprintf("previousNames[%d]", i), n.Validate())
	}
	if len(p.PreviousNames) > MaxPreviousNames {
		problems.Add("previousNames", "error.patients.too_many", "Max", MaxPreviousNames)
	}
}

func (p Patient) validateDates(problems *value.Problems) {
	problems.Check("birthDate", p.BirthDate.Validate())
	problems.Check("birthDateEstimatedOn", p.BirthDateEstimatedOn.Validate())
	switch {
	case p.BirthDateEstimated && p.BirthDate.IsZero():
		problems.Add("birthDate", "error.patients.estimate_of_nothing")
	case p.BirthDateEstimated && !p.BirthDateEstimatedOn.IsFull():
		problems.Check("birthDateEstimatedOn", value.ErrDatePartial)
	case p.BirthDateEstimated && p.BirthDateEstimatedOn.Before(p.BirthDate):
		problems.Add("birthDateEstimatedOn", "error.patients.estimated_before_birth")
	case !p.BirthDateEstimated && !p.BirthDateEstimatedOn.IsZero():
		problems.Add("birthDateEstimatedOn", "error.patients.estimate_of_nothing")
	}
	problems.Check("deceasedDate", p.DeceasedDate.Validate())
	if !p.Deceased && !p.DeceasedDate.IsZero() {
		problems.Add("deceased", "error.patients.death_without_mark")
	}
	if p.DeceasedDate.Before(p.BirthDate) {
		problems.Add("deceasedDate", "error.patients.died_before_birth")
	}
}

// checkDays finds dates that lie after today. It is apart from Validate, which knows no clock.
func (p Patient) checkDays(today value.PartialDate) error {
	var problems value.Problems
	for _, d := range []struct {
		field string
		date  value.PartialDate
	}{{"birthDate", p.BirthDate}, {"birthDateEstimatedOn", p.BirthDateEstimatedOn}, {"deceasedDate", p.DeceasedDate}} {
		if today.Before(d.date) {
			problems.Check(d.field, value.ErrDateFuture)
		}
	}
	return problems.Err()
}

func (p Patient) validateContact(problems *value.Problems) {
	if len(p.Phones) > MaxPhones {
		problems.Add("phones", "error.patients.too_many", "Max", MaxPhones)
	}
	for i, f := range p.Phones {
		if len(value.PhoneDigits(f.Number)) < MinPhoneDigits {
			problems.Add(fmt.Sprintf("phones[%d]", i), "error.patients.phone_unclear")
		}
		if !slices.Contains(Whoses, f.Whose) {
			problems.Add(fmt.Sprintf("phones[%d].whose", i), "error.patients.choice_unknown")
		}
	}
	if p.Email != "" && !plausibleEmail(p.Email) {
		problems.Add("email", "error.patients.email_unclear")
	}
	if p.Country != "" {
		region, err := language.ParseRegion(p.Country)
		if err != nil || !region.IsCountry() || region.String() != p.Country {
			problems.Add("country", "error.patients.country_unknown")
		}
	}
	if p.Language != "" {
		if _, err := language.Parse(p.Language); err != nil {
			problems.Add("language", "error.patients.language_unknown")
		}
	}
}

func (p Patient) validateIdentifiers(problems *value.Problems) {
	if len(p.Identifiers) > MaxIdentifiers {
		problems.Add("identifiers", "error.patients.too_many", "Max", MaxIdentifiers)
	}
	for i, id := range p.Identifiers {
		if strings.TrimSpace(id.System) == "" || strings.TrimSpace(id.Value) == "" {
			problems.Add(fmt.Sprintf("identifiers[%d]", i), "error.patients.identifier_incomplete")
		} else if slices.Contains(p.Identifiers[:i], id) {
			problems.Add(fmt.Sprintf("identifiers[%d]", i), "error.patients.identifier_twice")
		}
	}
}

// plausibleEmail accepts what could be an address (RFC 5321, section 4.1.2, loosely): one @ with something on both sides, no
// white space. Only a message that arrives proves more.
func plausibleEmail(s string) bool {
	at := strings.LastIndexByte(s, '@')
	return at > 0 && at <= 64 && at < len(s)-1 && !strings.ContainsAny(s, " \t\r\n<>,;")
}
