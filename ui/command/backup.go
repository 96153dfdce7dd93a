package command

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"time"

	"satchel/data/backup"
)

type backupFlags struct{ to string }

// backupCommand makes a backup that is proved by restoring it. It builds upon what lies in the folder already.
var backupCommand = spec{name: "backup", least: 1, most: 1, run: makeBackup, flags: func(c *call, set *flag.FlagSet) {
	own := &backupFlags{}
	c.own = own
	set.StringVar(&own.to, "to", "", "")
}}

// backupAnswer is a backup that was made, or one in a list. Sizes are in bytes.
type backupAnswer struct {
	Path     string `json:"path"`
	Made     string `json:"made"` // RFC 3339, UTC
	Bytes    int64  `json:"bytes"`
	Practice string `json:"practice,omitempty"` // its identity, in hexadecimal
	Users    int    `json:"users"`              // whose password opens it
	Recovery bool   `json:"recovery"`           // a recovery key opens it, too
	Whole    *bool  `json:"whole,omitempty"`    // it needs no other file; not told without a key
}

func makeBackup(ctx context.Context, c *call) (err error) {
	own := c.own.(*backupFlags)
	if own.to == "" {
		return usageError{}
	}
	p, actor, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = closing(p, err) }()
	made, err := backup.Make(ctx, p, actor, own.to, nil)
	if err != nil {
		return err
	}
	if c.json {
		return json.NewEncoder(c.Stdout).Encode(backupAnswer{Path: made.Path, Made: made.Made.Format(time.RFC3339), Bytes: made.Own,
			Users: len(made.Users), Recovery: made.Recovery, Whole: &made.Full})
	}
	_, err = fmt.Fprintln(c.Stdout, c.text("command.backup.done", "Path", made.Path, "Full", made.Full, "Parts", made.Parts,
		"Own", kilobytes(made.Own), "Total", kilobytes(made.Total)))
	return err
}

// kilobytes rounds up.
func kilobytes(bytes int64) int64 { return (bytes + 999) / 1000 }
