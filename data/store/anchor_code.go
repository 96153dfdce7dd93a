package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// codeSize is how many characters of an anchor's code stand for its MAC: 50 bits, so that who holds the file but not its key
// guesses right once in 10^15, and a person still types them.
const codeSize = 10

// codeSeparators may stand anywhere in a typed code.
const codeSeparators = " \t\r\n-._/\u00a0\u2010\u2011\u2012\u2013\u2014"

// crockford is the alphabet of Crockford's base32: no letter is taken for a digit.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// AnchorCode is an anchor for paper, such as the one of a printed day-end: "A-1234-7K3MA-0Q9XD". It is the device's letter, the
// number of the newest event, and a MAC over both and the head of the chain. "" for an anchor of nothing.
func (s *Store) AnchorCode(a Anchor) string {
	if a.Sequence <= 0 {
		return ""
	}
	code := s.keys.anchorCode(a)
	return fmt.Sprintf("%s-%d-%s-%s", a.Device, a.Sequence, code[:codeSize/2], code[codeSize/2:])
}

func (k keys) anchorCode(a Anchor) string {
	mac := hmac.New(sha256.New, k.anchor)
	mac.Write(appendBytes(nil, []byte(a.Device)))
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(a.Sequence)))
	mac.Write(a.Head)
	return base32.NewEncoding(crockford).EncodeToString(mac.Sum(nil))[:codeSize]
}

// Head is the anchor of this device's newest event.
func (s *Store) Head() Anchor { return s.headOf(s.Device()) }

// CheckAnchorCode holds a code from paper, as it was typed, against the chain, which it recomputes from its beginning to that
// event. It returns nil where both agree, and otherwise what is wrong: the event is missing, as in an older copy of the file, or
// it, or one before it, is another one. Invalid with "error.store.anchor_code" for what cannot be a code.
func (s *Store) CheckAnchorCode(ctx context.Context, typed string) (*Finding, error) {
	device, sequence, code, ok := parseAnchorCode(typed)
	if !ok {
		return nil, FailField("code", "error.store.anchor_code")
	}
	rows, err := s.read.QueryContext(ctx, `SELECT device, sequence, recorded, user_id, role, session_id, action, outcome, patient_id, note, records
		FROM audit_event WHERE device = ? AND sequence <= ? ORDER BY sequence`, device, sequence)
	if err != nil {
		return nil, wrap("walk audit chain", err)
	}
	defer rows.Close()
	at := Anchor{Device: device}
	for rows.Next() {
		var e event
		if err := rows.Scan(&e.device, &e.sequence, &e.recorded, &e.user, &e.role, &e.session, &e.action, &e.outcome, &e.patient, &e.note, &e.records); err != nil {
			return nil, wrap("walk audit chain", err)
		}
		at.Sequence, at.Head = e.sequence, s.keys.mac(at.Head, e)
	}
	if err := rows.Err(); err != nil {
		return nil, wrap("walk audit chain", err)
	}
	args := []any{"Device", device, "Sequence", sequence}
	if at.Sequence < sequence {
		return &Finding{Key: "error.store.verify_code_missing", Args: args}, nil
	}
	if subtle.ConstantTimeCompare([]byte(s.keys.anchorCode(at)), []byte(code)) != 1 {
		return &Finding{Key: "error.store.verify_code_differs", Args: args}, nil
	}
	return nil, nil
}

// parseAnchorCode reads a code in any case, with or without separators, O as 0, I and L as 1.
func parseAnchorCode(typed string) (device string, sequence int64, code string, ok bool) {
	text := strings.ToUpper(strings.Map(func(r rune) rune {
		if strings.ContainsRune(codeSeparators, r) {
			return -1
		}
		return r
	}, typed))
	if len(text) <= codeSize || len(text) > 40 {
		return "", 0, "", false
	}
	alike := strings.NewReplacer("O", "0", "I", "1", "L", "1")
	code = alike.Replace(text[len(text)-codeSize:])
	if strings.ContainsFunc(code, func(r rune) bool { return !strings.ContainsRune(crockford, r) }) {
		return "", 0, "", false
	}
	text = text[:len(text)-codeSize]
	letters := 0
	for letters < len(text) && text[letters] >= 'A' && text[letters] <= 'Z' {
		letters++
	}
	sequence, err := strconv.ParseInt(alike.Replace(text[letters:]), 10, 64)
	if letters == 0 || err != nil || sequence <= 0 {
		return "", 0, "", false
	}
	return text[:letters], sequence, code, true
}
