// Package kit is the widgets that every screen of Satchel is made of. They draw and take input; they decide nothing
// clinical and read no record. What they show is ready-made words, what happens comes back through OnX callbacks, all on
// the window's own goroutine.
//
// # The window
//
//	Stage        the window's content: page, floating panels, toasts, covers; there must be exactly one
//	Cover        anything over the whole window that keeps the keyboard: dialogs, the lock screen
//	NewFrame     rail, top bar, page and status bar, edge to edge
//	Rail         the places at the left, with badges
//	NewTopBar    search box and what stands at the right of it
//	NewStatusBar short facts at the bottom
//	Page         a screen's margins: a head, and a body that takes the rest
//	Scroll       content higher than its place; follows the keyboard
//
// # Arranging
//
//	Row, Column  side by side, one below the other, at natural size; Spacer takes what is left
//	Share        side by side, width shared by weight
//	Under, Over  a head above a body that takes the rest; a body above a foot
//	Flow         side by side, wrapping
//	Inset, Fixed space around, a minimum size
//
// # Showing
//
//	Text         one line in a Role, cut with an ellipsis; NewSectionTitle and NewCaption are Texts
//	Paragraph    wrapping text
//	Card         a white surface with a title and actions; NewFlushCard without inner space, for lists and grids
//	Chip         a word on a tinted ground, in a theme.Tone; FactChip leads to more about it
//	NewNoticeBar a strip above a page that stays until a button of it is pressed
//	Icon         one of our drawings (assets/icons)
//	KeyHint      a keycap
//	NewHairline  a line between parts of a card
//	NewEmptyState what belongs here, and the action that brings it
//	Banner       whose record this is, and allergies: known, none known, or not asked
//	StatTile     one number of the day
//	Sparkline    the course of one value
//	PageView     printed pages on a desk, with zoom
//
// # Asking
//
//	Button       click, Enter or Space; Standard, Primary, Quiet, Danger
//	Field        labelled text: NewField, NewTextField, NewPasswordField
//	DateField    NewBirthDateField (partial dates, ages), NewDayField (one full day); shows how it was understood
//	MoneyField   an amount in one currency
//	ChoiceField  NewSegmentField for two to four answers, NewSelectField for more
//	PINField     digits nobody reads over a shoulder
//	Suggest      an entry that offers rows while one types: NewSuggest, NewSuggestField
//	Entry        the bare entry below all of them
//	Form         inputs in columns: Values, SetErrors, Dirty
//	Tabs         the views of one thing
//
// # Many things
//
//	List         any number of rows; SetTall for two lines a row, SetInline for a few rows in a page
//	DayGrid      appointments by time, a column a practitioner
//	Board        a column per state of the day
//
// # Telling
//
//	Stage.Toast, Stage.ToastUndo     what was done, and the way back
//	Stage.Confirm, Stage.Prompt      before what can't be undone; with a reason
//	Stage.ShowError, Stage.Progress  what went wrong and what next; work that takes a while
//	Stage.ShowDialog                 anything else
//
// # Pattern of use
//
// A screen builds its widgets once, keeps the ones it changes, and fills them from its model:
//
//	list := kit.NewList(columns, kit.NewEmptyState("patients", text, button))
//	list.OnOpened = func(row int) { model.Open(row) }
//	page := kit.Page(kit.Row(kit.Gap, kit.NewText(title, kit.Title), kit.Spacer(), add), kit.NewFlushCard("", list))
//	...
//	list.SetRows(model.Count(), model.Cells, -1) // after a load, on the window's goroutine
//	kit.Focus(list)                              // after the page is shown
//
// # Keys
//
// A widget uses the keys it needs and hands on the others: to the dialog it stands in, else to the canvas. So the window
// has one place for its own keys: Stage.AddShortcut for Ctrl+K, Ctrl+L, Ctrl+P and Ctrl+Enter, canvas.SetOnTypedKey for F1
// and Esc. While Stage.Covered is true the page's keys should rest; Ctrl+L still works in a dialog.
//
// # Looks
//
// Every widget reads its colours and sizes from package theme at each Refresh, so a change of appearance or density
// applies at once. A bare canvas object in a screen would not: use Text, Icon, Chip and Card.
package kit
