package visit

import (
	"strings"
	"testing"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/prescribing"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

// TestQuickVisitInFortyFiveKeys is the visit of a solo doctor, from the name to the money: walk-in and arrival implied, three
// favourites, signed, issued, printed, the usual fee taken. No click.
func TestQuickVisitInFortyFiveKeys(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	meera := register(t, k, "Meera", "Sharma")
	// The favourites are those of earlier visits, and somebody has asked about allergies.
	m := begin(t, k.Owner, meera.ID)
	if err := m.KeepAllergy(ctx, nil, chart.AllergyUnknown); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"crocin", "cetzine", "pan"} {
		prescribed(t, m, text)
	}
	finished(t, m, billing.Cash)
	k.Clock.Add(30 * 24 * 3600e9)
	closeDesk(t, k)

	window(k, k.Owner).Go(frame.Target{Place: frame.Today})
	keys := 0
	typeKeys := func(text string) { keys += len(text); k.Type(text) }
	press := func(names ...string) { keys += len(names); k.Press(names...) }
	press("Ctrl+K")
	typeKeys("mee sha")
	press("Enter") // the patient
	press("Enter") // the visit begins
	press("F4")
	for _, short := range []string{"cro", "cet", "pan"} {
		before := keys
		typeKeys(short)
		press("Enter")
		if keys-before > 6 {
			t.Errorf("a favourite took %d keys", keys-before)
		}
	}
	patient, visit := shown.page.(*openPage).model.patient, shown.page.(*openPage).model.encounter
	press("Ctrl+Enter", "Enter")
	if keys > 45 {
		t.Errorf("the visit took %d keys", keys)
	}
	t.Logf("%d keys", keys)

	p := load(t, &visitModel{session: k.Owner, patient: patient, encounter: visit})
	if p.Encounter.Status != chart.EncounterFinished || len(p.Issued) != 1 || len(p.Issued[0].Lines) != 3 || p.Issued[0].Status != prescribing.PrescriptionActive {
		t.Errorf("the visit stands as %s with %+v", p.Encounter.Status, p.Issued)
	}
	k.View(k.Owner, action.OpenChart, func(tx *store.Tx) error {
		account, err := billing.AccountOf(tx, p.Bill.Invoice.ID)
		if account.Status != billing.Balanced {
			t.Errorf("the bill is %s", account.Status)
		}
		a, err2 := schedule.Get(tx, p.Encounter.Appointment)
		if a.State != schedule.Done {
			t.Errorf("the patient is %s", a.State)
		}
		return firstError(err, err2)
	}, store.About(patient))
	if len(k.Printer.Printed) != 3 {
		t.Errorf("%d papers printed, want prescription, receipt and invoice", len(k.Printer.Printed))
	}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// closeDesk leaves the doctor alone.
func closeDesk(t *testing.T, k *uitest.Kit) {
	t.Helper()
	desk := k.Desk.User
	desk.Active = false
	if _, err := k.Practice.ChangeUser(ctx, k.Owner.Actor, desk); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsTypedSurvivesACrash(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	meera := register(t, k, "Meera", "Sharma")
	m := begin(t, k.Owner, meera.ID)
	f := window(k, k.Owner)
	to := frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: m.encounter.Raw()}
	f.Go(to)
	k.Type("Cough")
	k.Press("F2")
	k.Type("Three days, no fever.")
	k.Press("F3")
	k.Type("12") // a blood pressure half typed
	k.Pass(2e9)

	k.Frame = nil // as after a crash: nothing was left in good order
	window(k, k.Owner).Go(to)
	typed := onPage(t).typed()
	for field, want := range map[string]string{fieldReason: "Cough", fieldNote: "Three days, no fever.", fieldPressure: "12"} {
		if typed[field] != want {
			t.Errorf("%s came back as %q", field, typed[field])
		}
	}
}

func TestLeavingPutsTheTextIntoTheRecord(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	meera := register(t, k, "Meera", "Sharma")
	m := begin(t, k.Owner, meera.ID)
	f := window(k, k.Owner)
	f.Go(frame.Target{Place: frame.Today})
	f.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: m.encounter.Raw()})
	k.Type("Cough")
	k.Press("F8")
	k.Type("Rest.")
	k.Press("Tab")
	k.Type("2w")
	k.Press("F3")
	k.Type("120/80")
	k.Press("Tab")
	k.Type("72")
	k.Press("Tab")
	k.Type("98.6")
	k.Pass(2e9)
	k.Press("Esc")
	if f.At().Place != frame.Today {
		t.Fatalf("Esc went to %s", f.At().Place)
	}
	p := load(t, m)
	if p.Encounter.Reason != "Cough" || p.Encounter.Plan != "Rest." || p.Encounter.FollowUp != k.Owner.Today().AddDays(14) {
		t.Errorf("saved %+v", p.Encounter)
	}
	want := sheet{fieldPressure: "120/80", "pulse": "72", "temperature": "98.6 F"}
	for field, text := range want {
		if p.Record[field] != text {
			t.Errorf("%s is %q, want %q", field, p.Record[field], text)
		}
	}
	if drafts, err := k.Practice.Drafts(ctx, k.Owner.Actor); len(drafts) != 0 || err != nil {
		t.Errorf("%d drafts were left, %v", len(drafts), err)
	}
}

func TestAnAlertIsAnsweredBeforeFinishing(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	meera := register(t, k, "Meera", "Sharma")
	allergic(t, k.Owner, meera.ID, "penicillin", "anaphylaxis")
	m := begin(t, k.Owner, meera.ID)
	f := window(k, k.Owner)
	f.Go(frame.Target{Place: frame.Today})
	f.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: m.encounter.Raw()})
	k.Press("F4")
	k.Type("mox")
	offered := onPage(t).prescription.suggest.Offered()
	if len(offered) == 0 || offered[0].Right != "Allergy" {
		t.Errorf("the allergy is not shown while one types: %+v", offered)
	}
	k.Press("Enter")
	if n := len(onPage(t).page.Draft.open()); n != 1 {
		t.Fatalf("%d open alerts", n)
	}
	k.Press("Ctrl+Enter")
	if !f.Covered() {
		t.Fatal("no sheet")
	}
	k.Press("Enter") // without a reason
	if got := load(t, m).Encounter.Status; got != chart.EncounterInProgress {
		t.Fatalf("finished without a reason: %s", got)
	}
	k.Type("Tolerated it in 2025")
	k.Press("Enter")
	p := load(t, m)
	if p.Encounter.Status != chart.EncounterFinished || f.At().Place != frame.Today {
		t.Errorf("%s, at %s", p.Encounter.Status, f.At().Place)
	}
	if p.Bill.Status != billing.Draft {
		t.Errorf("with a desk the bill waits there; it is %s", p.Bill.Status)
	}
}

func TestAFinishedVisitIsTakenBackOntoAnotherPatient(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	meera, sunita := register(t, k, "Meera", "Sharma"), register(t, k, "Sunita", "Rathore")
	m := begin(t, k.Owner, meera.ID)
	base := load(t, m)
	if _, err := m.Save(ctx, sheet{fieldReason: "Cough", fieldNote: "Chest clear.", fieldPressure: "120/80"}, base); err != nil {
		t.Fatal(err)
	}
	prescribed(t, m, "crocin")
	f := window(k, k.Owner)
	f.Go(frame.Target{Place: frame.Today})
	f.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: m.encounter.Raw()})
	k.Press("Ctrl+Enter", "Enter")
	if !f.UndoToast() {
		t.Fatal("no way back is offered")
	}
	k.Press("Enter") // no reason yet
	if load(t, m).Encounter.Retracted {
		t.Fatal("taken back without a reason")
	}
	k.Type("Wrong patient")
	k.Press("Tab")
	k.Type("suni")
	k.Press("Enter", "Enter")
	p := onPage(t).page
	if p.Patient.ID != sunita.ID || p.Encounter.Note != "Chest clear." || p.Record[fieldPressure] != "120/80" || len(p.Draft.Lines) != 1 {
		t.Errorf("reopened as %+v %v", p.Encounter, p.Record)
	}
	if !load(t, m).Encounter.Retracted {
		t.Error("the first visit still stands")
	}
	if !f.Covered() {
		t.Error("nobody is told about the void paper")
	}
}

func TestASignedVisitIsReadAndAddedTo(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	meera := register(t, k, "Meera", "Sharma")
	m := begin(t, k.Owner, meera.ID)
	finished(t, m, "")
	f := window(k, k.Owner)
	f.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: m.encounter.Raw()})
	if _, signed := shown.page.(*signedPage); !signed {
		t.Fatalf("a signed visit is shown as %T", shown.page)
	}
	k.Press("F2")
	k.Type("Result came: normal.")
	k.Press("Ctrl+Enter")
	if list := load(t, m).Addenda; len(list) != 1 || list[0].Text != "Result came: normal." {
		t.Errorf("addenda %+v", list)
	}
}

func TestTheBeginningIsTakenBack(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	meera := register(t, k, "Meera", "Sharma")
	f := window(k, k.Owner)
	f.Go(frame.Target{Place: frame.Today})
	f.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw()})
	m := onPage(t).model
	if !f.UndoToast() {
		t.Fatal("no way back is offered")
	}
	if f.At().Place != frame.Today {
		t.Errorf("still at %s", f.At().Place)
	}
	k.View(k.Owner, action.OpenChart, func(tx *store.Tx) error {
		e, err := store.Get(tx, chart.Encounters, m.encounter)
		a, err2 := schedule.Get(tx, e.Appointment)
		_, billed, err3 := billing.OfVisit(tx, e.Appointment, e.ID)
		if !e.Retracted || !a.Retracted || billed {
			t.Errorf("left: visit %v, appointment %v, bill %v", !e.Retracted, !a.Retracted, billed)
		}
		return firstError(err, err2, err3)
	}, store.About(meera.ID))
}

func TestPhrasesExpandWhileTyping(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	meera := register(t, k, "Meera", "Sharma")
	window(k, k.Owner).Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw()})
	k.Press("F2")
	k.Type("Seen. .nad Come back.")
	if got := onPage(t).typed()[fieldNote]; got != "Seen. No abnormality detected. Come back." {
		t.Errorf("%q", got)
	}
	k.Type(" 3.5 .xyz ")
	if got := onPage(t).typed()[fieldNote]; !strings.HasSuffix(got, " 3.5 .xyz ") {
		t.Errorf("%q", got)
	}
}
