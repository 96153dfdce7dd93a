package patients

import (
	"maps"
	"strings"
	"testing"
	"time"
	"unicode"

	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

func TestTypedTextBecomesAForm(t *testing.T) {
	k := uitest.Open(t)
	for typed, want := range map[string]values{
		"":                             {},
		"meera sharma 9829012345":      {fieldGiven: "Meera", fieldFamily: "Sharma", fieldPhone: "9829012345"},
		"98290 12345":                  {fieldPhone: "98290 12345"},
		"+91 98290-12345 meera":        {fieldGiven: "Meera", fieldPhone: "+91 98290-12345"},
		"K M Sharma":                   {fieldGiven: "K M", fieldFamily: "Sharma"},
		"ramesh 6y":                    {fieldGiven: "Ramesh", fieldBirthDate: "6y"},
		"ramesh ~1951 male":            {fieldGiven: "Ramesh", fieldBirthDate: "~1951", fieldGender: "male"},
		"meera 3/2/1951":               {fieldGiven: "Meera", fieldBirthDate: "3/2/1951"},
		"meera 03021951":               {fieldGiven: "Meera", fieldBirthDate: "03021951"},
		"मीरा शर्मा":                   {fieldGiven: "मीरा", fieldFamily: "शर्मा"},
		"McDonald":                     {fieldGiven: "McDonald"},
		"o'brien jean-luc":             {fieldGiven: "O'brien", fieldFamily: "Jean-Luc"},
		"room 12":                      {fieldGiven: "Room", fieldFamily: "12"},
		"31/2/1951 meera":              {fieldGiven: "Meera", fieldPhone: "31/2/1951"},
		strings.Repeat("a", 3) + "\tb": {fieldGiven: "Aaa", fieldFamily: "B"},
	} {
		got := parseTyped(k.Desk, typed)
		maps.DeleteFunc(got, func(_, text string) bool { return text == "" })
		if !maps.Equal(got, want) {
			t.Errorf("%q: %v, want %v", typed, got, want)
		}
	}
}

// FuzzTyped: nothing that was typed is lost on the way into the form.
func FuzzTyped(f *testing.F) {
	for _, seed := range []string{"meera sharma 9829012345", "ramesh 6y", "+91 (0)98", "\x00\xff", "٣/٢/١٩٥١ محمد", "ß ﬀ ŉ"} {
		f.Add(seed)
	}
	k := uitest.Open(f)
	letters := func(text string) (n int) {
		for _, r := range text {
			if !unicode.IsSpace(r) {
				n++
			}
		}
		return n
	}
	f.Fuzz(func(t *testing.T, text string) {
		total := 0
		for field, part := range parseTyped(k.Desk, text) {
			if field == fieldGender {
				part = k.Desk.Text(value.AdministrativeGender(part).CatalogueKey())
			}
			total += letters(part)
		}
		if total != letters(text) {
			t.Errorf("%q: %d of %d characters came through", text, total, letters(text))
		}
	})
}

// A patient written into the form and read back is the same patient, whatever the form does not ask.
func TestModelValuesRoundTrip(t *testing.T) {
	k := uitest.Open(t)
	full := meera()
	full.Name.Prefix, full.Name.Latin = "Smt", ""
	full.Phones = append(full.Phones, patients.Phone{Number: "0294 555 0123", Whose: patients.WhoseWork})
	full.Identifiers = []patients.Identifier{{System: "Passport", Value: "Z123"}}
	full.Region, full.PostalCode, full.Language, full.Email, full.Note = "Rajasthan", "313001", "hi", "meera@example.org", "Hard of hearing"
	whole := meera()
	whole.Name = value.HumanName{Text: "Meera of the Lake"}
	own := meera()
	own.Name = value.HumanName{Given: "मीरा", Family: "शर्मा", Latin: "Meera Sharma"}
	unknown := patients.Patient{Unidentified: true, Gender: value.GenderMale, BirthDate: value.PartialDate{Year: 1986}, BirthDateEstimated: true, BirthDateEstimatedOn: k.Desk.Today()}
	partly := patients.Patient{Name: value.HumanName{Given: "Asha"}, BirthDate: value.PartialDate{Year: 1951, Month: 3}}
	for _, p := range []patients.Patient{full, whole, own, unknown, partly} {
		p = register(t, k, p)
		back, err := patientOf(k.Desk, p, valuesOf(p, k.Desk.Settings.DateOrder), p.Unidentified)
		if err != nil {
			t.Errorf("%v: %v", p.Name, err)
			continue
		}
		k.Update(k.Desk, action.CorrectPatient, func(tx *store.Tx) (err error) {
			back, err = patients.Correct(tx, back)
			return err
		}, store.About(p.ID))
		if changes := differences(k.Desk, change{}, p, back); len(changes) != 1 || changes[0].Field != "" || back.PostalCode != p.PostalCode || len(back.Phones) != len(p.Phones) || back.Name != p.Name {
			t.Errorf("%v came back as %v: %+v", p.Name, back.Name, changes)
		}
	}
}

func TestModelBadInputIsNamedBesideItsField(t *testing.T) {
	k := uitest.Open(t)
	m := newRegisterModel(k.Desk)
	long := strings.Repeat("x", 5000)
	for name, c := range map[string]struct {
		v      values
		fields []string
	}{
		"nothing":        {values{}, []string{fieldGiven}},
		"bad dates":      {values{fieldBirthDate: "31/2/1951", fieldPhone: "1"}, []string{fieldGiven, fieldBirthDate, fieldPhone}},
		"future":         {values{fieldGiven: "Asha", fieldBirthDate: "3/2/2999"}, []string{fieldBirthDate}},
		"control":        {values{fieldGiven: "As\x07ha"}, []string{fieldGiven}},
		"not UTF-8":      {values{fieldGiven: "Asha", fieldLocality: "\xff"}, []string{fieldLocality}},
		"too long":       {values{fieldGiven: long, fieldAddress: long, fieldNote: long}, []string{fieldGiven, fieldAddress, fieldNote}},
		"emoji alone":    {values{fieldGiven: "🙂"}, []string{fieldGiven}},
		"override":       {values{fieldGiven: "Asha \u202e"}, []string{fieldGiven}},
		"half relation":  {values{fieldGiven: "Asha", fieldRelation: "daughter"}, []string{fieldRelative}},
		"other relation": {values{fieldGiven: "Asha", fieldRelative: "Ramesh"}, []string{fieldRelation}},
		"e-mail":         {values{fieldGiven: "Asha", fieldEmail: "asha"}, []string{fieldEmail}},
		"Latin form":     {values{fieldGiven: "मीरा", fieldLatin: "मीरा"}, []string{fieldLatin}},
	} {
		_, err := m.Save(ctx, sheet{Draft: "patients/register/1", Values: c.v})
		problem := k.Desk.Problem(err)
		if problem.Code != store.Invalid {
			t.Errorf("%s: %v", name, err)
		}
		for _, field := range c.fields {
			if problem.Fields[field] == "" {
				t.Errorf("%s: nothing beside %s: %v", name, field, problem.Fields)
			}
		}
		for field := range problem.Fields {
			if labelKeys[field] == "" {
				t.Errorf("%s: %q is no field of the form", name, field)
			}
		}
	}
	if rows := found(t, k, ""); len(rows) != 0 {
		t.Errorf("%d patients were kept", len(rows))
	}
}

func TestModelDraftIsKeptRestoredAndDropped(t *testing.T) {
	k := uitest.Open(t)
	m := newRegisterModel(k.Desk)
	b, err := m.Begin(ctx, "meera 98290")
	if err != nil {
		t.Fatal(err)
	}
	s := b.Sheet
	s.Values[fieldFamily] = "Sharma"
	if err := m.SaveDraft(ctx, s); err != nil {
		t.Fatal(err)
	}
	// Opened again, it is there; opened with another name, it waits.
	again, err := newRegisterModel(k.Desk).Begin(ctx, "")
	if err != nil || again.Restored.IsZero() || again.Sheet.Values[fieldFamily] != "Sharma" || again.Sheet.Draft != s.Draft {
		t.Fatalf("restored %+v, %v", again, err)
	}
	k.Clock.Add(time.Minute)
	other, err := newRegisterModel(k.Desk).Begin(ctx, "asha")
	if err != nil || other.Waiting == nil || other.Waiting.Values[fieldGiven] != "Meera" || other.Sheet.Draft == s.Draft {
		t.Fatalf("beside another: %+v, %v", other, err)
	}
	// It is the desk's own.
	if owners, err := newRegisterModel(k.Owner).Begin(ctx, ""); err != nil || !owners.Restored.IsZero() {
		t.Errorf("the owner sees the desk's draft: %+v, %v", owners, err)
	}
	if r, err := m.Save(ctx, s); err != nil || r.Patient.Number == "" {
		t.Fatalf("%+v %v", r, err)
	}
	// A draft that is late must not come back.
	if err := m.SaveDraft(ctx, s); err != nil {
		t.Fatal(err)
	}
	if after, err := newRegisterModel(k.Desk).Begin(ctx, ""); err != nil || !after.Restored.IsZero() {
		t.Errorf("after saving: %+v, %v", after, err)
	}
}

func TestModelLikelyDuplicateIsNotKept(t *testing.T) {
	k := uitest.Open(t)
	there := register(t, k, meera())
	m := newRegisterModel(k.Desk)
	s := sheet{Draft: "patients/register/1", Values: values{fieldGiven: "Mira", fieldFamily: "Sharma", fieldBirthDate: "3/2/1951", fieldPhone: "+91 9829012345"}}
	r, err := m.Save(ctx, s)
	if err != nil || len(r.Likely) != 1 || r.Likely[0].Row.ID != there.ID {
		t.Fatalf("%+v %v", r, err)
	}
	if rows := found(t, k, ""); len(rows) != 1 {
		t.Fatalf("%d patients", len(rows))
	}
	s.Acknowledged = true
	if r, err = m.Save(ctx, s); err != nil || r.Patient.ID.IsZero() {
		t.Fatalf("%+v %v", r, err)
	}
	if err := m.TakeBack(ctx, r.Patient); err != nil {
		t.Fatal(err)
	}
	if rows := found(t, k, "mira"); len(rows) > 0 && rows[0].ID == r.Patient.ID {
		t.Error("a registration that was taken back is found")
	}
	// A phone alone is none, and a half typed date breaks nothing.
	list, err := m.Duplicates(ctx, sheet{Values: values{fieldGiven: "Kamala", fieldPhone: "9829012345", fieldBirthDate: "31/2"}})
	if err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
}

// Two people correct one patient: what each changed is kept, and a field that both changed is said.
func TestModelConflictKeepsBoth(t *testing.T) {
	k := uitest.Open(t)
	p := register(t, k, meera())
	m := newRegisterModel(k.Desk)
	b, err := m.BeginCorrection(ctx, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	other := p
	other.Locality, other.Phones = "Mavli", []patients.Phone{{Number: "11111"}}
	k.Update(k.Owner, action.CorrectPatient, func(tx *store.Tx) error { _, err := patients.Correct(tx, other); return err }, store.About(p.ID))
	s := b.Sheet
	s.Values[fieldPhone], s.Values[fieldNote] = "22222", "Hard of hearing"
	_, err = m.Save(ctx, s)
	if !isVersionConflict(err) {
		t.Fatalf("a stale correction: %v", err)
	}
	merged, clashes, err := m.Reconcile(ctx, s)
	if err != nil || clashes[fieldPhone] != "11111" || len(clashes) != 1 {
		t.Fatalf("%v %v", clashes, err)
	}
	if _, err := m.Save(ctx, merged); err != nil {
		t.Fatal(err)
	}
	now := get(t, k, p.ID)
	if now.Locality != "Mavli" || now.Phones[0].Number != "22222" || now.Note != "Hard of hearing" {
		t.Errorf("%+v", now)
	}
	if err := retractPatient(ctx, k.Desk, p.ID, now.Version, "twice"); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Save(ctx, merged); isVersionConflict(err) || store.CodeOf(err) != store.Conflict {
		t.Errorf("correcting a retracted patient: %v", err)
	}
}

func TestModelRenamedStaysFindable(t *testing.T) {
	k := uitest.Open(t)
	for findable, change := range []string{nameCorrected, nameNew} {
		p := register(t, k, patients.Patient{Name: value.HumanName{Given: "Lata", Family: "Zutshi"}})
		m := newRegisterModel(k.Desk)
		b, err := m.BeginCorrection(ctx, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		b.Sheet.Values[fieldFamily], b.Sheet.Values[fieldNameChange] = "Kaul", change
		if _, err := m.Save(ctx, b.Sheet); err != nil {
			t.Fatal(err)
		}
		if rows := found(t, k, "zutshi"); len(rows) != findable {
			t.Errorf("%s: the old name finds %d", change, len(rows))
		}
	}
}

// The doctor's numbers: register and book with at most 45 characters of data and 10 control keys, without the mouse. One of the
// ten is left for the calendar, where Enter books.
func TestRegisterAndBookCountsKeys(t *testing.T) {
	k := uitest.Open(t)
	f := show(k, k.Desk)
	f.Home()
	data, control := 0, 0
	typ := func(text string) { data += len([]rune(text)); k.Type(text) }
	press := func(keys ...string) { control += len(keys); k.Press(keys...) }
	press("Ctrl+n")
	typ("meera")
	press("Tab")
	typ("sharma")
	press("Tab")
	typ("3/2/51")
	press("Tab")
	typ("f")
	press("Tab")
	typ("9829012345")
	press("Tab", "Tab")
	typ("d")
	press("Tab")
	typ("ramesh sharma")
	press("F2")
	if f.At().Place != frame.Calendar {
		t.Fatalf("at %+v", f.At())
	}
	p := get(t, k, patients.ID(f.At().Patient))
	if p.Name.Given != "Meera" || p.Name.Family != "Sharma" || p.BirthDate != (value.PartialDate{Year: 1951, Month: 2, Day: 3}) || p.Gender != value.GenderFemale ||
		p.Phones[0].Number != "9829012345" || p.Relation != patients.DaughterOf || p.RelationName != "Ramesh Sharma" {
		t.Errorf("registered %+v", p)
	}
	if data > 45 || control > 9 {
		t.Errorf("%d characters and %d control keys", data, control)
	}
	t.Logf("%d characters and %d control keys", data, control)
	f.Back()
	if f.At().Place != frame.Patient {
		t.Errorf("Back went to %+v", f.At())
	}
}

// From the search box: the text is the form, and typing goes on at the first empty field.
func TestRegisterFromTheSearchBox(t *testing.T) {
	k := uitest.Open(t)
	f := show(k, k.Desk)
	f.Home()
	k.Press("Ctrl+k")
	k.Type("meera sharma 9829012345")
	k.Press("Enter")
	k.Type("6y")
	k.Press("Tab")
	k.Type("f")
	k.Press("F3")
	if f.At().Place != frame.Today {
		t.Fatalf("at %+v", f.At())
	}
	rows := found(t, k, "9829012345")
	if len(rows) != 1 || !rows[0].BirthDateEstimated || rows[0].Gender != value.GenderFemale {
		t.Fatalf("%+v", rows)
	}
}

func TestUnknownPatient(t *testing.T) {
	k := uitest.Open(t)
	f := show(k, k.Desk)
	f.Home()
	k.Press("Ctrl+n", "F4")
	k.Type("40y")
	k.Press("Tab")
	k.Type("m")
	s := f.screen.(*registerScreen)
	if got := s.unknown.Label(); got != "Unknown patient (Male, about 40 years)" {
		t.Errorf("the form calls them %q", got)
	}
	k.Press("Ctrl+Enter")
	if f.At().Place != frame.Patient {
		t.Fatalf("at %+v: %v", f.At(), s.form.Values())
	}
	if p := get(t, k, patients.ID(f.At().Patient)); !p.Unidentified || !p.Name.IsZero() || p.Gender != value.GenderMale || !p.BirthDateEstimated {
		t.Errorf("%+v", p)
	}
}

// Who types without a pause has a draft all the same, two seconds behind at most.
func TestRegisterKeepsWhatIsTypedWithoutAPause(t *testing.T) {
	k := uitest.Open(t)
	f := show(k, k.Desk)
	f.Go(frame.Target{Place: frame.Register})
	for i, letter := range "wolfeschlegelsteinhausen" {
		k.Type(string(letter))
		k.Pass(400 * time.Millisecond)
		if since := time.Duration(i+1) * 400 * time.Millisecond; since < 2*time.Second {
			continue
		}
		drafts, err := k.Practice.Drafts(ctx, k.Desk.Actor)
		if err != nil || len(drafts) != 1 || k.Clock.Now().Sub(drafts[0].Saved) > 2*time.Second {
			t.Fatalf("letter %d: %d drafts, %v", i+1, len(drafts), err)
		}
	}
}

// Esc goes back and loses nothing.
func TestRegisterKeepsWhatIsTyped(t *testing.T) {
	k := uitest.Open(t)
	f := show(k, k.Desk)
	f.Go(frame.Target{Place: frame.Patients})
	f.Go(frame.Target{Place: frame.Register})
	k.Type("meera")
	k.Pass(2 * time.Second)
	drafts, err := k.Practice.Drafts(ctx, k.Desk.Actor)
	if err != nil || len(drafts) != 1 {
		t.Fatalf("2 s after typing: %d drafts, %v", len(drafts), err)
	}
	k.Press("Tab")
	k.Type("sharma")
	k.Press("Esc")
	if f.At().Place != frame.Patients {
		t.Fatalf("Esc went to %+v", f.At())
	}
	f.Go(frame.Target{Place: frame.Register})
	if v := f.screen.(*registerScreen).typed().Values; v[fieldGiven] != "Meera" || !strings.EqualFold(v[fieldFamily], "sharma") {
		t.Errorf("the form came back with %v", v)
	}
}

// Who is here already shows while one types, and opens with one key; what was typed comes back with Undo.
func TestRegisterOpensTheOneWhoIsHere(t *testing.T) {
	k := uitest.Open(t)
	there := register(t, k, meera())
	f := show(k, k.Desk)
	f.Go(frame.Target{Place: frame.Register})
	k.Type("meera")
	k.Press("Tab")
	k.Type("sharma")
	k.Press("Tab")
	k.Type("1951")
	k.Pass(time.Second)
	s := f.screen.(*registerScreen)
	if len(s.same) != 1 || s.same[0].Row.ID != there.ID {
		t.Fatalf("beside the form: %+v", s.same)
	}
	k.Press("F5")
	if f.At().Patient != there.ID.Raw() {
		t.Fatalf("at %+v", f.At())
	}
	if !f.UndoToast() {
		t.Fatal("nothing to undo")
	}
	if v := f.screen.(*registerScreen).typed().Values; v[fieldGiven] != "Meera" || v[fieldBirthDate] != "1951" {
		t.Errorf("Undo brought back %v", v)
	}
}

func TestRegisterWarnsOnceAndUndoes(t *testing.T) {
	k := uitest.Open(t)
	register(t, k, meera())
	f := show(k, k.Desk)
	f.Go(frame.Target{Place: frame.Register, Text: "meera sharma 9829012345"})
	k.Type("3/2/1951")
	k.Press("Ctrl+Enter")
	if f.At().Place != frame.Register || len(found(t, k, "meera")) != 1 {
		t.Fatalf("a likely duplicate was kept at once: %+v", f.At())
	}
	k.Press("Ctrl+Enter")
	if f.At().Place != frame.Patient || len(found(t, k, "meera")) != 2 {
		t.Fatalf("the second save: %+v", f.At())
	}
	if !f.UndoToast() {
		t.Fatal("nothing to undo")
	}
	if f.At().Place != frame.Register || len(found(t, k, "meera")) != 1 {
		t.Errorf("after Undo: %+v, %d", f.At(), len(found(t, k, "meera")))
	}
	if v := f.screen.(*registerScreen).typed().Values; v[fieldGiven] != "Meera" {
		t.Errorf("Undo brought back %v", v)
	}
}

func TestRegisterShowsErrorsBesideTheirFields(t *testing.T) {
	k := uitest.Open(t)
	f := show(k, k.Desk)
	f.Go(frame.Target{Place: frame.Register})
	s := f.screen.(*registerScreen)
	k.Press("Ctrl+Enter")
	if s.form.Input(fieldGiven).Error() == "" || k.Focused() != s.form.Input(fieldGiven).FocusTarget() {
		t.Error("the missing name isn't said beside the name")
	}
	k.Type("मीरा")
	if !s.form.Input(fieldLatin).Visible() {
		t.Error("a name in another script asks for no Latin form")
	}
	k.Press("Ctrl+Enter")
	if f.At().Place != frame.Patient {
		t.Error("the missing Latin form stopped the registration")
	}
}

func TestCorrectByKeyboard(t *testing.T) {
	k := uitest.Open(t)
	p := register(t, k, meera())
	f := show(k, k.Desk)
	f.Go(frame.Target{Place: frame.Patient, Patient: p.ID.Raw()})
	k.Press("F5", "End")
	k.Type("bai")
	s := f.screen.(*registerScreen)
	if !s.form.Input(fieldNameChange).Visible() {
		t.Error("a changed name doesn't ask why")
	}
	// Somebody else corrects the patient meanwhile.
	other := p
	other.Locality = "Mavli"
	k.Update(k.Owner, action.CorrectPatient, func(tx *store.Tx) error { _, err := patients.Correct(tx, other); return err }, store.About(p.ID))
	k.Press("Ctrl+Enter")
	if f.At().Place != frame.Register || s.form.Values()[fieldLocality] != "Mavli" || s.form.Values()[fieldGiven] != "Meerabai" {
		t.Fatalf("after the conflict: %+v %v", f.At(), s.form.Values())
	}
	k.Press("Ctrl+Enter")
	if f.At().Place != frame.Patient {
		t.Fatalf("at %+v", f.At())
	}
	if now := get(t, k, p.ID); now.Name.Given != "Meerabai" || now.Locality != "Mavli" {
		t.Errorf("%+v", now)
	}
}
