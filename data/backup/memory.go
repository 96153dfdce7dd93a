package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"satchel/data"
	"satchel/data/store"
)

// lookEvery is how often a folder is looked into for the status.
const lookEvery = 5 * time.Minute

// memory is what this computer knows of a practice's backups without looking into the folders.
type memory struct {
	making sync.Mutex // held while a backup is made or proved: one at a time

	mu     sync.Mutex // guards what follows
	notes  map[string]*note
	end    time.Time // of the last backup that succeeded in this run of the program, its audit event included
	failed time.Time // of the last attempt, if it failed
	zone   *time.Location
}

// note is what is known of one place. It is kept on this computer, under a hash of the folder.
type note struct {
	Seen   time.Time `json:"seen"`   // when the folder was last there, or first looked for
	Proved time.Time `json:"proved"` // the newest proven backup
	Tried  time.Time `json:"tried"`  // the last attempt from here
	Failed string    `json:"failed"` // the catalogue key of the last attempt's error; "" where it succeeded
	looked time.Time // when the folder was last looked into
}

// fileKey names a practice's file: a copy of a practice has backups of its own.
type fileKey struct {
	practice [16]byte
	path     string
}

var memories sync.Map // fileKey -> *memory

// memoryOf returns the memory of a practice, with what the computer noted in earlier runs.
func memoryOf(p *data.Practice) *memory {
	uuid := p.Vault().UUID()
	key := fileKey{uuid, p.Path()}
	if known, ok := memories.Load(key); ok {
		return known.(*memory)
	}
	m := &memory{notes: map[string]*note{}}
	if json.Unmarshal(p.Env().Local.Note(uuid, noteName), &m.notes) != nil || m.notes == nil {
		m.notes = map[string]*note{} // a note that can't be read counts as none: the folders know
	}
	known, _ := memories.LoadOrStore(key, m)
	return known.(*memory)
}

const noteName = "backup"

// of returns the note of a folder. The caller holds mu.
func (m *memory) of(folder string) *note {
	sum := sha256.Sum256([]byte(folder))
	key := hex.EncodeToString(sum[:16])
	if m.notes[key] == nil {
		m.notes[key] = &note{}
	}
	return m.notes[key]
}

// zoneOf is the practice's zone as it was last known; UTC before that.
func (m *memory) zoneOf() *time.Location {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.zone == nil {
		return time.UTC
	}
	return m.zone
}

func (m *memory) setZone(zone *time.Location) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.zone = zone
}

// ended notes what became of an attempt.
func (m *memory) ended(p *data.Practice, folder string, made Backup, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now, n := p.Now(), m.of(folder)
	n.Tried = now
	switch {
	case err == nil:
		n.Seen, n.Proved, n.Failed, n.looked = now, made.Made, "", now
		m.end, m.failed = later(now, p.Store().LastWritten()), time.Time{}
	case isFolder(folder):
		n.Seen, n.Failed = now, keyOf(err)
		m.failed = now
	default:
		m.failed = now
	}
	m.save(p)
}

// save keeps the notes for the next run. Without them the status only knows less of a place that is away.
func (m *memory) save(p *data.Practice) {
	if text, err := json.Marshal(m.notes); err == nil {
		_ = p.Env().Local.SaveNote(p.Vault().UUID(), noteName, text)
	}
}

func keyOf(err error) string {
	var known *store.Error
	if errors.As(err, &known) {
		return known.Key
	}
	return "error.store.internal"
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
