package safety

import (
	"testing"

	"satchel/data/value"
)

// An override refers to an alert by its identity: it stays the same while the
// alert says the same, and another substance, line or severity is another alert.
func TestAlertIdentity(t *testing.T) {
	identity := func(a Allergy, m Medicine) string {
		alerts := Check(Input{AllergyStatus: Listed, Allergies: []Allergy{a}, Proposed: []Medicine{m}})
		if len(alerts) != 1 || alerts[0].Kind != KindAllergy {
			t.Fatalf("%v against %v: %+v", a, m, alerts)
		}
		return alerts[0].ID
	}
	zinnat := line("Zinnat", "cefuroxime")
	id := identity(allergy("penicillin"), zinnat)
	// Records keep identities: changing how they are made silently drops every override.
	if id != pinnedIdentity {
		t.Errorf("identity %s, pinned as %s", id, pinnedIdentity)
	}
	same := map[string]string{
		"saved since":        identity(Allergy{ID: "7", Substance: value.Code{Display: "penicillin"}}, Medicine{ID: "9", Display: "Zinnat", Ingredients: words("cefuroxime")}),
		"spelt another way":  identity(allergy("Penicillins"), line("ZINNAT", "Cefuroxime axetil 250 mg")),
		"reaction added":     identity(Allergy{Substance: value.Code{Display: "penicillin"}, Reaction: "rash"}, zinnat),
		"criticality is low": identity(Allergy{Substance: value.Code{Display: "penicillin"}, Criticality: CriticalityLow}, zinnat),
	}
	for name, got := range same {
		if got != id {
			t.Errorf("%s: another identity", name)
		}
	}
	other := map[string]string{
		"another brand":       identity(allergy("penicillin"), line("Ceftum", "cefuroxime")),
		"another ingredient":  identity(allergy("penicillin"), line("Zinnat", "cefixime")),
		"another allergy":     identity(allergy("ampicillin"), zinnat),
		"more than it was":    identity(Allergy{Substance: value.Code{Display: "penicillin"}, Criticality: CriticalityHigh}, zinnat),
		"two ingredients now": identity(allergy("penicillin"), line("Zinnat", "cefuroxime", "clavulanic acid")),
	}
	seen := map[string]string{id: "the first"}
	for name, got := range other {
		if twin, ok := seen[got]; ok {
			t.Errorf("%s: the identity of %s", name, twin)
		}
		seen[got] = name
	}
}

// The gravest comes first, whatever its line.
func TestGravestFirst(t *testing.T) {
	alerts := Check(Input{AllergyStatus: Listed, Allergies: []Allergy{allergy("penicillin")},
		Proposed: []Medicine{line("Zyx"), line("Zinnat", "cefuroxime"), line("Mox", "amoxicillin")}})
	want := []Severity{High, Low, NotChecked}
	if len(alerts) != len(want) {
		t.Fatalf("%+v", alerts)
	}
	for i, a := range alerts {
		if a.Severity != want[i] {
			t.Errorf("alert %d is %s, want %s", i, a.Severity, want[i])
		}
	}
	if alerts[0].Line != 2 || alerts[1].Line != 1 || alerts[2].Line != 0 {
		t.Errorf("lines: %+v", alerts)
	}
}

// pinnedIdentity is the identity of cefuroxime ("Zinnat") against penicillin.
const pinnedIdentity = "322b1151e8e91b872107199bee2313ac"
