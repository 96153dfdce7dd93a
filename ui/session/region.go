package session

import (
	"strconv"
	"strings"

	"satchel/assets"
	"satchel/data/organization"
	"satchel/data/value"
)

// Choice is one answer of a list: what is kept, and what is shown.
type Choice struct{ Value, Label string }

// Words looks sentences up: Session.Text, or the catalogue in the language of the first run.
type Words func(key string, args ...any) string

// OtherCountry is the value of the choice for a country that the list does not have.
const OtherCountry = "other"

// Countries are those whose habits are known, by name, and the choice of another.
func Countries(text Words) []Choice {
	var list []Choice
	for _, code := range organization.Regions() {
		list = append(list, Choice{code, text("session.country." + code)})
	}
	return append(list, Choice{OtherCountry, text("session.country_other")})
}

// DateOrders are the ways to type dates, each with an example.
func DateOrders(text Words) []Choice {
	return []Choice{
		{strconv.Itoa(int(value.DMY)), text("session.date_dmy")},
		{strconv.Itoa(int(value.MDY)), text("session.date_mdy")},
		{strconv.Itoa(int(value.YMD)), text("session.date_ymd")},
	}
}

// AmountFormats are the ways to write amounts; each is its own example.
func AmountFormats() []Choice {
	return []Choice{{"1,234,567.89", "1,234,567.89"}, {"12,34,567.89", "12,34,567.89"}, {"1.234.567,89", "1.234.567,89"}, {"1 234 567,89", "1 234 567,89"}}
}

// Papers are the sheets that documents can be laid out on.
func Papers() []Choice {
	var list []Choice
	for _, p := range organization.Papers {
		list = append(list, Choice{p, p})
	}
	return list
}

// Languages are those that documents can be in; one that no native reader has reviewed says so.
func Languages(text Words) []Choice {
	var list []Choice
	for _, tag := range assets.Languages() {
		key := "session.document_language.not_reviewed"
		if assets.Reviewed(tag) {
			key = "session.document_language.reviewed"
		}
		list = append(list, Choice{tag, text(key, "Name", assets.Key("session.document_language."+tag))})
	}
	return list
}

// PracticeValues are the settings as a form holds them, by the fields that organization.Practice names.
func PracticeValues(p organization.Practice) map[string]string {
	return map[string]string{
		"name": p.Name, "address": p.Address, "country": p.Country, "phone": p.Phone, "email": p.Email, "taxNumber": p.TaxNumber,
		"registration": p.Registration, "currency": p.Currency, "zone": p.Zone, "dateOrder": strconv.Itoa(int(p.DateOrder)),
		"language": p.Language, "numberFormat": p.NumberFormat, "paper": p.Paper, "fiscalMonth": strconv.Itoa(p.FiscalMonth), "fiscalDay": strconv.Itoa(p.FiscalDay),
		"letterheadBand": strconv.Itoa(p.LetterheadBandMM), "idleMinutes": strconv.Itoa(p.IdleMinutes),
		"deskDiscount": strconv.Itoa(p.DeskDiscountPercent), "prescriptionDays": strconv.Itoa(p.PrescriptionDays),
	}
}

// SetPracticeValues puts what a form holds into the settings; a key that is missing leaves its setting. It returns value.Problems
// for what is no number; everything else is for Validate to find.
func SetPracticeValues(p *organization.Practice, values map[string]string) error {
	var problems value.Problems
	text := func(key string, to *string) {
		if typed, given := values[key]; given {
			*to = strings.TrimSpace(typed)
		}
	}
	number := func(key string, to *int) {
		typed, given := values[key]
		if !given {
			return
		}
		n, err := strconv.Atoi(strings.TrimSpace(typed))
		if err != nil {
			problems.Add(key, "error.session.not_a_number")
			return
		}
		*to = n
	}
	text("name", &p.Name)
	text("address", &p.Address)
	text("country", &p.Country)
	text("phone", &p.Phone)
	text("email", &p.Email)
	text("taxNumber", &p.TaxNumber)
	text("registration", &p.Registration)
	text("currency", &p.Currency)
	text("zone", &p.Zone)
	text("language", &p.Language)
	text("numberFormat", &p.NumberFormat)
	text("paper", &p.Paper)
	p.Country, p.Currency = strings.ToUpper(p.Country), strings.ToUpper(p.Currency)
	order := int(p.DateOrder)
	number("dateOrder", &order)
	p.DateOrder = value.DateOrder(order)
	number("fiscalMonth", &p.FiscalMonth)
	number("fiscalDay", &p.FiscalDay)
	number("letterheadBand", &p.LetterheadBandMM)
	number("idleMinutes", &p.IdleMinutes)
	number("deskDiscount", &p.DeskDiscountPercent)
	number("prescriptionDays", &p.PrescriptionDays)
	return problems.Err()
}
