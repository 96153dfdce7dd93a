//go:build unix && !linux && !darwin

package vault

// isNetworkFolder cannot tell on this system.
func isNetworkFolder(string) bool { return false }
