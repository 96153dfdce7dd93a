// Package printing hands issued pages to the operating system's printers.
//
//	printing.go  what a printer, a paper and a job are, and what can go wrong
//	choice.go    what this computer remembers of its printers; nothing of a patient
//	cups.go      the commands of CUPS (Linux, macOS); queue.go and job.go understand their answers
//	gdi.go       Windows: the display list as calls of GDI; gdi_windows.go makes them, spooler_windows.go speaks with the print spooler
//	spooler.go   what the spooler's numbers mean
//
// No copy of a patient's page is written to disk by us: lp reads it from standard input, and on Windows it is drawn straight into the
// printer. The print service itself spools the job until it is printed.
package printing

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// What can go wrong; compare with errors.Is. Each names its sentence in the catalogue.
var (
	ErrNoCommand = value.Problem{Key: "error.documents.no_print_command"}     // lp is not installed
	ErrNoPrinter = value.Problem{Key: "error.documents.no_printer"}           // no queue is set up, or no default one
	ErrUnknown   = value.Problem{Key: "error.documents.unknown_printer"}      // the queue asked for doesn't exist
	ErrAbsent    = value.Problem{Key: "error.documents.print_service_absent"} // the print service doesn't answer
	ErrRefused   = value.Problem{Key: "error.documents.print_refused"}        // the queue doesn't take the job
	ErrRejecting = value.Problem{Key: "error.documents.printer_rejecting"}    // the queue takes no jobs at all
	ErrStopped   = value.Problem{Key: "error.documents.printer_stopped"}      // jammed, out of paper, paused
	ErrOffline   = value.Problem{Key: "error.documents.printer_offline"}      // switched off, or its cable is out
	ErrHeld      = value.Problem{Key: "error.documents.printer_holds"}        // the queue has it, and was not seen to print it
	ErrSavePDF   = value.Problem{Key: "error.documents.save_pdf"}             // this system prints by saving a PDF
)

// State is what a printer does.
type State string

// The states, as IPP has them (RFC 8011, 5.4.11), and offline, which CUPS tells as a reason.
const (
	Idle     State = "idle"
	Printing State = "printing"
	Stopped  State = "stopped"
	Offline  State = "offline"
)

// CatalogueKey names the words.
func (s State) CatalogueKey() string { return "printing.state." + string(s) }

// Queue is a printer as the system knows it.
type Queue struct {
	Name    string
	Default bool
	State   State
	// Rejecting tells that the queue takes no jobs at all.
	Rejecting bool
	// Reasons are IPP's printer-state-reasons (RFC 8011, 5.4.12) without their severity: "media-jam", "paused". Those that ReasonKey
	// knows have words.
	Reasons []string
	// Message is what the system says about it, in its own words; often empty.
	Message string
}

// reasons are those of a printer that somebody has to do something about.
var reasons = map[string]bool{
	"paused": true, "media-jam": true, "media-empty": true, "media-needed": true, "media-low": true, "cover-open": true, "door-open": true, "input-tray-missing": true,
	"output-area-full": true, "output-tray-missing": true, "toner-empty": true, "toner-low": true, "marker-supply-empty": true, "marker-supply-low": true,
	"marker-waste-full": true, "offline": true, "connecting-to-device": true, "spool-area-full": true, "shutdown": true, "timed-out": true,
}

// ReasonKey names the words for one of a Queue's Reasons; "" where there are none.
func ReasonKey(reason string) string {
	if !reasons[reason] {
		return ""
	}
	return "printing.reason." + reason
}

// Trouble says why a printer can't print now: ErrStopped, ErrRejecting; nil where it can. What is offline may only sleep: a job wakes it.
func (q Queue) Trouble() error {
	switch {
	case q.State == Stopped:
		return ErrStopped
	case q.Rejecting:
		return ErrRejecting
	}
	return nil
}

// stuck says why a queue does not go on with the jobs that it has; nil where it does.
func (q Queue) stuck() error {
	switch q.State {
	case Stopped:
		return ErrStopped
	case Offline:
		return ErrOffline
	}
	return nil
}

// sorted puts the default printer first, and the others by name.
func sorted(list []Queue) []Queue {
	slices.SortStableFunc(list, func(a, b Queue) int {
		switch {
		case a.Default == b.Default:
			return strings.Compare(a.Name, b.Name)
		case a.Default:
			return -1
		}
		return 1
	})
	return list
}

// Find returns a printer by its name, or the default one for ""; ErrUnknown and ErrNoPrinter where there is none.
func Find(ctx context.Context, name string) (Queue, error) {
	list, err := Queues(ctx)
	if err != nil {
		return Queue{}, err
	}
	for _, q := range list {
		if q.Name == name || (name == "" && q.Default) {
			return q, nil
		}
	}
	if name == "" {
		return Queue{}, ErrNoPrinter // lp has no default to go to
	}
	return Queue{}, ErrUnknown
}

// Print is Send to a printer that can print now: where it can't, nothing is handed over.
func Print(ctx context.Context, job Job) (Handle, error) {
	if job.Pages == nil || len(job.Pages.Sheets) == 0 {
		return Handle{}, page.ErrNoPage
	}
	q, err := Find(ctx, job.Queue)
	if err == nil {
		err = q.Trouble()
	}
	if err != nil {
		return Handle{}, err
	}
	return Send(ctx, job)
}

// Papers is what a printer can be told about its paper.
type Papers struct {
	// Media are the names of the sizes that it knows, DefaultMedia among them.
	Media        []string
	DefaultMedia string
	// Custom tells that it takes any size: a roll is as long as its receipt.
	Custom bool
	// Trays are the names of where paper lies in it; empty where it has no choice.
	Trays       []string
	DefaultTray string
}

// Job is one document to print.
type Job struct {
	// Pages is what to print, and Note the line that a reprint puts on each.
	Pages *page.Document
	Note  string
	// Queue is the printer's name; "" is the system's default.
	Queue string
	// Media is the paper by the system's name (see MediaOf); "" is the printer's own.
	Media string
	// Tray is where the paper lies, one of Papers.Trays; "" leaves it to the printer.
	Tray   string
	Adjust page.Adjustment
	Copies int // 0 and 1 are one
}

// Handle names a job that a queue has taken.
type Handle struct {
	Queue string
	ID    string // the system's name for it: "Office-17" from lp, a number from Windows
}

// Progress is how a queue stands with the jobs that it was given.
type Progress struct {
	// Waiting are the IDs of the jobs that have not left the queue. One that is not among them has been printed, or somebody
	// cancelled it.
	Waiting map[string]bool
	// Trouble is why they don't: ErrStopped or ErrOffline; nil where the printer works.
	Trouble error
}

// sheets are the papers that have a name of their own for a print queue.
var sheets = []struct {
	paper documents.Paper
	size  page.Paper
}{{documents.PaperA4, page.A4}, {documents.PaperA5, page.A5}, {documents.PaperA6, page.A6}, {documents.PaperLetter, page.Letter}}

// MediaOf is CUPS's name of the paper that a document was set for: a sheet's own, or for a roll its measures, as long as the page in whole
// millimetres, "Custom.80x123mm", so that the printer cuts where the page ends.
func MediaOf(d *page.Document) string {
	if len(d.Sheets) == 0 {
		return ""
	}
	for _, s := range sheets {
		if near(d.Sheets[0].Width, s.size.Width) && near(d.Sheets[0].Height, s.size.Height) {
			return string(s.paper)
		}
	}
	upwards := func(l page.Length) int { return int((l + page.Millimetre - 1) / page.Millimetre) }
	return fmt.Sprintf("Custom.%dx%dmm", upwards(d.Sheets[0].Width), upwards(d.Sheets[0].Height))
}

// customMedia is the size of a paper that MediaOf names by its measures, in millimetres.
var customMedia = regexp.MustCompile(`^Custom\.([0-9]{1,4})x([0-9]{1,4})mm$`)

// customSize reads one; false for a paper with a name of its own.
func customSize(media string) (width, height int, ok bool) {
	match := customMedia.FindStringSubmatch(media)
	if match == nil {
		return 0, 0, false
	}
	width, _ = strconv.Atoi(match[1]) // at most four digits
	height, _ = strconv.Atoi(match[2])
	return width, height, width > 0 && height > 0 && max(width, height) <= maxCustom
}

// maxCustom bounds a paper's measures, in millimetres: Windows counts them in tenths, in 16 bits.
const maxCustom = 3276

// near reports that two lengths are the same within a millimetre.
func near(a, b page.Length) bool { return max(a-b, b-a) < page.Millimetre }

// maxCopies bounds a slip of the keyboard.
const maxCopies = 50

// jobTitle is what the print queue shows. Others may see the queue, so it names neither patient nor document.
const jobTitle = "Satchel"
