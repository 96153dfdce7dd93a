package backup

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"satchel/data"
	"satchel/data/store"
	"satchel/data/vault"
)

// Extension ends the name of every backup.
const Extension = ".satchel-backup"

// Backup is one backup of a practice in a place, as its holder sees it with the key.
type Backup struct {
	Path     string
	Made     time.Time  // the moment that it shows, UTC
	Own      int64      // bytes of the file
	Total    int64      // bytes of the database that it restores
	Full     bool       // it needs no other file
	Parts    int        // other files that it needs
	Missing  int        // of those, how many are not in the folder: it can't be restored
	OlderKey bool       // sealed before the practice's key was changed: only the passwords of then open it; Made is that of its name
	Users    [][16]byte // whose password opens it, with the password of then
	Recovery bool       // the recovery key of then opens it, too
	Manifest Manifest
	Err      error // why it can't be opened; then Made is that of its name, and nothing else is known
}

// Whole reports whether everything that the backup needs is there, as far as one sees without reading all of it.
func (b Backup) Whole() bool { return b.Missing == 0 && !b.OlderKey && b.Err == nil }

// Manifest is what a backup says of itself, sealed inside it.
type Manifest struct {
	Made       time.Time        `json:"made"`       // the moment of the snapshot, UTC
	Thorough   time.Time        `json:"thorough"`   // the newest backup of this place, this one included, whose proof looked at every record
	Anchors    []store.Anchor   `json:"anchors"`    // the newest audit event of each device
	Rows       map[string]int64 `json:"rows"`       // of each table
	Schema     int              `json:"schema"`     // the number of the last migration
	Generation uint64           `json:"generation"` // of the practice's file
}

// List returns the backups of the practice in a folder, newest first. Files of other practices are left out, and those
// that the rule has given up and that are only there because newer ones need some of their pages.
//
// Errors: NotFound with "error.backup.folder_missing"; the vault's.
func List(ctx context.Context, p *data.Practice, folder string) ([]Backup, error) {
	found, err := readPlace(ctx, p, folder)
	if err != nil {
		return nil, err
	}
	used := map[string]bool{} // kept for its pages alone
	for _, e := range found.expired(p.Now(), memoryOf(p).zoneOf(), false) {
		used[e.path] = found.missing(e) > 0
	}
	var list []Backup
	for _, e := range found.entries {
		if !used[e.path] {
			list = append(list, e.backup(found))
		}
	}
	return list, nil
}

// place is what lies in a folder of one practice, newest first.
type place struct{ entries []entry }

type entry struct {
	path     string
	info     vault.ArchiveInfo
	manifest Manifest
	olderKey bool
	err      error
}

func (e entry) usable() bool { return e.err == nil && !e.olderKey }

// readPlace looks at every backup of the practice in a folder: its header, its map and its manifest.
func readPlace(ctx context.Context, p *data.Practice, folder string) (place, error) {
	paths, err := archivesIn(folder)
	if err != nil {
		return place{}, err
	}
	uuid := p.Vault().UUID()
	var found place
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return place{}, err
		}
		info, err := vault.ProbeArchive(path, p.Env().Vault.FS)
		if err == nil && info.UUID != uuid || vault.KindOf(err) == vault.Foreign {
			continue
		}
		e := entry{path: path, info: info, manifest: Manifest{Made: instantOf(path)}, err: err}
		if err == nil {
			e.read(p)
		}
		found.entries = append(found.entries, e)
	}
	slices.SortStableFunc(found.entries, func(a, b entry) int { return b.manifest.Made.Compare(a.manifest.Made) })
	return found, nil
}

// read opens the archive for what it says of itself.
func (e *entry) read(p *data.Practice) {
	archive, err := p.Vault().OpenArchive(e.path)
	if err != nil {
		if e.olderKey = vault.KindOf(err) == vault.WrongKey; !e.olderKey {
			e.err = store.FromVault("open backup", err)
		}
		return
	}
	defer archive.Close()
	manifest, err := manifestOf(archive)
	if err != nil {
		e.err = store.FromVault("read manifest", err)
		return
	}
	e.info, e.manifest = archive.Info(), manifest
}

func manifestOf(a *vault.Archive) (m Manifest, err error) {
	text, err := a.Manifest()
	if err != nil {
		return m, err
	}
	err = json.Unmarshal(text, &m)
	return m, err
}

func (e entry) backup(in place) Backup {
	b := Backup{Path: e.path, Made: e.manifest.Made, Own: e.info.Size, OlderKey: e.olderKey, Users: e.info.Users, Recovery: e.info.Recovery, Err: e.err}
	if e.usable() {
		b.Manifest, b.Parts, b.Missing = e.manifest, len(e.info.Parts), in.missing(e)
		b.Full = b.Parts == 0
		b.Total = e.info.Pages * int64(e.info.PageSize)
	}
	return b
}

// missing counts the parts that an entry needs and that are not there.
func (p place) missing(e entry) (n int) {
	for _, part := range e.info.Parts {
		if !slices.ContainsFunc(p.entries, func(o entry) bool { return o.usable() && o.info.FileID == part }) {
			n++
		}
	}
	return n
}

// open opens an entry with all that it needs.
func (p place) open(practice *data.Practice, e entry) (*vault.Chain, error) {
	archive, err := practice.Vault().OpenArchive(e.path)
	if err != nil {
		return nil, err
	}
	chain, err := archive.Chain(p.paths())
	if err != nil {
		archive.Close()
		return nil, err
	}
	return chain, nil
}

func (p place) paths() []string {
	list := make([]string, len(p.entries))
	for i, e := range p.entries {
		list[i] = e.path
	}
	return list
}

// anchorsBefore returns the heads of the newest usable backup that is older than an instant.
func (p place) anchorsBefore(at time.Time) []store.Anchor {
	for _, e := range p.entries {
		if e.usable() && !e.manifest.Made.After(at) {
			return e.manifest.Anchors
		}
	}
	return nil
}

func (p *place) forget(e entry) {
	p.entries = slices.DeleteFunc(p.entries, func(o entry) bool { return o.path == e.path })
}

// archivesIn returns the files of a folder that are named like backups.
func archivesIn(folder string) ([]string, error) {
	files, err := os.ReadDir(folder)
	if err != nil {
		if !isFolder(folder) {
			return nil, store.Fail(store.NotFound, "error.backup.folder_missing")
		}
		return nil, store.FromVault("read folder", vault.FileError(err))
	}
	var paths []string
	for _, f := range files {
		if strings.HasSuffix(f.Name(), Extension) && f.Type().IsRegular() {
			paths = append(paths, filepath.Join(folder, f.Name()))
		}
	}
	return paths, nil
}

// instantOf reads the instant in a backup's name; zero where it has none.
func instantOf(path string) time.Time {
	name, _ := strings.CutPrefix(filepath.Base(path), "satchel-")
	if len(name) < len(nameFormat) {
		return time.Time{}
	}
	at, err := time.Parse(nameFormat, name[:len(nameFormat)])
	if err != nil {
		return time.Time{}
	}
	return at
}

// escaped protects a path from being read as a pattern by filepath.Glob.
func escaped(path string) string {
	if os.PathSeparator == '\\' {
		return path // Glob knows no escape there; only [ and ] could mislead it, and then it finds nothing
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}
