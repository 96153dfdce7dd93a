package vault

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
)

// Every number of FORMAT.md's tables against the code, and the other way round.
func TestFormatNumbers(t *testing.T) {
	text := readFile(t, "FORMAT.md")
	inCode := map[string]int{
		"offsetMagic": offsetMagic, "offsetVersion": offsetVersion, "offsetSuite": offsetSuite, "offsetPageSize": offsetPageSize,
		"offsetFeatures": offsetFeatures, "offsetHints": offsetHints, "offsetGeneration": offsetGeneration, "offsetUUID": offsetUUID,
		"offsetFileID": offsetFileID, "offsetWALSalts": offsetWALSalts, "offsetWALRetired": offsetWALRetired,
		"offsetWALDurable": offsetWALDurable, "offsetWALBackfill": offsetWALBackfill, "offsetDerivation": offsetDerivation, "offsetSlots": offsetSlots,
		"offsetHeaderMAC": offsetHeaderMAC, "offsetDigest": offsetDigest, "offsetAdvisory": offsetAdvisory,
		"offsetSlotKind": offsetSlotKind, "offsetSlotThreads": offsetSlotThreads, "offsetSlotMemory": offsetSlotMemory,
		"offsetSlotPasses": offsetSlotPasses, "offsetSlotNameTag": offsetSlotNameTag, "offsetSlotUserID": offsetSlotUserID,
		"offsetSlotSalt": offsetSlotSalt, "offsetSlotCommitment": offsetSlotCommitment, "offsetSlotNonce": offsetSlotNonce,
		"offsetSlotWrapped": offsetSlotWrapped, "advisoryMagic": 0, "offsetAttemptSeq": offsetAttemptSeq,
		"offsetAttempts": offsetAttempts, "offsetAttemptSum": offsetAttemptSum, "offsetNoteSalts": offsetNoteSalts,
		"offsetNoteFrames": offsetNoteFrames, "offsetNoteMAC": offsetNoteMAC,
	}
	source := readFile(t, "format.go")
	for _, name := range regexp.MustCompile(`\boffset[A-Z]\w+`).FindAllString(string(source), -1) {
		if _, ok := inCode[name]; !ok {
			t.Errorf("%s is not in this test", name)
		}
	}
	end := map[string]int{}
	rows := regexp.MustCompile(`(?m)^\| (\d+) \| (\d+) \| (\w+) \|`).FindAllStringSubmatch(string(text), -1)
	for _, row := range rows {
		var offset, size int
		fmt.Sscan(row[1], &offset)
		fmt.Sscan(row[2], &size)
		if want, ok := inCode[row[3]]; !ok || want != offset {
			t.Errorf("%s: FORMAT.md says %d, the code %d", row[3], offset, want)
		}
		delete(inCode, row[3])
		end[row[3]] = offset + size
	}
	for name := range inCode {
		t.Errorf("%s is missing in FORMAT.md", name)
	}
	if end["offsetAdvisory"] != headerSize || end["offsetSlots"] != offsetSlots+slotCount*slotSize ||
		end["offsetDerivation"] != offsetDerivation+sizeDerivation || end["offsetSlotWrapped"] > slotSize || end["offsetAttempts"] != offsetAttempts+attemptCounters*attemptCounterSize ||
		end["offsetAttempts"] > offsetNoteSalts || end["offsetNoteMAC"] != offsetNoteSalts+noteSize || end["offsetAttemptSum"] != advisorySize || end["offsetDigest"] != offsetAdvisory || end["offsetHeaderMAC"] != offsetDigest {
		t.Error("sizes in FORMAT.md do not add up")
	}
	for _, label := range []string{infoPage, infoWAL, infoHeaderMAC, infoCommitNote, infoDerive, infoDerivation, infoSlotKey, infoSlotCommit, labelNameTag, labelRecovery, advisoryMagic} {
		if !bytes.Contains(text, []byte("`"+label+"`")) {
			t.Errorf("label %s is missing in FORMAT.md", label)
		}
	}
	for _, number := range []int{databaseOffset, headerSize, slotCount, minPageSize, maxPageSize, int(ceilingKDF.MemoryKiB), int(floorKDF.MemoryKiB),
		ceilingWork, brokenScanLimit} {
		if !strings.Contains(string(text), fmt.Sprint(number)) {
			t.Errorf("%d is missing in FORMAT.md", number)
		}
	}
}

// A reader after FORMAT.md alone: none of the vault's code, none of its constants.
func TestFormatIndependentReader(t *testing.T) {
	v, path := newVault(t, Options{})
	exec(t, v, "CREATE TABLE told(word TEXT)")
	exec(t, v, "PRAGMA wal_checkpoint(TRUNCATE)")
	exec(t, v, "INSERT INTO told VALUES('sentinel in the WAL')")
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	wal, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	u32 := func(b []byte, at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }
	derive := func(secret, salt []byte, info string) []byte {
		key, err := hkdf.Key(sha256.New, secret, salt, info, 32)
		if err != nil {
			t.Fatal(err)
		}
		return key
	}

	h := file[:8192]
	if b := file[8192:16384]; binary.BigEndian.Uint64(b[32:]) > binary.BigEndian.Uint64(h[32:]) {
		h = b
	}
	if digest := sha256.Sum256(h[:7648]); !bytes.Equal(digest[:], h[7648:7680]) {
		t.Fatal("digest")
	}
	uuid, fileID := h[40:56], h[56:72]
	pageSize := int(u32(h, 20))

	tag := sha256.Sum256([]byte("satchel/1/name-tag" + string(uuid) + "dr. ströbel"))
	index := 0
	for !bytes.Equal(h[512+index*256+12:][:16], tag[:16]) {
		if index++; index == 24 {
			t.Fatal("no slot has the name tag")
		}
	}
	slot := h[512+index*256:][:256]
	stretched := argon2.IDKey([]byte("correct horse battery"), slot[44:76], u32(slot, 8), u32(slot, 4), slot[1], 32)
	if !bytes.Equal(derive(stretched, nil, "satchel/1/slot-commit"), slot[76:108]) {
		t.Fatal("commitment")
	}
	additional := bytes.Join([][]byte{[]byte("satchel/vault\r\n\x1a"), uuid, {byte(index), slot[0], slot[1]}, slot[4:8], slot[8:12]}, nil)
	wrapping, err := chacha20poly1305.NewX(derive(stretched, nil, "satchel/1/slot-key"))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := wrapping.Open(nil, slot[108:132], slot[132:196], additional)
	if err != nil {
		t.Fatal(err)
	}
	dataKey := plain[:32]
	if !bytes.Equal(plain[32:], doctorID[:]) {
		t.Fatal("user id")
	}
	salt := append(bytes.Clone(uuid), fileID...)
	m := hmac.New(sha256.New, derive(dataKey, salt, "satchel/1/header-mac"))
	m.Write(h[:7616])
	if !bytes.Equal(m.Sum(nil), h[7616:7648]) {
		t.Fatal("header MAC")
	}

	page := independentOpen(t, derive(dataKey, salt, "satchel/1/page"), file[16384:][:pageSize], binary.BigEndian.AppendUint64(nil, 1))
	if !bytes.HasPrefix(page, []byte("SQLite format 3\x00")) || page[18] != 2 || page[20] != 40 {
		t.Fatalf("page 1 starts with %q", page[:24])
	}
	if !bytes.Equal(wal[16:24], h[72:80]) {
		t.Fatal("the WAL's salts are not the header's")
	}
	frame := independentOpen(t, derive(dataKey, salt, "satchel/1/wal"), wal[32:][:24+pageSize],
		binary.BigEndian.AppendUint64(bytes.Clone(wal[16:24]), 1))
	if !bytes.Contains(frame, []byte("sentinel in the WAL")) {
		t.Fatal("the row is not in the first frame")
	}
}

// independentOpen is XAES-256-GCM after its specification.
func independentOpen(t *testing.T, key, unit, additional []byte) []byte {
	t.Helper()
	end := len(unit) - 24
	nonce := unit[end:]
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	var l, k1 [16]byte
	block.Encrypt(l[:], l[:])
	for i := range k1 {
		k1[i] = l[i] << 1
		if i < 15 {
			k1[i] |= l[i+1] >> 7
		}
	}
	if l[0]>>7 == 1 {
		k1[15] ^= 0x87
	}
	subkey := append([]byte{0, 1, 'X', 0}, nonce[:12]...)
	subkey = append(append(subkey, 0, 2, 'X', 0), nonce[:12]...)
	for i := range subkey {
		subkey[i] ^= k1[i%16]
	}
	block.Encrypt(subkey[:16], subkey[:16])
	block.Encrypt(subkey[16:], subkey[16:])
	inner, err := aes.NewCipher(subkey)
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCM(inner)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := aead.Open(nil, nonce[12:], unit[:end], additional)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}
