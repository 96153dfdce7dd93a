package visit

import (
	"strings"
	"testing"

	"satchel/data/chart"
	"satchel/data/organization"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

// moved puts the practice under another country's law.
func moved(t testing.TB, k *uitest.Kit, country string) {
	t.Helper()
	k.Update(k.Owner, action.ManagePractice, func(tx *store.Tx) error {
		own, err := organization.Current(tx)
		if err != nil {
			return err
		}
		own.Country, own.Address, own.Phone, own.Email = country, "14 Lake Road", "+1 608 555 0142", "lakeside@example.org"
		k.Owner.Settings, err = organization.Save(tx, own)
		return err
	})
}

func TestModelALegalStatusIsKeptWithTheMedicine(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	m := begin(t, k.Owner, register(t, k, "Meera", "Sharma").ID)
	line := prescribed(t, m, "mox").Lines[0]
	if line.LegalStatus != organization.NotClassified {
		t.Fatalf("Satchel says %q", line.LegalStatus)
	}
	line.LegalStatus = organization.ScheduleH1
	if _, err := m.SaveLine(ctx, line, false); err != nil {
		t.Fatal(err)
	}
	next := begin(t, k.Owner, register(t, k, "Sunita", "Verma").ID)
	if got := prescribed(t, next, "mox").Lines[0].LegalStatus; got != organization.ScheduleH1 {
		t.Errorf("the next one stands on %q", got)
	}
	if got := prescribed(t, next, "crocin").Lines[1].LegalStatus; got != organization.NotClassified {
		t.Errorf("another medicine stands on %q", got)
	}
}

func TestModelALineAsksWhatTheLawAsks(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	brand := prescribing.LineOf(item("Crocin", "paracetamol", "500", "tablet", 3, "3"))
	values := medicineValues("en", brand, false)
	values[fieldSubstitution], values[fieldBrandReason], values[fieldLegalStatus] = no, " biological ", string(organization.ScheduleH)
	line, err := lineOf(k.Owner, brand, values)
	if err != nil || line.Substitution || line.BrandReason != "biological" || line.LegalStatus != organization.ScheduleH {
		t.Fatalf("%+v, %v", line, err)
	}
	values = medicineValues("en", line, false)
	values[fieldSubstitution] = yes
	if line, err = lineOf(k.Owner, line, values); err != nil || !line.Substitution || line.BrandReason != "" {
		t.Errorf("another brand may be given, and a reason stays: %+v, %v", line, err)
	}
	line.Substitution = false
	for country, asks := range map[string]bool{"IN": false, "DE": true, "ES": true, "GB": false, "US": false, "KE": false} {
		moved(t, k, country)
		if got := wantsBrandReason(k.Owner, line); got != asks {
			t.Errorf("%s asks for the reason of a brand: %v", country, got)
		}
		if line.Brand = ""; wantsBrandReason(k.Owner, line) {
			t.Errorf("%s asks for the reason of no brand", country)
		}
		line.Brand = "Crocin"
		options := legalOptions(k.Owner, organization.ScheduleH)
		if options[0].Value != "" || options[0].Label != "Not classified" {
			t.Errorf("%s begins with %+v", country, options[0])
		}
		found := 0
		for _, o := range options {
			if o.Value == string(organization.ScheduleH) {
				found++
			}
		}
		if found != 1 { // what a line stands on is offered wherever the practice is
			t.Errorf("%s offers Schedule H %d times", country, found)
		}
	}
}

// TestTheLastLookAsksForTheNumberOfAControlledMedicine, and goes on without it.
func TestTheLastLookAsksForTheNumberOfAControlledMedicine(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	moved(t, k, "US")
	meera := register(t, k, "Meera", "Sharma")
	m := begin(t, k.Owner, meera.ID)
	line := prescribed(t, m, "crocin").Lines[0]
	f := window(k, k.Owner)
	f.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: m.encounter.Raw()})
	o := onPage(t)
	o.openMedicine(o.page.Draft.Lines[0], false)
	if words := k.Dialog(); !strings.Contains(words, "Legal status") || !strings.Contains(words, "Satchel ships no list") {
		t.Errorf("the line's form says:\n%s", words)
	}
	k.Picture("law-us")
	k.Press("Esc", "Ctrl+Enter")
	if words := k.Dialog(); strings.Contains(words, "DEA") {
		t.Errorf("of a medicine that isn't classified the last look says:\n%s", words)
	}
	k.Press("Esc")
	line.LegalStatus = organization.USSchedule2
	if _, err := m.SaveLine(ctx, line, false); err != nil {
		t.Fatal(err)
	}
	f.Reload()
	k.Press("Ctrl+Enter")
	words := k.Dialog()
	for _, want := range []string{"Not valid by law without this", "DEA number", "Schedule II: it may not be dispensed again", "many states want it"} {
		if !strings.Contains(words, want) {
			t.Errorf("the last look lacks %q:\n%s", want, words)
		}
	}
	k.Picture("law-us-finish")
	k.Press("Enter")
	if got := load(t, m).Encounter.Status; got != chart.EncounterFinished {
		t.Errorf("it stopped the visit: %s", got)
	}
	f.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: m.encounter.Raw()})
	if words := uitest.Words(k.Frame.Stage); !strings.Contains(words, "Schedule II  ·  Take 1") {
		t.Errorf("the signed visit says:\n%s", words)
	}
}

// TestPicturesOfTheLaw draws the form of a line under each law.
func TestPicturesOfTheLaw(t *testing.T) {
	if !uitest.Pictures() {
		t.SkipNow() // they are for people to look at
	}
	k := uitest.Open(t)
	furnish(t, k)
	meera := register(t, k, "Meera", "Sharma")
	m := begin(t, k.Owner, meera.ID)
	for country, status := range map[string]organization.LegalStatus{"IN": organization.ScheduleX, "DE": "", "GB": organization.UKSchedule2} {
		moved(t, k, country)
		line := prescribed(t, m, "mox").Lines[0]
		line.LegalStatus, line.Substitution = status, false
		if _, err := m.SaveLine(ctx, line, false); err != nil {
			t.Fatal(err)
		}
		f := window(k, k.Owner)
		f.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: m.encounter.Raw()})
		k.Picture("law-" + country + "-lines")
		o := onPage(t)
		o.openMedicine(o.page.Draft.Lines[0], false)
		k.Picture("law-" + country)
		k.Press("Esc")
		if _, err := m.RemoveLine(ctx, line.ID); err != nil {
			t.Fatal(err)
		}
	}
}
