package store

import (
	"bytes"
	"testing"
)

// TestAMACCoversTheEventBeforeAndEveryField changes one thing at a time: an event spliced in from another course of the same practice
// has a right MAC of its own, and is found by the one behind it.
func TestAMACCoversTheEventBeforeAndEveryField(t *testing.T) {
	k := keys{chain: bytes.Repeat([]byte{7}, 32), commitment: bytes.Repeat([]byte{8}, 32)}
	whole := event{device: "A", sequence: 5, recorded: 9, user: UserID{1}, role: "owner", session: SessionID{2}, action: "open_chart", outcome: "success",
		patient: RawID{3}, note: []byte{4}, records: []byte{1, 2}}
	previous := bytes.Repeat([]byte{6}, 32)
	want := k.mac(previous, whole)
	if !bytes.Equal(want, k.mac(bytes.Clone(previous), whole)) {
		t.Fatal("the same event has another MAC")
	}
	if bytes.Equal(want, k.mac(nil, whole)) || bytes.Equal(want, k.mac(bytes.Repeat([]byte{5}, 32), whole)) {
		t.Error("the MAC does not cover the event before")
	}
	for name, change := range map[string]func(*event){
		"device":   func(e *event) { e.device = "B" },
		"sequence": func(e *event) { e.sequence++ },
		"recorded": func(e *event) { e.recorded++ },
		"user":     func(e *event) { e.user[15]++ },
		"role":     func(e *event) { e.role = "desk" },
		"session":  func(e *event) { e.session[15]++ },
		"action":   func(e *event) { e.action = "lock" },
		"outcome":  func(e *event) { e.outcome = "denied" },
		"patient":  func(e *event) { e.patient[15]++ },
		"note":     func(e *event) { e.note = nil },
		"records":  func(e *event) { e.records = []byte{1} },
		// The same bytes, parted elsewhere.
		"boundary": func(e *event) { e.role, e.outcome = "ownersuccess", "" },
	} {
		changed := whole
		change(&changed)
		if bytes.Equal(want, k.mac(previous, changed)) {
			t.Errorf("the MAC does not cover the %s", name)
		}
	}
}

func TestTouchedRecordsComeBack(t *testing.T) {
	list := []touch{{number: 1, id: RawID{1}, version: 1}, {number: 9001, id: RawID{2}, version: 300, commitment: [commitmentSize]byte{9}}}
	encoded := encodeTouches(list)
	got, err := decodeTouches(encoded)
	if err != nil || len(got) != 2 || got[0] != list[0] || got[1] != list[1] {
		t.Fatalf("%+v %v", got, err)
	}
	for cut := 2; cut < len(encoded); cut++ {
		if part, err := decodeTouches(encoded[:cut]); err == nil && len(part) != 1 {
			t.Errorf("cut at %d: %+v", cut, part)
		}
	}
}

func FuzzDecodeTouches(f *testing.F) {
	f.Add(encodeTouches([]touch{{number: 1, version: 1}}))
	f.Add([]byte{1, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		if list, err := decodeTouches(b); err == nil && len(list) > len(b) {
			t.Errorf("%d records out of %d bytes", len(list), len(b))
		}
	})
}

// FuzzParseState reads what a history row may hold after somebody wrote into it.
func FuzzParseState(f *testing.F) {
	columns := []column{{name: "name"}, {name: "born"}, {name: "photo"}}
	f.Add([]byte(`{"name":"a","born":1,"photo":{"hex":"00"},"retracted":1}`))
	f.Add([]byte(`{"born":1.5}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		values, retracted, err := parseState(columns, text)
		if err != nil {
			return
		}
		again, err := encodeState(columns, values, retracted)
		if err != nil {
			t.Fatal(err)
		}
		if back, r, err := parseState(columns, []byte(again)); err != nil || r != retracted || !equalState(values, back) {
			t.Errorf("%q came back as %v %v %v", text, back, r, err)
		}
	})
}
