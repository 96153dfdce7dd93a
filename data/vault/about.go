package vault

// String names the suite as its specification does.
func (s Suite) String() string {
	switch s {
	case XAES256GCM:
		return "XAES-256-GCM"
	case XChaCha20Poly1305:
		return "XChaCha20-Poly1305"
	}
	return ""
}

// About returns what Probe tells of a file, from the header that this opening has authenticated.
func (v *Vault) About() Info {
	v.volume.headerMu.Lock()
	defer v.volume.headerMu.Unlock()
	return v.volume.header.header.info()
}
