package organization

import (
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Location is a place where the practice works (FHIR R4 Location).
type Location struct {
	ID LocationID `db:"id"`
	store.Meta
	Name    string `db:"name"`
	Address string `db:"address"`
	Phone   string `db:"phone"`
}

// Locations is the record type of places.
var Locations = store.NewTable[Location](store.Spec{Number: 2, Name: "Location", Table: "location", Schema: 1, Read: action.PracticeRead, Write: action.PracticeManage})

// Validate returns all problems at once.
func (l Location) Validate() error {
	var problems value.Problems
	problems.Text("name", &l.Name, NameLength, false)
	problems.Required("name", l.Name)
	problems.Text("address", &l.Address, AddressLength, true)
	problems.Text("phone", &l.Phone, ContactLength, false)
	return problems.Err()
}

// Practitioner is a person who treats patients (FHIR R4 Practitioner).
type Practitioner struct {
	ID PractitionerID `db:"id"`
	store.Meta
	Name          value.HumanName `db:"name,json"`
	Qualification string          `db:"qualification"` // as printed under the name
	Registration  string          `db:"registration"`  // with the council or board, as printed; documents that need it say when it is missing
	Phone         string          `db:"phone"`
	Email         string          `db:"email"`
	Active        bool            `db:"active"` // can be booked
}

// Practitioners is the record type of those who treat.
var Practitioners = store.NewTable[Practitioner](store.Spec{Number: 3, Name: "Practitioner", Table: "practitioner", Schema: 1, Read: action.PracticeRead, Write: action.PracticeManage})

// Validate returns all problems at once.
func (p Practitioner) Validate() error {
	var problems value.Problems
	problems.Check("name", p.Name.Validate())
	if p.Name.IsZero() {
		problems.Add("name", "error.value.required")
	}
	problems.Text("qualification", &p.Qualification, ContactLength, false)
	problems.Text("registration", &p.Registration, ContactLength, false)
	problems.Text("phone", &p.Phone, ContactLength, false)
	problems.Text("email", &p.Email, ContactLength, false)
	return problems.Err()
}

// ActivePractitioners returns those who can be booked, in the order in which they joined.
func ActivePractitioners(tx *store.Tx) ([]Practitioner, error) {
	return store.Select(tx, Practitioners, "active = 1 AND retracted = 0 ORDER BY id")
}

// MainLocation returns the first place of the practice.
func MainLocation(tx *store.Tx) (Location, error) {
	list, err := store.Select(tx, Locations, "retracted = 0 ORDER BY id LIMIT 1")
	if err != nil {
		return Location{}, err
	}
	if len(list) == 0 {
		return Location{}, store.Fail(store.NotFound, "error.organization.not_founded")
	}
	return list[0], nil
}
