package billing_test

import (
	"strings"
	"testing"

	"satchel/assets"
	"satchel/data/billing"
)

func TestEveryCodeHasAWord(t *testing.T) {
	keys := []interface{ CatalogueKey() string }{billing.KindInvoice, billing.KindCredit, billing.TaxExempt, billing.TaxZero, billing.TaxRated,
		billing.SAC, billing.HSN, billing.CPT, billing.Draft, billing.Issued, billing.Balanced, billing.Cancelled, billing.EnteredInError, assets.Key(billing.NoticeOnAccount)}
	for _, m := range billing.Methods {
		keys = append(keys, m)
	}
	for _, k := range keys {
		if text := assets.Text(assets.English, k.CatalogueKey()); text == "" || strings.Contains(text, "⟦") {
			t.Errorf("%s: %q", k.CatalogueKey(), text)
		}
	}
}
