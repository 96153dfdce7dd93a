package frame_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
	"satchel/ui/uitest"
)

// page is a screen that writes down what happens to it.
type page struct {
	f      *frame.Frame
	to     frame.Target
	field  *kit.Field
	record *[]string
	takes  frame.Key
	breaks string
}

func (p *page) note(what string) {
	*p.record = append(*p.record, what+" "+p.to.Place+p.to.Text)
	if p.breaks == what {
		panic("Asha Rao has a secret")
	}
}

func (p *page) Content() fyne.CanvasObject {
	return kit.Page(kit.NewText(p.to.Place, kit.Title), p.field)
}
func (p *page) Shown() { p.note("shown"); kit.Focus(p.field.FocusTarget()) }
func (p *page) Leave() { p.note("leave") }
func (p *page) Key(key frame.Key) bool {
	if key == p.takes {
		p.note(string(key))
		return true
	}
	return false
}

// testPlaces are the six of the rail, a patient and the registration form.
func testPlaces(record *[]string) []frame.PlaceSpec {
	open := func(f *frame.Frame, to frame.Target) frame.Screen {
		p := &page{f: f, to: to, field: kit.NewField("Note", ""), record: record, takes: frame.KeySave}
		if place, breaks, broken := strings.Cut(to.Text, " breaks "); broken {
			p.breaks, p.to.Text = breaks, place
		}
		return p
	}
	var list []frame.PlaceSpec
	for _, name := range []string{frame.Today, frame.Calendar, frame.Patients, frame.Billing, frame.Practice, frame.Settings, frame.Patient, frame.Register} {
		list = append(list, frame.PlaceSpec{Name: name, Label: "frame.lock", Icon: name, Open: open})
	}
	list[4].Needs = action.ReadAudit
	return list
}

func open(t *testing.T) (*uitest.Kit, *frame.Frame, *[]string) {
	t.Helper()
	k, record := uitest.Open(t), &[]string{}
	f := k.Show(k.Owner, testPlaces(record)...)
	f.Home()
	return k, f, record
}

func register(t *testing.T, k *uitest.Kit, given, family, phone string) patients.Patient {
	t.Helper()
	p := patients.Patient{Name: value.HumanName{Given: given, Family: family}, Gender: value.GenderFemale, Phones: []patients.Phone{{Number: phone, Whose: patients.WhoseSelf}}}
	k.Update(k.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, p)
		return err
	})
	return p
}

func TestGoAndBack(t *testing.T) {
	_, f, record := open(t)
	f.Go(frame.Target{Place: frame.Patients, Text: "1"})
	f.Go(frame.Target{Place: frame.Patient, Text: "2"})
	f.Replace(frame.Target{Place: frame.Patient, Text: "3"})
	f.Back()
	if at := f.At(); at != (frame.Target{Place: frame.Patients, Text: "1"}) {
		t.Errorf("back led to %+v", at)
	}
	f.Back()
	f.Back()
	if f.At().Place != frame.Today {
		t.Errorf("at %+v", f.At())
	}
	f.Go(frame.Target{Place: "nowhere"})
	if f.At().Place != frame.Today {
		t.Error("went to a place that is not there")
	}
	want := "shown today, leave today, shown patients1, leave patients1, shown patient2, leave patient2, shown patient3, leave patient3, shown patients1, leave patients1, shown today"
	if got := strings.Join(*record, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestOnlyWhatTheRoleAllowsIsOffered(t *testing.T) {
	k := uitest.Open(t)
	f := k.Show(k.Desk, testPlaces(&[]string{})...)
	if f.Has(frame.Practice) || !f.Has(frame.Today) {
		t.Error("the desk is offered the owner's place, or not its own")
	}
	f.Home()
	k.Press("Alt+5") // the fifth that the desk has
	if f.At().Place != frame.Settings {
		t.Errorf("at %s", f.At().Place)
	}
}

func TestWindowKeys(t *testing.T) {
	k, f, record := open(t)
	undone := 0
	for _, c := range []struct{ key, want string }{
		{"Alt+2", frame.Calendar}, {"Alt+3", frame.Patients}, {"Esc", frame.Calendar}, {"Alt+Left", frame.Today}, {"Ctrl+N", frame.Register}, {"Esc", frame.Today},
	} {
		k.Press(c.key)
		if f.At().Place != c.want {
			t.Errorf("%s led to %s, not %s", c.key, f.At().Place, c.want)
		}
	}
	k.Type("text") // a focused entry must not swallow the window's keys
	k.Press("Ctrl+S")
	if !slices.Contains(*record, "save today") {
		t.Error("Ctrl+S did not reach the screen")
	}
	f.Done("Booked", func() { undone++ })
	k.Press("Ctrl+Z")
	if undone != 0 {
		t.Error("Ctrl+Z in an entry undid something else")
	}
	k.Window.Canvas().Unfocus()
	k.Press("Ctrl+Z", "Ctrl+Z")
	if undone != 1 {
		t.Errorf("undone %d times", undone)
	}
	k.Press("F1")
	if !f.Covered() {
		t.Error("F1 shows no keys")
	}
	k.Press("Alt+2")
	if f.At().Place != frame.Today {
		t.Error("a key of the window worked under a dialog")
	}
	k.Press("Esc", "Alt+2")
	if f.At().Place != frame.Calendar {
		t.Error("the dialog stays, or the keys do not come back")
	}
}

func TestSearchOpensThePatient(t *testing.T) {
	k, f, _ := open(t)
	meera := register(t, k, "Meera", "Shah", "98290 11111")
	register(t, k, "Meenakshi", "Iyer", "98290 22222")
	for text, want := range map[string]frame.Target{
		"mee sha":    {Place: frame.Patient, Patient: meera.ID.Raw()},
		"9829011111": {Place: frame.Patient, Patient: meera.ID.Raw()},
		"zzz":        {Place: frame.Register, Text: "zzz"},
	} {
		f.Home()
		k.Press("Ctrl+K")
		k.Type(text)
		k.Press("Enter")
		if f.At() != want {
			t.Errorf("%q led to %+v, not %+v", text, f.At(), want)
		}
		if f.SearchText() != "" {
			t.Errorf("%q stays in the search box", f.SearchText())
		}
	}
	f.Home()
	k.Press("Ctrl+K")
	k.Type("me")
	k.Press("Esc", "Esc")
	if f.SearchText() != "" || f.At().Place != frame.Today {
		t.Error("Esc does not leave the search box where one was")
	}
}

// Who types fast and presses Enter must get what was typed, not what an earlier letter had found.
func TestSearchWaitsForTheAnswer(t *testing.T) {
	k, f, _ := open(t)
	register(t, k, "Asha", "Adams", "98290 11111")
	meera := register(t, k, "Asha", "Meera", "98290 22222")
	var late []func()
	k.Press("Ctrl+K")
	k.Type("asha ")
	f.SetRun(func(work func()) { late = append(late, work) })
	k.Type("mee")
	k.Press("Enter")
	if f.At().Place != frame.Today {
		t.Fatalf("Enter opened %+v before the answer came", f.At())
	}
	for _, work := range late { // also those of older letters
		work()
	}
	if want := (frame.Target{Place: frame.Patient, Patient: meera.ID.Raw()}); f.At() != want {
		t.Errorf("at %+v, want %+v", f.At(), want)
	}
}

func TestModelSearch(t *testing.T) {
	k := uitest.Open(t)
	register(t, k, "Meera", "Shah", "98290 11111")
	commands := []string{"Calendar", "New patient", "Practice"}
	for _, c := range []struct{ text, want string }{
		{"meera", "Meera Shah"}, {"shah m", "Meera Shah"}, {"new", "New patient"}, {"pat", "New patient"}, {"n", ""}, {"cal", "Calendar"}, {"cal pat", ""},
		{"\x00", ""}, {"😀", ""}, {"مرحبا", ""},
	} {
		titles, _, err := frame.FindTitles(k.Desk, commands, c.text)
		if got := strings.Join(titles, ", "); got != c.want || err != nil {
			t.Errorf("%q finds %q (%v), want %q", c.text, got, err, c.want)
		}
	}
	if _, _, err := frame.FindTitles(k.Desk, nil, strings.Repeat("x", 5000)); store.CodeOf(err) != store.Invalid {
		t.Errorf("an enormous text: %v", err)
	}
	if err := k.Practice.Lock(context.Background(), k.Desk.Actor); err != nil {
		t.Fatal(err)
	}
	if _, _, err := frame.FindTitles(k.Desk, nil, "meera"); store.CodeOf(err) != store.Locked {
		t.Errorf("a locked person searches: %v", err)
	}
}

func TestLoadIsDroppedWhenLeft(t *testing.T) {
	_, f, _ := open(t)
	var late []func()
	f.SetRun(func(work func()) { late = append(late, work) })
	loaded, saved := 0, 0
	frame.Load(f, func(ctx context.Context) (error, error) { return ctx.Err(), nil }, func(error, error) { loaded++ })
	frame.Save(f, func(ctx context.Context) (error, error) { return ctx.Err(), nil }, func(canceled, _ error) {
		saved++
		if canceled != nil {
			t.Error("leaving cancelled a save")
		}
	})
	f.Go(frame.Target{Place: frame.Calendar})
	for _, work := range late {
		work()
	}
	if loaded != 0 || saved != 1 {
		t.Errorf("loaded %d, saved %d", loaded, saved)
	}
}

func TestFail(t *testing.T) {
	k, f, _ := open(t)
	f.Fail(nil)
	f.Fail(context.Canceled)
	if f.Covered() {
		t.Error("nothing was wrong, and something is shown")
	}
	f.Fail(errors.New("verb noun: Asha Rao"))
	if !f.Covered() {
		t.Fatal("an error is not shown")
	}
	k.Press("Enter")
	if f.Covered() || f.Locked() {
		t.Error("Enter does not close it")
	}
	f.Fail(store.Fail(store.Locked, "error.data.locked"))
	if !f.Locked() {
		t.Error("a locked session does not lock the window")
	}
}

func TestBackupFact(t *testing.T) {
	_, f, _ := open(t)
	if got := f.BackupText(); got != "" {
		t.Errorf("nobody keeps backups, and the line says %q", got)
	}
	state := frame.BackupState{Text: "Last proven backup 14:00", Tone: theme.Done}
	f.BackupState = func() frame.BackupState { return state }
	f.BackupChanged()
	if got := f.BackupText(); got != state.Text {
		t.Errorf("%q", got)
	}
	state.Text = "The disk is full."
	f.SettingsChanged() // builds the line anew
	if got := f.BackupText(); got != state.Text {
		t.Errorf("%q", got)
	}
}

func TestStripStaysAbovePages(t *testing.T) {
	k, f, _ := open(t)
	pressed := 0
	f.SetStrip(&frame.Strip{Icon: "backup", Text: "You are looking into a backup", Action: "Back", Tone: theme.Alert, Do: func() { pressed++ }})
	f.Go(frame.Target{Place: frame.Calendar})
	for _, o := range test.LaidOutObjects(f.Stage) {
		if b, is := o.(*kit.Button); is && b.Label() == "Back" {
			b.Tapped(nil)
		}
	}
	words := uitest.Words(f.Stage)
	if !strings.Contains(words, "looking into a backup") || pressed != 1 {
		t.Errorf("pressed %d:\n%s", pressed, words)
	}
	f.SetStrip(nil)
	_ = k
}

func TestSettingsChangedRebuilds(t *testing.T) {
	k, f, record := open(t)
	f.Go(frame.Target{Place: frame.Calendar})
	stale := *f.Session
	stale.Settings.Name = "stale"
	f.Session = &stale
	f.SettingsChanged()
	if f.Session.Settings.Name != "Lakeside Family Clinic" || f.At().Place != frame.Calendar {
		t.Errorf("%s at %+v", f.Session.Settings.Name, f.At())
	}
	if last := (*record)[len(*record)-1]; last != "shown calendar" {
		t.Errorf("last %s", last)
	}
	k.Press("Alt+1")
	if f.At().Place != frame.Today {
		t.Error("the keys are gone")
	}
}

func TestPictures(t *testing.T) {
	if !uitest.Pictures() {
		t.SkipNow() // they are for people to look at
	}
	k, f, _ := open(t)
	register(t, k, "Meera", "Shah", "98290 11111")
	register(t, k, "Meenakshi Venkataraghavan Subramaniam", "Iyer-Ramanathapuram of the Northern Lake District", "98290 22222")
	k.Picture("frame-empty")
	k.Press("Ctrl+K")
	k.Type("mee")
	k.Picture("frame-search")
	k.Press("Esc", "Esc", "Ctrl+K")
	k.Type("zzz")
	k.Picture("frame-search-none")
	k.Press("Esc", "Esc", "F1")
	k.Picture("frame-help")
	k.Press("Esc", "Ctrl+L")
	k.Picture("frame-lock-password")
	f.Detach()
	setPIN(t, k, k.Owner, "274951")
	f = k.Show(k.Owner, testPlaces(&[]string{})...)
	f.Home()
	unlockAll(t, k)
	f.Done("Booked Meera Shah at 10:30", func() {})
	k.Picture("frame-toast")
	k.Press("Ctrl+L")
	k.Type("111")
	k.Picture("frame-lock-pin")
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light, theme.Large))
}

func setPIN(t *testing.T, k *uitest.Kit, s *session.Session, pin string) {
	t.Helper()
	unlockAll(t, k)
	if err := errors.Join(k.Practice.SetPIN(context.Background(), s.Actor, pin), s.Refresh(context.Background())); err != nil {
		t.Fatal(err)
	}
}
