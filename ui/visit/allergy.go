package visit

import (
	"context"
	"strings"

	"satchel/data/chart"
	"satchel/ui/kit"
)

// askAllergies asks for a substance. Enter without one says that none is known, or where some are, that the list is right: two keys.
func (o *openPage) askAllergies() {
	f := o.f
	state := o.page.Summary.Allergies.State
	form := kit.NewForm(2)
	var dialog *kit.Dialog
	substance := kit.NewSuggestField(f.Text("visit.substance"), f.Text("visit.substance_hint"))
	substance.Entry.MaxRunes = chart.NameLength
	ask := &asker[string]{f: f, suggest: substance, chosen: func(string) {},
		find: func(_ context.Context, text string) ([]string, error) {
			return append([]string{strings.TrimSpace(text)}, knownNames(text, 5)...), nil
		},
		row: func(name string) kit.Suggestion { return kit.Suggestion{Title: name} }}
	ask.connect()
	form.Add(fieldSubstance, substance, 1)
	reaction := kit.NewField(f.Text("visit.reaction"), f.Text("visit.optional"))
	reaction.Entry.MaxRunes = chart.ReasonLength
	form.Add(fieldReaction, reaction, 1)
	option := func(prefix, code string) kit.Option { return kit.Option{Value: code, Label: f.Text(prefix + code)} }
	form.Add(fieldCriticality, kit.NewSegmentField(f.Text("visit.criticality"), "", option("chart.criticality.", string(chart.CriticalityHigh)),
		option("chart.criticality.", string(chart.CriticalityLow)), option("chart.criticality.", string(chart.CriticalityUnknown))), 2)
	form.Add(fieldCategory, kit.NewSegmentField(f.Text("visit.category"), "", option("chart.allergy.", string(chart.MedicationAllergy)),
		option("chart.allergy.", string(chart.FoodAllergy)), option("chart.allergy.", string(chart.EnvironmentAllergy))), 2)
	form.SetValues(map[string]string{fieldCriticality: string(chart.CriticalityUnknown), fieldCategory: string(chart.MedicationAllergy)})

	empty := f.Text("visit.allergy_none")
	if state == chart.AllergySome {
		empty = f.Text("visit.allergy_right")
	}
	save := kit.NewButton(empty, kit.Primary, nil).WithKey("Enter")
	form.OnChanged = func(string) {
		label := empty
		if strings.TrimSpace(substance.Value()) != "" {
			label = f.Text("visit.allergy_add")
		}
		save.SetLabel(label)
	}
	saving := false
	save.OnTapped = func() {
		if saving {
			return
		}
		saving = true
		values := form.Values()
		write(f, &o.writes, func() func(context.Context) (struct{}, error) {
			return func(ctx context.Context) (struct{}, error) {
				return struct{}{}, o.model.KeepAllergy(ctx, values, state)
			}
		}, func(_ struct{}, err error) {
			saving = false
			if err != nil {
				if problem := f.Session.Problem(err); len(problem.Fields) == 0 || !form.SetErrors(problem.Fields) {
					f.Fail(err)
				}
				return
			}
			dialog.Close()
			if !o.left {
				o.reread()
			}
		})
	}
	form.OnSubmit = func() { save.OnTapped() }
	form.OnCancel = func() { dialog.Cancel() }
	cancel := kit.NewButton(f.Text("visit.cancel"), kit.Standard, func() { dialog.Cancel() })
	dialog = f.ShowDialog(kit.DialogSpec{Title: f.Text("visit.allergy_title"), Body: form, Buttons: []*kit.Button{cancel, save}, Default: save,
		Focus: substance.Entry, Width: 560})
}
