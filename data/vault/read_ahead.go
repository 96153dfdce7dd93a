package vault

// aheadPages is how many pages are read at once when a connection reads them in order,
// as a scan does of what was written in order. A system call costs as much as opening
// a page.
const aheadPages = 16

// aheadStep is how far apart two pages may lie that still count as read in order: tables
// and indexes that grow together lie in one another's gaps.
const aheadStep = 8

// readAhead holds the ciphertext of pages that are likely to be asked for next.
type readAhead struct {
	buffer  []byte // aheadPages pages
	first   int64  // the page at the start of buffer
	count   int64  // pages in buffer
	changes uint64 // volume.pageChanges when buffer was read
	last    int64  // the page asked for last
	run     int    // how many steps in order led to it
}

// take returns a page's ciphertext, if it is at hand and still what the file holds; a run
// of pages asked for in order makes the following ones be read too. It is valid until the
// next call. nil: the page is to be read by itself.
func (a *readAhead) take(v *volume, page int64) []byte {
	switch step := page - a.last; {
	case step > 0 && step <= aheadStep:
		a.run++
	case step > aheadStep || step < -aheadStep:
		a.run = 0
	} // a short step back is a look at the page above, and the run goes on
	a.last = page
	size := int64(v.pageSize)
	if page < a.first || page >= a.first+a.count || v.pageChanges.Load() != a.changes {
		if a.run < 2 || !a.fill(v, page) {
			return nil
		}
	}
	at := (page - a.first) * size
	return a.buffer[at : at+size]
}

// fill reads from page on. It fails when pages change meanwhile, and at the end of the
// file; the page is then read by itself.
func (a *readAhead) fill(v *volume, page int64) bool {
	if a.buffer == nil {
		a.buffer = make([]byte, aheadPages*v.pageSize)
	}
	a.count = 0
	changes := v.pageChanges.Load()
	count := min(aheadPages, v.pages.Load()-page+1)
	if changes%2 != 0 || count < 2 {
		return false
	}
	if _, err := v.file.ReadAt(a.buffer[:count*int64(v.pageSize)], v.pageOffset(page)); err != nil {
		return false
	}
	if v.pageChanges.Load() != changes {
		return false
	}
	a.first, a.count, a.changes = page, count, changes
	return true
}
