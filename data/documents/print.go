package documents

import (
	"time"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Outcome is what became of an attempt to put a document on paper.
type Outcome string

// The outcomes. The first four put the document into the world, so the next paper is a copy.
const (
	PrintTaken  Outcome = "printed" // every page has left the printer's queue
	PrintSent   Outcome = "sent"    // the printer's queue has it, and was not seen to print it: it may come out at any time
	PrintSaved  Outcome = "saved"   // saved as a PDF where the user chose
	PrintShown  Outcome = "shown"   // shown large, and copied by hand
	PrintFailed Outcome = "failed"  // the printer refused, jammed, or nothing came out: the original is still to come
	PrintWaived Outcome = "waived"  // nobody wants the paper
)

// CatalogueKey names the words.
func (o Outcome) CatalogueKey() string { return "issued.outcome." + string(o) }

func (o Outcome) valid() bool {
	return o.counts() || o == PrintFailed || o == PrintWaived
}

// counts reports whether the attempt put the document into the world.
func (o Outcome) counts() bool {
	return o == PrintTaken || o == PrintSent || o == PrintSaved || o == PrintShown
}

// inTheWorld is counts in SQL.
const inTheWorld = `outcome IN ('printed', 'sent', 'saved', 'shown')`

// MaxCopy bounds the copies of a document.
const MaxCopy = 999

// PrintEvent is one attempt to put a document on paper. It is written after the printer has answered, never before.
type PrintEvent struct {
	ID PrintEventID `db:"id"`
	store.Meta
	Document DocumentID   `db:"document_id"`
	At       time.Time    `db:"at"` // UTC
	User     store.UserID `db:"user_id"`
	Outcome  Outcome      `db:"outcome"`
	Copy     int          `db:"copy"` // as the paper says: 0 is the original, 1 the first copy
}

// PrintEvents is the record type of prints.
var PrintEvents = store.NewTable[PrintEvent](store.Spec{Number: 82, Name: "PrintEvent", Table: "print_event", Schema: 1, Trial: true, Read: action.DocumentRead, Write: action.DocumentPrint})

// Validate returns all problems at once.
func (p PrintEvent) Validate() error {
	var problems value.Problems
	if p.Document.IsZero() {
		problems.Add("document", "error.value.required")
	}
	if !p.Outcome.valid() {
		problems.Add("outcome", "error.issued.outcome_unknown")
	}
	if p.Copy < 0 || p.Copy > MaxCopy {
		problems.Add("copy", "error.issued.copy_unknown")
	}
	if p.At.IsZero() || p.User.IsZero() {
		problems.Add("at", "error.value.required")
	}
	return problems.Err()
}

// NextCopy tells what the next paper of a document must say: 0 for the original, n for "copy n". Conflict where the document no
// longer holds: a void or superseded page is not put into the world again.
func NextCopy(tx *store.Tx, id DocumentID) (int, error) {
	d, err := current(tx, id)
	if err != nil {
		return 0, err
	}
	if err := tx.Require(action.DocumentPrint); err != nil {
		return 0, err
	}
	events, err := PrintsOf(tx, d.ID)
	return nextCopy(events), err
}

func nextCopy(events []PrintEvent) int {
	n := 0
	for _, e := range events {
		if e.Outcome.counts() {
			n++
		}
	}
	return n
}

// PrintsOf returns the attempts to print a document, oldest first.
func PrintsOf(tx *store.Tx, id DocumentID) ([]PrintEvent, error) {
	return store.Select(tx, PrintEvents, "document_id = ? AND retracted = 0 ORDER BY id", id)
}

// Printed records what became of a print, after the printer has answered. copy is what the paper says, as NextCopy gave it. A
// paper that is out is recorded also where the document was taken back while it printed.
func Printed(tx *store.Tx, id DocumentID, copy int, outcome Outcome) (PrintEvent, error) {
	d, err := store.Get(tx, Documents, id)
	if err != nil {
		return PrintEvent{}, err
	}
	events, err := PrintsOf(tx, id)
	if err != nil {
		return PrintEvent{}, err
	}
	if copy > nextCopy(events) {
		return PrintEvent{}, store.Fail(store.Invalid, "error.issued.copy_unknown")
	}
	e := PrintEvent{Document: d.ID, At: tx.Now(), User: tx.Actor().User, Outcome: outcome, Copy: copy}
	if err := store.Insert(tx, PrintEvents, &e); err != nil {
		return e, err
	}
	if outcome == PrintFailed {
		return e, nil
	}
	return e, unqueue(tx, id)
}

// DidNotComeOut takes the newest print back: the paper is not there, so the next one carries the same words, without a copy mark
// where it was the original. The event stays, with who said so. Conflict where nothing was printed, or it was handed over.
func DidNotComeOut(tx *store.Tx, id DocumentID) (PrintEvent, error) {
	d, err := current(tx, id)
	if err != nil {
		return PrintEvent{}, err
	}
	given, err := HandOversOf(tx, id)
	if err != nil {
		return PrintEvent{}, err
	}
	if len(given) > 0 {
		return PrintEvent{}, store.Fail(store.Conflict, "error.issued.handed_over")
	}
	events, err := PrintsOf(tx, id)
	if err != nil {
		return PrintEvent{}, err
	}
	for n := len(events) - 1; n >= 0; n-- {
		e := events[n]
		if e.Outcome != PrintTaken && e.Outcome != PrintSent {
			continue
		}
		e.Outcome = PrintFailed
		if err := store.Update(tx, PrintEvents, &e); err != nil {
			return e, err
		}
		events[n] = e
		if nextCopy(events) > 0 {
			return e, nil
		}
		return e, queue(tx, d)
	}
	return PrintEvent{}, store.Fail(store.Conflict, "error.issued.not_printed")
}

// CameOut settles the newest print that was sent to a printer and not seen to come out: it did. Conflict where there is none.
func CameOut(tx *store.Tx, id DocumentID) (PrintEvent, error) {
	events, err := PrintsOf(tx, id)
	if err != nil {
		return PrintEvent{}, err
	}
	for n := len(events) - 1; n >= 0; n-- {
		if e := events[n]; e.Outcome == PrintSent {
			e.Outcome = PrintTaken
			return e, store.Update(tx, PrintEvents, &e)
		}
	}
	return PrintEvent{}, store.Fail(store.Conflict, "error.issued.not_sent")
}

// ToPrint returns the documents that wait for a printer: today's first, then the older ones, each in the order of issue.
func ToPrint(tx *store.Tx) ([]Document, error) {
	today, _, err := organization.Today(tx)
	if err != nil {
		return nil, err
	}
	return store.Select(tx, Documents, "id IN (SELECT document_id FROM print_queue) ORDER BY issue_date <> ?, issued, id", today)
}

// CountToPrint counts the documents that wait for a printer.
func CountToPrint(tx *store.Tx) (int, error) {
	var n int
	err := tx.QueryRow(action.DocumentRead, `SELECT count(*) FROM print_queue`, nil, &n)
	return n, err
}

// ClearDerived empties what this room derives from records that are being cleared; see store.ClearTrial.
func ClearDerived(tx *store.Tx) error {
	return tx.Exec(action.DocumentPrint, `DELETE FROM print_queue`)
}
