//go:build !cgo || !libsqlite3

package main

import "satchel/data/vault/benchtest"

// peers are the competitors that need no C.
func peers() []benchtest.Side { return ncruces() }
