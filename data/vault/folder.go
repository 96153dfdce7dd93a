package vault

import (
	"os"
	"path/filepath"
	"strings"
)

// Folders that synchronising programs keep, by the beginning of their name.
var syncedNames = []string{
	"dropbox", "onedrive", "google drive", "googledrive", "my drive", "icloud drive", "iclouddrive",
	"mobile documents", "cloudstorage", "nextcloud", "owncloud", "syncthing", "pcloud drive", "pclouddrive",
	"box sync", "mega", "megasync", "seafile", "tresorit",
}

// Files and folders that such programs leave in the folder they synchronise.
var syncedMarkers = []string{
	".stfolder", ".dropbox", ".dropbox.cache", ".owncloudsync.log", ".nextcloudsync.log", ".tmp.drivedownload", ".seafile-data",
}

// CheckFolder returns nil where a live file is safe, and otherwise a NetworkFolder or
// SyncedFolder error: a network drive promises neither locks nor the order of writes,
// and a synchronising program copies the file while it changes, or puts an old one in
// its place. Both are good places for a backup.
func CheckFolder(folder string) error {
	if isNetworkFolder(folder) {
		return fail(NetworkFolder, nil)
	}
	if isSyncedFolder(folder) {
		return fail(SyncedFolder, nil)
	}
	return nil
}

func isSyncedFolder(folder string) bool {
	for dir := folder; ; dir = filepath.Dir(dir) {
		name := strings.ToLower(filepath.Base(dir))
		for _, known := range syncedNames {
			// "OneDrive - Practice" and "Dropbox (Personal)", but not "megaphone".
			if rest, ok := strings.CutPrefix(name, known); ok && (rest == "" || strings.ContainsAny(rest[:1], " -_(")) {
				return true
			}
		}
		for _, marker := range syncedMarkers {
			if _, err := os.Lstat(filepath.Join(dir, marker)); err == nil {
				return true
			}
		}
		if parent := filepath.Dir(dir); parent == dir {
			return false
		}
	}
}
