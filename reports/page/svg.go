package page

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/image/colornames"
)

// An SVG logo is drawn as filled shapes. What is read is the part of SVG 1.1 that logos are
// made of: paths and basic shapes, groups, transforms, plain fills and strokes, in attributes,
// style attributes or class rules. Anything else that would show (text, pictures, gradients,
// masks, filters, references) is refused rather than left out. Nothing is fetched.

// Limits of an SVG.
const (
	maxSVGBytes    = 1 << 20
	maxSVGElements = 5000
	maxSVGSegments = 8000
	maxSVGDepth    = 64
)

func looksLikeSVG(data []byte) bool {
	start := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	return bytes.HasPrefix(start, []byte("<"))
}

// svgBox draws an SVG within a width and height, keeping its proportions.
func svgBox(data []byte, width, height Length) (Box, error) {
	if len(data) > maxSVGBytes {
		return Box{}, ErrPictureTooLarge
	}
	if width <= 0 || height <= 0 {
		return Box{}, ErrPicture
	}
	drawing, err := readSVG(data)
	if err != nil {
		return Box{}, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	scale := min(float64(width)/drawing.width, float64(height)/drawing.height)
	box := Box{Width: max(1, Length(drawing.width*scale)), Height: max(1, Length(drawing.height*scale))}
	place := func(p point) (Place, bool) {
		x, y := (p.x-drawing.left)*scale, (p.y-drawing.top)*scale
		// What hangs over the picture's edge would be cut off in a browser.
		inside := x > -0.02*float64(box.Width)-1 && y > -0.02*float64(box.Height)-1 && x < 1.02*float64(box.Width)+1 && y < 1.02*float64(box.Height)+1
		return Place{Length(math.Round(min(max(x, 0), float64(box.Width)))), Length(math.Round(min(max(y, 0), float64(box.Height))))}, inside
	}
	for _, shape := range drawing.shapes {
		path := Path{Colour: shape.colour, Shared: true}
		for _, s := range shape.segments {
			segment := Segment{Kind: s.kind}
			for i := range segment.used() {
				at, inside := place(s.at[i])
				if !inside {
					return Box{}, fmt.Errorf("%w: a shape leaves the picture", ErrPicture)
				}
				segment.Places[i] = at
			}
			path.Segments = append(path.Segments, segment)
		}
		if len(path.Segments) > 0 {
			box.items = append(box.items, item{op: path, bottom: box.Height})
		}
	}
	if len(box.items) == 0 {
		return Box{}, ErrPicture
	}
	return Upright(box), nil
}

// svgDrawing is what a file draws, in its own units.
type svgDrawing struct {
	left, top, width, height float64
	shapes                   []svgShape
	segments                 int
}

type svgShape struct {
	colour   Colour
	segments []svgSegment
}

// svgReader reads a file element by element.
type svgReader struct {
	svgDrawing
	rules map[string]string // the declarations of each class
	clips map[string]string // the content of each clipPath
}

// svgStyle is what an element inherits.
type svgStyle struct {
	fill, stroke   string
	fillA, strokeA float64 // opacity of each
	width          float64 // of the stroke
	evenOdd        bool
	cap            string
	transform      matrix
}

// quiet are elements that draw nothing by themselves, or only say something.
var quiet = []string{"title", "desc", "metadata", "defs", "namedview", "sodipodi", "clipPath"}

func readSVG(data []byte) (svgDrawing, error) {
	r := svgReader{rules: classRules(data), clips: map[string]string{}}
	for _, clip := range clipElement.FindAllSubmatch(data, 200) {
		r.clips["url(#"+string(clip[1])+")"] = string(clip[2])
	}
	decoder := xml.NewDecoder(bytes.NewReader(data))
	decoder.Strict = false // Illustrator declares entities of its own
	styles := []svgStyle{{fill: "black", stroke: "none", fillA: 1, strokeA: 1, width: 1, transform: identity}}
	elements, begun := 0, false
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return svgDrawing{}, fmt.Errorf("read: %w", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			if elements++; elements > maxSVGElements || len(styles) > maxSVGDepth {
				return svgDrawing{}, fmt.Errorf("too many elements")
			}
			if !begun {
				if begun = true; name != "svg" {
					return svgDrawing{}, fmt.Errorf("no svg element")
				}
				if err := r.frame(token); err != nil {
					return svgDrawing{}, err
				}
			} else if slices.Contains(quiet, name) || name == "style" {
				if err := decoder.Skip(); err != nil {
					return svgDrawing{}, fmt.Errorf("read: %w", err)
				}
				continue
			}
			style, shown, err := r.style(styles[len(styles)-1], token)
			if err != nil {
				return svgDrawing{}, err
			}
			if !shown {
				if err := decoder.Skip(); err != nil {
					return svgDrawing{}, fmt.Errorf("read: %w", err)
				}
				continue
			}
			styles = append(styles, style)
			if err := r.element(name, token, style); err != nil {
				return svgDrawing{}, err
			}
		case xml.EndElement:
			if len(styles) > 1 {
				styles = styles[:len(styles)-1]
			}
		}
	}
	if r.width <= 0 || r.height <= 0 {
		return svgDrawing{}, fmt.Errorf("no size")
	}
	return r.svgDrawing, nil
}

var (
	styleElement = regexp.MustCompile(`(?s)<style[^>]*>(.*?)</style>`)
	classRule    = regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`)
	className    = regexp.MustCompile(`^\.([\w-]+)$`)
)

// classRules reads rules of the form .name, .other { fill: red }.
func classRules(data []byte) map[string]string {
	rules := map[string]string{}
	for _, element := range styleElement.FindAllSubmatch(data, 20) {
		for _, rule := range classRule.FindAllSubmatch(element[1], 500) {
			for _, selector := range strings.Split(string(rule[1]), ",") {
				if match := className.FindStringSubmatch(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(selector), "<![CDATA["))); match != nil {
					rules[match[1]] += ";" + string(rule[2])
				}
			}
		}
	}
	return rules
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// frame reads the picture's size.
func (r *svgReader) frame(e xml.StartElement) error {
	if box := numbers(attribute(e, "viewBox")); len(box) == 4 {
		r.left, r.top, r.width, r.height = box[0], box[1], box[2], box[3]
	} else {
		r.width, r.height = length(attribute(e, "width")), length(attribute(e, "height"))
	}
	if !(r.width > 0 && r.height > 0 && r.width < 1e6 && r.height < 1e6) {
		return fmt.Errorf("no size")
	}
	return nil
}

var lengthText = regexp.MustCompile(`^\s*([+-]?[0-9.]+(?:[eE][+-]?\d+)?)(px|pt|mm|cm|in|pc)?\s*$`)

// length reads a number; its unit counts for nothing, since only proportions are kept.
func length(text string) float64 {
	match := lengthText.FindStringSubmatch(text)
	if match == nil {
		return 0
	}
	v, err := strconv.ParseFloat(match[1], 64)
	if err != nil || math.IsInf(v, 0) || math.Abs(v) > 1e6 {
		return 0
	}
	return v
}

// style applies an element's own properties to what it inherits. It is not shown where it
// says so itself.
func (r *svgReader) style(s svgStyle, e xml.StartElement) (svgStyle, bool, error) {
	properties := map[string]string{}
	for _, a := range e.Attr {
		if a.Name.Space == "" {
			properties[a.Name.Local] = strings.TrimSpace(a.Value)
		}
	}
	declared := ""
	for _, class := range strings.Fields(properties["class"]) {
		declared += ";" + r.rules[class]
	}
	for _, declaration := range strings.Split(declared+";"+properties["style"], ";") {
		if name, value, ok := strings.Cut(declaration, ":"); ok {
			properties[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	if properties["display"] == "none" || properties["visibility"] == "hidden" || properties["opacity"] == "0" {
		return s, false, nil
	}
	for _, name := range []string{"mask", "filter", "stroke-dasharray"} {
		if value := properties[name]; value != "" && value != "none" {
			return s, false, fmt.Errorf("%s is not supported", name)
		}
	}
	if clip := properties["clip-path"]; clip != "" && clip != "none" && !r.clipsNothing(clip) {
		return s, false, fmt.Errorf("clip-path is not supported")
	}
	set := func(to *string, name string) {
		if value := properties[name]; value != "" && value != "inherit" {
			*to = value
		}
	}
	set(&s.fill, "fill")
	set(&s.stroke, "stroke")
	set(&s.cap, "stroke-linecap")
	if rule := properties["fill-rule"]; rule != "" {
		s.evenOdd = rule == "evenodd"
	}
	if width := properties["stroke-width"]; width != "" {
		s.width = length(width)
	}
	s.fillA *= share(properties["fill-opacity"]) * share(properties["opacity"])
	s.strokeA *= share(properties["stroke-opacity"]) * share(properties["opacity"])
	if text := properties["transform"]; text != "" {
		m, err := transform(text)
		if err != nil {
			return s, false, err
		}
		s.transform = s.transform.times(m)
	}
	return s, true, nil
}

var (
	clipElement = regexp.MustCompile(`(?s)<clipPath\b[^>]*\bid="([^"]*)"[^>]*>(.*?)</clipPath>`)
	clipRect    = regexp.MustCompile(`^\s*<rect\b([^>]*?)(?:/>|>\s*</rect>)\s*$`)
	clipSide    = regexp.MustCompile(`\b(width|height|x|y|transform)="([^"]*)"`)
)

// clipsNothing tells a clip that is the whole picture, which drawing programs like to add.
func (r *svgReader) clipsNothing(clip string) bool {
	rect := clipRect.FindStringSubmatch(r.clips[clip])
	if rect == nil {
		return false
	}
	sides := map[string]string{}
	for _, side := range clipSide.FindAllStringSubmatch(rect[1], -1) {
		sides[side[1]] = side[2]
	}
	x, y := length(sides["x"]), length(sides["y"])
	return sides["transform"] == "" && x <= r.left && y <= r.top &&
		x+length(sides["width"]) >= r.left+r.width && y+length(sides["height"]) >= r.top+r.height
}

// share reads an opacity from 0 to 1; none is 1.
func share(text string) float64 {
	if rest, percent := strings.CutSuffix(text, "%"); percent {
		return min(max(length(rest)/100, 0), 1)
	}
	if text == "" {
		return 1
	}
	return min(max(length(text), 0), 1)
}

// element draws what an element stands for.
func (r *svgReader) element(name string, e xml.StartElement, s svgStyle) error {
	number := func(name string) float64 { return length(attribute(e, name)) }
	var p svgPath
	switch name {
	case "svg", "g", "a":
		return nil
	case "path":
		if err := p.data(attribute(e, "d")); err != nil {
			return err
		}
	case "rect":
		p.rectangle(number("x"), number("y"), number("width"), number("height"), number("rx"), number("ry"))
	case "circle":
		p.ellipse(number("cx"), number("cy"), number("r"), number("r"))
	case "ellipse":
		p.ellipse(number("cx"), number("cy"), number("rx"), number("ry"))
	case "line":
		p.move(point{number("x1"), number("y1")})
		p.line(point{number("x2"), number("y2")})
	case "polygon", "polyline":
		list := numbers(attribute(e, "points"))
		for i := 0; i+1 < len(list); i += 2 {
			if i == 0 {
				p.move(point{list[0], list[1]})
			} else {
				p.line(point{list[i], list[i+1]})
			}
		}
		if name == "polygon" {
			p.close()
		}
	default:
		return fmt.Errorf("element %q is not supported", name)
	}
	return r.paint(p, s)
}

// paint fills a path and draws its stroke.
func (r *svgReader) paint(p svgPath, s svgStyle) error {
	fill, filled, err := paintOf(s.fill, s.fillA)
	stroke, stroked, err2 := paintOf(s.stroke, s.strokeA)
	if err != nil || err2 != nil {
		return fmt.Errorf("a paint that is not a plain colour")
	}
	if filled && len(p.segments) > 1 {
		segments := p.segments
		if s.evenOdd {
			segments = nonzero(segments)
		}
		r.shapes = append(r.shapes, svgShape{fill, moved(segments, s.transform)})
		r.segments += len(segments)
	}
	if stroked && s.width > 0 {
		outline := strokeOf(p.segments, s.width, s.cap)
		r.shapes = append(r.shapes, svgShape{stroke, moved(outline, s.transform)})
		r.segments += len(outline)
	}
	if r.segments > maxSVGSegments {
		return fmt.Errorf("too many segments")
	}
	return nil
}

var rgbText = regexp.MustCompile(`^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$`)

// paintOf reads a paint; one that lets through shows the paper, which is white.
func paintOf(text string, opacity float64) (Colour, bool, error) {
	text = strings.ToLower(text)
	if text == "none" || text == "transparent" || opacity == 0 {
		return Colour{}, false, nil
	}
	var c color.RGBA
	named, known := colornames.Map[text]
	switch match := rgbText.FindStringSubmatch(text); {
	case text == "currentcolor":
	case known:
		c = named
	case match != nil:
		var parts [3]uint8
		for i := range parts {
			n, _ := strconv.Atoi(match[i+1]) // up to three digits
			parts[i] = uint8(min(n, 255))
		}
		c = color.RGBA{parts[0], parts[1], parts[2], 255}
	case strings.HasPrefix(text, "#"):
		digits := text[1:]
		if len(digits) == 3 {
			digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
		}
		n, err := strconv.ParseUint(digits, 16, 32)
		if err != nil || len(digits) != 6 {
			return Colour{}, false, fmt.Errorf("colour")
		}
		c = color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}
	default:
		return Colour{}, false, fmt.Errorf("paint")
	}
	mix := func(v uint8) uint8 { return uint8(math.Round(float64(v)*opacity + 255*(1-opacity))) }
	return Colour{mix(c.R), mix(c.G), mix(c.B)}, true, nil
}
