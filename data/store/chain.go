package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"satchel/data/store/action"
	"satchel/data/vault"
)

// keys are the kernel's own, derived from the vault's data key.
type keys struct{ chain, commitment, anchor []byte }

func deriveKeys(v *vault.Vault) keys {
	return keys{chain: v.Derive("satchel/audit-chain/1", 32), commitment: v.Derive("satchel/audit-commitment/1", 32), anchor: v.Derive("satchel/anchor-code/1", 32)}
}

// touch is one record that an act wrote: what it was then is committed to, not copied.
type touch struct {
	number     int
	name       string
	id         RawID
	version    int64
	commitment [commitmentSize]byte
}

// commitmentSize is 128 bits of HMAC-SHA256 (RFC 2104, section 5, allows truncation to half).
const commitmentSize = 16

func (k keys) commit(number int, id RawID, version int64, retracted bool, state []byte) (c [commitmentSize]byte) {
	mac := hmac.New(sha256.New, k.commitment)
	head := binary.AppendUvarint([]byte{1}, uint64(number))
	head = append(head, id[:]...)
	head = binary.AppendUvarint(head, uint64(version))
	if retracted {
		head = append(head, 1)
	} else {
		head = append(head, 0)
	}
	mac.Write(head)
	mac.Write(state)
	copy(c[:], mac.Sum(nil))
	return c
}

// commitText commits to a reason.
func (k keys) commitText(device string, sequence int64, text string) []byte {
	mac := hmac.New(sha256.New, k.commitment)
	mac.Write(appendBytes([]byte{2}, []byte(device)))
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(sequence)))
	mac.Write([]byte(text))
	return mac.Sum(nil)[:commitmentSize]
}

// event is one row of audit_event.
type event struct {
	device   string
	sequence int64
	recorded HLC
	user     UserID
	role     action.Role
	session  SessionID
	action   action.Action
	outcome  string
	patient  RawID
	note     []byte
	records  []byte
}

// mac chains the event to the one before it: HMAC-SHA256 over the previous MAC and every field, length-prefixed, after a version byte.
func (k keys) mac(previous []byte, e event) []byte {
	b := appendBytes([]byte{1}, previous)
	b = appendBytes(b, []byte(e.device))
	b = binary.BigEndian.AppendUint64(b, uint64(e.sequence))
	b = binary.BigEndian.AppendUint64(b, uint64(e.recorded))
	b = append(b, e.user[:]...)
	b = appendBytes(b, []byte(e.role))
	b = append(b, e.session[:]...)
	b = appendBytes(b, []byte(e.action))
	b = appendBytes(b, []byte(e.outcome))
	b = append(b, e.patient[:]...)
	b = appendBytes(b, e.note)
	b = appendBytes(b, e.records)
	mac := hmac.New(sha256.New, k.chain)
	mac.Write(b)
	return mac.Sum(nil)
}

// encodeTouches: a version byte, then per record uvarint number, 16 bytes id, uvarint version, 16 bytes commitment.
func encodeTouches(list []touch) []byte {
	out := []byte{1}
	for _, t := range list {
		out = binary.AppendUvarint(out, uint64(t.number))
		out = append(out, t.id[:]...)
		out = binary.AppendUvarint(out, uint64(t.version))
		out = append(out, t.commitment[:]...)
	}
	return out
}

func decodeTouches(b []byte) ([]touch, error) {
	if len(b) == 0 || b[0] != 1 {
		return nil, fmt.Errorf("decode touched records: unknown encoding")
	}
	b = b[1:]
	var list []touch
	for len(b) > 0 {
		var t touch
		number, n := binary.Uvarint(b)
		if n <= 0 || len(b) < n+16 {
			return nil, fmt.Errorf("decode touched records: cut short")
		}
		t.number = int(number)
		b = b[n+copy(t.id[:], b[n:]):]
		version, n := binary.Uvarint(b)
		if n <= 0 || len(b) < n+commitmentSize {
			return nil, fmt.Errorf("decode touched records: cut short")
		}
		t.version = int64(version)
		b = b[n+copy(t.commitment[:], b[n:]):]
		list = append(list, t)
	}
	return list, nil
}
