package session_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"satchel/data/backup"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/reports"
	"satchel/ui/uitest"
)

// The owner makes both pages, with the newest proved backup on them; nobody else does, and nothing is kept in the practice.
func TestModelPracticePages(t *testing.T) {
	k, ctx := uitest.Open(t, reports.New()), context.Background()
	folder := filepath.Join(t.TempDir(), "backups")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	without, err := k.Owner.LossPage(ctx)
	if err != nil {
		t.Fatal(err)
	}
	err = k.Owner.Update(ctx, action.ManagePractice, func(tx *store.Tx) error {
		p, err := organization.Current(tx)
		if err != nil {
			return err
		}
		p.BackupFolder = folder
		_, err = organization.Save(tx, p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Make(ctx, k.Practice, k.Owner.Actor, folder, nil); err != nil {
		t.Fatal(err)
	}
	if made := backup.NewestIn([]string{filepath.Join(folder, "absent"), folder}, k.Practice.Vault().UUID()); !made.Equal(k.Clock.Now()) {
		t.Errorf("the newest backup is of %v", made)
	}
	owner, err := k.Owner.Fresh(ctx)
	if err != nil {
		t.Fatal(err)
	}
	loss, err := owner.LossPage(ctx)
	if err != nil || loss.Kind != documents.Loss || loss.SHA256 == without.SHA256 {
		t.Errorf("%+v, %v", loss.Kind, err)
	}
	successor, err := owner.SuccessorPage(ctx)
	if err != nil || successor.Kind != documents.Successor {
		t.Errorf("%+v, %v", successor.Kind, err)
	}
	if _, err := k.Desk.LossPage(ctx); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk: %v", err)
	}
	if _, err := k.Doctor.SuccessorPage(ctx); store.CodeOf(err) != store.Forbidden {
		t.Errorf("another doctor: %v", err)
	}
	var kept int
	err = k.Owner.View(ctx, action.ReadBilling, func(tx *store.Tx) error {
		return tx.QueryRow(action.DocumentRead, `SELECT count(*) FROM document_content`, nil, &kept)
	})
	if err != nil || kept != 0 {
		t.Errorf("%d pages are kept, %v", kept, err)
	}
}
