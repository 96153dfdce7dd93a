package password

import (
	"strings"
	"sync"

	"satchel/assets"
)

// common is the list of passwords that many people use, folded, and once more with lookalikes read as letters.
type common struct {
	folded, readings map[string]bool
	longest          int // in characters
}

// commonList reads the list once. It is embedded, so a fault in it is a fault of the build: it panics, and a test reads it.
var commonList = sync.OnceValue(func() *common {
	text, err := assets.CodeList("common-password.txt")
	if err != nil {
		panic(err)
	}
	list := &common{folded: map[string]bool{}, readings: map[string]bool{}}
	for line := range strings.Lines(string(text)) {
		word := fold(strings.TrimSuffix(line, "\n"))
		if strings.HasPrefix(line, "#") || len(word) < MinUnguessed {
			continue
		}
		list.folded[string(word)], list.readings[string(plain(word))] = true, true
		list.longest = max(list.longest, len(word))
	}
	return list
})

func (c *common) has(folded []rune) bool { return c.folded[string(folded)] }

func (c *common) hasReading(reading []rune) bool { return c.readings[string(reading)] }
