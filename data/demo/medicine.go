package demo

import (
	"fmt"

	"satchel/data/organization"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/value"
)

// medicine is one entry of the made-up formulary: a line as a doctor types it, which the reader of typed lines turns into an item.
// The substances are real and named by their INN; the doses are usual ones of adults, or of the ages that the table of illnesses
// names, at their low end. They are there to be looked at and are no advice.
type medicine struct {
	key, typed string
	form       prescribing.Form // where the typed line has no word for it
	site       prescribing.Site
	// brand names a mixture whose ingredients stand below.
	brand       string
	ingredients []prescribing.Ingredient
	indication  string
}

var medicines = []medicine{
	{key: "paracetamol", typed: "paracetamol 500 mg tab 1-1-1 pc 3d", indication: "fever or pain"},
	{key: "paracetamol-child", typed: "paracetamol 120/5 syrup 5 ml q6h 3d", indication: "fever"},
	{key: "paracetamol-schoolchild", typed: "paracetamol 250/5 syrup 5 ml q6h 3d", indication: "fever"},
	{key: "amoxicillin", typed: "amoxicillin 500 mg cap 1-1-1 5d"},
	{key: "amoxicillin-child", typed: "amoxicillin 250/5 susp 5 ml tds 5d"},
	{key: "azithromycin", typed: "azithromycin 500 mg tab 1-0-0 3d"},
	{key: "doxycycline", typed: "doxycycline 100 mg cap 1-0-1 pc 7d"},
	{key: "nitrofurantoin", typed: "nitrofurantoin 100 mg cap 1-0-1 with food 5d"},
	{key: "metronidazole", typed: "metronidazole 400 mg tab 1-1-1 pc 5d"},
	{key: "albendazole", typed: "albendazole 400 mg tab 1 tab stat"},
	{key: "cetirizine", typed: "cetirizine 10 mg tab 0-0-1 5d"},
	{key: "cetirizine-child", typed: "cetirizine 5mg/5ml syrup 2.5 ml bd 5d"},
	{key: "loratadine", typed: "loratadine 10 mg tab 1-0-0 10d"},
	{key: "saline-nose", typed: "sodium chloride 0.65 % 2 drops qid 5d", form: "nasal-drops"},
	{key: "ibuprofen", typed: "ibuprofen 400 mg tab 1-0-1 pc 3d", indication: "pain"},
	{key: "diclofenac-gel", typed: "diclofenac 1 % gel tds 7d"},
	{key: "omeprazole", typed: "omeprazole 20 mg cap 1-0-0 ac 14d"},
	{key: "ondansetron", typed: "ondansetron 4 mg tab 1-0-1 2d", indication: "vomiting"},
	{key: "rehydration", brand: "Oral rehydration salts", typed: "salts 1 sachet sachet sos for loose stools #6", form: "sachet", ingredients: []prescribing.Ingredient{
		ingredient("glucose", "13.5"), ingredient("sodium chloride", "2.6"), ingredient("potassium chloride", "1.5"), ingredient("sodium citrate", "2.9")}},
	{key: "zinc-child", typed: "zinc sulfate 20 mg 1 tab od 14d", form: "dispersible-tablet"},
	{key: "metformin", typed: "metformin 500 mg tab 1-0-1 pc 30d"},
	{key: "glimepiride", typed: "glimepiride 1 mg tab 1-0-0 ac 30d"},
	{key: "amlodipine", typed: "amlodipine 5 mg tab 1-0-0 30d"},
	{key: "telmisartan", typed: "telmisartan 40 mg tab 1-0-0 30d"},
	{key: "hydrochlorothiazide", typed: "hydrochlorothiazide 12.5 mg tab 1-0-0 30d"},
	{key: "atorvastatin", typed: "atorvastatin 10 mg tab 0-0-1 30d"},
	{key: "aspirin", typed: "acetylsalicylic 75 mg tab 0-1-0 pc 30d"},
	{key: "levothyroxine", typed: "levothyroxine 50 mcg tab 1-0-0 ac 30d"},
	{key: "salbutamol", typed: "salbutamol 100 mcg inhaler 2 puffs sos for wheeze #1"},
	{key: "budesonide", typed: "budesonide 200 mcg inhaler 1 puff bd 30d #1"},
	{key: "montelukast", typed: "montelukast 10 mg tab 0-0-1 14d"},
	{key: "iron", typed: "ferrous ascorbate 100 mg tab 0-1-0 pc 30d"},
	{key: "folic-acid", typed: "folic acid 5 mg tab 1-0-0 30d"},
	{key: "calcium", typed: "calcium carbonate 500 mg tab 0-0-1 pc 30d"},
	{key: "colecalciferol", typed: "colecalciferol 1000 iu cap 1-0-0 30d"},
	{key: "sertraline", typed: "sertraline 50 mg tab 1-0-0 30d"},
	{key: "tamsulosin", typed: "tamsulosin 400 mcg cap 0-0-1 pc 30d"},
	{key: "clotrimazole", typed: "clotrimazole 1 % cream bd 14d"},
	{key: "hydrocortisone", typed: "hydrocortisone 1 % cream bd 7d"},
	{key: "mupirocin", typed: "mupirocin 2 % ointment tds 5d"},
	{key: "permethrin", typed: "permethrin 5 % cream once"},
	{key: "chloramphenicol-eye", typed: "chloramphenicol 0.5 % 1 drop qid 5d #1", form: "eye-drops", site: prescribing.BothSides},
	{key: "xylometazoline", typed: "xylometazoline 0.1 % 1 spray bd 5d #1", form: "nasal-spray"},
}

func ingredient(name, grams string) prescribing.Ingredient {
	return prescribing.Ingredient{Name: name, Strength: value.Quantity{Value: value.MustDecimal(grams), Unit: "g"}}
}

// line reads a medicine into a line that lacks nothing but its prescription.
func (m medicine) line(tx *store.Tx, who organization.PractitionerID) (prescribing.MedicationRequest, error) {
	typed := prescribing.ParseLine(m.typed)
	line := prescribing.MedicationRequest{Brand: m.brand, Ingredients: m.ingredients, Dosage: typed.Dosage, Substitution: true}
	if m.brand == "" {
		list, err := prescribing.Propose(tx, who, m.typed, 1)
		if err != nil {
			return line, err
		}
		if len(list) == 0 {
			return line, &store.Error{Code: store.Internal, Key: "error.store.internal", Err: fmt.Errorf("read %q: nothing proposed", m.typed)}
		}
		line = list[0].Line
	}
	if m.form != "" {
		product, _ := prescribing.ProductOf(m.form)
		line.Form, line.Route, line.Site, line.Dosage = m.form, product.Route, m.site, typed.Dosage
	}
	if product, known := prescribing.ProductOf(line.Form); known && line.Quantity.IsZero() {
		line.Quantity, _ = prescribing.ComputeQuantity(line.Form, line.Ingredients, line.Dosage)
		if line.Quantity.IsZero() { // counted in packs: one
			count := typed.Quantity
			if !count.IsSet() {
				count = value.Whole(1)
			}
			unit := product.Quantity[0]
			if product.Spread {
				unit = "{tube}"
			}
			line.Quantity = value.Quantity{Value: count, Unit: unit}
		}
	}
	line.Indication = m.indication
	return line, nil
}

// stock is the formulary once it is kept: for each key a line that is filled in.
type stock map[string]prescribing.MedicationRequest

func fillFormulary(tx *store.Tx, who organization.PractitionerID) (stock, error) {
	shelf := stock{}
	for _, m := range medicines {
		line, err := m.line(tx, who)
		if err != nil {
			return nil, err
		}
		item, err := prescribing.AddFormularyItem(tx, prescribing.ItemOf(line))
		if err != nil {
			return nil, err
		}
		site := line.Site
		line = prescribing.LineOf(item)
		line.Site = site
		shelf[m.key] = line
	}
	return shelf, nil
}
