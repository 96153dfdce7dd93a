package visit

import (
	"slices"

	"satchel/data/organization"
	"satchel/data/prescribing"
	"satchel/ui/kit"
	"satchel/ui/session"
)

// legalOptions are the lists of the law on which a medicine may stand.
func legalOptions(s *session.Session, now organization.LegalStatus) []kit.Option {
	var options []kit.Option
	for _, c := range s.LegalChoices(now) {
		options = append(options, kit.Option{Value: c.Value, Label: c.Label})
	}
	return options
}

// legalText is the list on which a line's medicine stands; "" where it isn't classified.
func legalText(s *session.Session, m prescribing.MedicationRequest) string {
	if m.LegalStatus == organization.NotClassified {
		return ""
	}
	return s.Text(m.LegalStatus.CatalogueKey())
}

// wantsBrandReason reports whether the law wants to know why a line prescribes a brand and no other.
func wantsBrandReason(s *session.Session, line prescribing.MedicationRequest) bool {
	return line.BrandOnly() && slices.ContainsFunc(organization.Requirements(s.Jurisdiction(), organization.SheetPrescription), func(r organization.Requirement) bool {
		return r.Field == organization.FieldBrandReason && r.Only == organization.ByBrand
	})
}

// dutyWords are what the law asks of the doctor beyond what the page carries, a sentence each: first what the page is worth nothing
// without, then the rest.
func dutyWords(s *session.Session, lines []prescribing.MedicationRequest) (void, other []string) {
	for _, d := range organization.DutiesFor(s.Jurisdiction(), prescribing.Statuses(lines)) {
		if d.Void {
			void = append(void, s.DutyWords(d))
		} else {
			other = append(other, s.DutyWords(d))
		}
	}
	return void, other
}
