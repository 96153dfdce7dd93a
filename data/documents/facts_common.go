package documents

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"satchel/data/organization"
	"satchel/data/value"
)

// Paper is the size of a sheet.
type Paper string

// The papers: ISO 216, ANSI/ASME Y14.1, and the 80 mm receipt roll. A6 is for slips.
const (
	PaperA4     Paper = "A4"
	PaperA5     Paper = "A5"
	PaperA6     Paper = "A6"
	PaperLetter Paper = "Letter"
	PaperRoll80 Paper = "80 mm"
)

// Limits of the texts of a page, in characters, and of its lists.
const (
	maxShort    = 200     // a name, a number, a label
	maxLong     = 4000    // instructions, advice
	maxList     = 1000    // items, lines
	maxPadBand  = 120     // mm
	maxFootBand = 60      // mm
	maxFooter   = 300     // characters
	maxHeads    = 24      // practitioners on a letterhead
	maxPhoto    = 2 << 20 // bytes
	maxVerify   = 300     // bytes in a QR code
	maxLines    = 10      // of an address
	maxRepeats  = 99
	maxKeyParts = 40
)

// Setting says how a document is set.
type Setting struct {
	// Language of the page's own words, a BCP 47 tag.
	Language string
	Paper    Paper
	// Chosen says that somebody chose Paper for this one page: no standing choice of the computer takes its place.
	Chosen bool
	// PadBand is the height in mm at the top of every sheet that printed paper already
	// fills with a letterhead; above zero, none is drawn. At most 120.
	PadBand int
	// FootBand is the same at the bottom; with PadBand alone. At most 60.
	FootBand int
	// Bands are both by the size of the sheet, for a page that is set on another paper; see On.
	Bands organization.Bands
	// Zone is the IANA time zone in which instants are shown.
	Zone      string
	NameOrder value.NameOrder
	Number    value.NumberFormat
	// Trial marks every page as not real.
	Trial bool
}

// On is the setting on another paper, with the room that this one's printed head takes; the same where the paper was chosen.
func (s Setting) On(paper Paper) Setting {
	if s.Chosen {
		return s
	}
	s.Paper = paper
	switch {
	case paper == PaperRoll80:
		s.PadBand, s.FootBand = 0, 0 // no roll comes with a printed head
	case s.Bands.Set:
		s.PadBand, s.FootBand = s.Bands.Top(string(paper)), 0
		if s.PadBand > 0 {
			s.FootBand = s.Bands.Foot
		}
	}
	return s
}

// languageTag is the shape of a BCP 47 tag (RFC 5646, 2.1).
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

func (s Setting) validate(problems *value.Problems) {
	if !languageTag.MatchString(s.Language) {
		problems.Add("setting.language", "error.value.invalid")
	}
	switch s.Paper {
	case PaperA4, PaperA5, PaperA6, PaperLetter, PaperRoll80:
	default:
		problems.Add("setting.paper", "error.documents.paper_unknown")
	}
	if s.PadBand < 0 || s.PadBand > maxPadBand {
		problems.Add("setting.padBand", "error.documents.pad_band", "Most", maxPadBand)
	}
	if s.FootBand < 0 || s.FootBand > maxFootBand {
		problems.Add("setting.footBand", "error.documents.pad_band", "Most", maxFootBand)
	}
	if _, err := value.LoadZone(s.Zone); err != nil {
		problems.Check("setting.zone", err)
	}
}

// Letterhead is what a page says of the practice.
type Letterhead struct {
	Practice string
	Address  []string // lines, the country on the last where the region wants it
	Phone    string
	Email    string
	// TaxID and Registration come with their label: "GSTIN 08ABCDE1234F1Z5".
	TaxID        string
	Registration string
	// Logo is a picture as organization.Logo keeps it; nil where there is none.
	Logo   []byte
	Slogan string   // under the name
	Hours  []string // lines
	Footer string   // at the bottom of each page
	// Practitioners are listed under the practice; empty where a page names only who signs it.
	Practitioners []Practitioner
}

func (l Letterhead) validate(problems *value.Problems) {
	problems.Required("letterhead.practice", l.Practice)
	short(problems, "letterhead.practice", l.Practice)
	lines(problems, "letterhead.address", l.Address)
	short(problems, "letterhead.phone", l.Phone)
	short(problems, "letterhead.email", l.Email)
	short(problems, "letterhead.taxId", l.TaxID)
	short(problems, "letterhead.registration", l.Registration)
	short(problems, "letterhead.slogan", l.Slogan)
	lines(problems, "letterhead.hours", l.Hours)
	check(problems, "letterhead.footer", l.Footer, maxFooter, false)
	if len(l.Logo) > maxPhoto {
		problems.Add("letterhead.logo", "error.documents.image_unusable")
	}
	if len(l.Practitioners) > maxHeads {
		problems.Add("letterhead.practitioners", "error.documents.too_many", "Most", maxHeads)
		return
	}
	for i, p := range l.Practitioners {
		p.validate(problems, HeadField(i))
	}
}

// HeadField is the name that problems give the practitioner i of the letterhead.
func HeadField(i int) string { return "letterhead.practitioners[" + strconv.Itoa(i) + "]" }

// Practitioner is who signs.
type Practitioner struct {
	Name          value.HumanName
	Qualification string // "MBBS, MD (Paediatrics)"
	Registration  string // with its label: "Reg. no. RMC 24518"
	// Profession is what the practitioner is by law, where the region asks for it ("Doctor"); Identifiers are further numbers with their
	// labels ("NPI 1234567893").
	Profession  string
	Identifiers []string
	// Phone and Email are the practitioner's own, where they differ from the practice's.
	Phone, Email string
	// Signature is a PNG that the practitioner's own login released; nil leaves a line to
	// sign on.
	Signature []byte
}

func (p Practitioner) validate(problems *value.Problems, field string) {
	problems.Check(field+".name", p.Name.Validate())
	short(problems, field+".qualification", p.Qualification)
	short(problems, field+".registration", p.Registration)
	short(problems, field+".profession", p.Profession)
	lines(problems, field+".identifiers", p.Identifiers)
	short(problems, field+".phone", p.Phone)
	short(problems, field+".email", p.Email)
	if len(p.Signature) > maxPhoto {
		problems.Add(field+".signature", "error.documents.image_unusable")
	}
}

// PatientIdentity is how a page names its patient.
type PatientIdentity struct {
	Name      value.HumanName
	Number    string // the practice's own
	BirthDate value.PartialDate
	// BirthDateEstimated says that the date was worked out from an age.
	BirthDateEstimated bool
	Sex                value.AdministrativeGender
	Address            []string
	Relation           string // "daughter of Rakesh Sharma"
	// Weight with the day it was taken, for doses by weight.
	Weight     value.Quantity
	WeightDate value.PartialDate
}

func (p PatientIdentity) validate(problems *value.Problems) {
	problems.Check("patient.name", p.Name.Validate())
	problems.Required("patient.number", p.Number)
	short(problems, "patient.number", p.Number)
	problems.Check("patient.birthDate", p.BirthDate.Validate())
	problems.Check("patient.sex", p.Sex.Validate())
	lines(problems, "patient.address", p.Address)
	short(problems, "patient.relation", p.Relation)
	problems.Check("patient.weight", p.Weight.Validate())
	problems.Check("patient.weightDate", p.WeightDate.Validate())
	if !p.Weight.IsZero() && p.WeightDate.IsZero() {
		// A child's weight without its day is no basis for a dose.
		problems.Add("patient.weightDate", "error.documents.weight_date_missing")
	}
}

// Void tells that a document is not valid any more.
type Void struct {
	At     time.Time
	By     string
	Reason string
}

// Reference points at an earlier document.
type Reference struct {
	Number string
	Date   value.PartialDate
	Reason string
}

func (v *Void) validate(problems *value.Problems) {
	if v == nil {
		return
	}
	if v.At.IsZero() {
		problems.Add("void.at", "error.value.required")
	}
	problems.Required("void.reason", v.Reason)
	long(problems, "void.reason", v.Reason)
	short(problems, "void.by", v.By)
}

func (r *Reference) validate(problems *value.Problems, field string) {
	if r == nil {
		return
	}
	problems.Required(field+".number", r.Number)
	short(problems, field+".number", r.Number)
	problems.Check(field+".date", r.Date.Validate())
	problems.Required(field+".reason", r.Reason)
	long(problems, field+".reason", r.Reason)
}

// short and long check a text's characters and length without changing it: an issued
// page says what the record says.
func short(problems *value.Problems, field, text string) {
	check(problems, field, text, maxShort, false)
}
func long(problems *value.Problems, field, text string) { check(problems, field, text, maxLong, true) }

func check(problems *value.Problems, field, text string, most int, multiline bool) {
	_, err := value.Clean(text, most, multiline)
	problems.Check(field, err)
}

func lines(problems *value.Problems, field string, list []string) {
	if len(list) > maxLines {
		problems.Add(field, "error.documents.too_many", "Most", maxLines)
		return
	}
	for _, line := range list {
		short(problems, field, line)
	}
}

func indexed(field string, i int, part string) string {
	return field + "[" + strconv.Itoa(i) + "]." + part
}

// What is misread in a dose: numbers such as 1.0 and .5, and abbreviations (ISMP, List of
// Error-Prone Abbreviations, Symbols, and Dose Designations, 2021; Joint Commission, "Do
// Not Use" list).
var (
	trailingZero  = regexp.MustCompile(`\d\.\d*0(?:\D|$)`)
	nakedPoint    = regexp.MustCompile(`(?:^|[^0-9])\.\d`)
	misreadUnit   = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:µg|μg|ug|iu|u|cc|tsp|tbsp|teaspoons?|tablespoons?)(?:[^\pL]|$)`)
	misreadSpeech = regexp.MustCompile(`(?:^|[^\pL])(?:(?i:q\.?d\.?|q\.?o\.?d\.?|mso4|mgso4|sub q)|MS|H\.?S\.?|D/C|S\.?C\.?|SQ|O\.?D\.?|O\.?S\.?|O\.?U\.?|A\.?D\.?|A\.?S\.?|A\.?U\.?|B\.?T\.?)(?:[^\pL]|$)`)
	misreadSign   = regexp.MustCompile(`[@<>]`)
)

// misread tells which rule a dose breaks: a catalogue key, or "" when it is safe.
func misread(text string) string {
	switch {
	case trailingZero.MatchString(text):
		return "error.documents.trailing_zero"
	case nakedPoint.MatchString(text):
		return "error.documents.naked_point"
	case misreadUnit.MatchString(text), misreadSpeech.MatchString(text), misreadSign.MatchString(text):
		return "error.documents.misread_abbreviation"
	}
	return ""
}

// safe checks a text of which the chemist reads doses.
func safe(problems *value.Problems, field, text string) {
	short(problems, field, text)
	if key := misread(text); key != "" && strings.TrimSpace(text) != "" {
		problems.Add(field, key)
	}
}
