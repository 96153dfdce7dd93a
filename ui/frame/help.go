package frame

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/ui/kit"
)

// windowHelp names the lines that hold everywhere, "Key: what it does".
var windowHelp = []string{
	"frame.help.find", "frame.help.new", "frame.help.lock", "frame.help.print", "frame.help.save", "frame.help.write", "frame.help.finish",
	"frame.help.back", "frame.help.notice", "frame.help.reveal", "frame.help.places", "frame.help.undo", "frame.help.tab", "frame.help.dates", "frame.help.limits",
}

// showHelp shows the keys of the present place and those of the window.
func (f *Frame) showHelp() {
	var parts []fyne.CanvasObject
	if place, known := f.place(f.at.Place); known && len(place.Help) > 0 {
		parts = append(parts, kit.NewSectionTitle(f.Text(place.Label)))
		parts = append(parts, f.helpLines(place.Help)...)
		parts = append(parts, kit.NewSectionTitle(f.Text("frame.help.everywhere")))
	}
	parts = append(parts, f.helpLines(windowHelp)...)
	var d *kit.Dialog
	closing := kit.NewButton(f.Text("frame.help.close"), kit.Primary, func() { d.Close() })
	d = f.ShowDialog(kit.DialogSpec{Title: f.Text("frame.help.title"), Body: kit.Column(kit.GapSmall, parts...),
		Buttons: []*kit.Button{closing}, Default: closing, Width: 620})
}

func (f *Frame) helpLines(keys []string) []fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, key := range keys {
		name, does, found := strings.Cut(f.Text(key), ": ")
		if !found {
			lines = append(lines, kit.NewParagraph(name, kit.Muted))
			continue
		}
		caps := kit.Fixed(150, 0, kit.Row(0, kit.NewKeyHint(name)))
		lines = append(lines, container.NewBorder(nil, nil, caps, nil, kit.NewParagraph(does, kit.Body)))
	}
	return lines
}
