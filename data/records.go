package data

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
)

// Records is THE list of record types. A type that is not in it is not verified, kept in no history report and in no full export.
func Records() []store.Record {
	return slices.Concat(organization.Records(), patients.Records(), schedule.Records(), chart.Records(), prescribing.Records(),
		billing.Records(), documents.Records())
}
