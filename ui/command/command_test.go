package command_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/data"
	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/datatest"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/vault"
	"satchel/data/workflow"
	"satchel/reports"
	"satchel/ui/command"
)

var ctx = context.Background()

// kit is a practice that a test fills before commands run on its file.
type kit struct {
	*datatest.Kit
	patient patients.Patient
	origin  chart.Origin
}

func open(t *testing.T) *kit {
	t.Helper()
	k := &kit{Kit: datatest.Open(t, reports.New())}
	k.Must(t, k.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		people, err := organization.ActivePractitioners(tx)
		if err != nil {
			return err
		}
		place, err := organization.MainLocation(tx)
		if err != nil {
			return err
		}
		k.patient, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: "Meera"}, Gender: value.GenderFemale, BirthDate: value.PartialDate{Year: 1990}})
		k.origin = chart.Origin{Patient: k.patient.ID, Practitioner: people[0].ID, Location: place.ID}
		return err
	})
	return k
}

// prescribe issues a prescription outside a visit.
func (k *kit) prescribe(t *testing.T) documents.Document {
	t.Helper()
	var paper documents.Document
	k.Must(t, k.Owner, action.Prescription, func(tx *store.Tx) error {
		if _, err := chart.ReviewAllergies(tx, chart.AllergyReview{Origin: k.origin, NoneKnown: true}); err != nil {
			return err
		}
		rx, err := prescribing.DraftOf(tx, k.origin)
		if err != nil {
			return err
		}
		lines, err := prescribing.Propose(tx, k.origin.Practitioner, "paracetamol 500 mg tab 1-0-1 2d", 1)
		if err != nil {
			return err
		}
		line := lines[0].Line
		line.Prescription = rx.ID
		if _, err := prescribing.SaveLine(tx, line); err != nil {
			return err
		}
		_, paper, err = workflow.IssuePrescription(tx, k.Press(), rx)
		return err
	}, store.About(k.patient.ID))
	return paper
}

// pay takes an advance, for its receipt.
func (k *kit) pay(t *testing.T) documents.Document {
	t.Helper()
	var received workflow.Received
	k.Must(t, k.Desk, action.TakePayment, func(tx *store.Tx) (err error) {
		received, err = workflow.TakePayment(tx, k.Press(), billing.Payment{Patient: k.patient.ID, Location: k.origin.Location, Method: billing.Cash, Amount: 10_000})
		return err
	}, store.About(k.patient.ID))
	return received.Paper
}

// run closes the practice and runs a command on its file.
func (k *kit) run(t *testing.T, args ...string) (code int, said, complained string) {
	t.Helper()
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	var out, bad bytes.Buffer
	code = command.Run(ctx, append(args, k.Path(), "--user", datatest.Owner, "--password-file", "-"), command.World{Stdin: strings.NewReader(datatest.Password + "\n"),
		Stdout: &out, Stderr: &bad, Now: k.Env.Now, Rand: k.Env.Rand, Local: k.Env.Local, Press: k.Env.Press, Vault: k.Env.Vault})
	return code, out.String(), bad.String()
}

func TestAPlainCounterMeansTheNewestYear(t *testing.T) {
	k := open(t)
	first := k.pay(t)
	k.Clock.Add(200 * 24 * time.Hour) // into the next fiscal year
	second := k.pay(t)
	out := filepath.Join(t.TempDir(), "out.pdf")
	code, said, complained := k.run(t, "print", "--receipt", "1", "--to", out)
	if code != command.ExitDone || !strings.Contains(said, second.Number) || first.Number == second.Number {
		t.Errorf("%d %s%s", code, said, complained)
	}
	code, said, complained = k.run(t, "print", "--receipt", strings.ToLower(first.Number), "--to", out+".first")
	if code != command.ExitDone || !strings.Contains(said, first.Number) {
		t.Errorf("%d %s%s", code, said, complained)
	}
	if info, err := os.Stat(out); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
}

func TestAVoidDocumentIsNotPrinted(t *testing.T) {
	k := open(t)
	paper := k.prescribe(t)
	k.Must(t, k.Owner, action.VoidDocument, func(tx *store.Tx) error {
		_, err := documents.MarkVoid(tx, paper.ID, tx.Reason())
		return err
	}, store.About(k.patient.ID), store.Because("Wrong strength"))
	out := filepath.Join(t.TempDir(), "out.pdf")
	if code, _, complained := k.run(t, "print", "--prescription", "1", "--to", out); code != command.ExitRefused || complained == "" {
		t.Errorf("%d %s", code, complained)
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Error("a void prescription was printed", err)
	}
}

func TestNothingSaidNamesAPatient(t *testing.T) {
	k := open(t)
	k.prescribe(t)
	folder := t.TempDir()
	for _, args := range [][]string{
		{"verify"}, {"audit"}, {"audit", "--json"}, {"backup", "--to", folder}, {"print", "--prescription", "1", "--to", filepath.Join(folder, "rx.pdf")},
		{"export", "--patient", "1", "--format", "ips", "--to", filepath.Join(folder, "ips.json")}, {"export", "--patient", "1", "--format", "ips", "--to", folder},
		{"print", "--prescription", "Meera", "--to", filepath.Join(folder, "no.pdf")},
	} {
		if _, said, complained := k.run(t, args...); strings.Contains(said+complained, "Meera") {
			t.Errorf("%v tells who the patient is: %s%s", args, said, complained)
		}
	}
}

func TestALongAuditReportIsWhole(t *testing.T) {
	k := open(t)
	for range 7 {
		k.pay(t)
	}
	err := k.View(ctx, k.Owner, action.ReadAudit, func(tx *store.Tx) error {
		whole, err := command.AllEvents(tx, store.AuditQuery{}, 10_000)
		if err != nil {
			return err
		}
		for piece := 2; piece < 5; piece++ {
			got, err := command.AllEvents(tx, store.AuditQuery{}, piece)
			if err != nil {
				return err
			}
			same := slices.EqualFunc(got, whole, func(a, b store.AuditEvent) bool { return a.Sequence == b.Sequence })
			if !same || len(whole) < 9 {
				t.Errorf("%d events in pieces of %d, %d at once", len(got), piece, len(whole))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAFileOfAnotherComputerIsReadAndNotWritten(t *testing.T) {
	k := open(t)
	k.prescribe(t)
	local, clock := datatest.Env(t, nil)
	clock.Set(k.Env.Now())
	k.Env.Local = local.Local
	out := filepath.Join(t.TempDir(), "out.pdf")
	if code, said, complained := k.run(t, "verify"); code != command.ExitDone || !strings.Contains(said, "pages") {
		t.Errorf("%d %s%s", code, said, complained)
	}
	if code, _, complained := k.run(t, "print", "--prescription", "1", "--to", out); code != command.ExitRefused || !strings.Contains(complained, "another computer") {
		t.Errorf("%d %s", code, complained)
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Error("printed without a word in the audit trail", err)
	}
	// The practice is closed by run; opened here, it stands as it was.
	p, _, err := data.Open(ctx, k.Path(), vault.Password(datatest.Owner, datatest.Password), k.Env)
	if err != nil {
		t.Fatal(err)
	}
	if !p.Store().MustRelocate() {
		t.Error("a command answered for the owner")
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestKnown(t *testing.T) {
	for _, name := range []string{"demo", "verify", "backup", "export", "print", "audit", "help"} {
		if !command.Known(name) {
			t.Errorf("%s is no command", name)
		}
	}
	if command.Known("practice.satchel") {
		t.Error("a file is taken for a command")
	}
}
