// Package exchange is what leaves the record and what enters it, in the formats of the field.
package exchange

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"satchel/assets"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/value"
	"satchel/data/workflow"
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

// summary is what workflow gathers, being written as a bundle.
type summary struct{ workflow.Summary }

func gather(tx *store.Tx, id patients.ID) (summary, error) {
	s, err := workflow.Summarize(tx, id)
	if err == nil && s.Patient.Retracted {
		err = store.Fail(store.Conflict, "error.exchange.patient_retracted")
	}
	s.Practice.Language = assets.English // whatever language the practice prints in: an export's sentences exist in this one alone
	return summary{s}, err
}

func (s summary) text(key string, args ...any) string { return s.Text(key, args...) }

func (s summary) day(d value.PartialDate) string {
	if d.IsZero() {
		return ""
	}
	key, args := d.Label()
	return s.text(key, args...)
}

// derived makes an identity that depends on the patient, the instant and a name alone (RFC 9562, section 5.8: UUIDv8).
func (s summary) derived(name string) store.RawID {
	id := s.Patient.ID.Raw()
	sum := sha256.Sum256(fmt.Appendf(id[:], "\x00%d\x00%s", s.At.UnixMilli(), name))
	out := store.RawID(sum[:16])
	out[6], out[8] = out[6]&0x0f|0x80, out[8]&0x3f|0x80
	return out
}

func (s summary) bundle() bundle {
	sections, entries := s.sections()
	b := bundle{head: head{ResourceType: "Bundle", ID: s.derived("bundle").String()}, Type: "document", Timestamp: instant(s.At),
		Identifier: identifier{System: "urn:ietf:rfc:3986", Value: urn(s.derived("bundle"))}}
	add := func(id store.RawID, r resource) {
		b.Entry = append(b.Entry, entry{FullURL: urn(id), Resource: r})
	}
	add(s.derived("composition"), s.composition(sections))
	add(s.Patient.ID.Raw(), s.patientResource())
	if !s.Practitioner.ID.IsZero() {
		add(s.Practitioner.ID.Raw(), s.practitionerResource())
	}
	add(s.Practice.ID.Raw(), s.organizationResource())
	b.Entry = append(b.Entry, entries...)
	return b
}

func (s summary) composition(sections []section) composition {
	custodian := referTo(s.Practice.ID.Raw())
	author := custodian
	if !s.Practitioner.ID.IsZero() {
		author = referTo(s.Practitioner.ID.Raw())
	}
	id := s.derived("composition")
	return composition{head: head{ResourceType: "Composition", ID: id.String()}, Language: s.Practice.Language, Identifier: identifier{System: "urn:ietf:rfc:3986", Value: urn(id)},
		Status: "final", Type: concept(systemLOINC, "60591-5", "Patient summary Document"), Subject: referTo(s.Patient.ID.Raw()), Date: instant(s.At),
		Author: []reference{author}, Title: s.text("exchange.title"), Custodian: &custodian, Section: sections}
}
