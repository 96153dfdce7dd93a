package settings

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"satchel/assets"
	"satchel/data/backup"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/password"
	"satchel/data/store/action"
	"satchel/data/vault"
	"satchel/reports/page"
	"satchel/reports/printing"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
	"satchel/ui/uitest"
)

var ctx = context.Background()

func open(t *testing.T, who func(*uitest.Kit) *session.Session, tab string) (*uitest.Kit, *frame.Frame) {
	t.Helper()
	k := uitest.Open(t)
	f := k.Show(who(k), Places()...)
	f.Go(frame.Target{Place: frame.Settings, Text: tab})
	return k, f
}

func owner(k *uitest.Kit) *session.Session { return k.Owner }
func desk(k *uitest.Kit) *session.Session  { return k.Desk }

// TestPracticeIsSavedAndUndone types a new name and saves it with the keyboard alone.
func TestPracticeIsSavedAndUndone(t *testing.T) {
	k, f := open(t, owner, "practice")
	k.Press("Ctrl+A")
	k.Type("Hill Clinic")
	k.Press("Ctrl+S")
	if got := f.Session.Settings.Name; got != "Hill Clinic" {
		t.Fatalf("the name is %q", got)
	}
	k.Window.Canvas().Unfocus()
	k.Press("Ctrl+Z")
	if got := f.Session.Settings.Name; got != "Lakeside Family Clinic" {
		t.Fatalf("after undo the name is %q", got)
	}
}

func TestPracticeDraftSurvives(t *testing.T) {
	k, f := open(t, owner, "practice")
	k.Press("Ctrl+A")
	k.Type("Half a na")
	f.Go(frame.Target{Place: frame.Practice})
	f.Go(frame.Target{Place: frame.Settings})
	if got := k.Focused().(*kit.Entry).Text; got != "Half a na" {
		t.Fatalf("left and come back, it is %q", got)
	}
	k.Type("me")
	k.Pass(frame.DraftPause)
	if drafts, err := k.Practice.Drafts(ctx, k.Owner.Actor); err != nil || len(drafts) != 1 || !strings.Contains(string(drafts[0].Body), "Half a name") {
		t.Fatalf("%v %v", drafts, err)
	}
	k.Press("Ctrl+S")
	if drafts, err := k.Practice.Drafts(ctx, k.Owner.Actor); err != nil || len(drafts) != 0 {
		t.Errorf("after saving: %v %v", drafts, err)
	}
}

func TestPracticeShowsErrorsBesideFields(t *testing.T) {
	k, f := open(t, owner, "practice")
	k.Press("Ctrl+A")
	k.Type(" ")
	k.Press("Ctrl+S")
	if f.Covered() || f.Session.Settings.Name != "Lakeside Family Clinic" {
		t.Error("an empty name was saved, or the error is not beside the field")
	}
	if got := k.Focused().(*kit.Entry).Text; got != " " {
		t.Errorf("the keyboard is at %q", got)
	}
}

func TestTabsFollowTheRole(t *testing.T) {
	k, f := open(t, desk, "practice")
	if f.Has(frame.Practice) {
		t.Error("the desk may read the audit report")
	}
	words := texts(k)
	if strings.Contains(words, "People") || !strings.Contains(words, "What is kept") {
		t.Errorf("the desk sees:\n%s", words)
	}
	k.Press("F3")
	k.Press("F2", "F2")
	if f.At().Place != frame.Settings {
		t.Errorf("at %+v", f.At())
	}
}

// shown are the words of the dialog on top.
func shown(k *uitest.Kit) string { return k.Dialog() }

func texts(k *uitest.Kit) string { return uitest.Words(k.Frame.Stage) }

func TestSetPINByKeyboard(t *testing.T) {
	k, f := open(t, desk, "account")
	k.Type("274951")
	k.Press("Tab")
	k.Type("274950")
	k.Press("Enter")
	if len(f.Session.User.PIN) > 0 {
		t.Fatal("two different PINs were taken")
	}
	k.Press("Backspace")
	k.Type("1")
	k.Press("Enter")
	if len(f.Session.User.PIN) == 0 {
		t.Fatal("the PIN was not set")
	}
	if err := k.Practice.Lock(ctx, k.Desk.Actor); err != nil {
		t.Fatal(err)
	}
	if err := k.Practice.Unlock(ctx, k.Desk.Actor, "274951"); err != nil {
		t.Error(err)
	}
}

func TestAddPersonByKeyboard(t *testing.T) {
	k, f := open(t, owner, "people")
	s := newPeopleSection(f).(*peopleSection)
	s.add()
	k.Type("nina")
	k.Press("Tab", "Tab")
	k.Type("Nina")
	k.Press("Enter")
	handed := oneTimeShown(t, k)
	k.Press("Esc")
	if !f.Covered() {
		t.Fatal("a password that is shown only once went away by accident")
	}
	k.Press("Enter")
	if f.Covered() {
		t.Fatal("the dialog stays")
	}
	actor, err := k.Practice.SignIn(ctx, vault.Password("Nina", handed))
	if err != nil || actor.Role != action.Desk || !k.Practice.MustChangePassword(actor) {
		t.Errorf("%v %v", actor.Role, err)
	}
}

// oneTimeShown reads the one-time password off the screen.
func oneTimeShown(t *testing.T, k *uitest.Kit) string {
	t.Helper()
	var groups []string
	for _, word := range strings.Split(shown(k), "\n") {
		if word = strings.TrimSuffix(word, "-"); len(word) == password.GroupSize && strings.Trim(word, "0123456789abcdefghjkmnpqrstvwxyz") == "" && word != "grant" {
			groups = append(groups, word)
		}
	}
	if len(groups) < password.Groups {
		t.Fatalf("%d groups are shown in:\n%s", len(groups), shown(k))
	}
	return strings.Join(groups[len(groups)-password.Groups:], "-")
}

func TestOneTimePasswordByKeyboard(t *testing.T) {
	k, f := open(t, owner, "people")
	s := newPeopleSection(f).(*peopleSection)
	s.shown()
	desk := slices.IndexFunc(s.rows, func(p person) bool { return p.user.Login == "desk" })
	s.giveOneTime(s.rows[desk])
	k.Press("Enter")
	handed := oneTimeShown(t, k)
	k.Press("Enter")
	if _, err := k.Practice.SignIn(ctx, vault.Password("desk", uitest.Password)); err == nil {
		t.Error("the forgotten password still opens")
	}
	actor, err := k.Practice.SignIn(ctx, vault.Password("desk", handed))
	if err != nil || !k.Practice.MustChangePassword(actor) {
		t.Errorf("%v", err)
	}
	if marks := s.cells(desk)[4].Marks; len(marks) != 1 || marks[0].Text != "one-time password" {
		t.Errorf("the list shows %+v", marks)
	}
	s.giveOneTime(s.rows[slices.IndexFunc(s.rows, func(p person) bool { return p.user.Login == "doctor" })])
	k.Press("Enter")
	if !strings.Contains(shown(k), "is for somebody else") {
		t.Errorf("a one-time password for oneself:\n%s", shown(k))
	}
}

func TestTheLastOwnerStays(t *testing.T) {
	k, f := open(t, owner, "people")
	folder := t.TempDir()
	if err := (backupModel{k.Owner}).addPlace(ctx, folder); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Make(ctx, k.Practice, k.Owner.Actor, folder, nil); err != nil {
		t.Fatal(err)
	}
	s := newPeopleSection(f).(*peopleSection)
	s.shown()
	row := func(login string) person {
		return s.rows[slices.IndexFunc(s.rows, func(p person) bool { return p.user.Login == login })]
	}
	s.deactivate(row("doctor"))
	if got := shown(k); !strings.Contains(got, "at least one owner") || strings.Contains(got, "has left?") {
		t.Errorf("the last owner is asked about:\n%s", got)
	}
	k.Press("Enter")
	s.deactivate(row("desk"))
	if got := shown(k); !strings.Contains(got, "Priya has left?") || !strings.Contains(got, "still opens with the old password") {
		t.Errorf("%s", got)
	}
}

func TestLook(t *testing.T) {
	k := uitest.Open(t)
	f := k.Show(k.Desk, Places()...)
	appearance, density := theme.Light, theme.Standard
	f.Look = frame.Look{Get: func() (theme.Appearance, theme.Density) { return appearance, density },
		Set: func(a theme.Appearance, d theme.Density) { appearance, density = a, d }}
	f.Go(frame.Target{Place: frame.Settings, Text: "account"})
	form := newAccountSection(f).(*accountSection)
	form.look.Input("appearance").SetValue(key(int(theme.Dark)))
	form.look.Input("density").SetValue(key(int(theme.Large)))
	form.setLook()
	if appearance != theme.Dark || density != theme.Large {
		t.Errorf("%v %v", appearance, density)
	}
}

func TestVerifyByButton(t *testing.T) {
	k, f := open(t, owner, "file")
	s := newFileSection(f).(*fileSection)
	s.verify()
	if !f.Covered() {
		t.Fatal("nothing is said about the file")
	}
	k.Press("Enter")
	if f.Covered() {
		t.Error("Enter does not close it")
	}
}

func TestStartForReal(t *testing.T) {
	k, f := open(t, owner, "file")
	newFileSection(f).(*fileSection).startForReal()
	k.Press("Enter") // the dangerous button does not have the keyboard
	if !f.Session.Settings.Trial {
		t.Fatal("Enter alone started for real")
	}
	newFileSection(f).(*fileSection).startForReal()
	k.Press("Tab", "Enter")
	if f.Session.Settings.Trial {
		t.Error("still a trial")
	}
	for _, o := range test.LaidOutObjects(f.Stage) {
		if chip, ok := o.(*kit.Chip); ok && chip.Text() == "TRIAL" {
			t.Error("the window still says TRIAL")
		}
	}
}

func TestAuditScreen(t *testing.T) {
	k := uitest.Open(t)
	f := k.Show(k.Owner, Places()...)
	f.Go(frame.Target{Place: frame.Practice})
	if words := texts(k); !strings.Contains(words, "entries") {
		t.Errorf("nothing is reported:\n%s", words)
	}
	k.Press("Tab", "Tab", "Ctrl+A")
	k.Type("31/2")
	k.Press("Enter")
	if f.Covered() {
		t.Error("a day that does not exist is not said beside its field")
	}
}

func TestEveryActionHasWords(t *testing.T) {
	for _, a := range action.All {
		if words := assets.Text("en", "action."+string(a.Action)); strings.Contains(words, "⟦") {
			t.Errorf("%s has no words", a.Action)
		}
	}
}

func TestPictures(t *testing.T) {
	if !uitest.Pictures() {
		t.SkipNow() // they are for people to look at
	}
	k := uitest.Open(t)
	f := k.Show(k.Owner, Places()...)
	f.Look = frame.Look{Get: func() (theme.Appearance, theme.Density) { return theme.Light, theme.Standard }, Set: func(theme.Appearance, theme.Density) {}}
	for i, fee := range []map[string]string{
		{"name": "Consultation", "code": "consult", "price": "500", "favourite": "1"},
		{"name": "Dressing of a large wound, with material, by the doctor at the patient's home", "code": "dressing-home", "price": "1,25,000.50"},
		{"name": "Old fee", "code": "old", "price": "0", "active": "false"},
	} {
		if err := (feesModel{k.Owner}).save(ctx, newFee(), fee); err != nil {
			t.Fatal(i, err)
		}
	}
	shop := newOffice()
	f.Printing = shop
	shop.choices = printing.Choices{Standard: "Office"}.With(documents.Receipt, printing.Way{Queue: "Till", Paper: documents.PaperRoll80, Tray: "Roll"}).
		With(documents.Prescription, printing.Way{Queue: "HP_LaserJet_M404dn_upstairs_in_the_second_consulting_room", Paper: documents.PaperA5, Tray: "Tray2"}).WithAdjustment("Office", page.Adjustment{Across: 15, Down: -3, Scale: 50})
	for n := range 9 {
		shop.list = append(shop.list, printing.Queue{Name: fmt.Sprint("Printer_of_a_network_", n), State: []printing.State{printing.Idle, printing.Printing, printing.Offline}[n%3], Reasons: []string{"toner-low"}})
	}
	f.Go(frame.Target{Place: frame.Settings, Text: "printing"})
	k.Picture("settings-printing")
	f.Key("F5")
	s2 := newPrintingSection(f).(*printingSection)
	s2.content()
	s2.shown()
	s2.editWay(3)
	k.Picture("settings-printing-way")
	k.Press("Esc")
	shop.list, shop.err, shop.choices = nil, printing.ErrNoPrinter, printing.Choices{}
	f.Go(frame.Target{Place: frame.Settings, Text: "printing"})
	k.Picture("settings-printing-none")
	for _, tab := range []string{"practice", "people", "fees", "phrases", "backup", "file", "account"} {
		f.Go(frame.Target{Place: frame.Settings, Text: tab})
		k.Picture("settings-" + tab)
	}
	f.Go(frame.Target{Place: frame.Practice})
	k.Picture("settings-audit")
	f.Key(frame.KeyPrint)
	k.Picture("settings-audit-print")
	k.Press("Esc")
	f.Go(frame.Target{Place: frame.Settings, Text: "people"})
	s := newPeopleSection(f).(*peopleSection)
	s.add()
	k.Press("Enter")
	k.Picture("settings-people-add-errors")
	k.Press("Esc")
	s.shown()
	long := "Dr Meenakshi Venkataraghavan Subramaniam Iyer-Ramanathapuram"
	s.showOneTime(handed{long, "h7f2k-9qwxm-04tvb-zrn6d", k.Clock.Now().Add(organization.OneTimeLife)})
	k.Picture("settings-people-one-time")
	k.Press("Enter")
	s.giveOneTime(s.rows[1])
	k.Picture("settings-people-one-time-ask")
	k.Press("Enter", "Enter")
	f.Go(frame.Target{Place: frame.Settings, Text: "people"})
	k.Picture("settings-people-waits")
	k.Press("Esc")
	fees := newFeesSection(f).(*feesSection)
	fees.add()
	k.Picture("settings-fees-add")
	k.Press("Esc")
	file := newFileSection(f).(*fileSection)
	file.verify()
	k.Picture("settings-verified")
	k.Press("Enter")
	file.replaceKey()
	k.Press("Enter")
	k.Picture("settings-key")
	f = k.Show(k.Owner, Places()...)
	f.Go(frame.Target{Place: frame.Practice})
	k.Picture("audit")
	f.Go(frame.Target{Place: frame.Settings, Text: "practice"})
	k.Press("Ctrl+A")
	k.Type(" ")
	k.Press("Ctrl+S")
	k.Picture("settings-practice-errors")
}
