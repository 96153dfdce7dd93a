package patients_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"satchel/assets"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
)

func duplicates(t testing.TB, k *storetest.Kit, p patients.Patient) (list []patients.Duplicate) {
	t.Helper()
	k.MustView(t, k.Desk, action.FindPatients, func(tx *store.Tx) (err error) {
		list, err = patients.Duplicates(tx, p)
		return err
	})
	return list
}

func TestDuplicates(t *testing.T) {
	k := open(t)
	known := register(t, k, patients.Patient{Name: value.HumanName{Given: "Meera", Family: "Sharma"}, Gender: value.GenderFemale, BirthDate: date(t, "1951-02-03"),
		Relation: patients.WifeOf, RelationName: "Ramesh Sharma", Phones: []patients.Phone{{Number: "+91 98765 43210"}}, Locality: "Udaipur", Email: "m@example.org",
		OldNumber: "B-1204", Identifiers: []patients.Identifier{{System: "ABHA", Value: "12-34"}}, PreviousNames: []value.HumanName{{Given: "Meera", Family: "Joshi"}}})
	name := func(given, family string) value.HumanName { return value.HumanName{Given: given, Family: family} }
	phone := []patients.Phone{{Number: "098765 43210"}}
	for about, c := range map[string]struct {
		p    patients.Patient
		want string // "": none
	}{
		"a shared phone alone":                {patients.Patient{Name: name("Ravi", "Gupta"), Phones: phone}, ""},
		"husband: family name and phone":      {patients.Patient{Name: name("Ramesh", "Sharma"), Phones: phone, Locality: "Udaipur", Email: "m@example.org"}, ""},
		"a twin":                              {patients.Patient{Name: name("Ravi", "Sharma"), BirthDate: date(t, "1951-02-03"), Phones: phone, Relation: patients.WifeOf, RelationName: "Ramesh Sharma"}, ""},
		"nothing but a phone":                 {patients.Patient{Phones: phone}, ""},
		"the same name alone":                 {patients.Patient{Name: name("Meera", "Sharma")}, ""},
		"name and place":                      {patients.Patient{Name: name("Meera", "Sharma"), Locality: "Udaipur"}, ""},
		"name, other birth date":              {patients.Patient{Name: name("Meera", "Sharma"), BirthDate: date(t, "1988-06-15"), Phones: phone}, ""},
		"name, other sex, same year":          {patients.Patient{Name: name("Meera", "Sharma"), BirthDate: date(t, "1951"), Gender: value.GenderMale}, ""},
		"name and day":                        {patients.Patient{Name: name("Meera", "Sharma"), BirthDate: date(t, "1951-02-03")}, "likely name_same birth_day"},
		"parts turned round":                  {patients.Patient{Name: name("Sharma", "Meera"), BirthDate: date(t, "1951-02-03")}, "likely name_same birth_day"},
		"spelt otherwise, and year":           {patients.Patient{Name: name("Mira", "Sarma"), BirthDate: date(t, "1951")}, "possible name_alike birth_agrees"},
		"own script":                          {patients.Patient{Name: name("मीरा", "शर्मा"), BirthDate: date(t, "1951-02-03"), Phones: phone}, "likely name_alike birth_day phone"},
		"one letter wrong":                    {patients.Patient{Name: name("Meera", "Shatma"), BirthDate: date(t, "1951-02-03")}, "possible name_alike birth_day"},
		"day and month changed over":          {patients.Patient{Name: name("Meera", "Sharma"), BirthDate: date(t, "1951-03-02")}, "possible name_same birth_near"},
		"an age, four months off":             {patients.Patient{Name: name("Meera", "Sharma"), BirthDate: date(t, "1953"), BirthDateEstimated: true}, "possible name_same birth_near"},
		"first name and day":                  {patients.Patient{Name: name("Meera", ""), BirthDate: date(t, "1951-02-03")}, "possible birth_day name_partial"},
		"first name, phone and husband":       {patients.Patient{Name: name("Meera", ""), Phones: phone, Relation: patients.WifeOf, RelationName: "Ramesh"}, "possible name_partial relation phone"},
		"initial, day and phone":              {patients.Patient{Name: name("M", "Sharma"), BirthDate: date(t, "1951-02-03"), Phones: phone}, "likely birth_day name_partial phone"},
		"initials alone":                      {patients.Patient{Name: name("M", "S"), BirthDate: date(t, "1951-02-03"), Phones: phone}, ""},
		"name and phone":                      {patients.Patient{Name: name("Meera", "Sharma"), Phones: phone}, "possible name_same phone"},
		"name, phone and husband":             {patients.Patient{Name: name("Meera", "Sharma"), Phones: phone, Relation: patients.WifeOf, RelationName: "Ramesh Sharma"}, "likely name_same relation phone"},
		"name and husband":                    {patients.Patient{Name: name("Meera", "Sharma"), Relation: patients.WifeOf, RelationName: "Ramesh Sharma"}, "possible name_same relation"},
		"previous name and day":               {patients.Patient{Name: name("Meera", "Joshi"), BirthDate: date(t, "1951-02-03")}, "likely name_same birth_day"},
		"old number":                          {patients.Patient{Name: name("Someone", "Else"), OldNumber: "b 1204"}, "possible identifier"},
		"identifier":                          {patients.Patient{Name: name("Mira", "Sarma"), Identifiers: []patients.Identifier{{System: "abha", Value: "1234"}}}, "likely identifier name_alike"},
		"same number of somebody else's list": {patients.Patient{Name: name("Mira", "Sarma"), Identifiers: []patients.Identifier{{System: "Passport", Value: "1234"}}}, ""},
		"itself":                              {known, ""},
		"nothing typed yet":                   {patients.Patient{}, ""},
	} {
		got := ""
		if list := duplicates(t, k, c.p); len(list) > 0 {
			got = "possible"
			if list[0].Likely {
				got = "likely"
			}
			for _, r := range list[0].Reasons {
				got += " " + string(r)
				if text := assets.Text("en", r.CatalogueKey()); strings.Contains(text, "⟦") {
					t.Errorf("no words for %s", r)
				}
			}
			if list[0].Row.ID != known.ID || list[0].Row.Phone != "+91 98765 43210" {
				t.Errorf("%s: row %+v", about, list[0].Row)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", about, got, c.want)
		}
	}
}

// However many share the name, the one with the same birthday is found.
func TestADuplicateIsFoundAmongNamesakes(t *testing.T) {
	k := open(t)
	twin := patients.Patient{Name: value.HumanName{Given: "Ramesh", Family: "Kumar"}, BirthDate: date(t, "1980-05-05")}
	known := register(t, k, twin)
	k.MustUpdate(t, k.Desk, action.RegisterPatient, func(tx *store.Tx) error {
		for i := range 2 * patients.CandidateLimit {
			p := patients.Patient{Name: twin.Name, BirthDate: value.PartialDate{Year: 1900 + i%100, Month: 1 + i%12, Day: 1 + i%28}}
			if _, err := patients.Register(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	list := duplicates(t, k, twin)
	if len(list) == 0 || list[0].Row.ID != known.ID || !list[0].Likely || len(list) > 10 {
		t.Errorf("%d duplicates", len(list))
	}
	k.MustUpdate(t, k.Desk, action.RetractPatient, func(tx *store.Tx) error { _, err := patients.Retract(tx, known.ID, known.Version); return err },
		store.About(known.ID), store.Because("test"))
	if slices.ContainsFunc(duplicates(t, k, twin), func(d patients.Duplicate) bool { return d.Row.ID == known.ID }) {
		t.Error("a retracted patient is a duplicate")
	}
}

func TestSoundKeys(t *testing.T) {
	for _, group := range [][]string{
		{"Meera", "Mira", "Meerah", "मीरा", "মীরা", "మీరా", "മീര"}, {"Sharma", "Sarma", "Sharmah", "शर्मा", "শর্মা", "ಶರ್ಮಾ"},
		{"Mohammed", "Muhamad", "Mohammad", "Muhammed", "मोहम्मद", "محمد"}, {"Lakshmi", "Laxmi", "Lakhsmi", "लक्ष्मी", "లక్ష్మి"},
		{"Krishna", "Krisna", "कृष्णा"}, {"Zainab", "Jainab", "Zaynab"}, {"Ibrahim", "Ebrahim"}, {"Vijay", "Wijay", "विजय"}, {"Chandra", "चन्द्र", "चंद्र"},
		{"Philip", "Filip"}, {"Ambika", "अंबिका", "अम्बिका"}, {"Sergei", "Sergey", "Сергей"}, {"Amma", "अम्मा"}, {"Aishwarya", "Ayshwarya"},
	} {
		first := ""
		for i, w := range group {
			key := patients.SoundKey(value.SearchTokens(w)[0])
			if i == 0 {
				first = key
			}
			if key != first || key == "" {
				t.Errorf("%s sounds %q, %s %q", group[0], first, w, key)
			}
		}
	}
	for _, pair := range [][2]string{{"Ram", "Shyam"}, {"Asha", "Usha"}, {"Meera", "Maya"}, {"Sharma", "Verma"}, {"Anil", "Sunil"}, {"李", "王"}} {
		if a, b := patients.SoundKey(value.SearchTokens(pair[0])[0]), patients.SoundKey(value.SearchTokens(pair[1])[0]); a == b {
			t.Errorf("%v both sound %q", pair, a)
		}
	}
}

func TestPhones(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"+91 98765 43210", "9876543210", true}, {"09876543210", "0091-98765-43210", true}, {"+44 (0)20 7946 0018", "020 7946 0018", true},
		{"9876543210", "9876543211", false}, {"100", "100", true}, {"100", "5100", false}, {"", "", false}, {"९८७६५४३२१०", "9876543210", true},
	} {
		if got := patients.SamePhone(c.a, c.b); got != c.same {
			t.Errorf("%q %q: %v", c.a, c.b, got)
		}
	}
	if q := patients.PhoneQueries("98a"); q != nil {
		t.Errorf("%v", q)
	}
	rapid.Check(t, func(rt *rapid.T) {
		national := rapid.StringMatching(`[1-9][0-9]{9}`).Draw(rt, "national")
		code := rapid.StringMatching(`[1-9][0-9]{0,2}`).Draw(rt, "code")
		stored := rapid.SampledFrom([]string{national, "0" + national, "+" + code + national, "00" + code + " " + national}).Draw(rt, "stored")
		typed := rapid.SampledFrom([]string{national, "0" + national, national[:6], "+" + code + " " + national}).Draw(rt, "typed")
		for _, q := range patients.PhoneQueries(typed) {
			for _, key := range patients.PhoneKeys(stored) {
				if strings.HasPrefix(key, q) {
					return
				}
			}
		}
		rt.Fatalf("%q is not found by %q", stored, typed)
	})
}

func TestOneEditApart(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"ramesh", "ramesh", false}, {"ramesh", "rames", true}, {"ramesh", "ramseh", true}, {"ramesh", "romesh", true}, {"ramesh", "aramesh", true},
		{"ramesh", "ram", false}, {"ramesh", "suresh", false}, {"", "a", true}, {"", "", false}, {"मीरा", "मीना", true},
	} {
		if got := patients.OneEditApart([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("%q %q: %v", c.a, c.b, got)
		}
	}
}
