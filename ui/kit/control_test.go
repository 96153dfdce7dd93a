package kit

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
)

func TestButtonKeys(t *testing.T) {
	pressed := 0
	b := NewButton("Go", Primary, func() { pressed++ })
	_, c := show(t, b, 200, 100)
	c.Focus(b)
	press(c, fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace)
	click(b, 1, 1)
	if pressed != 4 {
		t.Errorf("pressed %d times, want 4", pressed)
	}
	b.Disable()
	press(c, fyne.KeyReturn)
	click(b, 1, 1)
	if pressed != 4 {
		t.Error("a disabled button was pressed")
	}
	seen := fyne.KeyName("")
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { seen = e.Name })
	press(c, fyne.KeyF1)
	if seen != fyne.KeyF1 {
		t.Error("F1 didn't reach the window")
	}
}

func TestRailKeys(t *testing.T) {
	r := NewRail("Satchel", []Place{{"a", "A", "today", 0}, {"b", "B", "calendar", 200}, {"c", "C", "patients", 0}})
	var went []string
	r.OnChosen = func(key string) { went = append(went, key) }
	_, c := show(t, r, 200, 400)
	c.Focus(r)
	press(c, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn, fyne.KeyUp, fyne.KeySpace, fyne.KeyHome, fyne.KeyReturn)
	if len(went) != 3 || went[0] != "c" || went[1] != "b" || went[2] != "a" {
		t.Errorf("went to %v", went)
	}
	click(r, 20, 54+38+10)
	if r.Current() != "b" {
		t.Errorf("clicked %s", r.Current())
	}
	click(r, 20, 5)
	click(r, 20, 390)
	if r.Current() != "b" {
		t.Error("a click beside the places went somewhere")
	}
	r.SetBadge("c", 5)
	r.SetCompact(true)
	if r.MinSize().Width > 60 {
		t.Errorf("compact rail is %v wide", r.MinSize().Width)
	}
}

func TestTabsKeys(t *testing.T) {
	tabs := NewTabs("One", "Two", "Three")
	var shown []int
	tabs.OnChanged = func(i int) { shown = append(shown, i) }
	_, c := show(t, tabs, 400, 100)
	c.Focus(tabs)
	press(c, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft, fyne.KeyHome, fyne.KeyEnd)
	if len(shown) != 5 || tabs.Current() != 2 {
		t.Errorf("shown %v", shown)
	}
	click(tabs, 5, 5)
	if tabs.Current() != 0 {
		t.Error("click on the first tab")
	}
}

// TestTabsOnANarrowLine holds that the current tab is always on the line, and that a click finds the tab that is seen.
func TestTabsOnANarrowLine(t *testing.T) {
	tabs := NewTabs("Practice", "What documents carry", "Instructions", "File and keys", "My account")
	show(t, tabs, 240, 100)
	for current := range 5 {
		tabs.SetCurrent(current)
		places, seen := tabs.places(240), 0
		for i, place := range places {
			if place.width == 0 {
				continue
			}
			seen++
			if place.left+place.width > 240.5 {
				t.Errorf("with tab %d current, tab %d ends at %v", current, i, place.left+place.width)
			}
			tabs.SetCurrent(current)
			if click(tabs, place.left+place.width/2, 5); tabs.Current() != i {
				t.Errorf("with tab %d current, a click on tab %d leads to %d", current, i, tabs.Current())
			}
		}
		if places[current].width == 0 || seen < 2 {
			t.Errorf("tab %d is current, and of the tabs %v are seen", current, places)
		}
	}
	for i, place := range tabs.places(2000) {
		if place.width == 0 {
			t.Errorf("on a wide line tab %d has no room", i)
		}
	}
}

func TestStatTileLeadsSomewhere(t *testing.T) {
	opened := 0
	tile := NewStatTile("To pay", "3", "", func() { opened++ })
	_, c := show(t, tile, 200, 100)
	c.Focus(tile)
	press(c, fyne.KeyReturn)
	click(tile, 3, 3)
	if opened != 2 {
		t.Errorf("opened %d times", opened)
	}
	if !NewStatTile("x", "1", "", nil).Disabled() {
		t.Error("a tile that leads nowhere takes the keyboard")
	}
}

func TestBannerSaysWhatIsKnownOfAllergies(t *testing.T) {
	show(t, nil, 900, 300)
	cases := []struct {
		identity Identity
		want     []string
	}{
		{Identity{Name: "A"}, []string{"Allergies not asked"}},
		{Identity{Name: "A", Allergy: AllergiesNoneKnown}, []string{"No known allergies"}},
		{Identity{Name: "A", Allergy: AllergiesKnown, Allergies: []string{"Latex", "Penicillin"}, Alerts: []string{"Pregnant"}}, []string{"Latex", "Penicillin", "Pregnant"}},
	}
	for _, c := range cases {
		chips := c.identity.chips()
		if len(chips) != len(c.want) {
			t.Fatalf("%d chips, want %v", len(chips), c.want)
		}
		for i, chip := range chips {
			if got := chip.(*Chip).Text(); got != c.want[i] {
				t.Errorf("chip %d says %q, want %q", i, got, c.want[i])
			}
		}
	}
	if got := (Identity{Sex: "Female", Age: "about 40 years", Number: "A-1"}).details(); got != "Female  ·  about 40 years  ·  No. A-1" {
		t.Errorf("details %q", got)
	}
}

// TestBannerHidesNoAllergy gives the banner more than fits and looks that every chip lies within it.
func TestBannerHidesNoAllergy(t *testing.T) {
	for _, width := range []float32{400, 700, 1100} {
		identity := Identity{Name: "Maximiliana Theodora von und zu Hohenstein-Wittelsbach", Sex: "Female", Allergy: AllergiesKnown}
		for range 12 {
			identity.Allergies = append(identity.Allergies, "Sulfamethoxazole with trimethoprim")
		}
		b := NewBanner(identity, NewButton("Summary", Standard, nil))
		show(t, Column(0, b), width, 700)
		b.Resize(fyne.NewSize(width, b.MinSize().Height))
		parts := b.content.Objects[1].(*fyne.Container).Objects[0].(*fyne.Container)
		chips := parts.Objects[2].(*fyne.Container)
		for i, chip := range chips.Objects {
			bottom := chips.Position().Y + chip.Position().Y + chip.Size().Height
			right := chips.Position().X + chip.Position().X + chip.Size().Width
			if bottom > parts.Size().Height+0.5 || right > parts.Size().Width+0.5 {
				t.Errorf("width %v: chip %d ends at %v, %v in a banner of %v", width, i, right, bottom, parts.Size())
			}
		}
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{"Novák, Wei": "NW", "": "", "मीरा शाह": "मश", "O'Brien": "O", "  anna-maria ": "AM", "42": ""} {
		if got := initials(name); got != want {
			t.Errorf("initials of %q are %q, want %q", name, got, want)
		}
	}
}

func TestPageViewKeys(t *testing.T) {
	v := NewPageView()
	_, c := show(t, v, 400, 400)
	c.Focus(v.FocusTarget())
	press(c, fyne.KeyPageDown) // without pages nothing happens
	typeText(c, "+")
	v.SetZoom(0)
	v.SetPages([]image.Image{image.NewRGBA(image.Rect(0, 0, 200, 300)), image.NewRGBA(image.Rect(0, 0, 200, 300))})
	press(c, fyne.KeyPageDown, fyne.KeyPageDown)
	if v.Page() != 1 {
		t.Errorf("page %d", v.Page())
	}
	press(c, fyne.KeyPageUp)
	fitted := v.shownZoom()
	typeText(c, "++")
	if v.Page() != 0 || v.shownZoom() <= fitted {
		t.Errorf("page %d, zoom %v after fitting at %v", v.Page(), v.shownZoom(), fitted)
	}
	for range 30 {
		typeText(c, "+")
	}
	if v.shownZoom() > zoomMost {
		t.Errorf("zoom %v", v.shownZoom())
	}
	typeText(c, "0")
	if v.shownZoom() != fitted {
		t.Errorf("0 gives %v, want %v", v.shownZoom(), fitted)
	}
}

// A large document is drawn page by page, and what is not near the page on show is let go of.
func TestPageViewOfManyPages(t *testing.T) {
	v := NewPageView()
	_, c := show(t, v, 400, 400)
	c.Focus(v.FocusTarget())
	asked := map[int]int{}
	later := map[int]bool{50: true}
	v.OnWanted = func(page int) {
		asked[page]++
		if !later[page] {
			v.SetPicture(page, image.NewRGBA(image.Rect(0, 0, 200, 300)))
		}
	}
	v.SetCount(200)
	if len(asked) != 2 || asked[0] != 1 || asked[1] != 1 {
		t.Fatalf("asked for %v", asked)
	}
	for range 50 {
		press(c, fyne.KeyPageDown)
	}
	press(c, fyne.KeyPageDown, fyne.KeyPageUp)
	pictures := 0
	for _, picture := range v.pages {
		if picture != nil {
			pictures++
		}
	}
	if v.Page() != 50 || asked[50] != 1 || pictures > 3 {
		t.Errorf("page %d, asked for it %d times, %d pictures", v.Page(), asked[50], pictures)
	}
	if size := v.bounds().Size(); size.X != 200 {
		t.Errorf("a page that is not drawn yet is %v", size)
	}
	v.SetPicture(50, image.NewRGBA(image.Rect(0, 0, 300, 200)))
	if size := v.bounds().Size(); size.X != 300 {
		t.Errorf("drawn, it is %v", size)
	}
	press(c, fyne.KeyHome)
	v.SetPicture(50, image.NewRGBA(image.Rect(0, 0, 300, 200))) // too late
	v.SetPicture(500, image.NewRGBA(image.Rect(0, 0, 300, 200)))
	if v.Page() != 0 || v.pages[50] != nil {
		t.Errorf("page %d", v.Page())
	}
	press(c, fyne.KeyEnd)
	if v.Page() != 199 {
		t.Errorf("page %d", v.Page())
	}
	whole := v.shownZoom()
	typeText(c, "w")
	if wide := v.shownZoom(); wide <= whole || 200*wide > 400 {
		t.Errorf("its width gives %v, the whole page %v", wide, whole)
	}
}

func TestSparklineOfAnything(t *testing.T) {
	for _, points := range [][]Point{nil, {{1, 1}}, {{1, 5}, {2, 5}}, {{1, 1}, {1, 2}}} {
		s := NewSparkline(points, 2, 1)
		_, c := show(t, s, 100, 40)
		c.Capture()
		s.SetPoints(points, 1, 2)
		c.Capture()
	}
}
