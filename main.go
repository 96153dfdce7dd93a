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
	"satchel/data/crash"
	"satchel/data/demo"
	"satchel/data/vault"
	"satchel/reports"
	"satchel/reports/printing"
	"satchel/ui"
	"satchel/ui/command"
	"satchel/ui/shots"
)

// appID names the preferences: the size and the look of the window.
const appID = "org.satchel.Satchel"

// demoSeed is the one of satchel demo, so that both show the same people.
const demoSeed = 1

// unlockTime is about how long one try at a password takes, measured on the computer where a practice is founded.
const unlockTime = 500 * time.Millisecond

func main() {
	// Where the system refuses, keys are less well kept from who owns the computer; that is no reason not to work.
	_ = vault.HardenProcess()
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	if err := assets.Check(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return command.ExitRefused
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return complain("error.data.local_folder")
	}
	folder := filepath.Join(config, "satchel")
	local, err := data.OpenLocal(folder)
	if err != nil {
		return complain("error.data.local_folder")
	}
	printers := printing.Remember(folder)
	env := data.Env{Now: time.Now, Rand: rand.Reader, Local: local, Press: &reports.Press{Paper: printers.Paper}, Vault: vault.Options{UnlockTime: unlockTime, Now: time.Now}}
	world := command.World{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Now: env.Now, Rand: env.Rand, Local: local, Press: reports.New(), Vault: env.Vault}
	if term.IsTerminal(int(os.Stdin.Fd())) {
		world.ReadPassword = readPassword
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	switch {
	case len(args) == 2 && args[0] == "shots":
		src := shots.Source{Env: env, Places: ui.Places(), MakeDemo: makeDemo(env), Language: assets.English, Languages: assets.Languages()}
		if err := shots.Draw(ctx, args[1], src, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err) // a developer's command on a made-up practice
			return command.ExitRefused
		}
		return command.ExitDone
	case len(args) > 1, len(args) == 1 && (command.Known(args[0]) || strings.HasPrefix(args[0], "-")):
		return command.Run(ctx, args, world)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return complain("error.data.local_folder")
	}
	_ = crash.Silence() // a window that cannot be silenced is still better than none
	crashed := ui.Run(app.NewWithID(appID), ui.Options{Env: env, File: strings.Join(args, ""), LocalFolder: folder, Folder: filepath.Join(home, "Satchel"),
		Home: home, Printing: printers, Country: country(), Language: assets.English, MakeDemo: makeDemo(env)})
	if crashed {
		return ui.ExitCrashed
	}
	return command.ExitDone
}

func complain(key string) int {
	text, hint := assets.Sentence(assets.English, key)
	fmt.Fprintf(os.Stderr, "%s\n%s\n", text, hint)
	return command.ExitRefused
}

// makeDemo makes the demo practice of the window and of the pictures.
func makeDemo(env data.Env) func(ctx context.Context, path string, progress func(percent int)) error {
	return func(ctx context.Context, path string, progress func(int)) error {
		return demo.Make(ctx, path, demo.Tiny, demoSeed, env, progress)
	}
}

// country is the one of the computer's locale, such as IN of en_IN.UTF-8; "" where it names none.
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
