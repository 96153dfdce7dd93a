// Package organizationtest founds a practice on a kernel, for the tests of the other rooms.
package organizationtest

import (
	"testing"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
)

// Found makes an Indian practice with one place and one practitioner, who is the kit's owner; the kit's doctor and desk become users.
func Found(t testing.TB, k *storetest.Kit) (organization.Practitioner, organization.Location) {
	t.Helper()
	f := organization.Founding{Login: "doctor", Display: "Dr Rao"}
	f.Defaults("IN", "en")
	f.Practice.Name = "Lakeside Family Clinic"
	f.Practice.Address = "14 Lake Road\nUdaipur 313001, Rajasthan"
	f.Practitioner.Name = value.HumanName{Prefix: "Dr", Given: "Anjali", Family: "Rao"}
	f.Practitioner.Qualification, f.Practitioner.Registration = "MBBS, MD (Paediatrics)", "RMC 24518"
	var who organization.Practitioner
	var where organization.Location
	k.MustUpdate(t, k.Owner, action.FoundPractice, func(tx *store.Tx) error {
		if _, err := organization.Found(tx, k.Owner.User, f); err != nil {
			return err
		}
		people, err := organization.ActivePractitioners(tx)
		if err != nil {
			return err
		}
		who = people[0]
		if where, err = organization.MainLocation(tx); err != nil {
			return err
		}
		for _, u := range []organization.User{
			{ID: store.ID[organization.User](k.Doctor.User), Login: "second", Role: action.Doctor, Practitioner: who.ID},
			{ID: store.ID[organization.User](k.Desk.User), Login: "desk", Role: action.Desk},
		} {
			if _, err := organization.AddUser(tx, u); err != nil {
				return err
			}
		}
		return nil
	})
	return who, where
}
