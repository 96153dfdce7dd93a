package documents

import (
	"time"

	"satchel/data/value"
)

// RulerFacts are what the ruler page of a printer says. Somebody folds it and reads two numbers off it, which tell how far the printer
// puts things beside their place, and measures one line, which tells how much it stretches them.
type RulerFacts struct {
	Setting  Setting
	Practice string
	Printer  string // as the system calls it; "" is the default one
	Created  time.Time
	// Across and Down (tenths of a millimetre) and Scale (hundredths of a percent over 100 %) are the adjustment that the page is
	// printed with: all zero to find one, the one in force to check it.
	Across, Down, Scale int
}

// maxRulerAdjust bounds what a page says of its adjustment: a tenth of the sheet, whatever the unit.
const maxRulerAdjust = 1000

// Validate returns all problems with the facts, by field.
func (f RulerFacts) Validate() error {
	var problems value.Problems
	f.Setting.validate(&problems)
	problems.Required("practice", f.Practice)
	short(&problems, "practice", f.Practice)
	short(&problems, "printer", f.Printer)
	if max(f.Across, -f.Across, f.Down, -f.Down, f.Scale, -f.Scale) > maxRulerAdjust {
		problems.Add("adjust", "error.value.invalid")
	}
	if f.Created.IsZero() {
		problems.Add("created", "error.value.required")
	}
	return problems.Err()
}
