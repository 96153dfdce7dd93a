package settings

import (
	"context"
	"errors"
	"strings"
	"time"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/session"
)

// person is somebody who signs in, with the practitioner that the person is, where the person treats patients.
type person struct {
	user         organization.User
	practitioner organization.Practitioner
}

// treats reports whether a role is a doctor's.
func treats(role action.Role) bool { return role == action.Owner || role == action.Doctor }

// peopleModel reads and writes who signs in. Its methods may run on any goroutine.
type peopleModel struct {
	s *session.Session
}

// load returns everybody, those who left last.
func (m peopleModel) load(ctx context.Context) (list []person, err error) {
	err = m.s.View(ctx, action.ReadPractice, func(tx *store.Tx) error {
		users, err := organization.AllUsers(tx)
		if err != nil {
			return err
		}
		for _, active := range []bool{true, false} {
			for _, u := range users {
				if u.Active != active {
					continue
				}
				p := person{user: u}
				if !u.Practitioner.IsZero() {
					if p.practitioner, err = store.Get(tx, organization.Practitioners, u.Practitioner); err != nil {
						return err
					}
				}
				list = append(list, p)
			}
		}
		return nil
	})
	return list, err
}

// values are the form's, for a person who is there.
func (p person) values() map[string]string {
	n := p.practitioner.Name
	return map[string]string{"login": p.user.Login, "display": p.user.Display, "role": string(p.user.Role), "prefix": n.Prefix, "given": n.Given, "family": n.Family,
		"qualification": p.practitioner.Qualification, "registration": p.practitioner.Registration, "profession": p.profession(), "npi": p.practitioner.NPI,
		"dea": p.practitioner.DEA, "phone": p.practitioner.Phone, "email": p.practitioner.Email}
}

// profession is what the form shows where nothing was said: a doctor.
func (p person) profession() string {
	if p.practitioner.Profession == "" {
		return string(organization.Doctor)
	}
	return string(p.practitioner.Profession)
}

// set puts the form's values into the person.
func (p *person) set(values map[string]string) error {
	p.user.Login, p.user.Display = strings.TrimSpace(values["login"]), strings.TrimSpace(values["display"])
	p.user.Role = action.Role(values["role"])
	if !treats(p.user.Role) {
		return nil
	}
	who := &p.practitioner
	who.Name.Prefix, who.Name.Given, who.Name.Family = values["prefix"], values["given"], values["family"]
	who.Qualification, who.Registration = strings.TrimSpace(values["qualification"]), strings.TrimSpace(values["registration"])
	// What another country's law asks for has no field in the form, and stays as it is.
	for field, to := range map[string]*string{"npi": &who.NPI, "dea": &who.DEA, "phone": &who.Phone, "email": &who.Email} {
		if typed, asked := values[field]; asked {
			*to = strings.TrimSpace(typed)
		}
	}
	if typed, asked := values["profession"]; asked {
		who.Profession = organization.Profession(typed)
	}
	name, err := who.Name.Clean()
	if err != nil {
		return invalid(err)
	}
	who.Name = name
	var problems value.Problems
	problems.Check("", name.Validate())
	problems.Check("", who.Validate())
	if p.user.Display == "" {
		p.user.Display = name.Display(value.GivenFirst)
	}
	return invalid(problems.Err())
}

// invalid wraps problems for Session.Problem; nil stays nil.
func invalid(err error) error {
	if err == nil {
		return nil
	}
	return &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
}

// handed is a one-time password that was just made for somebody.
type handed struct {
	name, password string
	until          time.Time
}

// add makes a person who can sign in, with a one-time password. A doctor becomes one who can be booked, too.
func (m peopleModel) add(ctx context.Context, values map[string]string) (handed, error) {
	var p person
	if err := p.set(values); err != nil {
		return handed{}, err
	}
	if treats(p.user.Role) {
		p.practitioner.Active = true
		err := m.s.Update(ctx, action.ManagePractice, func(tx *store.Tx) error { return store.Insert(tx, organization.Practitioners, &p.practitioner) })
		if err != nil {
			return handed{}, err
		}
		p.user.Practitioner = p.practitioner.ID
	}
	u, drawn, err := m.s.Practice.AddUserOneTime(ctx, m.s.Actor, p.user)
	if err != nil && treats(p.user.Role) { // nobody signs in as this doctor: the entry was made for nothing
		retracted := m.s.Update(ctx, action.ManagePractice, func(tx *store.Tx) error { return store.Retract(tx, organization.Practitioners, &p.practitioner) })
		return handed{}, errors.Join(err, retracted)
	}
	return handed{u.Name(), drawn, u.OneTimeUntil}, err
}

// change keeps what was changed of a person. The login stays.
func (m peopleModel) change(ctx context.Context, p person, values map[string]string) error {
	login := p.user.Login
	before := p.practitioner
	if err := p.set(values); err != nil {
		return err
	}
	p.user.Login = login
	if treats(p.user.Role) && before != p.practitioner {
		err := m.s.Update(ctx, action.ManagePractice, func(tx *store.Tx) error {
			if p.user.Practitioner.IsZero() {
				p.practitioner.Active = true
				return store.Insert(tx, organization.Practitioners, &p.practitioner)
			}
			return store.Update(tx, organization.Practitioners, &p.practitioner)
		})
		if err != nil {
			return err
		}
		p.user.Practitioner = p.practitioner.ID
	}
	_, err := m.s.Practice.ChangeUser(ctx, m.s.Actor, p.user)
	return err
}

// mayLeave refuses for the last owner, before anything is asked: the record refuses it, too.
func (m peopleModel) mayLeave(p person, all []person) error {
	for _, other := range all {
		if other.user.ID != p.user.ID && other.user.Active && other.user.Role == action.Owner {
			return nil
		}
	}
	if p.user.Role == action.Owner {
		return store.FailField("role", "error.organization.last_owner")
	}
	return nil
}

// oldBackups says which backups the person's password still opens: those made while the person could sign in; "" where there is none.
func (m peopleModel) oldBackups(ctx context.Context, p person) (string, error) {
	state, err := backupModel(m).load(ctx)
	if err != nil {
		return "", err
	}
	return backupModel(m).opensWith(state.kept, p.user.ID.Raw()), nil
}

// deactivate ends a person's access: the password opens nothing any more.
func (m peopleModel) deactivate(ctx context.Context, p person) error {
	p.user.Active = false
	_, err := m.s.Practice.ChangeUser(ctx, m.s.Actor, p.user)
	return err
}

// giveOneTime makes a one-time password for a person who forgot the own one. Somebody who had left and has come back gets one, too.
func (m peopleModel) giveOneTime(ctx context.Context, p person) (handed, error) {
	drawn, err := m.s.Practice.GiveOneTimePassword(ctx, m.s.Actor, p.user.ID)
	return handed{p.user.Name(), drawn, m.s.Practice.Now().Add(organization.OneTimeLife)}, err
}
