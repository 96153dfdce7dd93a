package documents

import (
	"time"

	"satchel/data/value"
)

// SuccessorFacts are what the page says by which a colleague, the family or an executor opens the practice when its owner cannot. It
// says where things lie; never the recovery key, and no patient.
type SuccessorFacts struct {
	Setting  Setting
	Practice string
	Created  time.Time
	Version  string // of the program
	Format   int    // version of the vault's format

	Folder, File string   // where the record lies, as the system writes it
	Backups      []string // folders, the one that is used first before others
	Backup       time.Time
	// SignIn names the users who may do everything in the practice, as others see them.
	SignIn          []string
	RecoveryPrinted bool // the recovery key was noted as printed, or written down and typed back
}

// Limits of the lists.
const (
	maxBackupFolders = 8
	maxSignIn        = 24 // a file has no more key slots
)

// Validate returns all problems with the facts, by field.
func (f SuccessorFacts) Validate() error {
	var problems value.Problems
	practicePage(&problems, f.Setting, f.Practice, f.Version, f.Created)
	if f.Format <= 0 {
		problems.Add("format", "error.value.required")
	}
	problems.Required("file", f.File)
	long(&problems, "file", f.File)
	problems.Required("folder", f.Folder)
	long(&problems, "folder", f.Folder)
	bounded := func(field string, list []string, most int) {
		if len(list) > most {
			problems.Add(field, "error.documents.too_many", "Most", most)
			return
		}
		for i, text := range list {
			long(&problems, indexed(field, i, "name"), text)
		}
	}
	bounded("backups", f.Backups, maxBackupFolders)
	bounded("signIn", f.SignIn, maxSignIn)
	return problems.Err()
}
