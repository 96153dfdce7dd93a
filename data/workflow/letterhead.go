package workflow

import (
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/value"
)

// read adds what the letterhead bears beside the practice's own lines, and which of its language's sentences may be printed.
func (p *place) read(tx *store.Tx) (err error) {
	if p.accepted, err = acceptedIn(tx, p.practice.Language); err != nil {
		return err
	}
	if p.logo, err = organization.LogoPicture(tx, p.practice); err != nil || !p.practice.ListPractitioners {
		return err
	}
	list, err := organization.ActivePractitioners(tx)
	for _, who := range list {
		if len(p.heads) < headsMost {
			p.heads = append(p.heads, p.head(who))
		}
	}
	return err
}

// headsMost is how many practitioners a letterhead lists; a larger practice has no room left for its pages.
const headsMost = 24

func (p place) setting() documents.Setting {
	return documents.Setting{Language: p.practice.Language, Paper: documents.Paper(p.practice.Paper), Chosen: p.chosen, PadBand: p.practice.Band(p.practice.Paper),
		FootBand: p.practice.FootBand(p.practice.Paper), Bands: p.practice.Bands, Zone: p.practice.Zone, Number: p.practice.Amounts(), Trial: p.practice.Trial}
}

func (p place) letterhead() documents.Letterhead {
	head := documents.Letterhead{Practice: p.practice.Name, Address: lines(p.practice.Address), Phone: p.practice.Phone, Email: p.practice.Email,
		Registration: p.practice.Registration, Logo: p.logo, Slogan: p.practice.Slogan, Hours: lines(p.practice.Hours), Footer: p.practice.Footer,
		Practitioners: p.heads}
	if organization.JurisdictionOf(p.practice.Country) == organization.EuropeanUnion && len(head.Address) > 0 {
		// Implementing Directive 2012/52/EU, annex: the work address names the member state.
		country := p.text("organization.country." + p.practice.Country)
		if last := head.Address[len(head.Address)-1]; value.SearchKey(last) != value.SearchKey(country) {
			head.Address = append(head.Address, country)
		}
	}
	if p.practice.TaxNumber != "" {
		head.TaxID = p.text("workflow.paper.tax_number_"+string(organization.JurisdictionOf(p.practice.Country)), "Number", p.practice.TaxNumber)
	}
	return head
}

func (p place) practitioner(tx *store.Tx, id organization.PractitionerID) (documents.Practitioner, error) {
	if id.IsZero() {
		return documents.Practitioner{}, nil
	}
	who, err := store.Get(tx, organization.Practitioners, id)
	if err != nil {
		return documents.Practitioner{}, err
	}
	signs := p.head(who)
	signs.Signature, err = organization.ReleasedSignature(tx, id)
	return signs, err
}

// head is a practitioner as a page names one.
func (p place) head(who organization.Practitioner) documents.Practitioner {
	head := documents.Practitioner{Name: who.Name, Qualification: who.Qualification, Phone: who.Phone, Email: who.Email}
	if who.Registration != "" {
		head.Registration = p.text("workflow.paper.registration", "Number", who.Registration)
	}
	switch organization.JurisdictionOf(p.practice.Country) {
	case organization.UnitedKingdom: // Human Medicines Regulations 2012, regulation 217(4)(c)
		head.Profession = p.text(who.Profession.CatalogueKey())
	case organization.UnitedStates:
		if who.NPI != "" {
			head.Identifiers = append(head.Identifiers, p.text("workflow.paper.npi", "Number", who.NPI))
		}
	}
	return head
}
