package safety

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"satchel/assets"
	"satchel/data/value"
)

func words(texts ...string) []value.Code {
	var codes []value.Code
	for _, text := range texts {
		codes = append(codes, value.Code{Display: text})
	}
	return codes
}

func line(brand string, ingredients ...string) Medicine {
	return Medicine{Display: brand, Ingredients: words(ingredients...)}
}

func allergy(text string) Allergy { return Allergy{Substance: value.Code{Display: text}} }

func atc(code string) value.Code { return value.Code{System: value.SystemATC, Code: code} }

// alerted writes the alerts of a kind as "severity key", gravest first.
func alerted(alerts []Alert, kinds ...Kind) string {
	var list []string
	for _, a := range alerts {
		if slices.Contains(kinds, a.Kind) {
			list = append(list, fmt.Sprintf("%s %s", a.Severity, strings.TrimPrefix(a.Key, "safety.alert.")))
		}
	}
	return strings.Join(list, "; ")
}

// Cases that a practice meets.
func TestAllergyCases(t *testing.T) {
	const (
		same    = "high allergy_same"
		class   = "high allergy_class"
		related = "allergy_related"
	)
	cases := []struct {
		allergic string
		line     Medicine
		want     string
	}{
		{"Penicillin", line("Augmentin 625", "amoxicillin", "clavulanic acid"), class},
		{"penicillins", line("Augmentin 625", "Amoxicillin trihydrate + potassium clavulanate"), class},
		{"Penicillin", line("Co-amoxiclav", "co-amoxiclav"), class},
		{"Penicilin", line("Mox", "amoxycillin"), class}, // a slip and an old spelling
		{"PENICILLIN V", line("Mox", "amoxicillin"), "high " + related},
		{"penicillin", line("Sultamicillin", "sultamicillin"), class},
		{"penicillin", line("Penidure", "benzathine penicillin"), class},
		{"amoxicillin", line("Mox", "Amoxycillin"), same},
		{"amoxicillin", line("Fluclox", "flucloxacillin sodium"), "high " + related},
		{"amoxicillin", line("Keflex", "cephalexin"), "moderate " + related}, // same side chain
		{"amoxicillin", line("Zinnat", "cefuroxime axetil"), "low allergy_cross"},
		{"penicillin", line("Keflex", "cefalexin"), "low allergy_cross"},
		{"penicillin", line("Meronem", "meropenem"), "low allergy_cross"},
		{"penicillin", line("Azactam", "aztreonam"), ""},
		{"ceftazidime", line("Azactam", "aztreonam"), "moderate " + related},
		{"ceftriaxone", line("Cefotaxime", "cefotaxime"), "moderate " + related},
		{"beta-lactams", line("Keflex", "cefalexin"), class},
		{"beta lactam", line("Mox", "amoxicillin"), class},
		{"penicillin", line("Zithro", "azithromycin"), ""},
		{"clavulanic acid", line("Augmentin", "amoxicillin", "clavulanate potassium"), same},
		{"sulfa", line("Septran", "sulphamethoxazole", "trimethoprim"), class},
		{"Sulpha drugs", line("Bactrim", "co-trimoxazole"), class},
		{"sulfonamides", line("Silverex", "silver sulphadiazine"), class},
		{"co-trimoxazole", line("Proloprim", "trimethoprim"), same},
		{"sulfamethoxazole", line("Lasix", "frusemide"), "low allergy_cross"},
		{"sulfa", line("Dapsone", "dapsone"), "low allergy_cross"},
		{"furosemide", line("Septran", "sulfamethoxazole"), ""},
		{"aspirin", line("Brufen", "ibuprofen"), "high " + related},
		{"NSAIDs", line("Voveran", "diclofenac sodium"), class},
		{"NSAID", line("Celebrex", "celecoxib"), "low allergy_cross"},
		{"ibuprofen", line("Analgin", "dipyrone"), "high allergy_cross"},
		{"NSAIDs", line("Crocin", "acetaminophen"), ""},
		{"Paracetamol", line("Crocin", "Acetaminophen 500 mg tablets"), same},
		{"albuterol", line("Asthalin", "salbutamol sulphate"), same},
		{"ramipril", line("Enam", "enalapril maleate"), "high " + related},
		{"ACE inhibitors", line("Enam", "enalapril"), class},
		{"enalapril", line("Entresto", "sacubitril", "valsartan"), "high allergy_cross"},
		{"lisinopril", line("Losar", "losartan potassium"), "low allergy_cross"},
		{"morphine", line("Codeine", "codeine phosphate"), "moderate " + related},
		{"morphine", line("Tramadol", "tramadol hydrochloride"), "low " + related},
		{"opiates", line("Tramadol", "tramadol"), class},
		{"carbamazepine", line("Eptoin", "phenytoin sodium"), "high " + related},
		{"lignocaine", line("Marcaine", "bupivacaine"), "moderate " + related},
		{"lignocaine", line("Benzocaine", "benzocaine"), ""},
		{"cetirizine", line("Atarax", "hydroxyzine"), "high " + related},
		{"tetracycline", line("Doxy", "doxycycline"), class},
		{"ciprofloxacin", line("Levo", "levofloxacin"), "moderate " + related},
		{"erythromycin", line("Azee", "azithromycin"), "moderate " + related},
		{"metronidazole", line("Tini", "tinidazole"), "moderate " + related},
		{"ciclosporin", line("Sandimmun", "cyclosporine"), same},
		{"contrast", line("Omnipaque", "iohexol"), class},
		{"Augmentin", line("Augmentin 625"), "high allergy_word"}, // both by brand only
		{"Zyxoclin", line("Brand", "zyxoclin sodium"), "high allergy_word"},
		{"peanuts", line("Mox", "amoxicillin"), ""},
		{"पेनिसिलिन", line("पेनिसिलिन इंजेक्शन"), "high allergy_word"},
	}
	for _, c := range cases {
		got := alerted(Check(Input{AllergyStatus: Listed, Allergies: []Allergy{allergy(c.allergic)}, Proposed: []Medicine{c.line}}), KindAllergy)
		if got != c.want {
			t.Errorf("%s against %s: %q, want %q", c.allergic, c.line.Display, got, c.want)
		}
	}
}

func TestAllergyByCode(t *testing.T) {
	mox := Medicine{Display: "Mox", Ingredients: []value.Code{atc("J01CA04")}}
	for _, c := range []struct {
		substance value.Code
		line      Medicine
		want      string
	}{
		{atc("J01CA04"), mox, "high allergy_same"}, {atc("J01C"), mox, "high allergy_same"}, {atc("J01CE02"), mox, "high allergy_related"},
		{atc("J01CR02"), mox, "high allergy_same"}, {atc("j01ca04 "), mox, "high allergy_same"}, {atc("N02BE01"), mox, ""},
		{atc("J01CA04"), line("Septran", "co-trimoxazole"), ""},
		{value.Code{System: "urn:unknown", Code: "1", Display: "Amoxicillin"}, mox, "high allergy_same"},
		{value.Code{System: value.SystemATC, Code: "X99XX99", Display: "amoxicillin"}, mox, "high allergy_same"},
	} {
		got := alerted(Check(Input{AllergyStatus: Listed, Allergies: []Allergy{{Substance: c.substance}}, Proposed: []Medicine{c.line}}), KindAllergy)
		if got != c.want {
			t.Errorf("%v against %s: %q, want %q", c.substance, c.line.Display, got, c.want)
		}
	}
	product := Allergy{Substance: value.Code{Display: "Augmentin"}, Ingredients: words("amoxicillin", "clavulanic acid")}
	alerts := Check(Input{AllergyStatus: Listed, Allergies: []Allergy{product}, Proposed: []Medicine{mox}})
	if got := alerted(alerts, KindAllergy, KindAllergyNotChecked); got != "high allergy_same" {
		t.Errorf("a product with its ingredients: %q", got)
	}
}

func TestCriticalityRaises(t *testing.T) {
	for _, c := range []struct {
		criticality Criticality
		want        Severity
	}{{"", Low}, {CriticalityLow, Low}, {CriticalityUnknown, Low}, {CriticalityHigh, Moderate}} {
		a := allergy("penicillin")
		a.Criticality = c.criticality
		alerts := Check(Input{AllergyStatus: Listed, Allergies: []Allergy{a}, Proposed: []Medicine{line("Zinnat", "cefuroxime")}})
		if len(alerts) != 1 || alerts[0].Severity != c.want || alerts[0].MustAnswer != (c.want != Low) || alerts[0].Source.Title == "" {
			t.Errorf("criticality %q: %+v", c.criticality, alerts)
		}
	}
}

// What can't be checked is said, never passed over.
func TestNotChecked(t *testing.T) {
	mox, unknown := line("Mox", "amoxicillin"), line("Zyx", "zyxoclin")
	kinds := []Kind{KindLineNotChecked, KindAllergyNotChecked, KindMedicineNotChecked, KindAllergyNotAsked}
	for name, c := range map[string]struct {
		in   Input
		want string
		must bool
	}{
		"not asked":                  {Input{Proposed: []Medicine{mox}}, "not-checked allergy_not_asked", false},
		"listed but empty":           {Input{AllergyStatus: Listed, Proposed: []Medicine{mox}}, "not-checked allergy_not_asked", false},
		"none known":                 {Input{AllergyStatus: NoneKnown, Proposed: []Medicine{mox}}, "", false},
		"nothing proposed":           {Input{Allergies: []Allergy{allergy("zyx")}}, "", false},
		"no ingredients":             {Input{AllergyStatus: NoneKnown, Proposed: []Medicine{line("Zyx")}}, "not-checked line_not_checked", false},
		"empty line":                 {Input{AllergyStatus: NoneKnown, Proposed: []Medicine{{}}}, "not-checked line_not_checked", false},
		"no ingredients, allergic":   {Input{Allergies: []Allergy{allergy("penicillin")}, Proposed: []Medicine{line("Zyx")}}, "not-checked line_not_checked", true},
		"unknown ingredient":         {Input{AllergyStatus: NoneKnown, Proposed: []Medicine{unknown}}, "not-checked ingredient_not_checked", false},
		"ingredient of noise":        {Input{AllergyStatus: NoneKnown, Proposed: []Medicine{line("X", "sodium 500 mg")}}, "not-checked ingredient_not_checked", false},
		"half known ingredient":      {Input{AllergyStatus: NoneKnown, Proposed: []Medicine{line("X", "amoxicillin + zyxoclin")}}, "not-checked ingredient_not_checked", false},
		"slip in the ingredient":     {Input{AllergyStatus: NoneKnown, Proposed: []Medicine{line("X", "amoxicilan")}}, "not-checked ingredient_not_checked", false},
		"unknown allergy":            {Input{Allergies: []Allergy{allergy("that red tablet")}, Proposed: []Medicine{mox}}, "not-checked allergy_not_checked", false},
		"unknown medicine allergy":   {Input{Allergies: []Allergy{{Substance: value.Code{Display: "Zyxo"}, Category: CategoryMedication}}, Proposed: []Medicine{mox}}, "not-checked allergy_not_checked", true},
		"half known allergy":         {Input{Allergies: []Allergy{allergy("sulfa and zyxo")}, Proposed: []Medicine{mox}}, "not-checked allergy_not_checked", false},
		"food":                       {Input{Allergies: []Allergy{{Substance: value.Code{Display: "peanut"}, Category: CategoryFood}}, Proposed: []Medicine{unknown}}, "not-checked ingredient_not_checked", false},
		"unknown current medicine":   {Input{AllergyStatus: NoneKnown, Proposed: []Medicine{mox}, Current: []Medicine{unknown}}, "not-checked medicine_not_checked", false},
		"bytes that are no text":     {Input{AllergyStatus: NoneKnown, Proposed: []Medicine{line("\xff", "\xff\xfe")}}, "not-checked ingredient_not_checked", false},
		"unknown ATC code, no words": {Input{AllergyStatus: NoneKnown, Proposed: []Medicine{{Ingredients: []value.Code{atc("X99XX99")}}}}, "not-checked ingredient_not_checked", false},
		"ATC of a whole main group":  {Input{Allergies: []Allergy{{Substance: atc("J01")}}, Proposed: []Medicine{mox}}, "not-checked allergy_not_checked", false},
	} {
		alerts := Check(c.in)
		if got := alerted(alerts, kinds...); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		} else if got != "" && alerts[0].MustAnswer != c.must {
			t.Errorf("%s: must answer is %v", name, alerts[0].MustAnswer)
		}
	}
}

func TestDuplicates(t *testing.T) {
	current := func(id string, m Medicine) []Medicine { m.ID = id; return []Medicine{m} }
	renewed := line("Glycomet", "metformin")
	renewed.Replaces = "7"
	gel := line("Voveran gel", "diclofenac")
	gel.Route = "Topical application"
	for name, c := range map[string]struct {
		proposed, current []Medicine
		want              string
	}{
		"two brands of one":       {[]Medicine{line("Crocin", "paracetamol"), line("Calpol", "acetaminophen")}, nil, "moderate duplicate_ingredient"},
		"hidden in a combination": {[]Medicine{line("Crocin", "paracetamol"), line("Combiflam", "ibuprofen", "paracetamol")}, nil, "moderate duplicate_ingredient"},
		"two NSAIDs":              {[]Medicine{line("Brufen", "ibuprofen"), line("Voveran", "diclofenac")}, nil, "high duplicate_class"},
		"gel and tablet":          {[]Medicine{line("Brufen", "ibuprofen"), gel}, nil, "low duplicate_class"},
		"already taken":           {[]Medicine{line("Glycomet", "metformin")}, current("7", line("Metformin", "metformin")), "moderate duplicate_ingredient"},
		"renewed":                 {[]Medicine{renewed}, current("7", line("Metformin", "metformin")), ""},
		"renewed, another stays":  {[]Medicine{renewed}, current("8", line("Metformin", "metformin")), "moderate duplicate_ingredient"},
		"two statins":             {[]Medicine{line("Atorva", "atorvastatin calcium")}, current("7", line("Rosuvas", "rosuvastatin")), "moderate duplicate_class"},
		"ACE inhibitor and ARB":   {[]Medicine{line("Enam", "enalapril")}, current("7", line("Losar", "losartan")), "moderate duplicate_class"},
		"two anticoagulants":      {[]Medicine{line("Xarelto", "rivaroxaban")}, current("7", line("Warf", "warfarin")), "high duplicate_class"},
		"within one line":         {[]Medicine{line("Megapen", "ampicillin", "cloxacillin")}, nil, ""},
		"nothing in common":       {[]Medicine{line("Crocin", "paracetamol"), line("Mox", "amoxicillin")}, nil, ""},
		"cefalexin and cefixime":  {[]Medicine{line("A", "cefalexin"), line("B", "cefixime")}, nil, "moderate duplicate_class"},
	} {
		got := alerted(Check(Input{AllergyStatus: NoneKnown, Proposed: c.proposed, Current: c.current}), KindDuplicateIngredient, KindDuplicateClass)
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A doubled line is told where it was added, and which line it doubles.
func TestDuplicateLines(t *testing.T) {
	alerts := Check(Input{AllergyStatus: NoneKnown, Proposed: []Medicine{line("Mox", "amoxicillin"), line("Crocin", "paracetamol"), line("Calpol", "paracetamol")},
		Current: []Medicine{{ID: "7", Display: "Dolo", Ingredients: words("paracetamol")}}})
	var got [][3]string
	for _, a := range alerts {
		got = append(got, [3]string{fmt.Sprint(a.Line), fmt.Sprint(a.OtherLine), a.Against})
	}
	slices.SortFunc(got, func(a, b [3]string) int { return slices.Compare(a[:], b[:]) })
	if want := [][3]string{{"1", "-1", "7"}, {"2", "-1", "7"}, {"2", "1", ""}}; !slices.Equal(got, want) {
		t.Errorf("lines, other lines and medicines: %v, want %v", got, want)
	}
}

func date(t *testing.T, iso string) value.PartialDate {
	d, err := value.ParseISO(iso)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestCautions(t *testing.T) {
	for name, c := range map[string]struct {
		line    Medicine
		born    string
		gender  value.AdministrativeGender
		carries Pregnancy
		want    string
	}{
		"pregnant":                {line("Sotret", "isotretinoin"), "1996-01-01", value.GenderFemale, Pregnant, "high pregnancy"},
		"not pregnant":            {line("Sotret", "isotretinoin"), "1996-01-01", value.GenderFemale, NotPregnant, ""},
		"not asked":               {line("Sotret", "isotretinoin"), "1996-01-01", value.GenderFemale, PregnancyUnknown, "low pregnancy_unknown"},
		"a man":                   {line("Sotret", "isotretinoin"), "1996-01-01", value.GenderMale, PregnancyUnknown, ""},
		"gender unknown":          {line("Sotret", "isotretinoin"), "1996-01-01", value.GenderUnknown, PregnancyUnknown, "low pregnancy_unknown"},
		"too old":                 {line("Sotret", "isotretinoin"), "1951", value.GenderFemale, PregnancyUnknown, ""},
		"age unknown":             {line("Sotret", "isotretinoin"), "", value.GenderFemale, PregnancyUnknown, "low pregnancy_unknown"},
		"a class":                 {line("Enam", "enalapril"), "1996", value.GenderFemale, Pregnant, "high pregnancy"},
		"a lighter rule, unasked": {line("Brufen", "ibuprofen"), "1996", value.GenderFemale, PregnancyUnknown, ""},
		"Reye":                    {line("Disprin", "aspirin"), "2012-07-28", value.GenderMale, PregnancyUnknown, "high age_below"},
		"sixteen today":           {line("Disprin", "aspirin"), "2010-07-27", value.GenderMale, PregnancyUnknown, ""},
		"sixteen perhaps":         {line("Disprin", "aspirin"), "2010", value.GenderMale, PregnancyUnknown, "high age_below"},
		"born nobody knows when":  {line("Disprin", "aspirin"), "", value.GenderMale, PregnancyUnknown, "not-checked age_not_checked"},
		"codeine in a mixture":    {line("Corex", "codeine", "chlorpheniramine"), "2018-01-01", value.GenderFemale, PregnancyUnknown, "high age_below"},
		"paracetamol":             {line("Crocin", "paracetamol"), "2026-01-01", value.GenderFemale, Pregnant, ""},
	} {
		in := Input{On: date(t, "2026-07-27"), AllergyStatus: NoneKnown, Proposed: []Medicine{c.line},
			Patient: Patient{BirthDate: date(t, c.born), Gender: c.gender, Pregnancy: c.carries}}
		if got := alerted(Check(in), KindPregnancy, KindAge); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Every alert reads as a sentence: no key, argument, class or note is missing.
func TestAlertsHaveSentences(t *testing.T) {
	var lines []Medicine
	for _, i := range Ingredients() {
		lines = append(lines, line("Brand of "+i.Name, i.Name))
	}
	var allergies []Allergy
	for id, class := range lists().classes {
		if len(class.names) > 0 {
			allergies = append(allergies, allergy(class.names[0]))
		}
		if text := assets.Text("en", "safety.class."+id); strings.Contains(text, "⟦") {
			t.Errorf("class %s has no name", id)
		}
	}
	allergies = append(allergies, allergy("amoxicillin"), allergy("zyxo"), Allergy{Substance: value.Code{Display: "Brand"}, Reaction: "rash"})
	child, woman := date(t, "2026-01-01"), date(t, "1990-01-01")
	seen := map[string]bool{}
	for _, in := range []Input{
		{Proposed: lines[:1]}, {Proposed: []Medicine{line("X"), line("Y", "zyxo")}, Current: []Medicine{line("Z")}},
		{Proposed: lines, Current: lines[:9], Allergies: allergies},
		{Proposed: lines, On: woman.AddMonths(400), Patient: Patient{BirthDate: woman, Pregnancy: Pregnant}},
		{Proposed: lines, On: woman.AddMonths(400), Patient: Patient{BirthDate: woman}},
		{Proposed: lines, On: child, Patient: Patient{BirthDate: child}},
		{Proposed: lines},
	} {
		for _, a := range Check(in) {
			text := assets.Text("en", a.Key, a.Args...)
			word := assets.Text("en", a.Severity.CatalogueKey())
			if strings.Contains(text+word, "⟦") || strings.Contains(text, "  ") || a.Source.Title == "" {
				t.Errorf("%+v reads %q", a, text)
			}
			seen[a.Key] = true
		}
	}
	for _, key := range assets.Keys() {
		if strings.HasPrefix(key, "safety.alert.") && !seen[key] {
			t.Errorf("no alert says %s", key)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	in := Input{AllergyStatus: Listed, Allergies: []Allergy{allergy("penicillin"), allergy("sulfa"), allergy("Zyxoclin")},
		Proposed: []Medicine{line("Augmentin", "amoxicillin", "clavulanic acid"), line("Crocin", "paracetamol"), line("Voveran", "diclofenac sodium"), line("Pan", "pantoprazole")},
		Current:  []Medicine{line("Glycomet", "metformin"), line("Amlong", "amlodipine"), line("Atorva", "atorvastatin")}}
	for b.Loop() {
		Check(in)
	}
}
