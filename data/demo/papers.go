package demo

import (
	"context"
	"regexp"

	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
)

// told are the languages whose sentences the made-up doctor has accepted, so that the patients who speak them are told in them.
var told = []string{"hi", "es"}

// acceptSentences lets patients be told in their language, as a doctor does under Settings, Instructions.
func (s *story) acceptSentences(ctx context.Context) error {
	return s.practice.Update(ctx, s.owner, action.AcceptPhrases, func(tx *store.Tx) error {
		for _, language := range told {
			var keys []string
			for _, p := range prescribing.Phrases(language) {
				keys = append(keys, p.Key)
			}
			if err := prescribing.AcceptPhrases(tx, language, keys); err != nil {
				return err
			}
		}
		return nil
	})
}

// everyPaper ends the last day before today with one of each kind of paper that visits alone do not bring, and counts its cash.
func (s *story) everyPaper(ctx context.Context, d day, visits []*visit) error {
	s.clock.set(d.instant(nightfall + 15))
	var v *visit
	for _, one := range visits {
		named := value.IsLatin(one.p.Name.Display(value.GivenFirst)) // a letter has the name in its text, which every machine's fonts can print
		if named && one.p.age(d.start) >= 18 && !one.p.Unidentified && (v == nil || one.p.visits > v.p.visits) {
			v = one
		}
	}
	if v != nil {
		v.papers = nil // those of the visit were handed over
		for _, write := range []func(context.Context) error{v.chartPages, v.letters, v.takenBack, v.statement, v.print} {
			if err := write(ctx); err != nil {
				return err
			}
		}
	}
	if err := s.childPages(ctx, d); err != nil {
		return err
	}
	return s.closeDay(ctx, value.DateOf(d.start))
}

// fromChart issues pages from a chart. One for which the chart has nothing is left out.
func (v *visit) fromChart(ctx context.Context, kinds ...documents.Kind) error {
	for _, kind := range kinds {
		err := v.act(ctx, v.owner, action.IssueFromChart, func(tx *store.Tx) error {
			paper, err := workflow.IssueFromChart(tx, v.practice.Press(), workflow.FromChart{Kind: kind, Patient: v.p.ID, Encounter: v.encounter.ID})
			if err == nil {
				v.papers = append(v.papers, paper)
			}
			return err
		})
		if err != nil && store.CodeOf(err) != store.Invalid {
			return err
		}
	}
	return nil
}

func (v *visit) chartPages(ctx context.Context) error {
	return v.fromChart(ctx, documents.VisitSummary, documents.PatientSummary, documents.ResultsTrend)
}

// childPages issues what only a child has, for the youngest whose day of birth is known.
func (s *story) childPages(ctx context.Context, d day) error {
	var youngest *person
	for _, p := range s.all {
		if p.charted && p.BirthDate.IsFull() && (youngest == nil || youngest.BirthDate.Before(p.BirthDate)) {
			youngest = p
		}
	}
	if youngest == nil || youngest.age(d.start) > oldestCarded {
		return nil
	}
	v := &visit{story: s, p: youngest}
	if err := v.fromChart(ctx, documents.ImmunizationCard, documents.VaccinationCertificate, documents.GrowthRecord); err != nil {
		return err
	}
	return v.print(ctx)
}

// letter is one that the made-up doctor writes: what the practice's template asks for, in order, and what its form says.
type letter struct {
	kind     documents.Kind
	template string // a name of the built-in ones; "" for none
	answers  []string
	fill     func(details *documents.Details, on value.PartialDate)
}

var colleague = documents.Addressee{Name: "Dr Vikram Shah", Address: "Lake City Hospital, Internal Medicine\n2 Hospital Road, Udaipur 313001", Priority: documents.Routine}

var letters = []letter{
	{documents.Referral, "referral", []string{"Dr Shah", "Your opinion on the further treatment, and an echocardiogram if you think it useful."},
		func(d *documents.Details, _ value.PartialDate) { d.Addressee = colleague }},
	{documents.Letter, "attended", []string{"10:00", "10:40"}, func(*documents.Details, value.PartialDate) {}},
	{documents.SickNote, "", nil, func(d *documents.Details, on value.PartialDate) {
		d.Fitness.From, d.Fitness.To, d.Fitness.Identification = on, on.AddDays(2), "Mole on the left forearm"
	}},
	{documents.FitnessCertificate, "fitness_sport", []string{"running and ball games"}, func(d *documents.Details, on value.PartialDate) {
		d.Fitness.Purpose, d.Fitness.ValidUntil, d.Fitness.Identification = "Sports club", on.AddDays(180), "Mole on the left forearm"
	}},
	{documents.LaboratoryOrder, "", nil, func(d *documents.Details, _ value.PartialDate) {
		d.Addressee.Name, d.Order.Tests, d.Order.Specimen = "City Diagnostics, Udaipur", []string{"Full blood count", "Creatinine and electrolytes", "HbA1c"}, "Blood"
		d.Order.Question = "Anaemia? Kidney function before the dose is changed."
	}},
	{documents.ImagingOrder, "", nil, func(d *documents.Details, _ value.PartialDate) {
		d.Addressee.Name, d.Order.Tests, d.Order.Site = "Lake City Hospital, Radiology", []string{"X-ray of the chest, two views"}, "Chest"
		d.Order.Question = "Heart size? Congestion?"
	}},
}

// gap is a place to fill in, as package template writes it.
var gap = regexp.MustCompile(`\{\?[^{}]*\}`)

// letters writes one of each kind of letter, certificate and order form.
func (v *visit) letters(ctx context.Context) error {
	for _, l := range letters {
		err := v.act(ctx, v.owner, action.WriteLetter, func(tx *store.Tx) error {
			practice, err := organization.Current(tx)
			if err != nil {
				return err
			}
			w, err := workflow.BeginLetter(tx, l.kind, documents.WrittenLetter{Patient: v.p.ID, Encounter: v.encounter.ID, Practitioner: v.doctor, Location: v.place})
			if err != nil {
				return err
			}
			if t, found := documents.BuiltInTemplate(practice.Language, l.template); found {
				w.Heading = t.Heading
				if w.Body, err = workflow.FillTemplate(tx, t.Body, w); err != nil {
					return err
				}
				answers := l.answers
				w.Body = gap.ReplaceAllStringFunc(w.Body, func(string) string {
					if len(answers) == 0 {
						return ""
					}
					answer := answers[0]
					answers = answers[1:]
					return answer
				})
			}
			l.fill(&w.Details, v.day)
			_, paper, err := workflow.IssueLetter(tx, v.practice.Press(), workflow.Writing{WrittenLetter: w})
			v.papers = append(v.papers, paper)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// takenBack is a bill that was a mistake, and the credit note that takes it back.
func (v *visit) takenBack(ctx context.Context) error {
	var wrong billing.InvoiceID
	err := v.act(ctx, v.owner, action.Bill, func(tx *store.Tx) error {
		bill, err := billing.NewDraft(tx, billing.Invoice{Patient: v.p.ID, Practitioner: v.doctor, Location: v.place, ServiceDate: v.day}, billing.LineOf(v.fees["certificate"]))
		if err != nil {
			return err
		}
		billed, err := workflow.IssueInvoice(tx, v.practice.Press(), bill.Invoice)
		wrong, v.papers = billed.Bill.ID, append(v.papers, billed.Paper)
		return err
	})
	if err != nil {
		return err
	}
	return v.practice.Update(ctx, v.owner, action.CreditInvoice, func(tx *store.Tx) error {
		credited, err := workflow.CreditInvoice(tx, v.practice.Press(), wrong)
		v.papers = append(v.papers, credited.Paper)
		return err
	}, store.About(v.p.ID), store.Because("The certificate was for a relative."))
}

func (v *visit) statement(ctx context.Context) error {
	return v.act(ctx, v.owner, action.IssueStatement, func(tx *store.Tx) error {
		paper, err := workflow.IssueStatement(tx, v.practice.Press(), v.p.ID, v.day.AddDays(-365), v.day)
		v.papers = append(v.papers, paper)
		return err
	})
}

// closeDay counts the cash of a day: the drawer began with a float, and is right.
func (s *story) closeDay(ctx context.Context, on value.PartialDate) error {
	const float = 100_000
	end := billing.DayEnd{Date: on, Location: s.place, OpeningCash: float}
	for _, a := range s.practice.Store().Anchors() {
		if a.Device == s.practice.Store().Device() {
			end.AnchorDevice, end.AnchorSequence, end.AnchorHead = a.Device, a.Sequence, a.Head
		}
	}
	return s.practice.Update(ctx, s.desk, action.DayEnd, func(tx *store.Tx) error {
		totals, err := billing.Totals(tx, on, s.place)
		if err != nil {
			return err
		}
		end.Counted = float + billing.Minor(totals.Cash.Minor)
		_, err = billing.CloseDay(tx, end)
		return err
	})
}
