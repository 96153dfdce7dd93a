package document

import (
	"context"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// listed is a paper in one of the lists.
type listed struct {
	documents.Item
	Who patients.Row
	By  string // who issued it
}

// Printable reports that the paper may be put into the world.
func (l listed) Printable() bool { return l.Status == documents.Current }

// queueList is one of the lists of papers: what waits for a printer, and a day's papers for each of the three facts.
type queueList string

// The lists, in their order on the screen.
const (
	listWaiting    queueList = "waiting"
	listIssued     queueList = queueList(documents.FactIssued)
	listPrinted    queueList = queueList(documents.FactPrinted)
	listHandedOver queueList = queueList(documents.FactHandedOver)
)

var queueLists = []queueList{listWaiting, listIssued, listPrinted, listHandedOver}

// queueModel is the lists of papers: of everybody, or of one patient.
type queueModel struct {
	printModel
	patient patients.ID // zero: everybody
}

// Read lists what waits, today's first, or what came about on a day, the newest first.
func (m queueModel) Read(ctx context.Context, which queueList, day value.PartialDate) ([]listed, error) {
	var list []listed
	err := m.session.View(ctx, action.PrintDocument, func(tx *store.Tx) error {
		found, err := m.find(tx, which, day)
		if err != nil {
			return err
		}
		users, err := organization.AllUsers(tx)
		if err != nil {
			return err
		}
		names := map[store.UserID]string{}
		for _, u := range users {
			names[u.KernelID()] = u.Name()
		}
		var ids []patients.ID
		for _, d := range found {
			if !m.patient.IsZero() && d.Patient != m.patient {
				continue
			}
			by, known := names[d.IssuedBy]
			if !known {
				by = m.session.Text("session.recovery")
			}
			list = append(list, listed{Item: d, By: by})
			ids = append(ids, d.Patient)
		}
		rows, err := patients.Rows(tx, ids)
		for n := range list {
			list[n].Who = rows[list[n].Patient]
		}
		return err
	})
	return list, err
}

func (m queueModel) find(tx *store.Tx, which queueList, day value.PartialDate) ([]documents.Item, error) {
	if which != listWaiting {
		return documents.OnDay(tx, documents.Fact(which), day)
	}
	waiting, err := documents.ToPrint(tx)
	list := make([]documents.Item, len(waiting))
	for n, d := range waiting {
		list[n] = documents.Item{Document: d, Waits: true}
	}
	return list, err
}

// chosen are the marked rows in their order; where none is, the selected one. What is void or replaced is left out.
func chosen(rows []listed, marked map[documents.DocumentID]bool, selected int) []listed {
	var list []listed
	for n, row := range rows {
		if row.Printable() && (marked[row.ID] || len(marked) == 0 && n == selected) {
			list = append(list, row)
		}
	}
	return list
}

func documentsOf(list []listed) []documents.Document {
	papers := make([]documents.Document, len(list))
	for n, l := range list {
		papers[n] = l.Document
	}
	return papers
}
