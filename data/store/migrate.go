package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"sort"
	"strconv"
	"strings"
)

// ApplicationID marks the SQLite database inside a practice file: "Stch" (sqlite.org/pragma.html#pragma_application_id).
const ApplicationID = 0x53746368

//go:embed migration/*.sql
var migrationFiles embed.FS

// Migration is one step of the schema, forward only.
type Migration struct {
	Number int    // PRAGMA user_version after it
	Name   string // the file's name
	SQL    string
}

// Hash is the SHA-256 of the step's text; a test pins it for every released step.
func (m Migration) Hash() string {
	sum := sha256.Sum256([]byte(m.SQL))
	return hex.EncodeToString(sum[:])
}

// Migrations lists the steps in order. The files are embedded, so a fault in their names is a fault of the build: it panics.
func Migrations() []Migration {
	names, err := fs.Glob(migrationFiles, "migration/*.sql")
	if err != nil {
		panic(err)
	}
	sort.Strings(names)
	list := make([]Migration, 0, len(names))
	for i, name := range names {
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		base := strings.TrimPrefix(name, "migration/")
		number, err := strconv.Atoi(strings.SplitN(base, "_", 2)[0])
		if err != nil || number != i+1 {
			panic("migration files must be numbered without a gap: " + base)
		}
		list = append(list, Migration{Number: number, Name: base, SQL: string(text)})
	}
	return list
}

// migrate brings the schema to the newest step, each step in one transaction. before is called once, ahead of the first step
// of a file that already holds data.
func migrate(ctx context.Context, db *sql.DB, steps []Migration, before func(from, to int) error) error {
	var version, application int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return wrap("read schema version", err)
	}
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&application); err != nil {
		return wrap("read application id", err)
	}
	newest := len(steps)
	switch {
	case application != 0 && application != ApplicationID, version > 0 && application == 0:
		return Fail(Unsupported, "error.vault.foreign")
	case version > newest:
		return Fail(Unsupported, "error.store.newer_file", "File", version, "Program", newest)
	case version == newest:
		return nil
	}
	if version > 0 && before != nil {
		if err := before(version, newest); err != nil {
			return fmt.Errorf("prepare migration: %w", err)
		}
	}
	for _, step := range steps[version:] {
		if err := applyStep(ctx, db, step); err != nil {
			return wrap("migrate to "+step.Name, err)
		}
	}
	return nil
}

func applyStep(ctx context.Context, db *sql.DB, step Migration) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	head := fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=%d;", ApplicationID, step.Number)
	if _, err := tx.ExecContext(ctx, step.SQL); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, head); err != nil {
		return err
	}
	return tx.Commit()
}
