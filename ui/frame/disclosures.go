package frame

import (
	"context"

	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/value"
	"satchel/ui/kit"
)

// disclosureYears is how far back a patient is told at first who has seen their record: the accounting of 45 CFR 164.528 reaches six years.
const disclosureYears = 6

// OfferDisclosures asks for which time a patient is told who was given their data and who has seen them.
func (f *Frame) OfferDisclosures(patient patients.ID) {
	session := f.Session
	today := session.Today()
	from := today
	from.Year -= disclosureYears
	if from.Validate() != nil { // the 29th of February
		from.Day--
	}
	form := f.PeriodForm(from, today)
	f.OfferPaper(Paper{Title: f.Text("frame.paper.disclosures"), Lead: f.Text("frame.paper.disclosures_lead"), File: "disclosures-" + today.String() + ".pdf", Form: form, Focus: "from",
		Set: func(ctx context.Context, values map[string]string) (documents.Frozen, error) {
			from, to, err := session.Period(values["from"], values["to"])
			if err != nil {
				return documents.Frozen{}, err
			}
			return session.DisclosuresPage(ctx, patient, from, to)
		}})
}

// PeriodForm asks for two days, "from" and "to".
func (f *Frame) PeriodForm(from, to value.PartialDate) *kit.Form {
	form := kit.NewForm(2)
	order := f.Session.Settings.DateOrder
	form.Add("from", kit.NewDayField(f.Text("frame.paper.from"), "", order, f.Session.Now), 1)
	form.Add("to", kit.NewDayField(f.Text("frame.paper.to"), "", order, f.Session.Now), 1)
	form.SetValues(map[string]string{"from": from.Format(order), "to": to.Format(order)})
	return form
}
