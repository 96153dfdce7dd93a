package chartpage

import (
	"testing"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/ui/uitest"
)

// A vaccination certificate names what the law asks of it and the record can't give; the other pages are no certificates.
func TestModelVaccinationCertificateNamesWhatIsLacking(t *testing.T) {
	k := uitest.Open(t)
	p, _ := tara(t, k)
	m := model{k.Owner, k.Printer, p.ID}
	k.ForgetRegistrations()
	o, err := m.Load(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range kinds {
		got := o.lacksOf(kind)
		if (len(got) == 1 && got[0].Field == organization.FieldRegistration) != (kind == documents.VaccinationCertificate) {
			t.Errorf("%s lacks %v", kind, got)
		}
	}
}
