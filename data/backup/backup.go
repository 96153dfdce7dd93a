// Package backup makes copies of the practice that are proved by restoring them, keeps them by a rule, and brings them back.
//
// A place is a folder: on this computer, on a disk that may be away, on the network. A backup is one file in it, an archive of
// data/vault, and no file is ever changed: a new one is written beside the others, proved, and only then given its name. It holds the
// pages that changed since the newest one in the same place, and says in which of the others the rest lie.
package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"satchel/data"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/vault"
)

// ThoroughEvery is how often, at least, the proof of a backup looks at every record and every paper in it.
const ThoroughEvery = 7 * 24 * time.Hour

// Step says how far a backup is, for a progress bar.
type Step struct {
	Proving bool // the copy is written; now it is restored and checked
	Percent int  // of the step; -1 where it is not known
}

// Make backs the practice up into folder while it stays in use, restores what it wrote into a temporary encrypted file, checks that, and
// only then gives the backup its name. What the rule doesn't keep any more is removed after that. A backup that fails leaves the
// older ones as they are. Both outcomes are audited.
//
// Errors are the vault's (a full, absent or read-only disk), NotFound with "error.backup.folder_missing", and Corrupt with
// "error.backup.not_proved".
func Make(ctx context.Context, p *data.Practice, actor store.Actor, folder string, progress func(Step)) (Backup, error) {
	if p.Store().ReadOnly() {
		return Backup{}, store.Fail(store.Forbidden, "error.store.look_only")
	}
	if progress == nil {
		progress = func(Step) {}
	}
	known := memoryOf(p)
	known.making.Lock()
	defer known.making.Unlock()
	m := maker{ctx: ctx, practice: p, actor: actor, folder: folder, progress: progress}
	m.prove = func(chain *vault.Chain, as proving) error {
		_, err := prove(ctx, p, chain, as, progress)
		return err
	}
	made, err := m.make()
	outcome := "success"
	if err != nil {
		outcome = "failure"
	}
	if recorded := p.Record(ctx, actor, action.MakeBackup, outcome); err == nil {
		err = recorded
	}
	known.ended(p, folder, made, err)
	return made, err
}

// maker makes one backup.
type maker struct {
	ctx      context.Context
	practice *data.Practice
	actor    store.Actor
	folder   string
	progress func(Step)
	zone     *time.Location
	began    time.Time
	place    place
	// prove checks what was restored. Tests of what is kept over years put nothing in its place.
	prove func(chain *vault.Chain, as proving) error
}

func (m *maker) make() (Backup, error) {
	if !isFolder(m.folder) {
		return Backup{}, store.Fail(store.NotFound, "error.backup.folder_missing")
	}
	settings, err := settingsOf(m.ctx, m.practice, m.actor)
	if err != nil {
		return Backup{}, err
	}
	if m.zone, err = value.LoadZone(settings.Zone); err != nil {
		return Backup{}, &store.Error{Code: store.Internal, Key: "error.store.internal", Err: err}
	}
	memoryOf(m.practice).setZone(m.zone)
	m.began = m.practice.Now()
	if err := errors.Join(removeUnfinished(m.practice, m.folder), removeProvings(m.practice)); err != nil {
		return Backup{}, err
	}
	if m.place, err = readPlace(m.ctx, m.practice, m.folder); err != nil {
		return Backup{}, err
	}
	base := m.base()
	made, err := m.write(base)
	if base != nil && (vault.KindOf(err) == vault.DamagedPart || vault.KindOf(err) == vault.MissingPart) {
		// Something that was to be built upon is damaged: a whole backup needs none of it.
		made, err = m.write(nil)
	}
	if err != nil {
		return Backup{}, err
	}
	m.place.entries = append([]entry{made}, m.place.entries...)
	m.clean()
	return made.backup(m.place), nil
}

// base opens the newest backup of the place that is whole; nil where there is none to build upon.
func (m *maker) base() *vault.Chain {
	for _, e := range m.place.entries {
		if !e.usable() || e.manifest.Made.After(m.began) {
			continue
		}
		chain, err := m.place.open(m.practice, e)
		if err != nil {
			return nil // a part is missing or damaged; the next backup is a whole one
		}
		return chain
	}
	return nil
}

// write makes a backup upon base, which it closes, and proves it.
func (m *maker) write(base *vault.Chain) (entry, error) {
	if base != nil {
		defer base.Close()
	}
	path := freeName(m.folder, m.began)
	seen := m.practice.Store().Anchors()
	unfinished := path + unfinishedMark(m.practice)
	manifest, thorough, err := m.copy(base, unfinished)
	if err != nil {
		return entry{}, store.FromVault("write backup", err)
	}
	against := proving{Manifest: manifest, seen: seen}
	if !thorough {
		against.since = m.place.anchorsBefore(m.began)
	}
	made, err := m.proved(unfinished, against)
	files := filesOf(m.practice)
	if err == nil {
		err = store.FromVault("name backup", vault.FileError(files.Rename(unfinished, path)))
	}
	if err != nil {
		return entry{}, errors.Join(err, removeFile(files, unfinished))
	}
	made.path = path
	return made, store.FromVault("name backup", vault.FileError(files.SyncDir(m.folder)))
}

// copy writes the archive of this moment.
func (m *maker) copy(base *vault.Chain, path string) (manifest Manifest, thorough bool, err error) {
	snapshot, err := m.practice.Vault().Snapshot(m.ctx)
	if err != nil {
		return manifest, false, err
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	if manifest, err = describe(m.ctx, m.practice, snapshot.Tx()); err != nil {
		return manifest, false, err
	}
	manifest.Made = m.began
	plan := vault.ArchivePlan{Base: base}
	thorough = true
	if base != nil {
		plan.Move = m.place.moves(base, m.began, m.zone)
		if last, err := manifestOf(base.Head()); err == nil && last.Schema == manifest.Schema && !last.Thorough.After(m.began) &&
			m.began.Sub(last.Thorough) < ThoroughEvery {
			manifest.Thorough, thorough = last.Thorough, false
		}
	}
	if thorough {
		manifest.Thorough = m.began
	}
	if plan.Manifest, err = json.Marshal(manifest); err != nil {
		return manifest, false, fmt.Errorf("encode manifest: %w", err)
	}
	_, err = snapshot.WriteArchive(m.ctx, path, plan, func(done, total int64) { m.progress(Step{Percent: int(done * 100 / total)}) })
	return manifest, thorough, err
}

// proved restores the archive and checks what came of it.
func (m *maker) proved(path string, as proving) (entry, error) {
	archive, err := m.practice.Vault().OpenArchive(path)
	if err != nil {
		return entry{}, store.FromVault("reopen backup", err)
	}
	made := entry{path: path, info: archive.Info(), manifest: as.Manifest}
	chain, err := archive.Chain(m.place.paths())
	if err != nil {
		archive.Close()
		return entry{}, store.FromVault("gather backup", err)
	}
	defer chain.Close()
	return made, m.prove(chain, as)
}

// clean removes what the rule doesn't keep. What can't be removed now is removed after the next backup.
func (m *maker) clean() {
	files := filesOf(m.practice)
	for _, e := range m.place.superfluous(m.began, m.zone) {
		if removeFile(files, e.path) == nil {
			m.place.forget(e)
		}
	}
	_ = files.SyncDir(m.folder) // what comes back after a power cut is removed after the next backup
}

// settingsOf reads the practice's settings, also while the screen is locked.
func settingsOf(ctx context.Context, p *data.Practice, actor store.Actor) (settings organization.Practice, err error) {
	err = p.View(ctx, actor, action.MakeBackup, func(tx *store.Tx) error {
		settings, err = organization.Current(tx)
		return err
	})
	return settings, err
}

func filesOf(p *data.Practice) vault.FileSystem {
	if files := p.Env().Vault.FS; files != nil {
		return files
	}
	return vault.Disk()
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// freeName names a backup after its instant, "satchel-20261123-140203Z": nothing of the practice or a person.
func freeName(folder string, at time.Time) string {
	base := filepath.Join(folder, "satchel-"+at.UTC().Format(nameFormat))
	path := base + Extension
	for n := 2; ; n++ {
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path
		}
		path = fmt.Sprintf("%s-%d%s", base, n, Extension)
	}
}

const nameFormat = "20060102-150405Z"

// unfinishedMark ends the name of a backup that is being written. It says of which practice, since others may use the same folder.
func unfinishedMark(p *data.Practice) string {
	uuid := p.Vault().UUID()
	return fmt.Sprintf(".%x.partial", uuid[:4])
}

// removeUnfinished removes what an earlier run of this practice had begun and not finished.
func removeUnfinished(p *data.Practice, folder string) error {
	names, err := filepath.Glob(filepath.Join(escaped(folder), "satchel-*"+Extension+unfinishedMark(p)))
	for _, name := range names {
		err = errors.Join(err, removeFile(filesOf(p), name))
	}
	return err
}

func removeFile(files vault.FileSystem, path string) error {
	if err := files.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return store.FromVault("remove file", vault.FileError(err))
	}
	return nil
}
