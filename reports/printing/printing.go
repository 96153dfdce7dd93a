// Package printing hands finished PDFs to the operating system's printers.
//
// Where there is CUPS (Linux, macOS) it uses lp, which reads the page from standard input:
// no copy of a patient's page is written to disk by us. CUPS itself spools the job until
// it is printed. Elsewhere every call returns ErrSavePDF, and the page is saved as PDF.
package printing

import (
	"satchel/data/documents"
	"satchel/data/value"
)

// What can go wrong; compare with errors.Is. Each names its sentence in the catalogue.
var (
	ErrNoCommand = value.Problem{Key: "error.documents.no_print_command"}     // lp is not installed
	ErrNoPrinter = value.Problem{Key: "error.documents.no_printer"}           // no queue is set up, or no default one
	ErrUnknown   = value.Problem{Key: "error.documents.unknown_printer"}      // the queue asked for doesn't exist
	ErrAbsent    = value.Problem{Key: "error.documents.print_service_absent"} // the print service doesn't answer
	ErrRefused   = value.Problem{Key: "error.documents.print_refused"}        // the queue doesn't accept jobs
	ErrStopped   = value.Problem{Key: "error.documents.printer_stopped"}      // jammed, out of paper, switched off
	ErrSavePDF   = value.Problem{Key: "error.documents.save_pdf"}             // this system prints by saving a PDF
)

// Queue is a printer as the system knows it.
type Queue struct {
	Name    string
	Default bool
	// Stopped tells that the queue is not printing: jammed, paused, switched off.
	Stopped bool
}

// Job is one PDF to print.
type Job struct {
	PDF []byte
	// Queue is the printer's name; empty is the system's default.
	Queue string
	// Media is the paper by its CUPS name (see Media). Empty is the queue's own.
	Media  string
	Copies int // 0 and 1 are one
}

// Media is CUPS's name of a paper. A roll has none: its queue knows how wide it is.
func Media(paper documents.Paper) string {
	switch paper {
	case documents.PaperA4, documents.PaperA5, documents.PaperLetter:
		return string(paper)
	}
	return ""
}

// maxCopies bounds a slip of the keyboard.
const maxCopies = 50

// jobTitle is what the print queue shows. Others may see the queue, so it names neither
// patient nor document.
const jobTitle = "Satchel"
