package settings

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"satchel/data/patients"
	"satchel/data/store"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
)

// auditScreen is the report of who opened and changed what.
type auditScreen struct {
	f       *frame.Frame
	model   auditModel
	patient *kit.Suggest
	chosen  store.RawID
	found   []patients.Row
	user    *kit.ChoiceField
	form    *kit.Form
	list    *kit.List
	note    *kit.Text
	told    *kit.Button // what the chosen patient is told; nil where nothing can be printed
	rows    []auditRow
	page    fyne.CanvasObject
}

func openAudit(f *frame.Frame, to frame.Target) frame.Screen {
	text := f.Text
	s := &auditScreen{f: f, model: auditModel{f.Session}, chosen: to.Patient, note: kit.NewText("", kit.Muted)}
	s.patient = kit.NewSuggestField(text("settings.audit.patient"), "")
	s.patient.Entry.MaxRunes = patients.QueryLength
	s.patient.OnQuery = s.findPatient
	s.patient.OnChosen = s.choosePatient
	s.user = kit.NewSelectField(text("settings.audit.who"), "")
	today := func() time.Time { return f.Session.Now() }
	order := f.Session.Settings.DateOrder
	s.form = kit.NewForm(4)
	s.form.Add("patient", s.patient, 1)
	s.form.Add("user", s.user, 1)
	s.form.Add("from", kit.NewDayField(text("settings.audit.from"), "", order, today), 1)
	s.form.Add("to", kit.NewDayField(text("settings.audit.to"), "", order, today), 1)
	s.form.SetValues(map[string]string{"from": "t", "to": "t"})
	s.form.OnSubmit, s.form.OnCancel = s.read, func() { f.Key(frame.KeyEscape) }
	s.form.OnChanged = func(key string) {
		if key == "patient" && s.patient.Value() == "" {
			s.chosen = store.RawID{}
		}
	}
	s.list = kit.NewList([]kit.ListColumn{
		{Title: text("settings.audit.when"), Width: 140}, {Title: text("settings.audit.who"), Weight: 1.6}, {Title: text("settings.audit.what"), Weight: 2.8},
		{Title: text("settings.audit.patient"), Weight: 3.2}, {Title: text("settings.audit.reason"), Weight: 2},
	}, kit.NewEmptyState("search", text("settings.audit.empty"), nil))
	show := kit.NewIconButton("search", text("settings.audit.show"), kit.Primary, s.read)
	buttons := []fyne.CanvasObject{s.note, kit.Spacer()}
	if f.Printer != nil {
		s.told = kit.NewIconButton("share", text("settings.audit_page.disclosures"), kit.Standard, s.offerDisclosures)
		s.told.Hidden = s.chosen.IsZero()
		buttons = append(buttons, s.told, kit.NewIconButton("print", text("settings.audit_page.print"), kit.Standard, s.offerReport).WithKey("Ctrl+P"))
	}
	head := kit.Column(kit.Gap, kit.NewText(text("settings.audit.title"), kit.Title), s.form, kit.Row(kit.Gap, append(buttons, show)...))
	s.page = kit.Page(head, kit.NewFlushCard("", s.list))
	return s
}

func (s *auditScreen) Content() fyne.CanvasObject { return s.page }
func (s *auditScreen) Leave()                     {}

func (s *auditScreen) Shown() {
	s.form.FocusFirst()
	frame.Load(s.f, s.model.users, func(users []session.Choice, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.user.SetOptions(options(users)...)
		s.user.SetValue("")
	})
	s.read()
}

// Key reads again on Ctrl+Enter, and prints on Ctrl+P.
func (s *auditScreen) Key(key frame.Key) bool {
	switch {
	case key == frame.KeyFinish:
		s.read()
	case key == frame.KeyPrint && s.f.Printer != nil:
		s.offerReport()
	default:
		return false
	}
	return true
}

func (s *auditScreen) findPatient(generation int, text string) {
	s.chosen = store.RawID{}
	frame.Load(s.f, func(ctx context.Context) ([]patients.Row, error) { return s.model.findPatient(ctx, text) }, func(rows []patients.Row, err error) {
		if err != nil {
			s.patient.SetNote(generation, s.f.Session.Problem(err).Text)
			return
		}
		s.found = rows
		list := make([]kit.Suggestion, len(rows))
		for i, row := range rows {
			list[i] = kit.Suggestion{Key: row.ID.String(), Title: s.f.Session.PatientName(row), Right: row.Number, Icon: "patient"}
		}
		s.patient.SetResults(generation, list)
	})
}

func (s *auditScreen) choosePatient(chosen kit.Suggestion) {
	for _, row := range s.found {
		if row.ID.String() == chosen.Key {
			s.chosen = row.ID.Raw()
			s.read()
		}
	}
}

func (s *auditScreen) read() {
	values := s.form.Values()
	if values["patient"] != "" && s.chosen.IsZero() {
		s.form.SetErrors(map[string]string{"patient": s.f.Text("settings.audit.choose")})
		return
	}
	q := s.question()
	s.list.SetLoading(true)
	frame.Load(s.f, func(ctx context.Context) (auditReport, error) { return s.model.read(ctx, q) }, func(report auditReport, err error) {
		s.list.SetLoading(false)
		if err != nil {
			refuse(s.f, s.form, err)
			return
		}
		s.form.SetErrors(nil)
		s.rows = report.rows
		if s.told != nil {
			s.told.Hidden = q.patient.IsZero()
			s.page.Refresh()
		}
		s.list.SetRows(len(s.rows), s.cells, -1)
		note := s.f.Text("settings.audit.found", "Count", len(s.rows))
		if report.more {
			note = s.f.Text("settings.audit.more", "Count", len(s.rows))
		}
		s.note.SetText(note)
	})
}

func (s *auditScreen) cells(row int) []kit.Cell {
	r := s.rows[row]
	what := kit.Cell{Text: r.what}
	if r.outcome != "" {
		what.Marks = []kit.Mark{{Text: r.outcome, Tone: theme.Allergy}}
	}
	return []kit.Cell{{Text: r.when, Role: kit.Muted}, {Text: r.who, Role: kit.Strong}, what, {Text: r.patient}, {Text: r.reason}}
}
