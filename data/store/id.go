package store

import (
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/google/uuid"
)

// RawID is a record's identity without its type: a UUIDv7 (RFC 9562, section 5.7), stored as 16 bytes.
type RawID [16]byte

// ID is the identity of one record of type T, so that one kind can't be passed for another.
type ID[T any] RawID

// Raw drops the type.
func (id ID[T]) Raw() RawID { return RawID(id) }

// Raw returns itself, so that a RawID can stand where an ID of any type may.
func (id RawID) Raw() RawID { return id }

// IsZero reports whether no record is named.
func (id ID[T]) IsZero() bool { return id == ID[T]{} }

// IsZero reports whether no record is named.
func (id RawID) IsZero() bool { return id == RawID{} }

// String is the UUID's text form, in lower case.
func (id ID[T]) String() string { return uuid.UUID(id).String() }

// String is the UUID's text form, in lower case.
func (id RawID) String() string { return uuid.UUID(id).String() }

// ParseID reads a UUID's text form.
func ParseID[T any](text string) (ID[T], error) {
	u, err := uuid.Parse(text)
	if err != nil {
		return ID[T]{}, &Error{Code: Invalid, Key: "error.store.not_an_id", Err: err}
	}
	return ID[T](u), nil
}

// Value stores the 16 bytes, NULL for the zero id.
func (id ID[T]) Value() (driver.Value, error) { return RawID(id).Value() }

// Scan reads the 16 bytes, or NULL as the zero id.
func (id *ID[T]) Scan(src any) error { return (*RawID)(id).Scan(src) }

// MarshalText makes an id readable in JSON.
func (id ID[T]) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (id *ID[T]) UnmarshalText(text []byte) error {
	parsed, err := ParseID[T](string(text))
	if err == nil {
		*id = parsed
	}
	return err
}

// Value stores the 16 bytes, NULL for the zero id.
func (id RawID) Value() (driver.Value, error) {
	if id.IsZero() {
		return nil, nil
	}
	return id[:], nil
}

// Scan reads the 16 bytes, or NULL as the zero id.
func (id *RawID) Scan(src any) error {
	switch b := src.(type) {
	case nil:
		*id = RawID{}
		return nil
	case []byte:
		if len(b) == len(id) {
			copy(id[:], b)
			return nil
		}
		if len(b) == 0 {
			*id = RawID{}
			return nil
		}
	}
	return fmt.Errorf("scan id: %T is not 16 bytes", src)
}

// idSource assembles UUIDv7s from the injected clock and reader. Ids of one source never run backwards, so the lines of a
// prescription keep their order and index pages fill from the right.
type idSource struct {
	mu      sync.Mutex
	rand    io.Reader
	ms      uint64
	counter uint16 // rand_a as a counter: RFC 9562, section 6.2, method 1
}

func (s *idSource) next(now time.Time) (RawID, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ms := uint64(max(now.UnixMilli(), 0))
	switch {
	case ms > s.ms:
		s.ms, s.counter = ms, 0
	case s.counter == 0xfff:
		s.ms, s.counter = s.ms+1, 0
	default:
		s.counter++
	}
	var id RawID
	if _, err := io.ReadFull(s.rand, id[8:]); err != nil {
		return RawID{}, fmt.Errorf("read random: %w", err)
	}
	var stamp [8]byte
	binary.BigEndian.PutUint64(stamp[:], s.ms<<16)
	copy(id[:6], stamp[:6])
	binary.BigEndian.PutUint16(id[6:8], 0x7000|s.counter)
	id[8] = id[8]&0x3f | 0x80
	return id, nil
}
