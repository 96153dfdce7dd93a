package password

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// fold gives the form in which passwords are compared: NFKC, case folded, without spaces and the signs that part words.
func fold(text string) []rune {
	folded := norm.NFKC.String(cases.Fold().String(norm.NFKC.String(text)))
	list := make([]rune, 0, len(folded))
	for _, r := range folded {
		if !separates(r) {
			list = append(list, r)
		}
	}
	return list
}

func separates(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune(`_.,:;/\|+*'"`, r)
}

// lookalikes are the signs that are typed for letters, each for one letter.
var lookalikes = map[rune]rune{'0': 'o', '1': 'l', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '@': 'a', '$': 's', '!': 'i', '€': 'e'}

// plain reads lookalikes as the letters that they stand for; one is i for another reader and l for us, so both are compared as i.
func plain(runes []rune) []rune {
	list := make([]rune, len(runes))
	for i, r := range runes {
		if letter, found := lookalikes[r]; found {
			r = letter
		}
		if r == 'l' {
			r = 'i'
		}
		list[i] = r
	}
	return list
}

// words are the parts of a name that are worth looking for, folded, and the whole of it.
func words(name string) [][]rune {
	var list [][]rune
	add := func(part string) {
		if folded := fold(part); len(folded) >= minWord {
			list = append(list, folded)
		}
	}
	add(name)
	for _, part := range strings.FieldsFunc(name, separates) {
		add(part)
	}
	return list
}

// minWord is the shortest part of a name that is looked for, in characters: shorter ones are in everything.
const minWord = 3
