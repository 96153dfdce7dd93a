// Package benchtest is the race of the vault against plain SQLite and against other encrypted ones: the same work on the
// same data with the same settings, side after side within each round. The vault's own benchmarks use it, and the module
// data/vault/peers, which brings the competitors. It serves tests only.
package benchtest
