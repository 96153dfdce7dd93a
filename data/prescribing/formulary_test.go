package prescribing_test

import (
	"fmt"
	"strings"
	"testing"

	"satchel/data/chart"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

func item(brand string, form prescribing.Form, d prescribing.Dosage, parts ...prescribing.Ingredient) prescribing.FormularyItem {
	return prescribing.FormularyItem{Brand: brand, Form: form, Ingredients: parts, Dosage: d}
}

func (r *room) stock(t testing.TB, items ...prescribing.FormularyItem) (kept []prescribing.FormularyItem) {
	t.Helper()
	must(t, r.act(action.WriteFormulary, func(tx *store.Tx) error {
		for _, f := range items {
			f, err := prescribing.AddFormularyItem(tx, f)
			if err != nil {
				return err
			}
			kept = append(kept, f)
		}
		return nil
	}))
	return kept
}

func (r *room) propose(t testing.TB, text string) (list []prescribing.Proposal) {
	t.Helper()
	r.read(t, func(tx *store.Tx) (err error) {
		list, err = prescribing.Propose(tx, r.who.ID, text, 8)
		return err
	})
	return list
}

// shelf is a small formulary.
func (r *room) shelf(t testing.TB) []prescribing.FormularyItem {
	return r.stock(t,
		item("Augmentin 625 Duo", "tablet", times(2), ingredient("amoxicillin", "500"), ingredient("clavulanic acid", "125")),
		item("Mox", "capsule", prescribing.Dosage{Dose: quantity("1", "{capsule}"), Frequency: 3, PeriodUnit: "d", Duration: days("5")}, ingredient("amoxicillin", "500")),
		item("Mox", "capsule", prescribing.Dosage{}, ingredient("amoxicillin", "250")),
		item("Calpol", "oral-suspension", prescribing.Dosage{Dose: quantity("5", "mL")},
			prescribing.Ingredient{Name: "paracetamol", Strength: quantity("250", "mg"), Per: quantity("5", "mL")}),
		item("", "tablet", times(1), ingredient("cetirizine", "10")))
}

func TestTheFormularyFindsByBrandIngredientAndStrength(t *testing.T) {
	r := open(t)
	r.shelf(t)
	for text, want := range map[string]string{
		"aug": "Augmentin 625 Duo", "amox": "Augmentin 625 Duo,Mox,Mox", "clav amox": "Augmentin 625 Duo", "MOX": "Mox,Mox", "calp": "Calpol", "para": "Calpol", "mox 250": "Mox", "zzz": "",
	} {
		r.read(t, func(tx *store.Tx) error {
			list, err := prescribing.FindFormulary(tx, r.who.ID, text, 8)
			var names []string
			for _, f := range list {
				names = append(names, f.Brand)
			}
			if got := strings.Join(names, ","); got != want {
				t.Errorf("%q finds %q, want %q", text, got, want)
			}
			return err
		})
	}
}

func TestTheSameMedicineStandsOnce(t *testing.T) {
	r := open(t)
	shelf := r.shelf(t)
	again := r.stock(t, item(" AUGMENTIN  625 duo", "tablet", prescribing.Dosage{}, ingredient("Clavulanic Acid", "125.0"), ingredient("amoxicillin", "500")))
	if again[0].ID != shelf[0].ID || again[0].Dosage != shelf[0].Dosage {
		t.Fatalf("twice: %+v", again[0])
	}
	f := shelf[2]
	f.Ingredients = []prescribing.Ingredient{ingredient("amoxicillin", "500")}
	wantError(t, r.act(action.WriteFormulary, func(tx *store.Tx) error { _, err := prescribing.ChangeFormularyItem(tx, f); return err }), store.Conflict, "error.prescribing.formulary_twice")
	f.Ingredients = []prescribing.Ingredient{ingredient("amoxicillin", "125")}
	must(t, r.act(action.WriteFormulary, func(tx *store.Tx) error { _, err := prescribing.ChangeFormularyItem(tx, f); return err }))
	if list := r.propose(t, "mox 250"); len(list) == 0 || list[0].Known {
		t.Fatalf("the old strength is still found: %+v", list)
	}
	must(t, r.act(action.WriteFormulary, func(tx *store.Tx) error { return prescribing.RetractFormularyItem(tx, f.ID) }))
	if list := r.propose(t, "mox 125"); len(list) != 0 && list[0].Known {
		t.Fatalf("what was taken out is found: %+v", list)
	}
	wantError(t, r.Update(ctx, r.Desk, action.WriteFormulary, func(*store.Tx) error { return nil }), store.Forbidden, "error.store.forbidden")
	r.MustVerify(t)
}

func TestANewBrandAsksItsIngredientsOnce(t *testing.T) {
	r := open(t)
	p, lines := r.draft(t, augmentin())
	r.write(t, func(tx *store.Tx) error {
		f, err := prescribing.AddFormularyItem(tx, prescribing.ItemOf(lines[0]))
		if err != nil {
			return err
		}
		lines[0].Item = f.ID
		_, err = prescribing.SaveLine(tx, lines[0])
		return err
	})
	must(t, r.issue(t, &p))
	list := r.propose(t, "")
	if len(list) != 1 || list[0].Line.Brand != "Augmentin 625 Duo" || len(list[0].Line.Ingredients) != 2 || list[0].Missing != nil {
		t.Fatalf("favourites %+v", list)
	}
	r.MustVerify(t)
}

func TestBadInputOfTheFormulary(t *testing.T) {
	r := open(t)
	for name, c := range map[string]struct {
		f          prescribing.FormularyItem
		field, key string
	}{
		"no ingredients": {item("X", "tablet", times(1)), "ingredients", "error.prescribing.ingredients_missing"},
		"no form":        {item("X", "", prescribing.Dosage{}, ingredient("x", "1")), "form", "error.prescribing.choice_unknown"},
		"long":           {item(strings.Repeat("x", 500), "tablet", times(1), ingredient("x", "1")), "brand", value.ErrTextLong.Key},
		"UTF-8":          {item("\xff", "tablet", times(1), ingredient("x", "1")), "brand", value.ErrTextEncoding.Key},
		"spoons":         {item("X", "syrup", prescribing.Dosage{Dose: quantity("1", "{teaspoon}")}, ingredient("x", "1")), "dosage.dose", "error.prescribing.spoon"},
		"no strength":    {item("X", "tablet", times(1), ingredient("x", "0")), "ingredients.strength", "error.chart.not_positive"},
	} {
		t.Run(name, func(t *testing.T) {
			wantProblem(t, r.act(action.WriteFormulary, func(tx *store.Tx) error { _, err := prescribing.AddFormularyItem(tx, c.f); return err }), c.field, c.key)
		})
	}
}

func TestATypedLineBecomesALine(t *testing.T) {
	r := open(t)
	r.shelf(t)
	list := r.propose(t, "mox 500 1-0-1 7d pc")
	if len(list) == 0 || !list[0].Known || len(list) > 1 && list[1].Known {
		t.Fatalf("proposals %+v", list)
	}
	m := list[0].Line
	text := strings.ReplaceAll(prescribing.DosageText("en", m), "\u00a0", " ")
	if text != "Take 1 capsule in the morning and at night after food for 7 days." || m.Quantity != quantity("14", "{capsule}") || list[0].Missing != nil || list[0].Unknown != nil {
		t.Fatalf("%s %v missing %v unknown %v", text, m.Quantity, list[0].Missing, list[0].Unknown)
	}
	if list := r.propose(t, "aug 625"); len(list) != 1 || list[0].Missing != nil || list[0].Line.Quantity != quantity("10", "{tablet}") {
		t.Fatalf("by its sum: %+v", list)
	}
	if list := r.propose(t, "mox 375"); len(list) == 0 || list[0].Known {
		t.Fatalf("another strength is proposed: %+v", list)
	}
	// An ingredient of the list, by its generic name; a strength without a unit isn't guessed.
	list = r.propose(t, "metformin 500 1-0-1 tab 30d")
	if len(list) == 0 || list[0].Known || list[0].Line.Ingredients[0].Name != "metformin" || fmt.Sprint(list[0].Unknown) != "[500]" {
		t.Fatalf("generic %+v", list)
	}
	wantProblem(t, list[0].Missing, "ingredients.strength", "error.prescribing.strength_missing")
	list = r.propose(t, "metformin 500mg tab 1-0-1 30d")
	if len(list) == 0 || list[0].Missing != nil || list[0].Line.Quantity != quantity("60", "{tablet}") {
		t.Fatalf("generic with unit %+v", list)
	}
	if list := r.propose(t, "calpol 250/5 5 ml tds 3d"); len(list) != 1 || list[0].Missing != nil || list[0].Line.Quantity != quantity("45", "mL") {
		t.Fatalf("syrup %+v", list)
	}
	if list := r.propose(t, "calpol 1-1-1 3d"); len(list) != 1 || list[0].Line.Dosage.Dose != quantity("5", "mL") {
		t.Fatalf("syrup by pattern %+v", list)
	}
	if list := r.propose(t, "cetirizine 10 cap hs"); len(list) == 0 || fmt.Sprint(list[0].Unknown) != "[capsule]" || list[0].Line.Form != "tablet" {
		t.Fatalf("another form than the item has: %+v", list)
	}
}

func TestFavouritesAreWhatIsUsed(t *testing.T) {
	r := open(t)
	shelf := r.shelf(t)
	if list := r.propose(t, ""); len(list) != 0 {
		t.Fatalf("favourites of nobody: %+v", list)
	}
	use := func(f prescribing.FormularyItem) { r.issued(t, prescribing.LineOf(f)) }
	must(t, r.act(action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.ReviewAllergies(tx, chart.AllergyReview{Origin: r.origin(r.meera), NoneKnown: true})
		return err
	}, r.meera))
	use(shelf[4])
	r.Clock.Add(10 * 24 * 3600 * 1e9)
	use(shelf[1])
	r.Clock.Add(10 * 24 * 3600 * 1e9)
	use(shelf[1])
	list := r.propose(t, "")
	if len(list) != 2 || list[0].Line.Brand != "Mox" || list[1].Line.Item != shelf[4].ID {
		t.Fatalf("favourites %+v", list)
	}
	if list := r.propose(t, "amox"); list[0].Line.Item != shelf[1].ID {
		t.Fatalf("the one that is used comes first: %+v", list[0])
	}
	r.MustVerify(t)
}

// BenchmarkPropose is one key press in a formulary of 3,000 medicines.
func BenchmarkPropose(b *testing.B) {
	r := open(b)
	must(b, r.act(action.WriteFormulary, func(tx *store.Tx) error {
		for i := range 3000 {
			if _, err := prescribing.AddFormularyItem(tx, item(fmt.Sprintf("Brand%c%c %d", 'a'+i%26, 'a'+i/26%26, i), "tablet", times(2), ingredient("amoxicillin", fmt.Sprint(100+i)))); err != nil {
				return err
			}
		}
		return nil
	}))
	for _, text := range []string{"b", "amox 500 1-0-1 5d"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				r.propose(b, text)
			}
		})
	}
}

// BenchmarkIssue checks, numbers and freezes a prescription of one line.
func BenchmarkIssue(b *testing.B) {
	r := open(b)
	shelf := r.shelf(b)
	for b.Loop() {
		p, _ := r.draft(b, prescribing.LineOf(shelf[4]))
		must(b, r.issue(b, &p))
		b.StopTimer()
		must(b, r.act(action.VoidDocument, func(tx *store.Tx) error { _, err := prescribing.Void(tx, p.ID); return err }, r.meera))
		b.StartTimer()
	}
}
