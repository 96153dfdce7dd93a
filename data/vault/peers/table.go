package main

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"satchel/data/vault/benchtest"
)

// tables are the same race by the clock and by what of the processors' time it took.
type tables struct{ wall, cpu *table }

func newTables(workloads []benchtest.Workload) *tables {
	return &tables{wall: newTable("time", workloads), cpu: newTable("processor time", workloads)}
}

func (t *tables) print(to io.Writer) {
	t.wall.print(to)
	if benchtest.CPU() > 0 {
		t.cpu.print(to)
	}
}

// table is Markdown, so that it can be kept as it is printed.
type table struct {
	title   string
	columns []string
	rows    []*row
}

type row struct {
	name  string
	cells []*benchtest.Ratio // nil: the side cannot do the work
}

func newTable(title string, workloads []benchtest.Workload) *table {
	t := &table{title: title}
	for _, w := range workloads {
		t.columns = append(t.columns, w.Name)
	}
	return t
}

func (t *table) set(name string, column int, ratio *benchtest.Ratio) {
	at := slices.IndexFunc(t.rows, func(r *row) bool { return r.name == name })
	if at < 0 {
		at = len(t.rows)
		t.rows = append(t.rows, &row{name: name, cells: make([]*benchtest.Ratio, len(t.columns))})
	}
	t.rows[at].cells[column] = ratio
}

// print writes the medians, and below them how far the rounds lay apart.
func (t *table) print(to io.Writer) {
	fmt.Fprintf(to, "| %s / that of plain modernc | %s |\n|---|%s\n", t.title, strings.Join(t.columns, " | "), strings.Repeat("---|", len(t.columns)))
	spread := make([]float64, len(t.columns))
	for _, r := range t.rows {
		cells := make([]string, len(r.cells))
		for i, ratio := range r.cells {
			cells[i] = "no FTS5"
			if ratio != nil {
				cells[i] = fmt.Sprintf("%.2f", ratio.Median)
				spread[i] = max(spread[i], (ratio.High-ratio.Low)/2/ratio.Median)
			}
		}
		fmt.Fprintf(to, "| %s | %s |\n", r.name, strings.Join(cells, " | "))
	}
	cells := make([]string, len(spread))
	for i, s := range spread {
		cells[i] = fmt.Sprintf("%.0f %%", 100*s)
	}
	fmt.Fprintf(to, "| half of the rounds lie within ± | %s |\n\n", strings.Join(cells, " | "))
}

// printVersions tells which SQLite each side is, and the modules they came in.
func printVersions(to io.Writer, sides []benchtest.Side) error {
	for _, side := range sides {
		folder, err := os.MkdirTemp("", "satchel-peers-")
		if err != nil {
			return err
		}
		version, err := versionOf(side, folder)
		if err := errors.Join(err, os.RemoveAll(folder)); err != nil {
			return fmt.Errorf("%s: %w", side.Name, err)
		}
		fmt.Fprintf(to, "- %s: %s\n", side.Name, version)
	}
	fmt.Fprintf(to, "- %s, %s/%s, %d processors\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("the program does not know its modules")
	}
	for _, module := range info.Deps {
		for _, of := range []string{"modernc.org/sqlite", "github.com/ncruces/go-sqlite3", "github.com/mattn/go-sqlite3", "lukechampine.com/adiantum", "golang.org/x/crypto"} {
			if module.Path == of {
				fmt.Fprintf(to, "- %s %s\n", module.Path, module.Version)
			}
		}
	}
	return nil
}

func versionOf(side benchtest.Side, folder string) (version string, err error) {
	s, err := side.Open(folder, 4096)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.Writer.QueryRow("SELECT sqlite_version()").Scan(&version); err != nil {
		return "", err
	}
	version = "SQLite " + version
	var cipher string
	switch err := s.Writer.QueryRow("PRAGMA cipher_version").Scan(&cipher); {
	case err == nil:
		version = "SQLCipher " + cipher + " on " + version
	case !errors.Is(err, sql.ErrNoRows):
		return "", err
	}
	return version, nil
}
