package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// Failed attempts are counted in the file, in an area that needs no key. It is advice:
// whoever can write the file can reset it. Delays grow as NIST SP 800-63B-4, 3.2.2 has
// them: none for the first five failures, then 30 s, doubling up to an hour.
const (
	freeAttempts     = 5
	firstAttemptWait = 30 * time.Second
	lastAttemptWait  = time.Hour
)

// Attempts tells of failed attempts to open the file.
type Attempts struct {
	// Unreported failures have not been folded into the audit yet.
	Unreported int
	// Last is when the last unreported failure was, the zero time if unknown.
	Last time.Time
}

// attemptCounter counts for one slot, or for names that have none.
type attemptCounter struct {
	consecutive, unreported uint16
	last                    int64 // Unix seconds, 0 if unknown
}

type attemptTable struct {
	sequence uint64
	counters [attemptCounters]attemptCounter
}

// encode writes the table as the advisory sector has it, up to the commit note.
func (t *attemptTable) encode() []byte {
	b := make([]byte, offsetNoteSalts)
	copy(b, advisoryMagic)
	binary.BigEndian.PutUint64(b[offsetAttemptSeq:], t.sequence)
	for i, c := range t.counters {
		at := b[offsetAttempts+i*attemptCounterSize:]
		binary.BigEndian.PutUint16(at, c.consecutive)
		binary.BigEndian.PutUint16(at[2:], c.unreported)
		binary.BigEndian.PutUint64(at[4:], uint64(c.last))
	}
	return b
}

// decodeAttempts reads an advisory area; what is damaged counts as empty.
func decodeAttempts(b []byte) (t attemptTable, ok bool) {
	if len(b) < advisorySize || !bytes.HasPrefix(b, []byte(advisoryMagic)) {
		return t, false
	}
	digest := sha256.Sum256(b[:offsetAttemptSum])
	if !bytes.Equal(digest[:], b[offsetAttemptSum:advisorySize]) {
		return t, false
	}
	t.sequence = binary.BigEndian.Uint64(b[offsetAttemptSeq:])
	for i := range t.counters {
		at := b[offsetAttempts+i*attemptCounterSize:]
		t.counters[i] = attemptCounter{
			consecutive: binary.BigEndian.Uint16(at),
			unreported:  binary.BigEndian.Uint16(at[2:]),
			last:        int64(binary.BigEndian.Uint64(at[4:])),
		}
	}
	return t, true
}

// readAttempts returns the newer of the two tables.
func readAttempts(raw [headerCopies][]byte) attemptTable {
	var newest attemptTable
	for _, b := range raw {
		if len(b) < headerSize {
			continue
		}
		if t, ok := decodeAttempts(b[offsetAdvisory:]); ok && t.sequence >= newest.sequence {
			newest = t
		}
	}
	return newest
}

// wait returns how long the next attempt must wait. A clock that went back to before the
// last failure starts the delay anew, so that it is never longer than it should be;
// moved says that this changed the counter.
func (c *attemptCounter) wait(now time.Time) (delay time.Duration, moved bool) {
	if c.consecutive < freeAttempts || c.last == 0 || now.IsZero() {
		return 0, false
	}
	delay = lastAttemptWait
	if doublings := c.consecutive - freeAttempts; doublings < 7 {
		delay = min(firstAttemptWait<<doublings, lastAttemptWait)
	}
	if now.Unix() < c.last {
		c.last, moved = now.Unix(), true
	}
	return max(0, delay-now.Sub(time.Unix(c.last, 0))), moved
}

func (c *attemptCounter) failed(now time.Time) {
	if c.consecutive < 1<<16-1 {
		c.consecutive++
	}
	if c.unreported < 1<<16-1 {
		c.unreported++
	}
	if !now.IsZero() {
		c.last = now.Unix()
	}
}

// attemptFile keeps the table in the file.
type attemptFile struct {
	advisory *advisoryFile
	now      func() time.Time // nil: no clock, no delays
	table    attemptTable
}

func (f *attemptFile) time() time.Time {
	if f.now == nil {
		return time.Time{}
	}
	return f.now()
}

// write stores the table, in one sector of each header copy.
func (f *attemptFile) write() error {
	f.table.sequence++
	return f.advisory.writeAttempts(f.table.encode())
}

// unreported sums up what has not been acknowledged.
func (t *attemptTable) unreported() Attempts {
	var a Attempts
	for _, c := range t.counters {
		if c.unreported == 0 {
			continue
		}
		a.Unreported += int(c.unreported)
		if last := time.Unix(c.last, 0).UTC(); c.last != 0 && last.After(a.Last) {
			a.Last = last
		}
	}
	return a
}
