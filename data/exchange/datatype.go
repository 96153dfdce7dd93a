package exchange

import (
	"encoding/json"
	"strings"
	"time"

	"satchel/data/store"
	"satchel/data/value"
)

// The datatypes of FHIR R4 (hl7.org/fhir/R4/datatypes.html) that the record needs. Field order is that of the specification.
type (
	coding struct {
		System  string `json:"system,omitempty"`
		Code    string `json:"code,omitempty"`
		Display string `json:"display,omitempty"`
	}
	codeableConcept struct {
		Coding []coding `json:"coding,omitempty"`
		Text   string   `json:"text,omitempty"`
	}
	identifier struct {
		System string `json:"system,omitempty"`
		Value  string `json:"value,omitempty"`
	}
	reference struct {
		Reference string `json:"reference,omitempty"`
		Display   string `json:"display,omitempty"`
	}
	humanName struct {
		Use    string   `json:"use,omitempty"`
		Text   string   `json:"text,omitempty"`
		Family string   `json:"family,omitempty"`
		Given  []string `json:"given,omitempty"`
		Prefix []string `json:"prefix,omitempty"`
		Suffix []string `json:"suffix,omitempty"`
	}
	contactPoint struct {
		System string `json:"system,omitempty"`
		Value  string `json:"value,omitempty"`
	}
	address struct {
		Text       string   `json:"text,omitempty"`
		Line       []string `json:"line,omitempty"`
		City       string   `json:"city,omitempty"`
		State      string   `json:"state,omitempty"`
		PostalCode string   `json:"postalCode,omitempty"`
		Country    string   `json:"country,omitempty"`
	}
	quantity struct {
		Value  json.Number `json:"value,omitempty"`
		Unit   string      `json:"unit,omitempty"`
		System string      `json:"system,omitempty"`
		Code   string      `json:"code,omitempty"`
	}
	narrative struct {
		Status string `json:"status"`
		Div    string `json:"div"`
	}
	extension struct {
		URL       string `json:"url"`
		ValueCode string `json:"valueCode,omitempty"`
	}
	// absent stands beside an element that is not known: "_birthDate".
	absent struct {
		Extension []extension `json:"extension"`
	}
	period struct {
		Start string `json:"start,omitempty"`
		End   string `json:"end,omitempty"`
	}
	annotation struct {
		Text string `json:"text"`
	}
)

// The systems that codes come from.
const (
	systemLOINC  = "http://loinc.org"
	systemUCUM   = "http://unitsofmeasure.org"
	systemATC    = "http://www.whocc.no/atc"
	terminology  = "http://terminology.hl7.org/CodeSystem/"
	systemAbsent = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips" // IPS 2.0, "Absent and Unknown Data"
)

// unknown is FHIR's extension data-absent-reason with the reason "unknown".
func unknown() *absent {
	return &absent{[]extension{{URL: "http://hl7.org/fhir/StructureDefinition/data-absent-reason", ValueCode: "unknown"}}}
}

func concept(system, code, display string) *codeableConcept {
	return &codeableConcept{Coding: []coding{{System: system, Code: code, Display: display}}}
}

// conceptOf keeps the words as they were written, and the code where one was chosen from a list.
func conceptOf(c value.Code) *codeableConcept {
	out := &codeableConcept{Text: c.Display}
	if c.IsCoded() {
		out.Coding = []coding{{System: c.System, Code: c.Code}}
	}
	return out
}

func referTo(id store.RawID) reference { return reference{Reference: urn(id)} }

// urn is the fullUrl of a record: its own identity.
func urn(id store.RawID) string { return "urn:uuid:" + id.String() }

// instant is FHIR's instant and dateTime with a time, in UTC.
func instant(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

// measure gives a UCUM quantity, digits as they were typed.
func measure(q value.Quantity) *quantity {
	if q.IsZero() {
		return nil
	}
	return &quantity{Value: json.Number(q.Value.String()), Unit: value.UnitLabel(q.Unit), System: systemUCUM, Code: q.Unit}
}

func nameOf(n value.HumanName) []humanName {
	if n.IsZero() {
		return nil
	}
	list := []humanName{{Use: "official", Text: n.Display(value.GivenFirst), Family: n.Family, Given: strings.Fields(n.Given), Prefix: fields(n.Prefix), Suffix: fields(n.Suffix)}}
	if latin, own := n.DisplayLatin(value.GivenFirst); own && latin != list[0].Text {
		list = append(list, humanName{Use: "usual", Text: latin})
	}
	return list
}

func fields(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}
