package safety

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"satchel/assets"
	"satchel/data/value"
)

func TestListsAreSound(t *testing.T) {
	l, err := parseLists(assets.CodeList)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.ingredients) < 600 || len(l.classes) < 100 {
		t.Errorf("%d ingredients in %d classes", len(l.ingredients), len(l.classes))
	}
	atcCode := regexp.MustCompile(`^[ABCDGHJLMNPRSV]\d\d[A-Z]{2}\d\d$`)
	for _, i := range l.ingredients {
		if i.Name != strings.ToLower(i.Name) {
			t.Errorf("%s isn't in lower case", i.Name)
		}
		for _, code := range i.ATC {
			if !atcCode.MatchString(code) || len(l.atc[code]) != 1 {
				t.Errorf("%s: ATC %s means %v", i.Name, code, l.atc[code])
			}
		}
	}
	used := map[string]bool{}
	for _, x := range l.crosses {
		used[x.note] = true
		if x.source.Title == "" || x.allergy == x.proposed {
			t.Errorf("%+v", x)
		}
	}
	for name, members := range l.members {
		for _, id := range members {
			used[id] = true
		}
		if strings.HasPrefix(name, "cef") && !strings.Contains(strings.Join(members, " "), "cephalosporin") {
			t.Errorf("%s isn't a cephalosporin", name)
		}
		if strings.HasSuffix(name, "cillin") && !strings.Contains(strings.Join(members, " "), "penicillin") {
			t.Errorf("%s isn't a penicillin", name)
		}
		for suffix, class := range map[string]string{"pril": "ace_inhibitor", "sartan": "arb", "vastatin": "statin", "prazole": "ppi", "floxacin": "quinolone", "triptan": "triptan", "dipine": "dihydropyridine", "gliptin": "gliptin", "gliflozin": "gliflozin", "azepam": "benzodiazepine", "caine": "local_anaesthetic"} {
			if strings.HasSuffix(name, suffix) && name != "aripiprazole" && !strings.Contains(strings.Join(members, " "), class) {
				t.Errorf("%s isn't in class %s", name, class)
			}
		}
	}
	for id := range l.classes {
		wider := false
		for _, c := range l.classes {
			wider = wider || c.parent == id
		}
		if !used[id] && !wider {
			t.Errorf("class %s has no members", id)
		}
	}
}

// A table that doesn't fit together is refused.
func TestListsRefuse(t *testing.T) {
	for name, change := range map[string][3]string{
		"a column too few":        {"class.tsv", "beta_lactam\t\tnone\tnone", "beta_lactam\tnone\tnone"},
		"an unknown severity":     {"class.tsv", "beta_lactam\t\tnone\tnone", "beta_lactam\t\tgrave\tnone"},
		"an unknown wider class":  {"class.tsv", "penicillin\tbeta_lactam", "penicillin\tgamma_lactam"},
		"an unknown class":        {"ingredient-class.tsv", "\tmacrolide\t", "\tmacrolyde\t"},
		"two alike":               {"ingredient-class.tsv", "\nabacavir\t", "\namoxycillin\t"},
		"a name without letters":  {"ingredient-class.tsv", "\nabacavir\t", "\n--\t"},
		"an unknown ingredient":   {"combination.tsv", "amoxicillin;clavulanic acid", "amoxicillin;clavulanic base"},
		"an unknown source":       {"cross-reactivity.tsv", "strom_2003", "strom_2004"},
		"an unknown subject":      {"caution.tsv", "isotretinoin", "isotretinion"},
		"an age that is none":     {"caution.tsv", "age_below\t16", "age_below\tsixteen"},
		"an age without limit":    {"caution.tsv", "age_below\t16", "age_below\t0"},
		"a source without title":  {"source.tsv", "satchel\tSatchel list of ingredients and classes, compiled by hand", "satchel\t"},
		"a table that is missing": {"caution.tsv", "", ""},
	} {
		_, err := parseLists(func(file string) ([]byte, error) {
			content, err := assets.CodeList(file)
			if err != nil || file != change[0] {
				return content, err
			}
			if change[1] == "" {
				return nil, fmt.Errorf("no such file")
			}
			changed := strings.ReplaceAll(string(content), change[1], change[2])
			if changed == string(content) {
				t.Fatalf("%s: %q isn't there to be changed", name, change[1])
			}
			return []byte(changed), nil
		})
		if err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestRecognise(t *testing.T) {
	for text, want := range map[string]string{
		"Amoxycillin Trihydrate 500mg": "amoxicillin", "Cephalexin": "cefalexin", "SULPHASALAZINE": "sulfasalazine", "acetaminophen": "paracetamol",
		"Albuterol": "salbutamol", "thyroxine sodium": "levothyroxine sodium", "frusemide": "furosemide", "oestradiol valerate": "estradiol",
		"sodium valproate": "valproic acid", "cyclosporin": "ciclosporin", "beclomethasone dipropionate": "beclometasone", "aspirin": "acetylsalicylic acid",
		"Vitamin B12": "cyanocobalamin", "insulin glargine": "insulin glargine", "co-amoxiclav": "amoxicillin+clavulanic acid",
		"amoxicillin and clavulanic acid": "amoxicillin+clavulanic acid", "Trimethoprim/Sulfamethoxazole": "sulfamethoxazole+trimethoprim",
		"adrenaline": "epinephrine", "cefpodoxime proxetil": "cefpodoxime", "olmesartan": "olmesartan medoxomil", "phenobarbitone": "phenobarbital",
		"ferrous sulphate": "ferrous sulfate", "chlorpheniramine maleate": "chlorphenamine", "guaiphenesin": "guaifenesin", "riphampicin": "rifampicin",
	} {
		m := Recognise(value.Code{Display: text})
		if got := strings.Join(m.Ingredients, "+"); got != want || !m.Complete() {
			t.Errorf("%q is read as %+v, want %s", text, m, want)
		}
	}
	for text, want := range map[string]string{"amoxcillin": "amoxicillin", "ibuprofin": "ibuprofen", "metfromin": "metformin", "azithromicine": "azithromycin", "paracetmol": "paracetamol"} {
		m := Recognise(value.Code{Display: text})
		if got := strings.Join(m.Ingredients, "+"); got != want || m.Complete() && !strings.EqualFold(text, want) && m.Guessed {
			t.Errorf("%q is read as %+v, want %s", text, m, want)
		}
	}
	for _, text := range []string{"", "500 mg", "sodium", "zyxoclin", "the", "\x00", "vitamin"} {
		if m := Recognise(value.Code{Display: text}); m.Complete() || len(m.Ingredients) > 0 {
			t.Errorf("%q is read as %+v", text, m)
		}
	}
}
