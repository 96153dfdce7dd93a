package visit

import (
	"errors"
	"testing"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

// visiting opens the window on a new visit.
func visiting(t *testing.T) (*uitest.Kit, *frame.Frame, patients.Patient) {
	t.Helper()
	k := uitest.Open(t)
	furnish(t, k)
	meera := register(t, k, "Meera", "Sharma")
	f := window(k, k.Owner)
	f.Go(frame.Target{Place: frame.Today})
	f.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw()})
	return k, f, meera
}

func TestNoAllergiesInTwoKeys(t *testing.T) {
	k, f, _ := visiting(t)
	k.Press("F7", "Enter")
	if got := onPage(t).page.Summary.Allergies.State; got != chart.AllergyNoneKnown || f.Covered() {
		t.Errorf("allergies %s", got)
	}
	k.Press("F7")
	k.Type("penicillin")
	k.Press("Enter", "Tab")
	k.Type("rash")
	k.Press("Enter")
	list := onPage(t).page.Summary.Allergies
	if list.State != chart.AllergySome || list.Items[0].Substance.Display != "penicillin" || list.Items[0].Reaction != "rash" {
		t.Errorf("allergies %+v", list)
	}
	k.Press("F7", "Esc")
	if f.Covered() || f.At().Place != frame.Visit {
		t.Error("Esc in the dialog did not lead back to the visit")
	}
}

func TestRepeatIsOneKey(t *testing.T) {
	k, f, meera := visiting(t)
	k.Press("F7", "Enter", "F4")
	for _, text := range []string{"cro", "pan"} {
		k.Type(text)
		k.Press("Enter")
	}
	k.Press("Ctrl+Enter", "Enter")
	k.Clock.Add(24 * 3600e9)
	f.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw()})
	k.Press("F5")
	if rx := onPage(t).page.Draft; len(rx.Lines) != 2 || len(rx.open()) != 0 {
		t.Errorf("%d lines, %d alerts", len(rx.Lines), len(rx.open()))
	}
}

func TestANewBrandIsPrescribedByKeys(t *testing.T) {
	k, f, _ := visiting(t)
	k.Press("F4")
	k.Type("Zithrox tab 1-0-0 3d")
	k.Press("Enter")
	if !f.Covered() {
		t.Fatal("nobody asks for the ingredients")
	}
	k.Press("Enter")
	if len(onPage(t).page.Draft.Lines) != 0 {
		t.Fatal("prescribed without ingredients at the first Enter")
	}
	k.Type("azithro")
	k.Press("Enter") // the name from the list
	k.Type("500 mg")
	k.Press("Enter")
	rx := onPage(t).page.Draft
	if len(rx.Lines) != 1 || rx.Lines[0].Brand != "Zithrox" || rx.Lines[0].Ingredients[0].Strength.String() != "500\u00a0mg" || rx.Lines[0].Item.IsZero() {
		t.Fatalf("%+v", rx.Lines)
	}
	k.Type("zith")
	k.Press("Enter")
	if n := len(onPage(t).page.Draft.Lines); n != 2 {
		t.Errorf("the brand is not remembered: %d lines", n)
	}
}

// TestEnterWaitsForTheRows types faster than the record answers: what is taken is what the whole text finds.
func TestEnterWaitsForTheRows(t *testing.T) {
	k, f, meera := visiting(t)
	at := f.At()
	var waiting []func()
	places := Places()
	places[0].Open = func(f *frame.Frame, to frame.Target) frame.Screen {
		shown = open(f, to).(*visitScreen)
		return shown
	}
	slow := frame.New(k.Owner, places, k.Printer, func(work func()) { waiting = append(waiting, work) }, func(do func()) { do() })
	settle := func() {
		for len(waiting) > 0 {
			work := waiting[0]
			waiting = waiting[1:]
			work()
		}
	}
	f.Detach()
	k.Open(slow.Stage)
	slow.Attach(k.Window)
	t.Cleanup(slow.Detach)
	slow.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: at.Record})
	settle()
	k.Press("F4")
	k.Type("c") // Crocin and Cetzine
	settle()
	k.Type("ro")
	k.Press("Enter")
	settle()
	if rx := onPage(t).page.Draft; len(rx.Lines) != 1 || rx.Lines[0].Brand != "Crocin" {
		t.Errorf("took %+v", rx.Lines)
	}

	// The same before the sheet: an Enter that comes too soon goes nowhere.
	k.Press("F2")
	k.Type("Seen.")
	k.Press("Ctrl+Enter", "Enter")
	settle()
	if got := onPage(t).typed()[fieldNote]; got != "Seen." || !slow.Covered() {
		t.Errorf("the note is %q", got)
	}
	k.Press("Esc")
	k.Type("!")
	if got := onPage(t).typed()[fieldNote]; got != "Seen.!" {
		t.Errorf("the keyboard did not come back: %q", got)
	}
}

func TestAJamLosesNothing(t *testing.T) {
	k, f, meera := visiting(t)
	k.Printer.Err = errors.New("jam")
	k.Press("F4")
	k.Type("cro")
	k.Press("Enter", "Ctrl+Enter", "Enter")
	if f.At().Place != frame.Today {
		t.Fatalf("the jam kept the visit open: %s", f.At().Place)
	}
	k.View(k.Owner, action.OpenChart, func(tx *store.Tx) error {
		waiting, err := documents.ToPrint(tx)
		if len(waiting) != 1 || waiting[0].Patient != meera.ID {
			t.Errorf("%d papers wait", len(waiting))
		}
		return err
	}, store.About(meera.ID))
}

func TestWhatIsWrongIsSaidAndKept(t *testing.T) {
	k, _, _ := visiting(t)
	k.Press("F3")
	k.Type("80/120")
	k.Press("Tab")
	k.Type("72")
	k.Press("F8", "Tab")
	k.Type("31/2")
	k.Press("Ctrl+Enter")
	o := onPage(t)
	if o.f.Covered() {
		t.Fatal("a visit with mistakes can be finished")
	}
	if o.inputs[fieldFollowUp].Error() == "" || o.vitals.wrong[fieldPressure] == "" {
		t.Errorf("said: %q, %v", o.inputs[fieldFollowUp].Error(), o.vitals.wrong)
	}
	model := o.model
	k.Press("Esc")
	if p := load(t, model); p.Kept.Sheet[fieldPressure] != "80/120" || p.Kept.Sheet[fieldFollowUp] != "31/2" {
		t.Errorf("kept %v", p.Kept.Sheet)
	}
}

func TestSomebodyElseWroteMeanwhile(t *testing.T) {
	k, _, meera := visiting(t)
	k.Press("F2")
	k.Type("Mine.")
	model := onPage(t).model
	other := &visitModel{session: k.Doctor, patient: meera.ID, encounter: model.encounter}
	if _, err := other.Save(ctx, sheet{fieldNote: "Theirs.", fieldPlan: "Rest."}, load(t, other)); err != nil {
		t.Fatal(err)
	}
	k.Press("Ctrl+S")
	o := onPage(t)
	if typed := o.typed(); typed[fieldNote] != "Mine." || typed[fieldPlan] != "Rest." || o.inputs[fieldNote].Error() == "" {
		t.Errorf("typed %v, said %q", typed, o.inputs[fieldNote].Error())
	}
	k.Press("Ctrl+S")
	if p := load(t, model); p.Encounter.Note != "Mine." || p.Encounter.Plan != "Rest." {
		t.Errorf("saved %+v", p.Encounter)
	}
}

func TestLockingKeepsTheTyping(t *testing.T) {
	k, f, meera := visiting(t)
	at := f.At()
	k.Press("F2")
	k.Type("Half a sent")
	f.Lock()
	window(k, k.SignIn("doctor")).Go(at)
	if got := onPage(t).typed()[fieldNote]; got != "Half a sent" {
		t.Errorf("%q after the lock of %s", got, meera.Number)
	}
}

func TestAnAdditionIsKeptWhileItIsTyped(t *testing.T) {
	k, f, meera := visiting(t)
	model := onPage(t).model
	k.Press("Ctrl+Enter", "Enter")
	f.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: model.encounter.Raw()})
	k.Press("F2")
	k.Type("Result:")
	k.Pass(2e9)
	k.Frame = nil // as after a crash: nothing was left in good order
	window(k, k.Owner).Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: model.encounter.Raw()})
	k.Press("F2")
	k.Type(" normal")
	k.Press("Ctrl+Enter")
	if list := load(t, model).Addenda; len(list) != 1 || list[0].Text != "Result: normal" {
		t.Errorf("%+v", list)
	}
	if begun, err := model.ReadAddition(ctx); begun != "" || err != nil {
		t.Errorf("a draft is left: %q, %v", begun, err)
	}
}

// Ctrl+P in a visit that is being written leads to its summary for the patient, with what was typed; F4 in a signed one.
func TestSummaryForThePatientIsOneKey(t *testing.T) {
	k, f, meera := visiting(t)
	k.Press("F7", "Enter", "F8")
	k.Type("Rest and fluids")
	e := onPage(t).page.Encounter
	want := frame.Target{Place: frame.ChartPage, Patient: meera.ID.Raw(), Record: e.ID.Raw(), Text: string(documents.VisitSummary)}
	k.Press("Ctrl+P")
	if f.At() != want {
		t.Fatalf("at %+v", f.At())
	}
	k.View(k.Owner, action.OpenChart, func(tx *store.Tx) error {
		kept, err := store.Get(tx, chart.Encounters, e.ID)
		if err == nil && kept.Plan != "Rest and fluids" {
			t.Errorf("the plan is %q", kept.Plan)
		}
		return err
	}, store.About(meera.ID))
	f.Back()
	k.Press("Ctrl+Enter", "Enter")
	f.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: e.ID.Raw()})
	k.Press("F4")
	if f.At() != want {
		t.Errorf("signed, at %+v", f.At())
	}
}
