package letter

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/documents/template"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/reports"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/uitest"
)

var ctx = context.Background()

// clinic is a practice with a patient who was seen.
type clinic struct {
	*uitest.Kit
	t       *testing.T
	patient patients.Patient
	visit   chart.Encounter
}

func openClinic(t *testing.T) *clinic {
	t.Helper()
	c := &clinic{Kit: uitest.Open(t, reports.New()), t: t}
	c.patient = patients.Patient{Name: value.HumanName{Given: "Meera", Family: "Sharma"}, Gender: value.GenderFemale, BirthDate: value.PartialDate{Year: 1985, Month: 4, Day: 2}, Active: true}
	c.Update(c.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		c.patient, err = patients.Register(tx, c.patient)
		return err
	})
	c.Update(c.Owner, action.WriteChart, func(tx *store.Tx) (err error) {
		origin := chart.Origin{Patient: c.patient.ID, Practitioner: c.Owner.Practitioner.ID, Location: c.Owner.Location.ID}
		if c.visit, err = chart.Start(tx, chart.Encounter{Patient: c.patient.ID, Practitioner: origin.Practitioner, Location: origin.Location, Reason: "Cough"}); err != nil {
			return err
		}
		origin.Encounter = c.visit.ID
		c.visit.Note = "Cough for three weeks, worse at night.\nChest: wheeze on both sides, no crackles."
		if c.visit, err = chart.Save(tx, c.visit); err != nil {
			return err
		}
		if _, err = chart.AddCondition(tx, chart.Condition{Origin: origin, Category: chart.EncounterDiagnosis, Code: value.Code{Display: "Asthma, suspected"}}); err != nil {
			return err
		}
		_, err = chart.AddAllergy(tx, chart.AllergyIntolerance{Origin: origin, Substance: value.Code{Display: "Penicillin"}, Reaction: "rash", Criticality: chart.CriticalityHigh})
		return err
	}, store.About(c.patient.ID))
	return c
}

func (c *clinic) target(text string) frame.Target {
	return frame.Target{Place: frame.Letter, Patient: c.patient.ID.Raw(), Record: c.visit.ID.Raw(), Text: text}
}

type elsewhere struct{}

func (elsewhere) Content() fyne.CanvasObject {
	return kit.NewGround(kit.NewText("elsewhere", kit.Body))
}
func (elsewhere) Shown()             {}
func (elsewhere) Leave()             {}
func (elsewhere) Key(frame.Key) bool { return false }

// show opens the window with this area's places, and stops for the others; screen returns the one that is in it.
func (c *clinic) show(s *session.Session) (f *frame.Frame, screen func() frame.Screen) {
	c.t.Helper()
	var shown frame.Screen
	places := Places()
	for i, p := range places {
		places[i].Open = func(f *frame.Frame, to frame.Target) frame.Screen {
			shown = p.Open(f, to)
			return shown
		}
	}
	for _, name := range []string{frame.Today, frame.Patient, frame.Document} {
		places = append(places, frame.PlaceSpec{Name: name, Label: "letter.title", Open: func(*frame.Frame, frame.Target) frame.Screen { return elsewhere{} }})
	}
	f = c.Show(s, places...)
	f.Printer = drawn{c.Printer}
	return f, func() frame.Screen { return shown }
}

// drawn shows pages as they are printed, and prints as the test's printer does.
type drawn struct{ *uitest.Printer }

func (drawn) Preview(f documents.Frozen, page int, pixelsPerMM float32) (frame.PageImage, error) {
	return reports.Preview(f, page, int(pixelsPerMM*25.4), reports.Overlay{})
}

func (c *clinic) papers() (list []documents.Item) {
	c.t.Helper()
	c.View(c.Owner, action.ReadDocument, func(tx *store.Tx) (err error) {
		list, err = documents.OfPatient(tx, c.patient.ID, 0)
		return err
	}, store.About(c.patient.ID))
	return list
}

func TestModelFindsGaps(t *testing.T) {
	text := "{{?no}} अ {?a} b {today} {?c}"
	for _, test := range []struct{ after, from, count int }{{0, 10, 4}, {10, 10, 4}, {11, 25, 4}, {26, 10, 4}} {
		if g, found := nextGap(text, test.after); !found || g != (gap{test.from, test.count}) {
			t.Errorf("after %d: %+v %v", test.after, g, found)
		}
	}
	for _, text := range []string{"", "{", "{?", "{today}", "{{?x}}"} {
		if g, found := nextGap(text, 0); found {
			t.Errorf("%q: %+v", text, g)
		}
	}
}

// Every kind goes into the form and back without a loss, and each field has its words.
func TestModelFormKeepsEverything(t *testing.T) {
	c := openClinic(t)
	for _, kind := range documents.LetterKinds {
		w, err := newWriteModel(c.Owner, c.target(string(kind)+"/")).Load(ctx)
		if err != nil {
			t.Fatal(err)
		}
		w.Fields = fieldsOf(kind, true, "IN", value.GenderFemale)
		values := map[string]string{}
		for _, f := range w.Fields {
			if words := c.Owner.Text(f.labelKey()); strings.Contains(words, "⟦") {
				t.Errorf("%s: no words for %s", kind, f.key)
			}
			switch f.sort {
			case day:
				values[f.key] = c.Owner.Today().Format(c.Owner.Settings.DateOrder)
			case choice:
				values[f.key] = f.choices[len(f.choices)-1]
			case answer:
				values[f.key] = "no"
			case lines:
				values[f.key] = "one\ntwo"
			default:
				values[f.key] = "text of " + f.key
			}
		}
		typed, problems := writingOf(w.Writing, w.Fields, values, c.Owner)
		if problems != nil {
			t.Errorf("%s: %v", kind, problems)
		}
		for key, text := range valuesOf(typed, w.Fields, c.Owner.Settings.DateOrder) {
			if text != values[key] {
				t.Errorf("%s: %s is %q, typed as %q", kind, key, text, values[key])
			}
		}
		paper, err := newWriteModel(c.Owner, c.target(string(kind)+"/")).Issue(ctx, w, values)
		if err != nil || paper.Kind != kind {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if n := len(c.papers()); n != len(documents.LetterKinds) {
		t.Errorf("%d papers", n)
	}
}

func TestModelRefusesBeside(t *testing.T) {
	c := openClinic(t)
	m := newWriteModel(c.Owner, c.target("letter/"))
	w, err := m.Load(ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Issue(ctx, w, map[string]string{fieldBody: "Dear\nDr {patient.nmae}"})
	line, column, found := bodyProblem(err)
	if !found || line != 2 || column != 4 || offsetOf("Dear\nDr {patient.nmae}", line, column) != 8 {
		t.Errorf("%d:%d %v: %v", line, column, found, err)
	}
	for _, body := range []string{"Dear {?colleague}", ""} {
		if _, err = m.Issue(ctx, w, map[string]string{fieldBody: body}); c.Owner.Problem(err).Fields[fieldBody] == "" {
			t.Errorf("%q: %v", body, err)
		}
	}
	if _, _, found := bodyProblem(errors.New("x")); found {
		t.Error("a place in an error that has none")
	}
	if _, err := newWriteModel(c.Desk, c.target("letter/")).Load(ctx); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk: %v", err)
	}
	if _, err := newWriteModel(c.Owner, c.target("letter/gone")).Load(ctx); store.CodeOf(err) != store.NotFound {
		t.Errorf("a template that is gone: %v", err)
	}
}

func TestModelTemplates(t *testing.T) {
	c := openClinic(t)
	m := templateModel{c.Doctor}
	all, err := m.All(ctx)
	if err != nil {
		t.Fatal(err)
	}
	made, err := m.Copy(ctx, all[0])
	if err != nil || made.BuiltIn != "" || made.Name == all[0].Name || made.Body != all[0].Body {
		t.Fatalf("%v %+v", err, made)
	}
	if again, err := m.Copy(ctx, all[0]); err != nil || again.Name == made.Name {
		t.Errorf("%v %+v", err, again)
	}
	long, err := m.Save(ctx, documents.LetterTemplate{Kind: documents.Letter, Name: strings.Repeat("n", documents.TemplateNameLength), Body: "x", Active: true}, frame.Target{})
	if err != nil {
		t.Fatal(err)
	}
	if long, err = m.Copy(ctx, long); err != nil || len(long.Name) > documents.TemplateNameLength {
		t.Errorf("%v %q", err, long.Name)
	}
	for _, t2 := range all { // every one of them
		if _, err := m.Retire(ctx, t2, true); err != nil {
			t.Fatal(err)
		}
	}
	_, rows, err := newWriteModel(c.Owner, c.target("")).Choices(ctx)
	if err != nil {
		t.Fatal(err)
	}
	kinds := 0
	for _, row := range rows {
		if row.template == "" {
			kinds++
		}
	}
	if kinds != len(documents.LetterKinds) || len(rows) != kinds+4 {
		t.Errorf("%d rows, %d kinds without a template", len(rows), kinds)
	}
	if _, err := (templateModel{c.Desk}).All(ctx); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk: %v", err)
	}
}

// From the choice to the issued paper with the keyboard alone: the template, the places to fill in, the key that issues.
func TestWritingByKeys(t *testing.T) {
	c := openClinic(t)
	f, screen := c.show(c.Owner)
	f.Go(c.target(""))
	c.Press("Down", "Enter") // the referral in brief
	s, ok := screen().(*writeScreen)
	if !ok {
		t.Fatalf("%T", screen())
	}
	if s.state.Text() != "3 places to fill in" {
		t.Errorf("state %q in\n%s", s.state.Text(), s.body().Value())
	}
	c.Type("Dr Shah")
	c.Press("Ctrl+Enter") // refused: the first gap is marked
	if s.form.Input(fieldBody).Error() == "" || len(c.papers()) != 0 {
		t.Fatalf("issued with gaps, or without a word: %q", s.form.Input(fieldBody).Error())
	}
	c.Type("Vikram")
	c.Press("F4")
	c.Type("his opinion on a cough of three weeks")
	c.Press("F4")
	c.Type("none known")
	if s.state.Text() != "Not issued yet" {
		t.Errorf("state %q in\n%s", s.state.Text(), s.body().Value())
	}
	c.Pass(time.Second)
	if s.preview.wrong.Text() != "" {
		t.Errorf("the page says %q", s.preview.wrong.Text())
	}
	c.Press("Ctrl+Enter")
	papers := c.papers()
	if len(papers) != 1 || papers[0].Kind != documents.Referral || f.At().Place != frame.Document || f.At().Record != papers[0].ID.Raw() {
		t.Fatalf("%d papers, at %+v", len(papers), f.At())
	}
	var letter documents.WrittenLetter
	c.View(c.Owner, action.OpenChart, func(tx *store.Tx) (err error) {
		letter, err = documents.LetterOf(tx, papers[0].Document)
		return err
	}, store.About(c.patient.ID))
	want := "Dear Vikram,\n\nplease see Meera Sharma, 41 years, for his opinion on a cough of three weeks.\n\nMedicines: none known.\n\nWith thanks and kind regards,"
	if letter.Body != want || letter.Encounter != c.visit.ID || letter.Details.Addressee.Name != "Dr Shah" {
		t.Errorf("%+v", letter)
	}
	if kept, err := c.Practice.Drafts(ctx, c.Owner.Actor); err != nil || len(kept) != 0 && strings.HasPrefix(kept[0].Name, "letter/") {
		t.Errorf("the draft is still there: %v %v", kept, err)
	}

	// Written anew, from its paper.
	f.Go(frame.Target{Place: frame.Letter, Patient: c.patient.ID.Raw(), Record: papers[0].ID.Raw(), Text: frame.LetterAgain})
	c.Press("Ctrl+P")
	s = screen().(*writeScreen)
	if s.form.Input(fieldBecause).Error() == "" {
		t.Error("written anew without a reason")
	}
	c.Type("The colleague has moved.")
	c.Press("Ctrl+P")
	if papers = c.papers(); len(papers) != 2 || papers[1].Status != documents.Superseded || f.At().Text != printNow {
		t.Errorf("%d papers, at %+v", len(papers), f.At())
	}
}

// What is typed comes back after Esc, after a crash, and can be given up.
func TestDraftsComeBack(t *testing.T) {
	c := openClinic(t)
	f, screen := c.show(c.Owner)
	f.Go(c.target("laboratory-order/"))
	c.Type("City Diagnostics")
	c.Pass(frame.DraftPause + time.Second)
	c.Press("Esc")
	f.Go(c.target(""))
	choice := screen().(*choiceScreen)
	if choice.rows[0].kept == "" || choice.rows[0].kind != documents.LaboratoryOrder {
		t.Fatalf("rows %+v", choice.rows[0])
	}
	c.Press("Enter")
	s := screen().(*writeScreen)
	if s.form.Values()["addressee"] != "City Diagnostics" || !strings.Contains(uitest.Words(s.Content()), "typed and not issued") {
		t.Errorf("values %v", s.form.Values())
	}
	s.startOver()
	s = screen().(*writeScreen)
	if s.form.Values()["addressee"] != "" {
		t.Errorf("values %v", s.form.Values())
	}
}

// The editor of a template: what is wrong stands beside the page with its place, and the page stays; a field is put in; the built-in
// wording comes back, and is undone.
func TestTemplateEditor(t *testing.T) {
	c := openClinic(t)
	f, screen := c.show(c.Owner)
	f.Go(frame.Target{Place: frame.Templates})
	c.Press("Enter")
	s := screen().(*templateScreen)
	if s.edited.BuiltIn != "referral_short" {
		t.Fatalf("%+v", s.edited)
	}
	body := s.form.Input(fieldBody).(*kit.Field)
	original := body.Value()
	kit.Focus(body.Entry)
	body.Entry.CursorTo(0)
	c.Type("{tody} ")
	c.Pass(time.Second)
	if wrong := s.preview.wrong.Text(); !strings.Contains(wrong, "Line 1, character 1") || !strings.Contains(wrong, "today") {
		t.Errorf("the page says %q", wrong)
	}
	c.Press("Ctrl+S")
	if s.form.Input(fieldBody).Error() == "" || body.Entry.CursorTextOffset() != 0 {
		t.Errorf("error %q, cursor at %d", s.form.Input(fieldBody).Error(), body.Entry.CursorTextOffset())
	}
	for range len("{tody} ") {
		c.Press("Delete")
	}
	c.Press("F2")
	c.Press("Enter") // the first field
	c.Pass(time.Second)
	if body.Value() != "{patient.name}"+original || s.preview.wrong.Text() != "" {
		t.Errorf("%q, the page says %q", body.Value()[:40], s.preview.wrong.Text())
	}
	c.Press("F7")
	if body.Value() != original {
		t.Error("the built-in wording is not back")
	}
	f.UndoToast()
	if body.Value() != "{patient.name}"+original {
		t.Error("what was there is not back")
	}
	c.Press("Ctrl+S")
	if f.At() != (frame.Target{Place: frame.Templates}) {
		t.Fatalf("at %+v", f.At())
	}
	list := screen().(*listScreen)
	if list.rows[0].ID.IsZero() || list.rows[0].BuiltIn != "referral_short" {
		t.Errorf("rows %+v", list.rows[0])
	}
	c.Press("F8")
	if last := list.rows[len(list.rows)-1]; last.Active || last.BuiltIn != "referral_short" {
		t.Errorf("not retired: %+v", last)
	}
	f.UndoToast()
	if !list.rows[0].Active {
		t.Error("not offered again")
	}
}

// The keyboard marks what it should, also in a text that is broken into lines on the screen.
func TestSelectRange(t *testing.T) {
	c := openClinic(t)
	f, screen := c.show(c.Owner)
	f.Go(c.target("letter/"))
	s := screen().(*writeScreen)
	text := strings.Repeat("many words in one long line अ ", 20) + "\n\n{?here} and\n{?there}"
	body := s.body()
	body.SetValue(text)
	kit.Focus(body.Entry)
	for _, want := range []string{"{?here}", "{?there}", "{?here}"} {
		s.nextGap()
		if got := body.Entry.SelectedText(); got != want {
			t.Errorf("marked %q, want %q", got, want)
		}
	}
	if _, err := template.Parse(text); err != nil {
		t.Fatal(err)
	}
}

// TestPictures draws the screens for people to look at; see uitest.Picture. Without its variable it shows every screen all the same.
func TestPictures(t *testing.T) {
	c := openClinic(t)
	f, screen := c.show(c.Owner)
	f.Go(c.target(""))
	c.Picture("choice")
	f.Go(c.target("referral/referral"))
	c.Picture("referral")
	c.Press("F4")
	c.Pass(time.Second)
	c.Picture("referral-gap")
	c.Press("Ctrl+Enter")
	c.Picture("referral-refused")
	s := screen().(*writeScreen)
	s.body().SetValue(strings.Repeat("# Findings\nA long paragraph of what was found, sentence after sentence. "+strings.Repeat("It goes on and on. ", 30)+"\n\n- one\n- two\n\n", 9))
	s.preview.now(s.page())
	c.Picture("referral-long")
	f.Go(c.target("sick-note/sick_review"))
	c.Picture("sick-note")
	c.Press("Ctrl+Enter")
	c.Picture("sick-note-refused")
	f.Go(c.target("imaging-order/"))
	c.Picture("imaging-order")
	f.Go(c.target("laboratory-order/"))
	c.Picture("laboratory-order")
	f.Go(frame.Target{Place: frame.Templates})
	c.Picture("templates")
	c.Press("Enter")
	c.Picture("template")
	e := screen().(*templateScreen)
	e.form.Input(fieldBody).(*kit.Field).Entry.SetText("Dear {patient.nam},\n\n{?}")
	c.Pass(time.Second)
	c.Press("Ctrl+S")
	c.Picture("template-wrong")
	c.Press("F2")
	c.Picture("template-field")
	c.Press("Esc")
	f.Go(frame.Target{Place: frame.Templates, Text: newTemplate})
	c.Picture("template-new")
	f.Go(frame.Target{Place: frame.Letter, Patient: c.patient.ID.Raw(), Text: "letter/gone"})
	c.Picture("missing")
}
