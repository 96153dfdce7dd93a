package template

import "strings"

// Field is a name that stands for something of the record. The names are part of every stored template: one is never renamed.
type Field struct {
	Name string
	// List: the value is several things, which stand below each other where the field has a line for itself.
	List bool
}

// CatalogueKey names the words for what it stands for.
func (f Field) CatalogueKey() string { return "letter.field." + strings.ReplaceAll(f.Name, ".", "_") }

// Fields are all that a template may name, in the order in which a menu offers them.
var Fields = []Field{
	{Name: "patient.name"}, {Name: "patient.age"}, {Name: "patient.born"}, {Name: "patient.sex"}, {Name: "patient.number"}, {Name: "patient.address"}, {Name: "patient.phone"},
	{Name: "visit.date"}, {Name: "visit.reason"}, {Name: "visit.note"}, {Name: "visit.diagnoses", List: true}, {Name: "visit.plan"}, {Name: "visit.review"},
	{Name: "problems", List: true}, {Name: "medicines", List: true}, {Name: "allergies", List: true}, {Name: "vitals", List: true},
	{Name: "today"},
	{Name: "practitioner.name"}, {Name: "practitioner.qualification"}, {Name: "practitioner.registration"}, {Name: "practice.name"}, {Name: "practice.phone"},
}

// FieldOf finds a field by its name.
func FieldOf(name string) (Field, bool) {
	for _, f := range Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// nearest is the known name that a mistyped one is closest to; "" where none is close.
func nearest(name string) string {
	best, distance := "", 3
	for _, f := range Fields {
		if d := edits(name, f.Name, distance); d < distance {
			best, distance = f.Name, d
		}
	}
	return best
}

// edits counts the letters that two names differ by (Levenshtein), and gives up at most.
func edits(a, b string, most int) int {
	if len(a) > len(b)+most || len(b) > len(a)+most {
		return most
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := corner
			if a[i] != b[j] {
				cost = 1 + min(corner, row[j], row[j+1])
			}
			corner, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
