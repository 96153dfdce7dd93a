package prescribing_test

import (
	"strings"
	"testing"

	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

func TestBadInputOfALine(t *testing.T) {
	r := open(t)
	p, _ := r.draft(t)
	save := func(change func(*prescribing.MedicationRequest)) error {
		m := cetirizine()
		m.Prescription = p.ID
		change(&m)
		return r.act(action.Prescription, func(tx *store.Tx) error { _, err := prescribing.SaveLine(tx, m); return err }, r.meera)
	}
	long := strings.Repeat("x", 5000)
	for name, c := range map[string]struct {
		change     func(*prescribing.MedicationRequest)
		field, key string
	}{
		"enormous brand":      {func(m *prescribing.MedicationRequest) { m.Brand = long }, "brand", value.ErrTextLong.Key},
		"control character":   {func(m *prescribing.MedicationRequest) { m.Instructions = "a\x1bb" }, "instructions", value.ErrTextControl.Key},
		"invalid UTF-8":       {func(m *prescribing.MedicationRequest) { m.Indication = "\xff" }, "indication", value.ErrTextEncoding.Key},
		"bidi override":       {func(m *prescribing.MedicationRequest) { m.Brand = "a\u202eb" }, "brand", value.ErrTextDirection.Key},
		"negative dose":       {func(m *prescribing.MedicationRequest) { m.Dosage.Dose = quantity("-1", "{tablet}") }, "dosage.dose", "error.prescribing.not_positive"},
		"dose without unit":   {func(m *prescribing.MedicationRequest) { m.Dosage.Dose.Unit = "" }, "dosage.dose", value.ErrUnitUnclear.Key},
		"unit without dose":   {func(m *prescribing.MedicationRequest) { m.Dosage.Dose.Value = value.Decimal{} }, "dosage.dose", value.ErrNumberMissing.Key},
		"tablets in drops":    {func(m *prescribing.MedicationRequest) { m.Dosage.Dose.Unit = "{drop}" }, "dosage.dose", "error.prescribing.unit_of_form"},
		"duration bare":       {func(m *prescribing.MedicationRequest) { m.Dosage.Duration.Unit = "" }, "dosage.duration", value.ErrUnitUnclear.Key},
		"duration in metres":  {func(m *prescribing.MedicationRequest) { m.Dosage.Duration.Unit = "m" }, "dosage.duration", "error.prescribing.duration_unit"},
		"duration negative":   {func(m *prescribing.MedicationRequest) { m.Dosage.Duration = days("-5") }, "dosage.duration", "error.prescribing.duration_range"},
		"duration of decades": {func(m *prescribing.MedicationRequest) { m.Dosage.Duration = quantity("999", "mo") }, "dosage.duration", "error.prescribing.duration_range"},
		"duration too large":  {func(m *prescribing.MedicationRequest) { m.Dosage.Duration = quantity("999999999999999999", "mo") }, "dosage.duration", "error.prescribing.duration_range"},
		"quantity bare":       {func(m *prescribing.MedicationRequest) { m.Quantity.Unit = "" }, "quantity", value.ErrUnitUnclear.Key},
		"quantity zero":       {func(m *prescribing.MedicationRequest) { m.Quantity = quantity("0", "{tablet}") }, "quantity", "error.prescribing.not_positive"},
		"quantity in puffs":   {func(m *prescribing.MedicationRequest) { m.Quantity = quantity("5", "{puff}") }, "quantity", "error.prescribing.unit_of_form"},
		"frequency negative":  {func(m *prescribing.MedicationRequest) { m.Dosage.Frequency = -1 }, "dosage.frequency", "error.prescribing.frequency_unclear"},
		"frequency absurd":    {func(m *prescribing.MedicationRequest) { m.Dosage.Frequency = 1000 }, "dosage.frequency", "error.prescribing.frequency_unclear"},
		"frequency per what":  {func(m *prescribing.MedicationRequest) { m.Dosage.PeriodUnit = "" }, "dosage.frequency", "error.prescribing.choice_unknown"},
		"twice how often":     {func(m *prescribing.MedicationRequest) { m.Dosage.Once = true }, "dosage.frequency", "error.prescribing.timing_twice"},
		"twice how long":      {func(m *prescribing.MedicationRequest) { m.Dosage.Ongoing = true }, "dosage.duration", "error.prescribing.duration_twice"},
		"pattern of nothing": {func(m *prescribing.MedicationRequest) {
			m.Dosage.Frequency = 0
			m.Dosage.Pattern = pattern("0", "0", "", "0")
		}, "dosage.pattern",
			"error.prescribing.pattern_unclear"},
		"pattern negative": {func(m *prescribing.MedicationRequest) {
			m.Dosage.Frequency = 0
			m.Dosage.Pattern = pattern("-1", "3", "", "0")
		}, "dosage.pattern",
			"error.prescribing.pattern_unclear"},
		"until half a date": {func(m *prescribing.MedicationRequest) {
			m.Dosage.Duration = value.Quantity{}
			m.Dosage.Until.Year = 2027
		}, "dosage.until", value.ErrDatePartial.Key},
		"unknown form":        {func(m *prescribing.MedicationRequest) { m.Form = "brick" }, "form", "error.prescribing.choice_unknown"},
		"unknown route":       {func(m *prescribing.MedicationRequest) { m.Route = "telepathy" }, "route", "error.prescribing.choice_unknown"},
		"left side of mouth":  {func(m *prescribing.MedicationRequest) { m.Site = prescribing.LeftSide }, "site", "error.prescribing.site_without_pair"},
		"nameless ingredient": {func(m *prescribing.MedicationRequest) { m.Ingredients = []prescribing.Ingredient{{}} }, "ingredients.name", "error.value.required"},
	} {
		t.Run(name, func(t *testing.T) { wantProblem(t, save(c.change), c.field, c.key) })
	}
	for _, unit := range []string{"[tsp_us]", "{teaspoon}", "[tbs_us]", "{spoon}"} {
		err := save(func(m *prescribing.MedicationRequest) {
			m.Form, m.Dosage.Dose, m.Quantity = "syrup", quantity("1", unit), value.Quantity{}
		})
		wantProblem(t, err, "dosage.dose", "error.prescribing.spoon")
	}
	for _, unit := range []string{"mg", "{drop}", "{tablet}", "L", "g"} {
		err := save(func(m *prescribing.MedicationRequest) {
			m.Form, m.Dosage.Dose, m.Quantity = "oral-drops", quantity("1", unit), value.Quantity{}
		})
		wantProblem(t, err, "dosage.dose", "error.prescribing.liquid_ml")
	}
	for _, text := range []string{"Zäpfchen 😀", "دواء", "மருந்து"} {
		must(t, save(func(m *prescribing.MedicationRequest) { m.Brand = text }))
	}
	r.read(t, func(tx *store.Tx) error {
		lines, err := prescribing.Lines(tx, p.ID)
		if len(lines) != 3 || lines[1].Brand != "دواء" {
			t.Errorf("kept %+v", lines)
		}
		return err
	})
	r.MustVerify(t)
}

func TestWhatIsMissingOrReadsDangerously(t *testing.T) {
	for name, c := range map[string]struct {
		change     func(*prescribing.MedicationRequest)
		field, key string
	}{
		"medicine":           {func(m *prescribing.MedicationRequest) { m.Ingredients = nil }, "brand", "error.prescribing.medicine_missing"},
		"strength":           {func(m *prescribing.MedicationRequest) { m.Ingredients[0].Strength = value.Quantity{} }, "ingredients.strength", "error.prescribing.strength_missing"},
		"form":               {func(m *prescribing.MedicationRequest) { m.Form = "" }, "form", "error.prescribing.form_missing"},
		"which eye":          {func(m *prescribing.MedicationRequest) { m.Form, m.Route = "eye-drops", prescribing.Ophthalmic }, "site", "error.prescribing.site_missing"},
		"reason":             {func(m *prescribing.MedicationRequest) { m.Dosage.AsNeeded = true }, "dosage.asNeededFor", "error.prescribing.as_needed_for_missing"},
		"unsafe instruction": {func(m *prescribing.MedicationRequest) { m.Instructions = "1 tsp in water" }, "instructions", "error.prescribing.unsafe"},
		"unsafe indication":  {func(m *prescribing.MedicationRequest) { m.Indication = "pain > 3 days" }, "indication", "error.prescribing.unsafe"},
	} {
		m := cetirizine()
		m.Route = prescribing.Oral
		if missing := m.Missing(); missing != nil {
			t.Fatalf("a complete line misses %v", missing)
		}
		c.change(&m)
		t.Run(name, func(t *testing.T) { wantProblem(t, m.Missing(), c.field, c.key) })
	}
}

func TestBadInputOfAPrescription(t *testing.T) {
	r := open(t)
	p, _ := r.draft(t, cetirizine())
	for name, c := range map[string]struct {
		change     func(*prescribing.Prescription)
		field, key string
	}{
		"advice too long": {func(p *prescribing.Prescription) { p.Advice = strings.Repeat("x", 10_000) }, "advice", value.ErrTextLong.Key},
		"advice control":  {func(p *prescribing.Prescription) { p.Advice = "\x00" }, "advice", value.ErrTextControl.Key},
		"repeats":         {func(p *prescribing.Prescription) { p.Repeats = -1 }, "repeats", "error.prescribing.repeats_range"},
		"no such day":     {func(p *prescribing.Prescription) { p.ValidUntil = value.PartialDate{Year: 2027, Month: 2, Day: 29} }, "validUntil", value.ErrDateImpossible.Key},
		"half a day":      {func(p *prescribing.Prescription) { p.ValidUntil = value.PartialDate{Year: 2027} }, "validUntil", value.ErrDatePartial.Key},
	} {
		t.Run(name, func(t *testing.T) {
			bad := p
			c.change(&bad)
			wantProblem(t, r.act(action.Prescription, func(tx *store.Tx) error { _, err := prescribing.SaveDraft(tx, bad); return err }, r.meera), c.field, c.key)
		})
	}
	p.Advice, p.ValidUntil = "Drink plenty.\nCome back < 3 days.", value.PartialDate{Year: 2026, Month: 11, Day: 1}
	r.write(t, func(tx *store.Tx) (err error) { p, err = prescribing.SaveDraft(tx, p); return err })
	wantProblem(t, r.issue(t, &p), "advice", "error.prescribing.unsafe")
	p.Advice = "Drink plenty."
	r.write(t, func(tx *store.Tx) (err error) { p, err = prescribing.SaveDraft(tx, p); return err })
	wantError(t, r.issue(t, &p), store.Invalid, "error.prescribing.valid_past")
	var number string
	r.read(t, func(tx *store.Tx) error {
		list, err := prescribing.History(tx, r.meera.ID, 10)
		if len(list) > 0 {
			number = list[0].Number
		}
		return err
	})
	if number != "" {
		t.Fatalf("a refused prescription took number %s", number)
	}
	r.MustVerify(t)
}
