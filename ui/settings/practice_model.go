package settings

import (
	"context"
	"maps"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/session"
)

// practiceDraft names the draft of the practice's form.
const practiceDraft = "settings/practice"

// practiceModel reads and writes the practice's settings. Its methods may run on any goroutine, one at a time.
type practiceModel struct {
	s    *session.Session
	read organization.Practice // as the form was filled
}

// load returns the form's values, and those of a draft where there is one.
func (m *practiceModel) load(ctx context.Context) (values, draft map[string]string, err error) {
	err = m.s.View(ctx, action.ReadPractice, func(tx *store.Tx) (err error) {
		m.read, err = organization.Current(tx)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	draft, err = readDraft(ctx, m.s, practiceDraft)
	return m.values(), draft, err
}

func (m *practiceModel) values() map[string]string {
	values := session.PracticeValues(m.read)
	refund := value.Money{Minor: m.read.DeskRefundMinor, Currency: m.read.Currency}
	values["deskRefund"] = refund.Format(m.read.Amounts())
	return values
}

// save keeps what the form holds, and returns the values as they were before, for undo. It answers Conflict where somebody saved
// meanwhile.
func (m *practiceModel) save(ctx context.Context, values map[string]string) (before map[string]string, err error) {
	before = m.values()
	next := m.read
	var problems value.Problems
	problems.Check("", session.SetPracticeValues(&next, values))
	if typed, given := values["deskRefund"]; given {
		refund, err := value.ParseMoney(typed, next.Currency, next.Amounts())
		problems.Check("deskRefund", err)
		next.DeskRefundMinor = refund.Minor
	}
	problems.Check("", next.Validate())
	if err := problems.Err(); err != nil {
		return nil, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
	}
	err = m.s.Update(ctx, action.ManagePractice, func(tx *store.Tx) error {
		if next, err = organization.Save(tx, next); err != nil {
			return err
		}
		return store.DropDraft(tx, practiceDraft)
	})
	if err != nil {
		return nil, err
	}
	m.read = next
	return maps.Clone(before), nil
}
