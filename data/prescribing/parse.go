package prescribing

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"satchel/data/value"
)

// MaxLineText bounds what ParseLine looks at, in bytes; the rest is not understood.
const MaxLineText = 500

// Entry is what was understood of a typed line. What was not is in Unknown, so that nothing typed is lost.
type Entry struct {
	Name         string         // the first letters of brand or ingredients
	Strength     value.Quantity // without a unit where none was typed
	Per          value.Quantity // of a liquid
	Form         Form
	Dosage       Dosage
	Quantity     value.Decimal // "#15": to dispense
	Indication   string        // "for fever"
	Unknown      []string      // as typed
	doseUnitless bool          // a bare number stands for the dose
}

// ParseLine reads a line as doctors type it: "amox 500 1-0-1 5d", "crocin 650 1 tab tds pc x 3 days", "augmentin duo 5 ml bd 1w",
// "cetirizine 10 hs 10d sos for itching #10". It never fails; see Entry.Unknown. Abbreviations that must not be printed (od, hs, tsp) are
// understood here, and come out as structure.
func ParseLine(text string) Entry {
	var e Entry
	text = strings.ToValidUTF8(text, "\ufffd")
	if len(text) > MaxLineText {
		cut := MaxLineText
		for !utf8.RuneStart(text[cut]) {
			cut--
		}
		e.Unknown = append(e.Unknown, text[cut:])
		text = text[:cut]
	}
	p := parser{entry: &e, tokens: tokenize(text)}
	for p.at < len(p.tokens) {
		p.next()
	}
	e.Name = strings.Join(p.name, " ")
	p.settleNumbers()
	return e
}

type parser struct {
	entry   *Entry
	tokens  []string
	at      int
	name    []string
	named   bool     // something other than the name was read: a later word is no name
	numbers []string // bare numbers, in their order
}

var (
	aroundHyphen = regexp.MustCompile(`([0-9½¼¾])(?:\s+[-+–—]\s*|\s*[+–—]\s*|-\s+)([0-9½¼¾.])`)
	patternToken = regexp.MustCompile(`^[0-9./½¼¾]+(-[0-9./½¼¾]+){2,3}$`)
	everyToken   = regexp.MustCompile(`^q?([0-9]{1,2})(h|hr|hrly|hourly|hours?)$`)
	spanToken    = regexp.MustCompile(`^[x×]?([0-9]{1,3})(d|days?|w|wks?|weeks?|m|mo|months?|mths?)$`)
	ukSpanToken  = regexp.MustCompile(`^([0-9]{1,2})/(7|52|12)$`)
	amountToken  = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?|\.[0-9]+|½|¼|¾|1/2|1/4|3/4)([a-zµμ%]+)$`)
	bareToken    = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?|\.[0-9]+|½|¼|¾|1/2|1/4|3/4)$`)
	perToken     = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?)(mg|g|mcg|ug|iu)?/([0-9]+(?:\.[0-9]+)?)?(ml)?$`)
	countToken   = regexp.MustCompile(`^#([0-9]{1,4})$`)
)

// tokenize lowers the case and parts the words; digits of every script become 0 to 9.
func tokenize(text string) []string {
	text = strings.Map(func(r rune) rune {
		if r < 0x80 {
			return r
		}
		if d := value.SearchKey(string(r)); len(d) == 1 && d[0] >= '0' && d[0] <= '9' && r != '½' && r != '¼' && r != '¾' {
			return rune(d[0])
		}
		return r
	}, norm.NFC.String(text))
	text = strings.ToLower(text)
	for before := ""; before != text; {
		before = text
		text = aroundHyphen.ReplaceAllString(text, "$1-$2")
	}
	return strings.FieldsFunc(text, func(r rune) bool {
		return r == ',' || r == ';' || r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0'
	})
}

// peek is a token ahead; "" behind the end.
func (p *parser) peek(ahead int) string {
	if p.at+ahead < len(p.tokens) {
		return p.tokens[p.at+ahead]
	}
	return ""
}

// next reads one token, with those that belong to it.
func (p *parser) next() {
	token := strings.TrimSuffix(p.tokens[p.at], ".")
	p.at++
	switch {
	case p.pattern(token), p.timing(token), p.span(token), p.meal(token), p.strength(token), p.amount(token), p.form(token):
		p.named = len(p.name) > 0
	case p.count(token):
		p.named = len(p.name) > 0
	case token == "for" && p.entry.Indication == "" && p.peek(0) != "":
		p.entry.Indication = p.phrase()
		p.named = len(p.name) > 0
	case bareToken.MatchString(token) && len(p.name) > 0:
		p.bare(token)
		p.named = len(p.name) > 0
	case !p.named && token != "":
		p.name = append(p.name, token)
	case token != "":
		p.entry.Unknown = append(p.entry.Unknown, token)
	}
}

// decimal reads a number or a vulgar fraction that the expressions above let through.
func decimal(text string) value.Decimal {
	fractions := map[string]string{"½": "0.5", "1/2": "0.5", "¼": "0.25", "1/4": "0.25", "¾": "0.75", "3/4": "0.75"}
	if plain, known := fractions[text]; known {
		text = plain
	}
	d, err := value.ParseDecimal(text, value.Point)
	if err != nil {
		return value.Decimal{}
	}
	return d
}
