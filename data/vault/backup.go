package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// BackupTo writes a copy of the practice as it is now, while it stays in use, and
// returns once the copy is on the disk. The copy opens by itself, with the same users
// and passwords, and is sealed under keys of its own file id: none of its pages can be
// put in place of one of the live file, or the other way round.
//
// It never touches a file that is there already (Exists); a copy that fails or is
// cancelled is removed, and one that a power cut ended has no header and is Foreign to
// Open. progress may be nil; it counts pages.
func (v *Vault) BackupTo(ctx context.Context, path string, progress func(done, total int64)) error {
	if v.isClosed() {
		return fail(Closed, nil)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return fail(IO, err)
	}
	files := v.options.FS
	file, err := files.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fileError(err)
	}
	err = v.copyTo(ctx, file, progress)
	if closing := file.Close(); err == nil {
		err = fileError(closing)
	}
	if err == nil {
		err = fileError(files.SyncDir(folderOf(path)))
	}
	if err != nil {
		return errors.Join(Classify(err), removeCreated(files, path))
	}
	return nil
}

// copyTo writes the pages of one read transaction: SQLite sees to it that they belong
// together, wherever their newest versions lie.
func (v *Vault) copyTo(ctx context.Context, file File, progress func(done, total int64)) error {
	tx, err := v.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin backup: %w", err)
	}
	defer tx.Rollback()
	var total int64
	if err := tx.QueryRowContext(ctx, "SELECT page_count FROM pragma_page_count").Scan(&total); err != nil {
		return fmt.Errorf("count pages: %w", err)
	}
	rows, err := tx.QueryContext(ctx, "SELECT pgno, data FROM sqlite_dbpage")
	if err != nil {
		return fmt.Errorf("read pages: %w", err)
	}
	defer rows.Close()

	v.volume.headerMu.Lock()
	h := v.volume.header.header
	v.volume.headerMu.Unlock()
	h.wal = walState{}
	if _, err := io.ReadFull(v.options.Rand, h.fileID[:]); err != nil {
		return fmt.Errorf("draw file id: %w", err)
	}
	return writeNew(file, &h, v.dataKey, v.options.Rand, total, func(page int64) ([]byte, error) {
		// database/sql ends a cancelled query when it gets round to it; the last page may be out by then.
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		content, err := nextPage(rows, page, h.pageSize)
		if err != nil {
			return nil, err
		}
		if progress != nil {
			progress(page, total)
		}
		return content, nil
	})
}

// nextPage returns the content of the next page of sqlite_dbpage, which must be the one that is due. It holds until the
// next call.
func nextPage(rows *sql.Rows, page int64, pageSize int) ([]byte, error) {
	if !rows.Next() {
		return nil, errors.Join(rows.Err(), fmt.Errorf("read pages: ended before page %d", page))
	}
	var number int64
	var content sql.RawBytes
	if err := rows.Scan(&number, &content); err != nil {
		return nil, fmt.Errorf("read pages: %w", err)
	}
	if number != page || len(content) != pageSize {
		return nil, fail(Damaged, nil)
	}
	return content, nil
}
