// Package vault keeps the practice's record in one encrypted SQLite file.
//
// SQLite itself is modernc.org/sqlite, unchanged. The vault registers a VFS with it
// (see vfs.go) under which every page of the database and every frame of its
// write-ahead log is sealed by an AEAD before it reaches the disk, and refused when
// it comes back changed. Nothing else is ever written: temporary data stay in
// memory, the wal-index lives in the process, and any other kind of file is refused.
//
// FORMAT.md describes the file, byte by byte; BENCH.md says what sealing costs and why a
// page has 4 KiB. Where to look:
//
//	create.go, vault.go     the life of a file: made, opened, closed
//	user.go, recovery.go    who can open it: key slots, passwords, the recovery key
//	header*.go, slot.go     the two header copies and what they hold
//	cipher.go, xaes.go      sealing; nonces
//	volume.go               what all connections to an open file share
//	database_file.go        pages on disk
//	wal_file.go             WAL frames on disk; wal_admit.go judges a WAL that is found
//	vfs.go, vfs_file.go     the bridge to SQLite; shm.go and file_lock.go its locks
//	pool.go                 connections and their settings
//	check.go, backup.go     reading all of it: the checker, the encrypted copy
//
// What it does not promise: somebody who can replace the whole file by an older copy
// of itself is noticed only by what the callers remember elsewhere (Generation, the
// audit chain's head), and an old copy still opens with the passwords of its time.
// A virtual machine restored from a snapshot while the practice was open may draw the
// same random bytes twice; every seal therefore draws four fresh bytes, which helps
// exactly as far as the operating system reseeds after the restore.
package vault
