package session

import (
	"context"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
)

// The sheets of the desk: each is drawn when it is asked for, audited, and kept nowhere. The statement alone is issued and kept.

// DayListPage sets the appointments of a day, with one practitioner, or with everybody where it is zero.
func (s *Session) DayListPage(ctx context.Context, day value.PartialDate, practitioner organization.PractitionerID) (documents.Frozen, error) {
	facts, err := s.Practice.DayListFacts(ctx, s.Actor, day, practitioner)
	return set(s, documents.DayList, facts, err)
}

// DowntimePage sets the sheet with which the practice works while its computer cannot.
func (s *Session) DowntimePage(ctx context.Context, day value.PartialDate, practitioner organization.PractitionerID) (documents.Frozen, error) {
	facts, err := s.Practice.DowntimeFacts(ctx, s.Actor, day, practitioner)
	return set(s, documents.Downtime, facts, err)
}

// SlipPage sets the slip of one appointment, or of all that a patient has booked where only is zero, on a paper.
func (s *Session) SlipPage(ctx context.Context, patient patients.ID, only schedule.AppointmentID, note string, paper documents.Paper) (documents.Frozen, error) {
	facts, err := s.Practice.SlipFacts(ctx, s.Actor, patient, only, note)
	facts = facts.On(paper)
	facts.Setting.Chosen = true
	return set(s, documents.AppointmentSlip, facts, err)
}

// DayEndPage sets the page of a closed day.
func (s *Session) DayEndPage(ctx context.Context, day value.PartialDate) (documents.Frozen, error) {
	facts, err := s.Practice.DayEndFacts(ctx, s.Actor, day, s.Location.ID)
	return set(s, documents.DayEnd, facts, err)
}

// AuditPage sets the audit report.
func (s *Session) AuditPage(ctx context.Context, q workflow.AuditQuestion) (documents.Frozen, error) {
	facts, err := s.Practice.AuditFacts(ctx, s.Actor, q)
	return set(s, documents.AuditReport, facts, err)
}

// DisclosuresPage sets what a patient is told of who has seen their record.
func (s *Session) DisclosuresPage(ctx context.Context, patient patients.ID, from, to value.PartialDate) (documents.Frozen, error) {
	facts, err := s.Practice.DisclosureFacts(ctx, s.Actor, patient, from, to)
	return set(s, documents.Disclosures, facts, err)
}

func set(s *Session, kind documents.Kind, facts any, err error) (documents.Frozen, error) {
	if err != nil {
		return documents.Frozen{}, err
	}
	return s.Practice.Press().Set(kind, facts)
}

// IssueStatement issues a patient's statement of account over whole days, both included.
func (s *Session) IssueStatement(ctx context.Context, patient patients.ID, from, to value.PartialDate) (documents.Document, error) {
	var d documents.Document
	err := s.Update(ctx, action.IssueStatement, func(tx *store.Tx) (err error) {
		d, err = workflow.IssueStatement(tx, s.Practice.Press(), patient, from, to)
		return err
	}, store.About(patient))
	return d, err
}

// Period reads two typed days. Problems are under "from" and "to".
func (s *Session) Period(from, to string) (first, last value.PartialDate, err error) {
	var problems value.Problems
	read := func(field, typed string, into *value.PartialDate) {
		day, err := value.ParseDay(typed, s.Settings.DateOrder, s.Now())
		problems.Check(field, err)
		*into = day
	}
	read("from", from, &first)
	read("to", to, &last)
	if problems == nil && last.Before(first) {
		problems.Check("to", value.ErrIntervalReverse)
	}
	if problems != nil {
		return first, last, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: problems}
	}
	return first, last, nil
}
