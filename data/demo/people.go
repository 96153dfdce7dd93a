package demo

import (
	"fmt"
	"strings"
	"time"

	"satchel/data/patients"
	"satchel/data/value"
)

// person is a made-up patient with what the doctor will find.
type person struct {
	patients.Patient           // what the desk is told; with an ID once registered
	born             time.Time // the true day, known to nobody
	registered       int       // day of the story
	weight, height   int       // of the adult, in 100 g and in cm
	systolic         int       // usual, in mm[Hg]
	ills             []*illness
	allergies        []allergy
	asked            bool // about allergies
	charted          bool // problems and allergies are written down
	visits           int
}

// allergy is one substance that a person must not meet.
type allergy struct {
	substance, reaction string
	drug, grave         bool
}

var allergies = []allergy{
	{"penicillin", "Itching rash over the whole body within an hour", true, true},
	{"sulfamethoxazole", "Blistering rash on the third day", true, true},
	{"ibuprofen", "Wheeze and swelling round the eyes", true, true},
	{"diclofenac", "Hives", true, false},
	{"peanut", "Swelling of the lips", false, true},
	{"egg", "Vomiting as a small child", false, false},
	{"house dust mite", "Sneezing and itching eyes", false, false},
	{"acetylsalicylic acid", "Wheeze", true, true},
}

// forbids reports whether a medicine must not be given to somebody with the allergy. The table is small, and wide on purpose: the
// checks of prescribing do this properly, but they do not run on the years that are made up at once.
func (a allergy) forbids(medicine string) bool {
	painkiller := strings.HasPrefix(medicine, "ibuprofen") || strings.HasPrefix(medicine, "diclofenac") || strings.HasPrefix(medicine, "aspirin")
	switch a.substance {
	case "penicillin":
		return strings.HasPrefix(medicine, "amoxicillin")
	case "ibuprofen", "diclofenac", "acetylsalicylic acid":
		return painkiller
	case "sulfamethoxazole":
		return strings.HasPrefix(medicine, "hydrochlorothiazide")
	}
	return false
}

func (p *person) mustNotHave(medicine string) bool {
	for _, a := range p.allergies {
		if a.forbids(medicine) {
			return true
		}
	}
	return false
}

// age in whole years on a day.
func (p *person) age(on time.Time) int {
	years := on.Year() - p.born.Year()
	if on.YearDay() < p.born.YearDay() {
		years--
	}
	return max(years, 0)
}

func (p *person) female() bool { return p.Gender == value.GenderFemale }

// newPerson makes somebody up who is registered on a day.
func newPerson(c chance, on time.Time, day int) *person {
	from := pickCustom(c)
	p := &person{registered: day, born: born(c, on)}
	p.Gender, p.Language = value.GenderMale, from.language
	given := from.male
	if c.percent(54) {
		p.Gender, given = value.GenderFemale, from.female
	}
	p.Name = nameOf(c, from, pick(c, given))
	p.birth(c, on)
	if len(from.relationNames) > 0 && c.percent(45) {
		p.Relation, p.RelationName = relationOf(c, p, on), pick(c, from.relationNames)
	}
	if c.percent(92) {
		p.Phones = append(p.Phones, patients.Phone{Number: phone(c), Whose: patients.WhoseSelf})
		if p.age(on) < 15 {
			p.Phones[0].Whose = pick(c, []patients.Whose{patients.WhoseMother, patients.WhoseFather})
		}
	}
	p.Address, p.Locality, p.PostalCode = fmt.Sprintf("%d, Ward %d", c.between(1, 240), c.between(1, 70)), pick(c, localities), fmt.Sprintf("3130%02d", c.between(1, 31))
	p.Region = "Rajasthan"
	if c.percent(20) {
		p.OldNumber = fmt.Sprintf("R%05d", c.between(100, 60_000))
	}
	if c.percent(4) {
		p.Note = pick(c, []string{"Hard of hearing: speak slowly.", "Comes by the morning bus; prefers ten o'clock.", "Uses a wheelchair.", "Please call the daughter, not the house."})
	}
	p.body(c)
	p.health(c, on)
	return p
}

func pickCustom(c chance) custom {
	n := c.IntN(100)
	for _, from := range customs {
		if n -= from.share; n < 0 {
			return from
		}
	}
	return customs[0]
}

// nameOf joins a name, with its Latin form where it is in another script.
func nameOf(c chance, from custom, given written) value.HumanName {
	n := value.HumanName{Given: given.own}
	family := pick(c, from.family)
	if from.single && c.percent(60) {
		family = written{}
	}
	n.Family = family.own
	if given.latin != "" {
		n.Latin = strings.TrimSpace(given.latin + " " + family.latin)
	}
	return n
}

// born draws an age as a family practice sees them: many children, many over fifty.
func born(c chance, on time.Time) time.Time {
	years := c.between(18, 60)
	switch n := c.IntN(100); {
	case n < 8:
		years = c.between(0, 1)
	case n < 30:
		years = c.between(2, 15)
	case n > 75:
		years = c.between(50, 88)
	}
	return time.Date(on.Year()-years-1, on.Month(), on.Day(), 0, 0, 0, 0, time.UTC).AddDate(0, 0, c.between(0, 364))
}

// birth writes down what the desk is told of the true birthday.
func (p *person) birth(c chance, on time.Time) {
	full := value.DateOf(p.born)
	switch n := c.IntN(100); {
	case n < 62 || p.age(on) < 3:
		p.BirthDate = full
	case n < 68:
		p.BirthDate = value.PartialDate{Year: full.Year, Month: full.Month}
	case n < 80:
		p.BirthDate = value.PartialDate{Year: full.Year}
	default:
		p.BirthDate, p.BirthDateEstimated = value.PartialDate{Year: on.Year() - (p.age(on)+2)/5*5}, true
		p.BirthDateEstimatedOn = value.DateOf(on)
	}
}

func relationOf(c chance, p *person, on time.Time) patients.Relation {
	switch {
	case p.female() && p.age(on) > 24 && c.percent(70):
		return patients.WifeOf
	case p.female():
		return patients.DaughterOf
	}
	return patients.SonOf
}

// phone is a number that nobody has: mobile numbers in India begin with 6 to 9.
func phone(c chance) string { return fmt.Sprintf("5%04d %05d", c.IntN(10_000), c.IntN(100_000)) }

func (p *person) body(c chance) {
	p.height, p.weight = c.between(158, 180), c.between(520, 880)
	if p.female() {
		p.height, p.weight = c.between(146, 168), c.between(430, 780)
	}
	p.systolic = c.between(104, 132)
}

// health gives a person the illnesses that stay, and what they must not have.
func (p *person) health(c chance, on time.Time) {
	age := p.age(on)
	for i := range illnesses {
		ill := &illnesses[i]
		if ill.stays && ill.fits(p, age) && c.percent(ill.weight) {
			p.ills = append(p.ills, ill)
		}
	}
	p.asked = c.percent(75)
	if p.asked && c.percent(18) {
		p.allergies = append(p.allergies, pick(c, allergies))
		if second := pick(c, allergies); c.percent(20) && second != p.allergies[0] {
			p.allergies = append(p.allergies, second)
		}
	}
}

// unknown is somebody who was found at the lake and could not say who he is.
func unknown(c chance, on time.Time, day int) *person {
	p := &person{registered: day, born: on.AddDate(-41, -2, 0)}
	p.Unidentified, p.Gender = true, value.GenderMale
	p.BirthDate, p.BirthDateEstimated, p.BirthDateEstimatedOn = value.PartialDate{Year: on.Year() - 40}, true, value.DateOf(on)
	p.Note = "Brought by the lake police; nobody has asked for him yet."
	p.body(c)
	return p
}

// nearly makes the registration of somebody who is there already: the same person spelt another way, or told in a hurry.
func nearly(c chance, of *person, on time.Time, day int) *person {
	p := *of
	p.registered, p.visits, p.charted = day, 0, false
	p.Patient = patients.Patient{Name: of.Name, Gender: of.Gender, BirthDate: of.BirthDate, BirthDateEstimated: of.BirthDateEstimated,
		BirthDateEstimatedOn: of.BirthDateEstimatedOn, Phones: of.Phones, Locality: of.Locality, Region: of.Region, Relation: of.Relation, RelationName: of.RelationName}
	switch c.IntN(4) {
	case 0: // heard, not read
		if latin, ok := of.Name.DisplayLatin(value.GivenFirst); ok {
			p.Name = value.HumanName{Text: respelt(latin)}
		}
	case 1: // the age was guessed
		p.BirthDate, p.BirthDateEstimated = value.PartialDate{Year: on.Year() - (p.age(on)+2)/5*5}, true
		p.BirthDateEstimatedOn = value.DateOf(on)
	case 2: // another phone of the house
		p.Phones = []patients.Phone{{Number: phone(c), Whose: patients.WhoseRelative}}
	default: // no family name
		p.Name.Family = ""
		if p.Name.Latin != "" {
			p.Name.Latin, _, _ = strings.Cut(p.Name.Latin, " ")
		}
	}
	return &p
}

var spellings = strings.NewReplacer("Meena", "Mina", "Sharma", "Sarma", "Paliwal", "Palival", "Chouhan", "Chauhan", "sh", "s", "ee", "i", "th", "t", "v", "w")

func respelt(name string) string { return spellings.Replace(name) }
