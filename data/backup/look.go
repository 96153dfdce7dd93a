package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"satchel/data"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// Looked is a backup that was opened to look into: everything can be read in Practice as Actor, and nothing be changed.
type Looked struct {
	Practice *data.Practice
	Actor    store.Actor
	Made     time.Time // the moment that it shows, UTC
	folder   string
}

// Live is the practice that a person has open while looking into a backup of it: the look is recorded there.
type Live struct {
	Practice *data.Practice
	Actor    store.Actor
}

// The private folder of a look, and the file in it.
const (
	lookFolder = "satchel-look-"
	lookFile   = "looked.satchel"
)

// Look restores a backup into a private encrypted file, which Close removes, and opens it for reading. Charts that are opened in it are
// audited in the copy, and go with it; live, which may be nil, is told that there was a look. Errors as Restore's.
func Look(ctx context.Context, path string, key vault.Key, live *Live, env data.Env, progress func(Step)) (*Looked, error) {
	if progress == nil {
		progress = func(Step) {}
	}
	env.Vault.AnyFolder = true
	chain, m, err := openBackup(path, key, env.Vault)
	if err != nil {
		return nil, err
	}
	defer chain.Close()
	if live != nil && live.Practice.Vault().UUID() == chain.Head().Info().UUID {
		if err := live.Practice.Record(ctx, live.Actor, action.LookIntoBackup, "success"); err != nil {
			return nil, err
		}
	}
	removeLooks()
	folder, err := os.MkdirTemp("", lookFolder)
	if err != nil {
		return nil, store.FromVault("make private folder", vault.FileError(err))
	}
	l := &Looked{Made: m.Made, folder: folder}
	file := filepath.Join(folder, lookFile)
	err = chain.RestoreTo(ctx, file, func(done, total int64) { progress(Step{Percent: int(done * 100 / total)}) })
	if err = store.FromVault("restore backup", err); err == nil {
		l.Practice, l.Actor, err = data.OpenToLook(ctx, file, key, env)
	}
	if err != nil {
		return nil, errors.Join(err, vault.FileError(os.RemoveAll(folder)))
	}
	return l, nil
}

// Close signs out and removes what was restored.
func (l *Looked) Close() error {
	err := l.Practice.Close()
	if removing := os.RemoveAll(l.folder); removing != nil {
		err = errors.Join(err, store.FromVault("remove look", vault.FileError(removing)))
	}
	return err
}

// removeLooks removes what a look left that was cut off: nobody holds its file. What can't be removed is encrypted, and waits for the
// next look.
func removeLooks() {
	folders, _ := filepath.Glob(filepath.Join(escaped(os.TempDir()), lookFolder+"*"))
	for _, folder := range folders {
		file, err := vault.Disk().OpenFile(filepath.Join(folder, lookFile), os.O_RDWR, 0)
		if err != nil {
			continue
		}
		free := file.Lock() == nil
		if file.Close(); free {
			_ = os.RemoveAll(folder)
		}
	}
}
