package data

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"satchel/data/store"
	"satchel/data/vault"
)

// UpdateStage is what an update of an older file is at.
type UpdateStage string

// The stages, in order.
const (
	UpdateCopies  UpdateStage = "copying"  // the file as it is, beside it
	UpdateProves  UpdateStage = "proving"  // every page of the copy, its structure and its audit chains
	UpdateChanges UpdateStage = "changing" // the file itself, in one transaction
)

// Update says what opening has done to a file of an older version.
type Update struct {
	From int    // the schema that the file had
	Copy string // the name, without a folder, of the copy of before, which lies beside the file
}

// Updated returns what the opening of this practice has brought up to date; nothing where the file was of this version already.
func (p *Practice) Updated() (Update, bool) { return p.updated, p.updated.From > 0 }

// beforeUpdateMark stands between a practice file's name and the schema that its copy has.
const beforeUpdateMark = ".before-update-"

// updating brings one file up to date.
type updating struct {
	vault *vault.Vault
	path  string
	tell  func(stage UpdateStage, percent int)
	done  Update
}

// before makes a copy beside the file ahead of the first schema step, reopens it, authenticates its every page, and holds its
// structure and its audit chains against the file. Without that the update does not begin.
func (u *updating) before(ctx context.Context) func(from, to int) error {
	return func(from, to int) error {
		copied, err := freeCopyName(u.path, from)
		if err != nil {
			return err
		}
		u.say(UpdateCopies, 0)
		if err := u.vault.BackupTo(ctx, copied, u.progress(UpdateCopies)); err != nil {
			return store.FromVault("copy before update", err)
		}
		u.done = Update{From: from, Copy: filepath.Base(copied)}
		u.say(UpdateProves, 0)
		if err := u.prove(ctx, copied); err != nil {
			return errors.Join(err, u.giveUp(ctx))
		}
		u.say(UpdateChanges, -1)
		return nil
	}
}

func (u *updating) say(stage UpdateStage, percent int) {
	if u.tell != nil {
		u.tell(stage, percent)
	}
}

// progress turns counted pages into a share of 0 to 100, told once each.
func (u *updating) progress(stage UpdateStage) func(done, total int64) {
	last := 0
	return func(done, total int64) {
		if percent := int(100 * done / max(total, 1)); percent > last {
			last = percent
			u.say(stage, percent)
		}
	}
}

func (u *updating) prove(ctx context.Context, path string) error {
	c, err := u.vault.OpenCopy(path)
	if err != nil {
		return store.FromVault("reopen copy", err)
	}
	damage, err := c.Check(ctx, u.progress(UpdateProves))
	if err == nil && len(damage) > 0 {
		err = &vault.Error{Kind: vault.Damaged, Page: damage[0].Page}
	}
	if err = store.FromVault("check copy", err); err == nil {
		err = store.ProveCopy(ctx, u.vault, c)
	}
	if closing := c.Close(); err == nil {
		err = store.FromVault("close copy", closing)
	}
	return err
}

// giveUp takes away the copy of an update that did not come to pass: the file is as it was, and trying again would lay a second
// copy beside the first. Where the file is not as it was, the copy stays.
func (u *updating) giveUp(ctx context.Context) error {
	if u.done.Copy == "" {
		return nil
	}
	var schema int
	err := u.vault.Reader().QueryRowContext(context.WithoutCancel(ctx), "PRAGMA user_version").Scan(&schema)
	if err != nil || schema != u.done.From {
		return store.FromVault("read schema version", err)
	}
	err = os.Remove(filepath.Join(filepath.Dir(u.path), u.done.Copy))
	u.done = Update{}
	return store.FromVault("remove copy", vault.FileError(err))
}

// dropOlder takes away the copies that updates before this one have left: the newest copy, proved just now, holds all that they hold.
// One that cannot be removed stays, and the next update tries again.
func (u *updating) dropOlder() {
	if u.done.From == 0 {
		return
	}
	folder := filepath.Dir(u.path)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, entry := range entries {
		mark, ours := strings.CutPrefix(entry.Name(), filepath.Base(u.path)+beforeUpdateMark)
		schema, _, _ := strings.Cut(mark, "-")
		if n, err := strconv.Atoi(schema); ours && err == nil && n < u.done.From {
			_ = os.Remove(filepath.Join(folder, entry.Name()))
		}
	}
}

// freeCopyName is "practice.satchel.before-update-7", or with a number behind it where an update was tried before and cut short.
func freeCopyName(path string, from int) (string, error) {
	first := fmt.Sprintf("%s%s%d", path, beforeUpdateMark, from)
	name := first
	for n := 2; n < 100; n++ {
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name, nil
		}
		name = fmt.Sprintf("%s-%d", first, n)
	}
	return "", store.Fail(store.Conflict, "error.vault.exists")
}
