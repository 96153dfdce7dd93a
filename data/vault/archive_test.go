package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// place is a folder of archives of one vault.
type place struct {
	t      testing.TB
	v      *Vault
	folder string
	paths  []string // oldest first
	made   int
}

func newPlace(t testing.TB, v *Vault) *place {
	t.Helper()
	return &place{t: t, v: v, folder: t.TempDir()}
}

// make writes an archive on top of the newest one and returns what it is.
func (p *place) make(move ...[16]byte) ArchiveInfo {
	p.t.Helper()
	info, err := p.tryMake(p.t.Context(), move...)
	if err != nil {
		p.t.Fatalf("make archive: %v", err)
	}
	return info
}

func (p *place) tryMake(ctx context.Context, move ...[16]byte) (ArchiveInfo, error) {
	path := filepath.Join(p.folder, fmt.Sprintf("archive-%03d", p.made))
	p.made++
	plan := ArchivePlan{Manifest: []byte("manifest"), Move: map[[16]byte]bool{}}
	for _, id := range move {
		plan.Move[id] = true
	}
	if len(p.paths) > 0 {
		base, err := p.v.OpenArchive(p.paths[len(p.paths)-1])
		if err != nil {
			return ArchiveInfo{}, err
		}
		if plan.Base, err = base.Chain(p.paths); err != nil {
			base.Close()
			return ArchiveInfo{}, err
		}
		defer plan.Base.Close()
	}
	s, err := p.v.Snapshot(ctx)
	if err != nil {
		return ArchiveInfo{}, err
	}
	info, err := s.WriteArchive(ctx, path, plan, nil)
	if err = errors.Join(err, s.Close()); err != nil {
		return info, err
	}
	p.paths = append(p.paths, path)
	return info, nil
}

// restore restores an archive under the doctor's password and opens what came of it.
func (p *place) restore(n int, o Options) *Vault {
	p.t.Helper()
	v, err := restoreArchive(p.t, p.paths[n], doctorKey(), p.paths, o)
	if err != nil {
		p.t.Fatalf("restore archive %d: %v", n, err)
	}
	return v
}

func restoreArchive(t testing.TB, path string, key Key, files []string, o Options) (*Vault, error) {
	t.Helper()
	a, err := OpenArchive(path, key, o)
	if err != nil {
		return nil, err
	}
	c, err := a.Chain(files)
	if err != nil {
		a.Close()
		return nil, err
	}
	defer c.Close()
	to := filepath.Join(t.TempDir(), "restored.satchel")
	if err := c.RestoreTo(t.Context(), to, nil); err != nil {
		if _, left := os.Lstat(to); left == nil {
			t.Error("a restore that failed left a file")
		}
		return nil, err
	}
	v, err := Open(to, key, o)
	if err == nil {
		t.Cleanup(func() { v.Close() })
	}
	return v, err
}

// fillTable makes table t and puts rows into it, in one transaction.
func fillTable(t testing.TB, v *Vault, rows int) {
	t.Helper()
	exec(t, v, `CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT);
		INSERT INTO t(body) SELECT 'row ' || value || hex(zeroblob(150)) FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n) SELECT value FROM n LIMIT `+fmt.Sprint(rows)+`)`)
}

func sumOf(t testing.TB, v *Vault) string {
	t.Helper()
	if err := integrity(v); err != nil {
		t.Fatal(err)
	}
	var sum string
	if err := v.Reader().QueryRow("SELECT count(*) || ' ' || total(id) || ' ' || total(length(body)) || ' ' || max(body) FROM t").Scan(&sum); err != nil {
		t.Fatal(err)
	}
	return sum
}

func TestArchives(t *testing.T) {
	for _, suite := range []Suite{XAES256GCM, XChaCha20Poly1305} {
		o := cheapKDF(t)
		o.Suite, o.PageSize = suite, 8192
		v, _ := newVault(t, o)
		if err := v.AddSlot(desk); err != nil {
			t.Fatal(err)
		}
		fillTable(t, v, 2000)
		p := newPlace(t, v)
		var sums []string
		var infos []ArchiveInfo
		for n := range 8 {
			exec(t, v, "UPDATE t SET body = body || ? WHERE id = ?", fmt.Sprint("!", n), 100*n+1)
			if n == 5 {
				exec(t, v, "DELETE FROM t WHERE id > 900")
			}
			sums = append(sums, sumOf(t, v))
			infos = append(infos, p.make())
		}
		if full := infos[0]; full.Own != full.Pages || len(full.Parts) != 0 || len(full.Users) != 2 || full.Recovery {
			t.Errorf("the first archive is %+v", full)
		}
		for n, info := range infos[1:5] {
			if info.Own == 0 || info.Own > 12 || len(info.Parts) == 0 {
				t.Errorf("archive %d holds %d of %d pages of its own, and needs %d others", n+1, info.Own, info.Pages, len(info.Parts))
			}
		}
		exec(t, v, "DELETE FROM t")
		for n := range sums {
			copied := p.restore(n, o)
			if got := sumOf(t, copied); got != sums[n] {
				t.Errorf("archive %d restores %s, want %s", n, got, sums[n])
			}
			if damage, err := copied.Check(t.Context(), nil); err != nil || len(damage) > 0 {
				t.Errorf("archive %d: damage %v, %v", n, damage, err)
			}
			if copied.UUID() != v.UUID() || copied.volume.header.header.fileID == v.volume.header.header.fileID ||
				!bytes.Equal(copied.Derive("audit", 32), v.Derive("audit", 32)) {
				t.Error("what is restored is the same practice in a file of its own")
			}
			exec(t, copied, "INSERT INTO t(body) VALUES('work goes on')")
			closeVault(t, copied)
		}
	}
}

// A map that does not cover the database page by page is no map.
func TestArchiveMapMustAddUp(t *testing.T) {
	var m archiveMap
	m.parts = [][16]byte{{1}, {2}}
	for _, place := range []struct {
		part  int
		place int64
	}{{0, 0}, {1, 7}, {1, 8}, {0, 1}} {
		m.add(place.part, place.place)
	}
	whole := m.encode()
	if got, err := decodeMap(whole, 2, 4, 2); err != nil || len(got.runs) != 3 {
		t.Fatalf("%+v, %v", got, err)
	}
	changed := func(at int, to byte) []byte {
		b := bytes.Clone(whole)
		b[at] = to
		return b
	}
	const runs = 2 * sizePartID
	for name, c := range map[string]struct {
		b          []byte
		parts      int
		pages, own int64
	}{
		"a page too few":         {whole, 2, 5, 2},
		"a page too many":        {whole, 2, 3, 2},
		"an own page too few":    {whole, 2, 4, 3},
		"cut":                    {whole[:len(whole)-1], 2, 4, 2},
		"a run cut off":          {whole[:len(whole)-sizeRun], 2, 4, 2},
		"a part twice":           {changed(sizePartID, 1), 2, 4, 2},
		"a part that is not":     {changed(runs+7, 2), 2, 4, 2},
		"an empty run":           {changed(runs+3, 0), 2, 4, 2},
		"own pages out of order": {changed(runs+15, 1), 2, 4, 2},
		"no part":                {whole, 0, 4, 2},
	} {
		if _, err := decodeMap(c.b, c.parts, c.pages, c.own); err == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
}
