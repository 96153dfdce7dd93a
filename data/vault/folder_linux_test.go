package vault

import "testing"

func TestMountTypes(t *testing.T) {
	if got := mountType("/proc/self/fd"); got != "proc" {
		t.Errorf("/proc is of type %q", got)
	}
	for fstype, remote := range map[string]bool{
		"fuse.sshfs": true, "fuse.rclone": true, "fuse.gvfsd-fuse": true, "fuse.davfs2": true,
		"fuseblk": false, "fuse.exfat": false, "fuse": false, "": false,
	} {
		if isRemoteFUSE(fstype) != remote {
			t.Errorf("%s: remote %v", fstype, !remote)
		}
	}
	if isNetworkFolder("/proc") || isNetworkFolder(t.TempDir()) || isNetworkFolder("/no/such/folder") {
		t.Error("a local folder is taken for a network's")
	}
}
