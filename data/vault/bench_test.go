package vault

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"modernc.org/sqlite"
)

// Each benchmark runs the same work on a vault and on plain modernc.org/sqlite with the
// same settings, in turn, and reports vault time / plain time as "ratio".

// store is one side of a comparison.
type store struct {
	writer, reader *sql.DB
	close          func() error
}

// side opens a store in a folder, making it if need be.
type side func(b *testing.B, folder string, cacheKiB int) store

func vaultSide(o Options) side {
	return func(b *testing.B, folder string, cacheKiB int) store {
		b.Helper()
		path := filepath.Join(folder, "v.satchel")
		o.cacheKiB = cacheKiB
		v, err := Open(path, Password("a", "b"), o)
		if KindOf(err) == NotFound {
			v, err = Create(path, NewSlot{ID: [16]byte{1}, Name: "a", Password: "b"}, o)
		}
		if err != nil {
			b.Fatal(err)
		}
		return store{v.Writer(), v.Reader(), v.Close}
	}
}

func plainSide(o Options) side {
	return func(b *testing.B, folder string, cacheKiB int) store {
		b.Helper()
		open := func(readOnly bool) *sql.DB {
			dsn := "file:" + filepath.Join(folder, "plain.db") + "?_txlock=immediate"
			if !readOnly {
				dsn += fmt.Sprintf("&_pragma=page_size(%d)&_pragma=journal_mode(wal)", o.PageSize)
			}
			inner, err := sqlite.NewConnector(dsn)
			if err != nil {
				b.Fatal(err)
			}
			pool := sql.OpenDB(&connector{inner, settings(readOnly, cacheKiB)})
			pool.SetMaxOpenConns(1)
			if err := pool.Ping(); err != nil {
				b.Fatal(err)
			}
			return pool
		}
		writer, reader := open(false), open(true)
		return store{writer, reader, func() error { reader.Close(); return writer.Close() }}
	}
}

const benchWords = "fever cough patient mild severe tablet morning evening review sugar pressure pain chest knee allergy penicillin follow week month dose advice rest fluids normal reports lab thyroid asthma inhaler spray child mother father history none known"

func benchText(r *rand.Rand, words int) string {
	all := strings.Fields(benchWords)
	var b strings.Builder
	for range words {
		fmt.Fprintf(&b, "%s%d ", all[r.IntN(len(all))], r.IntN(200))
	}
	return b.String()
}

func must(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func fill(b *testing.B, db *sql.DB, rows int) {
	b.Helper()
	_, err := db.Exec(`CREATE TABLE IF NOT EXISTS note(id BLOB PRIMARY KEY, patient INTEGER, body TEXT) WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS note_patient ON note(patient)`)
	must(b, err)
	tx, err := db.Begin()
	must(b, err)
	insert, err := tx.Prepare("INSERT INTO note VALUES(?,?,?)")
	must(b, err)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range rows {
		_, err := insert.Exec(noteID(i), r.IntN(rows/10+1), benchText(r, 25))
		must(b, err)
	}
	must(b, tx.Commit())
}

// noteID is ordered by time in its first half, as the ids of the record are (UUIDv7).
func noteID(i int) []byte { return fmt.Appendf(nil, "%08x%08x", i, uint32(i)*0x9e3779b9) }

func fillFTS(b *testing.B, db *sql.DB, rows int) {
	b.Helper()
	_, err := db.Exec(`CREATE VIRTUAL TABLE found USING fts5(body, prefix='1 2 3')`)
	must(b, err)
	tx, err := db.Begin()
	must(b, err)
	insert, err := tx.Prepare("INSERT INTO found VALUES(?)")
	must(b, err)
	r := rand.New(rand.NewPCG(3, 4))
	for range rows {
		_, err := insert.Exec(benchText(r, 12))
		must(b, err)
	}
	must(b, tx.Commit())
}

// compare times work on both sides, b.N times each, after prepare.
func compare(b *testing.B, cacheKiB int, prepare, work func(b *testing.B, s store)) {
	for _, pageSize := range []int{4096, 8192} {
		for _, suite := range []Suite{XAES256GCM, XChaCha20Poly1305} {
			if suite != XAES256GCM && pageSize != DefaultPageSize {
				continue
			}
			name := fmt.Sprintf("XAES/%dKiB", pageSize>>10)
			if suite == XChaCha20Poly1305 {
				name = fmt.Sprintf("XChaCha/%dKiB", pageSize>>10)
			}
			b.Run(name, func(b *testing.B) {
				o := Options{PageSize: pageSize, Suite: suite}
				var took [2]time.Duration
				sides := [2]side{plainSide(o), vaultSide(o)}
				for b.Loop() {
					for i, open := range sides {
						folder := b.TempDir()
						if prepare != nil {
							s := open(b, folder, cacheKiB)
							prepare(b, s)
							must(b, s.close())
						}
						s := open(b, folder, cacheKiB)
						start := time.Now()
						work(b, s)
						took[i] += time.Since(start)
						must(b, s.close())
					}
				}
				b.ReportMetric(float64(took[1])/float64(took[0]), "ratio")
				b.ReportMetric(took[0].Seconds()*1000/float64(b.N), "plain-ms")
				b.ReportMetric(took[1].Seconds()*1000/float64(b.N), "vault-ms")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

func BenchmarkBulkInsert(b *testing.B) {
	compare(b, 12_000, nil, func(b *testing.B, s store) { fill(b, s.writer, 40_000) })
}

func BenchmarkDurableInsert(b *testing.B) {
	prepare := func(b *testing.B, s store) { fill(b, s.writer, 1000) }
	compare(b, 12_000, prepare, func(b *testing.B, s store) {
		for i := range 300 {
			_, err := s.writer.Exec("INSERT INTO note VALUES(?,?,?)", noteID(1_000_000+i), i, "a short note")
			must(b, err)
		}
	})
}

func BenchmarkBuildFTS(b *testing.B) {
	compare(b, 12_000, nil, func(b *testing.B, s store) { fillFTS(b, s.writer, 10_000) })
}

func pointReads(b *testing.B, s store) {
	read, err := s.reader.Prepare("SELECT body FROM note WHERE id=?")
	must(b, err)
	defer read.Close()
	r := rand.New(rand.NewPCG(5, 6))
	var body string
	for range 20_000 {
		must(b, read.QueryRow(noteID(r.IntN(40_000))).Scan(&body))
	}
}

func BenchmarkPointRead2MB(b *testing.B) {
	compare(b, 2_000, func(b *testing.B, s store) { fill(b, s.writer, 40_000) }, pointReads)
}

func BenchmarkPointRead64MB(b *testing.B) {
	compare(b, 64_000, func(b *testing.B, s store) { fill(b, s.writer, 40_000) }, pointReads)
}

func BenchmarkScan(b *testing.B) {
	compare(b, 2_000, func(b *testing.B, s store) { fill(b, s.writer, 40_000) }, func(b *testing.B, s store) {
		for range 10 {
			var n int
			must(b, s.reader.QueryRow("SELECT sum(length(body)) FROM note").Scan(&n))
		}
	})
}

func BenchmarkPrefixFTS(b *testing.B) {
	compare(b, 2_000, func(b *testing.B, s store) { fillFTS(b, s.writer, 10_000) }, func(b *testing.B, s store) {
		r := rand.New(rand.NewPCG(7, 8))
		for range 300 {
			var n int
			query := fmt.Sprintf("%s* %s*", strings.Fields(benchWords)[r.IntN(36)][:3], strings.Fields(benchWords)[r.IntN(36)][:2])
			must(b, s.reader.QueryRow("SELECT count(*) FROM (SELECT rowid FROM found WHERE found MATCH ? LIMIT 200)", query).Scan(&n))
		}
	})
}

// BenchmarkSeal is one page through the cipher alone.
func BenchmarkSeal(b *testing.B) {
	for _, suite := range []Suite{XAES256GCM, XChaCha20Poly1305} {
		s, err := newSealer(suite, make([]byte, keySize), (Options{}).mustComplete().Rand)
		must(b, err)
		unit := make([]byte, DefaultPageSize)
		var additional [8]byte
		b.Run(fmt.Sprintf("suite%d", suite), func(b *testing.B) {
			b.SetBytes(DefaultPageSize)
			b.ReportAllocs()
			for b.Loop() {
				must(b, s.seal(unit, pageData(&additional, 7)))
				if !s.open(unit, pageData(&additional, 7)) {
					b.Fatal("does not open")
				}
			}
		})
	}
}

func (o Options) mustComplete() Options {
	o, err := o.complete()
	if err != nil {
		panic(err)
	}
	return o
}

// BenchmarkCommitNote is what each commit pays for its note: no disk is waited for.
func BenchmarkCommitNote(b *testing.B) {
	v, _ := newVault(b, Options{})
	fillRows(b, v, 1)
	b.ReportAllocs()
	for b.Loop() {
		v.volume.noteCommit(1)
	}
}
