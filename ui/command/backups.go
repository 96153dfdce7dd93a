package command

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"text/tabwriter"
	"time"

	"satchel/data/backup"
)

// backupsCommand lists the backups in a folder, of whatever practice. It needs no key: it tells what anyone can see who has the folder.
var backupsCommand = spec{name: "backups", least: 1, most: 1, run: listBackups}

func listBackups(_ context.Context, c *call) error {
	found, err := backup.Scan(c.args[0])
	if err != nil {
		return err
	}
	answers := []backupAnswer{}
	for _, f := range found {
		made := ""
		if !f.Made.IsZero() {
			made = f.Made.Format(time.RFC3339)
		}
		answers = append(answers, backupAnswer{Path: f.Path, Made: made, Bytes: f.Size, Practice: hex.EncodeToString(f.Practice[:]),
			Users: len(f.Users), Recovery: f.Recovery})
	}
	if c.json {
		return json.NewEncoder(c.Stdout).Encode(answers)
	}
	if len(answers) == 0 {
		_, err := fmt.Fprintln(c.Stdout, c.text("command.backups.none"))
		return err
	}
	w := tabwriter.NewWriter(c.Stdout, 0, 4, 2, ' ', 0)
	for _, a := range answers {
		fmt.Fprintf(w, "%s\t%s\t%d kB\t%s\n", a.Made, a.Practice[:8], kilobytes(a.Bytes), a.Path)
	}
	return w.Flush()
}
