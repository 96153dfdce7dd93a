package vault

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"time"
)

// rekeySuffix ends the name of a file that is being written to take the place of another. One that a power cut left is
// removed when the practice is opened next.
const rekeySuffix = ".rekey"

// rekeyGenerations is by how much a re-keyed file's generation is ahead of the old one's when its header is written: more
// than closing the old file can add.
const rekeyGenerations = 64

// rekeyPatience is how long readers of the old file have to finish; only a test shortens it.
var rekeyPatience = 20 * time.Second

// RekeyPlan says who can open the file afterwards. A slot can only be made from a password that is known, so each user but
// the acting one gets one that is handed out.
type RekeyPlan struct{ Slots []NewSlot }

// check finds what no file could be made of.
func (p RekeyPlan) check(uuid [16]byte) error {
	if len(p.Slots) == 0 {
		return fail(LastSlot, nil)
	}
	if len(p.Slots) >= slotCount {
		return fail(SlotsFull, nil) // one is the recovery key's
	}
	tags, ids := map[[16]byte]bool{}, map[[16]byte]bool{}
	for _, n := range p.Slots {
		if err := validCredentials(n.Name, n.Password); err != nil {
			return err
		}
		tag := nameTag(uuid, n.Name)
		if tags[tag] || ids[n.ID] {
			return fail(NameTaken, nil)
		}
		tags[tag], ids[n.ID] = true, true
	}
	return nil
}

// Rekey puts a new file under a new data key in the place of this one, and closes the vault. The file has the same content,
// its own file id, slots for the users of the plan alone, and a recovery key, which it returns. Whoever kept an old copy of
// the header, or learned the old data key, cannot open the new file; older copies and backups stay as they are.
//
// The new file is written beside the old one, synced, and read back from the disk, page by page and slot by slot; only then
// the old one is closed and the new one renamed over it. At every moment the live name has one of the two, whole. Until the
// old file is closed an error leaves the vault open and as it was, and no new file: IsClosed tells. A code that comes with an
// error says that the new file is in place, but might not outlast a power cut.
//
// Nobody can write meanwhile; the header cannot change (Busy). progress may be nil; it counts pages, written and read back.
// Errors: LastSlot, SlotsFull, NameTaken, InvalidName, Busy (another re-key, or readers that do not finish), DiskFull, IO,
// Damaged (what was read back is not what was written), Closed; and ctx's.
func (v *Vault) Rekey(ctx context.Context, plan RekeyPlan, progress func(done, total int64)) (recovery string, err error) {
	if err := v.beginRekey(); err != nil {
		return "", err
	}
	defer v.endRekey()
	if err := plan.check(v.UUID()); err != nil {
		return "", err
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	writer, err := v.writer.Conn(ctx) // the only connection that writes
	if err != nil {
		return "", Classify(fmt.Errorf("wait for writers: %w", err))
	}
	defer writer.Close()
	path := v.volume.path + rekeySuffix
	removeLeftover(v.options.FS, v.volume.path, v.UUID())
	recovery, err = v.writeRekeyed(ctx, writer, path, plan, progress)
	if err != nil {
		return "", v.located(Classify(err))
	}
	if err := v.finishOld(ctx, writer); err != nil {
		return "", errors.Join(err, removeCreated(v.options.FS, path))
	}
	placed, err := v.replaceWith(path)
	if !placed {
		return "", errors.Join(err, removeCreated(v.options.FS, path))
	}
	return recovery, err
}

func (v *Vault) beginRekey() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case v.closed:
		return fail(Closed, nil)
	case v.rekeying:
		return fail(Busy, nil)
	}
	v.rekeying = true
	return nil
}

func (v *Vault) endRekey() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.rekeying = false
}

func (v *Vault) isRekeying() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.rekeying
}

// IsClosed reports whether the vault was closed, by Close or by Rekey.
func (v *Vault) IsClosed() bool { return v.isClosed() }

// writeRekeyed writes the new file, proves it and closes it. Nothing is left where it fails.
func (v *Vault) writeRekeyed(ctx context.Context, writer *sql.Conn, path string, plan RekeyPlan, progress func(done, total int64)) (recovery string, err error) {
	scrubStack()
	defer scrubStack()
	dataKey := newSecret()
	defer wipeSecret(dataKey)
	h, recovery, err := v.rekeyedHeader(dataKey, plan)
	if err != nil {
		return "", err
	}
	files := v.options.FS
	file, err := files.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", fileError(err)
	}
	total, content, err := v.copyRekeyed(ctx, writer, file, &h, dataKey, progress)
	if err == nil {
		err = v.carryAttempts(file)
	}
	if closing := file.Close(); err == nil {
		err = fileError(closing)
	}
	if err == nil {
		err = fileError(files.SyncDir(folderOf(path)))
	}
	if err == nil {
		err = proveRekeyed(ctx, files, path, plan, recovery, dataKey, total, content, func(done int64) { progress(total+done, 2*total) })
	}
	if err != nil {
		return "", errors.Join(err, removeCreated(files, path))
	}
	return recovery, nil
}

// rekeyedHeader draws the keys of the new file and makes its slots.
func (v *Vault) rekeyedHeader(dataKey []byte, plan RekeyPlan) (h header, recovery string, err error) {
	v.volume.headerMu.Lock()
	old := v.volume.header.header
	v.volume.headerMu.Unlock()
	h = header{suite: old.suite, pageSize: old.pageSize, hints: old.hints, generation: old.generation + rekeyGenerations, uuid: old.uuid}
	for _, b := range [][]byte{dataKey, h.fileID[:]} {
		if _, err := io.ReadFull(v.options.Rand, b); err != nil {
			return h, "", fmt.Errorf("draw key: %w", err)
		}
	}
	if err := h.sealDerivation(v.derivation, dataKey, v.options.Rand); err != nil {
		return h, "", err
	}
	cost := v.slotCost(&old)
	for i, n := range plan.Slots {
		secret := passwordSecret(n.Password)
		h.slots[i], err = newSlot(slotPassword, cost, nameTag(h.uuid, n.Name), n.ID, secret, dataKey, h.uuid, i, v.options.Rand)
		clear(secret)
		if err != nil {
			return h, "", err
		}
	}
	if recovery, err = newRecoveryCode(v.options.Rand); err != nil {
		return h, "", err
	}
	i := len(plan.Slots)
	h.slots[i], err = newRecoverySlot(recovery, dataKey, h.uuid, i, v.options.Rand)
	return h, recovery, err
}

// copyRekeyed writes the pages and the header, and returns how many pages there are and a digest of their content.
func (v *Vault) copyRekeyed(ctx context.Context, writer *sql.Conn, file File, h *header, dataKey []byte, progress func(done, total int64)) (total int64, content []byte, err error) {
	tx, err := writer.BeginTx(ctx, nil)
	if err != nil {
		return 0, nil, fmt.Errorf("begin copy: %w", err)
	}
	defer tx.Rollback()
	if err := tx.QueryRowContext(ctx, "SELECT page_count FROM pragma_page_count").Scan(&total); err != nil {
		return 0, nil, fmt.Errorf("count pages: %w", err)
	}
	rows, err := tx.QueryContext(ctx, "SELECT pgno, data FROM sqlite_dbpage")
	if err != nil {
		return 0, nil, fmt.Errorf("read pages: %w", err)
	}
	defer rows.Close()
	digest := sha256.New()
	err = writeNew(file, h, dataKey, v.options.Rand, total, func(page int64) ([]byte, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		plain, err := nextPage(rows, page, h.pageSize)
		if err != nil {
			return nil, err
		}
		digest.Write(plain)
		progress(page, 2*total)
		return plain, nil
	})
	return total, digest.Sum(nil), err
}

// carryAttempts takes along what is not in the audit yet, whoever's name it was under.
func (v *Vault) carryAttempts(file File) error {
	unreported := v.Attempts()
	if unreported.Unreported == 0 {
		return nil
	}
	carried := attemptFile{advisory: &advisoryFile{file: file}}
	unknown := &carried.table.counters[attemptCounters-1]
	unknown.unreported = uint16(min(unreported.Unreported, 1<<16-1))
	if !unreported.Last.IsZero() {
		unknown.last = unreported.Last.Unix()
	}
	return carried.write()
}

// proveRekeyed reads the new file back: both header copies, every slot with its secret, every page. content is the digest of
// what the pages have to hold.
func proveRekeyed(ctx context.Context, files FileSystem, path string, plan RekeyPlan, recovery string, dataKey []byte, total int64, content []byte, progress func(done int64)) error {
	file, err := files.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fileError(err)
	}
	defer file.Close()
	raw, copies, reasons, err := readHeaderCopies(file)
	if err != nil {
		return err
	}
	if copies[0] == nil || copies[1] == nil || !bytes.Equal(raw[0][:offsetAdvisory], raw[1][:offsetAdvisory]) {
		return fail(Damaged, errors.Join(reasons[:]...))
	}
	h := copies[0]
	if !authenticUnder(dataKey, raw[0], h) {
		return fail(Damaged, errors.New("header MAC does not match"))
	}
	if err := proveSlots(ctx, h, plan, recovery, dataKey); err != nil {
		return err
	}
	keys, err := newFileKeys(dataKey, h, nil) // nothing is sealed
	if err != nil {
		return err
	}
	defer keys.wipe()
	return provePages(ctx, file, keys, h.pageSize, total, content, sha256.New(), progress)
}

// proveSlots opens each slot: a password that is handed out must work.
func proveSlots(ctx context.Context, h *header, plan RekeyPlan, recovery string, dataKey []byte) error {
	given := []Key{RecoveryKey(recovery)}
	for _, n := range plan.Slots {
		given = append(given, Password(n.Name, n.Password))
	}
	for _, key := range given {
		if err := ctx.Err(); err != nil {
			return err
		}
		tag, secret, err := key.resolve(h.uuid)
		if err != nil {
			return err
		}
		i := h.slotOf(tag)
		if i < 0 {
			return fail(Damaged, errors.New("a slot is missing"))
		}
		opened, err := h.slots[i].unwrap(secret, h.uuid, i)
		clear(secret)
		same := subtle.ConstantTimeCompare(opened, dataKey) == 1
		clear(opened)
		if err != nil {
			return err
		}
		if !same {
			return fail(Damaged, errors.New("a slot does not open"))
		}
	}
	return nil
}

func provePages(ctx context.Context, file File, keys *fileKeys, pageSize int, total int64, content []byte, digest hash.Hash, progress func(done int64)) error {
	if size, err := file.Size(); err != nil {
		return fileError(err)
	} else if size != databaseOffset+total*int64(pageSize) {
		return fail(Damaged, errors.New("the file has another length"))
	}
	unit := make([]byte, pageSize)
	defer clear(unit)
	var additional [8]byte
	for page := int64(1); page <= total; page++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := file.ReadAt(unit, databaseOffset+(page-1)*int64(pageSize)); err != nil {
			return fileError(err)
		}
		if !keys.page.open(unit, pageData(&additional, page)) {
			return &Error{Kind: Damaged, Page: page}
		}
		digest.Write(unit)
		progress(page)
	}
	if !bytes.Equal(digest.Sum(nil), content) {
		return fail(Damaged, errors.New("the pages hold something else"))
	}
	return nil
}
