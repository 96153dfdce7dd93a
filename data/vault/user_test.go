package vault

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestUsers(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	fillRows(t, v, 3)
	if err := v.AddSlot(desk); err != nil {
		t.Fatal(err)
	}
	wantKind(t, v.AddSlot(NewSlot{ID: [16]byte{9}, Name: " DESK ", Password: "x"}), NameTaken)
	wantKind(t, v.AddSlot(NewSlot{ID: deskID, Name: "other", Password: "x"}), NameTaken)
	wantKind(t, v.ChangePassword([16]byte{9}, "new"), NotFound)
	wantKind(t, v.RemoveSlot([16]byte{9}), NotFound)
	wantKind(t, v.RenameSlot(deskID, doctor.Name), NameTaken)
	if err := v.RenameSlot(deskID, "reception"); err != nil {
		t.Fatal(err)
	}
	who, err := v.Authenticate(Password("Reception", desk.Password))
	if err != nil || who.ID != deskID {
		t.Fatalf("%+v, %v", who, err)
	}
	if v.Identity().ID != deskID {
		t.Error("the identity is not who authenticated last")
	}
	closeVault(t, v)

	v, err = Open(path, Password("reception", desk.Password), o)
	if err != nil {
		t.Fatal(err)
	}
	if v.Identity().ID != deskID {
		t.Errorf("opened by %x", v.Identity().ID)
	}
	// One user's password under another's name must not open.
	_, err = v.Authenticate(Password(doctor.Name, desk.Password))
	wantKind(t, err, WrongKey)
	if err := v.RemoveSlot(deskID); err != nil {
		t.Fatal(err)
	}
	wantKind(t, v.RemoveSlot(doctorID), LastSlot)
	closeVault(t, v)
	_, err = Open(path, Password("reception", desk.Password), o)
	wantKind(t, err, WrongKey)
	reopen(t, path, o)
}

func TestNamesAndPasswordsNormalised(t *testing.T) {
	v, _ := newVault(t, cheapKDF(t))
	composed, decomposed := "Zoe\u0308 Ångström", "ZOË A\u030angström "
	if err := v.AddSlot(NewSlot{ID: deskID, Name: composed, Password: "caf\u00e9 ﬁne"}); err != nil {
		t.Fatal(err)
	}
	if who, err := v.Authenticate(Password(decomposed, "cafe\u0301 fine")); err != nil || who.ID != deskID {
		t.Errorf("%+v, %v", who, err)
	}
	_, err := v.Authenticate(Password(composed, "Caf\u00e9 fine"))
	wantKind(t, err, WrongKey) // a password's case counts
}

func TestSlotsFull(t *testing.T) {
	v, _ := newVault(t, cheapKDF(t))
	for i := 1; i < slotCount; i++ {
		if err := v.AddSlot(NewSlot{ID: [16]byte{1, byte(i)}, Name: fmt.Sprint("user", i), Password: "p"}); err != nil {
			t.Fatal(err)
		}
	}
	wantKind(t, v.AddSlot(desk), SlotsFull)
	_, err := v.NewRecoveryKey()
	wantKind(t, err, SlotsFull)
	if n := len(v.Slots()); n != slotCount {
		t.Errorf("%d slots", n)
	}
}

func TestPasswordChangeTouchesNoPage(t *testing.T) {
	o := cheapKDF(t)
	path := closedPractice(t, o, 30)
	before := readFile(t, path)
	v := reopen(t, path, o)
	if err := v.ChangePassword(doctorID, "a new one"); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	after := readFile(t, path)
	if !bytes.Equal(before[databaseOffset:], after[databaseOffset:]) {
		t.Error("pages changed")
	}
	for i := range headerCopies {
		if bytes.Equal(before[i*headerSize:][:offsetAdvisory], after[i*headerSize:][:offsetAdvisory]) {
			t.Errorf("header copy %d still has the old password", i)
		}
	}
	_, err := Open(path, doctorKey(), o)
	wantKind(t, err, WrongKey)
	v, err = Open(path, Password(doctor.Name, "a new one"), o)
	if err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
}

// Two files with the same password must have nothing in common.
func TestSamePasswordDifferentBytes(t *testing.T) {
	o := cheapKDF(t)
	a, _ := newVault(t, o)
	b, _ := newVault(t, o)
	sa, sb := a.volume.header.header.slots[0], b.volume.header.header.slots[0]
	if sa.nameTag == sb.nameTag || sa.salt == sb.salt || sa.wrapped == sb.wrapped || sa.commitment == sb.commitment {
		t.Error("slots share bytes")
	}
}

func TestRecoveryKeyOpens(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	fillRows(t, v, 3)
	old, err := v.NewRecoveryKey()
	if err != nil {
		t.Fatal(err)
	}
	code, err := v.NewRecoveryKey()
	if err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	_, err = Open(path, RecoveryKey(old), o)
	wantKind(t, err, WrongKey)
	typed := strings.ReplaceAll(strings.ToLower(strings.ReplaceAll(code, "-", " ")), "0", "o")
	v, err = Open(path, RecoveryKey(strings.ReplaceAll(typed, "1", "l")), o)
	if err != nil {
		t.Fatal(err)
	}
	if id := v.Identity(); !id.Recovery {
		t.Errorf("opened by %+v", id)
	}
	// What it is for: a new password.
	if err := v.ChangePassword(doctorID, "found again"); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	v, err = Open(path, Password(doctor.Name, "found again"), o)
	if err != nil {
		t.Fatal(err)
	}
	wantSlots := []SlotInfo{{ID: doctorID, KDF: o.KDF}, {Recovery: true, KDF: FloorKDF}}
	if got := v.Slots(); !slices.Equal(got, wantSlots) {
		t.Errorf("slots %+v, want %+v", got, wantSlots)
	}
	closeVault(t, v)
}

func TestRecoveryKeyTypos(t *testing.T) {
	v, path := newVault(t, cheapKDF(t))
	code, err := v.NewRecoveryKey()
	if err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	if recoveryKeyBits < 160 || len(code) != recoveryGroups*recoveryGroupSize+recoveryGroups-1 {
		t.Fatalf("%d bits, %d characters", recoveryKeyBits, len(code))
	}
	for i := range code {
		if code[i] == '-' {
			continue
		}
		for _, c := range crockfordAlphabet + "U*é" {
			if byte(c) == code[i] {
				continue
			}
			_, err := ParseRecoveryKey(code[:i] + string(c) + code[i+1:])
			if e := wantKind(t, err, RecoveryTypo); e.Group != i/(recoveryGroupSize+1)+1 {
				t.Fatalf("character %d: group %d named", i, e.Group)
			}
		}
	}
	for i := range recoveryGroups - 1 {
		groups := strings.Split(code, "-")
		groups[i], groups[i+1] = groups[i+1], groups[i]
		if groups[i] == groups[i+1] {
			continue
		}
		_, err := ParseRecoveryKey(strings.Join(groups, "-"))
		wantKind(t, err, RecoveryTypo)
	}
	for _, text := range []string{"-", code[:len(code)-1], code + "0", strings.Repeat("0", 5000)} {
		_, err := ParseRecoveryKey(text)
		wantKind(t, err, RecoveryTypo)
	}
	_, err = Open(path, RecoveryKey("nonsense"), Options{})
	wantKind(t, err, RecoveryTypo)
}

func TestRecoveryKeyTranspositions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := rapid.IntRange(0, recoveryGroups-1).Draw(t, "group")
		var data [recoveryGroupData]byte
		for i := range data {
			data[i] = rapid.ByteRange(0, 31).Draw(t, "digit")
		}
		group := append(data[:], groupCheck(g, data))
		i := rapid.IntRange(0, recoveryGroupSize-1).Draw(t, "i")
		j := rapid.IntRange(0, recoveryGroupSize-1).Draw(t, "j")
		if group[i] == group[j] {
			return
		}
		group[i], group[j] = group[j], group[i]
		if groupCheck(g, [recoveryGroupData]byte(group)) == group[recoveryGroupData] {
			t.Fatalf("exchange of %d and %d in %v is not noticed", i, j, group)
		}
	})
}

func TestFailedAttempts(t *testing.T) {
	o := cheapKDF(t)
	now := time.Date(2026, 1, 2, 9, 0, 0, 0, time.UTC)
	o.Now = func() time.Time { return now }
	v, path := newVault(t, o)
	if err := v.AddSlot(desk); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	wrong := Password(doctor.Name, "wrong")
	for range freeAttempts {
		_, err := Open(path, wrong, o)
		wantKind(t, err, WrongKey)
	}
	// The wait holds for the right password too, grows, and survives reopening.
	want := firstAttemptWait
	for range 9 {
		_, err := Open(path, doctorKey(), o)
		if e := wantKind(t, err, TooSoon); e.Wait != want {
			t.Fatalf("wait %v, want %v", e.Wait, want)
		}
		now = now.Add(want)
		_, err = Open(path, wrong, o)
		wantKind(t, err, WrongKey)
		want = min(2*want, lastAttemptWait)
	}
	// Another user's slips do not lock the desk out.
	v, err := Open(path, Password(desk.Name, desk.Password), o)
	if err != nil {
		t.Fatal(err)
	}
	if a := v.Attempts(); a.Unreported != freeAttempts+9 || !a.Last.Equal(now) {
		t.Errorf("attempts %+v", a)
	}
	if err := v.AcknowledgeAttempts(); err != nil {
		t.Fatal(err)
	}
	if a := v.Attempts(); a.Unreported != 0 {
		t.Errorf("attempts %+v after they were acknowledged", a)
	}
	_, err = v.Authenticate(doctorKey())
	wantKind(t, err, TooSoon)
	// A clock set back to before the failures starts the wait anew, no more.
	closeVault(t, v)
	now = now.AddDate(-3, 0, 0)
	_, err = Open(path, doctorKey(), o)
	if e := wantKind(t, err, TooSoon); e.Wait != lastAttemptWait {
		t.Errorf("wait %v after the clock went back", e.Wait)
	}
	now = now.Add(lastAttemptWait)
	v = reopen(t, path, o)
	// Success forgets.
	_, err = v.Authenticate(wrong)
	wantKind(t, err, WrongKey)
	if _, err := v.Authenticate(doctorKey()); err != nil {
		t.Fatal(err)
	}
	// Unknown names wait as well.
	for range freeAttempts {
		_, err = v.Authenticate(Password("nobody", "x"))
		wantKind(t, err, WrongKey)
	}
	_, err = v.Authenticate(Password("somebody", "x"))
	wantKind(t, err, TooSoon)
	closeVault(t, v)
}
