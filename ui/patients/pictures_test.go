package patients

import (
	"strings"
	"testing"
	"time"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

// TestPictures draws every state of the screens for a person to look at.
func TestPictures(t *testing.T) {
	if !uitest.Pictures() {
		t.Log("SATCHEL_PICTURES names no folder: nothing to draw")
		return
	}
	k := uitest.Open(t)
	f := show(k, k.Desk)
	f.Go(frame.Target{Place: frame.Patients})
	k.Picture("list-none")
	fill(t, k, names(450))
	long := register(t, k, patients.Patient{Name: value.HumanName{Given: "Venkatanarasimharajuvaripeta Subrahmanyeswara", Family: "Lakshminarayanasimhachalam Bhattacharya-Mukhopadhyay"},
		Gender: value.GenderMale, BirthDate: value.PartialDate{Year: 1986}, BirthDateEstimated: true, BirthDateEstimatedOn: k.Desk.Today(), Relation: patients.SonOf, RelationName: "Ramachandraiah Venkata Satyanarayana Murthy",
		Phones: []patients.Phone{{Number: "+91 98290 12345"}}, Locality: "Thiruvananthapuram Cantonment North"})
	register(t, k, patients.Patient{Name: value.HumanName{Given: "मीरा", Family: "शर्मा", Latin: "Meera Sharma"}, Gender: value.GenderFemale, Locality: "Udaipur"})
	register(t, k, patients.Patient{Unidentified: true, Gender: value.GenderMale, BirthDate: value.PartialDate{Year: 1986}, BirthDateEstimated: true, BirthDateEstimatedOn: k.Desk.Today()})
	gone := register(t, k, patients.Patient{Name: value.HumanName{Given: "Asha", Family: "Rao"}, Gender: value.GenderFemale})
	k.Update(k.Desk, action.CorrectPatient, func(tx *store.Tx) error {
		p := gone.Renamed(value.HumanName{Given: "Asha", Family: "Kulkarni"})
		p.Active = false
		_, err := patients.Correct(tx, p)
		return err
	}, store.About(gone.ID))
	p := register(t, k, meera())
	f.Go(frame.Target{Place: frame.Patients})
	k.Picture("list-many")
	k.Type("asha rao")
	k.Picture("list-found")
	f.Go(frame.Target{Place: frame.Patients, Text: "zbigniew 12345"})
	k.Picture("list-nobody")

	f.Go(frame.Target{Place: frame.Register})
	k.Picture("register-empty")
	f.Go(frame.Target{Place: frame.Register, Text: "mira sharma 9829012345"})
	k.Type("1951")
	k.Pass(time.Second)
	k.Picture("register-same")
	k.Press("Ctrl+Enter")
	f.Go(frame.Target{Place: frame.Register, Text: strings.Repeat("x", 150)})
	k.Type("31/2/1951")
	k.Press("Tab", "Tab")
	k.Type("1")
	k.Press("Ctrl+Enter")
	k.Picture("register-errors")
	f.Go(frame.Target{Place: frame.Register, Text: "मीरा शर्मा"})
	k.Press("F4")
	k.Picture("register-unknown")

	charted(t, k, p.ID)
	f = show(k, k.Owner)
	f.Go(frame.Target{Place: frame.Patient, Patient: p.ID.Raw()})
	for _, name := range []string{"summary", "visits", "immunizations", "documents", "bills", "appointments", "person", "opened-by", "history"} {
		k.Picture("patient-" + name)
		k.Press("F6")
	}
	f.Go(frame.Target{Place: frame.Patient, Patient: p.ID.Raw()})
	k.Press("F6", "F6", "F9")
	k.Picture("patient-immunization-form")
	k.Press("Esc")
	f.Go(frame.Target{Place: frame.Patient, Patient: long.ID.Raw()})
	k.Picture("patient-long")
	k.Press("F6")
	k.Picture("patient-no-visits")
	f = show(k, k.Desk)
	f.Go(frame.Target{Place: frame.Patient, Patient: p.ID.Raw()})
	k.Picture("patient-desk")
	k.Press("F5", "End")
	k.Type("bai")
	k.Picture("register-correct")
}

// charted gives a patient visits, papers and bills.
func charted(t *testing.T, k *uitest.Kit, id patients.ID) {
	t.Helper()
	ill(t, k, id)
	for i, weight := range []string{"64.5", "63.0", "62.8", "61.5", "62.0"} {
		k.Clock.Add(37 * 24 * time.Hour)
		bookFor(t, k, id, k.Desk.Today())
		visit(t, k, id, strings.Repeat("Feels well. Checks sugar twice a week, 8–11 fasting. No hypoglycaemia. Foot check normal, pulses present.\nSleeps well. ", 1+i), []string{"Acute pharyngitis", "Type 2 diabetes mellitus", ""}[i%3], weight)
	}
	k.Clock.Add(20 * 24 * time.Hour)
	bookFor(t, k, id, k.Desk.Today().AddDays(3))
	s := k.Owner
	k.Update(s, action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.AddMedication(tx, chart.MedicationStatement{Origin: origin(s, id, chart.EncounterID{}), Medication: "Metformin 500 mg", Dosage: "twice a day, with meals", Source: chart.FromColleague,
			Ingredients: []chart.Ingredient{{Name: "metformin"}}})
		return err
	}, store.About(id))
	for i, name := range []string{"Influenza vaccine, inactivated, 2026/27", "Pneumococcal conjugate vaccine, 20-valent", "Tetanus and diphtheria vaccine"} {
		k.Update(s, action.WriteChart, func(tx *store.Tx) error {
			_, err := chart.AddImmunization(tx, chart.Immunization{Origin: origin(s, id, chart.EncounterID{}), Vaccine: value.Code{Display: name}, DoseNumber: i, LotNumber: "FL2612",
				Site: chart.LeftArm, Route: chart.Intramuscular, Source: chart.ImmunizationSources[i], NextDue: s.Today().AddDays(20 + 300*i)})
			return err
		}, store.About(id))
	}
	for range 2 {
		k.Update(s, action.Bill, func(tx *store.Tx) error {
			bill, err := billing.NewDraft(tx, billing.Invoice{Patient: id, Practitioner: s.Practitioner.ID, Location: s.Location.ID, ServiceDate: s.Today()},
				billing.ChargeItem{Description: "Consultation", Quantity: value.Whole(1), UnitPrice: 50000})
			if err != nil {
				return err
			}
			_, err = workflow.IssueInvoice(tx, k.Practice.Press(), bill.Invoice)
			return err
		}, store.About(id))
	}
}
