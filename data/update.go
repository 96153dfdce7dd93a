package data

import (
	"context"
	"errors"
	"fmt"
	"os"

	"satchel/data/store"
	"satchel/data/vault"
)

// beforeUpdate returns what is done ahead of the first schema step of a file that holds data: a copy beside the file, which is
// reopened and whose every page is checked. Without it the update does not begin.
func beforeUpdate(ctx context.Context, v *vault.Vault, path string) func(from, to int) error {
	return func(from, to int) error {
		copied, err := freeCopyName(path, from)
		if err != nil {
			return err
		}
		if err := v.BackupTo(ctx, copied, nil); err != nil {
			return store.FromVault("copy before update", err)
		}
		if err := checkCopy(ctx, v, copied); err != nil {
			return errors.Join(err, os.Remove(copied))
		}
		return nil
	}
}

// freeCopyName is "practice.satchel.before-update-7", or with a number behind it where an update was tried before.
func freeCopyName(path string, from int) (string, error) {
	name := fmt.Sprintf("%s.before-update-%d", path, from)
	for n := 2; n < 100; n++ {
		if _, err := os.Lstat(name); errors.Is(err, os.ErrNotExist) {
			return name, nil
		}
		name = fmt.Sprintf("%s.before-update-%d-%d", path, from, n)
	}
	return "", store.Fail(store.Conflict, "error.vault.exists")
}

func checkCopy(ctx context.Context, v *vault.Vault, path string) error {
	c, err := v.OpenCopy(path)
	if err != nil {
		return store.FromVault("reopen copy", err)
	}
	damage, err := c.Check(ctx, nil)
	if err == nil && len(damage) > 0 {
		err = &vault.Error{Kind: vault.Damaged, Page: damage[0].Page}
	}
	return store.FromVault("check copy", errors.Join(err, c.Close()))
}
