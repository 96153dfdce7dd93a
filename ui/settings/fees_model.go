package settings

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"satchel/data/billing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/session"
)

// feesModel reads and writes the fee list. Its methods may run on any goroutine.
type feesModel struct{ s *session.Session }

// feeList is what the screen shows: the fees, those that are offered first, and the names of the taxes.
type feeList struct {
	fees  []billing.Fee
	taxes []string
}

func (m feesModel) load(ctx context.Context) (list feeList, err error) {
	err = m.s.View(ctx, action.ReadPractice, func(tx *store.Tx) error {
		if list.fees, err = billing.AllFees(tx); err != nil {
			return err
		}
		rates, err := store.Select(tx, billing.TaxRates, "retracted = 0 ORDER BY name")
		for _, r := range rates {
			if !slices.Contains(list.taxes, r.Name) {
				list.taxes = append(list.taxes, r.Name)
			}
		}
		return err
	})
	slices.SortStableFunc(list.fees, func(a, b billing.Fee) int {
		if a.Active != b.Active && a.Active {
			return -1
		} else if a.Active != b.Active {
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list, err
}

// values are the form's, for a fee.
func (m feesModel) values(f billing.Fee) map[string]string {
	values := map[string]string{"code": f.Code, "name": f.Name, "tax": f.Tax, "system": string(f.System), "reportCode": f.ReportCode, "active": strconv.FormatBool(f.Active),
		"inclusive": strconv.FormatBool(f.Inclusive)}
	if f.Favourite > 0 {
		values["favourite"] = strconv.Itoa(f.Favourite)
	}
	if !f.ID.IsZero() {
		values["price"] = m.s.Amount(int64(f.Price)).Format(m.s.Settings.Amounts())
	}
	return values
}

// save keeps a new or changed fee.
func (m feesModel) save(ctx context.Context, f billing.Fee, values map[string]string) error {
	f.Code, f.Name, f.Tax = values["code"], values["name"], values["tax"]
	f.System, f.ReportCode = billing.CodeSystem(values["system"]), values["reportCode"]
	f.Active, f.Inclusive = values["active"] != "false", values["inclusive"] == yes
	var problems value.Problems
	price, err := value.ParseMoney(values["price"], m.s.Settings.Currency, m.s.Settings.Amounts())
	problems.Check("price", err)
	f.Price = billing.Minor(price.Minor)
	f.Favourite = 0
	if typed := strings.TrimSpace(values["favourite"]); typed != "" {
		if f.Favourite, err = strconv.Atoi(typed); err != nil {
			problems.Add("favourite", "error.session.not_a_number")
		}
	}
	if len(problems) > 0 {
		problems.Check("", f.Validate())
		return invalid(problems.Err())
	}
	return m.s.Update(ctx, action.ManagePractice, func(tx *store.Tx) error {
		_, err := billing.SaveFee(tx, f)
		return err
	})
}
