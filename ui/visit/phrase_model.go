package visit

import "strings"

// phrases are the abbreviations that expand while one types, from the catalogue: ".nad" and a space.
func phrases(text func(key string, args ...any) string) map[string]string {
	all := map[string]string{}
	for _, line := range strings.Split(text("visit.phrases"), "\n") {
		if short, long, found := strings.Cut(line, "="); found {
			all[strings.TrimSpace(short)] = strings.TrimSpace(long)
		}
	}
	return all
}

// expand replaces the abbreviation that ends before the cursor: ".nad " becomes its words and a space. It returns the text before the
// cursor as it is then; false where there is none.
func expand(before string, known map[string]string) (string, bool) {
	if before == "" || !strings.ContainsRune(" \n", rune(before[len(before)-1])) {
		return before, false
	}
	space, head := before[len(before)-1:], before[:len(before)-1]
	at := strings.LastIndexAny(head, " \n") + 1
	short, dotted := strings.CutPrefix(head[at:], ".")
	long, found := known[strings.ToLower(short)]
	if !dotted || !found {
		return before, false
	}
	return head[:at] + long + space, true
}
