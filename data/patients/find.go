package patients

import (
	"cmp"
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

// Find returns the rows for a typed text, best first, and how many patients match in all. The best 200 of a text can be paged
// through; a longer text is the way to the rest. An empty text lists everybody, last seen or registered first. It returns
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

func recent(tx *store.Tx, q Query) (rows []Row, total int, err error) {
	condition := "i.retracted = 0"
	if q.IncludeRetracted {
		condition = "i.retracted IN (0, 1)"
	}
	if err := tx.QueryRow(action.PatientRead, "SELECT count(*) FROM patient_index i WHERE "+condition, nil, &total); err != nil {
		return nil, 0, err
	}
	list, err := readFound(tx, "patient_index i JOIN patient p ON p.id = i.patient_id WHERE "+condition+" ORDER BY i.recent DESC, i.row DESC LIMIT ? OFFSET ?", q.Limit, q.Offset)
	for _, f := range list {
		rows = append(rows, f.Row)
	}
	return rows, total, err
}

// candidates collects at most candidateLimit patients, asking the narrow questions first so that a whole word is never crowded out
// by the many that only begin with it. Within one question the newest come first.
func candidates(tx *store.Tx, s search, retracted bool) (list []found, total int, err error) {
	var order []int64
	sounds := map[int64]bool{}
	seen := map[int64]bool{}
	ask := func(match string, note map[int64]bool) error {
		if match == "" || len(order) >= candidateLimit {
			return nil
		}
		hits, err := searchIndex(tx, match, retracted)
		for _, row := range hits {
			if !seen[row] && len(order) < candidateLimit {
				seen[row] = true
				order = append(order, row)
				if note != nil {
					note[row] = true
				}
			}
		}
		return err
	}
	for _, match := range []string{s.exact(), s.whole(), s.beginnings(), s.broad()} {
		if err := ask(match, nil); err != nil {
			return nil, 0, err
		}
	}
	total = len(order)
	switch {
	case total >= candidateLimit:
		if err := tx.QueryRow(action.PatientRead, "SELECT count(*) FROM patient_search WHERE patient_search MATCH ?", []any{scoped(s.everything(), retracted)}, &total); err != nil {
			return nil, 0, err
		}
	case total < soundsBelow:
		if err := ask(s.alike(), sounds); err != nil {
			return nil, 0, err
		}
		total = len(order)
	}
	if len(order) == 0 {
		return nil, 0, nil
	}
	list, err = readFoundRows(tx, order)
	for i := range list {
		if sounds[list[i].row] {
			list[i].Match = MatchSound
		}
	}
	return list, total, err
}

// scoped leaves those entered in error out of a question.
func scoped(match string, retracted bool) string {
	if retracted {
		return match
	}
	return "(" + match + `) NOT mark : "` + markRetracted + `"`
}

// searchIndex returns the index rows that meet a question, newest first.
func searchIndex(tx *store.Tx, match string, retracted bool) ([]int64, error) {
	rows, err := tx.Query(action.PatientRead, "SELECT rowid FROM patient_search WHERE patient_search MATCH ? ORDER BY rowid DESC LIMIT ?", scoped(match, retracted), candidateLimit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []int64
	for rows.Next() {
		var row int64
		if err := rows.Scan(&row); err != nil {
			return nil, unreadable("scan search", err)
		}
		list = append(list, row)
	}
	if err := rows.Err(); err != nil {
		return nil, unreadable("search", err)
	}
	return list, nil
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
