// Command peers races the vault against other encrypted SQLites, and all of them against SQLite without encryption.
// ./dev bench peers runs it and says what it needs; BENCH.md, one folder up, tells what it measured.
//
// It is a module of its own: its competitors are no part of Satchel and never in Satchel's go.mod.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"satchel/data/vault"
	"satchel/data/vault/benchtest"
)

func main() {
	rounds := flag.Int("rounds", 7, "how often each side does each work; the table has the medians")
	pages := flag.String("pages", "4096,8192", "page sizes in bytes")
	divisor := flag.Int("divisor", 1, "do a share of 1/N of the work: a quick look, not a measurement")
	work := flag.String("work", "", "only workloads whose name matches this regular expression")
	names := flag.String("sides", "", "only sides whose name matches this regular expression, and the plain one")
	flag.Parse()
	if err := run(*rounds, *divisor, *pages, *work, *names); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func run(rounds, divisor int, pages, work, names string) error {
	wantedWork, err := regexp.Compile(work)
	if err != nil {
		return err
	}
	wantedSides, err := regexp.Compile(names)
	if err != nil {
		return err
	}
	var workloads []benchtest.Workload
	for _, w := range benchtest.Workloads(divisor) {
		if wantedWork.MatchString(w.Name) {
			workloads = append(workloads, w)
		}
	}
	sides := []benchtest.Side{benchtest.Plain("plain modernc")}
	for _, side := range append([]benchtest.Side{
		benchtest.Plain("plain modernc, once more"), // what the noise alone does
		benchtest.Vault("vault, XAES-256-GCM", vault.XAES256GCM),
		benchtest.Vault("vault, XChaCha20-Poly1305", vault.XChaCha20Poly1305),
	}, peers()...) {
		if wantedSides.MatchString(side.Name) {
			sides = append(sides, side)
		}
	}
	t := newTables(workloads)
	for _, page := range strings.Split(pages, ",") {
		pageSize, err := strconv.Atoi(page)
		if err != nil {
			return fmt.Errorf("page size: %w", err)
		}
		if err := race(t, pageSize, rounds, workloads, sides); err != nil {
			return err
		}
	}
	t.print(os.Stdout)
	return printVersions(os.Stdout, sides)
}

// race runs all sides with one page size and adds their rows to the table.
func race(t *tables, pageSize, rounds int, workloads []benchtest.Workload, sides []benchtest.Side) error {
	for column, w := range workloads {
		folder, err := os.MkdirTemp("", "satchel-peers-")
		if err != nil {
			return err
		}
		err = raceOne(t, folder, column, pageSize, rounds, w, sides)
		if err := errors.Join(err, os.RemoveAll(folder)); err != nil {
			return err
		}
	}
	return nil
}

func raceOne(t *tables, folder string, column, pageSize, rounds int, w benchtest.Workload, sides []benchtest.Side) error {
	race, err := benchtest.NewRace(folder, pageSize, w, sides...)
	if err != nil {
		return err
	}
	for round := range rounds {
		fmt.Fprintf(os.Stderr, "%d KiB, %s: round %d of %d\n", pageSize>>10, w.Name, round+1, rounds)
		if err := race.Round(); err != nil {
			return err
		}
	}
	for i, side := range sides {
		name := fmt.Sprintf("%s, %d KiB", side.Name, pageSize>>10)
		wall, err := race.Ratio(i, benchtest.Wall)
		if errors.Is(err, benchtest.ErrNoFTS5) {
			t.wall.set(name, column, nil)
			t.cpu.set(name, column, nil)
			continue
		} else if err != nil {
			return err
		}
		cpu, err := race.Ratio(i, benchtest.OfCPU)
		if err != nil {
			return err
		}
		t.wall.set(name, column, &wall)
		t.cpu.set(name, column, &cpu)
	}
	return nil
}

// databaseIn is the file of a side that has only one.
func databaseIn(folder string) string { return filepath.Join(folder, "peer.db") }
