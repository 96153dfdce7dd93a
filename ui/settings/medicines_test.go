package settings

import (
	"strings"
	"testing"

	"satchel/data/organization"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

// stocked gives the practice two medicines.
func stocked(k *uitest.Kit) {
	k.Update(k.Owner, action.WriteFormulary, func(tx *store.Tx) error {
		for _, brand := range []string{"Mox", "Crocin " + strings.Repeat("Advance ", 20)} {
			item := prescribing.FormularyItem{Brand: strings.TrimSpace(brand), Form: "tablet", Ingredients: []prescribing.Ingredient{{Name: "paracetamol", Strength: value.Quantity{Value: value.Whole(500), Unit: "mg"}}}}
			if _, err := prescribing.AddFormularyItem(tx, item); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestModelMedicinesAreClassified(t *testing.T) {
	k := uitest.Open(t)
	m := medicinesModel{k.Owner}
	if list, err := m.load(ctx); err != nil || len(list) != 0 {
		t.Fatal(list, err)
	}
	stocked(k)
	list, err := m.load(ctx)
	if err != nil || len(list) != 2 || !strings.HasPrefix(m.name(list[1]), "Mox (paracetamol 500") || m.status(list) != "0 of 2 are classified" {
		t.Fatal(list, m.status(list), err)
	}
	if err := m.classify(ctx, list[1], organization.ScheduleH); err != nil {
		t.Fatal(err)
	}
	if list, err = m.load(ctx); err != nil || list[1].LegalStatus != organization.ScheduleH || list[0].LegalStatus != "" || m.status(list) != "1 of 2 is classified" {
		t.Errorf("%q, %q, %s, %v", list[0].LegalStatus, list[1].LegalStatus, m.status(list), err)
	}
	if err := m.classify(ctx, list[0], "in-z"); store.CodeOf(err) != store.Invalid {
		t.Errorf("a list that no law has: %v", err)
	}
	if err := (medicinesModel{k.Desk}).classify(ctx, list[0], organization.ScheduleX); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk classifies: %v", err)
	}
}

// TestMedicinesByKeyboard opens the first medicine, chooses its list and saves.
func TestMedicinesByKeyboard(t *testing.T) {
	k := uitest.Open(t)
	stocked(k)
	f := k.Show(k.Owner, Places()...)
	f.Go(frame.Target{Place: frame.Settings, Text: "medicines"})
	if words := texts(k); !strings.Contains(words, "0 of 2 are classified") || !strings.Contains(words, "Satchel ships no list") {
		t.Errorf("the page says:\n%s", words)
	}
	k.Picture("medicines")
	k.Press("Enter")
	k.Picture("medicines-edit")
	if words := k.Dialog(); !strings.Contains(words, "Crocin Advance") {
		t.Errorf("the dialog says:\n%s", words)
	}
	k.Press("Down", "Enter")
	if list, err := (medicinesModel{k.Owner}).load(ctx); err != nil || list[0].LegalStatus != organization.ScheduleH {
		t.Errorf("%q, %v", list[0].LegalStatus, err)
	}
}
