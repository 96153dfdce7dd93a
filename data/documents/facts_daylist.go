package documents

import (
	"time"

	"satchel/data/value"
)

// DayListRow is one appointment of a day's list, and of the downtime sheet.
type DayListRow struct {
	Minute    int // of the day on the wall
	Minutes   int // how long
	Patient   value.HumanName
	Number    string // the patient's
	BirthDate value.PartialDate
	Phone     string
	Kind      string // of visit, as the practice calls it
	Reason    string
	State     string // catalogue key of how it stands; "" while it is only booked
	WalkIn    bool
}

func (r DayListRow) validate(problems *value.Problems, at func(string) string) {
	if r.Minute < 0 || r.Minute >= value.MinutesPerDay || r.Minutes < 0 {
		problems.Add(at("minute"), "error.value.invalid")
	}
	problems.Check(at("patient"), r.Patient.Validate())
	problems.Required(at("number"), r.Number)
	short(problems, at("number"), r.Number)
	problems.Check(at("birthDate"), r.BirthDate.Validate())
	short(problems, at("phone"), r.Phone)
	short(problems, at("kind"), r.Kind)
	long(problems, at("reason"), r.Reason)
}

// DayListGroup is the appointments with one practitioner, by time.
type DayListGroup struct {
	Practitioner value.HumanName
	Rows         []DayListRow
}

// DayListFacts are what a day's list of appointments says.
type DayListFacts struct {
	Setting  Setting
	Practice string
	Place    string
	Date     value.PartialDate
	Made     time.Time
	MadeBy   string
	Groups   []DayListGroup // one for each practitioner who has somebody
	LeftOut  int            // cancelled, and those who did not come
}

// Validate returns all problems with a list's facts, by field.
func (f DayListFacts) Validate() error {
	var problems value.Problems
	f.Setting.validate(&problems)
	noRoll(&problems, f.Setting)
	sheetOfDay(&problems, f.Practice, f.Place, f.Date, f.Made, f.MadeBy)
	rows := 0
	for _, g := range f.Groups {
		problems.Check("groups.practitioner", g.Practitioner.Validate())
		if rows += len(g.Rows); rows > maxList {
			problems.Add("groups", "error.documents.too_many", "Most", maxList)
			break
		}
		for i, row := range g.Rows {
			row.validate(&problems, func(part string) string { return indexed("rows", i, part) })
		}
	}
	return problems.Err()
}

// sheetOfDay checks what the sheets about one day have in common.
func sheetOfDay(problems *value.Problems, practice, place string, date value.PartialDate, made time.Time, by string) {
	problems.Required("practice", practice)
	short(problems, "practice", practice)
	short(problems, "place", place)
	short(problems, "madeBy", by)
	period(problems, date, date)
	if made.IsZero() {
		problems.Add("made", "error.value.required")
	}
}
