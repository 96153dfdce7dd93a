package reports

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/value"
)

// drawLogo draws a made-up mark: a disc with a lake in it, and for a wide one a bar beside it.
func drawLogo(width, height int) *image.NRGBA {
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	side := min(width, height)
	petrol, light := color.NRGBA{0x00, 0x5b, 0x66, 0xff}, color.NRGBA{0x8c, 0xc5, 0xcb, 0xff}
	for y := range height {
		for x := range width {
			dx, dy := 2*x-side, 2*y-side
			switch {
			case dx*dx+dy*dy < side*side*9/10 && y%(side/6+1) > side/12 && y > side/2:
				picture.SetNRGBA(x, y, light)
			case dx*dx+dy*dy < side*side*9/10:
				picture.SetNRGBA(x, y, petrol)
			case x > side*5/4 && y > height*2/5 && y < height*3/5, y > side*5/4 && x > width*2/5 && x < width*3/5:
				picture.SetNRGBA(x, y, petrol)
			}
		}
	}
	return picture
}

func pngOf(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func jpegOf(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := jpeg.Encode(&file, picture, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// onWhite puts a picture on white paper, with an edge.
func onWhite(picture image.Image, edge int) image.Image {
	b := picture.Bounds()
	sheet := image.NewRGBA(image.Rect(0, 0, b.Dx()+2*edge, b.Dy()+2*edge))
	for y := range sheet.Bounds().Dy() {
		for x := range sheet.Bounds().Dx() {
			sheet.SetRGBA(x, y, color.RGBA{0xff, 0xff, 0xff, 0xff})
			if p := image.Pt(x-edge, y-edge); p.In(b) {
				if _, _, _, a := picture.At(p.X, p.Y).RGBA(); a > 0 {
					sheet.Set(x, y, picture.At(p.X, p.Y))
				}
			}
		}
	}
	return sheet
}

// keptLogo is a logo as Settings would keep it.
func keptLogo(t testing.TB, width, height int) []byte {
	t.Helper()
	kept, err := Logo(pngOf(t, drawLogo(width, height)))
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func sampleHeads() []documents.Practitioner {
	list := []documents.Practitioner{sampleDoctor()}
	for _, given := range []string{"Vikram", "Leela", "Farhan", "Noor"} {
		list = append(list, documents.Practitioner{Name: value.HumanName{Prefix: "Dr", Given: given, Family: "Mehta"}, Qualification: "MBBS, DNB (Family Medicine)",
			Registration: "Reg. no. RMC 3" + given[:1] + "112"})
	}
	return list
}

func fullLetterhead(t testing.TB, width, height int) documents.Letterhead {
	head := sampleLetterhead()
	head.Logo = keptLogo(t, width, height)
	head.Slogan, head.Hours = "For the whole family since 1987", []string{"Mon to Sat 9 to 13, 17 to 20"}
	head.Footer = "In an emergency call 112. Please bring this page to your next visit."
	head.TaxID, head.Registration = "GSTIN 08ABCDE1234F1Z5", "Reg. no. CEA/RJ/0412"
	return head
}

// letterheadSamples are the letterheads that look different, by name.
func letterheadSamples(t testing.TB) map[string]any {
	list := map[string]any{}
	for name, size := range map[string][2]int{"wide": {1800, 400}, "square": {900, 900}, "tall": {500, 1000}} {
		for _, paper := range []documents.Paper{documents.PaperA4, documents.PaperA5} {
			rx, bill, receipt := samplePrescription(paper), sampleInvoice(paper), sampleReceipt(paper)
			rx.Letterhead, bill.Letterhead, receipt.Letterhead = fullLetterhead(t, size[0], size[1]), fullLetterhead(t, size[0], size[1]), fullLetterhead(t, size[0], size[1])
			receipt.Practitioner = sampleDoctor()
			list["prescription-"+name+"-"+string(paper)], list["invoice-"+name+"-"+string(paper)], list["receipt-"+name+"-"+string(paper)] = rx, bill, receipt
		}
	}
	listed := samplePrescription(documents.PaperA4)
	listed.Letterhead = fullLetterhead(t, 900, 900)
	listed.Letterhead.Practitioners = sampleHeads()
	list["prescription-listed-A4"] = listed
	narrow := sampleInvoice(documents.PaperA5)
	narrow.Letterhead = listed.Letterhead
	list["invoice-listed-A5"] = narrow

	own := samplePrescription(documents.PaperA5)
	own.Letterhead = fullLetterhead(t, 900, 900)
	own.Setting.PadBand, own.Setting.FootBand = 45, 18
	list["prescription-own-A5"] = own

	roll := sampleReceipt(documents.PaperRoll80)
	roll.Letterhead, roll.Practitioner = fullLetterhead(t, 900, 900), sampleDoctor()
	list["receipt-roll"] = roll

	long := samplePrescription(documents.PaperA5)
	long.Letterhead = fullLetterhead(t, 900, 900)
	long.Letterhead.Practice = strings.Repeat("Polyclinic of the Lakes ", 8)
	long.Letterhead.Slogan = strings.Repeat("Gesundheitsdienstleistungszentrum", 6)
	long.Letterhead.Footer = strings.Repeat("In an emergency call 112. ", 11)
	for range 24 {
		who := sampleDoctor()
		who.Name.Family = strings.Repeat("Wolfeschlegelsteinhausen", 4)
		long.Letterhead.Practitioners = append(long.Letterhead.Practitioners, who)
	}
	list["prescription-longnames-A5"] = long
	return list
}

func kindOfFacts(facts any) documents.Kind {
	switch f := facts.(type) {
	case documents.PrescriptionFacts:
		return documents.Prescription
	case documents.InvoiceFacts:
		if f.Credits != nil {
			return documents.CreditNote
		}
		return documents.Invoice
	}
	return documents.Receipt
}

func TestEveryLetterheadSets(t *testing.T) {
	samples := letterheadSamples(t)
	for name, facts := range regionSamples() {
		samples[name] = facts
	}
	for name, facts := range samples {
		frozen := writeSample(t, name, kindOfFacts(facts), facts)
		setting := settingOf(t, facts)
		if doc := inside(t, name, setting.Paper, setting.PadBand, frozen); doc != nil {
			t.Logf("%s: %d pages, %d bytes frozen", name, frozen.Pages, len(frozen.Layout))
		}
	}
}

func TestLetterheadSays(t *testing.T) {
	samples := letterheadSamples(t)
	page := pages(t, documents.Prescription, samples["prescription-listed-A4"], Overlay{})[0]
	holds(t, page, "For the whole family since 1987", "Mon to Sat 9 to 13, 17 to 20", "Please bring this page to your next visit.", "GSTIN 08ABCDE1234F1Z5",
		"Dr Leela Mehta", "Dr Noor Mehta", "Reg. no. RMC 3F112")
	own := pages(t, documents.Prescription, samples["prescription-own-A5"], Overlay{})
	lacks(t, own[0], "For the whole family", "14 Lake Road", "next visit")
	holds(t, own[0], "Dr Anjali Rao", "Meera Sharma")
	roll := pages(t, documents.Receipt, samples["receipt-roll"], Overlay{})[0]
	holds(t, roll, "Reg. no. RMC 24518", "One thousand rupees only", "₹1,000.00", "601243998120", "A/26-27/0087 of 12 Jan 2026", "Still to pay", "Kavita Joshi")
}

// A picture that can't be drawn costs the page its ornament, and nothing else.
func TestPageComesWithoutABrokenLogo(t *testing.T) {
	f := samplePrescription(documents.PaperA5)
	f.Letterhead.Logo = []byte("\x89PNG\r\n\x1a\nnot a picture")
	holds(t, pages(t, documents.Prescription, f, Overlay{})[0], "Lakeside Family Clinic", "14 Lake Road")
}

func TestChosenLogo(t *testing.T) {
	square := drawLogo(900, 900)
	good := map[string][]byte{
		"PNG": pngOf(t, square), "JPEG": jpegOf(t, onWhite(square, 200)), "grey": pngOf(t, greyOf(square)), "16 bit": pngOf(t, deepOf(square)),
		"palette": pngOf(t, palettedOf(square)), "tiny": pngOf(t, drawLogo(40, 40)),
	}
	for name, file := range good {
		kept, err := Logo(file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again, _ := Logo(file)
		config, err := png.DecodeConfig(bytes.NewReader(kept))
		if err != nil || len(kept) > maxKept || config.Height > 320 || config.Width > 880 || !bytes.Equal(kept, again) {
			t.Errorf("%s: %dx%d, %d bytes, %v", name, config.Width, config.Height, len(kept), err)
		}
		// The empty edge is gone: what is left is as wide as it is high.
		if difference := config.Width - config.Height; difference < -4 || difference > 4 {
			t.Errorf("%s: %dx%d", name, config.Width, config.Height)
		}
	}
	for name, c := range map[string]struct {
		file []byte
		key  string
	}{
		"text":          {[]byte("a letter to somebody"), "error.documents.picture_kind"},
		"nothing":       {nil, "error.documents.picture_kind"},
		"cut PNG":       {good["PNG"][:len(good["PNG"])/2], "error.documents.picture_broken"},
		"cut JPEG":      {good["JPEG"][:len(good["JPEG"])/2], "error.documents.picture_broken"},
		"blank":         {pngOf(t, image.NewNRGBA(image.Rect(0, 0, 300, 300))), "error.documents.picture_blank"},
		"white":         {jpegOf(t, onWhite(image.NewNRGBA(image.Rect(0, 0, 1, 1)), 150)), "error.documents.picture_blank"},
		"a dot":         {pngOf(t, drawLogo(12, 12)), "error.documents.picture_small"},
		"a bomb":        {huge(100_000, 100_000), "error.documents.picture_large"},
		"wide bomb":     {huge(1<<31-1, 2), "error.documents.picture_large"},
		"heavy":         {make([]byte, maxChosen+1), "error.documents.picture_heavy"},
		"broken SVG":    {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><path d="`), "error.documents.picture_vector"},
		"heavy SVG":     {[]byte("<svg>" + strings.Repeat(" ", maxVector)), "error.documents.picture_vector_heavy"},
		"huge but cut":  {huge(8000, 8000), "error.documents.picture_broken"},
		"SVG signature": {nil, ""},
	} {
		if c.key == "" {
			_, err := Signature([]byte("<svg></svg>"))
			if err == nil || err.Error() != "error.documents.picture_kind_signature" {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if _, err := Logo(c.file); err == nil || err.Error() != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
}

// A logo and a signature that were photographed stand as they were taken.
func TestPhotographStandsUpright(t *testing.T) {
	const held = "\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	lying := jpegOf(t, onWhite(drawLogo(600, 200), 20))
	upright := append([]byte("\xff\xd8"+held), lying[2:]...)
	for name, keep := range map[string]func([]byte) ([]byte, error){"logo": Logo, "signature": Signature} {
		for file, tall := range map[string]bool{string(lying): false, string(upright): true} {
			kept, err := keep([]byte(file))
			if err != nil {
				t.Fatal(err)
			}
			if width, height := proportions(kept); (height > 2*width) != tall || (width > 2*height) == tall {
				t.Errorf("%s: %d by %d, taken upright %t", name, width, height, tall)
			}
		}
	}
}

// A logo of 8,000 pixels is one that fits the paper.
func TestLogoOf8000Pixels(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	picture := image.NewPaletted(image.Rect(0, 0, 8000, 8000), color.Palette{color.White, color.NRGBA{0x00, 0x5b, 0x66, 0xff}})
	for y := 2000; y < 6000; y++ {
		for x := 1000; x < 7000; x++ {
			picture.Pix[y*8000+x] = 1
		}
	}
	kept, err := Logo(pngOf(t, picture))
	if err != nil {
		t.Fatal(err)
	}
	if config, err := png.DecodeConfig(bytes.NewReader(kept)); err != nil || config.Width*2 != config.Height*3 || config.Height > 320 {
		t.Errorf("%dx%d, %v", config.Width, config.Height, err)
	}
	f := samplePrescription(documents.PaperA5)
	f.Letterhead.Logo = kept
	holds(t, pages(t, documents.Prescription, f, Overlay{})[0], "Lakeside Family Clinic", "Meera Sharma")
}

// CMYK pictures come from print shops.
func TestCMYKLogo(t *testing.T) {
	picture := image.NewCMYK(image.Rect(0, 0, 200, 100))
	for i := range picture.Pix {
		picture.Pix[i] = uint8(i % 4 * 60)
	}
	content := scaled(picture, picture.Bounds(), logoWideWidth, logoTall, logoDPI)
	if r, g, b, a := content.At(50, 50).RGBA(); a != 0xffff || r <= g || g <= b {
		t.Errorf("cyan 0, magenta 60, yellow 120, black 180 of 255 is drawn as %d %d %d %d", r>>8, g>>8, b>>8, a>>8)
	}
}

func TestSignatureLosesItsPaper(t *testing.T) {
	paper := image.NewGray(image.Rect(0, 0, 400, 120))
	for i := range paper.Pix {
		paper.Pix[i] = 0xe8 // a photograph's white
	}
	for x := 20; x < 380; x++ {
		for y := 50; y < 60; y++ {
			paper.SetGray(x, y, color.Gray{0x20})
		}
	}
	kept, err := Signature(pngOf(t, paper))
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(kept))
	if err != nil {
		t.Fatal(err)
	}
	_, _, _, corner := picture.At(0, 0).RGBA()
	_, _, _, ink := picture.At(picture.Bounds().Dx()/2, picture.Bounds().Dy()*55/120).RGBA()
	if corner != 0 || ink != 0xffff {
		t.Errorf("paper %d, ink %d", corner, ink)
	}
}

func greyOf(source image.Image) image.Image {
	grey := image.NewGray(source.Bounds())
	flat := onWhite(source, 0)
	for y := range source.Bounds().Dy() {
		for x := range source.Bounds().Dx() {
			grey.Set(x, y, flat.At(x, y))
		}
	}
	return grey
}

func deepOf(source image.Image) image.Image {
	deep := image.NewNRGBA64(source.Bounds())
	for y := range source.Bounds().Dy() {
		for x := range source.Bounds().Dx() {
			deep.Set(x, y, source.At(x, y))
		}
	}
	return deep
}

func palettedOf(source image.Image) image.Image {
	flat := image.NewPaletted(source.Bounds(), color.Palette{color.NRGBA{}, color.NRGBA{0x00, 0x5b, 0x66, 0xff}, color.NRGBA{0x8c, 0xc5, 0xcb, 0xff}})
	for y := range source.Bounds().Dy() {
		for x := range source.Bounds().Dx() {
			flat.Set(x, y, source.At(x, y))
		}
	}
	return flat
}

// huge is the beginning of a PNG that says how large it is, and holds nothing.
func huge(width, height uint32) []byte {
	head := binary.BigEndian.AppendUint32([]byte("IHDR"), width)
	head = append(binary.BigEndian.AppendUint32(head, height), 8, 6, 0, 0, 0)
	file := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	file = append(file, head...)
	return binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(head))
}

// A press that sets a page on another paper leaves the room that this one's printed head takes.
func TestBandFollowsThePaper(t *testing.T) {
	f := samplePrescription(documents.PaperA4)
	f.Setting.Bands = organization.Bands{A4: 50, A5: 30, Foot: 10, Set: true}
	for paper, want := range map[documents.Paper][2]int{documents.PaperA4: {50, 10}, documents.PaperA5: {30, 10}, documents.PaperLetter: {0, 0}, documents.PaperRoll80: {0, 0}} {
		if s := f.Setting.On(paper); s.Paper != paper || s.PadBand != want[0] || s.FootBand != want[1] {
			t.Errorf("%s: %+v", paper, s)
		}
	}
	press := New()
	press.Paper = func(documents.Kind) documents.Paper { return documents.PaperA5 }
	frozen, err := press.Set(documents.Prescription, f)
	if err != nil {
		t.Fatal(err)
	}
	inside(t, "on A5", documents.PaperA5, 30, frozen)
}
