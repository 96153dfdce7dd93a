package patients

import (
	"strings"
	"testing"

	"satchel/data/chart"
	"satchel/data/store"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

func TestModelImmunization(t *testing.T) {
	k := uitest.Open(t)
	p := register(t, k, meera())
	m := &patientModel{k.Owner, p.ID}
	v := doseValues(k.Owner, chart.Immunization{})
	if v[fieldSource] != string(chart.GivenHere) || v[fieldOccurrence] == "" {
		t.Errorf("a new one begins with %v", v)
	}
	v[fieldVaccine], v[fieldDose], v[fieldLot], v[fieldSite], v[fieldNextDue] = "Influenza vaccine", "2", "FL 26", string(chart.LeftArm), "1y"
	for field, text := range map[string]string{fieldDose: "second", fieldOccurrence: "31/2/2026", fieldVaccine: " ", fieldNextDue: "1/1/1960"} {
		wrong := values{}
		for key, answer := range v {
			wrong[key] = answer
		}
		wrong[field] = text
		if _, err := m.KeepDose(ctx, chart.Immunization{}, wrong); k.Owner.Problem(err).Fields[field] == "" {
			t.Errorf("%s %q: %v", field, text, err)
		}
	}
	v[fieldNextDue] = ""
	kept, err := m.KeepDose(ctx, chart.Immunization{}, v)
	if err != nil {
		t.Fatal(err)
	}
	told := values{fieldVaccine: "BCG", fieldOccurrence: "1951", fieldSource: string(chart.FromRecall)}
	if _, err := m.KeepDose(ctx, chart.Immunization{}, told); err != nil {
		t.Fatal(err)
	}
	list, err := m.Doses(ctx)
	if err != nil || len(list) != 2 || list[0].ID != kept.ID || list[0].By != "Dr Anjali Rao" || list[1].By != "" || list[1].Occurrence.Year != 1951 || list[1].Occurrence.IsFull() {
		t.Fatalf("%+v, %v", list, err)
	}
	back := doseValues(k.Owner, kept)
	if back[fieldDose] != "2" || back[fieldSite] != string(chart.LeftArm) {
		t.Errorf("read back as %v", back)
	}
	back[fieldLot] = "FL 27"
	if kept, err = m.KeepDose(ctx, kept, back); err != nil || kept.LotNumber != "FL 27" || kept.DoseNumber != 2 {
		t.Errorf("%+v, %v", kept, err)
	}
	if err := m.RetractDose(ctx, kept.ID, ""); err == nil {
		t.Error("taken back without a reason")
	}
	if err := m.RetractDose(ctx, kept.ID, "given to her sister"); err != nil {
		t.Fatal(err)
	}
	if list, err := m.Doses(ctx); err != nil || len(list) != 1 {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := (&patientModel{k.Desk, p.ID}).KeepDose(ctx, chart.Immunization{}, told); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk: %v", err)
	}
}

// Immunisations are entered by keys alone, and the page of the patient leads to the pages from the chart.
func TestImmunizationView(t *testing.T) {
	k := uitest.Open(t)
	p := register(t, k, meera())
	f := show(k, k.Owner)
	f.Go(frame.Target{Place: frame.Patient, Patient: p.ID.Raw()})
	k.Press("F6", "F6")
	if words := uitest.Words(k.Window.Content()); !strings.Contains(words, "No immunisation is recorded.") || !strings.Contains(words, "Vaccination certificate") {
		t.Fatalf("the view says:\n%s", words)
	}
	k.Press("F9")
	k.Type("Tetanus and diphtheria vaccine")
	k.Press("Tab")
	k.Type("99")
	k.Press("Enter")
	if words := k.Dialog(); !strings.Contains(words, "This can't be the number of a dose.") {
		t.Fatalf("the form says:\n%s", words)
	}
	k.Press("Backspace", "Backspace")
	k.Type("3")
	k.Press("Enter")
	list, err := (&patientModel{k.Owner, p.ID}).Doses(ctx)
	if err != nil || len(list) != 1 || list[0].DoseNumber != 3 || k.Dialog() != "" {
		t.Fatalf("%+v, %v, %q", list, err, k.Dialog())
	}
	k.Press("F8")
	if at := f.At(); at.Place != frame.ChartPage || at.Patient != p.ID.Raw() || at.Text != "" {
		t.Errorf("F8 leads to %+v", at)
	}
}
