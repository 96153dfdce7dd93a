package command

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"satchel/data"
	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
	"satchel/reports"
)

type printFlags struct{ prescription, invoice, receipt, statement, summary, to string }

// printCommand writes the issued original as a PDF, the same bytes each time.
var printCommand = spec{name: "print", least: 1, most: 1, run: printDocument, flags: func(c *call, set *flag.FlagSet) {
	own := &printFlags{}
	c.own = own
	set.StringVar(&own.prescription, "prescription", "", "")
	set.StringVar(&own.invoice, "invoice", "", "")
	set.StringVar(&own.receipt, "receipt", "", "")
	set.StringVar(&own.statement, "statement", "", "")
	set.StringVar(&own.summary, "summary", "", "")
	set.StringVar(&own.to, "to", "", "")
}}

// wanted tells which document the flags name, a summary by its patient's number; exactly one must.
func (f *printFlags) wanted() (kind documents.Kind, number string, err error) {
	named := 0
	for _, one := range []struct {
		kind   documents.Kind
		number string
	}{{documents.Prescription, f.prescription}, {documents.Invoice, f.invoice}, {documents.Receipt, f.receipt}, {documents.Statement, f.statement},
		{documents.PatientSummary, f.summary}} {
		if one.number != "" {
			kind, number = one.kind, one.number
			named++
		}
	}
	if named != 1 || f.to == "" {
		return "", "", usageError{}
	}
	return kind, number, nil
}

func printDocument(ctx context.Context, c *call) (err error) {
	own := c.own.(*printFlags)
	kind, number, err := own.wanted()
	if err != nil {
		return err
	}
	p, actor, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = closing(p, err) }()
	if kind == documents.PatientSummary {
		document, err := printSummary(ctx, p, actor, number, own.to)
		if err != nil {
			return err
		}
		return c.printed(own.to, document)
	}
	document, err := findDocument(ctx, p, actor, kind, number)
	if err != nil {
		return err
	}
	written := false
	err = p.Update(ctx, actor, action.PrintDocument, func(tx *store.Tx) error {
		_, frozen, err := documents.FrozenOf(tx, document.ID)
		if err != nil {
			return err
		}
		pdf, err := reports.PDF(frozen, reports.Overlay{})
		if err != nil {
			return err
		}
		// The event is kept only if the file was written, and the file stays only if the event was kept.
		if _, err := documents.Printed(tx, document.ID, 0, documents.PrintSaved); err != nil {
			return err
		}
		err = writeNew(own.to, pdf)
		written = err == nil
		return err
	}, store.About(document.Patient))
	if err != nil && written {
		return errors.Join(err, os.Remove(own.to))
	}
	if err != nil {
		return err
	}
	return c.printed(own.to, document)
}

// printed says what was saved where.
func (c *call) printed(to string, d documents.Document) error {
	if c.json {
		return json.NewEncoder(c.Stdout).Encode(printAnswer{Path: to, Kind: string(d.Kind), Number: d.Number})
	}
	_, err := fmt.Fprintln(c.Stdout, c.text("command.print.done", "Path", to, "Number", d.Number))
	return err
}

type printAnswer struct {
	Path   string `json:"path"`
	Kind   string `json:"kind"`
	Number string `json:"number"`
}

// newestYear keeps the documents of the newest fiscal year: a plain counter means this year's, as it does at the desk. What is left of
// several came from several computers.
func newestYear(list []documents.Document) []documents.Document {
	year := func(d documents.Document) string {
		parts := strings.Split(d.Number, "/")
		return parts[max(len(parts)-2, 0)]
	}
	var kept []documents.Document
	for _, d := range list { // newest first
		if year(d) == year(list[0]) {
			kept = append(kept, d)
		}
	}
	return kept
}

func findDocument(ctx context.Context, p *data.Practice, actor store.Actor, kind documents.Kind, number string) (documents.Document, error) {
	var list []documents.Document
	err := p.View(ctx, actor, action.PrintDocument, func(tx *store.Tx) (err error) {
		list, err = documents.ByNumber(tx, kind, number)
		return err
	})
	if err != nil {
		return documents.Document{}, err
	}
	if standing := current(list); len(standing) > 0 {
		list = standing
	}
	list = newestYear(list)
	switch {
	case len(list) == 0:
		return documents.Document{}, store.Fail(store.NotFound, "error.command.document_unknown")
	case len(list) > 1:
		return documents.Document{}, store.Fail(store.Conflict, "error.command.document_ambiguous", "Numbers", numbers(list))
	case list[0].Status == documents.EnteredInError:
		return documents.Document{}, store.Fail(store.Conflict, "error.issued.void")
	case list[0].Status != documents.Current:
		return documents.Document{}, store.Fail(store.Conflict, "error.issued.superseded")
	}
	return list[0], nil
}

// current leaves those that hold: a void or reissued one of the same counter is not what is meant.
func current(list []documents.Document) (standing []documents.Document) {
	for _, d := range list {
		if d.Status == documents.Current {
			standing = append(standing, d)
		}
	}
	return standing
}

func numbers(list []documents.Document) string {
	names := make([]string, len(list))
	for i, d := range list {
		names[i] = d.Number
	}
	return strings.Join(names, ", ")
}

// writeNew writes a file that only its owner may read, and never over another.
func writeNew(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return store.Fail(store.Conflict, "error.command.target_exists")
	}
	if err != nil {
		return store.Fail(store.Invalid, "error.command.target")
	}
	_, err = f.Write(content)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return errors.Join(store.FromVault("write file", vault.FileError(err)), os.Remove(path))
	}
	return nil
}
