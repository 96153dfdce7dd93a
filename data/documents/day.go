package documents

import (
	"encoding/binary"
	"time"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/value"
)

// Fact is one of the three things that can be true of a document, each apart from the others.
type Fact string

// The facts.
const (
	FactIssued     Fact = "issued"
	FactPrinted    Fact = "printed" // or saved, or copied by hand: a paper is in the world
	FactHandedOver Fact = "handed-over"
)

// MaxOfDay bounds a list of one day's documents.
const MaxOfDay = 2000

// daySources are where each fact is noted. Ids begin with the instant at which they were made, so their index finds a day in a file of
// thirty years; the instant that counts is the record's own.
var daySources = map[Fact]string{
	FactIssued: `SELECT id FROM document WHERE id >= ? AND id < ? AND issued >= ? AND issued < ? AND retracted = 0`,
	FactPrinted: `SELECT document_id FROM print_event WHERE id >= ? AND id < ? AND at >= ? AND at < ? AND retracted = 0
		AND ` + inTheWorld,
	FactHandedOver: `SELECT document_id FROM hand_over WHERE id >= ? AND id < ? AND at >= ? AND at < ? AND retracted = 0`,
}

// clockSlack is how far an id's instant may lie from its record's: a clock that was put back makes ids that run ahead.
const clockSlack = 24 * time.Hour

// OnDay returns the documents of which a fact came about on a civil day of the practice, the newest issued first, at most MaxOfDay.
func OnDay(tx *store.Tx, fact Fact, day value.PartialDate) ([]Item, error) {
	source, known := daySources[fact]
	if !known || !day.IsFull() {
		return nil, store.Fail(store.Invalid, "error.value.invalid")
	}
	_, zone, err := organization.Today(tx)
	if err != nil {
		return nil, err
	}
	from, to := day.In(zone), day.AddDays(1).In(zone)
	return items(tx, "id IN ("+source+") ORDER BY issued DESC, id DESC LIMIT ?", idAt(from.Add(-clockSlack)), idAt(to.Add(clockSlack)), from.UnixMilli(), to.UnixMilli(), MaxOfDay)
}

// idAt is the least id made at an instant (RFC 9562, 5.7: the first 48 bits are milliseconds since 1970).
func idAt(at time.Time) []byte {
	var id [16]byte
	binary.BigEndian.PutUint64(id[:], uint64(max(at.UnixMilli(), 0))<<16)
	return id[:]
}
