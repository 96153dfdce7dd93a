// Package exchange is what leaves the record and what enters it, in the formats of the field.
package exchange

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"satchel/assets"
	"satchel/data/chart"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/value"
)

// IPS writes one patient's summary as an International Patient Summary: a FHIR R4 document Bundle after HL7's IPS Implementation Guide
// 2.0.0. The same record at the same instant gives the same bytes. Records entered in error are left out.
//
// The transaction is about the patient (ExportChart). It returns NotFound where there is no such patient.
func IPS(tx *store.Tx, id patients.ID) ([]byte, error) {
	s, err := gather(tx, id)
	if err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(s.bundle(), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode summary: %w", err)
	}
	return append(text, '\n'), nil
}

// summary is everything that goes into the bundle, as the record has it.
type summary struct {
	at           time.Time
	practice     organization.Practice
	practitioner organization.Practitioner
	patient      patients.Patient
	allergies    chart.AllergyList
	problems     []chart.Condition // to act on
	past         []chart.Condition
	taken        []chart.MedicationStatement
	prescribed   []prescribing.MedicationRequest
	vitals       []chart.Observation
	plan         chart.Encounter // the newest signed visit with a plan; zero where there is none
}

func gather(tx *store.Tx, id patients.ID) (summary, error) {
	s := summary{at: tx.Now()}
	if !tx.IsAbout(id) {
		return s, store.Fail(store.Forbidden, "error.store.chart_not_opened")
	}
	var err error
	if s.practice, err = organization.Current(tx); err != nil {
		return s, err
	}
	if s.patient, err = patients.Get(tx, id); err != nil {
		return s, err
	}
	if s.patient.Retracted {
		return s, store.Fail(store.Conflict, "error.exchange.patient_retracted")
	}
	if err := s.gatherAuthor(tx); err != nil {
		return s, err
	}
	known, err := chart.Summarize(tx, id)
	if err != nil {
		return s, err
	}
	s.allergies = known.Allergies
	all, err := store.Select(tx, chart.Conditions, "patient_id = ? AND retracted = 0 ORDER BY id", id)
	if err != nil {
		return s, err
	}
	for _, c := range all {
		switch {
		case c.VerificationStatus == chart.Refuted:
		case c.Category != chart.ProblemListItem:
		case c.ClinicalStatus == chart.Active:
			s.problems = append(s.problems, c)
		default:
			s.past = append(s.past, c)
		}
	}
	for _, m := range known.Medications {
		if m.Status != chart.Stopped {
			s.taken = append(s.taken, m)
		}
	}
	if s.prescribed, err = prescribing.Current(tx, id); err != nil {
		return s, err
	}
	for _, code := range append([]string{chart.BloodPressure}, vitalCodes()...) {
		if series := known.Vitals[code]; len(series) > 0 {
			s.vitals = append(s.vitals, series[0])
		}
	}
	for _, e := range known.Encounters {
		if e.Status == chart.EncounterFinished && e.Plan != "" {
			s.plan = e.Encounter
			break
		}
	}
	return s, nil
}

// gatherAuthor finds who answers for the summary: whoever exports it where that is a practitioner, otherwise the practice's first.
func (s *summary) gatherAuthor(tx *store.Tx) error {
	user, err := organization.UserOf(tx, tx.Actor().User)
	if err != nil {
		return err
	}
	if !user.Practitioner.IsZero() {
		s.practitioner, err = store.Get(tx, organization.Practitioners, user.Practitioner)
		return err
	}
	list, err := organization.ActivePractitioners(tx)
	if err == nil && len(list) > 0 {
		s.practitioner = list[0]
	}
	return err
}

func vitalCodes() []string {
	var codes []string
	for _, v := range chart.Vitals {
		if v.Code != chart.Systolic && v.Code != chart.Diastolic {
			codes = append(codes, v.Code)
		}
	}
	return codes
}

// language is that of an export's narrative, whatever language the practice prints in: its sentences exist in English alone.
const language = assets.English

func (s summary) text(key string, args ...any) string {
	return assets.Text(language, key, args...)
}

func (s summary) day(d value.PartialDate) string {
	if d.IsZero() {
		return ""
	}
	key, args := d.Label()
	return s.text(key, args...)
}

// derived makes an identity that depends on the patient, the instant and a name alone (RFC 9562, section 5.8: UUIDv8).
func (s summary) derived(name string) store.RawID {
	id := s.patient.ID.Raw()
	sum := sha256.Sum256(fmt.Appendf(id[:], "\x00%d\x00%s", s.at.UnixMilli(), name))
	out := store.RawID(sum[:16])
	out[6], out[8] = out[6]&0x0f|0x80, out[8]&0x3f|0x80
	return out
}

func (s summary) bundle() bundle {
	sections, entries := s.sections()
	b := bundle{head: head{ResourceType: "Bundle", ID: s.derived("bundle").String()}, Type: "document", Timestamp: instant(s.at),
		Identifier: identifier{System: "urn:ietf:rfc:3986", Value: urn(s.derived("bundle"))}}
	add := func(id store.RawID, r resource) {
		b.Entry = append(b.Entry, entry{FullURL: urn(id), Resource: r})
	}
	add(s.derived("composition"), s.composition(sections))
	add(s.patient.ID.Raw(), s.patientResource())
	if !s.practitioner.ID.IsZero() {
		add(s.practitioner.ID.Raw(), s.practitionerResource())
	}
	add(s.practice.ID.Raw(), s.organizationResource())
	b.Entry = append(b.Entry, entries...)
	return b
}

func (s summary) composition(sections []section) composition {
	custodian := referTo(s.practice.ID.Raw())
	author := custodian
	if !s.practitioner.ID.IsZero() {
		author = referTo(s.practitioner.ID.Raw())
	}
	id := s.derived("composition")
	return composition{head: head{ResourceType: "Composition", ID: id.String()}, Language: language, Identifier: identifier{System: "urn:ietf:rfc:3986", Value: urn(id)},
		Status: "final", Type: concept(systemLOINC, "60591-5", "Patient summary Document"), Subject: referTo(s.patient.ID.Raw()), Date: instant(s.at),
		Author: []reference{author}, Title: s.text("exchange.title"), Custodian: &custodian, Section: sections}
}
