package patients

import (
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/ui/session"
)

// people are the names of those who treat and those who sign in.
type people struct {
	session       *session.Session
	practitioners map[organization.PractitionerID]string
	users         map[store.UserID]string
}

// readPeople reads the names of all users and active practitioners, and of those others that are asked for.
func readPeople(tx *store.Tx, s *session.Session, others ...organization.PractitionerID) (people, error) {
	p := people{session: s, practitioners: map[organization.PractitionerID]string{}, users: map[store.UserID]string{}}
	active, err := organization.ActivePractitioners(tx)
	if err != nil {
		return p, err
	}
	for _, a := range active {
		p.practitioners[a.ID] = s.Name(a.Name)
	}
	for _, id := range others {
		if _, known := p.practitioners[id]; known || id.IsZero() {
			continue
		}
		a, err := store.Get(tx, organization.Practitioners, id)
		if err != nil {
			return p, err
		}
		p.practitioners[id] = s.Name(a.Name)
	}
	users, err := organization.AllUsers(tx)
	for _, u := range users {
		p.users[u.KernelID()] = u.Name()
	}
	return p, err
}

// user names who signed in; whoever is no user came in by the recovery key.
func (p people) user(id store.UserID) string {
	if name, known := p.users[id]; known {
		return name
	}
	return p.session.Text("session.recovery")
}
