package documents

import (
	"time"

	"satchel/data/value"
)

// RecoveryKeyFacts are what the recovery-key page says. The page holds the key itself: it
// is printed and forgotten, never stored in the practice it opens.
type RecoveryKeyFacts struct {
	Setting  Setting
	Practice string
	Created  time.Time
	// Groups are the key's characters as they are typed, in groups.
	Groups []string
	// Label tells this key from an older one without giving it away: "Key 2".
	Label string
}

// Validate returns all problems with the facts, by field. It never repeats the key.
func (f RecoveryKeyFacts) Validate() error {
	var problems value.Problems
	f.Setting.validate(&problems)
	if f.Setting.Paper == PaperRoll80 {
		problems.Add("setting.paper", "error.documents.paper_unknown") // thermal paper fades within years
	}
	problems.Required("practice", f.Practice)
	short(&problems, "practice", f.Practice)
	short(&problems, "label", f.Label)
	if f.Created.IsZero() {
		problems.Add("created", "error.value.required")
	}
	if len(f.Groups) == 0 || len(f.Groups) > maxKeyParts {
		problems.Add("groups", "error.documents.key_unusable")
		return problems.Err()
	}
	for _, group := range f.Groups {
		if len(group) == 0 || len(group) > 12 || !plainKey(group) {
			problems.Add("groups", "error.documents.key_unusable")
			break
		}
	}
	return problems.Err()
}

func plainKey(group string) bool {
	for _, r := range group {
		if (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return true
}
