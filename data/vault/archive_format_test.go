package vault

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
)

// Every number of ARCHIVE.md against the code.
func TestArchiveFormatNumbers(t *testing.T) {
	text := string(readFile(t, "ARCHIVE.md"))
	for _, want := range []string{
		"`" + infoArchive + "`",
		fmt.Sprintf("pieces of %d bytes", archiveUnit-reservedSize),
		fmt.Sprintf("%d bytes longer", reservedSize),
		fmt.Sprintf("feature %d set in offsetFeatures", featureArchive),
		fmt.Sprintf("[trailer, %d]", archiveTrailer),
		fmt.Sprintf("| trailer | %d | one unit of %d,", sectionTrailer, archiveTrailer),
		fmt.Sprintf("| map | %d |", sectionMap),
		fmt.Sprintf("| seals | %d | %d for each own page", sectionSeals, sizeSeal),
		fmt.Sprintf("| manifest | %d |", sectionManifest),
		fmt.Sprintf("the plaintext of %d", archiveTrailer-reservedSize),
		fmt.Sprintf("parts, 1 to %d", maxParts),
		fmt.Sprintf("at most %d |", maxManifestSize),
		fmt.Sprintf("file ids, %d each", sizePartID),
		fmt.Sprintf("runs, %d each", sizeRun),
	} {
		if !strings.Contains(text, want) {
			t.Errorf("ARCHIVE.md lacks %q", want)
		}
	}
	if !strings.Contains(text, "2^32 - 2") || maxDatabasePages != 1<<32-2 {
		t.Error("the largest database differs")
	}
	if !strings.Contains(string(readFile(t, "FORMAT.md")), "ARCHIVE.md") {
		t.Error("FORMAT.md does not say what the bit of an archive means")
	}
}

// A reader after FORMAT.md and ARCHIVE.md alone: none of the vault's code, none of its constants. The data key is taken from the vault:
// how a password gives it, TestFormatIndependentReader shows.
func TestArchiveIndependentReader(t *testing.T) {
	o := cheapKDF(t)
	p := threeArchives(t, o)
	exec(t, p.v, "CREATE TABLE told(word TEXT); INSERT INTO told VALUES('sentinel in the archive')")
	p.make()
	want := map[string]int{"row 1": 0, "sentinel in the archive": 0}

	u32 := func(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }
	u64 := func(b []byte, at int) int { return int(binary.BigEndian.Uint64(b[at:])) }
	two := func(a, b int) []byte {
		return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, uint64(a)), uint64(b))
	}
	key := func(file []byte, label string) []byte {
		k, err := hkdf.Key(sha256.New, p.v.dataKey, file[40:72], label, 32)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	byID := map[string][]byte{}
	for _, path := range p.paths {
		b := readFile(t, path)
		byID[string(b[56:72])] = b
	}
	file := readFile(t, p.paths[len(p.paths)-1])
	if u32(file, 24) != 1 || !bytes.Equal(file[:7680], file[8192:][:7680]) {
		t.Fatal("features, or two headers that differ")
	}
	pageSize, sections := u32(file, 20), key(file, "satchel/1/archive")
	trailer := independentOpen(t, sections, file[len(file)-256:], two(0, 0))
	pages, own, parts, runs, manifest := u64(trailer, 0), u64(trailer, 8), u32(trailer, 16), u32(trailer, 20), u64(trailer, 24)
	at := 16384 + own*pageSize
	section := func(number, size int) (plain []byte) {
		for n := 0; size > 0; n++ {
			piece := min(size, 65496)
			plain = append(plain, independentOpen(t, sections, file[at:][:piece+40], two(number, n))...)
			at, size = at+piece+40, size-piece
		}
		return plain
	}
	layout := section(1, parts*16+runs*16)
	section(2, own*16)
	if text := section(3, manifest); string(text) != "manifest" || at != len(file)-256 {
		t.Fatalf("manifest %q, %d bytes before the trailer", text, len(file)-256-at)
	}
	page, from := 0, map[int]bool{}
	for n := range runs {
		run := layout[parts*16+n*16:]
		part := u32(run, 4)
		source := byID[string(layout[part*16:][:16])]
		from[part] = true
		for i := range u32(run, 0) {
			page++
			unit := source[16384+(u64(run, 8)+i)*pageSize:][:pageSize]
			plain := independentOpen(t, key(source, "satchel/1/page"), unit, binary.BigEndian.AppendUint64(nil, uint64(page)))
			for word := range want {
				want[word] += bytes.Count(plain, []byte(word))
			}
			if page == 1 && !bytes.HasPrefix(plain, []byte("SQLite format 3\x00")) {
				t.Fatalf("page 1 starts with %q", plain[:16])
			}
		}
	}
	if page != pages || len(from) < 3 || want["row 1"] == 0 || want["sentinel in the archive"] == 0 {
		t.Errorf("%d of %d pages from %d parts, found %v", page, pages, len(from), want)
	}
}
