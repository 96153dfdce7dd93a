package workflow

import (
	"strings"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/documents/template"
	"satchel/data/organization"
	"satchel/data/store"
)

// Writing is a letter, certificate or order form that is being written.
type Writing struct {
	documents.WrittenLetter
	// Replaces is the document that it is issued in place of, for the reason Because; zero: none.
	Replaces documents.DocumentID
	Because  string
}

// letterSeries are the numbers of each kind.
func letterSeries(kind documents.Kind) organization.Series {
	switch {
	case kind.IsCertificate():
		return organization.SeriesCertificate
	case kind.IsOrder():
		return organization.SeriesOrder
	}
	return organization.SeriesLetter
}

// IssueLetter gives a writing its number, keeps what it was written from, and issues the paper: as a new one, or in place of an older one.
//
// It returns Invalid with the problems of its fields, gaps that nobody filled in among them, and what documents.Issue and
// documents.Reissue return.
func IssueLetter(tx *store.Tx, press documents.Press, w Writing) (documents.WrittenLetter, documents.Document, error) {
	at, err := here(tx)
	if err != nil {
		return w.WrittenLetter, documents.Document{}, err
	}
	text, err := at.fill(tx, &w.WrittenLetter)
	if err != nil {
		return w.WrittenLetter, documents.Document{}, err
	}
	if w.Number, err = organization.NextNumber(tx, letterSeries(w.Kind)); err != nil {
		return w.WrittenLetter, documents.Document{}, err
	}
	w.Written = tx.Now()
	facts, err := at.letterFacts(tx, w, text, false)
	if err != nil {
		return w.WrittenLetter, documents.Document{}, err
	}
	if err := facts.Validate(); err != nil { // all that is wrong at once, before anything is kept
		return w.WrittenLetter, documents.Document{}, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
	}
	kept, err := documents.KeepLetter(tx, w.WrittenLetter)
	if err != nil {
		return kept, documents.Document{}, err
	}
	subject := documents.Subject{Patient: kept.Patient, Practitioner: kept.Practitioner, Location: kept.Location, Type: documents.Letters.Number, Record: kept.ID.Raw()}
	if w.Replaces.IsZero() {
		paper, err := documents.Issue(tx, press, w.Kind, facts, subject)
		return kept, paper, err
	}
	paper, err := documents.Reissue(tx, press, w.Replaces, w.Kind, facts, subject)
	return kept, paper, err
}

// PreviewLetter sets a writing as it would be issued now, gaps and all, and keeps nothing.
func PreviewLetter(tx *store.Tx, press documents.Press, w Writing) (documents.Frozen, error) {
	at, err := here(tx)
	if err != nil {
		return documents.Frozen{}, err
	}
	text, err := at.fill(tx, &w.WrittenLetter)
	if err != nil {
		return documents.Frozen{}, err
	}
	w.Number, w.Written = at.text("documents.letter.draft_number"), tx.Now()
	facts, err := at.letterFacts(tx, w, text, true)
	if err != nil {
		return documents.Frozen{}, err
	}
	return press.Set(w.Kind, facts)
}

// fill reads the text of a letter, with what the record has in place of fields that were typed into it, and leaves it in l as it is then.
func (p place) fill(tx *store.Tx, l *documents.WrittenLetter) (template.Text, error) {
	text, err := template.Parse(l.Body)
	if err != nil {
		return text, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: documents.ParseProblems(err, "body")}
	}
	if len(text.FieldsUsed()) == 0 {
		return text, nil
	}
	values, err := p.letterValues(tx, *l)
	if err != nil {
		return text, err
	}
	l.Body = text.Fill(values, p.fieldLabel)
	filled, err := template.Parse(l.Body)
	if err != nil {
		return text, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: documents.ParseProblems(err, "body")}
	}
	return filled, nil
}

// FillTemplate is the text that a letter begins with: a template with what the record has in place of its fields. What it has not is a
// place to fill in. Of l it takes whose, by whom, and the visit; without one, the newest of the patient serves.
func FillTemplate(tx *store.Tx, body string, l documents.WrittenLetter) (string, error) {
	at, err := here(tx)
	if err != nil {
		return "", err
	}
	text, err := template.Parse(body)
	if err != nil {
		return "", &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: documents.ParseProblems(err, "body")}
	}
	values, err := at.letterValues(tx, l)
	if err != nil {
		return "", err
	}
	return text.Fill(values, at.fieldLabel), nil
}

// FieldText is what the record has for one field, as it stands in a text; a place to fill in where it has nothing.
func FieldText(tx *store.Tx, f template.Field, l documents.WrittenLetter) (string, error) {
	return FillTemplate(tx, "{"+f.Name+"}", l)
}

func (p place) fieldLabel(f template.Field) string { return p.text(f.CatalogueKey()) }

// letterFacts gathers what the paper of a writing says.
func (p place) letterFacts(tx *store.Tx, w Writing, text template.Text, preview bool) (interface{ Validate() error }, error) {
	head := documents.Written{Setting: p.setting(), Letterhead: p.letterhead(), Number: w.Number, Issued: w.Written, Preview: preview}
	var err error
	if head.Author, err = p.practitioner(tx, w.Practitioner); err != nil {
		return nil, err
	}
	if head.Patient, err = p.identity(tx, w.Patient); err != nil {
		return nil, err
	}
	if head.Replaces, err = p.replaced(tx, w, preview); err != nil {
		return nil, err
	}
	known, err := allergies(tx, w.Patient)
	if err != nil {
		return nil, err
	}
	switch {
	case w.Kind.IsCertificate():
		return documents.CertificateFacts{Written: head, Kind: w.Kind, Heading: w.Heading, Certificate: w.Details.Fitness, Body: text.Blocks(),
			PatientSigns: p.practice.Country == "IN", Country: p.practice.Country}, nil
	case w.Kind.IsOrder():
		if err := p.weigh(tx, w.Patient, &head.Patient); err != nil {
			return nil, err
		}
		return documents.OrderFacts{Written: head, Kind: w.Kind, Addressee: w.Details.Addressee, Order: w.Details.Order, Allergies: known}, nil
	}
	return documents.LetterFacts{Written: head, Addressee: w.Details.Addressee, Heading: w.Heading, Body: text.Blocks(), Allergies: known}, nil
}

// replaced is the paper that a writing is issued in place of.
func (p place) replaced(tx *store.Tx, w Writing, preview bool) (*documents.Reference, error) {
	if w.Replaces.IsZero() {
		return nil, nil
	}
	old, err := store.Get(tx, documents.Documents, w.Replaces)
	if err != nil {
		return nil, err
	}
	reason := strings.TrimSpace(w.Because)
	if reason == "" {
		reason = old.VoidReason
	}
	if reason == "" && preview {
		return nil, nil // not typed yet
	}
	if reason == "" {
		return nil, store.FailField("because", "error.store.reason_missing")
	}
	return &documents.Reference{Number: old.Number, Date: old.IssueDate, Reason: reason}, nil
}

// BeginLetter is a new writing of a kind with what the record already answers: the examination is today's, a question that the chart
// settles has its answer, and what is not known stays blank. Of l it takes whose, by whom, where, and the visit.
func BeginLetter(tx *store.Tx, kind documents.Kind, l documents.WrittenLetter) (documents.WrittenLetter, error) {
	at, err := here(tx)
	if err != nil {
		return l, err
	}
	l.Kind = kind
	d := &l.Details
	switch {
	case kind.IsCertificate():
		d.Fitness = documents.Certificate{Examined: at.today, Finding: documents.FindingsOf(kind)[0]}
		if kind == documents.SickNote {
			d.Fitness.Activity, d.Fitness.From = documents.Work, at.today
		}
		visit, found, err := letterVisit(tx, l)
		if err != nil || !found {
			return l, err
		}
		d.Fitness.Diagnosis, err = diagnosesOf(tx, visit)
		return l, err
	case kind.IsOrder():
		d.Order = documents.Order{Priority: documents.Routine, Answers: map[documents.Question]documents.Answer{}, ResultsTo: strings.TrimSuffix(at.practice.Name+", "+at.practice.Phone, ", ")}
		return l, at.knownAnswers(tx, l)
	}
	d.Addressee.Priority = documents.Routine
	return l, nil
}

// knownAnswers answers what the chart settles. That a medicine is not in the list does not prove that it isn't taken.
func (p place) knownAnswers(tx *store.Tx, l documents.WrittenLetter) error {
	pregnancy, err := chart.PregnancyOf(tx, l.Patient)
	if err != nil {
		return err
	}
	switch pregnancy {
	case chart.Pregnant:
		l.Details.Order.Answers[documents.AskPregnant] = documents.Yes
	case chart.NotPregnant:
		l.Details.Order.Answers[documents.AskPregnant] = documents.No
	}
	if l.Kind != documents.ImagingOrder {
		return nil
	}
	takes, err := ingredientsTaken(tx, l.Patient)
	if err != nil {
		return err
	}
	if takes["metformin"] {
		l.Details.Order.Answers[documents.AskMetformin] = documents.Yes
	}
	return nil
}

// voidLetters takes back what was written in a visit that is being undone.
func voidLetters(tx *store.Tx, e chart.Encounter) error {
	written, err := documents.LettersOfEncounter(tx, e.Patient, e.ID)
	if err != nil {
		return err
	}
	for _, l := range written {
		papers, err := documents.OfSubject(tx, l.ID.Raw())
		if err != nil {
			return err
		}
		for _, paper := range papers {
			if paper.Status != documents.Current {
				continue
			}
			if _, err := documents.MarkVoid(tx, paper.ID, tx.Reason()); err != nil {
				return err
			}
		}
	}
	return nil
}
