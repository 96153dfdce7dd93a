package page

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
	"github.com/go-text/typesetting/fontscan"
)

// foreignFonts are the fonts of the machine, for scripts that no embedded font covers. A
// page that uses one keeps the outlines it needs.
var foreignFonts = &foreignSet{folders: systemFolders}

// Limits of what is looked at on the machine.
const (
	maxForeignFiles = 4000
	maxForeignBytes = 64 << 20 // of one file
)

// foreignSet finds a font for a character. Folders are read when the first character asks,
// and each file's table of characters once.
type foreignSet struct {
	folders func() []string

	mutex sync.Mutex
	files []*foreignFile // nil until looked for
	used  []*typeface    // Face firstForeign and up
	known map[rune]Face  // -1 for none
}

type foreignFile struct {
	path  string
	index int // of the face in a collection
	cmap  font.Cmap
	face  Face // zero until used
}

// silent drops what the search says: a log could name folders of the person at the machine.
type silent struct{}

func (silent) Printf(string, ...any) {}

func systemFolders() []string {
	folders, err := fontscan.DefaultFontDirectories(silent{})
	if err != nil {
		return nil
	}
	return folders
}

// find returns a face that draws a character as an outline, and false where none does.
func (s *foreignSet) find(r rune) (Face, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if face, ok := s.known[r]; ok {
		return face, face > 0
	}
	if s.files == nil {
		s.files, s.known = s.scan(), map[rune]Face{}
	}
	found := Face(-1)
	for _, file := range s.files {
		if file.cmap == nil {
			continue
		}
		gid, ok := file.cmap.Lookup(r)
		if !ok || gid == 0 {
			continue
		}
		if face, ok := s.load(file); ok && outlined(s.used[face-firstForeign].font, gid) {
			found = face
			break
		}
	}
	s.known[r] = found
	return found, found > 0
}

// outlined tells whether a glyph is a shape, not a coloured picture.
func outlined(f *font.Font, gid font.GID) (shape bool) {
	safely(func() {
		outline, ok := font.NewFace(f).GlyphDataOutline(gid)
		shape = ok && len(outline.Segments) > 0
	})
	return shape
}

// safely reports whether a reader of fonts came through: a damaged file of the machine's may
// make it panic.
func safely(read func()) (ok bool) {
	defer func() { ok = recover() == nil }()
	read()
	return true
}

func (s *foreignSet) face(face Face) *typeface {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.used[face-firstForeign]
}

// load reads a whole font. A file that can't be read is not asked again.
func (s *foreignSet) load(file *foreignFile) (Face, bool) {
	if file.face > 0 {
		return file.face, true
	}
	data, err := os.ReadFile(file.path)
	if err == nil {
		var faces []*font.Face
		ok := safely(func() { faces, err = font.ParseTTC(bytes.NewReader(data)) })
		if ok && err == nil && file.index < len(faces) {
			t := &typeface{}
			t.use(faces[file.index].Font)
			s.used = append(s.used, t)
			file.face = firstForeign + Face(len(s.used)-1)
			return file.face, true
		}
	}
	file.cmap = nil
	return 0, false
}

// scan lists the fonts of the machine in an order that doesn't change while they don't:
// upright ones of normal weight first, Noto's before others.
func (s *foreignSet) scan() []*foreignFile {
	files := []*foreignFile{}
	seen := map[string]bool{}
	for _, folder := range s.folders() {
		_ = filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || seen[path] || len(seen) >= maxForeignFiles {
				return nil // a folder that can't be read has no fonts for us
			}
			switch strings.ToLower(filepath.Ext(path)) {
			case ".ttf", ".otf", ".ttc", ".otc":
				seen[path] = true
				files = append(files, charactersOf(path)...)
			}
			return nil
		})
	}
	slices.SortStableFunc(files, func(a, b *foreignFile) int {
		if order := rank(a.path) - rank(b.path); order != 0 {
			return order
		}
		return strings.Compare(a.path, b.path)
	})
	return files
}

func rank(path string) int {
	name, score := strings.ToLower(filepath.Base(path)), 0
	for _, style := range []string{"bold", "italic", "oblique", "light", "black", "thin", "condensed", "mono", "serif", "medium"} {
		if strings.Contains(name, style) {
			score += 2
		}
	}
	if !strings.HasPrefix(name, "noto") {
		score++
	}
	return score
}

// charactersOf reads which characters the fonts of a file have.
func charactersOf(path string) (list []*foreignFile) {
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || info.Size() > maxForeignBytes {
		return nil
	}
	safely(func() {
		loaders, err := opentype.NewLoaders(file)
		if err != nil {
			return
		}
		for i, loader := range loaders {
			raw, err := loader.RawTable(opentype.MustNewTag("cmap"))
			if err != nil {
				continue
			}
			table, _, err := tables.ParseCmap(raw)
			if err != nil {
				continue
			}
			cmap, _, err := font.ProcessCmap(table, tables.FPNone)
			if err == nil {
				list = append(list, &foreignFile{path: path, index: i, cmap: cmap})
			}
		}
	})
	return list
}
