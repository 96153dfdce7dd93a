package vault

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Snapshot is one moment of an open practice, held by a read transaction while people go on working.
//
// It knows which pages may be read, and told apart from their older versions, in the file itself:
//
//   - While the transaction lasts, SQLite copies no frame to the pages that is newer than the transaction. A checkpoint stops at the
//     oldest read mark; and a reader whose mark is 0, that is, to whom the pages alone were the newest, keeps any checkpoint from
//     beginning (sqlite.org/walformat.html, 2.3; walCheckpoint and walTryBeginRead in wal.c).
//   - So what lies in a page's place is never newer than the snapshot. It may be older, or half written, only where a frame of the WAL
//     that the snapshot sees has not been copied yet. Every such frame is in the WAL when the transaction has begun: a WAL is not
//     started anew while a reader has a mark in it.
//   - A page in none of those frames is therefore, in its place, the snapshot's version, and nobody writes it.
//
// inWAL holds every page of every frame, except those which a checkpoint had reported as copied before the transaction began. That is
// more than needed, and never less: frames that were committed after the transaction began are in it, too.
type Snapshot struct {
	vault *Vault
	tx    *sql.Tx
	page  *sql.Stmt
	pages int64
	inWAL map[int64]bool
}

// Snapshot begins one. It must be closed; until then the WAL grows.
func (v *Vault) Snapshot(ctx context.Context) (_ *Snapshot, err error) {
	if v.isClosed() {
		return nil, fail(Closed, nil)
	}
	salts := v.volume.walSalts.Load()
	copied, err := v.checkpoint(ctx)
	if err != nil {
		return nil, err
	}
	s := &Snapshot{vault: v}
	if s.tx, err = v.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}); err != nil {
		return nil, Classify(fmt.Errorf("begin snapshot: %w", err))
	}
	defer func() {
		if err != nil {
			err = errors.Join(Classify(err), s.Close())
		}
	}()
	// The first read is what begins the transaction for SQLite.
	if err := s.tx.QueryRowContext(ctx, "SELECT page_count FROM pragma_page_count").Scan(&s.pages); err != nil {
		return nil, fmt.Errorf("count pages: %w", err)
	}
	if v.volume.walSalts.Load() != salts {
		copied = 0 // another WAL than the one that the checkpoint told of
	}
	if s.inWAL, err = v.volume.pagesInWAL(copied); err != nil {
		return nil, err
	}
	if s.page, err = s.tx.PrepareContext(ctx, "SELECT data FROM sqlite_dbpage WHERE pgno = ?"); err != nil {
		return nil, fmt.Errorf("prepare page: %w", err)
	}
	return s, nil
}

// checkpoint copies what it can from the WAL to the pages, so that little is left in the WAL, and returns how many frames of the WAL are
// in the pages. One that fails, on a full disk say, only leaves more to read from the WAL.
func (v *Vault) checkpoint(ctx context.Context) (frames int64, err error) {
	var busy, all int64
	if err := v.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &all, &frames); err != nil {
		return 0, ctx.Err()
	}
	return max(frames, 0), nil
}

// Close ends the transaction.
func (s *Snapshot) Close() error {
	if err := s.tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return Classify(err)
	}
	return nil
}

// Tx is the snapshot's read transaction, for what else must be of the same moment.
func (s *Snapshot) Tx() *sql.Tx { return s.tx }

// Pages is the size of the database, in pages.
func (s *Snapshot) Pages() int64 { return s.pages }

// readPage reads a page through SQLite, wherever its newest version lies.
func (s *Snapshot) readPage(ctx context.Context, page int64, unit []byte) error {
	var content sql.RawBytes
	rows, err := s.page.QueryContext(ctx, page)
	if err != nil {
		return Classify(fmt.Errorf("read page: %w", err))
	}
	defer rows.Close()
	if !rows.Next() {
		return Classify(errors.Join(rows.Err(), &Error{Kind: Damaged, Page: page}))
	}
	if err := rows.Scan(&content); err != nil {
		return Classify(fmt.Errorf("read page: %w", err))
	}
	if len(content) != len(unit) {
		return &Error{Kind: Damaged, Page: page}
	}
	copy(unit, content)
	return nil
}

// pagesInWAL returns the pages of the live WAL's acknowledged frames behind the first copied ones. A frame that does not open is
// damage: what it holds is in no other place.
func (v *volume) pagesInWAL(copied int64) (map[int64]bool, error) {
	v.walMu.Lock()
	defer v.walMu.Unlock() // the WAL stays open
	pages := map[int64]bool{}
	salts, frames := v.walSalts.Load(), v.walDurable.Load()
	if v.walUsers == 0 {
		return pages, nil
	}
	unit := make([]byte, v.frameSize())
	var additional [16]byte
	for frame := copied + 1; frame <= frames; frame++ {
		_, err := v.walFile.ReadAt(unit, v.frameOffset(frame))
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fileError(err)
		}
		if err != nil || !v.keys.wal.open(unit, frameData(&additional, salts, frame)) {
			if v.walSalts.Load() != salts || v.walDurable.Load() < frames {
				// It was started anew, which no reader with a mark in it allows: all that the snapshot sees is in the pages.
				return pages, nil
			}
			return nil, &Error{Kind: Damaged, Frame: frame}
		}
		pages[int64(binary.BigEndian.Uint32(unit))] = true
	}
	clear(unit)
	return pages, nil
}
