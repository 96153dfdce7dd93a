package ui

import (
	"slices"

	"satchel/ui/frame"
	"satchel/ui/settings"
)

// Places is THE list of screens. A new area is a package beside the others and a line here.
func Places() []frame.PlaceSpec {
	return slices.Concat(
		settings.Places(),
	)
}
