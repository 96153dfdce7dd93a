package ui

import (
	"slices"

	"satchel/ui/billing"
	"satchel/ui/calendar"
	"satchel/ui/chartpage"
	"satchel/ui/document"
	"satchel/ui/frame"
	"satchel/ui/letter"
	"satchel/ui/patients"
	"satchel/ui/settings"
	"satchel/ui/share"
	"satchel/ui/today"
	"satchel/ui/visit"
)

// Places is THE list of screens. A new area is a package beside the others and a line here; what one area offers to another is
// handed over here, since areas don't know each other.
func Places() []frame.PlaceSpec {
	return slices.Concat(
		today.Places(calendar.WalkIn, calendar.DayPapers),
		calendar.Places(),
		patients.PlacesWith(share.Export),
		visit.Places(),
		billing.Places(),
		document.Places(),
		chartpage.Places(),
		letter.Places(),
		settings.Places(),
	)
}
