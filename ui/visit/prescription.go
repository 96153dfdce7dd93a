package visit

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"satchel/data/prescribing"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// prescriptionCard is what is prescribed: one entry, the favourites, and the lines with what speaks against them.
type prescriptionCard struct {
	o          *openPage
	card       *kit.Card
	suggest    *kit.Suggest
	lines      *fyne.Container
	favourites *fyne.Container
}

func newPrescriptionCard(o *openPage) *prescriptionCard {
	c := &prescriptionCard{o: o, suggest: kit.NewSuggest(o.f.Text("visit.medicine_hint")), lines: kit.Column(kit.Gap), favourites: kit.Flow(6)}
	c.suggest.Entry.MaxRunes = prescribing.MaxLineText / 4 // of at most four bytes each
	ask := &asker[proposal]{f: o.f, suggest: c.suggest, chosen: c.take,
		find: func(ctx context.Context, text string) ([]proposal, error) {
			return o.model.Propose(ctx, o.page.Draft.Prescription.ID, text)
		},
		row: func(p proposal) kit.Suggestion { return p.suggestion(o.f.Session) }}
	ask.connect()
	var actions []fyne.CanvasObject
	if o.page.Repeatable {
		actions = append(actions, kit.NewIconButton("swap", o.f.Text("visit.repeat_all"), kit.Quiet, c.repeat).WithKey("F5"))
	}
	actions = append(actions, kit.NewKeyHint("F4"))
	c.card = kit.NewCard(o.f.Text("visit.prescription"), kit.Column(kit.Gap, c.lines, c.suggest, c.favourites), actions...)
	return c
}

// refresh shows the lines anew.
func (c *prescriptionCard) refresh() {
	o := c.o
	c.lines.Objects = nil
	for i := range o.page.Draft.Lines {
		if i > 0 {
			c.lines.Objects = append(c.lines.Objects, kit.NewHairline())
		}
		c.lines.Objects = append(c.lines.Objects, c.line(i))
	}
	if len(o.page.Draft.Lines) > 0 {
		for _, f := range o.page.Draft.ofLine(-1) {
			c.lines.Objects = append(c.lines.Objects, c.finding(f))
		}
		c.lines.Objects = append(c.lines.Objects, kit.NewHairline())
	}
	c.lines.Hidden = len(c.lines.Objects) == 0
	c.lines.Refresh()

	c.favourites.Objects = nil
	for _, item := range o.page.Favourites {
		if c.prescribed(item) {
			continue
		}
		button := kit.NewButton(shortName(o.f.Session.Language(), item), kit.Standard, func() { c.addFavourite(item) })
		o.follow(button)
		c.favourites.Objects = append(c.favourites.Objects, button)
	}
	c.favourites.Hidden = len(c.favourites.Objects) == 0
	c.favourites.Refresh()
}

func (c *prescriptionCard) prescribed(item prescribing.FormularyItem) bool {
	for _, m := range c.o.page.Draft.Lines {
		if m.Item == item.ID {
			return true
		}
	}
	return false
}

// shortName is a medicine for a button: the brand, or the ingredients with their strengths.
func shortName(lang string, item prescribing.FormularyItem) string {
	if item.Brand != "" {
		return shortened(item.Brand, 32)
	}
	return shortened(prescribing.IngredientsText(lang, item.Ingredients), 32)
}

// line shows one medicine: what, how, how much, and what speaks against it.
func (c *prescriptionCard) line(i int) fyne.CanvasObject {
	o := c.o
	m := o.page.Draft.Lines[i]
	lang := o.f.Session.Language()
	words := []fyne.CanvasObject{kit.NewParagraph(strconv.Itoa(i+1)+".  "+prescribing.MedicationText(lang, m), kit.Strong)}
	if how := joined(dosageText(lang, m), m.Instructions, o.indication(m), prescribing.AmountText(lang, m.Quantity)); how != "" {
		words = append(words, kit.NewParagraph(how, kit.Muted))
	}
	if status := legalText(o.f.Session, m); status != "" {
		words = append(words, kit.NewParagraph(status, kit.Caption))
	}
	if missing := missingText(o.f.Session, m); missing != "" {
		words = append(words, kit.NewParagraph(missing, kit.Mistake))
	}
	edit := kit.NewIconButton("edit", "", kit.Quiet, func() { o.openMedicine(m, false) })
	remove := kit.NewIconButton("close", "", kit.Quiet, func() { c.remove(m) })
	o.follow(edit)
	o.follow(remove)
	rows := []fyne.CanvasObject{beside(kit.Inset(0, 4, kit.Column(1, words...)), kit.Row(0, edit, remove))}
	for _, f := range o.page.Draft.ofLine(i) {
		rows = append(rows, c.finding(f))
	}
	return kit.Column(kit.GapSmall, rows...)
}

func (o *openPage) indication(m prescribing.MedicationRequest) string {
	if m.Indication == "" {
		return ""
	}
	return o.f.Text("visit.indication_for", "What", m.Indication)
}

// finding shows an alert with its answer, or the way to one.
func (c *prescriptionCard) finding(f prescribing.Finding) fyne.CanvasObject {
	o := c.o
	tone := alertTone(f.Severity)
	sentence := kit.NewParagraph(o.f.Text(f.Key, f.Args...), kit.Body)
	sentence.Color = tone.Text()
	words := []fyne.CanvasObject{sentence}
	if f.Answer != nil {
		words = append(words, kit.NewParagraph(joined(o.f.Text("prescribing.decision."+string(f.Answer.Decision)), f.Answer.Reason), kit.Caption))
	}
	chip := kit.NewIconChip("warn", o.f.Text(f.Severity.CatalogueKey()), tone)
	var right fyne.CanvasObject = kit.Row(0)
	if f.Open() && f.MustAnswer {
		button := kit.NewButton(o.f.Text("visit.answer"), kit.Standard, func() { c.answer(f) })
		o.follow(button)
		right = button
	}
	return kit.Inset(14, 0, after(chip, beside(kit.Inset(0, 2, kit.Column(0, words...)), right)))
}

// answer asks why it is prescribed all the same.
func (c *prescriptionCard) answer(f prescribing.Finding) {
	o := c.o
	o.f.Prompt(o.f.Text("visit.answer_title"), o.f.Text(f.Key, f.Args...), o.f.Text("visit.answer_do"), kit.Primary, func(reason string) {
		c.write(func(ctx context.Context) (prescription, error) { return o.model.Answer(ctx, f.ID, reason) })
	})
}

// take adds what was chosen below the entry; what is not complete is opened first.
func (c *prescriptionCard) take(p proposal) {
	o := c.o
	switch {
	case p.New != "":
		o.newMedicine(p.New)
	case !p.complete():
		o.openMedicine(p.Line, !p.Known)
	default:
		c.write(func(ctx context.Context) (prescription, error) { return o.model.SaveLine(ctx, p.Line, !p.Known) })
	}
}

func (c *prescriptionCard) addFavourite(item prescribing.FormularyItem) {
	if line := prescribing.LineOf(item); len(line.Missing()) > 0 {
		c.o.openMedicine(line, false)
		return
	}
	c.write(func(ctx context.Context) (prescription, error) { return c.o.model.AddFavourite(ctx, item) })
}

func (c *prescriptionCard) repeat() {
	o := c.o
	if !o.page.Repeatable {
		o.f.Toast(o.f.Text("visit.nothing_to_repeat"), theme.Info)
		return
	}
	before := len(o.page.Draft.Lines)
	c.writeThen(func(ctx context.Context) (prescription, error) { return o.model.RepeatAll(ctx) }, func() {
		o.f.Toast(o.f.Text("visit.repeated", "Count", len(o.page.Draft.Lines)-before), theme.Done)
	})
}

func (c *prescriptionCard) remove(m prescribing.MedicationRequest) {
	o := c.o
	c.writeThen(func(ctx context.Context) (prescription, error) { return o.model.RemoveLine(ctx, m.ID) }, func() {
		o.f.Done(o.f.Text("visit.removed", "What", m.Display()), func() {
			c.write(func(ctx context.Context) (prescription, error) { return o.model.PutBack(ctx, m) })
		})
	})
}

func (c *prescriptionCard) write(work func(context.Context) (prescription, error)) {
	c.writeThen(work, nil)
}

// writeThen changes the prescription, shows it, and gives the keyboard back to the entry for the next medicine.
func (c *prescriptionCard) writeThen(work func(context.Context) (prescription, error), then func()) {
	o := c.o
	write(o.f, &o.writes, func() func(context.Context) (prescription, error) { return work }, func(rx prescription, err error) {
		if err != nil {
			o.f.Fail(err)
			return
		}
		if o.page.Draft = rx; o.left {
			return
		}
		c.refresh()
		o.reveal(c.suggest)
		if then != nil {
			then()
		}
	})
}
