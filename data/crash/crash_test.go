package crash_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satchel/data/crash"
)

// sentinel stands for a patient's data: it must come up nowhere.
const sentinel = "Zebulon Quagmire 9876501234"

var start = time.Date(2026, 11, 28, 8, 30, 0, 0, time.UTC)

// childVariable says how the test binary, run as a child, shall break.
const childVariable = "CRASH_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childVariable) {
	case "silenced":
		if err := crash.Silence(); err != nil {
			fmt.Println(err)
		}
		breakBeside()
	case "loud":
		breakBeside()
	}
	os.Exit(m.Run())
}

// breakBeside panics on a goroutine that nobody guards, as a library's may.
func breakBeside() {
	go func() { panic(sentinel) }()
	time.Sleep(time.Minute)
}

type patient struct{ name string }

func (p patient) Error() string { return "no such patient: " + p.name }

// loud is somebody's own error that claims to be the runtime's.
type loud struct{ patient }

func (loud) RuntimeError() {}

// broken panics with what the patient's data are part of, and returns the report.
func broken(value func(name string) any) (r crash.Report) {
	defer func() {
		r = crash.Report{At: start, Place: "visit", Value: recover(), Stack: crash.Stack()}
	}()
	open(patient{sentinel}, value)
	return r
}

//go:noinline
func open(p patient, value func(string) any) { panic(value(p.name)) }

func TestAReportHoldsNoValue(t *testing.T) {
	none := []int{}
	var nobody *patient
	for name, test := range map[string]struct {
		value func(string) any
		want  string
	}{
		"text":      {func(n string) any { return n }, "panic    string\n"},
		"an error":  {func(n string) any { return fmt.Errorf("read %s", n) }, "panic    *errors.errorString\n"},
		"wrapped":   {func(n string) any { return fmt.Errorf("read: %w", patient{n}) }, "panic    *fmt.wrapError\n"},
		"a struct":  {func(n string) any { return patient{n} }, "panic    crash_test.patient\n"},
		"pretended": {func(n string) any { return loud{patient{n}} }, "panic    crash_test.loud\n"},
		"index":     {func(n string) any { return none[len(n)] }, "panic    runtime.boundsError: runtime error: index out of range [27] with length 0\n"},
		"slice":     {func(n string) any { return n[len(n)+1:] }, "panic    runtime.boundsError: runtime error: slice bounds out of range [28:27]\n"},
		"nil":       {func(n string) any { return nobody.name + n }, "panic    runtime.errorString: runtime error: invalid memory address or nil pointer dereference\n"},
		"assertion": {func(n string) any { return any(n).(fmt.Stringer) }, "panic    *runtime.TypeAssertionError: interface conversion: string is not fmt.Stringer: missing method String\n"},
		"map":       {func(n string) any { return map[any]int{[]string{n}[0:]: 1}[0] }, "panic    runtime.errorString: runtime error: hash of unhashable type []string\n"},
	} {
		t.Run(name, func(t *testing.T) {
			text := broken(test.value).Text()
			if !strings.Contains(text, test.want) {
				t.Errorf("no %q in:\n%s", test.want, text)
			}
			for _, word := range strings.Fields(sentinel) {
				if strings.Contains(text, word) {
					t.Errorf("%q is in:\n%s", word, text)
				}
			}
			for _, want := range []string{"place    visit\n", "at       2026-11-28T08:30:00Z\n", "satchel/data/crash_test.open\n    satchel/data/crash_test/crash_test.go:"} {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in:\n%s", want, text)
				}
			}
			wd, err := os.Getwd()
			if err != nil || strings.Contains(text, filepath.Dir(wd)) || strings.Contains(text, "runtime.gopanic\n") {
				t.Errorf("a folder of this computer, or the recovery itself, is in:\n%s", text)
			}
		})
	}
}

func TestAPlaceIsANameOfTheProgramsOwn(t *testing.T) {
	for name, want := range map[string]string{"visit": "visit", "": "unknown", sentinel: "unknown", "patient/7": "patient/7", strings.Repeat("a", 41): "unknown", "Asha": "unknown"} {
		if text := (crash.Report{Place: name}).Text(); !strings.Contains(text, "place    "+want+"\n") {
			t.Errorf("%q became:\n%s", name, text)
		}
	}
}

func TestReportsAreKeptTenAtMost(t *testing.T) {
	folder := t.TempDir()
	for _, other := range []string{"crash-report.txt", "computer", "crash-20261128T083000.000Z.txt.bak"} {
		if err := os.WriteFile(filepath.Join(folder, other), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i := range crash.MaxKept + 3 {
		r := broken(func(n string) any { return n })
		r.At = start.Add(time.Duration(i/2) * time.Hour) // two at the same instant
		if err := crash.Save(folder, r); err != nil {
			t.Fatal(err)
		}
	}
	list, err := crash.List(folder)
	if err != nil || len(list) != crash.MaxKept {
		t.Fatalf("%d reports, %v", len(list), err)
	}
	if newest := start.Add(6 * time.Hour); !list[0].At.Equal(newest) || !list[0].New || !list[9].At.Before(list[0].At) {
		t.Errorf("%+v", list)
	}
	if text, err := crash.Read(folder, list[0].Name); err != nil || !strings.HasPrefix(text, "Satchel stopped unexpectedly") {
		t.Errorf("%q %v", text, err)
	}
	if _, err := crash.Read(folder, "computer"); err == nil {
		t.Error("read what is no report")
	}
	if err := crash.Seen(folder); err != nil {
		t.Fatal(err)
	}
	if list, err = crash.List(folder); err != nil || list[0].New {
		t.Errorf("still new: %+v, %v", list[0], err)
	}
	r := broken(func(n string) any { return errors.New(n) })
	r.At = start.Add(24 * time.Hour)
	if err := crash.Save(folder, r); err != nil {
		t.Fatal(err)
	}
	if list, err = crash.List(folder); err != nil || !list[0].New || list[1].New {
		t.Errorf("%+v, %v", list[:2], err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != crash.MaxKept+4 {
		t.Errorf("%d files, %v", len(entries), err)
	}
}

// TestAPanicThatNobodyCatchesIsSilenced: without Silence the runtime prints the value, which is how the test knows that it looks at
// the right place.
func TestAPanicThatNobodyCatchesIsSilenced(t *testing.T) {
	for how, printed := range map[string]bool{"loud": true, "silenced": false} {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childVariable+"="+how)
		output, err := child.CombinedOutput()
		if err == nil {
			t.Fatalf("%s: the child ended well", how)
		}
		if bytes.Contains(output, []byte(sentinel)) != printed {
			t.Errorf("%s: printed %q", how, output)
		}
	}
}
