// Package patients is the screens about who the patients are: the list, one patient, and the registration form.
//
//	list.go       everybody, found while one types
//	register.go   the form of a new patient, and of one that is corrected
//	patient.go    one patient; what each of its tabs shows lies in a file of its own
//
// The models decide and know no widget; values.go turns what was typed into a patient and back.
package patients

import (
	"satchel/data/patients"
	"satchel/data/store/action"
	"satchel/ui/frame"
)

// Places lists the screens of this package.
func Places() []frame.PlaceSpec { return PlacesWith(nil) }

// PlacesWith is Places with a way to export a patient's record, which the page of the patient then offers to those who may.
func PlacesWith(export func(*frame.Frame, patients.ID)) []frame.PlaceSpec {
	openPatient := func(f *frame.Frame, to frame.Target) frame.Screen { return openPatient(f, to, export) }
	return []frame.PlaceSpec{
		{Name: frame.Patients, Label: "patients_screen.title", Icon: "patients", Needs: action.FindPatients, Open: openList, Help: []string{
			"patients_screen.help.find", "patients_screen.help.open", "patients_screen.help.new"}},
		{Name: frame.Register, Label: "patients_screen.register", Needs: action.RegisterPatient, Open: openRegister, Help: []string{
			"patients_screen.help.save", "patients_screen.help.book", "patients_screen.help.walk_in", "patients_screen.help.unknown",
			"patients_screen.help.same"}},
		{Name: frame.Patient, Label: "patients_screen.patient", Needs: action.OpenPatient, Open: openPatient, Help: []string{
			"patients_screen.help.visit", "patients_screen.help.book_here", "patients_screen.help.bill", "patients_screen.help.edit",
			"patients_screen.help.view", "patients_screen.help.here", "patients_screen.help.page", "patients_screen.help.immunization"}},
	}
}
