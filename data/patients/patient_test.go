package patients_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"satchel/assets"
	"satchel/data/organization"
	"satchel/data/organization/organizationtest"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
)

var ctx = context.Background()

func open(t testing.TB) *storetest.Kit {
	t.Helper()
	k := storetest.Open(t, append(organization.Records(), patients.Records()...)...)
	organizationtest.Found(t, k)
	return k
}

func try(k *storetest.Kit, p patients.Patient) (patients.Patient, error) {
	err := k.Update(ctx, k.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, p)
		return err
	})
	return p, err
}

func register(t testing.TB, k *storetest.Kit, p patients.Patient) patients.Patient {
	t.Helper()
	p, err := try(k, p)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func date(t testing.TB, iso string) value.PartialDate {
	t.Helper()
	d, err := value.ParseISO(iso)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// meera is a patient with every field filled in.
func meera(t testing.TB) patients.Patient {
	return patients.Patient{
		Name:               value.HumanName{Prefix: "Smt", Given: "मीरा", Family: "शर्मा", Latin: "Meera Sharma"},
		PreviousNames:      []value.HumanName{{Given: "Meera", Family: "Joshi"}},
		Gender:             value.GenderFemale,
		BirthDate:          date(t, "1951-02-03"),
		BirthDateEstimated: true, BirthDateEstimatedOn: date(t, "2026-11-23"),
		Relation: patients.WifeOf, RelationName: "Ramesh Sharma",
		Phones: []patients.Phone{{Number: "+91 98765 43210", Whose: patients.WhoseSelf}, {Number: "0294 2412345", Whose: patients.WhoseChild}},
		Email:  "meera@example.org", Address: "14 Lake Road\nFatehpura", Locality: "Udaipur", Region: "Rajasthan", PostalCode: "313001", Country: "IN",
		OldNumber: "B-1204", Identifiers: []patients.Identifier{{System: "ABHA", Value: "12-3456-7890-1234"}},
		Language: "hi", Deceased: true, DeceasedDate: date(t, "2026-11"), Note: "Hard of hearing",
	}
}

func TestAPatientComesBackAsRegistered(t *testing.T) {
	k := open(t)
	p := register(t, k, meera(t))
	k.MustView(t, k.Desk, action.OpenPatient, func(tx *store.Tx) error {
		got, err := patients.Get(tx, p.ID)
		if err != nil {
			return err
		}
		if !reflect.DeepEqual(got, p) {
			t.Errorf("got  %+v\nwant %+v", got, p)
		}
		want := meera(t)
		want.ID, want.Meta, want.Number, want.Active = p.ID, p.Meta, "A-0001", true
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
		rows, err := patients.Rows(tx, []patients.ID{p.ID, {15: 9}})
		if len(rows) != 1 || rows[p.ID].Phone != "+91 98765 43210" || rows[p.ID].Name.Latin != "Meera Sharma" || rows[p.ID].RelationName != "Ramesh Sharma" {
			t.Errorf("rows %+v", rows)
		}
		return err
	}, store.About(p.ID))
	k.MustVerify(t)
}

func TestEveryFieldIsChecked(t *testing.T) {
	k := open(t)
	long := strings.Repeat("x", 3000)
	cases := map[string]struct {
		edit func(*patients.Patient)
		want string // field: key; several parted by spaces
	}{
		"no name":                   {func(p *patients.Patient) { p.Name = value.HumanName{} }, "name.given: error.value.name_missing"},
		"a name of signs":           {func(p *patients.Patient) { p.Name = value.HumanName{Given: "!?"} }, "name.given: error.value.name_missing"},
		"a title is no name":        {func(p *patients.Patient) { p.Name = value.HumanName{Prefix: "Dr"} }, "name.given: error.value.name_missing"},
		"name of control signs":     {func(p *patients.Patient) { p.Name.Given = "Me\x00era" }, "name.given: error.value.text_control"},
		"name not UTF-8":            {func(p *patients.Patient) { p.Name.Family = "Shar\xffma" }, "name.family: error.value.text_encoding"},
		"name turned round":         {func(p *patients.Patient) { p.Name.Given = "\u202Earee\u202C" }, "name.given: error.value.text_direction"},
		"enormous name":             {func(p *patients.Patient) { p.Name.Family = long }, "name.family: error.value.text_long"},
		"Latin form not Latin":      {func(p *patients.Patient) { p.Name.Latin = "मीरा" }, "name.latin: error.value.name_latin"},
		"empty previous name":       {func(p *patients.Patient) { p.PreviousNames = []value.HumanName{{Prefix: "Dr"}} }, "previousNames[0].given: error.value.name_missing"},
		"gender":                    {func(p *patients.Patient) { p.Gender = "lady" }, "gender: error.value.gender_unclear"},
		"31 February":               {func(p *patients.Patient) { p.BirthDate = value.PartialDate{Year: 1951, Month: 2, Day: 31} }, "birthDate: error.value.date_impossible"},
		"before time":               {func(p *patients.Patient) { p.BirthDate = value.PartialDate{Year: -5} }, "birthDate: error.value.date_range"},
		"born tomorrow":             {func(p *patients.Patient) { p.BirthDate = value.PartialDate{Year: 2026, Month: 11, Day: 24} }, "birthDate: error.value.date_future birthDateEstimatedOn: error.patients.estimated_before_birth"},
		"estimate of nothing":       {func(p *patients.Patient) { p.BirthDate = value.PartialDate{} }, "birthDate: error.patients.estimate_of_nothing"},
		"estimated some day":        {func(p *patients.Patient) { p.BirthDateEstimatedOn = value.PartialDate{Year: 2026} }, "birthDateEstimatedOn: error.value.date_partial"},
		"estimated before birth":    {func(p *patients.Patient) { p.BirthDateEstimatedOn = date(t, "1950-01-01") }, "birthDateEstimatedOn: error.patients.estimated_before_birth"},
		"no estimate, but a day":    {func(p *patients.Patient) { p.BirthDateEstimated = false }, "birthDateEstimatedOn: error.patients.estimate_of_nothing"},
		"alive with a day of death": {func(p *patients.Patient) { p.Deceased = false }, "deceased: error.patients.death_without_mark"},
		"died before birth":         {func(p *patients.Patient) { p.DeceasedDate = value.PartialDate{Year: 1949} }, "deceasedDate: error.patients.died_before_birth"},
		"dies next year":            {func(p *patients.Patient) { p.DeceasedDate = value.PartialDate{Year: 2027} }, "deceasedDate: error.value.date_future"},
		"cousin":                    {func(p *patients.Patient) { p.Relation = "cousin" }, "relation: error.patients.choice_unknown"},
		"wife of nobody":            {func(p *patients.Patient) { p.RelationName = " " }, "relationName: error.patients.relation_incomplete"},
		"related somehow":           {func(p *patients.Patient) { p.Relation = "" }, "relation: error.patients.relation_incomplete"},
		"phone without digits":      {func(p *patients.Patient) { p.Phones[0].Number = "none" }, "phones[0]: error.patients.phone_unclear"},
		"phone of two digits":       {func(p *patients.Patient) { p.Phones[1].Number = "-12" }, "phones[1]: error.patients.phone_unclear"},
		"enormous phone":            {func(p *patients.Patient) { p.Phones[0].Number = strings.Repeat("9", 41) }, "phones[0]: error.value.text_long"},
		"whose phone":               {func(p *patients.Patient) { p.Phones[0].Whose = "dog" }, "phones[0].whose: error.patients.choice_unknown"},
		"nine phones":               {func(p *patients.Patient) { p.Phones = make9() }, "phones: error.patients.too_many"},
		"e-mail":                    {func(p *patients.Patient) { p.Email = "meera at home" }, "email: error.patients.email_unclear"},
		"e-mail of half":            {func(p *patients.Patient) { p.Email = "meera@" }, "email: error.patients.email_unclear"},
		"country":                   {func(p *patients.Patient) { p.Country = "ZZ" }, "country: error.patients.country_unknown"},
		"country in words":          {func(p *patients.Patient) { p.Country = "India" }, "country: error.patients.country_unknown"},
		"language":                  {func(p *patients.Patient) { p.Language = "klingon spoken" }, "language: error.patients.language_unknown"},
		"number of nobody":          {func(p *patients.Patient) { p.Identifiers[0].System = "" }, "identifiers[0]: error.patients.identifier_incomplete"},
		"number twice":              {func(p *patients.Patient) { p.Identifiers = append(p.Identifiers, p.Identifiers[0]) }, "identifiers[1]: error.patients.identifier_twice"},
		"enormous note":             {func(p *patients.Patient) { p.Note = long }, "note: error.value.text_long"},
		"control sign in address":   {func(p *patients.Patient) { p.Address = "14\x1b[2J" }, "address: error.value.text_control"},
		"all at once": {func(p *patients.Patient) {
			p.Deceased, p.DeceasedDate = false, value.PartialDate{}
			p.Name, p.Email, p.BirthDate, p.BirthDateEstimated, p.BirthDateEstimatedOn = value.HumanName{}, "x", value.PartialDate{Year: 2030}, false, value.PartialDate{}
		}, "name.given: error.value.name_missing email: error.patients.email_unclear birthDate: error.value.date_future"},
	}
	for name, c := range cases {
		p := meera(t)
		c.edit(&p)
		_, err := try(k, p)
		var problems value.Problems
		if store.CodeOf(err) != store.Invalid || !errors.As(err, &problems) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := strings.ReplaceAll(problems.Error(), "; ", " "); !sameWords(got, c.want) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		for _, problem := range problems {
			if text, hint := assets.Sentence("en", problem.Key, problem.Args...); strings.ContainsAny(text+hint, "⟦<") {
				t.Errorf("%s: no sentence for %v: %s %s", name, problem, text, hint)
			}
		}
	}
	// Nothing of all this was kept, and the series has no gap.
	if p := register(t, k, meera(t)); p.Number != "A-0001" {
		t.Errorf("number %s", p.Number)
	}
	k.MustVerify(t)
}

func sameWords(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	count := map[string]int{}
	for _, w := range x {
		count[w]++
	}
	for _, w := range y {
		count[w]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

func make9() []patients.Phone {
	list := make([]patients.Phone, 9)
	for i := range list {
		list[i] = patients.Phone{Number: "98765432" + string(rune('0'+i)) + "0", Whose: patients.WhoseSelf}
	}
	return list
}

func TestUnusualNamesAreKeptFaithfully(t *testing.T) {
	k := open(t)
	for _, name := range []value.HumanName{
		{Given: "Sukarno"}, {Family: "Suharto"}, {Text: "María del Carmen García-López"}, {Given: "Nguyễn", Family: "Văn A"},
		{Given: "ஃபாத்திமா"}, {Given: "محمد", Family: "الأحمد", Latin: "Mohammed Al-Ahmad"}, {Given: "Zoë 😀"}, {Given: "O’Brien"}, {Given: "Ng"}, {Given: "क्षमा"},
		{Text: "李小龍", Latin: "Li Xiaolong"}, {Given: "3rd baby of Asha"},
	} {
		p := register(t, k, patients.Patient{Name: name})
		if p.Name != name {
			t.Errorf("%+v became %+v", name, p.Name)
		}
		if p.Gender != value.GenderUnknown {
			t.Errorf("gender %q", p.Gender)
		}
		query := name.Given + " " + name.Family + " " + name.Text
		if rows, _ := find(t, k, query); len(rows) == 0 || rows[0].ID != p.ID {
			t.Errorf("%q is not found by its own name", query)
		}
	}
	messy := register(t, k, patients.Patient{Name: value.HumanName{Given: "  Asha\t\u200b ", Family: "Ra\u0301o"}, Country: "in ",
		Phones: []patients.Phone{{Number: "  "}, {Number: "98765 43210"}}, Identifiers: []patients.Identifier{{}}})
	if messy.Name != (value.HumanName{Given: "Asha", Family: "Ráo"}) || len(messy.Phones) != 1 || messy.Phones[0].Whose != patients.WhoseSelf || messy.Country != "IN" || len(messy.Identifiers) != 0 {
		t.Errorf("%+v", messy)
	}
	k.MustVerify(t)
}

func TestAnUnidentifiedPatientIsNamedLater(t *testing.T) {
	k := open(t)
	p := register(t, k, patients.Patient{Unidentified: true, Gender: value.GenderMale, BirthDate: date(t, "1986"), BirthDateEstimated: true, BirthDateEstimatedOn: date(t, "2026-11-23")})
	on := date(t, "2026-11-23")
	for _, c := range []struct {
		born string
		want string
	}{{"1986", "Unknown patient (Male, about 40 years)"}, {"2025", "Unknown patient (Male, about 1 year)"}, {"2026-10", "Unknown infant (Male)"}, {"", "Unknown patient (Male)"}} {
		key, args := patients.Label(p.Gender, date(t, c.born), on)
		if got := assets.Text("en", key, args...); got != c.want {
			t.Errorf("%s: %q, want %q", c.born, got, c.want)
		}
	}
	if rows, _ := find(t, k, "1"); len(rows) != 1 || !rows[0].Unidentified {
		t.Errorf("not found by number: %+v", rows)
	}
	p = p.Renamed(value.HumanName{Given: "Suresh"})
	k.MustUpdate(t, k.Desk, action.CorrectPatient, func(tx *store.Tx) (err error) { p, err = patients.Correct(tx, p); return err }, store.About(p.ID))
	if rows, _ := find(t, k, "suresh"); len(rows) != 1 || rows[0].Unidentified || len(p.PreviousNames) != 0 {
		t.Errorf("not found by the new name: %+v %+v", rows, p)
	}
	k.MustVerify(t)
}

func TestCorrecting(t *testing.T) {
	k := open(t)
	p := register(t, k, meera(t))
	stale := p
	correct := func(p patients.Patient) (patients.Patient, error) {
		err := k.Update(ctx, k.Desk, action.CorrectPatient, func(tx *store.Tx) (err error) { p, err = patients.Correct(tx, p); return err }, store.About(p.ID))
		return p, err
	}
	p, err := correct(p.Renamed(value.HumanName{Given: "Meera", Family: "Verma"}))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.PreviousNames) != 2 || p.PreviousNames[0].Latin != "Meera Sharma" {
		t.Errorf("previous names %+v", p.PreviousNames)
	}
	stale.Note = "lost update"
	if _, err := correct(stale); store.CodeOf(err) != store.Conflict {
		t.Errorf("stale: %v", err)
	}
	other := p
	other.Number = "A-0099"
	if _, err := correct(other); store.CodeOf(err) != store.Invalid {
		t.Errorf("number: %v", err)
	}
	if _, err := correct(patients.Patient{ID: patients.ID{1}, Name: p.Name}); store.CodeOf(err) != store.NotFound {
		t.Errorf("nobody: %v", err)
	}
	k.MustView(t, k.Desk, action.OpenPatient, func(tx *store.Tx) error {
		states, err := store.History(tx, patients.Patients, p.ID)
		if len(states) != 2 || states[0].Row.Name.Latin != "Meera Sharma" || states[1].Row.Name.Family != "Verma" {
			t.Errorf("history %+v", states)
		}
		return err
	}, store.About(p.ID))
	k.MustVerify(t)
}

func TestARetractedPatientIsKeptAndNotFound(t *testing.T) {
	k := open(t)
	p := register(t, k, meera(t))
	retract := func(actor store.Actor, opts ...store.Option) error {
		return k.Update(ctx, actor, action.RetractPatient, func(tx *store.Tx) error { _, err := patients.Retract(tx, p.ID, p.Version); return err },
			append(opts, store.About(p.ID))...)
	}
	if err := retract(k.Desk); store.CodeOf(err) != store.Invalid {
		t.Fatalf("without a reason: %v", err)
	}
	if err := retract(k.Desk, store.Because("registered twice")); err != nil {
		t.Fatal(err)
	}
	if err := retract(k.Desk, store.Because("again")); store.CodeOf(err) != store.Conflict {
		t.Errorf("twice: %v", err)
	}
	err := k.Update(ctx, k.Desk, action.CorrectPatient, func(tx *store.Tx) error { _, err := patients.Correct(tx, p); return err }, store.About(p.ID))
	if store.CodeOf(err) != store.Conflict {
		t.Errorf("corrected after it: %v", err)
	}
	for _, text := range []string{"", "meera", "9876543210"} {
		if rows, total := find(t, k, text); len(rows) != 0 || total != 0 {
			t.Errorf("%q finds %d of %d", text, len(rows), total)
		}
		k.MustView(t, k.Desk, action.FindPatients, func(tx *store.Tx) error {
			rows, total, err := patients.Find(tx, patients.Query{Text: text, IncludeRetracted: true})
			if len(rows) != 1 || total != 1 || !rows[0].Retracted {
				t.Errorf("%q with retracted: %d of %d", text, len(rows), total)
			}
			return err
		})
	}
	k.MustView(t, k.Desk, action.OpenPatient, func(tx *store.Tx) error {
		got, err := patients.Get(tx, p.ID)
		if !got.Retracted || got.Name != p.Name {
			t.Errorf("%+v", got)
		}
		return err
	}, store.About(p.ID))
	k.MustVerify(t)
}

func TestTheIndexCanBeMadeAnew(t *testing.T) {
	k := open(t)
	register(t, k, meera(t))
	k.MustUpdate(t, k.Owner, action.LoadDemo, func(tx *store.Tx) error {
		p := patients.Patient{Number: "X-1", Name: value.HumanName{Given: "Ghost"}, Gender: value.GenderUnknown, Active: true}
		return store.Insert(tx, patients.Patients, &p) // past Register
	})
	if rows, total := find(t, k, "ghost"); len(rows) != 0 || total != 0 {
		t.Fatal("found without an index: the test shows nothing")
	}
	reindex := func() (n int) {
		k.MustUpdate(t, k.Owner, action.LoadDemo, func(tx *store.Tx) (err error) { n, err = patients.Reindex(tx); return err })
		return n
	}
	if n := reindex(); n != 1 {
		t.Errorf("%d made anew", n)
	}
	if rows, _ := find(t, k, "ghost"); len(rows) != 1 {
		t.Error("not found after Reindex")
	}
	if n := reindex(); n != 0 {
		t.Errorf("%d made anew the second time", n)
	}
	k.MustVerify(t)
}

func TestEveryWordOfTheRoomIsInTheCatalogue(t *testing.T) {
	var keys []string
	for _, r := range patients.Relations {
		keys = append(keys, r.CatalogueKey())
	}
	for _, w := range patients.Whoses {
		keys = append(keys, w.CatalogueKey())
	}
	for _, m := range []patients.Match{patients.MatchPreviousName, patients.MatchSound} {
		keys = append(keys, m.CatalogueKey())
	}
	for _, r := range []patients.Reason{patients.ReasonIdentifier, patients.ReasonNameSame, patients.ReasonNameAlike, patients.ReasonNamePartial, patients.ReasonBirthDay,
		patients.ReasonBirthAgrees, patients.ReasonBirthNear, patients.ReasonPhone, patients.ReasonRelation, patients.ReasonEmail, patients.ReasonLocality} {
		keys = append(keys, r.CatalogueKey())
	}
	for _, key := range keys {
		if text := assets.Text("en", key, "Name", "Ram"); strings.Contains(text, "⟦") {
			t.Errorf("no words for %s", key)
		}
	}
}
