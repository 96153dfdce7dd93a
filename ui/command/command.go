// Package command is the interface without a window: it runs one command as one user, under the same permissions and in the same
// audit chain as the window.
package command

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"satchel/assets"
	"satchel/data"
	"satchel/data/crash"
	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/value"
	"satchel/data/vault"
)

// Exit codes of Run.
const (
	ExitDone    = 0
	ExitRefused = 1 // refused or failed: one sentence and a hint on the error stream
	ExitUsage   = 2
)

// World is what a command may touch of the machine.
type World struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Now            func() time.Time
	Rand           io.Reader
	Local          data.Local
	Press          documents.Press
	Vault          vault.Options
	// ReadPassword asks on the terminal without showing what is typed; nil where there is no terminal.
	ReadPassword func(prompt string) (string, error)
}

// spec is one command. The list in commands is THE list.
type spec struct {
	name string
	run  func(ctx context.Context, c *call) error
	// flags adds the command's own flags.
	flags func(c *call, set *flag.FlagSet)
	// positional is how many arguments it takes.
	least, most int
}

func commands() []spec {
	return []spec{demoCommand, verifyCommand, backupCommand, backupsCommand, restoreCommand, exportCommand, printCommand, paperCommand, auditCommand, rekeyCommand}
}

// Known reports whether name is a command, so that main can tell one from a file.
func Known(name string) bool {
	if name == "help" {
		return true
	}
	for _, s := range commands() {
		if s.name == name {
			return true
		}
	}
	return false
}

// call is one command being run.
type call struct {
	World
	args         []string
	user         string
	passwordFile string
	json         bool
	own          any // the command's own flags
}

// Run runs args[0] with the rest and returns the exit code. A panic is kept as a report that holds no value of it, and answered with
// one sentence.
func Run(ctx context.Context, args []string, w World) (code int) {
	defer func() {
		if value := recover(); value != nil {
			r := crash.Report{At: w.Now(), Place: "command", Value: value, Stack: crash.Stack()}
			w.complain(store.Fail(store.Internal, "error.command.crashed"))
			if err := w.Local.KeepCrash(r); err != nil {
				w.complain(err)
			}
			code = ExitRefused
		}
	}()
	if len(args) == 0 || args[0] == "help" {
		fmt.Fprint(w.Stdout, w.text("command.usage"))
		return ExitDone
	}
	for _, s := range commands() {
		if s.name == args[0] {
			return s.start(ctx, args[1:], w)
		}
	}
	fmt.Fprint(w.Stderr, w.text("command.usage"))
	return ExitUsage
}

func (s spec) start(ctx context.Context, args []string, w World) int {
	c := &call{World: w}
	set := flag.NewFlagSet(s.name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.StringVar(&c.user, "user", "", "")
	set.StringVar(&c.passwordFile, "password-file", "", "")
	set.BoolVar(&c.json, "json", false, "")
	if s.flags != nil {
		s.flags(c, set)
	}
	err := c.parse(set, args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(w.Stdout, w.text("command.usage_"+s.name))
		return ExitDone
	}
	if err != nil || len(c.args) < s.least || len(c.args) > s.most {
		fmt.Fprint(w.Stderr, w.text("command.usage_"+s.name))
		return ExitUsage
	}
	err = s.run(ctx, c)
	var usage usageError
	switch {
	case err == nil:
		return ExitDone
	case errors.As(err, &usage):
		fmt.Fprint(w.Stderr, w.text("command.usage_"+s.name))
		return ExitUsage
	case errors.Is(err, errShown):
		return ExitRefused
	}
	w.complain(err)
	return ExitRefused
}

// parse takes flags before, between and after the arguments.
func (c *call) parse(set *flag.FlagSet, args []string) error {
	for {
		if err := set.Parse(args); err != nil {
			return err
		}
		if set.NArg() == 0 {
			return nil
		}
		c.args = append(c.args, set.Arg(0))
		args = set.Args()[1:]
	}
}

// usageError says that the words of the call were wrong in a way that flags alone don't show.
type usageError struct{}

func (usageError) Error() string { return "wrong usage" }

// errShown ends a command whose findings were printed already.
var errShown = errors.New("shown")

func (w World) text(key string, args ...any) string { return assets.Text(assets.English, key, args...) }

// complain writes one sentence and a hint for each thing that is wrong, and nothing else.
func (w World) complain(err error) {
	var problems value.Problems
	if errors.As(err, &problems) {
		for _, p := range problems {
			text, hint := assets.Sentence(assets.English, p.Key, p.Args...)
			fmt.Fprintf(w.Stderr, "%s: %s %s\n", p.Field, text, hint)
		}
		return
	}
	var known *store.Error
	if !errors.As(err, &known) {
		known = store.Fail(store.Internal, "error.store.internal")
	}
	text, hint := assets.Sentence(assets.English, known.Key, known.Args...)
	fmt.Fprintf(w.Stderr, "%s\n%s\n", text, hint)
}

// open signs the user in to the practice file that the first argument names.
func (c *call) open(ctx context.Context) (*data.Practice, store.Actor, error) {
	password, err := c.credentials()
	if err != nil {
		return nil, store.Actor{}, err
	}
	return c.openWith(ctx, password)
}

// credentials sees that there is a user, and asks for the password.
func (c *call) credentials() (password string, err error) {
	if c.user == "" {
		return "", store.Fail(store.Invalid, "error.command.user_missing")
	}
	return c.password()
}

func (c *call) openWith(ctx context.Context, password string) (*data.Practice, store.Actor, error) {
	return data.Open(ctx, c.args[0], vault.Password(c.user, password), c.env())
}

func (c *call) env() data.Env {
	return data.Env{Now: c.Now, Rand: c.Rand, Local: c.Local, Press: c.Press, Vault: c.Vault}
}

// maxSecret bounds a password or a passphrase file, in bytes.
const maxSecret = 4096

// password reads the user's password from the file, from standard input ("-") or from the terminal.
func (c *call) password() (string, error) {
	if c.passwordFile == "" {
		if c.ReadPassword == nil {
			return "", store.Fail(store.Invalid, "error.command.password_missing")
		}
		return c.ReadPassword(c.text("command.password"))
	}
	return c.secret(c.passwordFile)
}

// secret reads one line; the newline at its end is no part of it.
func (c *call) secret(path string) (string, error) {
	from := c.Stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return "", store.Fail(store.NotFound, "error.command.password_file")
		}
		defer f.Close()
		from = f
	}
	b, err := io.ReadAll(io.LimitReader(from, maxSecret+1))
	if err != nil || len(b) > maxSecret {
		return "", store.Fail(store.Invalid, "error.command.password_file")
	}
	text := strings.TrimSuffix(strings.TrimSuffix(string(b), "\n"), "\r")
	if text == "" {
		return "", store.Fail(store.Invalid, "error.command.password_file")
	}
	return text, nil
}

// closing closes the practice and keeps the first error.
func closing(p *data.Practice, err error) error {
	if closed := p.Close(); err == nil {
		return closed
	}
	return err
}
