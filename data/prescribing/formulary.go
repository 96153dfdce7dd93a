package prescribing

import (
	"cmp"
	"slices"
	"strings"

	"satchel/data/chart"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// FormularyID names one medicine of the practice's formulary.
type FormularyID = store.ID[FormularyItem]

// FormularyItem is a medicine as this practice prescribes it: what it is, and what a line is filled with at first. A new brand
// asks its ingredients once and stands here from then on.
type FormularyItem struct {
	ID FormularyID `db:"id"`
	store.Meta
	Brand        string         `db:"brand"` // "": by its ingredients
	Ingredients  []Ingredient   `db:"ingredients,json"`
	Form         Form           `db:"form"`
	Route        Route          `db:"route"` // "": the form's usual one
	Dosage       Dosage         `db:"dosage,json"`
	Quantity     value.Quantity `db:"quantity,json"` // zero: computed from the dosage
	Instructions string         `db:"instructions"`
	Indication   string         `db:"indication"`
	Substitution bool           `db:"substitution"` // the pharmacist may give another brand
	// LegalStatus is on which list of the law it stands: the word of the practice's doctor, which lines made of it carry.
	LegalStatus organization.LegalStatus `db:"legal_status"`
	Identity    string                   `db:"identity"` // written by the room; unique among those that aren't retracted
}

// FormularyItems is the record type of the formulary.
var FormularyItems = store.NewTable[FormularyItem](store.Spec{Number: 60, Name: "Medication", Table: "formulary_item", Schema: 1,
	Read: action.PracticeRead, Write: action.Prescribe})

func (f *FormularyItem) clean(problems *value.Problems) {
	problems.Text("brand", &f.Brand, NameLength, false)
	problems.Text("instructions", &f.Instructions, InstructionLength, true)
	problems.Text("indication", &f.Indication, NameLength, false)
	f.Dosage.clean(problems)
}

// Validate returns all problems at once. An item without ingredients can't be checked against allergies: it is refused; a line
// that can't be known better is prescribed in its own words.
func (f FormularyItem) Validate() error {
	var problems value.Problems
	f.clean(&problems)
	if len(f.Ingredients) == 0 {
		problems.Add("ingredients", "error.prescribing.ingredients_missing")
	}
	problems.Check("", chart.ValidateIngredients(f.Ingredients))
	if _, known := ProductOf(f.Form); !known {
		problems.Add("form", "error.prescribing.choice_unknown")
	}
	oneOf(&problems, "route", f.Route, Routes)
	checkLegalStatus(&problems, f.LegalStatus)
	problems.Check("quantity", f.Quantity.Validate())
	f.Dosage.validate(&problems)
	checkUnits(&problems, f.Form, f.Dosage, f.Quantity)
	checkDiscouraged(&problems, "instructions", f.Instructions)
	checkDiscouraged(&problems, "indication", f.Indication)
	checkDiscouraged(&problems, "dosage.asNeededFor", f.Dosage.AsNeededFor)
	return problems.Err()
}

// identity tells two items apart: brand, ingredients with strength, form.
func (f FormularyItem) identity() string {
	parts := make([]string, 0, len(f.Ingredients))
	for _, i := range f.Ingredients {
		parts = append(parts, strings.Join([]string{value.SearchKey(i.Name), i.Strength.Value.Safe(), i.Strength.Unit, i.Per.Value.Safe(), i.Per.Unit}, " "))
	}
	slices.Sort(parts)
	return value.SearchKey(f.Brand) + "|" + strings.Join(parts, "+") + "|" + string(f.Form)
}

// AddFormularyItem keeps a new medicine. Where the same one stands there already it is returned, and nothing changes.
func AddFormularyItem(tx *store.Tx, f FormularyItem) (FormularyItem, error) {
	f.ID, f.Meta = FormularyID{}, store.Meta{}
	f.prepare()
	same, err := store.Select(tx, FormularyItems, "identity = ? AND retracted = 0 LIMIT 1", f.Identity)
	if err != nil {
		return f, err
	}
	if len(same) > 0 {
		return same[0], nil
	}
	if err := store.Insert(tx, FormularyItems, &f); err != nil {
		return f, err
	}
	return f, index(tx, f)
}

// ChangeFormularyItem keeps changed defaults, or a corrected name or strength. Lines already written stay as they are. It
// returns Conflict for a stale version, a retracted item, and for one that would become another that stands there already.
func ChangeFormularyItem(tx *store.Tx, f FormularyItem) (FormularyItem, error) {
	old, err := store.Get(tx, FormularyItems, f.ID)
	if err != nil {
		return f, err
	}
	if old.Retracted {
		return f, store.Fail(store.Conflict, "error.store.retracted")
	}
	f.Retracted = false
	f.prepare()
	same, err := store.Select(tx, FormularyItems, "identity = ? AND retracted = 0 AND id <> ? LIMIT 1", f.Identity, f.ID)
	if err != nil {
		return f, err
	}
	if len(same) > 0 {
		return f, store.Fail(store.Conflict, "error.prescribing.formulary_twice")
	}
	if err := store.Update(tx, FormularyItems, &f); err != nil {
		return f, err
	}
	return f, index(tx, f)
}

// RetractFormularyItem takes a medicine out of the lists; lines that were written from it stay.
func RetractFormularyItem(tx *store.Tx, id FormularyID) error {
	f, err := store.Get(tx, FormularyItems, id)
	if err != nil {
		return err
	}
	if err := store.Retract(tx, FormularyItems, &f); err != nil {
		return err
	}
	return tx.Exec(action.Prescribe, "DELETE FROM formulary_word WHERE item_id = ?", id)
}

// prepare cleans the texts and fills what follows from the rest.
func (f *FormularyItem) prepare() {
	var ignored value.Problems // Validate returns them
	f.clean(&ignored)
	f.Ingredients = chart.CleanIngredients(f.Ingredients)
	if p, known := ProductOf(f.Form); known && f.Route == "" {
		f.Route = p.Route
	}
	f.Identity = f.identity()
}

// index keeps the words by which an item is found.
func index(tx *store.Tx, f FormularyItem) error {
	if err := tx.Exec(action.Prescribe, "DELETE FROM formulary_word WHERE item_id = ?", f.ID); err != nil {
		return err
	}
	for _, word := range f.words() {
		if err := tx.Exec(action.Prescribe, "INSERT OR IGNORE INTO formulary_word (word, item_id) VALUES (?, ?)", word, f.ID); err != nil {
			return err
		}
	}
	return nil
}

// words are the words of brand, ingredients and strengths.
func (f FormularyItem) words() []string {
	text := f.Brand
	for _, i := range f.Ingredients {
		text += " " + i.Name + " " + i.Strength.Value.Safe()
	}
	return value.SearchTokens(text)
}

// maxCandidates bounds what is ranked in memory.
const maxCandidates = 200

// FindFormulary returns the items that every word of text begins a word of, those that the practitioner uses most first. An empty text gives the favourites.
func FindFormulary(tx *store.Tx, who organization.PractitionerID, text string, limit int) ([]FormularyItem, error) {
	words := value.SearchTokens(text)
	if len(words) == 0 {
		return Favourites(tx, who, limit)
	}
	// The longest word narrows the most; the others are tried in memory.
	longest := slices.MaxFunc(words, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	const mostUsed = "coalesce((SELECT uses FROM formulary_use u WHERE u.practitioner_id = ? AND u.item_id = formulary_item.id), 0) DESC"
	items, err := store.Select(tx, FormularyItems, "retracted = 0 AND id IN (SELECT item_id FROM formulary_word WHERE word >= ? AND word < ?) ORDER BY "+
		mostUsed+", identity LIMIT ?", longest, longest+"\U0010ffff", who, maxCandidates)
	if err != nil {
		return nil, err
	}
	items = slices.DeleteFunc(items, func(f FormularyItem) bool { return !begins(f.words(), words) })
	uses, err := uses(tx, who)
	if err != nil {
		return nil, err
	}
	leads := func(f FormularyItem) int {
		if strings.HasPrefix(f.Identity, words[0]) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(items, func(a, b FormularyItem) int {
		return cmp.Or(-cmp.Compare(uses[a.ID], uses[b.ID]), cmp.Compare(leads(a), leads(b)), cmp.Compare(a.Identity, b.Identity))
	})
	return items[:min(limit, len(items))], nil
}

// Formulary returns the medicines of the practice in the order of their names, limit at most.
func Formulary(tx *store.Tx, limit int) ([]FormularyItem, error) {
	return store.Select(tx, FormularyItems, "retracted = 0 ORDER BY identity LIMIT ?", limit)
}

// Favourites returns what the practitioner issued most often, and last.
func Favourites(tx *store.Tx, who organization.PractitionerID, limit int) ([]FormularyItem, error) {
	rows, err := tx.Query(action.PracticeRead, `SELECT u.item_id FROM formulary_use u JOIN formulary_item f ON f.id = u.item_id AND f.retracted = 0
		WHERE u.practitioner_id = ? ORDER BY u.uses DESC, u.last DESC LIMIT ?`, who, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []FormularyID
	for rows.Next() {
		var id FormularyID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	list := make([]FormularyItem, 0, len(ids))
	for _, id := range ids {
		f, err := store.Get(tx, FormularyItems, id)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

func uses(tx *store.Tx, who organization.PractitionerID) (map[FormularyID]int64, error) {
	rows, err := tx.Query(action.PracticeRead, "SELECT item_id, uses FROM formulary_use WHERE practitioner_id = ?", who)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[FormularyID]int64{}
	for rows.Next() {
		var id FormularyID
		var n int64
		if err := rows.Scan(&id, &n); err != nil {
			return nil, err
		}
		all[id] = n
	}
	return all, rows.Err()
}

// used counts one issued line.
func used(tx *store.Tx, who organization.PractitionerID, item FormularyID) error {
	if item.IsZero() {
		return nil
	}
	return tx.Exec(action.Prescribe, `INSERT INTO formulary_use (practitioner_id, item_id, uses, last) VALUES (?, ?, 1, ?)
		ON CONFLICT (practitioner_id, item_id) DO UPDATE SET uses = uses + 1, last = excluded.last`, who, item, tx.Now().UnixMilli())
}
