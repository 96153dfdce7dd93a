package settings

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/reports"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/uitest"
)

// pictureFile writes a disc of a colour into a file.
func pictureFile(t *testing.T, side int) string {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			if dx, dy := 2*x-side, 2*y-side; dx*dx+dy*dy < side*side {
				picture.SetNRGBA(x, y, color.NRGBA{0x00, 0x5b, 0x66, 0xff})
			}
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "logo.png")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// drawing is a printer that draws its previews.
type drawing struct{ uitest.Printer }

func (*drawing) Preview(f documents.Frozen, page int, pixelsPerMM float32) (frame.PageImage, error) {
	return reports.Preview(f, page, int(pixelsPerMM*25.4), reports.Overlay{})
}

func TestModelLetterhead(t *testing.T) {
	k := uitest.Open(t, reports.New())
	m := &letterheadModel{s: k.Owner}
	values, err := m.load(ctx)
	if err != nil || values["own"] != no || values["list"] != no || m.logo != nil {
		t.Fatal(values, err)
	}
	for field, typed := range map[string]string{"bandA4": "four", "bandA5": "500", "bandFoot": "-1", "slogan": strings.Repeat("x", 999), "footer": "a\x00"} {
		wrong := map[string]string{"own": yes, "bandA4": "0", "bandA5": "0", "bandLetter": "0", "bandFoot": "0", field: typed}
		_, err := m.save(ctx, wrong)
		if k.Owner.Problem(err).Fields[field] == "" {
			t.Errorf("%s %.8q: %v", field, typed, err)
		}
	}
	if err := m.choose(filepath.Join(t.TempDir(), "nothing.png")); err == nil || m.logo != nil {
		t.Errorf("no file: %v", err)
	}
	text := filepath.Join(t.TempDir(), "a.png")
	if err := os.WriteFile(text, []byte("a letter"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := m.choose(text); k.Owner.Problem(err).Fields["logo"] == "" {
		t.Errorf("a letter as a logo: %v", err)
	}
	if err := m.choose(pictureFile(t, 600)); err != nil {
		t.Fatal(err)
	}
	values["slogan"], values["hours"], values["footer"], values["list"] = "Since 1987", "9 to 13\n17 to 20", "Call 112 in an emergency.", yes
	plain, err := m.sample(ctx, values, "A4")
	if err != nil {
		t.Fatal(err)
	}
	if k.Owner.Settings.Slogan != "" {
		t.Error("the sample was kept")
	}
	was, err := m.save(ctx, values)
	if err != nil {
		t.Fatal(err)
	}
	again := &letterheadModel{s: k.Owner}
	kept, err := again.load(ctx)
	if err != nil || kept["slogan"] != "Since 1987" || kept["hours"] != "9 to 13\n17 to 20" || kept["list"] != yes || !bytes.Equal(again.logo, m.logo) || len(m.logo) == 0 {
		t.Fatalf("%v %v %d bytes", kept, err, len(again.logo))
	}
	if _, err := (&letterheadModel{s: k.Desk, read: m.read}).save(ctx, values); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk: %v", err)
	}
	values["own"], values["bandA4"], values["bandA5"], values["bandLetter"], values["bandFoot"] = yes, "50", "35", "0", "12"
	own, err := m.sample(ctx, values, "A4")
	if err != nil || own.SHA256 == plain.SHA256 || len(own.Layout) >= len(plain.Layout) {
		t.Errorf("our own paper: %d and %d bytes, %v", len(own.Layout), len(plain.Layout), err)
	}
	if pdf, err := reports.PDF(own, reports.Overlay{}); err != nil || len(pdf) < 500 {
		t.Error(err)
	}
	if err := m.back(ctx, was); err != nil || m.read.Slogan != "" || !m.read.Logo.IsZero() {
		t.Errorf("undone: %+v %v", m.read.Slogan, err)
	}
}

// TestFrozenPagesKeepTheirLetterheadModel: what was issued looks as it did, whatever the letterhead is now.
func TestFrozenPagesKeepTheirLetterheadModel(t *testing.T) {
	k := uitest.Open(t, reports.New())
	m := &letterheadModel{s: k.Owner}
	values, err := m.load(ctx)
	if err != nil {
		t.Fatal(err)
	}
	values["slogan"] = "Since 1987"
	if err := m.choose(pictureFile(t, 300)); err != nil {
		t.Fatal(err)
	}
	if _, err := m.save(ctx, values); err != nil {
		t.Fatal(err)
	}
	first, err := m.sample(ctx, values, "A5")
	if err != nil {
		t.Fatal(err)
	}
	before, err := reports.PDF(first, reports.Overlay{})
	if err != nil {
		t.Fatal(err)
	}
	m.remove()
	values["slogan"] = "Since 2001"
	if _, err := m.save(ctx, values); err != nil {
		t.Fatal(err)
	}
	after, err := reports.PDF(first, reports.Overlay{})
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the page changed with the letterhead: %v", err)
	}
}

func TestModelSignature(t *testing.T) {
	k := uitest.Open(t, reports.New())
	m := accountModel{k.Doctor}
	path := pictureFile(t, 200)
	if has, err := m.hasSignature(ctx); has || err != nil {
		t.Fatal(has, err)
	}
	for field, values := range map[string]map[string]string{
		"secret": {"signature": path, "secret": "not the password at all"}, "signature": {"signature": "", "secret": uitest.Password},
	} {
		if err := m.releaseSignature(ctx, values); k.Doctor.Problem(err).Fields[field] == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	if err := m.releaseSignature(ctx, map[string]string{"signature": path, "secret": uitest.Password}); err != nil {
		t.Fatal(err)
	}
	if has, err := m.hasSignature(ctx); !has || err != nil {
		t.Error(has, err)
	}
	// Nobody else signs with it: not the owner, not the desk.
	for _, other := range []*session.Session{k.Owner, k.Desk} {
		k.View(other, action.ReadPractice, func(tx *store.Tx) error {
			picture, err := organization.ReleasedSignature(tx, k.Doctor.User.Practitioner)
			if picture != nil {
				t.Errorf("%s signs as somebody else", other.User.Login)
			}
			return err
		})
	}
	if err := (accountModel{k.Desk}).releaseSignature(ctx, map[string]string{"signature": path, "secret": uitest.Password}); k.Desk.Problem(err).Fields["signature"] == "" {
		t.Errorf("the desk: %v", err)
	}
	if err := m.takeSignatureBack(ctx, map[string]string{"secret": uitest.Password}); err != nil {
		t.Fatal(err)
	}
	if has, err := m.hasSignature(ctx); has || err != nil {
		t.Error(has, err)
	}
}

func TestModelLaw(t *testing.T) {
	k := uitest.Open(t)
	m := lawModel{k.Owner}
	list, err := m.load(ctx, organization.India)
	if err != nil || len(list) != len(organization.Sheets) {
		t.Fatal(len(list), err)
	}
	if of(list, organization.SheetPrescription, organization.FieldRegistration).missing {
		t.Error("a registration number that is there is missing")
	}
	k.Update(k.Owner, action.ManagePractice, func(tx *store.Tx) error {
		people, err := organization.ActivePractitioners(tx)
		if err != nil {
			return err
		}
		people[1].Registration = ""
		return store.Update(tx, organization.Practitioners, &people[1])
	})
	if list, err = m.load(ctx, organization.India); err != nil {
		t.Fatal(err)
	}
	for _, sheet := range []organization.Sheet{organization.SheetPrescription, organization.SheetReceipt, organization.SheetCertificate} {
		if f := of(list, sheet, organization.FieldRegistration); !f.missing || f.whose != "Dr Vikram Shah" {
			t.Errorf("%s: %+v", sheet, f)
		}
	}
	if n := len(list[0].duties); list[0].sheet != organization.SheetPrescription || n != 1 {
		t.Errorf("India asks %d things of whoever prescribes", n)
	}
	for _, paper := range list[1:] {
		if len(paper.duties) != 0 {
			t.Errorf("the %s has duties", paper.sheet)
		}
	}
	abroad, err := m.load(ctx, organization.UnitedStates)
	if err != nil || of(abroad, organization.SheetPrescription, organization.FieldDEA).missing {
		t.Errorf("what another country asks is missing: %v", err)
	}
}

func of(list []askedOf, sheet organization.Sheet, field organization.Field) asked {
	for _, paper := range list {
		for _, f := range paper.fields {
			if paper.sheet == sheet && f.field == field {
				return f
			}
		}
	}
	return asked{}
}

func TestModelTaxes(t *testing.T) {
	k := uitest.Open(t)
	m := taxesModel{k.Owner}
	for field, values := range map[string]map[string]string{
		"name":    {"kind": "rate", "percent": "5", "from": "1/7/2017"},
		"percent": {"name": "GST", "kind": "rate", "percent": "lots", "from": "1/7/2017"},
		"from":    {"name": "GST", "kind": "rate", "percent": "5", "from": "someday"},
		"to":      {"name": "GST", "kind": "rate", "percent": "5", "from": "1/7/2017", "to": "1/7/2016"},
	} {
		if err := m.save(ctx, billing.TaxRate{}, values); k.Owner.Problem(err).Fields[field] == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	if err := m.addOffered(ctx, nil); err != nil {
		t.Fatal(err)
	}
	list, err := m.load(ctx)
	if err != nil || len(list) != 4 || len(m.offered(list)) != 0 {
		t.Fatal(list, err)
	}
	twelve := list[0]
	for _, r := range list {
		if r.Name == "GST 12%" {
			twelve = r
		}
	}
	if values := m.values(twelve); values["to"] != "2025-09-21" || values["percent"] != "12" {
		t.Error(values)
	} else if err := m.save(ctx, twelve, values); err != nil {
		t.Errorf("kept as it was: %v", err)
	}
	if err := m.save(ctx, billing.TaxRate{}, map[string]string{"name": "GST 12%", "kind": "rate", "percent": "12", "from": "1/1/2020"}); k.Owner.Problem(err).Fields["from"] == "" {
		t.Errorf("two rates on one day: %v", err)
	}
}

// TestLetterheadByKeyboard types a line and saves it.
func TestLetterheadByKeyboard(t *testing.T) {
	k, f := open(t, owner, "letterhead")
	k.Press("Tab")
	for range 8 {
		if entry, is := k.Focused().(*kit.Entry); is && entry.MaxRunes == organization.SloganLength {
			break
		}
		k.Press("Tab")
	}
	k.Type("Since 1987")
	k.Pass(previewPause)
	k.Press("Ctrl+S")
	if got := f.Session.Settings.Slogan; got != "Since 1987" {
		t.Fatalf("the slogan is %q", got)
	}
	k.Window.Canvas().Unfocus()
	k.Press("Ctrl+Z")
	if got := f.Session.Settings.Slogan; got != "" {
		t.Errorf("after undo it is %q", got)
	}
}

// TestPicturesOfTheLetterhead draws the sections for people to look at; see uitest.Picture.
func TestPicturesOfTheLetterhead(t *testing.T) {
	k := uitest.Open(t, reports.New())
	m := &letterheadModel{s: k.Owner}
	values, err := m.load(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.choose(pictureFile(t, 600)); err != nil {
		t.Fatal(err)
	}
	values["slogan"], values["hours"], values["list"] = "For the whole family since 1987", "Mon to Sat 9 to 13, 17 to 20", yes
	if _, err := m.save(ctx, values); err != nil {
		t.Fatal(err)
	}
	if err := (taxesModel{k.Owner}).addOffered(ctx, nil); err != nil {
		t.Fatal(err)
	}
	f := k.Show(k.Owner, Places()...)
	f.Printer = &drawing{}
	for _, tab := range []string{"letterhead", "law", "fees", "account"} {
		f.Go(frame.Target{Place: frame.Settings, Text: tab})
		k.Picture("settings-" + tab)
	}
	if f.At().Place != frame.Settings {
		t.Error(f.At())
	}
}
