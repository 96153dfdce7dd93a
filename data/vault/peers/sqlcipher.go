//go:build cgo && libsqlite3

package main

/*
#include <stdio.h>
#include <sqlite3.h>

static char statements[200];

static int prepare(sqlite3 *db, char **error, const void *unused) {
	return sqlite3_exec(db, statements, 0, 0, 0);
}

// set_key lets each connection that is opened from now on begin with a raw key, so that no password is stretched while
// the clock runs, and with a page size in bytes. The driver sends statements of its own before it hands a connection out,
// and SQLCipher wants the key before any other.
static int set_key(const char *hex, int page_size) {
	snprintf(statements, sizeof statements, "PRAGMA key = \"x'%s'\"; PRAGMA cipher_page_size = %d", hex, page_size);
	return sqlite3_auto_extension((void (*)(void))prepare);
}
*/
import "C"

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"

	sqlite3 "github.com/mattn/go-sqlite3"

	"satchel/data/vault/benchtest"
)

const sqlcipherDriver = "sqlcipher"

// salt16 is what the key of the MACs is derived with. It lies at the start of the file; where it is not given, two
// connections to a file that is still empty draw two.
var salt16 = strings.Repeat("69", 16)

func init() { sql.Register(sqlcipherDriver, &sqlite3.SQLiteDriver{}) }

// peers are all competitors. With the tag libsqlite3, mattn/go-sqlite3 is linked with whatever library is named sqlite3,
// and ./dev lets that be SQLCipher. Its times include what a call from Go to C costs, as any Go program would pay it.
func peers() []benchtest.Side {
	return append(ncruces(), benchtest.Side{Name: "SQLCipher", Open: openSQLCipher})
}

func openSQLCipher(folder string, pageSize int) (benchtest.Store, error) {
	if C.set_key(C.CString(key32+salt16), C.int(pageSize)) != C.SQLITE_OK {
		return benchtest.Store{}, errors.New("set the key")
	}
	s, err := benchtest.OpenPools(sqlcipherDriver, "file:"+databaseIn(folder)+"?_txlock=immediate")
	if err != nil {
		return s, err
	}
	var version string
	if err := s.Writer.QueryRow("PRAGMA cipher_version").Scan(&version); err != nil {
		return s, errors.Join(fmt.Errorf("this is no SQLCipher: read its version: %w", err), s.Close())
	}
	return s, nil
}
