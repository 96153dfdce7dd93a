package reports

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"satchel/data/documents"
	"satchel/data/value"
)

func TestStatementSays(t *testing.T) {
	page := pages(t, documents.Statement, sampleStatement(documents.PaperA4), Overlay{})[0]
	holds(t, page, "Statement of account", "A-S/26-27/0007", "Account of", "Meera Sharma", "born 3 Sep 2019", "Patient no. A/00317", "From 1 Oct 2025", "To 12 Jan 2026",
		"Balance at the start 600.00", "4 Oct 2025 Payment 600.00 0.00 A-R/25-26/0711 · Cash", "Invoice 1,416.00 1,416.00 A/25-26/0402", "Credit note 416.00 1,000.00", "takes back A/25-26/0402",
		"billed to Mewar Health Insurance Ltd", "Paid back 50.00 2,844.00", "Balance at the end 2,844.00", "Charged 4,260.00", "Paid or credited −2,016.00", "To pay ₹2,844.00",
		"up to 30 days", "1,844.00 1,000.00 0.00 0.00", "Amounts are in ₹", "Page 1 of 1")
	lacks(t, page, "⟦", "-416", "-2,016", "Weight")
	favour := sampleStatement(documents.PaperA5)
	favour.Opening = rupees(-400000)
	page = pages(t, documents.Statement, withLines(favour), Overlay{})[0]
	holds(t, page, "Balance at the start −4,000.00", "Nothing was charged or paid in this time.", "In your favour ₹4,000.00")
	lacks(t, page, "To pay", "How long")
}

// lineNumber is the number of a line of longStatement.
var lineNumber = regexp.MustCompile(`A(?:-R)?/25-26/(\d{4})`)

// Every page of a long statement goes on from the balance that the page before ended with.
func TestStatementCarriesItsBalance(t *testing.T) {
	f := longStatement(documents.PaperA4, 500)
	list := pages(t, documents.Statement, f, Overlay{})
	if len(list) < 8 {
		t.Fatalf("%d pages", len(list))
	}
	carried := ""
	for i, page := range list {
		holds(t, page, "Meera Sharma", "born 3 Sep 2019", "Patient no. A/00317", "A-S/26-27/0007", "Lakeside Family Clinic", "12 Jan 2026")
		if i > 0 {
			holds(t, page, "Balance brought forward "+carried)
		}
		if _, rest, found := strings.Cut(page, "Balance carried over "); found {
			carried = strings.Fields(rest)[0]
			numbers := lineNumber.FindAllStringSubmatch(page, -1)
			last, _ := strconv.Atoi(numbers[len(numbers)-1][1])
			if want := f.Lines[last-1].Balance.Format(value.Indian); carried != want {
				t.Errorf("page %d carries %s over, its last line has %s", i+1, carried, want)
			}
		} else if i+1 < len(list) && !strings.Contains(page, "Balance at the end") {
			t.Errorf("page %d carries nothing over", i+1)
		}
	}
	holds(t, strings.Join(list, " "), "To pay "+f.Closing.FormatSymbol(value.Indian), "A/25-26/0001", "A-R/25-26/0500")
}

// A statement whose balances don't follow from its lines is refused, whatever was typed into it.
func TestStatementAddsUp(t *testing.T) {
	for name, spoil := range map[string]func(*documents.StatementFacts){
		"balance": func(f *documents.StatementFacts) { f.Lines[2].Balance.Minor++ },
		"closing": func(f *documents.StatementFacts) { f.Closing.Minor++ },
		"opening": func(f *documents.StatementFacts) { f.Opening.Minor++ },
		"ageing":  func(f *documents.StatementFacts) { f.Ageing.Over90.Minor++ },
		"entry":   func(f *documents.StatementFacts) { f.Lines[0].Entry = "gift" },
		"period":  func(f *documents.StatementFacts) { f.From, f.To = f.To, f.From },
		"amount":  func(f *documents.StatementFacts) { f.Lines[0].Amount = f.Lines[0].Amount.Neg() },
		"paper":   func(f *documents.StatementFacts) { f.Setting.Paper = documents.PaperRoll80 },
		"long": func(f *documents.StatementFacts) {
			*f = longStatement(documents.PaperA4, 1001)
		},
	} {
		f := sampleStatement(documents.PaperA4)
		spoil(&f)
		if _, err := New().Set(documents.Statement, f); err == nil {
			t.Errorf("%s: set all the same", name)
		}
	}
}

func TestDayEndSays(t *testing.T) {
	page := pages(t, documents.DayEnd, sampleDayEnd(documents.PaperA4), Overlay{})[0]
	holds(t, page, "Day-end", "Lakeside Family Clinic", "Main clinic", "Monday, 12 Jan 2026", "Closed 12 Jan 2026, 19:24", "by Kavita Joshi",
		"In the drawer before the first patient 2,000.00", "Expected in the drawer 6,550.00", "Counted in the drawer ₹6,530.00", "Missing ₹20.00", "Why it differs", "Change for the courier",
		"A-R/26-27/0081 to A-R/26-27/0097", "Cash 10 4,600.00 −50.00 4,550.00", "Total 13,141.00 −50.00 13,091.00", "Invoices 17 A/26-27/0079 to A/26-27/0095 15,020.00", "Credit notes 1 A-C/26-27/0003 −416.00",
		"A-18234-7K3MA-0Q9XD", "Compare a day-end's code", "Counted by", "Checked by, date")
	lacks(t, page, "⟦", "Count no.", "after this count")
	f := sampleDayEnd(documents.PaperA4)
	f.Later, f.Counts, f.Counted, f.Difference, f.Note = true, 2, f.Expected, rupees(0), ""
	page = pages(t, documents.DayEnd, f, Overlay{})[0]
	holds(t, page, "The drawer is exact.", "Count no. 2 of this day", "after this count")
	f.Difference = rupees(1)
	if _, err := New().Set(documents.DayEnd, f); err == nil {
		t.Error("a difference that does not add up is printed")
	}
}

func TestSheetsOfADaySay(t *testing.T) {
	list := strings.Join(pages(t, documents.DayList, sampleDayList(documents.PaperA4, 26), Overlay{}), " ")
	holds(t, list, "Appointments", "Tuesday, 13 Jan 2026", "Dr Anjali Rao", "Dr Rohan Mehta", "13 appointments", "09:00", "Meera Sharma", "born 11 Apr 1962", "no. A-0017", "Arrived", "without appointment",
		"date of birth unknown", "98290 12345", "blood pressure", "2 appointments that were cancelled", "Made 12 Jan 2026, 10:24 by Kavita Joshi", "☐")
	lacks(t, list, "⟦", "Allergies")
	empty := pages(t, documents.DayList, sampleDayList(documents.PaperA4, 0), Overlay{})[0]
	holds(t, empty, "Nobody has an appointment on this day.")

	sheet := strings.Join(pages(t, documents.Downtime, sampleDowntime(documents.PaperA4, 14, true), Overlay{}), " ")
	holds(t, sheet, "Downtime sheet", "It was drawn from the record on this computer, 12 Jan 2026, 10:24", "Penicillin, high risk, swelling of the face; Sulfonamides, rash", "No known allergies", "Not asked about allergies",
		"Metformin 500 mg tablet: 1 tablet by mouth, 2 times a day, with food.", "nothing is recorded", "Owes nothing", "Owes ₹1,794.00", "Has ₹500.00 in advance", "Paid, how much:", "State A-18240-2MB0T-9HC4E", "Without appointment")
	lacks(t, sheet, "⟦", "holds no allergies")
	desk := strings.Join(pages(t, documents.Downtime, sampleDowntime(documents.PaperA4, 5, false), Overlay{}), " ")
	holds(t, desk, "This sheet holds no allergies and no medicines", "Owes ₹1,794.00")
	lacks(t, desk, "Penicillin", "Metformin", "Takes now", "known allergies")

	leak := sampleDowntime(documents.PaperA4, 5, false)
	leak.Groups[0].Rows[0].Medicines = []string{"Metformin"}
	if _, err := New().Set(documents.Downtime, leak); err == nil {
		t.Error("a sheet for the desk with a medicine on it is set")
	}
}

// A sheet about many patients is not held up by one name that no font has: characters of private use stand for such a script on any machine.
func TestSheetsAreNeverHeldUpByAName(t *testing.T) {
	f := sampleDayList(documents.PaperA4, 3)
	f.Groups[0].Rows[0].Patient, f.Groups[0].Rows[0].Reason = value.HumanName{Text: "A\uf8ff"}, "\uf8ff"
	page := pages(t, documents.DayList, f, Overlay{})[0]
	holds(t, page, "(name in another script: write it", "(a text in another script)", "no. A-0017")
	f.Groups[0].Rows[0].Patient.Latin = "Ankh"
	holds(t, pages(t, documents.DayList, f, Overlay{})[0], "Ankh")
}

func TestSlipSays(t *testing.T) {
	for _, paper := range []documents.Paper{documents.PaperA5, documents.PaperRoll80} {
		page := pages(t, documents.AppointmentSlip, sampleSlip(paper, 2), Overlay{})[0]
		holds(t, page, "Your appointments", "Meera Sharma", "born 3 Sep 2019", "Patient no. A/00317", "Monday, 19 Jan 2026", "Monday, 26 Jan 2026", "09:20", "with Dr Anjali Rao", "Follow-up",
			"14 Lake Road", "Bring the vaccination card", "please call +91 294 555 0142", "Page 1 of 1")
		lacks(t, page, "⟦")
	}
	one := sampleSlip(documents.PaperA5, 1)
	one.Letterhead.Phone, one.Note = "", ""
	page := pages(t, documents.AppointmentSlip, one, Overlay{})[0]
	holds(t, page, "Your appointment", "please tell us in time")
	lacks(t, page, "Please note", "call")
	if _, err := New().Set(documents.AppointmentSlip, sampleSlip(documents.PaperA5, 0)); err == nil {
		t.Error("a slip without an appointment is set")
	}
}

func TestAuditSays(t *testing.T) {
	list := pages(t, documents.AuditReport, sampleAudit(documents.PaperA4, 90), Overlay{})
	holds(t, list[0], "Audit report", "Made 12 Jan 2026, 10:24 by Dr Anjali Rao", "1 Jan 2026 to 12 Jan 2026", "everyone", "all patients, and the practice itself", "Kavita Joshi", "Receptionist", "refused", "A-0017")
	holds(t, list[len(list)-1], "90 events", "The notes cannot be changed")
	f := sampleAudit(documents.PaperA4, 3)
	who := samplePatient()
	f.Patient, f.From, f.More = &who, value.PartialDate{}, true
	list = pages(t, documents.AuditReport, f, Overlay{})
	holds(t, list[0], "Meera Sharma", "born 3 Sep 2019", "until 12 Jan 2026", "older ones of this time are left out")
	lacks(t, strings.Join(list, " "), "⟦")
}

func TestDisclosuresSay(t *testing.T) {
	page := strings.Join(pages(t, documents.Disclosures, sampleDisclosures(documents.PaperA4), Overlay{}), " ")
	holds(t, page, "Who has seen your record", "Meera Sharma", "From 13 Jan 2020", "Given to somebody", "Rakesh Sharma, Kavita Joshi", "handed over", "not noted", "Moves to Jaipur", "Put on paper or into a file", "Saved as a PDF",
		"Opened in the practice", "Dr Anjali Rao 24 13 Apr 2020", "What is not here", "Digital Personal Data Protection Act 2023, section 11(1)(b)")
	lacks(t, page, "⟦", "164.528")
	for country, words := range map[string]string{"DE": "Article 15(1)(c)", "US": "45 CFR 164.528", "GB": "UK General Data Protection Regulation", "KE": "Made at the patient's wish."} {
		f := sampleDisclosures(documents.PaperA4)
		f.Country, f.Given, f.Printed, f.Seen = country, nil, nil, nil
		page := strings.Join(pages(t, documents.Disclosures, f, Overlay{}), " ")
		holds(t, page, words, "no note that anything was handed over", "Nothing was printed or saved", "Nobody opened the record")
	}
}

// A statement of 500 lines is drawn while somebody waits at the desk.
func BenchmarkStatement200PDF(b *testing.B) {
	benchmarkPDF(b, documents.Statement, longStatement(documents.PaperA4, 200))
}

func BenchmarkDowntime40PDF(b *testing.B) {
	benchmarkPDF(b, documents.Downtime, sampleDowntime(documents.PaperA4, 40, true))
}

// No text makes a sheet panic, and none of a record holds up a sheet about a whole day.
func FuzzDesk(f *testing.F) {
	for _, seed := range []string{"", "Meera", "मीरा", "a\u202eb", "\U0001F600", strings.Repeat("W", 150), "{{.Secret}}", "1\n2"} {
		f.Add(seed, seed, int64(1))
	}
	f.Fuzz(func(t *testing.T, name, text string, n int64) {
		list := sampleDayList(documents.PaperA5, 3)
		row := &list.Groups[0].Rows[0]
		row.Patient, row.Reason, row.Kind, row.Phone, row.Number = value.HumanName{Text: name}, text, name, text, name
		audit := sampleAudit(documents.PaperA5, 3)
		audit.Rows[0].Who, audit.Rows[0].Reason, audit.Rows[1].What, audit.Rows[2].At = name, text, name, time.Unix(n%4e9, 0)
		statement := sampleStatement(documents.PaperA5)
		statement.Lines[0].Payer, statement.Lines[1].Number, statement.Opening.Minor = text, name, n
		slip := sampleSlip(documents.PaperRoll80, 1)
		slip.Note, slip.Appointments[0].Minute, slip.Appointments[0].Kind = text, int(n%1500), name
		for kind, facts := range map[documents.Kind]any{documents.DayList: list, documents.AuditReport: audit, documents.Statement: statement, documents.AppointmentSlip: slip} {
			frozen, err := New().Set(kind, facts)
			if err == nil {
				_, err = Preview(frozen, 0, 40, Overlay{})
			} else if _, refused := err.(value.Problems); refused {
				err = nil
			}
			if err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
		}
	})
}
