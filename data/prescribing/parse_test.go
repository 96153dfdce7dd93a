package prescribing_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"satchel/data/prescribing"
	"satchel/data/value"
)

// shown writes an entry in one line, to compare.
func shown(e prescribing.Entry) string {
	var b strings.Builder
	add := func(label, text string) {
		if strings.TrimSpace(text) != "" {
			b.WriteString(" " + label + "=" + strings.TrimSpace(text))
		}
	}
	q := func(q value.Quantity) string { return q.Value.Safe() + q.Unit }
	d := e.Dosage
	b.WriteString(e.Name)
	add("strength", q(e.Strength))
	add("per", q(e.Per))
	add("form", string(e.Form))
	add("dose", q(d.Dose))
	if (d.Pattern != prescribing.Pattern{}) {
		add("day", d.Pattern.Morning.Safe()+"/"+d.Pattern.Noon.Safe()+"/"+d.Pattern.Evening.Safe()+"/"+d.Pattern.Night.Safe())
	}
	if d.Frequency > 0 {
		add("every", strings.Repeat("I", d.Frequency)+value.Whole(int64(max(d.Period, 1))).Safe()+d.PeriodUnit)
	}
	if d.Once {
		add("once", "yes")
	}
	add("meal", string(d.Meal))
	if d.AsNeeded {
		add("needed", "yes "+d.AsNeededFor)
	}
	add("for", q(d.Duration))
	if d.Ongoing {
		add("ongoing", "yes")
	}
	add("count", e.Quantity.Safe())
	add("indication", e.Indication)
	add("unknown", strings.Join(e.Unknown, ","))
	return b.String()
}

func TestParseLine(t *testing.T) {
	for text, want := range map[string]string{
		"":                                         "",
		"amox 500 1-0-1 5d":                        "amox strength=500 day=1/0//1 for=5d",
		"Amox 500mg 1-1-1-1 x 5 days":              "amox strength=500mg day=1/1/1/1 for=5d",
		"amox 500 1 - 0 - 1 5/7":                   "amox strength=500 day=1/0//1 for=5d",
		"crocin 650 1 tab tds pc for 3 days":       "crocin strength=650 dose=1{tablet} every=III1d meal=PC for=3d",
		"crocin 650 1 tds 3d":                      "crocin strength=650 dose=1 every=III1d for=3d",
		"crocin 1 tds 3d":                          "crocin dose=1 every=III1d for=3d",
		"pan 40 od ac 2w":                          "pan strength=40 every=I1d meal=AC for=2wk",
		"pan d 1-0-0 before food 1m":               "pan d day=1/0//0 meal=AC for=1mo",
		"cetirizine 10 hs 10d sos for itching #10": "cetirizine strength=10 day=///1 needed=yes itching for=10d count=10",
		"dolo 650 sos for fever or body pain 3d":   "dolo strength=650 needed=yes fever or body pain for=3d",
		"dolo 650 sos for 3 days":                  "dolo strength=650 needed=yes for=3d",
		"augmentin duo susp 5 ml bd 1w":            "augmentin duo form=oral-suspension dose=5mL every=II1d for=1wk",
		"calpol 250/5 5ml q6h 3d":                  "calpol strength=250mg per=5mL dose=5mL every=I6h for=3d",
		"calpol 120mg/5ml 7.5 ml every 6 hours 3d": "calpol strength=120mg per=5mL dose=7.5mL every=I6h for=3d",
		"thyronorm 50 mcg ½ tab om continue":       "thyronorm strength=50ug dose=0.5{tablet} day=1/// ongoing=yes",
		"eltroxin 1/2 tab od 1/12":                 "eltroxin dose=0.5{tablet} every=I1d for=1mo",
		"vitamin d3 60000 iu weekly 8w":            "vitamin d3 strength=60000[iU] every=I1wk for=8wk",
		"betadine gargle mouthwash 10ml qid 5d":    "betadine gargle form=mouthwash dose=10mL every=IIII1d for=5d",
		"wysolone 0.5-0-.5 5d":                     "wysolone day=0.5/0//0.5 for=5d",
		"asthalin mdi 2 puffs prn for wheeze":      "asthalin form=inhaler dose=2{puff} needed=yes wheeze",
		"clobetasol 0.05% cream bd 2w for eczema":  "clobetasol strength=0.05% form=cream every=II1d for=2wk indication=eczema",
		"azee 500 od 3d blah":                      "azee strength=500 every=I1d for=3d unknown=blah",
		"amox 500 bd tds":                          "amox strength=500 every=II1d unknown=tds",
		"amox 500 250 bd":                          "amox strength=500 every=II1d unknown=250",
		"amox 500 0-0-0":                           "amox strength=500 unknown=0-0-0",
		"amox 500 99-0-1":                          "amox strength=500 unknown=99-0-1",
		"amox 500 bd 999m":                         "amox strength=500 every=II1d unknown=999m",
		"amox ५०० १-०-१ ५d":                        "amox strength=500 day=1/0//1 for=5d",
		"एमोक्स 500 1-0-1":                         "एमोक्स strength=500 day=1/0//1",
		"amox 500 cap tds 5d":                      "amox strength=500 form=capsule every=III1d for=5d",
		"wysolone 10 6 tab od":                     "wysolone strength=10 form=tablet every=I1d unknown=6",
		"inj tetanus 0.5 ml stat":                  "tetanus form=injection dose=0.5mL once=yes",
		"500":                                      "500",
		"-":                                        "-",
		"amox\x00\xff 500 od":                      "amox\x00\ufffd strength=500 every=I1d",
	} {
		if got := shown(prescribing.ParseLine(text)); got != want {
			t.Errorf("%q\n got %q\nwant %q", text, got, want)
		}
	}
	long := prescribing.ParseLine("amox " + strings.Repeat("x", 10_000))
	if len(long.Unknown) == 0 || len(strings.Join(long.Unknown, "")) < 9_000 {
		t.Error("what is too long is lost")
	}
}

func FuzzParseLine(f *testing.F) {
	for _, seed := range []string{"amox 500 1-0-1 5d", "crocin 650 1 tab tds pc x 3 days #10", "calpol 250/5 5ml q6h 3d sos for fever", "½ 1/2 5/7 .5-0-.5", "every 6 hours", "for for x x q0h",
		"\u202e१-०-१\xff", "sos for", "1.000000000000000000000000 mg", "a 99999999999999999999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e := prescribing.ParseLine(text)
		for _, s := range append([]string{e.Name, e.Dosage.AsNeededFor, e.Indication}, e.Unknown...) {
			if !utf8.ValidString(s) {
				t.Fatalf("%q is not UTF-8", s)
			}
		}
		// What was understood must stand up to the checks of a line: only a dose without its unit may still be wrong.
		m := prescribing.MedicationRequest{Dosage: e.Dosage}
		m.Dosage.AsNeededFor, m.Dosage.Dose = "", value.Quantity{}
		for _, p := range problemsOf(m) {
			if strings.HasPrefix(p.Field, "dosage") {
				t.Fatalf("%q is understood as %+v: %v", text, e.Dosage, p)
			}
		}
		if e.Dosage.Dose.Value.Sign() < 0 || e.Strength.Value.Sign() < 0 || e.Quantity.Sign() < 0 {
			t.Fatalf("%q: a negative number", text)
		}
	})
}

// problemsOf is what Validate finds.
func problemsOf(m prescribing.MedicationRequest) value.Problems {
	var problems value.Problems
	errors.As(m.Validate(), &problems)
	return problems
}
