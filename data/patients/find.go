package patients

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

const (
	// candidateLimit bounds what is read and ranked at a key press. Ranking in SQL would read every match: 50 ms for one letter
	// at 100,000 patients.
	candidateLimit = 200
	// soundsBelow is how few plain matches make the search listen to the sound of the words as well.
	soundsBelow = 5
	// CountLimit is where counting the matches of a text stops: a total of CountLimit means that many or more.
	CountLimit = 1000
	// DefaultLimit is how many rows a query without a limit returns.
	DefaultLimit = 50
)

// Query is what the search box asks.
type Query struct {
	Text             string // any words of the name in any order, begun or whole; phone, number, old number, birth date
	Limit            int    // rows; 0: DefaultLimit
	Offset           int    // rows to pass over
	IncludeRetracted bool   // also those entered in error
}

// Find returns the rows for a typed text, best first, and how many patients match, up to CountLimit. The best 200 of a text can be paged
// through; a longer text is the way to the rest. An empty text
// lists and counts everybody, last seen or registered first. It returns
// Invalid for a text that is too long.
//
// Accents, case and the order of words count for nothing; own script and Latin form are both found. Where little is found, names that
// sound alike follow, marked MatchSound.
func Find(tx *store.Tx, q Query) (rows []Row, total int, err error) {
	if q.Limit <= 0 {
		q.Limit = DefaultLimit
	}
	q.Offset = max(q.Offset, 0)
	if strings.TrimSpace(q.Text) == "" {
		return recent(tx, q)
	}
	practice, err := organization.Current(tx)
	if err != nil {
		return nil, 0, err
	}
	zone, err := value.LoadZone(practice.Zone)
	if err != nil {
		return nil, 0, &store.Error{Code: store.Corrupt, Key: "error.store.internal", Err: err}
	}
	s, err := parseSearch(q.Text, practice.DateOrder, tx.Now().In(zone))
	if err != nil || len(s.terms) == 0 {
		return nil, 0, err
	}
	list, total, err := candidates(tx, s, q.IncludeRetracted)
	if err != nil {
		return nil, 0, err
	}
	s.rank(list)
	from := min(q.Offset, len(list))
	for _, f := range list[from:min(from+q.Limit, len(list))] {
		rows = append(rows, f.Row)
	}
	return rows, total, nil
}

// recent lists everybody. The rows of the page are found in the index alone, so that the last page costs little more than the first.
func recent(tx *store.Tx, q Query) (rows []Row, total int, err error) {
	condition, hidden := "retracted = 0", 0
	if q.IncludeRetracted {
		condition = "1"
	} else if err := tx.QueryRow(action.PatientRead, "SELECT count(*) FROM patient_index WHERE retracted = 1", nil, &hidden); err != nil {
		return nil, 0, err
	}
	// Without a condition SQLite counts pages, not rows.
	if err := tx.QueryRow(action.PatientRead, "SELECT count(*) FROM patient_index", nil, &total); err != nil {
		return nil, 0, err
	}
	order, err := indexRows(tx, "SELECT row FROM patient_index WHERE "+condition+" ORDER BY recent DESC, row DESC LIMIT ? OFFSET ?", q.Limit, q.Offset)
	if err != nil || len(order) == 0 {
		return nil, total - hidden, err
	}
	list, err := readFoundRows(tx, order)
	slices.SortFunc(list, func(a, b found) int { return cmp.Compare(slices.Index(order, a.row), slices.Index(order, b.row)) })
	for _, f := range list {
		rows = append(rows, f.Row)
	}
	return rows, total - hidden, err
}

// candidates collects at most candidateLimit patients. One question finds everybody where they are few. Where they are many, the
// narrow questions choose who is ranked, so that a whole word is never crowded out by the many that only begin with it. Within one
// question the newest come first.
func candidates(tx *store.Tx, s search, retracted bool) (list []found, total int, err error) {
	hits, err := searchIndex(tx, s.everything(), retracted, CountLimit)
	if err != nil {
		return nil, 0, err
	}
	order, total, plain := hits, len(hits), len(hits)
	switch {
	case total > candidateLimit:
		if order, err = narrowed(tx, s, retracted, hits); err != nil {
			return nil, 0, err
		}
	case total < soundsBelow:
		if match := s.alike(); match != "" {
			alike, err := searchIndex(tx, match, retracted, candidateLimit)
			if err != nil {
				return nil, 0, err
			}
			order = union(hits, alike)
			total = len(order)
		}
	}
	if len(order) == 0 {
		return nil, 0, nil
	}
	if list, err = readFoundRows(tx, order); err != nil {
		return nil, 0, err
	}
	for i := range list {
		if plain < soundsBelow && !slices.Contains(hits, list[i].row) {
			list[i].Match = MatchSound
		}
	}
	return list, total, nil
}

// narrowed returns who is ranked of too many hits.
func narrowed(tx *store.Tx, s search, retracted bool, hits []int64) ([]int64, error) {
	var order []int64
	for _, match := range []string{s.exact(), s.whole(), s.beginnings()} {
		if match == "" || len(order) >= candidateLimit {
			continue
		}
		narrow, err := searchIndex(tx, match, retracted, candidateLimit)
		if err != nil {
			return nil, err
		}
		order = union(order, narrow)
	}
	return union(order, hits[:candidateLimit]), nil
}

// union puts the rows of b that are not there yet behind a, up to candidateLimit.
func union(a, b []int64) []int64 {
	seen := make(map[int64]bool, candidateLimit)
	var list []int64
	for _, row := range slices.Concat(a, b) {
		if !seen[row] && len(list) < candidateLimit {
			seen[row] = true
			list = append(list, row)
		}
	}
	return list
}

// scoped leaves those entered in error out of a question.
func scoped(match string, retracted bool) string {
	if retracted {
		return match
	}
	return "(" + match + `) NOT mark : "` + markRetracted + `"`
}

// searchIndex returns the index rows that meet a question, newest first.
func searchIndex(tx *store.Tx, match string, retracted bool, limit int) ([]int64, error) {
	return indexRows(tx, "SELECT rowid FROM patient_search WHERE patient_search MATCH ? ORDER BY rowid DESC LIMIT ?", scoped(match, retracted), limit)
}

func indexRows(tx *store.Tx, query string, args ...any) ([]int64, error) {
	rows, err := tx.Query(action.PatientRead, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []int64
	for rows.Next() {
		var row int64
		if err := rows.Scan(&row); err != nil {
			return nil, fmt.Errorf("scan search: %w", err)
		}
		list = append(list, row)
	}
	return list, rows.Err()
}

func readFoundRows(tx *store.Tx, order []int64) ([]found, error) {
	args := make([]any, len(order))
	for i, row := range order {
		args[i] = row
	}
	return readFound(tx, "patient_index i JOIN patient p ON p.id = i.patient_id WHERE i.row IN (?"+strings.Repeat(", ?", len(args)-1)+")", args...)
}

// rank puts the best first: whole words before begun ones, family before given names, present names before previous ones, and
// among equals who was registered last.
func (s search) rank(list []found) {
	for i := range list {
		s.score(&list[i])
	}
	slices.SortStableFunc(list, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.row, a.row))
	})
}

// Points of one term's best meaning.
const (
	pointsNumber       = 60
	pointsExact        = 40
	pointsBorn         = 35
	pointsFamily       = 30
	pointsGiven        = 26
	pointsPrevious     = 16
	pointsPhone        = 20
	pointsNumberBegins = 18
	pointsPlace        = 8
	pointsGone         = -12 // once, where the patient is inactive or dead
)

func (s search) score(f *found) {
	if f.Match == MatchSound {
		return
	}
	family, given := value.SearchTokens(f.Name.Family), value.SearchTokens(f.Name.Given+" "+f.Name.Text+" "+f.Name.Latin)
	numbers := append(numberKeys(f.Number), numberKeys(f.oldNumber)...)
	for _, t := range s.terms {
		best := 0
		consider := func(ok bool, points int) {
			if ok {
				best = max(best, points)
			}
		}
		for _, w := range t.words {
			consider(slices.Contains(family, w) || slices.Contains(given, w), pointsExact)
			consider(anyBegins(family, w), pointsFamily)
			consider(anyBegins(given, w), pointsGiven)
		}
		if t.compact != "" {
			consider(slices.Contains(numbers, t.compact), pointsNumber)
			consider(anyBegins(numbers, t.compact), pointsNumberBegins)
		}
		if t.born != "" {
			consider(strings.HasPrefix(bornKey(f.BirthDate), t.born), pointsBorn)
		}
		if t.phone != "" && best < pointsPhone {
			for _, p := range f.phones {
				consider(anyBegins(phoneKeys(p.Number), t.phone), pointsPhone)
			}
		}
		if best == 0 {
			for _, n := range f.previousNames {
				if anyBegins(value.SearchTokens(nameText(n)), t.words[0]) {
					best, f.Match, f.PreviousName = pointsPrevious, MatchPreviousName, n
				}
			}
		}
		if best == 0 {
			best = pointsPlace
		}
		f.score += best
	}
	if s.born != "" && strings.HasPrefix(bornKey(f.BirthDate), s.born) {
		f.score += pointsBorn
	}
	if f.Deceased || !f.Active {
		f.score += pointsGone
	}
}

func anyBegins(tokens []string, beginning string) bool {
	return slices.ContainsFunc(tokens, func(t string) bool { return strings.HasPrefix(t, beginning) })
}
