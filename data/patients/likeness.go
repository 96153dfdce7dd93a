package patients

import (
	"strings"

	"satchel/data/value"
)

// likeness says how alike two names are.
type likeness int

const (
	namesDiffer  likeness = iota
	namesPartial          // all words of the shorter one are in the longer: Meera and Meera Sharma
	namesAlike            // the same words, sounding alike or one letter apart
	namesSame             // the same words
)

// nameForms returns the ways in which a patient's names are written, as words. A name in two scripts has two forms.
func nameForms(name value.HumanName, previous []value.HumanName) [][]string {
	var forms [][]string
	for _, n := range append([]value.HumanName{name}, previous...) {
		own := strings.TrimSpace(n.Given + " " + n.Family)
		if own == "" {
			own = n.Text
		}
		for _, text := range []string{own, n.Latin} {
			if words := value.SearchTokens(text); len(words) > 0 {
				forms = append(forms, words)
			}
		}
	}
	return forms
}

// compareNames returns the best likeness of any two forms.
func compareNames(a, b [][]string) likeness {
	best := namesDiffer
	for _, x := range a {
		for _, y := range b {
			best = max(best, compareWords(x, y))
		}
	}
	return best
}

// compareWords pairs the words of two names, in any order. An initial pairs with a word that it begins.
func compareWords(a, b []string) likeness {
	if len(a) > len(b) {
		a, b = b, a
	}
	used := make([]bool, len(b))
	worst, whole := wordSame, 0
	for _, x := range a {
		best, at := wordDiffers, -1
		for i, y := range b {
			if used[i] {
				continue
			}
			if l := compareWord(x, y); l > best {
				best, at = l, i
			}
		}
		if at < 0 {
			return namesDiffer
		}
		used[at] = true
		worst = min(worst, best)
		if best > wordInitial {
			whole++
		}
	}
	switch {
	case whole == 0: // initials alone say nothing
		return namesDiffer
	case len(a) < len(b), worst == wordInitial:
		return namesPartial
	case worst == wordAlike:
		return namesAlike
	}
	return namesSame
}

const (
	wordDiffers = iota
	wordInitial
	wordAlike
	wordSame
)

func compareWord(a, b string) int {
	x, y := []rune(a), []rune(b)
	switch {
	case a == b:
		return wordSame
	case len(x) == 1 || len(y) == 1:
		if x[0] == y[0] {
			return wordInitial
		}
		return wordDiffers
	}
	if key := soundKey(a); len([]rune(key)) > 1 && key == soundKey(b) {
		return wordAlike
	}
	if min(len(x), len(y)) >= 5 && oneEditApart(x, y) {
		return wordAlike
	}
	return wordDiffers
}

// oneEditApart: one letter was added, left out, replaced, or swapped with its neighbour (Damerau, 1964).
func oneEditApart(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return string(a[i:]) == string(b[i+1:])
	}
	if i == len(a) {
		return false
	}
	swapped := i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && string(a[i+2:]) == string(b[i+2:])
	return swapped || string(a[i+1:]) == string(b[i+1:])
}

// birthLikeness says what two birth dates say about each other.
type birthLikeness int

const (
	birthUnknown birthLikeness = iota // one of them is unknown, or they agree too loosely to count
	birthDiffers
	birthNear    // estimates a few years apart, or days one slip apart
	birthAgrees  // the same as far as the coarser one goes
	birthSameDay // the very day
)

// estimateYears is how far apart two birth years may be when one of them is an estimate.
const estimateYears = 3

func compareBirths(a, b value.PartialDate, aEstimated, bEstimated bool) birthLikeness {
	switch {
	case a.IsZero() || b.IsZero():
		return birthUnknown
	case a == b && a.IsFull() && !aEstimated && !bEstimated:
		return birthSameDay
	case !a.Before(b) && !b.Before(a):
		return birthAgrees
	case aEstimated || bEstimated:
		if years := a.Year - b.Year; years >= -estimateYears && years <= estimateYears {
			return birthNear
		}
		return birthDiffers
	case a.IsFull() && b.IsFull() && oneSlip(a, b):
		return birthNear
	}
	return birthDiffers
}

// oneSlip: the days differ as a slip of the pen makes them: day and month changed over, or one of the three parts wrong.
func oneSlip(a, b value.PartialDate) bool {
	if a.Year == b.Year && a.Month == b.Day && a.Day == b.Month {
		return true
	}
	same := 0
	for _, equal := range []bool{a.Year == b.Year, a.Month == b.Month, a.Day == b.Day} {
		if equal {
			same++
		}
	}
	return same == 2
}
