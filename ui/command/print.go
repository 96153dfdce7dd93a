package command

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"satchel/data"
	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
	"satchel/reports"
)

// printFlags are the numbers that were given, by what their series is of, and a summary by its patient's number.
type printFlags struct {
	prescription, invoice, creditNote, receipt, statement string
	letter, certificate, order, page                      string
	summary, to                                           string
}

// printCommand writes the issued original as a PDF, the same bytes each time.
var printCommand = spec{name: "print", least: 1, most: 1, run: printDocument, flags: func(c *call, set *flag.FlagSet) {
	own := &printFlags{}
	c.own = own
	set.StringVar(&own.prescription, "prescription", "", "")
	set.StringVar(&own.invoice, "invoice", "", "")
	set.StringVar(&own.creditNote, "credit-note", "", "")
	set.StringVar(&own.receipt, "receipt", "", "")
	set.StringVar(&own.statement, "statement", "", "")
	set.StringVar(&own.letter, "letter", "", "")
	set.StringVar(&own.certificate, "certificate", "", "")
	set.StringVar(&own.order, "order", "", "")
	set.StringVar(&own.page, "page", "", "")
	set.StringVar(&own.summary, "summary", "", "")
	set.StringVar(&own.to, "to", "", "")
}}

// The kinds that share a series of numbers, which one flag names.
var (
	letters      = []documents.Kind{documents.Letter, documents.Referral}
	certificates = []documents.Kind{documents.SickNote, documents.FitnessCertificate}
	orders       = []documents.Kind{documents.LaboratoryOrder, documents.ImagingOrder}
	chartPages   = []documents.Kind{documents.VisitSummary, documents.PatientSummary, documents.ImmunizationCard, documents.VaccinationCertificate, documents.ResultsTrend, documents.GrowthRecord}
)

// wanted tells among which kinds the flags name a document, and its number; exactly one must. No kind stands for a summary, which its
// patient's number names.
func (f *printFlags) wanted() (kinds []documents.Kind, number string, err error) {
	named := 0
	for _, one := range []struct {
		kinds  []documents.Kind
		number string
	}{{[]documents.Kind{documents.Prescription}, f.prescription}, {[]documents.Kind{documents.Invoice}, f.invoice}, {[]documents.Kind{documents.CreditNote}, f.creditNote},
		{[]documents.Kind{documents.Receipt}, f.receipt}, {[]documents.Kind{documents.Statement}, f.statement}, {letters, f.letter}, {certificates, f.certificate},
		{orders, f.order}, {chartPages, f.page}, {nil, f.summary}} {
		if one.number != "" {
			kinds, number = one.kinds, one.number
			named++
		}
	}
	if named != 1 || f.to == "" {
		return nil, "", usageError{}
	}
	return kinds, number, nil
}

func printDocument(ctx context.Context, c *call) (err error) {
	own := c.own.(*printFlags)
	kinds, number, err := own.wanted()
	if err != nil {
		return err
	}
	p, actor, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = closing(p, err) }()
	if len(kinds) == 0 {
		document, err := printSummary(ctx, p, actor, number, own.to)
		if err != nil {
			return err
		}
		return c.printed(own.to, document)
	}
	document, err := findDocument(ctx, p, actor, kinds, number)
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

func findDocument(ctx context.Context, p *data.Practice, actor store.Actor, kinds []documents.Kind, number string) (documents.Document, error) {
	var list []documents.Document
	err := p.View(ctx, actor, action.PrintDocument, func(tx *store.Tx) error {
		for _, kind := range kinds {
			found, err := documents.ByNumber(tx, kind, number)
			if err != nil {
				return err
			}
			list = append(list, found...)
		}
		slices.SortFunc(list, func(a, b documents.Document) int { return b.Issued.Compare(a.Issued) }) // newest first, whatever the kind
		return nil
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
