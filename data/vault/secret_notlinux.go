//go:build unix && !linux

package vault

// excludeFromDumps has no call for it here; HardenProcess forbids dumps as a whole.
func excludeFromDumps([]byte) {}
