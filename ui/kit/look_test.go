package kit

import (
	"fmt"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"satchel/data/value"
	"satchel/ui/theme"
)

// samples makes every widget of the kit, with something in it.
var samples = map[string]func() fyne.CanvasObject{
	"text":      func() fyne.CanvasObject { return NewText("Hello", Title) },
	"paragraph": func() fyne.CanvasObject { return NewParagraph("some words to be wrapped over two lines", Body) },
	"icon":      func() fyne.CanvasObject { return NewIcon("calendar", theme.ColorAccent, 24) },
	"chip":      func() fyne.CanvasObject { return NewIconChip("warn", "Penicillin", theme.Allergy) },
	"key":       func() fyne.CanvasObject { return NewKeyHint("Ctrl+K") },
	"hairline":  NewHairline,
	"ground":    func() fyne.CanvasObject { return NewGround(NewText("x", Body)) },
	"card":      func() fyne.CanvasObject { return NewCard("Title", NewText("x", Muted), NewChip("Draft", theme.Alert)) },
	"button":    func() fyne.CanvasObject { return NewIconButton("plus", "Add", Primary, nil).WithKey("F2") },
	"quiet":     func() fyne.CanvasObject { return NewButton("Cancel", Quiet, nil) },
	"empty":     func() fyne.CanvasObject { return NewEmptyState("search", "Nothing.", NewButton("Add", Standard, nil)) },
	"tile":      func() fyne.CanvasObject { return NewStatTile("To pay", "3", "open", nil) },
	"tabs":      func() fyne.CanvasObject { return NewTabs("One", "Two") },
	"topbar":    func() fyne.CanvasObject { return NewTopBar(NewSuggest("Find"), NewText("Dr Mensah", Strong)) },
	"status":    func() fyne.CanvasObject { return NewStatusBar(NewCaption("Last proven backup 14:02")) },
	"rail": func() fyne.CanvasObject {
		return NewRail("Satchel", []Place{{"a", "Today", "today", 3}, {"b", "Patients", "patients", 0}})
	},
	"banner": func() fyne.CanvasObject {
		return NewBanner(Identity{Name: "Novák, Wei", Sex: "Male", Allergy: AllergiesKnown, Allergies: []string{"Latex"}})
	},
	"field":    func() fyne.CanvasObject { return withError(NewField("Name", "hint")) },
	"textarea": func() fyne.CanvasObject { return NewTextField("Note", "", 3) },
	"segment":  func() fyne.CanvasObject { return withValue(NewSegmentField("Sex", "", sexes...), "female") },
	"select":   func() fyne.CanvasObject { return withValue(NewSelectField("Sex", "", sexes...), "male") },
	"date": func() fyne.CanvasObject {
		return withValue(NewBirthDateField("Born", "", value.DMY, fixedToday), "3/2/51")
	},
	"money":   func() fyne.CanvasObject { return withValue(NewMoneyField("Fee", "INR", value.Indian), "500") },
	"pin":     func() fyne.CanvasObject { return withValue(NewPINField("PIN", 6), "123") },
	"suggest": func() fyne.CanvasObject { return NewSuggestField("Medicine", "") },
	"list": func() fyne.CanvasObject {
		l := NewList([]ListColumn{{Title: "A"}, {Title: "B"}}, nil)
		l.SetRows(50, func(row int) []Cell {
			return []Cell{{Text: fmt.Sprint("row ", row), Role: Strong, Icon: "patient"}, {Text: "x", Marks: []Mark{{Text: "Latex", Tone: theme.Allergy}}}}
		}, 1)
		return l
	},
	"emptylist": func() fyne.CanvasObject { return NewList([]ListColumn{{Title: "A"}}, nil) },
	"board": func() fyne.CanvasObject {
		b := NewBoard()
		b.SetColumns(sampleBoard(3))
		return b
	},
	"daygrid": func() fyne.CanvasObject { return sampleDay() },
	"spark": func() fyne.CanvasObject {
		return NewSparkline([]Point{{0, 1}, {1, 3}, {2, 2}}, 1, 2)
	},
	"pages": func() fyne.CanvasObject {
		v := NewPageView()
		v.SetPages([]image.Image{image.NewRGBA(image.Rect(0, 0, 50, 70))})
		return v
	},
	"progress": func() fyne.CanvasObject {
		b := newProgressBar()
		b.fraction = 0.5
		return b
	},
	"form": func() fyne.CanvasObject {
		f := NewForm(2)
		f.AddSection("Who")
		f.Add("name", NewField("Name", ""), 2)
		f.Add("sex", NewSegmentField("Sex", "", sexes...), 1)
		return NewScroll(f, f)
	},
}

var sexes = []Option{{"male", "Male"}, {"female", "Female"}, {"unknown", "Unknown"}}

func withValue(input Input, value string) Input {
	input.SetValue(value)
	return input
}

func withError(input Input) Input {
	input.SetError("A name is needed.")
	return input
}

// TestEveryWidgetFollowsTheTheme shows each widget in one look, changes the look, and compares it with the same widget
// made in that look. Canvas objects keep their colours: a widget that forgets to repaint one fails here.
func TestEveryWidgetFollowsTheTheme(t *testing.T) {
	size := fyne.NewSize(420, 260)
	shot := func(name string, first, then *theme.Theme) image.Image {
		app := test.NewTempApp(t)
		app.Settings().SetTheme(first)
		stage := NewStage()
		window := test.NewTempWindow(t, stage)
		window.SetPadded(false)
		window.Resize(size)
		stage.SetPage(samples[name]())
		app.Settings().SetTheme(then)
		window.Resize(size.AddWidthHeight(1, 1))
		window.Resize(size)
		return window.Canvas().Capture()
	}
	light, dark := theme.New(theme.Light, theme.Standard), theme.New(theme.Dark, theme.Standard)
	large := theme.New(theme.Light, theme.Large)
	for name := range samples {
		t.Run(name, func(t *testing.T) {
			inLight := shot(name, light, light)
			if fresh := shot(name, dark, dark); !samePixels(shot(name, light, dark), fresh) {
				t.Error("keeps something of the light look in the dark one")
			} else if samePixels(inLight, fresh) {
				t.Error("looks the same in light and in dark: nothing is drawn")
			}
			if !samePixels(shot(name, light, large), shot(name, large, large)) {
				t.Error("keeps something of the standard density in the large one")
			}
		})
	}
}

// TestNoWidgetNeedsMoreThanASmallScreen keeps each widget usable at 1024 by 700 beside the rail.
func TestNoWidgetNeedsMoreThanASmallScreen(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light, theme.Large))
	for name, make := range samples {
		if least := make().MinSize(); least.Width > 830 || least.Height > 600 {
			t.Errorf("%s needs %v", name, least)
		}
	}
}
