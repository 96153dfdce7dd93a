package workflow

import (
	"slices"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// The sheets of the desk are drawn when they are asked for and kept nowhere; these functions gather what they say.

// DayEndFacts gathers what the page of a closed day says, but for the code of its audit anchor, which the open practice adds. NotFound
// where the day was not closed.
func DayEndFacts(tx *store.Tx, date value.PartialDate, location organization.LocationID) (documents.DayEndFacts, billing.DayEnd, error) {
	at, err := here(tx)
	if err != nil {
		return documents.DayEndFacts{}, billing.DayEnd{}, err
	}
	d, found, err := billing.DayEndOf(tx, date, location)
	if err != nil {
		return documents.DayEndFacts{}, d, err
	}
	if !found {
		return documents.DayEndFacts{}, d, store.Fail(store.NotFound, "error.workflow.day_open")
	}
	f := documents.DayEndFacts{Setting: at.setting(), Practice: at.practice.Name, Date: d.Date, Closed: d.Closed,
		Opening: d.OpeningCash.In(d.Currency), Cash: d.Totals.Cash, Expected: d.Expected.In(d.Currency), Counted: d.Counted.In(d.Currency), Difference: d.Difference(), Note: d.Note,
		Received: d.Totals.Received, Refunded: d.Totals.Refunded}
	for _, m := range d.Totals.Methods {
		f.Methods = append(f.Methods, documents.DayEndMethod{Method: at.text(m.Method.CatalogueKey()), Payments: m.Payments, Received: m.Received, Refunds: m.Refunds, Refunded: m.Refunded,
			First: m.FirstReceipt, Last: m.LastReceipt})
	}
	where, err := store.Get(tx, organization.Locations, d.Location)
	if err != nil {
		return f, d, err
	}
	f.Place = where.Name
	if f.ClosedBy, err = at.user(tx, d.ClosedBy); err != nil {
		return f, d, err
	}
	invoices, credits, err := billing.PapersOf(tx, d)
	if err != nil {
		return f, d, err
	}
	f.Invoices, f.CreditNotes = documents.DayEndPapers(invoices), documents.DayEndPapers(credits)
	if f.Counts, err = billing.CountsOf(tx, d); err != nil {
		return f, d, err
	}
	f.Later, err = billing.MovedSince(tx, d)
	return f, d, err
}

// user names who did something; whoever is no user held the recovery key.
func (p place) user(tx *store.Tx, id store.UserID) (string, error) {
	u, err := organization.UserOf(tx, id)
	if store.CodeOf(err) == store.NotFound {
		return p.text("documents.audit.recovery"), nil
	}
	return u.Name(), err
}

// OnSheet returns whom a sheet of a day names: the patients of its appointments.
func OnSheet(tx *store.Tx, date value.PartialDate, practitioner organization.PractitionerID) ([]patients.ID, error) {
	rows, err := schedule.Day(tx, date, practitioner)
	var list []patients.ID
	for _, r := range rows {
		if listed(r) && !slices.Contains(list, r.Patient) {
			list = append(list, r.Patient)
		}
	}
	return list, err
}

// listed reports that an appointment stands on the sheets of its day.
func listed(r schedule.Row) bool { return r.State != schedule.Cancelled && r.State != schedule.NoShow }

// sheet is a day's appointments by practitioner, as the sheets show them.
type sheet struct {
	place   string
	by      string
	order   []organization.PractitionerID
	names   map[organization.PractitionerID]value.HumanName
	rows    map[organization.PractitionerID][]schedule.Row
	kinds   map[schedule.VisitTypeID]string
	leftOut int
}

// sheetOf reads a day. Conflict where it has a patient whom the transaction, and so its audit, does not name.
func (p place) sheetOf(tx *store.Tx, date value.PartialDate, practitioner organization.PractitionerID) (sheet, error) {
	s := sheet{names: map[organization.PractitionerID]value.HumanName{}, rows: map[organization.PractitionerID][]schedule.Row{}, kinds: map[schedule.VisitTypeID]string{}}
	if !date.IsFull() {
		return s, store.FailField("date", "error.value.required")
	}
	rows, err := schedule.Day(tx, date, practitioner)
	if err != nil {
		return s, err
	}
	places := map[organization.LocationID]bool{}
	for _, r := range rows {
		if !listed(r) {
			s.leftOut++
			continue
		}
		if !tx.IsAbout(r.Patient) {
			return s, store.Fail(store.Conflict, "error.workflow.day_changed")
		}
		if _, known := s.names[r.Practitioner]; !known {
			who, err := store.Get(tx, organization.Practitioners, r.Practitioner)
			if err != nil {
				return s, err
			}
			s.names[r.Practitioner], s.order = who.Name, append(s.order, r.Practitioner)
		}
		s.rows[r.Practitioner], places[r.Location] = append(s.rows[r.Practitioner], r), true
	}
	kinds, err := schedule.AllVisitTypes(tx)
	if err != nil {
		return s, err
	}
	for _, k := range kinds {
		s.kinds[k.ID] = k.Name
	}
	if len(places) == 1 {
		for id := range places {
			where, err := store.Get(tx, organization.Locations, id)
			if err != nil {
				return s, err
			}
			s.place = where.Name
		}
	}
	s.by, err = p.user(tx, tx.Actor().User)
	return s, err
}

func (p place) sheetRow(s sheet, r schedule.Row) documents.DayListRow {
	row := documents.DayListRow{Minute: r.Minute, Minutes: r.Minutes, Patient: r.Who.Name, Number: r.Who.Number, BirthDate: r.Who.BirthDate, Phone: r.Who.Phone,
		Kind: s.kinds[r.VisitType], Reason: r.Reason, WalkIn: r.WalkIn}
	if row.Patient.IsZero() {
		key, args := patients.Label(r.Who.Gender, r.Who.BirthDate, p.today)
		row.Patient.Text = p.text(key, args...)
	}
	if r.State != schedule.Booked {
		row.State = r.State.CatalogueKey()
	}
	return row
}

// DayListFacts gathers the appointments of a day, with one practitioner, or with everybody where it is zero. The transaction must name every
// patient of OnSheet; Conflict where somebody was booked meanwhile.
func DayListFacts(tx *store.Tx, date value.PartialDate, practitioner organization.PractitionerID) (documents.DayListFacts, error) {
	at, err := here(tx)
	if err != nil {
		return documents.DayListFacts{}, err
	}
	s, err := at.sheetOf(tx, date, practitioner)
	if err != nil {
		return documents.DayListFacts{}, err
	}
	f := documents.DayListFacts{Setting: at.deskSetting(), Practice: at.practice.Name, Place: s.place, Date: date, Made: tx.Now(), MadeBy: s.by, LeftOut: s.leftOut}
	for _, id := range s.order {
		group := documents.DayListGroup{Practitioner: s.names[id]}
		for _, r := range s.rows[id] {
			group.Rows = append(group.Rows, at.sheetRow(s, r))
		}
		f.Groups = append(f.Groups, group)
	}
	return f, nil
}

// deskSetting is that of other papers, without the room for a printed letterhead, and never a roll: a sheet stays in the house.
func (p place) deskSetting() documents.Setting {
	s := p.setting()
	s.PadBand, s.FootBand, s.Bands = 0, 0, organization.Bands{}
	if s.Paper == documents.PaperRoll80 {
		s.Paper = documents.PaperA4
	}
	return s
}

// DowntimeFacts gathers what the practice needs to work through a day without its computer, but for the code of the audit anchor. Under an
// act that may read charts it holds allergies and medicines; under any other it does not, and says so. Errors as DayListFacts'.
func DowntimeFacts(tx *store.Tx, date value.PartialDate, practitioner organization.PractitionerID) (documents.DowntimeFacts, error) {
	at, err := here(tx)
	if err != nil {
		return documents.DowntimeFacts{}, err
	}
	s, err := at.sheetOf(tx, date, practitioner)
	if err != nil {
		return documents.DowntimeFacts{}, err
	}
	f := documents.DowntimeFacts{Setting: at.deskSetting(), Practice: at.practice.Name, Place: s.place, Date: date, Made: tx.Now(), MadeBy: s.by, LeftOut: s.leftOut,
		Clinical: tx.Grant(action.ChartRead) != action.Denied && tx.Grant(action.AllergyRead) != action.Denied}
	var who []patients.ID
	for _, rows := range s.rows {
		for _, r := range rows {
			who = append(who, r.Patient)
		}
	}
	balances, err := billing.Balances(tx, who...)
	if err != nil {
		return f, err
	}
	for _, id := range s.order {
		group := documents.DowntimeGroup{Practitioner: s.names[id]}
		for _, r := range s.rows[id] {
			row := documents.DowntimeRow{DayListRow: at.sheetRow(s, r), Balance: balances[r.Patient].Due()}
			if f.Clinical {
				if row.Allergies, err = allergies(tx, r.Patient); err != nil {
					return f, err
				}
				if row.Medicines, err = at.medicines(tx, r.Patient); err != nil {
					return f, err
				}
			}
			group.Rows = append(group.Rows, row)
		}
		f.Groups = append(f.Groups, group)
	}
	return f, nil
}

// medicines are what a patient takes now: what was prescribed here and is still to be taken, then what was told.
func (p place) medicines(tx *store.Tx, id patients.ID) ([]string, error) {
	var list []string
	add := func(medicine, dose string) {
		if dose != "" {
			medicine = p.text("documents.downtime.medicine", "Medicine", medicine, "Dose", dose)
		}
		if !slices.Contains(list, medicine) { // prescribed again while the last one still runs
			list = append(list, medicine)
		}
	}
	prescribed, err := prescribing.Current(tx, id)
	if err != nil {
		return nil, err
	}
	for _, m := range prescribed {
		add(p.taken(m))
	}
	taken, err := chart.Medications(tx, id)
	for _, m := range taken {
		if m.Status != chart.Stopped {
			add(m.Medication, m.Dosage)
		}
	}
	return list, err
}

// SlipFacts gathers what a patient is told of one appointment, or of all that are booked from today on where only is zero. NotFound where
// there is none.
func SlipFacts(tx *store.Tx, patient patients.ID, only schedule.AppointmentID, note string) (documents.AppointmentFacts, error) {
	at, err := here(tx)
	if err != nil {
		return documents.AppointmentFacts{}, err
	}
	f := documents.AppointmentFacts{Setting: at.setting(), Letterhead: at.letterhead(), Issued: tx.Now(), Note: note}
	if f.Patient, err = at.identity(tx, patient); err != nil {
		return f, err
	}
	all, err := schedule.OfPatient(tx, patient, 0)
	if err != nil {
		return f, err
	}
	places, err := store.Select(tx, organization.Locations, "retracted = 0")
	if err != nil {
		return f, err
	}
	kinds, err := schedule.AllVisitTypes(tx)
	if err != nil {
		return f, err
	}
	slices.Reverse(all) // the next one first
	for _, a := range all {
		if a.State != schedule.Booked || a.Date.Before(at.today) || !only.IsZero() && a.ID != only {
			continue
		}
		line := documents.SlipLine{Date: a.Date, Minute: a.Minute}
		who, err := store.Get(tx, organization.Practitioners, a.Practitioner)
		if err != nil {
			return f, err
		}
		line.Practitioner = who.Name
		for _, where := range places {
			if where.ID == a.Location && len(places) > 1 {
				line.Place = where.Name
			}
		}
		for _, k := range kinds {
			if k.ID == a.VisitType {
				line.Kind = k.Name
			}
		}
		f.Appointments = append(f.Appointments, line)
	}
	if len(f.Appointments) == 0 {
		return f, store.Fail(store.NotFound, "error.workflow.nothing_booked")
	}
	return f, nil
}
