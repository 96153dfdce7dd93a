package letter

import (
	"context"
	"encoding/json"
	"fmt"

	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
	"satchel/ui/frame"
	"satchel/ui/session"
)

// Fields of the editor of a template.
const (
	fieldName    = "name"
	fieldKind    = "kind"
	fieldHeading = "heading"
)

// newTemplate and builtInPrefix are texts of a Target: a template that is not there yet, and a built-in one as it came.
const (
	newTemplate   = "new"
	builtInPrefix = "built-in/"
)

// templateModel reads and writes templates. Its methods may be called on any goroutine.
type templateModel struct{ session *session.Session }

// All lists the templates, those that are offered first.
func (m templateModel) All(ctx context.Context) (list []documents.LetterTemplate, err error) {
	err = m.session.View(ctx, action.WriteTemplate, func(tx *store.Tx) error {
		list, err = documents.AllLetterTemplates(tx, m.session.Language())
		return err
	})
	return list, err
}

// targetOf leads to the editor of a template.
func targetOf(t documents.LetterTemplate) frame.Target {
	if t.ID.IsZero() {
		return frame.Target{Place: frame.Templates, Text: builtInPrefix + t.BuiltIn}
	}
	return frame.Target{Place: frame.Templates, Record: t.ID.Raw(), Text: ""}
}

// edited is what the editor of a template begins with.
type edited struct {
	documents.LetterTemplate
	Kept map[string]string // the draft over it; nil: none
}

// Load reads the template of a Target.
func (m templateModel) Load(ctx context.Context, to frame.Target) (edited, error) {
	e := edited{LetterTemplate: documents.LetterTemplate{Kind: documents.Letter, Active: true}}
	all, err := m.All(ctx)
	if err != nil {
		return e, err
	}
	if to.Text != newTemplate {
		found := false
		for _, t := range all {
			if !to.Record.IsZero() && t.ID.Raw() == to.Record || to.Record.IsZero() && to.Text == builtInPrefix+t.BuiltIn {
				e.LetterTemplate, found = t, true
			}
		}
		if !found {
			return e, store.Fail(store.NotFound, "error.store.not_found", "Record", documents.LetterTemplates.Name)
		}
	}
	e.Kept, err = m.draft(ctx, to)
	return e, err
}

// values are a template as the form shows it.
func (m templateModel) values(t documents.LetterTemplate) map[string]string {
	return map[string]string{fieldName: t.Name, fieldKind: string(t.Kind), fieldHeading: t.Heading, fieldBody: t.Body}
}

// typed is a template with what the form says.
func (m templateModel) typed(t documents.LetterTemplate, values map[string]string) documents.LetterTemplate {
	t.Name, t.Kind, t.Heading, t.Body = values[fieldName], documents.Kind(values[fieldKind]), values[fieldHeading], values[fieldBody]
	return t
}

// Save keeps a template. It returns the problems of all fields at once.
func (m templateModel) Save(ctx context.Context, t documents.LetterTemplate, to frame.Target) (kept documents.LetterTemplate, err error) {
	err = m.session.Update(ctx, action.WriteTemplate, func(tx *store.Tx) error {
		if kept, err = documents.SaveLetterTemplate(tx, m.session.Language(), t); err != nil {
			return err
		}
		return store.DropDraft(tx, templateDraft(to))
	})
	return kept, err
}

// Copy keeps another template with the same text, under a name of its own.
func (m templateModel) Copy(ctx context.Context, t documents.LetterTemplate) (documents.LetterTemplate, error) {
	all, err := m.All(ctx)
	if err != nil {
		return t, err
	}
	taken := map[string]bool{}
	for _, other := range all {
		taken[other.Name] = true
	}
	c := documents.LetterTemplate{Kind: t.Kind, Heading: t.Heading, Body: t.Body, Active: true}
	name := []rune(t.Name)
	for n := 2; c.Name == "" || taken[c.Name]; n++ {
		c.Name = m.session.Text("letter.copy_name", "Name", string(name), "Number", n)
		if over := len([]rune(c.Name)) - documents.TemplateNameLength; over > 0 {
			name, c.Name = name[:max(len(name)-over, 1)], ""
			n--
		}
	}
	return m.Save(ctx, c, frame.Target{Place: frame.Templates, Text: newTemplate})
}

// Retire takes a template out of what is offered, or brings it back.
func (m templateModel) Retire(ctx context.Context, t documents.LetterTemplate, retired bool) (documents.LetterTemplate, error) {
	t.Active = !retired
	return m.Save(ctx, t, targetOf(t))
}

// Preview sets the page of what is typed, about a made-up patient.
func (m templateModel) Preview(ctx context.Context, t documents.LetterTemplate) (frozen documents.Frozen, err error) {
	err = m.session.View(ctx, action.WriteTemplate, func(tx *store.Tx) error {
		frozen, err = workflow.PreviewTemplate(tx, m.session.Practice.Press(), t, m.session.Practitioner.ID)
		return err
	})
	return frozen, err
}

func templateDraft(to frame.Target) string { return "template/" + to.Record.String() + "/" + to.Text }

// KeepDraft keeps what is typed.
func (m templateModel) KeepDraft(ctx context.Context, to frame.Target, values map[string]string) error {
	body, err := json.Marshal(values)
	if err != nil {
		return fmt.Errorf("encode draft: %w", err)
	}
	return m.session.Practice.SaveDraft(ctx, m.session.Actor, store.Draft{Name: templateDraft(to), Body: body})
}

// DropDraft gives up what is typed.
func (m templateModel) DropDraft(ctx context.Context, to frame.Target) error {
	return m.session.Practice.DiscardDraft(ctx, m.session.Actor, templateDraft(to))
}

func (m templateModel) draft(ctx context.Context, to frame.Target) (map[string]string, error) {
	list, err := m.session.Practice.Drafts(ctx, m.session.Actor)
	if err != nil {
		return nil, err
	}
	for _, d := range list {
		if d.Name != templateDraft(to) {
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
