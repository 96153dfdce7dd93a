package data_test

import (
	"strings"
	"testing"

	"satchel/data"
	"satchel/data/datatest"
	"satchel/data/store"
	"satchel/data/store/action"
)

// kernelColumns are in every record's table, and in no other.
const kernelColumns = "id version device sequence changed retracted"

func TestEveryRecordTypeConforms(t *testing.T) {
	numbers, names, tables := map[int]string{}, map[string]bool{}, map[string]bool{}
	for _, r := range data.Records() {
		spec := r.Describe()
		if other := numbers[spec.Number]; other != "" {
			t.Errorf("%s has the number of %s", spec.Name, other)
		}
		numbers[spec.Number] = spec.Name
		if names[spec.Name] || tables[spec.Table] {
			t.Errorf("%s or its table %s is there twice", spec.Name, spec.Table)
		}
		names[spec.Name], tables[spec.Table] = true, true
		reads, writes := 0, 0
		for _, def := range action.All {
			if def.Uses(spec.Read) {
				reads++
			}
			if def.Uses(spec.Write) {
				writes++
			}
		}
		if reads == 0 || writes == 0 {
			t.Errorf("%s: %d acts may read it, %d may write it", spec.Name, reads, writes)
		}
		for _, c := range []action.Capability{spec.Read, spec.Write} {
			if action.Owner.Grants(c) == action.Denied {
				t.Errorf("%s: nobody has the capability %s", spec.Name, c)
			}
		}
	}
}

// TestEveryTableOfRecordsIsKnownToTheKernel finds a table that a migration made like a record's and that is in no list: its rows would
// never be verified.
func TestEveryTableOfRecordsIsKnownToTheKernel(t *testing.T) {
	k := datatest.Open(t, datatest.Press{})
	known := map[string]bool{}
	for _, r := range data.Records() {
		known[r.Describe().Table] = true
	}
	rows, err := k.Vault().Reader().Query(`SELECT m.name, group_concat(c.name, ' ') FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' GROUP BY m.name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := 0
	for rows.Next() {
		var table, columns string
		if err := rows.Scan(&table, &columns); err != nil {
			t.Fatal(err)
		}
		if isRecord := strings.HasPrefix(columns, kernelColumns); isRecord != known[table] {
			t.Errorf("table %s: looks like a record %v, is listed %v", table, isRecord, known[table])
		} else if isRecord {
			found++
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if found != len(data.Records()) {
		t.Errorf("%d tables, %d record types", found, len(data.Records()))
	}
}

// TestAnEmptyPracticeVerifies reads every column of every record type once: a field without a column fails here.
func TestAnEmptyPracticeVerifies(t *testing.T) {
	k := datatest.Open(t, datatest.Press{})
	k.MustVerify(t)
	for _, m := range store.Migrations() {
		if !strings.HasSuffix(m.Name, ".sql") || m.SQL == "" {
			t.Errorf("migration %+v", m)
		}
	}
}

// TestEveryActionIsDefinedOnce holds the list of acts against the roles: an act that no role may do, or that needs nothing, is a fault.
func TestEveryActionIsDefinedOnce(t *testing.T) {
	seen := map[action.Action]bool{}
	for _, def := range action.All {
		if seen[def.Action] {
			t.Errorf("%s is there twice", def.Action)
		}
		seen[def.Action] = true
		if len(def.Needs) == 0 || !def.Allowed(action.Owner) {
			t.Errorf("%s: needs %v, the owner may not do it", def.Action, def.Needs)
		}
		if def.OfPatient && def.WholePractice {
			t.Errorf("%s is about one patient and about all", def.Action)
		}
	}
}
