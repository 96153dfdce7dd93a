package backup_test

import (
	"os"
	"testing"

	"satchel/data"
	"satchel/data/backup"
	"satchel/data/datatest"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
	"satchel/data/workflow"
)

// placed makes folder the practice's one place.
func placed(t *testing.T, k *datatest.Kit, folder string) {
	t.Helper()
	k.Must(t, k.Owner, action.ManagePractice, func(tx *store.Tx) error {
		p, err := organization.Current(tx)
		if err != nil {
			return err
		}
		p.BackupFolder = folder
		_, err = organization.Save(tx, p)
		return err
	})
}

func noticed(t *testing.T, k *datatest.Kit) (keys []string) {
	t.Helper()
	list, err := backup.Notices(ctx, k.Practice, k.Owner)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range list {
		keys = append(keys, n.Key)
	}
	return keys
}

// TestTheNewestBackupTellsAnOlderFile puts the file of the morning back, on a computer that saw nothing of the day but has the backups.
func TestTheNewestBackupTellsAnOlderFile(t *testing.T) {
	k := datatest.Open(t, nil)
	folder := t.TempDir()
	placed(t, k, folder)
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	older, err := os.ReadFile(k.Path())
	if err != nil {
		t.Fatal(err)
	}
	open := func() {
		t.Helper()
		p, actor, err := data.Open(ctx, k.Path(), vault.Password(datatest.Owner, datatest.Password), k.Env)
		if err != nil {
			t.Fatal(err)
		}
		k.Practice, k.Owner = p, actor
	}
	open()
	if _, err := backup.Make(ctx, k.Practice, k.Owner, folder, nil); err != nil {
		t.Fatal(err)
	}
	if keys := noticed(t, k); len(keys) != 0 {
		t.Errorf("the newest file is told of: %v", keys)
	}
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(k.Path(), older, 0o600); err != nil {
		t.Fatal(err)
	}
	k.Forget(t)
	open()
	if keys := noticed(t, k); len(keys) != 1 || keys[0] != "notice.backup_newer" {
		t.Errorf("an older file: %v", keys)
	}
}

func TestTheDrillIsAskedForOnceItIsForReal(t *testing.T) {
	k := datatest.Open(t, nil)
	folder := t.TempDir()
	placed(t, k, folder)
	if _, err := backup.Make(ctx, k.Practice, k.Owner, folder, nil); err != nil {
		t.Fatal(err)
	}
	if keys := noticed(t, k); len(keys) != 0 {
		t.Errorf("during the trial: %v", keys)
	}
	k.Must(t, k.Owner, action.StartForReal, func(tx *store.Tx) error {
		_, err := workflow.StartForReal(tx)
		return err
	})
	if keys := noticed(t, k); len(keys) != 1 || keys[0] != "notice.drill_due" {
		t.Errorf("for real: %v", keys)
	}
	if _, err := backup.Prove(ctx, k.Practice, k.Owner, folder, nil); err != nil {
		t.Fatal(err)
	}
	if keys := noticed(t, k); len(keys) != 0 {
		t.Errorf("after the drill: %v", keys)
	}
	k.Clock.Add(backup.DrillEvery + 1)
	if keys := noticed(t, k); len(keys) != 1 {
		t.Errorf("a quarter later: %v", keys)
	}
}
