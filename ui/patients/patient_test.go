package patients

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"satchel/data/chart"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/uitest"
)

func texts(notes []note) string {
	var list []string
	for _, n := range notes {
		list = append(list, n.Text)
	}
	return strings.Join(list, "; ")
}

// plain turns the spaces that do not break into plain ones.
func plain(text string) string { return strings.Join(strings.Fields(text), " ") }

func TestModelSummary(t *testing.T) {
	k := uitest.Open(t)
	p := register(t, k, meera())
	ill(t, k, p.ID)
	visit(t, k, p.ID, "Feels well.", "Acute pharyngitis", "61.5")
	k.Clock.Add(24 * time.Hour)
	visit(t, k, p.ID, "Better.", "Acute pharyngitis", "60.0")
	k.Clock.Add(20 * 24 * time.Hour)
	bookFor(t, k, p.ID, k.Desk.Today().AddDays(3))
	k.Update(k.Owner, action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.AddMedication(tx, chart.MedicationStatement{Origin: origin(k.Owner, p.ID, chart.EncounterID{}), Medication: "Metformin 500 mg", Dosage: "twice a day", Source: chart.FromColleague,
			Ingredients: []chart.Ingredient{{Name: "metformin"}}})
		return err
	}, store.About(p.ID))

	page, err := (&patientModel{k.Owner, p.ID}).Load(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s := k.Owner
	for name, c := range map[string]struct{ got, want string }{
		"allergies": {strings.Join(page.allergyWords(), "; "), "Penicillin – anaphylaxis 1998"},
		"problems":  {texts(page.problemNotes(s)), "Essential hypertension; Type 2 diabetes mellitus"},
		"medicines": {texts(page.medicineNotes(s)), "Metformin 500 mg; Ashwagandha powder"},
		"changes":   {texts(page.changes(s)), "New: Metformin 500 mg"},
		"loops":     {texts(page.loops(s)), "Asked to come again 8 Dec 2026; Appointment 17 Dec 2026, 09:00"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", name, c.got, c.want)
		}
	}
	vitals := page.vitals(s)
	if len(vitals) != 2 || plain(vitals[0].Value) != "142/88 mmHg" || plain(vitals[1].Value) != "60 kg" || len(vitals[1].Course) != 2 || vitals[1].Course[1].Value != 60 {
		t.Errorf("vitals %+v", vitals)
	}
	last, found := page.lastSigned()
	parts := noteParts(s, page.People, last, nil)
	if !found || len(parts) != 5 || parts[1].Text != "Better." || parts[2].Text != "Acute pharyngitis – Provisional" && parts[2].Text != "Acute pharyngitis" {
		t.Errorf("last visit %+v", parts)
	}
}

// The desk's page holds who and where, the day and the money, and nothing of the chart but the allergies.
func TestModelDeskSeesNoChart(t *testing.T) {
	k := uitest.Open(t)
	p := register(t, k, meera())
	ill(t, k, p.ID)
	visit(t, k, p.ID, "Secret.", "Acute pharyngitis", "61.5")
	m := &patientModel{k.Desk, p.ID}
	page, err := m.Load(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if page.Clinical || len(page.Problems)+len(page.Told)+len(page.Medicines)+len(page.Visits)+len(page.Vitals) != 0 || page.Pregnant {
		t.Errorf("the desk was given %+v", page)
	}
	if len(page.Allergies.Items) != 1 {
		t.Error("the desk sees no allergies")
	}
	if got := texts(page.whereNotes(k.Desk)); got != "98290 12345; 12 Lake Palace Road, Udaipur; B-17" {
		t.Errorf("where: %q", got)
	}
	if _, err := m.Visits(ctx, chart.Cursor{}); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk read the visits: %v", err)
	}
	if _, err := m.OpenedBy(ctx); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk read who opened the chart: %v", err)
	}
}

func TestModelVisitsComeInPages(t *testing.T) {
	k := uitest.Open(t)
	p := register(t, k, meera())
	s := k.Owner
	n := visitPage + 7
	k.Update(s, action.WriteChart, func(tx *store.Tx) error {
		for i := range n {
			if _, err := chart.Start(tx, chart.Encounter{Patient: p.ID, Practitioner: s.Practitioner.ID, Location: s.Location.ID, Reason: fmt.Sprint("visit ", i)}); err != nil {
				return err
			}
		}
		return nil
	}, store.About(p.ID))
	m := &patientModel{s, p.ID}
	var v visits
	for pages := 0; pages == 0 || v.More; pages++ {
		older, err := m.Visits(ctx, v.Next())
		if err != nil || pages > 3 {
			t.Fatal(pages, err)
		}
		v.Add(older)
	}
	if len(v.List) != n {
		t.Fatalf("%d visits, want %d", len(v.List), n)
	}
	seen := map[string]bool{}
	for _, e := range v.List {
		seen[e.Reason] = true
	}
	if len(seen) != n {
		t.Errorf("%d different visits of %d", len(seen), n)
	}
	if w := v.words(s, v.List[0]); !w.Open || w.By != "Dr Anjali Rao" || !strings.HasPrefix(w.Title, "visit") {
		t.Errorf("%+v", w)
	}
}

func TestModelWhoOpenedAndWhoChanged(t *testing.T) {
	k := uitest.Open(t)
	p := register(t, k, meera())
	if _, err := (&patientModel{k.Desk, p.ID}).Load(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := (&patientModel{k.Owner, p.ID}).Load(ctx); err != nil {
		t.Fatal(err)
	}
	changed := p
	changed.Phones, changed.Gender = []patients.Phone{{Number: "0294 555 0123"}}, value.GenderOther
	k.Update(k.Desk, action.CorrectPatient, func(tx *store.Tx) error { _, err := patients.Correct(tx, changed); return err }, store.About(p.ID))

	m := &patientModel{k.Doctor, p.ID}
	openings, err := m.OpenedBy(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, o := range openings {
		told = append(told, o.Who+" "+o.What)
		if strings.Contains(o.What, "⟦") || strings.Contains(o.Role, "⟦") {
			t.Errorf("%+v", o)
		}
	}
	want := "Priya Corrected who and where; Dr Rao Opened the chart; Priya Looked up who and where"
	if got := strings.Join(told, "; "); !strings.Contains(got, want) {
		t.Errorf("opened by: %q, want %q in it", got, want)
	}

	changes, err := m.History(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(changes) != 3 || changes[2].Becomes != "Meera Sharma" || changes[1].Who != "Priya" || changes[1].Field != "Phone" && changes[0].Field != "Phone" {
		t.Errorf("%+v", changes)
	}
	for _, c := range changes {
		if c.Field == "Sex" && (c.Before != "Female" || c.Becomes != "Other") {
			t.Errorf("%+v", c)
		}
	}
}

func TestModelRetractOnlyWhatIsFree(t *testing.T) {
	k := uitest.Open(t)
	p := register(t, k, meera())
	bookFor(t, k, p.ID, k.Desk.Today().AddDays(1))
	m := &patientModel{k.Desk, p.ID}
	if err := m.Retract(ctx, p.Version, "twice"); k.Desk.Problem(err).Key != "error.patients_screen.not_free" {
		t.Errorf("a booked patient was taken back: %v", err)
	}
	free := register(t, k, patients.Patient{Name: value.HumanName{Given: "Asha"}})
	m = &patientModel{k.Desk, free.ID}
	if err := m.Retract(ctx, free.Version, "  "); store.CodeOf(err) != store.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	if err := m.Retract(ctx, free.Version, "registered twice"); err != nil {
		t.Fatal(err)
	}
	if page, err := m.Load(ctx); err != nil || !page.Patient.Retracted {
		t.Errorf("it is not readable any more: %v", err)
	}
}

func TestModelWalkInAndBack(t *testing.T) {
	k := uitest.Open(t)
	p := register(t, k, meera())
	m := newRegisterModel(k.Desk)
	a, err := m.WalkIn(ctx, p.ID)
	if err != nil || a.Token != 1 || a.Patient != p.ID {
		t.Fatalf("%+v %v", a, err)
	}
	if err := m.UndoWalkIn(ctx, a); err != nil {
		t.Fatal(err)
	}
	if page, err := (&patientModel{k.Desk, p.ID}).Load(ctx); err != nil || len(page.Coming) != 0 {
		t.Errorf("after the undo: %+v %v", page.Coming, err)
	}
}

func TestPatientPageByKeyboard(t *testing.T) {
	k := uitest.Open(t)
	p := register(t, k, meera())
	ill(t, k, p.ID)
	visit(t, k, p.ID, "Feels well.", "Acute pharyngitis", "61.5")
	f := show(k, k.Owner)
	here := frame.Target{Place: frame.Patient, Patient: p.ID.Raw()}
	for key, want := range map[string]string{"Enter": frame.Visit, "F2": frame.Visit, "F3": frame.Calendar, "F4": frame.Bill, "F5": frame.Register, "Ctrl+E": frame.Letter} {
		f.Go(here)
		k.Press(key)
		if f.At().Place != want || f.At().Patient != p.ID.Raw() {
			t.Errorf("%s went to %+v, want %s", key, f.At(), want)
		}
	}
	f.Go(here)
	s := f.screen.(*patientScreen)
	for range s.views {
		k.Press("F6")
	}
	if len(s.built) != len(s.views) || s.tabs.Current() != 0 {
		t.Errorf("%d of %d views were shown", len(s.built), len(s.views))
	}
	k.Press("F6") // the visits; the newest is marked
	if list, ok := k.Focused().(*kit.List); !ok || list.Selected() != 0 {
		t.Fatalf("%T has the keyboard", k.Focused())
	}
	k.Press("Enter")
	if f.At().Place != frame.Visit || f.At().Record.IsZero() {
		t.Errorf("Enter on a visit went to %+v", f.At())
	}
}

func TestPatientPageOfTheDesk(t *testing.T) {
	k := uitest.Open(t)
	p := register(t, k, meera())
	f := show(k, k.Desk)
	here := frame.Target{Place: frame.Patient, Patient: p.ID.Raw()}
	f.Go(here)
	s := f.screen.(*patientScreen)
	var labels []string
	for _, v := range s.views {
		labels = append(labels, v.label)
	}
	if got := strings.Join(labels, ", "); got != "Overview, Documents, Bills, Appointments, Changes" {
		t.Errorf("the desk's tabs: %s", got)
	}
	k.Press("F2")
	if f.At() != here {
		t.Errorf("the desk began a visit: %+v", f.At())
	}
	k.Press("Enter")
	if f.At().Place != frame.Calendar {
		t.Errorf("Enter went to %+v", f.At())
	}
	f.Go(here)
	k.Press("F7")
	if f.At().Place != frame.Today {
		t.Fatalf("F7 went to %+v", f.At())
	}
	if !f.UndoToast() {
		t.Fatal("nothing to undo")
	}
	if page, err := (&patientModel{k.Desk, p.ID}).Load(ctx); err != nil || len(page.Coming) != 0 {
		t.Errorf("after the undo: %+v %v", page.Coming, err)
	}
}

// A patient entered in error is read, and nothing is done with them.
func TestPatientPageOfOneEnteredInError(t *testing.T) {
	k := uitest.Open(t)
	p := register(t, k, meera())
	if err := retractPatient(ctx, k.Desk, p.ID, p.Version, "twice"); err != nil {
		t.Fatal(err)
	}
	f := show(k, k.Owner)
	here := frame.Target{Place: frame.Patient, Patient: p.ID.Raw()}
	f.Go(here)
	k.Press("F2", "F3", "F4", "F5", "F7", "Ctrl+E")
	if f.At() != here {
		t.Errorf("at %+v", f.At())
	}
	// And one that is not there is said, not shown.
	f.Go(frame.Target{Place: frame.Patient, Patient: store.RawID{1}})
	k.Press("F2", "F6")
	if f.screen.(*patientScreen).tabs != nil {
		t.Error("a patient that is not there has a page")
	}
}

// BenchmarkOpenChart: 200 ms for the chart with 1,000 visits.
func BenchmarkOpenChart(b *testing.B) {
	k := uitest.Open(b)
	p := register(b, k, meera())
	ill(b, k, p.ID)
	for range 1000 {
		k.Clock.Add(24 * time.Hour)
		visit(b, k, p.ID, strings.Repeat("A note of some length. ", 100), "Acute pharyngitis", "61.5")
	}
	f := show(k, k.Owner)
	b.ResetTimer()
	for b.Loop() {
		f.Go(frame.Target{Place: frame.Patient, Patient: p.ID.Raw()})
		k.Press("F6") // the visits as well
		k.Window.Canvas().Capture()
	}
}
