package shots

import (
	"context"
	"fmt"

	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/reports"
	"satchel/ui/frame"
	"satchel/ui/session"
)

// searched is how many of the patients seen last are looked through for one with bills and documents.
const searched = 40

// target is a screen to draw and the name of its picture.
type target struct {
	name string
	to   frame.Target
}

// targetsOf lists the screens, with records that show something.
func targetsOf(ctx context.Context, who *session.Session) ([]target, error) {
	full, err := fullest(ctx, who)
	if err != nil {
		return nil, err
	}
	list := []target{
		{"today", frame.Target{Place: frame.Today}},
		{"calendar", frame.Target{Place: frame.Calendar}},
		{"patients", frame.Target{Place: frame.Patients}},
		{"register", frame.Target{Place: frame.Register, Text: "asha rao"}},
		{"patient", frame.Target{Place: frame.Patient, Patient: full.patient}},
		{"billing", frame.Target{Place: frame.Billing}},
		{"bill", frame.Target{Place: frame.Bill, Patient: full.patient, Record: full.bill}},
		{"document", frame.Target{Place: frame.Document, Patient: full.patient, Record: full.document}},
		{"practice", frame.Target{Place: frame.Practice}},
		{"chart-page", frame.Target{Place: frame.ChartPage, Patient: full.patient}},
		{"papers", frame.Target{Place: frame.Document}},
		{"letter", frame.Target{Place: frame.Letter, Patient: full.patient}},
		{"letter-referral", frame.Target{Place: frame.Letter, Patient: full.patient, Text: "referral/referral"}},
		{"letter-sick-note", frame.Target{Place: frame.Letter, Patient: full.patient, Text: "sick-note/"}},
		{"letter-imaging", frame.Target{Place: frame.Letter, Patient: full.patient, Text: "imaging-order/"}},
		{"templates", frame.Target{Place: frame.Templates}},
		{"template", frame.Target{Place: frame.Templates, Text: "built-in/referral"}},
	}
	for _, tab := range []string{"practice", "letterhead", "law", "people", "fees", "medicines", "phrases", "backup", "file", "printing", "account"} {
		list = append(list, target{"settings-" + tab, frame.Target{Place: frame.Settings, Text: tab}})
	}
	// Opening a visit begins one, and says so in passing: it comes last, or that would stand in every picture after it.
	return append(list, target{"visit", frame.Target{Place: frame.Visit, Patient: full.patient}}), nil
}

// shown is a patient with what there is to show.
type shown struct{ patient, bill, document store.RawID }

// fullest returns the patient with the most bills and documents among those seen last.
func fullest(ctx context.Context, who *session.Session) (best shown, err error) {
	var rows []patients.Row
	err = who.View(ctx, action.FindPatients, func(tx *store.Tx) error {
		rows, _, err = patients.Find(tx, patients.Query{Limit: searched})
		return err
	})
	if err != nil {
		return best, fmt.Errorf("find patients: %w", err)
	}
	most := -1
	for _, row := range rows {
		err := who.View(ctx, action.OpenPatient, func(tx *store.Tx) error {
			bills, err := billing.OfPatient(tx, row.ID)
			if err != nil {
				return err
			}
			pages, err := documents.OfPatient(tx, row.ID, searched)
			if n := len(bills) + len(pages); err == nil && n > most {
				most, best = n, shown{patient: row.ID.Raw()}
				if len(bills) > 0 {
					best.bill = bills[0].Invoice.ID.Raw()
				}
				if len(pages) > 0 {
					best.document = pages[0].Document.ID.Raw()
				}
			}
			return err
		}, store.About(row.ID))
		if err != nil {
			return best, fmt.Errorf("read patient: %w", err)
		}
	}
	return best, nil
}

// previewDPI is the resolution of the documents' pictures, in dots per inch.
const previewDPI = 110

// documents draws one document of each kind; suffix ends the names of the pictures.
func (d *drawer) documents(ctx context.Context, who *session.Session, suffix string) error {
	full, err := fullest(ctx, who)
	if err != nil || full.patient.IsZero() {
		return err
	}
	drawn := map[documents.Kind]documents.Frozen{}
	if err := issuedOf(ctx, who, patients.ID(full.patient), drawn); err != nil {
		return err
	}
	if err := toldPage(ctx, who, drawn); err != nil {
		return err
	}
	if err := deskPages(ctx, who, patients.ID(full.patient), drawn); err != nil {
		return err
	}
	if err := chartPages(ctx, who, patients.ID(full.patient), drawn); err != nil {
		return err
	}
	if err := practicePages(ctx, who, drawn); err != nil {
		return err
	}
	for kind, frozen := range drawn {
		for page := range frozen.Pages {
			picture, err := reports.Preview(frozen, page, previewDPI, reports.Overlay{})
			if err != nil {
				return fmt.Errorf("draw document: %w", err)
			}
			if err := d.write(fmt.Sprintf("document-%s-%d%s.png", kind, page+1, suffix), picture); err != nil {
				return err
			}
		}
	}
	return nil
}
