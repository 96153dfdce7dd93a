package vault

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// What a process of its own does, chosen by this variable: the whole of its memory is looked through.
const memoryChildVariable = "SATCHEL_MEMORY_CHILD"

// needle is a secret to look for, kept so that the needle itself is not found.
type needle struct {
	name   string
	masked []byte
}

const needleMask = 0xa5

func newNeedle(name string, secret []byte) needle {
	n := needle{name, make([]byte, len(secret))}
	for i, c := range secret {
		n.masked[i] = c ^ needleMask
	}
	return n
}

func (n needle) at(b []byte) bool {
	if len(b) < len(n.masked) {
		return false
	}
	for i, c := range n.masked {
		if b[i] != c^needleMask {
			return false
		}
	}
	return true
}

// searchMemory counts where each needle lies in this process's memory.
func searchMemory(needles []needle) (map[string]int, error) {
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		return nil, err
	}
	memory, err := os.Open("/proc/self/mem")
	if err != nil {
		return nil, err
	}
	defer memory.Close()
	// Outside of every mapping that is searched: it would find what it has just read.
	buffer, err := unix.Mmap(-1, 0, 1<<20, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return nil, err
	}
	defer unix.Munmap(buffer)
	found := map[string]int{}
	const overlap = 64
	lines := bufio.NewScanner(bytes.NewReader(maps))
	for lines.Scan() {
		var from, to int64
		var rights string
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &rights); err != nil || !strings.HasPrefix(rights, "rw") || strings.Contains(lines.Text(), "[v") {
			continue
		}
		for at := from; at < to; at += int64(len(buffer)) - overlap {
			n, err := memory.ReadAt(buffer[:min(int64(len(buffer)), to-at)], at)
			if err != nil && err != io.EOF && n == 0 {
				break
			}
			for _, needle := range needles {
				first := needle.masked[0] ^ needleMask
				for rest := buffer[:n]; ; {
					i := bytes.IndexByte(rest, first)
					if i < 0 {
						break
					}
					if needle.at(rest[i:]) {
						found[needle.name]++
					}
					rest = rest[i+1:]
				}
			}
			clear(buffer[:n])
			if at+int64(n) >= to {
				break
			}
		}
	}
	return found, lines.Err()
}

// memoryChild makes a practice, works in it in every way that has to do with keys, and looks for them before and after it is
// closed.
func memoryChild(folder string) (report string, err error) {
	o := Options{}
	path := filepath.Join(folder, "practice.satchel")
	v, err := Create(path, doctor, o)
	if err != nil {
		return "", err
	}
	if err := v.AddSlot(desk); err != nil {
		return "", err
	}
	if _, err := v.NewRecoveryKey(); err != nil {
		return "", err
	}
	if err := v.Close(); err != nil {
		return "", err
	}
	if v, err = Open(path, doctorKey(), o); err != nil {
		return "", err
	}
	if _, err := v.Rekey(context.Background(), rekeyPlan, nil); err != nil {
		return "", err
	}
	if v, err = Open(path, doctorKey(), o); err != nil {
		return "", err
	}
	if _, err := v.Writer().Exec("CREATE TABLE t(body TEXT); INSERT INTO t VALUES('a row')"); err != nil {
		return "", err
	}
	if _, err := v.Authenticate(Password(desk.Name, "one time passphrase")); err != nil {
		return "", err
	}
	if err := v.ChangePassword(doctorID, doctor.Password); err != nil {
		return "", err
	}
	if err := v.BackupTo(context.Background(), path+".copy", nil); err != nil {
		return "", err
	}
	c, err := v.OpenCopy(path + ".copy")
	if err != nil {
		return "", err
	}
	if err := c.Close(); err != nil {
		return "", err
	}
	clear(v.Derive("what the caller keeps", 32))
	salt := append(append([]byte{}, v.volume.uuid[:]...), v.volume.header.header.fileID[:]...)
	needles := []needle{newNeedle("data key", v.dataKey), newNeedle("derivation secret", v.derivation), newNeedle("header key", v.volume.keys.headerMAC)}
	for name, label := range map[string]string{"page key": infoPage, "WAL key": infoWAL} {
		key := expand(v.dataKey, salt, label, keySize)
		needles = append(needles, newNeedle(name, key))
		clear(key)
	}
	doctors := v.volume.header.header.slots[0]
	secret := passwordSecret(doctor.Password)
	wrapping, _ := slotKeys(doctors.kdf, secret, doctors.salt[:])
	needles = append(needles, newNeedle("wrapping key", wrapping))
	clear(wrapping)
	clear(secret)
	scrubStack()
	open, err := searchMemory(needles)
	if err != nil {
		return "", err
	}
	if err := v.Close(); err != nil {
		return "", err
	}
	closed, err := searchMemory(needles)
	return fmt.Sprintf("locked %t\nopen %v\nclosed %v\n", SecretsLocked(), open, closed), err
}

// TestKeysAreGoneAfterClose looks through the whole memory of a process in which a practice was open.
func TestKeysAreGoneAfterClose(t *testing.T) {
	if folder := os.Getenv(memoryChildVariable); folder != "" {
		report, err := memoryChild(folder)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Print(report)
		return
	}
	child := osexec.Command(os.Args[0], "-test.run=^TestKeysAreGoneAfterClose$")
	child.Env = append(os.Environ(), memoryChildVariable+"="+t.TempDir())
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
	for _, want := range []string{"locked true\n", "data key:1 ", "derivation secret:1 ", "closed map[]\n"} {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("not found: %q", want)
		}
	}
}
