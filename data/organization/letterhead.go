package organization

import (
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Limits of what stands on the practice's paper beside its name.
const (
	SloganLength = 120       // characters
	HoursLength  = 200       // characters, over several lines
	FooterLength = 300       // characters
	MaxFootBand  = 60        // mm
	MaxLogo      = 512 << 10 // bytes, as kept: each issued page holds it once
	MaxSignature = 128 << 10 // bytes, as kept
)

// Bands are the heights, in mm, that paper with a printed letterhead leaves no room in, by the size of the sheet.
type Bands struct {
	A4     int  `json:"a4,omitempty"`
	A5     int  `json:"a5,omitempty"`
	Letter int  `json:"letter,omitempty"`
	Foot   int  `json:"foot,omitempty"` // at the bottom, on every size
	Set    bool `json:"set,omitempty"`  // chosen by size; without it Practice.LetterheadBandMM holds on all of them
}

// Band is the height in mm at the top of a sheet that the practice's own paper fills; 0 where the letterhead is printed with the page.
func (p Practice) Band(paper string) int {
	if !p.Bands.Set {
		return p.LetterheadBandMM
	}
	return p.Bands.Top(paper)
}

// Top is the height in mm at the top of a sheet of a size.
func (b Bands) Top(paper string) int {
	switch paper {
	case "A4":
		return b.A4
	case "A5":
		return b.A5
	case "Letter":
		return b.Letter
	}
	return 0
}

// FootBand is the same at the bottom.
func (p Practice) FootBand(paper string) int {
	if p.Band(paper) == 0 {
		return 0
	}
	return p.Bands.Foot
}

func (b Bands) validate(problems *value.Problems) {
	for field, band := range map[string]int{"bandA4": b.A4, "bandA5": b.A5, "bandLetter": b.Letter} {
		if band < 0 || band > MaxLetterheadBand {
			problems.Add(field, "error.organization.number_between", "Low", 0, "High", MaxLetterheadBand)
		}
	}
	if b.Foot < 0 || b.Foot > MaxFootBand {
		problems.Add("bandFoot", "error.organization.number_between", "Low", 0, "High", MaxFootBand)
	}
}

// LogoID names a logo.
type LogoID = store.ID[Logo]

// Logo is a picture that the letterhead bears, as it is printed: small enough for paper, without what a camera wrote into it. It never
// changes; another one is another record, so that undoing is pointing back.
type Logo struct {
	ID LogoID `db:"id"`
	store.Meta
	Picture []byte `db:"picture"` // PNG, or SVG
}

// Logos is the record type.
var Logos = store.NewTable[Logo](store.Spec{Number: 5, Name: "Logo", Table: "logo", Schema: 1, Read: action.PracticeRead, Write: action.PracticeManage})

// Validate returns all problems at once.
func (l Logo) Validate() error {
	var problems value.Problems
	if len(l.Picture) == 0 || len(l.Picture) > MaxLogo {
		problems.Add("logo", "error.organization.picture_size", "Most", MaxLogo>>10)
	}
	return problems.Err()
}

// AddLogo keeps a picture for the letterhead; Practice.Logo makes it the practice's.
func AddLogo(tx *store.Tx, picture []byte) (LogoID, error) {
	l := Logo{Picture: picture}
	if err := l.Validate(); err != nil {
		return l.ID, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
	}
	err := store.Insert(tx, Logos, &l)
	return l.ID, err
}

// LogoPicture returns the picture of the practice's logo; nil where it has none.
func LogoPicture(tx *store.Tx, p Practice) ([]byte, error) {
	if p.Logo.IsZero() {
		return nil, nil
	}
	l, err := store.Get(tx, Logos, p.Logo)
	return l.Picture, err
}

// Profession is what a prescriber is by law (United Kingdom: Human Medicines Regulations 2012, regulation 214(3)).
type Profession string

// The professions. "" is a doctor of whom nothing more was said.
const (
	Doctor     Profession = "doctor"
	Dentist    Profession = "dentist"
	Nurse      Profession = "nurse"
	Pharmacist Profession = "pharmacist"
	Prescriber Profession = "prescriber"
)

// Professions lists them.
var Professions = []Profession{Doctor, Dentist, Nurse, Pharmacist, Prescriber}

// CatalogueKey names the word.
func (p Profession) CatalogueKey() string {
	if p == "" {
		p = Doctor
	}
	return "organization.profession." + string(p)
}

func (p Profession) valid() bool {
	for _, known := range Professions {
		if p == known {
			return true
		}
	}
	return p == ""
}

// Signature is the picture of a practitioner's signature, which the practitioner released with the own password. It stands on what that
// practitioner issues while signed in, and on nothing that somebody else does.
type Signature struct {
	ID store.ID[Signature] `db:"id"`
	store.Meta
	Practitioner PractitionerID `db:"practitioner_id"`
	Picture      []byte         `db:"picture"` // PNG
}

// Signatures is the record type. SetSignature alone writes it, for the actor.
var Signatures = store.NewTable[Signature](store.Spec{Number: 6, Name: "Signature", Table: "signature", Schema: 1, Read: action.PracticeRead, Write: action.OwnAccount})

// Validate returns all problems at once.
func (s Signature) Validate() error {
	var problems value.Problems
	if s.Practitioner.IsZero() {
		problems.Add("practitioner", "error.value.required")
	}
	if len(s.Picture) == 0 || len(s.Picture) > MaxSignature {
		problems.Add("signature", "error.organization.picture_size", "Most", MaxSignature>>10)
	}
	return problems.Err()
}

// SetSignature releases a picture as the actor's own signature in place of the one before; nil takes it back. Invalid for an actor who
// treats nobody.
func SetSignature(tx *store.Tx, picture []byte) error {
	u, err := UserOf(tx, tx.Actor().User)
	if err != nil {
		return err
	}
	if u.Practitioner.IsZero() {
		return store.FailField("signature", "error.organization.signature_of_nobody")
	}
	kept, err := signatures(tx, u.Practitioner)
	if err != nil {
		return err
	}
	for i := range kept {
		if err := store.Retract(tx, Signatures, &kept[i]); err != nil {
			return err
		}
	}
	if len(picture) == 0 {
		return nil
	}
	s := Signature{Practitioner: u.Practitioner, Picture: picture}
	if err := s.Validate(); err != nil {
		return &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
	}
	return store.Insert(tx, Signatures, &s)
}

// ReleasedSignature returns the signature of a practitioner for a page that the actor issues: nil where none was released, and where the
// actor is somebody else.
func ReleasedSignature(tx *store.Tx, id PractitionerID) ([]byte, error) {
	u, err := UserOf(tx, tx.Actor().User)
	if err != nil || u.Practitioner != id || id.IsZero() {
		return nil, err
	}
	kept, err := signatures(tx, id)
	if err != nil || len(kept) == 0 {
		return nil, err
	}
	return kept[0].Picture, nil
}

func signatures(tx *store.Tx, id PractitionerID) ([]Signature, error) {
	return store.Select(tx, Signatures, "practitioner_id = ? AND retracted = 0 ORDER BY id DESC", id)
}
