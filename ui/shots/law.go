package shots

import (
	"context"
	"errors"
	"fmt"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
	"satchel/reports"
	"satchel/ui/session"
)

// countries stand for the jurisdictions; in each a medicine stands on a list of its law.
var countries = []struct {
	name, country string
	status        organization.LegalStatus
}{
	{"in", "IN", organization.ScheduleH1}, {"eu", "DE", organization.NotClassified}, {"gb", "GB", organization.UKSchedule3},
	{"us", "US", organization.USSchedule4}, {"elsewhere", "KE", organization.ControlledByNation},
}

// errDrawn takes back what was done for a picture alone.
var errDrawn = errors.New("drawn")

// byLaw draws a prescription as the law of each jurisdiction has it. The medicine is made up: no real one is called controlled. Nothing of
// it is kept.
func (d *drawer) byLaw(ctx context.Context, who *session.Session) error {
	full, err := fullest(ctx, who)
	if err != nil || full.patient.IsZero() {
		return err
	}
	for _, c := range countries {
		var frozen documents.Frozen
		err := who.Update(ctx, action.LoadDemo, func(tx *store.Tx) (err error) {
			if err := settle(tx, who.Practitioner, c.country); err != nil {
				return err
			}
			if frozen, err = prescriptionBy(tx, who, patients.ID(full.patient), c.status); err == nil {
				err = errDrawn
			}
			return err
		}, store.About(full.patient))
		if !errors.Is(err, errDrawn) {
			return fmt.Errorf("draw prescription of %s: %w", c.country, err)
		}
		picture, err := reports.Preview(frozen, 0, previewDPI, reports.Overlay{})
		if err != nil {
			return fmt.Errorf("draw document: %w", err)
		}
		if err := d.write("document-prescription-law-"+c.name+".png", picture); err != nil {
			return err
		}
	}
	return nil
}

// settle moves the practice to a country, and gives the doctor the numbers that some laws ask for.
func settle(tx *store.Tx, doctor organization.Practitioner, country string) error {
	practice, err := organization.Current(tx)
	if err != nil {
		return err
	}
	practice.Country = country
	if _, err := organization.Save(tx, practice); err != nil {
		return err
	}
	who, err := store.Get(tx, organization.Practitioners, doctor.ID)
	if err != nil {
		return err
	}
	who.NPI, who.DEA = "1234567893", "AB1234563"
	return store.Update(tx, organization.Practitioners, &who)
}

// prescriptionBy issues a prescription of one brand that no other may stand for.
func prescriptionBy(tx *store.Tx, who *session.Session, patient patients.ID, status organization.LegalStatus) (frozen documents.Frozen, err error) {
	visit, err := chart.Start(tx, chart.Encounter{Patient: patient, Practitioner: who.Practitioner.ID, Location: who.Location.ID})
	if err != nil {
		return frozen, err
	}
	rx, err := prescribing.DraftOf(tx, chart.Origin{Patient: patient, Encounter: visit.ID})
	if err != nil {
		return frozen, err
	}
	once := value.Whole(1)
	line := prescribing.MedicationRequest{Prescription: rx.ID, Brand: who.Text("demo.law.brand"), Form: "tablet", Route: prescribing.Oral, LegalStatus: status,
		Ingredients: []prescribing.Ingredient{{Name: who.Text("demo.law.ingredient"), Strength: value.Quantity{Value: value.Whole(10), Unit: "mg"}}},
		Dosage:      prescribing.Dosage{Dose: value.Quantity{Value: once, Unit: "{tablet}"}, Pattern: prescribing.Pattern{Morning: once, Night: once}, Duration: value.Quantity{Value: value.Whole(7), Unit: "d"}},
		Quantity:    value.Quantity{Value: value.Whole(14), Unit: "{tablet}"}}
	if status == organization.NotClassified {
		line.BrandReason = who.Text("demo.law.reason")
	}
	if _, err := prescribing.SaveLine(tx, line); err != nil {
		return frozen, err
	}
	findings, err := prescribing.Check(tx, rx.ID)
	if err != nil {
		return frozen, err
	}
	for _, f := range findings {
		decision, reason := prescribing.Acknowledged, ""
		if f.MustAnswer {
			decision, reason = prescribing.Overridden, who.Text("demo.law.reason")
		}
		if _, err := prescribing.Answer(tx, rx.ID, f.ID, decision, reason); err != nil {
			return frozen, err
		}
	}
	_, paper, err := workflow.IssuePrescription(tx, who.Practice.Press(), rx)
	if err != nil {
		return frozen, err
	}
	_, frozen, err = documents.FrozenOf(tx, paper.ID)
	return frozen, err
}
