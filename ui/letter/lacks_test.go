package letter

import (
	"strings"
	"testing"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/ui/uitest"
)

// What the law asks of a certificate is named while it is written, and holds up nobody; of a letter it asks nothing.
func TestModelCertificateNamesWhatIsLacking(t *testing.T) {
	c := openClinic(t)
	lacks := func(kind documents.Kind) []organization.Lacking {
		w, err := newWriteModel(c.Owner, c.target(string(kind)+"/")).Load(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return w.Lacks
	}
	if got := lacks(documents.SickNote); len(got) != 0 {
		t.Fatalf("a complete record lacks %v", got)
	}
	c.ForgetRegistrations()
	for _, kind := range documents.LetterKinds {
		if got := lacks(kind); (len(got) == 1 && got[0].Field == organization.FieldRegistration) != kind.IsCertificate() {
			t.Errorf("%s lacks %v", kind, got)
		}
	}
	f, screen := c.show(c.Owner)
	f.Go(c.target(string(documents.SickNote) + "/"))
	if words := uitest.Words(screen().Content()); !strings.Contains(words, "Registration number") {
		t.Errorf("the editor says:\n%s", words)
	}
}
