package vault

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// Magic numbers of statfs(2) that x/sys does not have.
const (
	magicCIFS = 0xff534d42
	magicSMB2 = 0xfe534d42
	magicCeph = 0x00c36400
	magicNCP  = 0x0000564c
)

func isNetworkFolder(folder string) bool {
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		return false // the folder is missing or closed: opening will say so
	}
	switch uint32(stat.Type) {
	case unix.NFS_SUPER_MAGIC, unix.SMB_SUPER_MAGIC, magicCIFS, magicSMB2, magicCeph, magicNCP,
		unix.AFS_SUPER_MAGIC, unix.CODA_SUPER_MAGIC, unix.V9FS_MAGIC:
		return true
	case unix.FUSE_SUPER_MAGIC:
		return isRemoteFUSE(mountType(folder))
	}
	return false
}

// isRemoteFUSE knows FUSE's remote file systems by name; a stick with exFAT or NTFS is
// FUSE too, and local.
func isRemoteFUSE(fstype string) bool {
	for _, remote := range []string{"sshfs", "rclone", "gvfsd-fuse", "davfs", "s3fs", "gcsfuse", "curlftpfs", "smbnetfs", "glusterfs", "onedriver", "google-drive-ocamlfuse"} {
		if strings.Contains(fstype, remote) {
			return true
		}
	}
	return false
}

// mountType returns the file system type of the mount that folder is on, from
// /proc/self/mountinfo (proc(5)), "" if it cannot be told.
func mountType(folder string) string {
	f, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return ""
	}
	defer f.Close()
	best, fstype := -1, ""
	for lines := bufio.NewScanner(f); lines.Scan(); {
		mount, rest, ok := strings.Cut(lines.Text(), " - ")
		fields := strings.Fields(mount)
		if !ok || len(fields) < 5 {
			continue
		}
		point := strings.ReplaceAll(fields[4], `\040`, " ")
		relative, err := filepath.Rel(point, folder)
		if err != nil || relative == ".." || strings.HasPrefix(relative, "../") || len(point) <= best {
			continue
		}
		if types := strings.Fields(rest); len(types) > 0 {
			best, fstype = len(point), types[0]
		}
	}
	return fstype
}
