package workflow

import (
	"slices"
	"strings"

	"satchel/assets"
	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/value"
)

func (p place) text(key string, args ...any) string {
	return assets.Text(p.practice.Language, key, args...)
}

func (p place) relation(patient patients.Patient) string {
	if patient.Relation == "" {
		return ""
	}
	return p.text(patient.Relation.CatalogueKey(), "Name", patient.RelationName)
}

func lines(text string) []string {
	var list []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

func addressLines(p patients.Patient) []string {
	list := lines(p.Address)
	last := strings.TrimSpace(strings.Join([]string{p.Locality, p.PostalCode}, " "))
	if p.Region != "" {
		last = strings.TrimPrefix(last+", "+p.Region, ", ")
	}
	if last != "" {
		list = append(list, last)
	}
	return list
}

// childAge is the age in years below which a prescription carries a weight, where one was taken.
const childAge = 18

// prescription gathers what the paper of an issued prescription says.
func (p place) prescription(tx *store.Tx, rx prescribing.Prescription) (documents.PrescriptionFacts, error) {
	f := documents.PrescriptionFacts{Setting: p.setting(), Letterhead: p.letterhead(), Number: rx.Number, Issued: rx.Issued, ValidUntil: rx.ValidUntil, Advice: rx.Advice}
	var err error
	if f.Prescriber, err = p.practitioner(tx, rx.Practitioner); err != nil {
		return f, err
	}
	if f.Patient, err = p.identity(tx, rx.Patient); err != nil {
		return f, err
	}
	if err := p.weigh(tx, rx.Patient, &f.Patient); err != nil {
		return f, err
	}
	if f.Allergies, err = allergies(tx, rx.Patient); err != nil {
		return f, err
	}
	list, err := prescribing.Lines(tx, rx.ID)
	if err != nil {
		return f, err
	}
	tells, err := p.teller(tx, rx.Patient)
	if err != nil {
		return f, err
	}
	for _, m := range list {
		item := p.item(m, rx.Repeats)
		item.Told = tells(m)
		f.Items = append(f.Items, item)
	}
	if err := p.lawful(tx, rx, list, &f); err != nil {
		return f, err
	}
	if !rx.Replaces.IsZero() {
		old, err := store.Get(tx, prescribing.Prescriptions, rx.Replaces)
		if err != nil {
			return f, err
		}
		f.Replaces = &documents.Reference{Number: old.Number, Date: p.day(old.Issued), Reason: old.VoidReason}
	}
	return f, p.visit(tx, rx.Encounter, &f)
}

// visit adds the visit's diagnosis and day to come again.
func (p place) visit(tx *store.Tx, id chart.EncounterID, f *documents.PrescriptionFacts) error {
	if id.IsZero() {
		return nil
	}
	e, err := store.Get(tx, chart.Encounters, id)
	if err != nil {
		return err
	}
	diagnoses, err := chart.Diagnoses(tx, e)
	if err != nil {
		return err
	}
	var names []string
	for _, d := range diagnoses {
		name := d.Code.Display
		if d.Code.IsCoded() {
			name += " (" + d.Code.Code + ")"
		}
		names = append(names, name)
	}
	f.Diagnosis = strings.Join(names, "; ")
	if !e.FollowUp.IsZero() {
		key, args := e.FollowUp.Label()
		f.Review = p.text(key, args...)
	}
	return nil
}

// weigh adds the newest weight of a child.
func (p place) weigh(tx *store.Tx, id patients.ID, who *documents.PatientIdentity) error {
	if who.BirthDate.IsZero() || who.BirthDate.Age(p.today).Years >= childAge {
		return nil
	}
	weights, err := chart.Series(tx, id, chart.BodyWeight, 1)
	if err != nil || len(weights) == 0 {
		return err
	}
	who.Weight, who.WeightDate = value.Quantity{Value: weights[0].Value, Unit: weights[0].Unit}, p.day(weights[0].Effective)
	return nil
}

func allergies(tx *store.Tx, id patients.ID) (documents.AllergyStatus, error) {
	known, err := chart.Allergies(tx, id)
	if err != nil {
		return documents.AllergyStatus{}, err
	}
	switch known.State {
	case chart.AllergyNoneKnown:
		return documents.AllergyStatus{State: documents.AllergyNoneKnown}, nil
	case chart.AllergySome:
		status := documents.AllergyStatus{State: documents.AllergyListed}
		for _, a := range known.Items {
			status.Allergies = append(status.Allergies, documents.Allergy{Substance: a.Substance.Display, Reaction: a.Reaction, HighRisk: a.Criticality == chart.CriticalityHigh})
		}
		return status, nil
	}
	return documents.AllergyStatus{State: documents.AllergyNotAsked}, nil
}

// lawful adds what the law of the practice's country asks of the sheet as a whole.
func (p place) lawful(tx *store.Tx, rx prescribing.Prescription, list []prescribing.MedicationRequest, f *documents.PrescriptionFacts) error {
	switch organization.JurisdictionOf(p.practice.Country) {
	case organization.UnitedKingdom:
		f.Private = true // the health service has forms of its own
	case organization.UnitedStates: // 21 CFR 1306.05(a): on a prescription of a controlled substance, and on nothing else
		if !controlled(list) {
			return nil
		}
		who, err := store.Get(tx, organization.Practitioners, rx.Practitioner)
		if err != nil {
			return err
		}
		if who.DEA != "" {
			f.Prescriber.Identifiers = append(f.Prescriber.Identifiers, p.text("workflow.paper.dea", "Number", who.DEA))
		}
	}
	return nil
}

func controlled(list []prescribing.MedicationRequest) bool {
	return slices.ContainsFunc(list, func(m prescribing.MedicationRequest) bool { return m.LegalStatus.Controlled() })
}

// item is one medicine. Its directions are made from the structured dose: sentences of the practice's language where they may be printed,
// otherwise one in English; the page's parts for dose, frequency and duration stay empty beside it.
func (p place) item(m prescribing.MedicationRequest, repeats int) documents.PrescriptionItem {
	lang := p.practice.Language
	item := documents.PrescriptionItem{Brand: m.Brand, Form: prescribing.FormText(lang, m.Form), Repeats: repeats,
		Indication: m.Indication, Instructions: m.Instructions, Quantity: m.Quantity.Value, QuantityUnit: prescribing.UnitText(lang, m.Quantity)}
	if own, ok := p.sentences(m); ok {
		item.Directions = ToldOf(own)
	} else {
		item.Dose = prescribing.DosageTextIn(assets.English, m, p.practice.Amounts())
	}
	if m.Indication != "" { // the page goes on: "... for 5 days. For fever"
		item.Dose = strings.TrimSuffix(item.Dose, ".")
	}
	if m.LegalStatus != organization.NotClassified {
		item.LegalStatus = p.text(m.LegalStatus.CatalogueKey())
	}
	switch {
	case m.Brand == "":
	case m.LegalStatus.Unsubstitutable():
		item.Substitution = documents.SubstitutionUnlawful
	case m.Substitution:
		item.Substitution = documents.SubstitutionAllowed
	default:
		item.Substitution, item.BrandReason = documents.SubstitutionNotAllowed, m.BrandReason
	}
	for _, i := range m.Ingredients {
		item.Ingredients = append(item.Ingredients, documents.Ingredient{Name: i.Name, Strength: i.Strength, Per: i.Per})
	}
	return item
}
