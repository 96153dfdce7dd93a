package session

import (
	"fmt"
	"io"
	"strings"

	"satchel/assets"
	"satchel/data/documents"
	"satchel/data/value"
)

// RecoveryGroups are the groups of a recovery key, as they are read and typed.
func RecoveryGroups(code string) []string { return strings.Split(code, "-") }

// AskGroups chooses two groups of count to be typed back, in their order, from 0. It needs at least two groups.
func AskGroups(random io.Reader, count int) ([2]int, error) {
	var drawn [2]byte
	if _, err := io.ReadFull(random, drawn[:]); err != nil {
		return [2]int{}, fmt.Errorf("draw groups: %w", err)
	}
	first := int(drawn[0]) % count
	second := (first + 1 + int(drawn[1])%(count-1)) % count
	return [2]int{min(first, second), max(first, second)}, nil
}

// SameGroup reports whether a typed group is the one wanted: case and spaces count for nothing, O is 0, I and L are 1.
func SameGroup(wanted, typed string) bool {
	same := strings.NewReplacer("O", "0", "I", "1", "L", "1", " ", "", "-", "")
	return same.Replace(strings.ToUpper(typed)) == wanted
}

// RecoveryPage sets the page that the recovery key is printed on. It is never kept in the practice.
func (s *Session) RecoveryPage(code string) (documents.Frozen, error) {
	p := s.Settings
	paper := documents.Paper(p.Paper)
	facts := documents.RecoveryKeyFacts{
		Setting:  documents.Setting{Language: p.Language, Paper: paper, Zone: p.Zone, Number: p.Amounts()},
		Practice: p.Name,
		Created:  s.Practice.Now(),
		Groups:   RecoveryGroups(code),
		Label:    recoveryLabel(p.Language, s.Today()),
	}
	return s.Practice.Press().Set(documents.RecoveryKey, facts)
}

// recoveryLabel names a recovery key by its day, as its page does.
func recoveryLabel(language string, day value.PartialDate) string {
	key, args := day.Label()
	return assets.Text(language, "session.recovery_label", "Date", assets.Text(language, key, args...))
}
