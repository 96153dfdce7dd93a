package visit

import (
	"strings"
	"testing"

	"satchel/data/chart"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

// TestPictures draws the screen for people to look at: a busy chart, an empty one, alerts, the sheets and dialogs, a signed visit.
// Without a folder to draw into it walks the same way by keys, which must not end nowhere.
func TestPictures(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	meera := register(t, k, "Meera Chandrashekhar Venkataraghavan", "Sharma-Rathore")
	allergic(t, k.Owner, meera.ID, "penicillin", "anaphylaxis, 1998")
	allergic(t, k.Owner, meera.ID, "ibuprofen", "wheeze")
	history(t, k, meera.ID.Raw())
	m := begin(t, k.Owner, meera.ID)
	f := window(k, k.Owner)
	here := frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: m.encounter.Raw()}
	f.Go(frame.Target{Place: frame.Today})
	f.Go(here)
	k.Picture("open")

	k.Type("Cough and fever for three days, worse at night")
	k.Press("F2")
	k.Type("Productive cough, yellow sputum, fever up to 38.5. Eats and drinks. .rs Few wheezes on the right. No distress.")
	k.Press("F3")
	for _, text := range []string{"190/95", "118", "38.4", "93", "24", "14", "158"} {
		k.Type(text)
		k.Press("Tab")
	}
	k.Press("F6")
	k.Type("J20.9 acute bronchitis")
	k.Press("Enter", "F4")
	k.Type("mox")
	k.Picture("suggestions")
	k.Press("Enter")
	k.Type("crocin")
	k.Press("Enter")
	k.Picture("prescription")
	k.Press("F4")
	k.Type("Augmentin Duo syrup 5 ml bd 7d")
	k.Press("Down", "Down", "Down", "Down", "Down", "Down", "Enter")
	k.Picture("medicine-new")
	k.Press("Enter")
	k.Picture("medicine-errors")
	k.Press("Esc", "F8")
	k.Type("Rest, fluids, paracetamol for fever. Come at once if breathing gets hard.")
	k.Press("Tab")
	k.Type("1w")
	k.Press("F9")
	k.Picture("plan")
	k.Press("F7")
	k.Picture("allergy")
	k.Press("Esc", "Ctrl+Enter")
	k.Picture("finish-alert")
	k.Type("Had it in 2025 without harm; no alternative here")
	k.Press("Enter")
	k.Picture("finished")
	f.Go(here)
	k.Picture("signed")
	k.Press("F9")
	k.Picture("undo")
	k.Type("Wrong patient")
	k.Press("Enter")
	k.Picture("undone")

	sunita := register(t, k, "Sunita", "Rathore")
	f = window(k, k.Owner)
	f.Go(frame.Target{Place: frame.Today})
	f.Go(frame.Target{Place: frame.Visit, Patient: sunita.ID.Raw()})
	k.Picture("empty")
	k.Press("F3")
	k.Type("80/120")
	k.Press("Tab")
	k.Type("9..")
	k.Press("Tab", "F8", "Tab")
	k.Type("31/2")
	k.Press("Ctrl+S")
	k.Picture("errors")

	kabir := registerBorn(t, k, "Kabir", "Rathore", value.PartialDate{Year: 2025, Month: 6, Day: 1})
	f = window(k, k.Owner)
	f.Go(frame.Target{Place: frame.Today})
	f.Go(frame.Target{Place: frame.Visit, Patient: kabir.ID.Raw()})
	k.Press("F3")
	for _, text := range []string{"", "120", "37", "98", "30", "10.2", "76", "46.5"} {
		k.Type(text)
		k.Press("Tab")
	}
	k.Press("Ctrl+S")
	k.Picture("small-child")
	head := load(t, onPage(t).model).Summary.Vitals[chart.HeadCircumference]
	if len(head) != 1 || head[0].Value.String() != "46.5" || head[0].Unit != "cm" {
		t.Errorf("the head was kept as %v", head)
	}
}

// history gives a patient a past: problems, medicines from elsewhere, three visits with vital signs and a prescription.
func history(t *testing.T, k *uitest.Kit, id store.RawID) {
	t.Helper()
	patient := patients.ID(id)
	s := k.Owner
	origin := chart.Origin{Patient: patient, Practitioner: s.Practitioner.ID, Location: s.Location.ID}
	k.Update(s, action.WriteChart, func(tx *store.Tx) error {
		for _, text := range []string{"Type 2 diabetes mellitus", "Essential hypertension", "Osteoarthritis of both knees"} {
			if _, err := chart.AddCondition(tx, chart.Condition{Origin: origin, Code: value.Code{Display: text}, Onset: value.PartialDate{Year: 2014}}); err != nil {
				return err
			}
		}
		_, err := chart.AddMedication(tx, chart.MedicationStatement{Origin: origin, Medication: "Ayurvedic powder for the knees", Dosage: "one spoon at night"})
		return err
	}, store.About(patient))
	for i, pressure := range []string{"152/94", "146/90", "138/86"} {
		m := begin(t, s, patient)
		base := load(t, m)
		typed := sheet{fieldReason: "Routine", fieldNote: "Feels well.", fieldPlan: "Go on with the tablets. " + strings.Repeat("Walk half an hour a day. ", i+1), fieldPressure: pressure, "weight": []string{"81", "79.5", "78"}[i], "height": "158", fieldFollowUp: "4w"}
		if _, err := m.Save(ctx, typed, base); err != nil {
			t.Fatal(err)
		}
		if _, err := m.AddDiagnosis(ctx, value.Code{Display: "Essential hypertension", System: value.SystemICD10, Code: "I10"}); err != nil {
			t.Fatal(err)
		}
		prescribed(t, m, "pan od 2m")
		finished(t, m, "")
		k.Clock.Add(40 * 24 * 3600e9)
	}
	k.Update(s, action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.AddMedication(tx, chart.MedicationStatement{Origin: origin, Medication: "Warfarin 3 mg", Dosage: "at night", Source: chart.FromColleague,
			Ingredients: []prescribing.Ingredient{{Name: "warfarin"}}})
		return err
	}, store.About(patient))
}
