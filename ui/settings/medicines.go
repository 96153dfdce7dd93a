package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/data/organization"
	"satchel/data/prescribing"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// medicinesSection is where a doctor says once on which list of the law each medicine of the formulary stands.
type medicinesSection struct {
	passing
	f      *frame.Frame
	model  medicinesModel
	status *kit.Text
	list   *kit.List
	rows   []prescribing.FormularyItem
}

func newMedicinesSection(f *frame.Frame) section {
	s := &medicinesSection{f: f, model: medicinesModel{f.Session}, status: kit.NewText("", kit.Strong)}
	s.list = kit.NewList([]kit.ListColumn{{Title: f.Text("settings.medicines.medicine"), Weight: 4}, {Title: f.Text("visit.legal_status"), Weight: 2}},
		kit.NewEmptyState("pill", f.Text("settings.medicines.empty"), nil))
	s.list.OnOpened = func(row int) { s.edit(s.rows[row]) }
	return s
}

func (s *medicinesSection) content() fyne.CanvasObject {
	text := s.f.Text
	edit := kit.NewIconButton("edit", text("settings.medicines.edit"), kit.Standard, func() {
		if row := s.list.Selected(); row >= 0 && row < len(s.rows) {
			s.edit(s.rows[row])
		}
	})
	lead := kit.NewCard(text("visit.legal_status"), kit.Column(kit.Gap, s.status, kit.NewParagraph(text("settings.medicines.lead"), kit.Muted)))
	return kit.Share(kit.GapLarge, []float32{1.7, 1}, kit.NewFlushCard(text("settings.medicines.title"), s.list, edit), kit.NewScroll(lead))
}

func (s *medicinesSection) shown() { s.load(0) }

func (s *medicinesSection) load(selected int) {
	frame.Load(s.f, s.model.load, func(list []prescribing.FormularyItem, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.rows = list
		s.status.SetText(s.model.status(list))
		s.list.SetRows(len(list), s.cells, min(max(selected, 0), len(list)-1))
		kit.Focus(s.list)
	})
}

func (s *medicinesSection) cells(row int) []kit.Cell {
	item := s.rows[row]
	status := kit.Cell{Text: s.f.Text(item.LegalStatus.CatalogueKey()), Role: kit.Strong}
	if item.LegalStatus == organization.NotClassified {
		status.Role = kit.Muted
	}
	return []kit.Cell{{Text: s.model.name(item)}, status}
}

// edit asks on which list one medicine stands.
func (s *medicinesSection) edit(item prescribing.FormularyItem) {
	f := s.f
	form := kit.NewForm(1)
	form.AddObject(kit.NewParagraph(s.model.name(item), kit.Strong), 1)
	form.Add("status", kit.NewSelectField(f.Text("visit.legal_status"), "", options(f.Session.LegalChoices(item.LegalStatus))...), 1)
	form.AddObject(kit.NewParagraph(f.Text("visit.legal_status_hint"), kit.Caption), 1)
	form.SetValues(map[string]string{"status": string(item.LegalStatus)})
	act := func(ctx context.Context, values map[string]string) error {
		return s.model.classify(ctx, item, organization.LegalStatus(values["status"]))
	}
	askForm(f, "settings.medicines.edit", form, act, func() {
		f.Done(f.Text("settings.saved"), nil)
		s.load(s.list.Selected())
	})
}
