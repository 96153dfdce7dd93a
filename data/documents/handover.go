package documents

import (
	"time"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// RecipientLength is the longest name of who took a document, in characters.
const RecipientLength = 120

// HandOver says that somebody was given the paper: a fact apart from issuing and from printing.
type HandOver struct {
	ID HandOverID `db:"id"`
	store.Meta
	Document  DocumentID   `db:"document_id"`
	At        time.Time    `db:"at"` // UTC
	User      store.UserID `db:"user_id"`
	Recipient string       `db:"recipient"` // "" is the patient
}

// HandOvers is the record type of papers given out.
var HandOvers = store.NewTable[HandOver](store.Spec{Number: 83, Name: "HandOver", Table: "hand_over", Schema: 1, Trial: true, Read: action.DocumentRead, Write: action.DocumentPrint})

// Validate returns all problems at once.
func (h HandOver) Validate() error {
	var problems value.Problems
	if h.Document.IsZero() {
		problems.Add("document", "error.value.required")
	}
	if h.At.IsZero() || h.User.IsZero() {
		problems.Add("at", "error.value.required")
	}
	problems.Text("recipient", &h.Recipient, RecipientLength, false)
	return problems.Err()
}

// HandOverTo records that recipient, "" for the patient, was given the paper. Conflict where there is none yet, or where the document no
// longer holds.
func HandOverTo(tx *store.Tx, id DocumentID, recipient string) (HandOver, error) {
	d, err := current(tx, id)
	if err != nil {
		return HandOver{}, err
	}
	events, err := PrintsOf(tx, id)
	if err != nil {
		return HandOver{}, err
	}
	if nextCopy(events) == 0 {
		return HandOver{}, store.Fail(store.Conflict, "error.issued.not_printed")
	}
	if events[len(events)-1].Outcome == PrintSent { // whoever holds it has seen it come out
		if _, err := CameOut(tx, id); err != nil {
			return HandOver{}, err
		}
	}
	recipient, err = value.Clean(recipient, RecipientLength, false)
	if err != nil {
		return HandOver{}, &store.Error{Code: store.Invalid, Key: "error.store.problems", Field: "recipient", Err: err}
	}
	h := HandOver{Document: d.ID, At: tx.Now(), User: tx.Actor().User, Recipient: recipient}
	err = store.Insert(tx, HandOvers, &h)
	return h, err
}

// UndoHandOver takes back a tick that was set on the wrong line.
func UndoHandOver(tx *store.Tx, id HandOverID) error {
	h, err := store.Get(tx, HandOvers, id)
	if err != nil {
		return err
	}
	return store.Retract(tx, HandOvers, &h)
}

// HandOversOf returns to whom a document was given, oldest first.
func HandOversOf(tx *store.Tx, id DocumentID) ([]HandOver, error) {
	return store.Select(tx, HandOvers, "document_id = ? AND retracted = 0 ORDER BY id", id)
}
