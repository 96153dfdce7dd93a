package command

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"

	"satchel/data/backup"
	"satchel/data/store"
	"satchel/data/value"
	"satchel/data/vault"
)

type restoreFlags struct{ to, at, recoveryFile string }

// restoreCommand brings a practice back from a backup, on any computer: the backup and one person's password, or the recovery key, are all
// that it needs.
var restoreCommand = spec{name: "restore", least: 1, most: 1, run: restore, flags: func(c *call, set *flag.FlagSet) {
	own := &restoreFlags{}
	c.own = own
	set.StringVar(&own.to, "to", "", "")
	set.StringVar(&own.at, "at", "", "")
	set.StringVar(&own.recoveryFile, "recovery-key-file", "", "")
}}

type restoreAnswer struct {
	Path   string       `json:"path"`
	Backup string       `json:"backup"`
	Made   string       `json:"made"` // RFC 3339, UTC
	Checks []verifyLine `json:"checks"`
}

func restore(ctx context.Context, c *call) error {
	own := c.own.(*restoreFlags)
	if own.to == "" || own.recoveryFile != "" && (c.user != "" || c.passwordFile != "") {
		return usageError{}
	}
	path, err := own.choose(c.args[0])
	if err != nil {
		return err
	}
	key, err := c.restoreKey(own)
	if err != nil {
		return err
	}
	done, err := backup.Restore(ctx, backup.RestoreRequest{Path: path, Key: key, To: own.to}, c.env(), nil)
	if err != nil {
		return err
	}
	answer := restoreAnswer{Path: done.Path, Backup: path, Made: done.Made.Format(time.RFC3339)}
	for _, part := range done.Verified.Parts {
		answer.Checks = append(answer.Checks, verifyLine{Check: part.Name, Counted: part.Counted, Wrong: []string{}})
	}
	if c.json {
		return json.NewEncoder(c.Stdout).Encode(answer)
	}
	if _, err := fmt.Fprintln(c.Stdout, c.text("command.restore.done", "Path", answer.Path, "Made", answer.Made)); err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	c.showVerified(verifyAnswer{Checks: answer.Checks, OK: true})
	return nil
}

// choose returns the backup: the file that was named, or the newest one of a folder, of a day where one is given.
func (own *restoreFlags) choose(named string) (string, error) {
	info, err := os.Stat(named)
	if err != nil {
		return "", store.FromVault("find backup", vault.FileError(err))
	}
	if !info.IsDir() {
		if own.at != "" {
			return "", usageError{}
		}
		return named, nil
	}
	found, err := backup.Scan(named)
	if err != nil {
		return "", err
	}
	for _, f := range found {
		if f.Practice != found[0].Practice {
			return "", store.Fail(store.Invalid, "error.command.several_practices")
		}
	}
	var day time.Time
	if own.at != "" {
		date, err := value.ParseISO(own.at)
		if err != nil || !date.IsFull() {
			return "", store.Fail(store.Invalid, "error.command.day")
		}
		// The days of this computer: the practice's own are not known before the backup is open.
		if day, err = time.ParseInLocation(time.DateOnly, own.at, time.Local); err != nil {
			return "", store.Fail(store.Invalid, "error.command.day")
		}
	}
	chosen, ok := backup.Pick(found, day, time.Local)
	if !ok {
		return "", store.Fail(store.NotFound, "error.backup.none")
	}
	return chosen.Path, nil
}

// restoreKey is a user's password, or the recovery key from a file.
func (c *call) restoreKey(own *restoreFlags) (vault.Key, error) {
	if own.recoveryFile != "" {
		code, err := c.secret(own.recoveryFile)
		return vault.RecoveryKey(code), err
	}
	if c.user == "" {
		return vault.Key{}, store.Fail(store.Invalid, "error.command.user_missing")
	}
	password, err := c.password()
	return vault.Password(c.user, password), err
}
