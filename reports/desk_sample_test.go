package reports

import (
	"fmt"
	"strings"
	"time"

	"satchel/data/documents"
	"satchel/data/value"
)

// The facts of the papers of the desk that the tests draw.

func sampleStatement(paper documents.Paper) documents.StatementFacts {
	f := documents.StatementFacts{
		Setting: sampleSetting(paper), Letterhead: sampleLetterhead(), Patient: samplePatient(), Number: "A-S/26-27/0007", Issued: issuedAt,
		From: day("2025-10-01"), To: day("2026-01-12"), Opening: rupees(60000),
	}
	return withLines(f,
		documents.StatementLine{Date: day("2025-10-04"), Entry: documents.EntryPayment, Number: "A-R/25-26/0711", Method: "Cash", Amount: rupees(60000)},
		documents.StatementLine{Date: day("2025-11-18"), Entry: documents.EntryInvoice, Number: "A/25-26/0402", Amount: rupees(141600)},
		documents.StatementLine{Date: day("2025-11-20"), Entry: documents.EntryCreditNote, Number: "A-C/25-26/0003", Of: "A/25-26/0402", Amount: rupees(41600)},
		documents.StatementLine{Date: day("2026-01-12"), Entry: documents.EntryInvoice, Number: "A/26-27/0087", Payer: "Mewar Health Insurance Ltd", Amount: rupees(279400)},
		documents.StatementLine{Date: day("2026-01-12"), Entry: documents.EntryPayment, Number: "A-R/26-27/0092", Method: "UPI", Amount: rupees(100000)},
		documents.StatementLine{Date: day("2026-01-12"), Entry: documents.EntryRefund, Number: "A-R/26-27/0093", Method: "Cash", Amount: rupees(5000)},
	)
}

// withLines puts lines on a statement and adds up its balances; all of it is owed since less than 31 days but for what the opening and the
// older lines left.
func withLines(f documents.StatementFacts, lines ...documents.StatementLine) documents.StatementFacts {
	balance := f.Opening
	for i := range lines {
		change := lines[i].Amount.Minor
		if !lines[i].Entry.Raises() {
			change = -change
		}
		balance.Minor += change
		lines[i].Balance = balance
	}
	f.Lines, f.Closing = lines, balance
	f.Ageing = documents.Ageing{UpTo30: balance, UpTo60: rupees(0), UpTo90: rupees(0), Over90: rupees(0), Credit: rupees(0)}
	if balance.Minor < 0 {
		f.Ageing.UpTo30, f.Ageing.Credit = rupees(0), balance.Neg()
	} else if balance.Minor > 100000 {
		f.Ageing.UpTo30.Minor, f.Ageing.UpTo60.Minor = balance.Minor-100000, 100000
	}
	return f
}

func longStatement(paper documents.Paper, n int) documents.StatementFacts {
	f := sampleStatement(paper)
	lines := make([]documents.StatementLine, n)
	for i := range lines {
		lines[i] = documents.StatementLine{Date: day("2025-10-01").AddDays(i / 5), Entry: documents.EntryInvoice, Number: fmt.Sprintf("A/25-26/%04d", i+1), Amount: rupees(int64(10000 + 37*i))}
		if i%2 == 1 {
			lines[i].Entry, lines[i].Method, lines[i].Number = documents.EntryPayment, "UPI", fmt.Sprintf("A-R/25-26/%04d", i+1)
		}
	}
	return withLines(f, lines...)
}

func sampleDayEnd(paper documents.Paper) documents.DayEndFacts {
	return documents.DayEndFacts{
		Setting: sampleSetting(paper), Practice: "Lakeside Family Clinic", Place: "Main clinic", Date: day("2026-01-12"), Closed: issuedAt.Add(9 * time.Hour), ClosedBy: "Kavita Joshi", Counts: 1,
		Opening: rupees(200000), Cash: rupees(455000), Expected: rupees(655000), Counted: rupees(653000), Difference: rupees(-2000),
		Note: "Change for the courier, slip in the drawer.",
		Methods: []documents.DayEndMethod{
			{Method: "Cash", Payments: 9, Received: rupees(460000), Refunds: 1, Refunded: rupees(5000), First: "A-R/26-27/0081", Last: "A-R/26-27/0097"},
			{Method: "UPI", Payments: 6, Received: rupees(712500), Refunded: rupees(0), First: "A-R/26-27/0082", Last: "A-R/26-27/0099"},
			{Method: "Card", Payments: 1, Received: rupees(141600), Refunded: rupees(0), First: "A-R/26-27/0090", Last: "A-R/26-27/0090"},
		},
		Received: rupees(1314100), Refunded: rupees(5000),
		Invoices:    documents.DayEndPapers{Count: 17, Total: rupees(1502000), First: "A/26-27/0079", Last: "A/26-27/0095"},
		CreditNotes: documents.DayEndPapers{Count: 1, Total: rupees(41600), First: "A-C/26-27/0003", Last: "A-C/26-27/0003"},
		Code:        "A-18234-7K3MA-0Q9XD",
	}
}

var people = []value.HumanName{{Given: "Meera", Family: "Sharma"}, {Given: "Sunil", Family: "Verma"}, {Given: "Fatima", Family: "Khan"}, {Given: "Joseph", Family: "D'Souza"}, {Given: "Lakshmi", Family: "Iyer"}}

func sampleRow(i int) documents.DayListRow {
	row := documents.DayListRow{Minute: 9*60 + 15*i, Minutes: 15, Patient: people[i%len(people)], Number: fmt.Sprintf("A-%04d", 17+i), BirthDate: day("1962-04-11").AddDays(2110 * (i % 9)),
		Phone: "98290 12345", Kind: "Consultation", Reason: []string{"cough since Sunday", "", "blood pressure", "dressing", "results"}[i%5]}
	if i%4 == 3 {
		row.Phone, row.BirthDate = "", value.PartialDate{}
	}
	return row
}

func sampleDayList(paper documents.Paper, n int) documents.DayListFacts {
	f := documents.DayListFacts{Setting: sampleSetting(paper), Practice: "Lakeside Family Clinic", Place: "Main clinic", Date: day("2026-01-13"), Made: issuedAt, MadeBy: "Kavita Joshi", LeftOut: 2}
	groups := []documents.DayListGroup{{Practitioner: sampleDoctor().Name}, {Practitioner: value.HumanName{Prefix: "Dr", Given: "Rohan", Family: "Mehta"}}}
	for i := range n {
		groups[i%2].Rows = append(groups[i%2].Rows, sampleRow(i))
	}
	if n > 2 {
		groups[0].Rows[0].State, groups[1].Rows[0].WalkIn = "schedule.state.arrived", true
	}
	f.Groups = groups
	if n == 0 {
		f.Groups = nil
	}
	return f
}

func sampleDowntime(paper documents.Paper, n int, clinical bool) documents.DowntimeFacts {
	list := sampleDayList(paper, n)
	f := documents.DowntimeFacts{Setting: list.Setting, Practice: list.Practice, Place: list.Place, Date: list.Date, Made: list.Made, MadeBy: "Dr Anjali Rao", Clinical: clinical, Code: "A-18240-2MB0T-9HC4E"}
	allergies := []documents.AllergyStatus{
		{State: documents.AllergyListed, Allergies: []documents.Allergy{{Substance: "Penicillin", Reaction: "swelling of the face", HighRisk: true}, {Substance: "Sulfonamides", Reaction: "rash"}}},
		{State: documents.AllergyNoneKnown}, {State: documents.AllergyNotAsked},
	}
	medicines := [][]string{{"Metformin 500 mg tablet: 1 tablet by mouth, 2 times a day, with food.", "Amlodipine 5 mg tablet: 1 tablet by mouth, once a day, in the morning."}, nil, {"Levothyroxine 50 microgram tablet: 1 tablet by mouth, once a day, before breakfast."}}
	at := 0
	for _, g := range list.Groups {
		group := documents.DowntimeGroup{Practitioner: g.Practitioner}
		for _, row := range g.Rows {
			one := documents.DowntimeRow{DayListRow: row, Balance: rupees([]int64{0, 179400, -50000}[at%3])}
			if clinical {
				one.Allergies, one.Medicines = allergies[at%3], medicines[at%3]
			}
			group.Rows = append(group.Rows, one)
			at++
		}
		f.Groups = append(f.Groups, group)
	}
	return f
}

func sampleSlip(paper documents.Paper, n int) documents.AppointmentFacts {
	f := documents.AppointmentFacts{Setting: sampleSetting(paper), Letterhead: sampleLetterhead(), Patient: samplePatient(), Issued: issuedAt,
		Note: "Bring the vaccination card and the last laboratory results. Come with an empty stomach: nothing to eat after 22:00."}
	for i := range n {
		f.Appointments = append(f.Appointments, documents.SlipLine{Date: day("2026-01-19").AddDays(7 * i), Minute: 9*60 + 20, Practitioner: sampleDoctor().Name, Kind: "Follow-up"})
	}
	return f
}

func sampleAudit(paper documents.Paper, n int) documents.AuditFacts {
	f := documents.AuditFacts{Setting: sampleSetting(paper), Practice: "Lakeside Family Clinic", Made: issuedAt, MadeBy: "Dr Anjali Rao", From: day("2026-01-01"), To: day("2026-01-12"), Code: "A-18240-2MB0T-9HC4E"}
	for i := range n {
		row := documents.AuditRow{At: issuedAt.Add(-time.Duration(i) * 7 * time.Minute), Who: "Kavita Joshi", Role: "Receptionist", What: "Looked up who and where", Patient: people[i%len(people)], Number: fmt.Sprintf("A-%04d", 17+i%30)}
		switch i % 5 {
		case 1:
			row.Who, row.Role, row.What, row.Patient, row.Number = "Dr Anjali Rao", "Owner", "Signed in", value.HumanName{}, ""
		case 2:
			row.What, row.Outcome = "Opened the chart", "refused"
		case 3:
			row.What, row.Reason = "Paid money back", "The thermometer was returned unopened."
		}
		f.Rows = append(f.Rows, row)
	}
	return f
}

func sampleDisclosures(paper documents.Paper) documents.DisclosureFacts {
	at := func(days int) time.Time { return issuedAt.AddDate(0, 0, -days) }
	return documents.DisclosureFacts{
		Setting: sampleSetting(paper), Letterhead: sampleLetterhead(), Patient: samplePatient(), Made: issuedAt, MadeBy: "Dr Anjali Rao", From: day("2020-01-13"), To: day("2026-01-12"), Country: "IN",
		Given: []documents.DisclosureLine{
			{At: at(3), What: "Prescription A-P/26-27/0124", How: "handed over", To: "Rakesh Sharma, father", By: "Kavita Joshi"},
			{At: at(40), What: "Summary of the record, as a file", How: "exported as a file", By: "Dr Anjali Rao", Why: "Moves to Jaipur; asked for by the parents."},
		},
		Printed: []documents.DisclosureLine{
			{At: at(3), What: "Prescription A-P/26-27/0124", How: "Printed", By: "Kavita Joshi"},
			{At: at(3), What: "Invoice A/26-27/0087", How: "Saved as a PDF", By: "Kavita Joshi"},
		},
		Seen: []documents.SeenLine{
			{Who: "Dr Anjali Rao", Role: "Owner", Times: 24, First: at(2100), Last: at(3)},
			{Who: "Kavita Joshi", Role: "Receptionist", Times: 41, First: at(900), Last: at(1)},
		},
	}
}

// deskSamples are the papers of the desk on their papers, long, with long names, and empty.
func deskSamples() map[string]sample {
	list := map[string]sample{}
	for _, paper := range []documents.Paper{documents.PaperA5, documents.PaperA4, documents.PaperLetter} {
		list["statement-"+string(paper)] = sample{documents.Statement, sampleStatement(paper)}
		list["statement-long-"+string(paper)] = sample{documents.Statement, longStatement(paper, 500)}
		list["day-end-"+string(paper)] = sample{documents.DayEnd, sampleDayEnd(paper)}
		list["day-list-"+string(paper)] = sample{documents.DayList, sampleDayList(paper, 26)}
		list["downtime-"+string(paper)] = sample{documents.Downtime, sampleDowntime(paper, 14, true)}
		list["slip-"+string(paper)] = sample{documents.AppointmentSlip, sampleSlip(paper, 1)}
		list["audit-"+string(paper)] = sample{documents.AuditReport, sampleAudit(paper, 90)}
		list["disclosures-"+string(paper)] = sample{documents.Disclosures, sampleDisclosures(paper)}
	}
	list["slip-A6"] = sample{documents.AppointmentSlip, sampleSlip(documents.PaperA6, 1)}
	list["slip-course-A6"] = sample{documents.AppointmentSlip, sampleSlip(documents.PaperA6, 8)}
	list["slip-roll"] = sample{documents.AppointmentSlip, sampleSlip(documents.PaperRoll80, 2)}
	list["slip-course"] = sample{documents.AppointmentSlip, sampleSlip(documents.PaperA5, 8)}
	list["downtime-desk"] = sample{documents.Downtime, sampleDowntime(documents.PaperA4, 5, false)}
	list["day-list-empty"] = sample{documents.DayList, sampleDayList(documents.PaperA5, 0)}

	wide := value.HumanName{Given: strings.Repeat("Wolfeschlegelsteinhausenbergerdorff", 2), Family: strings.Repeat("Wolfeschlegelsteinhausenbergerdorff", 2)}
	nothing := sampleStatement(documents.PaperA5)
	nothing.Opening, nothing.Setting.Trial, nothing.Patient.Name = rupees(-250000), true, wide
	nothing.Letterhead.Practice = strings.Repeat("Polyclinic of the Lakes ", 8)
	list["statement-empty"] = sample{documents.Statement, withLines(nothing)}
	large := sampleStatement(documents.PaperA5)
	large.Opening = rupees(0)
	list["statement-large"] = sample{documents.Statement, withLines(large,
		documents.StatementLine{Date: day("2025-10-04"), Entry: documents.EntryInvoice, Number: strings.Repeat("A", 16), Payer: strings.Repeat("Insurance ", 30), Amount: rupees(value.MaxMinor / 2)},
		documents.StatementLine{Date: day("2025-10-04"), Entry: documents.EntryInvoice, Number: "A/25-26/0402", Amount: rupees(value.MaxMinor / 2)})}

	quiet := sampleDayEnd(documents.PaperA5)
	quiet.Methods, quiet.Received, quiet.Refunded, quiet.Cash, quiet.Expected = nil, rupees(0), rupees(0), rupees(0), rupees(200000)
	quiet.Counted, quiet.Difference, quiet.Note, quiet.Invoices, quiet.CreditNotes = rupees(200000), rupees(0), "", documents.DayEndPapers{Total: rupees(0)}, documents.DayEndPapers{Total: rupees(0)}
	list["day-end-quiet"] = sample{documents.DayEnd, quiet}
	again := sampleDayEnd(documents.PaperA4)
	again.Counts, again.Later, again.Setting.Trial, again.ClosedBy = 3, true, true, "कविता"
	again.Counted, again.Difference, again.Note = rupees(value.MaxMinor), rupees(value.MaxMinor-655000), strings.Repeat("Somebody put the safe into the drawer. ", 20)
	list["day-end-again"] = sample{documents.DayEnd, again}

	crowd := sampleDayList(documents.PaperA5, 3)
	crowd.Setting.Trial = true
	row := &crowd.Groups[0].Rows[0]
	row.Patient, row.Reason, row.Kind, row.Phone = wide, strings.Repeat("since Sunday, ", 20), strings.Repeat("Consultation ", 4), strings.Repeat("98290 ", 15)
	crowd.Groups[1].Rows[0].Patient, crowd.Groups[1].Rows[0].Reason = value.HumanName{Text: "मीरा शर्मा"}, "खांसी"
	list["day-list-crowd"] = sample{documents.DayList, crowd}
	sick := sampleDowntime(documents.PaperA5, 2, true)
	sick.Groups[0].Rows[0].Patient, sick.Groups[1].Rows[0].Patient = wide, value.HumanName{Text: "मीरा शर्मा"}
	for i := range 40 {
		sick.Groups[0].Rows[0].Medicines = append(sick.Groups[0].Rows[0].Medicines, fmt.Sprintf("Medicine %d 500 mg tablet: 1 tablet by mouth, 2 times a day, with food, and not together with milk.", i+1))
	}
	list["downtime-sick"] = sample{documents.Downtime, sick}

	one := sampleAudit(documents.PaperA5, 3)
	who := samplePatient()
	one.Patient, one.From, one.Who, one.More = &who, value.PartialDate{}, "Kavita Joshi", true
	one.Rows[0].Who, one.Rows[1].Reason = strings.Repeat("W", 200), strings.Repeat("Because. ", 100)
	list["audit-patient"] = sample{documents.AuditReport, one}
	list["audit-empty"] = sample{documents.AuditReport, sampleAudit(documents.PaperA4, 0)}
	list["audit-long"] = sample{documents.AuditReport, sampleAudit(documents.PaperA4, documents.MaxAuditRows)}
	unseen := sampleDisclosures(documents.PaperA5)
	unseen.Given, unseen.Printed, unseen.Seen, unseen.Country, unseen.More = nil, nil, nil, "DE", true
	list["disclosures-none"] = sample{documents.Disclosures, unseen}
	return list
}
