// The rules of the house, read from the sources: which way the arrows point, and what may be used where. README's
// "How it is built" explains them; each complaint says what to do instead.
package main_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "satchel"

// topLevel is all that may lie at the root, besides what .gitignore names.
var topLevel = strings.Fields(`main.go ui data reports assets go.mod go.sum FyneApp.toml LICENSE README.md dev .ci .git
	.gitignore house_test.go`)

// dataOrder lists the packages of data from the ground up. One may import those on the lines above its own; in the
// lines of rooms each stands alone, so a room may read the rooms listed before it.
var dataOrder = [][]string{
	{"value", "vault", "password", "crash"},
	{"store"},
	{"organization"}, {"patients"}, {"schedule"}, {"coding"}, {"chart"}, {"safety"}, {"prescribing"}, {"billing"}, {"documents"},
	{"workflow", "views"},
	{"exchange"},
	{""}, // data itself, which composes them into one open practice
	{"backup", "demo"},
	{"datatest"},
}

// uiOrder does the same for ui. Every package it does not name is an area of work, and areas stand on one line.
var uiOrder = [][]string{
	{"theme"},
	{"kit"},
	{"session"},
	{"frame"},
	{area},
	{"", "shots", "window"}, // ui itself, which lists the screens; the pictures; the tests of the real window
}

const area = "an area"

// owners says which folders alone may import a package, or one below it.
var owners = []struct {
	imported string
	folders  []string // "." is the main package
	instead  string
}{
	{"fyne.io/fyne/v2/app", []string{"."}, "only main opens the application, so that everything else can be tested without a display"},
	{"fyne.io", []string{".", "ui"}, "widgets belong in ui"},
	{"github.com/jung-kurt/gofpdf", []string{"reports/page"}, "draw through reports/page, which keeps the PDF library in one place"},
	{"modernc.org", []string{"data/vault"}, "the encrypted file belongs to data/vault; go through data/store"},
	{"database/sql", []string{"data"}, "ask a room or a view of data; there is no SQL outside it"},
	{"math/rand", []string{"data/demo"}, "take the random reader that was handed to data.Open"},
	{"crypto/rand", []string{".", "data/vault", "data/exchange"}, "take the random reader that was handed to data.Open; only seals draw their own"},
	{"unsafe", []string{"data/vault", "reports/printing"}, "nothing but SQLite's memory and Windows' printers needs it"},
	{"log", nil, "return the error: a log may not hold a patient's data, and nobody at the practice reads it"},
	{"C", nil, "Satchel has no C of its own"},
	{"net", nil, "Satchel is offline, and that is tested, not promised"},
	{"golang.org/x/net", nil, "Satchel is offline, and that is tested, not promised"},
	{"crypto/tls", nil, "Satchel is offline, and that is tested, not promised"},
}

// harmless are packages below an owned one that open nothing.
var harmless = []string{"net/url", "net/netip"}

// clocks may ask the time of day; everyone else takes the instant of the transaction, or the clock handed to them.
var clocks = []string{".", "data/vault"}

// exact packages count money or doses, or are what those are made of.
var exact = []string{"data/value", "data/safety", "data/prescribing", "data/billing"}

// modelTest finds a test that runs under the race detector.
var modelTest = regexp.MustCompile(`(?m)^func Test\w*Model`)

// otherModules are Go modules of their own inside the tree. The program never contains them, so they may import what
// competes with it; what holds for a file of any kind holds there too.
var otherModules = []string{"data/vault/peers"}

const maxLines = 600 // of one file; a newcomer reads it in one sitting

func TestHouse(t *testing.T) {
	ignored, home := ignoredNames(t), machinePaths(t)
	models, modelTests := map[string]string{}, map[string]bool{}
	for _, name := range filesBelow(t, ".", ignored) {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, complaint := range inspect(name, string(source), home) {
			t.Error(complaint)
		}
		switch folder := path.Dir(name); {
		case strings.HasSuffix(name, "_model.go"):
			models[folder] = name
		case strings.HasSuffix(name, "_test.go") && modelTest.Match(source):
			modelTests[folder] = true
		}
	}
	for folder, name := range models {
		if !modelTests[folder] {
			t.Errorf("%s: no test of its folder has Model in its name; those are what runs under the race detector", name)
		}
	}
}

func TestTopLevel(t *testing.T) {
	ignored := ignoredNames(t)
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !slices.Contains(topLevel, entry.Name()) && !matches(ignored, entry.Name()) {
			t.Errorf("%s: not part of the house; move it into ui, data, reports or assets, or add it to topLevel with a reason", entry.Name())
		}
	}
}

// TestOtherModules keeps a folder from leaving the rules without leaving the program.
func TestOtherModules(t *testing.T) {
	for _, folder := range otherModules {
		if _, err := os.Stat(path.Join(folder, "go.mod")); err != nil {
			t.Errorf("%s: has no go.mod, so the rules of the house hold there; take it out of otherModules", folder)
		}
	}
}

// TestREADME compares the table of what Satchel stands on with go.mod.
func TestREADME(t *testing.T) {
	requirements, err := os.ReadFile("go.mod")
	readme, err2 := os.ReadFile("README.md")
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	direct := regexp.MustCompile(`(?m)^\t(\S+) (v\S+)$`).FindAllStringSubmatch(string(requirements), -1)
	if len(direct) == 0 {
		t.Fatal("go.mod: no direct requirement was found")
	}
	for _, module := range direct {
		if row := "| " + module[1] + " | " + module[2] + " |"; !strings.Contains(string(readme), row) {
			t.Errorf("README.md: the table of requirements lacks %q", row)
		}
	}
}

// inspect returns what is wrong with a file, named by its slash path from the root.
func inspect(name, source string, home []string) []string {
	return slices.Concat(inspectText(name, source, home), inspectGo(name, source))
}

// inspectText checks what holds for a file of any kind. home are the folders of the machine that runs this test.
func inspectText(name, text string, home []string) (complaints []string) {
	if strings.Contains(text, "\x00") {
		return nil // an image, a font
	}
	if lines := strings.Count(text, "\n"); lines > maxLines && (path.Ext(name) == ".go" || name == "dev") {
		complaints = append(complaints, fmt.Sprintf("%s: %d lines; split it by subject below %d", name, lines, maxLines))
	}
	for _, folder := range home {
		if regexp.MustCompile(`(^|[^\w.])` + regexp.QuoteMeta(folder) + `(\W|$)`).MatchString(text) {
			complaints = append(complaints, fmt.Sprintf("%s: names %s, a folder of this machine; use a path relative to the root, or t.TempDir", name, folder))
		}
	}
	return complaints
}

func inspectGo(name, source string) (complaints []string) {
	if path.Ext(name) != ".go" {
		return nil
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		return []string{err.Error()}
	}
	folder := path.Dir(name)
	if slices.ContainsFunc(otherModules, inside(folder)) {
		return nil
	}
	isTest := strings.HasSuffix(name, "_test.go") || forTests(folder)
	complain := func(at token.Pos, format string, args ...any) {
		complaints = append(complaints, fmt.Sprintf("%s:%d: %s", name, files.Position(at).Line, fmt.Sprintf(format, args...)))
	}
	called := map[string]string{} // the name in this file -> the package
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			complain(spec.Pos(), "%v", err)
			continue
		}
		local := localName(imported)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		called[local] = imported
		if local == "." {
			complain(spec.Pos(), "a dot import hides where names come from; import %s by its name", imported)
		}
		fromOutside := isTest && (strings.HasSuffix(file.Name.Name, "_test") || forTests(folder) || forTests(imported))
		if !isTest && forTests(imported) && strings.HasPrefix(imported, module+"/") {
			complain(spec.Pos(), "may not import %s: it serves tests only", imported)
		}
		if reason := inspectImport(folder, imported, fromOutside); reason != "" {
			complain(spec.Pos(), "may not import %s: %s", imported, reason)
		}
		if !isTest || !strings.HasPrefix(imported, "math/rand") && imported != "crypto/rand" {
			if reason := inspectOwner(folder, imported); reason != "" {
				complain(spec.Pos(), "may not import %s: %s", imported, reason)
			}
		}
		if strings.HasPrefix(imported, "fyne.io/") && (strings.HasSuffix(name, "_model.go") || within(folder, "ui/command")) {
			complain(spec.Pos(), "may not import %s: a model and a command decide without widgets", imported)
		}
	}
	if isTest {
		return complaints
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.SelectorExpr:
			if reason := inspectUse(folder, called, node); reason != "" {
				complain(node.Pos(), "%s", reason)
			}
		case *ast.CallExpr:
			if within(folder, "ui") {
				if words := literalWords(called, node); words != "" {
					complain(node.Pos(), "%s is text for a person; put it into the catalogue in assets/text", words)
				}
			}
		case *ast.Ident:
			if (node.Name == "float64" || node.Name == "float32") && slices.ContainsFunc(exact, inside(folder)) {
				complain(node.Pos(), "%s cannot hold 0.10 or a dose exactly; use value.Decimal or value.Money", node.Name)
			}
		case *ast.BasicLit:
			if node.Kind == token.FLOAT && slices.ContainsFunc(exact, inside(folder)) {
				complain(node.Pos(), "%s is a binary fraction; use value.Decimal or value.Money", node.Value)
			}
		}
		return true
	})
	return complaints
}

// forTests reports whether a package only serves tests, as its name then says: storetest, uitest.
func forTests(folder string) bool { return strings.HasSuffix(folder, "test") }

// inspectImport checks one import of our own against the arrows: main -> ui -> reports -> data -> assets.
// fromOutside is set in a test of package x_test, which the compiler lets look upwards: within data it may.
func inspectImport(folder, imported string, fromOutside bool) string {
	target, ours := strings.CutPrefix(imported, module+"/")
	if !ours || folder == "." || folder == target {
		return ""
	}
	layers := []string{"assets", "data", "reports", "ui"}
	from, to := slices.Index(layers, topOf(folder)), slices.Index(layers, topOf(target))
	switch {
	case within(folder, "data/safety") && !within(target, "data/safety") && target != "assets" && target != "data/value":
		return "safety is pure functions over value; hand it what it needs as arguments"
	case within(folder, "ui/command") && topOf(target) == "ui" && !within(target, "ui/command"):
		return "a command stands beside the window, not on it; what both need belongs in data or reports"
	case to > from:
		return "arrows point down, from ui to reports to data; let the upper layer hand it in"
	case to < from:
		return ""
	case topOf(folder) == "data" && !fromOutside:
		return inspectOrder(dataOrder, below(folder), below(target))
	case topOf(folder) == "ui" && fromOutside && (forTests(folder) || forTests(target)):
		return "" // the kit of a test opens a frame, and every screen's test opens the kit
	case topOf(folder) == "ui":
		return inspectOrder(uiOrder, below(folder), below(target))
	case topOf(folder) == "reports" && within(folder, "reports/page") && !within(target, "reports/page"):
		return "page lays out any document and knows none"
	}
	return ""
}

// inspectOrder says why from may not import to. A name that order lacks is an area, or unknown where order has no areas.
func inspectOrder(order [][]string, from, to string) string {
	at := func(name string) int {
		return slices.IndexFunc(order, func(line []string) bool { return slices.Contains(line, name) })
	}
	rank := func(name string) int {
		if known := at(name); known >= 0 {
			return known
		}
		return at(area)
	}
	switch {
	case from == to:
		return ""
	case rank(from) < 0 || rank(to) < 0:
		return "a new package of data needs its place in dataOrder of house_test.go"
	case rank(from) == rank(to) && rank(from) == at(area):
		return "areas of work never import each other; they meet in ui/frame"
	case rank(from) <= rank(to):
		return "it stands beside or above; dataOrder and uiOrder of house_test.go list what may see what"
	}
	return ""
}

func inspectOwner(folder, imported string) string {
	for _, owner := range owners {
		if !within(imported, owner.imported) || slices.Contains(harmless, imported) {
			continue
		}
		if !slices.ContainsFunc(owner.folders, inside(folder)) {
			return owner.instead
		}
	}
	return ""
}

// inspectUse checks a name taken from a package: the clock, and ids that are not made in the store.
func inspectUse(folder string, called map[string]string, node *ast.SelectorExpr) string {
	from, ok := node.X.(*ast.Ident)
	if !ok {
		return ""
	}
	name := node.Sel.Name
	switch called[from.Name] {
	case "time":
		if slices.Contains([]string{"Now", "Since", "Until"}, name) && !slices.ContainsFunc(clocks, inside(folder)) {
			return "time." + name + " asks the machine's clock; take the instant of the transaction, or a clock as an argument"
		}
	case "github.com/google/uuid":
		// The hashes are functions of their arguments.
		if strings.HasPrefix(name, "New") && !slices.Contains([]string{"NewSHA1", "NewMD5", "NewHash"}, name) {
			return "uuid." + name + " brings its own clock and chance; make ids with data/store"
		}
	}
	return ""
}

// literalWords returns the first literal with a letter in it that is handed to a Fyne constructor or set as a text.
func literalWords(called map[string]string, call *ast.CallExpr) string {
	function, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	name, shows := function.Sel.Name, false
	if from, ok := function.X.(*ast.Ident); ok && strings.HasPrefix(called[from.Name], "fyne.io/") {
		shows = (strings.HasPrefix(name, "New") || strings.HasPrefix(name, "Show")) &&
			!strings.Contains(name, "Resource") && !strings.Contains(name, "Image")
	}
	if !shows && !slices.Contains([]string{"SetText", "SetPlaceHolder", "SetTitle"}, name) {
		return ""
	}
	for _, argument := range call.Args {
		literal, ok := argument.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING || literal.Value == `"Satchel"` {
			continue
		}
		if strings.ToLower(literal.Value) != strings.ToUpper(literal.Value) {
			return literal.Value
		}
	}
	return ""
}

// localName is the name that an import has in a file that does not rename it.
func localName(imported string) string {
	base := path.Base(imported)
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" {
		base = path.Base(path.Dir(imported))
	}
	return base
}

func within(name, folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }

func inside(folder string) func(string) bool {
	return func(outer string) bool { return within(folder, outer) }
}

func topOf(folder string) string {
	top, _, _ := strings.Cut(folder, "/")
	return top
}

// below is the second element of a folder: the room or the area; empty for data and ui themselves.
func below(folder string) string {
	_, rest, _ := strings.Cut(folder, "/")
	return topOf(rest)
}

// ignoredNames are the patterns of .gitignore, which in this project are names without folders.
func ignoredNames(t *testing.T) (patterns []string) {
	t.Helper()
	text, err := os.ReadFile(".gitignore")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.Trim(strings.TrimSpace(line), "/"); line != "" && line[0] != '#' {
			patterns = append(patterns, line)
		}
	}
	return patterns
}

func matches(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		matched, err := path.Match(pattern, name)
		return err == nil && matched
	})
}

func filesBelow(t *testing.T, root string, ignored []string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, entry os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.Name() == ".git" || matches(ignored, entry.Name()):
			if entry.IsDir() {
				return filepath.SkipDir
			}
		case entry.Type().IsRegular():
			names = append(names, filepath.ToSlash(name))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// machinePaths are this working tree and the home folder, as far as they are long enough to mean anything.
func machinePaths(t *testing.T) (folders []string) {
	t.Helper()
	tree, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	folders = append(folders, filepath.ToSlash(tree))
	if home, err := os.UserHomeDir(); err == nil && len(home) > len("/tmp") {
		folders = append(folders, filepath.ToSlash(home))
	}
	return folders
}

// TestHouseNotices breaks each rule on purpose, since a rule that nothing can break guards nothing; what is fine comes last.
func TestHouseNotices(t *testing.T) {
	body := func(packageName, imported, code string) string {
		return "package " + packageName + "\nimport \"" + imported + "\"\n" + code + "\n"
	}
	use := func(imported string) string { return body("x", imported, "") }
	home := []string{"/home/" + "someone"} // in two halves, or this file would name it
	for _, test := range []struct{ name, source, want string }{
		{"data/patients/a.go", use("satchel/ui/frame"), "arrows point down"},
		{"data/patients/a.go", use("satchel/reports"), "arrows point down"},
		{"reports/invoice.go", use("satchel/ui/kit"), "arrows point down"},
		{"assets/text.go", use("satchel/data/value"), "arrows point down"},
		{"data/patients/a.go", use("satchel/data/billing"), "beside or above"},
		{"data/store/a.go", use("satchel/data/patients"), "beside or above"},
		{"data/vault/a.go", use("satchel/data/value"), "beside or above"},
		{"data/views/a.go", use("satchel/data/workflow"), "beside or above"},
		{"data/exchange/a.go", use("satchel/data"), "beside or above"},
		{"ui/today/a.go", use("satchel/ui/uitest"), "test"},
		{"data/patients/a_test.go", use("satchel/data/demo"), "beside or above"},
		{"data/patients/a_test.go", body("x_test", "satchel/ui", ""), "arrows point down"},
		{"data/stuff/a.go", use("satchel/data/value"), "dataOrder"},
		{"data/safety/a.go", use("satchel/data/store"), "pure functions"},
		{"ui/today/a.go", use("satchel/ui/billing"), "never import each other"},
		{"ui/kit/a.go", use("satchel/ui/frame"), "beside or above"},
		{"ui/frame/a.go", use("satchel/ui"), "beside or above"},
		{"ui/command/a.go", use("satchel/ui/frame"), "beside the window"},
		{"ui/command/a.go", use("fyne.io/fyne/v2"), "without widgets"},
		{"ui/today/today_model.go", use("fyne.io/fyne/v2/widget"), "without widgets"},
		{"ui/today/a.go", use("fyne.io/fyne/v2/app"), "only main opens"},
		{"ui/today/a.go", use("database/sql"), "no SQL"},
		{"reports/a.go", use("database/sql"), "no SQL"},
		{"reports/a.go", use("fyne.io/fyne/v2"), "belong in ui"},
		{"ui/today/a.go", use("github.com/jung-kurt/gofpdf"), "reports/page"},
		{"reports/page/a.go", use("satchel/reports"), "knows none"},
		{"data/store/a.go", use("modernc.org/sqlite"), "data/vault"},
		{"data/exchange/a.go", use("net/http"), "offline"},
		{"main.go", use("net"), "offline"},
		{"data/exchange/a_test.go", use("net/http/httptest"), "offline"},
		{"data/store/a.go", use("log/slog"), "return the error"},
		{"data/store/a.go", use("unsafe"), "SQLite's memory"},
		{"data/store/a.go", use("math/rand/v2"), "random reader"},
		{"data/billing/a.go", use("crypto/rand"), "random reader"},
		{"data/value/a.go", "package x\nimport . \"time\"\n", "dot import"},
		{"data/store/a.go", body("x", "time", "var clock = time.Now"), "machine's clock"},
		{"ui/frame/a.go", "package x\nimport t \"time\"\nvar past = t.Since(t.Time{})\n", "machine's clock"},
		{"data/store/a.go", body("x", "github.com/google/uuid", "var id = uuid.Must(uuid.NewV7())"), "make ids with"},
		{"data/billing/a.go", "package x\nfunc f(x []float64) {}\n", "exactly"},
		{"data/value/a.go", "package x\nvar tax = 0.12\n", "binary fraction"},
		{"ui/today/a.go", body("x", "fyne.io/fyne/v2/widget", `var l = widget.NewLabel("Waiting")`), "catalogue"},
		{"ui/today/a.go", "package x\nfunc f(e interface{ SetPlaceHolder(string) }) { e.SetPlaceHolder(\"Name\") }\n", "catalogue"},
		{"data/store/a.go", "package x\nfunc {\n", "expected"},
		{"data/store/a.go", "package x\n" + strings.Repeat("\n", maxLines), "split it"},
		{"README.md", "see " + home[0] + "/satchel for it\n", "folder of this machine"},

		{"data/vault/peers/a.go", "package x\nfunc {\n", "expected"},
		{"data/vault/peers/a.go", "package x" + strings.Repeat("\n", maxLines+1), "split it"},
		{"data/vault/peersmore/a.go", use("net"), "offline"},

		{"data/vault/peers/a.go", use("github.com/mattn/go-sqlite3"), ""},
		{"main.go", body("main", "time", "var clock = time.Now"), ""},
		{"main.go", use("fyne.io/fyne/v2/app"), ""},
		{"data/vault/a.go", use("modernc.org/sqlite/vfs"), ""},
		{"data/prescribing/a.go", use("satchel/data/chart"), ""},
		{"data/workflow/a.go", use("satchel/data/documents"), ""},
		{"data/patients/a_test.go", body("patients_test", "satchel/data/demo", ""), ""},
		{"data/store/a_test.go", body("x", "time", "var clock = time.Now"), ""},
		{"data/vault/a.go", use("satchel/data/vault/page"), ""},
		{"data/exchange/a.go", use("net/url"), ""},
		{"data/demo/a.go", use("math/rand/v2"), ""},
		{"ui/screens.go", use("satchel/ui/today"), ""},
		{"ui/today/a.go", body("x", "fyne.io/fyne/v2/widget", `var l = widget.NewLabel("–")`), ""},
		{"reports/invoice.go", use("satchel/data/billing"), ""},
		{"data/chart/a.go", "package x\nvar half = 0.5\n", ""},
		{"README.md", "like ." + home[0] + " or " + home[0] + "s\n", ""},
		{"assets/fonts/a.ttf", "\x00" + home[0] + strings.Repeat("\n", 2*maxLines), ""},
	} {
		complaints := strings.Join(inspect(test.name, test.source, home), "\n")
		if (complaints == "") != (test.want == "") || !strings.Contains(complaints, test.want) {
			t.Errorf("%s: %q should be noticed as %q, and was as %q", test.name, test.source, test.want, complaints)
		}
	}
}
