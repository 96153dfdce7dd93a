package store

import (
	"context"
	"crypto/hmac"
	"database/sql"
)

// Anchor is the newest event of one device's chain as somebody saw it: a backup's manifest, a printed day-end, this computer.
// A chain that no longer holds it was cut off or put back.
type Anchor struct {
	Device   string `json:"device"`
	Sequence int64  `json:"sequence"`
	Head     []byte `json:"head"`
}

// Anchors returns the present heads, one per device.
func (s *Store) Anchors() []Anchor {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Anchor, 0, len(s.head))
	for _, a := range s.head {
		list = append(list, a)
	}
	return list
}

// AnchorsIn returns the heads as q sees them: a transaction of a backup's moment, or a copy of the file. The columns are those of the
// first schema step, which every file has.
func AnchorsIn(ctx context.Context, q querier) ([]Anchor, error) {
	rows, err := q.QueryContext(ctx, `SELECT a.device, a.sequence, a.mac FROM audit_event a
		JOIN (SELECT device, max(sequence) AS sequence FROM audit_event GROUP BY device) h ON h.device = a.device AND h.sequence = a.sequence
		ORDER BY a.device`)
	if err != nil {
		return nil, wrap("read audit heads", err)
	}
	defer rows.Close()
	var list []Anchor
	for rows.Next() {
		var a Anchor
		if err := rows.Scan(&a.Device, &a.Sequence, &a.Head); err != nil {
			return nil, wrap("read audit heads", err)
		}
		list = append(list, a)
	}
	return list, wrap("read audit heads", rows.Err())
}

func (s *Store) headOf(device string) Anchor {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.head[device]
}

func (s *Store) setHead(a Anchor) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.head[a.Device] = a
}

// CheckAnchors is Verify's quick half, for opening: it looks up what others saw, and recomputes nothing.
func (s *Store) CheckAnchors(ctx context.Context, anchors []Anchor) ([]Finding, error) {
	var found []Finding
	for _, a := range anchors {
		if a.Sequence == 0 {
			continue
		}
		var mac []byte
		err := s.read.QueryRowContext(ctx, `SELECT mac FROM audit_event WHERE device = ? AND sequence = ?`, a.Device, a.Sequence).Scan(&mac)
		if err != nil && err != sql.ErrNoRows {
			return nil, wrap("check anchor", err)
		}
		if !hmac.Equal(mac, a.Head) {
			found = append(found, Finding{Key: "error.store.verify_anchor", Args: []any{"Device", a.Device, "Sequence", a.Sequence}})
		}
	}
	return found, nil
}
