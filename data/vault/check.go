package vault

import (
	"context"
	"errors"
	"io"
)

// Damage is one place where the file is not what was written. One of the fields is set.
type Damage struct {
	Page   int64 // 1-based
	Frame  int64 // in the WAL, 1-based; what follows it cannot be told
	Header int   // the damaged header copy, 1 or 2: the other one serves
}

const (
	checkChunk = 256 << 10 // bytes that Check reads at once
	maxDamage  = 1000      // places after which Check ends: a hostile file could have any number
)

// Check authenticates the header, every page and every acknowledged frame of the WAL,
// while the file is in use. progress may be nil; it counts pages. The error is about
// reading the file, or ctx's; damage is no error. After 1000 damaged places it ends.
func (v *Vault) Check(ctx context.Context, progress func(done, total int64)) ([]Damage, error) {
	if v.isClosed() {
		return nil, fail(Closed, nil)
	}
	damage, err := v.volume.checkHeader()
	if err != nil {
		return nil, err
	}
	// A page with a newer version in the WAL is not read, so a power cut in the middle of
	// a checkpoint may have left it torn.
	inWAL, broken, err := v.volume.checkWAL()
	if err != nil {
		return nil, err
	}
	if broken != 0 {
		damage = append(damage, Damage{Frame: broken})
	}
	total := v.volume.pages.Load()
	buffer := make([]byte, checkChunk/v.volume.pageSize*v.volume.pageSize)
	chunk := int64(len(buffer) / v.volume.pageSize)
	for first := int64(1); first <= total; first += chunk {
		if err := ctx.Err(); err != nil {
			return damage, err
		}
		pages, err := v.volume.checkPages(first, min(chunk, total-first+1), buffer)
		if err != nil {
			return damage, err
		}
		for _, page := range pages {
			if !inWAL[page] {
				damage = append(damage, Damage{Page: page})
			}
		}
		if len(damage) >= maxDamage {
			return damage[:maxDamage], nil
		}
		if progress != nil {
			progress(min(first+chunk-1, total), total)
		}
	}
	return damage, nil
}

// checkHeader proves both header copies as they are on disk.
func (v *volume) checkHeader() ([]Damage, error) {
	v.headerMu.Lock()
	defer v.headerMu.Unlock()
	raw, copies, _, err := readHeaderCopies(v.file)
	if err != nil {
		return nil, err
	}
	var damage []Damage
	for i, h := range copies {
		if h == nil || !authentic(raw[i], v.keys.headerMAC) {
			damage = append(damage, Damage{Header: i + 1})
		}
	}
	return damage, nil
}

// checkWAL proves the frames that were acknowledged, and returns the pages in them and
// the first broken frame. A WAL that starts anew meanwhile had everything in the pages.
func (v *volume) checkWAL() (pages map[int64]bool, broken int64, err error) {
	v.walMu.Lock()
	defer v.walMu.Unlock() // the WAL stays open
	salts, frames := v.walSalts.Load(), v.walDurable.Load()
	if v.walUsers == 0 || frames == 0 {
		return nil, 0, nil
	}
	broken = 1
	b := make([]byte, walHeaderSize)
	if _, err := v.walFile.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, 0, fileError(err)
	}
	if head, err := decodeWALHeader(b); err == nil && head.salts == salts && head.pageSize == v.pageSize {
		scan, err := scanWAL(v.walFile, v.frameOffset(frames+1), head, v.keys.wal)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, 0, err
		}
		if scan.committed >= frames {
			return scan.pages, 0, nil
		}
		pages, broken = scan.pages, max(scan.broken, scan.committed+1)
	}
	if v.walSalts.Load() != salts || v.walDurable.Load() < frames {
		return nil, 0, nil
	}
	return pages, broken, nil
}

// checkPages opens count pages from first on and returns those that do not open.
func (v *volume) checkPages(first, count int64, buffer []byte) ([]int64, error) {
	size := int64(v.pageSize)
	buffer = buffer[:count*size]
	n, err := v.file.ReadAt(buffer, v.pageOffset(first))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fileError(err)
	}
	clear(buffer[n:])
	var additional [8]byte
	var broken []int64
	for i := range count {
		unit := buffer[i*size:][:size]
		if v.keys.page.open(unit, pageData(&additional, first+i)) {
			continue
		}
		if whole, err := v.recheckPage(first+i, unit); err != nil {
			return nil, err
		} else if !whole {
			broken = append(broken, first+i)
		}
	}
	clear(buffer)
	return broken, nil
}

// recheckPage looks again while no checkpoint can be writing the page.
func (v *volume) recheckPage(page int64, unit []byte) (whole bool, err error) {
	v.pageMu.Lock()
	defer v.pageMu.Unlock()
	if page > v.pages.Load() {
		return true, nil // the file has become shorter
	}
	if _, err := v.file.ReadAt(unit, v.pageOffset(page)); errors.Is(err, io.EOF) {
		return false, nil
	} else if err != nil {
		return false, fileError(err)
	}
	var additional [8]byte
	return v.keys.page.open(unit, pageData(&additional, page)), nil
}
