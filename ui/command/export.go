package command

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"

	"satchel/data/exchange"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
)

type exportFlags struct {
	patient, format, to, recipient string
}

// formatIPS is the one format that is written so far.
const formatIPS = "ips"

// exportCommand writes a patient's record for another program. What it writes is not sealed: that is for the formats that people open.
var exportCommand = spec{name: "export", least: 1, most: 1, run: export, flags: func(c *call, set *flag.FlagSet) {
	own := &exportFlags{}
	c.own = own
	set.StringVar(&own.patient, "patient", "", "")
	set.StringVar(&own.format, "format", "", "")
	set.StringVar(&own.to, "to", "", "")
	set.StringVar(&own.recipient, "recipient", "", "")
}}

type exportAnswer struct {
	Path    string `json:"path"`
	Format  string `json:"format"`
	Patient string `json:"patient"` // the number
	Bytes   int    `json:"bytes"`
}

func export(ctx context.Context, c *call) (err error) {
	own := c.own.(*exportFlags)
	if own.patient == "" || own.format == "" || own.to == "" {
		return usageError{}
	}
	if own.format != formatIPS {
		return store.Fail(store.Unsupported, "error.command.format", "Format", own.format)
	}
	p, actor, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = closing(p, err) }()
	var patient patients.Patient
	err = p.View(ctx, actor, action.FindPatients, func(tx *store.Tx) (err error) {
		patient, err = patients.ByNumber(tx, own.patient)
		return err
	})
	if err != nil {
		return err
	}
	about, err := workflow.ExportTo(patient.ID, own.recipient)
	if err != nil {
		return err
	}
	var text []byte
	// The act is audited before anything is read: an export that then fails stands there as one, which errs on the right side.
	err = p.View(ctx, actor, action.ExportChart, func(tx *store.Tx) (err error) {
		text, err = exchange.IPS(tx, patient.ID)
		return err
	}, about...)
	if err != nil {
		return err
	}
	if err := writeNew(own.to, text); err != nil {
		return err
	}
	answer := exportAnswer{Path: own.to, Format: own.format, Patient: patient.Number, Bytes: len(text)}
	if c.json {
		return json.NewEncoder(c.Stdout).Encode(answer)
	}
	_, err = fmt.Fprintln(c.Stdout, c.text("command.export.done", "Path", answer.Path, "Patient", answer.Patient))
	return err
}
