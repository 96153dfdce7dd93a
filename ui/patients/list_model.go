package patients

import (
	"context"
	"maps"
	"slices"
	"strings"

	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/session"
)

const (
	// pageRows is how many patients are read at once while the list is scrolled.
	pageRows = 100
	// keptPages bounds the memory of whoever scrolls through 100,000 patients.
	keptPages = 30
	// rankedRows is how many patients of a typed text can be paged through; see patients.Find.
	rankedRows = 200
)

// listPage is one answer of the search: some rows of a text.
type listPage struct {
	Text  string
	First int // row number of Rows[0]
	Rows  []patients.Row
	Total int // how many patients match; patients.CountLimit means that many or more
}

// listModel is everybody who matches a text, as far as read. Read may be called on any goroutine; the rest belongs to the window's.
type listModel struct {
	session *session.Session

	text   string
	total  int
	pages  map[int][]patients.Row
	wanted map[int]bool // pages asked for and not yet there
}

func newListModel(s *session.Session) *listModel {
	return &listModel{session: s, pages: map[int][]patients.Row{}, wanted: map[int]bool{}}
}

// Read finds one page of a text: page 0 is the best.
func (m *listModel) Read(ctx context.Context, text string, page int) (listPage, error) {
	p := listPage{Text: text, First: page * pageRows}
	err := m.session.View(ctx, action.FindPatients, func(tx *store.Tx) (err error) {
		p.Rows, p.Total, err = patients.Find(tx, patients.Query{Text: text, Limit: pageRows, Offset: p.First})
		return err
	})
	return p, err
}

// Begin forgets the rows of the text before.
func (m *listModel) Begin(text string) {
	m.text, m.total = text, 0
	clear(m.pages)
	clear(m.wanted)
}

// Take keeps a page that was read; one of an older text is dropped.
func (m *listModel) Take(p listPage) {
	if p.Text != m.text {
		return
	}
	page := p.First / pageRows
	delete(m.wanted, page)
	m.total = p.Total
	if len(m.pages) >= keptPages {
		farthest := slices.MaxFunc(slices.Collect(maps.Keys(m.pages)), func(a, b int) int { return abs(a-page) - abs(b-page) })
		delete(m.pages, farthest)
	}
	m.pages[page] = p.Rows
}

// Count is how many rows there are to scroll through.
func (m *listModel) Count() int {
	if strings.TrimSpace(m.text) != "" {
		return min(m.total, rankedRows)
	}
	return m.total
}

// Row returns a row where it was read already.
func (m *listModel) Row(row int) (patients.Row, bool) {
	rows := m.pages[row/pageRows]
	if i := row % pageRows; i < len(rows) {
		return rows[i], true
	}
	return patients.Row{}, false
}

// Missing returns the page of a row that is neither there nor asked for, and marks it as asked for.
func (m *listModel) Missing(row int) (page int, missing bool) {
	page = row / pageRows
	if _, there := m.pages[page]; there || m.wanted[page] {
		return page, false
	}
	m.wanted[page] = true
	return page, true
}

// Summary says how many were found.
func (m *listModel) Summary() string {
	s := m.session
	switch {
	case strings.TrimSpace(m.text) == "":
		return s.Text("patients_screen.everybody", "Count", m.total)
	case m.total >= patients.CountLimit:
		return s.Text("patients_screen.found_many", "Most", patients.CountLimit, "Shown", rankedRows)
	case m.total > rankedRows:
		return s.Text("patients_screen.found_more", "Count", m.total, "Shown", rankedRows)
	}
	return s.Text("patients_screen.found", "Count", m.total)
}

func abs(n int) int { return max(n, -n) }
