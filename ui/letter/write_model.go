package letter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/documents/template"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
)

// writeModel writes to somebody about one patient. Its methods may be called on any goroutine.
type writeModel struct {
	session *session.Session
	patient patients.ID
	visit   chart.EncounterID    // in which it is written; zero: outside a visit
	again   documents.DocumentID // written anew; zero: a new one
	text    string               // of the target: "kind/template", or frame.LetterAgain
}

func newWriteModel(s *session.Session, to frame.Target) writeModel {
	m := writeModel{session: s, patient: patients.ID(to.Patient), text: to.Text}
	if to.Text == frame.LetterAgain {
		m.again = documents.DocumentID(to.Record)
	} else {
		m.visit = chart.EncounterID(to.Record)
	}
	return m
}

// writing is what the editor begins with.
type writing struct {
	workflow.Writing
	Who     kit.Identity
	Sex     value.AdministrativeGender
	Started map[string]string // as the record gives it
	Kept    map[string]string // the draft over it; nil: none
	AskWhy  bool              // written anew, and nobody said why yet
	Fields  []field
	Lacks   []organization.Lacking // what a certificate won't carry, though the law asks for it
}

// chosenTemplate is the name of a template in a Target's text: its id, a built-in one's name, or "" for none.
func chosenTemplate(t documents.LetterTemplate) string {
	if t.ID.IsZero() {
		return t.BuiltIn
	}
	return t.ID.String()
}

// Load reads what the editor begins with.
func (m writeModel) Load(ctx context.Context) (writing, error) {
	var w writing
	err := m.session.View(ctx, action.OpenChart, func(tx *store.Tx) error {
		patient, err := patients.Get(tx, m.patient)
		if err != nil {
			return err
		}
		if w.Who, err = m.identity(tx, patient); err != nil {
			return err
		}
		w.Sex = patient.Gender
		begin := m.begin
		if !m.again.IsZero() {
			begin = m.beginAgain
		}
		if err := begin(tx, &w); err != nil || !w.Kind.IsCertificate() {
			return err
		}
		w.Lacks, err = workflow.Lacks(tx, organization.SheetCertificate, m.patient, w.Practitioner)
		return err
	}, store.About(m.patient))
	if err != nil {
		return w, err
	}
	w.Fields = fieldsOf(w.Kind, w.AskWhy, m.session.Settings.Country, w.Sex)
	w.Started = valuesOf(w.Writing, w.Fields, m.session.Settings.DateOrder)
	w.Kept, err = m.draft(ctx)
	return w, err
}

func (m writeModel) begin(tx *store.Tx, w *writing) error {
	kind, name, _ := strings.Cut(m.text, "/")
	l := documents.WrittenLetter{Patient: m.patient, Encounter: m.visit, Practitioner: m.session.Practitioner.ID, Location: m.session.Location.ID}
	var err error
	if w.WrittenLetter, err = workflow.BeginLetter(tx, documents.Kind(kind), l); err != nil || name == "" {
		return err
	}
	all, err := documents.AllLetterTemplates(tx, m.session.Language())
	if err != nil {
		return err
	}
	for _, t := range all {
		if chosenTemplate(t) != name {
			continue
		}
		w.Heading = t.Heading
		w.Body, err = workflow.FillTemplate(tx, t.Body, w.WrittenLetter)
		return err
	}
	return store.Fail(store.NotFound, "error.store.not_found", "Record", documents.LetterTemplates.Name)
}

func (m writeModel) beginAgain(tx *store.Tx, w *writing) error {
	d, err := store.Get(tx, documents.Documents, m.again)
	if err != nil {
		return err
	}
	if w.WrittenLetter, err = documents.LetterOf(tx, d); err != nil {
		return err
	}
	w.Replaces, w.AskWhy = d.ID, d.VoidReason == ""
	w.Practitioner = m.session.Practitioner.ID
	return nil
}

// identity is the patient as the banner names them.
func (m writeModel) identity(tx *store.Tx, p patients.Patient) (kit.Identity, error) {
	s := m.session
	who := kit.Identity{Name: p.Name.Display(value.GivenFirst), Latin: p.Name.Latin, Sex: s.Text(p.Gender.CatalogueKey()), Born: s.Day(p.BirthDate), Age: s.Age(p.BirthDate), Number: p.Number}
	if p.Name.IsZero() {
		key, args := patients.Label(p.Gender, p.BirthDate, s.Today())
		who.Name = s.Text(key, args...)
	}
	if p.Relation != "" {
		who.Relation = s.Text(p.Relation.CatalogueKey(), "Name", p.RelationName)
	}
	known, err := chart.Allergies(tx, p.ID)
	switch known.State {
	case chart.AllergySome:
		who.Allergy = kit.AllergiesKnown
		for _, a := range known.Items {
			who.Allergies = append(who.Allergies, a.Substance.Display)
		}
	case chart.AllergyNoneKnown:
		who.Allergy = kit.AllergiesNoneKnown
	}
	return who, err
}

// Preview sets the page of what is typed. What can't be read yet is left as it was.
func (m writeModel) Preview(ctx context.Context, w writing, values map[string]string) (documents.Frozen, error) {
	typed, _ := writingOf(w.Writing, w.Fields, values, m.session)
	var frozen documents.Frozen
	err := m.session.View(ctx, action.OpenChart, func(tx *store.Tx) (err error) {
		frozen, err = workflow.PreviewLetter(tx, m.session.Practice.Press(), typed)
		return err
	}, store.About(m.patient))
	return frozen, err
}

// Issue issues what is typed, and drops the draft. It returns the problems of all fields at once.
func (m writeModel) Issue(ctx context.Context, w writing, values map[string]string) (documents.Document, error) {
	typed, problems := writingOf(w.Writing, w.Fields, values, m.session)
	if problems != nil {
		return documents.Document{}, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: problems}
	}
	var paper documents.Document
	err := m.session.Update(ctx, action.WriteLetter, func(tx *store.Tx) (err error) {
		if _, paper, err = workflow.IssueLetter(tx, m.session.Practice.Press(), typed); err != nil {
			return err
		}
		return store.DropDraft(tx, m.draftName())
	}, store.About(m.patient))
	return paper, err
}

// FieldText is what the record has for a field, to be put into the text.
func (m writeModel) FieldText(ctx context.Context, f template.Field, w writing) (string, error) {
	var text string
	err := m.session.View(ctx, action.OpenChart, func(tx *store.Tx) (err error) {
		text, err = workflow.FieldText(tx, f, w.WrittenLetter)
		return err
	}, store.About(m.patient))
	return text, err
}

// draftPrefix begins the names of the drafts about a patient; what follows is the Target's record and text.
func draftPrefix(patient patients.ID) string { return "letter/" + patient.String() + "/" }

func (m writeModel) draftName() string {
	record := store.RawID(m.visit)
	if !m.again.IsZero() {
		record = m.again.Raw()
	}
	return draftPrefix(m.patient) + record.String() + "/" + m.text
}

// KeepDraft keeps what is typed.
func (m writeModel) KeepDraft(ctx context.Context, values map[string]string) error {
	body, err := json.Marshal(values)
	if err != nil {
		return fmt.Errorf("encode draft: %w", err)
	}
	return m.session.Practice.SaveDraft(ctx, m.session.Actor, store.Draft{Name: m.draftName(), Patient: m.patient.Raw(), Body: body})
}

// DropDraft gives up what is typed.
func (m writeModel) DropDraft(ctx context.Context) error {
	return m.session.Practice.DiscardDraft(ctx, m.session.Actor, m.draftName())
}

// draft is what was typed and not issued; nil where there is nothing.
func (m writeModel) draft(ctx context.Context) (map[string]string, error) {
	list, err := m.session.Practice.Drafts(ctx, m.session.Actor)
	if err != nil {
		return nil, err
	}
	for _, d := range list {
		if d.Name != m.draftName() {
			continue
		}
		var values map[string]string
		if err := json.Unmarshal(d.Body, &values); err != nil {
			return nil, fmt.Errorf("decode draft: %w", err)
		}
		return values, nil
	}
	return nil, nil
}

// choice is one line of what can be written.
type option struct {
	to       frame.Target
	kind     documents.Kind
	template string // its name; "" for none
	kept     string // when the draft was kept; "": no draft
}

// Choices lists what can be written about the patient: drafts to go on with, then each kind with its templates.
func (m writeModel) Choices(ctx context.Context) (kit.Identity, []option, error) {
	var who kit.Identity
	var all []documents.LetterTemplate
	err := m.session.View(ctx, action.OpenChart, func(tx *store.Tx) error {
		patient, err := patients.Get(tx, m.patient)
		if err != nil {
			return err
		}
		if who, err = m.identity(tx, patient); err != nil {
			return err
		}
		all, err = documents.AllLetterTemplates(tx, m.session.Language())
		return err
	}, store.About(m.patient))
	if err != nil {
		return who, nil, err
	}
	names := map[string]string{}
	for _, t := range all {
		names[chosenTemplate(t)] = t.Name
	}
	list, err := m.drafts(ctx, names)
	for _, kind := range documents.LetterKinds {
		target := frame.Target{Place: frame.Letter, Patient: m.patient.Raw(), Record: m.visit.Raw(), Text: string(kind) + "/"}
		list = append(list, option{to: target, kind: kind})
		for _, t := range all {
			if t.Kind == kind && t.Active {
				target.Text = string(kind) + "/" + chosenTemplate(t)
				list = append(list, option{to: target, kind: kind, template: t.Name})
			}
		}
	}
	return who, list, err
}

// drafts are those about the patient, newest first.
func (m writeModel) drafts(ctx context.Context, names map[string]string) ([]option, error) {
	drafts, err := m.session.Practice.Drafts(ctx, m.session.Actor)
	if err != nil {
		return nil, err
	}
	var list []option
	for _, d := range drafts {
		rest, ours := strings.CutPrefix(d.Name, draftPrefix(m.patient))
		record, text, whole := strings.Cut(rest, "/")
		id, err := store.ParseID[documents.Document](record)
		if !ours || !whole || err != nil {
			continue
		}
		o := option{to: frame.Target{Place: frame.Letter, Patient: m.patient.Raw(), Record: id.Raw(), Text: text}, kept: m.session.Moment(d.Saved)}
		kind, name, _ := strings.Cut(text, "/")
		if text == frame.LetterAgain {
			kind = ""
		}
		o.kind, o.template = documents.Kind(kind), names[name]
		list = append(list, o)
	}
	return list, nil
}

// bodyProblem is where the text of an error's field begins to be wrong: the line and the character, from 1; false where it does not say.
func bodyProblem(err error) (line, column int, found bool) {
	var problems value.Problems
	if !errors.As(err, &problems) {
		return 0, 0, false
	}
	for _, p := range problems {
		if p.Field != fieldBody {
			continue
		}
		for i := 0; i+1 < len(p.Args); i += 2 {
			switch p.Args[i] {
			case "Line":
				line, _ = p.Args[i+1].(int)
			case "Column":
				column, _ = p.Args[i+1].(int)
			}
		}
		return line, column, line > 0 && column > 0
	}
	return 0, 0, false
}

// offsetOf is a place in a text as a number of characters from its beginning.
func offsetOf(text string, line, column int) int {
	offset := 0
	for n, l := range strings.Split(text, "\n") {
		if n+1 == line {
			return offset + min(column-1, len([]rune(l)))
		}
		offset += len([]rune(l)) + 1
	}
	return offset
}
