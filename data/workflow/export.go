package workflow

import (
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/value"
)

// ExportTo are the options of an export of a patient's record (action.ExportChart) for somebody, as whoever exports calls them; "" where nobody
// says who it is for. The audit trail keeps the name as the event's reason, and the patient's page of disclosures prints it as who took it.
//
// It returns Invalid, for the field recipient, for what is no name.
func ExportTo(patient patients.ID, recipient string) ([]store.Option, error) {
	recipient, err := value.Clean(recipient, documents.RecipientLength, false)
	if err != nil {
		return nil, &store.Error{Code: store.Invalid, Key: "error.store.problems", Field: "recipient", Err: err}
	}
	return []store.Option{store.About(patient), store.Because(recipient)}, nil
}
