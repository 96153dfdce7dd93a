package reports

import (
	"satchel/data/documents"
	"satchel/reports/page"
)

// The boxes of an answer.
const (
	unticked = "☐"
	ticked   = "☒"
)

// orderSizes are the type of an order form, in percent of other papers': one that would just not fit on its sheet is set a little smaller.
var orderSizes = []int{100, 95, 90}

// setOrder draws an order form: what is asked for, why, how soon, and what must be known before anybody is pricked or exposed.
func setOrder(kind documents.Kind, f documents.OrderFacts) (*page.Document, error) {
	var usual *page.Document
	for _, percent := range orderSizes {
		doc, err := setOrderAt(percent, kind, f)
		if err != nil || len(doc.Sheets) == 1 {
			return doc, err
		}
		if usual == nil {
			usual = doc
		}
	}
	return usual, nil
}

func setOrderAt(percent int, kind documents.Kind, f documents.OrderFacts) (*page.Document, error) {
	s := written(kind, f.Written)
	s.look = s.look.larger(percent)
	o := f.Order
	first := s.letterhead(f.Letterhead, s.practitioner(f.Author, "author"))
	elements := []page.Element{page.Part{Box: s.underHeading("text", s.title), Glue: true}}
	elements = append(elements, s.notices(f.Replaces, "replaces", "documents.page.replaces", "documents.page.replaces_undated")...)
	elements = append(elements, page.Part{Before: s.line / 2, Glue: true, Box: s.subject()}, page.Part{Before: s.line / 2, Box: s.destination(f)},
		page.Part{Before: s.line / 2, Box: s.allergies(f.Allergies)})
	elements = append(elements, s.requested(o)...)
	add := func(box page.Box) { elements = append(elements, page.Part{Before: s.line / 2, Box: box}) }
	site := o.Site
	if o.Side != "" {
		site = s.joined(s.comma(), o.Site, s.word(o.Side.CatalogueKey()))
	}
	add(s.underTitle(s.width(), "documents.order.site", "site", s.strong, site))
	add(s.underTitle(s.width(), "documents.order.question", "question", s.strong, o.Question))
	add(s.underTitle(s.width(), "documents.order.history", "history", s.body, o.History))
	elements = append(elements, s.orderQuestions(kind, f)...)
	if kind == documents.LaboratoryOrder {
		half := (s.width() - 4*mm) / 2
		add(page.StackGap(s.line/4,
			s.orderFact(s.width(), "documents.order.specimen", "specimen", o.Specimen, false),
			page.Row(s.width(), page.Cell{Box: s.orderFact(half, "documents.order.collected", "collected", o.Collected, true)},
				page.Cell{X: half + 4*mm, Box: s.orderFact(half, "documents.order.received", "text", "", true)})))
	}
	left := s.width() * 54 / 100
	closing, err := s.signedBeside(page.StackGap(s.line/4,
		s.underTitle(left, "documents.order.results_to", "resultsTo", s.body, o.ResultsTo),
		s.underTitle(left, "documents.order.copy_to", "copyTo", s.body, o.CopyTo)), f.Author)
	if err != nil {
		return nil, err
	}
	return s.compose(first, closing, elements...)
}

// destination sets whom the form goes to on the left, and on the right how soon the answer is needed.
func (s *setter) destination(f documents.OrderFacts) page.Box {
	right := s.width() * 36 / 100
	left := s.width() - right - 3*mm
	priority, style := f.Order.Priority, in(s.person, alarm)
	if priority == "" || priority == documents.Routine {
		priority, style = documents.Routine, s.strong
	}
	to := s.underTitle(left, "documents.order.to", "addressee", s.strong, s.joined(s.comma(), f.Addressee.Name, f.Addressee.Address))
	return page.RowTop(s.width(), page.Cell{Box: to}, page.Cell{X: s.width() - right, Box: s.Text(right, page.Right, style, "priority", s.word(priority.CatalogueKey()))})
}

// requested lists the examinations, in two columns where they are many.
func (s *setter) requested(o documents.Order) []page.Element {
	list := []page.Element{page.Part{Before: s.line * 3 / 4, Glue: true, Box: s.words(s.width(), page.Left, in(s.strong, accent), "documents.order.tests")}}
	columns := 1
	if len(o.Tests) > 6 {
		columns = 2
	}
	gap := 4 * mm
	width := (s.width() - gap*page.Length(columns-1)) / page.Length(columns)
	rows := (len(o.Tests) + columns - 1) / columns
	for row := range rows {
		var cells []page.Cell
		for column := range columns {
			n := column*rows + row
			if n < len(o.Tests) {
				cells = append(cells, page.Cell{X: (width + gap) * page.Length(column), Box: s.test(width, n, o.Tests[n])})
			}
		}
		list = append(list, page.Part{Before: s.line / 5, Box: page.Row(s.width(), cells...)})
	}
	return list
}

func (s *setter) test(width page.Length, n int, name string) page.Box {
	indent := s.line * 3 / 2
	return page.Row(width,
		page.Cell{Box: s.Text(indent, page.Left, in(s.strong, accent), "text", s.figure(n+1))},
		page.Cell{X: indent, Box: s.Text(width-indent, page.Left, s.big, documents.TestField(n), name)})
}

// underTitle sets a text under its title; nothing where there is no text.
func (s *setter) underTitle(width page.Length, key, field string, style page.Style, text string) page.Box {
	if text == "" {
		return page.Box{}
	}
	return page.Stack(s.words(width, page.Left, s.heading, key), s.Text(width, page.Left, style, field, text))
}

// orderQuestions set what must be known before, each with its two boxes. One that nobody answered has both empty.
func (s *setter) orderQuestions(kind documents.Kind, f documents.OrderFacts) []page.Element {
	title := page.Stack(s.words(s.width(), page.Left, in(s.strong, accent), "documents.order.before"), s.words(s.width(), page.Left, s.label, "documents.order.before_blank"))
	list := []page.Element{page.Part{Before: s.line * 3 / 4, Glue: true, Box: title}}
	yes, no := s.word("documents.order.yes"), s.word("documents.order.no")
	box := s.Width(s.body, "text", unticked+nbsp) + mm
	answer := box + max(s.Width(s.body, "text", yes), s.Width(s.body, "text", no)) + 5*mm
	for _, q := range documents.QuestionsOf(kind, f.Patient.Sex) {
		tick := func(a documents.Answer, word string) page.Box {
			mark, style := unticked, s.body
			if f.Order.Answers[q] == a {
				mark, style = ticked, s.strong
			}
			return s.Text(answer, page.Left, style, "text", bound(mark+" "+word))
		}
		list = append(list, page.Part{Before: s.line / 5, Box: page.Row(s.width(),
			page.Cell{Box: s.words(s.width()-2*answer-2*mm, page.Left, s.body, q.CatalogueKey())},
			page.Cell{X: s.width() - 2*answer, Box: tick(documents.Yes, yes)},
			page.Cell{X: s.width() - answer, Box: tick(documents.No, no)})})
	}
	if kind == documents.ImagingOrder {
		list = append(list, page.Part{Before: s.line / 3, Box: s.orderFact(s.width(), "documents.order.kidney", "kidney", f.Order.Kidney, true)})
	}
	return list
}

// orderFact is a label with what belongs to it; where nothing does, a line to write it on, or nothing at all.
func (s *setter) orderFact(width page.Length, key, field, text string, line bool) page.Box {
	if text == "" && !line {
		return page.Box{}
	}
	column := min(s.Width(s.label, "text", s.word(key))+4*mm, width*60/100)
	label := s.words(column-3*mm, page.Left, s.label, key)
	if text != "" {
		return page.Row(width, page.Cell{Box: label}, page.Cell{X: column, Box: s.Text(width-column, page.Left, s.body, field, text)})
	}
	rule := page.Pad(page.Rule(width-column, hairline, muted), page.Margins{Top: label.Baseline + mm/2})
	return page.Pad(page.RowTop(width, page.Cell{Box: label}, page.Cell{X: column, Box: rule}), page.Margins{Top: s.line / 4})
}
