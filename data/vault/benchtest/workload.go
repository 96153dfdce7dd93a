package benchtest

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Workload is one column of the table.
type Workload struct {
	Name     string
	CacheKiB int                 // page cache of each connection
	Prepare  func(s Store) error // not timed; nil: the work starts on an empty file
	Work     func(s Store) error
	Reads    bool // the work leaves the file as it is, so one preparation serves all rounds
}

// Sizes of the full race.
const (
	noteRows    = 40_000 // about 11 MB
	foundRows   = 10_000
	durableRows = 300
	pointReads  = 20_000
	scans       = 10
	searches    = 300
)

// Workloads returns the columns, with a share of 1/divisor of the full work.
func Workloads(divisor int) []Workload {
	notes, found := noteRows/divisor, foundRows/divisor
	fillNotes := func(s Store) error { return insertNotes(s, notes) }
	fillFound := func(s Store) error { return insertFound(s, found) }
	readPoints := func(s Store) error { return readNotes(s, notes, pointReads/divisor) }
	return []Workload{
		{Name: "bulk insert", CacheKiB: 12_000, Work: fillNotes},
		{Name: "durable single inserts", CacheKiB: 12_000, Prepare: func(s Store) error { return insertNotes(s, 1000) },
			Work: func(s Store) error { return insertDurably(s, max(1, durableRows/divisor)) }},
		{Name: "build FTS", CacheKiB: 12_000, Work: fillFound},
		{Name: "point reads, 2 MB cache", CacheKiB: 2_000, Prepare: fillNotes, Work: readPoints, Reads: true},
		{Name: "point reads, 64 MB cache", CacheKiB: 64_000, Prepare: fillNotes, Work: readPoints, Reads: true},
		{Name: "scan", CacheKiB: 2_000, Prepare: fillNotes, Work: scanNotes, Reads: true},
		{Name: "FTS prefix", CacheKiB: 2_000, Prepare: fillFound,
			Work: func(s Store) error { return searchFound(s, max(1, searches/divisor)) }, Reads: true},
	}
}

var words = strings.Fields(`fever cough patient mild severe tablet morning evening review sugar pressure pain chest knee
	allergy penicillin follow week month dose advice rest fluids normal reports lab thyroid asthma inhaler spray child
	mother father history none known`)

// text is a note of count numbered words, about 8 bytes each.
func text(r *rand.Rand, count int) string {
	var b strings.Builder
	for range count {
		fmt.Fprintf(&b, "%s%d ", words[r.IntN(len(words))], r.IntN(200))
	}
	return b.String()
}

// noteID is ordered by time in its first half, as the ids of the record are (UUIDv7).
func noteID(i int) []byte { return fmt.Appendf(nil, "%08x%08x", i, uint32(i)*0x9e3779b9) }

// insertNotes fills the table of notes in one transaction.
func insertNotes(s Store, rows int) error {
	r := rand.New(rand.NewPCG(1, 2))
	return s.insert(`CREATE TABLE note(id BLOB PRIMARY KEY, patient INTEGER, body TEXT) WITHOUT ROWID;
		CREATE INDEX note_patient ON note(patient)`, "INSERT INTO note VALUES(?,?,?)", rows, func(i int) []any {
		return []any{noteID(i), r.IntN(rows/10 + 1), text(r, 25)}
	})
}

// insertFound builds the full-text index in one transaction.
func insertFound(s Store, rows int) error {
	r := rand.New(rand.NewPCG(3, 4))
	return s.insert(`CREATE VIRTUAL TABLE found USING fts5(body, prefix='1 2 3')`, "INSERT INTO found VALUES(?)", rows,
		func(int) []any { return []any{text(r, 12)} })
}

func (s Store) insert(schema, statement string, rows int, row func(i int) []any) error {
	if _, err := s.Writer.Exec(schema); err != nil {
		return err
	}
	tx, err := s.Writer.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	insert, err := tx.Prepare(statement)
	if err != nil {
		return err
	}
	for i := range rows {
		if _, err := insert.Exec(row(i)...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// insertDurably adds notes, each in its own transaction.
func insertDurably(s Store, rows int) error {
	for i := range rows {
		if _, err := s.Writer.Exec("INSERT INTO note VALUES(?,?,?)", noteID(1_000_000+i), i, "a short note"); err != nil {
			return err
		}
	}
	return nil
}

// readNotes reads count notes of rows, anywhere in the table.
func readNotes(s Store, rows, count int) error {
	read, err := s.Reader.Prepare("SELECT body FROM note WHERE id=?")
	if err != nil {
		return err
	}
	defer read.Close()
	r := rand.New(rand.NewPCG(5, 6))
	var body string
	for range count {
		if err := read.QueryRow(noteID(r.IntN(rows))).Scan(&body); err != nil {
			return err
		}
	}
	return nil
}

func scanNotes(s Store) error {
	for range scans {
		var n int
		if err := s.Reader.QueryRow("SELECT sum(length(body)) FROM note").Scan(&n); err != nil {
			return err
		}
	}
	return nil
}

// searchFound searches as a person types: the beginnings of two words.
func searchFound(s Store, count int) error {
	r := rand.New(rand.NewPCG(7, 8))
	for range count {
		var n int
		query := fmt.Sprintf("%s* %s*", words[r.IntN(len(words))][:3], words[r.IntN(len(words))][:2])
		err := s.Reader.QueryRow("SELECT count(*) FROM (SELECT rowid FROM found WHERE found MATCH ? LIMIT 200)", query).Scan(&n)
		if err != nil {
			return err
		}
	}
	return nil
}
