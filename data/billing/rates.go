package billing

import "satchel/data/value"

// KnownRates are the rates of a country's tax on what a practice sells, with the days between which they hold, to start a list with. There are
// none for a country whose rates were not looked up.
//
// India: GST began on 1 July 2017. Its rate of 12 % ended when notification no. 9/2025-Central Tax (Rate) of 17 September 2025 took effect
// on 22 September 2025; most medicines then came to 5 %. Which goods are taxed at which rate is for the practice to know.
func KnownRates(country string) []TaxRate {
	if country != "IN" {
		return nil
	}
	begun, changed := value.PartialDate{Year: 2017, Month: 7, Day: 1}, value.PartialDate{Year: 2025, Month: 9, Day: 21}
	return []TaxRate{
		{Name: "GST 5%", Kind: TaxRated, Percent: value.Whole(5), From: begun},
		{Name: "GST 12%", Kind: TaxRated, Percent: value.Whole(12), From: begun, To: changed},
		{Name: "GST 18%", Kind: TaxRated, Percent: value.Whole(18), From: begun},
		{Name: "GST exempt", Kind: TaxExempt, From: begun},
	}
}
