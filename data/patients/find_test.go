package patients_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
)

func find(t testing.TB, k *storetest.Kit, text string) (rows []patients.Row, total int) {
	t.Helper()
	k.MustView(t, k.Desk, action.FindPatients, func(tx *store.Tx) (err error) {
		rows, total, err = patients.Find(tx, patients.Query{Text: text})
		return err
	})
	return rows, total
}

func names(rows []patients.Row) string {
	var list []string
	for _, r := range rows {
		list = append(list, r.Name.Display(value.GivenFirst))
	}
	return strings.Join(list, "|")
}

func TestFindAsYouType(t *testing.T) {
	k := open(t)
	phone := func(n string) []patients.Phone { return []patients.Phone{{Number: n}} }
	for _, p := range []patients.Patient{
		{Name: value.HumanName{Given: "Meera", Family: "Sharma"}, BirthDate: date(t, "1951-02-03"), Phones: phone("+91 98765 43210"), Locality: "Pune"}, // A-0001
		{Name: value.HumanName{Given: "मीरा", Family: "शर्मा", Latin: "Mira Sarma"}, OldNumber: "B/1204"},                                               // A-0002
		{Name: value.HumanName{Given: "José", Family: "Ångström-Núñez"}, BirthDate: date(t, "1980-12-05"), Phones: phone("09876512345")},                // A-0003
		{Name: value.HumanName{Given: "Ram"}, Relation: patients.SonOf, RelationName: "Punekar Das"},                                                    // A-0004
		{Name: value.HumanName{Given: "Ramesh", Family: "Ramdas"}},                                                                                      // A-0005
		{Name: value.HumanName{Given: "Asha", Family: "Verma"}, PreviousNames: []value.HumanName{{Given: "Asha", Family: "Kulkarni"}}},                  // A-0006
		{Name: value.HumanName{Given: "Сергей", Family: "Иванов"}, Phones: phone("+49 (0)30 123456")},                                                   // A-0007
		{Name: value.HumanName{Given: "Padma", Family: "Sharad"}, Identifiers: []patients.Identifier{{System: "Passport", Value: "Z 123-4567"}}},        // A-0008
	} {
		register(t, k, p)
	}
	for _, c := range []struct{ text, want string }{
		{"mee sha", "Meera Sharma"},
		{"sha mee", "Meera Sharma"},
		{"MEERA", "Meera Sharma|मीरा शर्मा"}, // the other one by its sound
		{"mira sar", "मीरा शर्मा"},
		{"मी", "मीरा शर्मा"},
		{"शर्मा मीरा", "मीरा शर्मा|Meera Sharma"}, // ditto
		{"शर", "मीरा शर्मा"},
		{"nunez", "José Ångström-Núñez"},
		{"angstrom-nu", "José Ångström-Núñez"},
		{"jose ång", "José Ångström-Núñez"},
		{"ram", "Ram|Ramesh Ramdas"},
		{"ramd", "Ramesh Ramdas"},
		{"kulkarni", "Asha Verma"},
		{"сер", "Сергей Иванов"},
		{"sergei ivanov", "Сергей Иванов"}, // sound
		{"98765", "José Ångström-Núñez|Meera Sharma"},
		{"9876543210", "Meera Sharma"},
		{"98765 43210", "Meera Sharma"},
		{"+91 98765 43210", "Meera Sharma"},
		{"0091 98765-43210", "Meera Sharma"},
		{"098765 43210", "Meera Sharma"},
		{"3210", "Meera Sharma"},
		{"+919876512345", "José Ångström-Núñez"},
		{"030 123456", "Сергей Иванов"},
		{"+49 30 1234", "Сергей Иванов"},
		{"1", "Meera Sharma|मीरा शर्मा"},
		{"A-0003", "José Ångström-Núñez"},
		{"a0003", "José Ångström-Núñez"},
		{"b/1204", "मीरा शर्मा"},
		{"1204", "मीरा शर्मा"},
		{"z1234567", "Padma Sharad"},
		{"3/2/1951", "Meera Sharma"},
		{"3/2/51", "Meera Sharma"},
		{"03021951", "Meera Sharma"},
		{"1951-02-03", "Meera Sharma"},
		{"3 feb 1951", "Meera Sharma"},
		{"2/1951", "Meera Sharma"},
		{"1951", "Meera Sharma"},
		{"sharma 1951", "Meera Sharma"},
		{"sharma 1980", ""},
		{"meera pune", "Meera Sharma"},
		{"pune", "Ram|Meera Sharma"},
		{"ram das", "Ram"},
		{"zzz", ""},
		{"!!! ---", ""},
		{"31/2/1951", ""},
		{`"meera" OR name:* NOT (`, ""},
		{"me\xffera", ""},
		{"\x00", ""},
		{"😀", ""},
	} {
		rows, total := find(t, k, c.text)
		if got := names(rows); got != c.want || total != len(rows) {
			t.Errorf("%q finds %q (%d), want %q", c.text, got, total, c.want)
		}
	}
	if rows, _ := find(t, k, "kulkarni"); rows[0].Match != patients.MatchPreviousName || rows[0].PreviousName.Family != "Kulkarni" {
		t.Errorf("%+v", rows[0])
	}
	if rows, _ := find(t, k, "meera"); rows[0].Match != "" || rows[1].Match != patients.MatchSound {
		t.Errorf("%+v", rows)
	}
	err := k.View(ctx, k.Desk, action.FindPatients, func(tx *store.Tx) error {
		_, _, err := patients.Find(tx, patients.Query{Text: strings.Repeat("enormous ", 10_000)})
		return err
	})
	if store.CodeOf(err) != store.Invalid {
		t.Errorf("enormous: %v", err)
	}
	if rows, _ := find(t, k, strings.Repeat("meera ", 30)); len(rows) == 0 {
		t.Error("a word often repeated")
	}
}

func TestRecentPatientsComeFirst(t *testing.T) {
	k := open(t)
	var ids []patients.ID
	for _, given := range []string{"One", "Two", "Three"} {
		ids = append(ids, register(t, k, patients.Patient{Name: value.HumanName{Given: given}}).ID)
		k.Clock.Add(time.Minute)
	}
	if rows, total := find(t, k, " "); names(rows) != "Three|Two|One" || total != 3 {
		t.Errorf("%s %d", names(rows), total)
	}
	k.MustUpdate(t, k.Desk, action.Arrive, func(tx *store.Tx) error { return patients.Seen(tx, ids[0]) }, store.About(ids[0]))
	if rows, _ := find(t, k, ""); names(rows) != "One|Three|Two" {
		t.Errorf("%s", names(rows))
	}
	k.MustView(t, k.Desk, action.FindPatients, func(tx *store.Tx) error {
		rows, total, err := patients.Find(tx, patients.Query{Limit: 1, Offset: 1})
		if names(rows) != "Three" || total != 3 {
			t.Errorf("page: %s %d", names(rows), total)
		}
		rows, _, _ = patients.Find(tx, patients.Query{Limit: -1, Offset: -7})
		if len(rows) != 3 {
			t.Errorf("negative page: %d", len(rows))
		}
		rows, _, _ = patients.Find(tx, patients.Query{Offset: 99})
		if len(rows) != 0 {
			t.Errorf("page behind the end: %d", len(rows))
		}
		return err
	})
	k.MustVerify(t)
}

// A whole word stays on top of hundreds that only begin with it, and the count tells of them all.
func TestAWholeWordIsNotCrowdedOut(t *testing.T) {
	k := open(t)
	ram := register(t, k, patients.Patient{Name: value.HumanName{Given: "Ram"}})
	k.MustUpdate(t, k.Desk, action.RegisterPatient, func(tx *store.Tx) error {
		for range patients.CandidateLimit + 50 {
			if _, err := patients.Register(tx, patients.Patient{Name: value.HumanName{Given: "Ramesh"}}); err != nil {
				return err
			}
		}
		return nil
	})
	rows, total := find(t, k, "ram")
	if rows[0].ID != ram.ID || total != patients.CandidateLimit+51 || len(rows) != patients.DefaultLimit {
		t.Errorf("%s first of %d", rows[0].Number, total)
	}
}

func TestAccentsOrderAndCaseNeverMatter(t *testing.T) {
	k := open(t)
	syllables := []string{"ka", "ri", "mo", "shé", "lu", "ñó", "dev", "מי", "मी", "रा", "ша", "李"}
	word := rapid.Custom(func(rt *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(syllables), 1, 3).Draw(rt, "syllables"), "")
	})
	rapid.Check(t, func(rt *rapid.T) {
		given, family := word.Draw(rt, "given"), word.Draw(rt, "family")
		p, err := try(k, patients.Patient{Name: value.HumanName{Given: given, Family: family}})
		if err != nil {
			rt.Fatal(err)
		}
		cut := func(s string) string {
			r := []rune(s)
			return string(r[:rapid.IntRange(1, len(r)).Draw(rt, "cut")])
		}
		text := strings.ToUpper(cut(family)) + "  " + value.SearchKey(given)
		err = k.View(ctx, k.Desk, action.FindPatients, func(tx *store.Tx) error {
			rows, total, err := patients.Find(tx, patients.Query{Text: text, Limit: patients.CandidateLimit})
			if total <= patients.CandidateLimit && !slices.ContainsFunc(rows, func(r patients.Row) bool { return r.ID == p.ID }) {
				rt.Fatalf("%q %q is not among the %d found by %q", given, family, total, text)
			}
			return err
		})
		if err != nil {
			rt.Fatal(err)
		}
	})
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"mee sha", "3/2/51", "+91 98765", "a-0001", `"*:^()`, "\xff\x00", "NEAR(a b)", "मी", "1y 6m", "'"} {
		f.Add(s)
	}
	k := open(f)
	register(f, k, meera(f))
	f.Fuzz(func(t *testing.T, text string) {
		err := k.View(ctx, k.Desk, action.FindPatients, func(tx *store.Tx) error {
			rows, total, err := patients.Find(tx, patients.Query{Text: text})
			if total != len(rows) {
				t.Errorf("%q: %d of %d", text, len(rows), total)
			}
			if _, err := patients.Duplicates(tx, patients.Patient{Name: value.HumanName{Given: text}, OldNumber: text, RelationName: text, Phones: []patients.Phone{{Number: text}}}); err != nil {
				t.Errorf("duplicates of %q: %v", text, err)
			}
			return err
		})
		if err != nil && store.CodeOf(err) != store.Invalid {
			t.Errorf("%q: %v", text, err)
		}
	})
}
