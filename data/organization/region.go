package organization

import (
	"sort"

	"satchel/data/value"
)

// Region is what a country suggests for a new practice. The owner can change every value.
//
// Sources: currency ISO 4217 and zone tz database (2026a); date order, number format and paper Unicode CLDR 46 (territory data:
// dateFormats, numbers, measurementData paperSize); fiscal year: the state's own (IN: General Clauses Act 1897, s. 3(21); GB: Income
// Tax Act 2007, s. 4), the calendar year where the practice may choose it. What a region's law asks beyond this is not modelled.
type Region struct {
	Country      string
	Currency     string
	Zone         string // the capital's or most peopled one, where there are several
	DateOrder    value.DateOrder
	NumberFormat string
	Paper        string
	FiscalMonth  int
	FiscalDay    int
}

const (
	grouped     = "1,234,567.89"
	indian      = "12,34,567.89"
	continental = "1.234.567,89"
)

var regions = map[string]Region{
	"IN": {"IN", "INR", "Asia/Kolkata", value.DMY, indian, "A4", 4, 1},
	"GB": {"GB", "GBP", "Europe/London", value.DMY, grouped, "A4", 4, 6},
	"US": {"US", "USD", "America/New_York", value.MDY, grouped, "Letter", 1, 1},
	"DE": {"DE", "EUR", "Europe/Berlin", value.DMY, continental, "A4", 1, 1},
	"ES": {"ES", "EUR", "Europe/Madrid", value.DMY, continental, "A4", 1, 1},
	"IT": {"IT", "EUR", "Europe/Rome", value.DMY, continental, "A4", 1, 1},
	"NL": {"NL", "EUR", "Europe/Amsterdam", value.DMY, continental, "A4", 1, 1},
	"IE": {"IE", "EUR", "Europe/Dublin", value.DMY, grouped, "A4", 1, 1},
	"BR": {"BR", "BRL", "America/Sao_Paulo", value.DMY, continental, "A4", 1, 1},
	"KE": {"KE", "KES", "Africa/Nairobi", value.DMY, grouped, "A4", 1, 1},
	"NG": {"NG", "NGN", "Africa/Lagos", value.DMY, grouped, "A4", 1, 1},
	"GH": {"GH", "GHS", "Africa/Accra", value.DMY, grouped, "A4", 1, 1},
	"PH": {"PH", "PHP", "Asia/Manila", value.MDY, grouped, "A4", 1, 1},
	"AU": {"AU", "AUD", "Australia/Sydney", value.DMY, grouped, "A4", 7, 1},
	"NZ": {"NZ", "NZD", "Pacific/Auckland", value.DMY, grouped, "A4", 4, 1},
}

// Neutral is the suggestion for a country that the list does not have: the owner fills in currency and zone.
var Neutral = Region{Country: "ZZ", Currency: "XXX", Zone: "UTC", DateOrder: value.YMD, NumberFormat: grouped, Paper: "A4", FiscalMonth: 1, FiscalDay: 1}

// RegionOf returns the suggestion for a country, Neutral where there is none.
func RegionOf(country string) Region {
	if r, known := regions[country]; known {
		return r
	}
	r := Neutral
	r.Country = country
	return r
}

// Regions lists the countries with a suggestion, by code.
func Regions() []string {
	list := make([]string, 0, len(regions))
	for c := range regions {
		list = append(list, c)
	}
	sort.Strings(list)
	return list
}

// Apply sets what the region suggests.
func (r Region) Apply(p *Practice) {
	p.Country, p.Currency, p.Zone, p.DateOrder = r.Country, r.Currency, r.Zone, r.DateOrder
	p.NumberFormat, p.Paper, p.FiscalMonth, p.FiscalDay = r.NumberFormat, r.Paper, r.FiscalMonth, r.FiscalDay
}
