package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"satchel/ui/theme"
)

// AllergyState is what is known about a patient's allergies; "not asked" must never look like "none".
type AllergyState int

const (
	AllergiesNotAsked AllergyState = iota
	AllergiesNoneKnown
	AllergiesKnown
)

// Identity is who the patient is, in words ready to be shown; empty parts are left out.
type Identity struct {
	Name      string // as the person is called, in their own script
	Latin     string // the Latin form, where Name is in another script
	Sex       string
	Born      string // the birth date as shown
	Age       string
	Number    string // the practice's patient number
	Phone     string
	Relation  string // "daughter of ..."
	Allergy   AllergyState
	Allergies []string // for AllergiesKnown, the most dangerous first
	Alerts    []string // other things not to miss: "Pregnant", "Anticoagulated"
}

// details is the second line of the banner.
func (i Identity) details() string {
	var parts []string
	add := func(part string) {
		if part != "" {
			parts = append(parts, part)
		}
	}
	add(i.Sex)
	switch {
	case i.Born != "" && i.Age != "":
		add(say("kit.born", "Date", i.Born) + " (" + i.Age + ")")
	case i.Born != "":
		add(say("kit.born", "Date", i.Born))
	default:
		add(i.Age)
	}
	if i.Number != "" {
		add(say("kit.patient_number", "Number", i.Number))
	}
	add(i.Phone)
	add(i.Relation)
	return strings.Join(parts, "  ·  ")
}

// chips are the allergies, then the alerts. Every one is shown: the banner grows rather than hide one.
func (i Identity) chips() []fyne.CanvasObject {
	var chips []fyne.CanvasObject
	switch i.Allergy {
	case AllergiesNotAsked:
		chips = append(chips, NewIconChip("help", say("kit.allergies_not_asked"), theme.Alert))
	case AllergiesNoneKnown:
		chips = append(chips, NewIconChip("check", say("kit.allergies_none"), theme.Done))
	default:
		for _, allergy := range i.Allergies {
			chips = append(chips, NewIconChip("warn", allergy, theme.Allergy))
		}
	}
	for _, alert := range i.Alerts {
		chips = append(chips, NewChip(alert, theme.Alert))
	}
	return chips
}

// initials are up to two first letters, for the round mark beside the name.
func initials(name string) string {
	var letters []rune
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '-' }) {
		for _, r := range word {
			if unicode.IsLetter(r) {
				letters = append(letters, unicode.ToUpper(r))
				break
			}
		}
		if len(letters) == 2 {
			break
		}
	}
	return string(letters)
}

// Banner says on every clinical screen whose record this is and what must not be missed.
type Banner struct {
	widget.BaseWidget
	identity Identity
	actions  []fyne.CanvasObject
	content  *fyne.Container
	layout   *bannerLayout
}

// NewBanner makes the banner; actions stand at its right end.
func NewBanner(identity Identity, actions ...fyne.CanvasObject) *Banner {
	b := &Banner{identity: identity, actions: actions, content: stack(), layout: &bannerLayout{}}
	b.build()
	b.ExtendBaseWidget(b)
	return b
}

// SetIdentity shows another patient, or the same one after a change.
func (b *Banner) SetIdentity(identity Identity) {
	b.identity = identity
	b.build()
	b.Refresh()
}

func (b *Banner) build() {
	name := b.identity.Name
	if b.identity.Latin != "" {
		name += "  (" + b.identity.Latin + ")"
	}
	mark := NewText(initials(name), Accent)
	mark.Align, mark.Keep, mark.Color = fyne.TextAlignCenter, true, theme.Info.Text()
	circle := Fixed(38, 38, stack(newSurface(theme.Info.Ground(), theme.Info.Border(), 19), mark))
	words := Column(0, NewParagraph(name, Title), NewParagraph(b.identity.details(), Muted))
	chips := Flow(6, b.identity.chips()...)
	parts := []fyne.CanvasObject{container.NewCenter(circle), words, chips, Row(Gap, b.actions...)}
	b.content.Objects = []fyne.CanvasObject{
		newSurface(theme.ColorCard, theme.ColorCardBorder, radiusCard),
		Inset(14, 9, container.New(b.layout, parts...)),
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.content) }

// bannerLayout sets mark, words, chips and actions side by side. Where the chips need more than half of the room they go
// below the words at full width. Words wrap and chips wrap: the banner grows rather than cut a name or an allergy.
type bannerLayout struct{ width float32 }

func (l *bannerLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.place(objects, size, true)
}

// place sizes the parts and returns the height they need. It moves them only if move is set: Fyne asks for the least size
// before each frame, and parts that moved then would be drawn again forever.
func (l *bannerLayout) place(objects []fyne.CanvasObject, size fyne.Size, move bool) float32 {
	mark, words, chips, actions := objects[0], objects[1], objects[2].(*fyne.Container), objects[3]
	gap := theme.Scaled(GapLarge)
	left, right := mark.MinSize().Width+gap, actions.MinSize().Width
	if right > 0 {
		right += gap
	}
	room := max(size.Width-left-right, 1)
	chipsWidth := float32(0)
	for _, chip := range chips.Objects {
		chipsWidth += natural(chip, room) + theme.Scaled(6)
	}
	below := chipsWidth > room/2
	wordsWidth, chipsAt := room, fyne.NewPos(left, 0)
	if below {
		chipsWidth = room
	} else {
		wordsWidth = room - chipsWidth - gap
		chipsAt.X = left + wordsWidth + gap
	}
	fit := func(o fyne.CanvasObject, width float32) float32 {
		o.Resize(fyne.NewSize(width, o.Size().Height))
		height := o.MinSize().Height
		o.Resize(fyne.NewSize(width, height))
		return height
	}
	wordsHeight, chipsHeight := fit(words, wordsWidth), fit(chips, chipsWidth)
	height := max(wordsHeight, chipsHeight)
	if below {
		height = wordsHeight + theme.Scaled(GapSmall) + chipsHeight
	}
	least := max(height, max(fit(mark, left-gap), fit(actions, max(right-gap, 0))))
	if !move {
		return least
	}
	middle := func(h float32) float32 { return (max(size.Height, least) - h) / 2 }
	mark.Move(fyne.NewPos(0, middle(mark.Size().Height)))
	actions.Move(fyne.NewPos(size.Width-right+gap, middle(actions.Size().Height)))
	words.Move(fyne.NewPos(left, middle(wordsHeight)))
	chipsAt.Y = middle(chipsHeight)
	if below {
		words.Move(fyne.NewPos(left, middle(height)))
		chipsAt.Y = middle(height) + wordsHeight + theme.Scaled(GapSmall)
	}
	chips.Move(chipsAt)
	return least
}

func (l *bannerLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := rowLayout{GapLarge}.MinSize(objects)
	if l.width > 0 {
		size.Height = l.place(objects, fyne.NewSize(l.width, 0), false)
	}
	return size
}
