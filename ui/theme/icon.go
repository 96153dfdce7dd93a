package theme

import (
	"bytes"
	"fmt"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"

	"satchel/assets/icons"
)

// drawings keeps each coloured drawing: Fyne rasters by resource name, so equal ones must be the same resource.
var drawings sync.Map // of drawingKey to *fyne.StaticResource

type drawingKey struct {
	name  string
	color color.NRGBA
}

// Drawing returns the icon called name in the colour called colorName of the appearance in force. An unknown name gives
// a resource without a stroke: an empty space, not a panic; the tests ask for every name the kit uses.
func Drawing(name string, colorName fyne.ThemeColorName) fyne.Resource {
	c := color.NRGBAModel.Convert(Color(colorName)).(color.NRGBA)
	key := drawingKey{name: name, color: c}
	if found, ok := drawings.Load(key); ok {
		return found.(*fyne.StaticResource)
	}
	svg, err := icons.SVG(name)
	if err != nil {
		svg = []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"></svg>`)
	}
	hex := fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
	svg = bytes.ReplaceAll(svg, []byte("currentColor"), []byte(hex))
	resource := fyne.NewStaticResource(fmt.Sprintf("satchel-%s-%s.svg", name, hex[1:]), svg)
	stored, _ := drawings.LoadOrStore(key, resource)
	return stored.(*fyne.StaticResource)
}

// liveDrawing is a drawing that takes the colour of the theme in force each time it is drawn.
type liveDrawing struct {
	name      string
	colorName fyne.ThemeColorName
}

// LiveDrawing is Drawing for Fyne's own widgets, which keep their icon when the theme changes.
func LiveDrawing(name string, colorName fyne.ThemeColorName) fyne.Resource {
	return liveDrawing{name, colorName}
}

// Name implements fyne.Resource.
func (d liveDrawing) Name() string { return Drawing(d.name, d.colorName).Name() }

// Content implements fyne.Resource.
func (d liveDrawing) Content() []byte { return Drawing(d.name, d.colorName).Content() }
