package letter

import (
	"strings"

	"satchel/data/documents"
	"satchel/data/value"
	"satchel/data/workflow"
	"satchel/ui/session"
)

// Fields of the editor, named as the problems of the facts are.
const (
	fieldBecause = "because"
	fieldBody    = "body"
)

// sort says how a field is asked.
type sort int

const (
	oneLine sort = iota
	lines
	day
	choice
	answer // yes, no, or not known
)

// field is one question of the editor.
type field struct {
	key     string
	sort    sort
	rows    int                 // of lines
	half    bool                // takes half the width
	choices []string            // of a choice
	label   func(string) string // the catalogue key of a choice
	get     func(*workflow.Writing) *string
	day     func(*workflow.Writing) *value.PartialDate
	read    func(*workflow.Writing) string
	write   func(*workflow.Writing, string)
}

// labelKey is the catalogue key of a field's label.
func (f field) labelKey() string {
	if question, ok := strings.CutPrefix(f.key, "answer."); ok {
		return documents.Question(question).CatalogueKey()
	}
	return "letter.form." + f.key
}

// fieldsOf are the questions of a kind, in their order; the text, where it has one, is among them.
func fieldsOf(kind documents.Kind, again bool, country string, sex value.AdministrativeGender) []field {
	var list []field
	if again {
		list = append(list, field{key: fieldBecause, get: func(w *workflow.Writing) *string { return &w.Because }})
	}
	switch {
	case kind.IsCertificate():
		return append(list, certificateFields(kind, country)...)
	case kind.IsOrder():
		return append(list, orderFields(kind, sex)...)
	}
	list = append(list, addressee(false)...)
	if kind == documents.Referral {
		list = append(list, priority(func(w *workflow.Writing) *documents.Priority { return &w.Details.Addressee.Priority }))
	}
	return append(list,
		field{key: "heading", get: func(w *workflow.Writing) *string { return &w.Heading }},
		field{key: fieldBody, sort: lines, rows: 16, get: func(w *workflow.Writing) *string { return &w.Body }},
		field{key: "copyTo", get: func(w *workflow.Writing) *string { return &w.Details.Addressee.CopyTo }})
}

func addressee(short bool) []field {
	list := []field{{key: "addressee", get: func(w *workflow.Writing) *string { return &w.Details.Addressee.Name }}}
	if short {
		return list
	}
	return append(list, field{key: "address", sort: lines, rows: 2, get: func(w *workflow.Writing) *string { return &w.Details.Addressee.Address }})
}

// chosen is a field whose answer is one of a type's constants.
func chosen[T ~string](key string, list []T, label func(T) string, of func(*workflow.Writing) *T) field {
	f := field{key: key, sort: choice, half: true, label: func(text string) string { return label(T(text)) },
		read: func(w *workflow.Writing) string { return string(*of(w)) }, write: func(w *workflow.Writing, text string) { *of(w) = T(text) }}
	for _, one := range list {
		f.choices = append(f.choices, string(one))
	}
	return f
}

func priority(of func(*workflow.Writing) *documents.Priority) field {
	f := chosen("priority", documents.Priorities, documents.Priority.CatalogueKey, of)
	f.half = false
	return f
}

func certificateFields(kind documents.Kind, country string) []field {
	fitness := func(w *workflow.Writing) *documents.Certificate { return &w.Details.Fitness }
	finding := chosen("finding", documents.FindingsOf(kind), documents.Finding.CatalogueKey, func(w *workflow.Writing) *documents.Finding { return &fitness(w).Finding })
	finding.half = false
	var list []field
	if kind == documents.SickNote {
		activity := chosen("activity", documents.Activities, documents.Activity.CatalogueKey, func(w *workflow.Writing) *documents.Activity { return &fitness(w).Activity })
		list = append(list, activity, field{key: "examined", sort: day, half: true, day: func(w *workflow.Writing) *value.PartialDate { return &fitness(w).Examined }}, finding,
			field{key: "from", sort: day, half: true, day: func(w *workflow.Writing) *value.PartialDate { return &fitness(w).From }},
			field{key: "to", sort: day, half: true, day: func(w *workflow.Writing) *value.PartialDate { return &fitness(w).To }})
	} else {
		list = append(list, field{key: "purpose", get: func(w *workflow.Writing) *string { return &fitness(w).Purpose }}, finding,
			field{key: "examined", sort: day, half: true, day: func(w *workflow.Writing) *value.PartialDate { return &fitness(w).Examined }},
			field{key: "validUntil", sort: day, half: true, day: func(w *workflow.Writing) *value.PartialDate { return &fitness(w).ValidUntil }})
	}
	list = append(list, field{key: "restrictions", sort: lines, rows: 2, get: func(w *workflow.Writing) *string { return &fitness(w).Restrictions }},
		field{key: "diagnosis", get: func(w *workflow.Writing) *string { return &fitness(w).Diagnosis }},
		field{key: "diagnosisAgreed", sort: choice, choices: []string{agreedNo, agreedYes}, label: func(text string) string { return "letter.agreed." + text }})
	if country == "IN" {
		list = append(list, field{key: "identification", get: func(w *workflow.Writing) *string { return &fitness(w).Identification }})
	}
	return append(list, field{key: fieldBody, sort: lines, rows: 4, get: func(w *workflow.Writing) *string { return &w.Body }})
}

// The answers to whether the patient agreed to the diagnosis on the page.
const (
	agreedNo  = "no"
	agreedYes = "yes"
)

func orderFields(kind documents.Kind, sex value.AdministrativeGender) []field {
	order := func(w *workflow.Writing) *documents.Order { return &w.Details.Order }
	list := append(addressee(true), priority(func(w *workflow.Writing) *documents.Priority { return &order(w).Priority }), field{key: "tests", sort: lines, rows: 4})
	if kind == documents.ImagingOrder {
		list = append(list, field{key: "site", half: true, get: func(w *workflow.Writing) *string { return &order(w).Site }},
			chosen("side", documents.Sides, documents.Side.CatalogueKey, func(w *workflow.Writing) *documents.Side { return &order(w).Side }))
	}
	list = append(list, field{key: "question", sort: lines, rows: 2, get: func(w *workflow.Writing) *string { return &order(w).Question }},
		field{key: "history", sort: lines, rows: 3, get: func(w *workflow.Writing) *string { return &order(w).History }})
	for _, q := range documents.QuestionsOf(kind, sex) {
		list = append(list, field{key: "answer." + string(q), sort: answer, half: true})
	}
	if kind == documents.ImagingOrder {
		list = append(list, field{key: "kidney", get: func(w *workflow.Writing) *string { return &order(w).Kidney }})
	} else {
		list = append(list, field{key: "specimen", half: true, get: func(w *workflow.Writing) *string { return &order(w).Specimen }},
			field{key: "collected", half: true, get: func(w *workflow.Writing) *string { return &order(w).Collected }})
	}
	return append(list, field{key: "resultsTo", get: func(w *workflow.Writing) *string { return &order(w).ResultsTo }},
		field{key: "copyTo", get: func(w *workflow.Writing) *string { return &order(w).CopyTo }})
}

// unknown stands for an answer that is not known, since a choice of the form has a value of its own.
const unknown = "unknown"

// valuesOf is a writing as the form shows it.
func valuesOf(w workflow.Writing, fields []field, order value.DateOrder) map[string]string {
	values := map[string]string{}
	for _, f := range fields {
		switch {
		case f.get != nil:
			values[f.key] = *f.get(&w)
		case f.read != nil:
			values[f.key] = f.read(&w)
		case f.day != nil:
			values[f.key] = f.day(&w).Format(order)
		case f.key == "tests":
			values[f.key] = strings.Join(w.Details.Order.Tests, "\n")
		case f.key == "diagnosisAgreed":
			values[f.key] = agreedNo
			if w.Details.Fitness.DiagnosisAgreed {
				values[f.key] = agreedYes
			}
		case f.sort == answer:
			values[f.key] = unknown
			if a := w.Details.Order.Answers[documents.Question(strings.TrimPrefix(f.key, "answer."))]; a != "" {
				values[f.key] = string(a)
			}
		}
	}
	return values
}

// writingOf puts what was typed into a writing. A day that can't be read is a problem of its field, and stays as it was.
func writingOf(w workflow.Writing, fields []field, values map[string]string, s *session.Session) (workflow.Writing, value.Problems) {
	var problems value.Problems
	w.Details.Order.Answers = map[documents.Question]documents.Answer{}
	for _, f := range fields {
		text := strings.TrimSpace(values[f.key])
		switch {
		case f.get != nil:
			*f.get(&w) = text
		case f.write != nil:
			f.write(&w, text)
		case f.day != nil:
			*f.day(&w) = value.PartialDate{}
			if text == "" {
				continue
			}
			day, err := value.ParseDay(text, s.Settings.DateOrder, s.Now())
			problems.Check(f.key, err)
			*f.day(&w) = day
		case f.key == "tests":
			w.Details.Order.Tests = nil
			for _, line := range strings.Split(text, "\n") {
				if line = strings.TrimSpace(line); line != "" {
					w.Details.Order.Tests = append(w.Details.Order.Tests, line)
				}
			}
		case f.key == "diagnosisAgreed":
			w.Details.Fitness.DiagnosisAgreed = text == agreedYes
		case f.sort == answer && text != unknown && text != "":
			w.Details.Order.Answers[documents.Question(strings.TrimPrefix(f.key, "answer."))] = documents.Answer(text)
		}
	}
	return w, problems
}
