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
	Profession    Profession      `db:"profession"`
	NPI           string          `db:"npi"` // United States: national provider identifier
	DEA           string          `db:"dea"` // United States: number for controlled substances; on no other prescription
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
	if !p.Profession.valid() {
		problems.Add("profession", "error.organization.choice_unknown")
	}
	if p.NPI != "" && !goodNPI(p.NPI) {
		problems.Add("npi", "error.organization.npi")
	}
	if p.DEA != "" && !goodDEA(p.DEA) {
		problems.Add("dea", "error.organization.dea")
	}
	return problems.Err()
}

// goodNPI checks the check digit: Luhn's over the ten digits behind the prefix 80840 (45 CFR 162.406(a)).
func goodNPI(npi string) bool {
	if len(npi) != 10 {
		return false
	}
	sum := 0
	for i, r := range "80840" + npi {
		if r < '0' || r > '9' {
			return false
		}
		digit := int(r - '0')
		if i%2 == 1 { // fifteen digits: the second from the right is at an odd place
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		sum += digit
	}
	return sum%10 == 0
}

// goodDEA checks the form, two letters (or a letter and 9) and seven digits, and the check digit: of the first plus third plus fifth
// and twice the second plus fourth plus sixth, the last figure.
func goodDEA(dea string) bool {
	if len(dea) != 9 || dea[0] < 'A' || dea[0] > 'Z' || (dea[1] < 'A' || dea[1] > 'Z') && dea[1] != '9' {
		return false
	}
	sum := 0
	for i, r := range dea[2:] {
		if r < '0' || r > '9' {
			return false
		}
		switch digit := int(r - '0'); {
		case i == 6:
			return sum%10 == digit
		case i%2 == 0:
			sum += digit
		default:
			sum += 2 * digit
		}
	}
	return false
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
