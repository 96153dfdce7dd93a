package command

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"

	"satchel/data"
	"satchel/data/backup"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/reports"
)

type paperFlags struct {
	lost, successor bool
	to              string
}

// paperCommand writes a page about the practice itself as a PDF: for the day its computer is lost, or for who opens it in the owner's
// place. It works on a file that was restored on another computer, before anyone has said what that file is.
var paperCommand = spec{name: "paper", least: 1, most: 1, run: makePaper, flags: func(c *call, set *flag.FlagSet) {
	own := &paperFlags{}
	c.own = own
	set.BoolVar(&own.lost, "lost", false, "")
	set.BoolVar(&own.successor, "successor", false, "")
	set.StringVar(&own.to, "to", "", "")
}}

func makePaper(ctx context.Context, c *call) (err error) {
	own := c.own.(*paperFlags)
	if own.lost == own.successor || own.to == "" {
		return usageError{}
	}
	p, actor, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = closing(p, err) }()
	frozen, err := own.set(ctx, p, actor)
	if err != nil {
		return err
	}
	pdf, err := reports.PDF(frozen, reports.Overlay{})
	if err != nil {
		return err
	}
	if err := writeNew(own.to, pdf); err != nil {
		return err
	}
	if c.json {
		return json.NewEncoder(c.Stdout).Encode(struct {
			Path  string `json:"path"`
			Kind  string `json:"kind"`
			Pages int    `json:"pages"`
		}{own.to, string(frozen.Kind), frozen.Pages})
	}
	_, err = fmt.Fprintln(c.Stdout, c.text("command.paper.done", "Path", own.to))
	return err
}

// set gathers the facts of the page and sets it.
func (f *paperFlags) set(ctx context.Context, p *data.Practice, actor store.Actor) (documents.Frozen, error) {
	var folders []string
	err := p.View(ctx, actor, action.ReadPractice, func(tx *store.Tx) error {
		practice, err := organization.Current(tx)
		folders = practice.BackupFolders()
		return err
	})
	if err != nil {
		return documents.Frozen{}, err
	}
	newest := backup.NewestIn(folders, p.Vault().UUID())
	if f.lost {
		facts, err := p.LossFacts(ctx, actor)
		if err != nil {
			return documents.Frozen{}, err
		}
		facts.Backup = newest
		return p.Press().Set(documents.Loss, facts)
	}
	facts, err := p.SuccessorFacts(ctx, actor, folders)
	if err != nil {
		return documents.Frozen{}, err
	}
	facts.Backup = newest
	return p.Press().Set(documents.Successor, facts)
}
