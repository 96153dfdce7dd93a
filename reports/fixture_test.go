package reports_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"satchel/data"
	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/datatest"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
	"satchel/data/vault"
	"satchel/data/workflow"
	"satchel/reports"
)

var makeFixture = flag.Bool("makefixture", false, "write the practice file of the present schema into data/testdata/practice")

const fixtureFolder = "../data/testdata/practice"

// TestMakeFixture writes the small practice that later versions must open: run once for each released schema, with -makefixture. The
// folder's README says what is in it. It stands here, and not in data, so that its papers are real ones.
func TestMakeFixture(t *testing.T) {
	if !*makeFixture {
		t.Skip("writes only when asked: go test ./reports -run TestMakeFixture -makefixture")
	}
	path := filepath.Join(t.TempDir(), "fixture.satchel")
	writeFixture(t, path)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(fixtureFolder, fmt.Sprintf("schema-%d.satchel", len(store.Migrations())))
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) // never over one that is released
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

// fixture is the practice being written.
type fixture struct {
	*data.Practice
	t            *testing.T
	owner, desk  store.Actor
	practitioner organization.PractitionerID
	location     organization.LocationID
	visitType    schedule.VisitTypeID
}

func (f *fixture) must(actor store.Actor, act action.Action, fn func(*store.Tx) error, opts ...store.Option) {
	f.t.Helper()
	if err := f.Update(context.Background(), actor, act, fn, opts...); err != nil {
		f.t.Fatalf("%s: %v", act, err)
	}
}

func writeFixture(t *testing.T, path string) {
	t.Helper()
	ctx := context.Background()
	local, err := data.OpenLocal(filepath.Join(t.TempDir(), "local"))
	if err != nil {
		t.Fatal(err)
	}
	clock := &storetest.Clock{}
	clock.Set(storetest.Start)
	seed := func(n byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{n}) }
	env := data.Env{Now: clock.Now, Rand: seed(1), Local: local, Press: reports.New(), Vault: vault.Options{KDF: vault.FloorKDF, PageSize: 4096, Rand: seed(2)}}
	made, err := data.Create(ctx, path, datatest.Password, datatest.Founding(), env)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("recovery key: %s", made.RecoveryKey)
	f := &fixture{Practice: made.Practice, t: t, owner: made.Actor}
	for _, u := range []organization.User{{Login: datatest.Desk, Display: "Reception", Role: action.Desk}, {Login: "left", Display: "Who left", Role: action.Desk}} {
		u, err := f.AddUser(ctx, f.owner, u, datatest.Password)
		if err != nil {
			t.Fatal(err)
		}
		if u.Login == "left" {
			u.Active = false
			if _, err := f.ChangeUser(ctx, f.owner, u); err != nil {
				t.Fatal(err)
			}
		}
	}
	if f.desk, err = f.SignIn(ctx, vault.Password(datatest.Desk, datatest.Password)); err != nil {
		t.Fatal(err)
	}
	if err := f.SetPIN(ctx, f.desk, "385062"); err != nil {
		t.Fatal(err)
	}
	f.furnish()
	meera := f.register(value.HumanName{Given: "Meera", Family: "Sharma"}, value.GenderFemale, 1990, "9829012345")
	f.register(value.HumanName{Given: "Sunil", Family: "Verma"}, value.GenderMale, 1962, "")
	f.register(value.HumanName{Given: "Fatima", Family: "Khan"}, value.GenderFemale, 2019, "")
	f.visit(meera)
	if err := f.SaveDraft(ctx, f.owner, store.Draft{Name: "a draft", Patient: meera.Raw(), Body: []byte("half a sentence")}); err != nil {
		t.Fatal(err)
	}
	for _, actor := range []store.Actor{f.desk, f.owner} {
		if err := f.SignOut(ctx, actor); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) furnish() {
	f.must(f.owner, action.FoundPractice, func(tx *store.Tx) error {
		people, err := organization.ActivePractitioners(tx)
		if err != nil {
			return err
		}
		place, err := organization.MainLocation(tx)
		if err != nil {
			return err
		}
		f.practitioner, f.location = people[0].ID, place.ID
		if _, err = billing.SaveFee(tx, billing.Fee{Code: "CONS", Name: "Consultation", Price: 50_000, Active: true}); err != nil {
			return err
		}
		kind, err := schedule.SaveVisitType(tx, schedule.VisitType{Name: "Consultation", Minutes: 15, Colour: "#1f6feb", FeeCode: "CONS", Active: true})
		f.visitType = kind.ID
		return err
	})
}

func (f *fixture) register(name value.HumanName, gender value.AdministrativeGender, year int, phone string) (id patients.ID) {
	f.must(f.desk, action.RegisterPatient, func(tx *store.Tx) error {
		p := patients.Patient{Name: name, Gender: gender, BirthDate: value.PartialDate{Year: year}}
		if phone != "" {
			p.Phones = []patients.Phone{{Number: phone}}
		}
		kept, err := patients.Register(tx, p)
		id = kept.ID
		return err
	})
	return id
}

// visit is one from the door to the receipt.
func (f *fixture) visit(patient patients.ID) {
	about := store.About(patient)
	var arrived workflow.Arrived
	f.must(f.desk, action.Arrive, func(tx *store.Tx) (err error) {
		arrived, err = workflow.WalkIn(tx, schedule.Appointment{Patient: patient, Practitioner: f.practitioner, Location: f.location, VisitType: f.visitType})
		return err
	}, about)
	var e chart.Encounter
	f.must(f.owner, action.StartVisit, func(tx *store.Tx) (err error) {
		e, err = workflow.StartVisit(tx, arrived.Appointment.ID, arrived.Appointment.Version)
		return err
	}, about)
	f.must(f.owner, action.Prescription, func(tx *store.Tx) (err error) {
		origin := chart.Origin{Patient: e.Patient, Encounter: e.ID}
		e.Note, e.Plan = "Cough for three days. Chest clear.", "Rest."
		if e, err = chart.Save(tx, e); err != nil {
			return err
		}
		if _, err = chart.AddAllergy(tx, chart.AllergyIntolerance{Origin: origin, Substance: value.Code{Display: "penicillin"}, Category: chart.MedicationAllergy,
			Criticality: chart.CriticalityHigh}); err != nil {
			return err
		}
		if _, err = chart.AddCondition(tx, chart.Condition{Origin: origin, Category: chart.EncounterDiagnosis, Code: value.Code{Display: "Acute bronchitis"}}); err != nil {
			return err
		}
		rx, err := prescribing.DraftOf(tx, origin)
		if err != nil {
			return err
		}
		list, err := prescribing.Propose(tx, f.practitioner, "paracetamol 500 mg tab 1-0-1 5d", 5)
		if err != nil {
			return err
		}
		line := list[0].Line
		line.Prescription = rx.ID
		_, err = prescribing.SaveLine(tx, line)
		return err
	}, about)
	var done workflow.Finished
	f.must(f.owner, action.FinishVisit, func(tx *store.Tx) (err error) {
		done, err = workflow.FinishVisit(tx, f.Press(), workflow.Finish{Encounter: e.ID, Version: e.Version})
		return err
	}, about)
	f.must(f.desk, action.TakePayment, func(tx *store.Tx) error {
		_, _, err := workflow.IssueAndPay(tx, f.Press(), done.Bill.Invoice, billing.Payment{Patient: patient, Location: f.location, Method: billing.UPI, Amount: 50_000})
		return err
	}, about)
}

// TestPapersOfEveryVersionAreStillDrawn: what an older version froze is drawn by this one.
func TestPapersOfEveryVersionAreStillDrawn(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(fixtureFolder, "schema-*.satchel"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			ctx := context.Background()
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "practice.satchel")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			env, _ := datatest.Env(t, reports.New())
			p, owner, err := data.Open(ctx, path, vault.Password(datatest.Owner, datatest.Password), env)
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			if err := p.Relocate(ctx, owner, store.Moved); err != nil {
				t.Fatal(err)
			}
			kinds := map[documents.Kind]int{}
			var meera patients.ID
			err = p.View(ctx, owner, action.FindPatients, func(tx *store.Tx) error {
				rows, _, err := patients.Find(tx, patients.Query{Text: "meera sharma"})
				if err == nil && len(rows) == 1 {
					meera = rows[0].ID
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			err = p.View(ctx, owner, action.ReadDocument, func(tx *store.Tx) error {
				papers, err := documents.OfPatient(tx, meera, 0)
				if err != nil {
					return err
				}
				for _, paper := range papers {
					_, frozen, err := documents.FrozenOf(tx, paper.ID)
					if err != nil {
						return err
					}
					pdf, err := reports.PDF(frozen, reports.Overlay{})
					if err != nil || len(pdf) < 1000 {
						t.Errorf("%s: %d bytes, %v", paper.Kind, len(pdf), err)
					}
					kinds[paper.Kind]++
				}
				return nil
			}, store.About(meera))
			if err != nil {
				t.Fatal(err)
			}
			for _, kind := range []documents.Kind{documents.Prescription, documents.Invoice, documents.Receipt} {
				if kinds[kind] != 1 {
					t.Errorf("%d papers of kind %s", kinds[kind], kind)
				}
			}
		})
	}
}
