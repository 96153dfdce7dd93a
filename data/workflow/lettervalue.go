package workflow

import (
	"slices"
	"strings"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/documents/template"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/value"
)

// letterValues is what the record has for every field of a template. A field that it has nothing for is left out.
func (p place) letterValues(tx *store.Tx, l documents.WrittenLetter) (map[string]template.Value, error) {
	values := map[string]template.Value{}
	set := func(name, text string) { values[name] = template.Value{Text: text} }
	set("today", p.dayText(p.today))
	set("practice.name", p.practice.Name)
	set("practice.phone", p.practice.Phone)
	signs, err := p.practitioner(tx, l.Practitioner)
	if err != nil {
		return nil, err
	}
	set("practitioner.name", signs.Name.Display(value.GivenFirst))
	set("practitioner.qualification", signs.Qualification)
	set("practitioner.registration", signs.Registration)
	if err := p.patientValues(tx, l.Patient, set); err != nil {
		return nil, err
	}
	if err := p.visitValues(tx, l, values, set); err != nil {
		return nil, err
	}
	return values, p.chartValues(tx, l.Patient, values)
}

func (p place) patientValues(tx *store.Tx, id patients.ID, set func(name, text string)) error {
	who, err := p.identity(tx, id)
	if err != nil {
		return err
	}
	set("patient.name", who.Name.Display(value.GivenFirst))
	set("patient.number", who.Number)
	set("patient.sex", p.text(who.Sex.CatalogueKey()))
	set("patient.address", strings.Join(who.Address, "\n"))
	if !who.BirthDate.IsZero() {
		key, args := who.BirthDate.Age(p.today).Label()
		set("patient.age", p.text(key, args...))
		set("patient.born", p.dayText(who.BirthDate))
	}
	patient, err := patients.Get(tx, id)
	if err == nil && len(patient.Phones) > 0 {
		set("patient.phone", patient.Phones[0].Number)
	}
	return err
}

// letterVisit is the visit that a letter is about: the one in which it is written, else the newest.
func letterVisit(tx *store.Tx, l documents.WrittenLetter) (chart.Encounter, bool, error) {
	if !l.Encounter.IsZero() {
		e, err := store.Get(tx, chart.Encounters, l.Encounter)
		return e, err == nil, err
	}
	list, err := chart.Timeline(tx, l.Patient, 1, chart.Cursor{})
	if err != nil || len(list) == 0 {
		return chart.Encounter{}, false, err
	}
	return list[0].Encounter, true, nil
}

func (p place) visitValues(tx *store.Tx, l documents.WrittenLetter, values map[string]template.Value, set func(name, text string)) error {
	e, found, err := letterVisit(tx, l)
	if err != nil || !found {
		return err
	}
	set("visit.date", p.dayText(p.day(e.Started)))
	set("visit.reason", e.Reason)
	set("visit.note", e.Note)
	set("visit.plan", e.Plan)
	if !e.FollowUp.IsZero() {
		set("visit.review", p.dayText(e.FollowUp))
	}
	diagnoses, err := chart.Diagnoses(tx, e)
	values["visit.diagnoses"] = conditionValue(diagnoses)
	return err
}

func conditionValue(list []chart.Condition) template.Value {
	var v template.Value
	for _, c := range list {
		v.Items = append(v.Items, c.Code.Display)
	}
	return v
}

func diagnosesOf(tx *store.Tx, e chart.Encounter) (string, error) {
	list, err := chart.Diagnoses(tx, e)
	return strings.Join(conditionValue(list).Items, "; "), err
}

// chartValues are problems, medicines, allergies and the newest measurements.
func (p place) chartValues(tx *store.Tx, id patients.ID, values map[string]template.Value) error {
	problems, err := chart.Problems(tx, id)
	if err != nil {
		return err
	}
	var active []chart.Condition
	for _, c := range problems {
		if c.ClinicalStatus == chart.Active {
			active = append(active, c)
		}
	}
	values["problems"] = conditionValue(active)
	if values["medicines"], err = p.medicineValue(tx, id); err != nil {
		return err
	}
	known, err := allergies(tx, id)
	if err != nil {
		return err
	}
	values["allergies"] = p.allergyValue(known)
	values["vitals"], err = p.vitalValue(tx, id)
	return err
}

// medicineValue is what is taken: prescribed here first, then from elsewhere.
func (p place) medicineValue(tx *store.Tx, id patients.ID) (template.Value, error) {
	var v template.Value
	add := func(medicine, dosage string) {
		if dosage != "" {
			medicine = p.text("letter.value.medicine", "Medicine", medicine, "Dosage", dosage)
		}
		if !slices.Contains(v.Items, medicine) { // prescribed again while the last one still runs
			v.Items = append(v.Items, medicine)
		}
	}
	current, err := prescribing.Current(tx, id)
	if err != nil {
		return v, err
	}
	for _, m := range current {
		add(p.taken(m))
	}
	told, err := chart.Medications(tx, id)
	for _, m := range told {
		if m.Status == chart.Taking {
			add(m.Medication, m.Dosage)
		}
	}
	return v, err
}

// ingredientsTaken are the substances that the patient is known to take, by their search key.
func ingredientsTaken(tx *store.Tx, id patients.ID) (map[string]bool, error) {
	found := map[string]bool{}
	add := func(list []chart.Ingredient) {
		for _, i := range list {
			for _, word := range value.SearchTokens(i.Name) {
				found[word] = true
			}
		}
	}
	current, err := prescribing.Current(tx, id)
	if err != nil {
		return nil, err
	}
	for _, m := range current {
		add(m.Ingredients)
	}
	told, err := chart.Medications(tx, id)
	for _, m := range told {
		if m.Status == chart.Taking {
			add(m.Ingredients)
		}
	}
	return found, err
}

func (p place) allergyValue(known documents.AllergyStatus) template.Value {
	var v template.Value
	switch known.State {
	case documents.AllergyNoneKnown:
		v.Text = p.text("letter.value.allergies_none")
	case documents.AllergyListed:
		for _, a := range known.Allergies {
			text := a.Substance
			if a.Reaction != "" {
				text = p.text("letter.value.allergy", "Substance", a.Substance, "Reaction", a.Reaction)
			}
			v.Items = append(v.Items, text)
		}
	}
	return v
}

// vitalsWritten are the measurements of a letter, in their order, by LOINC code.
var vitalsWritten = []string{chart.BloodPressure, chart.HeartRate, chart.BodyTemperature, chart.OxygenSaturation, chart.RespiratoryRate, chart.BodyWeight, chart.BodyHeight,
	chart.HeadCircumference}

func (p place) vitalValue(tx *store.Tx, id patients.ID) (template.Value, error) {
	var v template.Value
	newest, err := chart.LastVitals(tx, id, 1)
	if err != nil {
		return v, err
	}
	for _, code := range vitalsWritten {
		if len(newest[code]) == 0 {
			continue
		}
		o, name := newest[code][0], "chart.vital.pressure"
		if vital, known := chart.VitalOf(code); known {
			name = vital.CatalogueKey()
		}
		v.Items = append(v.Items, p.text("letter.value.vital", "Name", p.text(name), "Value", observedText(o), "Date", p.dayText(p.day(o.Effective))))
	}
	return v, nil
}

// observedText writes an observation's value: "120/80 mmHg", "37.2 °C".
func observedText(o chart.Observation) string {
	systolic, diastolic := o.Component(chart.Systolic), o.Component(chart.Diastolic)
	switch {
	case !systolic.IsZero() && !diastolic.IsZero():
		return systolic.Value.String() + "/" + diastolic.String()
	case !systolic.IsZero():
		return systolic.String()
	}
	return o.Quantity().String()
}

func (p place) dayText(day value.PartialDate) string {
	key, args := day.Label()
	return p.text(key, args...)
}

// PreviewTemplate sets a template as a letter about a made-up patient, so that its wording can be looked at without anybody's chart.
func PreviewTemplate(tx *store.Tx, press documents.Press, t documents.LetterTemplate, who organization.PractitionerID) (documents.Frozen, error) {
	at, err := here(tx)
	if err != nil {
		return documents.Frozen{}, err
	}
	text, err := template.Parse(t.Body)
	if err != nil {
		return documents.Frozen{}, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: documents.ParseProblems(err, "body")}
	}
	head := documents.Written{Setting: at.setting(), Letterhead: at.letterhead(), Number: at.text("documents.letter.draft_number"), Issued: tx.Now(), Preview: true}
	if head.Author, err = at.practitioner(tx, who); err != nil {
		return documents.Frozen{}, err
	}
	born := value.PartialDate{Year: at.today.Year - 34, Month: 3, Day: 14}
	head.Patient = documents.PatientIdentity{Name: value.HumanName{Text: at.text("letter.sample.name")}, Number: at.text("letter.sample.number"), BirthDate: born, Sex: value.GenderFemale}
	filled, err := template.Parse(text.Fill(at.sampleValues(head), at.fieldLabel))
	if err != nil {
		return documents.Frozen{}, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: documents.ParseProblems(err, "body")}
	}
	if t.Kind.IsCertificate() {
		c := documents.Certificate{Activity: documents.Work, Finding: documents.FindingsOf(t.Kind)[0], Examined: at.today, From: at.today, To: at.today.AddDays(4), Purpose: at.text("letter.sample.purpose")}
		return press.Set(t.Kind, documents.CertificateFacts{Written: head, Kind: t.Kind, Heading: t.Heading, Certificate: c, Body: filled.Blocks(), Country: at.practice.Country})
	}
	return press.Set(t.Kind, documents.LetterFacts{Written: head, Heading: t.Heading, Body: filled.Blocks(), Allergies: documents.AllergyStatus{State: documents.AllergyNoneKnown}})
}

// sampleValues are the made-up patient's.
func (p place) sampleValues(head documents.Written) map[string]template.Value {
	age, args := head.Patient.BirthDate.Age(p.today).Label()
	known := map[string]string{
		"today": p.dayText(p.today), "practice.name": p.practice.Name, "practice.phone": p.practice.Phone, "practitioner.name": head.Author.Name.Display(value.GivenFirst),
		"practitioner.qualification": head.Author.Qualification, "practitioner.registration": head.Author.Registration, "patient.name": head.Patient.Name.Text,
		"patient.number": head.Patient.Number, "patient.born": p.dayText(head.Patient.BirthDate), "patient.age": p.text(age, args...),
		"patient.sex": p.text(head.Patient.Sex.CatalogueKey()), "visit.date": p.dayText(p.today.AddDays(-3)), "visit.review": p.dayText(p.today.AddDays(14)),
	}
	values := map[string]template.Value{}
	for _, f := range template.Fields {
		v := template.Value{Text: known[f.Name]}
		if _, real := known[f.Name]; !real {
			v.Text = p.text("letter.sample." + strings.ReplaceAll(f.Name, ".", "_"))
		}
		if f.List {
			v = template.Value{Items: strings.Split(v.Text, "\n")}
		}
		values[f.Name] = v
	}
	return values
}
