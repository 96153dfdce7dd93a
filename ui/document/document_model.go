package document

import (
	"context"
	"image"
	"strings"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
	"satchel/ui/frame"
)

// Resolutions of the preview, in pixels a mm: a page fitted into the window, and one that is read from across the desk.
const (
	scaleFit   float32 = 6
	scaleLarge float32 = 9
)

// docPage is what the screen of one paper shows.
type docPage struct {
	documents.Item
	Patient patients.Row
	First   image.Image            // its first page; Draw draws the others
	Prints  []documents.PrintEvent // oldest first
	Given   []documents.HandOver   // oldest first
	users   map[store.UserID]string
	unnamed string // what to call who is no user
	frozen  documents.Frozen
}

func (p docPage) user(id store.UserID) string {
	if name, known := p.users[id]; known {
		return name
	}
	return p.unnamed
}

// Holds reports that the paper may be put into the world.
func (p docPage) Holds() bool { return p.Status == documents.Current }

// last is the newest attempt to print.
func (p docPage) last() (documents.PrintEvent, bool) {
	if len(p.Prints) == 0 {
		return documents.PrintEvent{}, false
	}
	return p.Prints[len(p.Prints)-1], true
}

// MayTakeBack reports that the newest print can be said not to have come out.
func (p docPage) MayTakeBack() bool {
	if !p.Holds() || len(p.Given) > 0 {
		return false
	}
	for _, e := range p.Prints {
		if e.Outcome == documents.PrintTaken || e.Outcome == documents.PrintSent {
			return true
		}
	}
	return false
}

// Failed reports that the printer refused the paper last, which may have come out later all the same.
func (p docPage) Failed() bool {
	e, any := p.last()
	return p.Holds() && p.Waits && any && e.Outcome == documents.PrintFailed
}

// Voidable reports that the paper is taken back by being made void; money is taken back by other papers.
func (p docPage) Voidable() bool { return p.Holds() && p.Kind.Voidable() }

// Written reports a letter, a certificate or an order form.
func (p docPage) Written() bool { return p.SubjectType == documents.Letters.Number }

// Prescribed reports a prescription.
func (p docPage) Prescribed() bool { return p.Kind == documents.Prescription }

// Rewritable reports that it can be written anew: it holds, or is void.
func (p docPage) Rewritable() bool { return p.Written() && p.Status != documents.Superseded }

// docModel is one paper. Its methods may be called on any goroutine; each write answers with the page as it is then.
type docModel struct {
	printModel
	printer frame.Printer
	patient patients.ID
	id      documents.DocumentID
}

// Load reads the paper and draws its first page.
func (m docModel) Load(ctx context.Context, scale float32) (docPage, error) {
	p := docPage{users: map[store.UserID]string{}, unnamed: m.session.Text("session.recovery")}
	err := m.session.View(ctx, action.ReadDocument, func(tx *store.Tx) (err error) {
		if p.Document, p.frozen, err = documents.FrozenOf(tx, m.id); err != nil {
			return err
		}
		return m.read(tx, &p)
	}, store.About(m.patient))
	if err != nil {
		return p, err
	}
	p.First, err = m.Draw(p, 0, scale)
	return p, err
}

// Draw draws one page, from 0, at so many pixels a mm. One that was made void says so.
func (m docModel) Draw(p docPage, n int, scale float32) (image.Image, error) {
	if p.Status == documents.EnteredInError {
		return m.printer.PreviewVoid(p.frozen, n, scale)
	}
	return m.printer.Preview(p.frozen, n, scale)
}

func (m docModel) read(tx *store.Tx, p *docPage) error {
	items, err := documents.OfSubject(tx, p.Subject)
	if err != nil {
		return err
	}
	for _, item := range items {
		if item.ID == m.id {
			p.Item = item
		}
	}
	if p.Prints, err = documents.PrintsOf(tx, m.id); err != nil {
		return err
	}
	if p.Given, err = documents.HandOversOf(tx, m.id); err != nil {
		return err
	}
	rows, err := patients.Rows(tx, []patients.ID{p.Document.Patient})
	if err != nil {
		return err
	}
	p.Patient = rows[p.Document.Patient]
	users, err := organization.AllUsers(tx)
	for _, u := range users {
		p.users[u.KernelID()] = u.Name()
	}
	return err
}

// DidNotComeOut takes the newest print back.
func (m docModel) DidNotComeOut(ctx context.Context) error {
	return m.session.Update(ctx, action.PrintDocument, func(tx *store.Tx) error {
		_, err := documents.DidNotComeOut(tx, m.id)
		return err
	}, store.About(m.patient))
}

// HandOver ticks that the paper was given to recipient, "" for the patient.
func (m docModel) HandOver(ctx context.Context, recipient string) (documents.HandOver, error) {
	var h documents.HandOver
	err := m.session.Update(ctx, action.HandOverDocument, func(tx *store.Tx) (err error) {
		h, err = documents.HandOverTo(tx, m.id, recipient)
		return err
	}, store.About(m.patient))
	return h, err
}

// TakeTickBack undoes HandOver.
func (m docModel) TakeTickBack(ctx context.Context, id documents.HandOverID) error {
	return m.session.Update(ctx, action.HandOverDocument, func(tx *store.Tx) error { return documents.UndoHandOver(tx, id) }, store.About(m.patient))
}

// Void takes a paper back; with that of a prescription, the prescription.
func (m docModel) Void(ctx context.Context, reason string) error {
	return m.session.Update(ctx, action.VoidDocument, func(tx *store.Tx) error {
		_, err := workflow.VoidPaper(tx, m.id)
		return err
	}, store.About(m.patient), store.Because(reason))
}

// Rewrite takes a prescription back, where it still holds, and returns the visit in whose draft its lines wait to be changed.
func (m docModel) Rewrite(ctx context.Context, reason string) (visit chart.EncounterID, err error) {
	err = m.session.Update(ctx, action.VoidDocument, func(tx *store.Tx) error {
		e, err := workflow.RewritePrescription(tx, m.id, m.session.Practitioner.ID, m.session.Location.ID)
		visit = e.ID
		return err
	}, store.About(m.patient), store.Because(reason))
	return visit, err
}

// CopyWords say what the next paper will say about itself: the original, or "Copy 2, printed ... by ...".
func (m docModel) CopyWords(p docPage) string {
	switch {
	case !p.Holds():
		return ""
	case p.Papers == 0:
		return m.session.Text("document_screen.next_original")
	}
	return m.session.Text("document_screen.next_copy", "Number", p.Papers, "When", m.session.Moment(m.session.Now()), "Name", m.session.DisplayName())
}

// EventWords say what one attempt to print was.
func (m docModel) EventWords(p docPage, e documents.PrintEvent) (what, detail string) {
	what = m.session.Text(e.Outcome.CatalogueKey())
	if e.Copy > 0 {
		what = m.session.Text("document_screen.event_copy", "What", what, "Number", e.Copy)
	}
	return what, m.session.Text("document_screen.by", "Name", p.user(e.User), "When", m.session.Moment(e.At))
}

// FileName suggests a name for a saved page: kind and number, nothing of the patient.
func FileName(d documents.Document) string {
	clean := strings.Map(func(r rune) rune {
		if r < 128 && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return r
		}
		return '-'
	}, d.Number)
	return string(d.Kind) + "-" + clean + ".pdf"
}
