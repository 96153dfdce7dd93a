package assets

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

// Key is an argument of a sentence that is itself a key of the catalogue: it is
// looked up in the sentence's language.
type Key string

// CatalogueKey returns the key.
func (k Key) CatalogueKey() string { return string(k) }

// keyed is what values such as value.Month and value.AdministrativeGender offer.
type keyed interface{ CatalogueKey() string }

// phrased is an argument that is a phrase with arguments of its own: the "4 months" of "3 years and 4 months".
type phrased interface {
	CataloguePhrase() (key string, args []any)
}

// English is the language that every sentence exists in.
const English = "en"

// catalogue is built once from text/<area>.<language>.toml.
type catalogue struct {
	bundle     *i18n.Bundle
	keys       map[string]string // English key -> file it stands in
	localizers sync.Map          // language -> *i18n.Localizer
}

var load = sync.OnceValues(func() (*catalogue, error) { return newCatalogue(texts) })

// strict makes an argument that a sentence lacks an error, not "<no value>".
var strict = &template.TextParser{Option: "missingkey=error"}

// newCatalogue reads all message files. A file that can't be read is an error,
// but the others still serve.
func newCatalogue(files fs.FS) (*catalogue, error) {
	c := &catalogue{bundle: i18n.NewBundle(language.English), keys: map[string]string{}}
	c.bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	paths, err := fs.Glob(files, "text/*.toml")
	if err != nil {
		return c, fmt.Errorf("list message files: %w", err)
	}
	var problems []error
	for _, name := range paths {
		content, err := fs.ReadFile(files, name)
		if err != nil {
			problems = append(problems, fmt.Errorf("read message file: %w", err))
			continue
		}
		file, err := c.bundle.ParseMessageFileBytes(content, name)
		if err != nil {
			problems = append(problems, fmt.Errorf("parse message file %s: %w", path.Base(name), err))
			continue
		}
		if file.Tag != language.English {
			continue
		}
		for _, message := range file.Messages {
			if other, ok := c.keys[message.ID]; ok {
				problems = append(problems, fmt.Errorf("key %s stands in %s and in %s", message.ID, path.Base(other), path.Base(name)))
			}
			c.keys[message.ID] = name
		}
	}
	return c, errors.Join(problems...)
}

// Check returns an error when an embedded message file can't be read or a key
// stands in two of them: the program asks once, at its start.
func Check() error {
	_, err := load()
	return err
}

// Keys returns every key of the English catalogue, sorted.
func Keys() []string {
	c, _ := load() // Check reports what couldn't be read
	keys := make([]string, 0, len(c.keys))
	for key := range c.keys {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// Languages returns the languages of the catalogue as BCP 47 tags, English first.
func Languages() []string {
	c, _ := load() // Check reports what couldn't be read
	tags := []string{}
	for _, tag := range c.bundle.LanguageTags() {
		tags = append(tags, tag.String())
	}
	return tags
}

// reviewed are the languages whose printed words somebody has read who grew up with them. Who reviews a language signs in the head of
// each of its files, and adds it here.
var reviewed = []string{English}

// Reviewed reports whether a native reader has reviewed what pages say in a language (BCP 47).
func Reviewed(lang string) bool {
	base, _, _ := strings.Cut(lang, "-")
	return slices.Contains(reviewed, base)
}

// Text returns a sentence or word of the catalogue in a language (BCP 47), in
// English where that language lacks it. args are name/value pairs for its
// template; an integer Count chooses the plural form. A key that doesn't exist,
// or a template whose argument is missing, shows as ⟦key⟧: visible, harmless,
// and found by the tests.
func Text(lang, key string, args ...any) string {
	c, _ := load() // Check reports what couldn't be read
	return c.text(lang, key, args)
}

// Sentence returns what happened and what to do next for an error key such as
// "error.vault.wrong_key".
func Sentence(lang, key string, args ...any) (text, hint string) {
	return Text(lang, key+".text", args...), Text(lang, key+".hint", args...)
}

func (c *catalogue) text(lang, key string, args []any) string {
	missing := "⟦" + key + "⟧"
	if len(args)%2 != 0 {
		return missing
	}
	data := make(map[string]any, len(args)/2)
	for i := 0; i < len(args); i += 2 {
		name, ok := args[i].(string)
		if !ok {
			return missing
		}
		data[name] = c.argument(lang, args[i+1])
	}
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: data, TemplateParser: strict}
	if count, ok := data["Count"]; ok {
		config.PluralCount = pluralCount(count)
	}
	text, err := c.localizer(lang).Localize(config)
	if err != nil && config.PluralCount != nil {
		config.PluralCount = nil // a sentence that is the same for one and for many
		text, err = c.localizer(lang).Localize(config)
	}
	if notFound := (*i18n.MessageNotFoundErr)(nil); errors.As(err, &notFound) && text != "" {
		return text // another language falls back to English
	}
	if err != nil {
		return missing
	}
	return text
}

// argument looks up an argument that is a key itself.
func (c *catalogue) argument(lang string, argument any) any {
	switch a := argument.(type) {
	case keyed:
		return c.text(lang, a.CatalogueKey(), nil)
	case phrased:
		key, args := a.CataloguePhrase()
		return c.text(lang, key, args)
	}
	return argument
}

// pluralCount returns the integer that the plural rules can use, or nil.
func pluralCount(count any) any {
	switch n := count.(type) {
	case int, int8, int16, int32, int64:
		return n
	case uint8, uint16, uint32:
		return fmt.Sprint(n)
	}
	return nil
}

func (c *catalogue) localizer(lang string) *i18n.Localizer {
	if l, ok := c.localizers.Load(lang); ok {
		return l.(*i18n.Localizer)
	}
	l := i18n.NewLocalizer(c.bundle, strings.TrimSpace(lang), English)
	c.localizers.Store(lang, l)
	return l
}
