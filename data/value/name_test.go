package value

import (
	"errors"
	"strings"
	"testing"
)

func TestHumanName(t *testing.T) {
	cases := []struct {
		name                       HumanName
		given, family, comma, sort string
		latin                      string
		latinOK                    bool
		valid                      bool
	}{
		{HumanName{Prefix: "Dr", Given: "Asha", Family: "Rao"}, "Dr Asha Rao", "Dr Rao Asha", "Rao, Asha", "rao asha", "Dr Asha Rao", true, true},
		{HumanName{Given: "Asha"}, "Asha", "Asha", "Asha", "asha", "Asha", true, true},
		{HumanName{Family: "Suharto"}, "Suharto", "Suharto", "Suharto", "suharto", "Suharto", true, true},
		{HumanName{Text: "Björk Guðmundsdóttir"}, "Björk Guðmundsdóttir", "Björk Guðmundsdóttir", "Björk Guðmundsdóttir", "bjork gudmundsdottir", "Björk Guðmundsdóttir", true, true},
		{HumanName{Given: "मीरा", Family: "शाह", Latin: "Meera Shah"}, "मीरा शाह", "शाह मीरा", "शाह, मीरा", "शाह मीरा", "Meera Shah", true, true},
		{HumanName{Given: "मीरा"}, "मीरा", "मीरा", "मीरा", "मीरा", "मीरा", false, true},
		{HumanName{}, "", "", "", "", "", true, false},
		{HumanName{Prefix: "Dr"}, "Dr", "Dr", "", "", "Dr", true, false},
		{HumanName{Given: "--"}, "--", "--", "--", "", "--", true, false},
		{HumanName{Given: "Asha", Latin: "आशा"}, "Asha", "Asha", "Asha", "asha", "आशा", true, false},
		{HumanName{Given: "a\u202eb"}, "a\u202eb", "a\u202eb", "a\u202eb", "a b", "a\u202eb", true, false},
	}
	for _, c := range cases {
		latin, ok := c.name.DisplayLatin(GivenFirst)
		if c.name.Display(GivenFirst) != c.given || c.name.Display(FamilyFirst) != c.family || c.name.Display(FamilyComma) != c.comma ||
			c.name.SortKey() != c.sort || latin != c.latin || ok != c.latinOK || (c.name.Validate() == nil) != c.valid {
			t.Errorf("%+v: %q %q %q sort %q latin %q %v valid %v", c.name, c.name.Display(GivenFirst), c.name.Display(FamilyFirst),
				c.name.Display(FamilyComma), c.name.SortKey(), latin, ok, c.name.Validate())
		}
	}
	name := HumanName{Given: "मीरा", Latin: "Meera"}
	if key := name.SearchKey(); key != "मीरा meera" {
		t.Errorf("search key %q", key)
	}
}

func TestHumanNameClean(t *testing.T) {
	got, err := HumanName{Given: " Asha\n", Family: "Rao  Patil"}.Clean()
	if err != nil || got != (HumanName{Given: "Asha", Family: "Rao Patil"}) {
		t.Errorf("cleaned to %+v, %v", got, err)
	}
	broken := HumanName{Given: "\xff", Family: strings.Repeat("x", 1000)}
	got, err = broken.Clean()
	if got != broken || !errors.Is(err, ErrTextEncoding) || !errors.Is(err, ErrTextLong) {
		t.Errorf("cleaned to %+v, %v", got, err)
	}
}

func TestQuantity(t *testing.T) {
	for _, c := range []struct {
		value, unit, want string
		valid             bool
	}{
		{"120", "mm[Hg]", "120\u00a0mmHg", true}, {"0.50", "mg", "0.5\u00a0mg", true}, {"5", "{tablet}", "5\u00a0tablet", true}, {"98", "%", "98%", true},
		{"25", "ug", "25\u00a0microgram", true}, {"10", "[iU]", "10\u00a0units", true}, {"7", "{score}", "7", true}, {"", "", "", true},
		{"5", "", "5", false}, {"", "mg", "", false}, {"5", "m g", "5\u00a0m g", false}, {"5", "mm[Hg", "5\u00a0mm[Hg", false}, {"5", "µg", "5\u00a0µg", false},
		{"5", "]", "5\u00a0]", false}, {"5", strings.Repeat("g", 41), "5\u00a0" + strings.Repeat("g", 41), false},
	} {
		var d Decimal
		if c.value != "" {
			d = MustDecimal(c.value)
		}
		q := Quantity{d, c.unit}
		if q.String() != c.want || (q.Validate() == nil) != c.valid {
			t.Errorf("%v prints as %q, valid: %v", q, q.String(), q.Validate())
		}
	}
	for _, c := range []struct{ value, from, to, want string }{
		{"0.5", "g", "mg", "500.0"}, {"250", "ug", "mg", "0.250"}, {"1", "kg", "ug", "1000000000"}, {"2.5", "mL", "L", "0.0025"}, {"70", "kg", "kg", "70"},
	} {
		got, err := Quantity{MustDecimal(c.value), c.from}.Convert(c.to)
		if err != nil || got.Value.Cmp(MustDecimal(c.want)) != 0 || got.Unit != c.to {
			t.Errorf("%s %s is %v, %v; want %s %s", c.value, c.from, got, err, c.want, c.to)
		}
	}
	if _, err := (Quantity{Whole(1), "mg"}).Convert("mL"); !errors.Is(err, ErrUnitMismatch) {
		t.Errorf("mg to mL: %v", err)
	}
	if _, err := (Quantity{Whole(1), "[iU]"}).Cmp(Quantity{Whole(1), "mg"}); !errors.Is(err, ErrUnitMismatch) {
		t.Errorf("units to mg: %v", err)
	}
	if order, err := (Quantity{Whole(1), "g"}).Cmp(Quantity{MustDecimal("999.9"), "mg"}); err != nil || order != 1 {
		t.Errorf("1 g against 999.9 mg: %d, %v", order, err)
	}
	if _, err := (Quantity{Whole(1), "g"}).Cmp(Quantity{}); !errors.Is(err, ErrNumberMissing) {
		t.Errorf("against nothing: %v", err)
	}
}

func TestCode(t *testing.T) {
	amoxicillin := Code{System: SystemATC, Code: "J01CA04", Display: "amoxicillin"}
	if !amoxicillin.Same(Code{System: SystemATC, Code: "J01CA04", Display: "Amoxycillin"}) || amoxicillin.Same(Code{Display: "amoxicillin"}) ||
		(Code{Display: "a"}).Same(Code{Display: "a"}) {
		t.Error("sameness goes by system and code")
	}
	for _, c := range []struct {
		code  Code
		valid bool
	}{
		{Code{}, true}, {amoxicillin, true}, {Code{Display: "chest pain"}, true}, {Code{Code: "J01"}, false}, {Code{System: SystemATC}, false},
		{Code{System: SystemATC, Code: " J01"}, false}, {Code{Display: "\xff"}, false}, {Code{Display: strings.Repeat("x", 501)}, false},
	} {
		if err := c.code.Validate(); (err == nil) != c.valid {
			t.Errorf("%+v: %v", c.code, err)
		}
	}
	for _, gender := range AdministrativeGenders {
		if gender.Validate() != nil {
			t.Errorf("%s is refused", gender)
		}
	}
	if AdministrativeGender("").Validate() == nil || AdministrativeGender("Male").Validate() == nil {
		t.Error("no code of the value set is taken")
	}
}

func TestProblems(t *testing.T) {
	var inner Problems
	inner.Add("given", "error.value.name_missing")
	inner.Text("family", new(string), 5, false)
	var outer Problems
	outer.Check("name", inner.Err())
	outer.Check("birthDate", ErrDateFuture)
	outer.Check("fee", errors.New("disk on fire"))
	outer.Check("ok", nil)
	outer.Required("reason", " \t")
	if got := outer.Error(); got != "name.given: error.value.name_missing; birthDate: error.value.date_future; fee: error.value.invalid; reason: error.value.required" {
		t.Errorf("problems: %s", got)
	}
	if !errors.Is(outer.Err(), ErrDateFuture) || errors.Is(outer.Err(), ErrDateUnclear) {
		t.Error("reasons can't be asked for")
	}
	if (Problems{}).Err() != nil {
		t.Error("no problem is an error")
	}
	secret := Problem{Field: "phone", Key: "error.x.y", Args: []any{"Name", "Asha Rao"}}
	if strings.Contains(secret.Error(), "Asha") {
		t.Error("a patient's data is in the error text")
	}
}
