package safety

import (
	"strings"
	"unicode"

	"satchel/data/value"
)

// spellings turns variants of one name into one spelling: ceph- and cef-,
// sulph- and sulf-, -cycline and -ciclin, oestr- and estr-, thi- and ti-.
var spellings = strings.NewReplacer("ph", "f", "th", "t", "ae", "e", "oe", "e", "y", "i", "ks", "x", "kc", "c", "ck", "k")

// foldWords splits a text into words and folds each to its skeleton of
// spelling. The skeleton is only ever compared, never shown.
func foldWords(text string) []string {
	tokens := value.SearchTokens(text)
	words := make([]string, 0, len(tokens))
	for _, token := range tokens {
		if word := fold(token); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// fold also drops a plural s, an ending e (cyclosporine, codeine) and doubled
// letters, where enough of the word remains.
func fold(token string) string {
	word := spellings.Replace(token)
	var b strings.Builder
	previous := rune(0)
	for _, r := range word {
		if r == previous && unicode.IsLetter(r) {
			continue
		}
		b.WriteRune(r)
		previous = r
	}
	word = b.String()
	for _, ending := range []string{"s", "e"} {
		if len(word) > 4 {
			word = strings.TrimSuffix(word, ending)
		}
	}
	return word
}

func joinFolded(words []string) string { return strings.Join(words, " ") }

// noise are words that say how a substance is bound, counted or spoken of, not
// which it is. A salt that is a medicine itself ("sodium chloride", "ferrous
// sulfate") stands in the list as a whole and is found first.
var noise = foldSet(`
	sodium potassium calcium magnesium lithium zinc hydrochloride hcl dihydrochloride hydrobromide hbr sulfate sulphate
	bisulfate hydrogen phosphate diphosphate nitrate mononitrate acetate diacetate citrate tartrate bitartrate maleate fumarate succinate
	besylate besilate mesylate mesilate tosylate tosilate camsylate malate gluconate lactate carbonate bromide chloride iodide oxide
	benzoate salicylate stearate ethylsuccinate estolate propionate dipropionate valerate furoate acetonide xinafoate
	pivoxil proxetil axetil medoxomil cilexetil fosamil disoproxil
	trihydrate dihydrate monohydrate hemihydrate sesquihydrate hydrate anhydrous arginine tromethamine trometamol lysine meglumine
	erbumine decanoate enanthate palmitate embonate pamoate edisylate
	hydrochlorid natrium
	and with or plus in of the a an all any other to und et y
	allergy allergic allergies hypersensitivity intolerance class group type family derivative drug medicine medication antibiotic agent product
	tablet tab capsule cap syrup suspension injection inj cream ointment gel drop solution spray inhaler patch oral iv im topical
	dry powder forte ds sr xr er cr mr la od dt kid junior paediatric
	mg g mcg ug microgram ml l iu unit units percent per kg
`)

func foldSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[fold(word)] = true
	}
	return set
}

// isNoise also covers numbers and strengths such as 500 or 5mg.
func isNoise(word string) bool {
	if noise[word] {
		return true
	}
	rest := strings.TrimLeftFunc(word, unicode.IsNumber)
	return rest == "" || rest != word && noise[rest]
}

// slips counts the letters inserted, left out, changed or swapped with their
// neighbour between two words (optimal string alignment), and stops caring
// above limit.
func slips(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
