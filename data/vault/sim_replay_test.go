package vault

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
)

// simReplay follows the history of a disk and knows, at each moment, what is on the disk and
// what is still in memory.
type simReplay struct {
	disk   *simDisk
	at     int // operations followed so far
	random *rand.Rand

	durable      map[int][]byte // content of inodes
	pending      map[int][]simOp
	names        map[string]int
	pendingNames []simOp
}

// replay starts at the beginning. random decides what a failed sync has left.
func (d *simDisk) replay(random *rand.Rand) *simReplay {
	p := &simReplay{disk: d, random: random, durable: map[int][]byte{}, pending: map[int][]simOp{}, names: map[string]int{}}
	for name, inode := range d.base {
		p.names[name], p.durable[inode.id] = inode.id, bytes.Clone(inode.content)
	}
	return p
}

// rebase makes what a cut has left the beginning of a history of its own, for another cut.
func (d *simDisk) rebase() {
	d.base = map[string]simInode{}
	for name, inode := range d.names {
		inode.shared = true
		d.base[name] = *inode
	}
}

// advance goes on to a moment, never back.
func (p *simReplay) advance(moment int) {
	p.disk.mu.Lock()
	defer p.disk.mu.Unlock()
	for _, op := range p.disk.log[p.at:moment] {
		switch op.kind {
		case simWrite, simTruncate:
			p.pending[op.inode] = append(p.pending[op.inode], op)
		case simSync:
			for _, waiting := range p.pending[op.inode] {
				p.durable[op.inode] = waiting.apply(p.durable[op.inode])
			}
			delete(p.pending, op.inode)
		case simFailedSync:
			// The system may have dropped what it could not write, and will not try again.
			for _, waiting := range p.pending[op.inode] {
				p.durable[op.inode] = waiting.tear(p.durable[op.inode], 0.5, p.random)
			}
			delete(p.pending, op.inode)
		case simSyncDir:
			for _, waiting := range p.pendingNames {
				waiting.applyName(p.names)
			}
			p.pendingNames = nil
		default:
			p.pendingNames = append(p.pendingNames, op)
		}
	}
	p.at = moment
}

// cut returns a disk as it may be found if the power goes now. What was synced is there. Of
// what was not, with keep 0 nothing is, with 1 all is, and between each sector of each write
// is or is not by that chance, whatever their order. The disk is good until the next advance.
func (p *simReplay) cut(keep float64, r *rand.Rand) *simDisk {
	names := maps.Clone(p.names)
	// A file system's journal keeps the order of names.
	kept := int(keep * float64(len(p.pendingNames)))
	if keep > 0 && keep < 1 {
		kept = r.IntN(len(p.pendingNames) + 1)
	}
	for _, op := range p.pendingNames[:kept] {
		op.applyName(names)
	}
	torn := map[int][]byte{}
	for _, inode := range slices.Sorted(maps.Keys(p.pending)) {
		torn[inode] = bytes.Clone(p.durable[inode])
		for _, op := range p.pending[inode] {
			torn[inode] = op.tear(torn[inode], keep, r)
		}
	}
	found := newSimDisk()
	for name, inode := range names {
		found.next++
		content, own := torn[inode]
		if !own {
			content = p.durable[inode]
		}
		found.names[name] = &simInode{id: found.next, content: content, shared: !own}
	}
	return found
}

// cut is a single power cut at a moment.
func (d *simDisk) cut(moment int, keep float64, r *rand.Rand) *simDisk {
	p := d.replay(r)
	p.advance(moment)
	return p.cut(keep, r)
}

func (op *simOp) applyName(names map[string]int) {
	switch op.kind {
	case simCreate:
		names[op.name] = op.inode
	case simRemove:
		delete(names, op.name)
	case simRename:
		names[op.to] = names[op.name]
		delete(names, op.name)
	}
}

// tear applies an operation that was not synced, sector by sector or not at all.
func (op *simOp) tear(content []byte, keep float64, r *rand.Rand) []byte {
	if op.kind == simTruncate {
		if r.Float64() < keep {
			return op.apply(content)
		}
		return content
	}
	end := op.offset + int64(len(op.content))
	for at := op.offset; at < end; {
		stop := min(end, (at/simSector+1)*simSector)
		part := simOp{kind: simWrite, offset: at, content: op.content[at-op.offset : stop-op.offset]}
		switch {
		case r.Float64() < keep:
			content = part.apply(content)
		case r.IntN(4) == 0 && stop > int64(len(content)) && keep > 0:
			content = resize(content, stop) // the size arrived, the content did not
		}
		at = stop
	}
	return content
}
