package vault

import (
	"strings"

	"golang.org/x/sys/unix"
)

func isNetworkFolder(folder string) bool {
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		return false // the folder is missing or closed: opening will say so
	}
	name := unix.ByteSliceToString(stat.Fstypename[:])
	switch name {
	case "nfs", "smbfs", "afpfs", "webdav", "ftp", "cifs":
		return true
	}
	return stat.Flags&unix.MNT_LOCAL == 0 || strings.Contains(name, "sshfs")
}
