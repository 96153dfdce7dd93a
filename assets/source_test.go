package assets

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// errorKey is what an error's catalogue key looks like wherever it stands.
var errorKey = regexp.MustCompile(`^error\.[a-z0-9_]+\.[a-z0-9_]+$`)

// use is a literal catalogue key in the program's source.
type use struct {
	key, place string
}

// literals returns the catalogue keys of one source file that must exist, and
// all its string literals. A key must exist when it is the key of a call of
// Text, Sentence or Key of this package, or looks like an error's.
func literals(name string, source any) (uses []use, all []string, err error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, nil, err
	}
	text := func(e ast.Expr) (string, string) {
		literal, ok := e.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return "", ""
		}
		s, err := strconv.Unquote(literal.Value)
		if err != nil {
			return "", ""
		}
		return s, files.Position(literal.Pos()).String()
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			s, place := text(n)
			if s != "" {
				all = append(all, s)
			}
			if errorKey.MatchString(s) {
				uses = append(uses, use{s + ".text", place})
			}
		case *ast.CallExpr:
			called, ok := n.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if of, ok := called.X.(*ast.Ident); !ok || of.Name != "assets" {
				return true
			}
			argument := map[string]int{"Text": 1, "Sentence": 1, "Key": 0}
			if i, ok := argument[called.Sel.Name]; ok && i < len(n.Args) {
				s, place := text(n.Args[i])
				switch {
				case s == "":
				case called.Sel.Name == "Sentence":
					uses = append(uses, use{s + ".text", place})
				default:
					uses = append(uses, use{s, place})
				}
			}
		}
		return true
	})
	return uses, all, nil
}

// missing returns a sentence for each used key that isn't in the catalogue.
func missing(uses []use, keys []string) []string {
	var list []string
	for _, u := range uses {
		if _, ok := slices.BinarySearch(keys, u.key); !ok {
			list = append(list, fmt.Sprintf("%s: %q is not in assets/text/*.en.toml; add it there", u.place, u.key))
		}
	}
	return list
}

// Every key that the program's source names exists in English, and keys that
// nothing names are listed.
func TestSourceKeys(t *testing.T) {
	keys := Keys()
	var uses []use
	named := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || len(entry.Name()) > 2 && entry.Name()[0] == '.') {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		found, all, err := literals(path, source)
		uses = append(uses, found...)
		for _, s := range all {
			named[s] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, sentence := range missing(uses, keys) {
		t.Error(sentence)
	}
	var unused []string
	for _, key := range keys {
		if !isNamed(named, key) {
			unused = append(unused, key)
		}
	}
	if len(unused) > 0 {
		t.Logf("%d of %d keys are named nowhere in the source:\n%s", len(unused), len(keys), strings.Join(unused, "\n"))
	}
}

// isNamed reports whether a literal is the key, the key without .text or .hint,
// or a beginning of it that ends in a dot and is completed when the program runs.
func isNamed(named map[string]bool, key string) bool {
	stem := strings.TrimSuffix(strings.TrimSuffix(key, ".text"), ".hint")
	if named[key] || named[stem] {
		return true
	}
	for i := 0; i < len(stem); i++ {
		if stem[i] == '.' && named[stem[:i+1]] {
			return true
		}
	}
	return strings.HasPrefix(key, "value.month.") && named["value.month.m"]
}

// The scan itself notices what it is there for.
func TestSourceScanNotices(t *testing.T) {
	source := `package x
import "satchel/assets"
var a = assets.Text("en", "no.such_key")
var b, _ = assets.Sentence("en", "error.no.such")
var c = struct{ Key string }{Key: "error.also.missing"}
var d = assets.Key("nor.this")
var e = "no.error.at.all"
var f = assets.Text("en", "value.date.unknown")
`
	uses, _, err := literals("x.go", source)
	if err != nil {
		t.Fatal(err)
	}
	list := strings.Join(missing(uses, Keys()), "\n")
	for _, want := range []string{"no.such_key", "error.no.such.text", "error.also.missing.text", "nor.this"} {
		if !strings.Contains(list, `"`+want+`"`) {
			t.Errorf("%s is missing and isn't noticed", want)
		}
	}
	for _, fine := range []string{"no.error.at.all", "value.date.unknown"} {
		if strings.Contains(list, `"`+fine+`"`) {
			t.Errorf("%s is complained about", fine)
		}
	}
}
