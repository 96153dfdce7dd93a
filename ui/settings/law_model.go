package settings

import (
	"context"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/session"
)

// lawModel tells what the law of a country asks of each paper, and what of it the practice has filled in.
type lawModel struct{ s *session.Session }

// asked is one field of a paper with every law that asks for it.
type asked struct {
	field    organization.Field
	reasons  []organization.Requirement
	missing  bool   // of the practice or of somebody who treats
	whose    string // who lacks it, where it is a practitioner's
	filledIn organization.Filled
}

// askedOf is a paper with its fields.
type askedOf struct {
	sheet  organization.Sheet
	fields []asked
	duties []organization.Duty // what no page can do
}

// load returns what a jurisdiction asks. Whether it is filled in is told for the practice's own alone.
func (m lawModel) load(ctx context.Context, of organization.Jurisdiction) ([]askedOf, error) {
	var practice organization.Practice
	var people []organization.Practitioner
	err := m.s.View(ctx, action.ReadPractice, func(tx *store.Tx) (err error) {
		if practice, err = organization.Current(tx); err != nil {
			return err
		}
		people, err = organization.ActivePractitioners(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	var list []askedOf
	for _, sheet := range organization.Sheets {
		paper := askedOf{sheet: sheet}
		if sheet == organization.SheetPrescription {
			paper.duties = organization.Duties(of)
		}
		at := map[organization.Field]int{}
		for _, r := range organization.Requirements(of, sheet) {
			i, known := at[r.Field]
			if !known {
				i = len(paper.fields)
				at[r.Field] = i
				paper.fields = append(paper.fields, asked{field: r.Field, filledIn: r.Field.Filled()})
			}
			paper.fields[i].reasons = append(paper.fields[i].reasons, r)
		}
		if of == organization.JurisdictionOf(practice.Country) {
			m.mark(&paper, practice, people)
		}
		list = append(list, paper)
	}
	return list, nil
}

// mark notes what is missing, of the practice and of everyone who treats.
func (m lawModel) mark(paper *askedOf, practice organization.Practice, people []organization.Practitioner) {
	if len(people) == 0 {
		people = []organization.Practitioner{{}}
	}
	for _, who := range people {
		for _, l := range organization.Lacks(paper.sheet, organization.Known{Practice: practice, Practitioner: who}) {
			for i := range paper.fields {
				if f := &paper.fields[i]; f.field == l.Field && !f.missing {
					f.missing = true
					if l.Filled == organization.InPeople {
						f.whose = m.s.Name(who.Name)
					}
				}
			}
		}
	}
}
