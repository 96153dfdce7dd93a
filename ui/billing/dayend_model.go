package billing

import (
	"context"
	"encoding/json"

	"satchel/data/billing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// count is what the form of the day-end holds, as typed.
type count struct {
	Opening, Counted, Note string
}

// reckoning is what a count comes to.
type reckoning struct {
	Expected   value.Money
	Difference value.Money // counted less expected: below zero, cash is missing
	Known      bool        // both amounts could be read and cash was counted
}

func countOf(values map[string]string) count {
	return count{values["openingCash"], values["counted"], values["note"]}
}

func (c count) values() map[string]string {
	return map[string]string{"openingCash": c.Opening, "counted": c.Counted, "note": c.Note}
}

// Reckon holds what was counted against what should be there.
func (m dayModel) Reckon(p dayPage, c count) reckoning {
	opening, counted, err := m.amounts(c)
	r := reckoning{Expected: m.session.Amount(opening.Minor + p.Totals.Cash.Minor)}
	r.Difference = m.session.Amount(counted.Minor - r.Expected.Minor)
	r.Known = err == nil && c.Counted != ""
	return r
}

// DifferenceWords says how a count compares: "₹20.00 are missing." "" while nothing was counted.
func (m dayModel) DifferenceWords(r reckoning) string {
	switch {
	case !r.Known:
		return ""
	case r.Difference.Minor < 0:
		return m.session.Text("billing_screen.day_end.missing", "Amount", m.session.Money(r.Difference.Neg()))
	case r.Difference.Minor > 0:
		return m.session.Text("billing_screen.day_end.over", "Amount", m.session.Money(r.Difference))
	}
	return m.session.Text("billing_screen.day_end.exact")
}

func (m dayModel) amounts(c count) (opening, counted value.Money, err error) {
	var problems value.Problems
	opening, counted = m.session.Amount(0), m.session.Amount(0)
	read := func(field, typed string, to *value.Money) {
		if typed == "" {
			return
		}
		amount, err := value.ParseMoney(typed, m.session.Settings.Currency, m.session.Settings.Amounts())
		problems.Check(field, err)
		*to = amount
	}
	read("openingCash", c.Opening, &opening)
	read("counted", c.Counted, &counted)
	if c.Counted == "" {
		problems.Add("counted", "error.value.required")
	}
	return opening, counted, problems.Err()
}

// Close keeps the count of the page's day, in place of an earlier one. The draft goes with it.
func (m dayModel) Close(ctx context.Context, p dayPage, c count) (billing.DayEnd, error) {
	opening, counted, err := m.amounts(c)
	if err != nil {
		return billing.DayEnd{}, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
	}
	end := billing.DayEnd{Date: p.Date, Location: m.session.Location.ID, Replaces: p.End.ID, OpeningCash: billing.Minor(opening.Minor), Counted: billing.Minor(counted.Minor), Note: c.Note}
	device := m.session.Practice.Store().Device()
	for _, a := range m.session.Practice.Store().Anchors() {
		if a.Device == device {
			end.AnchorDevice, end.AnchorSequence, end.AnchorHead = a.Device, a.Sequence, a.Head
		}
	}
	err = m.session.Update(ctx, action.DayEnd, func(tx *store.Tx) error {
		if end, err = billing.CloseDay(tx, end); err != nil {
			return err
		}
		return store.DropDraft(tx, draftName(p.Date))
	})
	return end, err
}

// Code is what to write down, or print, with a counted day: held against the file later, it tells whether an older copy was put
// back. "" where nothing was counted.
func (m dayModel) Code(p dayPage) string { return m.session.Practice.CodeOf(p.End.Anchor()) }

// draftName is under which name an unfinished count of a day is kept.
func draftName(date value.PartialDate) string { return "billing/day-end/" + date.String() }

// KeepDraft keeps an unfinished count.
func (m dayModel) KeepDraft(ctx context.Context, date value.PartialDate, c count) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return m.session.Practice.SaveDraft(ctx, m.session.Actor, store.Draft{Name: draftName(date), Body: body})
}

// Draft returns the unfinished count of a day, and whether there is one.
func (m dayModel) Draft(ctx context.Context, date value.PartialDate) (count, bool, error) {
	list, err := m.session.Practice.Drafts(ctx, m.session.Actor)
	for _, d := range list {
		var c count
		if d.Name == draftName(date) && json.Unmarshal(d.Body, &c) == nil {
			return c, true, nil
		}
	}
	return count{}, false, err
}
