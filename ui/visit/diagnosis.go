package visit

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/data/chart"
	"satchel/data/value"
	"satchel/ui/kit"
)

// diagnosisCard is the part of the page that says what the visit is for.
type diagnosisCard struct {
	o       *openPage
	content fyne.CanvasObject
	suggest *kit.Suggest
	list    *fyne.Container
}

func newDiagnosisCard(o *openPage) *diagnosisCard {
	d := &diagnosisCard{o: o, suggest: kit.NewSuggestField(o.f.Text("visit.diagnosis"), o.f.Text("visit.diagnosis_hint")), list: kit.Column(kit.GapSmall)}
	d.suggest.KeepText = false
	d.suggest.Entry.MaxRunes = chart.NameLength
	ask := &asker[concept]{f: o.f, suggest: d.suggest, chosen: func(c concept) { d.add(c.Code) },
		find: func(_ context.Context, text string) ([]concept, error) { return o.page.concepts(text), nil },
		row: func(c concept) kit.Suggestion {
			return kit.Suggestion{Title: c.Code.Display, Subtitle: c.Code.Code, Right: o.f.Text(c.From), Icon: "note"}
		}}
	ask.connect()
	d.content = kit.Column(kit.GapSmall, d.suggest, d.list)
	return d
}

// refresh shows the diagnoses of the visit.
func (d *diagnosisCard) refresh() {
	o := d.o
	d.list.Objects = nil
	for _, c := range o.page.Diagnoses {
		var buttons []fyne.CanvasObject
		if !o.page.isProblem(c.Code) {
			button := kit.NewIconButton("plus", o.f.Text("visit.to_problems"), kit.Quiet, func() { d.toProblems(c.Code) })
			buttons = append(buttons, button)
			o.follow(button)
		}
		remove := kit.NewIconButton("close", "", kit.Quiet, func() { d.remove(c) })
		o.follow(remove)
		buttons = append(buttons, remove)
		words := kit.NewParagraph(c.Code.Display, kit.Strong)
		var body fyne.CanvasObject = kit.Inset(0, 5, words)
		if c.Code.Code != "" {
			body = kit.Inset(0, 5, kit.Column(0, words, kit.NewCaption(c.Code.Code)))
		}
		d.list.Objects = append(d.list.Objects, beside(body, kit.Row(0, buttons...)))
	}
	d.list.Hidden = len(d.list.Objects) == 0
	d.list.Refresh()
}

// follow brings a button of the scrolled part into view when it gets the keyboard.
func (o *openPage) follow(button *kit.Button) {
	if o.scroll != nil {
		o.scroll.Follow(button)
	}
}

func (d *diagnosisCard) add(code value.Code) {
	o := d.o
	write(o.f, &o.writes, func() func(context.Context) ([]chart.Condition, error) {
		return func(ctx context.Context) ([]chart.Condition, error) { return o.model.AddDiagnosis(ctx, code) }
	}, d.took)
}

func (d *diagnosisCard) took(list []chart.Condition, err error) {
	if err != nil {
		d.o.f.Fail(err)
		return
	}
	if d.o.page.Diagnoses = list; !d.o.left {
		d.refresh()
		d.o.reveal(d.suggest)
	}
}

func (d *diagnosisCard) remove(c chart.Condition) {
	o := d.o
	write(o.f, &o.writes, func() func(context.Context) ([]chart.Condition, error) {
		return func(ctx context.Context) ([]chart.Condition, error) { return o.model.RemoveDiagnosis(ctx, c.ID) }
	}, func(list []chart.Condition, err error) {
		d.took(list, err)
		if err == nil && !o.left {
			o.f.Done(o.f.Text("visit.removed", "What", c.Code.Display), func() { d.add(c.Code) })
		}
	})
}

func (d *diagnosisCard) toProblems(code value.Code) {
	o := d.o
	write(o.f, &o.writes, func() func(context.Context) (struct{}, error) {
		return func(ctx context.Context) (struct{}, error) { return struct{}{}, o.model.AddProblem(ctx, code) }
	}, func(_ struct{}, err error) {
		if err != nil {
			o.f.Fail(err)
			return
		}
		if !o.left {
			o.f.Done(o.f.Text("visit.problem_added", "What", code.Display), nil)
			o.reread()
		}
	})
}
