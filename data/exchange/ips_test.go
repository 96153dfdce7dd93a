package exchange_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"satchel/data/chart"
	"satchel/data/datatest"
	"satchel/data/exchange"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

var ctx = context.Background()

func register(t *testing.T, k *datatest.Kit, p patients.Patient) patients.Patient {
	t.Helper()
	k.Must(t, k.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, p)
		return err
	})
	return p
}

func export(t *testing.T, k *datatest.Kit, id patients.ID) []byte {
	t.Helper()
	var out []byte
	err := k.View(ctx, k.Owner, action.ExportChart, func(tx *store.Tx) (err error) {
		out, err = exchange.IPS(tx, id)
		return err
	}, store.About(id))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// hostile is text that must come out as it is, and never as mark-up.
const hostile = `Cough & <b>fever</b> "39 °C" 😀 مرحبا`

// cases are patients of every kind that the validators must accept.
func cases(t *testing.T, k *datatest.Kit) map[string]patients.ID {
	t.Helper()
	rich := register(t, k, patients.Patient{Name: value.HumanName{Given: "मीरा", Family: "शर्मा", Latin: "Meera Sharma"}, Gender: value.GenderFemale,
		BirthDate: value.PartialDate{Year: 1951, Month: 3}, Relation: patients.DaughterOf, RelationName: "Rakesh", Address: "7 Fateh Sagar Road",
		Locality: "Udaipur", PostalCode: "313001", Phones: []patients.Phone{{Number: "+91 98290 12345", Whose: patients.WhoseSelf}}, Email: "meera@example.org",
		Identifiers: []patients.Identifier{{System: "Passport", Value: "P 123"}, {System: "urn:oid:1.2.3", Value: "9"}}, Language: "hi"})
	single := register(t, k, patients.Patient{Name: value.HumanName{Given: "Suharto"}, Gender: value.GenderMale})
	unknown := register(t, k, patients.Patient{Unidentified: true, Gender: value.GenderMale, BirthDate: value.PartialDate{Year: 1986}, BirthDateEstimated: true,
		BirthDateEstimatedOn: value.PartialDate{Year: 2026, Month: 11, Day: 23}})
	none := register(t, k, patients.Patient{Name: value.HumanName{Given: "Asha", Family: "Rao"}, BirthDate: value.PartialDate{Year: 2001, Month: 2, Day: 3}})
	fill(t, k, rich.ID)
	k.Must(t, k.Owner, action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.ReviewAllergies(tx, chart.AllergyReview{Origin: origin(t, k, none.ID), NoneKnown: true})
		return err
	}, store.About(none.ID))
	return map[string]patients.ID{"rich": rich.ID, "single-name": single.ID, "unidentified": unknown.ID, "none-known": none.ID}
}

func origin(t *testing.T, k *datatest.Kit, id patients.ID) chart.Origin {
	t.Helper()
	o := chart.Origin{Patient: id}
	err := k.View(ctx, k.Owner, action.ReadPractice, func(tx *store.Tx) error {
		people, err := organization.ActivePractitioners(tx)
		if err != nil {
			return err
		}
		place, err := organization.MainLocation(tx)
		o.Practitioner, o.Location = people[0].ID, place.ID
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// fill writes one of everything into a chart, and one entry in error.
func fill(t *testing.T, k *datatest.Kit, id patients.ID) {
	t.Helper()
	o := origin(t, k, id)
	k.Must(t, k.Owner, action.FinishVisit, func(tx *store.Tx) error {
		e, err := chart.Start(tx, chart.Encounter{Patient: id, Practitioner: o.Practitioner, Location: o.Location, Reason: hostile})
		if err != nil {
			return err
		}
		o.Encounter = e.ID
		e.Plan = "Rest.\nFluids & " + hostile
		if e, err = chart.Save(tx, e); err != nil {
			return err
		}
		if _, err := chart.AddCondition(tx, chart.Condition{Origin: o, Category: chart.ProblemListItem, Code: value.Code{System: "http://hl7.org/fhir/sid/icd-10", Code: "E11",
			Display: "Type 2 diabetes"}, Onset: value.PartialDate{Year: 2014}}); err != nil {
			return err
		}
		if _, err := chart.AddCondition(tx, chart.Condition{Origin: o, Category: chart.ProblemListItem, Code: value.Code{Display: hostile}, ClinicalStatus: chart.Resolved}); err != nil {
			return err
		}
		wrong, err := chart.AddCondition(tx, chart.Condition{Origin: o, Category: chart.ProblemListItem, Code: value.Code{Display: "Entered in error"}})
		if err != nil {
			return err
		}
		if err := chart.RetractCondition(tx, wrong.ID); err != nil {
			return err
		}
		if _, err := chart.AddAllergy(tx, chart.AllergyIntolerance{Origin: o, Substance: value.Code{Display: "Penicillin"}, Criticality: chart.CriticalityHigh,
			Reaction: hostile, Onset: value.PartialDate{Year: 1998}}); err != nil {
			return err
		}
		if _, err := chart.AddMedication(tx, chart.MedicationStatement{Origin: o, Status: chart.Taking, Medication: "Warfarin 3 mg", Source: chart.FromPatient, Dosage: "one in the evening"}); err != nil {
			return err
		}
		for _, i := range []chart.Immunization{{Vaccine: value.Code{Display: "Influenza vaccine " + hostile}, DoseNumber: 2, LotNumber: "FL2512", Expires: value.PartialDate{Year: 2027, Month: 5},
			Site: chart.LeftArm, Route: chart.Intramuscular, Performer: "Sister Agnes", Note: hostile}, {Vaccine: value.Code{Display: "BCG"}, Source: chart.FromRecall}} {
			i.Origin = o
			if _, err := chart.AddImmunization(tx, i); err != nil {
				return err
			}
		}
		vitals := []chart.Observation{
			{Code: chart.BloodPressure, Components: []chart.Component{{Code: chart.Systolic, Value: mm("148")}, {Code: chart.Diastolic, Value: mm("92")}}},
			{Code: chart.BodyWeight, Value: value.MustDecimal("62.50"), Unit: "kg"},
		}
		if _, _, err := chart.SaveVitals(tx, e.ID, vitals); err != nil {
			return err
		}
		rx, err := prescribing.DraftOf(tx, o)
		if err != nil {
			return err
		}
		list, err := prescribing.Propose(tx, o.Practitioner, "metformin 500 mg tab 1-0-1 30d", 3)
		if err != nil {
			return err
		}
		line := list[0].Line
		line.Prescription = rx.ID
		if _, err := prescribing.SaveLine(tx, line); err != nil {
			return err
		}
		if _, err := prescribing.Issue(tx, rx.ID, rx.Version); err != nil {
			return err
		}
		_, err = chart.Sign(tx, e.ID, e.Version)
		return err
	}, store.About(id))
}

func mm(text string) value.Quantity {
	return value.Quantity{Value: value.MustDecimal(text), Unit: "mm[Hg]"}
}

// document is the bundle as a stranger reads it.
type document struct {
	ResourceType string
	Type         string
	Entry        []struct {
		FullURL  string `json:"fullUrl"`
		Resource map[string]any
	}
}

func read(t *testing.T, text []byte) document {
	t.Helper()
	var d document
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestASummaryHoldsTogether(t *testing.T) {
	k := datatest.Open(t, datatest.Press{})
	allowed := map[string]string{"11450-4": "Condition", "11348-0": "Condition", "48765-2": "AllergyIntolerance", "10160-0": "MedicationRequest MedicationStatement", "11369-6": "Immunization", "8716-3": "Observation", "18776-5": ""}
	for name, id := range cases(t, k) {
		d := read(t, export(t, k, id))
		kinds := map[string]string{}
		for _, e := range d.Entry {
			if kinds[e.FullURL] != "" {
				t.Errorf("%s: %s twice", name, e.FullURL)
			}
			kinds[e.FullURL] = e.Resource["resourceType"].(string)
		}
		if d.Type != "document" || kinds[d.Entry[0].FullURL] != "Composition" {
			t.Errorf("%s: begins with %v", name, d.Entry[0].FullURL)
		}
		resolve(t, name, kinds, d)
		seen := map[string]bool{}
		for _, raw := range d.Entry[0].Resource["section"].([]any) {
			s := raw.(map[string]any)
			code := s["code"].(map[string]any)["coding"].([]any)[0].(map[string]any)["code"].(string)
			seen[code] = true
			entries, _ := s["entry"].([]any)
			if (len(entries) == 0) != (s["emptyReason"] != nil) && code != "18776-5" {
				t.Errorf("%s: section %s has %d entries and emptyReason %v", name, code, len(entries), s["emptyReason"])
			}
			for _, e := range entries {
				if kind := kinds[e.(map[string]any)["reference"].(string)]; kind == "" || !strings.Contains(allowed[code], kind) {
					t.Errorf("%s: section %s holds a %q", name, code, kind)
				}
			}
			if lines := items(t, s["text"].(map[string]any)["div"].(string)); len(lines) < max(1, len(entries)) {
				t.Errorf("%s: section %s says %d of %d entries", name, code, len(lines), len(entries))
			}
		}
		for _, must := range []string{"11450-4", "48765-2", "10160-0"} {
			if !seen[must] {
				t.Errorf("%s: no section %s", name, must)
			}
		}
	}
}

// resolve holds every reference against the bundle's own entries.
func resolve(t *testing.T, name string, kinds map[string]string, d document) {
	t.Helper()
	var walk func(v any)
	walk = func(v any) {
		switch x := v.(type) {
		case map[string]any:
			if to, ok := x["reference"].(string); ok && kinds[to] == "" {
				t.Errorf("%s: %s leads nowhere", name, to)
			}
			for _, inner := range x {
				walk(inner)
			}
		case []any:
			for _, inner := range x {
				walk(inner)
			}
		}
	}
	for _, e := range d.Entry {
		walk(e.Resource)
	}
}

// items reads a narrative as XML and returns its lines.
func items(t *testing.T, div string) []string {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(div))
	var list []string
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatalf("narrative is no XML: %v", err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			if x.Name.Space != "http://www.w3.org/1999/xhtml" || !strings.Contains("div ul li br", x.Name.Local) {
				t.Errorf("narrative holds <%s>", x.Name.Local)
			}
			if x.Name.Local == "li" {
				list = append(list, "")
			}
		case xml.CharData:
			if len(list) > 0 {
				list[len(list)-1] += string(x)
			}
		}
	}
}

func TestASummarySaysWhatTheRecordSays(t *testing.T) {
	k := datatest.Open(t, datatest.Press{})
	ids := cases(t, k)
	rich := string(export(t, k, ids["rich"]))
	var said []string
	for _, raw := range read(t, []byte(rich)).Entry[0].Resource["section"].([]any) {
		said = append(said, items(t, raw.(map[string]any)["text"].(map[string]any)["div"].(string))...)
	}
	all := strings.Join(said, "\n")
	for _, want := range []string{"Type 2 diabetes", "Penicillin", "Warfarin 3 mg", "148/92", "62.50", hostile, "since 2014", "dose 2", "FL2512"} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing says %q in %q", want, all)
		}
	}
	if strings.Contains(rich, "Entered in error") {
		t.Error("what was entered in error goes out")
	}
	for name, want := range map[string]string{"none-known": "no-known-allergies", "single-name": "notasked", "unidentified": `"temp"`} {
		if out := string(export(t, k, ids[name])); !strings.Contains(out, want) {
			t.Errorf("%s: no %s", name, want)
		}
	}
	if again := string(export(t, k, ids["rich"])); again != rich {
		t.Error("the same record at the same instant gave other bytes")
	}
}

func TestOnlyThePatientAskedForGoesOut(t *testing.T) {
	k := datatest.Open(t, datatest.Press{})
	ids := cases(t, k)
	err := k.View(ctx, k.Owner, action.ExportChart, func(tx *store.Tx) error {
		_, err := exchange.IPS(tx, ids["rich"])
		return err
	}, store.About(ids["none-known"]))
	if store.CodeOf(err) != store.Forbidden {
		t.Errorf("a transaction about another patient exported this one's chart: %v", err)
	}
	if err := k.View(ctx, k.Desk, action.ExportChart, func(*store.Tx) error { return nil }, store.About(ids["rich"])); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk exported: %v", err)
	}
}

// TestValidatorsAcceptTheSummary runs three validators that nobody here wrote, where they lie beside the project.
func TestValidatorsAcceptTheSummary(t *testing.T) {
	check, err := filepath.Abs(filepath.Join("..", "..", "..", "shared", "fhir-check", "check.sh"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(check); err != nil {
		t.Skip("the FHIR validators are not beside the project")
	}
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("npm is not installed")
	}
	k := datatest.Open(t, datatest.Press{})
	folder := t.TempDir()
	args := []string{check, "--ips"}
	for name, id := range cases(t, k) {
		path := filepath.Join(folder, name+".json")
		if err := os.WriteFile(path, export(t, k, id), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if out, err := exec.Command("sh", args...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
