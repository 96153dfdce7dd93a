package command

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"

	"satchel/data"
	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
	"satchel/reports"
)

type printFlags struct{ prescription, invoice, receipt, summary, to string }

// printCommand writes the issued original as a PDF, the same bytes each time.
var printCommand = spec{name: "print", least: 1, most: 1, run: printDocument, flags: func(c *call, set *flag.FlagSet) {
	own := &printFlags{}
	c.own = own
	set.StringVar(&own.prescription, "prescription", "", "")
	set.StringVar(&own.invoice, "invoice", "", "")
	set.StringVar(&own.receipt, "receipt", "", "")
	set.StringVar(&own.summary, "summary", "", "")
	set.StringVar(&own.to, "to", "", "")
}}

// wanted tells which document the flags name; exactly one must.
func (f *printFlags) wanted() (kind documents.Kind, number string, err error) {
	named := 0
	for _, one := range []struct {
		kind   documents.Kind
		number string
	}{{documents.Prescription, f.prescription}, {documents.Invoice, f.invoice}, {documents.Receipt, f.receipt}} {
		if one.number != "" {
			kind, number = one.kind, one.number
			named++
		}
	}
	switch {
	case f.summary != "" && named == 0:
		return "", "", store.Fail(store.Unsupported, "error.command.summary")
	case named != 1 || f.summary != "" || f.to == "":
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
	document, err := findDocument(ctx, p, actor, kind, number)
	if err != nil {
		return err
	}
	return p.Update(ctx, actor, action.PrintDocument, func(tx *store.Tx) error {
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
		return writeNew(own.to, pdf)
	}, store.About(document.Patient))
}

func findDocument(ctx context.Context, p *data.Practice, actor store.Actor, kind documents.Kind, number string) (documents.Document, error) {
	var list []documents.Document
	err := p.View(ctx, actor, action.PrintDocument, func(tx *store.Tx) (err error) {
		list, err = documents.ByNumber(tx, kind, number)
		return err
	})
	switch {
	case err != nil:
		return documents.Document{}, err
	case len(list) == 0:
		return documents.Document{}, store.Fail(store.NotFound, "error.command.document_unknown")
	case len(list) > 1:
		return documents.Document{}, store.Fail(store.Conflict, "error.command.document_ambiguous", "First", list[0].Number, "Second", list[1].Number)
	case list[0].Status == documents.EnteredInError:
		return documents.Document{}, store.Fail(store.Conflict, "error.issued.void")
	}
	return list[0], nil
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
