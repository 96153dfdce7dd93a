package command

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"

	"satchel/data/backup"
)

type backupFlags struct{ to string }

// backupCommand makes a backup that is proved by reopening it.
var backupCommand = spec{name: "backup", least: 1, most: 1, run: makeBackup, flags: func(c *call, set *flag.FlagSet) {
	own := &backupFlags{}
	c.own = own
	set.StringVar(&own.to, "to", "", "")
}}

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
		return json.NewEncoder(c.Stdout).Encode(struct {
			Path string `json:"path"`
		}{made.Path})
	}
	_, err = fmt.Fprintln(c.Stdout, c.text("command.backup.done", "Path", made.Path, "Pages", 0, "Records", 0))
	return err
}
