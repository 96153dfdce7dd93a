// Package vault keeps the practice's record in one encrypted SQLite file.
//
// SQLite itself is modernc.org/sqlite, unchanged. The vault registers a VFS with it
// (see vfs.go) under which every page of the database and every frame of its
// write-ahead log is sealed by an AEAD before it reaches the disk, and refused when
// it comes back changed. Nothing else is ever written: temporary data stay in
// memory, the wal-index lives in the process, and any other kind of file is refused.
//
// FORMAT.md describes the file, byte by byte, ARCHIVE.md that of a backup; BENCH.md says what sealing costs
// and why a page has 4 KiB. Where to look:
//
//	create.go, vault.go     the life of a file: made, opened, closed
//	user.go, recovery.go    who can open it: key slots, passwords, the recovery key
//	kdf.go, slot.go         what a try at a password costs; the data key, wrapped
//	rekey*.go, derivation.go  a new data key: the whole file written anew, put in place
//	secret*.go, wipe.go, harden_*.go  where keys are kept, and that they go
//	header*.go, slot.go     the two header copies and what they hold
//	cipher.go, xaes.go      sealing; nonces
//	volume.go               what all connections to an open file share
//	database_file.go        pages on disk
//	wal_file.go             WAL frames on disk; wal_admit.go judges a WAL that is found
//	advisory.go, attempt.go the commit note and failed attempts, beside the header
//	vfs.go, vfs_file.go     the bridge to SQLite; shm.go and file_lock.go its locks
//	pool.go                 connections and their settings
//	check.go, backup.go     reading all of it: the checker, the encrypted copy
//	snapshot.go             one moment of a file in use, and which pages changed
//	archive*.go             backups: what changed, a map of the rest, the way back
//
// Damage is noticed wherever it lies: in a page, a header copy, or any frame of the log
// that was acknowledged, the last one included (advisory.go has the note that tells).
//
// What it does not promise: somebody who can replace the whole file by an older copy
// of itself is noticed only by what the callers remember elsewhere (Generation, the
// audit chain's head), and an old copy still opens with the passwords of its time.
// Rekey is the answer to such a copy: it opens nothing that is written afterwards.
//
// While a file is open its data key, the secret that Derive goes by and the header's MAC key
// lie outside of Go's heap, in memory that is locked and left out of dumps where the system
// allows it (SecretsLocked tells); the page and WAL keys are only in the ciphers' schedules.
// Close overwrites all of them, and what hashes, HKDF and the wrapping of slots leave behind
// is overwritten at once. memory_linux_test.go looks through the whole memory of a process for
// them. Out of reach are: the password and the recovery key, which are Go strings, and their
// copies in whatever asked for them; Argon2's working memory, from whose last blocks its output
// could be computed until the memory is reused; subkeys that were displaced from a cipher's
// cache; registers, and stacks that Go moved; keys that callers got from Derive, such as the
// audit's; and the record itself, which is in plaintext in SQLite's page caches and in what was
// read from them. HardenProcess therefore forbids core dumps and, on Linux, that other programs
// of the same user look in. Against who is root on the running computer nothing helps.
//
// A virtual machine restored from a snapshot while the practice was open may draw the
// same random bytes twice; every seal therefore draws four fresh bytes, which helps
// exactly as far as the operating system reseeds after the restore.
package vault
