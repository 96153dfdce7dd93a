package workflow

import (
	"slices"
	"time"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// AuditQuestion is what a printed audit report answers; zero fields don't narrow it.
type AuditQuestion struct {
	Patient  patients.ID
	User     store.UserID
	From, To value.PartialDate // whole days, both included
}

// query asks for the question's events in the practice's zone.
func (q AuditQuestion) query(zone *time.Location, limit int) store.AuditQuery {
	query := store.AuditQuery{User: q.User, Patient: q.Patient.Raw(), Limit: limit}
	if !q.From.IsZero() {
		query.From = store.HLCAt(q.From.In(zone))
	}
	if !q.To.IsZero() {
		query.To = store.HLCAt(q.To.AddDays(1).In(zone))
	}
	return query
}

// AuditFacts gathers what a printed audit report says, but for the code of the audit anchor: at most documents.MaxAuditRows events, the
// newest.
func AuditFacts(tx *store.Tx, q AuditQuestion) (documents.AuditFacts, error) {
	at, err := here(tx)
	if err != nil {
		return documents.AuditFacts{}, err
	}
	names, err := userNames(tx)
	if err != nil {
		return documents.AuditFacts{}, err
	}
	_, zone, err := organization.Today(tx)
	if err != nil {
		return documents.AuditFacts{}, err
	}
	f := documents.AuditFacts{Setting: at.deskSetting(), Practice: at.practice.Name, Made: tx.Now(), MadeBy: at.named(names, tx.Actor().User), From: q.From, To: q.To}
	if !q.User.IsZero() {
		f.Who = at.named(names, q.User)
	}
	if !q.Patient.IsZero() {
		who, err := at.identity(tx, q.Patient)
		if err != nil {
			return f, err
		}
		f.Patient = &who
	}
	events, err := store.Audit(tx, q.query(zone, documents.MaxAuditRows+1))
	if err != nil {
		return f, err
	}
	if len(events) > documents.MaxAuditRows {
		f.More, events = true, events[:documents.MaxAuditRows]
	}
	about, err := patients.Rows(tx, patientsOf(events))
	for _, e := range events {
		row := documents.AuditRow{At: e.Recorded.Time(), Who: at.named(names, e.User), Role: at.text("documents.audit.role." + string(e.Role)), What: at.text("action." + string(e.Action)), Reason: e.Reason}
		if e.Outcome != "success" {
			row.Outcome = at.text("documents.audit.outcome." + e.Outcome)
		}
		if who, known := about[patients.ID(e.Patient)]; known {
			row.Patient, row.Number = who.Name, who.Number
		}
		f.Rows = append(f.Rows, row)
	}
	return f, err
}

func patientsOf(events []store.AuditEvent) []patients.ID {
	seen := map[store.RawID]bool{}
	var list []patients.ID
	for _, e := range events {
		if !e.Patient.IsZero() && !seen[e.Patient] {
			seen[e.Patient] = true
			list = append(list, patients.ID(e.Patient))
		}
	}
	return list
}

func userNames(tx *store.Tx) (map[store.UserID]string, error) {
	users, err := organization.AllUsers(tx)
	names := make(map[store.UserID]string, len(users))
	for _, u := range users {
		names[u.KernelID()] = u.Name()
	}
	return names, err
}

// named is a user's name; whoever is no user held the recovery key.
func (p place) named(names map[store.UserID]string, id store.UserID) string {
	if name, known := names[id]; known {
		return name
	}
	return p.text("documents.audit.recovery")
}

// DisclosureFacts gathers who was given a patient's data, who put them on paper and who looked at them, from one day to another, both
// included.
func DisclosureFacts(tx *store.Tx, patient patients.ID, from, to value.PartialDate) (documents.DisclosureFacts, error) {
	at, err := here(tx)
	if err != nil {
		return documents.DisclosureFacts{}, err
	}
	names, err := userNames(tx)
	if err != nil {
		return documents.DisclosureFacts{}, err
	}
	_, zone, err := organization.Today(tx)
	if err != nil {
		return documents.DisclosureFacts{}, err
	}
	f := documents.DisclosureFacts{Setting: at.setting(), Letterhead: at.letterhead(), Made: tx.Now(), MadeBy: at.named(names, tx.Actor().User), From: from, To: to, Country: at.practice.Country}
	if f.Setting.Paper == documents.PaperRoll80 {
		f.Setting.Paper = documents.PaperA4
	}
	if f.Patient, err = at.identity(tx, patient); err != nil {
		return f, err
	}
	events, err := store.Audit(tx, AuditQuestion{Patient: patient, From: from, To: to}.query(zone, documents.MaxAuditRows))
	if err != nil {
		return f, err
	}
	f.More = len(events) == documents.MaxAuditRows
	at.witnessed(&f, events, names)
	within := func(t time.Time) bool { day := value.DateOf(t.In(zone)); return !day.Before(from) && !to.Before(day) }
	if err := at.onPaper(tx, &f, patient, names, within); err != nil {
		return f, err
	}
	for _, list := range []*[]documents.DisclosureLine{&f.Given, &f.Printed} {
		slices.SortStableFunc(*list, func(a, b documents.DisclosureLine) int { return b.At.Compare(a.At) })
	}
	if room := documents.MaxAuditRows - len(f.Given); len(f.Printed) > room {
		f.More, f.Printed = true, f.Printed[:max(room, 0)]
	}
	return f, nil
}

// witnessed adds what the audit chain tells: who opened the record, what was exported, and on which sheets the patient stood.
func (p place) witnessed(f *documents.DisclosureFacts, events []store.AuditEvent, names map[store.UserID]string) {
	type person struct {
		user store.UserID
		role action.Role
	}
	place := map[person]int{}
	for _, e := range events { // newest first
		if e.Outcome != "success" {
			continue
		}
		line := documents.DisclosureLine{At: e.Recorded.Time(), By: p.named(names, e.User), Why: e.Reason}
		switch e.Action {
		case action.ExportChart:
			line.What, line.How = p.text("documents.disclosures.chart_file"), p.text("documents.disclosures.exported")
			line.To, line.Why = e.Reason, "" // of ExportTo
			f.Given = append(f.Given, line)
		case action.PrintSchedule, action.PrintDowntime, action.PrintDisclosures:
			line.What, line.How = p.text("documents.disclosures.sheet."+string(e.Action)), p.text("documents.disclosures.drawn")
			f.Printed = append(f.Printed, line)
		}
		who := person{e.User, e.Role}
		at, known := place[who]
		if !known {
			at = len(f.Seen)
			place[who] = at
			f.Seen = append(f.Seen, documents.SeenLine{Who: p.named(names, e.User), Role: p.text("documents.audit.role." + string(e.Role)), Last: e.Recorded.Time()})
		}
		f.Seen[at].Times++
		f.Seen[at].First = e.Recorded.Time()
	}
}

// onPaper adds what was printed and handed over of the patient's issued papers.
func (p place) onPaper(tx *store.Tx, f *documents.DisclosureFacts, patient patients.ID, names map[store.UserID]string, within func(time.Time) bool) error {
	papers, err := documents.OfPatient(tx, patient, 0)
	if err != nil {
		return err
	}
	called := make(map[documents.DocumentID]string, len(papers))
	for _, d := range papers {
		called[d.ID] = p.text("documents.disclosures.paper", "Title", p.text(d.Title), "Number", d.Number)
	}
	prints, err := documents.PrintsOfPatient(tx, patient)
	if err != nil {
		return err
	}
	for _, e := range prints {
		if within(e.At) {
			f.Printed = append(f.Printed, documents.DisclosureLine{At: e.At, What: called[e.Document], How: p.text(e.Outcome.CatalogueKey()), By: p.named(names, e.User)})
		}
	}
	given, err := documents.HandOversOfPatient(tx, patient)
	for _, h := range given {
		to := h.Recipient
		if to == "" {
			to = p.text("documents.disclosures.patient_self")
		}
		if within(h.At) {
			f.Given = append(f.Given, documents.DisclosureLine{At: h.At, What: called[h.Document], How: p.text("documents.disclosures.handed_over"), To: to, By: p.named(names, h.User)})
		}
	}
	return err
}
