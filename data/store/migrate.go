package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
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

// migrate brings the schema to the newest step. All steps are one transaction: a step that fails, or a program that dies between
// two of them, leaves the file at the version that it had. before is called once, ahead of the first step of a file that already
// holds data; its error stops the migration.
//
// It returns Unsupported for a file of a newer version or of another program, and Corrupt where the new schema's records do not fit
// together.
func migrate(ctx context.Context, db *sql.DB, steps []Migration, before func(from, to int) error) error {
	version, application, err := schemaOf(ctx, db)
	if err != nil {
		return err
	}
	newest := len(steps)
	switch {
	case application != 0 && application != ApplicationID, version > 0 && application == 0, version < 0:
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
	if err := apply(ctx, db, steps[version:]); err != nil {
		return updateFailed(version, err)
	}
	return nil
}

// schemaOf reads the number of the last step that the file went through, and whose database it is.
func schemaOf(ctx context.Context, q querier) (version int, application int64, err error) {
	if err := q.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, 0, wrap("read schema version", err)
	}
	if err := q.QueryRowContext(ctx, "PRAGMA application_id").Scan(&application); err != nil {
		return 0, 0, wrap("read application id", err)
	}
	return version, application, nil
}

// apply runs the steps, and holds every foreign key against the result before it is kept. Within the transaction foreign keys are
// deferred, so that a step may move rows from one table to another in any order.
func apply(ctx context.Context, db *sql.DB, steps []Migration) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return wrap("begin migration", err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "PRAGMA defer_foreign_keys=ON"); err != nil {
		return wrap("begin migration", err)
	}
	for _, step := range steps {
		if _, err := tx.ExecContext(ctx, step.SQL); err != nil {
			return wrap("migrate to "+step.Name, err)
		}
	}
	head := fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=%d;", ApplicationID, steps[len(steps)-1].Number)
	if _, err := tx.ExecContext(ctx, head); err != nil {
		return wrap("number migration", err)
	}
	if err := checkForeignKeys(ctx, tx); err != nil {
		return err
	}
	return wrap("commit migration", tx.Commit())
}

// checkForeignKeys returns Corrupt where a row points at one that is not there.
func checkForeignKeys(ctx context.Context, q querier) error {
	rows, err := q.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return wrap("check foreign keys", err)
	}
	defer rows.Close()
	if rows.Next() {
		return Fail(Corrupt, "error.store.verify_foreign_key")
	}
	return wrap("check foreign keys", rows.Err())
}

// updateFailed gives a fault without a sentence of its own, such as a step that this file's rows do not fit, the sentence that the
// file is as it was. A new file, which has nothing to lose, keeps the plain one.
func updateFailed(from int, err error) error {
	var known *Error
	if from == 0 || !errors.As(err, &known) || known.Key != "error.store.internal" && known.Key != "error.store.verify_foreign_key" {
		return err
	}
	return &Error{Code: known.Code, Key: "error.store.update_failed", Err: err}
}
