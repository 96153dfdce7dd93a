package main

import (
	"database/sql"
	"strings"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/ext/fts5"
	_ "github.com/ncruces/go-sqlite3/vfs/adiantum"
	_ "github.com/ncruces/go-sqlite3/vfs/xts"

	"satchel/data/vault/benchtest"
)

// The driver registers itself as "sqlite3" unless it is told otherwise at link time, and so does SQLCipher's; see ./dev.
const ncrucesDriver = "ncruces"

func init() {
	sql.Register(ncrucesDriver, &driver.SQLite{})
	sqlite3.AutoExtension(fts5.Register)
}

// Keys of the right length, so that no password is stretched while the clock runs.
var (
	key32 = strings.Repeat("5a", 32)
	key64 = strings.Repeat("3c", 32) + key32 // XTS takes two keys, and they must differ
)

// ncruces are the encrypting file layers of github.com/ncruces/go-sqlite3. Neither authenticates: a changed page decrypts
// to something. Their wal-index is a memory-mapped file, in the clear, as in SQLite itself.
func ncruces() []benchtest.Side {
	side := func(name, vfs, key string) benchtest.Side {
		return benchtest.Side{Name: name, Open: func(folder string, _ int) (benchtest.Store, error) {
			dsn := "file:" + databaseIn(folder) + "?vfs=" + vfs + "&hexkey=" + key + "&_txlock=immediate"
			return benchtest.OpenPools(ncrucesDriver, dsn)
		}}
	}
	return []benchtest.Side{
		side("ncruces, Adiantum", "adiantum", key32),
		side("ncruces, AES-256-XTS", "xts", key64),
	}
}
