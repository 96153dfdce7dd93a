package documents

import (
	"time"

	"satchel/data/value"
	"satchel/data/vault"
)

// LossFacts are what the page for a lost or stolen computer says: how much was on it, when it was last used, how it was sealed. It
// counts people and names none.
type LossFacts struct {
	Setting  Setting
	Practice string
	Country  string    // ISO 3166-1 alpha-2; decides which law is named
	Created  time.Time // when the page was made
	Version  string    // of the program

	Patients int // registered, none entered in error
	Charts   int // of these, with an entry

	Use    LastUse
	Moved  time.Time // when the file came from another computer; zero: it was always on this one
	Before LastUse   // until then
	Backup time.Time // when the newest backup that can be seen was proved; zero: none is seen

	Seal            Seal
	RecoveryPrinted bool // noted as printed, or written down and typed back
	IdleMinutes     int  // before the screen locks by itself
}

// LastUse is when a file was last worked with; zero where that is not known.
type LastUse struct {
	Entry  time.Time // when a record was last written
	Opened time.Time // when somebody last signed in or unlocked the screen
}

// Seal is how a practice's file is encrypted, as its header says.
type Seal struct {
	Format    int    // version of the vault's format
	Suite     string // the AEAD's name
	PageSize  int    // bytes
	Passwords int    // users who can open it
	// Costs are those of the passwords' key derivation, each once; passwords set on different computers may differ.
	Costs       []vault.KDF
	RecoveryKey bool // there is one
}

// maxLossCosts bounds Seal.Costs: a file has no more key slots.
const maxLossCosts = 24

// Validate returns all problems with the facts, by field.
func (f LossFacts) Validate() error {
	var problems value.Problems
	practicePage(&problems, f.Setting, f.Practice, f.Version, f.Created)
	if f.Patients < 0 || f.Charts < 0 || f.Charts > f.Patients {
		problems.Add("patients", "error.value.invalid")
	}
	if f.IdleMinutes <= 0 {
		problems.Add("idleMinutes", "error.value.required")
	}
	f.Seal.validate(&problems)
	return problems.Err()
}

// validate refuses a page that would claim a seal it knows nothing of.
func (s Seal) validate(problems *value.Problems) {
	problems.Required("seal.suite", s.Suite)
	short(problems, "seal.suite", s.Suite)
	if s.Format <= 0 || s.PageSize <= 0 || s.Passwords <= 0 {
		problems.Add("seal", "error.value.required")
	}
	if len(s.Costs) == 0 || len(s.Costs) > maxLossCosts {
		problems.Add("seal.costs", "error.value.required")
	}
}

// practicePage checks what the pages about the practice itself have in common.
func practicePage(problems *value.Problems, setting Setting, practice, version string, created time.Time) {
	setting.validate(problems)
	if setting.Paper == PaperRoll80 {
		problems.Add("setting.paper", "error.documents.paper_unknown") // thermal paper fades within years
	}
	problems.Required("practice", practice)
	short(problems, "practice", practice)
	problems.Required("version", version)
	short(problems, "version", version)
	if created.IsZero() {
		problems.Add("created", "error.value.required")
	}
}
