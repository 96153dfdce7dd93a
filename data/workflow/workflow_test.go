package workflow_test

import (
	"context"
	"encoding/json"
	"testing"

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
	"satchel/data/value"
	"satchel/data/workflow"
)

var ctx = context.Background()

// practice is a test practice with its doctor, a fee and a kind of visit.
type practice struct {
	*datatest.Kit
	who   organization.PractitionerID
	where organization.LocationID
	kind  schedule.VisitTypeID
}

func open(t testing.TB) *practice {
	t.Helper()
	p := &practice{Kit: datatest.Open(t, datatest.Press{})}
	p.furnish(t)
	return p
}

func (p *practice) furnish(t testing.TB) {
	t.Helper()
	p.Must(t, p.Owner, action.ManagePractice, func(tx *store.Tx) error {
		people, err := organization.ActivePractitioners(tx)
		if err != nil {
			return err
		}
		place, err := organization.MainLocation(tx)
		if err != nil {
			return err
		}
		p.who, p.where = people[0].ID, place.ID
		_, err = billing.SaveFee(tx, billing.Fee{Code: "CONS", Name: "Consultation", Price: 50000, Active: true})
		return err
	})
	p.Must(t, p.Owner, action.FoundPractice, func(tx *store.Tx) error {
		kind, err := schedule.SaveVisitType(tx, schedule.VisitType{Name: "Consultation", Minutes: 15, Colour: "#1f6feb", FeeCode: "CONS", Active: true})
		p.kind = kind.ID
		return err
	})
}

func (p *practice) register(t testing.TB, name string) patients.Patient {
	t.Helper()
	var made patients.Patient
	p.Must(t, p.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		made, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: name}, Gender: value.GenderFemale, BirthDate: value.PartialDate{Year: 1990}})
		return err
	})
	return made
}

// seen brings a patient in and begins the visit.
func (p *practice) seen(t testing.TB, patient patients.ID) chart.Encounter {
	t.Helper()
	var arrived workflow.Arrived
	p.Must(t, p.Desk, action.Arrive, func(tx *store.Tx) (err error) {
		arrived, err = workflow.WalkIn(tx, schedule.Appointment{Patient: patient, Practitioner: p.who, Location: p.where, VisitType: p.kind})
		return err
	}, store.About(patient))
	if len(arrived.Bill.Lines) != 1 || arrived.Appointment.Token == 0 {
		t.Fatalf("arrived %+v", arrived)
	}
	var e chart.Encounter
	p.Must(t, p.Owner, action.StartVisit, func(tx *store.Tx) (err error) {
		e, err = workflow.StartVisit(tx, arrived.Appointment.ID, arrived.Appointment.Version)
		return err
	}, store.About(patient))
	return e
}

// write fills the visit: a note, a diagnosis, an allergy question answered, one medicine.
func (p *practice) write(t testing.TB, e chart.Encounter) chart.Encounter {
	t.Helper()
	p.Must(t, p.Owner, action.Prescription, func(tx *store.Tx) (err error) {
		origin := chart.Origin{Patient: e.Patient, Encounter: e.ID}
		e.Note, e.Plan = "Cough for three days. Chest clear.", "Rest."
		if e, err = chart.Save(tx, e); err != nil {
			return err
		}
		if _, err := chart.ReviewAllergies(tx, chart.AllergyReview{Origin: origin, NoneKnown: true}); err != nil {
			return err
		}
		if _, err := chart.AddCondition(tx, chart.Condition{Origin: origin, Category: chart.EncounterDiagnosis, Code: value.Code{Display: "Acute bronchitis"}}); err != nil {
			return err
		}
		rx, err := prescribing.DraftOf(tx, origin)
		if err != nil {
			return err
		}
		list, err := prescribing.Propose(tx, p.who, "paracetamol 500 mg tab 1-0-1 5d", 5)
		if err != nil {
			return err
		}
		line := list[0].Line
		line.Prescription = rx.ID
		_, err = prescribing.SaveLine(tx, line)
		return err
	}, store.About(e.Patient))
	return e
}

func (p *practice) finish(e chart.Encounter, pay billing.Method) (done workflow.Finished, err error) {
	err = p.Update(ctx, p.Owner, action.FinishVisit, func(tx *store.Tx) (err error) {
		done, err = workflow.FinishVisit(tx, p.Press(), workflow.Finish{Encounter: e.ID, Version: e.Version, Pay: pay})
		return err
	}, store.About(e.Patient))
	return done, err
}

// state is what a visit looks like from outside.
type state struct {
	encounter  chart.EncounterStatus
	board      schedule.State
	number     string
	rx         prescribing.PrescriptionStatus
	documents  int
	billStatus billing.Status
}

func (p *practice) state(t testing.TB, e chart.Encounter) (s state) {
	t.Helper()
	err := p.View(ctx, p.Owner, action.OpenChart, func(tx *store.Tx) error {
		now, err := store.Get(tx, chart.Encounters, e.ID)
		if err != nil {
			return err
		}
		s.encounter = now.Status
		a, err := schedule.Get(tx, e.Appointment)
		if err != nil {
			return err
		}
		s.board = a.State
		list, err := prescribing.OfEncounter(tx, e.ID)
		if err != nil {
			return err
		}
		if len(list) > 0 {
			s.rx, s.number = list[0].Status, list[0].Number
		}
		papers, err := documents.OfPatient(tx, e.Patient, 0)
		if err != nil {
			return err
		}
		s.documents = len(papers)
		bill, found, err := billing.OfVisit(tx, e.Appointment, e.ID)
		if err != nil || !found {
			return err
		}
		account, err := billing.AccountOf(tx, bill.ID)
		s.billStatus = account.Status
		return err
	}, store.About(e.Patient))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAVisitFinishesWhole(t *testing.T) {
	p := open(t)
	e := p.write(t, p.seen(t, p.register(t, "Meera").ID))
	done, err := p.finish(e, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(done.Prescriptions) != 1 || len(done.Documents) != 1 || len(done.Bill.Lines) != 1 {
		t.Errorf("finished %+v", done)
	}
	want := state{chart.EncounterFinished, schedule.ToPay, "T-A-P/26-27/0001", prescribing.PrescriptionActive, 1, billing.Draft}
	if got := p.state(t, e); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	p.MustVerify(t)
}

func TestASoloDoctorTakesTheFeeAtOnce(t *testing.T) {
	p := open(t)
	e := p.write(t, p.seen(t, p.register(t, "Meera").ID))
	done, err := p.finish(e, billing.Cash)
	if err != nil {
		t.Fatal(err)
	}
	if len(done.Documents) != 3 || done.Paid.Payment.Amount != 50000 {
		t.Errorf("finished %+v", done)
	}
	want := state{chart.EncounterFinished, schedule.Done, "T-A-P/26-27/0001", prescribing.PrescriptionActive, 3, billing.Balanced}
	if got := p.state(t, e); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	p.MustVerify(t)
}

func TestAnUnansweredAlertKeepsTheWholeVisitOpen(t *testing.T) {
	p := open(t)
	patient := p.register(t, "Meera")
	e := p.write(t, p.seen(t, patient.ID))
	p.Must(t, p.Owner, action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.AddAllergy(tx, chart.AllergyIntolerance{Origin: chart.Origin{Patient: patient.ID, Encounter: e.ID}, Substance: value.Code{Display: "paracetamol"},
			Category: chart.MedicationAllergy, Criticality: chart.CriticalityHigh})
		return err
	}, store.About(patient.ID))
	before := p.state(t, e)
	if _, err := p.finish(e, billing.Cash); store.CodeOf(err) != store.Conflict {
		t.Fatalf("finished against an allergy: %v", err)
	}
	if after := p.state(t, e); after != before {
		t.Errorf("half finished: %+v, was %+v", after, before)
	}
	p.Must(t, p.Owner, action.Prescription, func(tx *store.Tx) error {
		rx, err := prescribing.OfEncounter(tx, e.ID)
		if err != nil {
			return err
		}
		found, err := prescribing.Check(tx, rx[0].ID)
		if err != nil {
			return err
		}
		for _, f := range found {
			if f.Open() {
				if _, err := prescribing.Answer(tx, rx[0].ID, f.ID, prescribing.Overridden, "Took it since without harm"); err != nil {
					return err
				}
			}
		}
		return nil
	}, store.About(patient.ID))
	if _, err := p.finish(e, billing.Cash); err != nil {
		t.Fatal(err)
	}
	p.MustVerify(t)
}

func TestAFinishedVisitIsUndoneInOneAct(t *testing.T) {
	for name, another := range map[string]bool{"on the same patient": false, "on another patient": true} {
		t.Run(name, func(t *testing.T) {
			p := open(t)
			first, second := p.register(t, "Meera"), p.register(t, "Sunita")
			e := p.write(t, p.seen(t, first.ID))
			if _, err := p.finish(e, billing.Cash); err != nil {
				t.Fatal(err)
			}
			onto := first.ID
			if another {
				onto = second.ID
			}
			undo := func(actor store.Actor, reason string) (done workflow.Undone, err error) {
				err = p.Update(ctx, actor, action.UndoVisit, func(tx *store.Tx) (err error) {
					done, err = workflow.UndoVisit(tx, p.Press(), e.ID, onto)
					return err
				}, store.About(first.ID, onto), store.Because(reason))
				return done, err
			}
			if _, err := undo(p.Desk, "x"); store.CodeOf(err) != store.Forbidden {
				t.Fatalf("the desk undid a visit: %v", err)
			}
			if _, err := undo(p.Owner, " "); store.CodeOf(err) != store.Invalid {
				t.Fatalf("undone without a reason: %v", err)
			}
			done, err := undo(p.Owner, "Wrong patient")
			if err != nil {
				t.Fatal(err)
			}
			if !done.OnAccount || len(done.Voided) != 1 || len(done.Credited) != 1 || done.Reopened.Patient != onto || done.Reopened.Note != e.Note {
				t.Errorf("undone %+v", done)
			}
			got := p.state(t, e)
			wantBoard := schedule.WithDoctor
			if another {
				wantBoard = schedule.Arrived
			}
			if got.encounter != chart.EncounterError || got.rx != prescribing.PrescriptionCancelled || got.board != wantBoard {
				t.Errorf("%+v", got)
			}
			err = p.View(ctx, p.Owner, action.OpenChart, func(tx *store.Tx) error {
				rx, err := prescribing.OfEncounter(tx, done.Reopened.ID)
				if err != nil {
					return err
				}
				lines, err := prescribing.Lines(tx, rx[0].ID)
				if err != nil || len(lines) != 1 || rx[0].Status != prescribing.PrescriptionDraft {
					t.Errorf("reopened with %d lines, %+v, %v", len(lines), rx, err)
				}
				balance, err := billing.BalanceOf(tx, first.ID)
				if balance.Credit.Minor != 50000 || balance.Owed.Minor != 0 {
					t.Errorf("balance %+v", balance)
				}
				return err
			}, store.About(first.ID, onto))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := undo(p.Owner, "again"); store.CodeOf(err) != store.Conflict {
				t.Errorf("undone twice: %v", err)
			}
			if !another {
				if _, err := p.finish(done.Reopened, billing.Cash); err != nil {
					t.Errorf("finish again: %v", err)
				}
			}
			p.MustVerify(t)
		})
	}
}

func TestPaymentBeforeTheVisit(t *testing.T) {
	p := open(t)
	patient := p.register(t, "Meera")
	p.Must(t, p.Desk, action.TakePayment, func(tx *store.Tx) error {
		_, err := workflow.TakePayment(tx, p.Press(), billing.Payment{Patient: patient.ID, Location: p.where, Method: billing.UPI, Amount: 60000})
		return err
	}, store.About(patient.ID))
	e := p.write(t, p.seen(t, patient.ID))
	done, err := p.finish(e, "")
	if err != nil {
		t.Fatal(err)
	}
	var billed workflow.Billed
	p.Must(t, p.Desk, action.Bill, func(tx *store.Tx) (err error) {
		billed, err = workflow.IssueInvoice(tx, p.Press(), done.Bill.Invoice)
		return err
	}, store.About(patient.ID))
	if got := p.state(t, e); got.billStatus != billing.Balanced {
		t.Errorf("%+v after %s", got, billed.Bill.Number)
	}
	p.MustVerify(t)
}

func TestAnArrivalIsTakenBack(t *testing.T) {
	p := open(t)
	patient := p.register(t, "Meera")
	var arrived workflow.Arrived
	p.Must(t, p.Desk, action.Arrive, func(tx *store.Tx) (err error) {
		arrived, err = workflow.WalkIn(tx, schedule.Appointment{Patient: patient.ID, Practitioner: p.who, Location: p.where, VisitType: p.kind})
		return err
	}, store.About(patient.ID))
	p.Must(t, p.Desk, action.Arrive, func(tx *store.Tx) error {
		_, err := workflow.UndoArrival(tx, arrived.Appointment.ID, arrived.Appointment.Version)
		return err
	}, store.About(patient.ID))
	err := p.View(ctx, p.Desk, action.ReadBilling, func(tx *store.Tx) error {
		bill, err := billing.Get(tx, arrived.Bill.ID)
		if err == nil && bill.Status != billing.EnteredInError {
			t.Errorf("the bill stays: %s", bill.Status)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	p.MustVerify(t)
}

func TestStartForRealKeepsPatientsAndSettingsOnly(t *testing.T) {
	p := open(t)
	patient := p.register(t, "Meera")
	e := p.write(t, p.seen(t, patient.ID))
	if _, err := p.finish(e, billing.Cash); err != nil {
		t.Fatal(err)
	}
	start := func(actor store.Actor) error {
		return p.Update(ctx, actor, action.StartForReal, func(tx *store.Tx) error {
			_, err := workflow.StartForReal(tx)
			return err
		})
	}
	if err := start(p.Desk); store.CodeOf(err) != store.Forbidden {
		t.Fatalf("the desk started for real: %v", err)
	}
	if err := start(p.Owner); err != nil {
		t.Fatal(err)
	}
	if err := start(p.Owner); store.CodeOf(err) != store.Conflict {
		t.Fatalf("started twice: %v", err)
	}
	err := p.View(ctx, p.Owner, action.OpenChart, func(tx *store.Tx) error {
		if _, err := patients.Get(tx, patient.ID); err != nil {
			t.Errorf("the patient is gone: %v", err)
		}
		kinds, err := schedule.AllVisitTypes(tx)
		if err != nil || len(kinds) != 1 {
			t.Errorf("%d kinds of visit, %v", len(kinds), err)
		}
		papers, err := documents.OfPatient(tx, patient.ID, 0)
		if err != nil || len(papers) != 0 {
			t.Errorf("%d documents stayed, %v", len(papers), err)
		}
		_, err = store.Get(tx, chart.Encounters, e.ID)
		if store.CodeOf(err) != store.NotFound {
			t.Errorf("the visit stayed: %v", err)
		}
		return nil
	}, store.About(patient.ID))
	if err != nil {
		t.Fatal(err)
	}
	parts := func() (n int) {
		if err := p.Vault().Writer().QueryRow("SELECT count(*) FROM document_part").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := parts(); n != 0 {
		t.Errorf("%d parts of pages stayed", n)
	}
	p.MustVerify(t)
	again := p.write(t, p.seen(t, patient.ID))
	done, err := p.finish(again, "")
	if err != nil {
		t.Fatal(err)
	}
	if got := done.Prescriptions[0].Number; got != "A-P/26-27/0001" {
		t.Errorf("number %s", got)
	}
	p.MustVerify(t)
	// From now on nothing that was issued goes, whoever asks.
	for _, table := range []string{"document", "document_content", "document_part"} {
		if _, err := p.Vault().Writer().Exec("DELETE FROM " + table); err == nil {
			t.Errorf("what is real was deleted from %s", table)
		}
	}
	if n := parts(); n != 1 {
		t.Errorf("%d parts of pages", n)
	}
}

// paidBill reads the frozen facts of the newest invoice's paper.
func (p *practice) paidBill(t testing.TB, patient patients.ID) documents.InvoiceFacts {
	t.Helper()
	var facts documents.InvoiceFacts
	err := p.View(ctx, p.Owner, action.ReadDocument, func(tx *store.Tx) error {
		papers, err := documents.OfPatient(tx, patient, 0)
		if err != nil {
			return err
		}
		for _, paper := range papers {
			if paper.Kind == documents.Invoice {
				_, frozen, err := documents.FrozenOf(tx, paper.ID)
				if err != nil {
					return err
				}
				return json.Unmarshal(frozen.Layout, &facts)
			}
		}
		return nil
	}, store.About(patient))
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

func TestABillThatIsPaidAtOnceSaysSo(t *testing.T) {
	p := open(t)
	patient := p.register(t, "Meera")
	done, err := p.finish(p.write(t, p.seen(t, patient.ID)), "")
	if err != nil {
		t.Fatal(err)
	}
	p.Must(t, p.Desk, action.TakePayment, func(tx *store.Tx) error {
		_, received, err := workflow.IssueAndPay(tx, p.Press(), done.Bill.Invoice, billing.Payment{Patient: patient.ID, Location: p.where, Method: billing.UPI, Amount: 50000})
		if err == nil && received.Paper.Number == "" {
			t.Error("no receipt")
		}
		return err
	}, store.About(patient.ID))
	facts := p.paidBill(t, patient.ID)
	if facts.Balance.Minor != 0 || len(facts.Payments) != 1 || facts.Payments[0].Amount.Minor != 50000 || facts.Payments[0].Method != "UPI" {
		t.Errorf("the paper says %+v, left to pay %v", facts.Payments, facts.Balance)
	}
	if got := p.state(t, done.Encounter); got.board != schedule.Done {
		t.Errorf("the patient still waits: %+v", got)
	}
	p.MustVerify(t)
}

func TestWhoComesInIsCountedOnce(t *testing.T) {
	p := open(t)
	patient := p.register(t, "Meera")
	comeIn := func() (arrived workflow.Arrived, err error) {
		err = p.Update(ctx, p.Desk, action.Arrive, func(tx *store.Tx) (err error) {
			arrived, err = workflow.ComeIn(tx, schedule.Appointment{Patient: patient.ID, Practitioner: p.who, Location: p.where, VisitType: p.kind})
			return err
		}, store.About(patient.ID))
		return arrived, err
	}
	var booked schedule.Appointment
	p.Must(t, p.Desk, action.Book, func(tx *store.Tx) (err error) {
		today, _, err := organization.Today(tx)
		if err != nil {
			return err
		}
		booked, _, err = schedule.Book(tx, schedule.Appointment{Patient: patient.ID, Practitioner: p.who, Location: p.where, VisitType: p.kind, Date: today, Minute: 16 * 60})
		return err
	})
	first, err := comeIn()
	if err != nil || first.Appointment.ID != booked.ID || first.Appointment.WalkIn {
		t.Fatalf("came for another than the booked one: %+v %v", first.Appointment, err)
	}
	if _, err := comeIn(); store.CodeOf(err) != store.Invalid {
		t.Fatalf("here twice: %v", err)
	}
	p.MustVerify(t)
}
