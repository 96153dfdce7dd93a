package theme

import (
	"image"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"satchel/assets/icons"
)

// luminance is WCAG 2.2's relative luminance of an opaque colour.
func luminance(c color.NRGBA) float64 {
	channel := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(c.R) + 0.7152*channel(c.G) + 0.0722*channel(c.B)
}

// contrast is WCAG 2.2's contrast ratio, 1 to 21.
func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func TestContrast(t *testing.T) {
	black, white := rgb(0x000000), rgb(0xffffff)
	if got := contrast(black, white); math.Abs(got-21) > 0.001 {
		t.Fatalf("contrast of black and white = %.3f, want 21", got)
	}
	type pair struct {
		text, ground fyne.ThemeColorName
		least        float64 // WCAG 2.2: 4.5 for text (1.4.3), 3 for the bounds of a control (1.4.11)
	}
	var pairs []pair
	for _, text := range []fyne.ThemeColorName{ColorText, ColorMuted, ColorAccent, ColorError} {
		for _, ground := range []fyne.ThemeColorName{ColorPage, ColorCard, ColorHeader, ColorZebra, ColorHover, ColorClosed, ColorSelectionUn} {
			pairs = append(pairs, pair{text, ground, 4.5})
		}
	}
	for _, tone := range []Tone{Neutral, Info, Done, Alert, Allergy} {
		pairs = append(pairs, pair{tone.Text(), tone.Ground(), 4.5}, pair{tone.Text(), ColorCard, 4.5},
			pair{ColorText, tone.Ground(), 4.5}, pair{ColorMuted, tone.Ground(), 4.5})
	}
	pairs = append(pairs,
		pair{ColorText, ColorSelection, 4.5}, pair{ColorMuted, ColorSelection, 4.5}, pair{ColorAccent, ColorSelection, 4.5},
		pair{ColorOnPrimary, ColorPrimary, 4.5}, pair{ColorOnDanger, ColorDanger, 4.5},
		pair{ColorRailText, ColorRail, 4.5}, pair{ColorRailText, ColorRailHover, 4.5}, pair{ColorRailOn, ColorRailSelection, 4.5},
		pair{fynetheme.ColorNameForeground, fynetheme.ColorNameInputBackground, 4.5},
		pair{fynetheme.ColorNamePlaceHolder, fynetheme.ColorNameInputBackground, 4.5},
		pair{ColorPrimary, ColorCard, 3}, pair{ColorPrimary, ColorPage, 3},
	)
	for name, p := range map[string]palette{"light": lightPalette(), "dark": darkPalette()} {
		for _, pair := range pairs {
			text, ok := p[pair.text]
			ground, ok2 := p[pair.ground]
			if !ok || !ok2 {
				t.Fatalf("%s: no colour for %s or %s", name, pair.text, pair.ground)
			}
			if got := contrast(text, ground); got < pair.least {
				t.Errorf("%s: %s on %s has contrast %.2f, needs %.1f", name, pair.text, pair.ground, got, pair.least)
			}
		}
	}
}

func TestPalettesHaveTheSameNames(t *testing.T) {
	light, dark := lightPalette(), darkPalette()
	for name := range light {
		if _, ok := dark[name]; !ok {
			t.Errorf("dark has no %s", name)
		}
	}
	if len(light) != len(dark) {
		t.Errorf("light has %d colours, dark %d", len(light), len(dark))
	}
}

func TestAppearanceAndDensity(t *testing.T) {
	cases := []struct {
		appearance Appearance
		variant    fyne.ThemeVariant
		wantDark   bool
	}{
		{Light, fynetheme.VariantDark, false},
		{Dark, fynetheme.VariantLight, true},
		{System, fynetheme.VariantDark, true},
		{System, fynetheme.VariantLight, false},
	}
	for _, c := range cases {
		want := lightPalette()[ColorPage]
		if c.wantDark {
			want = darkPalette()[ColorPage]
		}
		if got := New(c.appearance, Standard).Color(ColorPage, c.variant); got != want {
			t.Errorf("appearance %d variant %d: page = %v, want %v", c.appearance, c.variant, got, want)
		}
	}
	if got := New(Light, Large).Size(fynetheme.SizeNameText); got != 16 {
		t.Errorf("large text = %v, want 16", got)
	}
	if got := New(Light, Large).Size(fynetheme.SizeNameInputBorder); got != 1 {
		t.Errorf("large border = %v, want a hairline of 1", got)
	}
}

func TestColorFollowsTheThemeInForce(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(New(Dark, Large))
	if got := Color(ColorCard); got != darkPalette()[ColorCard] {
		t.Errorf("card = %v, want the dark one", got)
	}
	if got := Scaled(13); got != 16 {
		t.Errorf("Scaled(13) = %v in the large density, want 16", got)
	}
	app.Settings().SetTheme(New(Light, Standard))
	if got := Color(ColorCard); got != lightPalette()[ColorCard] {
		t.Errorf("card = %v, want the light one", got)
	}
}

func TestFiguresAreTabular(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(New(Light, Standard))
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		want := fyne.MeasureText("0000000000", BodySize(), style).Width
		for _, digit := range "123456789" {
			ten := string([]rune{digit, digit, digit, digit, digit, digit, digit, digit, digit, digit})
			if got := fyne.MeasureText(ten, BodySize(), style).Width; got != want {
				t.Errorf("bold %v: ten %c are %.2f px wide, ten zeros %.2f", style.Bold, digit, got, want)
			}
		}
	}
}

func TestEveryDrawingShows(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(New(Light, Standard))
	names := icons.Names()
	if len(names) < 20 {
		t.Fatalf("only %d drawings", len(names))
	}
	for _, name := range names {
		resource := Drawing(name, ColorAccent)
		if again := Drawing(name, ColorAccent); again != resource {
			t.Errorf("%s: a second drawing is another resource", name)
		}
		picture := canvas.NewImageFromResource(resource)
		window := test.NewTempWindow(t, picture)
		window.SetPadded(false)
		window.Resize(fyne.NewSize(24, 24))
		if !hasColor(window.Canvas().Capture(), lightPalette()[ColorAccent]) {
			t.Errorf("%s: nothing is drawn in the accent colour", name)
		}
	}
	if Drawing("no such drawing", ColorAccent) == nil {
		t.Error("an unknown drawing is nil")
	}
}

// hasColor tells whether a pixel of img is close to want.
func hasColor(img image.Image, want color.NRGBA) bool {
	near := func(a, b uint8) bool { return max(a, b)-min(a, b) < 40 }
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			if near(c.R, want.R) && near(c.G, want.G) && near(c.B, want.B) {
				return true
			}
		}
	}
	return false
}
