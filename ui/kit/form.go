package kit

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"satchel/ui/theme"
)

// Form lays out inputs in columns, tells whether something was changed, and shows errors where they belong. It decides
// nothing: the screen's model checks the values and hands back a sentence per key.
//
//	f := kit.NewForm(2)
//	f.Add("name", kit.NewField("Name", ""), 2)
//	f.Add("birthDate", kit.NewBirthDateField(...), 1)
//	f.OnSubmit = func() { f.SetErrors(model.Save(f.Values())) }
type Form struct {
	widget.BaseWidget

	// OnSubmit is called on Enter in a single-line field.
	OnSubmit func()
	// OnCancel is called on Esc; the text stays.
	OnCancel func()
	// OnChanged is told the key of each input that a person changes.
	OnChanged func(key string)

	columns int
	items   []formItem
	clean   map[string]string // the values when the form was last clean
	general *Paragraph        // errors of no field
	grid    *fyne.Container
}

type formItem struct {
	key   string
	input Input // nil for a title or another object
	show  fyne.CanvasObject
	span  int
}

// NewForm makes a form of so many columns of equal width; where that is too narrow for an input, of an even part of them.
func NewForm(columns int) *Form {
	f := &Form{columns: max(columns, 1), clean: map[string]string{}, general: NewParagraph("", Mistake)}
	f.general.Hide()
	f.grid = &fyne.Container{Layout: &formLayout{form: f}, Objects: []fyne.CanvasObject{f.general}}
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer implements fyne.Widget.
func (f *Form) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.grid) }

// Add puts an input at the end, over span columns.
func (f *Form) Add(key string, input Input, span int) {
	f.items = append(f.items, formItem{key: key, input: input, show: input, span: span})
	f.grid.Objects = append(f.grid.Objects, input)
	f.clean[key] = input.Value()
	input.Connect(func() { f.changed(key) }, f.submit, func() { call(f.OnCancel) })
}

// AddSection begins a part of the form with a title.
func (f *Form) AddSection(title string) { f.AddObject(Inset(0, 5, NewSectionTitle(title)), f.columns) }

// AddObject puts anything else at the end, over span columns.
func (f *Form) AddObject(object fyne.CanvasObject, span int) {
	f.items = append(f.items, formItem{show: object, span: span})
	f.grid.Objects = append(f.grid.Objects, object)
}

func (f *Form) changed(key string) {
	if f.OnChanged != nil {
		f.OnChanged(key)
	}
}

func (f *Form) submit() { call(f.OnSubmit) }

// Input returns the input of a key, nil for none.
func (f *Form) Input(key string) Input {
	for _, item := range f.items {
		if item.input != nil && item.key == key {
			return item.input
		}
	}
	return nil
}

// Values returns every answer by its key.
func (f *Form) Values() map[string]string {
	values := map[string]string{}
	for _, item := range f.items {
		if item.input != nil {
			values[item.key] = item.input.Value()
		}
	}
	return values
}

// SetValues changes the answers named and makes the form clean; others stay.
func (f *Form) SetValues(values map[string]string) {
	for _, item := range f.items {
		if value, ok := values[item.key]; ok && item.input != nil {
			item.input.SetValue(value)
		}
	}
	f.MarkClean()
}

// Restore is SetValues for a draft: the form stays as dirty as the draft makes it.
func (f *Form) Restore(values map[string]string) {
	clean := f.clean
	f.SetValues(values)
	f.clean = clean
}

// MarkClean makes what is in the form its saved state.
func (f *Form) MarkClean() { f.clean = f.Values() }

// Dirty tells whether an answer differs from the saved state.
func (f *Form) Dirty() bool {
	for key, value := range f.Values() {
		if f.clean[key] != value {
			return true
		}
	}
	return false
}

// SetErrors shows a sentence at each key, clears the others and puts the keyboard on the first one in trouble. A key of
// no input is shown above the form, so that no error is lost. It returns whether there was any.
func (f *Form) SetErrors(errors map[string]string) bool {
	var first Input
	left := map[string]bool{}
	for key, sentence := range errors {
		left[key] = sentence != ""
	}
	for _, item := range f.items {
		if item.input == nil {
			continue
		}
		sentence := errors[item.key]
		item.input.SetError(sentence)
		delete(left, item.key)
		if sentence != "" && first == nil {
			first = item.input
		}
	}
	var rest []string
	for key, inTrouble := range left {
		if inTrouble {
			rest = append(rest, errors[key])
		}
	}
	slices.Sort(rest)
	f.general.SetText(strings.Join(rest, "\n"))
	f.general.Hidden = len(rest) == 0
	f.Refresh()
	if first != nil {
		Focus(first.FocusTarget())
	}
	return first != nil || len(rest) > 0
}

// FocusFirst gives the keyboard to the first input. Call it after the form is shown.
func (f *Form) FocusFirst() {
	for _, item := range f.items {
		if item.input != nil {
			Focus(item.input.FocusTarget())
			return
		}
	}
}

// formLayout fills rows from left to right; an input that doesn't fit in what is left of a row begins the next.
type formLayout struct {
	form  *Form
	width float32
}

func (l *formLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.place(size.Width, true)
}

// columnsFor returns into how many columns a width is divided: as many as were asked for, or an even part of them where
// an input would be too narrow.
func (l *formLayout) columnsFor(width float32) int {
	asked := l.form.columns
	for n := asked; n > 1; n-- {
		if asked%n == 0 && l.fits(n, width) {
			return n
		}
	}
	return 1
}

func (l *formLayout) fits(columns int, width float32) bool {
	gap := theme.Scaled(GapLarge)
	cell := (width - gap*float32(columns-1)) / float32(columns)
	for _, item := range l.form.items {
		span := float32(item.spanOf(columns))
		if item.show.Visible() && item.show.MinSize().Width > cell*span+gap*(span-1)+0.5 {
			return false
		}
	}
	return true
}

func (i formItem) spanOf(columns int) int { return min(max(i.span, 1), columns) }

// place computes the rows and returns their height; it moves objects only if move is set.
func (l *formLayout) place(width float32, move bool) float32 {
	f := l.form
	gapX, gapY := theme.Scaled(GapLarge), theme.Scaled(10)
	columns := l.columnsFor(width)
	cell := (width - gapX*float32(columns-1)) / float32(columns)
	y := float32(0)
	if !f.general.Hidden {
		if move {
			f.general.Resize(fyne.NewSize(width, f.general.Size().Height))
			f.general.Resize(fyne.NewSize(width, f.general.MinSize().Height))
		}
		y += f.general.MinSize().Height + gapY
	}
	column, height := 0, float32(0)
	for _, item := range f.items {
		if !item.show.Visible() {
			continue
		}
		span := item.spanOf(columns)
		if column+span > columns {
			y += height + gapY
			column, height = 0, 0
		}
		itemWidth := cell*float32(span) + gapX*float32(span-1)
		if move && item.show.Size().Width != itemWidth {
			item.show.Resize(fyne.NewSize(itemWidth, item.show.Size().Height))
		}
		itemHeight := item.show.MinSize().Height
		if move {
			item.show.Move(fyne.NewPos((cell+gapX)*float32(column), y))
			item.show.Resize(fyne.NewSize(itemWidth, itemHeight))
		}
		height = max(height, itemHeight)
		column += span
	}
	return y + height
}

// MinSize is the width of the widest input: a form may come down to one column.
func (l *formLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	var width float32
	for _, item := range l.form.items {
		if item.show.Visible() {
			width = max(width, item.show.MinSize().Width)
		}
	}
	return fyne.NewSize(width, l.place(max(l.width, width), false))
}
