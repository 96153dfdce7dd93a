package frame

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/ui/kit"
	"satchel/ui/theme"
)

// railOrder is the order of the rail, and of the keys Alt+1 to Alt+6.
var railOrder = []string{Today, Calendar, Patients, Billing, Practice, Settings}

// railPlaces are the places of the rail that exist and that the person may go to.
func (f *Frame) railPlaces() []PlaceSpec {
	var list []PlaceSpec
	for _, name := range railOrder {
		if p, known := f.place(name); known {
			list = append(list, p)
		}
	}
	return list
}

// build makes everything around the body anew for the person at the keyboard.
func (f *Frame) build() {
	kit.SetLanguage(f.Session.Language())
	var entries []kit.Place
	for _, p := range f.railPlaces() {
		entries = append(entries, kit.Place{Key: p.Name, Label: f.Text(p.Label), Icon: p.Icon})
	}
	f.rail = kit.NewRail(f.Session.Settings.Name, entries)
	f.rail.OnChosen = func(name string) { f.Go(Target{Place: name}) }
	f.search = newSearchBox(f)
	f.status = newStatus(f)
	if f.body == nil {
		f.body = container.NewStack()
		f.notices.box = kit.Column(0)
	}

	who := kit.NewIconButton("patient", f.Session.DisplayName(), kit.Quiet, func() { f.Go(Target{Place: Settings, Text: "account"}) })
	lock := kit.NewIconButton("lock", f.Text("frame.lock"), kit.Standard, f.Lock).WithKey(f.Text("frame.key.lock"))
	top := kit.NewTopBar(f.search.suggest, who, lock)
	head := kit.Column(0, top)
	if f.strip != nil {
		head.Add(kit.NewNoticeBar(f.strip.Icon, f.strip.Text, f.strip.Tone, kit.NewButton(f.strip.Action, kit.Standard, f.strip.Do)))
	}
	head.Add(f.notices.box)
	page := container.NewBorder(head, f.status.bar, nil, nil, f.body)
	f.SetPage(container.New(&railLayout{rail: f.rail}, f.rail, page))
}

// railLayout sets the rail at the left and the page in the rest. Where the window is narrow the rail shows drawings alone.
type railLayout struct {
	rail    *kit.Rail
	compact bool
}

// narrow is the width, in pixels of the standard density, below which the rail gives up its words.
const narrow float32 = 960

// Layout implements fyne.Layout.
func (l *railLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if compact := size.Width < theme.Scaled(narrow); compact != l.compact {
		l.compact = compact
		l.rail.SetCompact(compact)
	}
	rail, page := objects[0], objects[1]
	width := rail.MinSize().Width
	rail.Resize(fyne.NewSize(width, size.Height))
	rail.Move(fyne.Position{})
	page.Resize(fyne.NewSize(size.Width-width, size.Height))
	page.Move(fyne.NewPos(width, 0))
}

// MinSize implements fyne.Layout. The window may be made smaller than its content: it then cuts, and never grows by itself.
func (l *railLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(640), theme.Scaled(420))
}
