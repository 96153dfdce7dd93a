package backup

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"satchel/data"
	"satchel/data/store"
	"satchel/data/vault"
)

// RestoreRequest asks for a practice file from a backup.
type RestoreRequest struct {
	Path string    // the backup; the files that it needs lie in the same folder
	Key  vault.Key // a user's name and password, or the recovery key, as they were when the backup was made
	To   string    // the new file; nothing may be there
}

// Restored is a practice file that was restored, verified and closed.
type Restored struct {
	Path     string
	Made     time.Time // the moment that it shows, UTC
	Practice [16]byte
	Verified data.Verified
}

// restoring ends the name of a file that is being restored.
const restoring = ".restoring"

// Restore writes the practice as it was when a backup was made, into a new file, and verifies all of it. It ends with a whole file
// at To, or with nothing there. A backup of an older version is brought up to date by that; the backup itself stays as it is.
//
// Errors, as store.Error with the vault's kinds as keys: wrong_key, recovery_typo, missing_part (a file that this backup needs is
// gone), damaged_part (Args name the file and the page), exists, disk_full, read_only, network_folder, synced_folder;
// error.backup.not_proved where what was restored does not verify.
func Restore(ctx context.Context, r RestoreRequest, env data.Env, progress func(Step)) (Restored, error) {
	if progress == nil {
		progress = func(Step) {}
	}
	to, err := filepath.Abs(r.To)
	if err != nil {
		return Restored{}, store.FromVault("find folder", vault.FileError(err))
	}
	if err := nothingAt(to); err != nil {
		return Restored{}, err
	}
	chain, m, err := openBackup(r.Path, r.Key, env.Vault)
	if err != nil {
		return Restored{}, err
	}
	defer chain.Close()
	files := env.Vault.FS
	if files == nil {
		files = vault.Disk()
	}
	temporary := to + restoring
	if err := removeCopy(files, temporary); err != nil { // of a restore that was cut off
		return Restored{}, err
	}
	found, err := check(ctx, temporary, chain, proving{Manifest: m}, env, progress)
	if err == nil {
		err = giveName(files, temporary, to)
	}
	if err != nil {
		return Restored{Verified: found}, errors.Join(err, removeCopy(files, temporary))
	}
	return Restored{Path: to, Made: m.Made, Practice: chain.Head().Info().UUID, Verified: found}, nil
}

// openBackup opens a backup and all that it needs, with the key of a person.
func openBackup(path string, key vault.Key, o vault.Options) (*vault.Chain, Manifest, error) {
	archive, err := vault.OpenArchive(path, key, o)
	if err != nil {
		return nil, Manifest{}, store.FromVault("open backup", err)
	}
	m, err := manifestOf(archive)
	if err == nil {
		var beside []string
		if beside, err = archivesIn(filepath.Dir(path)); err == nil {
			var chain *vault.Chain
			if chain, err = archive.Chain(beside); err == nil {
				return chain, m, nil
			}
		}
	}
	archive.Close()
	return nil, m, store.FromVault("open backup", err)
}

// nothingAt refuses a path where a file lies, or the companion of one.
func nothingAt(path string) error {
	for _, name := range []string{path, path + "-wal"} {
		if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
			return store.FromVault("look at target", &vault.Error{Kind: vault.Exists})
		}
	}
	return nil
}

// giveName gives the restored file its name, if nothing has got it meanwhile.
func giveName(files vault.FileSystem, from, to string) error {
	if err := nothingAt(to); err != nil {
		return err
	}
	if err := files.Rename(from, to); err != nil {
		return store.FromVault("name restored", vault.FileError(err))
	}
	return store.FromVault("name restored", vault.FileError(files.SyncDir(filepath.Dir(to))))
}
