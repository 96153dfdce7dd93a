package visit

import (
	"slices"

	"satchel/data/organization"
	"satchel/data/prescribing"
	"satchel/ui/kit"
	"satchel/ui/session"
)

// legalOptions are the lists of the law on which a medicine may stand where the practice is, with the one it stands on already, which
// may be another country's.
func legalOptions(s *session.Session, now organization.LegalStatus) []kit.Option {
	list := append([]organization.LegalStatus{organization.NotClassified}, organization.LegalStatuses(s.Jurisdiction())...)
	if !slices.Contains(list, now) {
		list = append(list, now)
	}
	options := make([]kit.Option, len(list))
	for i, status := range list {
		options[i] = kit.Option{Value: string(status), Label: s.Text(status.CatalogueKey())}
	}
	return options
}

// wantsBrandReason reports whether the law wants to know why a line prescribes a brand and no other.
func wantsBrandReason(s *session.Session, line prescribing.MedicationRequest) bool {
	return line.BrandOnly() && slices.ContainsFunc(organization.Requirements(s.Jurisdiction(), organization.SheetPrescription), func(r organization.Requirement) bool {
		return r.Field == organization.FieldBrandReason && r.Only == organization.ByBrand
	})
}

// dutyWords are what the law asks of the doctor beyond what the page carries, a sentence each.
func dutyWords(s *session.Session, lines []prescribing.MedicationRequest) []string {
	var list []string
	for _, d := range organization.DutiesFor(s.Jurisdiction(), prescribing.Statuses(lines)) {
		list = append(list, s.DutyWords(d))
	}
	return list
}
