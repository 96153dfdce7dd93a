package vault

import "testing"

// BenchmarkCommitNote is what each commit pays for its note: no disk is waited for.
func BenchmarkCommitNote(b *testing.B) {
	v, _ := newVault(b, Options{})
	fillRows(b, v, 1)
	b.ReportAllocs()
	for b.Loop() {
		v.volume.noteCommit(1)
	}
}
