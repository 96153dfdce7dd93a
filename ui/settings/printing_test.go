package settings

import (
	"context"
	"errors"
	"strings"
	"testing"

	"satchel/data/documents"
	"satchel/data/store"
	"satchel/reports"
	"satchel/reports/page"
	"satchel/reports/printing"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

// office is a computer with printers, which it remembers and does not print on.
type office struct {
	list    []printing.Queue
	err     error
	choices printing.Choices
	printed []string
	pages   []documents.Frozen
}

func (o *office) Choices() printing.Choices { return o.choices }
func (o *office) Choose(change func(printing.Choices) printing.Choices) error {
	o.choices = change(o.choices)
	return nil
}
func (o *office) Printers(context.Context) ([]printing.Queue, error) { return o.list, o.err }
func (o *office) Papers(_ context.Context, queue string) (printing.Papers, error) {
	if queue == "Till" {
		return printing.Papers{Trays: []string{"Roll"}}, nil
	}
	return printing.Papers{Trays: []string{"Tray1", "Tray2"}}, o.err
}
func (o *office) PrintOn(_ context.Context, queue string, f documents.Frozen, adjusted bool) error {
	if o.err != nil {
		return o.err
	}
	o.pages = append(o.pages, f)
	if adjusted {
		queue += " adjusted"
	}
	o.printed = append(o.printed, queue)
	return nil
}

func newOffice() *office {
	return &office{list: []printing.Queue{{Name: "Office", Default: true, State: printing.Stopped, Reasons: []string{"media-jam", "moon-phase"}, Message: "Paper jam in tray 2"},
		{Name: "Till", State: printing.Idle, Rejecting: true}}}
}

func TestModelPrinters(t *testing.T) {
	k := uitest.Open(t)
	o := newOffice()
	m := printingModel{k.Desk, o}
	p, err := m.load(ctx)
	if err != nil || len(p.list) != 2 || p.problem.Text != "" {
		t.Fatalf("%+v, %v", p, err)
	}
	if got := m.trouble(p.list[0]); got != "paper jam · “Paper jam in tray 2”" {
		t.Error(got)
	}
	if got := m.trouble(p.list[1]); got != "takes no jobs" {
		t.Error(got)
	}
	list := m.queues("settings.printing.system_default", p.list, "Attic")
	if len(list) != 4 || list[0].Value != "" || !strings.Contains(list[1].Label, "system's default") || list[3].Value != "Attic" || !strings.Contains(list[3].Label, "not there") {
		t.Errorf("%+v", list)
	}
	for _, trouble := range []error{printing.ErrNoCommand, printing.ErrNoPrinter, printing.ErrAbsent, printing.ErrSavePDF} {
		o.err = trouble
		if p, err := m.load(ctx); err != nil || p.problem.Text == "" || p.problem.Hint == "" || strings.Contains(p.problem.Text, "error.") {
			t.Errorf("%v: %+v, %v", trouble, p.problem, err)
		}
	}
}

func TestModelWays(t *testing.T) {
	k := uitest.Open(t)
	o := newOffice()
	m := printingModel{k.Desk, o}
	if rows := m.ways(); len(rows) != len(reports.List) {
		t.Fatalf("%d rows", len(rows))
	}
	if err := m.setWay(documents.Receipt, map[string]string{"queue": "Till", "paper": string(documents.PaperRoll80), "tray": "Roll"}); err != nil {
		t.Fatal(err)
	}
	if err := m.setStandard("Office"); err != nil {
		t.Fatal(err)
	}
	if got := o.choices.WayOf(documents.Receipt); got != (printing.Way{Queue: "Till", Paper: documents.PaperRoll80, Tray: "Roll"}) {
		t.Errorf("%+v", got)
	}
	if got := o.choices.WayOf(documents.Invoice); got.Queue != "Office" {
		t.Errorf("%+v", got)
	}
}

// What is read off the page is what is typed, in either way of writing a fraction; what can't be meant is said beside its field.
func TestModelFit(t *testing.T) {
	k := uitest.Open(t)
	o := newOffice()
	m := printingModel{k.Desk, o}
	for _, c := range []struct {
		across, down, length string
		want                 page.Adjustment
		field                string
	}{
		{"", "", "", page.Adjustment{}, ""},
		{"+1.5", "-0,3", "100", page.Adjustment{Across: 15, Down: -3}, ""},
		{"\u22122", "0.25", "99.5", page.Adjustment{Across: -20, Down: 3, Scale: 50}, ""},
		{"20", "-20", "111", page.Adjustment{Across: 200, Down: -200, Scale: -991}, ""},
		{"0", "0", "91", page.Adjustment{Scale: 989}, ""},
		{"20.1", "", "", page.Adjustment{}, "across"}, {"", "1e3", "", page.Adjustment{}, "down"}, {"", "", "90", page.Adjustment{}, "length"},
		{"", "", "-100", page.Adjustment{}, "length"}, {"", "", "nothing", page.Adjustment{}, "length"}, {strings.Repeat("9", 300), "", "", page.Adjustment{}, "across"},
		{"99999999999999999", "", "", page.Adjustment{}, "across"},
	} {
		o.choices = printing.Choices{}
		err := m.setFit("Office", map[string]string{"across": c.across, "down": c.down, "length": c.length})
		var known *store.Error
		if c.field != "" {
			if !errors.As(err, &known) || known.Field != c.field || len(o.choices.Adjust) != 0 {
				t.Errorf("%+v: %v", c, err)
			}
			continue
		}
		if err != nil || o.choices.Adjust["Office"] != c.want {
			t.Errorf("%+v: %+v, %v", c, o.choices.Adjust["Office"], err)
		}
		if o.choices.Adjust["Office"].Validate() != nil {
			t.Errorf("%+v is out of range", o.choices.Adjust["Office"])
		}
		// What is shown again gives the same when it is saved again.
		if err := m.setFit("Office", m.fit("Office")); err != nil || c.want.Scale == 50 && o.choices.Adjust["Office"] != c.want {
			t.Errorf("%+v saved again: %+v, %v", c, o.choices.Adjust["Office"], err)
		}
	}
}

func TestPrintingKeys(t *testing.T) {
	k := uitest.Open(t, reports.New())
	f := k.Show(k.Desk, Places()...)
	o := newOffice()
	f.Printing = o
	f.Go(frame.Target{Place: frame.Settings, Text: "printing"})
	k.Press("F6", "F7")
	if strings.Join(o.printed, ", ") != "Office, Office adjusted" {
		t.Fatalf("printed on %v", o.printed)
	}
	for _, frozen := range o.pages {
		if frozen.Kind != documents.Ruler || frozen.Pages != 1 {
			t.Errorf("%s, %d pages", frozen.Kind, frozen.Pages)
		}
	}
	k.Press("Down") // another printer for everything
	if o.choices.Standard != "Office" {
		t.Errorf("the printer for everything is %q", o.choices.Standard)
	}
	o.err = printing.ErrStopped
	k.Press("F6")
	if !f.Covered() {
		t.Error("a printer that has stopped was not told")
	}
	k.Press("Enter")
	o.err = printing.ErrAbsent
	k.Press("F5")
	if got := f.At(); got.Text != "printing" || f.Covered() {
		t.Error("no print service is a state to be seen, not an error to be clicked away")
	}
	// Where nothing can be set, nothing can be pressed either.
	f.Printing = nil
	f.Reload()
	k.Press("F5", "F6", "Ctrl+S")
}

// many are printers of a larger house, some with the names that networks give.
func many() []printing.Queue {
	list := []printing.Queue{{Name: "HP_LaserJet_Pro_MFP_M428fdw_3F2A1B_consulting_room_of_Dr_Anjali_Rao_upstairs", Default: true, State: printing.Idle},
		{Name: "Till", State: printing.Stopped, Reasons: []string{"media-empty", "door-open"}, Message: "The cover is open; close it and press the green button twice to go on printing"},
		{Name: "Office", State: printing.Offline, Reasons: []string{"offline"}}, {Name: "Label", State: printing.Idle, Rejecting: true}}
	for _, name := range []string{"Canon_TS3400_series", "EPSON_L3250_Series_2", "Kyocera_ECOSYS_P2040dn", "Brother_HL_L2350DW", "Attic"} {
		list = append(list, printing.Queue{Name: name, State: printing.Printing})
	}
	return list
}

// TestPicturesOfPrinting shows the printers of this computer: none, one, and many with long names; and the dialog of a kind of document.
func TestPicturesOfPrinting(t *testing.T) {
	if !uitest.Pictures() {
		t.SkipNow() // they are for people to look at
	}
	for name, o := range map[string]*office{
		"none": {err: printing.ErrNoPrinter},
		"one":  {list: []printing.Queue{{Name: "Office", Default: true, State: printing.Idle}}},
		"many": {list: many(), choices: printing.Choices{Standard: many()[0].Name}.With(documents.Receipt, printing.Way{Queue: "Till", Paper: documents.PaperRoll80, Tray: "Roll"}).
			With(documents.AppointmentSlip, printing.Way{Paper: documents.PaperA6}).WithAdjustment(many()[0].Name, page.Adjustment{Across: -15, Down: 3, Scale: 25})},
	} {
		k := uitest.Open(t)
		f := k.Show(k.Owner, Places()...)
		f.Printing = o
		f.Go(frame.Target{Place: frame.Settings, Text: "printing"})
		k.Picture("printing-" + name)
		s := newPrintingSection(f).(*printingSection)
		s.read = printers{list: o.list}
		s.showWays(0)
		s.editWay(3)
		k.Picture("printing-way-" + name)
	}
}
