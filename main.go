// Satchel is the patient record of a small practice, in one encrypted file. This file only wires: it gives the parts of the
// program the machine's clock, chance, folders and terminal, and starts the window or one command.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2/app"
	"golang.org/x/term"

	"satchel/assets"
	"satchel/data"
	"satchel/data/vault"
	"satchel/reports"
	"satchel/ui"
	"satchel/ui/command"
	"satchel/ui/shots"
)

// appID names the preferences file: the size and the look of the window.
const appID = "org.satchel.Satchel"

// passwordCost is RFC 9106's second recommended choice (section 4): 64 MiB, 3 passes, 4 lanes.
var passwordCost = vault.KDF{MemoryKiB: 64 << 10, Passes: 3, Threads: 4}

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	if err := assets.Check(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return command.ExitRefused
	}
	folder, local, err := localFolder()
	if err != nil {
		text, hint := assets.Sentence(assets.English, "error.data.local_folder")
		fmt.Fprintf(os.Stderr, "%s\n%s\n", text, hint)
		return command.ExitRefused
	}
	world := command.World{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Now: time.Now, Rand: rand.Reader, Local: local, Press: reports.New(),
		Vault: vault.Options{KDF: passwordCost, Now: time.Now}}
	if term.IsTerminal(int(os.Stdin.Fd())) {
		world.ReadPassword = readPassword
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	switch {
	case len(args) == 2 && args[0] == "shots":
		return shots.Command(ctx, args[1], world.Env(), os.Stderr)
	case len(args) > 0 && command.Known(args[0]), len(args) > 1, len(args) == 1 && strings.HasPrefix(args[0], "-"):
		return command.Run(ctx, args, world)
	}
	openWindow(args, folder, world.Env())
	return command.ExitDone
}

func openWindow(args []string, folder string, env data.Env) {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "."
	}
	o := ui.Options{Env: env, LocalFolder: folder, Folder: filepath.Join(home, "Satchel"), Home: home, Country: country(), Language: assets.English}
	if len(args) == 1 {
		o.File = args[0]
	}
	ui.Run(app.NewWithID(appID), o)
}

// localFolder is where this computer keeps its own few notes.
func localFolder() (string, data.Local, error) {
	config, err := os.UserConfigDir()
	if err != nil {
		return "", data.Local{}, err
	}
	folder := filepath.Join(config, "satchel")
	local, err := data.OpenLocal(folder)
	return folder, local, err
}

// country is the one in the computer's locale, such as IN of en_IN.UTF-8; "" where there is none.
func country() string {
	for _, name := range []string{"LC_ALL", "LC_MEASUREMENT", "LANG"} {
		locale, _, _ := strings.Cut(os.Getenv(name), ".")
		if _, code, found := strings.Cut(locale, "_"); found && len(code) == 2 {
			return strings.ToUpper(code)
		}
	}
	return ""
}

func readPassword(prompt string) (string, error) {
	fmt.Fprint(os.Stderr, prompt)
	password, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(os.Stderr)
	return string(password), err
}
