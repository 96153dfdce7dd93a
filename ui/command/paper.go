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
	"satchel/data/value"
	"satchel/reports"
)

type paperFlags struct {
	lost, successor           bool
	dayList, downtime, dayEnd string // days
	to                        string
}

// paperCommand writes a page that is kept nowhere as a PDF: one about the practice itself, for the day its computer is lost or for who opens
// it in the owner's place, or a sheet of a day. The first two work on a file that was restored on another computer, before anyone has said
// what that file is.
var paperCommand = spec{name: "paper", least: 1, most: 1, run: makePaper, flags: func(c *call, set *flag.FlagSet) {
	own := &paperFlags{}
	c.own = own
	set.BoolVar(&own.lost, "lost", false, "")
	set.BoolVar(&own.successor, "successor", false, "")
	set.StringVar(&own.dayList, "day-list", "", "")
	set.StringVar(&own.downtime, "downtime", "", "")
	set.StringVar(&own.dayEnd, "day-end", "", "")
	set.StringVar(&own.to, "to", "", "")
}}

func makePaper(ctx context.Context, c *call) (err error) {
	own := c.own.(*paperFlags)
	wanted := 0
	for _, asked := range []bool{own.lost, own.successor, own.dayList != "", own.downtime != "", own.dayEnd != ""} {
		if asked {
			wanted++
		}
	}
	if wanted != 1 || own.to == "" {
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
	if !f.lost && !f.successor {
		return f.sheet(ctx, p, actor)
	}
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

// sheet sets the sheet of a day.
func (f *paperFlags) sheet(ctx context.Context, p *data.Practice, actor store.Actor) (documents.Frozen, error) {
	day, err := value.ParseISO(f.dayList + f.downtime + f.dayEnd) // one of them is given
	if err != nil || !day.IsFull() {
		return documents.Frozen{}, store.Fail(store.Invalid, "error.command.day")
	}
	switch {
	case f.dayList != "":
		facts, err := p.DayListFacts(ctx, actor, day, organization.PractitionerID{})
		return pressed(p, documents.DayList, facts, err)
	case f.downtime != "":
		facts, err := p.DowntimeFacts(ctx, actor, day, organization.PractitionerID{})
		return pressed(p, documents.Downtime, facts, err)
	}
	var place organization.Location
	err = p.View(ctx, actor, action.ReadPractice, func(tx *store.Tx) (err error) {
		place, err = organization.MainLocation(tx)
		return err
	})
	if err != nil {
		return documents.Frozen{}, err
	}
	facts, err := p.DayEndFacts(ctx, actor, day, place.ID)
	return pressed(p, documents.DayEnd, facts, err)
}

func pressed(p *data.Practice, kind documents.Kind, facts any, err error) (documents.Frozen, error) {
	if err != nil {
		return documents.Frozen{}, err
	}
	return p.Press().Set(kind, facts)
}
