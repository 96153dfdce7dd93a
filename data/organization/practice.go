// Package organization is the practice itself: its settings, places, practitioners, users and number series.
package organization

import (
	"strings"
	"time"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Limits of the practice's own fields.
const (
	NameLength         = 120 // characters
	AddressLength      = 400 // characters, over several lines
	ContactLength      = 120 // characters of a phone number, an e-mail address, a tax or registration number
	MaxLetterheadBand  = 120 // mm
	MaxIdleMinutes     = 60
	MaxPrescriptionDay = 366
	MaxBackupFolders   = 5
	FolderLength       = 1024 // characters of one folder of backups
)

// PracticeID names the one row of settings; LocationID a place; PractitionerID a person who treats.
type (
	PracticeID     = store.ID[Practice]
	LocationID     = store.ID[Location]
	PractitionerID = store.ID[Practitioner]
)

// Practice is the practice's settings (FHIR R4 Organization and what hangs on it). There is one, written by the owner.
type Practice struct {
	ID PracticeID `db:"id"`
	store.Meta
	Name         string          `db:"name"`
	Address      string          `db:"address"`      // as on a letter, lines parted by \n
	Country      string          `db:"country"`      // ISO 3166-1 alpha-2; decides the defaults below, not their values later
	Phone        string          `db:"phone"`        // as printed
	Email        string          `db:"email"`        // as printed
	TaxNumber    string          `db:"tax_number"`   // "" where the practice is not registered: then no tax is charged
	Registration string          `db:"registration"` // of the practice as an establishment
	Currency     string          `db:"currency"`     // ISO 4217; never changes once an invoice was issued
	Language     string          `db:"language"`     // BCP 47, of screens and documents
	Zone         string          `db:"zone"`         // IANA name
	DateOrder    value.DateOrder `db:"date_order"`
	NumberFormat string          `db:"number_format"` // a key of NumberFormats
	Paper        string          `db:"paper"`         // "A4", "A5" or "Letter"
	FiscalMonth  int             `db:"fiscal_month"`  // first month of the fiscal year, 1 to 12
	FiscalDay    int             `db:"fiscal_day"`    // its first day, 1 to 28
	// LetterheadBandMM is the height, in mm, left blank at the top where the paper already bears the letterhead; 0 prints ours.
	LetterheadBandMM int `db:"letterhead_band_mm"`
	// Bands are the same by size of paper, once they were set there. Band tells which of both holds.
	Bands  Bands  `db:"bands,json"`
	Slogan string `db:"slogan"`  // under the name
	Hours  string `db:"hours"`   // when the practice is open, lines parted by \n
	Footer string `db:"footer"`  // at the bottom of each page
	Logo   LogoID `db:"logo_id"` // zero: none
	// ListPractitioners prints everyone who treats on the letterhead; without it a page names who signs it.
	ListPractitioners bool `db:"list_practitioners"`
	// Trial: documents say so and run in a series of their own, until the owner starts for real.
	Trial               bool   `db:"trial"`
	IdleMinutes         int    `db:"idle_minutes"`          // before the screen locks
	DeskDiscountPercent int    `db:"desk_discount_percent"` // the most that the desk may take off a bill
	DeskRefundMinor     int64  `db:"desk_refund_minor"`     // the most that the desk may pay back at once, in minor units of Currency
	PrescriptionDays    int    `db:"prescription_days"`     // how long a prescription is valid
	BackupFolder        string `db:"backup_folder"`         // where backups go, a folder a line; "" until chosen. See BackupFolders
	RecoveryPrinted     bool   `db:"recovery_printed"`      // the recovery key was printed, or written down and typed back
}

// Practices is the record type of the settings.
var Practices = store.NewTable[Practice](store.Spec{Number: 1, Name: "Organization", Table: "practice", Schema: 1, Read: action.PracticeRead, Write: action.PracticeManage})

// Papers lists the sheets that documents can be laid out on.
var Papers = []string{"A4", "A5", "Letter"}

// NumberFormats gives the ways to write amounts, by the key that Practice keeps.
var NumberFormats = map[string]value.NumberFormat{
	"1,234,567.89": value.International,
	"12,34,567.89": value.Indian,
	"1.234.567,89": value.European,
	"1 234 567,89": value.SpaceComma,
}

// Amounts is the practice's way to write amounts.
func (p Practice) Amounts() value.NumberFormat { return NumberFormats[p.NumberFormat] }

// BackupFolders are the places of the practice's backups: on this computer, on a disk that may be away, on the network.
func (p Practice) BackupFolders() []string {
	var list []string
	for line := range strings.Lines(p.BackupFolder) {
		if folder := strings.TrimSpace(line); folder != "" && !contains(list, folder) {
			list = append(list, folder)
		}
	}
	return list
}

// Clean trims every text.
func (p *Practice) Clean() error {
	var problems value.Problems
	problems.Text("name", &p.Name, NameLength, false)
	problems.Text("address", &p.Address, AddressLength, true)
	problems.Text("phone", &p.Phone, ContactLength, false)
	problems.Text("email", &p.Email, ContactLength, false)
	problems.Text("taxNumber", &p.TaxNumber, ContactLength, false)
	problems.Text("registration", &p.Registration, ContactLength, false)
	problems.Text("slogan", &p.Slogan, SloganLength, false)
	problems.Text("hours", &p.Hours, HoursLength, true)
	problems.Text("footer", &p.Footer, FooterLength, false)
	return problems.Err()
}

// Validate returns all problems at once.
func (p Practice) Validate() error {
	var problems value.Problems
	problems.Required("name", p.Name)
	if len(p.Country) != 2 || strings.ToUpper(p.Country) != p.Country {
		problems.Add("country", "error.organization.country_unknown")
	}
	if _, err := value.Exponent(p.Currency); err != nil {
		problems.Check("currency", err)
	}
	if _, err := value.LoadZone(p.Zone); err != nil {
		problems.Check("zone", err)
	}
	problems.Required("language", p.Language)
	if _, known := NumberFormats[p.NumberFormat]; !known {
		problems.Add("numberFormat", "error.organization.choice_unknown")
	}
	if !contains(Papers, p.Paper) {
		problems.Add("paper", "error.organization.choice_unknown")
	}
	between := func(field string, n, low, high int) {
		if n < low || n > high {
			problems.Add(field, "error.organization.number_between", "Low", low, "High", high)
		}
	}
	between("fiscalMonth", p.FiscalMonth, 1, 12)
	between("fiscalDay", p.FiscalDay, 1, 28)
	between("letterheadBand", p.LetterheadBandMM, 0, MaxLetterheadBand)
	p.Bands.validate(&problems)
	between("idleMinutes", p.IdleMinutes, 1, MaxIdleMinutes)
	between("deskDiscount", p.DeskDiscountPercent, 0, 100)
	between("prescriptionDays", p.PrescriptionDays, 1, MaxPrescriptionDay)
	folders := p.BackupFolders()
	if len(folders) > MaxBackupFolders {
		problems.Add("backupFolder", "error.organization.folders_many", "Count", MaxBackupFolders)
	}
	for _, folder := range folders {
		if len(folder) > FolderLength {
			problems.Add("backupFolder", "error.organization.folder_long", "Count", FolderLength)
		}
	}
	if p.DeskRefundMinor < 0 {
		problems.Add("deskRefund", "error.organization.number_negative")
	}
	return problems.Err()
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// Current returns the practice's settings; NotFound before it was founded.
func Current(tx *store.Tx) (Practice, error) {
	list, err := store.Select(tx, Practices, "retracted = 0 ORDER BY id LIMIT 1")
	if err != nil {
		return Practice{}, err
	}
	if len(list) == 0 {
		return Practice{}, store.Fail(store.NotFound, "error.organization.not_founded")
	}
	return list[0], nil
}

// Save keeps changed settings. The currency stays once an invoice may bear it, which is when the trial has ended.
func Save(tx *store.Tx, p Practice) (Practice, error) {
	old, err := Current(tx)
	if err != nil {
		return p, err
	}
	if err := p.Clean(); err != nil {
		return p, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
	}
	if !old.Trial && old.Currency != p.Currency {
		return p, store.FailField("currency", "error.organization.currency_fixed")
	}
	if old.Trial != p.Trial && tx.Action() != action.StartForReal {
		return p, store.FailField("trial", "error.organization.trial_fixed")
	}
	err = store.Update(tx, Practices, &p)
	return p, err
}

// Today returns the practice's civil date at the transaction's instant, and its zone.
func Today(tx *store.Tx) (value.PartialDate, *time.Location, error) {
	p, err := Current(tx)
	if err != nil {
		return value.PartialDate{}, nil, err
	}
	zone, err := value.LoadZone(p.Zone)
	if err != nil {
		return value.PartialDate{}, nil, &store.Error{Code: store.Corrupt, Key: "error.store.internal", Err: err}
	}
	return value.DateOf(tx.Now().In(zone)), zone, nil
}
