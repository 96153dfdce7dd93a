package organization

import (
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/vault"
)

// Founding is what the first run asks for.
type Founding struct {
	Practice     Practice // name and country; Defaults fills the rest
	Practitioner Practitioner
	Login        string
	Display      string
}

// Defaults fills what the country suggests and what a new practice starts with. A new practice is a trial.
func (f *Founding) Defaults(country, language string) {
	RegionOf(country).Apply(&f.Practice)
	f.Practice.Language = language
	f.Practice.Trial = true
	f.Practice.IdleMinutes = 10
	f.Practice.PrescriptionDays = 30
	f.Practice.DeskDiscountPercent = 10
	f.Practitioner.Active = true
}

// Validate returns all problems at once, under "practice", "practitioner" and "login".
func (f Founding) Validate() error {
	var problems value.Problems
	problems.Check("practice", f.Practice.Validate())
	problems.Check("practitioner", f.Practitioner.Validate())
	problems.Text("login", &f.Login, LoginLength, false)
	problems.Required("login", f.Login)
	return problems.Err()
}

// Found writes the practice, its first place, its owner as practitioner and as user. owner is the id of the owner's key slot.
func Found(tx *store.Tx, owner store.UserID, f Founding) (Practice, error) {
	if err := f.Practice.Clean(); err != nil {
		return f.Practice, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
	}
	name, err := f.Practitioner.Name.Clean()
	if err != nil {
		return f.Practice, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
	}
	f.Practitioner.Name = name
	if err := f.Validate(); err != nil {
		return f.Practice, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
	}
	if err := store.Insert(tx, Practices, &f.Practice); err != nil {
		return f.Practice, err
	}
	place := Location{Name: f.Practice.Name, Address: f.Practice.Address, Phone: f.Practice.Phone}
	if err := store.Insert(tx, Locations, &place); err != nil {
		return f.Practice, err
	}
	if err := store.Insert(tx, Practitioners, &f.Practitioner); err != nil {
		return f.Practice, err
	}
	user := User{ID: store.ID[User](owner), Login: vault.FoldName(f.Login), Display: f.Display, Role: action.Owner, Practitioner: f.Practitioner.ID, Active: true}
	return f.Practice, store.Insert(tx, Users, &user)
}

// Records lists the record types of this room.
func Records() []store.Record {
	return []store.Record{Practices, Locations, Practitioners, Users, Logos, Signatures}
}
