package vault

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
	"strings"

	"modernc.org/sqlite"
)

// Connections of the two pools. The page cache, 48 MB together, is divided among them.
const (
	maxReaders   = 3
	pageCacheKiB = 48_000
)

// setting is one PRAGMA. It is set once on every new connection and read back: SQLite
// ignores what it does not like without an error.
type setting struct{ name, value, want string }

func settings(readOnly bool, cacheKiB int) []setting {
	cache := fmt.Sprint(-cacheKiB)
	all := []setting{
		{"temp_store", "2", "2"},               // in memory: nothing may be spilled to a plain file
		{"cache_size", cache, cache},           // negative: in KiB
		{"busy_timeout", "5000", "5000"},       // ms
		{"foreign_keys", "1", "1"},             //
		{"trusted_schema", "0", "0"},           // a schema calls no function with side effects
		{"cell_size_check", "1", "1"},          //
		{"secure_delete", "FAST", "2"},         // FAST: erased content leaves the pages that are written anyway
		{"journal_size_limit", "67108864", ""}, // bytes; shrinks the WAL after a large import
		{"synchronous", "2", "2"},              // FULL: NORMAL loses acknowledged commits at a power cut
	}
	if readOnly {
		all = append(all, setting{"query_only", "1", "1"})
	}
	return all
}

// connector makes connections of one pool.
type connector struct {
	driver.Connector
	settings []setting
}

// newPool returns a pool of connections to a published volume.
func newPool(name string, readOnly bool, o Options) (*sql.DB, error) {
	dsn := "file:" + name + "?vfs=" + vfsName + "&_defensive=1&_dqs=0"
	if !readOnly {
		dsn += "&_txlock=immediate"
	}
	inner, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, fmt.Errorf("make connector: %w", err)
	}
	pool := sql.OpenDB(&connector{inner, settings(readOnly, o.cacheKiB)})
	size := 1
	if readOnly {
		size = o.ReaderCount
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	return pool, nil
}

// Connect opens a connection and proves its settings.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.prepare(ctx, conn); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

func (c *connector) prepare(ctx context.Context, conn driver.Conn) error {
	for _, s := range c.settings {
		if _, err := conn.(driver.ExecerContext).ExecContext(ctx, "PRAGMA "+s.name+"="+s.value, nil); err != nil {
			return fmt.Errorf("set %s: %w", s.name, err)
		}
		if got, err := queryText(ctx, conn, "PRAGMA "+s.name); err != nil {
			return fmt.Errorf("read %s: %w", s.name, err)
		} else if want := s.want; got != want && want != "" {
			return fmt.Errorf("set %s: got %s, want %s", s.name, got, want)
		}
	}
	// The first read opens page 1 and the WAL; only then is the journal mode known.
	if _, err := queryText(ctx, conn, "SELECT count(*) FROM sqlite_schema"); err != nil {
		return fmt.Errorf("read schema: %w", err)
	}
	mode, err := queryText(ctx, conn, "PRAGMA journal_mode")
	if err != nil {
		return fmt.Errorf("read journal mode: %w", err)
	}
	if !strings.EqualFold(mode, "wal") {
		return fmt.Errorf("read journal mode: got %s, want wal", mode)
	}
	return nil
}

// queryText returns the first column of the first row of a query.
func queryText(ctx context.Context, conn driver.Conn, query string) (string, error) {
	rows, err := conn.(driver.QueryerContext).QueryContext(ctx, query, nil)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	values := make([]driver.Value, len(rows.Columns()))
	switch err := rows.Next(values); {
	case err == io.EOF || len(values) == 0:
		return "", fmt.Errorf("query: no row")
	case err != nil:
		return "", err
	}
	return fmt.Sprint(values[0]), nil
}
