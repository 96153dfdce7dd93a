package visit

import (
	"strings"
	"testing"

	"satchel/data/chart"
	"satchel/data/organization"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

// TestModelReadyNamesWhatIsLacking: what the law asks of the prescription is named on the last look, with the place to fill it in, and
// stops nobody.
func TestModelReadyNamesWhatIsLacking(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	meera := register(t, k, "Meera", "Sharma")
	m := begin(t, k.Owner, meera.ID)
	prescribed(t, m, "crocin")
	if r, err := m.Ready(ctx); err != nil || len(r.Lacks) != 0 {
		t.Fatal(r.Lacks, err)
	}
	k.ForgetRegistrations()
	r, err := m.Ready(ctx)
	if err != nil || len(r.Lacks) != 1 || r.Lacks[0].Field != organization.FieldRegistration {
		t.Fatal(r.Lacks, err)
	}
	if void, other := k.Owner.LackWords(r.Lacks); void != "" || other != "Registration number – Settings, People" {
		t.Errorf("%q, %q", void, other)
	}
	f := window(k, k.Owner)
	f.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: m.encounter.Raw()})
	k.Press("Ctrl+Enter")
	if words := k.Dialog(); !strings.Contains(words, "Registration number") {
		t.Errorf("the last look says:\n%s", words)
	}
	k.Press("Enter")
	if got := load(t, m).Encounter.Status; got != chart.EncounterFinished {
		t.Errorf("it stopped the visit: %s", got)
	}
}
