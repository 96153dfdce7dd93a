package prescribing

import (
	"strconv"
	"strings"

	"satchel/data/chart"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// RequestID names one line of a prescription.
type RequestID = store.ID[MedicationRequest]

// RequestStatus is a code of FHIR R4's value set medicationrequest-status, as far as a line needs it.
type RequestStatus string

// The states of a line. After issue it is all that changes.
const (
	RequestDraft     RequestStatus = "draft"
	RequestActive    RequestStatus = "active"
	RequestCompleted RequestStatus = "completed" // a later line took its place
	RequestStopped   RequestStatus = "stopped"   // before its time, with a reason
	RequestCancelled RequestStatus = "cancelled" // its prescription is void
)

// MedicationRequest is one line of a prescription (FHIR R4 MedicationRequest): what, how and how much, as it was on the day of issue.
type MedicationRequest struct {
	ID RequestID `db:"id"`
	store.Meta
	Patient      patients.ID       `db:"patient_id"`
	Prescription PrescriptionID    `db:"prescription_id"`
	Position     int               `db:"position"`          // of the line on the sheet, from 1
	Item         FormularyID       `db:"formulary_item_id"` // where it was taken from; zero: typed by hand
	Status       RequestStatus     `db:"status"`
	Brand        string            `db:"brand"`            // "": by its ingredients
	Ingredients  []Ingredient      `db:"ingredients,json"` // empty: in the words of Brand alone, and no check runs on it
	Form         Form              `db:"form"`
	Route        Route             `db:"route"`
	Site         Site              `db:"site"` // of the eye or the ear
	Dosage       Dosage            `db:"dosage,json"`
	Quantity     value.Quantity    `db:"quantity,json"` // to dispense
	Substitution bool              `db:"substitution"`  // the pharmacist may give another brand
	Instructions string            `db:"instructions"`  // to the patient, beside the dosage
	Indication   string            `db:"indication"`    // what it is for
	Replaces     RequestID         `db:"replaces_id"`   // the earlier line that this one renews or takes the place of
	Started      value.PartialDate `db:"started"`       // the day of issue
	Ends         value.PartialDate `db:"ends"`          // the last day, where it follows from the dosage
	StopReason   string            `db:"stop_reason"`
	// LegalStatus is on which list of the law the medicine stands; BrandReason why the brand and no other, where Substitution isn't allowed.
	LegalStatus organization.LegalStatus `db:"legal_status"`
	BrandReason string                   `db:"brand_reason"`
}

// MedicationRequests is the record type of lines.
var MedicationRequests = store.NewTable[MedicationRequest](store.Spec{Number: 62, Name: "MedicationRequest", Table: "medication_request", Schema: 1, Trial: true,
	Read: action.ChartRead, Write: action.Prescribe, Chart: true})

func (m *MedicationRequest) clean(problems *value.Problems) {
	problems.Text("brand", &m.Brand, NameLength, false)
	problems.Text("instructions", &m.Instructions, InstructionLength, true)
	problems.Text("indication", &m.Indication, NameLength, false)
	problems.Text("stopReason", &m.StopReason, store.ReasonLength, false)
	problems.Text("brandReason", &m.BrandReason, NameLength, false)
	m.Dosage.clean(problems)
}

// Validate returns all that is wrong with what is there. A draft may be incomplete: see Missing.
func (m MedicationRequest) Validate() error {
	var problems value.Problems
	if m.Patient.IsZero() || m.Prescription.IsZero() {
		problems.Add("prescription", "error.value.required")
	}
	oneOf(&problems, "status", m.Status, []RequestStatus{RequestDraft, RequestActive, RequestCompleted, RequestStopped, RequestCancelled})
	m.clean(&problems)
	problems.Check("", chart.ValidateIngredients(m.Ingredients))
	if _, known := ProductOf(m.Form); !known && m.Form != "" {
		problems.Add("form", "error.prescribing.choice_unknown")
	}
	oneOf(&problems, "route", m.Route, append([]Route{""}, Routes...))
	oneOf(&problems, "site", m.Site, []Site{"", LeftSide, RightSide, BothSides})
	checkLegalStatus(&problems, m.LegalStatus)
	if m.Site != "" && m.Route != Ophthalmic && m.Route != Otic {
		problems.Add("site", "error.prescribing.site_without_pair")
	}
	problems.Check("quantity", m.Quantity.Validate())
	m.Dosage.validate(&problems)
	checkUnits(&problems, m.Form, m.Dosage, m.Quantity)
	if m.Status == RequestStopped {
		problems.Required("stopReason", m.StopReason)
	}
	return problems.Err()
}

// Missing returns what has to be added, or written otherwise, before the line can be issued.
func (m MedicationRequest) Missing() value.Problems {
	var problems value.Problems
	if m.Brand == "" && len(m.Ingredients) == 0 {
		problems.Add("brand", "error.prescribing.medicine_missing")
	}
	if m.Brand == "" {
		for _, i := range m.Ingredients {
			if i.Strength.IsZero() {
				problems.Add("ingredients.strength", "error.prescribing.strength_missing")
				break
			}
		}
	}
	p, known := ProductOf(m.Form)
	if !known {
		problems.Add("form", "error.prescribing.form_missing")
	}
	if m.Route == "" {
		problems.Add("route", "error.prescribing.route_missing")
	}
	if m.Route == Ophthalmic && m.Site == "" {
		problems.Add("site", "error.prescribing.site_missing")
	}
	m.Dosage.missing(&problems, p)
	if m.Quantity.IsZero() {
		problems.Add("quantity", "error.prescribing.quantity_missing")
	}
	checkDiscouraged(&problems, "instructions", m.Instructions)
	checkDiscouraged(&problems, "indication", m.Indication)
	checkDiscouraged(&problems, "dosage.asNeededFor", m.Dosage.AsNeededFor)
	checkDiscouraged(&problems, "brandReason", m.BrandReason)
	return problems
}

// LineOf fills a new line from a formulary item.
func LineOf(f FormularyItem) MedicationRequest {
	m := MedicationRequest{Item: f.ID, Brand: f.Brand, Ingredients: f.Ingredients, Form: f.Form, Route: f.Route, Dosage: f.Dosage,
		Quantity: f.Quantity, Substitution: f.Substitution, Instructions: f.Instructions, Indication: f.Indication, LegalStatus: f.LegalStatus}
	m.fillQuantity()
	return m
}

// ItemOf makes a formulary item of a line: how a new brand joins the formulary, once its ingredients are named.
func ItemOf(m MedicationRequest) FormularyItem {
	return FormularyItem{Brand: m.Brand, Ingredients: m.Ingredients, Form: m.Form, Route: m.Route, Dosage: m.Dosage, Quantity: m.Quantity,
		Instructions: m.Instructions, Indication: m.Indication, Substitution: m.Substitution, LegalStatus: m.LegalStatus}
}

// fillQuantity computes the quantity where none was given and it can be.
func (m *MedicationRequest) fillQuantity() {
	if m.Quantity.IsZero() {
		m.Quantity, _ = ComputeQuantity(m.Form, m.Ingredients, m.Dosage)
	}
}

// SaveLine keeps a line of a draft, new (without an id, at the end) or changed. An empty route becomes the form's usual one, and a new
// line that isn't classified takes the legal status that its medicine has in the formulary by now: a repeat, say, of one from before.
func SaveLine(tx *store.Tx, m MedicationRequest) (MedicationRequest, error) {
	p, err := draft(tx, m.Prescription)
	if err != nil {
		return m, err
	}
	m.Patient, m.Status, m.Retracted = p.Patient, RequestDraft, false
	m.Started, m.Ends, m.StopReason = value.PartialDate{}, value.PartialDate{}, ""
	if product, known := ProductOf(m.Form); known && m.Route == "" {
		m.Route = product.Route
	}
	var ignored value.Problems // Validate returns them
	m.clean(&ignored)
	m.Ingredients = chart.CleanIngredients(m.Ingredients)
	if m.ID.IsZero() {
		if err := m.classify(tx); err != nil {
			return m, err
		}
		lines, err := Lines(tx, p.ID)
		if err != nil {
			return m, err
		}
		if len(lines) >= MaxLines {
			return m, store.Fail(store.Conflict, "error.prescribing.too_many_lines", "Max", MaxLines)
		}
		m.Meta, m.Position = store.Meta{}, 1
		if len(lines) > 0 {
			m.Position = lines[len(lines)-1].Position + 1
		}
		err = store.Insert(tx, MedicationRequests, &m)
		return m, err
	}
	old, err := store.Get(tx, MedicationRequests, m.ID)
	if err != nil {
		return m, err
	}
	if old.Prescription != p.ID {
		return m, store.FailField("prescription", "error.prescribing.other_prescription")
	}
	if old.Retracted {
		return m, store.Fail(store.Conflict, "error.store.retracted")
	}
	m.Position = old.Position
	err = store.Update(tx, MedicationRequests, &m)
	return m, err
}

// RemoveLine takes a line out of a draft.
func RemoveLine(tx *store.Tx, id RequestID) error {
	m, err := store.Get(tx, MedicationRequests, id)
	if err != nil {
		return err
	}
	if _, err := draft(tx, m.Prescription); err != nil {
		return err
	}
	return store.Retract(tx, MedicationRequests, &m)
}

// Lines returns the lines of a prescription in their order.
func Lines(tx *store.Tx, id PrescriptionID) ([]MedicationRequest, error) {
	return store.Select(tx, MedicationRequests, "prescription_id = ? AND retracted = 0 ORDER BY position, id", id)
}

// Current returns what was prescribed here and is still to be taken today, newest first.
func Current(tx *store.Tx, patient patients.ID) ([]MedicationRequest, error) {
	today, _, err := organization.Today(tx)
	if err != nil {
		return nil, err
	}
	return store.Select(tx, MedicationRequests, "patient_id = ? AND status = ? AND retracted = 0 AND (ends IS NULL OR ends >= ?) ORDER BY id DESC",
		patient, RequestActive, today)
}

// Stop ends a line before its time.
func Stop(tx *store.Tx, id RequestID, version int64, reason string) (MedicationRequest, error) {
	m, err := store.Get(tx, MedicationRequests, id)
	if err != nil {
		return m, err
	}
	if m.Status != RequestActive {
		return m, store.Fail(store.Conflict, "error.prescribing.not_active")
	}
	m.Version, m.Status, m.StopReason = version, RequestStopped, reason
	var ignored value.Problems // Validate returns them
	m.clean(&ignored)
	err = store.Update(tx, MedicationRequests, &m)
	return m, err
}

// Display names the medicine in one line for lists and alerts: the brand, or the ingredients.
func (m MedicationRequest) Display() string {
	if m.Brand != "" {
		return m.Brand
	}
	names := make([]string, len(m.Ingredients))
	for i, ingredient := range m.Ingredients {
		names[i] = ingredient.Name
	}
	return strings.Join(names, " + ")
}

// lineField names a field of a line in the problems of a whole prescription: "line[2].dosage.dose", counted from 0.
func lineField(i int) string { return "line[" + strconv.Itoa(i) + "]" }
