package share

import (
	"context"
	"strings"
	"testing"

	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/uitest"
)

func TestModelExportsOnePatientAndSaysSo(t *testing.T) {
	k := uitest.Open(t)
	ctx := context.Background()
	var meera patients.Patient
	err := k.Owner.Update(ctx, action.RegisterPatient, func(tx *store.Tx) (err error) {
		meera, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: "Meera"}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	m := newModel(k.Owner)
	content, err := m.summary(ctx, meera.ID, "Dr Shah")
	if err != nil || !strings.Contains(string(content), `"resourceType": "Bundle"`) || !strings.Contains(string(content), "Meera") {
		t.Fatalf("%v\n%.200s", err, content)
	}
	if strings.Contains(m.fileName(), "Meera") {
		t.Error("the file's name tells who it is")
	}
	if _, err := newModel(k.Desk).summary(ctx, meera.ID, ""); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk exported: %v", err)
	}
	err = k.Owner.View(ctx, action.ReadAudit, func(tx *store.Tx) error {
		events, err := store.Audit(tx, store.AuditQuery{Patient: meera.ID.Raw()})
		if err == nil && (len(events) < 2 || events[0].Outcome != "denied" || events[1].Action != action.ExportChart || events[1].Reason != "Dr Shah") {
			t.Errorf("audit %+v", events)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
