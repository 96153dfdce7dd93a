//go:build linux

package printer

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports"
	"satchel/ui/frame"
)

var cupsJobs = flag.Int("cupsjobs", 50, "how many prescriptions TestCUPSBatch sends through a print service of its own")

// mostMemory bounds what our process grows by at its peak over a batch, in MB.
const mostMemory = 100

// prescription is a frozen page, which differs from others in its number.
func prescription(t *testing.T, n int) documents.Frozen {
	t.Helper()
	frozen, err := reports.New().Set(documents.Prescription, documents.PrescriptionFacts{
		Setting:    documents.Setting{Language: "en", Paper: documents.PaperA5, Zone: "Asia/Kolkata"},
		Letterhead: documents.Letterhead{Practice: "Lakeside Family Clinic", Address: []string{"14 Lake Road"}},
		Prescriber: documents.Practitioner{Name: value.HumanName{Given: "Anjali", Family: "Rao"}},
		Patient:    documents.PatientIdentity{Name: value.HumanName{Given: "Meera", Family: "Sharma"}, Number: "A-0001", Sex: value.GenderFemale},
		Number:     fmt.Sprintf("A-P/26-27/%04d", n), Issued: time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC), Allergies: documents.AllergyStatus{State: documents.AllergyNoneKnown},
		Items: []documents.PrescriptionItem{{Ingredients: []documents.Ingredient{{Name: "paracetamol", Strength: value.Quantity{Value: value.Whole(500), Unit: "mg"}}},
			Dose: "1 tablet", Frequency: "3 times a day", Quantity: value.Whole(10), QuantityUnit: "tablets"}}})
	if err != nil {
		t.Fatal(err)
	}
	return frozen
}

// tray is where the papers of a printer come out, one behind the other: a pipe, since CUPS writes a file anew for each job.
type tray struct {
	pipe    *os.File
	content chan []byte
}

func (s *service) addTray(name string) tray {
	s.t.Helper()
	path := filepath.Join(s.folder, "out", name)
	if err := syscall.Mkfifo(path, 0o666); err != nil {
		s.t.Fatal(err)
	}
	pipe, err := os.OpenFile(path, os.O_RDWR, 0) // for writing too, so that it does not end between two jobs
	if err != nil {
		s.t.Fatal(err)
	}
	s.do("lpadmin", "-p", name, "-E", "-v", "file://"+path, "-P", driver)
	out := tray{pipe, make(chan []byte, 1)}
	go func() {
		var all []byte
		buffer := make([]byte, 1<<16)
		for {
			n, err := pipe.Read(buffer)
			all = append(all, buffer[:n]...)
			if err != nil {
				out.content <- all
				return
			}
		}
	}()
	return out
}

// papers are the documents that came out.
func (o tray) papers(t *testing.T) [][]byte {
	t.Helper()
	// What is in the pipe is read before it ends.
	if err := o.pipe.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	all := <-o.content
	_ = o.pipe.Close()
	var list [][]byte
	for _, one := range bytes.Split(all, []byte("%PDF-"))[1:] {
		if bytes.Contains(one, []byte("%%EOF")) {
			list = append(list, one)
		}
	}
	return list
}

// peak is the most memory that our process has had, in MB (proc(5), VmHWM).
func peak(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(text), "VmHWM:")
	fields := strings.Fields(after)
	kB := 0
	if found && len(fields) > 0 {
		kB, err = strconv.Atoi(fields[0])
	}
	if err != nil || kB == 0 {
		t.Fatalf("no peak: %v", err)
	}
	return kB >> 10
}

// A batch goes through the whole of CUPS: each paper comes out once, in its order, and is told once.
func TestCUPSBatch(t *testing.T) {
	s := startCUPS(t)
	out := s.addTray("Office")
	s.do("lpadmin", "-d", "Office")
	before := peak(t)
	b, told := Printer{}.Batch(), 0
	began := time.Now()
	for n := range *cupsJobs {
		if err := b.Add(ctx, prescription(t, n), frame.Copy{}, func(err error) {
			if err != nil || n != told {
				t.Errorf("the paper %d after %d: %v", n, told, err)
			}
			told++
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Finish(ctx); err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	list := out.papers(t)
	different := map[[sha256.Size]byte]bool{}
	for _, paper := range list {
		different[sha256.Sum256(paper)] = true
	}
	grown := peak(t) - before
	t.Logf("%d jobs in %s, %.1f a second; our process grew by %d MB at its peak, to %d MB", *cupsJobs, took.Round(time.Millisecond), float64(*cupsJobs)/took.Seconds(), grown, peak(t))
	if told != *cupsJobs || len(list) != *cupsJobs || len(different) != *cupsJobs {
		t.Errorf("of %d papers %d were told, %d came out, %d different ones", *cupsJobs, told, len(list), len(different))
	}
	if grown > mostMemory {
		t.Errorf("grew by %d MB, more than %d", grown, mostMemory)
	}
}
