package vault

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// Chain is an archive together with every other one that it needs.
type Chain struct {
	head  *Archive
	parts []*Archive // in the order of the head's map; the first is the head
}

// Chain finds what the archive needs among files, which may hold anything else. The chain closes the archive; where Chain fails, it is
// still the caller's.
//
// Errors: MissingPart; DamagedPart for a part that is there and does not open; IO.
func (a *Archive) Chain(files []string) (*Chain, error) {
	need := map[[16]byte]int{}
	for i, id := range a.layout.parts[1:] {
		need[id] = i + 1
	}
	c := &Chain{head: a, parts: make([]*Archive, len(a.layout.parts))}
	c.parts[0] = a
	for _, path := range files {
		if len(need) == 0 {
			break
		}
		info, err := ProbeArchive(path, a.options.FS)
		i, wanted := need[info.FileID]
		if err != nil || !wanted || info.UUID != a.header.uuid {
			continue // what is not there at the end is missing
		}
		part, err := openArchive(path, a.options, func(*header) ([]byte, error) { return append([]byte(nil), a.dataKey...), nil })
		if err != nil {
			c.closeParts()
			return nil, err
		}
		if part.header.pageSize != a.header.pageSize {
			part.Close()
			continue
		}
		c.parts[i] = part
		delete(need, info.FileID)
	}
	if len(need) > 0 {
		c.closeParts()
		return nil, fail(MissingPart, fmt.Errorf("%d parts are missing", len(need)))
	}
	for _, r := range a.layout.runs {
		if r.first+r.count > c.parts[r.part].own {
			c.closeParts()
			return nil, a.damaged(0, errMap)
		}
	}
	return c, nil
}

func (c *Chain) closeParts() {
	for _, part := range c.parts[1:] {
		if part != nil {
			part.Close()
		}
	}
}

// Close closes every part, the archive that the chain was made of included.
func (c *Chain) Close() {
	c.closeParts()
	c.head.Close()
}

// Head is the archive that the chain restores.
func (c *Chain) Head() *Archive { return c.head }

// PartUse tells how much of a part the chain needs.
type PartUse struct {
	FileID    [16]byte
	Own, Used int64 // pages
}

// Use tells it for each part but the head.
func (c *Chain) Use() []PartUse {
	list := make([]PartUse, len(c.parts))
	for i, part := range c.parts {
		list[i] = PartUse{FileID: part.header.fileID, Own: part.own}
	}
	for _, r := range c.head.layout.runs {
		list[r.part].Used += r.count
	}
	return list[1:]
}

// Check reads what a restore has no need of: both header copies, the seals and the manifest of every part. What fails says which
// archive should not be built upon.
func (c *Chain) Check() error {
	if err := c.loadSeals(); err != nil {
		return err
	}
	for _, part := range c.parts {
		raw, copies, err := part.readHeader()
		if err != nil {
			return err
		}
		for i, h := range copies {
			if h == nil || !authentic(raw[i], part.keys.headerMAC) {
				return part.damaged(0, errDigest)
			}
		}
		if _, err := part.Manifest(); err != nil {
			return err
		}
	}
	return nil
}

// loadSeals reads the seals of every part.
func (c *Chain) loadSeals() error {
	for _, part := range c.parts {
		if err := part.loadSeals(); err != nil {
			return err
		}
	}
	return nil
}

// chainReadPages is how many pages are read at once where they lie together.
const chainReadPages = 256

// chainReader reads the pages of a chain in their order.
type chainReader struct {
	chain  *Chain
	runs   []pageRun
	within int64 // pages of runs[0] that are in the buffer or behind it
	buffer []byte
	left   []byte // of the buffer
	part   *Archive
	page   int64 // the last one returned, 1-based
}

// next opens the next page; it is good until the following call.
func (r *chainReader) next() ([]byte, error) {
	size := r.chain.head.header.pageSize
	if len(r.left) == 0 {
		if err := r.fill(int64(size)); err != nil {
			return nil, err
		}
	}
	r.page++
	unit := r.left[:size]
	r.left = r.left[size:]
	var additional [8]byte
	if !r.part.keys.page.open(unit, pageData(&additional, r.page)) {
		return nil, r.part.damaged(r.page, errUnauthentic)
	}
	return unit, nil
}

func (r *chainReader) fill(size int64) error {
	if r.buffer == nil {
		r.buffer = make([]byte, chainReadPages*size)
	}
	run := r.runs[0]
	r.part = r.chain.parts[run.part]
	count := min(chainReadPages, run.count-r.within)
	r.left = r.buffer[:count*size]
	if _, err := r.part.file.ReadAt(r.left, r.part.pageOffset(run.first+r.within)); err != nil {
		if errors.Is(err, io.EOF) {
			return r.part.damaged(r.page+1, err)
		}
		return fileError(err)
	}
	if r.within += count; r.within == run.count {
		r.runs, r.within = r.runs[1:], 0
	}
	return nil
}

// RestoreTo writes the practice file that the chain holds, with the users and passwords of then, under keys of its own. The path is
// one at which a live file may lie, or any with the options' AnyFolder. It never touches a file that is there already (Exists), and
// leaves nothing behind when it fails; one that a power cut ended has no header and is Foreign to Open.
//
// progress may be nil; it counts pages. Errors: DamagedPart, with the archive and the page; Exists, DiskFull, ReadOnly,
// NetworkFolder, SyncedFolder, IO.
func (c *Chain) RestoreTo(ctx context.Context, path string, progress func(done, total int64)) error {
	o := c.head.options
	path, err := livePath(path, o)
	if err != nil {
		return err
	}
	if _, err := o.FS.Size(path + "-wal"); err == nil {
		return fail(Exists, nil)
	}
	file, err := o.FS.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fileError(err)
	}
	err = c.restore(ctx, file, progress)
	if closing := file.Close(); err == nil {
		err = fileError(closing)
	}
	if err != nil {
		return errors.Join(err, removeCreated(o.FS, path))
	}
	return fileError(o.FS.SyncDir(folderOf(path)))
}

func (c *Chain) restore(ctx context.Context, file File, progress func(done, total int64)) error {
	h := c.head.header
	h.archive = false
	if _, err := io.ReadFull(c.head.options.Rand, h.fileID[:]); err != nil {
		return fmt.Errorf("draw file id: %w", err)
	}
	from := &chainReader{chain: c, runs: c.head.layout.runs}
	defer func() { clear(from.buffer) }()
	return writeNew(file, &h, c.head.dataKey, c.head.options.Rand, c.head.pages, func(page int64) ([]byte, error) {
		if page%chainReadPages == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if progress != nil {
				progress(page, c.head.pages)
			}
		}
		return from.next()
	})
}

// OpenRestored opens a file that RestoreTo wrote, under the chain's key.
func (c *Chain) OpenRestored(path string) (*Vault, error) {
	o := c.head.options
	path, err := livePath(path, o)
	if err != nil {
		return nil, err
	}
	file, err := openExisting(o.FS, path, os.O_RDWR)
	if err != nil {
		return nil, err
	}
	v, err := openWith(path, file, c.head.header.uuid, c.head.dataKey, o)
	if err != nil {
		file.Close()
		return nil, err
	}
	return v, nil
}
