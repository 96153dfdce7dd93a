package patients

import (
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/data/patients"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

func TestModelListPages(t *testing.T) {
	k := uitest.Open(t)
	fill(t, k, names(450))
	m := newListModel(k.Desk)
	first, err := m.Read(ctx, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	m.Begin("")
	m.Take(first)
	if m.Count() != 450 || m.Summary() != "450 patients" {
		t.Errorf("%d rows, %q", m.Count(), m.Summary())
	}
	if _, there := m.Row(99); !there {
		t.Error("row 99 was read with the first page and isn't there")
	}
	if _, there := m.Row(100); there {
		t.Error("row 100 was never read and is there")
	}
	page, missing := m.Missing(437)
	if page != 4 || !missing {
		t.Errorf("row 437 is on page %d, missing %v", page, missing)
	}
	if _, again := m.Missing(438); again {
		t.Error("a page on its way was asked for twice")
	}
	last, err := m.Read(ctx, "", page)
	if err != nil {
		t.Fatal(err)
	}
	m.Take(last)
	if _, there := m.Row(449); !there {
		t.Error("the last row isn't there after its page was read")
	}
	if _, there := m.Row(450); there {
		t.Error("there is a row behind the last")
	}
	// A page of an older text comes late.
	m.Begin("mee")
	m.Take(last)
	if m.Count() != 0 {
		t.Errorf("a late page of another text left %d rows", m.Count())
	}
}

func TestModelListKeepsFewPages(t *testing.T) {
	m := newListModel(uitest.Open(t).Desk)
	m.Begin("")
	for page := range 3 * keptPages {
		m.Take(listPage{First: page * pageRows, Rows: make([]patients.Row, pageRows), Total: 100_000})
	}
	if len(m.pages) != keptPages {
		t.Errorf("%d pages are kept, want %d", len(m.pages), keptPages)
	}
	if _, there := m.Row(3*keptPages*pageRows - 1); !there {
		t.Error("the page in view was dropped")
	}
}

func TestModelListSaysWhyAndHowMany(t *testing.T) {
	k := uitest.Open(t)
	fill(t, k, names(450))
	for text, want := range map[string]string{"zzzz": "0 found", "udaipur": "150 found"} {
		m := newListModel(k.Desk)
		m.Begin(text)
		page, err := m.Read(ctx, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		m.Take(page)
		if m.Summary() != want {
			t.Errorf("%q: %q, want %q", text, m.Summary(), want)
		}
	}
	if _, err := newListModel(k.Desk).Read(ctx, strings.Repeat("a", patients.QueryLength+1), 0); err == nil {
		t.Error("a text that is too long found something")
	}
	m := newListModel(k.Desk)
	old := patients.Row{Name: value.HumanName{Given: "Asha"}, Match: patients.MatchPreviousName, PreviousName: value.HumanName{Given: "Asha", Family: "Verma"}, Deceased: true}
	var words []string
	for _, mark := range m.marks(old) {
		words = append(words, mark.Text)
	}
	if got := strings.Join(words, "; "); got != "was Asha Verma; Deceased" {
		t.Errorf("marks %q", got)
	}
}

// The desk finds and opens a patient without the mouse, and Back returns to what was typed.
func TestListByKeyboard(t *testing.T) {
	k := uitest.Open(t)
	fill(t, k, names(40))
	want := register(t, k, meera())
	f := show(k, k.Desk)
	f.Go(frame.Target{Place: frame.Patients})
	k.Type("sharma ramesh")
	s := f.screen.(*listScreen)
	if s.list.Count() == 0 {
		t.Fatal("nobody was found")
	}
	k.Press("Esc")
	if s.search.Text != "" || f.At().Place != frame.Patients {
		t.Errorf("Esc left %q at %v", s.search.Text, f.At().Place)
	}
	k.Type("9829012345")
	k.Press("Enter")
	if f.At().Patient != want.ID.Raw() || f.At().Place != frame.Patient {
		t.Fatalf("Enter went to %+v", f.At())
	}
	f.Back()
	if got := f.screen.(*listScreen).search.Text; got != "9829012345" {
		t.Errorf("Back shows %q in the search box", got)
	}
}

// Whom nobody finds is registered, with what was typed.
func TestListRegistersWhatWasTyped(t *testing.T) {
	k := uitest.Open(t)
	f := show(k, k.Desk)
	f.Go(frame.Target{Place: frame.Patients})
	k.Type("kamala bai 9829012345")
	k.Press("Enter")
	s, ok := f.screen.(*registerScreen)
	if !ok {
		t.Fatalf("Enter went to %+v", f.At())
	}
	v := s.typed().Values
	if v[fieldGiven] != "Kamala" || v[fieldFamily] != "Bai" || v[fieldPhone] != "9829012345" {
		t.Errorf("the form begins with %v", v)
	}
}

// Who types fast must not open the patient that an earlier letter had found.
func TestListHoldsEnter(t *testing.T) {
	k := uitest.Open(t)
	a := register(t, k, patients.Patient{Name: value.HumanName{Given: "Asha"}})
	register(t, k, patients.Patient{Name: value.HumanName{Given: "Anil"}})
	f := show(k, k.Desk)
	f.Go(frame.Target{Place: frame.Patients})
	s := f.screen.(*listScreen)
	k.Type("as")
	s.loaded = false // the answer is on its way
	k.Press("Enter")
	if f.At().Place != frame.Patients {
		t.Fatal("Enter opened a patient before the answer was there")
	}
	s.held = true
	page, err := s.model.Read(ctx, "as", 0)
	s.show("as", page, err)
	if f.At().Patient != a.ID.Raw() {
		t.Errorf("Enter was forgotten: %+v", f.At())
	}
}

// BenchmarkKeyPress: 50 ms from a key to the rows on the screen, with 100,000 patients.
func BenchmarkKeyPress(b *testing.B) {
	n := 100_000
	if testing.Short() {
		n = 3000
	}
	k := uitest.Open(b)
	fill(b, k, names(n))
	f := show(k, k.Desk)
	f.Go(frame.Target{Place: frame.Patients})
	s := f.screen.(*listScreen)
	var times []time.Duration
	texts := []string{"", "m", "me", "mee", "mee s", "mee sha", "98", "982", "98290", "zzz"}
	for i := 0; b.Loop(); i++ {
		at := time.Now()
		s.search.SetText(texts[i%len(texts)])
		k.Window.Canvas().Content().Refresh()
		times = append(times, time.Since(at))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
	if s.list.Count() == 0 && s.search.Text != "zzz" {
		b.Fatalf("no rows for %q", s.search.Text)
	}
}
