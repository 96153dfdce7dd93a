package frame

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/ui/kit"
	"satchel/ui/session"
)

// RecoveryKeySpec is what a sheet with a new recovery key shows and does.
type RecoveryKeySpec struct {
	Text session.Words
	Code string
	Ask  [2]int // the groups to be typed back, from 0
	// Print and Save print the page, or save it as a file; nil is not offered.
	Print, Save func()
	// Kept is called when both groups were typed back; Later when that is put off: the key then counts as not kept.
	Kept, Later func()
}

// RecoveryKeySheet shows a recovery key, the only time that it is shown, and has two of its groups typed back.
type RecoveryKeySheet struct {
	Content fyne.CanvasObject
	spec    RecoveryKeySpec
	form    *kit.Form
}

// NewRecoveryKeySheet builds the sheet. Focus gives its first field the keyboard, once it is shown.
func NewRecoveryKeySheet(spec RecoveryKeySpec) *RecoveryKeySheet {
	s := &RecoveryKeySheet{spec: spec, form: kit.NewForm(2)}
	groups := session.RecoveryGroups(spec.Code)
	var cells []fyne.CanvasObject
	for i, group := range groups {
		number, letters := kit.NewCaption(spec.Text("frame.recovery.number", "Number", i+1)), kit.NewText(group, kit.Title)
		letters.Keep = true
		cells = append(cells, kit.Row(kit.Gap, kit.Fixed(16, 0, number), letters))
	}
	for i, ask := range spec.Ask {
		field := kit.NewField(spec.Text("frame.recovery.group", "Number", ask+1), "")
		field.Entry.MaxRunes = 12
		s.form.Add(groupKey(i), field, 1)
	}
	s.form.OnSubmit, s.form.OnCancel = s.Submit, func() {}
	buttons := []fyne.CanvasObject{}
	if spec.Print != nil {
		buttons = append(buttons, kit.NewIconButton("print", spec.Text("frame.recovery.print"), kit.Standard, spec.Print))
	}
	if spec.Save != nil {
		buttons = append(buttons, kit.NewIconButton("save", spec.Text("frame.recovery.save"), kit.Standard, spec.Save))
	}
	buttons = append(buttons, kit.Spacer())
	if spec.Later != nil {
		buttons = append(buttons, kit.NewButton(spec.Text("frame.recovery.later"), kit.Quiet, spec.Later))
	}
	buttons = append(buttons, kit.NewButton(spec.Text("frame.recovery.done"), kit.Primary, s.Submit))
	s.Content = kit.Column(kit.GapLarge,
		kit.NewParagraph(spec.Text("frame.recovery.lead"), kit.Body),
		kit.NewCard("", container.NewGridWithColumns(4, cells...)),
		kit.NewParagraph(spec.Text("frame.recovery.type_back"), kit.Body),
		s.form,
		kit.Row(kit.Gap, buttons...),
	)
	return s
}

func groupKey(i int) string { return string(rune('a' + i)) }

// Focus gives the first field the keyboard.
func (s *RecoveryKeySheet) Focus() { s.form.FocusFirst() }

// Submit compares what was typed back.
func (s *RecoveryKeySheet) Submit() {
	groups, values, wrong := session.RecoveryGroups(s.spec.Code), s.form.Values(), map[string]string{}
	for i, ask := range s.spec.Ask {
		if !session.SameGroup(groups[ask], values[groupKey(i)]) {
			wrong[groupKey(i)] = s.spec.Text("frame.recovery.differs")
		}
	}
	if !s.form.SetErrors(wrong) {
		s.spec.Kept()
	}
}
