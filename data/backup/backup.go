// Package backup makes copies of the practice that are proved by restoring them.
package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"satchel/data"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// ManifestExtension ends the name of the note beside a backup.
const (
	ManifestExtension = ".json"
	partial           = ".partial"
)

// note is the note beside a backup: what it holds, as it was proved. It names no patient and no user.
type note struct {
	Made    time.Time      `json:"made"`    // when the copy was begun, UTC
	Proved  time.Time      `json:"proved"`  // when it had been reopened and checked, UTC
	Bytes   int64          `json:"bytes"`   // of the file
	Pages   int64          `json:"pages"`   // authenticated
	Events  int64          `json:"events"`  // of the audit chain, recomputed
	Records int64          `json:"records"` // held against the chain
	Anchors []store.Anchor `json:"anchors"` // the newest event of each device
}

// Result is a backup that was made and proved.
type result struct {
	Path     string
	Manifest note
}

// Step says how far a backup is, for a progress bar.
type Step struct {
	Proving bool // the copy is written; now it is reopened and checked
	Percent int  // of the step; -1 where it is not known
}

// Make copies the practice into folder while it stays in use, reopens the copy, checks every page, SQLite's structure, the audit
// chain and every record in it, and only then gives it its name. A backup that fails leaves older ones alone. Both outcomes are
// audited.
//
// Errors are the vault's (a full, absent or read-only disk) and Corrupt with "error.backup.not_proved".
func Make(ctx context.Context, p *data.Practice, actor store.Actor, folder string, progress func(Step)) (Backup, error) {
	if progress == nil {
		progress = func(Step) {}
	}
	made, err := makeProved(ctx, p, actor, folder, progress)
	outcome := "success"
	if err != nil {
		outcome = "failure"
	}
	if recorded := p.Record(ctx, actor, action.MakeBackup, outcome); err == nil {
		err = recorded
	}
	return Backup{Path: made.Path, Made: made.Manifest.Made}, err
}

func makeProved(ctx context.Context, p *data.Practice, actor store.Actor, folder string, progress func(Step)) (result, error) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return result{}, store.Fail(store.NotFound, "error.backup.folder_missing")
	}
	began := p.Now()
	path := freeName(folder, began)
	temporary := path + partial
	anchors := p.Store().Anchors()
	err := p.Vault().BackupTo(ctx, temporary, func(done, total int64) {
		if total > 0 {
			progress(Step{Percent: int(done * 100 / total)})
		}
	})
	if err != nil {
		return result{}, store.FromVault("copy practice", err)
	}
	manifest, err := prove(ctx, p, actor, temporary, anchors, progress)
	if err == nil {
		manifest.Made, manifest.Proved = began, p.Now()
		err = keep(temporary, path, manifest)
	}
	if err != nil {
		return result{}, errors.Join(err, remove(temporary))
	}
	return result{Path: path, Manifest: manifest}, nil
}

// prove opens the copy as if it were all there is.
func prove(ctx context.Context, p *data.Practice, actor store.Actor, path string, anchors []store.Anchor, progress func(Step)) (m note, err error) {
	progress(Step{Proving: true, Percent: -1})
	v, err := p.Vault().OpenCopy(path)
	if err != nil {
		return m, store.FromVault("reopen backup", err)
	}
	defer func() {
		if closing := v.Close(); err == nil {
			err = store.FromVault("close backup", closing)
		}
	}()
	found, s, err := data.VerifyVault(ctx, v, p, actor, anchors, func(part string, percent int) {
		if percent >= 0 {
			progress(Step{Proving: true, Percent: percent})
		}
	})
	if err != nil {
		return m, err
	}
	if !found.OK() {
		return m, store.Fail(store.Corrupt, "error.backup.not_proved")
	}
	for _, part := range found.Parts {
		switch part.Name {
		case "pages":
			m.Pages = part.Counted
		case "audit":
			m.Events = part.Counted
		case "records":
			m.Records = part.Counted
		}
	}
	m.Anchors = s.Anchors()
	info, err := os.Stat(path)
	if err != nil {
		return m, store.FromVault("look at backup", err)
	}
	m.Bytes = info.Size()
	return m, nil
}

// keep gives the proved copy its name, with its note beside it.
func keep(temporary, path string, m note) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("encode manifest: %w", err)
	}
	if err := os.WriteFile(path+ManifestExtension, append(text, '\n'), 0o600); err != nil {
		return store.FromVault("write manifest", vault.FileError(err))
	}
	if err := os.Rename(temporary, path); err != nil {
		return errors.Join(store.FromVault("name backup", vault.FileError(err)), remove(path+ManifestExtension))
	}
	return nil
}

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove unfinished backup: %w", err)
	}
	return nil
}

// freeName names a backup after its instant, "satchel-20261123-140203Z": nothing of the practice or a person.
func freeName(folder string, at time.Time) string {
	base := filepath.Join(folder, "satchel-"+at.UTC().Format("20060102-150405")+"Z")
	path := base + Extension
	for n := 2; ; n++ {
		_, err := os.Lstat(path)
		_, unfinished := os.Lstat(path + partial)
		if errors.Is(err, os.ErrNotExist) && errors.Is(unfinished, os.ErrNotExist) {
			return path
		}
		path = fmt.Sprintf("%s-%d%s", base, n, Extension)
	}
}

// Last returns when the newest backup in a folder was made, as far as anyone can tell without a key: by the files' names.
func Last(folder string) (time.Time, bool) {
	newest, found := last(folder)
	return newest.Manifest.Proved, found
}

// last returns the newest proved backup in folder; false where there is none. It trusts a backup's note only where the file beside
// it still has the size that was proved.
func last(folder string) (result, bool) {
	names, err := filepath.Glob(filepath.Join(folder, "satchel-*"+Extension+ManifestExtension))
	if err != nil {
		return result{}, false
	}
	var newest result
	for _, name := range names {
		m, err := readManifest(name)
		if err != nil {
			continue
		}
		path := strings.TrimSuffix(name, ManifestExtension)
		info, err := os.Stat(path)
		if err == nil && info.Size() == m.Bytes && m.Proved.After(newest.Manifest.Proved) {
			newest = result{Path: path, Manifest: m}
		}
	}
	return newest, newest.Path != ""
}

// maxManifest bounds a note, in bytes.
const maxManifest = 64 << 10

func readManifest(path string) (m note, err error) {
	info, err := os.Stat(path)
	if err != nil || info.Size() > maxManifest {
		return m, fmt.Errorf("read manifest: too large or gone: %w", err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return m, fmt.Errorf("read manifest: %w", err)
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("read manifest: %w", err)
	}
	return m, nil
}
