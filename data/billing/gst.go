package billing

import (
	"regexp"
	"slices"

	"satchel/data/organization"
	"satchel/data/value"
)

// gstin is the form of an Indian tax number: the state's code, the holder's PAN, a digit, Z and a check character.
var gstin = regexp.MustCompile(`^([0-9]{2})[A-Z]{5}[0-9]{4}[A-Z][0-9A-Z]Z[0-9A-Z]$`)

// stateCodes are the codes of India's states and union territories, with which a GSTIN begins. Their names are in the catalogue.
var stateCodes = []string{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23",
	"24", "26", "27", "29", "30", "31", "32", "33", "34", "35", "36", "37", "38"}

// unionTerritories have no legislature: the Union Territory Goods and Services Tax Act, 2017 taxes there, in place of a state's act.
var unionTerritories = []string{"04", "26", "31", "35", "38"}

// States lists the codes of India's states and union territories, in order.
func States() []string { return slices.Clone(stateCodes) }

// IsState reports whether code is one of States.
func IsState(code string) bool { return slices.Contains(stateCodes, code) }

// StateKey names the state in the catalogue.
func StateKey(code string) string { return "billing.state." + code }

// StateOf returns the code of the state that an Indian tax number belongs to; "" where it is none.
func StateOf(taxNumber string) string {
	found := gstin.FindStringSubmatch(taxNumber)
	if found == nil || !IsState(found[1]) {
		return ""
	}
	return found[1]
}

// halved tells whether the tax on an invoice is parted in halves: between the Union and the state of an Indian practice that supplies in its
// own.
func halved(practice organization.Practice, i Invoice) bool {
	if organization.JurisdictionOf(practice.Country) != organization.India {
		return false
	}
	own := StateOf(practice.TaxNumber)
	return own != "" && (i.SupplyState == "" || i.SupplyState == own)
}

// TaxPart is the share of a tax that one government takes.
type TaxPart struct {
	Name    string // as the law calls it: no word of any language
	Percent value.Decimal
	Tax     value.Money
}

// SplitGST parts a tax between the Union and the state: CGST and SGST (UTGST in a union territory) in halves where practice and supply are
// in one state, and IGST as a whole where they are not (IGST Act 2017, sections 7 and 8). The parts sum to the tax, and the halves
// are equal; the tax of a line that was billed before its halves were rounded may be odd, and what is left over is then the state's.
func SplitGST(own, supply string, tax TaxTotal) ([]TaxPart, error) {
	if supply != "" && supply != own {
		return []TaxPart{{"IGST", tax.Percent, tax.Tax}}, nil
	}
	state := "SGST"
	if slices.Contains(unionTerritories, own) {
		state = "UTGST"
	}
	rate, err := half(tax.Percent)
	if err != nil {
		return nil, err
	}
	union := value.Money{Minor: tax.Tax.Minor / 2, Currency: tax.Tax.Currency}
	return []TaxPart{{"CGST", rate, union}, {state, rate, value.Money{Minor: tax.Tax.Minor - union.Minor, Currency: tax.Tax.Currency}}}, nil
}
