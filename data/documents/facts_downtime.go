package documents

import (
	"time"

	"satchel/data/value"
)

// maxMedicines bounds the medicines of one patient on the downtime sheet.
const maxMedicines = 100

// DowntimeRow is one appointment of a downtime sheet with what the practice needs to know of its patient.
type DowntimeRow struct {
	DayListRow
	Balance value.Money // owed; below zero the practice owes
	// Allergies and Medicines stand on the clinical sheet alone. A medicine is one line: what it is, then how it is taken.
	Allergies AllergyStatus
	Medicines []string
}

// DowntimeGroup is the appointments with one practitioner, by time.
type DowntimeGroup struct {
	Practitioner value.HumanName
	Rows         []DowntimeRow
}

// DowntimeFacts are what the sheet says with which a practice works through a day without its computer.
type DowntimeFacts struct {
	Setting  Setting
	Practice string
	Place    string
	Date     value.PartialDate
	Made     time.Time // when the record was read
	MadeBy   string
	// Clinical says that the sheet holds allergies and medicines: whoever had it made may read charts.
	Clinical bool
	Groups   []DowntimeGroup
	LeftOut  int    // cancelled, and those who did not come
	Code     string // the audit anchor's at Made: which state of the record this is
}

// Validate returns all problems with the facts, by field. A sheet that is not clinical holds nothing clinical.
func (f DowntimeFacts) Validate() error {
	var problems value.Problems
	f.Setting.validate(&problems)
	noRoll(&problems, f.Setting)
	sheetOfDay(&problems, f.Practice, f.Place, f.Date, f.Made, f.MadeBy)
	short(&problems, "code", f.Code)
	rows := 0
	for _, g := range f.Groups {
		problems.Check("groups.practitioner", g.Practitioner.Validate())
		if rows += len(g.Rows); rows > maxList {
			problems.Add("groups", "error.documents.too_many", "Most", maxList)
			break
		}
		for i, row := range g.Rows {
			f.validateRow(&problems, row, func(part string) string { return indexed("rows", i, part) })
		}
	}
	return problems.Err()
}

func (f DowntimeFacts) validateRow(problems *value.Problems, row DowntimeRow, at func(string) string) {
	row.validate(problems, at)
	problems.Check(at("balance"), row.Balance.Validate())
	if !f.Clinical {
		if row.Allergies.State != "" || len(row.Medicines) > 0 {
			problems.Add(at("medicines"), "error.value.invalid")
		}
		return
	}
	row.Allergies.validate(problems)
	if len(row.Medicines) > maxMedicines {
		problems.Add(at("medicines"), "error.documents.too_many", "Most", maxMedicines)
		return
	}
	for _, medicine := range row.Medicines {
		long(problems, at("medicines"), medicine)
	}
}
